//! `atg plugin …`.

use std::path::PathBuf;

use clap::Subcommand;

use super::storing::ListFormat;

/// Look after plugins, and write your own
///
/// A plugin is one .wasm file: a metric, a formatter, an analyzer, or several.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Your own metric in three commands:
  atg plugin new metric my-metric
  atg plugin build my-metric
  atg fidelity … --plugin my-metric/my-metric.wasm")]
pub(crate) struct PluginArguments {
    #[command(subcommand)]
    pub command: PluginCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List plugins that would be used
    List {
        /// table or json
        #[arg(long, short, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Show what a plugin provides, reads and wants; never runs it
    Inspect {
        /// A .wasm file, or NAME[@VERSION]
        #[arg(value_name = "REF")]
        reference: String,
        /// table or json
        #[arg(long, short, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Say whether a plugin would load here; never runs it
    Check {
        /// .wasm files, or NAME[@VERSION]
        #[arg(value_name = "REF", required = true)]
        references: Vec<String>,
    },
    /// Begin a plugin: a folder with a working example
    #[command(after_help = "Examples:\n  atg plugin new metric location-kept")]
    New {
        /// What it will be
        role: Role,
        /// Its id and its folder's name
        name: String,
        /// The folder to make [default: NAME]
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Build a plugin's component
    #[command(after_help = "Examples:\n  atg plugin build location-kept")]
    Build {
        /// Its folder
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Run a plugin's golden cases in the real runtime
    #[command(after_help = "Examples:\n  atg plugin test location-kept\n  atg plugin test location-kept --bless")]
    Test {
        /// Its folder
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Write down what comes out as what is expected
        #[arg(long)]
        bless: bool,
    },
    /// Install a plugin for all runs
    #[command(after_help = "Examples:\n  atg plugin install location-kept/location-kept.wasm\n  \
        atg plugin install ./metric.wasm --project")]
    Install {
        /// A .wasm file
        file: PathBuf,
        /// Into this project's .atg/ instead of the user's
        #[arg(long)]
        project: bool,
    },
    /// Install a newer file of an installed plugin
    Update {
        /// A .wasm file
        file: PathBuf,
        /// In this project's .atg/ instead of the user's
        #[arg(long)]
        project: bool,
    },
    /// Remove an installed plugin
    Remove {
        /// NAME or NAME@VERSION
        name: String,
        /// From this project's .atg/ instead of the user's
        #[arg(long)]
        project: bool,
    },
}

/// What a plugin can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Role {
    /// Says what counts as faithful.
    Metric,
    /// Says how a report looks.
    Formatter,
    /// Says what an error means.
    Analyzer,
}
