//! What a look at an iteration or at files came to.

use atg_workflow::analysis::{Analysis, Proposed, Said};
use atg_workflow::inspect::{Inspection, Subject};
use serde_json::{Value, json};

use crate::listing::{count, wrapped};
use crate::printer::Printer;

/// How many diagnoses, and fixes of one, are shown.
const SHOWN: usize = 25;
const FIXES: usize = 4;

/// For people: the gravest first.
pub(crate) fn inspection(subjects: &[Subject], inspection: &Inspection, printer: &Printer) -> Vec<String> {
    let width = usize::from(printer.console.width);
    let analysis = &inspection.analysis;
    let mut lines = Vec::new();
    if let Some(subject) = subjects.last() {
        lines.push(format!(
            "{}: {}, {}{}",
            printer.strong(&subject.name),
            plural(inspection.errors, "error"),
            plural(inspection.warnings, "warning"),
            match analysis.secondary {
                0 => String::new(),
                secondary => format!("; {secondary} of them follow from others"),
            }
        ));
    }
    for dropped in &inspection.dropped {
        lines.push(wrapped(&dropped.text, width, 2));
    }
    for said in analysis.diagnoses.iter().take(SHOWN) {
        lines.extend(diagnosis(said, width, printer));
    }
    if analysis.diagnoses.len() > SHOWN {
        lines.push(format!(
            "and {} more; `--format json` has them all",
            count((analysis.diagnoses.len() - SHOWN) as u64)
        ));
    }
    lines.extend(unknown(analysis, width));
    lines
}

fn diagnosis(said: &Said, width: usize, printer: &Printer) -> Vec<String> {
    let times = if said.occurrences > 1 {
        format!(" ({} times)", count(said.occurrences))
    } else {
        String::new()
    };
    let mut lines = vec![wrapped(
        &format!("{}: {}{times}", said.severity, said.message),
        width,
        2,
    )];
    lines.push(printer.faint(&format!("  {}/{}, {}", said.plugin, said.rule, said.category)));
    for fix in said.fixes.iter().take(FIXES) {
        lines.push(format!("  {}", wrapped(&format!("fix: {}", proposed(fix)), width, 7)));
    }
    if said.fixes.len() > FIXES {
        lines.push(format!("  and {} more of the kind", said.fixes.len() - FIXES));
    }
    lines
}

fn proposed(fix: &Proposed) -> String {
    let place = if fix.path.is_empty() {
        fix.address.clone()
    } else {
        format!("{} of {}", fix.path, fix.address)
    };
    let value = if fix.value.is_empty() {
        String::new()
    } else {
        format!(" = {}", fix.value)
    };
    format!("{} {place}{value}: {}", fix.kind, fix.reason)
}

/// What nobody knows is shown by its shape, never hidden.
fn unknown(analysis: &Analysis, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for cluster in analysis.unknown.iter().take(SHOWN) {
        let detail = cluster
            .detail
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let text = format!(
            "not known, {}: {} {detail}",
            plural(cluster.count, "time"),
            cluster.summary
        );
        lines.push(wrapped(text.trim_end(), width, 2));
        let shown: Vec<&str> = cluster.addresses.iter().take(3).map(String::as_str).collect();
        let more = if cluster.addresses.len() > shown.len() {
            ", …"
        } else {
            ""
        };
        if !shown.is_empty() {
            lines.push(format!(
                "  {}",
                wrapped(&format!("at {}{more}", shown.join(", ")), width, 4)
            ));
        }
    }
    lines
}

fn plural(number: u64, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {what}{ending}", count(number))
}

/// For programs.
pub(crate) fn inspected(subjects: &[Subject], inspection: &Inspection) -> Value {
    let dropped = |one: &atg_terraform::configuration::Dropped| json!({ "address": one.address, "summaries": one.summaries, "text": one.text, "referred_by": one.referred_by });
    json!({
        "subjects": subjects.iter().map(|subject| json!({
            "name": subject.name, "kind": subject.intake.kind,
            "resources": subject.intake.configuration.as_ref().map(atg_terraform::configuration::Configuration::resource_count),
        })).collect::<Vec<_>>(),
        "errors": inspection.errors,
        "warnings": inspection.warnings,
        "dropped": inspection.dropped.iter().map(dropped).collect::<Vec<_>>(),
        "analysis": inspection.analysis,
    })
}
