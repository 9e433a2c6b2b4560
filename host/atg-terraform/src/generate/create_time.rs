//! What a scan cannot see but a create needs: passwords above all. Each becomes a sensitive variable.

use super::tree::Node;

/// A value that a create needs, where `when` holds.
struct Needed {
    /// Type in lower case.
    of: &'static str,
    /// Where it stands; `[*]` is every item of a list.
    path: &'static str,
    /// Asked with the body, and with the item of the innermost `[*]` (else with the body again).
    when: fn(&Node<'_>, &Node<'_>) -> bool,
}

const fn needed_where(of: &'static str, path: &'static str, when: fn(&Node<'_>, &Node<'_>) -> bool) -> Needed {
    Needed { of, path, when }
}

const NEEDED: &[Needed] = &[
    needed_where(
        "microsoft.compute/virtualmachines",
        "properties.osProfile.adminPassword",
        |body, _| signs_in_by_password(body, "properties.osProfile"),
    ),
    needed_where(
        "microsoft.compute/virtualmachines",
        "properties.osProfile.linuxConfiguration.ssh.publicKeys[0].keyData",
        |body, _| signs_in_by_unseen_key(body, "properties.osProfile"),
    ),
    needed_where(
        "microsoft.compute/virtualmachinescalesets",
        "properties.virtualMachineProfile.osProfile.adminPassword",
        |body, _| signs_in_by_password(body, "properties.virtualMachineProfile.osProfile"),
    ),
    needed_where(
        "microsoft.compute/virtualmachinescalesets",
        "properties.virtualMachineProfile.osProfile.linuxConfiguration.ssh.publicKeys[0].keyData",
        |body, _| signs_in_by_unseen_key(body, "properties.virtualMachineProfile.osProfile"),
    ),
    needed_where(
        "microsoft.sql/servers",
        "properties.administratorLoginPassword",
        sql_login,
    ),
    needed_where(
        "microsoft.sql/managedinstances",
        "properties.administratorLoginPassword",
        sql_login,
    ),
    needed_where(
        "microsoft.synapse/workspaces",
        "properties.sqlAdministratorLoginPassword",
        |body, _| {
            body.at("properties.sqlAdministratorLogin").is_some()
                && body.at("properties.azureADOnlyAuthentication") != Some(&Node::Bool(true))
        },
    ),
    needed_where(
        "microsoft.dbforpostgresql/servers",
        "properties.administratorLoginPassword",
        database_login,
    ),
    needed_where(
        "microsoft.dbforpostgresql/flexibleservers",
        "properties.administratorLoginPassword",
        database_login,
    ),
    needed_where(
        "microsoft.dbforpostgresql/servergroupsv2",
        "properties.administratorLoginPassword",
        |_, _| true,
    ),
    needed_where(
        "microsoft.dbformysql/servers",
        "properties.administratorLoginPassword",
        database_login,
    ),
    needed_where(
        "microsoft.dbformysql/flexibleservers",
        "properties.administratorLoginPassword",
        database_login,
    ),
    needed_where(
        "microsoft.dbformariadb/servers",
        "properties.administratorLoginPassword",
        database_login,
    ),
    needed_where(
        "microsoft.documentdb/mongoclusters",
        "properties.administrator.password",
        |body, _| body.at("properties.administrator").is_some(),
    ),
    needed_where(
        "microsoft.containerservice/managedclusters",
        "properties.windowsProfile.adminPassword",
        |body, _| body.at("properties.windowsProfile").is_some(),
    ),
    needed_where(
        "microsoft.containerservice/managedclusters",
        "properties.servicePrincipalProfile.secret",
        |body, _| {
            body.text_at("properties.servicePrincipalProfile.clientId")
                .is_some_and(|client| !client.eq_ignore_ascii_case("msi"))
        },
    ),
    needed_where(
        "microsoft.redhatopenshift/openshiftclusters",
        "properties.servicePrincipalProfile.clientSecret",
        |body, _| body.at("properties.servicePrincipalProfile").is_some(),
    ),
    needed_where(
        "microsoft.servicefabric/managedclusters",
        "properties.adminPassword",
        |_, _| true,
    ),
    needed_where(
        "microsoft.devtestlab/labs/virtualmachines",
        "properties.password",
        |body, _| body.at("properties.isAuthenticationWithSshKey") != Some(&Node::Bool(true)),
    ),
    needed_where("microsoft.network/connections", "properties.sharedKey", |body, _| {
        let kind = body.text_at("properties.connectionType").unwrap_or_default();
        matches!(kind.to_ascii_lowercase().as_str(), "ipsec" | "vnet2vnet")
    }),
    needed_where(
        "microsoft.network/virtualnetworkgateways",
        "properties.vpnClientConfiguration.radiusServerSecret",
        |body, _| {
            body.text_at("properties.vpnClientConfiguration.radiusServerAddress")
                .is_some_and(|address| !address.is_empty())
        },
    ),
    needed_where(
        "microsoft.network/applicationgateways",
        "properties.sslCertificates[*].properties.data",
        |_, item| item.at("properties.keyVaultSecretId").is_none(),
    ),
    needed_where(
        "microsoft.network/applicationgateways",
        "properties.sslCertificates[*].properties.password",
        |_, item| item.at("properties.keyVaultSecretId").is_none(),
    ),
    needed_where("microsoft.web/certificates", "properties.pfxBlob", own_certificate),
    needed_where("microsoft.web/certificates", "properties.password", own_certificate),
    needed_where(
        "microsoft.automation/automationaccounts/credentials",
        "properties.password",
        |_, _| true,
    ),
    needed_where(
        "microsoft.automation/automationaccounts/certificates",
        "properties.base64Value",
        |_, _| true,
    ),
    needed_where(
        "microsoft.automation/automationaccounts/variables",
        "properties.value",
        |body, _| body.at("properties.isEncrypted") == Some(&Node::Bool(true)),
    ),
    needed_where("microsoft.keyvault/vaults/secrets", "properties.value", |_, _| true),
    needed_where(
        "microsoft.containerinstance/containergroups",
        "properties.imageRegistryCredentials[*].password",
        |_, item| item.at("identity").is_none(),
    ),
    needed_where(
        "microsoft.app/containerapps",
        "properties.configuration.secrets[*].value",
        own_secret,
    ),
    needed_where(
        "microsoft.app/jobs",
        "properties.configuration.secrets[*].value",
        own_secret,
    ),
    needed_where(
        "microsoft.app/managedenvironments/daprcomponents",
        "properties.secrets[*].value",
        own_secret,
    ),
    needed_where(
        "microsoft.app/managedenvironments",
        "properties.appLogsConfiguration.logAnalyticsConfiguration.sharedKey",
        |body, _| {
            body.at("properties.appLogsConfiguration.logAnalyticsConfiguration.customerId")
                .is_some()
        },
    ),
    needed_where(
        "microsoft.app/managedenvironments/storages",
        "properties.azureFile.accountKey",
        |body, _| body.at("properties.azureFile").is_some(),
    ),
    needed_where(
        "microsoft.netapp/netappaccounts",
        "properties.activeDirectories[*].password",
        |_, _| true,
    ),
];

