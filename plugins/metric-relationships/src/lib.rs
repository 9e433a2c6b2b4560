//! Of the source's relationships, how many does the target have?

use std::collections::BTreeMap;

use atg_sdk::prelude::*;

const NOT_COMPARABLE: &str = "an end is not comparable, or could not be read";
const ACCEPTED: &str = "an end is accepted as missing";
const EITHER: &str = "an end is not comparable, or accepted as missing";

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let edges = comparison.edge_pairs(&Select::new().columns(&["status", "kind"]))?;
        let mut kinds = count(edges)?;
        for (kind, count) in comparison.source().counts("relationship")? {
            kinds.entry(kind).or_default().source += count;
        }
        tell(&kinds, score);
        Ok(())
    }
}

/// What is known of one kind.
#[derive(Debug, Clone, Default, PartialEq)]
struct Kind {
    matched: u32,
    missing: u32,
    not_comparable: u32,
    accepted: u32,
    /// Relationships of the source, whatever became of them.
    source: u32,
}

fn count(mut edges: Cursor) -> Result<BTreeMap<String, Kind>, Error> {
    let (status, kind) = (edges.column("status")?, edges.column("kind")?);
    let mut tally = Tally::<[u32; 4]>::new();
    while let Some(batch) = edges.next()? {
        tally.begin(&batch);
        let words = ["matched", "missing", "not-comparable", "accepted"].map(|word| batch.find(word));
        for (status, kind) in batch.column(status).iter().zip(batch.column(kind)) {
            let Some(counts) = tally.of(&batch, *kind) else {
                continue;
            };
            for (count, word) in counts.iter_mut().zip(words) {
                *count += u32::from(word == Some(*status));
            }
        }
    }
    let kinds = tally
        .iter()
        .map(|(name, [matched, missing, not_comparable, accepted])| {
            let kind = Kind {
                matched: *matched,
                missing: *missing,
                not_comparable: *not_comparable,
                accepted: *accepted,
                source: 0,
            };
            (name.to_owned(), kind)
        });
    Ok(kinds.collect())
}

/// What is neither matched nor missing was left out: a row alone does not say of which side it is, the source's own counts do.
fn tell(kinds: &BTreeMap<String, Kind>, score: &Scorecard) {
    let (mut matched, mut total) = (0, 0);
    let mut left_out = [(NOT_COMPARABLE, 0), (ACCEPTED, 0), (EITHER, 0)];
    for (name, kind) in kinds {
        let of_kind = kind.matched + kind.missing;
        let reason = match (kind.not_comparable, kind.accepted) {
            (_, 0) => 0,
            (0, _) => 1,
            _ => 2,
        };
        left_out[reason].1 += kind.source.saturating_sub(of_kind);
        matched += kind.matched;
        total += of_kind;
        if of_kind > 0 {
            score.part("kind", name, kind.matched, of_kind);
        }
    }
    for (reason, count) in left_out.into_iter().filter(|(_, count)| *count > 0) {
        score.exclude(reason, count);
    }
    if total > 0 {
        score.ratio(matched, total);
    } else {
        score.not_applicable("the source has no relationship that counts");
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
            .fold(Table::new(&["status", "kind"]), |table, row| table.row(row));
        let source = Snapshot::new().counts("relationship", source);
        fake::measure::<Plugin>(
            "relationships",
            fake::Comparison::new().edge_pairs(table).source(source),
        )
        .unwrap()
    }

    #[test]
    fn matched_of_all_and_by_kind() {
        let rows = [
            ["matched", "references"],
            ["missing", "references"],
            ["matched", "contains"],
            ["extra", "contains"],
            ["missing", "references"],
        ];
        let measured = measure(&rows, &[("contains", 1), ("references", 3)]);
        assert_eq!(measured.ratio, Some((2, 4)));
        let part = |key: &str, matched, total| ("kind".to_owned(), key.to_owned(), matched, total);
        assert_eq!(measured.parts, [part("contains", 1, 1), part("references", 1, 3)]);
    }

    #[test]
    fn what_cannot_count_is_left_out_with_its_reason() {
        let rows = [
            ["matched", "a"],
            ["not-comparable", "a"],
            ["not-comparable", "a"],
            ["accepted", "b"],
            ["accepted", "c"],
            ["not-comparable", "c"],
        ];
        let measured = measure(&rows, &[("a", 2), ("b", 1), ("c", 2)]);
        assert_eq!(measured.ratio, Some((1, 1)));
        let wanted = [(NOT_COMPARABLE, 1), (ACCEPTED, 1), (EITHER, 2)];
        assert_eq!(
            measured.exclusions,
            wanted.map(|(reason, count)| (reason.to_owned(), count))
        );
    }

    #[test]
    fn an_estate_without_relationships_is_not_applicable() {
        assert!(measure(&[["extra", "references"]], &[]).not_applicable.is_some());
    }
}
