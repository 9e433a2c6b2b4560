//! Criteria that were written to be read by atg: front matter, or a fenced `atg` block.

use super::decimal::Decimal;
use super::document::Line;
use super::expression::{self, Condition, Name, Operand, Operator};
use super::names::{Names, fold_name};
use crate::metric::Direction;

/// A criterion's line, text and meaning; or why it could not be read.
pub(super) type Entry = (u64, String, Result<Condition, String>);

/// What an explicit block holds.
#[derive(Default)]
pub(super) struct Explicit {
    pub(super) entries: Vec<Entry>,
    /// Keys of front matter that speak of something else (`title`), with their lines.
    pub(super) ignored: Vec<(u64, String)>,
}

/// Sections of front matter in which everything is a criterion.
const SECTIONS: [&str; 9] = [
    "atg",
    "criteria",
    "success_criteria",
    "objective",
    "objectives",
    "targets",
    "target",
    "gates",
    "thresholds",
];

/// Reads a block. In front matter what is not recognisably a criterion is somebody else's; in an `atg` block it is an error.
pub(super) fn read(lines: &[Line], front_matter: bool, names: &Names) -> Explicit {
    let mut explicit = Explicit::default();
    let mut sections: Vec<(usize, String)> = Vec::new();
    for line in lines {
        let text = without_remark(&line.text);
        let trimmed = text.trim();
        if trimmed.is_empty() || matches!(trimmed, "]" | "]," | "---" | "...") {
            continue;
        }
        if let Some(table) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .filter(|table| !table.contains(['"', ',', '>', '<', '=']))
        {
            sections = vec![(0, fold_name(table.trim_matches(['[', ']'])))];
            continue;
        }
        let indent = text.len() - text.trim_start().len();
        let is_item = trimmed.starts_with("- ");
        // A TOML table has no indentation, so its section ends only with the next table.
        if !text_is_toml(&sections, lines) {
            sections.retain(|(depth, _)| *depth < indent || (is_item && *depth == indent));
        }
        let body = trimmed
            .strip_prefix("- ")
            .unwrap_or(trimmed)
            .trim()
            .trim_end_matches(',')
            .trim();
        if let Some(section) = section_header(body) {
            sections.push((indent, fold_name(section)));
            continue;
        }
        let asked_for = !front_matter || sections.iter().any(|(_, name)| SECTIONS.contains(&name.as_str()));
        let subject = sections
            .last()
            .map(|(_, name)| name.as_str())
            .filter(|name| !SECTIONS.contains(name));
        let (listed, parts) = list_of(body);
        let asked_for = asked_for || listed;
        for part in parts {
            match entry(&part, subject, names) {
                Ok(condition) if asked_for || recognisable(&part, &condition) => {
                    explicit.entries.push((line.number, part, Ok(condition)));
                }
                Err(_) if !asked_for => explicit.ignored.push((line.number, part)),
                Ok(_) => explicit.ignored.push((line.number, part)),
                Err(reason) => explicit.entries.push((line.number, part, Err(reason))),
            }
        }
    }
    explicit
}

fn text_is_toml(sections: &[(usize, String)], lines: &[Line]) -> bool {
    sections.len() == 1
        && lines
            .iter()
            .any(|line| line.text.trim_start().starts_with('[') && line.text.trim_end().ends_with(']'))
}

/// In front matter a comparison is a criterion, and so is a bare value of a name that atg knows.
fn recognisable(text: &str, condition: &Condition) -> bool {
    let known = |operand: &&Operand| matches!(operand, Operand::Name(name) if name.known);
    match condition {
        Condition::Holds(_) => false,
        other => {
            let compares = [">", "<", "≥", "≤"].iter().any(|sign| text.contains(sign));
            compares
                || other
                    .comparisons()
                    .iter()
                    .any(|(left, _, right)| known(left) || known(right))
        }
    }
}

/// `key:` or `key = [` alone on its line opens a section.
fn section_header(text: &str) -> Option<&str> {
    let key = text.strip_suffix(':').or_else(|| {
        let opened = text.strip_suffix('[').or_else(|| text.strip_suffix('{'))?.trim_end();
        opened.strip_suffix('=').or_else(|| opened.strip_suffix(':'))
    })?;
    let key = unquoted(key.trim());
    (!key.is_empty() && !key.contains(['>', '<', '='])).then_some(key)
}

/// `criteria: [a, b]` as its parts, everything else as one; and whether it was such a list.
fn list_of(text: &str) -> (bool, Vec<String>) {
    let value = text
        .split_once([':', '='])
        .filter(|(key, _)| SECTIONS.contains(&fold_name(unquoted(key.trim())).as_str()));
    let inside = value
        .and_then(|(_, value)| value.trim().strip_prefix('['))
        .and_then(|value| value.strip_suffix(']'));
    match inside {
        Some(inside) => {
            let parts = inside.split(',').map(|part| part.trim().to_owned());
            (true, parts.filter(|part| !part.is_empty()).collect())
        }
        None => (false, vec![text.to_owned()]),
    }
}

