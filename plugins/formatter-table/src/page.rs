//! Lines that are never wider than the terminal, with colour where it is asked for.

use std::io::Write;

use atg_sdk::prelude::*;
use atg_sdk::sections;

use crate::fit::{shorten, wide};

/// How a piece of text looks. Without colour all look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Bold,
    Dim,
    Good,
    Bad,
    Warn,
    Bar,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "\u{1b}[1m",
            Style::Dim => "\u{1b}[2m",
            Style::Good => "\u{1b}[32m",
            Style::Bad => "\u{1b}[31m",
            Style::Warn => "\u{1b}[33m",
            Style::Bar => "\u{1b}[36m",
        }
    }
}

/// Beyond this, figures stand so far apart that the eye loses the line.
const COMFORTABLE: usize = 100;

/// The text so far, and the line that is being written.
pub(crate) struct Page {
    width: usize,
    color: bool,
    text: String,
    /// How wide the line is, with the spaces that are owed.
    used: usize,
    owed: usize,
}

impl Page {
    pub(crate) fn new(width: usize, color: bool) -> Page {
        Page {
            width: width.clamp(40, 500),
            color,
            text: String::new(),
            used: 0,
            owed: 0,
        }
    }

    /// How wide lists may be.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// How wide figures may be.
    pub(crate) fn comfortable(&self) -> usize {
        self.width.min(COMFORTABLE)
    }

    /// Adds text of any origin to the line; what does not fit is cut in the middle.
    pub(crate) fn add(&mut self, style: Style, text: &str) -> &mut Page {
        let text = shorten(text, self.width.saturating_sub(self.used));
        if text.is_empty() {
            return self;
        }
        (0..self.owed).for_each(|_| self.text.push(' '));
        self.owed = 0;
        self.used += wide(&text);
        let code = if self.color { style.code() } else { "" };
        self.text.push_str(code);
        self.text.push_str(&text);
        self.text.push_str(if code.is_empty() { "" } else { "\u{1b}[0m" });
        self
    }

    /// Spaces, which are not written at the end of a line.
    pub(crate) fn space(&mut self, spaces: usize) -> &mut Page {
        self.owed += spaces;
        self.used += spaces;
        self
    }

    /// Spaces up to a column.
    pub(crate) fn to(&mut self, column: usize) -> &mut Page {
        self.space(column.saturating_sub(self.used))
    }

    /// Text in a column of a width, to the left.
    pub(crate) fn left(&mut self, style: Style, text: &str, width: usize) -> &mut Page {
        let end = self.used + width;
        self.add(style, &shorten(text, width)).to(end)
    }

    /// Text in a column of a width, to the right.
    pub(crate) fn right(&mut self, style: Style, text: &str, width: usize) -> &mut Page {
        let text = shorten(text, width);
        self.space(width.saturating_sub(wide(&text))).add(style, &text)
    }

    /// A bar of a share of one, with a mark where the target lies.
    pub(crate) fn bar(&mut self, share: f64, target: Option<f64>, width: usize) -> &mut Page {
        let full = cells(share, width);
        let mark = target
            .filter(|target| *target < 1.0)
            .map(|target| cells(target, width).min(width - 1));
        let run = |page: &mut Page, style: Style, sign: &str, cells: usize| {
            page.add(style, &sign.repeat(cells));
        };
        for (style, sign, from, to) in [(Style::Bar, "#", 0, full), (Style::Dim, "-", full, width)] {
            match mark.filter(|mark| (from..to).contains(mark)) {
                Some(mark) => {
                    run(self, style, sign, mark - from);
                    run(self, Style::Bold, "|", 1);
                    run(self, style, sign, to - mark - 1);
                }
                None => run(self, style, sign, to - from),
            }
        }
        self
    }

    /// Ends the line.
    pub(crate) fn end(&mut self) {
        self.text.push('\n');
        self.used = 0;
        self.owed = 0;
    }

    /// An empty line and a heading.
    pub(crate) fn heading(&mut self, title: &str, beside: &str) {
        self.text.push('\n');
        self.add(Style::Bold, title);
        if !beside.is_empty() {
            self.space(2).add(Style::Dim, beside);
        }
        self.end();
    }

    /// Words over as many lines as they need, each indented.
    pub(crate) fn wrap(&mut self, style: Style, text: &str, indent: usize) {
        let text = sections::visible(text);
        let room = self.comfortable();
        self.to(indent);
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if self.used > indent && self.used + 1 + wide(word) > room {
                self.end();
                self.to(indent);
            }
            self.space(usize::from(self.used > indent)).add(style, word);
        }
        self.end();
    }

    /// Hands over what is finished.
    pub(crate) fn pour(&mut self, out: &mut impl Write) -> Result<(), Error> {
        out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }
}

/// So many cells of a bar: all of them only for everything, none only for nothing.
fn cells(share: f64, all: usize) -> usize {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    let full = (share.clamp(0.0, 1.0) * all as f64).round() as usize;
    match full {
        0 if share > 0.0 => 1,
        full if full >= all && share < 1.0 => all - 1,
        full => full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &mut Page) -> String {
        let mut out = Vec::new();
        page.pour(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_never_wider_than_the_page() {
        let mut page = Page::new(40, true);
        page.left(Style::Good, &"x".repeat(90), 30)
            .space(2)
            .right(Style::Bad, "12345", 20)
            .end();
        page.wrap(Style::Plain, &"word ".repeat(40), 4);
        for line in text(&mut page).lines() {
            let mut plain = line.to_owned();
            for style in [Style::Good, Style::Bad] {
                plain = plain.replace(style.code(), "");
            }
            assert!(wide(&plain.replace("\u{1b}[0m", "")) <= 40, "{line}");
        }
    }

    #[test]
    fn bars_are_exact_at_their_ends() {
        let bar = |share, target| {
            let mut page = Page::new(80, false);
            page.bar(share, target, 10).end();
            text(&mut page)
        };
        assert_eq!(
            (bar(0.0, None), bar(0.001, None)),
            ("----------\n".into(), "#---------\n".into())
        );
        assert_eq!(
            (bar(0.999, None), bar(1.0, None)),
            ("#########-\n".into(), "##########\n".into())
        );
        assert_eq!(
            (bar(0.3, Some(0.95)), bar(1.0, Some(0.5))),
            ("###------|\n".into(), "#####|####\n".into())
        );
    }

    #[test]
    fn lines_end_without_spaces() {
        let mut page = Page::new(80, false);
        page.left(Style::Plain, "a", 10).left(Style::Plain, "", 10).end();
        assert_eq!(text(&mut page), "a\n");
    }
}
