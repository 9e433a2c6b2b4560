//! Ids of types of the table, of a file, and of azapi.

use super::*;
use crate::readers::terraform::TypeTable;

struct Given<'g>(&'g [(&'g str, &'g str)]);

impl Arguments for Given<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, text)| (*text).to_owned())
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.0.iter().map(|(name, _)| (*name).to_owned()).collect();
        names.sort();
        names
    }

    fn named(&mut self, argument: &str, arm_type: &str) -> Option<String> {
        let name = self.text(argument)?;
        (name == "known").then(|| format!("/subscriptions/s/resourceGroups/g/providers/{arm_type}/known"))
    }
}

const AROUND: Around<'static> = Around {
    address: "azurerm_x.y",
    subscription: "s",
};

fn id(terraform_type: &str, arguments: &[(&str, &str)]) -> (String, bool) {
    let table = TypeTable::builtin();
    match place(table.get(terraform_type).unwrap(), &mut Given(arguments), AROUND) {
        Placed::Resource(built) | Placed::Group(built) => (built.id, built.certain),
        other => (format!("{other:?}"), true),
    }
}

#[test]
fn ids_are_built_as_azure_has_them() {
    let group = ("resource_group_name", "rg");
    let certain = |terraform_type: &str, arguments: &[(&str, &str)], expected: &str| {
        assert_eq!(id(terraform_type, arguments), (expected.to_owned(), true));
    };
    certain(
        "azurerm_resource_group",
        &[("name", "rg")],
        "/subscriptions/s/resourceGroups/rg",
    );
    certain(
        "azurerm_windows_virtual_machine",
        &[group, ("name", "vm")],
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
    );
    let subnet = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/n";
    certain(
        "azurerm_subnet",
        &[group, ("virtual_network_name", "v"), ("name", "n")],
        subnet,
    );
    let network = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
    certain(
        "azurerm_subnet",
        &[("virtual_network_id", network), ("name", "n")],
        subnet,
    );
    certain(
        "azurerm_monitor_diagnostic_setting",
        &[("target_resource_id", network), ("name", "d")],
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v\
         /providers/Microsoft.Insights/diagnosticSettings/d",
    );
    certain(
        "azurerm_storage_container",
        &[("storage_account_name", "known"), ("name", "c")],
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/known\
         /blobServices/default/containers/c",
    );
    certain(
        "azurerm_log_analytics_solution",
        &[group, ("solution_name", "Updates"), ("workspace_name", "ws")],
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationsManagement/solutions/Updates(ws)",
    );
    certain(
        "azurerm_subscription_policy_assignment",
        &[("subscription_id", "other"), ("name", "p")],
        "/subscriptions/other/providers/Microsoft.Authorization/policyAssignments/p",
    );
    certain(
        "azurerm_policy_definition",
        &[("name", "p")],
        "/subscriptions/s/providers/Microsoft.Authorization/policyDefinitions/p",
    );
    certain(
        "azurerm_policy_definition",
        &[("name", "p"), ("management_group_id", "m")],
        "Outside",
    );
    certain("azurerm_key_vault_secret", &[("name", "p")], "Outside");
    certain(
        "azurerm_role_assignment",
        &[("name", "p"), ("scope", "/providers/x/y/z")],
        "Outside",
    );
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let uncertain = |terraform_type: &str, arguments: &[(&str, &str)], expected: &str| {
        assert_eq!(id(terraform_type, arguments), (expected.to_owned(), false));
    };
    uncertain(
        "azurerm_storage_account",
        &[
            ("resource_group_name", "${var.a/b}"),
            ("name", "st${random_string.x.result}"),
        ],
        "/subscriptions/s/resourceGroups/${var.a%2Fb}/providers/Microsoft.Storage/storageAccounts/azurerm_x.y",
    );
    uncertain(
        "azurerm_virtual_machine_extension",
        &[("virtual_machine_id", "${var.vm}"), ("name", "e")],
        "/subscriptions/s/providers/Microsoft.Compute/virtualMachines/${var.vm}/extensions/e",
    );
    uncertain(
        "azurerm_log_analytics_solution",
        &[("resource_group_name", "rg"), ("solution_name", "Updates")],
        "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationsManagement/solutions/azurerm_x.y",
    );
    uncertain(
        "azurerm_role_assignment",
        &[],
        "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/azurerm_x.y",
    );
    uncertain(
        "azurerm_subnet",
        &[],
        "/subscriptions/s/providers/Microsoft.Network/virtualNetworks/-/subnets/azurerm_x.y",
    );
}

