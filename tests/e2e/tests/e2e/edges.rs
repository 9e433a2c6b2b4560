//! Estates with every oddity: the figures are right, and no output breaks on them.

use atg_e2e::{Run, Sandbox};
use atg_tenants::{CANARY, Edge};
use serde_json::json;

use crate::fixtures::{edge, fidelity};

#[test]
fn every_fixture_has_its_figures() {
    for fixture in Edge::ALL {
        let sandbox = Sandbox::new();
        edge(&sandbox, fixture);
        let report = fidelity(&sandbox, &[]).exits(0).json();
        let expected = fixture.expected();
        let name = fixture.name();
        assert_eq!(report["source"]["resources"], json!(expected.source), "{name}: source");
        assert_eq!(report["target"]["resources"], json!(expected.target), "{name}: target");
        assert_eq!(
            report["fidelity"]["missing_resources"],
            json!(expected.missing),
            "{name}: missing"
        );
        let matching = &report["matching"];
        assert_eq!(matching["matched"], json!(expected.matched), "{name}: matched");
        assert_eq!(matching["extra"], json!(expected.extra), "{name}: extra");
        assert_eq!(
            matching["not_comparable"]["source"],
            json!(expected.not_comparable_source),
            "{name}: not comparable"
        );
        assert_eq!(
            matching["not_comparable"]["target"],
            json!(expected.not_comparable_target),
            "{name}: not comparable"
        );
    }
}

#[test]
fn nothing_to_compare_is_not_a_hundred() {
    for (fixture, overall) in [
        (Edge::EmptySource, json!(null)),
        (Edge::EmptyTarget, json!(0.0)),
        (Edge::BothEmpty, json!(null)),
    ] {
        let sandbox = Sandbox::new();
        edge(&sandbox, fixture);
        let report = fidelity(&sandbox, &[]).exits(0).json();
        assert_eq!(report["fidelity"]["overall"], overall, "{}", fixture.name());
        assert_ne!(report["fidelity"]["objective_met"], json!(true), "{}", fixture.name());
    }
}

fn compare(fixture: Edge, format: &str) -> Run {
    let sandbox = Sandbox::new();
    edge(&sandbox, fixture);
    let words = [
        "compare",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
        "--show-missing",
        "--show-extra",
    ];
    sandbox
        .atg(&[&words[..], &["--show-changed", "--format", format]].concat())
        .exits(0)
}

#[test]
fn markdown_tables_have_equal_columns() {
    for fixture in Edge::ALL {
        let text = String::from_utf8(compare(fixture, "markdown").bytes().to_vec()).expect("UTF-8");
        let mut columns = None;
        for line in text.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let count = cells(line);
            assert_eq!(*columns.get_or_insert(count), count, "{}: {line}", fixture.name());
        }
    }
}

/// Bars that are not escaped.
fn cells(line: &str) -> usize {
    let (mut bars, mut escaped) = (0, false);
    for character in line.chars() {
        match character {
            '\\' => escaped = !escaped,
            '|' if !escaped => bars += 1,
            _ => escaped = false,
        }
        if character != '\\' {
            escaped = false;
        }
    }
    bars
}

#[test]
fn html_holds_no_live_script_of_the_estate() {
    let text = String::from_utf8(compare(Edge::HarmfulText, "html").bytes().to_vec()).expect("UTF-8");
    assert!(text.contains("alert"), "the fixture's text is in the report");
    let lower = text.to_lowercase();
    assert!(!lower.contains("<script>alert"));
    assert!(!lower.contains("<img src=x"));
    // Ours: the data and the program.
    assert_eq!(lower.matches("</script").count(), lower.matches("<script").count());
    for outside in ["http://", "https://", "url(", "@import", "<link", "src="] {
        let found = lower
            .match_indices(outside)
            .map(|(at, _)| &lower[at..(at + 60).min(lower.len())]);
        let foreign: Vec<&str> = found
            .filter(|text| !text.starts_with("http://www.w3.org/2000/svg"))
            .collect();
        assert!(foreign.is_empty(), "{foreign:?}");
    }
}

#[test]
fn csv_has_the_same_cells_in_every_row_and_no_formula() {
    for fixture in Edge::ALL {
        let run = compare(fixture, "csv");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(run.bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        for row in &rows {
            assert_eq!(row.len(), rows[0].len(), "{}: {row:?}", fixture.name());
            for cell in row {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{}: {cell:?}",
                    fixture.name()
                );
            }
        }
    }
}

#[test]
fn a_terminal_is_never_steered() {
    for format in ["table", "markdown", "csv"] {
        let run = compare(Edge::HarmfulText, format);
        let text = String::from_utf8(run.bytes().to_vec()).expect("UTF-8");
        for character in text.chars() {
            let fine = !character.is_control()
                || matches!(character, '\n')
                || (format == "csv" && matches!(character, '\r' | '\t'));
            assert!(fine, "{format}: {character:?}");
            assert!(
                !('\u{202a}'..='\u{202e}').contains(&character),
                "{format}: {character:?}"
            );
        }
    }
}

#[test]
fn secrets_are_in_no_output() {
    let sandbox = Sandbox::new();
    edge(&sandbox, Edge::Secrets);
    for format in ["table", "json", "markdown", "html", "csv"] {
        let words = [
            "compare",
            "--source",
            "file:source.json",
            "--target",
            "file:target.json",
            "--show-changed",
            "-vv",
            "--format",
            format,
        ];
        let run = sandbox.atg(&words).exits(0);
        let secret = String::from_utf8_lossy(run.bytes())
            .lines()
            .find(|line| line.contains(CANARY))
            .map(str::to_owned);
        assert_eq!(secret, None, "{format}");
        assert!(!run.stderr().contains(CANARY), "{format}");
    }
}
