//! The registered words of the contract, as far as rules use them.

/// What a problem is about.
pub const CATEGORIES: [&str; 16] = [
    "schema",
    "reference",
    "naming",
    "exists",
    "quota",
    "policy",
    "permission",
    "identity",
    "throttle",
    "transient",
    "registration",
    "region",
    "state",
    "auth",
    "secret",
    "unknown",
];

/// When the same call may be tried again.
pub const RETRIES: [&str; 4] = ["no", "transient", "throttle", "after-fix"];

/// Where a diagnostic comes from.
pub const PHASES: [&str; 8] = ["static", "init", "validate", "plan", "apply", "scan", "auth", "ci"];

/// What a fix does.
pub const FIXES: [&str; 12] = [
    "set-attribute",
    "remove-attribute",
    "rename-attribute",
    "remove-block",
    "add-dependency",
    "import",
    "rename-resource",
    "map-value",
    "register-provider",
    "wait",
    "drop-resource",
    "manual",
];
