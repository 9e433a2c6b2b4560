//! What is read, and what is refused with the line.

use std::time::Duration;

use super::*;

const WHOLE: &str = r#"
[plugin]
id = "location-kept"
version = "0.1.0"
title = "Locations kept"
description = "The share of matched resources that are where they were."
license = "MIT OR Apache-2.0"
contract = "0.1"

[[provides]]
kind = "metric"
name = "location-kept"
title = "Locations kept"
unit = "percent"
direction = "higher"
target = 100.0
gate = true
weight = 0.5

[[provides]]
kind = "formatter"
name = "location-kept"
title = "As a picture"
media-type = "image/png"
extension = "png"
binary = true

[[provides]]
kind = "analyzer"
name = "exists"
title = "Exists already"
phases = ["apply"]
match = ["already exists"]

[reads]
types = ["Microsoft.Compute/*"]
properties = ["location", "id"]

[limits]
memory = "64MiB"
timeout = "500ms"

[settings.case-sensitive]
type = "boolean"
default = false
description = "Whether `WestEurope` and `westeurope` differ."

[settings.depth]
type = "integer"
default = 3
min = 1
max = 9

[settings.share]
type = "number"

[settings.mode]
type = "string"
default = "fast"
choices = ["fast", "exact"]
"#;

#[test]
fn every_table_is_read() {
    let manifest = Manifest::parse(WHOLE).unwrap();
    assert_eq!(
        (manifest.id.as_str(), manifest.version.to_string().as_str()),
        ("location-kept", "0.1.0")
    );
    assert_eq!(manifest.contract, (0, 1));
    let metric = manifest.metrics().next().unwrap();
    assert_eq!(
        (metric.target, metric.warn, metric.gate, metric.weight),
        (Some(100.0), None, true, 0.5)
    );
    let formatter = manifest.formatters().next().unwrap();
    assert_eq!(
        (
            formatter.media_type.as_str(),
            formatter.extension.as_str(),
            formatter.binary
        ),
        ("image/png", "png", true)
    );
    assert_eq!(manifest.analyzers().next().unwrap().matches, ["already exists"]);
    assert!(manifest.provided(Role::Metric, "location-kept").is_some());
    assert!(manifest.provided(Role::Analyzer, "location-kept").is_none());
    assert_eq!(manifest.reads.types, ["Microsoft.Compute/*"]);
    assert_eq!(
        manifest.reads.relationships,
        ["*"],
        "what is not said is all that is never secret"
    );
    assert!(manifest.reads.sections.is_empty());
    assert_eq!(
        manifest.limits,
        ManifestLimits {
            memory: Some(64 << 20),
            timeout: Some(Duration::from_millis(500))
        }
    );
}

/// The whole manifest with one text replaced: where the fault is, what it says, what helps.
#[track_caller]
fn refused(from: &str, to: &str, line: usize, says: &str, hint: &str) {
    assert!(WHOLE.contains(from), "`{from}` is not in the manifest");
    let error = Manifest::parse(&WHOLE.replacen(from, to, 1)).unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("line {line}: ")) && text.contains(says),
        "{text}"
    );
    assert!(error.hint().unwrap_or_default().contains(hint), "{:?}", error.hint());
}

#[test]
fn a_misspelt_key_is_told_with_its_line_and_the_one_that_was_meant() {
    refused(
        "gate = true",
        "gaet = true",
        17,
        "[[provides]] has no key `gaet`",
        "did you mean `gate`?",
    );
    refused(
        "media-type",
        "media_type",
        24,
        "has no key `media_type`",
        "did you mean `media-type`?",
    );
    refused(
        "[limits]",
        "[limit]",
        39,
        "the manifest has no key `limit`",
        "did you mean `limits`?",
    );
    refused(
        "description = \"Whether",
        "about = \"Whether",
        46,
        "[settings.case-sensitive] has no key `about`",
        "",
    );
    refused(
        "extension = \"png\"",
        "extension = \"png\"\ntarget = 1",
        26,
        "has no key `target`",
        "",
    );
}

