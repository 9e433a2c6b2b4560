use super::*;
use atg_sdk::fake::{self, Snapshot, Table};

fn graph(edges: &[(&str, &str, u32)]) -> Snapshot {
    let table = Table::new(&["from-type", "kind", "to-type", "count"]);
    let row =
        |table: Table, (from, to, count): &(&str, &str, u32)| table.row(&[from, "references", to, &count.to_string()]);
    Snapshot::new().type_edges(edges.iter().fold(table, row))
}

fn value(source: &[(&str, &str, u32)], target: &[(&str, &str, u32)]) -> Option<f64> {
    let comparison = fake::Comparison::new().source(graph(source)).target(graph(target));
    fake::measure::<Plugin>("structure", comparison).unwrap().value
}

const ESTATE: [(&str, &str, u32); 5] = [
    ("vm", "disk", 54),
    ("vm", "nic", 60),
    ("nic", "vnet", 60),
    ("vnet", "vnet", 3),
    ("vault", "vm", 7),
];

#[test]
fn the_same_shape_is_100_whatever_the_size_the_direction_and_the_case() {
    assert_eq!(value(&ESTATE, &ESTATE), Some(100.0));
    let larger = ESTATE.map(|(from, to, count)| (from, to, count * 7));
    assert_eq!(value(&ESTATE, &larger), Some(100.0));
    let turned = ESTATE.map(|(from, to, count)| (to, from, count));
    assert_eq!(value(&ESTATE, &turned), Some(100.0));
    assert_eq!(value(&[("VM", "Disk", 1)], &[("vm", "disk", 1)]), Some(100.0));
}

#[test]
fn what_is_lost_costs_and_it_costs_the_same_both_ways() {
    let without_vault = &ESTATE[..4];
    let lost = value(&ESTATE, without_vault).unwrap();
    assert!((0.0..100.0).contains(&lost), "{lost}");
    assert_eq!(value(without_vault, &ESTATE), Some(lost));
    let less_still = value(&ESTATE, &ESTATE[..2]).unwrap();
    assert!(less_still < lost, "{less_still} is not below {lost}");
}

#[test]
fn known_spectra_give_the_value_that_the_formula_says() {
    // One edge against nothing: {0, 2} and {0, 0}, a mean distance of 1.
    assert_eq!(value(&[("a", "b", 9)], &[]), Some(0.0));
    // A triangle {0, 1.5, 1.5} against a path {0, 1, 2}: (0 + 0.5 + 0.5) / 3.
    let triangle = [("a", "b", 1), ("b", "c", 1), ("a", "c", 1)];
    assert_eq!(value(&triangle, &triangle[..2]), Some(66.666_667));
    // An edge with loops: 1 - 1/2 on the diagonal, {0, 1}, against {0, 2}.
    let with_loops = [("a", "b", 1), ("a", "a", 1), ("b", "b", 1)];
    assert_eq!(value(&with_loops, &with_loops[..1]), Some(50.0));
}

#[test]
fn without_relationships_there_is_no_shape() {
    assert_eq!(value(&[], &[]), None);
}

#[test]
fn a_thousand_types_of_one_component_are_no_trouble() {
    let names: Vec<String> = (0..1000).map(|number| format!("type{number}")).collect();
    let edges: Vec<(&str, &str, u32)> = (0..1000)
        .flat_map(|at| {
            [
                (at, (at + 1) % 1000),
                (at, (at * 7 + 3) % 1000),
                (at, (at * 31 + 11) % 1000),
            ]
        })
        .map(|(one, other): (usize, usize)| (names[one].as_str(), names[other].as_str(), (one % 5 + 1) as u32))
        .collect();
    let value = value(&edges, &edges[..2900]).unwrap();
    assert!(value > 90.0 && value < 100.0, "{value}");
}
