//! Addresses: from the context of a snippet, and their types.

/// The address that a snippet's context names: `resource "a" "b"` in HCL, `resource.a.b.path[0]` in JSON.
pub(super) fn of_context(context: &str) -> Option<String> {
    let words: Vec<&str> = if context.contains('"') {
        let mut words = context.split('"').map(str::trim).filter(|word| !word.is_empty());
        [words.next(), words.next(), words.next()]
            .into_iter()
            .flatten()
            .collect()
    } else {
        context
            .split(['.', ' '])
            .take(3)
            .map(|word| word.split('[').next().unwrap_or(word))
            .collect()
    };
    match words.as_slice() {
        ["resource", kind, name, ..] => Some(format!("{kind}.{name}")),
        ["data" | "ephemeral", kind, name, ..] => Some(format!("{}.{kind}.{name}", words[0])),
        ["variable", name, ..] => Some(format!("var.{name}")),
        ["module" | "output" | "provider", name, ..] => Some(format!("{}.{name}", words[0])),
        _ => None,
    }
}

/// Terraform's type in a resource's address: `azapi_resource` of `module.a["x.y"].azapi_resource.b[0]`. Nothing for what is
/// no resource.
pub fn resource_type(address: &str) -> Option<&str> {
    let mut rest = address;
    while let Some(inner) = rest.strip_prefix("module.") {
        rest = behind_step(inner)?;
    }
    for mode in ["data.", "ephemeral."] {
        rest = rest.strip_prefix(mode).unwrap_or(rest);
    }
    let (kind, name) = rest.split_once('.')?;
    let named = !name.is_empty() && !["var", "local", "output", "provider", "module", "each", "path"].contains(&kind);
    named.then_some(kind)
}

/// Behind a module's name and its key.
fn behind_step(text: &str) -> Option<&str> {
    let end = text.find(['.', '['])?;
    let rest = &text[end..];
    let rest = match rest.strip_prefix('[') {
        Some(key) => &key[key_end(key)?..],
        None => rest,
    };
    rest.strip_prefix('.')
}

/// The length of a key with its closing bracket; a text may hold brackets and escaped quotes itself.
fn key_end(key: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in key.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// An address without the key of `count` or `for_each` at its end: the block in the configuration.
pub fn without_key(address: &str) -> &str {
    let mut from = 0;
    let mut last = address.len();
    while let Some(open) = address[from..].find('[') {
        let start = from + open;
        let Some(length) = key_end(&address[start + 1..]) else {
            break;
        };
        from = start + 1 + length;
        last = if from == address.len() { start } else { address.len() };
    }
    &address[..last]
}
