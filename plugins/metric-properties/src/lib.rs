//! Of the matched resources, how many have equal properties? And where the others differ.
//!
//! atg has compared the bodies already; here is only counted, by number.

use std::collections::BTreeMap;

use atg_sdk::prelude::*;

mod paths;

const UNKNOWN: &str = "properties could not be read, or the sides use other words";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let select = Select::new().columns(&["status", "type", "properties"]);
        let types = count(comparison.pairs(&select)?)?;
        let (mut equal, mut compared, mut unknown) = (0, 0, 0);
        for counts in types.values() {
            equal += counts.equal;
            compared += counts.compared();
            unknown += counts.unknown;
        }
        if unknown > 0 {
            score.exclude(UNKNOWN, unknown);
        }
        if compared == 0 {
            score.not_applicable("no matched resource has properties that could be compared");
            return Ok(());
        }
        score.ratio(equal, compared);
        if equal < compared {
            let select = Select::new().columns(&["type", "path", "kind"]);
            paths::tell(&paths::count(comparison.differences(&select)?)?, &types, score);
        }
        Ok(())
    }
}

/// Matched resources of one type.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Counts {
    equal: u32,
    different: u32,
    unknown: u32,
}

impl Counts {
    fn compared(self) -> u32 {
        self.equal + self.different
    }
}

fn count(mut pairs: Cursor) -> Result<BTreeMap<String, Counts>, Error> {
    let status = pairs.column("status")?;
    let (kind, properties) = (pairs.column("type")?, pairs.column("properties")?);
    let mut tally = Tally::<Counts>::new();
    while let Some(batch) = pairs.next()? {
        let Some(matched) = batch.find("matched") else { continue };
        tally.begin(&batch);
        let [equal, different] = ["equal", "different"].map(|word| batch.find(word));
        for row in batch.rows().filter(|row| row.number(status) == matched) {
            let Some(counts) = tally.of(&batch, row.number(kind)) else {
                continue;
            };
            let state = Some(row.number(properties));
            // Whatever is neither equal nor different is not known.
            if state == equal {
                counts.equal += 1;
            } else if state == different {
                counts.different += 1;
            } else {
                counts.unknown += 1;
            }
        }
    }
    Ok(tally.iter().map(|(name, counts)| (name.to_owned(), *counts)).collect())
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests;
