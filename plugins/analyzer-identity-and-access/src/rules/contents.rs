//! What an identity may read of vaults, storage and the directory.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "directory-not-readable",
        "permission",
        "The identity may not read the directory.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Insufficient privileges to complete the operation"),
        Pattern::Text("Insufficient privileges to view the directory"),
        Pattern::Code(&["Authorization_RequestDenied"]),
    ])])
    .says("the identity may not read or change the directory")
    .fixes(&[by_hand(
        "give the application the Graph permission that the call needs (`Directory.Read.All` to \
         resolve principals), with the consent of an administrator",
    )])
    .examples(&[
        Example::new("scan")
            .code("Authorization_RequestDenied")
            .status(403)
            .detail("Insufficient privileges to complete the operation."),
        Example::new("apply")
            .summary(r#"Listing service principals for filter "displayName eq 'x'""#)
            .detail(
                "ServicePrincipalsClient.BaseClient.Get(): unexpected status 403 with OData error: \
                 Authorization_RequestDenied: Insufficient privileges to complete the operation.",
            )
            .address("azuread_service_principal.a"),
    ]),
    rule(
        "vault-policy",
        "permission",
        "The access policy of a key vault does not let the identity in.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("does not have {permission} permission on key vault '{vault};"),
        Pattern::Text("does not have {permission} permission on key vault"),
        Pattern::Code(&["ForbiddenByPolicy"]),
    ])])
    .says(
        "{place}: the identity lacks the permission {permission|that it needs} on {vault|the key \
         vault}",
    )
    .fixes(&[by_hand(
        "add an access policy: `az keyvault set-policy --name {vault|VAULT} --object-id ID \
         --secret-permissions get list`",
    )])
    .examples(&[answer!(
        "Forbidden",
        403,
        "The user, group or application 'appid=a;oid=b;iss=https://sts.windows.net/1/' does not \
         have secrets get permission on key vault 'kv-main;location=westeurope'. For help \
         resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287"
    )
    .captures(&[("permission", "secrets get"), ("vault", "kv-main")])]),
    rule(
        "vault-role",
        "permission",
        "The key vault goes by roles, and the identity has none that suffices.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Action: 'Microsoft.KeyVault/{action}'"),
        Pattern::Code(&["ForbiddenByRbac"]),
    ])])
    .says("{place}: the identity has no role on the key vault for {action|what it asks}")
    .fixes(&[by_hand(
        "give it a data role: Key Vault Secrets Officer, Certificates Officer or Crypto Officer; \
         Owner and Contributor do not include them",
    )])
    .examples(&[answer!(
        "Forbidden",
        403,
        "Caller is not authorized to perform action on resource. If role assignments, deny \
         assignments or role definitions were changed recently, please observe propagation time. \
         Caller: appid=a;oid=b. Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'. \
         Resource: '/subscriptions/1/kv'."
    )
    .captures(&[("action", "vaults/secrets/getSecret/action")])]),
    rule(
        "data-role-missing",
        "permission",
        "The identity has no role for the data of the storage account.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("not authorized to perform this operation using this permission"),
        Pattern::Code(&["AuthorizationPermissionMismatch"]),
    ])])
    .says("{place}: the identity has no role for the data of the storage account")
    .fixes(&[by_hand(
        "give it Storage Blob Data Contributor (or Queue, Table, File): Owner and Contributor do \
         not include the data",
    )])
    .examples(&[Example::new("init")
        .summary("Error: Failed to get existing workspaces: listing blobs")
        .detail(
            "unexpected status 403 (403 This request is not authorized to perform this operation \
             using this permission.) with AuthorizationPermissionMismatch",
        )]),
];
