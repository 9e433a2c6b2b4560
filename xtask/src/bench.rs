//! `cargo xtask bench`: what atg costs, as ratios inside one run.
//!
//! The denominator of the big comparisons is what anyone can run: `serde_json`'s `IgnoredAny` over every line of both
//! files, one thread. Absolute times of a shared machine mean little; ratios of runs taken in turn mean something.

mod estates;
mod ignore;
mod iterating;
mod plugins;
mod process;
mod scale;
mod tools;

use crate::chore::{Chore, Failure};
use crate::setup;

/// One line of the result.
#[derive(Debug)]
pub(crate) struct Figure {
    /// What was measured.
    pub what: String,
    /// What was reached, with its unit.
    pub reached: String,
    /// What the project wants, in words; empty where it only informs.
    pub wanted: String,
    /// Whether the wish is met; none where it only informs.
    pub met: Option<bool>,
}

impl Figure {
    /// A figure that must not exceed a limit.
    pub(crate) fn at_most(what: impl Into<String>, value: f64, limit: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            reached: format!("{value:.2} {unit}"),
            wanted: format!("≤ {limit} {unit}"),
            met: Some(value <= limit),
        }
    }

    /// A figure that must not fall below a limit.
    pub(crate) fn at_least(what: impl Into<String>, value: f64, limit: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            reached: format!("{value:.2} {unit}"),
            wanted: format!("≥ {limit} {unit}"),
            met: Some(value >= limit),
        }
    }

    /// A figure without a wish.
    pub(crate) fn plain(what: impl Into<String>, reached: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            reached: reached.into(),
            wanted: String::new(),
            met: None,
        }
    }
}

/// The names of the benches, in their order.
const BENCHES: [&str; 3] = ["plugins", "scale", "iterate"];

/// The smallest one: on a shared machine the one that was disturbed least.
fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Runs the named benches, or all. `--quick` takes a tenth of the rows and one round.
pub(crate) fn run(chore: &Chore, arguments: &[String]) -> Result<(), Failure> {
    if let [first, rest @ ..] = arguments
        && first == "ignore"
    {
        return ignore::run(rest);
    }
    let quick = arguments.iter().any(|word| word == "--quick");
    let named: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|word| !word.starts_with("--"))
        .collect();
    if let Some(unknown) = named.iter().find(|name| !BENCHES.contains(name)) {
        return Err(format!("there is no bench `{unknown}`; there are {}", BENCHES.join(", ")).into());
    }
    setup::run_quietly(chore)?;
    chore.build_all()?;
    let mut figures = Vec::new();
    for name in BENCHES
        .into_iter()
        .filter(|name| named.is_empty() || named.contains(name))
    {
        figures.extend(match name {
            "plugins" => plugins::run(chore)?,
            "scale" => scale::run(chore, quick)?,
            _ => iterating::run(chore, quick)?,
        });
    }
    print(&figures);
    Ok(())
}

/// A Markdown table, so that the result can be kept in `docs/BENCHMARKS.md` as it is.
fn print(figures: &[Figure]) {
    println!("\n| what | reached | wanted | |\n|---|---|---|---|");
    for figure in figures {
        let verdict = match figure.met {
            Some(true) => "met",
            Some(false) => "**not met**",
            None => "",
        };
        println!(
            "| {} | {} | {} | {verdict} |",
            figure.what, figure.reached, figure.wanted
        );
    }
}
