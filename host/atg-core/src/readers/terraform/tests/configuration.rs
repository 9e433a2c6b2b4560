//! Configurations.

use super::*;
use crate::snapshot::RowFlags;
use proptest::prelude::*;
use serde_json::json;

const NETWORK: &str = include_str!("../../../../testdata/network.tf.json");
const SITES: &str = include_str!("../../../../testdata/sites.tf.json");
const ZERO: &str = "/subscriptions/00000000-0000-0000-0000-000000000000";

fn network() -> Snapshot {
    configuration_of(&[("network.tf.json", NETWORK)]).unwrap()
}

#[test]
fn resources_lie_where_azure_has_them() {
    let snapshot = network();
    let group = format!("{ZERO}/resourceGroups/ITERATION7_rg-net/providers");
    let expected = [
        format!("{group}/Microsoft.Compute/virtualMachines/vm-0"),
        format!("{group}/Microsoft.Compute/virtualMachines/vm-0/extensions/agent"),
        format!("{group}/Microsoft.Compute/virtualMachines/vm-1"),
        format!("{group}/Microsoft.Network/networkInterfaces/nic-0"),
        format!("{group}/Microsoft.Network/networkInterfaces/nic-1"),
        format!("{group}/Microsoft.Network/networkSecurityGroups/nsg"),
        format!("{group}/Microsoft.Network/virtualNetworks/hub"),
        format!("{group}/Microsoft.Network/virtualNetworks/hub/subnets/a"),
        format!("{group}/Microsoft.Network/virtualNetworks/hub/subnets/b"),
        format!("{group}/Microsoft.Storage/storageAccounts/stlogs"),
        format!("{group}/Microsoft.Storage/storageAccounts/stlogs/blobServices/default/containers/c"),
    ];
    assert_eq!(ids(&snapshot), expected);
    assert_eq!(snapshot.groups().len(), 1);
    assert_eq!(
        (snapshot.groups()[0].canonical.as_str(), snapshot.groups()[0].iteration),
        ("rg-net", Some(7))
    );
    assert_eq!(snapshot.read.groups_listed, 1);
    assert_eq!(snapshot.read.outside, 1);
    assert_eq!(
        snapshot.read.notes.get("tls_private_key: not a resource of Azure"),
        Some(&1)
    );
    assert_eq!(snapshot.scope.origin, crate::snapshot::Origin::Terraform);
    assert_eq!(snapshot.scope.subscription_id, None);
}

#[test]
fn ids_in_arguments_are_relationships() {
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let expected = [
        pair("a", "nsg"),
        pair("nic-0", "a"),
        pair("nic-1", "b"),
        pair("vm-0", "nic-0"),
        pair("vm-1", "nic-1"),
    ];
    assert_eq!(edges(&network()), expected);
}

