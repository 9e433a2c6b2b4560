//! The types of both sides, from the table `by-type` or, where it is not there, from the summary.

use super::text;
use crate::json::Json;
use crate::{Error, Report};

/// One type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TypeRow {
    /// `Microsoft.Compute/virtualMachines`.
    pub name: String,
    /// How many the source has.
    pub source: u64,
    /// How many the target has.
    pub target: u64,
    /// How many of the source have a match.
    pub matched: u64,
    /// Of how many that count: matched and missing ones.
    pub total: u64,
    /// Target resources without a match.
    pub extra: u64,
    /// `matched` of `total`, rounded by who computed it; none where nothing counts.
    pub percent: Option<f64>,
    /// Whether both sides could list the type.
    pub comparable: bool,
}

impl TypeRow {
    /// How many of the source have no match.
    pub fn missing(&self) -> u64 {
        self.total.saturating_sub(self.matched)
    }
}

/// All types, in the report's order.
///
/// # Errors
///
/// Those of reading the table.
pub fn by_type(report: &Report, summary: &Json) -> Result<Vec<TypeRow>, Error> {
    if !report.has("by-type") {
        return Ok(of_summary(summary));
    }
    let mut table = report.table("by-type")?;
    let columns = table.columns().to_vec();
    let mut types = Vec::new();
    let place = |name: &str| columns.iter().position(|column| column == name);
    let names = [
        "type",
        "source",
        "target",
        "matched",
        "missing",
        "extra",
        "percent",
        "comparable",
    ];
    let places = names.map(place);
    while let Some(batch) = table.next()? {
        for row in 0..batch.len() {
            let text = |at: usize| {
                let cell = *batch.column(places[at]?).get(row as usize)?;
                batch.text(cell)
            };
            let number = |at: usize| text(at).and_then(|text| text.parse().ok()).unwrap_or(0);
            let (matched, missing): (u64, u64) = (number(3), number(4));
            types.push(TypeRow {
                name: text(0).unwrap_or_default().to_owned(),
                source: number(1),
                target: number(2),
                matched,
                total: matched.saturating_add(missing),
                extra: number(5),
                percent: text(6).and_then(|text| text.parse().ok()),
                comparable: !matches!(text(7), Some("false" | "no" | "0")),
            });
        }
    }
    Ok(types)
}

/// `fidelity.by_type` knows percentages only.
fn of_summary(summary: &Json) -> Vec<TypeRow> {
    let types = summary
        .get("fidelity")
        .and_then(|fidelity| fidelity.get("by_type")?.as_object())
        .unwrap_or(&[]);
    let row = |(name, percent): &(String, Json)| TypeRow {
        name: name.clone(),
        percent: percent.as_f64(),
        comparable: true,
        ..TypeRow::default()
    };
    types.iter().map(row).collect()
}

/// The types that count, those of which the source has most first; among equals what lacks more, then by name.
pub fn largest_first(types: &[TypeRow]) -> Vec<&TypeRow> {
    let mut rows: Vec<&TypeRow> = types.iter().filter(|row| row.total > 0).collect();
    rows.sort_by(|a, b| {
        let size = b.total.cmp(&a.total);
        size.then(b.missing().cmp(&a.missing()))
            .then_with(|| a.name.cmp(&b.name))
    });
    rows
}

impl TypeRow {
    /// The percentage with its sign, or a dash.
    pub fn printed(&self) -> String {
        self.percent
            .map_or_else(|| "–".to_owned(), |percent| text::percent(percent) + " %")
    }
}
