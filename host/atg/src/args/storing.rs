//! The commands of the store: `import`, `export`, `snapshots`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::settings::{Flags, Redact};

/// Put a snapshot into the store
///
/// Afterwards its subscription's id, or the name given by --as, stands for it
/// wherever a SOURCE is wanted.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg import arg:production.jsonl
  atg import file:estate.json.zst --as 00000000-0000-0000-0000-000000000001
`atg --help` tells what SOURCE can be.")]
pub(crate) struct ImportArguments {
    /// What to read
    pub source: String,
    /// The scope to keep it under [default: the subscription in it]
    #[arg(long = "as", value_name = "SCOPE")]
    pub scope: Option<String>,
}

/// Write a stored snapshot into a file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg export production estate.json.zst
  atg export production estate.json --redact full")]
pub(crate) struct ExportArguments {
    /// A subscription, a profile, or any other SOURCE
    pub scope: String,
    /// The file: .json or .json.zst; - is standard output
    pub file: PathBuf,
    /// What is left out [default: minimal]
    #[arg(long, value_name = "HOW")]
    pub redact: Option<Redact>,
}

impl ExportArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        flags.word("redact", self.redact);
    }
}

/// Look after the stored snapshots
#[derive(Debug, clap::Args)]
pub(crate) struct SnapshotsArguments {
    #[command(subcommand)]
    pub command: SnapshotsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotsCommand {
    /// List what is stored
    #[command(after_help = "Examples:\n  atg snapshots list\n  atg snapshots list --format json")]
    List {
        /// Only this scope
        #[arg(long, value_name = "SCOPE")]
        scope: Option<String>,
        /// table or json
        #[arg(long, short, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Show one: counts by type, and coverage
    Show {
        /// A scope, or SCOPE@N for the N-th snapshot as `list` numbers them
        snapshot: String,
        /// table or json
        #[arg(long, short, value_name = "FORMAT", default_value = "table")]
        format: ListFormat,
    },
    /// Remove old ones of every scope
    #[command(after_help = "Examples:\n  atg snapshots prune --keep 5")]
    Prune {
        /// How many of the newest stay, of every scope
        #[arg(long, value_name = "N")]
        keep: u32,
        /// Only this scope
        #[arg(long, value_name = "SCOPE")]
        scope: Option<String>,
    },
    /// Say what changed from one to another
    Diff {
        /// The earlier one
        a: String,
        /// The later one
        b: String,
        /// table, json, csv, markdown, html, or a plugin's
        #[arg(long, short, value_name = "FORMAT")]
        format: Option<String>,
        /// Write to a file; its extension tells the format
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// For lists that no formatter is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}
