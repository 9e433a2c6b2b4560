//! What `-json` commands print: one message a line, and whatever else comes between.
//!
//! A message of a kind that is unknown here, or of a known kind in an unknown form, is kept as JSON; what is no JSON is kept
//! as text. Nothing on the stream is an error by itself: the exit code says how it went. OpenTofu writes the same messages
//! with `tofu` where Terraform has `terraform`.

mod read;
#[cfg(test)]
mod tests;
mod transcript;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use read::EventReader;
pub use transcript::Transcript;

use crate::binary::Flavour;
use crate::diagnostics::Reported;

/// One message of the stream, or a line that is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The first message: who speaks.
    Version {
        /// Terraform or OpenTofu.
        flavour: Flavour,
        /// Its version.
        version: String,
        /// The version of the messages.
        ui: String,
    },
    /// An error or a warning.
    Diagnostic(Reported),
    /// The plan will do this.
    PlannedChange(Change),
    /// This was changed by somebody else.
    ResourceDrift(Change),
    /// How many changes are planned, or were made. A failed apply has none.
    ChangeSummary(Summary),
    /// A resource is begun.
    ApplyStart(Hook),
    /// It is still at work.
    ApplyProgress(Hook),
    /// It is done.
    ApplyComplete(Hook),
    /// It failed; why comes in a later diagnostic with the same address.
    ApplyErrored(Hook),
    /// A resource is read.
    RefreshStart(Hook),
    /// It was read.
    RefreshComplete(Hook),
    /// A provisioner is begun.
    ProvisionStart(Provision),
    /// It said something.
    ProvisionProgress(Provision),
    /// It is done.
    ProvisionComplete(Provision),
    /// It failed.
    ProvisionErrored(Provision),
    /// The outputs of the configuration, by name.
    Outputs(BTreeMap<String, Output>),
    /// Something for a person to read: `log` and `init_output`.
    Message {
        /// trace, debug, info, warn, error.
        level: String,
        /// The text.
        text: String,
        /// What `init` calls it, such as `initializing_backend_message`.
        code: Option<String>,
    },
    /// The state could be written nowhere.
    EmergencyState(EmergencyState),
    /// A message that is not known here.
    Unknown(Value),
    /// What is no message.
    Text(String),
}

/// A resource as the stream names it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    /// Its whole address, with modules and key.
    pub addr: String,
    /// The module's address; empty for the root.
    pub module: String,
    /// The address within the module.
    pub resource: String,
    /// The provider's local name.
    pub implied_provider: String,
    /// Terraform's type.
    pub resource_type: String,
    /// Its name.
    pub resource_name: String,
    /// Number or text of `count` and `for_each`, or null.
    pub resource_key: Value,
}

/// A planned change, or a change by somebody else.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// What changes.
    pub resource: Resource,
    /// What it was called before, where it moved.
    pub previous_resource: Option<Resource>,
    /// noop, create, read, update, replace, delete, move, import, forget; or a newer word.
    pub action: String,
    /// Why, such as `cannot_update` or `delete_because_no_resource_config`.
    pub reason: Option<String>,
    /// What is taken over, where it is imported.
    pub importing: Option<Value>,
}

/// Counts of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Created.
    pub add: u64,
    /// Updated.
    pub change: u64,
    /// Taken over.
    pub import: u64,
    /// Deleted.
    pub remove: u64,
    /// plan, apply or destroy.
    pub operation: String,
}

/// A resource that is worked on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hook {
    /// Which.
    pub resource: Resource,
    /// create, update, delete, read, …
    pub action: Option<String>,
    /// The attribute that identifies it, usually `id`.
    pub id_key: Option<String>,
    /// Its value.
    pub id_value: Option<String>,
    /// Since its beginning.
    pub elapsed_seconds: Option<f64>,
}

/// A provisioner that runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provision {
    /// For which resource.
    pub resource: Resource,
    /// Which, such as `local-exec`.
    pub provisioner: String,
    /// A line of what it printed.
    pub output: Option<String>,
}

/// An output of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Output {
    /// Whether nobody may see it; then `value` is empty whatever came.
    pub sensitive: bool,
    /// Terraform's type.
    #[serde(rename = "type")]
    pub type_name: Value,
    /// Its value, after an apply.
    pub value: Option<Value>,
    /// What becomes of it, in a plan.
    pub action: Option<String>,
}

/// A state that Terraform could write neither to its place nor beside it, as on a full disk: this is the only copy. It holds
/// secrets in clear, as every state does, so it is never shown; it belongs where the state belongs, for its owner's eyes.
#[derive(Clone, PartialEq)]
pub struct EmergencyState(pub Value);

impl std::fmt::Debug for EmergencyState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmergencyState(…)")
    }
}
