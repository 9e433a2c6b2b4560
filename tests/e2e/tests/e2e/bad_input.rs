//! Bad input: a clear error that names file and place, exit 1 or 2, and nothing half written.

use std::fmt::Write as _;

use atg_e2e::Sandbox;
use atg_tenants::Tenants;

use crate::fixtures::documents;
use crate::snapshot;

const ROW: &str = r#"{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/one","name":"one","type":"Microsoft.Web/sites","location":"westeurope","resourceGroup":"g","properties":{"state":"Running"}}"#;

fn told(files: &[(&str, &[u8])], lines: &[&str]) -> String {
    let sandbox = Sandbox::new();
    for (name, content) in files {
        sandbox.write(name, content);
    }
    let before = listing(&sandbox);
    let mut text = String::new();
    for line in lines {
        let run = sandbox.line(line);
        assert!(matches!(run.code(), Some(1 | 2)), "{line}\n{run}");
        assert!(run.bytes().is_empty(), "{line}\n{run}");
        let _ = write!(text, "$ {line}\n{run}\n\n");
    }
    assert_eq!(listing(&sandbox), before, "files were left behind");
    text
}

fn listing(sandbox: &Sandbox) -> Vec<String> {
    let mut open = vec![sandbox.path()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            found.push(format!(
                "{} {}",
                path.display(),
                std::fs::metadata(&path).map_or(0, |facts| facts.len())
            ));
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    found.retain(|path| !path.contains("/.atg"));
    found.sort();
    found
}

#[test]
fn rows_of_resource_graph() {
    let good = format!("{ROW}\n");
    let truncated = format!("{ROW}\n{}", &ROW[..90]);
    let mut not_text = good.clone().into_bytes();
    not_text.extend(b"{\"id\":\"\xff\xfe\"}\n");
    let nul = format!("{ROW}\n\0\n");
    snapshot!(told(
        &[
            ("good.jsonl", good.as_bytes()),
            ("truncated.jsonl", truncated.as_bytes()),
            ("latin.jsonl", &not_text),
            ("nul.jsonl", nul.as_bytes()),
            ("list.jsonl", b"[1, 2]\n"),
            ("folder/x", b""),
        ],
        &[
            "atg fidelity --source arg:good.jsonl --target arg:truncated.jsonl",
            "atg fidelity --source arg:latin.jsonl --target arg:good.jsonl",
            "atg fidelity --source arg:nul.jsonl --target arg:good.jsonl",
            "atg fidelity --source arg:list.jsonl --target arg:good.jsonl",
            "atg fidelity --source arg:folder --target arg:good.jsonl",
            "atg fidelity --source arg:nowhere.jsonl --target arg:good.jsonl",
            "atg import arg:truncated.jsonl",
        ],
    ));
}

#[test]
fn documents_of_our_own() {
    let good = format!("{{\"schema_version\":1,\"resources\":[{ROW}]}}");
    let newer = good.replace("\"schema_version\":1", "\"schema_version\":7");
    let truncated = &good[..good.len() - 40];
    snapshot!(told(
        &[
            ("good.json", good.as_bytes()),
            ("newer.json", newer.as_bytes()),
            ("truncated.json", truncated.as_bytes()),
            ("other.json", b"{\"name\": \"package\", \"version\": \"1.0.0\"}"),
            ("empty.json", b""),
            ("false.json.zst", b"not zstd"),
            ("torn.json.zst", b"\x28\xb5\x2f\xfd\x04\x00"),
        ],
        &[
            "atg fidelity --source file:newer.json --target file:good.json",
            "atg fidelity --source file:truncated.json --target file:good.json",
            "atg fidelity --source file:other.json --target file:good.json",
            "atg fidelity --source file:empty.json --target file:good.json",
            "atg fidelity --source file:false.json.zst --target file:good.json",
            "atg fidelity --source file:torn.json.zst --target file:good.json",
        ],
    ));
}

#[test]
fn a_row_of_gigabytes_is_refused_without_holding_it() {
    let sandbox = Sandbox::new();
    sandbox.write("good.jsonl", format!("{ROW}\n"));
    // A sparse file: three gigabytes of NUL without a newline after the first byte.
    let long = sandbox.write("long.jsonl", "{");
    std::fs::OpenOptions::new()
        .write(true)
        .open(&long)
        .expect("a file")
        .set_len(3 << 30)
        .expect("a long file");
    let run = sandbox
        .line("atg fidelity --source arg:long.jsonl --target arg:good.jsonl")
        .exits(1);
    snapshot!(run);
}

#[test]
fn terraform() {
    snapshot!(told(
        &[
            ("hcl/main.tf", b"resource \"azurerm_resource_group\" \"a\" {}"),
            (
                "torn/main.tf.json",
                b"{\"resource\": {\"azurerm_resource_group\": {\"a\": {\"name\": "
            ),
            ("old.tfstate", b"{\"version\": 3, \"modules\": []}"),
            ("torn.tfstate", b"{\"version\": 4, \"resources\": ["),
            ("good.jsonl", ROW.as_bytes()),
            ("demos/iteration7/main.tf.json", b"{}"),
        ],
        &[
            "atg fidelity --source tf:hcl --target arg:good.jsonl",
            "atg fidelity --source tf:torn --target arg:good.jsonl",
            "atg fidelity --source tf:nowhere --target arg:good.jsonl",
            "atg fidelity --source tfstate:old.tfstate --target arg:good.jsonl",
            "atg fidelity --source tfstate:torn.tfstate --target arg:good.jsonl",
            "atg fidelity --source iteration:9 --target arg:good.jsonl",
        ],
    ));
}

#[test]
fn spellings_of_sources() {
    snapshot!(told(
        &[("a.jsonl", ROW.as_bytes())],
        &[
            "atg fidelity --source a.jsonl --target arg:a.jsonl",
            "atg fidelity --source args:a.jsonl --target arg:a.jsonl",
            "atg fidelity --source ./infra --target arg:a.jsonl",
            "atg fidelity --source iteration:last --target arg:a.jsonl",
            "atg fidelity --source production --target arg:a.jsonl",
        ],
    ));
}

#[test]
fn outputs_that_cannot_be_written() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.write("folder/x", "");
    sandbox.write("kept.json", "old");
    let mut text = String::new();
    let pair = "--source file:source.json --target file:target.json";
    for line in [
        format!("atg fidelity {pair} --output folder"),
        format!("atg fidelity {pair} --output report.doc"),
        format!("atg fidelity {pair} --format html --output report.md"),
        format!("atg fidelity {pair} --format htm"),
        format!("atg fidelity {pair} --output source.json/report.html"),
        format!("atg fidelity {pair} --output /dev/full --format json"),
    ] {
        let run = sandbox.line(&line);
        assert!(matches!(run.code(), Some(1 | 2)), "{line}\n{run}");
        let _ = write!(text, "$ {line}\n{run}\n\n");
    }
    snapshot!(text);
    assert_eq!(sandbox.read("kept.json"), "old");
}

#[test]
fn a_store_that_is_none() {
    let sandbox = Sandbox::new();
    documents(&sandbox, &Tenants::example());
    sandbox.write(
        "text.db",
        "this is a text, and a long one, so that nobody can take it for an empty database\n".repeat(40),
    );
    sandbox.write("folder/x", "");
    let mut text = String::new();
    for graph in ["sqlite:text.db", "sqlite:folder"] {
        let run = sandbox.atg(&["--graph", graph, "import", "file:source.json"]).exits(1);
        let _ = write!(text, "--graph {graph}\n{run}\n\n");
    }
    assert!(sandbox.read("text.db").starts_with("this is a text"));
    sandbox
        .atg(&["import", "file:source.json", "--as", "production"])
        .exits(0);
    let run = sandbox
        .line("atg fidelity --source producton --target file:target.json")
        .exits(1);
    let _ = write!(text, "{run}");
    snapshot!(text);
}
