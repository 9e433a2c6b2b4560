//! Targets as people write them in prose, beside the name of what they speak of: `**Resource fidelity** — Target: 100%`.
//!
//! The weakest form: it is read only where nothing stronger was found, and every reading is shown.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::decimal::Decimal;
use super::document::{self, Block, Line};
use super::explicit;
use super::expression::{Condition, Name, Operand, Operator};
use super::names::{Names, fold_name};
use crate::metric::Direction;

/// What was found in prose.
#[derive(Default)]
pub(super) struct Found {
    pub(super) conditions: Vec<(u64, String, Condition)>,
    /// Targets with no known name beside them.
    pub(super) ignored: Vec<(u64, String)>,
}

static PHRASE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let number = r"\d{1,9}(?:\.\d{1,9})?";
    let percent = r"\s*(?P<PCT>%|per\s?cent\b)?";
    let part = |name: &str| format!("(?P<v{name}>{number}){}", percent.replace("PCT", &format!("p{name}")));
    let pattern = format!(
        r"(?ix)
        (?P<lead> at\ least | no\ less\ than | not\ less\ than | no\ fewer\ than | not\ below | minimum\ of | ≥ | >= | more\ than
          | greater\ than | above | over | exceed(?:s|ing)? | at\ most | no\ more\ than | not\ more\ than | not\ above
          | not\ exceed | maximum\ of | ≤ | <= | less\ than | fewer\ than | below | under | > | < ) \s* {a}
        | \b (?P<ask> targets? | goal | threshold | objective | minimum | min\.? | maximum | max\.? | required | must | should
          | has\ to | needs\ to | reach(?:es)? )
          (?: \s* (?: \b(?:value|level|is|of|at|to|be|reach|fidelity|overall)\b | = | : | → | – | — | - | \| ) )* \s* {b}
        | {c} \s* (?P<tail> or\ (?:more|higher|better|above|greater) | and\ above | \+ | or\ (?:less|lower|fewer|below) )",
        a = part("a"),
        b = part("b"),
        c = part("c"),
    );
    Regex::new(&pattern).ok()
});

/// One target in a text.
struct Phrase {
    start: usize,
    end: usize,
    /// Absent where the name's own direction decides.
    operator: Option<Operator>,
    value: Decimal,
    percent: bool,
}

/// A name in a text, or a `… fidelity` that atg does not know.
#[derive(Clone)]
struct Subject {
    start: usize,
    end: usize,
    name: Name,
}

/// Reads a document's prose and tables.
pub(super) fn read(blocks: &[Block], names: &Names) -> Found {
    let mut found = Found::default();
    let mut context = Context::default();
    for block in blocks {
        match block {
            Block::FrontMatter(_) | Block::Fence { .. } => {}
            Block::Heading { level, line } => {
                unit(std::slice::from_ref(line), &context, names, &mut found);
                context.heading(*level, subjects(&plain(&line.text), names).into_iter().next());
            }
            Block::Item { indent, lines } => {
                context.items.retain(|(depth, _)| depth < indent);
                let first = unit(lines, &context, names, &mut found);
                context.items.push((*indent, first));
            }
            Block::Paragraph(lines) => {
                context.items.clear();
                context.intro = None;
                context.intro = unit(lines, &context, names, &mut found);
            }
            Block::Table(lines) => {
                table(lines, names, &mut found);
                context.items.clear();
            }
        }
    }
    found
}

/// What stands above a line and may name what it speaks of.
#[derive(Default)]
struct Context {
    headings: Vec<(usize, Option<Name>)>,
    intro: Option<Name>,
    items: Vec<(usize, Option<Name>)>,
}

impl Context {
    fn heading(&mut self, level: usize, subject: Option<Subject>) {
        self.headings.retain(|(above, _)| *above < level);
        // The title of the whole document names the document, not a metric, unless the name is a known one.
        let name = subject
            .map(|subject| subject.name)
            .filter(|name| name.known || level > 1);
        self.headings.push((level, name));
        self.items.clear();
        self.intro = None;
    }

