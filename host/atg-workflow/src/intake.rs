//! Files that somebody wants looked at: Terraform JSON, what Terraform printed, the log of a CI job. What a file is, its
//! content says.

use std::collections::HashSet;

use atg_core::diagnosis::Diagnostic;
use atg_terraform::configuration::Configuration;
use atg_terraform::diagnostics::{self, Reported};
use atg_terraform::events::{EventReader, Transcript};
use atg_terraform::redaction::Redactor;
use serde::Deserialize;
use serde_json::Value;

use crate::error::WorkflowError;

/// What a file holds.
#[derive(Debug, Default)]
pub struct Intake {
    /// What kind of file it is, in words.
    pub kind: &'static str,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The configuration, where it is one.
    pub configuration: Option<Configuration>,
}

/// Top-level members that only a configuration has.
const BLOCKS: [&str; 8] = [
    "resource",
    "data",
    "terraform",
    "provider",
    "variable",
    "module",
    "locals",
    "output",
];

/// The longest log whose lines are looked at one by one, in lines; of a longer one the last.
const LINES: usize = 200_000;

/// Reads one. `phase` overrides what the content says.
///
/// # Errors
///
/// Terraform JSON that cannot be read, with line and column.
pub fn read(name: &str, bytes: Vec<u8>, phase: Option<&str>) -> Result<Intake, WorkflowError> {
    if let Ok(Value::Object(document)) = serde_json::from_slice::<Value>(&bytes) {
        if let Some(reported) = document.get("diagnostics") {
            return Ok(reported_in_document(reported, phase));
        }
        if BLOCKS.iter().any(|block| document.contains_key(*block)) {
            return configuration(name, bytes);
        }
    } else if name.ends_with(".tf.json") {
        // Broken, and its reader says where.
        return configuration(name, bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    let is_stream = text.lines().take(50).any(|line| {
        let line = line.trim_start();
        line.starts_with('{') && line.contains("\"@level\"")
    });
    Ok(if is_stream {
        stream(&text, phase)
    } else {
        log(&text, phase)
    })
}

fn configuration(name: &str, bytes: Vec<u8>) -> Result<Intake, WorkflowError> {
    // Whatever the file is called, it is read as one.
    let named = if name.ends_with(".tf.json") {
        name.to_owned()
    } else {
        format!("{name}.tf.json")
    };
    let configuration = Configuration::read(vec![(named, bytes)])?;
    Ok(Intake {
        kind: "Terraform JSON",
        diagnostics: configuration.look(),
        configuration: Some(configuration),
    })
}

/// `validate -json`, or `validate.json` of an iteration.
fn reported_in_document(reported: &Value, phase: Option<&str>) -> Intake {
    let redactor = Redactor::default();
    let one = |value: &Value| {
        let mut value = value.clone();
        redactor.json(&mut value);
        let stage = value
            .get("stage")
            .and_then(Value::as_str)
            .unwrap_or("validate")
            .to_owned();
        let reported = Reported::deserialize(value).ok()?;
        Some(diagnostics::diagnostic(phase.unwrap_or(&stage), &reported))
    };
    let found = reported.as_array().into_iter().flatten().filter_map(one).collect();
    Intake {
        kind: "what `terraform validate -json` printed",
        diagnostics: diagnostics::merged(found),
        configuration: None,
    }
}

fn stream(text: &str, phase: Option<&str>) -> Intake {
    let redactor = Redactor::default();
    let mut reader = EventReader::new(&redactor);
    let mut transcript = Transcript::default();
    for line in text.lines() {
        reader.line(line, 0, &mut |event| transcript.take(event));
    }
    let applied = !(transcript.started.is_empty() && transcript.completed.is_empty() && transcript.errored.is_empty());
    let phase = phase.unwrap_or(if applied { "apply" } else { "plan" });
    Intake {
        kind: if applied {
            "what `terraform apply -json` printed"
        } else {
            "what `terraform -json` printed"
        },
        diagnostics: diagnostics::of_transcript(phase, &transcript),
        configuration: None,
    }
}

/// Text: what Terraform printed for people, and every line for those who know CI.
fn log(text: &str, phase: Option<&str>) -> Intake {
    let redactor = Redactor::default();
    let mut redacting = redactor.lines();
    let lines: Vec<String> = text
        .lines()
        .map(|line| redacting.line(plain(line)).into_owned())
        .collect();
    let reported = diagnostics::reported_in_text(lines.iter().map(String::as_str));
    let of_terraform = phase.filter(|phase| *phase != "ci").unwrap_or("apply");
    let mut found: Vec<Diagnostic> = reported
        .iter()
        .map(|reported| diagnostics::diagnostic(of_terraform, reported))
        .collect();
    let first = lines.len().saturating_sub(LINES);
    for (number, line) in lines
        .iter()
        .enumerate()
        .skip(first)
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let diagnostic = Diagnostic {
            phase: Some("ci".to_owned()),
            severity: Some("info".to_owned()),
            summary: Some(line.trim().to_owned()),
            line: Some((number + 1).to_string()),
            ..Diagnostic::default()
        };
        found.push(diagnostic.fingerprinted());
    }
    Intake {
        kind: "a log",
        diagnostics: diagnostics::merged(found),
        configuration: None,
    }
}

/// A look at the configuration finds much that Terraform finds too; then Terraform's words stay.
pub(crate) fn without_what_is_said_twice(looked: Vec<Diagnostic>, mut said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |one: &Diagnostic| (one.summary.clone(), one.address.clone());
    let known: HashSet<_> = said.iter().map(key).collect();
    said.extend(looked.into_iter().filter(|one| !known.contains(&key(one))));
    said
}

/// Puts the ARM type into diagnostics of azapi's blocks: Terraform calls all of them `azapi_resource`.
pub(crate) fn name_types(diagnostics: &mut [Diagnostic], configuration: &Configuration) {
    for diagnostic in diagnostics {
        let block = diagnostic
            .address
            .as_deref()
            .and_then(|address| configuration.find(address));
        if let Some(arm_type) = block.map(|block| block.arm_type()).filter(|name| !name.is_empty()) {
            diagnostic.resource_type = Some(arm_type.to_owned());
        }
    }
}

/// A line of a CI log without the time before it and the group marks round it.
fn plain(line: &str) -> &str {
    let is_time = |word: &str| word.len() >= 20 && word.as_bytes()[10] == b'T' && word.ends_with('Z');
    match line.split_once(' ') {
        Some((word, rest)) if word.is_char_boundary(10) && is_time(word) => rest,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intake(name: &str, text: &str) -> Intake {
        read(name, text.as_bytes().to_vec(), None).unwrap()
    }

    #[test]
    fn the_content_says_what_a_file_is() {
        let validated = r#"{"valid":false,"diagnostics":[{"severity":"error","summary":"Bad","detail":"x"}]}"#;
        let intake_of = intake("v.json", validated);
        assert_eq!(intake_of.diagnostics[0].phase.as_deref(), Some("validate"));
        let applied = concat!(
            r#"{"@level":"info","type":"apply_start","hook":{"resource":{"addr":"a.b"},"action":"create"}}"#,
            "\n",
            r#"{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","summary":"No","detail":""}}"#,
        );
        assert_eq!(
            intake("a.jsonl", applied).diagnostics[0].phase.as_deref(),
            Some("apply")
        );
        let configured = intake(
            "x.json",
            r#"{"resource":{"azurerm_subnet":{"a":{"x":"${azurerm_x.none.id}"}}}}"#,
        );
        assert_eq!(configured.diagnostics[0].code.as_deref(), Some("undeclared-resource"));
    }

    #[test]
    fn a_log_holds_terraforms_words_and_others() {
        let log = "2026-01-01T00:00:00.0000000Z Run terraform apply\n\
                   2026-01-01T00:00:01.0000000Z Error: creating it\n\
                   ##[error]Process completed with exit code 137.\n";
        let found = intake("job.log", log).diagnostics;
        assert_eq!(found[0].summary.as_deref(), Some("creating it"));
        assert!(found.iter().any(|one| {
            one.phase.as_deref() == Some("ci") && one.summary.as_deref().unwrap_or_default().contains("137")
        }));
    }

    #[test]
    fn broken_terraform_json_names_the_place() {
        let error = read("main.tf.json", b"{\"resource\": ".to_vec(), None).unwrap_err();
        assert!(error.to_string().contains("main.tf.json"), "{error}");
    }
}
