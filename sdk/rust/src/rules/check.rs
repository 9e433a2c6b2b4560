//! Holding rules against their own examples.

use std::collections::HashSet;
use std::rc::Rc;

use super::captures::{Piece, pieces};
use super::lookup::Lookup;
use super::rule::{Rule, Rules};
use super::words::{CATEGORIES, FIXES, PHASES, RETRIES};
use super::{Engine, Example};
use crate::json::{self, Json};

/// What is wrong with rules; empty where nothing is.
///
/// Each rule must have a kebab-case name of its own, texts, registered words, a confidence from 0 to 1, and an example. Each
/// example must be known by its own rule and by no earlier one, give the captures and exactly the fixes that it tells (where
/// it tells any), and leave no `{name}` unfilled in the message. Fixes must have reasons, and values that are JSON.
pub fn check(rules: &Rules) -> Vec<String> {
    let engine = Engine::new(rules);
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for rule in rules.iter() {
        let mut fault = |what: String| faults.push([rule.id, ": ", &what].concat());
        if !seen.insert(rule.id) {
            fault("another rule has this name".to_owned());
        }
        words(rule, &mut fault);
        if rule.examples.is_empty() {
            fault("it has no example".to_owned());
        }
        for (at, one) in rule.examples.iter().enumerate() {
            let number = (at + 1).to_string();
            example(&engine, rule, one, &mut |what| {
                fault(["example ", &number, ": ", &what].concat());
            });
        }
    }
    faults
}

fn words(rule: &Rule, fault: &mut dyn FnMut(String)) {
    let is_kebab = |id: &str| {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        id.split('-').all(part)
    };
    if !is_kebab(rule.id) {
        fault("its name is not in kebab-case".to_owned());
    }
    if rule.cause.is_empty() || rule.message.is_empty() {
        fault("its cause or its message is empty".to_owned());
    }
    if rule.when.is_empty() {
        fault("it knows everything: it has no pattern".to_owned());
    }
    if rule.hook.is_some() && rule.fixes.is_empty() && rule.mends.is_empty() {
        fault("nothing says how it is mended".to_owned());
    }
    if !CATEGORIES.contains(&rule.category) || !RETRIES.contains(&rule.retry) {
        fault("its category or its retry is no registered word".to_owned());
    }
    if let Some(phase) = rule.phases.iter().find(|phase| !PHASES.contains(phase)) {
        fault(["`", phase, "` is no phase"].concat());
    }
    if !(0.0..=1.0).contains(&rule.confidence) {
        fault("its confidence is not between 0 and 1".to_owned());
    }
    for fix in rule.fixes {
        if !FIXES.contains(&fix.kind) {
            fault(["`", fix.kind, "` is no kind of fix"].concat());
        }
    }
}

fn example(engine: &Engine, rule: &Rule, example: &Example, fault: &mut dyn FnMut(String)) {
    let problem = example.problem();
    for (what, text) in [("configuration", example.configuration), ("source", example.source)] {
        if !text.is_empty() && json::parse(text).is_err() {
            fault(["its ", what, " is no JSON"].concat());
        }
    }
    let diagnoses = engine.diagnose(&problem, example);
    let Some(diagnosis) = diagnoses.iter().find(|diagnosis| diagnosis.finding.rule == rule.id) else {
        let others: Vec<&str> = diagnoses.iter().map(|one| one.finding.rule.as_str()).collect();
        fault(if others.is_empty() {
            "no rule knows it".to_owned()
        } else {
            ["it is known by ", &others.join(", ")].concat()
        });
        return;
    };
    captures(engine, example, fault);
    let message = &diagnosis.finding.message;
    if is_unfilled(rule, message, &problem.place()) {
        fault(["its message is not filled in: ", message].concat());
    }
    if !example.says.is_empty() && example.says != message {
        fault(["it says: ", message].concat());
    }
    let fixes: Vec<_> = diagnosis
        .fixes
        .iter()
        .map(|fix| (fix.kind.as_str(), fix.path.as_str(), fix.value.as_str()))
        .collect();
    let wanted: Vec<_> = example.fixes.iter().flatten().copied().collect();
    if !wanted.is_empty() && wanted != fixes {
        fault(format!("its fixes are {fixes:?}"));
    }
    for fix in &diagnosis.fixes {
        let is_json = fix.value.is_empty() || json::parse(&fix.value).is_ok();
        if !FIXES.contains(&fix.kind.as_str()) || fix.reason.is_empty() || !is_json {
            fault(format!("this is no good fix: {fix:?}"));
        }
    }
}

/// Whether the message fell back to the cause because a `{name}` could not be filled in.
fn is_unfilled(rule: &Rule, message: &str, place: &str) -> bool {
    let has_names = pieces(rule.message)
        .iter()
        .any(|piece| matches!(piece, Piece::Capture(_)));
    has_names && message == [place, ": ", rule.cause].concat()
}

/// Looks whether the patterns take what the example tells.
fn captures(engine: &Engine, example: &Example, fault: &mut dyn FnMut(String)) {
    if example.captures.is_empty() {
        return;
    }
    let problem = example.problem();
    let taken = engine.taken(&problem);
    for (name, text) in example.captures {
        if !taken.iter().any(|(other, value)| other == name && value == text) {
            fault(format!("`{name}` is not `{text}`: {taken:?}"));
        }
    }
}

impl Lookup for Example {
    fn configuration(&self, _: &str) -> Option<Rc<Json>> {
        json::parse(self.configuration).ok().map(Rc::new)
    }

    fn source(&self, _: &str) -> Option<Rc<Json>> {
        json::parse(self.source).ok().map(Rc::new)
    }
}