#[test]
fn types_of_a_file_find_their_place() {
    let text = "terraform_type\tarm_type\tscope\n\
                azurerm_child\tA.B/cluster/childThings\t/subscriptions/resourceGroups\n\
                azurerm_deep\tA.B/bigClusters/boxes/childThings\t/subscriptions/resourceGroups\n\
                azurerm_extension\tA.B/extensions\tany\n\
                azurerm_of\tA.B/extensions\t/subscriptions/resourceGroups/A.B/things\n\
                azurerm_sub\tA.B/settings\t/subscriptions\n";
    let table = TypeTable::with_file(text, "t").unwrap();
    let id = |terraform_type: &str, arguments: &[(&str, &str)]| match place(
        table.get(terraform_type).unwrap(),
        &mut Given(arguments),
        AROUND,
    ) {
        Placed::Resource(built) => (built.id, built.certain),
        other => (format!("{other:?}"), true),
    };
    let cluster = "/subscriptions/s/resourceGroups/g/providers/A.B/cluster/k";
    let child = (format!("{cluster}/childThings/n"), true);
    assert_eq!(id("azurerm_child", &[("my_cluster_id", cluster), ("name", "n")]), child);
    assert_eq!(
        id(
            "azurerm_child",
            &[("kube_cluster_name", "k"), ("resource_group_name", "g"), ("name", "n")]
        ),
        child
    );
    let deep = &[
        ("big_cluster_name", "k"),
        ("resource_group_name", "g"),
        ("name", "n"),
        ("box_id", "x"),
    ];
    let expected = "/subscriptions/s/resourceGroups/g/providers/A.B/bigClusters/k/boxes/-/childThings/n";
    assert_eq!(id("azurerm_deep", deep), (expected.to_owned(), false));
    let extension = (format!("{cluster}/providers/A.B/extensions/n"), true);
    assert_eq!(id("azurerm_extension", &[("scope", cluster), ("name", "n")]), extension);
    let thing = "/subscriptions/s/resourceGroups/g/providers/A.B/things/k";
    let extension = (format!("{thing}/providers/A.B/extensions/n"), true);
    assert_eq!(
        id("azurerm_of", &[("a_id", cluster), ("b_id", thing), ("name", "n")]),
        extension
    );
    let setting = ("/subscriptions/s/providers/A.B/settings/n".to_owned(), true);
    assert_eq!(id("azurerm_sub", &[("name", "n")]), setting);
}

#[test]
fn azapi_says_type_and_parent() {
    let id = |arguments: &[(&str, &str)]| match place_azapi("azapi_resource", "l", &mut Given(arguments), AROUND) {
        Placed::Resource(built) | Placed::Group(built) => (built.id, built.certain, built.untyped),
        other => (format!("{other:?}"), true, false),
    };
    let known = |arguments: &[(&str, &str)], expected: &str| {
        assert_eq!(id(arguments), (expected.to_owned(), true, false));
    };
    let group = "/subscriptions/a/resourceGroups/g";
    let site = "/subscriptions/a/resourceGroups/g/providers/A.B/sites/n";
    known(
        &[("type", "A.B/sites@2024-01-01"), ("parent_id", group), ("name", "n")],
        site,
    );
    known(
        &[("type", "A.B/sites/slots@v"), ("parent_id", site), ("name", "n")],
        &format!("{site}/slots/n"),
    );
    known(
        &[("type", "C.D/locks@v"), ("parent_id", site), ("name", "n")],
        &format!("{site}/providers/C.D/locks/n"),
    );
    let groups = "Microsoft.Resources/resourceGroups@v";
    known(
        &[("type", groups), ("name", "g"), ("parent_id", "/subscriptions/a")],
        group,
    );
    known(&[("type", groups), ("name", "g")], "/subscriptions/s/resourceGroups/g");
    known(
        &[
            ("type", "A.B/sites@v"),
            ("name", "g"),
            ("parent_id", "/providers/M.G/groups/x"),
        ],
        "Outside",
    );
    let open = id(&[
        ("type", "A.B/sites/slots@v"),
        ("parent_id", "${var.site}"),
        ("name", "n"),
    ]);
    assert_eq!(
        open,
        (
            "/subscriptions/s/providers/A.B/sites/${var.site}/slots/n".to_owned(),
            false,
            false
        )
    );
    assert_eq!(
        id(&[("type", "${var.t}"), ("name", "n")]).0,
        "/subscriptions/s/providers/terraform/azapi_resource/l"
    );
}
