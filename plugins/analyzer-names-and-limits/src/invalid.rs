//! Names that are not allowed.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

use crate::refused;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause)
        .category("naming")
        .phases(&["validate", "plan", "apply"])
        .confidence(0.95)
}

const fn checked(summary: &'static str, address: &'static str) -> Example {
    Example::new("validate").summary(summary).address(address)
}

pub(crate) const RULES: &[Rule] = &[
    rule("word-reserved", "The name holds a word that is a trademark, such as MICROSOFT, LOGIN or XBOX.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The resource name '{name}' or a part of the name is a trademarked or reserved word"),
            Pattern::Code(&["ReservedResourceName"]),
        ])])
        .says("the name of {place} holds a reserved word")
        .fixes(&[FixTemplate::new("manual").path("name").because("write the word otherwise, and map the old name to the new one")])
        .examples(&[refused(
            "ReservedResourceName",
            400,
            "The resource name 'login' or a part of the name is a trademarked or reserved word.",
        )
        .captures(&[("name", "login")])
        .fix("manual", "name", "")]),
    rule("storage-account-name", "Names of storage accounts have 3 to 24 lower-case letters and digits, and nothing else.")
        .when(&[Pattern::Any(&[
            Pattern::Text("can only consist of lowercase letters and numbers, and must be between 3 and 24 characters long"),
            Pattern::Text("{name} is not a valid storage account name"),
            Pattern::Code(&["AccountNameInvalid"]),
        ])])
        .says("the name of the storage account {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("name").because("3 to 24 lower-case letters and digits, the suffix included")])
        .examples(&[
            checked(
                "name (\"sa-logs-westeurope-01\") can only consist of lowercase letters and numbers, and must be between 3 and 24 \
                 characters long",
                "azurerm_storage_account.logs",
            )
            .fix("manual", "name", ""),
            refused("AccountNameInvalid", 400, "sa-logs is not a valid storage account name. Storage account name must be between 3 and 24 characters."),
        ]),
    rule("vault-name", "Names of vaults have 3 to 24 letters, digits and single dashes, and begin with a letter.")
        .when(&[Pattern::Any(&[
            Pattern::Text("may only contain alphanumeric characters and dashes and must be between 3-24 chars"),
            Pattern::Text("The vault name '{name}' is invalid"),
            Pattern::Code(&["VaultNameNotValid", "InvalidVaultName"]),
        ])])
        .says("the name of the vault {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("name").because("3 to 24 letters, digits and single dashes, the suffix included")])
        .examples(&[
            checked(
                "\"name\" may only contain alphanumeric characters and dashes and must be between 3-24 chars",
                "azurerm_key_vault.secrets",
            )
            .fix("manual", "name", ""),
            refused("VaultNameNotValid", 400, "The vault name 'kv_shop' is invalid. A vault's name must be between 3-24 alphanumeric characters."),
        ]),
    rule("registry-name", "Names of registries have 5 to 50 letters and digits.")
        .when(&[Pattern::Any(&[
            Pattern::Text("alpha numeric characters only are allowed in \"name\""),
            Pattern::Text("Registry names may contain only alpha numeric characters"),
        ])])
        .says("the name of the registry {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("name").because("5 to 50 letters and digits")])
        .examples(&[checked(r#"alpha numeric characters only are allowed in "name": "images-shop""#, "azurerm_container_registry.images").fix("manual", "name", "")]),
    rule("group-name", "Names of groups have at most 90 letters, digits, `-`, `_`, `.` and brackets, and do not end with a dot.")
        .when(&[Pattern::Any(&[
            Pattern::Text("\"resource_group_name\" may only contain alphanumeric characters"),
            Pattern::Text("The provided resource group name '{name}' has these invalid characters"),
            Pattern::Text("The provided resource group name has these invalid characters"),
            Pattern::Text("Resource group names only allow up to 90 characters"),
            Pattern::Code(&["InvalidResourceGroupName", "ResourceGroupNameInvalid", "InvalidResourceGroup"]),
        ])])
        .says("the name of the group {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("name").because("at most 90 letters, digits, `-`, `_`, `.` and brackets, the prefix of the iteration included")])
        .examples(&[refused(
            "InvalidResourceGroup",
            400,
            "The provided resource group name 'rg app!' has these invalid characters: '!'. The name can only be a letter, digit, '-', \
             '.', '(', ')' or '_'.",
        )
        .fix("manual", "name", "")]),
    rule("computer-name", "A Windows machine is called by at most 15 letters, a Linux one by at most 64.")
        .when(&[Pattern::Any(&[
            Pattern::Text("\"computer_name\" can be at most {most} characters"),
            Pattern::Text("unable to assume default computer name"),
            Pattern::Text("computer name cannot be more than {most} characters long"),
            Pattern::Text("computer name '{name}' is not valid"),
        ])])
        .says("the machine {place} has a name of its own that is too long, or not allowed")
        .fixes(&[FixTemplate::new("manual").path("body.properties.osProfile.computerName").because("give it a short name of its own; the resource keeps its name")])
        .examples(&[
            checked(
                "unable to assume default computer name \"computer_name\" can be at most 15 characters, got 22. Please adjust the \
                 \"name\", or specify an explicit \"computer_name\"",
                "azurerm_windows_virtual_machine.web",
            ),
            refused("InvalidParameter", 400, "Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain the following characters."),
        ]),
    rule("user-name-reserved", "The name of the administrator is one that everybody tries first.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The Admin Username specified is not allowed"),
            Pattern::Text("Admin username cannot be"),
            Pattern::Text("login name is not allowed"),
            Pattern::Code(&["InvalidAdminUsername", "AdminUserNameReserved", "InvalidLoginName"]),
        ])])
        .says("the administrator of {place} has a name that is not allowed")
        .fixes(&[FixTemplate::new("manual").path("body.properties.osProfile.adminUsername").because("any other name than admin, root, user, test and the like")])
        .examples(&[refused("InvalidParameter", 400, "The Admin Username specified is not allowed.").fix("manual", "body.properties.osProfile.adminUsername", "")]),
    rule("label-not-allowed", "The label of a public address is not one.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The domain name label {name} is invalid"),
            Pattern::Code(&["InvalidDomainNameLabel", "DomainNameLabelReserved"]),
        ])])
        .says("the label of the public address {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("body.properties.dnsSettings.domainNameLabel").because("lower-case letters, digits and `-`, at most 63, beginning with a letter")])
        .examples(&[refused("InvalidDomainNameLabel", 400, "The domain name label Shop_1 is invalid. It must conform to the following regular expression: ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.")
            .captures(&[("name", "Shop_1")])]),
    rule("name-too-long", "The name is longer than its type allows.")
        .confidence(0.9)
        .when(&[Pattern::Any(&[
            Pattern::Text("The name '{name}' exceeds the maximum length"),
            Pattern::Text("name must be between {range} characters"),
            Pattern::Text("resource name length must not exceed {range}"),
            Pattern::Code(&["InvalidResourceNameLength", "ResourceNameTooLong", "NameTooLong", "LongResourceName"]),
        ])])
        .says("the name of {place} is too long or too short")
        .fixes(&[FixTemplate::new("manual").path("name").because("shorten it, and map the old name to the new one; {detail|}")])
        .examples(&[refused("ResourceNameTooLong", 400, "The name 'application-gateway-for-everything' exceeds the maximum length of 24.").fix("manual", "name", "")]),
    rule("name-not-allowed", "The name has letters, or a form, that its type does not allow.")
        .confidence(0.9)
        .when(&[Pattern::Any(&[
            Pattern::Code(&["InvalidResourceName", "ResourceNameInvalid", "InvalidName", "NameInvalid", "InvalidParameterName", "InvalidNamespaceName"]),
            Pattern::Text("Resource name {name} is invalid"),
            Pattern::Text("\"name\" may only contain {allowed}"),
            Pattern::Text("invalid value for name ({allowed}"),
        ])])
        .says("the name of {place} is not allowed")
        .fixes(&[FixTemplate::new("manual").path("name").because("{detail|the type allows other letters: see its naming rules}")])
        .examples(&[refused(
            "InvalidResourceName",
            400,
            "Resource name default subnet is invalid. The name can be up to 80 characters long. It must begin with a word character.",
        )
        .fix("manual", "name", "")]),
];
