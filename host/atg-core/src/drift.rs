//! `--accept-drift FILE`: differences that people know of and accept, each with a reason, most with a last day.
//!
//! One rule a line, as in an ignore file:
//!
//! ```text
//! # GLOB over the type or the id    [PATH]                      reason (required)        last day
//! Microsoft.Insights/*                                          reason="monitored centrally"  until=2026-12-31
//! */virtualMachines/vm-01           properties.hardwareProfile  reason="smaller on purpose"
//! ```
//!
//! A rule without a path accepts the whole resource: that it is missing, or extra, and whatever differs in it. The first
//! rule that matches is the one that is counted.

use std::sync::atomic::{AtomicU64, Ordering};

use globset::{GlobMatcher, GlobSet, GlobSetBuilder};
use jiff::civil::Date;

use crate::error::CoreError;
use crate::filter::glob;

/// The rules of a file, with how often each was used.
#[derive(Debug, Default)]
pub struct AcceptedDrift {
    rules: Vec<Rule>,
    /// Rules without a path that are in force: glob, and index of the rule.
    resources: Matchers,
    /// Rules with a path that are in force.
    paths: Matchers,
}

/// Which rule of the file, counted from 0 in the order of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleIndex(pub u32);

#[derive(Debug)]
struct Rule {
    line: u64,
    glob: String,
    path: Option<String>,
    reason: String,
    until: Option<Date>,
    expired: bool,
    uses: AtomicU64,
    path_globs: Option<GlobSet>,
}

#[derive(Debug, Default)]
struct Matchers(Vec<(GlobMatcher, u32)>);

impl Matchers {
    fn first(&self, id: &str, type_name: &str) -> impl Iterator<Item = u32> {
        self.0
            .iter()
            .filter(move |(glob, _)| glob.is_match(type_name) || glob.is_match(id))
            .map(|(_, index)| *index)
    }
}

/// One rule and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleReport {
    /// Line in the file, from 1.
    pub line: u64,
    /// The glob as written.
    pub glob: String,
    /// The path as written.
    pub path: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Whether it holds, and whether it did anything.
    pub state: RuleState,
    /// How many resources or differences it accepted.
    pub uses: u64,
}

/// Whether a rule holds, and whether it did anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleState {
    /// It accepted something.
    Used,
    /// It holds, but there was nothing to accept: it can go.
    Unused,
    /// Its last day is over; it accepted nothing.
    Expired,
}

impl RuleState {
    /// One word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            RuleState::Used => "used",
            RuleState::Unused => "unused",
            RuleState::Expired => "expired",
        }
    }
}

impl AcceptedDrift {
    /// Reads the rules. `today` decides which have expired: `until` is the last day on which a rule holds.
    pub fn parse(text: &str, file: &str, today: Date) -> Result<AcceptedDrift, CoreError> {
        let mut drift = AcceptedDrift::default();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let number = index as u64 + 1;
            let fault = |message: String| {
                CoreError::unreadable(file, Some(number), None, message).with_hint(format!(
                    "a rule is `GLOB [PATH] reason=\"why\" [until=YYYY-MM-DD]`, for example\n  {EXAMPLE}"
                ))
            };
            let words = split(line).map_err(fault)?;
            if let Some(rule) = parse_rule(&words, number, today).map_err(fault)? {
                drift
                    .add(rule)
                    .map_err(|error| fault(format!("`{}` is not a glob: {}", words[0].text, error.kind())))?;
            }
        }
        Ok(drift)
    }

    fn add(&mut self, rule: Rule) -> Result<(), globset::Error> {
        let matcher = glob(&rule.glob)?.compile_matcher();
        let index = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
        if !rule.expired {
            let list = if rule.path.is_some() {
                &mut self.paths
            } else {
                &mut self.resources
            };
            list.0.push((matcher, index));
        }
        self.rules.push(rule);
        Ok(())
    }

    /// Whether no rule is in force, so that nobody needs to ask.
    pub fn is_empty(&self) -> bool {
        self.resources.0.is_empty() && self.paths.0.is_empty()
    }

    /// Whether a missing or extra resource is accepted, and by which rule. Counts one use: ask once a resource.
    pub fn accepts_resource(&self, id: &str, type_name: &str) -> Option<RuleIndex> {
        let first = self.resources.first(id, type_name).next();
        first.map(|index| self.used(index))
    }

    /// Whether a difference at a path of a resource is accepted, and by which rule. Counts one use: ask once a difference.
    pub fn accepts_path(&self, id: &str, type_name: &str, path: &str) -> Option<RuleIndex> {
        let whole = self.resources.first(id, type_name).next();
        let covers = |index: &u32| {
            let rule = self.rules.get(*index as usize);
            rule.and_then(|rule| rule.path_globs.as_ref())
                .is_some_and(|globs| globs.is_match(path))
        };
        let part = self.paths.first(id, type_name).find(covers);
        let first = whole.into_iter().chain(part).min();
        first.map(|index| self.used(index))
    }

    /// Whether any rule could accept a difference in this resource; counts nothing.
    pub fn concerns(&self, id: &str, type_name: &str) -> bool {
        self.resources.first(id, type_name).next().is_some() || self.paths.first(id, type_name).next().is_some()
    }

    fn used(&self, index: u32) -> RuleIndex {
        if let Some(rule) = self.rules.get(index as usize) {
            rule.uses.fetch_add(1, Ordering::Relaxed);
        }
        RuleIndex(index)
    }

    /// Every rule of the file with what it did, in the order of the lines.
    pub fn report(&self) -> Vec<RuleReport> {
        self.rules
            .iter()
            .map(|rule| {
                let uses = rule.uses.load(Ordering::Relaxed);
                let state = match (rule.expired, uses) {
                    (true, _) => RuleState::Expired,
                    (false, 0) => RuleState::Unused,
                    (false, _) => RuleState::Used,
                };
                RuleReport {
                    line: rule.line,
                    glob: rule.glob.clone(),
                    path: rule.path.clone(),
                    reason: rule.reason.clone(),
                    until: rule.until,
                    state,
                    uses,
                }
            })
            .collect()
    }

    /// A text that is equal for rules that accept the same: for the options of a trend record.
    pub fn canonical_text(&self) -> String {
        let live = self.rules.iter().filter(|rule| !rule.expired);
        live.map(|rule| format!("{:?} {:?}\n", rule.glob, rule.path)).collect()
    }
}

