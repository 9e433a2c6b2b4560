//! Rules as a document lists them.

use super::Example;
use super::pattern::Pattern;
use super::rule::{Rule, Rules};

/// A rule as a document lists it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The rule's name.
    pub id: &'static str,
    /// The phases in which it is asked; empty for all.
    pub phases: &'static [&'static str],
    /// A registered word.
    pub category: &'static str,
    /// A registered word.
    pub retry: &'static str,
    /// From 0 to 1.
    pub confidence: f64,
    /// By what it knows a diagnostic, in Markdown on one line.
    pub recognises: String,
    /// The cause, in a sentence.
    pub cause: &'static str,
    /// Kinds of fixes that the table itself proposes, each once, in its order.
    pub fix_kinds: Vec<&'static str>,
    /// How it is mended, in a few words; empty where nothing is proposed.
    pub fix: String,
    /// Its first example, where it has one: see [`Example::problem`].
    pub example: Option<&'static Example>,
}

/// All rules in their order, as a document lists them.
pub fn catalogue(rules: &Rules) -> impl Iterator<Item = Entry> + use<> {
    rules.iter().map(entry)
}

fn entry(rule: &'static Rule) -> Entry {
    let mut fix_kinds: Vec<&str> = Vec::new();
    for fix in rule.fixes {
        if !fix_kinds.contains(&fix.kind) {
            fix_kinds.push(fix.kind);
        }
    }
    let reasons = rule.fixes.iter().map(|fix| [fix.kind, ": ", fix.reason].concat());
    let fix = if rule.mends.is_empty() {
        reasons.collect::<Vec<_>>().join("; ")
    } else {
        rule.mends.to_owned()
    };
    Entry {
        id: rule.id,
        phases: rule.phases,
        category: rule.category,
        retry: rule.retry,
        confidence: rule.confidence,
        recognises: all(rule.when),
        cause: rule.cause,
        fix_kinds,
        fix,
        example: rule.examples.first(),
    }
}

fn all(patterns: &[Pattern]) -> String {
    patterns.iter().map(words).collect::<Vec<_>>().join(" and ")
}

fn words(pattern: &Pattern) -> String {
    let list = |words: &[&str]| {
        let words: Vec<_> = words.iter().map(|word| code(word)).collect();
        words.join(" or ")
    };
    match *pattern {
        Pattern::Code(codes) => ["code ", &list(codes)].concat(),
        Pattern::Status(statuses) => {
            let statuses: Vec<_> = statuses.iter().map(ToString::to_string).collect();
            ["status ", &statuses.join(" or ")].concat()
        }
        Pattern::Text(text) => code(text),
        Pattern::Summary(text) => ["summary ", &code(text)].concat(),
        Pattern::Detail(text) => ["detail ", &code(text)].concat(),
        Pattern::Any(patterns) => {
            let any: Vec<_> = patterns.iter().map(words).collect();
            if any.len() == 1 {
                any.concat()
            } else {
                ["(", &any.join(" or "), ")"].concat()
            }
        }
        Pattern::Not(patterns) => {
            let none: Vec<_> = patterns.iter().map(words).collect();
            ["not ", &none.join(" nor ")].concat()
        }
        Pattern::Type(globs) => ["type ", &list(globs)].concat(),
        Pattern::Address(globs) => ["address ", &list(globs)].concat(),
        Pattern::Addressed => "an address".to_owned(),
    }
}

/// A text as code in Markdown; ticks in it need more ticks around it.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.contains('`') {
        ["`` ", text.trim(), " ``"].concat()
    } else {
        ["`", &text, "`"].concat()
    }
}
