//! Where in a block something is that a provider names, and what the source has there.

use atg_sdk::json::Json;
use atg_sdk::rules::member;

/// Arguments of `azapi_resource` that the provider checks as if they stood in the body.
const OWN: [&str; 4] = ["name", "location", "tags", "identity"];

/// A path as azapi prints it (`properties.ipRules.1.value`, below the body) as a path in the block
/// (`body.properties.ipRules[1].value`). Names with dots are told apart with the help of the block.
pub(crate) fn in_block(path: &str, block: Option<&Json>) -> String {
    let segments: Vec<&str> = path.split('.').collect();
    let first = segments.first().copied().unwrap_or_default();
    let part = |name: &str| block.and_then(|block| block.get(name));
    let has = |part: Option<&Json>| part.is_some_and(|part| part.get(first).is_some());
    let (mut out, mut here) = if has(part("body")) {
        ("body".to_owned(), part("body"))
    } else if OWN.contains(&first) {
        (String::new(), block)
    } else if has(part("sensitive_body")) {
        ("sensitive_body".to_owned(), part("sensitive_body"))
    } else {
        ("body".to_owned(), part("body"))
    };
    let mut rest = segments.as_slice();
    while let Some((next, others)) = rest.split_first() {
        let index = next.parse::<usize>().ok();
        match (here, index) {
            (Some(object @ Json::Object(_)), _) => {
                let is_member = |length: &usize| object.get(&rest[..*length].join(".")).is_some();
                let length = (1..=rest.len()).rev().find(is_member).unwrap_or(1);
                let name = rest[..length].join(".");
                here = object.get(&name);
                out = member(&out, &name);
                rest = &rest[length..];
            }
            (_, Some(index)) => {
                here = here.and_then(|list| list.as_array()?.get(index));
                out = format!("{out}[{index}]");
                rest = others;
            }
            (_, None) => {
                here = None;
                out = member(&out, next);
                rest = others;
            }
        }
    }
    out
}

/// What stands at a path as azapi prints it; members are found in any case. Gives the path as it is really spelt, too.
pub(crate) fn spelt<'j>(json: &'j Json, path: &str) -> Option<(String, &'j Json)> {
    let mut spelling = String::new();
    let mut here = json;
    for step in path.split('.') {
        if let Some(items) = here.as_array() {
            here = items.get(step.parse::<usize>().ok()?)?;
            spelling = format!("{spelling}[{step}]");
            continue;
        }
        let members = here.as_object()?;
        let (name, value) = members
            .iter()
            .find(|(name, _)| name == step)
            .or_else(|| members.iter().find(|(name, _)| name.eq_ignore_ascii_case(step)))?;
        here = value;
        spelling = member(&spelling, name);
    }
    Some((spelling, here))
}

/// The last name of a path.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a name is that of something that Azure never shows.
pub(crate) fn is_secret(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "password",
        "secret",
        "connectionstring",
        "privatekey",
        "sharedkey",
        "accesskey",
        "accountkey",
        "sastoken",
        "passphrase",
    ];
    let name = name.to_ascii_lowercase().replace('_', "");
    WORDS.iter().any(|word| name.contains(word)) && !name.ends_with("id") && !name.ends_with("enabled")
}

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::json::parse;

    #[test]
    fn paths_are_told_in_the_words_of_the_block() {
        let block = parse(r#"{"tags":{"a.b":1},"location":"x","body":{"p":[{"1":{"q":2}}],"tags":{}}}"#).unwrap();
        let of = |path| in_block(path, Some(&block));
        assert_eq!(of("p.0.1.q"), r#"body.p[0]["1"].q"#);
        assert_eq!(of("p.0.new"), "body.p[0].new");
        assert_eq!(of("location"), "location");
        assert_eq!(of("tags.x"), "body.tags.x");
        assert_eq!(of("other.0"), "body.other[0]");
        assert_eq!(in_block("tags.a", None), "tags.a");
        let block = parse(r#"{"tags":{"a.b":1},"sensitive_body":{"properties":{"x":1}}}"#).unwrap();
        assert_eq!(in_block("tags.a.b", Some(&block)), r#"tags["a.b"]"#);
        assert_eq!(in_block("properties.x", Some(&block)), "sensitive_body.properties.x");
    }

    #[test]
    fn the_source_is_read_in_any_case() {
        let json = parse(r#"{"Properties":{"List":[{"a":1}]}}"#).unwrap();
        let (path, value) = spelt(&json, "properties.list.0.A").unwrap();
        assert_eq!((path.as_str(), value.as_u64()), ("Properties.List[0].a", Some(1)));
        assert!(spelt(&json, "properties.list.1").is_none() && spelt(&json, "properties.list.x").is_none());
    }

    #[test]
    fn secrets_are_known_by_their_names() {
        assert!(is_secret("administratorLoginPassword") && is_secret("admin_password") && is_secret("clientSecret"));
        assert!(!is_secret("secretId") && !is_secret("passwordAuthenticationEnabled") && !is_secret("name"));
    }
}
