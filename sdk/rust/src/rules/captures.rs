//! Texts with places in them, and what stood in the places.

use super::text::{find, rfind};

/// What was taken, by name; the first of a name counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Captures<'a> {
    pub(super) all: Vec<(&'static str, &'a str)>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// It must stand so.
    Literal(&'static str),
    /// Whatever stands there is taken by this name, up to the next literal.
    Capture(&'static str),
}

/// A text, taken apart once.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pieces: Vec<Piece>,
}

impl Compiled {
    pub(super) fn of(text: &'static str) -> Compiled {
        Compiled { pieces: pieces(text) }
    }

    /// The longest literal; none where there is no literal at all.
    pub(super) fn longest(&self) -> Option<&'static str> {
        let literals = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(text) => Some(*text),
            Piece::Capture(_) => None,
        });
        literals.rev().max_by_key(|text| text.len())
    }

    /// Whether the text stands somewhere; what its places hold is added to the captures.
    pub(super) fn take<'a>(&self, text: &'a str, captures: &mut Captures<'a>) -> bool {
        let before = captures.all.len();
        let mut from = 0;
        // A capture that would hold a line break is none; the text may stand further on.
        while from <= text.len() {
            captures.all.truncate(before);
            match self.take_from(text, from, captures) {
                Taken::All => return true,
                Taken::Again(next) => from = next,
                Taken::Nothing => break,
            }
        }
        captures.all.truncate(before);
        false
    }

    fn take_from<'a>(&self, text: &'a str, from: usize, captures: &mut Captures<'a>) -> Taken {
        let bytes = text.as_bytes();
        let mut waiting: Option<&'static str> = None;
        // Where the capture that waits begins, and where the first literal was found.
        let (mut start, mut first) = (line_start(bytes, from), None::<(usize, usize)>);
        for (place, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Capture(name) => waiting = Some(name),
                Piece::Literal(literal) => {
                    let search = if place == 0 { from } else { start.max(from) };
                    let Some(at) = find(bytes, literal.as_bytes(), search) else {
                        return Taken::Nothing;
                    };
                    match waiting.take() {
                        // Two literals follow one another only where nothing is between them.
                        None => first = first.or(Some((at, literal.len()))),
                        Some(name) => {
                            // The nearest of the texts before it, so that a capture is as short as it can be.
                            if place == 2
                                && let Some((begins, length)) = first
                                && let Piece::Literal(before) = self.pieces[0]
                                && let Some(nearer) = rfind(&bytes[..at], before.as_bytes())
                                && nearer > begins
                            {
                                first = Some((nearer, length));
                                start = nearer + length;
                            }
                            if place == 1 {
                                start = line_start(bytes, at).max(start);
                            }
                            let Some(taken) = text.get(start..at).filter(|taken| !taken.contains('\n')) else {
                                return Taken::Again(first.map_or(at, |(begins, _)| begins) + 1);
                            };
                            captures.all.push((name, taken));
                        }
                    }
                    start = at + literal.len();
                }
            }
        }
        if let Some(name) = waiting {
            let rest = text.get(start..).unwrap_or_default();
            captures
                .all
                .push((name, rest.lines().next().unwrap_or_default().trim_end()));
        }
        Taken::All
    }
}

enum Taken {
    All,
    Again(usize),
    Nothing,
}

/// Where the line begins that a place is in.
fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1)
}

/// A text with its `{name}`s apart; `{{` and `}}` are braces, and a brace that is never closed is one too.
pub(super) fn pieces(text: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    let literal = |pieces: &mut Vec<Piece>, text: &'static str| {
        if !text.is_empty() {
            pieces.push(Piece::Literal(text));
        }
    };
    while let Some(found) = text[at..].find(['{', '}']) {
        let brace = at + found;
        let rest = &text[brace..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            literal(&mut pieces, &text[from..=brace]);
            (from, at) = (brace + 2, brace + 2);
        } else if let Some(ends) = rest.strip_prefix('{').and_then(|inside| inside.find('}')) {
            literal(&mut pieces, &text[from..brace]);
            pieces.push(Piece::Capture(&rest[1..=ends]));
            (from, at) = (brace + ends + 2, brace + ends + 2);
        } else {
            at = brace + 1;
        }
    }
    literal(&mut pieces, &text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take<'a>(pattern: &'static str, text: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
        let mut captures = Captures::default();
        Compiled::of(pattern).take(text, &mut captures).then_some(captures.all)
    }

    #[test]
    fn a_capture_ends_where_the_next_text_begins() {
        let text = r#"Error: a Resource with the ID "/a/b" already exists - to be managed"#;
        let taken = take(r#"A resource with the ID "{id}" already exists"#, text);
        assert_eq!(taken, Some(vec![("id", "/a/b")]));
        assert_eq!(take("with the id {id} already", "nothing of the kind"), None);
        assert_eq!(take("exists", "It EXISTS."), Some(vec![]));
    }

    #[test]
    fn a_capture_is_as_short_as_it_can_be() {
        let text = "`a` is odd, `properties.b` is required, `c` is required";
        assert_eq!(take("`{path}` is required", text), Some(vec![("path", "properties.b")]));
        let text = "`a`'s value `` is invalid. The supported values are [x, y].";
        let taken = take(
            "`{path}`'s value `{value}` is invalid. The supported values are [{all}]",
            text,
        );
        assert_eq!(taken, Some(vec![("path", "a"), ("value", ""), ("all", "x, y")]));
    }

    #[test]
    fn captures_keep_to_their_line() {
        let text = "expected \"x\n\" to be\nexpected \"y\" to be";
        assert_eq!(take("expected \"{name}\" to be", text), Some(vec![("name", "y")]));
        assert_eq!(
            take("got {rest}", "first\ngot this. \nlast"),
            Some(vec![("rest", "this.")])
        );
        assert_eq!(
            take("{name} is missing", "a\nthe thing is missing"),
            Some(vec![("name", "the thing")])
        );
        assert_eq!(
            take("a {x} b {y} c", "a 1\n b 2 c, a 3 b 4 c"),
            Some(vec![("x", "3"), ("y", "4")])
        );
    }

    #[test]
    fn braces_can_be_meant() {
        assert_eq!(take("a {{b}} {c}", "a {b} d"), Some(vec![("c", "d")]));
        assert_eq!(take("${name}", "a $x"), Some(vec![("name", "x")]));
        assert_eq!(take("an open { brace", "AN open { brace"), Some(vec![]));
        assert_eq!(Compiled::of("{a}").longest(), None);
        assert_eq!(Compiled::of("ab {a} cdef {b}").longest(), Some(" cdef "));
    }

    #[test]
    fn letters_of_any_width_do_no_harm() {
        assert_eq!(take("é{x}é", "aéßé"), Some(vec![("x", "ß")]));
        assert_eq!(take("{x}", "ß"), Some(vec![("x", "ß")]));
        assert_eq!(take("{x}", ""), Some(vec![("x", "")]));
    }
}
