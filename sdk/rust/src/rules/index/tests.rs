use super::super::Pattern;
use super::*;

fn index(patterns: &[Pattern]) -> Index {
    let ready: Vec<Vec<Ready>> = patterns.iter().map(|pattern| vec![Ready::of(pattern)]).collect();
    Index::new(ready.iter().map(Vec::as_slice))
}

fn look(index: &Index, text: &str) -> Found {
    let mut found = Found::default();
    index.look(text, &mut found);
    found.rules.sort_unstable();
    found.rules.dedup();
    found
}

#[test]
fn every_text_is_found_wherever_it_stands() {
    let texts = ["abc", "SkuNotAvailable", "bcd", "not available", "été"];
    let index = index(&texts.map(Pattern::Text));
    for (at, text) in texts.iter().enumerate() {
        for lead in 0..9 {
            let whole = format!(
                "{}{}{}",
                "x".repeat(lead),
                text.to_ascii_uppercase(),
                "y".repeat(lead % 3)
            );
            assert!(look(&index, &whole).rules.contains(&(at as u16)), "{whole}");
        }
    }
    assert_eq!(look(&index, "abcd").rules, [0, 2]);
    assert_eq!(look(&index, "ab"), Found::default());
    assert_eq!(look(&index, ""), Found::default());
}

#[test]
fn what_counts_of_a_text_may_begin_within_it() {
    let texts = ["the provider", "the provinces", "the program", "cede"];
    let index = index(&texts.map(Pattern::Text));
    for (at, text) in texts.iter().enumerate() {
        assert_eq!(look(&index, text).rules, [at as u16]);
        assert_eq!(look(&index, &text[1..]).rules, []);
    }
}

#[test]
fn rules_without_texts_are_always_asked() {
    let index = index(&[Pattern::Addressed, Pattern::Code(&["abcdef"]), Pattern::Text("ab")]);
    assert_eq!(index.always(), [0, 2]);
    let mut rules = Vec::new();
    index.code("ABCDEF", &mut rules);
    assert_eq!(rules, [1]);
    assert_eq!(look(&self::index(&[]), "anything"), Found::default());
}

#[test]
fn short_codes_are_known_in_their_column_only() {
    let index = index(&[Pattern::Code(&["cycle"]), Pattern::Text("something else")]);
    assert_eq!((index.always(), index.width), (&[][..], "something else".len()));
    let mut rules = Vec::new();
    index.code("Cycle", &mut rules);
    assert_eq!((rules, look(&index, "code: cycle")), (vec![0], Found::default()));
}

#[test]
fn codes_and_statuses_are_named() {
    let index = index(&[
        Pattern::Not(&[Pattern::Code(&["Conflict", "SkuNotAvailable"])]),
        Pattern::Status(&[409]),
        Pattern::Code(&["NotFound"]),
    ]);
    let found = look(
        &index,
        "RESPONSE 409: 409 Conflict\nERROR CODE: conflict\nThe SkuNotAvailable; code=NotFound",
    );
    assert_eq!(found.codes, ["Conflict", "SkuNotAvailable", "NotFound"]);
    assert_eq!((found.rules, found.statuses), (vec![2], vec![409]));
    assert_eq!(look(&index, "a Conflict, RESPONSE 4090, NotFound"), Found::default());
    assert_eq!(look(&index, "unexpected status 404 (404 Not Found)").statuses, [404]);
}
