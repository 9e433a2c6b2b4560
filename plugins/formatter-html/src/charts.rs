//! Charts as inline SVG: they print, they scale, and a reader of screens hears their text.

use atg_sdk::sections::{self, TrendPoint, TypeRow};

use crate::escape;

/// How many types the chart shows; the table below it has all.
const TYPES: usize = 12;

/// A bar of what was kept, with a line where the target lies. Both between 0 and 1.
pub(crate) fn bar(share: f64, target: Option<f64>, label: &str, height: u32) -> String {
    let kept = two(share * 100.0);
    let mark = target.map_or(String::new(), |target| {
        let at = two(target * 100.0);
        format!("<line class=\"mark-line\" x1=\"{at}\" x2=\"{at}\" y1=\"-3\" y2=\"{}\"/>", height + 3)
    });
    format!(
        "<svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 100 {height}\" height=\"{height}\" preserveAspectRatio=\"none\">\
         <rect class=\"rest\" width=\"100\" height=\"{height}\"/><rect class=\"kept\" width=\"{kept}\" height=\"{height}\"/>{mark}</svg>",
        escape::text(label)
    )
}

/// The types that lack most, as bars whose length is their size.
pub(crate) fn by_type(types: &[TypeRow]) -> String {
    let mut rows: Vec<&TypeRow> = types.iter().filter(|row| row.total > 0).collect();
    if rows.is_empty() {
        return String::new();
    }
    let count = rows.len();
    rows.sort_by(|a, b| {
        let missing = |row: &TypeRow| row.total.saturating_sub(row.matched);
        missing(b).cmp(&missing(a)).then(b.total.cmp(&a.total)).then_with(|| a.name.cmp(&b.name))
    });
    rows.truncate(TYPES);
    let longest = rows.iter().map(|row| row.total).max().unwrap_or(1);
    let whole = types.iter().filter(|row| row.total > 0 && row.matched == row.total).count();
    let items: String = rows.iter().map(|row| type_row(row, longest)).collect();
    let lead = match (count, whole) {
        (1, _) => "One type.".to_owned(),
        (_, 0) if count > TYPES => format!("{count} types, none of them complete. Those that lack most:"),
        (_, 0) => format!("{count} types, none of them complete."),
        (_, whole) if whole == count => format!("{count} types, all of them complete."),
        (_, whole) if count > TYPES => format!("{count} types, {whole} of them complete. Those that lack most:"),
        (_, whole) => format!("{count} types, {whole} of them complete."),
    };
    format!(
        "<p class=\"lead\">{lead}</p>\n<p class=\"legend\"><span><i class=\"k\"></i>in the target</span>\
         <span><i class=\"r\"></i>missing</span></p>\n<ol class=\"rows types\">{items}</ol>\n"
    )
}

fn type_row(row: &TypeRow, longest: u64) -> String {
    let share = |part: u64| two(ratio(part, longest) * 100.0);
    let percent = row.percent.map_or_else(|| "–".to_owned(), |percent| format!("{} %", sections::percent(percent)));
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

/// The trend as a line, oldest on the left; nothing for fewer than one point.
pub(crate) fn trend(points: &[TrendPoint]) -> String {
    let known: Vec<(&TrendPoint, f64)> = points.iter().filter_map(|point| Some((point, point.overall?))).collect();
    let (Some((first, _)), Some((last, latest))) = (known.first(), known.last()) else { return String::new() };
    let steps = known.len().saturating_sub(1).max(1);
    #[allow(clippy::cast_precision_loss)]
    let place = |at: usize| if known.len() == 1 { 500.0 } else { at as f64 * 1000.0 / steps as f64 };
    let height = |percent: f64| 100.0 - percent.clamp(0.0, 100.0);
    let line: Vec<String> =
        known.iter().enumerate().map(|(at, (_, percent))| format!("{},{}", two(place(at)), two(height(*percent)))).collect();
    let dots: String = known
        .iter()
        .enumerate()
        .map(|(at, (point, percent))| {
            let said = format!("{}: {} %", point.timestamp, sections::percent(*percent));
            format!("<path class=\"dot\" d=\"M{} {}h0\"><title>{}</title></path>", two(place(at)), two(height(*percent)), escape::text(&said))
        })
        .collect();
    let grid: String =
        [0, 25, 50, 75, 100].iter().map(|y| format!("<line class=\"grid\" x1=\"0\" x2=\"1000\" y1=\"{y}\" y2=\"{y}\"/>")).collect();
    let aim = last.target.map_or(String::new(), |target| {
        let at = two(height(target));
        format!("<line class=\"aim\" x1=\"0\" x2=\"1000\" y1=\"{at}\" y2=\"{at}\"/>")
    });
    let records = if known.len() == 1 { "One record".to_owned() } else { format!("{} records", sections::count(known.len() as u64)) };
    let lead = format!("{records} of the same two scopes; overall fidelity is {} % now.", sections::percent(*latest));
    format!(
        "<p class=\"lead\">{lead}</p>\n<figure class=\"plot\"><div class=\"axis\" aria-hidden=\"true\"><span>100</span><span>75</span>\
         <span>50</span><span>25</span><span>0</span></div><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 1000 100\" \
         preserveAspectRatio=\"none\">{grid}{aim}<polyline class=\"line\" points=\"{}\"/>{dots}</svg>\
         <div class=\"dates\"><span>{}</span><span>{}</span></div></figure>\n",
        escape::text(&format!("Overall fidelity over time. {lead}")),
        line.join(" "),
        escape::text(day(&first.timestamp)),
        escape::text(if known.len() == 1 { "" } else { day(&last.timestamp) }),
    )
}

/// The day of a time stamp.
fn day(timestamp: &str) -> &str {
    timestamp.split_once('T').map_or(timestamp, |(day, _)| day)
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// At most two decimals, so that the same figures give the same bytes everywhere.
fn two(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}