    fn name(&self) -> Option<&Name> {
        let items = self.items.iter().rev().filter_map(|(_, name)| name.as_ref());
        let headings = self.headings.iter().rev().filter_map(|(_, name)| name.as_ref());
        items.chain(self.intro.as_ref()).chain(headings).next()
    }
}

/// Reads one paragraph, item or heading; hands back the first name in it.
fn unit(lines: &[Line], context: &Context, names: &Names, found: &mut Found) -> Option<Name> {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for line in lines {
        let body = document::marker(&line.text).map_or(line.text.as_str(), |length| &line.text[length..]);
        starts.push((text.len(), line));
        text.push_str(&plain(body));
        text.push(' ');
    }
    let line_of = |at: usize| {
        starts
            .iter()
            .rev()
            .find(|(start, _)| *start <= at)
            .map_or(lines.first(), |(_, line)| Some(*line))
    };
    let subjects = subjects(&text, names);
    let phrases = phrases(&text);
    let name_first = match (phrases.first(), subjects.first()) {
        (Some(phrase), Some(subject)) => subject.start < phrase.start,
        _ => true,
    };
    for phrase in &phrases {
        let Some(line) = line_of(phrase.start) else { continue };
        let inside = subjects
            .iter()
            .find(|subject| subject.start >= phrase.start && subject.end <= phrase.end);
        let before = subjects.iter().rev().find(|subject| subject.end <= phrase.start);
        let after = subjects
            .iter()
            .find(|subject| subject.start >= phrase.end && same_sentence(&text[phrase.end..subject.start]));
        let counted = after.filter(|subject| {
            !phrase.percent
                && text[phrase.end..subject.start].trim().is_empty()
                && names.is_percent(&subject.name.canonical) == Some(false)
        });
        let beside = inside
            .or(counted)
            .or(if name_first { before.or(after) } else { after.or(before) });
        let name = beside.map(|subject| &subject.name).or_else(|| context.name());
        let written = line.text.trim().to_owned();
        // A bare number followed by a word counts something else: `minimum 3 people`.
        let counts_else =
            !phrase.percent && counted.is_none() && text[phrase.end..].trim_start().starts_with(char::is_alphabetic);
        match name {
            _ if counts_else => {}
            Some(name) => match condition(name, phrase, names) {
                Some(condition) => found.conditions.push((line.number, written, condition)),
                None => found.ignored.push((line.number, written)),
            },
            None => found.ignored.push((line.number, written)),
        }
    }
    if phrases.is_empty() {
        truths(lines, names, found);
    }
    subjects.into_iter().next().map(|subject| subject.name)
}

/// `Validation passed: yes` for names that are true or false.
fn truths(lines: &[Line], names: &Names, found: &mut Found) {
    for line in lines {
        let body = document::marker(&line.text).map_or(line.text.as_str(), |length| &line.text[length..]);
        let text = plain(body);
        let Some((name, value)) = text.split_once(':') else {
            continue;
        };
        let name = Name::resolve(name.trim(), names);
        let yes = matches!(
            value.trim().trim_end_matches('.').to_lowercase().as_str(),
            "true" | "yes" | "required"
        );
        if yes && name.known && names.is_percent(&name.canonical) == Some(false) {
            found
                .conditions
                .push((line.number, line.text.trim().to_owned(), Condition::Holds(name)));
        }
    }
}

fn same_sentence(between: &str) -> bool {
    !between.contains(". ") && !between.contains(';')
}

/// A target as a condition; a number without `%` beside a percentage is taken as per cents, beside a count as a count.
fn condition(name: &Name, phrase: &Phrase, names: &Names) -> Option<Condition> {
    let is_percent = names.is_percent(&name.canonical);
    if is_percent == Some(false) && phrase.percent {
        return None;
    }
    let operator = phrase.operator.unwrap_or(match names.direction(&name.canonical) {
        Direction::Higher => Operator::AtLeast,
        Direction::Lower => Operator::AtMost,
    });
    let right = Operand::Number {
        value: phrase.value,
        percent: phrase.percent,
    };
    Some(Condition::Compare {
        left: Operand::Name(name.clone()),
        operator,
        right,
    })
}

fn phrases(text: &str) -> Vec<Phrase> {
    let Some(pattern) = PHRASE.as_ref() else {
        return Vec::new();
    };
    pattern
        .captures_iter(text)
        .filter_map(|captures| phrase(text, &captures))
        .collect()
}

