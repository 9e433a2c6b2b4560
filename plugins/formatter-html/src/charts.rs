//! Charts as inline SVG: they print, they scale, and a reader of screens hears their text.

use atg_sdk::sections::{self, TypeRow};

use crate::escape;

/// How many types the chart shows; the table below it has all.
const TYPES: usize = 12;

/// A bar of what was kept, with a line where the target lies. Both between 0 and 1.
pub(crate) fn bar(share: f64, target: Option<f64>, label: &str, height: u32) -> String {
    let kept = two(share * 100.0);
    let mark = target.map_or(String::new(), |target| {
        let at = two(target * 100.0);
        format!(
            "<line class=\"mark-line\" x1=\"{at}\" x2=\"{at}\" y1=\"-3\" y2=\"{}\"/>",
            height + 3
        )
    });
    format!(
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 100 {height}\" height=\"{height}\" preserveAspectRatio=\"none\">\
         <rect class=\"rest\" width=\"100\" height=\"{height}\"/><rect class=\"kept\" width=\"{kept}\" height=\"{height}\"/>{mark}</svg>",
        escape::text(label)
    )
}

/// The largest types, as bars whose length is their size.
pub(crate) fn by_type(types: &[TypeRow]) -> String {
    let mut rows = sections::largest_first(types);
    if rows.is_empty() {
        return String::new();
    }
    let count = rows.len();
    rows.truncate(TYPES);
    let longest = rows.iter().map(|row| row.total).max().unwrap_or(1);
    let whole = types
        .iter()
        .filter(|row| row.total > 0 && row.matched == row.total)
        .count();
    let items: String = rows.iter().map(|row| type_row(row, longest)).collect();
    let lead = match (count, whole) {
        (1, _) => "One type.".to_owned(),
        (_, 0) if count > TYPES => format!("{count} types, none of them complete. The largest:"),
        (_, 0) => format!("{count} types, none of them complete."),
        (_, whole) if whole == count => format!("{count} types, all of them complete."),
        (_, whole) if count > TYPES => format!("{count} types, {whole} of them complete. The largest:"),
        (_, whole) => format!("{count} types, {whole} of them complete."),
    };
    format!(
        "<p class=\"lead\">{lead}</p>\n<p class=\"legend\"><span><i class=\"k\"></i>in the target</span>\
         <span><i class=\"r\"></i>missing</span></p>\n<ol class=\"rows types\">{items}</ol>\n"
    )
}

fn type_row(row: &TypeRow, longest: u64) -> String {
    let share = |part: u64| two(ratio(part, longest) * 100.0);
    let percent = row
        .percent
        .map_or_else(|| "–".to_owned(), |percent| format!("{} %", sections::percent(percent)));
    let said = format!("{}: {} of {}", row.name, row.matched, row.total);
    format!(
        "<li><span class=\"name\"><bdi>{}</bdi></span><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 100 10\" height=\"10\" \
         preserveAspectRatio=\"none\"><rect class=\"rest\" width=\"{}\" height=\"10\"/><rect class=\"kept\" width=\"{}\" height=\"10\"/></svg>\
         <span class=\"value\">{percent}</span><span class=\"beside\">{} of {}</span></li>\n",
        escape::text(&row.name),
        escape::text(&said),
        share(row.total),
        share(row.matched),
        sections::count(row.matched),
        sections::count(row.total),
    )
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// At most two decimals, so that the same figures give the same bytes everywhere.
pub(crate) fn two(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}
