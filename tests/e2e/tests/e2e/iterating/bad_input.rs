//! What a run may meet.

use std::fs;

use atg_e2e::Sandbox;
use atg_e2e::terraform::{Terraform, executable, provider, real};
use serde_json::{Value, json};

use super::{PACK, SUBSCRIPTION, document, estate, iterate, of_rounds, prepared, row, state, write, yields_add_up};
use crate::snapshot;

/// A sandbox whose Terraform is a script.
fn with_script(script: &str) -> Sandbox {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    let program = sandbox.home().join("fake/terraform");
    executable(&program, script);
    sandbox.set("ATG_TERRAFORM", &program.display().to_string());
    sandbox
}

#[test]
fn terraform_missing_too_old_or_none_at_all() {
    let mut missing = Sandbox::new();
    write(&missing, &estate());
    missing.set("ATG_TERRAFORM", "/nowhere/terraform");
    snapshot!(iterate(&missing, &[]).exits(1));
    assert!(!missing.path().join("demos").exists(), "nothing was begun");
    let old = with_script("#!/bin/sh\necho '{\"terraform_version\":\"1.3.9\"}'\n");
    snapshot!(iterate(&old, &[]).exits(1));
    let garbage = with_script("#!/bin/sh\necho hello\n");
    snapshot!(iterate(&garbage, &[]).exits(1));
}

#[test]
fn garbage_between_the_lines_is_no_failure() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    let program = sandbox.home().join("loud/terraform");
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = init ]; then printf 'panic? \\001\\033[31m not json {{\\n'; echo 'and more' >&2; fi\nexec '{}' \"$@\"\n",
        real().display()
    );
    executable(&program, &script);
    Terraform::with(&mut sandbox, &program, &provider());
    iterate(&sandbox, &["--schema-pack", PACK]).exits(0);
}

#[test]
fn a_provider_that_is_missing_or_crashes_is_told() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    let config = sandbox.write(
        "empty.tfrc",
        "provider_installation {\n  filesystem_mirror {\n    path = \"/nowhere\"\n  }\n}\n",
    );
    sandbox
        .set("ATG_TERRAFORM", &real().display().to_string())
        .set("ATG_TERRAFORM_CLI_CONFIG", &config.display().to_string());
    iterate(&sandbox, &["--schema-pack", PACK]).exits(3);
    let missing = state(&sandbox);
    assert_eq!(missing["rounds"][0]["validated"], false);
    assert!(
        missing["rounds"][0]["errors"]["init"].as_u64().unwrap_or(0) > 0,
        "{missing}"
    );

    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    let crashing = sandbox.home().join("crashing");
    executable(&crashing, "#!/bin/sh\necho 'panic: no' >&2\nexit 2\n");
    Terraform::with(&mut sandbox, &real(), &crashing);
    iterate(&sandbox, &["--schema-pack", PACK]).exits(3);
    let crashed = state(&sandbox);
    assert_eq!(crashed["consecutive_passes"], 0);
    assert_eq!(of_rounds(&crashed, "verdict"), [json!("failed")]);
}

#[test]
fn an_empty_source_is_never_a_pass() {
    let (sandbox, terraform) = prepared(&[]);
    snapshot!(iterate(&sandbox, &["--until-stable"]).exits(3));
    assert_eq!(terraform.folders("validate").len(), 0);
    assert_eq!(state(&sandbox)["validation_passed"], false);
}

#[test]
fn a_source_of_one_resource_is_an_estate() {
    let (sandbox, _) = prepared(&estate()[1..2]);
    iterate(&sandbox, &["--until-stable", "--schema-pack", PACK]).exits(0);
    yields_add_up(&sandbox, 1..=3);
}

