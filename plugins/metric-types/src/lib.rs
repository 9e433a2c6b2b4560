//! Of the types that the source has resources of, of how many has the target any resource?

use std::collections::BTreeMap;

use atg_sdk::prelude::*;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let pairs = comparison.pairs(&Select::new().columns(&["status", "type"]))?;
        let mut types = count(pairs)?;
        for (name, count) in comparison.source().counts("type")? {
            of(&mut types, &name).source += count;
        }
        for (name, count) in comparison.target().counts("type")? {
            of(&mut types, &name).target += count;
        }
        tell(&types, score);
        Ok(())
    }
}

/// What is known of one type.
#[derive(Debug, Clone, Default, PartialEq)]
struct Type {
    name: String,
    matched: u32,
    missing: u32,
    not_comparable: u32,
    source: u32,
    target: u32,
}

/// Types are equal in any case of letters; the name that was met first is shown.
fn of<'t>(types: &'t mut BTreeMap<String, Type>, name: &str) -> &'t mut Type {
    let entry = types.entry(name.to_ascii_lowercase()).or_default();
    if entry.name.is_empty() {
        entry.name = name.to_owned();
    }
    entry
}

fn count(mut pairs: Cursor) -> Result<BTreeMap<String, Type>, Error> {
    let (status, kind) = (pairs.column("status")?, pairs.column("type")?);
    let mut tally = Tally::<[u32; 3]>::new();
    while let Some(batch) = pairs.next()? {
        tally.begin(&batch);
        let words = ["matched", "missing", "not-comparable"].map(|word| batch.find(word));
        for (status, kind) in batch.column(status).iter().zip(batch.column(kind)) {
            let Some(counts) = tally.of(&batch, *kind) else {
                continue;
            };
            for (count, word) in counts.iter_mut().zip(words) {
                *count += u32::from(word == Some(*status));
            }
        }
    }
    let mut types = BTreeMap::new();
    for (name, [matched, missing, not_comparable]) in tally.iter() {
        let entry = of(&mut types, name);
        entry.matched += matched;
        entry.missing += missing;
        entry.not_comparable += not_comparable;
    }
    Ok(types)
}

fn tell(types: &BTreeMap<String, Type>, score: &Scorecard) {
    let (mut kept, mut total, mut not_comparable, mut accepted) = (0, 0, 0, 0);
    for one in types.values().filter(|one| one.source + one.matched + one.missing > 0) {
        let is_kept = one.target + one.matched > 0;
        if one.not_comparable > 0 {
            not_comparable += 1;
        } else if is_kept || one.missing > 0 {
            total += 1;
            kept += u32::from(is_kept);
            score.part("type", &one.name, u32::from(is_kept), 1);
        } else {
            accepted += 1;
        }
    }
    let reasons = [
        ("one side could not list it", not_comparable),
        ("all of it is accepted by a rule", accepted),
    ];
    for (reason, count) in reasons.into_iter().filter(|(_, count)| *count > 0) {
        score.exclude(reason, count);
    }
    if total > 0 {
        score.ratio(kept, total);
    } else {
        score.not_applicable("the source has no type that counts");
    }
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::fake::{self, Measured, Snapshot, Table};

    fn measure(rows: &[[&str; 2]], source: &[(&str, u32)], target: &[(&str, u32)]) -> Measured {
        let table = rows
            .iter()
            .fold(Table::new(&["status", "type"]), |table, row| table.row(row));
        let snapshot = |counts| Snapshot::new().counts("type", counts);
        let comparison = fake::Comparison::new()
            .pairs(table)
            .source(snapshot(source))
            .target(snapshot(target));
        fake::measure::<Plugin>("types", comparison).unwrap()
    }

    #[test]
    fn a_type_is_kept_where_the_target_has_any_of_it() {
        let rows = [
            ["matched", "a/vms"],
            ["missing", "a/nets"],
            ["extra", "A/Nets"],
            ["missing", "a/gone"],
            ["extra", "a/new"],
        ];
        let measured = measure(
            &rows,
            &[("a/vms", 1), ("a/nets", 1), ("a/gone", 1)],
            &[("a/vms", 1), ("A/Nets", 1), ("a/new", 1)],
        );
        assert_eq!(measured.ratio, Some((2, 3)));
        let lost: Vec<_> = measured
            .parts
            .iter()
            .filter(|part| part.2 == 0)
            .map(|part| part.1.as_str())
            .collect();
        assert_eq!(lost, ["a/gone"]);
    }

    #[test]
    fn a_type_that_matches_under_another_name_is_kept() {
        let measured = measure(&[["matched", "a/old"]], &[("a/old", 1)], &[("a/renamed", 1)]);
        assert_eq!(measured.ratio, Some((1, 1)));
    }

    #[test]
    fn types_that_cannot_count_are_left_out() {
        let rows = [
            ["not-comparable", "a/subnets"],
            ["accepted", "a/gone"],
            ["matched", "a/vms"],
        ];
        let measured = measure(&rows, &[("a/subnets", 1), ("a/gone", 1), ("a/vms", 1)], &[("a/vms", 1)]);
        assert_eq!(measured.ratio, Some((1, 1)));
        let counts: Vec<u32> = measured.exclusions.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [1, 1]);
        assert!(measure(&[], &[], &[("a/vms", 1)]).not_applicable.is_some());
    }
}