#[test]
fn rows_have_azures_shape_and_azurerms_words() {
    let snapshot = network();
    assert!((0..snapshot.len()).all(|resource| snapshot.flags(resource).has(RowFlags::FOREIGN_PROPERTIES)));
    let nic = body(&snapshot, "/nic-0");
    assert_eq!(nic["type"], "Microsoft.Network/networkInterfaces");
    assert_eq!(nic["resourceGroup"], "ITERATION7_rg-net");
    assert_eq!(nic["location"], "westeurope");
    assert_eq!(nic["tags"], json!({"team": "net", "index": "0"}));
    let subnet = nic["properties"]["ip_configuration"][0]["subnet_id"].as_str().unwrap();
    assert!(subnet.ends_with("/virtualNetworks/hub/subnets/a"), "{subnet}");
    assert_eq!(
        nic["properties"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["ip_configuration"]
    );
    // Below the id already, and known only after an apply.
    let agent = body(&snapshot, "/extensions/agent");
    assert_eq!(agent["properties"].get("virtual_machine_id"), None);
    let vm = body(&snapshot, "/vm-1");
    assert_eq!(
        vm["properties"]["admin_ssh_key"]["public_key"],
        "${tls_private_key.key.public_key_openssh}"
    );
}

#[test]
fn azapi_speaks_arm() {
    let snapshot = configuration_of(&[("sites.tf.json", SITES)]).unwrap();
    let subscription = "/subscriptions/11111111-2222-3333-4444-555555555555";
    let site = format!("{subscription}/resourceGroups/rg-web/providers/Microsoft.Web/sites/web");
    let expected = [
        format!("{subscription}/resourceGroups/rg-web/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id"),
        format!("{subscription}/resourceGroups/rg-web/providers/Microsoft.Web/serverfarms/plan"),
        site.clone(),
        format!("{site}/providers/Microsoft.Authorization/locks/keep"),
        format!("{site}/slots/blue"),
    ];
    assert_eq!(ids(&snapshot), expected);
    assert_eq!(
        snapshot.scope.subscription_id.as_deref(),
        Some("11111111-2222-3333-4444-555555555555")
    );
    let site = body(&snapshot, "/sites/web");
    assert_eq!(site["kind"], "app");
    let plan = site["properties"]["serverFarmId"].as_str().unwrap();
    assert!(plan.ends_with("/serverfarms/plan"), "{plan}");
    assert_eq!(
        site["properties"]["siteConfig"]["appCommandLine"],
        "${random_string.x.result}...(truncated)"
    );
    let identities = site["identity"]["userAssignedIdentities"].as_object().unwrap();
    assert!(
        identities
            .keys()
            .next()
            .unwrap()
            .ends_with("/userAssignedIdentities/id")
    );
    let blue = body(&snapshot, "/slots/blue");
    assert_eq!(blue["properties"]["httpsOnly"], true);
    let mut flags: Vec<bool> = (0..snapshot.len())
        .map(|resource| snapshot.flags(resource).has(RowFlags::FOREIGN_PROPERTIES))
        .collect();
    flags.sort_unstable();
    assert_eq!(flags, [false, false, false, false, true]);
    let notes = &snapshot.read.notes;
    assert_eq!(
        notes.get("azapi_update_resource: changes a resource that is made elsewhere"),
        Some(&1)
    );
    assert_eq!(
        notes.get("azapi_data_plane_resource: content of the data plane"),
        Some(&1)
    );
    let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(edges(&snapshot), [pair("web", "id"), pair("web", "plan")]);
}

fn resources(resources: &Value) -> Snapshot {
    configuration_of(&[("main.tf.json", &json!({ "resource": resources }).to_string())]).unwrap()
}

#[test]
fn a_type_in_no_table_is_counted_under_its_own_name() {
    let thing =
        json!({"a": {"name": "x", "resource_group_name": "rg"}, "b": {"name": "x", "resource_group_name": "rg"}});
    let snapshot = resources(&json!({"azurerm_brand_new": thing}));
    assert_eq!(snapshot.len(), 2);
    assert_eq!(snapshot.types(), ["azurerm_brand_new"]);
    assert_eq!(snapshot.read.untyped.get("azurerm_brand_new"), Some(&2));
    assert_eq!(
        ids(&snapshot)[0],
        format!("{ZERO}/resourceGroups/rg/providers/terraform/azurerm_brand_new/a")
    );
}

#[test]
fn what_is_known_only_after_an_apply_is_told_and_kept_apart() {
    let account = |name: &str| json!({"name": name, "resource_group_name": "rg"});
    let open = "st${random_string.r.result}";
    let mut many = account("vm-${count.index}");
    many["count"] = json!("${var.how_many}");
    let snapshot = resources(&json!({
        "azurerm_storage_account": {"a": account(open), "b": account(open)},
        "azurerm_linux_virtual_machine": {"many": many},
        "random_string": {"r": {"length": 4}},
    }));
    let group = format!("{ZERO}/resourceGroups/rg/providers");
    let expected = [
        format!("{group}/Microsoft.Compute/virtualMachines/azurerm_linux_virtual_machine.many"),
        format!("{group}/Microsoft.Storage/storageAccounts/azurerm_storage_account.a"),
        format!("{group}/Microsoft.Storage/storageAccounts/azurerm_storage_account.b"),
    ];
    assert_eq!(ids(&snapshot), expected);
    let note = "`azurerm_linux_virtual_machine.many`: how often it is there is not written in the configuration";
    assert_eq!(snapshot.read.notes.get(note), Some(&1));
    let note = "azurerm_storage_account: a part of the id is not written in the configuration";
    assert_eq!(snapshot.read.notes.get(note), Some(&2));
}

#[test]
fn subnets_within_their_network_are_resources() {
    let snapshot = resources(&json!({
        "azurerm_virtual_network": {"v": {
            "name": "v",
            "resource_group_name": "rg",
            "subnet": [
                {"name": "a", "address_prefix": "10.0.0.0/24", "security_group": "${azurerm_network_security_group.g.id}"},
                {"name": "B", "address_prefix": "10.0.1.0/24"},
            ],
        }},
        "azurerm_subnet": {"b": {"name": "b", "resource_group_name": "rg", "virtual_network_name": "v"}},
        "azurerm_network_security_group": {"g": {"name": "g", "resource_group_name": "rg"}},
    }));
    assert_eq!(snapshot.len(), 4);
    assert_eq!(snapshot.read.duplicates, 0);
    assert_eq!(
        body(&snapshot, "/subnets/a")["properties"]["address_prefix"],
        "10.0.0.0/24"
    );
    assert!(edges(&snapshot).contains(&("a".to_owned(), "g".to_owned())));
}

#[test]
fn deep_values_are_read_or_refused() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [10, 60, 110, 120, 126] {
        let text = format!(
            r#"{{"resource": {{"azurerm_lb": {{"x": {{"name": "x", "a": {}}}}}}}}}"#,
            deep(depth)
        );
        match configuration_of(&[("a.tf.json", &text)]) {
            Ok(snapshot) => assert_eq!(snapshot.len(), 1),
            Err(error) => assert!(depth > 100 && !fault(&error).is_empty(), "{depth}: {}", fault(&error)),
        }
    }
}

