//! The readers over small inputs of our own, and over real ones where there are any.

mod alignment;
mod configuration;
mod real;
mod state;

use super::*;
use crate::CoreError;
use crate::filter::Filter;
use crate::identity::Side;
use crate::mapping::Mapping;
use crate::readers::{NoProgress, ReadOptions};
use crate::snapshot::Snapshot;
use serde_json::Value;
use std::sync::Arc;

fn with_options<T>(read: impl FnOnce(ReadOptions<'_>) -> T) -> T {
    let (mapping, filter) = (Mapping::default(), Filter::default());
    read(ReadOptions {
        side: Side::Source,
        mapping: &mapping,
        filter: &filter,
        threads: 1,
        progress: &NoProgress,
    })
}

fn configuration_of(files: &[(&str, &str)]) -> Result<Snapshot, CoreError> {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    with_options(|options| read_configuration(files, "tf:x", &TypeTable::builtin(), options))
}

fn state_of(text: &str) -> Result<Snapshot, CoreError> {
    let bytes: Arc<dyn crate::readers::Bytes> = Arc::new(text.as_bytes().to_vec());
    with_options(|options| read_state(&bytes, "tfstate:x", &TypeTable::builtin(), options))
}

/// All ids, sorted.
fn ids(snapshot: &Snapshot) -> Vec<String> {
    let mut buffer = Vec::new();
    let id = |resource| snapshot.identity(resource, &mut buffer).unwrap().id.into_owned();
    let mut ids: Vec<String> = (0..snapshot.len()).map(id).collect();
    ids.sort();
    ids
}

/// All relationships by the names of their ends, sorted.
fn edges(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut buffer = Vec::new();
    let mut name = |resource| snapshot.identity(resource, &mut buffer).unwrap().name;
    let mut edges: Vec<(String, String)> = snapshot
        .edges()
        .iter()
        .map(|edge| (name(edge.from), name(edge.to)))
        .collect();
    edges.sort();
    edges
}

fn body(snapshot: &Snapshot, ending: &str) -> Value {
    let mut buffer = Vec::new();
    for resource in 0..snapshot.len() {
        snapshot.body(resource, &mut buffer).unwrap();
        let body: Value = serde_json::from_slice(&buffer).unwrap();
        if body["id"].as_str().is_some_and(|id| id.ends_with(ending)) {
            return body;
        }
    }
    panic!("no resource ends with {ending}: {:?}", ids(snapshot));
}

/// Message and place of an error.
fn fault(error: &CoreError) -> String {
    std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default()
}
