//! The commands of the cycle: `iterate`, `generate`, `analyze`, `explain`, `schema`.

use std::path::PathBuf;

use crate::settings::Flags;

/// What is generated from, and for whom.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Generation")]
pub(crate) struct GenerationArguments {
    /// What is replicated
    #[arg(long, visible_alias = "subscription-id", value_name = "SOURCE")]
    pub source: String,
    /// The subscription that the replica is for
    #[arg(long, value_name = "ID")]
    pub target_subscription: Option<String>,
    /// The tenant of that subscription
    #[arg(long, value_name = "ID")]
    pub target_tenant_id: Option<String>,
    /// What is called differently in the target (TOML or JSON)
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// The fixes that are applied every time [default: demos/fixes.json]
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,
    /// What ARM types look like; `atg schema build` makes one
    #[arg(long, value_name = "FILE")]
    pub schema_pack: Option<PathBuf>,
    /// A backend block to pass through, as JSON: {"azurerm": {…}}
    #[arg(long, value_name = "FILE")]
    pub backend: Option<PathBuf>,
}

impl GenerationArguments {
    fn flags(&self, flags: &mut Flags) {
        flags.set("target_subscription", self.target_subscription.as_ref());
        flags.set("target_tenant_id", self.target_tenant_id.as_ref());
        flags.set_path("mapping", self.mapping.as_deref());
        flags.set_path("overlay", self.overlay.as_deref());
        flags.set_path("schema_pack", self.schema_pack.as_deref());
        flags.set_path("backend", self.backend.as_deref());
    }
}

/// Generate Terraform, validate, analyze and fix, until it really passes
///
/// Each round has a folder of its own, demos/iterationN/. A round passes when
/// Terraform validated it there, nothing was dropped, and it holds as many
/// resources as the rounds before. Fixes that lose nothing are taken; others
/// wait for you.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg iterate --source arg:estate.jsonl --until-stable
  atg iterate --source production --until-stable --threshold 3 \\
      --target-subscription 22222222-2222-2222-2222-222222222222
  atg iterate --source production --dry-run
`atg --help` tells what SOURCE can be.")]
pub(crate) struct IterateArguments {
    /// Number of the first round [default: one more than the highest]
    #[arg(long, value_name = "N")]
    pub iteration: Option<u32>,
    /// Go on until --threshold rounds passed one after the other
    #[arg(long)]
    pub until_stable: bool,
    /// How many passes make it stable
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub threshold: u32,
    /// Stop after so many rounds in any case
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    pub max_iterations: u32,
    /// Exit 3 when an apply would reach less fidelity
    #[arg(long, value_name = "PERCENT", default_value = "95")]
    pub min_fidelity: String,
    /// Also take fixes that lose something; they are counted
    #[arg(long, value_name = "WHAT")]
    pub accept: Option<Accept>,
    /// Deploy when stable
    #[arg(long, hide = true)]
    pub auto_deploy: bool,
    /// Generate with this command instead; {subscription}, {prefix} and
    /// {output} are filled in
    #[arg(long, value_name = "CMD")]
    pub generator: Option<String>,
    /// The terraform or tofu to run [default: from PATH]
    #[arg(long, value_name = "FILE")]
    pub terraform_bin: Option<PathBuf>,
    /// Tell what would be generated; run and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// table or json
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub format: RoundsFormat,
    /// Print each step as a line of JSON on standard output
    #[arg(long, conflicts_with = "format")]
    pub json_events: bool,
    #[command(flatten)]
    pub generation: GenerationArguments,
}

impl IterateArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        self.generation.flags(flags);
        flags.set("generator", self.generator.as_ref());
        flags.set_path("terraform_bin", self.terraform_bin.as_deref());
    }
}

/// What a person may accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Accept {
    /// Values that change or go
    Lossy,
}

/// How rounds are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RoundsFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

/// Generate Terraform for a source, once, into a folder
///
/// Prints the yield: what was emitted, merged and skipped, and why.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg generate --source arg:estate.jsonl --output infra
  atg generate --source production --schema-pack arm.json.gz -o infra
`atg --help` tells what SOURCE can be.")]
pub(crate) struct GenerateArguments {
    /// The folder to write into; new or empty
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// The number in the names' prefix, ITERATIONn_
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub iteration: u32,
    /// table or json
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub format: RoundsFormat,
    #[command(flatten)]
    pub generation: GenerationArguments,
}

impl GenerateArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        self.generation.flags(flags);
    }
}

/// Say what went wrong and how it is mended
///
/// Reads an iteration, or files: Terraform JSON, what `terraform validate
/// -json`, `plan -json` or `apply -json` printed, or the log of a CI job.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg analyze --iteration 182
  atg analyze --iteration 182 --apply
  atg analyze --file main.tf.json
  atg analyze --file 90/main.tf.json --file 91/main.tf.json
  atg analyze --file job.log --phase ci")]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(false)))]
pub(crate) struct AnalyzeArguments {
    /// An iteration in demos/iterationN/
    #[arg(long, value_name = "N", group = "what")]
    pub iteration: Option<u32>,
    /// A file; repeatable, oldest first
    #[arg(long, value_name = "FILE", group = "what")]
    pub file: Vec<PathBuf>,
    /// Only this phase: static, init, validate, plan, apply, scan, auth, ci
    #[arg(long, value_name = "PHASE")]
    pub phase: Option<String>,
    /// Show the fixes as a patch, ask, and take them into the overlay
    #[arg(long, requires = "iteration")]
    pub apply: bool,
    /// Also take fixes that lose something
    #[arg(long, value_name = "WHAT", requires = "apply")]
    pub accept: Option<Accept>,
    /// The fixes that are applied every time [default: demos/fixes.json]
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,
    /// What ARM types look like; `atg schema build` makes one
    #[arg(long, value_name = "FILE")]
    pub schema_pack: Option<PathBuf>,
    /// table or json
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub format: RoundsFormat,
}

impl AnalyzeArguments {
    /// What they say, by key of a setting.
    pub(crate) fn flags(&self, flags: &mut Flags) {
        flags.set_path("overlay", self.overlay.as_deref());
        flags.set_path("schema_pack", self.schema_pack.as_deref());
    }
}

/// Tell the life of one resource, from the source to the target
///
/// Seen, emitted or skipped and why, validated, applied or its error.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  atg explain /subscriptions/…/virtualNetworks/vnet-1
  atg explain vnet-1 --iteration 182
  atg explain azapi_resource.microsoft_network_virtualnetworks_vnet_1")]
pub(crate) struct ExplainArguments {
    /// An ARM id, an address, or a name that is unique
    pub id: String,
    /// In this iteration [default: the last one]
    #[arg(long, value_name = "N")]
    pub iteration: Option<u32>,
    /// table or json
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub format: RoundsFormat,
}

/// Make a schema pack: what ARM types look like
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  git clone --depth 1 https://github.com/Azure/bicep-types-az
  atg schema build bicep-types-az --output arm.json.gz
  atg iterate --source production --schema-pack arm.json.gz")]
pub(crate) struct SchemaArguments {
    #[command(subcommand)]
    pub command: SchemaCommand,
}

#[derive(Debug, clap::Subcommand)]
pub(crate) enum SchemaCommand {
    /// Build one from a checkout of Azure/bicep-types-az
    Build {
        /// The checkout
        checkout: PathBuf,
        /// Where to write it, gzipped JSON
        #[arg(long, short, value_name = "FILE", default_value = "arm-schema.json.gz")]
        output: PathBuf,
    },
}
