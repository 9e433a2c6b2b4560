//! Of the source's resource groups, how many does the target have?

use std::collections::{BTreeMap, BTreeSet};

use atg_sdk::prelude::*;

const UNSEEN: &str = "empty, and the target lists no empty groups";
const UNCOUNTED: &str = "all its resources are not comparable or accepted";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let select = Select::new().columns(&["status", "match-kind", "resource-group"]);
        let mut groups = of_source(comparison.source().counts("resource-group")?);
        count(comparison.pairs(&select)?, &mut groups)?;
        tell(
            &groups,
            &Target::of(comparison.target().counts("resource-group")?),
            score,
        );
        Ok(())
    }
}

/// A group of the source.
#[derive(Debug, Clone, Default, PartialEq)]
struct Group {
    resources: u32,
    /// Resources that have a match or should have one.
    counted: u32,
    /// Resources that match because the mapping says so: what group they lie in now, only atg knows.
    mapped: u32,
}

/// The groups of the target.
struct Target {
    names: BTreeSet<String>,
    lists_empty_groups: bool,
}

impl Target {
    fn of(counts: Vec<(String, u32)>) -> Target {
        Target {
            lists_empty_groups: counts.iter().any(|(_, count)| *count == 0),
            names: counts.into_iter().map(|(name, _)| folded(&name)).collect(),
        }
    }
}

/// A name as it is on both sides: in lower case, without iteration prefixes (`ITERATION\d+_`, in any case, any number of them).
fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(after) = rest.strip_prefix("iteration") {
        let digits = after.len() - after.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
        match after[digits..].strip_prefix('_') {
            Some(name) if digits > 0 && !name.is_empty() => rest = name,
            _ => break,
        }
    }
    rest.to_owned()
}

fn of_source(counts: Vec<(String, u32)>) -> BTreeMap<String, Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (name, count) in counts {
        groups.entry(folded(&name)).or_default().resources += count;
    }
    groups
}

fn count(mut pairs: Cursor, groups: &mut BTreeMap<String, Group>) -> Result<(), Error> {
    let status = pairs.column("status")?;
    let (kind, group) = (pairs.column("match-kind")?, pairs.column("resource-group")?);
    let mut tally = Tally::<(u32, u32)>::new();
    while let Some(batch) = pairs.next()? {
        tally.begin(&batch);
        let [matched, missing, mapped] = ["matched", "missing", "mapped"].map(|word| batch.find(word));
        for row in batch.rows() {
            let (status, kind) = (Some(row.number(status)), Some(row.number(kind)));
            if status != matched && status != missing {
                continue;
            }
            if let Some((counted, by_mapping)) = tally.of(&batch, row.number(group)) {
                *counted += 1;
                *by_mapping += u32::from(status == matched && kind == mapped);
            }
        }
    }
    for (name, (counted, by_mapping)) in tally.iter() {
        if let Some(group) = groups.get_mut(&folded(name)) {
            group.counted += counted;
            group.mapped += by_mapping;
        }
    }
    Ok(())
}

fn tell(groups: &BTreeMap<String, Group>, target: &Target, score: &Scorecard) {
    let (mut kept, mut total, mut unseen, mut uncounted) = (0, 0, 0, 0);
    for (name, group) in groups {
        if target.names.contains(name) || group.mapped > 0 {
            kept += 1;
            total += 1;
        } else if group.resources == 0 && !target.lists_empty_groups {
            unseen += 1;
        } else if group.resources > 0 && group.counted == 0 {
            uncounted += 1;
        } else {
            total += 1;
        }
    }
    for (reason, count) in [(UNSEEN, unseen), (UNCOUNTED, uncounted)] {
        if count > 0 {
            score.exclude(reason, count);
        }
    }
    if total > 0 {
        score.ratio(kept, total);
    } else {
        score.not_applicable("the source has no resource group that counts");
    }
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests;
