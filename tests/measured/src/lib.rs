//! A guest whose calls are measured: each metric does one thing many times, so that `cargo xtask bench` can say what the
//! thing costs. The text and number metrics are plain functions over rows, so that the bench runs the same code natively.

use atg_sdk::prelude::*;

/// All of them.
pub struct Measured;

/// Columns that the reading metrics ask for beside the properties.
const COLUMNS: [&str; 3] = ["status", "type", "properties"];
/// Properties that they compare: with [`COLUMNS`] nine columns.
const PROPERTIES: [&str; 3] = ["location", "sku.name", "kind"];
/// How often the metrics that call do it.
const CALLS: u32 = 100_000;

impl Metric for Measured {
    fn measure(name: &str, comparison: &Comparison, score: &Scorecard, findings: &Findings) -> Result<(), Error> {
        match name {
            "empty" => score.ratio(1, 1),
            "calls-host" => calls_host(score),
            "finds" => finds(score, findings),
            "reads" => reads(comparison, score)?,
            "by-number" => by_number(comparison, score)?,
            "by-text" => by_text(comparison, score)?,
            "spins" => spins(),
            other => return Err(Error::new("bad-settings", &format!("there is no metric `{other}`"))),
        }
        Ok(())
    }
}

fn calls_host(score: &Scorecard) {
    let mut cancelled = 0;
    for _ in 0..CALLS {
        cancelled += u32::from(atg_sdk::run::is_cancelled());
    }
    score.ratio(CALLS - cancelled, CALLS);
}

fn finds(score: &Scorecard, findings: &Findings) {
    for _ in 0..CALLS / 20 {
        findings
            .emit(Finding::info("measured", "one finding of many").subject("/subscriptions/one/resourceGroups/two"));
    }
    score.ratio(1, 1);
}

fn pairs(comparison: &Comparison) -> Result<Cursor, Error> {
    comparison.pairs(&Select::new().columns(&COLUMNS).properties(&PROPERTIES))
}

/// Lets everything cross and looks at nothing.
fn reads(comparison: &Comparison, score: &Scorecard) -> Result<(), Error> {
    let mut rows = 0;
    let mut pairs = pairs(comparison)?;
    while let Some(batch) = pairs.next()? {
        rows += batch.len();
    }
    score.ratio(rows, rows);
    Ok(())
}

fn by_number(comparison: &Comparison, score: &Scorecard) -> Result<(), Error> {
    let mut pairs = pairs(comparison)?;
    let status = pairs.column("status")?;
    let mut columns = Vec::new();
    for property in PROPERTIES {
        columns.push((
            pairs.column(&format!("source:{property}"))?,
            pairs.column(&format!("target:{property}"))?,
        ));
    }
    let (mut equal, mut total) = (0, 0);
    while let Some(batch) = pairs.next()? {
        let Some(matched) = batch.find("matched") else { continue };
        let statuses = batch.column(status);
        for (source, target) in &columns {
            let pairs = batch.column(*source).iter().zip(batch.column(*target));
            for (_, (source, target)) in statuses.iter().zip(pairs).filter(|(status, _)| **status == matched) {
                total += 1;
                equal += u32::from(source == target);
            }
        }
    }
    score.ratio(equal, total);
    Ok(())
}

fn by_text(comparison: &Comparison, score: &Scorecard) -> Result<(), Error> {
    let mut pairs = pairs(comparison)?;
    let status = pairs.column("status")?;
    let mut columns = Vec::new();
    for property in PROPERTIES {
        columns.push((
            pairs.column(&format!("source:{property}"))?,
            pairs.column(&format!("target:{property}"))?,
        ));
    }
    let (mut equal, mut total) = (0, 0);
    while let Some(batch) = pairs.next()? {
        for row in batch.rows().filter(|row| row.text(status) == Some("matched")) {
            for (source, target) in &columns {
                total += 1;
                let (source, target) = (row.text(*source).unwrap_or(""), row.text(*target).unwrap_or(""));
                equal += u32::from(source.eq_ignore_ascii_case(target));
            }
        }
    }
    score.ratio(equal, total);
    Ok(())
}

/// Never ends and never calls the host.
fn spins() {
    let mut turns = 0_u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}

atg_sdk::export!(Measured: metric);
