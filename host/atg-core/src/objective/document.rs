//! The little of Markdown that an objective needs: front matter, fences, headings, items, tables, paragraphs.

/// A line of the document with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) text: String,
}

/// A piece of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    FrontMatter(Vec<Line>),
    Fence { language: String, lines: Vec<Line> },
    Heading { level: usize, line: Line },
    Item { indent: usize, lines: Vec<Line> },
    Paragraph(Vec<Line>),
    Table(Vec<Line>),
}

/// Cuts a document into its blocks; every text is some document.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut lines: Vec<Line> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(index, text)| Line {
            number: index as u64 + 1,
            text: text.trim_end().to_owned(),
        })
        .collect();
    let mut blocks = Vec::new();
    if let Some(end) = front_matter(&lines) {
        let rest = lines.split_off(end + 1);
        lines.remove(end);
        lines.remove(0);
        blocks.push(Block::FrontMatter(lines));
        lines = rest;
    }
    let mut reader = Reader {
        blocks,
        open: Vec::new(),
        comment: false,
    };
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let Some(line) = reader.without_comment(line) else {
            continue;
        };
        let text = without_quote(&line.text);
        if let Some(fence) = Fence::opens(text) {
            reader.close();
            let inside: Vec<Line> = lines
                .by_ref()
                .map(|line| Line {
                    text: without_quote(&line.text).to_owned(),
                    ..line
                })
                .take_while(|line| !fence.closes(&line.text))
                .collect();
            reader.blocks.push(Block::Fence {
                language: fence.language,
                lines: inside,
            });
            continue;
        }
        let line = Line {
            number: line.number,
            text: text.to_owned(),
        };
        let table = line.text.contains('|')
            && lines
                .peek()
                .is_some_and(|next| is_rule_of_table(without_quote(&next.text)));
        if table {
            reader.close();
            let mut rows = vec![line];
            lines.next();
            while let Some(next) = lines.next_if(|next| without_quote(&next.text).contains('|')) {
                rows.push(Line {
                    text: without_quote(&next.text).to_owned(),
                    ..next
                });
            }
            reader.blocks.push(Block::Table(rows));
        } else {
            reader.line(line);
        }
    }
    reader.close();
    reader.blocks
}

/// The index of the line that ends the front matter, where the first line begins one.
fn front_matter(lines: &[Line]) -> Option<usize> {
    let first = lines.first()?.text.as_str();
    if !matches!(first, "---" | "+++") {
        return None;
    }
    lines
        .iter()
        .skip(1)
        .position(|line| line.text == first || (first == "---" && line.text == "..."))
        .map(|at| at + 1)
}

struct Reader {
    blocks: Vec<Block>,
    /// Lines of the paragraph or item that is being read.
    open: Vec<Line>,
    comment: bool,
}

impl Reader {
    /// The line without what stands in HTML comments; `None` when nothing but comment was on it.
    fn without_comment(&mut self, line: Line) -> Option<Line> {
        if !self.comment && !line.text.contains("<!--") {
            return Some(line);
        }
        let (mut kept, mut rest) = (String::new(), line.text.as_str());
        loop {
            let mark = if self.comment { "-->" } else { "<!--" };
            let Some(at) = rest.find(mark) else { break };
            if !self.comment {
                kept.push_str(&rest[..at]);
            }
            self.comment = !self.comment;
            rest = &rest[at + mark.len()..];
        }
        if !self.comment {
            kept.push_str(rest);
        }
        (!kept.trim().is_empty()).then_some(Line { text: kept, ..line })
    }

    fn line(&mut self, line: Line) {
        let trimmed = line.text.trim_start();
        let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let underline = !trimmed.is_empty()
            && (trimmed.bytes().all(|byte| byte == b'=') || trimmed.bytes().all(|byte| byte == b'-'));
        if trimmed.is_empty() {
            self.close();
        } else if (1..=6).contains(&level) && trimmed[level..].starts_with([' ', '\t']) {
            self.close();
            let text = trimmed[level..].trim().trim_end_matches('#').trim_end().to_owned();
            self.blocks.push(Block::Heading {
                level,
                line: Line { text, ..line },
            });
        } else if underline && trimmed.len() > 1 && self.open.len() == 1 && marker(&self.open[0].text).is_none() {
            let level = if trimmed.starts_with('=') { 1 } else { 2 };
            let heading = self.open.remove(0);
            self.blocks.push(Block::Heading { level, line: heading });
        } else {
            if marker(&line.text).is_some() {
                self.close();
            }
            self.open.push(line);
        }
    }

    fn close(&mut self) {
        let lines = std::mem::take(&mut self.open);
        let Some(first) = lines.first() else { return };
        let indent = first.text.len() - first.text.trim_start().len();
        let block = if marker(&first.text).is_some() {
            Block::Item { indent, lines }
        } else {
            Block::Paragraph(lines)
        };
        self.blocks.push(block);
    }
}

/// How long the marker of a list item is, with its blanks and its check box.
pub(super) fn marker(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let length = if trimmed.starts_with(['-', '*', '+', '•']) {
        trimmed.chars().next().map_or(0, char::len_utf8)
    } else if (1..=9).contains(&digits) && trimmed[digits..].starts_with(['.', ')']) {
        digits + 1
    } else {
        return None;
    };
    let rest = &trimmed[length..];
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let mut body = rest.trim_start();
    for check in ["[ ]", "[x]", "[X]"] {
        body = body.strip_prefix(check).map_or(body, str::trim_start);
    }
    Some(text.len() - body.len())
}

