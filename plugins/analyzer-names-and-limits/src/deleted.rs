//! Names of what is deleted, and kept for a while.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("exists")
        .phases(&["plan", "apply"])
        .confidence(0.95)
}

pub(crate) const RULES: &[Rule] = &[
    rule("vault-deleted", "A vault of this name is deleted and kept for its days of retention.")
        .when(&[Pattern::Any(&[
            Pattern::Text("A vault with the same name already exists in deleted state"),
            Pattern::Text("existing soft-deleted Key Vault exists with the Name \"{name}\""),
            Pattern::Text("The specified vault: {name} is in a deleted but recoverable state"),
        ])])
        .says("a vault with the name of {place} is deleted and kept")
        .fixes(&[
            FixTemplate::new("set-attribute")
                .path("body.properties.createMode")
                .json("\"recover\"")
                .because("the vault comes back as it was; only right where it is the same one"),
            FixTemplate::new("manual").because("or purge it: `az keyvault purge --name NAME`, where purge protection allows that"),
        ])
        .examples(&[refused(
            "ConflictError",
            409,
            "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.",
        )
        .fix("set-attribute", "body.properties.createMode", "\"recover\"")
        .fix("manual", "", "")]),
    rule("api-service-deleted", "An API Management service of this name is deleted and kept for 48 hours.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["ServiceAlreadyExistsInSoftDeletedState", "ServiceUndeleteNotPossible"]),
            Pattern::Text("API Management service {name} was soft-deleted"),
        ])])
        .says("an API Management service with the name of {place} is deleted and kept")
        .fixes(&[
            FixTemplate::new("set-attribute")
                .path("body.properties.restore")
                .json("true")
                .because("the service comes back as it was; only right where it is the same one"),
            FixTemplate::new("manual").because("or purge it: `az apim deletedservice purge --service-name NAME --location REGION`"),
        ])
        .examples(&[refused(
            "ServiceAlreadyExistsInSoftDeletedState",
            409,
            "Api service apim-shop was soft-deleted. In order to create the new service with the same name, you have to either \
             undelete the service or purge it.",
        )
        .fix("set-attribute", "body.properties.restore", "true")
        .fix("manual", "", "")]),
    rule("configuration-store-deleted", "An App Configuration store of this name is deleted and kept.")
        .when(&[
            Pattern::Any(&[
                Pattern::Type(&["Microsoft.AppConfiguration/configurationStores"]),
                Pattern::Text("configuration store"),
                Pattern::Text("configurationStores"),
            ]),
            Pattern::Any(&[Pattern::Text("soft deleted"), Pattern::Text("soft-deleted"), Pattern::Text("deleted state")]),
        ])
        .says("a configuration store with the name of {place} is deleted and kept")
        .fixes(&[
            FixTemplate::new("set-attribute")
                .path("body.properties.createMode")
                .json("\"Recover\"")
                .because("the store comes back as it was; only right where it is the same one"),
            FixTemplate::new("manual").because("or purge it: `az appconfig purge --name NAME`"),
        ])
        .examples(&[refused(
            "NameUnavailable",
            409,
            "The specified name is already in use by a soft-deleted configuration store. Recover or purge it first.",
        )
        .fix("set-attribute", "body.properties.createMode", "\"Recover\"")
        .fix("manual", "", "")]),
    rule("workspace-deleted", "A machine learning workspace of this name is deleted and kept.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Soft-deleted workspace exists"),
            Pattern::Code(&["WorkspaceInSoftDeletedState", "SoftDeletedWorkspaceExists"]),
        ])])
        .says("a workspace with the name of {place} is deleted and kept")
        .fixes(&[FixTemplate::new("manual").because("recover it in the portal, or purge it: `az ml workspace delete --permanently-delete`")])
        .examples(&[refused("Conflict", 409, "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete").fix("manual", "", "")]),
    rule("ai-account-deleted", "An AI account of this name is deleted and kept for 48 hours.")
        .when(&[
            Pattern::Any(&[Pattern::Type(&["Microsoft.CognitiveServices/*"]), Pattern::Text("CognitiveServices")]),
            Pattern::Any(&[Pattern::Text("soft-deleted"), Pattern::Text("soft deleted"), Pattern::Text("has been deleted")]),
            Pattern::Not(&[Pattern::Code(&["FlagMustBeSetForRestore"])]),
        ])
        .says("an AI account with the name of {place} is deleted and kept")
        .fixes(&[
            FixTemplate::new("manual")
                .because("purge it: `az cognitiveservices account purge`; or take it back with `restore` in its properties"),
        ])
        .examples(&[refused("ResourceConflict", 409, "The custom subdomain belongs to an account that was soft-deleted.")
            .arm_type("Microsoft.CognitiveServices/accounts")
            .fix("manual", "", "")]),
];
