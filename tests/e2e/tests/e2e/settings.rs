//! Where settings come from, and what is wrong with them.

use atg_e2e::Sandbox;

use crate::snapshot;

#[test]
fn the_strongest_says_it_and_is_named() {
    let mut sandbox = Sandbox::new();
    sandbox.write("atg.toml", "demos = \"rounds\"\ntarget_fidelity = 97.5\nplugins = [\"./mine.wasm\", \"tags\"]\n\
        type_map = \"types.tsv\"\nplugin_timeout = \"20s\"\n\n[plugin.metric-tags]\nthreshold = 0.9\n\n[profile.production]\n\
        subscription_id = \"11111111-1111-1111-1111-111111111111\"\n");
    let user = sandbox.home().join(".config/atg/atg.toml");
    std::fs::create_dir_all(user.parent().unwrap()).unwrap();
    std::fs::write(&user, "demos = \"never\"\ncolor = \"never\"\nthreads = 3\n").unwrap();
    sandbox.set("ATG_PLUGIN_TIMEOUT", "30s").set("ATG_THREADS", "2");
    sandbox
        .set("AZURE_TENANT_2_NAME", "replica")
        .set("AZURE_TENANT_2_SUBSCRIPTION_ID", "22222222-2222-2222-2222-222222222222");
    sandbox.set("AZURE_TENANT_2_CLIENT_SECRET", "canary");
    let run = sandbox
        .line("atg config show --origin --threads 1 --plugin-setting metric-tags.threshold=1")
        .exits(0);
    assert!(!run.stdout().contains("canary"));
    snapshot!(run);
}

#[test]
fn without_origin() {
    snapshot!(Sandbox::new().line("atg config show").exits(0));
}

#[test]
fn which_files() {
    let sandbox = Sandbox::new();
    sandbox.write("atg.toml", "");
    snapshot!(sandbox.line("atg config path").exits(0));
}

#[test]
fn a_project_is_found_from_below() {
    let sandbox = Sandbox::new();
    sandbox.write("atg.toml", "demos = \"rounds\"");
    sandbox.write("deep/er/x", "");
    let output = sandbox
        .command(&["config", "show", "--origin"])
        .current_dir(sandbox.path().join("deep/er"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let demos = text.lines().find(|line| line.starts_with("demos")).unwrap();
    assert!(demos.contains("/work/rounds"), "{demos}");
    let graph = text.lines().find(|line| line.starts_with("graph")).unwrap();
    assert!(graph.contains("sqlite:.atg/graph.db"), "{graph}");
}

#[test]
fn mistakes_in_a_file_name_their_place() {
    let mut told = String::new();
    for content in [
        "grpah = \"x\"\n",
        "# mine\n\nzebra = 1\n",
        "target_fidelity = \"high\"\n",
        "target_fidelity = 120\n",
        "demos = 3\n",
        "plugins = \"one\"\n",
        "color = \"blue\"\n",
        "plugin_memory = \"lots\"\n",
        "[profile.production]\nsubscripton_id = \"x\"\n",
        "[grant]\nmetric-x = 3\n",
        "demos = \"unfinished\n",
        "a = 1\na = 2\n",
    ] {
        let sandbox = Sandbox::new();
        sandbox.write("atg.toml", content);
        told += &format!("{content}{}\n\n", sandbox.line("atg config show").exits(2));
    }
    let sandbox = Sandbox::new();
    sandbox.write("atg.toml", b"demos = \"\xff\"\n");
    told += &format!("not UTF-8\n{}\n", sandbox.line("atg config show").exits(2));
    snapshot!(told);
}

#[test]
fn a_clone_is_not_trusted_until_somebody_says_so() {
    let sandbox = Sandbox::new();
    sandbox.write("atg.toml", "[grant]\nmetric-secrets = [\"sensitive\"]\n");
    let granted = |sandbox: &Sandbox| {
        sandbox
            .line("atg config show")
            .exits(0)
            .stdout()
            .contains("grant.metric-secrets")
    };
    assert!(!granted(&sandbox));
    let mut told = format!("{}\n", sandbox.line("atg config path").exits(0));
    told += &format!("{}\n", sandbox.line("atg trust").exits(0));
    assert!(granted(&sandbox));
    sandbox.write("atg.toml", "[grant]\nmetric-secrets = [\"sensitive\", \"more\"]\n");
    assert!(!granted(&sandbox), "what changed is trusted anew");
    sandbox.line("atg trust").exits(0);
    assert!(granted(&sandbox));
    told += &format!("{}\n", sandbox.line("atg trust --revoke").exits(0));
    assert!(!granted(&sandbox));
    told += &format!("{}\n", sandbox.line("atg trust --revoke").exits(0));
    std::fs::create_dir(sandbox.path().join("empty")).unwrap();
    told += &format!("{}\n", sandbox.line("atg trust empty").exits(2));
    snapshot!(told);
}

#[test]
fn errors_as_json_lines() {
    let run = Sandbox::new().line("atg trust --log-format json").exits(2);
    let line: serde_json::Value = serde_json::from_str(run.stderr().trim()).unwrap();
    assert_eq!(line["level"], "error");
    assert!(line["hint"].is_string());
}
