//! Secrets are asked for, never written.

use super::*;
use atg_tenants::CANARY;

fn site() -> Value {
    let canary = |place: &str| format!("{CANARY}-{place}");
    let setting = |name: &str, value: &str| json!({"name": name, "value": value});
    let mut site = row(
        "g",
        "Microsoft.Web/sites",
        "app",
        json!({
            "siteConfig": {"appSettings": [setting("A", &canary("a")), setting("MODE", "x"), setting("B", &canary("b"))]},
            "somewhere": format!("Server=x;AccountKey={}", canary("connection")),
            "nested": {"apiKey": canary("key"), "other": 1},
            "keys": [canary("list")],
            "clientCertMode": "Required",
        }),
    );
    site["tags"] = json!({"password": canary("tag"), "owner": "me"});
    site
}

#[test]
fn no_secret_of_the_source_is_written() {
    for write_only in [true, false] {
        let (read, yields) = generated(&estate(&[site()]), |options| options.write_only = write_only);
        let text = read.text();
        assert!(!text.contains(CANARY), "{text}");
        let mut written = Vec::new();
        yields.write(&mut written).unwrap();
        assert!(!String::from_utf8_lossy(&written).contains(CANARY));
        let secrets: Vec<&Variable> = yields.variables.iter().filter(|variable| variable.sensitive).collect();
        // Where secrets often stand, all is taken for one.
        assert_eq!(secrets.len(), 7, "{secrets:?}");
        assert!(secrets.iter().all(|variable| variable.purpose == Purpose::SourceSecret));
        assert_eq!(
            read.variables
                .values()
                .filter(|variable| variable["sensitive"] == true)
                .count(),
            7
        );
        let block = read.block("sites_app");
        assert_eq!(block["tags"]["password"], "${var.sites_app_tags_password}");
        assert_eq!(block["body"]["properties"]["keys"], json!(["${var.sites_app_keys_0}"]));
        let key = "${var.sites_app_nested_api_key}";
        if write_only {
            assert_eq!(block["body"]["properties"]["nested"], json!({"other": 1}));
            assert_eq!(block["sensitive_body"]["properties"]["nested"], json!({"apiKey": key}));
            // Item for item, as the provider puts the two together.
            let settings = &block["body"]["properties"]["siteConfig"]["appSettings"];
            assert_eq!(*settings, json!([{"name": "A"}, {"name": "MODE"}, {"name": "B"}]));
            let hidden = &block["sensitive_body"]["properties"]["siteConfig"]["appSettings"];
            assert_eq!(hidden.as_array().unwrap().len(), 3);
        } else {
            assert!(block.get("sensitive_body").is_none());
            assert_eq!(block["body"]["properties"]["nested"]["apiKey"], key);
        }
    }
}

#[test]
fn what_a_create_needs_is_asked_for() {
    let linux =
        json!({"osProfile": {"adminUsername": "me", "linuxConfiguration": {"disablePasswordAuthentication": true}}});
    let secrets = json!([{"name": "x", "keyVaultUrl": "https://v.vault.azure.net/secrets/x"}, {"name": "y"}]);
    let rows = [
        row(
            "g",
            MACHINE,
            "windows",
            json!({"osProfile": {"adminUsername": "a", "windowsConfiguration": {}}}),
        ),
        row("g", MACHINE, "linux", linux),
        row("g", SERVER, "sql", json!({"administratorLogin": "sa"})),
        row(
            "g",
            "Microsoft.App/containerApps",
            "ca",
            json!({"configuration": {"secrets": secrets}}),
        ),
    ];
    let (read, yields) = generated(&estate(&rows), |_| {});
    let sensitive: Vec<&Variable> = yields.variables.iter().filter(|variable| variable.sensitive).collect();
    let names: Vec<&str> = sensitive.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "container_apps_ca_configuration_secrets_1_value",
            "servers_sql_administrator_login_password",
            "virtual_machines_linux_os_profile_linux_configuration_ssh_public_keys_0_key_data",
            "virtual_machines_windows_os_profile_admin_password",
        ]
    );
    assert!(
        sensitive
            .iter()
            .all(|variable| variable.purpose == Purpose::CreateSecret)
    );
    let password = "${var.virtual_machines_windows_os_profile_admin_password}";
    assert_eq!(
        read.block("virtual_machines_windows")["sensitive_body"],
        json!({"properties": {"osProfile": {"adminPassword": password}}})
    );
    let linux = &read.block("virtual_machines_linux")["body"]["properties"]["osProfile"]["linuxConfiguration"];
    assert_eq!(linux["ssh"]["publicKeys"][0]["path"], "/home/me/.ssh/authorized_keys");
    let value = "${var.container_apps_ca_configuration_secrets_1_value}";
    assert_eq!(
        read.block("container_apps_ca")["sensitive_body"],
        json!({"properties": {"configuration": {"secrets": [{}, {"value": value}]}}})
    );
}