#[test]
fn values_that_cannot_be_are_refused() {
    refused(
        "id = \"location-kept\"",
        "id = \"Not An Id\"",
        3,
        "cannot be `Not An Id`",
        "lower-case",
    );
    refused("version = \"0.1.0\"", "version = \"1\"", 4, "is not a version", "0.1.0");
    refused(
        "version = \"0.1.0\"",
        "version = 1",
        4,
        "wants a text, not a number",
        "",
    );
    refused(
        "contract = \"0.1\"",
        "contract = \"new\"",
        8,
        "cannot be `new`",
        "contract = \"0.1\"",
    );
    refused(
        "kind = \"metric\"",
        "kind = \"meter\"",
        11,
        "cannot be `meter`",
        "metric, formatter or analyzer",
    );
    refused(
        "direction = \"higher\"",
        "direction = \"up\"",
        15,
        "cannot be `up`",
        "lower",
    );
    refused("target = 100.0", "target = nan", 16, "wants a finite number", "");
    refused(
        "target = 100.0\n",
        "",
        16,
        "wants a `target` beside it",
        "target = 100.0",
    );
    refused("weight = 0.5", "weight = -1", 18, "less than nothing", "");
    refused(
        "extension = \"png\"",
        "extension = \"../x\"",
        25,
        "cannot be `../x`",
        "without the dot",
    );
    refused(
        "memory = \"64MiB\"",
        "memory = \"much\"",
        40,
        "cannot be `much`",
        "64MiB",
    );
    refused("timeout = \"500ms\"", "timeout = \"0s\"", 41, "cannot be `0s`", "5s");
    refused(
        "type = \"boolean\"",
        "type = \"bool\"",
        44,
        "cannot be `bool`",
        "boolean",
    );
    refused(
        "default = 3",
        "default = 30",
        50,
        "is not a whole number from 1 to 9",
        "",
    );
    refused(
        "default = \"fast\"",
        "default = \"slow\"",
        59,
        "is not one of fast, exact",
        "",
    );
    refused(
        "title = \"Locations kept\"",
        "title = \"a\\u001bb\"",
        5,
        "control characters",
        "",
    );
    refused(
        "name = \"exists\"",
        "name = \"location-kept\"\nname = \"x\"",
        31,
        "not TOML",
        "",
    );
    refused("kind = \"analyzer\"", "kind = \"analyzer", 29, "not TOML", "");
}

#[test]
fn what_is_missing_is_named() {
    for (text, says) in [
        ("", "the manifest lacks `plugin`"),
        ("plugin = 3", "wants a table, not a number"),
        ("[plugin]\nid = \"a\"", "[plugin] lacks `version`"),
        (
            "[plugin]\nid = \"a\"\nversion = \"1.0.0\"\ntitle = \"A\"\ncontract = \"0.1\"",
            "the manifest lacks `provides`",
        ),
    ] {
        let error = Manifest::parse(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let twice = WHOLE.replacen(
        "kind = \"analyzer\"\nname = \"exists\"",
        "kind = \"metric\"\nname = \"location-kept\"",
        1,
    );
    let twice = twice.replacen("phases = [\"apply\"]\nmatch = [\"already exists\"]", "", 1);
    assert!(
        Manifest::parse(&twice)
            .unwrap_err()
            .to_string()
            .contains("has the metric `location-kept` twice")
    );
    assert!(
        Manifest::parse(&"#".repeat(MAX_MANIFEST + 1))
            .unwrap_err()
            .to_string()
            .contains("larger than 64 KiB")
    );
}

#[test]
fn settings_are_typed_and_defaults_fill_the_rest() {
    let manifest = Manifest::parse(WHOLE).unwrap();
    let given = |pairs: &[(&str, &str)]| {
        let pairs = pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
        manifest.settings_with(&pairs.collect())
    };
    let settings = given(&[("case-sensitive", "true"), ("share", "0.25"), ("mode", "exact")]).unwrap();
    let settings: Vec<_> = settings
        .iter()
        .map(|(key, json)| (key.as_str(), json.as_str()))
        .collect();
    assert_eq!(
        settings,
        [
            ("case-sensitive", "true"),
            ("depth", "3"),
            ("mode", "\"exact\""),
            ("share", "0.25")
        ]
    );
    assert!(
        !given(&[]).unwrap().contains_key("share"),
        "what has no default is not there"
    );

    let wrong = |key: &str, text: &str| given(&[(key, text)]).unwrap_err();
    assert_eq!(wrong("case-sensitive", "yes").fault, "wants true or false, not `yes`");
    assert_eq!(wrong("depth", "10").fault, "wants a whole number from 1 to 9, not `10`");
    assert_eq!(wrong("depth", "2.5").hint.as_deref(), Some("its default is 3"));
    assert_eq!(wrong("share", "inf").fault, "wants a number, not `inf`");
    assert_eq!(wrong("mode", "slow").fault, "wants one of fast, exact, not `slow`");
    assert_eq!(wrong("dept", "1").hint.as_deref(), Some("did you mean `depth`?"));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(at in 0..WHOLE.len(), text in "\\PC{0,12}") {
        let mut broken = WHOLE.to_owned();
        broken.insert_str(at, &text);
        let _ = Manifest::parse(&broken);
    }
}
