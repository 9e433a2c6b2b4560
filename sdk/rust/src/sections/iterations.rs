//! Iterations side by side, and what each changed.

use crate::json::Json;

/// What one iteration holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Iteration {
    /// Its number.
    pub number: u64,
    /// How many resource blocks.
    pub resources: Option<u64>,
    /// How many types.
    pub types: Option<u64>,
    /// How many resource blocks of each type.
    pub by_type: Vec<(String, u64)>,
    /// How many of the source's resources were generated, of how many.
    pub yields: Option<(u64, u64)>,
    /// The same in per cent.
    pub yield_percent: Option<f64>,
    /// Errors by stage; what is not here was not recorded.
    pub errors: Vec<(String, u64)>,
    /// Digest of all content.
    pub digest: Option<String>,
    /// The first earlier iteration with the same content.
    pub same_as: Option<u64>,
}

/// What one iteration changed against the one before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IterationChange {
    /// The one before.
    pub from: u64,
    /// The one that changed it.
    pub to: u64,
    /// Addresses added, removed, changed.
    pub counts: [Option<u64>; 3],
    /// The same in a sentence.
    pub text: String,
}

/// The iterations of a summary, in its order.
pub fn iterations(summary: &Json) -> Vec<Iteration> {
    let list = summary.get("iterations").and_then(Json::as_array).unwrap_or(&[]);
    list.iter().filter_map(iteration).collect()
}

fn iteration(json: &Json) -> Option<Iteration> {
    let count = |name: &str| json.get(name).and_then(Json::as_u64);
    let counts = |name: &str| {
        let members = json.get(name).and_then(Json::as_object).unwrap_or(&[]);
        members
            .iter()
            .filter_map(|(name, count)| Some((name.clone(), count.as_u64()?)))
            .collect()
    };
    let yields = json.get("yield");
    let of_yield = |name: &str| yields.and_then(|yields| yields.get(name));
    Some(Iteration {
        number: count("number")?,
        resources: count("resources"),
        types: count("types"),
        by_type: counts("by_type"),
        yields: of_yield("matched")
            .and_then(Json::as_u64)
            .zip(of_yield("total").and_then(Json::as_u64)),
        yield_percent: of_yield("percent").and_then(Json::as_f64),
        errors: counts("errors_by_stage"),
        digest: json.get("digest").and_then(Json::as_str).map(str::to_owned),
        same_as: count("same_content_as"),
    })
}

/// What each iteration changed.
pub fn iteration_changes(summary: &Json) -> Vec<IterationChange> {
    let list = summary.get("changes").and_then(Json::as_array).unwrap_or(&[]);
    let change = |json: &Json| {
        let count = |name: &str| json.get(name).and_then(Json::as_u64);
        Some(IterationChange {
            from: count("from")?,
            to: count("to")?,
            counts: ["added", "removed", "changed"].map(count),
            text: json.get("text").and_then(Json::as_str).unwrap_or_default().to_owned(),
        })
    };
    list.iter().filter_map(change).collect()
}
