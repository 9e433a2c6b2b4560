use atg_sdk::fake::{self, ABSENT, REDACTED, Table};

use super::*;

const SUMMARY: &str = r#"{"schema_version":1,"timestamp":"2026-01-31T08:15:00Z","kind":"fidelity","source":{"resources":1674},"target":{"resources":516},
    "fidelity":{"overall":30.8,"missing_resources":1158,"objective_met":false,"target_fidelity":95.0},
    "matching":{"matched":516,"missing":1158,"extra":0},"coverage":{"out_of_scope":["Entra objects"]},
    "objective":{"path":"OBJECTIVE.md","met":false,"criteria":[{"line":3,"text":"a | b","reading":"fidelity >= 95 %","standing":"missed","value":30.8}]}}"#;

const METRICS: &str = r#"[{"plugin":"p","name":"resources","title":"Resource fidelity","unit":"percent","value":30.8,"matched":516,"total":1674,
    "target":95.0,"gate":true,"standing":"missed","exclusions":[{"reason":"accepted","count":3}]}]"#;

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("markdown", report).unwrap()).unwrap()
}

/// All tables have the same number of bars in every line; no bar of an estate is one.
fn check_tables(text: &str) {
    let mut columns = None;
    for line in text.lines() {
        if line.starts_with('|') {
            let bars = line.matches('|').count();
            assert_eq!(*columns.get_or_insert(bars), bars, "{line}");
        } else {
            columns = None;
        }
        assert!(!line.contains(sections::is_hidden), "{line:?}");
    }
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
        .row(&["T|<b>", "54", "46", "46", "8", "0", "85.2", "true"])
        .row(&["T/b", "3", "0", "0", "0", "0", ABSENT, "false"])
}

fn resources(count: usize) -> Table {
    (0..count).fold(
        Table::new(&["id", "type", "name", "resource-group"]),
        |table, number| {
            let name = ["st", &number.to_string()].concat();
            table.row(&[&["/s/", &name].concat(), "T", &name, "rg"])
        },
    )
}

#[test]
fn fidelity_as_a_page() {
    let report = fake::Report::new("fidelity")
        .fact("title", "a → b")
        .json("summary", SUMMARY)
        .json("metrics", METRICS)
        .table("by-type", types());
    let text = rendered(report.table("missing", resources(60).in_batches_of(7)));
    check_tables(&text);
    for line in [
        "# a → b",
        "**Overall fidelity 30.8 %** ███░░░░░░░ target 95.0 %, objective **not met**.",
        "| Resources | 1674 | 516 |",
        "| Resource fidelity | 30.8 % | ███░░░░░░░ | 516 of 1674 | target 95.0 % (gate) | **missed** |",
        "- Resource fidelity, not counted: 3 accepted",
        "| 3 | a &#124; b | fidelity &gt;= 95 % | 30.8 | missed |",
        "| T&#124;&lt;b&gt; | 85.2 % | █████████░ | 46 | 54 | 8 |",
        "| T | st49 | rg | /s/st49 |",
        "… and 10 more of 60.",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    assert!(!text.contains("st50"));
}

#[test]
fn a_list_that_was_asked_for_has_no_end() {
    let report = || {
        fake::Report::new("comparison")
            .fact("show-missing", "true")
            .json("summary", "{}")
    };
    let text = rendered(report().table("missing", resources(60)));
    assert!(text.contains("| st59 |") && !text.contains("more of"), "{text}");
    assert!(rendered(report().table("missing", resources(0))).ends_with("## Missing in the target\n\nNone.\n"));
}

#[test]
fn hostile_text_makes_no_markup() {
    let hostile = [
        "<script>alert(1)",
        "a|b\\|c",
        "two\nlines",
        "\u{202e}x",
        "[l](javascript:a)",
        "`c` **b**",
        "\u{1b}[31m",
        "---",
        "# h",
    ];
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
        .fact("title", &hostile.concat())
        .json("summary", SUMMARY)
        .table("by-type", types());
    let text = rendered(
        report
            .table("differences", differences)
            .json("new|section", r##"{"a|b":"# c"}"##),
    );
    check_tables(&text);
    for bad in ["<script", "<b>", "](", "**b**", "\n---"] {
        assert!(!text.contains(bad), "{bad}\n{text}");
    }
}

#[test]
fn iterations_side_by_side() {
    let summary = r#"{"iterations":[{"number":90,"resources":620,"types":2,"by_type":{"azurerm_subnet":520,"azurerm_x":100},
            "yield":{"matched":1,"total":2,"percent":50.0},"errors_by_stage":{"validate":1},"digest":"0123456789abcdef"},
        {"number":91,"resources":619,"types":2,"by_type":{"azurerm_subnet":519,"azurerm_x":100},"errors_by_stage":{},"digest":"1","same_content_as":90}],
        "changes":[{"from":90,"to":91,"added":0,"removed":1,"changed":0,"text":"91 is 90 less one resource: azurerm_subnet.s2"}]}"#;
    let text = rendered(fake::Report::new("iterations").json("summary", summary));
    check_tables(&text);
    for line in [
        "| Iteration | 90 | 91 |",
        "| Resources | 620 | 619 |",
        "| Yield | 50.0 % | – |",
        "| Errors of validate | 1 | – |",
        "| Content | 0123456789 | same as 90 |",
        "- 91 is 90 less one resource: azurerm_subnet.s2",
        "| azurerm_subnet | 520 | 519 |",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
}

#[test]
fn a_history_and_anything_else() {
    let trend = r#"[{"timestamp":"2026-01-31T08:15:00Z","fidelity":{"overall":75.0,"missing_resources":1,"objective_met":true}}]"#;
    let text = rendered(fake::Report::new("trend").json("trend", trend));
    assert!(
        text.contains("| 2026-01-31 08:15:00 UTC | 75.0 % | ████████░░ | 1 | – | – | met |"),
        "{text}"
    );
    assert!(rendered(fake::Report::new("trend")).contains("There is no record."));
    let table = Table::new(&["one-two"]).row(&["1"]);
    let text = rendered(
        fake::Report::new("deployment")
            .json("steps", r#"{"done":3}"#)
            .table("log", table),
    );
    assert!(
        text.contains("## Steps\n\n- done: 3\n") && text.contains("## Log\n\n| One two |\n|---|\n| 1 |\n"),
        "{text}"
    );
}
