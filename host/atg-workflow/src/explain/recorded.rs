//! What `yield.json` of an iteration records of every resource.

use std::collections::BTreeMap;
use std::path::Path;

use atg_core::CoreError;
use atg_core::snapshot::Snapshot;
use serde::Deserialize;

use crate::analysis::Sources;
use crate::error::WorkflowError;
use crate::files;
use crate::generation::YIELD;

/// All resources of one iteration's source.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Recorded {
    /// Each, in the order of the source.
    pub resources: Vec<RecordedResource>,
    reasons: BTreeMap<String, Reason>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reason {
    sentence: String,
}

/// One resource.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct RecordedResource {
    /// Its id in the source.
    pub id: String,
    /// Its ARM type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The address of its block, where it has one.
    pub address: Option<String>,
    /// The file of its block.
    pub file: Option<String>,
    /// The address of the block that makes it.
    pub merged_into: Option<String>,
    /// Code of the reason, where it has no block.
    pub reason: Option<String>,
    /// What a fix says, where one leaves it out.
    pub note: Option<String>,
}

impl RecordedResource {
    /// The last segment of its id.
    pub fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// emitted, merged or skipped.
    pub fn outcome(&self) -> &'static str {
        match (&self.address, &self.merged_into) {
            (Some(_), _) => "emitted",
            (None, Some(_)) => "merged",
            (None, None) => "skipped",
        }
    }
}

impl Recorded {
    /// Reads what a folder records; nothing where it records no resources.
    pub fn read(folder: &Path) -> Result<Option<Recorded>, WorkflowError> {
        let path = folder.join(YIELD);
        let Some(bytes) = files::read(&path)? else {
            return Ok(None);
        };
        let recorded: Recorded = serde_json::from_slice(&bytes).map_err(|error| {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or(&text).to_owned();
            let (line, column) = (Some(error.line() as u64), Some(error.column() as u64));
            CoreError::unreadable(path.display().to_string(), line, column, text)
        })?;
        Ok(Some(recorded).filter(|recorded| !recorded.resources.is_empty()))
    }

    /// The reason in a sentence, with what a fix says.
    pub(super) fn sentence(&self, code: &str, note: Option<&str>) -> String {
        let sentence = self.reasons.get(code).map_or(code, |reason| reason.sentence.as_str());
        match note {
            Some(note) => format!("{sentence}: {note}"),
            None => sentence.to_owned(),
        }
    }

    /// Which resource of a snapshot each address was generated from.
    pub fn sources(&self, snapshot: &Snapshot) -> Result<Sources, WorkflowError> {
        let addresses: BTreeMap<String, &str> = self
            .resources
            .iter()
            .filter_map(|one| Some((one.id.to_ascii_lowercase(), one.address.as_deref()?)))
            .collect();
        let mut pairs = Vec::with_capacity(addresses.len());
        let mut buffer = Vec::new();
        for number in 0..snapshot.len() {
            let identity = snapshot.identity(number, &mut buffer)?;
            if let Some(address) = addresses.get(&identity.id.to_ascii_lowercase()) {
                pairs.push(((*address).to_owned(), number));
            }
        }
        Ok(Sources::new(pairs))
    }
}
