//! From the bytes of a pack to its rules.

use std::io::Read as _;

use atg_core::CoreError;
use flate2::read::GzDecoder;

use super::pack::Entry;
use super::rule::Rules;
use crate::TerraformError;
use reading::Reading;
use tree::Tree;

mod reading;
pub(super) mod tree;

/// More than any pack has, and little enough to hold; what unpacks to more is a mistake or a trap.
const MOST_BYTES: u64 = 256 << 20;

/// Reads every type of a pack; `spelling` names the file in errors.
pub(super) fn decode(bytes: &[u8], spelling: &str, rules: &mut Rules) -> Result<Vec<Entry>, TerraformError> {
    let unpacked;
    let text = if bytes.starts_with(&[0x1f, 0x8b]) {
        unpacked = unpack(bytes, spelling)?;
        unpacked.as_slice()
    } else {
        bytes
    };
    let tree: Tree<'_> = serde_json::from_slice(text).map_err(|error| {
        CoreError::unreadable(
            spelling,
            Some(error.line() as u64),
            Some(error.column() as u64),
            wording(&error),
        )
        .with_hint(ADVICE)
    })?;
    let types = tree
        .object()
        .filter(|types| !types.is_empty())
        .ok_or_else(|| wrong(spelling, "it holds no types"))?;
    let mut entries = Vec::with_capacity(types.len());
    for (name, body) in types {
        let mut reading = Reading::new(rules);
        let entry = reading
            .entry(name, body)
            .map_err(|why| wrong(spelling, &format!("type `{name}`{}: {why}", reading.spelled_place())))?;
        entries.push(entry);
    }
    Ok(entries)
}

const ADVICE: &str = "`atg schema build` makes a schema pack from a checkout of Azure/bicep-types-az";

fn wrong(spelling: &str, message: &str) -> TerraformError {
    CoreError::unreadable(spelling, None, None, message)
        .with_hint(ADVICE)
        .into()
}

/// serde_json ends its texts with the place, which the error carries by itself.
pub(super) fn wording(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

fn unpack(bytes: &[u8], spelling: &str) -> Result<Vec<u8>, TerraformError> {
    let mut unpacked = Vec::with_capacity(bytes.len().saturating_mul(8).min(16 << 20));
    GzDecoder::new(bytes)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error| {
            CoreError::unreadable(spelling, None, None, format!("its gzip is broken: {error}")).with_hint(ADVICE)
        })?;
    if unpacked.len() as u64 > MOST_BYTES {
        return Err(wrong(spelling, "it unpacks to more than 256 MiB"));
    }
    Ok(unpacked)
}
