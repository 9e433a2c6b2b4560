//! States.

use super::*;
use proptest::prelude::*;
use serde_json::json;

const STATE: &str = include_str!("../../../../testdata/estate.tfstate");
const SHOWN: &str = include_str!("../../../../testdata/plan.show.json");
const GROUP: &str = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-a/providers";

#[test]
fn the_id_is_the_truth() {
    let snapshot = state_of(STATE).unwrap();
    let expected = [
        format!("{GROUP}/Microsoft.Brand/news/n"),
        format!("{GROUP}/Microsoft.Network/networkSecurityGroups/nsg"),
        format!("{GROUP}/Microsoft.Network/virtualNetworks/hub"),
        format!("{GROUP}/Microsoft.Network/virtualNetworks/hub/subnets/a"),
        format!("{GROUP}/Microsoft.Network/virtualNetworks/hub/subnets/b"),
        format!("{GROUP}/Microsoft.Storage/storageAccounts/stold"),
        format!("{GROUP}/Microsoft.Storage/storageAccounts/sttruth"),
        format!("{GROUP}/Microsoft.Storage/storageAccounts/sttruth/blobServices/default/containers/c"),
    ];
    assert_eq!(ids(&snapshot), expected);
    assert_eq!(
        snapshot.scope.subscription_id.as_deref(),
        Some("11111111-2222-3333-4444-555555555555")
    );
    assert_eq!(
        (
            snapshot.read.groups_listed,
            snapshot.read.outside,
            snapshot.read.untyped.len()
        ),
        (1, 2, 0)
    );
    assert_eq!(edges(&snapshot), [("a".to_owned(), "nsg".to_owned())]);
    let notes: Vec<&str> = snapshot.read.notes.keys().map(String::as_str).collect();
    let expected = [
        "azurerm_key_vault_secret: not a resource below a subscription",
        "azurerm_storage_account: deposed: replaced already, and to be destroyed by the next apply",
        "azurerm_subnet: tainted: to be replaced by the next apply",
        "azurerm_subnet_network_security_group_association: a relationship, not a resource",
        "random_string: not a resource of Azure",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn secrets_reach_no_body() {
    let mut buffer = Vec::new();
    for (text, input) in [("tfstate", STATE), ("shown", SHOWN)] {
        let snapshot = state_of(input).unwrap();
        for resource in 0..snapshot.len() {
            snapshot.body(resource, &mut buffer).unwrap();
            let body = String::from_utf8(buffer.clone()).unwrap();
            assert!(!body.contains("hunter2"), "{text}: {body}");
        }
        assert!(input.contains("hunter2"));
    }
}

#[test]
fn what_terraform_shows_is_read_too() {
    let snapshot = state_of(SHOWN).unwrap();
    let expected = [
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-a/providers/Microsoft.Network/virtualNetworks/planned".to_owned(),
        format!("{GROUP}/Microsoft.Storage/storageAccounts/stmade"),
    ];
    assert_eq!(ids(&snapshot), expected);
    assert_eq!(state_of(r#"{"format_version": "1.0"}"#).unwrap().len(), 0);
}

#[test]
fn a_state_without_resources_is_an_empty_estate() {
    let snapshot = state_of(r#"{"version": 4, "serial": 1, "resources": []}"#).unwrap();
    assert_eq!((snapshot.len(), snapshot.read.groups_listed), (0, 0));
}

#[test]
fn faults_say_what_to_do() {
    let told = |text: &str| {
        let error = state_of(text).unwrap_err();
        assert_eq!(error.to_string(), "cannot read `tfstate:x`");
        (fault(&error), error.hint().unwrap_or_default())
    };
    assert_eq!(told("").0, "line 1, column 1: the file is empty");
    assert!(told(&STATE[..STATE.len() / 2]).0.contains("EOF"));
    assert_eq!(told(r#"{"version": 3}"#).0, "the state has format 3; only 4 is read");
    assert!(
        told(r#"{"encrypted_data": "x", "version": 4}"#)
            .1
            .contains("tofu state pull")
    );
    assert_eq!(told(r#"{"a": 1}"#).0, "it is no Terraform state: there is no `version`");
    assert_eq!(told("[]").0, "the top is not an object");
    assert_eq!(
        told(r#"{"version": 4, "resources": [3]}"#).0,
        "`resources[0]`: it is not an object"
    );
    assert_eq!(
        told(r#"{"version": 4, "resources": [{"type": "x"}]}"#).0,
        "`resources[0]`: `type` or `name` is missing"
    );
    assert!(told(r#"{"format_version": "2.0"}"#).0.contains("format `2.0`"));
}

proptest! {
    #[test]
    fn no_cut_panics(at in 0_usize..8000) {
        let cut = STATE.get(..at.min(STATE.len())).unwrap_or_default();
        prop_assert!(state_of(cut).is_err() || cut.len() >= STATE.trim_end().len());
    }

    #[test]
    fn no_state_panics(
        id in "(|/|/subscriptions/s(/resourceGroups/g(/providers/A.B/c/d)?)?|https://x|[a-z/|]{0,9})",
        type_name in "(azurerm_lb|azurerm_subnet|azurerm_role_assignment|azurerm_new|azapi_resource|aws_x)",
        text in "[a-z/@.]{0,12}",
    ) {
        let attributes = json!({"id": id, "name": text, "type": text, "parent_id": id, "scope": id, "sensitive": {"a": text}});
        let instance = json!({"attributes": attributes, "index_key": text, "sensitive_attributes": [[{"type": "get_attr", "value": "sensitive"}]]});
        let state = json!({"version": 4, "resources": [{"mode": "managed", "type": type_name, "name": "n", "instances": [instance]}]});
        let snapshot = state_of(&state.to_string()).unwrap();
        let read = &snapshot.read;
        prop_assert_eq!(u64::from(snapshot.len()) + read.groups_listed + read.outside, 1);
    }
}
