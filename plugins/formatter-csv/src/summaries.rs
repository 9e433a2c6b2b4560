//! Tables out of small sections: types, records of a history, iterations.

use std::io::Write;

use atg_sdk::json::Json;
use atg_sdk::prelude::*;
use atg_sdk::sections::{self, TrendPoint, TypeRow};

use crate::record::Records;

/// Overall, then a row a type.
pub(crate) fn types<W: Write>(summary: &Json, types: &[TypeRow], records: &mut Records<'_, W>) -> Result<(), Error> {
    records.record([
        "level",
        "name",
        "source",
        "target",
        "matched",
        "missing",
        "extra",
        "percent",
        "comparable",
    ])?;
    let resources = sections::sides(summary).into_iter().find(|row| row.what == "resources");
    let matching = sections::matching(summary);
    let figures = sections::figures(summary);
    records.cell("overall");
    records.cell("overall");
    records.number(resources.as_ref().and_then(|row| row.source));
    records.number(resources.as_ref().and_then(|row| row.target));
    records.number(matching.map(|matching| matching.matched));
    records.number(matching.map(|matching| matching.missing));
    records.number(matching.map(|matching| matching.extra));
    records.percent(figures.and_then(|figures| figures.overall));
    records.cell("");
    records.end()?;
    for row in types {
        records.cell("type");
        records.cell(&row.name);
        for count in [row.source, row.target, row.matched, row.missing(), row.extra] {
            records.number(Some(count));
        }
        records.percent(row.percent);
        records.cell(if row.comparable { "true" } else { "false" });
        records.end()?;
    }
    Ok(())
}

/// A row a record, oldest first.
pub(crate) fn trend<W: Write>(points: &[TrendPoint], records: &mut Records<'_, W>) -> Result<(), Error> {
    records.record([
        "timestamp",
        "source",
        "target",
        "source_resources",
        "target_resources",
        "missing_resources",
        "overall",
        "target_fidelity",
        "objective_met",
    ])?;
    for point in points {
        records.cell(&point.timestamp);
        point.scopes.iter().for_each(|scope| records.cell(scope));
        records.number(point.source_resources);
        records.number(point.target_resources);
        records.number(point.missing);
        records.percent(point.overall);
        records.percent(point.target);
        records.cell(point.objective_met.map_or("", |met| if met { "true" } else { "false" }));
        records.end()?;
    }
    Ok(())
}

/// A row an iteration, with what it changed against the one before.
pub(crate) fn iterations<W: Write>(summary: &Json, records: &mut Records<'_, W>) -> Result<(), Error> {
    let iterations = sections::iterations(summary);
    let changes = sections::iteration_changes(summary);
    let mut stages: Vec<&str> = iterations
        .iter()
        .flat_map(|one| &one.errors)
        .map(|(stage, _)| stage.as_str())
        .collect();
    stages.sort_unstable();
    stages.dedup();
    let before = [
        "iteration",
        "resources",
        "types",
        "yield_matched",
        "yield_total",
        "yield_percent",
    ];
    let after = ["digest", "same_content_as", "added", "removed", "changed", "change"];
    before.into_iter().for_each(|name| records.cell(name));
    for stage in &stages {
        records.cell(&["errors_", &stage.replace('-', "_")].concat());
    }
    after.into_iter().for_each(|name| records.cell(name));
    records.end()?;
    for one in &iterations {
        records.number(Some(one.number));
        records.number(one.resources);
        records.number(one.types);
        records.number(one.yields.map(|(matched, _)| matched));
        records.number(one.yields.map(|(_, total)| total));
        records.percent(one.yield_percent);
        for stage in &stages {
            records.number(
                one.errors
                    .iter()
                    .find(|(name, _)| name == stage)
                    .map(|(_, errors)| *errors),
            );
        }
        records.cell(one.digest.as_deref().unwrap_or(""));
        records.number(one.same_as);
        let change = changes.iter().find(|change| change.to == one.number);
        for at in 0..3 {
            records.number(change.and_then(|change| change.counts[at]));
        }
        records.cell(change.map_or("", |change| &change.text));
        records.end()?;
    }
    Ok(())
}
