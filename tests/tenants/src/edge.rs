//! Small estates with the oddities that real ones have, and what a right comparison says of each.
//!
//! The expected figures are written down by hand, fixture by fixture, so that they can be wrong in no clever way.

mod rows;
mod words;

use serde_json::{Value, json};

use crate::estate::Side;
use crate::formats::TAKEN_AT;
use crate::{SOURCE_SUBSCRIPTION, SOURCE_TENANT, TARGET_SUBSCRIPTION, TARGET_TENANT};

/// One fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Names, tags, groups, types and values that are harmful where an output forgets to escape them.
    HarmfulText,
    /// Properties that end in `...(truncated)`, that are text instead of an object, that are missing.
    Truncated,
    /// Ids, types and locations in other cases and spellings; members and named lists in other orders.
    Spellings,
    /// Rows that are in the file twice, in different cases.
    Duplicates,
    /// Three copies of everything in the target, under prefixes of any case, padding and depth.
    Copies,
    /// Types that one side lists and the other cannot.
    Coverage,
    /// Secrets in tags and properties, each holding [`CANARY`](crate::CANARY).
    Secrets,
    /// A source without a resource.
    EmptySource,
    /// A target without a resource.
    EmptyTarget,
    /// Neither side has a resource.
    BothEmpty,
}

/// What a right comparison says of a fixture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// Resources of the source, repeated rows counted once.
    pub source: u64,
    /// Resources of the target, repeated rows counted once.
    pub target: u64,
    /// Pairs.
    pub matched: u64,
    /// Source resources of comparable types without a match.
    pub missing: u64,
    /// Target resources of comparable types without a match.
    pub extra: u64,
    /// Source resources of types that the target's coverage leaves open.
    pub not_comparable_source: u64,
    /// Target resources of types that the source's coverage leaves open.
    pub not_comparable_target: u64,
    /// Pairs that really differ in something that both sides can read.
    pub different: u64,
    /// Repeated rows, both sides together.
    pub duplicates: u64,
    /// Resources with something unreadable, both sides together.
    pub truncated: u64,
}

/// The rows and the coverage of one side.
pub(crate) struct Estate {
    rows: Vec<Value>,
    coverage: Value,
}

impl Edge {
    /// Every fixture.
    pub const ALL: [Edge; 10] = [
        Edge::HarmfulText,
        Edge::Truncated,
        Edge::Spellings,
        Edge::Duplicates,
        Edge::Copies,
        Edge::Coverage,
        Edge::Secrets,
        Edge::EmptySource,
        Edge::EmptyTarget,
        Edge::BothEmpty,
    ];

    /// A name for files and messages.
    pub fn name(self) -> &'static str {
        match self {
            Edge::HarmfulText => "harmful-text",
            Edge::Truncated => "truncated",
            Edge::Spellings => "spellings",
            Edge::Duplicates => "duplicates",
            Edge::Copies => "copies",
            Edge::Coverage => "coverage",
            Edge::Secrets => "secrets",
            Edge::EmptySource => "empty-source",
            Edge::EmptyTarget => "empty-target",
            Edge::BothEmpty => "both-empty",
        }
    }

    /// What a right comparison of the two documents says.
    pub fn expected(self) -> Expected {
        match self {
            Edge::HarmfulText => {
                let pairs = words::HARMFUL.len() as u64;
                // One resource a text in both; one of each side's own; the values differ in every second pair.
                Expected {
                    source: 2 * pairs,
                    target: 2 * pairs,
                    matched: pairs,
                    missing: pairs,
                    extra: pairs,
                    different: pairs / 2,
                    ..Expected::default()
                }
            }
            Edge::Truncated => Expected {
                source: 5,
                target: 5,
                matched: 5,
                different: 1,
                truncated: 4,
                ..Expected::default()
            },
            Edge::Spellings => Expected {
                source: 5,
                target: 5,
                matched: 5,
                ..Expected::default()
            },
            Edge::Duplicates => Expected {
                source: 4,
                target: 3,
                matched: 3,
                missing: 1,
                duplicates: 5,
                ..Expected::default()
            },
            Edge::Copies => Expected {
                source: 4,
                target: 12,
                matched: 4,
                extra: 8,
                ..Expected::default()
            },
            Edge::Coverage => Expected {
                source: 8,
                target: 5,
                matched: 3,
                missing: 1,
                not_comparable_source: 4,
                not_comparable_target: 2,
                ..Expected::default()
            },
            Edge::Secrets => Expected {
                source: 4,
                target: 4,
                matched: 4,
                different: 4,
                ..Expected::default()
            },
            Edge::EmptySource => Expected {
                target: 4,
                extra: 4,
                ..Expected::default()
            },
            Edge::EmptyTarget => Expected {
                source: 4,
                missing: 4,
                ..Expected::default()
            },
            Edge::BothEmpty => Expected::default(),
        }
    }

    /// One side as atg's own document, over several lines.
    pub fn document(self, side: Side) -> String {
        let (subscription, tenant) = scope(side);
        let estate = self.estate(side);
        let document = json!({
            "schema_version": 1,
            "scope": {
                "subscription_id": subscription,
                "tenant_id": tenant,
                "taken_at": TAKEN_AT,
                "title": format!("{} ({})", self.name(), words::TITLE),
            },
            "coverage": estate.coverage,
            "resources": estate.rows,
        });
        format!("{document:#}\n")
    }

    /// One side as Resource Graph rows. Such a file cannot say what was not listed, so [`Edge::Coverage`] loses its point.
    pub fn resource_graph(self, side: Side) -> String {
        let (subscription, tenant) = scope(side);
        let mut text = String::new();
        for mut row in self.estate(side).rows {
            if let Value::Object(members) = &mut row {
                members.insert("subscriptionId".to_owned(), subscription.into());
                members.insert("tenantId".to_owned(), tenant.into());
                if let Some(Value::String(name)) = members.get_mut("type") {
                    name.make_ascii_lowercase();
                }
            }
            text.push_str(&row.to_string());
            text.push('\n');
        }
        text
    }

    fn estate(self, side: Side) -> Estate {
        let nothing = || Estate {
            rows: Vec::new(),
            coverage: json!({}),
        };
        match (self, side) {
            (Edge::HarmfulText, _) => rows::harmful(side),
            (Edge::Truncated, _) => rows::truncated(side),
            (Edge::Spellings, _) => rows::spellings(side),
            (Edge::Duplicates, _) => rows::duplicates(side),
            (Edge::Copies, _) => rows::copies(side),
            (Edge::Coverage, _) => rows::coverage(side),
            (Edge::Secrets, _) => rows::secrets(side),
            (Edge::EmptySource, Side::Source) | (Edge::EmptyTarget, Side::Target) | (Edge::BothEmpty, _) => nothing(),
            (Edge::EmptySource, Side::Target) | (Edge::EmptyTarget, Side::Source) => rows::plain(side),
        }
    }
}

pub(crate) fn scope(side: Side) -> (&'static str, &'static str) {
    match side {
        Side::Source => (SOURCE_SUBSCRIPTION, SOURCE_TENANT),
        Side::Target => (TARGET_SUBSCRIPTION, TARGET_TENANT),
    }
}

#[cfg(test)]
mod tests;
