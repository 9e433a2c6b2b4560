//! Providers: having them, starting them, configuring them.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("state")
        .phases(&["init", "validate", "plan"])
        .about("{provider|}")
}

const fn by_hand(reason: &'static str) -> FixTemplate {
    FixTemplate::new("manual").of("{provider|}").because(reason)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("init").summary(summary).detail(detail)
}

pub(crate) const RULES: &[Rule] = &[
    rule("registry-unreachable", "The registry of providers could not be reached, or did not answer.")
        .category("transient")
        .retry("transient")
        .when(&[
            Pattern::Any(&[
                Pattern::Summary("Failed to query available provider packages"),
                Pattern::Summary("Failed to install provider"),
                Pattern::Summary("Invalid provider registry host"),
            ]),
            Pattern::Any(&[
                Pattern::Detail("could not connect to"),
                Pattern::Detail("failed to request discovery document"),
                Pattern::Detail("context deadline exceeded"),
                Pattern::Detail("no such host"),
                Pattern::Detail("connection refused"),
                Pattern::Detail("i/o timeout"),
                Pattern::Detail("TLS handshake"),
                Pattern::Detail("x509:"),
                Pattern::Detail("502 Bad Gateway"),
                Pattern::Detail("503 Service Unavailable"),
                Pattern::Detail("is offline"),
            ]),
        ])
        .says("the registry of providers cannot be reached")
        .fixes(&[
            FixTemplate::new("wait").of("").because("networks and registries come back"),
            by_hand("behind a proxy, set HTTPS_PROXY and its certificate, or use a mirror of providers"),
        ])
        .examples(&[example(
            "Failed to query available provider packages",
            "Could not retrieve the list of available versions for provider azure/azapi: could not connect to \
             registry.terraform.io: failed to request discovery document: Get \
             \"https://registry.terraform.io/.well-known/terraform.json\": dial tcp: lookup registry.terraform.io: no such host",
        )
        .fix("wait", "", "")
        .fix("manual", "", "")]),
    rule("provider-version-missing", "No version of the provider meets all of its constraints.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("no available releases match the given constraints {versions}"),
            Pattern::Detail("does not match configured version constraint {versions}"),
            Pattern::Detail("locked provider {provider} {version} does not match"),
        ])])
        .says("no version of a provider meets its constraints {versions|}")
        .fixes(&[by_hand("loosen the constraint, or run `terraform init -upgrade`, so that one version meets all of them")])
        .examples(&[
            example(
                "Failed to query available provider packages",
                "Could not retrieve the list of available versions for provider azure/azapi: no available releases match the \
                 given constraints >= 2.0.0, 1.15.0",
            )
            .captures(&[("versions", ">= 2.0.0, 1.15.0")]),
            example(
                "Failed to query available provider packages",
                "Could not retrieve the list of available versions for provider azure/azapi: locked provider \
                 registry.terraform.io/azure/azapi 1.15.0 does not match configured version constraint ~> 2.0; must use \
                 terraform init -upgrade to allow selection of new versions",
            ),
        ]),
    rule("provider-not-in-registry", "The registry does not have a provider of this name.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("registry {host} does not have a provider named {provider}"),
            Pattern::Detail("provider {provider} was not found in any of the search locations"),
        ])])
        .says("there is no provider {provider} where Terraform looks for it")
        .fixes(&[by_hand("name its source under `required_providers`, such as Azure/azapi; short names mean hashicorp/…")])
        .examples(&[example(
            "Failed to query available provider packages",
            "Could not retrieve the list of available versions for provider hashicorp/azapi: provider registry \
             registry.terraform.io does not have a provider named registry.terraform.io/hashicorp/azapi\n\nDid you intend to \
             use azure/azapi?",
        )
        .captures(&[("provider", "registry.terraform.io/hashicorp/azapi")])]),
    rule("provider-checksum", "A provider is not the file that the lock file knows.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("doesn't match any of the checksums previously recorded in the dependency lock file"),
            Pattern::Detail("does not match any of the checksums recorded in the dependency lock file"),
            Pattern::Detail("the cached package for {provider} (in .terraform/providers) does not match"),
        ])])
        .says("a provider is not the file that the lock file knows")
        .fixes(&[by_hand("if the new file is trusted, run `terraform providers lock` for this platform; else find out who changed it")])
        .examples(&[example(
            "Failed to install provider",
            "Error while installing azure/azapi v2.12.0: the local package for registry.terraform.io/azure/azapi 2.12.0 doesn't \
             match any of the checksums previously recorded in the dependency lock file",
        )]),
    rule("provider-of-other-platform", "The provider is not built for this machine, or speaks another protocol.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Incompatible provider version"),
            Pattern::Detail("does not have a package available for your current platform"),
            Pattern::Detail("exec format error"),
            Pattern::Detail("Incompatible API version with plugin"),
            Pattern::Detail("Unrecognized remote plugin message"),
        ])])
        .says("a provider does not fit this machine or this Terraform")
        .fixes(&[by_hand("take a version that is built for this platform, or a newer Terraform")])
        .examples(&[example(
            "Incompatible provider version",
            "Provider registry.terraform.io/hashicorp/template v2.2.0 does not have a package available for your current \
             platform, darwin_arm64.",
        )]),
    rule("provider-not-installed", "The folder is not initialised, or no longer is what it was initialised for.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Missing required provider"),
            Pattern::Summary("Required plugins are not installed"),
            Pattern::Summary("Inconsistent dependency lock file"),
            Pattern::Summary("Could not load plugin"),
            Pattern::Summary("Module not installed"),
            Pattern::Summary("Provider requirements cannot be satisfied by locked dependencies"),
            Pattern::Summary("Failed to load plugin schemas"),
        ])])
        .says("the folder is not initialised: {summary}")
        .about("")
        .fixes(&[FixTemplate::new("manual").of("").because("run `terraform init` in the folder, then try again")])
        .examples(&[Example::new("validate")
            .summary("Missing required provider")
            .detail(
                "This configuration requires provider registry.terraform.io/azure/azapi, but that provider isn't available. You \
                 may be able to install it automatically by running: terraform init",
            )
            .says("the folder is not initialised: Missing required provider")]),
    rule("provider-crashed", "The provider stopped in the middle of its work.")
        .category("transient")
        .retry("transient")
        .confidence(0.7)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Plugin did not respond"),
            Pattern::Summary("Request cancelled"),
            Pattern::Detail("The plugin encountered an error, and failed to respond"),
            Pattern::Detail("transport is closing"),
            Pattern::Detail("plugin process exited"),
            Pattern::Text("panic: runtime error"),
        ])])
        .says("the provider stopped in the middle of its work")
        .fixes(&[
            FixTemplate::new("wait").of("").because("it may have been short of memory: try again with a smaller parallelism"),
            by_hand("if it stops in the same place again, take another version of the provider"),
        ])
        .examples(&[Example::new("validate")
            .summary("Plugin did not respond")
            .detail(
                "The plugin encountered an error, and failed to respond to the plugin6.(*GRPCProvider).ValidateResourceConfig \
                 call. The plugin logs may contain more details.",
            )
            .address("azapi_resource.vm_web")]),
    rule("provider-not-started", "The provider could not be started at all.")
        .confidence(0.85)
        .when(&[Pattern::Any(&[
            Pattern::Detail("failed to instantiate provider"),
            Pattern::Detail("Failed to read any lines from plugin's stdout"),
            Pattern::Detail("fork/exec"),
        ])])
        .says("a provider could not be started")
        .fixes(&[by_hand("see whether its file is whole and may be executed: run `terraform init` anew")])
        .examples(&[Example::new("validate")
            .summary("Failed to obtain provider schema")
            .detail("Could not load the schema for provider registry.terraform.io/azure/azapi: failed to instantiate provider: fork/exec .terraform/providers/azapi: permission denied")]),
    rule("provider-without-subscription", "azurerm is not told which subscription it works in.")
        .category("auth")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Text("subscription ID could not be determined and was not specified"),
            Pattern::Text("`subscription_id` is a required provider property"),
        ])])
        .says("the provider is not told which subscription it works in")
        .about("")
        .fixes(&[FixTemplate::new("manual").of("provider.azurerm").path("subscription_id").because("set ARM_SUBSCRIPTION_ID, or `subscription_id` of the provider")])
        .examples(&[Example::new("plan").summary(
            "building account: unable to configure ResourceManagerAccount: subscription ID could not be determined and was not specified",
        )]),
    rule("provider-configuration-gone", "The state holds resources whose provider is no longer configured.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Provider configuration not present"),
            Pattern::Summary("Reference to undefined provider"),
        ])])
        .says("{place} needs a provider that is not configured")
        .about("{address}")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("configure the provider again, or take the resource out of the state")])
        .examples(&[Example::new("plan")
            .summary("Provider configuration not present")
            .detail(
                "To work with azuread_group.team (orphan) its original provider configuration at \
                 provider[\"registry.terraform.io/hashicorp/azuread\"] is required, but it has been removed.",
            )
            .address("azuread_group.team")]),
];
