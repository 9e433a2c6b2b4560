//! Lines of a stream as events, with secrets removed.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{EmergencyState, Event};
use crate::binary::Flavour;
use crate::redaction::{LineRedactor, Redactor};

/// Reads the lines of one stream in their order.
#[derive(Debug)]
pub struct EventReader<'a> {
    redactor: &'a Redactor,
    plain: LineRedactor<'a>,
}

impl<'a> EventReader<'a> {
    /// A reader that removes what `redactor` knows.
    pub fn new(redactor: &'a Redactor) -> EventReader<'a> {
        EventReader {
            redactor,
            plain: redactor.lines(),
        }
    }

    /// Hands over what is in a line: a message, and what a provider or a library printed before or behind it. An empty line
    /// is nothing. `dropped` bytes of the line were not kept.
    pub fn line(&mut self, line: &str, dropped: u64, sink: &mut dyn FnMut(Event)) {
        let mut rest = line;
        while let Some(start) = message_start(rest) {
            let mut stream = serde_json::Deserializer::from_str(&rest[start..]).into_iter::<Value>();
            let Some(Ok(Value::Object(mut object))) = stream.next() else {
                break;
            };
            let end = start + stream.byte_offset();
            self.text(&rest[..start], sink);
            rest = &rest[end..];
            match emergency_state(&mut object) {
                Some(state) => sink(Event::EmergencyState(state)),
                None => {
                    let mut value = Value::Object(object);
                    self.redactor.json(&mut value);
                    sink(event(value));
                }
            }
        }
        if dropped > 0 {
            self.text(&format!("{rest} [and {dropped} bytes more]"), sink);
        } else {
            self.text(rest, sink);
        }
    }

    /// A line that is no message, such as one of standard error.
    pub fn text(&mut self, line: &str, sink: &mut dyn FnMut(Event)) {
        let line = line.trim_end();
        if !line.is_empty() {
            sink(Event::Text(self.plain.line(line).into_owned()));
        }
    }
}

/// Where a message begins: at the line's first character, or behind what was printed without an end of line.
fn message_start(text: &str) -> Option<usize> {
    if text.trim_start().starts_with('{') {
        return text.find('{');
    }
    memchr::memmem::find(text.as_bytes(), br#"{"@level":"#)
}

fn event(value: Value) -> Event {
    let Value::Object(mut object) = value else {
        return Event::Unknown(value);
    };
    let kind = object
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let read = match kind.as_str() {
        "version" => version(&object),
        "diagnostic" => part(&mut object, "diagnostic", Event::Diagnostic),
        "planned_change" => part(&mut object, "change", Event::PlannedChange),
        "resource_drift" => part(&mut object, "change", Event::ResourceDrift),
        "change_summary" => part(&mut object, "changes", Event::ChangeSummary),
        "apply_start" => part(&mut object, "hook", Event::ApplyStart),
        "apply_progress" => part(&mut object, "hook", Event::ApplyProgress),
        "apply_complete" => part(&mut object, "hook", Event::ApplyComplete),
        "apply_errored" => part(&mut object, "hook", Event::ApplyErrored),
        "refresh_start" => part(&mut object, "hook", Event::RefreshStart),
        "refresh_complete" => part(&mut object, "hook", Event::RefreshComplete),
        "provision_start" => part(&mut object, "hook", Event::ProvisionStart),
        "provision_progress" => part(&mut object, "hook", Event::ProvisionProgress),
        "provision_complete" => part(&mut object, "hook", Event::ProvisionComplete),
        "provision_errored" => part(&mut object, "hook", Event::ProvisionErrored),
        "outputs" => part(&mut object, "outputs", Event::Outputs).map(without_secret_outputs),
        "log" | "init_output" => message(&object),
        _ => None,
    };
    read.unwrap_or(Event::Unknown(Value::Object(object)))
}

/// Reads one field of the message; the message stays whole where that is not what it should be.
fn part<T: DeserializeOwned>(object: &mut Map<String, Value>, name: &str, make: fn(T) -> Event) -> Option<Event> {
    let field = object.get(name)?;
    T::deserialize(field).ok().map(make)
}

/// A message of the log that carries a state, because it could be written nowhere.
fn emergency_state(object: &mut Map<String, Value>) -> Option<EmergencyState> {
    let logged = object.get("type").is_none_or(|kind| kind == "log");
    let is_state = logged && object.get("state").is_some_and(Value::is_object);
    is_state.then(|| object.remove("state").map(EmergencyState)).flatten()
}

fn version(object: &Map<String, Value>) -> Option<Event> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    let (flavour, version) = match (text("terraform"), text("tofu")) {
        (Some(version), _) => (Flavour::Terraform, version),
        (None, Some(version)) => (Flavour::OpenTofu, version),
        (None, None) => return None,
    };
    let ui = text("ui").unwrap_or_default();
    Some(Event::Version { flavour, version, ui })
}

fn message(object: &Map<String, Value>) -> Option<Event> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Event::Message {
        level: text("@level").unwrap_or_default(),
        text: text("@message")?,
        code: text("message_code"),
    })
}

fn without_secret_outputs(event: Event) -> Event {
    let Event::Outputs(mut outputs) = event else {
        return event;
    };
    for output in outputs.values_mut().filter(|output| output.sensitive) {
        output.value = None;
    }
    Event::Outputs(outputs)
}
