//! Complaints as Terraform prints them for people: what `init` of an older version and `show` have.

use super::{Position, Range, Reported, Snippet};

/// Finds `Error: …` and `Warning: …` blocks, with or without the frame that Terraform draws round them.
pub fn reported_in_text<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<Reported> {
    let mut found: Vec<Reported> = Vec::new();
    let mut open = false;
    for line in lines {
        let line = line.trim_end();
        let bare = match line.strip_prefix('│') {
            Some(framed) => framed.strip_prefix(' ').unwrap_or(framed),
            None => line,
        };
        if line.starts_with(['╷', '╵']) {
            open = false;
        } else if let Some(reported) = head(bare) {
            found.push(reported);
            open = true;
        } else if let Some(reported) = found.last_mut().filter(|_| open) {
            body(reported, bare);
        }
    }
    for reported in &mut found {
        reported.detail = reported.detail.trim().to_owned();
    }
    found
}

fn head(line: &str) -> Option<Reported> {
    let (severity, summary) = match line.split_once(": ")? {
        ("Error", summary) => ("error", summary),
        ("Warning", summary) => ("warning", summary),
        _ => return None,
    };
    Some(Reported {
        severity: severity.to_owned(),
        summary: summary.to_owned(),
        ..Reported::default()
    })
}

/// The place, the address, a line of quoted source, or a line of the detail.
fn body(reported: &mut Reported, line: &str) {
    if reported.detail.is_empty() {
        if let Some(place) = line.strip_prefix("  on ") {
            (reported.range, reported.snippet) = place_of(place);
            return;
        }
        if let Some(address) = line.strip_prefix("  with ") {
            reported.address = Some(address.trim_end_matches(',').to_owned());
            return;
        }
        let quoted = line
            .trim_start()
            .split_once(':')
            .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
        if line.is_empty() || (quoted && reported.range.is_some()) {
            return;
        }
    }
    reported.detail.push_str(line);
    reported.detail.push('\n');
}

/// `main.tf line 3, in resource "a" "b":`
fn place_of(text: &str) -> (Option<Range>, Option<Snippet>) {
    let (place, context) = match text.split_once(", in ") {
        Some((place, context)) => (place, Some(context.trim_end_matches(':').to_owned())),
        None => (text.trim_end_matches([':', ',']), None),
    };
    let range = place.rsplit_once(" line ").and_then(|(filename, line)| {
        Some(Range {
            filename: filename.to_owned(),
            start: Position {
                line: line.parse().ok()?,
                column: 0,
            },
        })
    });
    (range, context.map(|context| Snippet { context: Some(context) }))
}
