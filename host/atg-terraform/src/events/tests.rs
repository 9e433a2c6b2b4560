use serde_json::json;

use super::*;
use crate::redaction::{REDACTED, Redactor};

fn read(lines: &[&str]) -> Vec<Event> {
    read_without(&Redactor::default(), lines)
}

fn read_without(redactor: &Redactor, lines: &[&str]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut reader = EventReader::new(redactor);
    for line in lines {
        reader.line(line, 0, &mut |event| events.push(event));
    }
    events
}

const START: &str = r#"{"@level":"info","@message":"azapi_resource.a: Creating...","@module":"terraform.ui","@timestamp":"2025-01-01T00:00:00Z","hook":{"resource":{"addr":"azapi_resource.a","module":"","resource":"azapi_resource.a","implied_provider":"azapi","resource_type":"azapi_resource","resource_name":"a","resource_key":null},"action":"create"},"type":"apply_start"}"#;

#[test]
fn both_flavours_name_themselves() {
    let events = read(&[
        r#"{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","terraform":"1.11.4","type":"version","ui":"1.2"}"#,
        r#"{"@level":"info","@message":"OpenTofu 1.8.0","@module":"tofu.ui","tofu":"1.8.0","type":"version","ui":"1.2"}"#,
        r#"{"@level":"info","@message":"?","type":"version","ui":"1.2"}"#,
    ]);
    let named = |flavour, version: &str| Event::Version {
        flavour,
        version: version.to_owned(),
        ui: "1.2".to_owned(),
    };
    assert_eq!(events[0], named(Flavour::Terraform, "1.11.4"));
    assert_eq!(events[1], named(Flavour::OpenTofu, "1.8.0"));
    assert!(matches!(&events[2], Event::Unknown(_)));
}