#[test]
fn odd_names_and_references_out_of_the_scope() {
    let long = format!("n{}", "x".repeat(89));
    let outside =
        format!("{SUBSCRIPTION}/resourceGroups/rg-elsewhere/providers/Microsoft.Network/networkSecurityGroups/gone");
    let rows = [
        row("RG-Case", "Microsoft.Network/networkSecurityGroups", &long, &json!({})),
        row(
            "rg-case",
            "Microsoft.Network/routeTables",
            "${odd} \"name\"",
            &json!({}),
        ),
        row(
            "rg-case",
            "Microsoft.Network/networkInterfaces",
            "nic-1",
            &json!({ "properties": { "networkSecurityGroup": { "id": outside } } }),
        ),
    ];
    let (sandbox, _) = prepared(&rows);
    iterate(&sandbox, &["--schema-pack", PACK]);
    yields_add_up(&sandbox, [1]);
    let main = document(&sandbox, 1, "main.tf.json");
    let blocks = main["resource"]["azapi_resource"].as_object().expect("blocks");
    let groups: Vec<&Value> = blocks
        .values()
        .filter(|block| {
            block["type"]
                .as_str()
                .is_some_and(|name| name.starts_with("Microsoft.Resources/resourceGroups@"))
        })
        .collect();
    assert_eq!(groups.len(), 1, "two groups that differ in case are one");
    let text = main.to_string();
    assert!(text.contains(&long) && text.contains("$${odd}"), "{text}");
    let yields = document(&sandbox, 1, "yield.json");
    assert_eq!(yields["outside"]["count"], 1);
    assert_eq!(yields["outside"]["first"][0]["id"], outside);
}

#[test]
fn a_state_of_a_newer_version_or_of_another_tool_is_left_alone() {
    let (sandbox, _) = prepared(&estate());
    for text in [r#"{"schema_version": 9}"#, r#"{"iteration": 182}"#, "{"] {
        sandbox.write("demos/iteration_state.json", text);
        snapshot!(iterate(&sandbox, &[]).exits(1));
        assert_eq!(sandbox.read("demos/iteration_state.json"), text);
        assert!(!sandbox.path().join("demos/iteration1").exists());
    }
}

#[test]
fn fixes_of_a_newer_version_are_left_alone() {
    let (sandbox, _) = prepared(&estate());
    let text = r#"{"schema_version": 9, "fixes": []}"#;
    sandbox.write("demos/fixes.json", text);
    snapshot!(iterate(&sandbox, &[]).exits(1));
    assert_eq!(sandbox.read("demos/fixes.json"), text);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let (sandbox, _) = prepared(&estate());
    sandbox.write("taken", "a file, no folder");
    snapshot!(iterate(&sandbox, &["--demos", "taken"]).exits(1));
    assert_eq!(
        fs::read_to_string(sandbox.path().join("taken")).expect("the file"),
        "a file, no folder"
    );
}

#[test]
fn what_cannot_be_is_a_usage_error() {
    let (sandbox, terraform) = prepared(&estate());
    snapshot!(iterate(&sandbox, &["--auto-deploy"]).exits(2));
    snapshot!(iterate(&sandbox, &["--min-fidelity", "many"]).exits(2));
    snapshot!(iterate(&sandbox, &["--generator", "make 'it"]).exits(2));
    snapshot!(iterate(&sandbox, &["--generator", "make it"]).exits(2));
    assert_eq!(terraform.calls(), []);
}

#[test]
fn a_generator_of_somebody_else_is_only_believed_by_its_files() {
    let (sandbox, _) = prepared(&estate());
    let script = "#!/bin/sh\nexit 0\n";
    executable(&sandbox.path().join("lazy"), script);
    let lazy = sandbox.path().join("lazy").display().to_string();
    iterate(&sandbox, &["--generator", &format!("{lazy} {{output}}")]).exits(3);
    let verdicts = of_rounds(&state(&sandbox), "verdict");
    assert_eq!(verdicts, [json!("empty")]);
    executable(
        &sandbox.path().join("working"),
        "#!/bin/sh\nprintf '{\"resource\":{\"terraform_data\":{\"a\":{\"input\":\"%s\"}}}}' \"$2\" > \"$1/main.tf.json\"\n",
    );
    let working = sandbox.path().join("working").display().to_string();
    iterate(&sandbox, &["--generator", &format!("{working} {{output}} {{prefix}}")]).exits(3);
    let yields = document(&sandbox, 2, "yield.json");
    assert_eq!(
        (&yields["source"], &yields["emitted"], &yields["skipped"]),
        (&json!(3), &json!(0), &json!(3))
    );
    assert!(sandbox.read("demos/iteration2/main.tf.json").contains("ITERATION2_"));
}