/// The line without ` # remark`, where the `#` is not inside quotes.
fn without_remark(text: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        match (letter, quote) {
            ('#', None) if before.is_whitespace() => return &text[..at],
            ('"' | '\'', None) => quote = Some(letter),
            (mark, Some(open)) if mark == open => quote = None,
            _ => {}
        }
        before = letter;
    }
    text
}

fn unquoted(text: &str) -> &str {
    for mark in ['"', '\'', '`'] {
        if let Some(inside) = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
            return inside.trim();
        }
    }
    text
}

/// One criterion: an expression, or a name and what is asked of it.
fn entry(text: &str, section: Option<&str>, names: &Names) -> Result<Condition, String> {
    let text = unquoted(text.trim());
    let expression = expression::parse(text, names);
    if let Ok(condition @ (Condition::Compare { .. } | Condition::All(_) | Condition::Any(_) | Condition::Not(_))) =
        expression
    {
        return Ok(condition);
    }
    let Some((key, value)) = key_and_value(text) else {
        return expression;
    };
    let (subject, asked) = subject_of(&fold_name(key), section, names);
    if subject.is_empty() {
        return Err("the name is missing".to_owned());
    }
    let written = if section.is_some() { subject.as_str() } else { key };
    let name = match Name::resolve(&subject, names) {
        name if name.known => Name {
            written: written.to_owned(),
            ..name
        },
        _ => Name::resolve(key, names),
    };
    demand(&name, unquoted(value), asked, names)
}

/// Splits at the first `:` or `=` that is no part of an operator.
fn key_and_value(text: &str) -> Option<(&str, &str)> {
    let at = text.char_indices().position(|(at, letter)| {
        let behind = text[at + letter.len_utf8()..].chars().next();
        let before = text[..at].chars().next_back();
        (letter == ':' && behind.is_none_or(char::is_whitespace))
            || (letter == '=' && behind != Some('=') && !matches!(before, Some('>' | '<' | '!' | '=')))
    })?;
    let (at, letter) = text.char_indices().nth(at)?;
    let (key, value) = (text[..at].trim(), text[at + letter.len_utf8()..].trim());
    let key = unquoted(key);
    (!key.is_empty() && !key.contains(['<', '>']) && !value.is_empty()).then_some((key, value))
}

/// `min_fidelity`, `fidelity_target` and `fidelity: {min: …}` speak of fidelity, and say how.
fn subject_of(key: &str, section: Option<&str>, names: &Names) -> (String, Option<Operator>) {
    const ASKING: [(&str, Operator); 12] = [
        ("target", Operator::AtLeast),
        ("min", Operator::AtLeast),
        ("minimum", Operator::AtLeast),
        ("at_least", Operator::AtLeast),
        ("threshold", Operator::AtLeast),
        ("goal", Operator::AtLeast),
        ("required", Operator::AtLeast),
        ("max", Operator::AtMost),
        ("maximum", Operator::AtMost),
        ("at_most", Operator::AtMost),
        ("above", Operator::MoreThan),
        ("below", Operator::LessThan),
    ];
    for (word, operator) in ASKING {
        if let Some(section) = section.filter(|_| key == word) {
            return (section.to_owned(), Some(operator));
        }
        let prefix = key.strip_prefix(word).and_then(|rest| rest.strip_prefix('_'));
        let suffix = key.strip_suffix(word).and_then(|rest| rest.strip_suffix('_'));
        if let Some(inner) = prefix.or(suffix).filter(|inner| names.canonical(inner).is_some()) {
            return (inner.to_owned(), Some(operator));
        }
    }
    (key.to_owned(), None)
}

