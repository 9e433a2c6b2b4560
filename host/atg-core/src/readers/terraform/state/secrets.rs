//! Sensitive values of a state: blanked before a body is made of them.
//!
//! Older versions of Terraform list only what a sensitive variable made sensitive, not what the provider's schema calls
//! so. Attributes whose names say that they hold a secret are therefore blanked whether they are listed or not.

use crate::sensitive::{is_sensitive, looks_secret};
use serde_json::{Map, Value};

/// Blanks what `sensitive_attributes` lists: each a list of steps `{"type": "get_attr", "value": "x"}` and
/// `{"type": "index", "value": {"value": 0, "type": "number"}}`. A path that cannot be followed blanks all that it begins
/// with, for it may mean any of it.
pub(super) fn blank_paths(attributes: &mut Map<String, Value>, paths: &Value) {
    for path in paths.as_array().into_iter().flatten() {
        let Some((first, steps)) = path.as_array().and_then(|steps| steps.split_first()) else {
            continue;
        };
        if let Some(value) = name_of(first).and_then(|name| attributes.get_mut(name)) {
            blank_at(value, steps);
        }
    }
}

fn blank_at(value: &mut Value, steps: &[Value]) {
    let Some((step, rest)) = steps.split_first() else {
        *value = Value::Null;
        return;
    };
    let inner = step.get("value").map(|inner| inner.get("value").unwrap_or(inner));
    let found = match (&mut *value, inner) {
        (Value::Object(members), Some(Value::String(name))) => members.get_mut(name),
        (Value::Array(items), Some(Value::Number(index))) => index
            .as_u64()
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| items.get_mut(index)),
        _ => None,
    };
    match found {
        Some(found) => blank_at(found, rest),
        None => *value = Value::Null,
    }
}

fn name_of(step: &Value) -> Option<&str> {
    step.as_str().or_else(|| step.get("value")?.as_str())
}

/// Blanks what an object of the same shape marks with `true`, as `terraform show -json` does in `sensitive_values`.
pub(super) fn blank_marked(value: &mut Value, marks: &Value) {
    match (value, marks) {
        (value, Value::Bool(true)) => *value = Value::Null,
        (Value::Object(members), Value::Object(marks)) => {
            for (name, mark) in marks {
                if let Some(member) = members.get_mut(name) {
                    blank_marked(member, mark);
                }
            }
        }
        (Value::Array(items), Value::Array(marks)) => {
            for (item, mark) in items.iter_mut().zip(marks) {
                blank_marked(item, mark);
            }
        }
        _ => {}
    }
}

/// Blanks texts under names that say that they hold a secret.
pub(super) fn blank_known(attributes: &mut Map<String, Value>) {
    for (name, value) in attributes {
        blank_below(name, value);
    }
}

fn blank_below(name: &str, value: &mut Value) {
    match value {
        Value::String(text) if holds_secret(name) || looks_secret(text) => *value = Value::Null,
        Value::Array(items) => items.iter_mut().for_each(|item| blank_below(name, item)),
        Value::Object(members) if CONTAINERS.contains(&name) => members.clear(),
        Value::Object(members) => blank_known(members),
        _ => {}
    }
}

/// Blocks and maps that hold little else than secrets.
const CONTAINERS: &[&str] = &[
    "app_settings",
    "environment_variables",
    "kube_admin_config",
    "kube_config",
    "secure_environment_variables",
    "site_credential",
];

/// Endings of names that say where a secret is, or of what kind, and hold none.
const TELLING: &[&str] = &[
    "_date",
    "_enabled",
    "_id",
    "_ids",
    "_name",
    "_permissions",
    "_source",
    "_type",
    "_uri",
    "_url",
    "_version",
];

/// Whether an attribute of this name holds a secret, as azurerm names them.
fn holds_secret(name: &str) -> bool {
    let raw = matches!(name, "kube_config_raw" | "kube_admin_config_raw");
    raw || (!TELLING.iter().any(|ending| name.ends_with(ending)) && is_sensitive(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(object) => object,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn listed_paths_are_blanked() {
        let mut attributes = object(json!({"a": "s", "b": [{"c": "s", "d": 1}], "e": {"f": "s", "g": 1}, "h": "x"}));
        let step = |name: &str| json!({"type": "get_attr", "value": name});
        let index = json!({"type": "index", "value": {"value": 0, "type": "number"}});
        let paths = json!([[step("a")], [step("b"), index, step("c")], [step("e"), {"type": "index", "value": {"value": "f", "type": "string"}}], [step("none")], []]);
        blank_paths(&mut attributes, &paths);
        assert_eq!(
            Value::Object(attributes),
            json!({"a": null, "b": [{"c": null, "d": 1}], "e": {"f": null, "g": 1}, "h": "x"})
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_blanks_all_it_may_mean() {
        let mut attributes = object(json!({"a": {"b": "s"}}));
        blank_paths(
            &mut attributes,
            &json!([[{"type": "get_attr", "value": "a"}, {"type": "odd"}]]),
        );
        assert_eq!(Value::Object(attributes), json!({"a": null}));
    }

    #[test]
    fn secrets_are_known_by_name() {
        let mut attributes = object(json!({
            "primary_access_key": "s", "admin_password": "s", "primary_connection_string": "s", "key_vault_id": "/k",
            "public_key": "ssh", "kube_config": [{"host": "s"}], "secret_name": "n", "list": [{"client_secret": "s", "x": 1}],
            "vault_uri": "u", "key_size": 2048, "workspace": [{"shared_key": "s"}], "token_type": "t",
            "app_settings": {"A": "s"}, "note": "https://a.b/c?sv=1&sig=abcdef",
        }));
        blank_known(&mut attributes);
        let expected = json!({
            "primary_access_key": null, "admin_password": null, "primary_connection_string": null, "key_vault_id": "/k",
            "public_key": "ssh", "kube_config": [{}], "secret_name": "n", "list": [{"client_secret": null, "x": 1}],
            "vault_uri": "u", "key_size": 2048, "workspace": [{"shared_key": null}], "token_type": "t",
            "app_settings": {}, "note": null,
        });
        assert_eq!(Value::Object(attributes), expected);
    }

    #[test]
    fn marks_have_the_shape_of_values() {
        let mut value = json!({"a": "s", "b": [{"c": "s"}, {"c": "t"}], "d": 1});
        blank_marked(&mut value, &json!({"a": true, "b": [{}, {"c": true}], "e": true}));
        assert_eq!(value, json!({"a": null, "b": [{"c": "s"}, {"c": null}], "d": 1}));
    }
}
