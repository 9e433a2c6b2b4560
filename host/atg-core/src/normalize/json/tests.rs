//! What the scanner accepts and reads is what `serde_json` accepts and reads.

use super::*;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// All of a text, made into a value.
fn value(json: &[u8]) -> Result<Value, Malformed> {
    let mut scanner = Scanner::new(json);
    let value = any_value(&mut scanner)?;
    scanner.finish()?;
    Ok(value)
}

fn any_value(json: &mut Scanner<'_>) -> Result<Value, Malformed> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| Malformed);
    Ok(match json.peek()? {
        b'"' => Value::String(text(json.text()?)?),
        b'{' => {
            let mut members = Map::new();
            let mut more = json.enter(b'}')?;
            while more {
                let name = text(json.name()?)?;
                members.insert(name, any_value(json)?);
                more = json.follows(b'}')?;
            }
            Value::Object(members)
        }
        b'[' => {
            let mut items = Vec::new();
            let mut more = json.enter(b']')?;
            while more {
                items.push(any_value(json)?);
                more = json.follows(b']')?;
            }
            Value::Array(items)
        }
        b't' => json.word(b"true").map(|()| Value::Bool(true))?,
        b'f' => json.word(b"false").map(|()| Value::Bool(false))?,
        b'n' => json.word(b"null").map(|()| Value::Null)?,
        _ => match json.number()? {
            Number::Unsigned(value) => value.into(),
            Number::Negative(value) => value.into(),
            Number::Float(value) => value.into(),
        },
    })
}

fn skips(json: &[u8]) -> bool {
    let mut scanner = Scanner::new(json);
    scanner.skip().and_then(|()| scanner.finish()).is_ok()
}

fn agrees(json: &[u8]) {
    let shown = String::from_utf8_lossy(json);
    assert_eq!(value(json).ok(), serde_json::from_slice(json).ok(), "{shown}");
    let skipped = std::str::from_utf8(json).is_ok() && serde_json::from_slice::<serde::de::IgnoredAny>(json).is_ok();
    // Where only a value is out of the range of floats or has half a character, skipping does not look.
    assert!(skips(json) == skipped || value(json).is_err(), "{shown}");
}

/// Any value, in any layout.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<u64>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,4})?([eE][+-]?[0-9])?",
        any::<String>().prop_map(|text| Value::String(text).to_string()),
        "([a-z\"\\\\/é€😀]|\\\\[nrtbf\"/]|\\\\u00[0-9a-fA-F]{2}){0,40}".prop_map(|text| format!("\"{text}\"")),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let space = "[ \n\r\t]{0,2}";
        let list = (space, prop::collection::vec(inner.clone(), 0..6));
        let members = prop::collection::vec((any::<String>(), inner), 0..6);
        prop_oneof![
            list.prop_map(|(space, items)| format!("[{space}{}{space}]", items.join(&format!("{space},{space}")))),
            (space, members).prop_map(|(space, members)| {
                let members = members.into_iter();
                let members = members.map(|(name, value)| format!("{}{space}:{value}", Value::String(name)));
                format!("{{{space}{}{space}}}", members.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_document(json in document()) {
        agrees(json.as_bytes());
    }

    #[test]
    fn a_damaged_document(json in document(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut json = json.into_bytes();
        let at = at.index(json.len());
        if cut {
            json.truncate(at);
        } else {
            json[at] = byte;
        }
        agrees(&json);
    }
}

#[test]
fn corners() {
    for json in [
        "",
        " ",
        "{",
        "[",
        "]",
        "{]",
        "[}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "[1 2]",
        "{}{}",
        "nul",
        "nulll",
        "truefalse",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1E-2",
        "1e999",
        "-1e999",
        "1e-999",
        "0.1",
        "2.5e3",
        "18446744073709551615",
        "18446744073709551616",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999999",
        "10000000000000000000",
        "-18446744073709551616",
        "\"",
        "\"a",
        "\"\\",
        "\"\\u",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u00e9\\u20AC\"",
        "\"\\x\"",
        "\"\t\"",
        "\"\u{7f}\u{0}\"",
        "\"é\"",
        "[\"a long text without anything in it that would end it early\", \"and \\\" another \\\\\"]",
    ] {
        agrees(json.as_bytes());
    }
    for json in [
        &b"\"\xff\""[..],
        b"\"\xc3\"",
        b"\"a\xc3\\n\xa9\"",
        b"\xef\xbb\xbf1",
        b"\"\xed\xa0\x80\"",
    ] {
        assert!(value(json).is_err() && !skips(json));
    }
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert!(skips(deep.as_bytes()));
}
