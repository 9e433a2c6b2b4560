//! Of the source's resources, how many does the target have?
//!
//! Asks for two columns and compares numbers, so that a million pairs are a few milliseconds.

use std::collections::BTreeMap;

use atg_sdk::prelude::*;

const NOT_COMPARABLE: &str = "of a type that one side could not list";
const ACCEPTED: &str = "accepted by a rule";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let pairs = comparison.pairs(&Select::new().columns(&["status", "type"]))?;
        let types = by_type(&count(pairs)?, comparison.source().counts("type")?);
        tell(&types, score);
        Ok(())
    }
}

/// How many pairs of one type have a status.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Statuses {
    matched: u32,
    missing: u32,
    not_comparable: u32,
}

fn count(mut pairs: Cursor) -> Result<Tally<Statuses>, Error> {
    let (status, kind) = (pairs.column("status")?, pairs.column("type")?);
    let mut tally = Tally::<Statuses>::new();
    while let Some(batch) = pairs.next()? {
        tally.begin(&batch);
        let [matched, missing, not_comparable] = ["matched", "missing", "not-comparable"].map(|word| batch.find(word));
        for (status, kind) in batch.column(status).iter().zip(batch.column(kind)) {
            let Some(counts) = tally.of(&batch, *kind) else {
                continue;
            };
            let status = Some(*status);
            counts.matched += u32::from(status == matched);
            counts.missing += u32::from(status == missing);
            counts.not_comparable += u32::from(status == not_comparable);
        }
    }
    Ok(tally)
}

/// One type under the name that was met first.
#[derive(Debug, Default, PartialEq)]
struct Type {
    name: String,
    statuses: Statuses,
    /// Resources of the source, whatever became of them.
    source: u32,
}

/// The counts of pairs and those of the source, together; types are equal in any case of letters.
fn by_type(tally: &Tally<Statuses>, source: Vec<(String, u32)>) -> Vec<Type> {
    let mut types: BTreeMap<String, Type> = BTreeMap::new();
    let mut of = |name: &str, add: &dyn Fn(&mut Type)| {
        let entry = types.entry(name.to_ascii_lowercase()).or_default();
        if entry.name.is_empty() {
            entry.name = name.to_owned();
        }
        add(entry);
    };
    for (name, counted) in tally.iter() {
        of(name, &|entry| {
            entry.statuses.matched += counted.matched;
            entry.statuses.missing += counted.missing;
            entry.statuses.not_comparable += counted.not_comparable;
        });
    }
    for (name, count) in source {
        of(&name, &|entry| entry.source += count);
    }
    types.into_values().collect()
}

/// What is neither matched nor missing was left out: a row alone does not say of which side it is, the source's own counts do.
fn tell(types: &[Type], score: &Scorecard) {
    let (mut matched, mut total, mut not_comparable, mut accepted) = (0, 0, 0, 0);
    for Type { name, statuses, source } in types {
        let of_type = statuses.matched + statuses.missing;
        let left_out = source.saturating_sub(of_type);
        if statuses.not_comparable > 0 {
            not_comparable += left_out;
        } else {
            accepted += left_out;
        }
        matched += statuses.matched;
        total += of_type;
        if of_type > 0 {
            score.part("type", name, statuses.matched, of_type);
        }
    }
    for (reason, count) in [(NOT_COMPARABLE, not_comparable), (ACCEPTED, accepted)] {
        if count > 0 {
            score.exclude(reason, count);
        }
    }
    if total > 0 {
        score.ratio(matched, total);
    } else if not_comparable + accepted > 0 {
        score.not_applicable("no resource of the source counts");
    } else {
        score.not_applicable("the source has no resources");
    }
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::fake::{self, Measured, Snapshot, Table};

    fn measure(rows: &[[&str; 2]], source: &[(&str, u32)]) -> Measured {
        let table = rows
            .iter()
            .fold(Table::new(&["status", "type"]), |table, row| table.row(row));
        let source = Snapshot::new().counts("type", source);
        fake::measure::<Plugin>("resources", fake::Comparison::new().pairs(table).source(source)).unwrap()
    }

    #[test]
    fn what_is_matched_counts_and_what_is_extra_does_not() {
        let rows = [
            ["matched", "a/vms"],
            ["missing", "a/vms"],
            ["matched", "a/VMs"],
            ["matched", "a/nets"],
            ["extra", "a/nets"],
            ["extra", "a/other"],
        ];
        let measured = measure(&rows, &[("a/vms", 3), ("a/nets", 1)]);
        assert_eq!(measured.ratio, Some((3, 4)));
        let part = |key: &str, matched, total| ("type".to_owned(), key.to_owned(), matched, total);
        assert_eq!(measured.parts, [part("a/nets", 1, 1), part("a/VMs", 2, 3)]);
        assert_eq!(measured.exclusions, []);
    }

    #[test]
    fn what_cannot_be_seen_or_is_accepted_is_left_out_and_said() {
        let rows = [
            ["matched", "a/vms"],
            ["accepted", "a/vms"],
            ["accepted", "a/vms"],
            ["not-comparable", "a/subnets"],
            ["not-comparable", "a/subnets"],
            ["not-comparable", "a/subnets"],
        ];
        // One of the accepted is an extra, and one of the subnets is the target's.
        let measured = measure(&rows, &[("a/vms", 2), ("a/subnets", 2)]);
        assert_eq!(measured.ratio, Some((1, 1)));
        assert_eq!(
            measured.exclusions,
            [(NOT_COMPARABLE.to_owned(), 2), (ACCEPTED.to_owned(), 1)]
        );
    }

    #[test]
    fn an_empty_source_is_not_applicable() {
        let measured = measure(&[["extra", "a/vms"]], &[]);
        assert_eq!(measured.not_applicable.as_deref(), Some("the source has no resources"));
        let measured = measure(&[["not-comparable", "a/vms"]], &[("a/vms", 1)]);
        assert_eq!(
            measured.not_applicable.as_deref(),
            Some("no resource of the source counts")
        );
    }
}
