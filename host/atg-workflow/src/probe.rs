//! All that is wrong at once.
//!
//! Terraform validates a block only when what it refers to is valid, so a chain of references shows one fault a round. After a
//! failure a copy is validated in which every reference to a generated resource is one to something that is never known
//! before an apply: nothing waits for anything, and no value is judged that could not be judged before.

use std::collections::HashSet;
use std::path::Path;

use atg_core::diagnosis::Diagnostic;
use regex::Regex;
use serde_json::{Value, json};

use crate::error::WorkflowError;
use crate::expected;
use crate::files;
use crate::validation::{self, Room};

/// The resource whose output stands for everything: Terraform has it built in.
const ANY: &str = r#"{"resource":{"terraform_data":{"any":{}}}}"#;
/// The file that declares it.
const ANY_FILE: &str = "any.tf.json";
/// The member of `validate.json` that holds what the copy showed.
const MEMBER: &str = "all_at_once";
/// Where the copy lies, in the round's folder.
const FOLDER: &str = ".all-at-once";

/// Takes away the copy that a run which was killed left in a round's folder.
pub(crate) fn sweep(folder: &Path) {
    let copy = folder.join(FOLDER);
    if copy.is_dir() {
        remove(&copy);
    }
}

fn remove(copy: &Path) {
    if let Err(error) = std::fs::remove_dir_all(copy) {
        tracing::debug!(%error, path = %copy.display(), "cannot remove the copy of a round");
    }
}

/// Adds what the copy of a failed configuration shows and the configuration itself did not.
pub(crate) fn complete(diagnostics: &mut Vec<Diagnostic>, folder: &Path, room: &Room<'_>) -> Result<(), WorkflowError> {
    let copy = folder.join(FOLDER);
    let found = write(folder, &copy).and_then(|()| validation::look(room, &copy));
    remove(&copy);
    let known: HashSet<String> = diagnostics.iter().filter_map(|one| one.fingerprint.clone()).collect();
    let is_new = |one: &Diagnostic| {
        one.address.is_some() && one.fingerprint.as_ref().is_some_and(|print| !known.contains(print))
    };
    let new: Vec<Diagnostic> = found?.into_iter().filter(is_new).collect();
    if !new.is_empty() {
        record(folder, &new)?;
    }
    diagnostics.extend(new);
    Ok(())
}

/// Writes them beside what Terraform said of the configuration itself, so that whoever looks later sees them too.
fn record(folder: &Path, found: &[Diagnostic]) -> Result<(), WorkflowError> {
    let path = folder.join(validation::FILE);
    let bytes = files::read(&path)?.unwrap_or_default();
    let mut document: Value = serde_json::from_slice(&bytes).unwrap_or_else(|_| json!({}));
    document[MEMBER] = json!(found);
    files::write_json(&path, &document)
}

/// What was recorded so in an iteration's `validate.json`.
pub(crate) fn recorded(bytes: &[u8]) -> Vec<Diagnostic> {
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    let found = document.and_then(|mut document| document.get_mut(MEMBER).map(Value::take));
    found
        .and_then(|found| serde_json::from_value(found).ok())
        .unwrap_or_default()
}

fn write(folder: &Path, copy: &Path) -> Result<(), WorkflowError> {
    let failed = |error| WorkflowError::file(copy, "write", error);
    std::fs::create_dir(copy).map_err(failed)?;
    for (name, bytes) in expected::configuration(folder)? {
        let name = Path::new(&name).file_name().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        std::fs::write(copy.join(name), loosened(&text)).map_err(failed)?;
    }
    std::fs::write(copy.join(ANY_FILE), ANY).map_err(failed)
}

/// The text with every reference to a generated resource loosened.
fn loosened(text: &str) -> String {
    let Ok(reference) = Regex::new(r#""azapi_resource\.[A-Za-z0-9_]+"|azapi_resource\.[A-Za-z0-9_]+\.[a-z_]+"#) else {
        return text.to_owned();
    };
    let replaced = reference.replace_all(text, |found: &regex::Captures<'_>| {
        if found[0].starts_with('"') {
            "\"terraform_data.any\""
        } else {
            "terraform_data.any.output"
        }
    });
    replaced.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_no_longer_wait_for_one_another() {
        let text = r#"{"parent_id":"${azapi_resource.group_a.id}","x":"${azapi_resource.b.id}/subnets/c","depends_on":["azapi_resource.d"]}"#;
        let loose = r#"{"parent_id":"${terraform_data.any.output}","x":"${terraform_data.any.output}/subnets/c","depends_on":["terraform_data.any"]}"#;
        assert_eq!(loosened(text), loose);
        assert_eq!(loosened(r#"{"type":"azapi_resource"}"#), r#"{"type":"azapi_resource"}"#);
    }
}
