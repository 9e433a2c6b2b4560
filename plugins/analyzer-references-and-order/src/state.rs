//! Terraform's own memory: imports, plans, the state and its lock.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("state")
        .phases(&["validate", "plan", "apply"])
}

const fn example(phase: &'static str, summary: &'static str, detail: &'static str) -> Example {
    Example::new(phase).summary(summary).detail(detail)
}

pub(crate) const RULES: &[Rule] = &[
    rule("import-without-resource", "An import names an address that has no resource block.")
        .category("reference")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Detail("The configuration for the given import target {target} does not exist"),
            Pattern::Summary("Configuration for import target does not exist"),
            Pattern::Detail("All target instances must have an associated configuration to be imported"),
        ])])
        .says("an import names an address that has no resource")
        .fixes(&[FixTemplate::new("manual").of("{target|}").because("generate the resource as well, or take out the import")])
        .examples(&[example(
            "plan",
            "Configuration for import target does not exist",
            "The configuration for the given import target azurerm_subnet.app does not exist. All target instances must have an \
             associated configuration to be imported.",
        )]),
    rule("import-of-nothing", "An import names an id that the target does not have.")
        .category("reference")
        .when(&[Pattern::Any(&[
            Pattern::Detail("While attempting to import an existing object to \"{target}\""),
            Pattern::Summary("Cannot import non-existent remote object"),
        ])])
        .says("{target|a resource} is to be imported, and is not in the target")
        .fixes(&[FixTemplate::new("manual").of("{target}").because("take out the import, so that it is created; check that the target is the right tenant")])
        .examples(&[example(
            "plan",
            "Cannot import non-existent remote object",
            "While attempting to import an existing object to \"azapi_resource.rg_app\", the provider detected that no object \
             exists with the given id.",
        )
        .says("azapi_resource.rg_app is to be imported, and is not in the target")
        .fix("manual", "", "")]),
    rule("import-id-form", "The id of an import is not in the form that its type takes.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Invalid import id"),
            Pattern::Summary("Invalid Import ID"),
            Pattern::Text("unexpected number of segments"),
            Pattern::Text("ID was missing the `api-version` element"),
            Pattern::Summary("Import ID for import block"),
        ])])
        .says("the id of an import is not in the form that its type takes")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("associations are imported by their composite ids, others by Azure's: {detail|}")])
        .examples(&[example(
            "plan",
            "Invalid import id argument",
            "The import block \"id\" argument depends on resource attributes that cannot be determined until apply.",
        )]),
    rule("import-already-managed", "What is to be imported is in the state already.")
        .when(&[Pattern::Any(&[
            Pattern::Detail("Terraform is already managing a remote object for {target}. To import"),
            Pattern::Summary("Resource already managed by Terraform"),
        ])])
        .says("{target|what is to be imported} is in the state already")
        .fixes(&[FixTemplate::new("manual").of("{target|}").because("take out the import")])
        .examples(&[example(
            "plan",
            "Resource already managed by Terraform",
            "Terraform is already managing a remote object for azapi_resource.rg_app. To import to this address you must first \
             remove the existing object from the state.",
        )]),
    rule("plan-stale", "The saved plan was made before the state changed.")
        .retry("transient")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Saved plan is stale"),
            Pattern::Summary("Saved plan does not match the given state"),
            Pattern::Detail("The given plan file can no longer be applied because the state was changed"),
        ])])
        .says("the saved plan is older than the state")
        .about("")
        .fixes(&[FixTemplate::new("wait").of("").because("plan again, and apply that plan")])
        .examples(&[example(
            "apply",
            "Saved plan is stale",
            "The given plan file can no longer be applied because the state was changed by another operation after the plan was \
             created.",
        )
        .fix("wait", "", "")]),
    rule("state-locked", "Another run holds the lock of the state, or one that died left it.")
        .retry("transient")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Error acquiring the state lock"),
            Pattern::Text("state blob is already locked"),
            Pattern::Text("There is already a lease present"),
            Pattern::Text("LeaseAlreadyPresent"),
        ])])
        .says("the state is locked by another run")
        .about("")
        .fixes(&[
            FixTemplate::new("wait").of("").because("the other run gives the lock back when it ends"),
            FixTemplate::new("manual").of("").because("only if its owner is surely dead: `terraform force-unlock`"),
        ])
        .examples(&[example(
            "plan",
            "Error acquiring the state lock",
            "Error message: state blob is already locked\nLock Info:\n  ID: 9f3c\n  Operation: OperationTypeApply",
        )
        .fix("wait", "", "")
        .fix("manual", "", "")]),
    rule("state-not-written", "The state could not be written at the end: it lies beside the configuration as errored.tfstate.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Failed to save state"),
            Pattern::Summary("Failed to persist state to backend"),
            Pattern::Text("errored.tfstate"),
        ])])
        .says("the state could not be written; what was created stands in errored.tfstate only")
        .about("")
        .fixes(&[FixTemplate::new("manual").of("").because("run `terraform state push errored.tfstate` before anything else")])
        .examples(&[example(
            "apply",
            "Failed to persist state to backend",
            "The error shown above has prevented Terraform from writing the updated state to the configured backend. To allow for \
             recovery, the state has been written to the file \"errored.tfstate\" in the current working directory.",
        )
        .fix("manual", "", "")]),
    rule("destroy-forbidden", "A resource would have to be replaced, and its configuration forbids to destroy it.")
        .category("policy")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Instance cannot be destroyed"),
            Pattern::Detail("has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed"),
        ])])
        .says("{place} would have to be destroyed, which `prevent_destroy` forbids")
        .fixes(&[FixTemplate::new("manual").path("lifecycle").because("keep what cannot be changed in place, or take out `prevent_destroy`")])
        .examples(&[example(
            "plan",
            "Instance cannot be destroyed",
            "Resource azurerm_key_vault.secrets has lifecycle.prevent_destroy set, but the plan calls for this resource to be \
             destroyed.",
        )
        .address("azurerm_key_vault.secrets")
        .fix("manual", "lifecycle", "")]),
    rule("result-inconsistent", "What was read after a change is not what was written: Azure lags behind, or the provider errs.")
        .category("transient")
        .retry("transient")
        .confidence(0.7)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Provider produced inconsistent result after apply"),
            Pattern::Summary("Provider produced inconsistent final plan"),
            Pattern::Summary("Provider produced invalid plan"),
            Pattern::Detail("Root resource was present, but now absent"),
            Pattern::Detail("Root object was present, but now absent"),
        ])])
        .says("{place} was read back other than it was written")
        .fixes(&[FixTemplate::new("wait").because("plan again once; if it stays, report it to the provider")])
        .examples(&[example(
            "apply",
            "Provider produced inconsistent result after apply",
            "When applying changes to azurerm_role_assignment.reader, provider \"registry.terraform.io/hashicorp/azurerm\" \
             produced an unexpected new value: Root object was present, but now absent.",
        )
        .address("azurerm_role_assignment.reader")
        .fix("wait", "", "")]),
];
