//! @TITLE@: the main numbers and the first missing resources, in plain lines.

use std::io::Write as _;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Formatter for Plugin {
    /// `name` is one of the manifest's `[[provides]]`; this plugin provides one formatter only.
    fn render(_name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        let title = report.fact("title").unwrap_or_else(|| report.kind());
        // Writing goes through a buffer; the host owns the file and keeps what was written before a failure.
        let mut out = document.writer();
        writeln!(out, "{title}")?;

        // Small sections are JSON. Every kind of report has a summary; what stands in it differs.
        let summary = json::parse(&report.json("summary")?)?;
        if let Some(fidelity) = summary.get("fidelity") {
            writeln!(out, "overall: {} %", number(fidelity.get("overall")))?;
            writeln!(out, "missing: {}", number(fidelity.get("missing_resources")))?;
        }

        // Sections that grow with the tenant are tables. A section that nobody asked for is not there.
        let wanted = setting::<i64>("missing").unwrap_or(10).max(0);
        if report.has("missing") {
            let mut missing = report.table("missing")?;
            let id = missing.column("id")?;
            let mut listed = 0;
            'table: while let Some(batch) = missing.next()? {
                for row in batch.rows() {
                    if listed == wanted {
                        writeln!(out, "- …")?;
                        break 'table;
                    }
                    writeln!(out, "- {}", row.text(id).unwrap_or("?"))?;
                    listed += 1;
                }
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// A number as it stands, or a dash where there is none.
fn number(value: Option<&Json>) -> String {
    match value.and_then(Json::as_f64) {
        Some(number) => number.to_string(),
        None => "-".to_owned(),
    }
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests {
    use super::*;
    use atg_sdk::fake::{self, Table};

    #[test]
    fn the_first_missing_resources_are_listed() {
        let missing = ["/a", "/b", "/c"].iter().fold(Table::new(&["id"]), |table, id| table.row(&[id]));
        let report = fake::Report::new("fidelity")
            .fact("title", "A copy")
            .json("summary", r#"{"fidelity": {"overall": 25.0, "missing_resources": 3}}"#)
            .table("missing", missing);
        let settings = [("missing", "2")];
        let bytes = fake::with_settings(&settings, || fake::render::<Plugin>("@NAME@", report)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "A copy\noverall: 25 %\nmissing: 3\n- /a\n- /b\n- …\n");
    }
}
