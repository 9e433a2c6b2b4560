//! Configurations of real estates, where the environment variable `ATG_TEST_REAL_DATA` names their folder. They are
//! large and belong to others, so they are no part of the tree; without them nothing is tested here.

use super::*;
use crate::iterations::{IterationComparer, IterationInput};
use std::path::PathBuf;

fn file(number: u32) -> Option<Vec<u8>> {
    let folder = PathBuf::from(std::env::var_os("ATG_TEST_REAL_DATA")?);
    Some(std::fs::read(folder.join(format!("iteration{number}.tf.json"))).unwrap())
}

fn snapshot(number: u32) -> Option<Snapshot> {
    let files = vec![("main.tf.json".to_owned(), file(number)?)];
    Some(with_options(|options| read_configuration(files, "tf:real", &TypeTable::builtin(), options)).unwrap())
}

/// Resources as the file has them, by what they become.
#[test]
fn nothing_is_lost() {
    let all = [
        (2, 334, (273, 10, 139)),
        (3, 404, (295, 13, 167)),
        (86, 124, (105, 16, 35)),
        (90, 620, (509, 35, 185)),
        (91, 619, (508, 35, 185)),
    ];
    for (number, blocks, expected) in all {
        let Some(snapshot) = snapshot(number) else { return };
        let read = &snapshot.read;
        let links: u64 = read
            .notes
            .iter()
            .filter(|(note, _)| note.ends_with("a relationship, not a resource"))
            .map(|(_, count)| count)
            .sum();
        let rows = u64::from(snapshot.len()) + read.duplicates + read.groups_listed + read.outside + links;
        assert_eq!(rows, blocks, "iteration {number}");
        let figures = (snapshot.len(), snapshot.types().len(), snapshot.edges().len());
        assert_eq!(figures, expected, "iteration {number}");
        assert!(read.untyped.is_empty(), "{:?}", read.untyped);
    }
}

#[test]
fn the_last_iteration_is_the_one_before_less_one_resource() {
    let mut comparer = IterationComparer::new();
    for number in [86, 90, 91] {
        let Some(bytes) = file(number) else { return };
        let files = vec![("main.tf.json".to_owned(), bytes)];
        comparer
            .push(&IterationInput::from_files(number, files).unwrap())
            .unwrap();
    }
    let comparison = comparer.finish();
    let resources: Vec<u64> = comparison.iterations.iter().map(|one| one.resources).collect();
    assert_eq!(resources, [124, 620, 619]);
    let change = &comparison.changes[1];
    assert!(
        change.text.starts_with("91 is 90 less one resource: azurerm_"),
        "{}",
        change.text
    );
}

#[test]
fn the_fuller_table_is_readable() {
    let Some(folder) = std::env::var_os("ATG_TEST_REAL_DATA") else {
        return;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join("../azurerm-types.tsv")).unwrap();
    let rows = text.lines().count() - 1;
    let table = TypeTable::with_file(&text, "azurerm-types.tsv").unwrap();
    assert!(table.len() >= rows, "{} of {rows}", table.len());
    for number in [2, 3, 86, 90, 91] {
        let Some(bytes) = file(number) else { return };
        let files = vec![("main.tf.json".to_owned(), bytes)];
        let read = with_options(|options| read_configuration(files, "tf:real", &table, options)).unwrap();
        assert_eq!(
            Some(ids(&read)),
            snapshot(number).as_ref().map(ids),
            "iteration {number}"
        );
    }
}

#[test]
fn one_resource_is_missing_from_the_last_iteration() {
    let (Some(source), Some(target)) = (snapshot(90), snapshot(91)) else {
        return;
    };
    let comparison = alignment::compare(source, target);
    assert_eq!(comparison.matching.matched(), 508);
    assert_eq!((comparison.missing().count(), comparison.extra().count()), (1, 0));
}