/// The text behind the marks of a block quote.
fn without_quote(text: &str) -> &str {
    let mut rest = text;
    while let Some(inside) = rest.trim_start().strip_prefix('>') {
        // `>= 95` at the start of a wrapped line is no quote.
        if inside.starts_with('=') || inside.trim_start().starts_with(|letter: char| letter.is_ascii_digit()) {
            break;
        }
        rest = inside.strip_prefix(' ').unwrap_or(inside);
    }
    rest
}

struct Fence {
    mark: char,
    length: usize,
    language: String,
}

impl Fence {
    fn opens(text: &str) -> Option<Fence> {
        let trimmed = marker(text).map_or_else(|| text.trim_start(), |length| &text[length..]);
        let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let length = trimmed.chars().take_while(|letter| *letter == mark).count();
        let info = trimmed[length..].trim();
        if length < 3 || (mark == '`' && info.contains('`')) {
            return None;
        }
        let word = info
            .trim_start_matches(['{', '.'])
            .split([' ', ',', '}', '\t'])
            .next()
            .unwrap_or_default();
        Some(Fence {
            mark,
            length,
            language: word.to_lowercase(),
        })
    }

    fn closes(&self, text: &str) -> bool {
        let trimmed = text.trim();
        trimmed.chars().all(|letter| letter == self.mark) && trimmed.len() >= self.length
    }
}

fn is_rule_of_table(text: &str) -> bool {
    let cells = cells(text);
    text.contains('-')
        && (text.contains('|') || cells.len() > 1)
        && cells.iter().all(|cell| {
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// The cells of a table's row, trimmed.
pub(super) fn cells(row: &str) -> Vec<String> {
    let trimmed = row.trim();
    let inside = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let (mut cells, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for letter in inside.chars() {
        match letter {
            '|' if !escaped => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
        escaped = letter == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
    cells.iter().map(|cell| cell.trim().replace("\\|", "|")).collect()
}

/// The code spans of a text: what stands between equal runs of backticks.
pub(super) fn code_spans(text: &str) -> Vec<&str> {
    let (mut spans, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find('`') {
        let length = rest[start..].bytes().take_while(|byte| *byte == b'`').count();
        let inside = &rest[start + length..];
        let closing = runs(inside).find(|(_, run)| *run == length);
        let Some((end, _)) = closing else {
            rest = inside;
            continue;
        };
        spans.push(inside[..end].trim());
        rest = &inside[end + length..];
    }
    spans
}

/// Where runs of backticks begin, and how long they are.
fn runs(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let starts = text
        .bytes()
        .enumerate()
        .filter(move |(at, byte)| *byte == b'`' && (*at == 0 || text.as_bytes()[at - 1] != b'`'));
    starts.map(|(at, _)| (at, text[at..].bytes().take_while(|byte| *byte == b'`').count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let join = |lines: &[Line]| {
            lines
                .iter()
                .map(|line| format!("{}:{}", line.number, line.text))
                .collect::<Vec<_>>()
                .join("/")
        };
        let kind = |block: &Block| match block {
            Block::FrontMatter(lines) => format!("front {}", join(lines)),
            Block::Fence { language, lines } => format!("fence {language} {}", join(lines)),
            Block::Heading { level, line } => format!("h{level} {}:{}", line.number, line.text),
            Block::Item { indent, lines } => format!("item{indent} {}", join(lines)),
            Block::Paragraph(lines) => format!("text {}", join(lines)),
            Block::Table(lines) => format!("table {}", join(lines)),
        };
        blocks(text).iter().map(kind).collect()
    }

    #[test]
    fn blocks_keep_their_lines() {
        let text = "---\na: 1\n---\n# Title #\n\ntext one\ntext two\n- item\n  more\n  - [x] inner\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\nSetext\n------\n```atg\nx >= 1\n```\nend";
        assert_eq!(
            kinds(text),
            [
                "front 2:a: 1",
                "h1 4:Title",
                "text 6:text one/7:text two",
                "item0 8:- item/9:  more",
                "item2 10:  - [x] inner",
                "table 12:| a | b |/14:| 1 | 2 |",
                "h2 16:Setext",
                "fence atg 19:x >= 1",
                "text 21:end",
            ]
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        assert_eq!(kinds("~~~ {.atg}\na\nb"), ["fence atg 2:a/3:b"]);
        assert_eq!(kinds("---\na: 1\n"), ["text 1:---/2:a: 1"]);
        assert_eq!(kinds("a\n<!-- b\nc"), ["text 1:a"]);
    }

    #[test]
    fn comments_and_quotes_are_taken_off() {
        assert_eq!(
            kinds("a <!-- x --> b <!-- y\nz --> c"),
            ["text 1:a  b / 2: c".replace("/ ", "/")]
        );
        assert_eq!(
            kinds("> ## Goal\n> Target: 95%\n> = x"),
            ["h2 1:Goal", "text 2:Target: 95%/3:= x"]
        );
        assert_eq!(kinds("Fidelity\n>= 95 %"), ["text 1:Fidelity/2:>= 95 %"]);
    }

    #[test]
    fn code_spans_are_found() {
        assert_eq!(code_spans("a `b` ``c ` d`` `e"), ["b", "c ` d"]);
        assert!(code_spans("no code").is_empty());
    }

    #[test]
    fn cells_respect_escapes() {
        assert_eq!(cells(r"| a \| b | c |"), ["a | b", "c"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "([-`~|#>*+=:\n ]|<!--|-->|[a-z0-9é]){0,60}") {
            for block in blocks(&text) {
                if let Block::Paragraph(lines) | Block::Item { lines, .. } | Block::Table(lines) = block {
                    for line in lines {
                        let _ = (code_spans(&line.text), cells(&line.text), marker(&line.text));
                    }
                }
            }
        }
    }
}
