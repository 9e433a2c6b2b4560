//! Which paths differ, and how often.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use atg_sdk::prelude::*;

use crate::Counts;

/// Paths that are told, those that differ most.
const TOLD: usize = 100;

/// For each path how often it differs in each type.
pub(crate) type Differences = BTreeMap<String, BTreeMap<String, u32>>;

/// Counts rows; what could not be read is no difference.
pub(crate) fn count(mut differences: Cursor) -> Result<Differences, Error> {
    let (kind, path) = (differences.column("type")?, differences.column("path")?);
    let how = differences.column("kind")?;
    // Types are few: each gets a place, and each path a count for every place.
    let mut places = Tally::<Option<usize>>::new();
    let mut paths = Tally::<Vec<u32>>::new();
    let mut types = 0;
    while let Some(batch) = differences.next()? {
        places.begin(&batch);
        paths.begin(&batch);
        let unknown = batch.find("unknown");
        for row in batch.rows().filter(|row| Some(row.number(how)) != unknown) {
            let Some(place) = places.of(&batch, row.number(kind)) else {
                continue;
            };
            let place = *place.get_or_insert_with(|| {
                types += 1;
                types - 1
            });
            let Some(counts) = paths.of(&batch, row.number(path)) else {
                continue;
            };
            if counts.len() <= place {
                counts.resize(place + 1, 0);
            }
            counts[place] += 1;
        }
    }
    let names: BTreeMap<usize, &str> = places
        .iter()
        .filter_map(|(name, place)| Some(((*place)?, name)))
        .collect();
    let of_types = |counts: &Vec<u32>| {
        let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        counts
            .filter_map(|(place, count)| Some(((*names.get(&place)?).to_owned(), *count)))
            .collect()
    };
    Ok(paths
        .iter()
        .map(|(path, counts)| (path.to_owned(), of_types(counts)))
        .collect())
}

/// A part for each path: of the compared resources of the types in which it differs, how many agree in it.
pub(crate) fn tell(differences: &Differences, types: &BTreeMap<String, Counts>, score: &Scorecard) {
    let mut parts: Vec<(&str, u32, u32)> = Vec::new();
    for (path, counts) in differences {
        let (mut different, mut total) = (0, 0);
        for (name, count) in counts {
            let compared = types.get(name).copied().unwrap_or_default().compared();
            // A list is one resource's, and may differ in several items.
            different += (*count).min(compared);
            total += compared;
        }
        if total > 0 {
            parts.push((path, different, total));
        }
    }
    parts.sort_by_key(|(path, different, _)| (Reverse(*different), *path));
    for (path, different, total) in parts.iter().take(TOLD) {
        score.part("property", path, total - different, *total);
    }
    if parts.len() > TOLD {
        atg_sdk::log::info(&format!("{} more paths differ", parts.len() - TOLD));
    }
}
