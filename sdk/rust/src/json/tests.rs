use super::*;

fn again(text: &str) -> String {
    parse(text).unwrap().to_text()
}

#[test]
fn what_is_read_is_written_again() {
    let text = r#"{"b":[1,95.0,-0,1e400,0.10],"a":{"":null},"c":[true,false,"é \"x\"\\"],"d":[],"e":{}}"#;
    assert_eq!(again(text), text);
    let spaced = " {\n\t\"b\" : [ 1 , 95.0 ]\r\n} ";
    assert_eq!(again(spaced), r#"{"b":[1,95.0]}"#);
}

#[test]
fn pretty_is_two_spaces_a_level() {
    let json = parse(r#"{"a":[1,{"b":{}}],"c":[]}"#).unwrap();
    let text = "{\n  \"a\": [\n    1,\n    {\n      \"b\": {}\n    }\n  ],\n  \"c\": []\n}";
    assert_eq!(json.to_pretty(), text);
    assert_eq!(format!("{json:#}"), text);
    assert_eq!(parse(text).unwrap(), json);
}

#[test]
fn numbers_are_what_they_say() {
    let of = |text: &str| parse(text).unwrap();
    assert_eq!(of("30.8").as_f64(), Some(30.8));
    assert_eq!((of("1674").as_u64(), of("1674").as_f64()), (Some(1674), Some(1674.0)));
    assert_eq!(
        (of("-1").as_u64(), of("1.0").as_u64(), of("1e400").as_f64()),
        (None, None, None)
    );
    assert_eq!(of("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(of("18446744073709551616").as_u64(), None);
}

#[test]
fn strings_are_resolved_and_escaped() {
    let json = parse(r#""\u00e9\ud83e\udd80\n\/\b\f\r\t\"\\\u0000""#).unwrap();
    assert_eq!(json.as_str(), Some("é🦀\n/\u{8}\u{c}\r\t\"\\\0"));
    let text = "\u{1b}[31m\u{9b}\u{2028}\u{7f}名前\u{0}\u{202e}";
    let mut out = String::new();
    write_string(text, &mut out);
    assert_eq!(out, r#""\u001b[31m\u009b\u2028\u007f名前\u0000\u202e""#);
    assert_eq!(parse(&out).unwrap().as_str(), Some(text));
}

#[test]
fn every_character_is_written_alike_wherever_it_stands() {
    let characters = (0..=0xff_u32).chain([0x61c, 0x7ff, 0x2028, 0x202e, 0x2069, 0xffff, 0x1_f600]);
    for character in characters.filter_map(char::from_u32) {
        let mut alone = String::new();
        write_string(&character.to_string(), &mut alone);
        for before in 0..18 {
            let (before, after) = ("~".repeat(before), " ".repeat(17 - before));
            let mut out = String::new();
            write_string(&format!("{before}{character}{after}"), &mut out);
            assert_eq!(out, format!("\"{before}{}{after}\"", &alone[1..alone.len() - 1]));
        }
    }
}

#[test]
fn the_last_of_equal_members_counts() {
    let json = parse(r#"{"a":1,"a":2}"#).unwrap();
    assert_eq!(json.get("a").and_then(Json::as_u64), Some(2));
    assert_eq!(json.get("b"), None);
    assert_eq!(Json::Null.get("a"), None);
}

#[test]
fn what_is_no_json_is_refused() {
    let bad = [
        "",
        " ",
        "nul",
        "tru",
        "{",
        "[",
        "[1,",
        "[1,]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\n\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "1 2",
        "[1]]",
        "\u{feff}1",
        "'a'",
        "\"\\u+123\"",
    ];
    for text in bad {
        assert!(parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn an_error_names_the_place() {
    let error = parse("{\n  \"é\": nul\n}").unwrap_err();
    assert!(
        error.to_string().contains("line 2, column 8: a value was expected"),
        "{error}"
    );
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
    assert!(parse(&"{\"a\":".repeat(100_000)).is_err());
}
