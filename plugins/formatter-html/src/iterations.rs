//! Iterations side by side, a row each, and what each changed.

use atg_sdk::json::Json;
use atg_sdk::sections::{self, Iteration};

use crate::escape;

/// The section, for summaries that have iterations.
pub(crate) fn section(summary: &Json) -> String {
    let iterations = sections::iterations(summary);
    if iterations.is_empty() {
        return String::new();
    }
    let rows: String = iterations.iter().map(row).collect();
    let changes: String = sections::iteration_changes(summary)
        .iter()
        .map(|change| {
            let [added, removed, changed] = change.counts.map(|count| count.map_or_else(|| "–".to_owned(), sections::count));
            format!(
                "<tr><th scope=\"row\">{} → {}</th><td>{added}</td><td>{removed}</td><td>{changed}</td><td class=\"text\">{}</td></tr>",
                change.from,
                change.to,
                escape::text(&change.text)
            )
        })
        .collect();
    let changes = if changes.is_empty() {
        changes
    } else {
        format!(
            "<h3>What each changed</h3><div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Iterations</th><th scope=\"col\">Added</th>\
             <th scope=\"col\">Removed</th><th scope=\"col\">Changed</th><th scope=\"col\" class=\"text\"></th></tr></thead><tbody>{changes}</tbody></table></div>\n"
        )
    };
    format!(
        "<div class=\"scroll\"><table class=\"plain\"><thead><tr><th scope=\"col\">Iteration</th><th scope=\"col\">Resources</th><th scope=\"col\">Types</th>\
         <th scope=\"col\">Yield</th><th scope=\"col\">Errors</th><th scope=\"col\">Content</th></tr></thead><tbody>{rows}</tbody></table></div>\n{changes}"
    )
}

fn row(iteration: &Iteration) -> String {
    let count = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), sections::count);
    let yields = iteration
        .yield_percent
        .map_or_else(|| "–".to_owned(), |value| format!("{} %", sections::percent(value)));
    let errors: Vec<String> = iteration
        .errors
        .iter()
        .map(|(stage, errors)| format!("{} {errors}", escape::text(stage)))
        .collect();
    let content = match (iteration.same_as, &iteration.digest) {
        (Some(number), _) => format!("same as {number}"),
        (None, Some(digest)) => escape::text(&digest.chars().take(10).collect::<String>()),
        (None, None) => "–".to_owned(),
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{yields}</td><td>{}</td><td>{content}</td></tr>",
        iteration.number,
        count(iteration.resources),
        count(iteration.types),
        if errors.is_empty() {
            "–".to_owned()
        } else {
            errors.join(", ")
        },
    )
}