const EXAMPLE: &str = "Microsoft.Insights/* reason=\"monitored centrally\" until=2026-12-31";

struct Word {
    text: String,
    /// Whether it began with a quote, so that `"reason=x"` is a glob and not an option.
    quoted: bool,
}

/// Splits a line at blanks; quotes keep blanks together, `\"` is a quote inside them, `#` at a word's start begins a comment.
fn split(line: &str) -> Result<Vec<Word>, String> {
    let mut words: Vec<Word> = Vec::new();
    let mut current: Option<Word> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '#' if current.is_none() => break,
            '"' => {
                let word = current.get_or_insert_with(|| Word {
                    text: String::new(),
                    quoted: true,
                });
                loop {
                    match letters.next() {
                        Some('"') => break,
                        Some('\\') => match letters.next() {
                            Some(escaped @ ('"' | '\\')) => word.text.push(escaped),
                            Some(other) => word.text.extend(['\\', other]),
                            None => return Err("a quote is never closed".to_owned()),
                        },
                        Some(inside) => word.text.push(inside),
                        None => return Err("a quote is never closed".to_owned()),
                    }
                }
            }
            blank if blank.is_whitespace() => words.extend(current.take()),
            other => current
                .get_or_insert_with(|| Word {
                    text: String::new(),
                    quoted: false,
                })
                .text
                .push(other),
        }
    }
    words.extend(current);
    Ok(words)
}

fn parse_rule(words: &[Word], line: u64, today: Date) -> Result<Option<Rule>, String> {
    let (mut reason, mut until, mut plain) = (None, None, Vec::new());
    for word in words {
        match word.text.split_once('=') {
            Some(("reason", text)) if !word.quoted => reason = Some(text.trim().to_owned()),
            Some(("until", day)) if !word.quoted => {
                let day: Date = day
                    .parse()
                    .map_err(|_| format!("`{day}` is not a day such as 2026-12-31"))?;
                until = Some(day);
            }
            Some((key, _)) if !word.quoted && !plain.is_empty() && key.chars().all(|c| c.is_ascii_lowercase()) => {
                return Err(format!("`{key}` is not known; a rule has `reason` and `until`"));
            }
            _ => plain.push(word.text.clone()),
        }
    }
    let mut plain = plain.into_iter();
    let (glob, path, surplus) = (plain.next(), plain.next(), plain.next());
    let Some(glob) = glob else {
        return if words.is_empty() {
            Ok(None)
        } else {
            Err("the glob is missing".to_owned())
        };
    };
    if let Some(surplus) = surplus {
        return Err(format!(
            "`{surplus}` is one word too many; put a text with blanks in quotes"
        ));
    }
    if glob.starts_with('!') {
        return Err("a rule cannot be taken back with `!`; narrow the glob above it".to_owned());
    }
    let reason = reason
        .filter(|reason| !reason.is_empty())
        .ok_or("the reason is missing")?;
    let path_globs = path.as_deref().map(path_globs).transpose()?;
    let expired = until.is_some_and(|until| until < today);
    Ok(Some(Rule {
        line,
        glob,
        path,
        reason,
        until,
        expired,
        uses: AtomicU64::new(0),
        path_globs,
    }))
}

