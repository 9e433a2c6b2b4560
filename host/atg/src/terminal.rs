//! What a formatter wrote, made harmless for a terminal piece by piece: pieces end anywhere, also inside a character or a
//! colour.

use crate::printer::{clean, without_colour};

/// The longest piece of a line that waits for its end.
const LONGEST: usize = 64 << 10;

/// Takes bytes, gives text that commands no terminal.
pub(crate) struct TerminalText {
    colour: bool,
    waiting: Vec<u8>,
}

impl TerminalText {
    /// `colour` says whether colours may stay.
    pub(crate) fn new(colour: bool) -> TerminalText {
        TerminalText {
            colour,
            waiting: Vec::new(),
        }
    }

    /// What can be shown after these bytes; none of them means that it was the end.
    pub(crate) fn next(&mut self, bytes: &[u8]) -> String {
        self.waiting.extend_from_slice(bytes);
        let whole = match self.waiting.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => at + 1,
            None if bytes.is_empty() => self.waiting.len(),
            // No line of a report is as long; what is torn here is torn for the eye only.
            None if self.waiting.len() > LONGEST => self.waiting.len(),
            None => 0,
        };
        let rest = self.waiting.split_off(whole);
        let text = std::mem::replace(&mut self.waiting, rest);
        let text = clean(&String::from_utf8_lossy(&text));
        if self.colour { text } else { without_colour(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(colour: bool, pieces: &[&[u8]]) -> String {
        let mut text = TerminalText::new(colour);
        pieces.iter().chain([&&b""[..]]).map(|piece| text.next(piece)).collect()
    }

    #[test]
    fn pieces_may_end_anywhere() {
        assert_eq!(
            shown(true, &[b"\x1b[3", b"1mred\x1b[0m \xe2", b"\x96\x88\nend"]),
            "\u{1b}[31mred\u{1b}[0m \u{2588}\nend"
        );
        assert_eq!(
            shown(false, &[b"\x1b[3", b"1mred\x1b[0m \xe2", b"\x96\x88\nend"]),
            "red \u{2588}\nend"
        );
        assert_eq!(
            shown(true, &[b"\x1b[2Ja\n\x1b", b"]0;title\x07\n"]),
            "\\u{1b}[2Ja\n\\u{1b}]0;title\\u{7}\n"
        );
        assert_eq!(shown(true, &[b"\xff\n"]), "\u{fffd}\n");
    }
}