/// `>= 95`, `at least 95 %`, `95`, `true` as a demand on a name.
pub(super) fn demand(name: &Name, value: &str, asked: Option<Operator>, names: &Names) -> Result<Condition, String> {
    const WORDS: [(&str, &str); 14] = [
        ("at least", ">="),
        ("no less than", ">="),
        ("not less than", ">="),
        ("min.", ">="),
        ("minimum", ">="),
        ("min", ">="),
        ("at most", "<="),
        ("no more than", "<="),
        ("not more than", "<="),
        ("maximum", "<="),
        ("max", "<="),
        ("more than", ">"),
        ("less than", "<"),
        ("fewer than", "<"),
    ];
    let lower = value.to_lowercase();
    let worded = WORDS
        .iter()
        .find_map(|(words, sign)| lower.strip_prefix(words).map(|rest| format!("{sign} {}", rest.trim())));
    let value = worded.unwrap_or_else(|| value.to_owned());
    let signed = value.starts_with(['>', '<', '=', '!', '≥', '≤', '≠']);
    if signed {
        // The sign needs a left side to be a comparison; the name itself may hold letters that a condition may not.
        let compared = expression::parse(&format!("x {value}"), names)?;
        return match compared {
            Condition::Compare { operator, right, .. } => Ok(Condition::Compare {
                left: Operand::Name(name.clone()),
                operator,
                right,
            }),
            _ => Err(format!("`{value}` is more than one demand")),
        };
    }
    let operator = asked.unwrap_or(match names.direction(&name.canonical) {
        Direction::Higher => Operator::AtLeast,
        Direction::Lower => Operator::AtMost,
    });
    let number = value.strip_suffix('%').map(str::trim_end);
    let right = match value.to_lowercase().as_str() {
        "true" | "yes" | "on" | "required" | "passed" | "must pass" => Operand::Truth(true),
        "false" | "no" | "off" => Operand::Truth(false),
        _ => match Decimal::parse(number.unwrap_or(&value)) {
            Some(decimal) => Operand::Number {
                value: decimal,
                percent: number.is_some(),
            },
            None => Operand::Text(value),
        },
    };
    let operator = if matches!(right, Operand::Number { .. }) {
        operator
    } else {
        Operator::Equal
    };
    Ok(Condition::Compare {
        left: Operand::Name(name.clone()),
        operator,
        right,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str, front_matter: bool) -> Vec<String> {
        let lines: Vec<Line> = text
            .lines()
            .enumerate()
            .map(|(at, text)| Line {
                number: at as u64 + 1,
                text: text.to_owned(),
            })
            .collect();
        let explicit = read(&lines, front_matter, &Names::standard());
        let shown = |(line, text, condition): Entry| match condition {
            Ok(condition) => format!("{line} {condition}"),
            Err(reason) => format!("{line} ! {text}: {reason}"),
        };
        let ignored = explicit
            .ignored
            .into_iter()
            .map(|(line, text)| format!("{line} - {text}"));
        explicit.entries.into_iter().map(shown).chain(ignored).collect()
    }

    #[test]
    fn a_block_of_conditions() {
        let text = "# what we want\nfidelity >= 95.0 # per cent\nvalidation_passed\nconsecutive_passes >= 3\n- relationships: at least 90 %\nmissing_resources: 10";
        assert_eq!(
            read_all(text, false),
            [
                "2 fidelity >= 95.0",
                "3 validation_passed",
                "4 consecutive_passes >= 3",
                "5 relationships >= 90 %",
                "6 missing_resources <= 10"
            ]
        );
    }

    #[test]
    fn yaml_as_people_nest_it() {
        let text = "title: Our goal\ndate: 2026-01-01\nfidelity: 95\nvalidation_passed: yes\nproperties:\n  min: 90\ncriteria:\n  - fidelity >= 95\n  - backups_tested\nowner: somebody";
        assert_eq!(
            read_all(text, true),
            [
                "3 fidelity >= 95",
                "4 validation_passed == true",
                "6 properties >= 90",
                "8 fidelity >= 95",
                "9 backups_tested",
                "1 - title: Our goal",
                "2 - date: 2026-01-01",
                "10 - owner: somebody"
            ]
        );
    }

    #[test]
    fn toml_as_people_write_it() {
        let text = "title = \"x\"\n[criteria]\nmin_fidelity = 94.95\nvalidation_passed = true\ncost = \"<= 100\"\nphase = \"apply\"";
        assert_eq!(
            read_all(text, true),
            [
                "3 fidelity >= 94.95",
                "4 validation_passed == true",
                "5 cost <= 100",
                "6 phase == \"apply\"",
                "1 - title = \"x\""
            ]
        );
        let list = "criteria = [\n  \"fidelity >= 95\",\n  'composite >= 90',\n]";
        assert_eq!(read_all(list, true), ["2 fidelity >= 95", "3 composite >= 90"]);
        assert_eq!(
            read_all("criteria: [fidelity >= 95, validation_passed]", true),
            ["1 fidelity >= 95", "1 validation_passed"]
        );
    }

    #[test]
    fn what_cannot_be_read_in_a_block_says_so() {
        let read = read_all("fidelity must be great\nfidelity >= lots of\n", false);
        assert_eq!(read.len(), 2);
        assert!(read.iter().all(|line| line.contains('!')), "{read:?}");
    }

    #[test]
    fn a_comparison_in_front_matter_counts_whatever_its_name() {
        assert_eq!(
            read_all("coverage: \">= 80\"\nversion: 3", true),
            ["1 coverage >= 80", "2 - version: 3"]
        );
    }
}
