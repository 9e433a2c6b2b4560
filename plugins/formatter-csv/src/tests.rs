use atg_sdk::fake::{self, ABSENT, REDACTED, Table};

use super::*;

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("csv", report).unwrap()).unwrap()
}

/// How many cells each record has.
fn widths(text: &str) -> Vec<usize> {
    let (mut widths, mut cells, mut quoted) = (Vec::new(), 1, false);
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells += 1,
            '\n' if !quoted => widths.push(std::mem::replace(&mut cells, 1)),
            _ => {}
        }
    }
    widths
}

fn types() -> Table {
    let table = Table::new(&[
        "type",
        "source",
        "target",
        "matched",
        "missing",
        "extra",
        "percent",
        "comparable",
    ]);
    table
        .row(&["T/a", "54", "46", "46", "8", "0", "85.2", "true"])
        .row(&["T/b", "3", "0", "0", "0", "0", ABSENT, "false"])
}

#[test]
fn fidelity_has_a_row_a_type() {
    let summary = r#"{"source":{"resources":57},"target":{"resources":46},"fidelity":{"overall":85.2},
        "matching":{"matched":46,"missing":8,"extra":0}}"#;
    let text = rendered(
        fake::Report::new("fidelity")
            .json("summary", summary)
            .table("by-type", types()),
    );
    let expected = "level,name,source,target,matched,missing,extra,percent,comparable\r\n\
        overall,overall,57,46,46,8,0,85.2,\r\ntype,T/a,54,46,46,8,0,85.2,true\r\ntype,T/b,3,0,0,0,0,,false\r\n";
    assert_eq!(text, expected);
}

#[test]
fn a_comparison_has_a_row_a_resource() {
    let hostile = [
        "=1+1",
        "a,b \"c\"",
        "two\nlines",
        "\u{202e}gnp",
        "\t=1",
        "@x",
        "-1",
        "+1",
        "\r",
    ];
    let resources = |table: Table| {
        hostile
            .iter()
            .fold(table, |table, name| table.row(&[name, "T", name, name]))
    };
    let table = || resources(Table::new(&["id", "type", "name", "resource-group"])).in_batches_of(2);
    let differences = hostile.iter().fold(
        Table::new(&[
            "type",
            "path",
            "kind",
            "source-id",
            "target-id",
            "source-value",
            "target-value",
        ]),
        |table, name| table.row(&["T", name, "changed", name, name, name, REDACTED]),
    );
    let report = fake::Report::new("comparison")
        .json("summary", "{}")
        .table("by-type", types());
    let text = rendered(
        report
            .table("missing", table())
            .table("extra", table())
            .table("differences", differences),
    );
    let widths = widths(&text);
    assert_eq!(
        (widths.len(), widths.iter().all(|width| *width == 10)),
        (1 + 3 * hostile.len(), true),
        "{text}"
    );
    assert!(text.contains("missing,T,'=1+1,'=1+1,'=1+1,,,,,\r\n"), "{text}");
    assert!(text.contains("extra,T,'@x,'@x,,'@x,,,,\r\n"), "{text}");
    assert!(
        text.contains("different,T,,,'-1,'-1,'-1,changed,'-1,(not shown)\r\n"),
        "{text}"
    );
    let bad = |character: char| sections::is_hidden(character) && !matches!(character, '\r' | '\n');
    assert!(
        !text.contains(bad) && !text.replace("\r\n", "").contains(['\r', '\n']),
        "{text:?}"
    );
}

#[test]
fn a_comparison_without_lists_has_types() {
    let text = rendered(
        fake::Report::new("comparison")
            .json("summary", "{}")
            .table("by-type", types()),
    );
    assert!(text.starts_with("level,") && widths(&text) == [9; 4], "{text}");
}

#[test]
fn a_history_has_a_row_a_record() {
    let trend = r#"[{"timestamp":"2026-01-31T08:15:00Z","source":{"title":"a","resources":4},"target":{"subscription_id":"b","resources":3},
        "fidelity":{"overall":75.0,"missing_resources":1,"target_fidelity":95.0,"objective_met":false}}, {}]"#;
    let text = rendered(fake::Report::new("trend").json("trend", trend));
    assert!(
        text.contains("\r\n2026-01-31T08:15:00Z,a,b,4,3,1,75.0,95.0,false\r\n,,,,,,,,\r\n"),
        "{text}"
    );
}

#[test]
fn iterations_have_a_row_each() {
    let summary = r#"{"iterations":[{"number":90,"resources":2,"errors_by_stage":{"validate":1}},{"number":91,"resources":1,"errors_by_stage":{"plan":0}}],
        "changes":[{"from":90,"to":91,"added":0,"removed":1,"changed":0,"text":"91 is 90 less one resource: a, b"}]}"#;
    let text = rendered(fake::Report::new("iterations").json("summary", summary));
    assert!(
        text.contains("yield_percent,errors_plan,errors_validate,digest"),
        "{text}"
    );
    assert!(
        text.contains("\r\n91,1,,,,,0,,,,0,1,0,\"91 is 90 less one resource: a, b\"\r\n"),
        "{text}"
    );
    assert_eq!(widths(&text), [14; 3]);
}

#[test]
fn other_reports_show_their_first_table() {
    let table = Table::new(&["step-name", "b"]).row(&["x", ABSENT]);
    let text = rendered(
        fake::Report::new("deployment")
            .json("summary", r#"{"a":1}"#)
            .table("steps", table),
    );
    assert_eq!(text, "step_name,b\r\nx,\r\n");
    let text = rendered(fake::Report::new("deployment").json("summary", r#"{"a":1}"#));
    assert_eq!(text, "name,value\r\na,1\r\n");
}