fn phrase(text: &str, captures: &Captures<'_>) -> Option<Phrase> {
    let whole = captures.get(0)?;
    let value = ["va", "vb", "vc"].iter().find_map(|group| captures.name(group))?;
    // `95.5.1` and `2026-01-01` are no targets, nor is the 3 of `3rd`.
    let behind = text[value.end()..].chars().next();
    let number_goes_on = behind.is_some_and(char::is_alphanumeric)
        || (matches!(behind, Some('-' | '/' | '.'))
            && text[value.end() + 1..].starts_with(|letter: char| letter.is_ascii_digit()));
    let word = |group: &str| captures.name(group).map(|found| found.as_str().to_lowercase());
    let operator = match (word("lead"), word("ask"), word("tail")) {
        (Some(lead), _, _) => Some(operator_of(&lead)),
        (_, Some(ask), _) if ask.starts_with("min") => Some(Operator::AtLeast),
        (_, Some(ask), _) if ask.starts_with("max") => Some(Operator::AtMost),
        (_, _, Some(tail))
            if tail.ends_with(['s', 'r', 'w'])
                && !tail.ends_with("higher")
                && !tail.ends_with("better")
                && !tail.ends_with("greater") =>
        {
            Some(Operator::AtMost)
        }
        (_, _, Some(_)) => Some(Operator::AtLeast),
        _ => None,
    };
    let percent = ["pa", "pb", "pc"].iter().any(|group| captures.name(group).is_some());
    let value = Decimal::parse(value.as_str()).filter(|_| !number_goes_on || percent)?;
    Some(Phrase {
        start: whole.start(),
        end: whole.end(),
        operator,
        value,
        percent,
    })
}

fn operator_of(lead: &str) -> Operator {
    match lead {
        "at most" | "no more than" | "not more than" | "not above" | "not exceed" | "maximum of" | "≤" | "<=" => {
            Operator::AtMost
        }
        "less than" | "fewer than" | "below" | "under" | "<" => Operator::LessThan,
        "more than" | "greater than" | "above" | "over" | ">" => Operator::MoreThan,
        exceeds if exceeds.starts_with("exceed") => Operator::MoreThan,
        _ => Operator::AtLeast,
    }
}

/// The longest name has this many words.
const MOST_WORDS: usize = 5;

/// Spellings that are too common in prose to name a figure by themselves.
const TOO_COMMON: [&str; 5] = ["missing", "extra", "matched", "target_fidelity", "overall"];

/// Words that may stand before `fidelity` without making it another one.
const NOT_QUALIFYING: [&str; 34] = [
    "the",
    "a",
    "an",
    "our",
    "of",
    "with",
    "and",
    "or",
    "target",
    "minimum",
    "required",
    "desired",
    "expected",
    "objective",
    "goal",
    "is",
    "that",
    "this",
    "to",
    "for",
    "in",
    "on",
    "reach",
    "reaches",
    "achieve",
    "achieves",
    "keep",
    "its",
    "when",
    "atg",
    "total",
    "overall",
    "if",
    "until",
];

/// The names in a text, in order; a `… fidelity` that is not known is a name too, an unknown one.
fn subjects(text: &str, names: &Names) -> Vec<Subject> {
    let words = words(text);
    let (mut subjects, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let longest = (1..=MOST_WORDS.min(words.len() - at)).rev().find_map(|count| {
            let (start, end) = (words[at].0, words[at + count - 1].1);
            let written = text.get(start..end)?;
            // Names do not run over punctuation.
            let one = written
                .chars()
                .all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '.' | '/'));
            let canonical = names
                .canonical(written)
                .filter(|_| one && !TOO_COMMON.contains(&fold_name(written).as_str()))?;
            Some((count, start, end, written, canonical))
        });
        let Some((count, start, end, written, canonical)) = longest else {
            at += 1;
            continue;
        };
        let qualified = (count == 1 && canonical == "fidelity")
            .then(|| qualifier(text, &words, at))
            .flatten();
        let (start, name) = match qualified {
            Some(start) => (
                start,
                Name {
                    written: text[start..end].to_owned(),
                    canonical: fold_name(&text[start..end]),
                    known: false,
                },
            ),
            None => (
                start,
                Name {
                    written: written.to_owned(),
                    canonical: canonical.to_owned(),
                    known: true,
                },
            ),
        };
        subjects.push(Subject { start, end, name });
        at += count;
    }
    subjects
}

