use super::*;
use atg_sdk::fake::{self, ABSENT, Measured, Snapshot, Table};

fn measure(rows: &[[&str; 3]], source: &[(&str, u32)], target: &[(&str, u32)]) -> Measured {
    let table = Table::new(&["status", "match-kind", "resource-group"]);
    let table = rows.iter().fold(table, |table, row| table.row(row));
    let snapshot = |counts| Snapshot::new().counts("resource-group", counts);
    let comparison = fake::Comparison::new()
        .pairs(table)
        .source(snapshot(source))
        .target(snapshot(target));
    fake::measure::<Plugin>("resource-groups", comparison).unwrap()
}

#[test]
fn prefixes_of_iterations_and_case_do_not_count() {
    for (name, wanted) in [
        ("RG-App", "rg-app"),
        ("ITERATION182_rg-app", "rg-app"),
        ("iteration1_ITERATION002_rg-app", "rg-app"),
        ("ITERATION_rg", "iteration_rg"),
        ("iteration7", "iteration7"),
        ("ITERATION7_", "iteration7_"),
        ("my-iteration7_rg", "my-iteration7_rg"),
    ] {
        assert_eq!(folded(name), wanted);
    }
}

#[test]
fn a_group_is_kept_where_the_target_has_one_of_its_name() {
    let rows = [
        ["matched", "normalized", "rg-a"],
        ["missing", ABSENT, "rg-b"],
        ["extra", ABSENT, "rg-c"],
    ];
    let measured = measure(
        &rows,
        &[("rg-a", 1), ("rg-b", 1)],
        &[("ITERATION182_RG-A", 1), ("rg-c", 1)],
    );
    assert_eq!(measured.ratio, Some((1, 2)));
    assert_eq!(measured.exclusions, []);
}

#[test]
fn a_group_that_was_mapped_is_kept_and_one_whose_resources_moved_is_not() {
    let rows = [["matched", "mapped", "old"], ["matched", "heuristic", "moved-from"]];
    let measured = measure(&rows, &[("old", 1), ("moved-from", 1)], &[("new", 2)]);
    assert_eq!(measured.ratio, Some((1, 2)));
}

#[test]
fn what_the_target_cannot_have_shown_is_left_out() {
    let rows = [
        ["matched", "exact", "rg-a"],
        ["accepted", ABSENT, "rg-b"],
        ["not-comparable", ABSENT, "rg-b"],
    ];
    let source = [("empty", 0), ("rg-a", 1), ("rg-b", 2)];
    let measured = measure(&rows, &source, &[("rg-a", 1)]);
    assert_eq!(measured.ratio, Some((1, 1)));
    assert_eq!(measured.exclusions, [(UNSEEN.to_owned(), 1), (UNCOUNTED.to_owned(), 1)]);
    // This target lists empty groups, so one that it does not list is missing.
    let measured = measure(&rows, &source, &[("other", 0), ("rg-a", 1)]);
    assert_eq!(measured.ratio, Some((1, 2)));
    assert!(measure(&[], &[], &[("rg-a", 1)]).not_applicable.is_some());
}
