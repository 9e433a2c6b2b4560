//! One row on one line, without what must not leave.
//!
//! Numbers and texts that stay are copied byte by byte. What goes is replaced by a text that readers take for truncated, so
//! that it counts as unknown and never as a difference. Ids of resources always stay: they carry the relationships.

use atg_core::identity::ArmId;
use atg_core::sensitive::{is_sensitive, looks_secret};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// How much is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redaction {
    /// Every value that a user can have put there: all of tags, properties and the like, but for ids of resources.
    Full,
    /// Values that may be secrets.
    Minimal,
    /// Nothing.
    None,
}

/// What stands where something was left out.
pub(super) const REDACTED: &str = "(redacted)...(truncated)";
/// How a text ends that some tool cut off.
const CUT_OFF: &str = "...(truncated)";

/// Members that say what a resource is, not what it holds.
const IDENTITY: [&str; 12] = [
    "extendedLocation",
    "id",
    "kind",
    "location",
    "managedBy",
    "name",
    "resourceGroup",
    "sku",
    "subscriptionId",
    "tenantId",
    "type",
    "zones",
];

/// Text inside text inside text: real rows have one level.
const DEEPEST: u32 = 4;

pub(super) struct Redactor {
    redaction: Redaction,
    path: String,
    /// How many texts of JSON the present value stands in.
    depth: u32,
}

impl Redactor {
    pub(super) fn new(redaction: Redaction) -> Redactor {
        Redactor {
            redaction,
            path: String::new(),
            depth: 0,
        }
    }

    /// Appends a row on one line.
    pub(super) fn row(&mut self, row: &[u8], out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        if self.redaction == Redaction::None && !row.contains(&b'\n') && !row.contains(&b'\r') {
            out.extend_from_slice(row.trim_ascii());
            return Ok(());
        }
        self.path.clear();
        let row: &RawValue = serde_json::from_slice(row)?;
        self.value(row, false, out)
    }

    /// `hide` is whether everything from here on is left out.
    fn value(&mut self, raw: &RawValue, hide: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') => self.object(text, hide, out),
            Some(b'[') => self.list(text, hide, out),
            Some(b'"') => self.text(text, hide, out),
            // What is neither true nor false nor nothing may be a number that somebody chose.
            Some(b'n') => put(text.as_bytes(), out),
            Some(b't' | b'f') if self.redaction != Redaction::Full => put(text.as_bytes(), out),
            _ if hide => put_text(REDACTED, out),
            _ => put(text.as_bytes(), out),
        }
    }

    fn object(&mut self, text: &str, hide: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let Members(members) = serde_json::from_str(text)?;
        let length = self.path.len();
        out.push(b'{');
        for (position, (name, value)) in members.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            put_text(name, out)?;
            out.push(b':');
            let top = length == 0 && self.depth == 0;
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(name);
            let hide = hide
                || match self.redaction {
                    Redaction::Full => top && !IDENTITY.iter().any(|known| known.eq_ignore_ascii_case(name)),
                    Redaction::Minimal => is_sensitive(name),
                    Redaction::None => false,
                };
            self.value(value, hide, out)?;
            self.path.truncate(length);
        }
        out.push(b'}');
        Ok(())
    }

    fn list(&mut self, text: &str, hide: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let items: Vec<&RawValue> = serde_json::from_str(text)?;
        out.push(b'[');
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            // A setting's name stands beside its value: `{"name": "DB_PASSWORD", "value": "…"}`.
            let named = self.redaction == Redaction::Minimal && item.get().starts_with('{') && names_secret(item.get());
            self.value(item, hide || named, out)?;
        }
        out.push(b']');
        Ok(())
    }

    fn text(&mut self, text: &str, hide: bool, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        if self.redaction == Redaction::None {
            return put(text.as_bytes(), out);
        }
        let value: Cow<'_, str> = serde_json::from_str::<Text<'_>>(text)?.0;
        if ArmId::parse(&value).is_some() {
            return put(text.as_bytes(), out);
        }
        if hide || looks_secret(&value) {
            return put_text(REDACTED, out);
        }
        if !value.starts_with(['{', '[']) || self.redaction == Redaction::Full {
            return put(text.as_bytes(), out);
        }
        // Some exports carry objects as text.
        match serde_json::from_str::<&RawValue>(&value) {
            Ok(inner) if self.depth < DEEPEST => {
                let mut redacted = Vec::with_capacity(value.len());
                self.depth += 1;
                let done = self.value(inner, false, &mut redacted);
                self.depth -= 1;
                done?;
                put_text(&String::from_utf8_lossy(&redacted), out)
            }
            // What was cut off cannot be looked into, and reads as unknown anyway.
            Ok(_) => put_text(REDACTED, out),
            Err(_) if value.ends_with(CUT_OFF) => put_text(REDACTED, out),
            Err(_) => put(text.as_bytes(), out),
        }
    }
}

