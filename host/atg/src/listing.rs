//! Lists for people, as aligned columns. Reports are a formatter's matter; this is for what atg says of itself.

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Text.
    Left(&'static str),
    /// Numbers.
    Right(&'static str),
}

impl Column {
    fn title(self) -> &'static str {
        match self {
            Column::Left(title) | Column::Right(title) => title,
        }
    }
}

/// Lays out rows under their titles, a line each; the first line holds the titles.
pub(crate) fn lines(columns: &[Column], rows: &[Vec<String>]) -> Vec<String> {
    // A cell is one line, whatever an estate calls its things.
    let one_line = |row: &Vec<String>| row.iter().map(|cell| cell.replace(['\n', '\t'], " ")).collect();
    let rows: &[Vec<String>] = &rows.iter().map(one_line).collect::<Vec<Vec<String>>>();
    let width = |at: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(at))
            .map(|cell| cell.chars().count());
        cells.chain([columns[at].title().chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: &[String]| {
        let mut line = String::new();
        for ((cell, column), width) in cells.iter().zip(columns).zip(&widths) {
            let padded = match column {
                Column::Left(_) => format!("{cell:<width$}  "),
                Column::Right(_) => format!("{cell:>width$}  "),
            };
            line.push_str(&padded);
        }
        line.trim_end().to_owned()
    };
    let titles: Vec<String> = columns.iter().map(|column| column.title().to_owned()).collect();
    std::iter::once(&titles).chain(rows).map(|cells| line(cells)).collect()
}

/// A text in lines of a width, broken at spaces; the second line and those after it begin at a column.
pub(crate) fn wrapped(text: &str, width: usize, column: usize) -> String {
    let room = width.saturating_sub(column).max(20);
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines.push_str(&format!("\n{:column$}", ""));
            used = 0;
        }
        if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines
}

/// `1,674`
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 resource`, `1,674 resources`
pub(crate) fn counted(number: u64, one: &str) -> String {
    format!("{} {one}{}", count(number), if number == 1 { "" } else { "s" })
}

/// `3.4 MiB`
pub(crate) fn bytes(number: u64) -> String {
    let mut unit = "bytes";
    let mut tenths = u128::from(number) * 10;
    for larger in ["KiB", "MiB", "GiB", "TiB"] {
        if tenths < 10_240 {
            break;
        }
        tenths = (tenths + 512) / 1024;
        unit = larger;
    }
    if unit == "bytes" {
        format!("{number} {unit}")
    } else {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let rows = vec![
            vec!["a".to_owned(), "1,000".to_owned()],
            vec!["longer".to_owned(), "2".to_owned()],
        ];
        let told = lines(&[Column::Left("name"), Column::Right("count")], &rows);
        assert_eq!(told, ["name    count", "a       1,000", "longer      2"]);
    }

    #[test]
    fn long_text_goes_on_below_itself() {
        let text = "one two three four five six seven";
        assert_eq!(wrapped(text, 30, 4), "one two three four five\n    six seven");
        assert_eq!(wrapped("short", 80, 15), "short");
    }

    #[test]
    fn numbers_for_people() {
        assert_eq!(
            [count(0), count(999), count(1_000), count(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
        assert_eq!([counted(1, "type"), counted(2, "type")], ["1 type", "2 types"]);
        assert_eq!(
            [bytes(12), bytes(1_023), bytes(1_024), bytes(3_565_158)],
            ["12 bytes", "1023 bytes", "1.0 KiB", "3.4 MiB"]
        );
    }
}
