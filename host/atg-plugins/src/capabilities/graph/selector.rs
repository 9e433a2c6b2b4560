//! What a guest asks for, and what of it it is given.

use std::sync::Arc;

use atg_core::table::Table;
use atg_core::view::Selection;
use wasmtime::component::Resource;

use super::super::bindings::atg::plugin::graph::HostSelector;
use super::super::tables::View;
use super::super::{Refusal, gone, keep};
use super::GraphView;
use crate::access::Access;
use crate::manifest::Reads;

/// Words of one list, and bytes of all of them.
const WORDS: usize = 10_000;
const TEXT: usize = 1 << 20;

/// A selector as the guest has filled it.
#[derive(Debug, Default)]
pub struct Selected {
    columns: Vec<String>,
    types: Vec<String>,
    paths: Vec<String>,
    relationships: Vec<String>,
    groups: Vec<String>,
    text: usize,
    too_large: bool,
}

/// Columns that tell which resource a row is about, with the word that declares them.
fn word_of(column: &str) -> Option<&'static str> {
    match column {
        "id" | "source-id" | "target-id" | "from" | "to" | "source-from" | "source-to" | "target-from"
        | "target-to" => Some("id"),
        "name" => Some("name"),
        "resource-group" => Some("resource-group"),
        _ => None,
    }
}

impl Selected {
    /// The paths that are asked for, each once, in the order of asking.
    pub(super) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Those that the plugin may see.
    pub(super) fn allowed_paths(&self, access: &Access) -> Vec<String> {
        self.paths.iter().filter(|path| access.may_see(path)).cloned().collect()
    }

    /// The paths as a narrowing of what may be seen; nothing where none is asked for.
    pub(super) fn narrowing(&self) -> Option<Access> {
        if self.paths.is_empty() {
            return None;
        }
        Access::new(
            &Reads {
                properties: self.paths.clone(),
                ..Reads::default()
            },
            &[],
        )
        .ok()
    }

    /// The rows that are asked for and may be seen.
    pub(super) fn selection(&self, access: &Access) -> Result<Selection, Refusal> {
        if self.too_large {
            return Err(Refusal::new(
                "too-large",
                format!("a selector holds {WORDS} words at most"),
            ));
        }
        // Whoever may choose by group could find out groups by trying.
        if !self.groups.is_empty() && !access.may_see("resource-group") {
            let message = "choosing by resource group needs `resource-group` among the properties of [reads]";
            return Err(Refusal::about("denied", message, "resource-group"));
        }
        let asked = Selection::new(&self.types, &self.groups, &self.relationships)
            .map_err(|error| Refusal::new("bad-settings", error.to_string()))?;
        Ok(asked.and(access.rows.clone()))
    }

    /// The columns of a table that are asked for. All but the fixed ones are values at paths.
    pub(super) fn view(&self, table: Arc<dyn Table>, fixed: &[&str], access: &Access) -> View {
        let asked = |name: &str| self.columns.is_empty() || self.columns.iter().any(|column| column == name);

        let mut place = 0;
        View::planned(table, |name| {
            // A path may be called like a column (`name`); the fixed columns come first.
            let is_fixed = place < fixed.len();
            place += 1;
            if !is_fixed {
                let path = name
                    .strip_prefix("source:")
                    .or(name.strip_prefix("target:"))
                    .unwrap_or(name);
                return (self.paths.iter().any(|other| other == path), access.may_see(path));
            }
            (
                fixed.contains(&name) && asked(name),
                word_of(name).is_none_or(|word| access.may_see(word)),
            )
        })
    }

    fn add(list: &mut Vec<String>, words: Vec<String>, text: &mut usize, too_large: &mut bool) {
        *text += words.iter().map(String::len).sum::<usize>();
        *too_large |= *text > TEXT || list.len() + words.len() > WORDS;
        if !*too_large {
            for word in words {
                if !list.contains(&word) {
                    list.push(word);
                }
            }
        }
    }
}

macro_rules! adds {
    ($($function:ident: $list:ident),*) => {$(
        fn $function(&mut self, selector: Resource<Selected>, words: Vec<String>) -> wasmtime::Result<()> {
            let Selected { $list, text, too_large, .. } = self.handles.get_mut(&selector).map_err(gone)?;
            Selected::add($list, words, text, too_large);
            Ok(())
        }
    )*};
}

impl HostSelector for GraphView<'_> {
    fn new(&mut self) -> wasmtime::Result<Resource<Selected>> {
        keep(self.handles, Selected::default())
    }

    adds!(columns: columns, node_types: types, properties: paths, relationships: relationships, resource_groups: groups);

    fn drop(&mut self, selector: Resource<Selected>) -> wasmtime::Result<()> {
        self.handles.delete(selector).map_err(gone)?;
        Ok(())
    }
}
