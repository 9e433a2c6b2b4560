//! Filling in what was taken.

use super::Problem;
use super::captures::{Piece, pieces};
use super::lookup::Lookup;
use super::rule::{FixTemplate, Rule};
use super::text::json_string;
use crate::{Diagnosis, Finding, Fix};

/// A text with its `{name}`s filled in; none where there is nothing by a name.
pub(super) fn fill(text: &'static str, problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<String> {
    let mut out = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Literal(text) => out.push_str(text),
            Piece::Capture(name) => {
                let (name, otherwise) = name
                    .split_once('|')
                    .map_or((name, None), |(name, otherwise)| (name, Some(otherwise)));
                match value(name, problem, lookup) {
                    Some(value) => out.push_str(&value),
                    None => out.push_str(otherwise?),
                }
            }
        }
    }
    Some(out)
}

fn value(name: &str, problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<String> {
    if let Some(taken) = problem.capture(name) {
        return (!taken.is_empty()).then(|| taken.to_owned());
    }
    let known = match name {
        "place" => return Some(problem.place()),
        "type" => return problem.type_name(lookup),
        "address" => problem.address,
        "code" => problem.code,
        "phase" => Some(problem.phase),
        "file" => problem.file,
        "line" => problem.line,
        "summary" => Some(problem.summary),
        "detail" => Some(problem.detail),
        _ => None,
    };
    known.filter(|text| !text.is_empty()).map(str::to_owned)
}

/// What a rule says of a problem, before its hook has looked at it.
pub(super) fn diagnosis(rule: &Rule, problem: &Problem<'_>, lookup: &dyn Lookup) -> Diagnosis {
    let message = fill(rule.message, problem, lookup).filter(|message| !message.is_empty());
    let message = message.unwrap_or_else(|| [&problem.place(), ": ", rule.cause].concat());
    let mut finding = Finding::new(problem.severity(), rule.id, &message);
    finding.subject = fill(rule.subject, problem, lookup).filter(|subject| !subject.is_empty());
    let mut diagnosis = Diagnosis::new(finding)
        .category(rule.category)
        .retry(rule.retry)
        .confidence(rule.confidence);
    diagnosis.fixes = rule
        .fixes
        .iter()
        .filter_map(|fix| fill_fix(fix, problem, lookup))
        .collect();
    diagnosis
}

fn fill_fix(template: &FixTemplate, problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Fix> {
    let value = fill(template.value, problem, lookup)?;
    Some(Fix {
        kind: template.kind.to_owned(),
        address: fill(template.address, problem, lookup)?,
        path: fill(template.path, problem, lookup)?,
        value: if template.is_text { json_string(&value) } else { value },
        reason: fill(template.reason, problem, lookup)?,
        attributes: Vec::new(),
    })
}
