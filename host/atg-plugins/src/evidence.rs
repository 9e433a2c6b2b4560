//! What an analyzer may look at.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, Visitor};
use sha2::{Digest as _, Sha256};

use crate::manifest::AnalyzerProvides;

/// Recorded diagnostics with what belongs to them. Whoever makes one has removed secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFile {
    /// origin (validate, plan, apply, scan, auth, ci), target, tool and provider versions.
    pub facts: Vec<(String, String)>,
    /// Diagnostics of each iteration at hand. The last is the current one.
    pub iterations: BTreeMap<u32, Vec<Diagnostic>>,
    /// Generated configuration by iteration and address, as canonical JSON.
    pub configuration: BTreeMap<(u32, String), String>,
    /// The source resource that an address was generated from, as canonical JSON.
    pub sources: BTreeMap<String, String>,
    /// Fixes applied so far.
    pub history: Vec<AppliedFix>,
}

/// One structured problem. Reads from JSON, with the names of the contract's columns; what is a number there becomes text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Diagnostic {
    /// Stable name of the problem; see [`Diagnostic::fingerprinted`].
    #[serde(deserialize_with = "text")]
    pub fingerprint: Option<String>,
    /// init, validate, plan, apply, …
    #[serde(deserialize_with = "text")]
    pub phase: Option<String>,
    /// error or warning.
    #[serde(deserialize_with = "text")]
    pub severity: Option<String>,
    /// The service's word, such as `SkuNotAvailable`.
    #[serde(deserialize_with = "text")]
    pub code: Option<String>,
    /// Status of the answer.
    #[serde(deserialize_with = "text")]
    pub http_status: Option<String>,
    /// One line.
    #[serde(deserialize_with = "text")]
    pub summary: Option<String>,
    /// All of it.
    #[serde(deserialize_with = "text")]
    pub detail: Option<String>,
    /// The resource's address in the configuration.
    #[serde(deserialize_with = "text")]
    pub address: Option<String>,
    /// The resource's type.
    #[serde(rename = "type", deserialize_with = "text")]
    pub resource_type: Option<String>,
    /// Where it is.
    #[serde(deserialize_with = "text")]
    pub file: Option<String>,
    /// The line in that file, from 1.
    #[serde(deserialize_with = "text")]
    pub line: Option<String>,
    /// How often it came.
    #[serde(deserialize_with = "text")]
    pub occurrences: Option<String>,
    /// The address whose failure this one follows from.
    #[serde(deserialize_with = "text")]
    pub root: Option<String>,
}

/// One fix that was applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppliedFix {
    /// Number of the iteration.
    pub iteration: u32,
    /// set-attribute, …
    pub kind: String,
    /// Resource address or type.
    pub address: String,
    /// Dotted path; may be empty.
    pub path: String,
    /// Canonical JSON; may be empty.
    pub value: String,
    /// Who proposed it.
    pub plugin: String,
    /// What became of it.
    pub outcome: String,
}

impl Diagnostic {
    /// The columns of the contract.
    pub(crate) const COLUMNS: [&'static str; 13] = [
        "fingerprint",
        "phase",
        "severity",
        "code",
        "http-status",
        "summary",
        "detail",
        "address",
        "type",
        "file",
        "line",
        "occurrences",
        "root",
    ];

    /// The cells of [`Diagnostic::COLUMNS`].
    pub(crate) fn cells(&self) -> [&Option<String>; 13] {
        [
            &self.fingerprint,
            &self.phase,
            &self.severity,
            &self.code,
            &self.http_status,
            &self.summary,
            &self.detail,
            &self.address,
            &self.resource_type,
            &self.file,
            &self.line,
            &self.occurrences,
            &self.root,
        ]
    }

    /// The same with a fingerprint, made of what does not change from run to run, where it has none.
    #[must_use]
    pub fn fingerprinted(mut self) -> Diagnostic {
        if self.fingerprint.is_none() {
            let mut digest = Sha256::new();
            for part in [
                &self.phase,
                &self.severity,
                &self.code,
                &self.summary,
                &self.detail,
                &self.address,
            ] {
                digest.update(part.as_deref().unwrap_or_default());
                digest.update([0]);
            }
            self.fingerprint = Some(
                digest
                    .finalize()
                    .iter()
                    .take(8)
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
            );
        }
        self
    }

    /// Whether it passes the filter that an analyzer's manifest declares.
    pub(crate) fn passes(&self, filter: &AnalyzerProvides) -> bool {
        let phase = self.phase.as_deref().unwrap_or_default();
        let says = |wanted: &String| {
            let wanted = wanted.to_lowercase();
            [&self.code, &self.summary, &self.detail]
                .into_iter()
                .flatten()
                .any(|text| text.to_lowercase().contains(&wanted))
        };
        (filter.phases.is_empty() || filter.phases.iter().any(|wanted| wanted == phase))
            && (filter.matches.is_empty() || filter.matches.iter().any(says))
    }
}

/// Text, or a number as text; nothing for `null`.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Text;
    impl Visitor<'_> for Text {
        type Value = Option<String>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text or a number")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
        fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }
    deserializer.deserialize_any(Text).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_read_from_json_and_have_stable_fingerprints() {
        let read = |text: &str| serde_json::from_str::<Diagnostic>(text).map(Diagnostic::fingerprinted);
        let one = read(r#"{"phase":"apply","summary":"it is there","line":7,"http-status":409,"type":null,"more":1}"#)
            .unwrap();
        assert_eq!(
            (one.line.as_deref(), one.http_status.as_deref(), &one.resource_type),
            (Some("7"), Some("409"), &None)
        );
        let other = read(r#"{"phase":"apply","summary":"it is there","line":8}"#).unwrap();
        assert_eq!(one.fingerprint, other.fingerprint);
        assert_ne!(
            one.fingerprint,
            read(r#"{"phase":"plan","summary":"it is there"}"#).unwrap().fingerprint
        );
        assert!(read(r#"{"phase":[]}"#).is_err());
    }

    #[test]
    fn the_manifests_filter_decides_what_is_shown() {
        let filter = |phases: &[&str], matches: &[&str]| AnalyzerProvides {
            name: "a".into(),
            title: "A".into(),
            phases: phases.iter().map(ToString::to_string).collect(),
            matches: matches.iter().map(ToString::to_string).collect(),
        };
        let one = Diagnostic {
            phase: Some("apply".into()),
            detail: Some("It Already Exists".into()),
            ..Diagnostic::default()
        };
        assert!(one.passes(&filter(&[], &[])));
        assert!(one.passes(&filter(&["plan", "apply"], &["quota", "already exists"])));
        assert!(!one.passes(&filter(&["plan"], &[])));
        assert!(!one.passes(&filter(&[], &["quota"])));
    }
}
