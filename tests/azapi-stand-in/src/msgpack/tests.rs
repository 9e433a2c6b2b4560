//! Bytes as Terraform sends them.

use super::*;

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn what_is_written_is_read() {
    let value = Value::Object(
        vec![
            (
                "a".to_owned(),
                Value::List(vec![text("x"), Value::Null, Value::Unknown], true),
            ),
            ("b".to_owned(), Value::Boolean(true)),
            ("c".to_owned(), Value::Number("12345678901234567890123".to_owned())),
        ],
        false,
    );
    let kind =
        Kind::read(&serde_json::json!(["object", {"a": ["list", "string"], "b": "bool", "c": "number"}])).unwrap();
    assert_eq!(read(&write(&value), &kind).unwrap(), value);
}

#[test]
fn a_dynamic_value_brings_its_type() {
    let mut bytes = b"\x92\xc4\x26[\"object\",{\"n\":\"number\",\"t\":\"string\"}]".to_vec();
    bytes[2] = u8::try_from(bytes.len() - 3).unwrap();
    bytes.extend_from_slice(b"\x82\xa1n\xcd\x01\x00\xa1t\xa2hi");
    let value = read(&bytes, &Kind::Dynamic).unwrap();
    assert_eq!(value.get("n"), &Value::Number("256".to_owned()));
    assert_eq!(value.get("t"), &text("hi"));
    assert_eq!(
        read(EMPTY_OBJECT, &Kind::Dynamic).unwrap(),
        Value::Object(Vec::new(), false)
    );
    assert_eq!(read(&UNKNOWN, &Kind::Dynamic).unwrap(), Value::Unknown);
    // An unknown value of which something is known.
    assert_eq!(
        read(&[0xc7, 3, 12, 0x81, 1, 0xc2], &Kind::Text).unwrap(),
        Value::Unknown
    );
}

#[test]
fn numbers_of_every_width() {
    let number = |bytes: &[u8]| match read(bytes, &Kind::Number).unwrap() {
        Value::Number(text) => text,
        other => panic!("{other:?} is no number"),
    };
    assert_eq!(number(&[0x7f]), "127");
    assert_eq!(number(&[0xff]), "-1");
    assert_eq!(number(&[0xd1, 0xff, 0x00]), "-256");
    assert_eq!(number(&[0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]), "1.5");
    assert_eq!(number(b"\xa31e9"), "1e9");
}

#[test]
fn members_stand_as_they_are() {
    let bytes = b"\x82\xa1a\x93\x01\xc0\xd4\x00\x00\xa1b\xa1x";
    let found = members(bytes).unwrap();
    assert_eq!(found[0], ("a".to_owned(), &b"\x93\x01\xc0\xd4\x00\x00"[..]));
    let again = write_members(found.iter().map(|(name, value)| (name.as_str(), *value)));
    assert_eq!(members(&again).unwrap(), found);
    assert!(members(&[NIL]).unwrap().is_empty());
}

#[test]
fn garbage_is_an_error_and_never_a_panic() {
    assert!(read(&[0xdd, 0xff, 0xff, 0xff, 0xff], &Kind::List(Box::new(Kind::Text))).is_err());
    assert!(read(&[0xd9, 9, b'x'], &Kind::Text).is_err());
    assert!(read(&[0xc1], &Kind::Number).is_err());
    assert!(members(&[0x81, 0xa1]).is_err());
    let deep = vec![0x91; 1000];
    assert!(members(&[&[0x81, 0xa1, b'a'][..], &deep].concat()).is_err());
}
