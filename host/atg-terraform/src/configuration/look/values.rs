//! Values that cannot be meant: texts that wait to be replaced, secrets in clear, empty arguments.

use atg_core::sensitive::{is_sensitive, looks_secret};
use serde_json::{Map, Value};

use super::ids::{is_guid, last_name, squashed};
use super::{Problem, Seen};
use crate::configuration::references::BARE;
use crate::configuration::{Block, BlockKind, Reference, bare_reference};
use crate::overlay::Path;

/// Whole values, in lower case without separators, that examples carry.
const EXAMPLES: [&str; 14] = [
    "changeme",
    "changethis",
    "dummy",
    "fixme",
    "insertvaluehere",
    "passw0rd",
    "passw0rd123",
    "password",
    "password123",
    "pssw0rd1234",
    "placeholder",
    "replaceme",
    "tbd",
    "todo",
];

/// Words within values that examples carry.
const MARKS: [&str; 6] = ["CHANGE_ME", "CHANGEME", "FIXME", "REPLACEME", "REPLACE_ME", "TODO"];

/// Arguments that hold something wherever they stand.
const NEVER_EMPTY: [&str; 10] = [
    "address_prefixes",
    "address_space",
    "admin_ssh_key",
    "default_node_pool",
    "frontend_ip_configuration",
    "ip_configuration",
    "network_interface_ids",
    "os_disk",
    "sku",
    "source_image_reference",
];

/// What is wrong with a text as a value. The text of a secret is never told.
pub(super) fn problem(path: &Path, text: &str) -> Option<Problem> {
    let name = last_name(path);
    if is_bare_expression(path, text) {
        let text = text.escape_debug();
        let detail =
            format!("`{path}` holds the text `{text}`; Terraform takes it as an expression only in `${{{text}}}`.");
        return Some(Problem::warning("bare-expression", "Expression as a text", detail));
    }
    let sensitive = is_of_a_secret(path, name, text);
    if is_placeholder(text, sensitive) {
        let shown = if sensitive {
            String::new()
        } else {
            format!(" `{}`", shortened(text))
        };
        let detail = format!("`{path}` holds the placeholder{shown}, which waits to be replaced.");
        return Some(Problem::error(
            "placeholder-value",
            "Placeholder in place of a value",
            detail,
        ));
    }
    (sensitive || looks_secret(text)).then(|| {
        let detail = format!("`{path}` holds a secret in clear; a variable marked sensitive keeps it out of files.");
        Problem::warning("hard-coded-secret", "Secret in clear", detail)
    })
}

/// Whether a literal stands where secrets do. Names, ids and addresses of secrets are none.
fn is_of_a_secret(path: &Path, name: &str, text: &str) -> bool {
    let short = squashed(name);
    let names_one = [
        "id",
        "ids",
        "name",
        "uri",
        "url",
        "type",
        "version",
        "enabled",
        "permissions",
        "policy",
        "days",
        "expiry",
    ];
    !text.is_empty()
        && !text.contains("${")
        && !text.starts_with('/')
        && !is_guid(text)
        && !matches!(text, "true" | "false")
        && !names_one.iter().any(|end| short.ends_with(end))
        && !path
            .steps()
            .iter()
            .any(|step| *step == crate::overlay::Step::Member("tags".to_owned()))
        && is_sensitive(name)
}

/// Whether a text is a reference that somebody forgot to put into `${…}`.
fn is_bare_expression(path: &Path, text: &str) -> bool {
    let heads = [
        "var.",
        "local.",
        "module.",
        "data.azurerm_",
        "data.azapi_",
        "azurerm_",
        "azapi_",
    ];
    heads.iter().any(|head| text.starts_with(head))
        && !path.root().is_some_and(|root| BARE.contains(&root))
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '[' | ']'))
        && bare_reference(text).is_some_and(|one| is_long_enough(text, &one))
}

/// The name of a type alone, or of an address as in `moved`, may be meant as a text; an attribute of one may not.
fn is_long_enough(text: &str, reference: &Reference) -> bool {
    !reference.attribute.is_empty() || text.starts_with("var.") || text.starts_with("local.")
}

fn is_placeholder(text: &str, sensitive: bool) -> bool {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > 200 || trimmed.contains("${") {
        return false;
    }
    let squashed = squashed(trimmed);
    let example = EXAMPLES.contains(&squashed.as_str()) && (sensitive || !squashed.starts_with("passw"));
    let marked = MARKS.iter().any(|mark| has_word(trimmed, mark));
    let angled = trimmed.starts_with('<') && trimmed.ends_with('>') && !trimmed[1..].contains('<') && trimmed.len() > 2;
    let crossed = trimmed.len() >= 3 && trimmed.bytes().all(|letter| matches!(letter, b'x' | b'X'));
    let yours = squashed.starts_with("your")
        && (squashed.ends_with("here") || trimmed.contains("your-") || trimmed.contains("your_"));
    example || marked || angled || crossed || yours
}

/// Whether a mark stands by itself: `TODO: x`, and not `TODOS`.
fn has_word(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + mark.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}

/// Arguments at the top of a resource that must hold something and do not.
pub(super) fn empty(block: Block<'_>, body: &Map<String, Value>, seen: &mut Seen) {
    let own = block.type_name();
    if block.kind() != BlockKind::Resource || !(own.starts_with("azurerm_") || own.starts_with("azapi_")) {
        return;
    }
    for (name, value) in body {
        if NEVER_EMPTY.contains(&name.as_str()) && is_empty(value) {
            let detail = format!("`{name}` holds nothing, and must.");
            seen.push(block, Problem::warning("empty-argument", "Empty argument", detail));
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
