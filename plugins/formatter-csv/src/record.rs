//! Records: cells in quotes where they need them, and never a formula.

use std::io::Write;

use atg_sdk::prelude::*;
use atg_sdk::sections;

/// Where records go.
pub(crate) struct Records<'a, W> {
    out: &'a mut W,
    line: String,
    cells: usize,
}

impl<'a, W: Write> Records<'a, W> {
    pub(crate) fn new(out: &'a mut W) -> Self {
        Records {
            out,
            line: String::new(),
            cells: 0,
        }
    }

    /// Adds a cell to the record that is being written.
    pub(crate) fn cell(&mut self, text: &str) {
        if self.cells > 0 {
            self.line.push(',');
        }
        self.cells += 1;
        cell(text, &mut self.line);
    }

    /// Adds a number, or an empty cell.
    pub(crate) fn number(&mut self, number: Option<u64>) {
        self.cell(&number.map(|number| number.to_string()).unwrap_or_default());
    }

    /// Adds a percentage, or an empty cell.
    pub(crate) fn percent(&mut self, percent: Option<f64>) {
        self.cell(&percent.map(sections::percent).unwrap_or_default());
    }

    /// Ends the record.
    pub(crate) fn end(&mut self) -> Result<(), Error> {
        self.line.push_str("\r\n");
        self.out.write_all(self.line.as_bytes())?;
        self.line.clear();
        self.cells = 0;
        Ok(())
    }

    /// A record of texts.
    pub(crate) fn record<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> Result<(), Error> {
        cells.into_iter().for_each(|text| self.cell(text));
        self.end()
    }
}

/// What a spreadsheet would take for the beginning of a formula.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Control characters and marks of direction are spelled out, so a cell is always one line and looks as what it is.
fn cell(text: &str, line: &mut String) {
    let text = sections::visible(text);
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    let quoted = text.contains([',', '"', ';']) || text.starts_with(' ') || text.ends_with(' ');
    if !quoted {
        line.push_str(guard);
        line.push_str(&text);
        return;
    }
    line.push('"');
    line.push_str(guard);
    line.push_str(&text.replace('"', "\"\""));
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let mut line = String::new();
        cell(text, &mut line);
        line
    }

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "+1", "-2", "@SUM(1)", "＝1"] {
            assert_eq!(of(text), ["'", text].concat());
        }
        assert_eq!(of("=A,\"B\""), "\"'=A,\"\"B\"\"\"");
        assert_eq!(of("\t=1"), "⟨U+0009⟩=1");
        assert_eq!(of("a=1"), "a=1");
    }

    #[test]
    fn what_needs_quotes_has_them() {
        assert_eq!(of("a,b"), "\"a,b\"");
        assert_eq!(of("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(of(" x"), "\" x\"");
        assert_eq!(of("two\nlines"), "two⟨U+000A⟩lines");
        assert_eq!(of(""), "");
    }
}
