//! The commands that compare: `fidelity`, `compare`, `compare-iterations`, `history`.

use std::path::PathBuf;

use crate::settings::{Flags, Redact};

/// What is left of both sides before they are compared.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "What counts")]
pub(crate) struct FilterArguments {
    /// Only types that match, such as 'Microsoft.Compute/*'; repeatable
    #[arg(long = "type", value_name = "GLOB")]
    pub types: Vec<String>,
    /// Only resource groups that match; repeatable
    #[arg(long, value_name = "GLOB")]
    pub resource_group: Vec<String>,
    /// Only resources with this tag; repeatable
    #[arg(long, value_name = "K=V")]
    pub tag: Vec<String>,
    /// Of several copies in the target, this one
    #[arg(long, value_name = "N")]
    pub target_iteration: Option<u32>,
    /// Leave out role assignments, locks and diagnostic settings
    #[arg(long)]
    pub no_extensions: bool,
    /// What is called differently in the target (TOML or JSON)
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Drift that is accepted: lines of GLOB [PATH] reason="…" until=DATE
    #[arg(long, value_name = "FILE")]
    pub accept_drift: Option<PathBuf>,
    /// Refuse a stored scan older than this, such as 1h
    #[arg(long, value_name = "TIME")]
    pub max_age: Option<String>,
    /// Scan first
    #[arg(long, hide = true)]
    pub rescan: bool,
}

impl FilterArguments {
    fn flags(&self, flags: &mut Flags) {
        flags.set_path("mapping", self.mapping.as_deref());
        flags.set_path("accept_drift", self.accept_drift.as_deref());
        flags.set("max_age", self.max_age.as_ref());
    }
}

/// Measure how faithful the target is to the source
///
/// Resources of the source are matched with those of the target; `overall` is
/// the share that is there. Metrics, your own too, look at the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg fidelity --source arg:source.jsonl --target arg:target.jsonl
  atg fidelity --source production --target replica --track
  atg fidelity --source tf:infra --target iteration:182 --output report.html
  atg fidelity --source a --target b --check-objective OBJECTIVE.md
`atg --help` tells what SOURCE can be.")]
pub(crate) struct FidelityArguments {
    /// What is replicated
    #[arg(long, visible_alias = "source-subscription", value_name = "SOURCE")]
    pub source: String,
    /// The replica
    #[arg(long, visible_alias = "target-subscription", value_name = "SOURCE")]
    pub target: String,
    /// Only these metrics; repeatable [default: all]
    #[arg(long, value_name = "NAME")]
    pub metric: Vec<String>,
    /// table, json, csv, markdown, html, junit, or a plugin's
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension tells the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What is left out of outputs [default: minimal]
    #[arg(long, value_name = "HOW")]
    pub redact: Option<Redact>,
    /// Append the result to the history, and say what changed since
    #[arg(long)]
    pub track: bool,
    /// The history [default: demos/fidelity_history.jsonl]
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// What overall is held against [default: 95]
    #[arg(long, value_name = "PERCENT")]
    pub target_fidelity: Option<String>,
    /// Exit 3 unless the objective written in FILE is met
    #[arg(long, value_name = "FILE")]
    pub check_objective: Option<PathBuf>,
    /// Exit 3 when overall is below PERCENT
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Option<f64>,
    #[command(flatten)]
    pub filter: FilterArguments,
}

impl FidelityArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        self.filter.flags(flags);
        flags.set_path("history", self.history.as_deref());
        flags.set("target_fidelity", self.target_fidelity.as_ref());
        flags.word("redact", self.redact);
    }
}

/// List what is missing, extra and different between two scopes
///
/// Without --show-… the counts by type are printed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg compare --source iteration:90 --target iteration:91 --show-missing
  atg compare --source a --target b --show-changed --output changes.md
  atg compare --source last-week --target today --exit-code
`atg --help` tells what SOURCE can be.")]
pub(crate) struct CompareArguments {
    /// One side
    #[arg(long, visible_alias = "source-subscription", value_name = "SOURCE")]
    pub source: String,
    /// The other side
    #[arg(long, visible_alias = "target-subscription", value_name = "SOURCE")]
    pub target: String,
    /// List resources of the source that the target lacks
    #[arg(long)]
    pub show_missing: bool,
    /// List resources of the target that the source lacks
    #[arg(long)]
    pub show_extra: bool,
    /// List properties that differ
    #[arg(long)]
    pub show_changed: bool,
    /// Draw the counts by type
    #[arg(long)]
    pub chart: bool,
    /// Exit 3 when anything differs
    #[arg(long)]
    pub exit_code: bool,
    /// table, json, csv, markdown, html, or a plugin's
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension tells the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What is left out of outputs [default: minimal]
    #[arg(long, value_name = "HOW")]
    pub redact: Option<Redact>,
    #[command(flatten)]
    pub filter: FilterArguments,
}

impl CompareArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        self.filter.flags(flags);
        flags.word("redact", self.redact);
    }
}

/// Compare iterations: resources, types, yield, errors, what each changed
///
/// Reads demos/iterationN/ and writes demos/iteration_comparison.md.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg compare-iterations --iterations 180,181,182
  atg compare-iterations --iterations 178-182 --format json")]
pub(crate) struct CompareIterationsArguments {
    /// Numbers and ranges, such as 86,90,91 or 178-182
    #[arg(long, value_name = "LIST")]
    pub iterations: String,
    /// table, json, csv, markdown, html, or a plugin's
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to this file [default: demos/iteration_comparison.md]
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Show how fidelity developed
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg history
  atg history --since 7d --scope production
  atg history --format html --output trend.html")]
pub(crate) struct HistoryArguments {
    /// Only records since then: a date, or a time such as 7d
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only records of this subscription, profile or file
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// The history [default: demos/fidelity_history.jsonl]
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// table, json, csv, markdown, html, or a plugin's
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<String>,
    /// Write to a file; its extension tells the format
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl HistoryArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        flags.set_path("history", self.history.as_deref());
    }
}
