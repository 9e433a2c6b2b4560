//! What a round of `iterate` costs beside Terraform: generating a large estate, classifying many diagnostics, and the whole
//! cycle over the example.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use atg_sdk::rules::catalogue;
use atg_tenants::{Format, Side, Tenants};
use serde_json::{Value, json};

use super::estates::{Estates, Variant};
use super::process::{Cost, measure, median, told, value};
use super::{Figure, least};
use crate::chore::{self, Chore, Failure};
use crate::{errors, terraform};

/// All figures of iterating.
pub(crate) fn run(chore: &Chore, quick: bool) -> Result<Vec<Figure>, Failure> {
    let folder = chore.target().join("bench");
    fs::create_dir_all(&folder)?;
    let count = if quick { 10_000 } else { 100_000 };
    let mut figures = generate(chore, &folder, count)?;
    figures.extend(classify(chore, &folder, count)?);
    figures.extend(cycle(chore, &folder.join("cycle"))?);
    Ok(figures)
}

/// `atg generate`, beside writing the files that it made with `serde_json`.
fn generate(chore: &Chore, folder: &Path, count: u64) -> Result<Vec<Figure>, Failure> {
    let estates = Estates::make(folder, count, Variant::Usual)?;
    let (made, again) = (folder.join("generated"), folder.join("generated-again"));
    let run = |output: &Path| -> Result<Cost, Failure> {
        fresh(output)?;
        let mut command = Command::new(chore.atg());
        command.args(["generate", "--format", "json", "--source"]);
        command.arg(format!("arg:{}", estates.source.display()));
        measure(command.arg("--output").arg(output), &[0])
    };
    let mut ratios = Vec::new();
    let (mut costs, mut writing) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let cost = run(&made)?;
        let seconds = written_by_serde(&made, &folder.join("written"))?;
        ratios.push(cost.wall / seconds);
        costs.push(cost);
        writing.push(seconds);
    }
    run(&again)?;
    let same = are_equal(&made, &again)?;
    if !same {
        return Err("two runs of `atg generate` over the same source differ".into());
    }
    fresh(&made)?;
    fresh(&again)?;
    fresh(&folder.join("written"))?;
    let peak = costs.iter().map(|cost| cost.peak).fold(0.0, f64::max);
    Ok(vec![
        Figure::plain("resources generated", count.to_string()),
        Figure::plain(
            "denominator: serde_json writes the same files",
            format!("{:.2} s", least(&writing)),
        ),
        Figure::at_most("generate: wall, to that", median(ratios), 3.0, "×"),
        Figure::plain(
            "generate: CPU, to that",
            format!(
                "{:.2} ×",
                least(&costs.iter().map(|cost| cost.cpu).collect::<Vec<_>>()) / least(&writing)
            ),
        ),
        Figure::at_most("generate: peak", peak, 1024.0, "MiB"),
        Figure::plain("two runs", "byte-equal"),
    ])
}

/// How long `serde_json` takes to write the values of all files of a folder again, pretty as they are; reading them is
/// not counted.
fn written_by_serde(made: &Path, output: &Path) -> Result<f64, Failure> {
    fresh(output)?;
    fs::create_dir_all(output)?;
    let mut seconds = 0.0;
    for entry in fs::read_dir(made)? {
        let entry = entry?;
        let value: Value = serde_json::from_slice(&fs::read(entry.path())?)?;
        let start = Instant::now();
        let mut file = BufWriter::with_capacity(1 << 18, File::create(output.join(entry.file_name()))?);
        serde_json::to_writer_pretty(&mut file, &value)?;
        file.flush()?;
        drop(file);
        seconds += start.elapsed().as_secs_f64();
    }
    Ok(seconds)
}

fn are_equal(one: &Path, other: &Path) -> Result<bool, Failure> {
    let mut count = 0_usize;
    for entry in fs::read_dir(one)? {
        let entry = entry?;
        count += 1;
        if fs::read(entry.path())? != fs::read(other.join(entry.file_name()))? {
            return Ok(false);
        }
    }
    Ok(count == fs::read_dir(other)?.count())
}

