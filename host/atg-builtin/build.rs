//! Turns `plugins/*` into components: one cargo call for all modules, a component of each, and a table of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use sha2::{Digest as _, Sha256};

/// The target that plugins are built for: it imports nothing from its host that the contract does not name.
const TARGET: &str = "wasm32-unknown-unknown";
/// The profile of the workspace that plugins are built with.
const PROFILE: &str = "plugin";

/// A folder of `plugins/` that holds a plugin.
struct Plugin {
    folder: PathBuf,
    package: String,
    id: String,
    manifest: String,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            for line in message.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../..");
    let root = root
        .canonicalize()
        .map_err(|error| format!("{}: {error}", root.display()))?;
    // A new plugin is a new member, and stands in Cargo.lock.
    for part in ["sdk/rust/src", "sdk/rust/Cargo.toml", "wit", "Cargo.toml", "Cargo.lock"] {
        watch(&root.join(part));
    }
    let plugins = find(&root.join("plugins"))?;
    let modules = build(&root, &plugins)?;
    let out = PathBuf::from(variable("OUT_DIR")?);
    let mut code = "/// All of them, by id.\npub static BUILTIN: &[Builtin] = &[\n".to_owned();
    for plugin in &plugins {
        let module = modules.join(format!("{}.wasm", plugin.package.replace('-', "_")));
        let bytes = std::fs::read(&module).map_err(|error| format!("{}: {error}", module.display()))?;
        let component = atg_component::componentize(&bytes, &plugin.manifest)
            .map_err(|error| format!("cannot turn {} into a component: {}", plugin.id, chain(&error)))?;
        let file = out.join(format!("{}.wasm", plugin.id));
        std::fs::write(&file, &component).map_err(|error| format!("{}: {error}", file.display()))?;
        let digest: [u8; 32] = Sha256::digest(&component).into();
        let _ = writeln!(
            code,
            "    Builtin {{\n        id: {:?},\n        manifest: include_str!({:?}),\n        sha256: {digest:?},\n        \
             component: include_bytes!({:?}),\n    }},",
            plugin.id,
            plugin.folder.join("atg-plugin.toml").display().to_string(),
            file.display().to_string(),
        );
    }
    code.push_str("];\n");
    let table = out.join("builtin.rs");
    std::fs::write(&table, code).map_err(|error| format!("{}: {error}", table.display()))
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// The plugins, by id: every folder that has a manifest.
fn find(folder: &Path) -> Result<Vec<Plugin>, String> {
    let fault = |path: &Path, error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let mut plugins = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| fault(folder, &error))? {
        let folder = entry.map_err(|error| fault(folder, &error))?.path();
        let path = folder.join("atg-plugin.toml");
        if !path.is_file() {
            // It may get one.
            watch(&folder);
            continue;
        }
        // Golden cases and notes make no other component.
        for part in ["atg-plugin.toml", "Cargo.toml", "src"] {
            watch(&folder.join(part));
        }
        let manifest = std::fs::read_to_string(&path).map_err(|error| fault(&path, &error))?;
        let id = word(&path, &manifest, "plugin", "id")?;
        let path = folder.join("Cargo.toml");
        let cargo = std::fs::read_to_string(&path).map_err(|error| fault(&path, &error))?;
        let package = word(&path, &cargo, "package", "name")?;
        plugins.push(Plugin {
            folder,
            package,
            id,
            manifest,
        });
    }
    plugins.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(plugins)
}

/// `KEY` in `[TABLE]` of a TOML file.
fn word(path: &Path, text: &str, table: &str, key: &str) -> Result<String, String> {
    let parsed: toml::Table = text.parse().map_err(|error| format!("{}: {error}", path.display()))?;
    let word = parsed
        .get(table)
        .and_then(|table| table.get(key))
        .and_then(toml::Value::as_str);
    word.map(str::to_owned)
        .ok_or_else(|| format!("{}: there is no `{key}` in [{table}]", path.display()))
}

/// Builds all modules and gives the folder that holds them.
fn build(root: &Path, plugins: &[Plugin]) -> Result<PathBuf, String> {
    check_target()?;
    // A target folder of its own: the cargo that runs this holds the lock of the other one.
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let target = target.join("guests");
    let modules = target.join(TARGET).join(PROFILE);
    if plugins.is_empty() {
        return Ok(modules);
    }
    let mut command = Command::new(variable("CARGO")?);
    command.args([
        "build",
        "--quiet",
        "--lib",
        "--offline",
        "--profile",
        PROFILE,
        "--target",
        TARGET,
        "--target-dir",
    ]);
    command.arg(&target).current_dir(root).stdin(Stdio::null());
    for plugin in plugins {
        command.args(["--package", &plugin.package]);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_the_outer_build) {
            command.env_remove(name);
        }
    }
    let output = command
        .output()
        .map_err(|error| format!("cannot start cargo for the built-in plugins: {error}"))?;
    if output.status.success() {
        return Ok(modules);
    }
    Err(format!(
        "the built-in plugins do not build\n{}",
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// Flags, wrappers and profiles of the cargo that runs this are not meant for guests; where crates are kept and how many
/// jobs may run is.
fn is_of_the_outer_build(name: &str) -> bool {
    const KEPT: [&str; 3] = ["CARGO_HOME", "CARGO_MAKEFLAGS", "CARGO_NET_OFFLINE"];
    const OTHERS: [&str; 4] = ["RUSTFLAGS", "RUSTDOCFLAGS", "RUSTC_WORKSPACE_WRAPPER", "CLIPPY_ARGS"];
    (name.starts_with("CARGO_") && !KEPT.contains(&name)) || OTHERS.contains(&name)
}

/// rustc's own message would come late, and would not say what to run.
fn check_target() -> Result<(), String> {
    let rustc = variable("RUSTC")?;
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .stdin(Stdio::null())
        .output();
    // A rustc that does not answer says nothing about the target: cargo will tell what is the matter.
    let Ok(output) = output else { return Ok(()) };
    let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let filled = std::fs::read_dir(&libraries).is_ok_and(|mut entries| entries.next().is_some());
    if filled || !output.status.success() {
        return Ok(());
    }
    Err(format!(
        "the Rust target {TARGET} is not installed: run `cargo xtask setup`"
    ))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// An error and its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}
