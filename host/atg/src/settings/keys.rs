//! Every setting there is, as data: the files, the environment, `config show` and the errors are read from this table.

/// What a setting's value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// A path; in a file it starts at that file's folder.
    Path,
    /// Several texts; in a variable separated by commas.
    List,
    /// yes or no.
    Boolean,
    /// A whole number.
    Number,
    /// A number.
    Decimal,
    /// `10s`, `1h30m`.
    Duration,
    /// `64MiB`.
    Size,
    /// One of these.
    Word(&'static [&'static str]),
}

impl Kind {
    /// What a value is called in an error.
    pub(crate) fn wants(self) -> String {
        match self {
            Kind::Text => "a text".into(),
            Kind::Path => "a path".into(),
            Kind::List => "a list of texts".into(),
            Kind::Boolean => "true or false".into(),
            Kind::Number => "a whole number".into(),
            Kind::Decimal => "a number".into(),
            Kind::Duration => "a time such as `10s`, `5m` or `1h30m`".into(),
            Kind::Size => "a size such as `64MiB`".into(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
        }
    }
}

/// One setting.
#[derive(Debug)]
pub(crate) struct Key {
    /// As it is spelt in `atg.toml`.
    pub name: &'static str,
    /// The flag that says the same.
    pub flag: &'static str,
    /// The environment variable that says the same.
    pub variable: &'static str,
    /// What its value looks like.
    pub kind: Kind,
    /// What holds when nobody says anything; empty: nothing.
    pub default: &'static str,
}

const fn key(name: &'static str, flag: &'static str, variable: &'static str, kind: Kind, default: &'static str) -> Key {
    Key {
        name,
        flag,
        variable,
        kind,
        default,
    }
}

/// Every setting, in the order of `atg config show`.
pub(crate) const KEYS: [Key; 28] = [
    key("graph", "--graph", "ATG_GRAPH", Kind::Text, "sqlite:.atg/graph.db"),
    key("demos", "--demos", "ATG_DEMOS", Kind::Path, "demos"),
    key("history", "--history", "ATG_HISTORY", Kind::Path, ""),
    key(
        "target_fidelity",
        "--target-fidelity",
        "ATG_TARGET_FIDELITY",
        Kind::Decimal,
        "95",
    ),
    key("mapping", "--mapping", "ATG_MAPPING", Kind::Path, ""),
    key("accept_drift", "--accept-drift", "ATG_ACCEPT_DRIFT", Kind::Path, ""),
    key("max_age", "--max-age", "ATG_MAX_AGE", Kind::Duration, ""),
    key(
        "redact",
        "--redact",
        "ATG_REDACT",
        Kind::Word(&["full", "minimal", "none"]),
        "minimal",
    ),
    key(
        "target_subscription",
        "--target-subscription",
        "ATG_TARGET_SUBSCRIPTION",
        Kind::Text,
        "",
    ),
    key(
        "target_tenant_id",
        "--target-tenant-id",
        "ATG_TARGET_TENANT_ID",
        Kind::Text,
        "",
    ),
    key("overlay", "--overlay", "ATG_OVERLAY", Kind::Path, ""),
    key("schema_pack", "--schema-pack", "ATG_SCHEMA_PACK", Kind::Path, ""),
    key("backend", "--backend", "ATG_BACKEND", Kind::Path, ""),
    key("generator", "--generator", "ATG_GENERATOR", Kind::Text, ""),
    key("terraform_bin", "--terraform-bin", "ATG_TERRAFORM", Kind::Path, ""),
    key(
        "terraform_cli_config",
        "--terraform-cli-config",
        "ATG_TERRAFORM_CLI_CONFIG",
        Kind::Path,
        "",
    ),
    key("type_map", "--type-map", "ATG_TYPE_MAP", Kind::Path, ""),
    key("plugins", "--plugin", "ATG_PLUGIN", Kind::List, ""),
    key(
        "plugin_timeout",
        "--plugin-timeout",
        "ATG_PLUGIN_TIMEOUT",
        Kind::Duration,
        "",
    ),
    key("plugin_memory", "--plugin-memory", "ATG_PLUGIN_MEMORY", Kind::Size, ""),
    key("threads", "--threads", "ATG_THREADS", Kind::Number, "0"),
    key(
        "color",
        "--color",
        "ATG_COLOR",
        Kind::Word(&["auto", "always", "never"]),
        "auto",
    ),
    key("progress", "--no-progress", "ATG_PROGRESS", Kind::Boolean, "true"),
    key("quiet", "--quiet", "ATG_QUIET", Kind::Boolean, "false"),
    key("verbose", "--verbose", "ATG_VERBOSE", Kind::Number, "0"),
    key(
        "log_format",
        "--log-format",
        "ATG_LOG_FORMAT",
        Kind::Word(&["text", "json"]),
        "text",
    ),
    key("yes", "--yes", "ATG_YES", Kind::Boolean, "false"),
    key("config", "--config", "ATG_CONFIG", Kind::Path, ""),
];

/// Those that make atg start a program: a project's file may say them only where the folder is trusted.
pub(crate) const STARTING: [&str; 3] = ["generator", "terraform_bin", "terraform_cli_config"];

/// A setting by its name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
