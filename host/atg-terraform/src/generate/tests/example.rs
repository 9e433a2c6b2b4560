//! The example tenants, and estates with every oddity.

use super::*;
use atg_core::align::{AlignOptions, align};
use atg_core::drift::AcceptedDrift;
use atg_core::readers::terraform::{TypeTable, read_configuration};
use atg_tenants::{CANARY, Edge, Format, SOURCE_TENANT, Tenants};

fn source(tenants: &Tenants, mapping: &Mapping) -> Snapshot {
    let mut bytes = Vec::new();
    tenants
        .write(atg_tenants::Side::Source, Format::Document, &mut bytes)
        .unwrap();
    read_side(bytes, Side::Source, mapping)
}

#[test]
fn nearly_all_of_the_example_is_emitted() {
    let snapshot = source(&Tenants::example(), &Mapping::default());
    let (read, yields) = generated(&snapshot, |_| {});
    assert_eq!((yields.counts.source, yields.by_type.len()), (1674, 94));
    assert!(yields.counts.emitted * 100 >= 1674 * 99, "{:?}", yields.reasons);
    assert_eq!((yields.resource_groups, yields.resource_groups_emitted), (182, 182));
    assert!(
        yields
            .by_type
            .values()
            .all(|of| of.source == of.emitted + of.merged + of.skipped)
    );
    // Two rings in which everybody refers to the next three: any place to open one costs six.
    assert!(yields.given_up.count <= 12, "{:?}", yields.given_up);
    // One for what all share, and one for each group.
    assert_eq!(read.files.len(), 1 + 182);
    assert!(!read.text().contains(SOURCE_TENANT) && !read.text().contains(CANARY));
}

#[test]
fn rows_in_another_order_and_more_threads_make_the_same_bytes() {
    let plain = source(&Tenants::example(), &Mapping::default());
    let shuffled = source(&Tenants::example().shuffled(7), &Mapping::default());
    let (one, first) = generated(&plain, |_| {});
    let (other, second) = generated(&shuffled, |options| options.threads = 3);
    assert!(one.files == other.files);
    let mut texts = [Vec::new(), Vec::new()];
    first.write(&mut texts[0]).unwrap();
    second.write(&mut texts[1]).unwrap();
    assert!(texts[0] == texts[1]);
}

#[test]
fn what_is_generated_matches_the_source() {
    let snapshot = source(&Tenants::example(), &Mapping::default());
    let (read, yields) = generated(&snapshot, |_| {});
    let mapping = yields.extended(&Mapping::default());
    let filter = Filter::default();
    let options = ReadOptions {
        side: Side::Target,
        mapping: &mapping,
        filter: &filter,
        threads: 1,
        progress: &NoProgress,
    };
    let target = read_configuration(read.files, "tf:x", &TypeTable::builtin(), options).unwrap();
    let options = AlignOptions {
        mapping: &mapping,
        drift: &AcceptedDrift::default(),
        compare_properties: false,
        threads: 1,
        progress: &NoProgress,
    };
    let again = source(&Tenants::example(), &mapping);
    let comparison = align(Arc::new(again), Arc::new(target), &options).unwrap();
    assert_eq!(comparison.matching.matched(), yields.counts.emitted);
    assert_eq!(comparison.extra().count(), 0);
}

#[test]
fn no_oddity_breaks_it_and_no_secret_gets_out() {
    for edge in Edge::ALL {
        for side in [atg_tenants::Side::Source, atg_tenants::Side::Target] {
            let snapshot = read_side(edge.document(side).into_bytes(), Side::Source, &Mapping::default());
            let (read, yields) = generated(&snapshot, |_| {});
            assert_eq!(yields.counts.source, u64::from(snapshot.len()), "{edge:?}");
            assert!(!read.text().contains(CANARY), "{edge:?}");
        }
    }
}
