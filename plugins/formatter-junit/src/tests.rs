use atg_sdk::fake::{self, Table};

use super::*;

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("junit", report).unwrap()).unwrap()
}

#[test]
fn fidelity_is_a_case_for_all_that_has_a_target() {
    let summary = r#"{"timestamp":"2026-01-31T08:15:00Z","source":{"resources":1674},
        "fidelity":{"overall":94.9,"missing_resources":84,"target_fidelity":95.0,"objective_met":false},
        "gates":[{"name":"left-out","standing":"unknown","reason":"it was not run"},{"name":"resources","standing":"missed"}],
        "objective":{"path":"OBJECTIVE.md","met":null,"criteria":[
            {"line":3,"text":"fidelity >= 90","reading":"fidelity >= 90 %","standing":"met","value":"94.9 %"},
            {"line":4,"text":"validation_passed","reading":"validation_passed","standing":"unknown","value":null}]}}"#;
    let metrics = r#"[
        {"plugin":"p","name":"resources","title":"Resource fidelity","unit":"percent","value":94.9,"matched":1590,"total":1674,"target":95.0,"gate":true,"standing":"missed"},
        {"plugin":"p","name":"tags","title":"tags","unit":"percent","value":100.0,"target":95.0,"standing":"met"},
        {"plugin":"p","name":"none","unit":"percent","standing":"not-applicable","reason":"no tags"},
        {"plugin":"bad","name":"bad","unit":"percent","target":95.0,"standing":"unknown","failure":{"kind":"trap","message":"unreachable","hint":"report it"}}]"#;
    let text = rendered(
        fake::Report::new("fidelity")
            .fact("title", "a → b")
            .json("summary", summary)
            .json("metrics", metrics),
    );
    for part in [
        "<testsuites name=\"a → b\" tests=\"8\" failures=\"2\" errors=\"3\" skipped=\"1\">",
        "<testsuite name=\"metrics\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" timestamp=\"2026-01-31T08:15:00Z\">",
        "<failure message=\"94.9 %, target 95.0 %: 84 of 1674 source resources are missing\"/>",
        "<failure message=\"94.9 %, target 95.0 %: 1590 of 1674 (gate)\"/>",
        "<error message=\"gate is unknown: it was not run\"/>",
        "<skipped message=\"no tags\"/>",
        "<error message=\"bad failed (trap): unreachable\">bad failed (trap): unreachable\nhint: report it</error>",
        "<system-out>fidelity &gt;= 90 %: 94.9 % (OBJECTIVE.md, line 3)</system-out>",
        "<error message=\"validation_passed: nobody knows (OBJECTIVE.md, line 4)\"/>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_comparison_is_a_case_a_type() {
    let types = Table::new(&[
        "type",
        "source",
        "target",
        "matched",
        "missing",
        "extra",
        "percent",
        "comparable",
    ])
    .row(&["T/a", "54", "46", "46", "8", "0", "85.2", "true"])
    .row(&["T/b", "2", "2", "2", "0", "0", "100.0", "true"])
    .row(&["T/c", "3", "0", "0", "0", "0", fake::ABSENT, "false"]);
    let text = rendered(
        fake::Report::new("comparison")
            .json("summary", "{}")
            .table("by-type", types),
    );
    for part in [
        "<failure message=\"46 of 54 are in the target, 8 missing\"/>",
        "<system-out>2 of 2 are in the target</system-out>",
        "<skipped message=\"one side could not list this type\"/>",
        "tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let types = Table::new(&["type", "source", "target", "matched", "missing"]).row(&[
        "<a>&\"'\u{1b}[0m\n\u{0}\u{ffff}]]>",
        "1",
        "0",
        "0",
        "1",
    ]);
    let text = rendered(
        fake::Report::new("comparison")
            .fact("title", "</testsuites>\u{1b}")
            .table("by-type", types),
    );
    assert!(
        text.contains("name=\"&lt;a&gt;&amp;&quot;'⟨U+001B⟩[0m⟨U+000A⟩⟨U+0000⟩\u{fffd}]]&gt;\""),
        "{text}"
    );
    assert!(
        text.contains("<testsuites name=\"&lt;/testsuites&gt;⟨U+001B⟩\""),
        "{text}"
    );
    assert!(
        !text
            .chars()
            .any(|character| character.is_control() && character != '\n')
    );
}

#[test]
fn iterations_and_histories_are_cases_too() {
    let summary = r#"{"iterations":[{"number":1,"errors_by_stage":{"validate":2,"plan":0}},{"number":2}]}"#;
    let text = rendered(fake::Report::new("iterations").json("summary", summary));
    assert!(
        text.contains("name=\"iteration 1 validate\"") && text.contains("<failure message=\"2 errors\"/>"),
        "{text}"
    );
    assert!(
        text.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""),
        "{text}"
    );
    let trend = r#"[{"timestamp":"2026-01-31T08:15:00Z","fidelity":{"overall":94.9,"target_fidelity":95.0}}]"#;
    let text = rendered(fake::Report::new("trend").json("trend", trend));
    assert!(
        text.contains("name=\"2026-01-31 08:15:00 UTC\"")
            && text.contains("<failure message=\"94.9 %, target 95.0 %\"/>"),
        "{text}"
    );
    assert!(rendered(fake::Report::new("deployment")).contains("tests=\"0\""));
}
