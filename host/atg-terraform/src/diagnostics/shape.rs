//! Diagnostics of one shape: what no rule knows is shown as a few clusters, not as a thousand lines.

use std::sync::LazyLock;

use atg_core::diagnosis::Diagnostic;
use hashbrown::HashMap;
use regex::Regex;

use super::fingerprint::without_guesses;

/// Diagnostics that say the same of different resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What they have in common; see [`shape`].
    pub shape: String,
    /// How many there are, repetitions included.
    pub count: u64,
    /// The first of them.
    pub sample: Diagnostic,
    /// Their addresses, sorted, each once.
    pub addresses: Vec<String>,
}

/// What names one thing among others: quoted text, addresses on the web, ids of resources, GUIDs and other numbers.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x)
        "(?:[^"\\\n]|\\.)*" | `[^`\n]*` | \B'[^'\n]*'\B
        | \bhttps?://[^\s"'`<>)]+
        | /(?:subscriptions|providers)/[^\s"'`<>),;]+
        | \b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b
        | \b[a-z0-9_]+\.[a-z][a-z0-9_]*(?:\[[^\]\n]*\])*(?:\.[a-z_][A-Za-z0-9_]*)*\b
        | \b[0-9a-f]{16,}\b | \d+(?:[.:-]\d+)*
        "#,
    )
    .ok()
});

/// What a diagnostic says without of whom: phase, severity, code, and its text with names, ids and numbers as `…`. Lines
/// that are equal then are kept once, in order: a list of three problems of a kind is one of that kind.
pub fn shape(diagnostic: &Diagnostic) -> String {
    let mut shape = String::new();
    for word in [
        &diagnostic.phase,
        &diagnostic.severity,
        &diagnostic.code,
        &diagnostic.http_status,
    ] {
        shape.push_str(word.as_deref().unwrap_or("-"));
        shape.push(' ');
    }
    shape.push_str(&general(diagnostic.summary.as_deref().unwrap_or_default()));
    let detail = general(diagnostic.detail.as_deref().unwrap_or_default());
    if !detail.is_empty() {
        shape.push_str(": ");
        shape.push_str(&detail);
    }
    shape
}

fn general(text: &str) -> String {
    let text = without_guesses(text);
    let text = match &*NAMES {
        Some(names) => names.replace_all(&text, "…"),
        None => text,
    };
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines.join(" | ")
}

/// Diagnostics by shape: the most frequent first, equally frequent ones by shape.
pub fn cluster<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<Cluster> {
    let mut clusters: HashMap<String, Cluster> = HashMap::new();
    for diagnostic in diagnostics {
        let shape = shape(diagnostic);
        let cluster = clusters.entry(shape).or_insert_with_key(|shape| Cluster {
            shape: shape.clone(),
            count: 0,
            sample: diagnostic.clone(),
            addresses: Vec::new(),
        });
        cluster.count += diagnostic.times();
        cluster.addresses.extend(diagnostic.address.clone());
    }
    let mut clusters: Vec<Cluster> = clusters.into_values().collect();
    for cluster in &mut clusters {
        cluster.addresses.sort_unstable();
        cluster.addresses.dedup();
    }
    clusters.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.shape.cmp(&other.shape)));
    clusters
}
