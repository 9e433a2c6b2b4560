//! Secrets in values, found by the names of their places and by how they look.

use atg_core::sensitive::{REDACTED_TEXT, is_sensitive, looks_secret};
use serde_json::Value;

/// Whether a text at a path is a secret. What an expression alone gives is none yet: it names where the secret comes from.
pub fn is_secret(path: &str, text: &str) -> bool {
    looks_secret(text) || (!text.is_empty() && is_sensitive(path) && !is_expression(text))
}

/// Whether a text is one expression with no quoted text in it.
pub(super) fn is_expression(text: &str) -> bool {
    let inner = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| !inner.contains(['"', '{', '}']))
}

/// The same value without secrets. Below the name of a secret only what says nothing stays: `null`, true, false and
/// expressions.
pub fn without_secrets(path: &str, value: &Value) -> Value {
    match value {
        Value::String(text) if is_secret(path, text) => REDACTED_TEXT.into(),
        Value::Number(_) if is_sensitive(path) => REDACTED_TEXT.into(),
        Value::Array(items) => items.iter().map(|item| without_secrets(path, item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), without_secrets(&format!("{path}[{name}]"), value)))
            .collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_replaced_wherever_they_stand() {
        let value = json!({
            "admin_password": "hunter2", "pin": 1234, "secrets": [{"name": "n", "pin": 1234}], "user": "${var.user}",
            "key_vault_id": "/subscriptions/s", "password": "${random_password.a.result}", "token": "${\"leak\"}",
            "text": "Server=x;AccountKey=abcdefgh==", "on": true, "client_secret": null,
        });
        let expected = json!({
            "admin_password": "(redacted)", "pin": 1234, "secrets": [{"name": "(redacted)", "pin": "(redacted)"}],
            "user": "${var.user}", "key_vault_id": "/subscriptions/s", "password": "${random_password.a.result}",
            "token": "(redacted)", "text": "(redacted)", "on": true, "client_secret": null,
        });
        assert_eq!(without_secrets("", &value), expected);
    }
}
