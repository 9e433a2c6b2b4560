//! What holds for this run, and where each value comes from: flag, environment, the project's `atg.toml`, the user's
//! `atg.toml`, default. The first that says something wins.

mod file;
mod keys;
mod layers;
mod profiles;
mod trust;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use atg_core::figures::Percent;

use crate::effects::Effects;
use crate::errors::Error;

pub(crate) use atg_core::spelling::{by_nearness, duration, nearest};
pub(crate) use layers::{Flags, Resolved};
pub(crate) use profiles::Profile;
pub(crate) use trust::Trust;

/// What holds for this run.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The store's file.
    pub graph: PathBuf,
    /// Where iterations lie.
    pub demos: PathBuf,
    /// −1 quiet, 0 usual, 1 and more verbose.
    pub verbosity: i8,
    /// Colour.
    pub color: Color,
    /// How logs are written.
    pub log_format: LogFormat,
    /// Whether progress may be shown.
    pub progress: bool,
    /// Questions are answered with yes.
    pub yes: bool,
    /// Plugins to use beside the installed ones.
    pub plugins: Vec<String>,
    /// `ID` → `KEY` → value.
    pub plugin_settings: BTreeMap<String, BTreeMap<String, String>>,
    /// More time for a plugin's call.
    pub plugin_timeout: Option<Duration>,
    /// More memory for a plugin.
    pub plugin_memory: Option<u64>,
    /// `ID` → what it may see beyond the usual.
    pub grants: BTreeMap<String, Vec<String>>,
    /// A fuller table of Terraform types.
    pub type_map: Option<PathBuf>,
    /// The history that `--track` appends to.
    pub history: PathBuf,
    /// What `overall` is held against, where somebody said it.
    pub target_fidelity: Option<Percent>,
    /// What is called differently in the target.
    pub mapping: Option<PathBuf>,
    /// Which drift is accepted.
    pub accept_drift: Option<PathBuf>,
    /// What is generated, and with what.
    pub generation: Generation,
    /// What is left out of outputs.
    pub redact: Redact,
    /// The oldest stored scan that is still good.
    pub max_age: Option<Duration>,
    /// Worker threads; 0 for as many as there are cores.
    threads: usize,
    /// Subscriptions by name.
    pub profiles: BTreeMap<String, Profile>,
    /// Every key with its value and origin, for `atg config show`.
    pub resolved: Vec<Resolved>,
    /// What was found odd on the way: said once the printer exists.
    pub warnings: Vec<(String, String)>,
}

/// What is generated, and with what.
#[derive(Debug)]
pub(crate) struct Generation {
    /// The subscription that the replica is for.
    pub target_subscription: Option<String>,
    /// The tenant of that subscription.
    pub target_tenant_id: Option<String>,
    /// The fixes that are applied every time.
    pub overlay: PathBuf,
    /// What ARM types look like.
    pub schema_pack: Option<PathBuf>,
    /// A backend block to pass through.
    pub backend: Option<PathBuf>,
    /// The command that generates instead.
    pub generator: Option<String>,
    /// The terraform or tofu to run.
    pub terraform_bin: Option<PathBuf>,
    /// The CLI configuration that Terraform runs with: mirrors, credentials of registries.
    pub terraform_cli_config: Option<PathBuf>,
}

/// Whether to colour. (No comments on the words here or below: the help would print them as paragraphs.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    // On a terminal, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogFormat {
    // For people.
    Text,
    // One object a line, for collectors.
    Json,
}

/// What is left out of outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Redact {
    // Secrets, and every value of a property, and the ids of subscriptions and tenants.
    Full,
    // Secrets: passwords, keys, tokens, connection strings.
    Minimal,
    None,
}

impl Settings {
    /// How many threads work. Cores are counted where somebody asks: it takes longer than a short command has.
    pub(crate) fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(2, usize::from),
            chosen => chosen,
        }
    }

    /// Resolves everything before any work starts.
    pub(crate) fn resolve(flags: Flags, effects: &Effects) -> Result<Settings, Error> {
        let layers = layers::Layers::gather(flags, effects)?;
        let mut table = layers.resolve();
        let threads = usize::try_from(table.number("threads")?).unwrap_or(1);
        let quiet = table.boolean("quiet")?;
        let verbose = i8::try_from(table.number("verbose")?.min(3)).unwrap_or(3);
        let target = table.decimal("target_fidelity")?;
        let target_fidelity = Percent::from_float(target)
            .map_err(|error| Error::usage(format!("`target_fidelity` cannot be {target}")).because(error))?;
        let target_fidelity = table.is_said("target_fidelity").then_some(target_fidelity);
        let grants = table.grants(effects)?;
        Ok(Settings {
            graph: table.store(effects)?,
            demos: table.path("demos", effects)?.unwrap_or_else(|| PathBuf::from("demos")),
            verbosity: if quiet { -1 } else { verbose },
            color: table.word("color")?,
            log_format: table.word("log_format")?,
            progress: table.boolean("progress")?,
            yes: table.boolean("yes")?,
            plugins: table.plugins(effects)?,
            plugin_settings: table.plugin_settings()?,
            plugin_timeout: table.duration("plugin_timeout")?,
            plugin_memory: table.size("plugin_memory")?,
            grants,
            type_map: table.path("type_map", effects)?,
            history: table
                .path("history", effects)?
                .unwrap_or_else(|| PathBuf::from("fidelity_history.jsonl")),
            target_fidelity,
            mapping: table.path("mapping", effects)?,
            accept_drift: table.path("accept_drift", effects)?,
            generation: Generation {
                target_subscription: table.optional("target_subscription")?,
                target_tenant_id: table.optional("target_tenant_id")?,
                overlay: table
                    .path("overlay", effects)?
                    .unwrap_or_else(|| PathBuf::from("demos/fixes.json")),
                schema_pack: table.path("schema_pack", effects)?,
                backend: table.path("backend", effects)?,
                generator: table.optional("generator")?,
                terraform_bin: table.path("terraform_bin", effects)?,
                terraform_cli_config: table.path("terraform_cli_config", effects)?,
            },
            redact: table.word("redact")?,
            max_age: table.duration("max_age")?,
            threads,
            profiles: table.profiles(),
            warnings: std::mem::take(&mut table.warnings),
            resolved: table.listed(),
        })
    }
}