/// Whether somebody signs in with a password that was given at the create.
fn signs_in_by_password(body: &Node<'_>, profile: &str) -> bool {
    let Some(profile) = body.at(profile) else { return false };
    profile.at("linuxConfiguration.disablePasswordAuthentication") != Some(&Node::Bool(true))
}

/// Whether only a key lets in, and the source does not show one.
fn signs_in_by_unseen_key(body: &Node<'_>, profile: &str) -> bool {
    let Some(profile) = body.at(profile) else { return false };
    let keys = profile
        .at("linuxConfiguration.ssh.publicKeys")
        .map_or(&[][..], Node::items);
    profile.at("linuxConfiguration.disablePasswordAuthentication") == Some(&Node::Bool(true)) && keys.is_empty()
}

fn sql_login(body: &Node<'_>, _: &Node<'_>) -> bool {
    body.at("properties.administratorLogin").is_some()
        && body.at("properties.administrators.azureADOnlyAuthentication") != Some(&Node::Bool(true))
}

fn database_login(body: &Node<'_>, _: &Node<'_>) -> bool {
    let made = body.text_at("properties.createMode").unwrap_or("Default");
    matches!(made, "Default" | "Create")
        && body.at("properties.administratorLogin").is_some()
        && body.text_at("properties.authConfig.passwordAuth") != Some("Disabled")
}

