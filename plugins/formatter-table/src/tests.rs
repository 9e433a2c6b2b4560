use atg_sdk::fake::{self, ABSENT, REDACTED, Table};

use super::*;
use crate::fit::wide;

const SUMMARY: &str = r#"{"schema_version":1,"timestamp":"2026-01-31T08:15:00Z","kind":"fidelity",
    "source":{"title":"Production","resources":1674,"relationships":5614,"resource_groups":182,"resource_types":94},
    "target":{"title":"Replica","resources":516,"relationships":1823,"resource_groups":58,"resource_types":42},
    "fidelity":{"overall":30.8,"missing_resources":1158,"objective_met":false,"target_fidelity":95.0,"composite":{"value":61.25,"inputs":[]}},
    "matching":{"matched":516,"missing":1158,"extra":0,"ambiguous":0,"not_comparable":{"source":3,"target":0},"accepted":{"missing":0,"extra":0}},
    "coverage":{"out_of_scope":["Entra objects"],"not_comparable":[{"type":"Microsoft.Network/virtualNetworks/subnets","source":3,"target":0}]},
    "objective":{"path":"OBJECTIVE.md","met":false,"criteria":[{"line":3,"text":"fidelity >= 95","reading":"fidelity >= 95 %","standing":"missed","value":"30.8 %"}],"weaker":[]},
    "gates":[{"name":"spins","standing":"unknown","reason":"it failed to run"}]}"#;

const METRICS: &str = r#"[{"plugin":"metric-resources","name":"resources","title":"Resource fidelity","unit":"percent","direction":"higher",
    "value":30.8,"matched":516,"total":1674,"target":95.0,"gate":true,"weight":1,"standing":"missed","exclusions":[],"findings":[],"failure":null},
    {"plugin":"metric-spins","name":"spins","title":"Spins","unit":"percent","value":null,"target":95.0,"gate":true,"standing":"unknown",
     "failure":{"kind":"timeout","message":"it did not end within 10 s","subject":null,"frames":[],"hint":"use `--plugin-timeout 30s`"}}]"#;

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
        .row(&[
            "Microsoft.Compute/virtualMachines",
            "54",
            "46",
            "46",
            "8",
            "0",
            "85.2",
            "true",
        ])
        .row(&[
            "Microsoft.Storage/storageAccounts",
            "49",
            "33",
            "33",
            "16",
            "0",
            "67.3",
            "true",
        ])
        .row(&[
            "Microsoft.Network/virtualNetworks/subnets",
            "3",
            "0",
            "0",
            "0",
            "0",
            ABSENT,
            "false",
        ])
}

fn resources(names: &[String]) -> Table {
    names
        .iter()
        .fold(Table::new(&["id", "type", "name", "resource-group"]), |table, name| {
            table.row(&[
                &["/subscriptions/s/", name].concat(),
                "Microsoft.Storage/storageAccounts",
                name,
                &["rg-", name].concat(),
            ])
        })
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| ["st", &number.to_string()].concat()).collect()
}

fn fidelity() -> fake::Report {
    let report = fake::Report::new("fidelity")
        .fact("title", "Production → Replica")
        .fact("width", "80");
    report
        .json("summary", SUMMARY)
        .json("metrics", METRICS)
        .table("by-type", types())
}

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("table", report).unwrap()).unwrap()
}

#[test]
fn the_figures_stand_at_the_top() {
    let text = rendered(fidelity());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[..2],
        ["Production → Replica", "Fidelity, 2026-01-31 08:15:00 UTC"]
    );
    for line in [
        "Resources                 1674        516",
        "Overall fidelity  30.8 %  ###########-----------------------|-  target 95.0 %",
        "1158 of 1674 source resources are missing. Objective not met. Composite 61.3 %.",
        "  missed       line 3   fidelity >= 95 %  30.8 %",
        "  unknown  spins, because it failed to run",
        "  metric-spins failed (timeout): it did not end within 10 s",
        "    hint: use `--plugin-timeout 30s`",
        "By type  2 types, none complete, none missing altogether",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    let storage = text.find("Microsoft.Storage/storageAccounts").unwrap();
    assert!(
        storage > text.find("Microsoft.Compute/virtualMachines").unwrap(),
        "the largest comes first"
    );
}

#[test]
fn a_list_ends_early_unless_it_was_asked_for() {
    let missing = || resources(&numbered(25)).in_batches_of(4);
    let text = rendered(fidelity().table("missing", missing()));
    assert!(text.contains("\n  st9 ") && !text.contains("\n  st10 "), "{text}");
    assert!(
        text.ends_with("  … and 15 more; `atg compare --show-missing` lists all\n"),
        "{text}"
    );
    let text = rendered(fidelity().table("missing", missing()).fact("show-missing", "true"));
    assert!(text.contains("\n  st24 ") && !text.contains("more;"), "{text}");
    let all = fake::with_settings(&[("rows", "0")], || rendered(fidelity().table("missing", missing())));
    assert!(all.contains("\n  st24 "), "{all}");
    let none = rendered(fidelity().table("missing", resources(&[])).fact("show-missing", "true"));
    assert!(none.ends_with("Missing in the target  none\n"), "{none}");
}

