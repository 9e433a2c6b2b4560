use super::*;
use crate::json::{self, Json};

fn json(text: &str) -> Json {
    json::parse(text).unwrap()
}

fn summary() -> Json {
    json(
        r#"{"schema_version":1,"timestamp":"2026-01-31T08:15:00.25Z","kind":"fidelity",
        "source":{"title":"Production","subscription_id":"a","resources":1674,"relationships":5614,"resource_groups":182,"resource_types":94},
        "target":{"subscription_id":"b","resources":516,"relationships":1823,"resource_groups":58,"resource_types":42},
        "fidelity":{"overall":30.8,"by_type":{"Microsoft.Compute/virtualMachines":85.2},"missing_resources":1158,"objective_met":false,
          "target_fidelity":95.0,"composite":{"value":61.25,"inputs":[]}},
        "matching":{"matched":516,"missing":1158,"extra":0,"ambiguous":2,"not_comparable":{"source":4,"target":1},"accepted":{"missing":3,"extra":0}},
        "coverage":{"out_of_scope":["Entra objects"],"not_comparable":[{"type":"T/s","source":4,"target":1}],"source":{"read":1674}},
        "gates":[{"name":"tags","standing":"unknown","reason":"it failed to run"}],
        "objective":{"path":"OBJECTIVE.md","met":null,"criteria":[
          {"line":3,"text":"fidelity >= 95","reading":"fidelity >= 95 %","standing":"missed","value":30.8},
          {"line":4,"text":"validation_passed","reading":"validation_passed","standing":"unknown","value":null}]}}"#,
    )
}

#[test]
fn the_figures_of_a_summary() {
    let figures = figures(&summary()).unwrap();
    assert_eq!(
        (figures.overall, figures.missing, figures.target),
        (Some(30.8), Some(1158), Some(95.0))
    );
    assert_eq!((figures.objective_met, figures.composite), (Some(false), Some(61.25)));
    assert_eq!(super::figures(&json("{}")), None);
    let rows = sides(&summary());
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (rows[2].what.as_str(), rows[2].source, rows[2].target),
        ("resource_groups", Some(182), Some(58))
    );
    assert!(sides(&json("{\"iterations\":[]}")).is_empty());
    assert_eq!(report_title("fidelity", &summary()), "Production → b");
    assert_eq!(report_title("iterations", &Json::Null), "Iterations");
}

#[test]
fn matching_and_coverage() {
    let matching = matching(&summary()).unwrap();
    assert_eq!((matching.matched, matching.missing, matching.ambiguous), (516, 1158, 2));
    assert_eq!((matching.not_comparable, matching.accepted), ([4, 1], [3, 0]));
    let coverage = coverage(&summary());
    assert_eq!(coverage.out_of_scope, ["Entra objects"]);
    assert_eq!(coverage.not_comparable, [("T/s".to_owned(), 4, 1)]);
    assert_eq!(super::coverage(&Json::Null), Coverage::default());
}

#[test]
fn what_was_asked_for() {
    assert_eq!(gates(&summary())[0].reason.as_deref(), Some("it failed to run"));
    let objective = objective(&summary()).unwrap();
    assert_eq!(
        (objective.path.as_str(), objective.met, objective.criteria.len()),
        ("OBJECTIVE.md", None, 2)
    );
    assert_eq!(
        (
            objective.criteria[0].value.as_str(),
            objective.criteria[1].value.as_str()
        ),
        ("30.8", "")
    );
    assert_eq!(super::objective(&Json::Null), None);
}

#[test]
fn metrics_as_they_print() {
    let rows = metrics(&json(
        r#"[{"plugin":"metric-resources","name":"resources","title":"Resource fidelity","unit":"percent","direction":"higher","value":30.8,
            "matched":516,"total":1674,"target":94.95,"gate":true,"weight":1,"standing":"missed","exclusions":[{"reason":"accepted","count":3}]},
           {"plugin":"p","name":"cost","unit":"euro","direction":"lower","value":12.5,"target":10,"standing":"missed"},
           {"plugin":"p","name":"share","title":"Share","unit":"ratio","value":0.949,"standing":"unknown"},
           {"plugin":"p","name":"bad","title":"Bad","unit":"percent","value":null,"target":95,"standing":"unknown",
            "failure":{"kind":"trap","message":"unreachable","subject":"/s","frames":["f"],"hint":"h"}}]"#,
    ));
    assert_eq!(rows.len(), 4);
    assert_eq!(
        (rows[0].printed(), rows[0].printed_target()),
        ("30.8 %".into(), Some("target 94.95 %".into()))
    );
    assert_eq!(
        (rows[0].standing, rows[0].ratio, rows[0].gate),
        (Standing::Missed, Some((516, 1674)), true)
    );
    assert_eq!(rows[0].exclusions, [("accepted".to_owned(), 3)]);
    assert_eq!(
        (rows[1].printed(), rows[1].printed_target()),
        ("12.5 euro".into(), Some("at most 10 euro".into()))
    );
    assert_eq!((rows[1].title.as_str(), rows[1].share()), ("cost", None));
    assert_eq!(
        (rows[2].printed(), rows[2].share(), rows[2].standing),
        ("0.949".into(), Some(0.949), Standing::Shown)
    );
    assert_eq!((rows[3].printed(), rows[3].standing), ("–".into(), Standing::Failed));
    assert_eq!(rows[3].failed().unwrap(), "p failed (trap) at /s: unreachable");
    assert!(metrics(&Json::Null).is_empty());
}

