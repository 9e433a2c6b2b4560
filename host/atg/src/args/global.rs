//! Flags that every command has.

use std::path::PathBuf;

use clap::ArgAction;

use crate::settings::{Color, Flags, LogFormat};

/// Flags that every command has. The short help leaves out the rarer ones.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArguments {
    /// Also use this plugin: a .wasm file, or NAME[@VERSION]; repeatable
    #[arg(long, global = true, value_name = "REF")]
    pub plugin: Vec<String>,
    /// A setting of a plugin; repeatable
    #[arg(long, global = true, value_name = "ID.KEY=VALUE", hide_short_help = true)]
    pub plugin_setting: Vec<String>,
    /// How long one call of a plugin may take, such as 30s
    #[arg(long, global = true, value_name = "TIME", hide_short_help = true)]
    pub plugin_timeout: Option<String>,
    /// How much memory a plugin may use, such as 256MiB
    #[arg(long, global = true, value_name = "SIZE", hide_short_help = true)]
    pub plugin_memory: Option<String>,
    /// Let a plugin see more, such as metric-secrets:sensitive; repeatable
    #[arg(long, global = true, value_name = "ID:WHAT", hide_short_help = true)]
    pub grant: Vec<String>,
    /// Where scans are kept [default: sqlite:.atg/graph.db]
    #[arg(long, global = true, value_name = "URL", hide_short_help = true)]
    pub graph: Option<String>,
    /// Read this atg.toml instead of the project's
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub config: Option<PathBuf>,
    /// Where iterations lie [default: demos]
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true)]
    pub demos: Option<PathBuf>,
    /// A fuller table of Terraform types, as tab-separated text
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub type_map: Option<PathBuf>,
    /// Worker threads [default: as many as there are cores]
    #[arg(long, global = true, value_name = "N", hide_short_help = true)]
    pub threads: Option<u32>,
    /// Print results and errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more; twice: still more
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Colour
    #[arg(long, global = true, value_name = "WHEN", hide_short_help = true)]
    pub color: Option<Color>,
    /// How logs and errors are written
    #[arg(long, global = true, value_name = "FORMAT", hide_short_help = true)]
    pub log_format: Option<LogFormat>,
    /// Answer questions with yes
    #[arg(long, short, global = true, hide_short_help = true)]
    pub yes: bool,
    /// Show no progress
    #[arg(long, global = true, hide_short_help = true)]
    pub no_progress: bool,
}

impl GlobalArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self) -> Flags {
        let mut flags = Flags::default();
        flags.list("plugins", &self.plugin);
        flags.plugins(&self.plugin_setting, &self.grant);
        flags.set("plugin_timeout", self.plugin_timeout.as_ref());
        flags.set("plugin_memory", self.plugin_memory.as_ref());
        flags.set("graph", self.graph.as_ref());
        flags.set_path("config", self.config.as_deref());
        flags.set_path("demos", self.demos.as_deref());
        flags.set_path("type_map", self.type_map.as_deref());
        flags.set("threads", self.threads);
        flags.switch("quiet", self.quiet, true);
        flags.switch("quiet", self.verbose > 0, false);
        flags.set("verbose", (self.verbose > 0).then_some(self.verbose));
        flags.word("color", self.color);
        flags.word("log_format", self.log_format);
        flags.switch("yes", self.yes, true);
        flags.switch("progress", self.no_progress, false);
        flags
    }
}