/// All analyzers over as many diagnostics, made of the examples of all rules.
fn classify(chore: &Chore, folder: &Path, count: u64) -> Result<Vec<Figure>, Failure> {
    let examples: Vec<_> = errors::ANALYZERS
        .iter()
        .flat_map(|(.., rules)| catalogue(rules))
        .filter_map(|entry| entry.example)
        .collect();
    let (mut reported, mut classified) = (Vec::new(), Vec::new());
    for (number, example) in (0..count).zip(examples.iter().cycle()) {
        let problem = example.problem();
        let severity = if problem.is_warning { "warning" } else { "error" };
        let address = format!("{}_{number}", problem.address.unwrap_or("azapi_resource.example"));
        // As Terraform reports it, and as analyzers are shown it.
        reported.push(json!({
            "severity": severity, "stage": problem.phase, "summary": problem.summary, "detail": problem.detail,
            "address": address,
        }));
        classified.push(json!({
            "fingerprint": format!("{number:016x}"), "severity": severity, "phase": problem.phase, "code": problem.code,
            "http-status": problem.status.map(|status| status.to_string()), "summary": problem.summary,
            "detail": problem.detail, "address": address, "type": problem.arm_type,
        }));
    }
    let document = folder.join(format!("diagnostics-{count}.json"));
    let text = serde_json::to_vec(&json!({ "valid": false, "diagnostics": reported }))?;
    fs::write(&document, text)?;
    let shown = folder.join(format!("shown-{count}.json"));
    fs::write(&shown, serde_json::to_vec(&classified)?)?;
    let mut classify = Command::new(chore.target().join("release/examples/plugin_costs"));
    classify.arg(&shown).arg(chore.atg()).arg(folder.join("cache"));
    let seconds = value(&told(&mut classify)?, "all diagnostics classified, s")?;
    let mut analyze = Command::new(chore.atg());
    analyze.args(["analyze", "--format", "json", "--file"]).arg(&document);
    let whole = measure(&mut analyze, &[0])?;
    Ok(vec![
        Figure::plain("diagnostics", count.to_string()),
        Figure::at_most("classified by all analyzers", seconds, 1.0, "s"),
        Figure::plain(
            "`atg analyze --file` of the same, read, redacted, printed",
            format!("{:.2} s, {:.0} MiB", whole.wall, whole.peak),
        ),
    ])
}

/// The whole cycle over the example, on the provider of the suite.
fn cycle(chore: &Chore, folder: &Path) -> Result<Vec<Figure>, Failure> {
    fresh(folder)?;
    fs::create_dir_all(folder)?;
    let terraform = terraform::provide(chore)?;
    let source = folder.join("source.json");
    let mut file = BufWriter::new(File::create(&source)?);
    Tenants::example().write(Side::Source, Format::Document, &mut file)?;
    file.flush()?;
    let mut mirror = Command::new(chore.built("terraform-provider-azapi"));
    let mirror = mirror.arg("mirror").arg(folder.join("tools")).output()?;
    let config = String::from_utf8(mirror.stdout)?;
    let mut iterate = Command::new(chore.atg());
    iterate
        .args(["iterate", "--until-stable", "--max-iterations", "10", "--source"])
        .arg(format!("file:{}", source.display()))
        .current_dir(folder)
        .env("ATG_TERRAFORM", &terraform.path)
        .env("ATG_TERRAFORM_CLI_CONFIG", config.trim())
        .env("XDG_CACHE_HOME", chore.target().join("bench/cache"))
        .stdout(Stdio::null());
    chore::run(&mut iterate)?;
    let state: Value = serde_json::from_slice(&fs::read(folder.join("demos/iteration_state.json"))?)?;
    let rounds = state["rounds"].as_array().cloned().unwrap_or_default();
    let share = |round: &Value| {
        let of = |stage: &str| round["milliseconds"][stage].as_f64().unwrap_or(0.0);
        100.0 * (of("generate") + of("analyze")) / (of("init") + of("validate"))
    };
    let (failed, passed): (Vec<&Value>, Vec<&Value>) = rounds.iter().partition(|round| round["verdict"] == "failed");
    Ok(vec![
        Figure::plain("rounds over the example until stable", rounds.len().to_string()),
        Figure::at_most(
            "atg's own share in a round that passes, to Terraform's",
            median(passed.into_iter().map(share).collect()),
            5.0,
            "%",
        ),
        Figure::plain(
            "the same in a round with errors, at most",
            format!("{:.1} %", failed.into_iter().map(share).fold(0.0, f64::max)),
        ),
    ])
}

/// Takes away what an earlier run left.
fn fresh(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
