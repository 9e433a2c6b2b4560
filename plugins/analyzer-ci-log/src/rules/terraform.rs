//! Terraform in a pipeline.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "state-lock",
        "state",
        "Another run holds the lock of the Terraform state.",
    )
    .retry("transient")
    .when(&[
        Pattern::Text("Error acquiring the state lock"),
        Pattern::Any(&[Pattern::Text("ID:        {lock}"), Pattern::Text("state lock")]),
    ])
    .says("another run holds the lock of the state: {lock|see its text}")
    .fixes(&[
        wait("the other run may end; `-lock-timeout=10m` waits for it"),
        by_hand(
            "if its owner is dead: `terraform force-unlock {lock|ID}`; look at `Who` and `Created` \
             first",
        ),
    ])
    .examples(&[
        line(
            "Error: Error acquiring the state lock\n\nError message: state blob is already \
             locked\nLock Info:\n  ID:        9f3c1c2e-0000-0000-0000-000000000001\n  Path:      \
             tfstate/estate.tfstate\n  Operation: OperationTypeApply\n  Who:       runner@fv-az1",
        )
        .captures(&[("lock", "9f3c1c2e-0000-0000-0000-000000000001")]),
        line("Error: Error acquiring the state lock"),
    ]),
    rule(
        "state-not-saved",
        "state",
        "Terraform could not write the state at the end.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to persist state to backend"),
        Pattern::Text("Failed to save state"),
        Pattern::Text("errored.tfstate"),
    ])])
    .says("Terraform could not write the state; it left errored.tfstate")
    .fixes(&[by_hand(
        "keep errored.tfstate as an artefact and push it (`terraform state push \
         errored.tfstate`) before anything else is planned",
    )])
    .examples(&[line(
        "Error: Failed to persist state to backend. The error shown above has prevented \
         Terraform from writing the updated state to the configured backend.",
    )]),
    rule(
        "state-unreachable",
        "state",
        "Terraform cannot reach the backend of its state.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to get existing workspaces"),
        Pattern::Text("Error loading state"),
        Pattern::Text("Failed to refresh cached credentials"),
        Pattern::Text("Error configuring the backend"),
        Pattern::Text("Backend initialization required"),
        Pattern::Text("Failed to read remote state"),
    ])])
    .says("Terraform cannot reach the backend of its state")
    .fixes(&[by_hand(
        "let the identity of the pipeline read the storage account and its container, and run \
         `terraform init` first",
    )])
    .examples(&[
        line(
            "Error: Failed to get existing workspaces: containers.Client#ListBlobs: Failure \
             responding to request: StatusCode=403",
        ),
        line(r#"Error: Backend initialization required, please run "terraform init""#),
    ]),
    rule("provider-download", "transient", "A provider cannot be downloaded.")
        .retry("transient")
        .when(&[Pattern::Any(&[
            Pattern::Text("Could not retrieve the list of available versions for provider {provider}:"),
            Pattern::Text("Error while installing {provider}: "),
            Pattern::Text("Failed to install provider"),
            Pattern::Text("Failed to query available provider packages"),
            Pattern::Text("Could not query provider registry"),
        ])])
        .says("the provider {provider|that is asked for} cannot be downloaded")
        .fixes(&[
            wait("the registry may answer again"),
            by_hand(
                "keep providers in a cache (`TF_PLUGIN_CACHE_DIR`) or a mirror; without a network, \
                 `provider_installation`",
            ),
        ])
        .examples(&[line(
            "Error: Failed to query available provider packages\n\nCould not retrieve the list of \
             available versions for provider azure/azapi: could not connect to registry.terraform.io",
        )
        .captures(&[("provider", "azure/azapi")])]),
    rule(
        "provider-lock",
        "schema",
        "The lock file and the providers do not agree.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("the cached package for {provider} (in "),
        Pattern::Text("does not match any of the checksums"),
        Pattern::Text("doesn't match any of the checksums"),
        Pattern::Text("Inconsistent dependency lock file"),
    ])])
    .says("the lock file does not fit the providers")
    .fixes(&[by_hand(
        "`terraform init -upgrade`, or add the platform of the runner: `terraform providers lock \
         -platform=linux_amd64`; then commit the file",
    )])
    .examples(&[line(
        "Error: Inconsistent dependency lock file\n\nthe current package for \
         registry.terraform.io/azure/azapi 2.5.0 doesn't match any of the checksums previously \
         recorded in the dependency lock file",
    )]),
    rule(
        "terraform-format",
        "schema",
        "Files are not formatted as `terraform fmt` does.",
    )
    .confidence(0.7)
    .when(&[Pattern::Any(&[
        Pattern::Text("terraform fmt -check"),
        Pattern::Text("terraform fmt check failed"),
        Pattern::Text("Terraform exited with code 3"),
    ])])
    .says("files are not formatted as `terraform fmt` does")
    .fixes(&[by_hand("run `terraform fmt -recursive` and commit what it changes")])
    .examples(&[
        line("Error: Terraform exited with code 3."),
        line("Run terraform fmt -check -recursive: main.tf"),
    ]),
    rule("terraform-failed", "unknown", "A call of Terraform failed.")
        .confidence(0.3)
        .when(&[Pattern::Any(&[
            Pattern::Text("Terraform exited with code 1"),
            Pattern::Text("Terraform command '{command}' failed with exit code '1'"),
            Pattern::Text("Error: The process '/usr/bin/terraform' failed with exit code 1"),
        ])])
        .says("a call of Terraform failed: {command|see its text}")
        .fixes(&[by_hand(
            "read the error above this line; `atg analyze` knows it as one of plan or apply",
        )])
        .examples(&[
            line("##[error]Error: Terraform command 'apply' failed with exit code '1'.")
                .captures(&[("command", "apply")]),
        ]),
];
