//! The command line as it is typed. Nothing is decided here.

mod comparing;
mod global;
mod iterating;
mod plugin;
mod storing;

use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Parser, Subcommand};

use crate::exit_code::ExitCode;

pub(crate) use comparing::{
    CompareArguments, CompareIterationsArguments, FidelityArguments, FilterArguments, HistoryArguments,
};
pub(crate) use global::GlobalArguments;
pub(crate) use iterating::{
    Accept, AnalyzeArguments, ExplainArguments, GenerateArguments, GenerationArguments, IterateArguments, RoundsFormat,
    SchemaArguments, SchemaCommand,
};
pub(crate) use plugin::{PluginArguments, PluginCommand, Role};
pub(crate) use storing::{ExportArguments, ImportArguments, ListFormat, SnapshotsArguments, SnapshotsCommand};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Says how faithfully one Azure estate replicates another
#[derive(Debug, Parser)]
#[command(
    name = "atg",
    version,
    styles = STYLES,
    max_term_width = 80,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = FIRST_STEPS,
    after_long_help = long_help(),
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub global: GlobalArguments,
    #[command(subcommand)]
    pub command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  atg demo                     two example tenants, compared
  atg fidelity --source SOURCE --target SOURCE
  atg fidelity --help          more, with examples";

const SOURCES: &str = "\
SOURCE is one of
  arg:FILE.jsonl    rows of Azure Resource Graph, one a line
  file:FILE.json    atg's own JSON, also .json.zst
  tf:DIR            Terraform JSON (*.tf.json)
  tfstate:FILE      Terraform state, version 4
  iteration:N       demos/iterationN/
  ID or NAME        the last stored scan of a subscription or profile";

fn long_help() -> String {
    let mut help = format!("{FIRST_STEPS}\n\n{SOURCES}\n\nExit codes:\n");
    for code in ExitCode::ALL {
        help += &format!("  {:<4} {}\n", code.number(), code.meaning());
    }
    help.trim_end().to_owned()
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Fidelity(Box<FidelityArguments>),
    Compare(Box<CompareArguments>),
    CompareIterations(CompareIterationsArguments),
    History(HistoryArguments),
    Iterate(Box<IterateArguments>),
    Generate(Box<GenerateArguments>),
    Analyze(AnalyzeArguments),
    Explain(ExplainArguments),
    Schema(SchemaArguments),
    Import(ImportArguments),
    Export(ExportArguments),
    Snapshots(SnapshotsArguments),
    Plugin(PluginArguments),
    /// Look whether everything that atg needs is there
    ///
    /// Each line is `ok`, or what to run.
    Doctor,
    Config(ConfigArguments),
    Trust(TrustArguments),
    Completions(CompletionsArguments),
    Demo(DemoArguments),
}

/// Show settings and where they come from
///
/// A setting comes from the first of these that has it: the flag, the
/// environment, the project's atg.toml, the user's atg.toml, the default.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg config show --origin
  atg config path")]
pub(crate) struct ConfigArguments {
    #[command(subcommand)]
    pub command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every setting with its value
    Show {
        /// Also print who said it
        #[arg(long)]
        origin: bool,
    },
    /// Print which files are read
    Path,
}

/// Let a folder's atg.toml grant plugins more and start commands
///
/// What an atg.toml asks for beyond the usual is not followed until you have
/// read it and said yes. A file that changes must be trusted anew.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg trust
  atg trust --revoke ../estate")]
pub(crate) struct TrustArguments {
    /// The folder that holds atg.toml [default: the project]
    pub folder: Option<PathBuf>,
    /// Take it back
    #[arg(long)]
    pub revoke: bool,
}

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg completions bash > ~/.local/share/bash-completion/completions/atg
  atg completions zsh > ~/.zfunc/_atg
  atg completions fish > ~/.config/fish/completions/atg.fish")]
pub(crate) struct CompletionsArguments {
    /// The shell
    pub shell: clap_complete::Shell,
}

/// Make two example tenants and compare them
///
/// Writes the tenants, a store and an HTML report into a folder, and prints
/// each command, so that you can repeat it by hand.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg demo
  atg demo /tmp/tenants --plugin ./my-metric.wasm")]
pub(crate) struct DemoArguments {
    /// Where to put it all
    #[arg(default_value = "atg-demo")]
    pub folder: PathBuf,
}

/// Prints what clap has to say: help and version are data, everything else is a mistake in the command line.
pub(crate) fn refuse(told: &clap::Error) -> std::process::ExitCode {
    // A reader that has gone has seen enough.
    let _ = told.print();
    let code = if told.use_stderr() {
        ExitCode::Usage
    } else {
        ExitCode::Done
    };
    code.into()
}