#[test]
fn cycles_and_missing_ends_are_told() {
    let snapshot = resources(&json!({
        "azurerm_virtual_network": {
            "a": {"name": "${azurerm_virtual_network.b.name}", "resource_group_name": "rg"},
            "b": {"name": "${azurerm_virtual_network.a.name}", "resource_group_name": "rg"},
            "c": {"name": "c", "resource_group_name": "${azurerm_resource_group.gone.name}"},
        },
    }));
    assert_eq!(snapshot.len(), 3);
    let notes: Vec<&str> = snapshot.read.notes.keys().map(String::as_str).collect();
    assert!(
        notes.contains(&"reference to `azurerm_resource_group.gone`, which is not declared"),
        "{notes:?}"
    );
    assert!(
        notes
            .iter()
            .any(|note| note.ends_with("refers to itself, directly or through others")),
        "{notes:?}"
    );
}

#[test]
fn values_come_from_everywhere_that_is_written() {
    let main = json!({
        "variable": {"name": {"default": "from-default"}, "where": [{"type": "string"}], "unset": {}},
        "locals": {"full": "${local.base}-x", "base": "${var.name}"},
        "provider": {"azurerm": [
            {"features": {}, "subscription_id": "${var.sub}"},
            {"alias": "other", "subscription_id": "22222222-0000-0000-0000-000000000000"},
        ]},
        "resource": {"azurerm_virtual_network": {
            "a": {"name": "${local.full}", "resource_group_name": "${data.azurerm_resource_group.rg.name}", "location": "${var.where}"},
            "b": {"name": "b", "resource_group_name": "rg", "provider": "azurerm.other", "location": "${var.unset}"},
        }},
        "data": {"azurerm_resource_group": {"rg": {"name": "rg"}}},
        "output": {"x": {"value": 1}},
    });
    let values = json!({"name": "from-values", "where": "northeurope", "sub": "11111111-0000-0000-0000-000000000000"});
    let more = json!({"name": "from-more"});
    let changed = json!({"resource": {"azurerm_virtual_network": {"b": {"name": "overridden"}}}});
    let files = [
        ("main.tf.json", main.to_string()),
        ("terraform.tfvars.json", values.to_string()),
        ("a.auto.tfvars.json", more.to_string()),
        ("b_override.tf.json", changed.to_string()),
        ("old.tf", String::new()),
        ("README.md", String::new()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let snapshot = configuration_of(&files).unwrap();
    let network = "resourceGroups/rg/providers/Microsoft.Network/virtualNetworks";
    let expected = [
        format!("/subscriptions/11111111-0000-0000-0000-000000000000/{network}/from-more-x"),
        format!("/subscriptions/22222222-0000-0000-0000-000000000000/{network}/overridden"),
    ];
    assert_eq!(ids(&snapshot), expected);
    assert_eq!(body(&snapshot, "/from-more-x")["location"], "northeurope");
    assert_eq!(body(&snapshot, "/overridden")["location"], "${var.unset}");
    assert_eq!(snapshot.read.notes.get("`old.tf` is HCL and was not read"), Some(&1));
}

#[test]
fn the_order_of_files_does_not_matter() {
    let split = |reverse: bool| {
        let document: Value = serde_json::from_str(NETWORK).unwrap();
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for (kind, value) in document.as_object().unwrap() {
            match (kind.as_str(), value) {
                ("resource", Value::Object(types)) => {
                    for (type_name, labels) in types {
                        let text = json!({"resource": [{type_name: [labels]}]}).to_string();
                        files.push((format!("{type_name}.tf.json"), text.into_bytes()));
                    }
                }
                _ => files.push((format!("{kind}.tf.json"), json!({kind: value}).to_string().into_bytes())),
            }
        }
        if reverse {
            files.reverse();
        }
        with_options(|options| read_configuration(files, "tf:x", &TypeTable::builtin(), options)).unwrap()
    };
    let (whole, one, other) = (network(), split(false), split(true));
    assert_eq!(ids(&whole), ids(&one));
    for resource in 0..whole.len() {
        assert_eq!(whole.key(resource), one.key(resource));
        assert_eq!(whole.digest(resource), one.digest(resource));
        assert_eq!(other.digest(resource), one.digest(resource));
    }
    assert_eq!((edges(&whole), &whole.read), (edges(&other), &other.read));
}

#[test]
fn faults_say_which_file_and_where() {
    let error = configuration_of(&[("a.tf.json", "{\"resource\": {")]).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `a.tf.json`");
    assert!(fault(&error).starts_with("line 1, column 14: EOF"), "{}", fault(&error));
    let error = configuration_of(&[("main.tf", "resource"), ("x.json", "{}")]).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `tf:x`");
    assert_eq!(
        fault(&error),
        "there is no `*.tf.json` here, only HCL such as `main.tf`"
    );
    assert!(error.hint().unwrap().contains("terraform show -json"));
    let one = r#"{"resource": {"azurerm_lb": {"x": {}}}}"#;
    let error = configuration_of(&[("b.tf.json", one), ("a.tf.json", one)]).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `b.tf.json`");
    assert_eq!(fault(&error), "`azurerm_lb.x` is declared here and in `a.tf.json`");
    let twice = r#"{"resource": {"azurerm_lb": {"x": {"name": "a"}, "x": {"name": "b"}}}}"#;
    let error = configuration_of(&[("a.tf.json", twice)]).unwrap_err();
    assert_eq!(fault(&error), "`azurerm_lb.x` is declared twice in this file");
    let number = configuration_of(&[("a.tf.json", r#"{"resource": {"azurerm_lb": 3}}"#)]).unwrap_err();
    assert_eq!(fault(&number), "`resource.azurerm_lb` holds a number, not an object");
    let other = configuration_of(&[("a.tf.json", r#"{"$schema": "x"}"#)]).unwrap_err();
    assert!(fault(&other).starts_with("nothing in it is Terraform's"));
    assert_eq!(configuration_of(&[("a.tf.json", "{}")]).unwrap().len(), 0);
    // A single file may be called anything.
    assert_eq!(configuration_of(&[("copy.json", one)]).unwrap().len(), 1);
}

#[test]
fn values_that_grow_without_bounds_end() {
    let mut locals = serde_json::Map::new();
    locals.insert("l0".to_owned(), json!("x".repeat(1000)));
    for level in 1..60 {
        let before = level - 1;
        locals.insert(
            format!("l{level}"),
            json!(format!("${{local.l{before}}}${{local.l{before}}}")),
        );
    }
    let network =
        json!({"azurerm_virtual_network": {"a": {"name": "a", "resource_group_name": "rg", "x": "${local.l59}"}}});
    let text = json!({"locals": locals, "resource": network}).to_string();
    let snapshot = configuration_of(&[("a.tf.json", &text)]).unwrap();
    assert_eq!(snapshot.len(), 1);
    assert!(
        snapshot
            .read
            .notes
            .keys()
            .any(|note| note.starts_with("values that grow"))
    );
    let chain: serde_json::Map<String, Value> = (0..5000)
        .map(|at| (format!("c{at}"), json!(format!("${{local.c{}}}", at + 1))))
        .collect();
    let network = json!({"azurerm_virtual_network": {"a": {"name": "${local.c0}"}}});
    let text = json!({"locals": chain, "resource": network}).to_string();
    assert_eq!(configuration_of(&[("a.tf.json", &text)]).unwrap().len(), 1);
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = r#"(\$\{(azurerm_subnet|azurerm_lb|data\.azurerm_lb|local|var|each|count)\.(a|b|key|index)(\.(id|name|a))?(\[(0|"a"|each\.key)\])?\}|/subscriptions/s/|[a-z/]){0,3}"#;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from)
    ];
    let names = "(a|b|id|name|count|for_each|provider|resource_group_name|virtual_network_name|loadbalancer_id|type|parent_id|body|tags|default)";
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(names, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_configuration_panics(a in any_json(), b in any_json(), c in any_json(), d in any_json(), e in any_json()) {
        let document = json!({
            "resource": {"azurerm_subnet": {"a": a, "b": b}, "azapi_resource": {"a": c}, "azurerm_lb": {"b": d.clone()}},
            "data": {"azurerm_lb": {"a": d}},
            "locals": {"a": e.clone(), "b": "${local.a}"},
            "variable": {"a": {"default": e}},
        });
        let first = configuration_of(&[("a.tf.json", &document.to_string())]);
        let again = configuration_of(&[("a.tf.json", &document.to_string())]);
        match (first, again) {
            (Ok(first), Ok(again)) => prop_assert_eq!(ids(&first), ids(&again)),
            (Err(first), Err(again)) => prop_assert_eq!(first.to_string(), again.to_string()),
            _ => prop_assert!(false, "two answers to one question"),
        }
    }

    #[test]
    fn no_cut_panics(at in 0_usize..4000) {
        let cut = &SITES.as_bytes()[..at.min(SITES.len())];
        let files = vec![("a.tf.json".to_owned(), cut.to_vec())];
        let read = with_options(|options| read_configuration(files, "tf:x", &TypeTable::builtin(), options));
        prop_assert!(read.is_err() || cut.len() >= SITES.trim_end().len());
    }
}
