use super::*;
use std::io::Write as _;

const ORDERS: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[8mhidden\u{1b}[31m\u{202e}desrever\u{2066}\u{9b}1A\u{8}\u{0}\r\nforged: line\u{1b}]8;;http://evil.example\u{1b}\\link";

#[test]
fn a_line_keeps_its_words_and_nothing_else() {
    assert_eq!(clean_line(ORDERS), "hiddendesrever forged: linelink");
    assert_eq!(clean_line("Tür\tund\r\n\n  Tor"), "Tür und   Tor");
    assert_eq!(clean_line("plain"), "plain");
    // An order that does not end cannot swallow the next line.
    assert_eq!(clean_line("a\u{1b}]0;no end\nb\u{1b}[12\nc\u{1b}"), "a b c");
    assert_eq!(clean_line("\u{90}sixel\u{9c}x\u{1b}(0y"), "xy");
}

#[test]
fn colours_stay_only_where_allowed() {
    let text =
        "\u{1b}[1;31mred\u{1b}[0m \u{1b}[38;5;200mpink\u{1b}[m \u{1b}[8mhidden \u{1b}[5mblinks \u{1b}[38;2;8;8;8mdark";
    assert_eq!(clean(text, Clean::Text), "red pink hidden blinks dark");
    assert_eq!(
        clean(text, Clean::Coloured),
        "\u{1b}[1;31mred\u{1b}[0m \u{1b}[38;5;200mpink\u{1b}[m hidden blinks \u{1b}[38;2;8;8;8mdark"
    );
    assert_eq!(clean("a\tb\nc\r\n", Clean::Coloured), "a\tb\nc\n");
}

#[test]
fn a_text_is_cut_at_a_character() {
    assert_eq!(cut("äöü".to_owned(), 3), "ä…");
    assert_eq!(cut("abc".to_owned(), 3), "abc");
}

#[test]
fn a_writer_cleans_however_the_bytes_are_cut() {
    let text = format!("{ORDERS}\n{}\u{1b}[31mred\n", "ü\u{1b}[2J".repeat(40_000));
    let wanted = clean(&text, Clean::Coloured);
    for size in [1, 7, 4096, usize::MAX] {
        let mut writer = CleanWriter::new(Vec::new(), true);
        for piece in text.as_bytes().chunks(size.min(text.len())) {
            writer.write_all(piece).unwrap();
        }
        assert!(
            String::from_utf8(writer.finish().unwrap()).unwrap() == wanted,
            "in pieces of {size}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn nothing_that_commands_is_left(text in "(\\PC|\u{1b}|\u{9b}|\\[|\\]|[0-9;mJ]|\u{202e}|\n|\r|\u{7}){0,40}") {
        let line = clean_line(&text);
        proptest::prop_assert!(line.chars().all(is_harmless), "{:?} of {:?}", line, text);
        proptest::prop_assert_eq!(clean_line(&line), line.clone());
    }
}
