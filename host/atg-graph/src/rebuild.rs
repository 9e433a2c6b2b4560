//! A stored snapshot read anew from its bodies: for a mapping, for a filter, or after a change of the normalisation.

use crate::stated::{Plain, Stated};
use atg_core::CoreError;
use atg_core::identity::Normalizer;
use atg_core::normalize::RowReader;
use atg_core::readers::ReadOptions;
use atg_core::snapshot::{Bodies, BodyBuffer, BodyRef, ReadRows, RowFlags, Snapshot, SnapshotBuilder};
use atg_core::threads::on_each;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Whether the stored columns do not serve.
pub(crate) fn needs_rebuild(options: &ReadOptions<'_>) -> bool {
    !options.filter.is_empty() || !Normalizer::new(options.side, options.mapping).is_plain()
}

/// Reads every body again. Relationships that the original input stated are carried over.
pub(crate) fn rebuild(
    stored: &Snapshot,
    bodies: Arc<dyn Bodies>,
    options: ReadOptions<'_>,
) -> Result<Snapshot, CoreError> {
    let normalizer = Normalizer::new(options.side, options.mapping);
    let mut read = read_bodies(stored, &normalizer, options)?;
    let mut rest = ReadRows::new();
    list_groups(stored, &normalizer, options, &mut rest)?;
    // What only the original input could tell stays as it was; the rest was counted again.
    rest.counts.duplicates += stored.read.duplicates;
    rest.counts.outside += stored.read.outside;
    rest.counts.dangling += stored.read.dangling;
    rest.counts.untyped.clone_from(&stored.read.untyped);
    rest.counts.notes.clone_from(&stored.read.notes);
    read.push(rest);
    let builder = SnapshotBuilder {
        scope: stored.scope.clone(),
        coverage: stored.coverage.clone(),
        normalizer,
    };
    builder.finish(read, bodies)
}

fn read_bodies(
    stored: &Snapshot,
    normalizer: &Normalizer,
    options: ReadOptions<'_>,
) -> Result<Vec<ReadRows>, CoreError> {
    let (order, plain) = (stored.by_place(), Plain::new());
    let shares = stored.in_batches(&order);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut reader = RowReader::new(options.side, normalizer, options.filter);
        let mut stated = Stated::new(stored, &plain);
        let mut read = ReadRows::new();
        let mut bodies = BodyBuffer::default();
        loop {
            let Some(share) = shares.get(next.fetch_add(1, Ordering::Relaxed)) else {
                return Ok(read);
            };
            if options.progress.is_cancelled() {
                return Err(CoreError::request("reading was interrupted"));
            }
            stored.body_of_each(share, &mut bodies)?;
            for (resource, body) in share.iter().copied().zip(bodies.iter()) {
                let kind = reader.read_row(body)?;
                let mut foreign = RowFlags::default();
                let was = stored.flags(resource).has(RowFlags::FOREIGN_PROPERTIES);
                foreign.set(RowFlags::FOREIGN_PROPERTIES, was);
                read.push(&reader, kind, stored.body_ref(resource), foreign);
                // One of them may have become dangling, by the filter.
                stated.each(resource, body, |from, kind, to| {
                    read.push_relationship(normalizer, from, kind, to);
                })?;
            }
            options.progress.advance(bodies.length());
        }
    };
    on_each(options.threads.clamp(1, 64), work).into_iter().collect()
}

/// Groups that the input listed are there even where no resource lies in them.
fn list_groups(
    stored: &Snapshot,
    normalizer: &Normalizer,
    options: ReadOptions<'_>,
    rest: &mut ReadRows,
) -> Result<(), CoreError> {
    if stored.read.groups_listed == 0 {
        return Ok(());
    }
    let subscription = stored
        .scope
        .subscription_id
        .as_deref()
        .unwrap_or("00000000-0000-0000-0000-000000000000");
    let mut reader = RowReader::new(options.side, normalizer, options.filter);
    for group in stored.groups() {
        let row = serde_json::json!({
            "id": format!("/subscriptions/{subscription}/resourceGroups/{}", group.printed),
            "name": group.printed,
            "type": "Microsoft.Resources/resourceGroups",
        });
        let kind = reader.read_row(row.to_string().as_bytes())?;
        rest.push(&reader, kind, BodyRef { offset: 0, len: 0 }, RowFlags::default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_core::filter::Filter;
    use atg_core::identity::Side;
    use atg_core::mapping::Mapping;
    use atg_core::readers::NoProgress;

    #[test]
    fn stored_columns_serve_until_something_is_renamed_or_left_out() {
        let mapping = Mapping::parse("[names]\n\"vm-a\" = \"vm-b\"\n", "mapping.toml").expect("it is a mapping");
        let filter = Filter::new(&["*/virtualMachines".to_owned()], &[], &[]).expect("it is a filter");
        let (plain, all) = (Mapping::default(), Filter::default());
        let needs = |side, mapping, filter| {
            needs_rebuild(&ReadOptions {
                side,
                mapping,
                filter,
                threads: 1,
                progress: &NoProgress,
            })
        };
        assert!(!needs(Side::Source, &plain, &all));
        assert!(needs(Side::Source, &mapping, &all));
        assert!(!needs(Side::Target, &mapping, &all), "the target is left alone");
        assert!(needs(Side::Target, &plain, &filter));
    }
}
