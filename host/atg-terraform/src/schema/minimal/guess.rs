//! Values by name, for parts of which a pack knows little.

use serde_json::{Value, json};

use crate::schema::rule::{Rules, TextRule};

/// A name that most rules of names take.
pub(super) const NAME: &str = "example";

/// A name that types take of which a parent has one.
pub(super) const ONLY_NAME: &str = "default";

const ID: &str = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/example/providers/Microsoft.Resources/\
                  deployments/example";

/// Texts that satisfy the rules that names do not tell, the likeliest first.
const TEXTS: [&str; 26] = [
    NAME,
    "example1",
    "Example1",
    "EXAMPLE",
    "ex-ample",
    "default",
    "current",
    "00000000-0000-0000-0000-000000000001",
    "00000000000000000000000000000001",
    "10.0.0.0/24",
    "10.0.0.4",
    "https://example.com",
    "example.com",
    "someone@example.com",
    "2025-01-01T00:00:00Z",
    "2025-01-01",
    "1",
    "1.0.0",
    "100",
    "12345678",
    "P1D",
    "00:00:00:00:00:01",
    "example-1.0",
    "example.00000000-0000-0000-0000-000000000001",
    "00000000-0000-0000-0000-000000000001.example",
    ID,
];

/// A text that the rule takes, if one of the usual ones does.
pub(super) fn text(rules: &Rules, rule: TextRule, name: &str) -> String {
    let fits = |text: &str| {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        rule.least.is_none_or(|least| length >= least)
            && rule.most.is_none_or(|most| length <= most)
            && rule.pattern.is_none_or(|pattern| rules.matches(pattern, text))
    };
    let guessed = by_name(name);
    if fits(guessed) {
        return guessed.to_owned();
    }
    if let Some(text) = TEXTS.iter().find(|text| fits(text)) {
        return (*text).to_owned();
    }
    let only = rule.pattern.and_then(|pattern| word(rules.text(pattern)));
    if let Some(text) = only.filter(|text| fits(text)) {
        return text.to_owned();
    }
    let length = rule.least.unwrap_or(1).max(1) as usize;
    ["a", "A", "1", "0"]
        .iter()
        .map(|letter| letter.repeat(length))
        .find(|text| fits(text))
        .unwrap_or_else(|| "a".repeat(length))
}

/// The only text that a pattern such as `^namespace$` takes.
fn word(pattern: &str) -> Option<&str> {
    let word = pattern.strip_prefix('^')?.strip_suffix('$')?;
    word.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(word)
}

/// A text for a part of this name.
fn by_name(name: &str) -> &'static str {
    let folded = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    if ends(&[
        "tenantid",
        "principalid",
        "objectid",
        "clientid",
        "subscriptionid",
        "applicationid",
        "appid",
        "guid",
    ]) {
        "00000000-0000-0000-0000-000000000001"
    } else if ends(&["resourceid", "armid"])
        || (folded == "id")
        || (folded.ends_with("id") && folded.contains("resource"))
    {
        ID
    } else if ends(&["uri", "url", "endpoint"]) {
        "https://example.com"
    } else if ends(&["location", "region"]) {
        "westeurope"
    } else if ends(&["email", "emailaddress", "mail"]) {
        "someone@example.com"
    } else if ends(&["date", "time", "datetime", "timestamp"]) {
        "2025-01-01T00:00:00Z"
    } else if ends(&["addressprefix", "cidr", "prefix", "subnet"]) {
        "10.0.0.0/24"
    } else if ends(&["ipaddress", "address", "ip"]) {
        "10.0.0.4"
    } else {
        NAME
    }
}

/// A value of any kind for a part of this name.
pub(super) fn anything(name: &str) -> Value {
    let folded = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| folded.ends_with(ending));
    if ends(&["enabled", "required"]) || is_question(name) {
        json!(true)
    } else if ends(&NUMBERS) && !ends(&["serialnumber"]) {
        json!(1)
    } else if ends(&["parameters", "options", "properties", "signals", "definition"]) {
        json!({})
    } else if is_plural(&folded) {
        json!([])
    } else {
        match folded.as_str() {
            "createmode" => json!("Default"),
            _ => json!(by_name(name)),
        }
    }
}

/// Endings of names that stand for numbers in Azure's specifications.
const NUMBERS: [&str; 27] = [
    "asn",
    "capacity",
    "cores",
    "count",
    "days",
    "factor",
    "gb",
    "gib",
    "hours",
    "inmbps",
    "inseconds",
    "interval",
    "mib",
    "minutes",
    "number",
    "order",
    "percentage",
    "port",
    "priority",
    "seconds",
    "severity",
    "slot",
    "throughput",
    "tib",
    "units",
    "vlan",
    "vlanid",
];

/// `isEnabled`, `hasKeys`: a small word and a large letter.
fn is_question(name: &str) -> bool {
    ["is", "has", "allow"].iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()))
    })
}

fn is_plural(folded: &str) -> bool {
    let is_singular = [
        "ss",
        "us",
        "is",
        "as",
        "kubernetes",
        "dns",
        "os",
        "tls",
        "https",
        "status",
    ]
    .iter()
    .any(|ending| folded.ends_with(ending));
    folded.ends_with("list") || (folded.ends_with('s') && !is_singular)
}