#[test]
fn every_known_message_is_typed() {
    let hook = r#""hook":{"resource":{"addr":"a.b"},"elapsed_seconds":1.5,"provisioner":"local-exec","output":"x"}"#;
    let change = r#""change":{"resource":{"addr":"a.b"},"action":"update","reason":"tainted"}"#;
    for (kind, body, start) in [
        ("planned_change", change, "PlannedChange"),
        ("resource_drift", change, "ResourceDrift"),
        (
            "change_summary",
            r#""changes":{"add":1,"change":2,"import":3,"remove":4,"action_invocation":0,"operation":"plan"}"#,
            "ChangeSummary",
        ),
        ("apply_start", hook, "ApplyStart"),
        ("apply_progress", hook, "ApplyProgress"),
        ("apply_complete", hook, "ApplyComplete"),
        ("apply_errored", hook, "ApplyErrored"),
        ("refresh_start", hook, "RefreshStart"),
        ("refresh_complete", hook, "RefreshComplete"),
        ("provision_start", hook, "ProvisionStart"),
        ("provision_progress", hook, "ProvisionProgress"),
        ("provision_complete", hook, "ProvisionComplete"),
        ("provision_errored", hook, "ProvisionErrored"),
        (
            "outputs",
            r#""outputs":{"o":{"sensitive":false,"type":"string","value":"x","action":"create"}}"#,
            "Outputs",
        ),
        (
            "diagnostic",
            r#""diagnostic":{"severity":"error","summary":"s","detail":"d","snippet":{"context":null,"code":"c"}}"#,
            "Diagnostic",
        ),
        ("log", r#""@message":"m""#, "Message"),
        ("init_output", r#""@message":"m","message_code":"c""#, "Message"),
        ("ephemeral_op_start", hook, "Unknown"),
        ("apply_start", r#""hook":7"#, "Unknown"),
        ("apply_start", r#""nothing":7"#, "Unknown"),
    ] {
        let events = read(&[&format!(r#"{{"@level":"info",{body},"type":"{kind}"}}"#)]);
        assert_eq!(events.len(), 1, "{kind}");
        assert!(format!("{:?}", events[0]).starts_with(start), "{kind}: {:?}", events[0]);
    }
}

#[test]
fn garbage_between_before_and_behind_messages_is_text() {
    let behind = format!("{START} and more");
    let before = format!("WARN: something{START}{START}");
    let events = read(&[
        "panic: oh no",
        "",
        "   ",
        START,
        &behind,
        &before,
        "{\"broken\": ",
        "{}",
        "[1]",
    ]);
    let kinds: Vec<String> = events
        .iter()
        .map(|event| match event {
            Event::Text(text) => text.clone(),
            Event::ApplyStart(hook) => hook.resource.addr.clone(),
            other => format!("{other:?}"),
        })
        .collect();
    let start = "azapi_resource.a";
    assert_eq!(
        kinds,
        [
            "panic: oh no",
            start,
            start,
            " and more",
            "WARN: something",
            start,
            start,
            "{\"broken\":",
            "Unknown(Object {})",
            "[1]"
        ]
    );
}

#[test]
fn what_is_hostile_is_text() {
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    assert!(matches!(read(&[&deep]).as_slice(), [Event::Text(text)] if text.len() == deep.len()));
    let mut events = Vec::new();
    let redactor = Redactor::default();
    EventReader::new(&redactor).line("{\"@level\":\"in", 99, &mut |event| events.push(event));
    assert_eq!(events, [Event::Text("{\"@level\":\"in [and 99 bytes more]".to_owned())]);
}

#[test]
fn secrets_do_not_get_through() {
    let redactor = Redactor::new(["p\"ss-word"]);
    let events = read_without(
        &redactor,
        &[
            r#"{"@level":"error","diagnostic":{"severity":"error","summary":"got p\"ss-word","detail":"body {\\\"x\\\":\\\"p\\\"ss-word\\\"}"},"type":"diagnostic"}"#,
            "plain p\"ss-word",
            r#"{"@level":"info","outputs":{"s":{"sensitive":true,"value":"other"},"o":{"sensitive":false,"value":"p\"ss-word"}},"type":"outputs"}"#,
            r#"{"@level":"info","novel":"p\"ss-word","type":"novel"}"#,
        ],
    );
    let shown = format!("{events:?}");
    assert!(!shown.contains("ss-word") && !shown.contains("other"), "{shown}");
    assert_eq!(events[1], Event::Text(format!("plain {REDACTED}")));
    assert_eq!(
        events[3],
        Event::Unknown(json!({"@level": "info", "novel": REDACTED, "type": "novel"}))
    );
}

#[test]
fn the_only_copy_of_a_state_is_kept_and_not_shown() {
    let redactor = Redactor::new(["p4ss-word"]);
    let line =
        r#"{"@level":"info","@message":"Emergency state dump","state":{"version":4,"key":"p4ss-word"},"type":"log"}"#;
    let events = read_without(&redactor, &[line]);
    let state = json!({"version": 4, "key": "p4ss-word"});
    assert_eq!(events, [Event::EmergencyState(EmergencyState(state.clone()))]);
    assert_eq!(format!("{events:?}"), "[EmergencyState(EmergencyState(…))]");
    let mut transcript = Transcript::default();
    events.into_iter().for_each(|event| transcript.take(event));
    assert_eq!(transcript.emergency_state, Some(EmergencyState(state)));
}

#[test]
fn a_transcript_knows_what_was_left_unfinished() {
    let mut transcript = Transcript::default();
    let hook = |addr: &str| Hook {
        resource: Resource {
            addr: addr.to_owned(),
            ..Resource::default()
        },
        ..Hook::default()
    };
    for addr in ["a", "b", "c"] {
        transcript.take(Event::ApplyStart(hook(addr)));
    }
    transcript.take(Event::ApplyComplete(hook("a")));
    transcript.take(Event::ApplyErrored(hook("b")));
    let open: Vec<&str> = transcript
        .unfinished()
        .iter()
        .map(|hook| hook.resource.addr.as_str())
        .collect();
    assert_eq!(open, ["c"]);
}

#[test]
fn text_without_end_keeps_its_beginning_and_its_end() {
    let mut transcript = Transcript::default();
    for line in 0..10_000 {
        transcript.take(Event::Text(line.to_string()));
        transcript.take(Event::Unknown(json!(line)));
    }
    assert!(transcript.text.len() < 3000 && transcript.unknown.len() == 1000);
    assert_eq!(transcript.text_dropped + transcript.text.len() as u64, 10_000);
    assert_eq!(
        (transcript.text[0].as_str(), transcript.last_text(2).as_str()),
        ("0", "9998\n9999")
    );
}