fn own_certificate(body: &Node<'_>, _: &Node<'_>) -> bool {
    body.at("properties.keyVaultId").is_none() && body.at("properties.canonicalName").is_none()
}

fn own_secret(_: &Node<'_>, item: &Node<'_>) -> bool {
    item.at("keyVaultUrl").is_none()
}

/// Paths of what a create of this body needs and the body does not hold, such as
/// `properties.sslCertificates[0].properties.data`.
pub(super) fn needed(type_lower: &str, body: &Node<'_>) -> Vec<String> {
    let mut paths = Vec::new();
    for needed in NEEDED.iter().filter(|needed| needed.of == type_lower) {
        match needed.path.split_once("[*].") {
            None => {
                let there = body.at(needed.path).is_some();
                if !there && (needed.when)(body, body) {
                    paths.push(needed.path.to_owned());
                }
            }
            Some((list, rest)) => {
                let items = body.at(list).map_or(&[][..], Node::items);
                for (at, item) in items.iter().enumerate() {
                    if item.at(rest).is_none() && (needed.when)(body, item) {
                        paths.push(format!("{list}[{at}].{rest}"));
                    }
                }
            }
        }
    }
    paths
}

/// What stands beside a needed value and a scan cannot see either: where a machine keeps the key that lets in.
pub(super) fn beside(path: &str, body: &Node<'_>) -> Option<(&'static str, String)> {
    let profile = path.strip_suffix(".linuxConfiguration.ssh.publicKeys[0].keyData")?;
    let user = body.at(profile)?.text_at("adminUsername").unwrap_or("azureuser");
    Some(("path", format!("/home/{user}/.ssh/authorized_keys")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[allow(clippy::needless_pass_by_value, reason = "callers write the value in place")]
    fn paths(of: &str, properties: Value) -> Vec<String> {
        needed(of, &Node::from(json!({"properties": properties})))
    }

    #[test]
    fn machines_need_what_lets_somebody_in() {
        let vm = "microsoft.compute/virtualmachines";
        let password = ["properties.osProfile.adminPassword"];
        let key = ["properties.osProfile.linuxConfiguration.ssh.publicKeys[0].keyData"];
        assert_eq!(paths(vm, json!({"osProfile": {"adminUsername": "a"}})), password);
        let linux = |ssh: Value| json!({"osProfile": {"linuxConfiguration": {"disablePasswordAuthentication": true, "ssh": ssh}}});
        assert_eq!(paths(vm, linux(json!({}))), key);
        assert!(paths(vm, linux(json!({"publicKeys": [{"keyData": "ssh-rsa A"}]}))).is_empty());
        assert!(paths(vm, json!({"storageProfile": {}})).is_empty());
        let body = Node::from(json!({"properties": linux(json!({}))}));
        assert_eq!(
            beside(key[0], &body),
            Some(("path", "/home/azureuser/.ssh/authorized_keys".to_owned()))
        );
        assert_eq!(beside(password[0], &body), None);
    }

    #[test]
    fn databases_need_a_password_where_one_is_used() {
        let sql = "microsoft.sql/servers";
        assert_eq!(
            paths(sql, json!({"administratorLogin": "a"})),
            ["properties.administratorLoginPassword"]
        );
        let only = json!({"administratorLogin": "a", "administrators": {"azureADOnlyAuthentication": true}});
        assert!(paths(sql, only).is_empty());
        let replica = json!({"administratorLogin": "a", "createMode": "Replica"});
        assert!(paths("microsoft.dbforpostgresql/flexibleservers", replica).is_empty());
    }

    #[test]
    fn items_of_lists_need_their_own() {
        let secrets =
            json!({"configuration": {"secrets": [{"name": "a"}, {"name": "b", "keyVaultUrl": "u"}, {"name": "c"}]}});
        let expected = [
            "properties.configuration.secrets[0].value",
            "properties.configuration.secrets[2].value",
        ];
        assert_eq!(paths("microsoft.app/containerapps", secrets), expected);
    }
}
