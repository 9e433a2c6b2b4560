//! The folder that Terraform works in: its version, its backend, its state, its modules.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("state")
        .phases(&["init", "validate", "plan", "apply"])
        .about("")
        .confidence(0.95)
}

const fn by_hand(reason: &'static str) -> FixTemplate {
    FixTemplate::new("manual").of("").because(reason)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("init")
        .summary(summary)
        .detail(detail)
        .fix("manual", "", "")
}

pub(crate) const RULES: &[Rule] = &[
    rule("terraform-version", "The configuration asks for another version of Terraform.")
        .when(&[Pattern::Summary("Unsupported Terraform Core version")])
        .says("the configuration asks for another version of Terraform")
        .fixes(&[by_hand("use a version that `required_version` allows, or loosen it")])
        .examples(&[example(
            "Unsupported Terraform Core version",
            "This configuration does not support Terraform version 1.5.0. To proceed, either choose another supported Terraform \
             version or update this version constraint.",
        )]),
    rule("backend-not-initialised", "The place of the state was named or changed after the folder was initialised.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Backend initialization required"),
            Pattern::Summary("Backend configuration changed"),
            Pattern::Summary("Backend type changed"),
            Pattern::Text("Initial configuration of the requested backend"),
        ])])
        .says("the place of the state is not the one that the folder was initialised for")
        .fixes(&[by_hand("run `terraform init -reconfigure`, or `-migrate-state` where the state is to move")])
        .examples(&[example(
            "Backend initialization required, please run \"terraform init\"",
            "Reason: Initial configuration of the requested backend \"azurerm\"",
        )]),
    rule("backend-invalid", "The backend lacks what it needs, or cannot be reached.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid backend configuration"),
            Pattern::Summary("Error building ARM Config"),
            Pattern::Summary("Failed to get existing workspaces"),
            Pattern::Text("Error loading backend config"),
            Pattern::Summary("Unsupported backend type"),
        ]),
        // Who may not is a question of rights, which another analyzer answers.
        Pattern::Not(&[Pattern::Text("AuthorizationPermissionMismatch"), Pattern::Text("AuthorizationFailed")])])
        .says("the place of the state cannot be used")
        .fixes(&[by_hand("check the settings of the backend and who may read its storage: {detail|}")])
        .examples(&[example(
            "Failed to get existing workspaces",
            "containers.Client#ListBlobs: Failure responding to request: StatusCode=404 -- ContainerNotFound",
        )]),
    rule("state-of-newer-version", "The state was written by a newer Terraform.")
        .when(&[Pattern::Any(&[
            Pattern::Text("state snapshot was created by Terraform v{version}, which is newer than current"),
            Pattern::Text("Unsupported state file format"),
            Pattern::Text("Resource instance managed by newer provider version"),
        ])])
        .says("the state was written by a newer version than this one")
        .fixes(&[by_hand("use the version that wrote the state, or a newer one; states do not go back")])
        .examples(&[example(
            "Error refreshing state: state snapshot was created by Terraform v1.15.5, which is newer than current v1.11.4; \
             upgrade to Terraform v1.15.5 or greater to work with this state",
            "",
        )]),
    rule("module-missing", "A module is not where its source says.")
        .confidence(0.9)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Unreadable module directory"),
            Pattern::Summary("Module not found"),
            Pattern::Summary("Failed to download module"),
            Pattern::Summary("Invalid module source address"),
        ])])
        .says("a module is not where its source says")
        .fixes(&[by_hand("correct the source of the module, or bring its files along: {detail|}")])
        .examples(&[example(
            "Unreadable module directory",
            "Unable to evaluate directory symlink: lstat modules/network: no such file or directory",
        )]),
    rule("no-configuration", "There is no configuration in the folder.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("No configuration files"),
            Pattern::Text("Terraform initialized in an empty directory"),
        ])])
        .says("there is no configuration in the folder")
        .fixes(&[by_hand("generate one; an empty folder never passes")])
        .examples(&[Example::new("plan")
            .summary("No configuration files")
            .detail("Plan requires configuration to be present. Planning without a configuration would mark everything for destruction, which is normally not what is desired.")]),
    rule("lock-file-unwritable", "The lock file of the providers cannot be written.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Failed to save dependency lock file"),
            Pattern::Summary("Failed to update dependency lock file"),
            Pattern::Summary("Provider dependency changes detected"),
        ])])
        .says("the lock file of the providers cannot be written")
        .fixes(&[by_hand("make the folder writable, or leave out `-lockfile=readonly` and look at what changed")])
        .examples(&[example("Provider dependency changes detected", "Changes to the required provider dependencies were detected, but the lock file is read-only.")]),
    rule("disk-full", "There is no room, or no permission, to write what Terraform needs.")
        .when(&[Pattern::Any(&[
            Pattern::Text("no space left on device"),
            Pattern::Text("read-only file system"),
            Pattern::Text("disk quota exceeded"),
        ])])
        .says("Terraform could not write its files")
        .fixes(&[by_hand("make room, or use another folder; the cache of providers can lie elsewhere (TF_PLUGIN_CACHE_DIR)")])
        .examples(&[example(
            "Failed to install provider",
            "Error while installing azure/azapi v2.12.0: write .terraform/providers/terraform-provider-azapi: no space left on device",
        )]),
];