#[test]
fn what_a_plugin_computed_is_rounded_and_never_onto_what_it_misses() {
    let printed = |value: f64, target: f64| {
        let text = format!(r#"[{{"name":"m","unit":"percent","value":{value},"target":{target}}}]"#);
        metrics(&json(&text))[0].printed()
    };
    assert_eq!(printed(44.645507, 95.0), "44.6 %");
    assert_eq!(printed(94.96, 95.0), "94.9 %");
    assert_eq!(printed(99.97, 95.0), "99.9 %");
    assert_eq!(printed(5.04, 5.0), "5.1 %");
    assert_eq!(printed(100.0, 95.0), "100.0 %");
}

#[test]
fn a_trend_and_iterations() {
    let text = ["[", &summary().to_text(), ",{}]"].concat();
    let points = trend(&json(&text));
    assert_eq!(
        (points.len(), points[0].overall, points[0].source_resources),
        (2, Some(30.8), Some(1674))
    );
    assert_eq!(
        (points[0].time().as_str(), points[1].time().as_str()),
        ("2026-01-31 08:15:00 UTC", "")
    );

    let summary = json(
        r#"{"iterations":[{"number":90,"resources":620,"types":2,"by_type":{"a":600,"b":20},"yield":{"matched":516,"total":1674,"percent":30.8},
            "errors_by_stage":{"validate":1},"digest":"abc","same_content_as":null},{"number":91,"same_content_as":90}],
            "changes":[{"from":90,"to":91,"added":0,"removed":1,"changed":0,"text":"91 is 90 less one resource"}]}"#,
    );
    let list = iterations(&summary);
    assert_eq!(
        (list[0].number, list[0].resources, list[0].yields),
        (90, Some(620), Some((516, 1674)))
    );
    assert_eq!(
        (list[0].errors.len(), list[1].same_as, list[1].yield_percent),
        (1, Some(90), None)
    );
    let change = &iteration_changes(&summary)[0];
    assert_eq!(
        (change.from, change.to, change.counts),
        (90, 91, [Some(0), Some(1), Some(0)])
    );
}

#[test]
fn what_changed_since_the_last_record() {
    let summary = json(
        r#"{"change":{"since":"2026-01-30T08:15:00Z","overall":{"before":30.8,"now":94.9},"missing_resources":{"before":1158,"now":84},
            "why":["the target changed"],"by_type":[{"type":"T","matched":{"before":1,"now":2},"total":{"before":2,"now":2}}],
            "went_missing":{"count":0,"ids":[]},"gained":{"count":7,"ids":["/a","/b"]}}}"#,
    );
    let change = change(&summary).unwrap();
    assert_eq!(change.since, "2026-01-30 08:15:00 UTC");
    let lines: Vec<(&str, &str)> = change
        .lines
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let expected = [
        ("overall", "30.8 % → 94.9 %"),
        ("missing", "1158 → 84"),
        ("why", "the target changed"),
        ("gained", "7: /a, /b, …"),
        ("T", "1 → 2 of 2"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(super::change(&Json::Null), None);
}

#[test]
fn numbers_for_people() {
    assert_eq!(
        [0, 1674, 10_000, 1_234_567].map(count),
        ["0", "1674", "10,000", "1,234,567"]
    );
    assert_eq!(
        [30.8, 95.0, 94.95, 0.0, 100.0].map(percent),
        ["30.8", "95.0", "94.95", "0.0", "100.0"]
    );
    assert_eq!(percent(100.0 / 3.0), "33.3");
    assert_eq!(title_of("resource_groups"), "Resource groups");
    assert_eq!(
        (title_of("by-type"), title_of("subscription_id"), title_of("")),
        ("By type".into(), "Subscription ID".into(), String::new())
    );
}

#[test]
fn what_steers_is_spelled_out() {
    assert_eq!(visible("plain é 名前"), "plain é 名前");
    assert_eq!(
        visible("\u{1b}[31m\n\u{202e}x\u{feff}"),
        "⟨U+001B⟩[31m⟨U+000A⟩⟨U+202E⟩x⟨U+FEFF⟩"
    );
}

#[test]
fn anything_as_lines() {
    let lines = notes(&json(
        r#"{"read_at":"x","empty":[],"none":null,"in":{"side_a":{"n":12345,"b":true}},"list":["p","q"],
            "rules":[{"reason":"r","count":3},{"type":"T","source":1,"target":2}]}"#,
    ));
    let expected = [
        ("read at", "x"),
        ("in · side a · n", "12,345"),
        ("in · side a · b", "yes"),
        ("list", "p, q"),
        ("rules · r", "3"),
        ("rules · T", "source 1, target 2"),
    ];
    let lines: Vec<(&str, &str)> = lines
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(lines, expected);
    assert_eq!(notes(&json("7")), [(String::new(), "7".to_owned())]);
    assert!(notes(&Json::Null).is_empty());
}

#[test]
fn what_shares_all_but_its_name_shares_a_line() {
    let item = |name: &str, detail: &str| format!(r#"{{"detail":"{detail}","state":"skipped","type":"{name}"}}"#);
    let mut items: Vec<String> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .map(|name| item(name, "a child"))
        .collect();
    items.insert(1, item("x", "a table"));
    let lines = notes(&json(&format!(r#"{{"not_listed":[{}]}}"#, items.join(","))));
    let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = [
        line("not listed", "a child, skipped: a, b, c, d and 2 more"),
        line("not listed · x", "a table, skipped"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_largest_types_come_first() {
    let row = |name: &str, matched, total| TypeRow {
        name: name.into(),
        matched,
        total,
        ..TypeRow::default()
    };
    let types = [
        row("a", 9, 10),
        row("b", 0, 0),
        row("c", 1, 11),
        row("d", 5, 15),
        row("f", 6, 15),
        row("e", 2, 12),
    ];
    let names: Vec<&str> = largest_first(&types).iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["d", "f", "e", "c", "a"]);
}
