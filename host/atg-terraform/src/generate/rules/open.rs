//! Where the name of a member says less than it seems to: what is no secret, and what is not ARM's language.

/// Ends of paths that sound like secrets and are none.
const OPEN: &[&str] = &[
    ".name",
    ".type",
    ".identity",
    ".keyVaultUrl",
    ".permissions.keys[*]",
    ".permissions.secrets[*]",
    ".permissions.certificates[*]",
    ".permissions.storage[*]",
    ".publicKeys[*].keyData",
    ".publicKeys[*].path",
    ".sourceVault.id",
    ".keyVault.id",
    ".keyVaultId",
    ".encryption.keySource",
    ".passwordAuth",
    ".activeDirectoryAuth",
    ".disablePasswordAuthentication",
    ".tokenStoreEnabled",
    ".signatureAlgorithm",
    ".secretStore",
    ".secretName",
    ".tokenType",
];

/// Whether what stands at a path is no secret although its name sounds so.
pub(super) fn is_open(path: &str) -> bool {
    OPEN.iter().any(|end| path.ends_with(end))
}

/// Words that are a setting, wherever they stand.
const SETTINGS: &[&str] = &[
    "all",
    "allow",
    "allowed",
    "always",
    "auto",
    "automatic",
    "audit",
    "basic",
    "create",
    "default",
    "delete",
    "deny",
    "denied",
    "disabled",
    "enabled",
    "false",
    "free",
    "get",
    "import",
    "list",
    "manual",
    "never",
    "no",
    "none",
    "notspecified",
    "off",
    "on",
    "optional",
    "password",
    "premium",
    "private",
    "public",
    "purge",
    "read",
    "readonly",
    "readwrite",
    "recover",
    "required",
    "restore",
    "sas",
    "set",
    "standard",
    "system",
    "systemassigned",
    "true",
    "update",
    "user",
    "userassigned",
    "write",
    "yes",
];

/// Whether a text cannot be a secret whatever its name is: empty, a setting's word, the id of a resource, or the address
/// of an object in a vault.
pub(in crate::generate) fn is_harmless(text: &str) -> bool {
    let begins = |start: &str| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    text.is_empty()
        || (text.len() <= 14 && SETTINGS.iter().any(|word| word.eq_ignore_ascii_case(text)))
        || (begins("/subscriptions/") && !text.contains('?'))
        || (begins("https://") && text.contains(".vault.") && !text.contains(['?', '@']))
        || (text.starts_with("@Microsoft.KeyVault(") && text.ends_with(')'))
}

/// Type in lower case, and path below which another language is spoken. `*` stands for every type.
const FOREIGN: &[(&str, &str)] = &[
    ("microsoft.logic/workflows", "properties.definition"),
    ("microsoft.logic/workflows", "properties.parameters"),
    ("microsoft.web/connections", "properties.parameterValues"),
    ("microsoft.authorization/policydefinitions", "properties.policyRule"),
    ("microsoft.authorization/policydefinitions", "properties.parameters"),
    (
        "microsoft.authorization/policysetdefinitions",
        "properties.policyDefinitions",
    ),
    ("microsoft.authorization/policyassignments", "properties.parameters"),
    ("microsoft.resources/templatespecs/versions", "properties.mainTemplate"),
    (
        "microsoft.resources/templatespecs/versions",
        "properties.linkedTemplates",
    ),
    ("microsoft.portal/dashboards", "properties.lenses"),
    ("microsoft.portal/dashboards", "properties.metadata"),
    ("microsoft.compute/virtualmachines/extensions", "properties.settings"),
    (
        "microsoft.compute/virtualmachinescalesets/extensions",
        "properties.settings",
    ),
    ("microsoft.hybridcompute/machines/extensions", "properties.settings"),
    ("microsoft.datafactory/factories/pipelines", "properties.activities"),
    ("microsoft.datafactory/factories/datasets", "properties.typeProperties"),
    ("microsoft.datafactory/factories/dataflows", "properties.typeProperties"),
    ("microsoft.blueprint/blueprints/artifacts", "properties.template"),
    ("microsoft.insights/activitylogalerts", "properties.condition"),
    ("*", "properties.siteConfig.appSettings"),
    ("*", "properties.metadata"),
    ("*", "tags"),
];

/// Whether nothing at or below a path may be left out for its name.
pub(super) fn is_foreign(type_lower: &str, path: &str) -> bool {
    FOREIGN
        .iter()
        .any(|(of, at)| *at == path && (*of == "*" || *of == type_lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_ids_are_no_secrets() {
        for harmless in [
            "",
            "Enabled",
            "get",
            "/subscriptions/S/resourceGroups/g",
            "https://kv.vault.azure.net/secrets/a/1",
        ] {
            assert!(is_harmless(harmless), "{harmless}");
        }
        for secret in [
            "hunter2",
            "canary-7f3e19c4",
            "https://u:p@kv.vault.azure.net/",
            "https://x.blob.core.windows.net/?sig=1",
        ] {
            assert!(!is_harmless(secret), "{secret}");
        }
        assert!(is_open("properties.accessPolicies[*].permissions.keys[*]"));
    }
}
