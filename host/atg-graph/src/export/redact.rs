//! One row on one line, without what must not leave.
//!
//! Numbers and texts that stay are copied byte by byte. What goes is replaced by a text that readers take for truncated, so
//! that it counts as unknown and never as a difference. Ids of resources always stay: they carry the relationships.

use super::json::{Cursor, Fault, Kind};
use atg_core::identity::ArmId;
use atg_core::sensitive::{is_sensitive, looks_secret};
use std::borrow::Cow;
use std::collections::HashMap;

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
/// Paths whose answers are remembered; tags can have any name.
const REMEMBERED: usize = 1 << 16;

pub(super) struct Redactor {
    redaction: Redaction,
    /// Names of the members on the way, joined by dots.
    path: String,
    /// How many texts of JSON the present value stands in.
    depth: u32,
    sensitive: HashMap<String, bool>,
}

impl Redactor {
    pub(super) fn new(redaction: Redaction) -> Redactor {
        Redactor {
            redaction,
            path: String::new(),
            depth: 0,
            sensitive: HashMap::new(),
        }
    }

    /// Appends a row on one line.
    pub(super) fn row(&mut self, row: &[u8], out: &mut Vec<u8>) -> Result<(), Fault> {
        if self.redaction == Redaction::None && !row.contains(&b'\n') && !row.contains(&b'\r') {
            out.extend_from_slice(row.trim_ascii());
            return Ok(());
        }
        self.path.clear();
        let text = std::str::from_utf8(row).map_err(|_| Fault)?;
        let mut cursor = Cursor::new(text);
        self.value(&mut cursor, false, out)?;
        cursor.end()
    }

    /// `hide` is whether everything from here on is left out.
    fn value(&mut self, cursor: &mut Cursor<'_>, hide: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
        match cursor.kind()? {
            Kind::Object => self.object(cursor, hide, out),
            Kind::List => self.list(cursor, hide, out),
            Kind::Text => {
                let text = cursor.text()?;
                self.text(text, hide, out)
            }
            Kind::Word => {
                let word = cursor.word()?;
                // What is neither true nor false nor nothing may be a number that somebody chose.
                let kept = match word {
                    "null" => true,
                    "true" | "false" => !hide || self.redaction != Redaction::Full,
                    _ => !hide,
                };
                put(if kept { Cow::Borrowed(word) } else { quoted(REDACTED) }.as_ref(), out)
            }
        }
    }

    fn object(&mut self, cursor: &mut Cursor<'_>, hide: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
        let length = self.path.len();
        let top = length == 0 && self.depth == 0;
        cursor.open()?;
        out.push(b'{');
        let mut first = true;
        while cursor.more(first)? {
            if !first {
                out.push(b',');
            }
            first = false;
            let name = cursor.text()?;
            cursor.colon()?;
            out.extend_from_slice(name.raw.as_bytes());
            out.push(b':');
            let name = name.value()?;
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            let hide = hide
                || match self.redaction {
                    Redaction::Full => top && !IDENTITY.iter().any(|known| known.eq_ignore_ascii_case(&name)),
                    Redaction::Minimal => self.is_sensitive(),
                    Redaction::None => false,
                };
            self.value(cursor, hide, out)?;
            self.path.truncate(length);
        }
        out.push(b'}');
        Ok(())
    }

    fn list(&mut self, cursor: &mut Cursor<'_>, hide: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
        let length = self.path.len();
        cursor.open()?;
        out.push(b'[');
        let mut first = true;
        while cursor.more(first)? {
            if !first {
                out.push(b',');
            }
            first = false;
            let mut named = false;
            // A setting's name stands beside its value: `{"name": "DB_PASSWORD", "value": "…"}`.
            if self.redaction == Redaction::Minimal
                && !hide
                && cursor.kind()? == Kind::Object
                && let Some(name) = cursor.member_ahead("name")?
            {
                self.path.push('.');
                self.path.push_str(&name.value()?);
                named = self.is_sensitive();
                self.path.truncate(length);
            }
            self.value(cursor, hide || named, out)?;
        }
        out.push(b']');
        Ok(())
    }

    fn text(&mut self, text: super::json::Text<'_>, hide: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
        if self.redaction == Redaction::None {
            return put(text.raw, out);
        }
        let value = text.value()?;
        if value.starts_with('/') && ArmId::parse(&value).is_some() {
            return put(text.raw, out);
        }
        if hide || looks_secret(&value) {
            return put(&quoted(REDACTED), out);
        }
        if !value.starts_with(['{', '[']) || self.redaction == Redaction::Full {
            return put(text.raw, out);
        }
        // Some exports carry objects as text.
        let mut redacted = Vec::with_capacity(value.len());
        let mut inner = Cursor::new(&value);
        self.depth += 1;
        let done = if self.depth > DEEPEST {
            // Whoever packs text so often into text hides what cannot be looked at.
            put(REDACTED, &mut redacted)
        } else {
            self.value(&mut inner, false, &mut redacted).and_then(|()| inner.end())
        };
        self.depth -= 1;
        match done {
            Ok(()) => put(&quoted(&String::from_utf8_lossy(&redacted)), out),
            // What was cut off cannot be looked into, and reads as unknown anyway.
            Err(Fault) if value.ends_with(CUT_OFF) => put(&quoted(REDACTED), out),
            Err(Fault) => put(text.raw, out),
        }
    }

    /// Whether the present path is one of a secret.
    fn is_sensitive(&mut self) -> bool {
        if let Some(known) = self.sensitive.get(&self.path) {
            return *known;
        }
        if self.sensitive.len() >= REMEMBERED {
            self.sensitive.clear();
        }
        let sensitive = is_sensitive(&self.path);
        self.sensitive.insert(self.path.clone(), sensitive);
        sensitive
    }
}

fn put(text: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    out.extend_from_slice(text.as_bytes());
    Ok(())
}

/// A text as JSON.
fn quoted(text: &str) -> Cow<'static, str> {
    Cow::Owned(serde_json::Value::from(text).to_string())
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
