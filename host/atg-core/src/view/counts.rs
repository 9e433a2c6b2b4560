//! Small tables of counts.

use std::collections::BTreeMap;

use crate::align::Comparison;
use crate::figures::{Percent, Ratio, Tenths};
use crate::snapshot::{CoverageState, Snapshot};
use crate::table::{Cell, MemoryTable};

/// The graph of types: from-type, kind, to-type, count.
pub fn type_edges(snapshot: &Snapshot) -> MemoryTable {
    let (types, kinds) = (snapshot.types(), snapshot.edges().kinds());
    let mut counts: BTreeMap<(u32, u16, u32), u64> = BTreeMap::new();
    let most = types.len() * types.len() * kinds.len();
    // Nearly always small enough for one counter each, which is many times faster than a map.
    let mut dense = vec![0_u64; if most <= 1 << 22 { most } else { 0 }];
    for edge in snapshot.edges().iter() {
        let (from, to) = (snapshot.type_of(edge.from).0, snapshot.type_of(edge.to).0);
        if dense.is_empty() {
            *counts.entry((from, edge.kind, to)).or_default() += 1;
        } else {
            dense[(from as usize * kinds.len() + usize::from(edge.kind)) * types.len() + to as usize] += 1;
        }
    }
    for (at, count) in dense.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let (rest, to) = (at / types.len(), at % types.len());
        let (from, kind) = (rest / kinds.len(), rest % kinds.len());
        counts.insert((from as u32, kind as u16, to as u32), count);
    }
    let rows = counts.into_iter().map(|((from, kind, to), count)| {
        let name = |number: u32| Cell::from(types[number as usize].as_str());
        let kind = kinds[usize::from(kind)].as_str();
        vec![name(from), kind.into(), name(to), count.to_string().into()]
    });
    MemoryTable::new(["from-type", "kind", "to-type", "count"], rows)
}

/// What was seen of each type that has a resource or that the input speaks of: type, state, detail.
pub fn coverage(snapshot: &Snapshot) -> MemoryTable {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for name in snapshot.types().iter().chain(snapshot.coverage.types.keys()) {
        names.entry(name.to_ascii_lowercase()).or_insert(name);
    }
    let rows = names.into_values().map(|name| {
        let known = snapshot.coverage.of(name);
        let state = known.map_or(CoverageState::Listed, |known| known.state);
        let detail = known
            .map(|known| known.detail.as_str())
            .filter(|detail| !detail.is_empty());
        vec![
            name.into(),
            state.word().into(),
            detail.map_or(Cell::Absent, Cell::from),
        ]
    });
    MemoryTable::new(["type", "state", "detail"], rows)
}

/// Counts by `type`, `resource-group` or `relationship`, in the order of the names; `None` for any other word.
pub fn counts(snapshot: &Snapshot, by: &str) -> Option<Vec<(String, u64)>> {
    let resources = 0..snapshot.len();
    let (names, numbers): (Vec<&str>, Box<dyn Iterator<Item = usize> + '_>) = match by {
        "type" => (
            snapshot.types().iter().map(String::as_str).collect(),
            Box::new(resources.map(|resource| snapshot.type_of(resource).0 as usize)),
        ),
        "resource-group" => (
            snapshot.groups().iter().map(|group| group.printed.as_str()).collect(),
            Box::new(resources.filter_map(|resource| Some(snapshot.group_of(resource)?.0 as usize))),
        ),
        "relationship" => (
            snapshot.edges().kinds().iter().map(String::as_str).collect(),
            Box::new(snapshot.edges().iter().map(|edge| usize::from(edge.kind))),
        ),
        _ => return None,
    };
    let mut counts = vec![0; names.len()];
    numbers.for_each(|number| counts[number] += 1);
    Some(names.into_iter().map(str::to_owned).zip(counts).collect())
}

/// Counts by type: type, source, target, matched, missing, extra, percent, comparable. Percentages are printed beside a
/// target: never up onto one that they miss.
pub fn by_type(comparison: &Comparison, target: Percent) -> MemoryTable {
    by_type_with(comparison, |ratio| ratio.printed(Some(target)))
}

pub(crate) fn by_type_with(comparison: &Comparison, printed: impl Fn(Ratio) -> Option<Tenths>) -> MemoryTable {
    const COLUMNS: [&str; 8] = [
        "type",
        "source",
        "target",
        "matched",
        "missing",
        "extra",
        "percent",
        "comparable",
    ];
    let rows = comparison.by_type().iter().map(|row| {
        let percent = printed(Ratio::new(row.matched, row.matched + row.missing));
        let counts = [row.source, row.target, row.matched, row.missing, row.extra];
        let counts = counts.map(|count| Cell::from(count.to_string()));
        let percent = percent.map_or(Cell::Absent, |percent| percent.to_string().into());
        let comparable = row.comparable.to_string();
        let name = std::iter::once(Cell::from(row.type_name.as_str()));
        name.chain(counts).chain([percent, comparable.into()]).collect()
    });
    MemoryTable::new(COLUMNS, rows)
}
