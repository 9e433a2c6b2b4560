//! `yield.json` as it is written: what is counted first, then every resource on a line of its own.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{
    Counts, GivenUp, GlobalName, Listed, NewNames, Outcome, OutsideReference, Reason, ResourceOutcome, SCHEMA_VERSION,
    TypeCounts, Yield,
};
use crate::generate::estate::Variable;

#[derive(Serialize)]
struct Head<'y> {
    schema_version: u32,
    iteration: u32,
    #[serde(flatten)]
    counts: TypeCounts,
    percent: Option<f64>,
    resource_groups: u64,
    resource_groups_emitted: u64,
    files: &'y [String],
    by_type: &'y BTreeMap<String, TypeCounts>,
    reasons: &'y BTreeMap<String, Reason>,
    variables: &'y [Variable],
    unmapped_principals: &'y BTreeMap<String, String>,
    global_names: &'y [GlobalName],
    mapping: &'y NewNames,
    guessed_versions: &'y BTreeMap<String, u64>,
    outside: &'y Listed<OutsideReference>,
    given_up: &'y Listed<GivenUp>,
    left_out: &'y BTreeMap<String, u64>,
    fixes: &'y BTreeMap<String, Counts>,
}

#[derive(Serialize)]
struct Line<'y> {
    id: &'y str,
    #[serde(rename = "type")]
    type_name: &'y str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'y str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'y str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<&'y str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'y str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'y str>,
}

impl Yield {
    /// Writes `yield.json`.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let head = Head {
            schema_version: SCHEMA_VERSION,
            iteration: self.iteration,
            counts: self.counts,
            percent: self.ratio().printed(None).map(atg_core::figures::Tenths::number),
            resource_groups: self.resource_groups,
            resource_groups_emitted: self.resource_groups_emitted,
            files: &self.files,
            by_type: &self.by_type,
            reasons: &self.reasons,
            variables: &self.variables,
            unmapped_principals: &self.unmapped_principals,
            global_names: &self.global_names,
            mapping: &self.mapping,
            guessed_versions: &self.guessed_versions,
            outside: &self.outside,
            given_up: &self.given_up,
            left_out: &self.left_out,
            fixes: &self.fixes,
        };
        let mut text = serde_json::to_vec_pretty(&head)?;
        // The list goes into the same object.
        text.truncate(text.len() - b"\n}".len());
        text.extend_from_slice(b",\n  \"resources\": [");
        for (at, resource) in self.resources.iter().enumerate() {
            text.extend_from_slice(if at == 0 { b"\n    " } else { b",\n    " });
            serde_json::to_writer(&mut text, &self.line(resource))?;
            if text.len() > 1 << 16 {
                out.write_all(&text)?;
                text.clear();
            }
        }
        text.extend_from_slice(if self.resources.is_empty() {
            b"]\n}\n"
        } else {
            b"\n  ]\n}\n"
        });
        out.write_all(&text)
    }

    fn line<'y>(&'y self, resource: &'y ResourceOutcome) -> Line<'y> {
        let mut line = Line {
            id: &resource.id,
            type_name: &resource.type_name,
            address: None,
            file: None,
            merged_into: None,
            reason: None,
            note: None,
        };
        match &resource.outcome {
            Outcome::Emitted { address, file } => {
                line.address = Some(address);
                line.file = self.files.get(*file as usize).map(String::as_str);
            }
            Outcome::Merged { into, reason } => {
                line.merged_into = Some(into);
                line.reason = Some(reason);
            }
            Outcome::Skipped { reason, note } => {
                line.reason = Some(reason);
                line.note = note.as_deref();
            }
        }
        line
    }
}
