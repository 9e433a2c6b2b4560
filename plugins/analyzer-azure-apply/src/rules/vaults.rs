//! Key vaults, and what is deleted but kept.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "vault-switch-one-way",
        "schema",
        "Purge protection and soft delete of a key vault can be turned on, not off.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(r#"The property \"{property}\" cannot be set to false"#),
        Pattern::Text(r#"The property "{property}" cannot be set to false"#),
        Pattern::Text("The property \\\"{property}\\\" can be set to false only for creating new vault"),
        Pattern::Text(r#"The property "{property}" can be set to false only for creating new vault"#),
    ])])
    .says("{place}: `{property}` cannot be turned off")
    .fixes(&[FixTemplate::new("remove-attribute")
        .path("body.properties.{property}")
        .because("it can be turned on, not off")])
    .mends("removes the property: it can be turned on, not off")
    .examples(&[
        answer!(
            "BadRequest",
            400,
            "The property \\\"enablePurgeProtection\\\" cannot be set to false. Enabling the purge \
             protection for a vault is an irreversible action."
        )
        .fix("remove-attribute", "body.properties.enablePurgeProtection", ""),
        Example::new("apply")
            .summary("Failed to create/update resource")
            .detail("The property \"enableSoftDelete\" can be set to false only for creating new vault.")
            .address("azurerm_key_vault.a")
            .captures(&[("property", "enableSoftDelete")]),
    ]),
    rule(
        "secret-deleted-softly",
        "exists",
        "A secret, key or certificate of this name is deleted, but kept until it is purged.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Secret {name} is currently in a deleted but recoverable state"),
        Pattern::Text("is currently in a deleted but recoverable state"),
        Pattern::Code(&["ObjectIsDeletedButRecoverable"]),
    ])])
    .says("{place}: the name {name|that it gives} belongs to something that is deleted, but kept")
    .fixes(&[by_hand(
        "recover it or purge it: `az keyvault secret recover`, `az keyvault secret purge`; \
         azurerm recovers by itself with `recover_soft_deleted_secrets`",
    )])
    .examples(&[answer!(
        "Conflict",
        409,
        "Secret db-password is currently in a deleted but recoverable state, and its name cannot \
         be reused; in this state, the secret can only be recovered or purged."
    )
    .captures(&[("name", "db-password")])]),
    rule(
        "deleted-softly",
        "exists",
        "A resource of this id is deleted, but kept; it must be restored or purged.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("To restore the resource, you must specify 'restore' to be 'true'"),
        Pattern::Code(&["FlagMustBeSetForRestore"]),
    ])])
    .says("{place}: the same resource is deleted, but kept")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.restore")
        .json("true")
        .because(
            "the service then takes the deleted one back; purge it instead where an empty one is \
             wanted",
        )])
    .mends(
        "sets `restore` to true: the deleted one comes back; a person purges it where an empty one \
         is wanted",
    )
    .examples(&[answer!(
        "FlagMustBeSetForRestore",
        409,
        "An existing resource with ID '/subscriptions/1/a' has been soft-deleted. To restore the \
         resource, you must specify 'restore' to be 'true' in the property. If you don't want to \
         restore existing resource, please purge it first."
    )
    .fix("set-attribute", "body.properties.restore", "true")]),
    rule(
        "vault-network",
        "policy",
        "The network rules of a key vault keep this machine out.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Client address is not authorized and caller is not a trusted service"),
        Pattern::Text(
            "Public network access is disabled and request is not from a trusted service nor via an \
             approved private link",
        ),
        Pattern::Code(&["ForbiddenByFirewall", "ForbiddenByConnection"]),
    ])])
    .says("{place}: the network rules of the vault keep atg's machine out")
    .fixes(&[by_hand(
        "work from inside of the network, or let the address of this machine in for the time of \
         the deployment",
    )])
    .examples(&[answer!(
        "Forbidden",
        403,
        "Public network access is disabled and request is not from a trusted service nor via an \
         approved private link.\\r\\nCaller: appid=1;oid=2"
    )]),
    rule(
        "vault-tenant",
        "identity",
        "The tenant id of a key vault is that of the source, or none.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("An invalid value was provided for 'tenantId'"),
        Pattern::Text("The tenant ID '{tenant}' in the vault is not"),
        Pattern::Text("belongs to a different tenant"),
    ])])
    .says("{place}: its tenant id is not that of the target")
    .fixes(&[by_hand(
        "set `body.properties.tenantId` to the tenant of the target, or map the tenant",
    )])
    .examples(&[answer!(
        "BadRequest",
        400,
        "An invalid value was provided for 'tenantId'."
    )]),
    rule(
        "secret-missing",
        "secret",
        "A secret, key or certificate that the resource names is not in the vault.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("A secret with (name/id) {name} was not found in this key vault"),
        Pattern::Text("A certificate with (name/id) {name} was not found in this key vault"),
        Pattern::Text("A key with (name/id) {name} was not found in this key vault"),
        Pattern::Code(&["SecretNotFound", "CertificateNotFound", "KeyNotFound"]),
    ])])
    .says("{place} names {name|something} that the vault does not have")
    .fixes(&[by_hand(
        "put {name|it} into the vault of the target: what vaults hold is not copied",
    )])
    .examples(&[answer!(
        "SecretNotFound",
        404,
        "A secret with (name/id) tls-main was not found in this key vault. If you recently \
         deleted this secret you may be able to recover it."
    )
    .captures(&[("name", "tls-main")])]),
    rule(
        "vault-not-readable",
        "permission",
        "A service may not read the key vault that the resource names.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The service does not have access to '{vault}' Key Vault"),
        Pattern::Text("Unable to access key vault resource '{vault}'"),
        Pattern::Code(&["KeyVaultAccessForbidden", "KeyVaultAuthenticationFailure"]),
    ])])
    .says("{place}: its service may not read {vault|the key vault}")
    .fixes(&[by_hand(
        "let the identity of the service read it, or use a vault of the target",
    )])
    .examples(&[
        answer!(
            "BadRequest",
            400,
            "The service does not have access to \
             '/subscriptions/1/resourcegroups/a/providers/microsoft.keyvault/vaults/kv' Key Vault. \
             Please make sure that you have granted necessary permissions to the service to perform \
             the request operation."
        ),
        answer!(
            "KeyVaultAccessForbidden",
            400,
            "Unable to access key vault resource 'https://kv.vault.azure.net/keys/cmk/1' to enable \
             encryption at rest."
        )
        .captures(&[("vault", "https://kv.vault.azure.net/keys/cmk/1")]),
    ]),
];