/// A path covers itself and everything below it. `*` stands for any text; brackets are list items, not glob classes.
fn path_globs(path: &str) -> Result<GlobSet, String> {
    let mut escaped = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            '[' | ']' | '{' | '}' => escaped.extend(['[', letter, ']']),
            '\\' => escaped.push_str("\\\\"),
            other => escaped.push(other),
        }
    }
    let mut set = GlobSetBuilder::new();
    for below in ["", ".*", "[[]*"] {
        set.add(
            glob(&format!("{escaped}{below}")).map_err(|error| format!("`{path}` is not a path: {}", error.kind()))?,
        );
    }
    set.build().map_err(|error| format!("`{path}` is not a path: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    const ID: &str = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-01";
    const VM: &str = "Microsoft.Compute/virtualMachines";

    fn parse(text: &str) -> AcceptedDrift {
        AcceptedDrift::parse(text, ".atgdrift", jiff::civil::date(2026, 6, 15)).unwrap()
    }

    fn fault(text: &str) -> String {
        let error = AcceptedDrift::parse(text, ".atgdrift", jiff::civil::date(2026, 6, 15)).unwrap_err();
        assert_eq!(error.to_string(), "cannot read `.atgdrift`");
        assert!(error.hint().unwrap().contains("reason=\"why\""));
        error.source().unwrap().to_string()
    }

    #[test]
    fn a_rule_matches_type_or_id_and_is_counted() {
        let drift = parse("# comment\n\nmicrosoft.compute/* reason=\"not moved\"\n*/vm-02 reason=\"gone\" # why not\n");
        assert_eq!(drift.accepts_resource(ID, VM), Some(RuleIndex(0)));
        assert_eq!(
            drift.accepts_resource("/x/VM-02", "Microsoft.Other/things"),
            Some(RuleIndex(1))
        );
        assert_eq!(drift.accepts_resource("/x/vm-03", "Microsoft.Other/things"), None);
        let report = drift.report();
        assert_eq!(
            (report[0].line, report[0].uses, report[0].state),
            (3, 1, RuleState::Used)
        );
        assert_eq!(report[1].reason, "gone");
    }

    #[test]
    fn a_path_covers_what_lies_below_it() {
        let drift = parse(
            "* properties.hardwareProfile reason=\"smaller\"\n* tags.cost* reason=\"per tenant\"\n* properties.rules[allow].port reason=\"x\"",
        );
        let accepts = |path| drift.accepts_path(ID, VM, path).map(|rule| rule.0);
        assert_eq!(accepts("properties.hardwareProfile"), Some(0));
        assert_eq!(accepts("properties.HardwareProfile.vmSize"), Some(0));
        assert_eq!(accepts("properties.hardwareProfile[0].x"), Some(0));
        assert_eq!(accepts("properties.hardwareProfileX"), None);
        assert_eq!(accepts("tags.costCentre"), Some(1));
        assert_eq!(accepts("properties.rules[allow].port"), Some(2));
        assert_eq!(accepts("properties.rules[a].port"), None);
        assert_eq!(drift.accepts_resource(ID, VM), None);
        assert!(drift.concerns(ID, VM));
    }

    #[test]
    fn a_whole_resource_covers_its_paths() {
        let drift = parse("* location reason=\"moved\"\n*/vm-01 reason=\"known\"");
        assert_eq!(drift.accepts_path(ID, VM, "location"), Some(RuleIndex(0)));
        assert_eq!(drift.accepts_path(ID, VM, "sku.name"), Some(RuleIndex(1)));
        assert_eq!(drift.accepts_resource(ID, VM), Some(RuleIndex(1)));
    }

    #[test]
    fn a_rule_holds_through_its_last_day() {
        let drift = parse("* reason=\"today\" until=2026-06-15\n* reason=\"over\" until=2026-06-14");
        assert_eq!(drift.accepts_resource(ID, VM), Some(RuleIndex(0)));
        let states: Vec<RuleState> = drift.report().iter().map(|rule| rule.state).collect();
        assert_eq!(states, [RuleState::Used, RuleState::Expired]);
        let over = parse("* reason=\"over\" until=2026-06-14");
        assert!(over.is_empty());
        assert_eq!(over.accepts_resource(ID, VM), None);
        assert_eq!(over.canonical_text(), "");
        assert_eq!(parse("* reason=\"no use\"").report()[0].state, RuleState::Unused);
    }

    #[test]
    fn quotes_hold_words_together() {
        let drift = parse(r#""*/my vm" tags.a reason="he said \"no\" \ never" until=2026-12-31"#);
        let report = drift.report();
        assert_eq!(report[0].glob, "*/my vm");
        assert_eq!(report[0].reason, r#"he said "no" \ never"#);
        assert_eq!(drift.accepts_path("/x/My VM", "t", "tags.a"), Some(RuleIndex(0)));
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(fault("\n* properties.x\n"), "line 2: the reason is missing");
        assert_eq!(fault("* reason=\"\""), "line 1: the reason is missing");
        assert_eq!(fault("* reason=\"a"), "line 1: a quote is never closed");
        assert_eq!(
            fault("* reason=a until=tomorrow"),
            "line 1: `tomorrow` is not a day such as 2026-12-31"
        );
        assert_eq!(
            fault("* a b reason=c"),
            "line 1: `b` is one word too many; put a text with blanks in quotes"
        );
        assert_eq!(fault("reason=x"), "line 1: the glob is missing");
        assert!(fault("a[ reason=x").starts_with("line 1: `a[` is not a glob"));
        assert!(fault("!x reason=y").contains("cannot be taken back"));
        assert!(fault("* expires=2026-01-01 reason=y").contains("`expires` is not known"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = AcceptedDrift::parse(&text, "f", jiff::civil::date(2026, 6, 15));
        }
    }
}
