use super::*;
use atg_sdk::fake::{self, ABSENT, Measured, Table};

fn measure(pairs: &[[&str; 3]], differences: &[[&str; 3]]) -> Measured {
    let of =
        |columns: [&str; 3], rows: &[[&str; 3]]| rows.iter().fold(Table::new(&columns), |table, row| table.row(row));
    let comparison = fake::Comparison::new()
        .pairs(of(["status", "type", "properties"], pairs))
        .differences(of(["type", "path", "kind"], differences));
    fake::measure::<Plugin>("properties", comparison).unwrap()
}

#[test]
fn matched_resources_with_equal_properties_of_all_that_could_be_compared() {
    let pairs = [
        ["matched", "vms", "equal"],
        ["missing", "vms", ABSENT],
        ["matched", "vms", "different"],
        ["matched", "vms", "unknown"],
        ["extra", "vms", ABSENT],
        ["matched", "nets", "equal"],
    ];
    let measured = measure(&pairs, &[["vms", "sku.name", "changed"]]);
    assert_eq!(measured.ratio, Some((2, 3)));
    assert_eq!(measured.exclusions, [(UNKNOWN.to_owned(), 1)]);
    assert_eq!(measured.parts, [("property".to_owned(), "sku.name".to_owned(), 1, 2)]);
}

#[test]
fn a_path_is_held_against_the_types_in_which_it_differs() {
    let pairs = [
        ["matched", "vms", "different"],
        ["matched", "vms", "different"],
        ["matched", "nets", "different"],
        ["matched", "nets", "equal"],
        ["matched", "disks", "equal"],
    ];
    let differences = [
        ["vms", "location", "changed"],
        ["vms", "location", "added"],
        ["nets", "location", "removed"],
        ["nets", "subnets[].name", "changed"],
        ["nets", "subnets[].name", "changed"],
        ["nets", "subnets[].name", "changed"],
        ["nets", "hidden", "unknown"],
    ];
    let measured = measure(&pairs, &differences);
    let part = |key: &str, matched, total| ("property".to_owned(), key.to_owned(), matched, total);
    // Three items differ, but there are two networks only.
    assert_eq!(measured.parts, [part("location", 1, 4), part("subnets[].name", 0, 2)]);
}

#[test]
fn only_the_paths_that_differ_most_are_told() {
    let pairs = [["matched", "vms", "different"]; 3];
    let names: Vec<String> = (0..150).map(|number| format!("tags.t{number:03}")).collect();
    let mut differences: Vec<[&str; 3]> = names.iter().map(|name| ["vms", name.as_str(), "changed"]).collect();
    differences.push(["vms", "tags.t149", "changed"]);
    let measured = measure(&pairs, &differences);
    assert_eq!(measured.parts.len(), 100);
    assert_eq!(measured.parts[0], ("property".to_owned(), "tags.t149".to_owned(), 1, 3));
}

#[test]
fn without_anything_to_compare_it_is_not_applicable() {
    let measured = measure(&[["matched", "vms", "unknown"], ["missing", "vms", ABSENT]], &[]);
    assert!(measured.not_applicable.is_some() && measured.ratio.is_none());
    assert_eq!(measured.exclusions, [(UNKNOWN.to_owned(), 1)]);
}
