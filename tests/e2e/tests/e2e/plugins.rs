//! Writing a plugin with the binary alone: `plugin new`, `build`, `test` and `check`, and the value it then shows.

use std::path::PathBuf;
use std::process::Command;

use atg_e2e::{Sandbox, atg};
use atg_tenants::{CANARY, Tenants};
use serde_json::{Value, json};

use crate::fixtures::{documents, documents_with_canary};

/// A copy of the binary, far from its sources, and a cargo that has never fetched a crate.
struct Alone {
    sandbox: Sandbox,
    binary: PathBuf,
}

/// What one call gave.
struct Answer {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Alone {
    fn new() -> Alone {
        let mut sandbox = Sandbox::new();
        let binary = sandbox.home().join("atg-alone");
        std::fs::copy(atg(), &binary).expect("a copy of the binary");
        let empty = sandbox.home().join("cargo");
        sandbox.set("CARGO_HOME", &empty.to_string_lossy());
        // Whoever tried the network would fail, and not succeed by chance.
        for proxy in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"] {
            sandbox.set(proxy, "http://127.0.0.1:9");
        }
        Alone { sandbox, binary }
    }

    fn run(&self, words: &[&str]) -> Answer {
        let like = self.sandbox.command(words);
        let mut command = Command::new(&self.binary);
        command
            .args(words)
            .current_dir(self.sandbox.path())
            .env_clear()
            .stdin(std::process::Stdio::null());
        command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = command.output().expect("the copy starts");
        Answer {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    fn good(&self, words: &[&str]) -> Answer {
        let answer = self.run(words);
        assert_eq!(
            answer.code,
            Some(0),
            "atg {}\n{}\n{}",
            words.join(" "),
            answer.stdout,
            answer.stderr
        );
        answer
    }

    /// The metric `t` of a comparison of the example tenants.
    #[track_caller]
    fn metric(&self, component: &str) -> Value {
        let answer = self.good(&[
            "fidelity",
            "--source",
            "file:source.json",
            "--target",
            "file:target.json",
            "--format",
            "json",
            "--plugin",
            component,
        ]);
        let report: Value = serde_json::from_str(&answer.stdout).expect("JSON");
        assert_eq!(report["fidelity"]["overall"], json!(30.8));
        let metrics = report["metrics"].as_array().expect("metrics");
        metrics
            .iter()
            .find(|metric| metric["name"] == "t")
            .expect("the metric `t`")
            .clone()
    }

    /// Replaces a text in a file of the working folder; it must be there.
    #[track_caller]
    fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.sandbox.read(file);
        assert!(text.contains(from), "`{from}` is not in {file}");
        self.sandbox.write(file, text.replace(from, to));
    }
}

#[test]
fn a_metric_made_by_the_binary_alone_shows_its_value_and_follows_its_source() {
    let alone = Alone::new();
    documents(&alone.sandbox, &Tenants::example());
    alone.good(&["plugin", "new", "metric", "t"]);
    alone.good(&["plugin", "build", "t"]);
    assert_eq!(alone.metric("t/t.wasm")["value"], json!(100.0));

    alone.good(&["plugin", "test", "t"]);
    alone.good(&["plugin", "check", "t/t.wasm"]);

    // A changed constant, a rebuilt plugin, the same binary.
    alone.change("t/src/lib.rs", "matched += 1;", "matched += 0;");
    let told = alone.good(&["plugin", "build", "t"]);
    assert!(!told.stderr.contains("renewed"), "{}", told.stderr);
    assert_eq!(alone.metric("t/t.wasm")["value"], json!(0.0));

    let failed = alone.run(&["plugin", "test", "t"]);
    assert_ne!(failed.code, Some(0));
    assert!(
        format!("{}{}", failed.stdout, failed.stderr).contains("one-moved"),
        "{}{}",
        failed.stdout,
        failed.stderr
    );
    alone.good(&["plugin", "test", "t", "--bless"]);
    alone.good(&["plugin", "test", "t"]);
}

#[test]
fn formatters_and_analyzers_come_as_working_examples_too() {
    let alone = Alone::new();
    documents(&alone.sandbox, &Tenants::example());
    for (role, name) in [("formatter", "brief"), ("analyzer", "existing")] {
        alone.good(&["plugin", "new", role, name]);
        alone.good(&["plugin", "build", name]);
        alone.good(&["plugin", "test", name]);
        alone.good(&["plugin", "check", &format!("{name}/{name}.wasm")]);
    }
    let shown = alone.good(&[
        "fidelity",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
        "--plugin",
        "brief/brief.wasm",
        "--format",
        "brief",
    ]);
    assert!(
        shown.stdout.contains("overall: 30.8 %") && shown.stdout.contains("missing: 1158"),
        "{}",
        shown.stdout
    );
}

#[test]
fn the_example_passes_its_own_native_tests() {
    let alone = Alone::new();
    for (role, name) in [("metric", "a"), ("formatter", "b"), ("analyzer", "c")] {
        alone.good(&["plugin", "new", role, name]);
        let like = alone.sandbox.command(&[]);
        let output = Command::new("cargo")
            .args(["test", "--offline", "--quiet", "--target-dir", "../native"])
            .current_dir(alone.sandbox.path().join(name))
            .env_clear()
            .envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .output()
            .expect("cargo starts");
        let (out, err) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        assert!(output.status.success(), "{role}:\n{out}\n{err}");
        assert!(!err.contains("warning"), "{role} warns:\n{err}");
    }
}

#[test]
fn a_plugin_that_declares_only_location_never_sees_a_canary_in_tags() {
    let mut alone = Alone::new();
    let cache = alone.sandbox.home().join("cache");
    alone.sandbox.set("XDG_CACHE_HOME", &cache.to_string_lossy());
    documents_with_canary(&alone.sandbox);
    alone.good(&["plugin", "new", "metric", "t"]);
    alone.change("t/atg-plugin.toml", "[\"id\", \"location\"]", "[\"location\"]");
    // It asks for the tags all the same, and would shout what it saw.
    alone.change(
        "t/src/lib.rs",
        "const PROPERTY: &str = \"location\";",
        "const PROPERTY: &str = \"tags.note\";",
    );
    alone.change(
        "t/src/lib.rs",
        "let (Some(was), Some(is)) = (row.text(before), row.text(after)) else {",
        "for column in [before, after] { findings.emit(Finding::error(\"seen\", &format!(\"{:?}\", row.cell(column)))); }\n\
         let (Some(was), Some(is)) = (row.text(before), row.text(after)) else {",
    );
    alone.good(&["plugin", "build", "t"]);
    let metric = alone.metric("t/t.wasm");
    assert!(
        metric.to_string().contains("Redacted"),
        "it was not told that something is hidden: {metric:#}"
    );
    let verbose = alone.run(&[
        "fidelity",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
        "--plugin",
        "t/t.wasm",
        "-vv",
    ]);
    for text in [metric.to_string(), verbose.stdout, verbose.stderr] {
        assert!(!text.contains(CANARY), "the canary got out");
    }
    assert_eq!(holding_canary(&cache), Vec::<PathBuf>::new());
}

#[test]
fn what_cannot_be_made_or_built_is_explained() {
    let alone = Alone::new();
    let refused = |words: &[&str], wanted: &[&str]| {
        let answer = alone.run(words);
        assert!(
            matches!(answer.code, Some(1 | 2)),
            "{:?} {}",
            answer.code,
            answer.stderr
        );
        for word in wanted.iter().chain(&["hint: "]) {
            assert!(answer.stderr.contains(word), "`{word}` is not in\n{}", answer.stderr);
        }
    };
    refused(
        &["plugin", "new", "metric", "Not-A-Name"],
        &["Not-A-Name", "lower-case"],
    );
    refused(&["plugin", "new", "metric", "../up"], &["../up"]);
    refused(&["plugin", "new", "metric", "resources"], &["built-in"]);
    alone.sandbox.write("full/mine.txt", "mine");
    refused(&["plugin", "new", "metric", "full"], &["not empty"]);
    assert_eq!(alone.sandbox.read("full/mine.txt"), "mine");
    refused(&["plugin", "build", "full"], &["full", "atg-plugin.toml"]);
    refused(&["plugin", "test", "full"], &["full", "atg-plugin.toml"]);

    alone.good(&["plugin", "new", "metric", "t"]);
    alone.sandbox.write(
        "t/atg-plugin.toml",
        alone
            .sandbox
            .read("t/atg-plugin.toml")
            .replace("kind = \"metric\"", "kind = \"meter\""),
    );
    refused(&["plugin", "build", "t"], &["atg-plugin.toml", "meter"]);
    assert!(!alone.sandbox.path().join("t/t.wasm").exists());
}

#[test]
fn without_cargo_it_says_what_to_install() {
    let mut alone = Alone::new();
    let empty = alone.sandbox.home().join("nothing");
    alone.sandbox.set("PATH", &empty.to_string_lossy());
    alone.good(&["plugin", "new", "metric", "t"]);
    let answer = alone.run(&["plugin", "build", "t"]);
    assert_eq!(answer.code, Some(1), "{}", answer.stderr);
    assert!(
        answer.stderr.contains("cannot find cargo") && answer.stderr.contains("https://rustup.rs"),
        "{}",
        answer.stderr
    );
}

/// Files below a folder that hold the canary.
fn holding_canary(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(holding_canary(&path));
        } else if std::fs::read(&path)
            .expect("a file")
            .windows(CANARY.len())
            .any(|window| window == CANARY.as_bytes())
        {
            found.push(path);
        }
    }
    found
}
