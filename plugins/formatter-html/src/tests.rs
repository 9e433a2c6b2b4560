use atg_sdk::fake::{self, ABSENT, REDACTED, Table};

use super::*;

const SUMMARY: &str = r#"{"schema_version":1,"timestamp":"2026-01-31T08:15:00Z","kind":"fidelity",
    "source":{"subscription_id":"a","resources":1674},"target":{"subscription_id":"b","resources":516},
    "fidelity":{"overall":30.8,"missing_resources":1158,"objective_met":false,"target_fidelity":95.0,"composite":{"value":61.25,"inputs":[]}},
    "matching":{"matched":516,"missing":1158,"extra":2},
    "objective":{"path":"<OBJECTIVE>.md","met":false,"criteria":[{"line":3,"text":"fidelity >= 95","reading":"fidelity >= 95 %","standing":"missed","value":30.8}]}}"#;

const METRICS: &str = r#"[{"plugin":"p","name":"resources","title":"Resource <fidelity>","unit":"percent","value":30.8,"matched":516,"total":1674,
    "target":95.0,"gate":true,"weight":1,"standing":"missed"},
    {"plugin":"bad","name":"bad","unit":"percent","standing":"unknown","failure":{"kind":"trap","message":"<b>","frames":["f<T>"],"hint":"report it"}}]"#;

/// What hurts where it is not escaped: markup, ends of elements, marks of direction, addresses.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "http://192.0.2.1/x",
    "\u{202e}gnp\u{0}",
    "<!--",
];

fn rendered(report: fake::Report) -> String {
    String::from_utf8(fake::render::<Plugin>("html", report).unwrap()).unwrap()
}

/// The data block, as the page reads it.
fn data(page: &str) -> Json {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    json::parse(rest.split_once("</script>").unwrap().0).unwrap()
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
        .row(&["T/<a>", "54", "46", "46", "8", "0", "85.2", "true"])
        .row(&["T/b", "2", "2", "2", "0", "0", "100.0", "true"])
}

#[test]
fn figures_are_plain_markup() {
    let report = fake::Report::new("fidelity")
        .json("summary", SUMMARY)
        .json("metrics", METRICS)
        .table("by-type", types());
    let page = rendered(report);
    for part in [
        "<title>a → b</title>",
        "<p class=\"figure\">30.8<span>%</span></p>",
        "1158 of 1674 source resources are missing in the target.",
        "Resource &lt;fidelity&gt;",
        "target 95.0 %",
        "bad failed &#40;trap): &lt;b&gt;",
        "2 types, 1 of them complete.",
        "<bdi>&lt;OBJECTIVE&gt;.md</bdi>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn nothing_of_an_estate_is_markup_or_leads_anywhere() {
    let rows = |table: Table| {
        HOSTILE
            .iter()
            .fold(table, |table, text| table.row(&[text, text, text, text]))
    };
    let missing = rows(Table::new(&["id", "type", "name", "resource-group"])).in_batches_of(100);
    let report = fake::Report::new("comparison")
        .fact("title", &HOSTILE.concat())
        .json("summary", SUMMARY)
        .json("metrics", METRICS);
    let report = report.json(
        "new",
        &[r#"{"a":""#, "</script><script>alert(4)</script>", r#""}"#].concat(),
    );
    let page = rendered(report.table("by-type", types()).table("missing", missing));
    let lower = page.to_lowercase();
    assert_eq!(
        (lower.matches("<script").count(), lower.matches("</script").count()),
        (2, 2)
    );
    for bad in [
        "<img", "<!--", "http://", "https://", "url(", "@import", "<link", "src=", "\u{202e}", "\u{0}", "onerror=",
    ] {
        assert!(!lower.contains(bad), "{bad}");
    }
    let texts = data(&page).get("tables").and_then(Json::as_array).unwrap()[1]
        .get("batches")
        .and_then(Json::as_array)
        .unwrap()[0]
        .clone();
    let texts: Vec<&str> = texts
        .get("texts")
        .and_then(Json::as_array)
        .unwrap()
        .iter()
        .filter_map(Json::as_str)
        .collect();
    assert_eq!(texts, HOSTILE, "the data are what they were");
}

#[test]
fn rows_come_in_batches_with_marks_and_an_end() {
    let table = Table::new(&["path", "source-value", "target-value"])
        .row(&["p", "1", ABSENT])
        .row(&["q", REDACTED, fake::UNKNOWN])
        .row(&["r", "1", "2"])
        .in_batches_of(2);
    let page = fake::with_settings(&[("rows", "2")], || {
        rendered(
            fake::Report::new("comparison")
                .json("summary", "{}")
                .table("differences", table),
        )
    });
    let data = data(&page);
    let table = &data.get("tables").and_then(Json::as_array).unwrap()[0];
    assert_eq!(table.get("left_out").and_then(Json::as_u64), Some(1));
    assert_eq!(table.get("order").unwrap().to_text(), "[0,1,2]");
    assert_eq!(
        table.get("batches").unwrap().to_text(),
        r#"[{"texts":["p","q","1"],"cells":[[0,1],[2,-2],[-1,-3]]}]"#
    );
}

#[test]
fn every_kind_has_its_page() {
    let trend = r#"[{"timestamp":"2026-01-30T08:15:00Z","fidelity":{"overall":20.0,"target_fidelity":95.0}},{"timestamp":"2026-01-31T08:15:00Z","fidelity":{"overall":30.8,"target_fidelity":95.0}}]"#;
    let page = rendered(fake::Report::new("trend").json("trend", trend));
    assert!(
        page.contains("2 records of the same two scopes; overall fidelity is 30.8 % now.")
            && page.contains("points=\"0,80 1000,69.2\""),
        "{page}"
    );
    let iterations = r#"{"iterations":[{"number":90,"resources":2},{"number":91,"resources":1}],
        "changes":[{"from":90,"to":91,"added":0,"removed":1,"changed":0,"text":"91 is 90 less one resource"}]}"#;
    assert!(
        rendered(fake::Report::new("iterations").json("summary", iterations)).contains("91 is 90 less one resource")
    );
    let page = rendered(
        fake::Report::new("comparison").json("summary", r#"{"matching":{"matched":3,"missing":1,"extra":0}}"#),
    );
    assert!(
        page.contains("<p class=\"figure\">3<span>of 4</span></p>") && page.contains("1 missing in the target."),
        "{page}"
    );
    let page = rendered(
        fake::Report::new("deployment")
            .json("steps", r#"{"done":3}"#)
            .table("log", Table::new(&["a"]).row(&["x"])),
    );
    assert!(
        page.contains(">Steps</h2>") && page.contains("<section id=\"log\""),
        "{page}"
    );
}
