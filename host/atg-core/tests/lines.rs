//! Rows, one a line.

mod support;

use atg_core::CoreError;
use atg_core::readers::resource_graph;
use atg_core::snapshot::Snapshot;
use std::error::Error;
use std::sync::Arc;
use support::plainly;

fn read(text: String) -> Result<Snapshot, CoreError> {
    plainly(|options| resource_graph::read(Arc::new(text.into_bytes()), "estate.jsonl", options))
}

fn fault(text: String) -> String {
    read(text).unwrap_err().source().unwrap().to_string()
}

fn row(name: &str, note: usize) -> String {
    let id = format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/{name}");
    format!(r#"{{"id":"{id}","properties":{{"note":"{}"}}}}"#, "x".repeat(note))
}

#[test]
fn white_space_around_a_row_is_no_part_of_it() {
    let text = format!("{}  \r\n\r\n  {}\t\n \n{}", row("a", 1), row("b", 1), row("c", 1));
    let snapshot = read(text).unwrap();
    assert_eq!(snapshot.len(), 3);
    let mut body = Vec::new();
    let bodies = (0..3).map(|resource| {
        snapshot.body(resource, &mut body).unwrap();
        String::from_utf8(body.clone()).unwrap()
    });
    let mut bodies: Vec<String> = bodies.map(|body| body.trim_start().to_owned()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, [row("a", 1), row("b", 1), row("c", 1)]);
}

#[test]
fn a_row_ends_with_its_line() {
    let good = row("a", 1);
    let split = good.replace(",\"properties\"", ",\n\"properties\"");
    for text in [split.clone(), format!("{good}\n{split}\n{good}")] {
        let line = text.lines().position(|line| line.ends_with(',')).unwrap() + 1;
        let told = fault(text);
        assert!(told.starts_with(&format!("line {line}, column ")), "{told}");
        assert!(told.contains("EOF while parsing"), "{told}");
    }
    let two = fault(format!("{good}\n{good}{good}\n"));
    assert!(
        two.starts_with("line 2, column ") && two.contains("trailing characters"),
        "{two}"
    );
}

#[test]
fn rows_of_any_length_follow_one_another() {
    // Longer and shorter than what is read at a time, beside one another, and across the ends of chunks.
    let lengths = [1, 300_000, 2, 130_000, 3, 2_500_000, 4, 5].into_iter();
    let rows: Vec<String> = lengths
        .enumerate()
        .map(|(at, note)| row(&format!("site-{at}"), note))
        .collect();
    let (once, newline) = (rows.join("\n"), format!("{}\n", rows.join("\n")));
    for text in [once, newline] {
        let snapshot = read(text).unwrap();
        let lengths: usize = (0..snapshot.len())
            .map(|resource| snapshot.body_ref(resource).len as usize)
            .sum();
        assert_eq!((snapshot.len(), lengths), (8, rows.iter().map(String::len).sum()));
    }
}

#[test]
fn of_several_ids_the_first_counts() {
    let twice = row("a", 1).replace("\"properties\"", &format!("\"id\":{},\"properties\"", r#""/nothing""#));
    let (snapshot, plain) = (read(twice).unwrap(), read(row("a", 1)).unwrap());
    assert_eq!((snapshot.key(0), snapshot.digest(0)), (plain.key(0), plain.digest(0)));
    let mut buffer = Vec::new();
    assert!(snapshot.identity(0, &mut buffer).unwrap().id.ends_with("/sites/a"));
}

#[test]
fn an_id_may_have_escapes_and_no_type_beside_it() {
    let escaped = row("a", 1).replace("/sites/a", "\\/sites\\/\\u0061");
    let snapshot = read(escaped).unwrap();
    let mut buffer = Vec::new();
    let identity = snapshot.identity(0, &mut buffer).unwrap();
    assert!(identity.id.ends_with("Microsoft.Web/sites/a"), "{}", identity.id);
    assert_eq!(
        (identity.name.as_str(), &*identity.type_name),
        ("a", "Microsoft.Web/sites")
    );
}
