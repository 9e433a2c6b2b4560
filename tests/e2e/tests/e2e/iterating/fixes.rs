//! Fixes stay, and what loses something needs a person.

use atg_e2e::Sandbox;
use atg_e2e::terraform::{Terraform, executable, provider, real};
use serde_json::{Value, json};

use super::{PACK, document, estate, iterate, of_rounds, prepared, state, write, yields_add_up};
use crate::snapshot;

#[test]
fn a_fix_is_still_there_two_rounds_later() {
    // Without a schema pack nobody knows that the service alone sets the tier.
    let (sandbox, terraform) = prepared(&estate());
    let run = iterate(&sandbox, &["--until-stable"]).exits(0);
    let state = state(&sandbox);
    let verdicts = of_rounds(&state, "verdict");
    let passed = verdicts.iter().position(|verdict| verdict == "passed").expect("a pass");
    assert!(passed > 0, "{verdicts:?}");
    assert_eq!(verdicts[passed + 1..], [json!("fixed-point"), json!("fixed-point")]);
    assert_eq!(terraform.folders("validate").len(), passed + 3);
    let last = u32::try_from(passed + 3).expect("few rounds");
    let account = |iteration| {
        document(&sandbox, iteration, "main.tf.json")["resource"]["azapi_resource"]["storage_accounts_stdata001"]["body"]
            ["sku"]
            .clone()
    };
    assert_eq!(account(1), json!({ "name": "Standard_LRS", "tier": "Standard" }));
    assert_eq!(account(last), json!({ "name": "Standard_LRS" }));
    let fixes: Value = serde_json::from_str(&sandbox.read("demos/fixes.json")).expect("fixes");
    let fixes = fixes["fixes"].as_array().expect("fixes");
    assert!(
        fixes
            .iter()
            .all(|fix| fix["effect"] == "lossless" && fix["state"] == "active")
    );
    yields_add_up(&sandbox, 1..=last);
    drop(run);
}

/// A Terraform that finds fault with every configuration that lacks a text, in words that nobody knows.
fn with_an_odd_check(sandbox: &mut Sandbox, wanted: &str) -> Terraform {
    let program = sandbox.home().join("odd/terraform");
    let real = real();
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = validate ] && ! grep -q '{wanted}' main.tf.json; then\n\
         printf '%s' '{{\"format_version\":\"1.0\",\"valid\":false,\"error_count\":1,\"warning_count\":0,\"diagnostics\":[\
         {{\"severity\":\"error\",\"summary\":\"Frobnication refused\",\"detail\":\"The house rule 7 wants more patience here.\",\
         \"address\":\"azapi_resource.storage_accounts_stdata001\"}}]}}'\nexit 1\nfi\nexec '{}' \"$@\"\n",
        real.display()
    );
    executable(&program, &script);
    Terraform::with(sandbox, &program, &provider())
}

/// A third-party analyzer, made and built by the binary alone.
fn third_party(sandbox: &Sandbox, fix: &str) -> String {
    sandbox
        .line("atg plugin new analyzer house-rules --folder house-rules")
        .exits(0);
    let source = sandbox.read("house-rules/src/lib.rs");
    let from = source.find("const EXISTS: Rule").expect("the example rule");
    let to = source.find("/// What this plugin is;").expect("the plugin");
    let rule = format!(
        "const EXISTS: Rule = Rule::new(\"house-rule-7\", \"The house has a rule of its own.\")\n    .category(\"policy\")\n    \
         .when(&[Pattern::Text(\"frobnication refused\")])\n    .says(\"{{place}} breaks house rule 7\")\n    .fixes(&[{fix}])\n    \
         .examples(&[]);\n\n"
    );
    let changed = [&source[..from], &rule, &source[to..]].concat();
    sandbox.write("house-rules/src/lib.rs", changed);
    let manifest = sandbox
        .read("house-rules/atg-plugin.toml")
        .replace("already exists", "frobnication");
    sandbox.write("house-rules/atg-plugin.toml", manifest);
    sandbox.line("atg plugin build house-rules").exits(0);
    let name = std::fs::read_dir(sandbox.path().join("house-rules"))
        .expect("the plugin's folder")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .find(|name| name.ends_with(".wasm"))
        .expect("a component");
    format!("house-rules/{name}")
}

#[test]
fn an_analyzer_of_somebody_else_mends_what_no_other_knows() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    with_an_odd_check(&mut sandbox, "2h");
    // Alone, atg shows what it does not know, and stops.
    snapshot!(iterate(&sandbox, &["--until-stable", "--schema-pack", PACK]).exits(3));
    let unknown = document(&sandbox, 1, "analysis.json")["unknown"].clone();
    assert!(
        unknown
            .as_array()
            .expect("clusters")
            .iter()
            .any(|one| one["summary"] == "Frobnication refused")
    );
    let fix = r#"FixTemplate::new("set-attribute").path("timeouts.create").text("2h").because("house rule 7 says so")"#;
    let plugin = third_party(&sandbox, fix);
    iterate(
        &sandbox,
        &["--until-stable", "--schema-pack", PACK, "--plugin", &plugin],
    )
    .exits(0);
    let verdicts = of_rounds(&state(&sandbox), "verdict");
    assert_eq!(
        verdicts,
        ["failed", "failed", "passed", "fixed-point", "fixed-point"].map(|word| json!(word))
    );
    let fixes: Value = serde_json::from_str(&sandbox.read("demos/fixes.json")).expect("fixes");
    assert_eq!(fixes["fixes"][0]["proposed_by"]["rule"], "house-rule-7");
}

#[test]
fn dropping_a_resource_never_makes_a_pass_unattended() {
    let mut sandbox = Sandbox::new();
    write(&sandbox, &estate());
    with_an_odd_check(&mut sandbox, "no such text");
    let plugin = third_party(
        &sandbox,
        r#"FixTemplate::new("drop-resource").because("then nobody complains")"#,
    );
    let arguments = ["--until-stable", "--schema-pack", PACK, "--plugin", &plugin];
    let run = iterate(&sandbox, &arguments).exits(3);
    assert_eq!(of_rounds(&state(&sandbox), "verdict"), [json!("failed")]);
    assert_eq!(document(&sandbox, 1, "yield.json")["skipped"], 0);
    snapshot!(run);
}