#[test]
fn no_line_is_wider_than_the_terminal_and_nothing_steers_it() {
    let names: Vec<String> = [
        "\u{1b}[31mred",
        "two\nlines",
        "\u{202e}gnp",
        "名前🦀名前🦀名前🦀名前🦀名前🦀",
        "<script>",
        "a|b",
        &"x".repeat(300),
    ]
    .map(str::to_owned)
    .into();
    for width in ["40", "80", "133"] {
        let differences = names.iter().fold(
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
            .fact("title", &names.concat())
            .fact("width", width)
            .fact("color", "true");
        let report = report
            .json("summary", SUMMARY)
            .json("metrics", METRICS)
            .json("other", r#"{"a\nb":["\u001b]0;"]}"#)
            .table("by-type", types());
        let text = rendered(
            report
                .table("extra", resources(&names))
                .table("differences", differences)
                .fact("show-changed", "true"),
        );
        let mut plain = text.clone();
        for code in [0, 1, 2, 31, 32, 33, 36] {
            plain = plain.replace(&["\u{1b}[", &code.to_string(), "m"].concat(), "");
        }
        for line in plain.lines() {
            assert!(wide(line) <= width.parse().unwrap(), "{width}: {line}");
            assert!(!line.contains(sections::is_hidden), "{line:?}");
        }
        assert!(width == "40" || plain.contains("(not shown)"));
    }
}

#[test]
fn colour_is_only_where_it_is_asked_for() {
    assert!(!rendered(fidelity()).contains('\u{1b}'));
    assert!(rendered(fidelity().fact("color", "true")).contains("\u{1b}[31mObjective not met.\u{1b}[0m"));
}

#[test]
fn iterations_stand_side_by_side() {
    let summary = r#"{"iterations":[
        {"number":90,"resources":620,"types":2,"yield":{"matched":516,"total":1674,"percent":30.8},"errors_by_stage":{"validate":1},"digest":"0123456789abcdef"},
        {"number":91,"resources":619,"types":2,"yield":null,"errors_by_stage":{},"digest":"fedcba9876543210"}],
        "changes":[{"from":90,"to":91,"added":0,"removed":1,"changed":0,"text":"91 is 90 less one resource: azurerm_subnet.s2"}]}"#;
    let changes = Table::new(&["from", "to", "change", "type", "address"]).row(&[
        "90",
        "91",
        "removed",
        "azurerm_subnet",
        "azurerm_subnet.s2",
    ]);
    let text = rendered(
        fake::Report::new("iterations")
            .json("summary", summary)
            .table("changes", changes),
    );
    for line in [
        "Iteration                 90         91",
        "Resources                620        619",
        "Yield                 30.8 %          -",
        "Errors (validate)          1          -",
        "Content             01234567   fedcba98",
        "  91 is 90 less one resource: azurerm_subnet.s2",
        "  90 → 91  removed  azurerm_subnet.s2",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    let many: Vec<String> = (0..40)
        .map(|number| format!(r#"{{"number":{number},"resources":{number}}}"#))
        .collect();
    let text =
        rendered(fake::Report::new("iterations").json("summary", &format!(r#"{{"iterations":[{}]}}"#, many.join(","))));
    assert!(text.lines().all(|line| wide(line) <= 80), "{text}");
    assert!(text.contains(" 39\n"), "{text}");
}

#[test]
fn a_trend_is_a_line_of_signs() {
    let trend = r#"[{"timestamp":"2026-01-30T08:15:00Z","fidelity":{"overall":0.0,"target_fidelity":95.0,"missing_resources":9,"objective_met":false}},
        {"timestamp":"2026-01-31T08:15:00Z","fidelity":{"overall":100.0,"target_fidelity":95.0,"missing_resources":0,"objective_met":true}}]"#;
    let text = rendered(fake::Report::new("trend").json("trend", trend));
    assert!(text.contains("\n  ▁█  0.0 → 100.0 %\n"), "{text}");
    assert!(text.contains("  2026-01-31 08:15:00 UTC 100.0 %"), "{text}");
    assert!(rendered(fake::Report::new("trend").json("trend", "[]")).contains("There is no record."));
}

#[test]
fn what_is_not_known_is_shown_too() {
    let table = Table::new(&["one", "two"]).row(&["1", ABSENT]);
    let text = rendered(
        fake::Report::new("deployment")
            .json("steps", r#"{"done":3}"#)
            .table("log-lines", table),
    );
    for line in ["Deployment", "Steps", "  done: 3", "Log lines", "  1"] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    let empty = r#"{"fidelity":{"overall":null,"missing_resources":0,"objective_met":null,"target_fidelity":95.0}}"#;
    assert!(rendered(fake::Report::new("fidelity").json("summary", empty)).contains("There is nothing to compare"));
}
