//! Taking sentences apart.

use atg_sdk::json;

/// What stands between two texts.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// Everything in double quotes, in its order.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// The name that a sentence suggests: `Did you mean "x"?`, or in ticks.
pub(crate) fn suggested(text: &str) -> Option<&str> {
    let leads = [
        ("Did you mean \"", "\""),
        ("Did you mean `", "`"),
        ("Do you mean `", "`"),
        ("Do you mean \"", "\""),
    ];
    leads
        .into_iter()
        .find_map(|(before, after)| between(text, before, after))
}

/// A text as a JSON string.
pub(crate) fn string(text: &str) -> String {
    let mut out = String::new();
    json::write_string(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_apart() {
        assert_eq!(between("a resource named \"x\" here", "named \"", "\""), Some("x"));
        assert_eq!(between("named \"x", "named \"", "\""), None);
        assert_eq!(quoted(r#"a "b" c "d""#).collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(suggested("No such. Did you mean \"input\"?"), Some("input"));
        assert_eq!(suggested("No such. Do you mean `sku.name`?"), Some("sku.name"));
        assert_eq!(string("a\"b"), r#""a\"b""#);
    }
}