/// Where the qualifying words before a bare `fidelity` begin (`control plane fidelity`), if there are any.
fn qualifier(text: &str, words: &[(usize, usize)], at: usize) -> Option<usize> {
    let mut start = None;
    let mut next = words[at].0;
    for (from, to) in words[..at].iter().rev().take(3) {
        let word = &text[*from..*to];
        let apart = text[*to..next].chars().any(|letter| !matches!(letter, ' ' | '-'));
        let plain = word.chars().all(char::is_alphabetic);
        if apart || !plain || NOT_QUALIFYING.contains(&word.to_lowercase().as_str()) {
            break;
        }
        start = Some(*from);
        next = *from;
    }
    start
}

fn words(text: &str) -> Vec<(usize, usize)> {
    let (mut words, mut start) = (Vec::new(), None);
    for (at, letter) in text.char_indices() {
        let inside = letter.is_alphanumeric() || matches!(letter, '_' | '/');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

/// The text without emphasis, struck-out parts, and code that is a comparison (which is read elsewhere).
fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for (index, part) in text.split("~~").enumerate() {
        // What stands between two marks is struck out; a mark that is never closed strikes nothing.
        if index % 2 == 0 || index == text.matches("~~").count() {
            kept.push_str(part);
        }
    }
    for span in document::code_spans(&kept.clone()) {
        if span.contains(['<', '>', '=']) {
            kept = kept.replacen(span, "", 1);
        }
    }
    kept.replace(['*', '`'], "").replace("__", "")
}

/// Reads a table that has a column of targets.
fn table(rows: &[Line], names: &Names, found: &mut Found) {
    let Some((header, body)) = rows.split_first() else {
        return;
    };
    let header: Vec<String> = document::cells(&header.text)
        .iter()
        .map(|cell| plain(cell).trim().to_lowercase())
        .collect();
    let asks = |cell: &String| {
        [
            "target",
            "goal",
            "threshold",
            "minimum",
            "required",
            "objective",
            "criterion",
            "success",
        ]
        .iter()
        .any(|word| cell.contains(word))
    };
    // A first column called `Objective` holds names, not targets.
    let Some(column) = header
        .iter()
        .enumerate()
        .skip(1)
        .find(|(_, cell)| asks(cell))
        .map(|(at, _)| at)
    else {
        return;
    };
    for row in body {
        let cells: Vec<String> = document::cells(&row.text)
            .iter()
            .map(|cell| plain(cell).trim().to_owned())
            .collect();
        let Some(value) = cells.get(column) else { continue };
        let others = cells.iter().enumerate().filter(|(at, _)| *at != column);
        let subject = others.flat_map(|(_, cell)| subjects(cell, names)).next();
        let written = row.text.trim().to_owned();
        if !value.chars().any(char::is_alphanumeric) {
            continue;
        }
        let read = subject.and_then(|subject| {
            let from_words = phrases(value)
                .first()
                .and_then(|phrase| condition(&subject.name, phrase, names));
            from_words.or_else(|| {
                let demand = explicit::demand(&subject.name, value, None, names).ok()?;
                let text = matches!(
                    &demand,
                    Condition::Compare {
                        right: Operand::Text(_),
                        ..
                    }
                );
                (!text).then_some(demand)
            })
        });
        match read {
            Some(condition) => found.conditions.push((row.number, written, condition)),
            None => found.ignored.push((row.number, written)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        let mut names = Names::standard();
        names.add_metric("resources", "Resource fidelity", "percent", Direction::Higher);
        names.add_metric("tags", "Tags kept", "percent", Direction::Higher);
        let found = read(&document::blocks(text), &names);
        let ignored = found.ignored.into_iter().map(|(line, text)| format!("{line} - {text}"));
        found
            .conditions
            .into_iter()
            .map(|(line, _, condition)| format!("{line} {condition}"))
            .chain(ignored)
            .collect()
    }

    #[test]
    fn the_pattern_is_sound() {
        assert!(PHRASE.is_some());
    }

    #[test]
    fn a_target_beside_a_name() {
        for (text, read_as) in [
            ("Fidelity target: 95%", "1 fidelity >= 95 %"),
            ("**Resource fidelity**: at least 95 %", "1 fidelity >= 95 %"),
            ("Target: 100% of relationships", "1 relationships >= 100 %"),
            ("We want an overall fidelity of 95.5 % or more.", "1 fidelity >= 95.5 %"),
            ("Tags kept must be above 90 percent", "1 tags > 90 %"),
            ("Missing resources: at most 10", "1 missing_resources <= 10"),
            ("Missing resources - target: 0", "1 missing_resources <= 0"),
            ("At least 3 consecutive passes", "1 consecutive_passes >= 3"),
            ("Consecutive passes: minimum 3", "1 consecutive_passes >= 3"),
            ("Target fidelity: 95", "1 fidelity >= 95"),
            ("Fidelity should be 95%+", "1 fidelity >= 95 %"),
            ("Validation passed: required", "1 validation_passed"),
        ] {
            assert_eq!(read_all(text), [read_as], "{text}");
        }
    }

    #[test]
    fn several_on_one_line_go_by_their_order() {
        assert_eq!(
            read_all("Fidelity at least 95 %, property fidelity at least 90 %"),
            ["1 fidelity >= 95 %", "1 properties >= 90 %"]
        );
        assert_eq!(
            read_all("at least 95 % fidelity and at least 90 % property fidelity"),
            ["1 fidelity >= 95 %", "1 properties >= 90 %"]
        );
    }

    #[test]
    fn the_name_may_stand_above() {
        let text = "# Objective\n\n## 1. Resource fidelity\n\nHow much is there.\n\n- **Target: 100%**\n- Current: 30.8%\n\n## Relationship fidelity\n- Why\n  - Target: 90 %\n";
        assert_eq!(read_all(text), ["7 fidelity >= 100 %", "12 relationships >= 90 %"]);
        assert_eq!(
            read_all("- Properties\n  - Target: 80 %\n- Types\n  - Target: 70 %"),
            ["2 properties >= 80 %", "4 types >= 70 %"]
        );
        assert_eq!(read_all("**Tags kept**\n\n* Target: 100%"), ["3 tags >= 100 %"]);
    }

    #[test]
    fn another_fidelity_is_not_ours() {
        assert_eq!(
            read_all("Control plane fidelity: target 100%"),
            ["1 control_plane_fidelity >= 100 %"]
        );
        assert_eq!(read_all("Entra fidelity: at least 90 %"), ["1 entra_fidelity >= 90 %"]);
    }

    #[test]
    fn tables_with_a_column_of_targets() {
        let text = "| Metric | Current | Target |\n|---|---|---|\n| Resource fidelity | 30.8% | ≥ 95% |\n| **Tags kept** | – | 90 |\n| Deployment time | 3 h | 2 h |\n| Validation passed | no | yes |";
        assert_eq!(
            read_all(text),
            [
                "3 fidelity >= 95 %",
                "4 tags >= 90",
                "6 validation_passed == true",
                "5 - | Deployment time | 3 h | 2 h |"
            ]
        );
    }

    #[test]
    fn what_asks_for_nothing() {
        for text in [
            "Fidelity is 85 % today.",
            "Current fidelity: 30.8%",
            "See fidelity over 2026-01-01",
            "Fidelity needs at least 3 people",
            "~~Fidelity target: 95%~~",
            "```\nFidelity target: 95%\n```",
            "<!-- Fidelity target: 95% -->",
            "Run `atg fidelity` 3 times",
        ] {
            let read = read_all(text);
            assert!(read.iter().all(|line| line.contains(" - ")), "{text}: {read:?}");
        }
        assert_eq!(read_all("The target is 95 %."), ["1 - The target is 95 %."]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(fidelity|target|at least|[0-9]{1,3}|%|≥|[ :*|`~\n.-]|é|control plane ){0,40}") {
            let _ = read_all(&text);
        }
    }
}
