//! A folder with a configuration, and Terraform in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// What the provider says of one resource, a line each; several lines of one diagnostic come in no order that counts.
pub(crate) type Said = BTreeMap<String, Vec<String>>;

/// How many resources stand in one file. Terraform reads the file of a diagnostic again for each, so that a large one makes
/// a validation of many faults take minutes.
const IN_ONE_FILE: usize = 20;

/// Whether the suite runs with the real provider.
pub(crate) fn is_real() -> bool {
    std::env::var_os(azapi_stand_in::REAL).is_some_and(|real| !real.is_empty())
}

/// A folder in which `terraform init` has run.
pub(crate) struct Workspace {
    folder: TempDir,
    config: PathBuf,
    pack: Option<PathBuf>,
}

impl Workspace {
    /// Writes a configuration of these resources by `TYPE.NAME`, and whatever else stands beside them, and runs `init`.
    /// The stand-in takes its types from `pack`, or from its own.
    pub(crate) fn new(resources: &BTreeMap<String, Value>, beside: &Value, pack: Option<&Path>) -> Workspace {
        let folder = tempfile::tempdir().expect("a folder");
        let built = Path::new(env!("CARGO_BIN_EXE_terraform-provider-azapi"));
        let config = azapi_stand_in::mirror(folder.path(), &azapi_stand_in::provider(built)).expect("a mirror");
        let pack = pack.map(Path::to_owned);
        let workspace = Workspace { folder, config, pack };
        workspace.write(resources, beside);
        let output = workspace.run(&["init", "-input=false", "-no-color"]);
        assert!(output.status.success(), "init: {}", text(&output.stderr));
        workspace
    }

    fn write(&self, resources: &BTreeMap<String, Value>, beside: &Value) {
        let put = |name: &str, document: &Value| {
            let document = serde_json::to_string_pretty(document).expect("JSON");
            std::fs::write(self.folder.path().join(name), document).expect("a configuration");
        };
        let mut main =
            json!({"terraform": {"required_providers": {"azapi": {"source": "Azure/azapi", "version": "~> 2.0"}}}});
        for (name, value) in beside.as_object().into_iter().flatten() {
            main[name] = value.clone();
        }
        put("main.tf.json", &main);
        let resources: Vec<_> = resources.iter().collect();
        for (number, few) in resources.chunks(IN_ONE_FILE).enumerate() {
            let mut by_type: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
            for (address, block) in few {
                let (of, name) = address.split_once('.').expect("an address");
                by_type.entry(of).or_default().insert(name.to_owned(), (*block).clone());
            }
            put(&format!("resources-{number}.tf.json"), &json!({"resource": by_type}));
        }
    }

    /// What `terraform validate` says of every resource that it says something of; resources of no address under "".
    pub(crate) fn validate(&self) -> Said {
        let output = self.run(&["validate", "-json"]);
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("validate: {error}: {}", text(&output.stderr)));
        let mut said = Said::new();
        for diagnostic in document["diagnostics"].as_array().into_iter().flatten() {
            let words = |name: &str| diagnostic[name].as_str().unwrap_or_default().to_owned();
            let lines = said.entry(words("address")).or_default();
            lines.extend(spoken(&words("summary"), &words("detail")));
            lines.sort();
        }
        said
    }

    /// `terraform plan` with a stream of JSON; whether it succeeded, and its messages.
    pub(crate) fn stream(&self, arguments: &[&str]) -> (bool, Vec<Value>) {
        let output = self.run(arguments);
        let messages = text(&output.stdout)
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        (output.status.success(), messages)
    }

    /// Runs Terraform in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(terraform());
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        for kept in ["PATH", "HOME", "TMPDIR"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .env("TF_CLI_CONFIG_FILE", &self.config)
            .envs(self.pack.as_ref().map(|pack| ("AZAPI_STAND_IN_SCHEMA", pack)))
            .env("ARM_SUBSCRIPTION_ID", "00000000-0000-0000-0000-000000000001")
            .env("ARM_TENANT_ID", "00000000-0000-0000-0000-000000000002");
        command.output().expect("terraform")
    }
}

/// A diagnostic in lines: the summary and the detail, or the problems of a body one by one.
fn spoken(summary: &str, detail: &str) -> Vec<String> {
    match detail.split_once("the argument \"body\" is invalid:\n") {
        None => vec![format!("{summary}: {}", detail.trim_end())],
        Some((_, lines)) => {
            let lines = lines.lines().filter(|line| line.starts_with('`'));
            lines.map(|line| without_chance(line).trim_end().to_owned()).collect()
        }
    }
}

/// Of several things that the real provider could suggest it takes any, and it lists the cases of an object in any order.
pub(crate) fn without_chance(line: &str) -> &str {
    let end = line.find(". Do you mean").unwrap_or(line.len());
    line[..end].split(". The supported values are").next().unwrap_or(line)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The Terraform to run.
fn terraform() -> PathBuf {
    let named = std::env::var_os("ATG_TERRAFORM").map(PathBuf::from);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .map(|folder| folder.join("terraform"))
            .find(|file| file.is_file())
    };
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/terraform/terraform");
    named
        .or_else(on_path)
        .or_else(|| Some(own).filter(|file| file.is_file()))
        .expect("a terraform: `cargo xtask setup` provides one, or name it with ATG_TERRAFORM")
}
