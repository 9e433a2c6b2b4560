use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::redaction::spellings::base64;

fn url_encoded(text: &str, form: bool) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' if form => encoded.push('+'),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

/// As Go's encoder writes it: not only what JSON needs is escaped.
fn go_json(text: &str) -> String {
    let plain = serde_json::to_string(text).unwrap();
    plain
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

fn spellings_of(secret: &str) -> Vec<String> {
    let std = base64(secret.as_bytes());
    let json = go_json(secret);
    let nested = serde_json::to_string(&json).unwrap();
    vec![
        secret.to_owned(),
        std.clone(),
        url_encoded(&std, false),
        std.replace('+', "-").replace('/', "_"),
        url_encoded(secret, false),
        url_encoded(&url_encoded(secret, false), false),
        url_encoded(secret, false).to_lowercase_percent(),
        url_encoded(secret, true),
        json[1..json.len() - 1].to_owned(),
        nested[3..nested.len() - 3].to_owned(),
    ]
}

trait LowerPercent {
    fn to_lowercase_percent(&self) -> String;
}

impl LowerPercent for String {
    fn to_lowercase_percent(&self) -> String {
        let mut parts = self.split('%');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            text.push('%');
            text.push_str(&part[..2].to_lowercase());
            text.push_str(&part[2..]);
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_spelling_of_a_secret_survives(secret in "[!-~é€😀 ]{8,40}", before in "[ -~é]{0,12}", after in "[ -~é]{0,12}") {
        let secret = secret.trim().to_owned();
        prop_assume!(secret.len() >= 8 && secret.chars().any(|one| one.is_ascii_alphanumeric()));
        let redactor = Redactor::new([&secret]);
        for spelling in spellings_of(&secret) {
            let text = format!("{before} {spelling} {after}");
            let clean = redactor.text(&text);
            prop_assert!(!clean.contains(&spelling), "{spelling} in {clean}");
            prop_assert!(!redactor.lines().line(&text).contains(&spelling));
            let mut value = json!({ &text: [&text] });
            redactor.json(&mut value);
            prop_assert!(!value.to_string().contains(&spelling), "{spelling} in {value}");
        }
    }

    #[test]
    fn base64_of_something_longer_hides_it_too(secret in "[a-zA-Z0-9~]{8,24}", before in "[a-z:]{0,7}", after in "[a-z:]{0,7}") {
        let text = base64(format!("{before}{secret}{after}").as_bytes());
        let clean = Redactor::new([&secret]).text(&text).into_owned();
        prop_assert!(clean.contains(REDACTED), "{text} stays {clean}");
        let sure = &base64(secret.as_bytes())[..secret.len() * 8 / 6];
        prop_assert!(!clean.contains(sure));
    }

    #[test]
    fn texts_without_secrets_stay(text in "[a-zA-Z `.,:]{0,200}") {
        prop_assume!(!text.to_lowercase().contains("bearer") && !text.to_lowercase().contains("authorization"));
        prop_assert_eq!(Redactor::new(["0123456789-secret"]).text(&text), text.as_str());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn long_secrets_go_as_well(secret in "[A-Za-z0-9+/=é\n]{500,1600}") {
        let redactor = Redactor::new([&secret]);
        let clean = redactor.text(&secret).into_owned();
        let trimmed = secret.trim_end_matches('\n');
        for start in (0..trimmed.len().saturating_sub(64)).filter(|start| trimmed.is_char_boundary(*start) && trimmed.is_char_boundary(start + 64)) {
            prop_assert!(!clean.contains(&trimmed[start..start + 64]));
        }
    }
}

#[test]
fn a_short_secret_stands_alone_in_base64() {
    assert_eq!(
        Redactor::new(["abcd"]).text("x YWJjZA== abcd a%62cd"),
        "x [redacted]== [redacted] a%62cd"
    );
    assert_eq!(Redactor::new(["abc", ""]).text("abc"), "abc");
}

#[test]
fn what_looks_like_a_secret_goes() {
    let redactor = Redactor::default();
    let key = "k".repeat(86);
    for (text, clean) in [
        (
            "token eyJhbGciOiJSUzI1NiJ9xx.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl!".to_owned(),
            "token [redacted]!",
        ),
        (
            "https://a.blob.core.windows.net/c?sv=2022&sig=abcdefghijklmnopqrstuv%3D&se=1".to_owned(),
            "https://a.blob.core.windows.net/c?sv=2022&sig=[redacted]&se=1",
        ),
        (format!("key {key}== end"), "key [redacted] end"),
        (
            format!("DefaultEndpointsProtocol=https;AccountName=a;AccountKey={key}==;EndpointSuffix=x"),
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=[redacted];EndpointSuffix=x",
        ),
        (
            "Server=tcp:a;User ID=b;Password=p4ss-w0rd;Encrypt=True".to_owned(),
            "Server=tcp:a;User ID=b;Password=[redacted];Encrypt=True",
        ),
        (
            "Authorization: Bearer abcdefghijkl".to_owned(),
            "Authorization: [redacted]",
        ),
        ("sent Bearer abcdefghijklmnopqrst.".to_owned(), "sent Bearer [redacted]"),
        (format!("secret abc8Q~{} end", "x".repeat(34)), "secret [redacted] end"),
        (
            r#"{"adminPassword": "a\"b", "name": "c"}"#.to_owned(),
            r#"{"adminPassword": "[redacted]", "name": "c"}"#,
        ),
        (
            r#"{\"client_secret\":\"abc\",\"name\":\"c\"}"#.to_owned(),
            r#"{\"client_secret\":\"[redacted]\",\"name\":\"c\"}"#,
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- after".to_owned(),
            "[redacted] after",
        ),
        (
            format!("search {}AzSeA12345 end", "s".repeat(42)),
            "search [redacted] end",
        ),
        (
            format!("function {}AzFuA123456== end", "f".repeat(44)),
            "function [redacted] end",
        ),
        (format!("bus {}+ASbA12345= end", "b".repeat(33)), "bus [redacted] end"),
        ("-----BEGIN RSA PRIVATE KEY-----\\nMIIE".to_owned(), "[redacted]"),
    ] {
        assert_eq!(redactor.text(&text), clean);
        assert_eq!(redactor.text(clean), clean, "twice is once");
    }
    assert_eq!(patterns::forms(), (13, true));
}

#[test]
fn what_only_resembles_one_stays() {
    let redactor = Redactor::default();
    for text in [
        "`properties.administratorLoginPassword` is required, but no definition was found",
        "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/a/providers/Microsoft.Storage/storageAccounts/b",
        "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "The secret `db-password` was not found in this key vault",
        "Bearer authentication failed",
    ] {
        assert_eq!(redactor.text(text), text);
    }
}

#[test]
fn a_key_over_many_lines_goes_line_by_line() {
    let redactor = Redactor::default();
    let mut lines = redactor.lines();
    let text = "a\n-----BEGIN PRIVATE KEY-----\nMIIEvQ+/=\n│ MIIE\n\n-----END PRIVATE KEY----- b\nc d\n-----BEGIN X-----\nno key at all!\ne";
    let clean: Vec<_> = text.lines().map(|line| lines.line(line).into_owned()).collect();
    assert_eq!(
        clean,
        [
            "a",
            REDACTED,
            REDACTED,
            REDACTED,
            REDACTED,
            "[redacted] b",
            "c d",
            REDACTED,
            "no key at all!",
            "e"
        ]
    );
}

#[test]
fn json_stays_json_and_numbers_are_secrets_too() {
    let redactor = Redactor::new(["12345678", "a\"b\\c-secret"]);
    let mut value =
        json!({ "pin": 12_345_678, "a\"b\\c-secret": 1, "clientSecret": "x", "password": "${var.p}", "n": null });
    redactor.json(&mut value);
    assert_eq!(
        value,
        json!({ "pin": REDACTED, REDACTED: 1, "clientSecret": REDACTED, "password": "${var.p}", "n": null })
    );
}

#[test]
fn terraform_s_marks_are_applied_and_learned_from() {
    let mut plan = json!({
        "variables": {"secret": {"value": "hunter2-hunter2"}, "open": {"value": "seen"}},
        "planned_values": {
            "outputs": {"s": {"sensitive": true, "value": "hunter2-hunter2"}, "o": {"sensitive": false, "value": 1}},
            "root_module": {"resources": [
                {"values": {"input": {"k": "hunter2-hunter2", "n": 1}, "list": ["x", "y"], "gone": null},
                 "sensitive_values": {"input": {"k": true}, "list": [false, true], "gone": true}}
            ]}
        },
        "resource_changes": [{"change": {
            "before": {"a": 1}, "before_sensitive": false, "after": {"a": {"deep": "q"}}, "after_sensitive": {"a": true}
        }}],
        "configuration": {
            "provider_config": {"azapi": {"expressions": {"client_secret": {"constant_value": "c"}}}},
            "root_module": {
                "variables": {"secret": {"sensitive": true, "default": "hunter2-hunter2"}},
                "resources": [{"expressions": {"input": {"constant_value": "say hunter2-hunter2"}}}]
            }
        }
    });
    masks::document(&mut plan, &Redactor::default());
    assert_eq!(
        plan,
        json!({
            "variables": {"secret": {"value": REDACTED}, "open": {"value": "seen"}},
            "planned_values": {
                "outputs": {"s": {"sensitive": true, "value": REDACTED}, "o": {"sensitive": false, "value": 1}},
                "root_module": {"resources": [
                    {"values": {"input": {"k": REDACTED, "n": 1}, "list": ["x", REDACTED], "gone": null},
                     "sensitive_values": {"input": {"k": true}, "list": [false, true], "gone": true}}
                ]}
            },
            "resource_changes": [{"change": {
                "before": {"a": 1}, "before_sensitive": false, "after": {"a": REDACTED}, "after_sensitive": {"a": true}
            }}],
            "configuration": {
                "provider_config": {"azapi": {"expressions": {"client_secret": {"constant_value": REDACTED}}}},
                "root_module": {
                    "variables": {"secret": {"sensitive": true, "default": REDACTED}},
                    "resources": [{"expressions": {"input": {"constant_value": "say [redacted]"}}}]
                }
            }
        })
    );
}