fn put(bytes: &[u8], out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    out.extend_from_slice(bytes);
    Ok(())
}

fn put_text(text: &str, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
    serde_json::to_writer(out, text)
}

/// Whether an item is called like a secret.
fn names_secret(item: &str) -> bool {
    let Ok(Members(members)) = serde_json::from_str::<Members<'_>>(item) else {
        return false;
    };
    let name = members.iter().find(|(name, _)| name.eq_ignore_ascii_case("name"));
    let name = name.and_then(|(_, value)| serde_json::from_str::<Text<'_>>(value.get()).ok());
    name.is_some_and(|Text(name)| is_sensitive(&name))
}

/// A text, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Text<'t>(#[serde(borrow)] Cow<'t, str>);

/// The members of an object in their order, repeated ones included.
struct Members<'t>(Vec<(Cow<'t, str>, &'t RawValue)>);

impl<'t> de::Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'t> Visitor<'t> for InOrder {
            type Value = Members<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
                let mut members = Vec::new();
                while let Some(Text(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(how: Redaction, row: &str) -> String {
        let mut out = Vec::new();
        Redactor::new(how)
            .row(row.as_bytes(), &mut out)
            .expect("the row is JSON");
        String::from_utf8(out).expect("it is text")
    }

    const ID: &str = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers/A.B/c/d";

    #[test]
    fn nothing_left_out_means_byte_by_byte() {
        let row = r#"{"a":1.50,"b":123456789012345678901234567890,"c":"\u00e9\/","a":2,"password":"x"}"#;
        assert_eq!(redacted(Redaction::None, row), row);
        assert_eq!(
            redacted(Redaction::None, "{ \"a\" : [ 1.50 ,\n 2 ] }"),
            r#"{"a":[1.50,2]}"#
        );
    }

    #[test]
    fn secrets_go_and_numbers_keep_their_digits() {
        let row = r#"{"a":1.50,"adminPassword":"x","keys":[{"value":"y"}],"disablePasswordAuthentication":true}"#;
        let wanted = r#"{"a":1.50,"adminPassword":"R","keys":[{"value":"R"}],"disablePasswordAuthentication":true}"#;
        assert_eq!(
            redacted(Redaction::Minimal, row),
            wanted.replace("\"R\"", &format!("\"{REDACTED}\""))
        );
    }

    #[test]
    fn a_setting_is_hidden_by_its_name() {
        let row = r#"{"environment":[{"name":"DB_PASSWORD","value":"x"},{"name":"COLOUR","value":"blue"}]}"#;
        let shown = redacted(Redaction::Minimal, row);
        assert!(shown.contains("blue") && !shown.contains("\"x\""), "{shown}");
    }

    #[test]
    fn text_that_holds_an_object_is_looked_into() {
        let row = serde_json::json!({"properties": "{\"adminPassword\":\"hidden\",\"size\":2}"}).to_string();
        let shown = redacted(Redaction::Minimal, &row);
        assert!(shown.contains("size") && !shown.contains("hidden"), "{shown}");
        let row = serde_json::json!({"properties": "{\"adminPassword\":\"hid...(truncated)"}).to_string();
        assert!(!redacted(Redaction::Minimal, &row).contains("hid"));
    }

    #[test]
    fn full_keeps_identity_and_ids_only() {
        let row = serde_json::json!({
            "id": ID, "name": "d", "type": "A.B/c", "location": "eastus", "resourceGroup": "rg",
            "tags": {"owner": "someone"}, "properties": {"size": 42, "on": true, "subnet": {"id": ID}, "text": "words"},
        });
        let shown = redacted(Redaction::Full, &row.to_string());
        assert_eq!(shown.matches(ID).count(), 2, "{shown}");
        for gone in ["someone", "42", "true", "words"] {
            assert!(!shown.contains(gone), "{gone}: {shown}");
        }
        for kept in ["\"d\"", "A.B/c", "eastus", "\"rg\""] {
            assert!(shown.contains(kept), "{kept}: {shown}");
        }
    }

    #[test]
    fn what_is_left_out_is_json() {
        for how in [Redaction::Full, Redaction::Minimal, Redaction::None] {
            for row in [
                r#"{"a":[],"b":{},"c":"[","d":"{x}","e":null,"f":"\u0000"}"#,
                "{\n}",
                r#"{"a\"b":"\\"}"#,
            ] {
                let shown = redacted(how, row);
                assert!(serde_json::from_str::<serde_json::Value>(&shown).is_ok(), "{shown}");
                assert!(!shown.contains('\n'));
            }
        }
    }
}
