//! `atg compare-iterations`.

use atg_e2e::Sandbox;
use serde_json::{Value, json};

use crate::snapshot;

fn configuration(groups: &[&str], accounts: &[(&str, &str)]) -> String {
    let groups: serde_json::Map<String, Value> = groups
        .iter()
        .map(|name| ((*name).to_owned(), json!({"name": name, "location": "westeurope"})))
        .collect();
    let accounts: serde_json::Map<String, Value> = accounts
        .iter()
        .map(|(name, tier)| {
            let body = json!({
                "name": name, "location": "westeurope", "account_tier": tier, "account_replication_type": "LRS",
                "resource_group_name": "${azurerm_resource_group.one.name}",
            });
            ((*name).to_owned(), body)
        })
        .collect();
    json!({"resource": {"azurerm_resource_group": groups, "azurerm_storage_account": accounts}}).to_string()
}

fn demos() -> Sandbox {
    let sandbox = Sandbox::new();
    let iterations = [
        (7, configuration(&["one"], &[("first", "Standard")])),
        (
            8,
            configuration(&["one", "two"], &[("first", "Standard"), ("second", "Standard")]),
        ),
        (
            9,
            configuration(&["one"], &[("first", "Premium"), ("second", "Standard")]),
        ),
    ];
    for (number, content) in iterations {
        sandbox.write(&format!("demos/iteration{number}/main.tf.json"), content);
    }
    sandbox
}

#[test]
fn columns_side_by_side() {
    let sandbox = demos();
    let report = sandbox
        .line("atg compare-iterations --iterations 7,8,9 --format json --output -")
        .exits(0)
        .json();
    let counts: Vec<&Value> = report["iterations"]
        .as_array()
        .expect("iterations")
        .iter()
        .map(|one| &one["resources"])
        .collect();
    assert_eq!(counts, [&json!(2), &json!(4), &json!(3)]);
    snapshot!(sandbox.line("atg compare-iterations --iterations 7-9").exits(0));
    snapshot!(sandbox.read("demos/iteration_comparison.md"));
}

#[test]
fn what_cannot_be_compared() {
    let sandbox = demos();
    let mut text = String::new();
    for list in ["7,8,11", "9-7", "x", "", "7,,8", "1-9999999"] {
        text += &format!(
            "--iterations '{list}'\n{}\n\n",
            sandbox.atg(&["compare-iterations", "--iterations", list])
        );
    }
    snapshot!(text);
}

/// The real iterations, where somebody has them: `ATG_TEST_REAL_DATA=DIR` with `iterationN.tf.json` in it.
#[test]
#[allow(clippy::print_stdout, reason = "whoever runs it sees that it was not asked for")]
fn real_iterations() {
    let Some(folder) = std::env::var_os("ATG_TEST_REAL_DATA") else {
        println!("not asked for: set ATG_TEST_REAL_DATA");
        return;
    };
    let sandbox = Sandbox::new();
    for number in [86, 90, 91] {
        let name = format!("iteration{number}.tf.json");
        let content = std::fs::read(std::path::Path::new(&folder).join(name)).expect("a real iteration");
        sandbox.write(&format!("demos/iteration{number}/main.tf.json"), content);
    }
    let report = sandbox
        .line("atg compare-iterations --iterations 86,90,91 --format json --output -")
        .exits(0)
        .json();
    let counts: Vec<&Value> = report["iterations"]
        .as_array()
        .expect("iterations")
        .iter()
        .map(|one| &one["resources"])
        .collect();
    assert_eq!(counts, [&json!(124), &json!(620), &json!(619)]);
    let told = sandbox
        .line("atg compare-iterations --iterations 86,90,91")
        .exits(0)
        .stdout();
    assert!(told.contains("91 is 90 less one resource"), "{told}");
}
