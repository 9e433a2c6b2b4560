//! Storage and databases.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "storage-network",
        "policy",
        "The network rules of a storage account keep this machine out.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("This request is not authorized to perform this operation."),
        Pattern::Code(&["AuthorizationFailure"]),
    ])])
    .says("{place}: the network rules of the storage account keep atg's machine out")
    .fixes(&[by_hand(
        "work from inside of the network, or let the address of this machine in for the time of \
         the deployment",
    )])
    .examples(&[Example::new("apply")
        .code("AuthorizationFailure")
        .status(403)
        .summary(r#"checking for presence of existing Container "logs""#)
        .detail(
            "unexpected status 403 (403 This request is not authorized to perform this operation.) \
             with AuthorizationFailure: This request is not authorized to perform this operation.",
        )
        .address("azurerm_storage_container.a")]),
    rule(
        "storage-keys-off",
        "policy",
        "The storage account does not take its shared key.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Key based authentication is not permitted on this storage account"),
        Pattern::Code(&["KeyBasedAuthenticationNotPermitted"]),
    ])])
    .says("{place}: the storage account does not take its shared key")
    .fixes(&[by_hand(
        "sign in with Entra instead (`storage_use_azuread = true`) and give the identity a data \
         role",
    )])
    .examples(&[Example::new("apply")
        .summary("retrieving queue properties for Storage Account")
        .detail(
            "unexpected status 403 with KeyBasedAuthenticationNotPermitted: Key based authentication \
             is not permitted on this storage account.",
        )
        .address("azurerm_storage_account.a")]),
    rule(
        "storage-feature",
        "schema",
        "Kind, tier or setup of the storage account does not have the feature.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("is not supported for the account."),
        Pattern::Text("is not supported for hierarchical namespace accounts"),
        Pattern::Code(&["AccountPropertyCannotBeSet", "FeatureNotSupportedForAccount"]),
    ])])
    .says("{place} asks for something that its kind or tier of account does not have")
    .fixes(&[by_hand(
        "leave the property out, or choose the kind and tier that the source has",
    )])
    .examples(&[answer!(
        "FeatureNotSupportedForAccount",
        400,
        "Blob versioning is not supported for the account."
    )]),
    rule(
        "login-missing",
        "secret",
        "The server needs a login and a password, which no scan can see.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Invalid value given for parameter AdministratorLogin"),
        Pattern::Text("Invalid value given for parameter AdministratorLoginPassword"),
        Pattern::Text("Missing administrator login"),
        Pattern::Text("AdministratorLoginPassword is required"),
    ])])
    .says("{place} needs the login and the password of its administrator")
    .fixes(&[by_hand(
        "give the sensitive variables for `administratorLogin` and `administratorLoginPassword`, \
         or use Entra administrators only",
    )])
    .examples(&[answer!(
        "InvalidParameterValue",
        400,
        "Invalid value given for parameter AdministratorLoginPassword. Specify a valid parameter \
         value."
    )]),
    rule(
        "pool-limits",
        "quota",
        "Size or tier of the database does not fit its server or elastic pool.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The elastic pool has reached its storage limit"),
        Pattern::Text("The tier '{tier}' does not support the database max size"),
        Pattern::Text("does not support the database max size"),
        Pattern::Text("elastic pool storage limit"),
        Pattern::Code(&[
            "ElasticPoolDatabaseCountOverLimit",
            "ElasticPoolOverStorageUsage",
            "ElasticPoolSkuCombinationInvalid",
            "InvalidMaxSizeTierCombination",
            "ElasticPoolDatabaseDtuMaxInvalid",
            "ElasticPoolDatabaseDtuMinInvalid",
        ]),
    ])])
    .says("{place} does not fit its elastic pool or tier")
    .fixes(&[by_hand(
        "choose a size that the tier has: the maximum, the steps and the number of databases \
         depend on it",
    )])
    .examples(&[answer!(
        "InvalidMaxSizeTierCombination",
        400,
        "The tier 'Basic' does not support the database max size '268435456000'."
    )]),
    rule(
        "free-tier-taken",
        "quota",
        "The subscription has given its one free account to another one.",
    )
    .when(&[Pattern::Text(
        "Free tier has already been applied to another Azure Cosmos DB account",
    )])
    .says("{place} asks for the free tier, which the subscription has given away")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.enableFreeTier")
        .json("false")
        .because("a subscription has one free account")])
    .mends("sets `enableFreeTier` to false")
    .examples(&[answer!(
        "BadRequest",
        400,
        "Free tier has already been applied to another Azure Cosmos DB account in this \
         subscription."
    )
    .fix("set-attribute", "body.properties.enableFreeTier", "false")]),
    rule("region-full", "region", "The service is short of room in the region.")
        .when(&[Pattern::Any(&[
            Pattern::Text("we are currently experiencing high demand in {location} region"),
            Pattern::Text("currently experiencing high demand in this region"),
            Pattern::Text("Provisioning is restricted in this region"),
            Pattern::Code(&["ProvisioningDisabled", "RegionDoesNotAllowProvisioning"]),
        ])])
        .says("{place}: {location|the region} has no room for it")
        .fixes(&[by_hand("choose another region, or ask for access to this one")])
        .examples(&[
            answer!(
                "ServiceUnavailable",
                503,
                "Sorry, we are currently experiencing high demand in West Europe region, and cannot \
                 fulfill your request at this time."
            )
            .captures(&[("location", "West Europe")]),
            answer!(
                "ProvisioningDisabled",
                409,
                "Provisioning is restricted in this region. Please choose a different region."
            ),
        ]),
];
