//! `cargo xtask demo`: builds atg and shows its main job on the example tenants, with one third-party plugin made on the spot.

use std::path::Path;

use crate::chore::{self, Chore, Failure};
use crate::setup;

/// Walks the main job in a folder (`target/demo` where none is named) and prints each command before it runs.
pub(crate) fn run(chore: &Chore, arguments: &[String]) -> Result<(), Failure> {
    setup::run_quietly(chore)?;
    chore.build_atg()?;
    let folder = match arguments.first() {
        Some(folder) => std::path::absolute(folder)?,
        None => chore.target().join("demo"),
    };
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let atg = chore.atg();

    // A third party's metric: made, built and used without touching atg.
    let plugin = tempfile::Builder::new().prefix("atg-demo-").tempdir()?;
    show_and_run(&atg, plugin.path(), &["plugin", "new", "metric", "location-kept"])?;
    show_and_run(&atg, plugin.path(), &["plugin", "build", "location-kept"])?;
    let component = plugin.path().join("location-kept/location-kept.wasm");
    show_and_run(&atg, &folder, &["demo", ".", "--plugin", &component.to_string_lossy()])
}

fn show_and_run(atg: &Path, folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    println!("\n$ atg {}", arguments.join(" "));
    let mut command = std::process::Command::new(atg);
    command.args(arguments).current_dir(folder);
    chore::run(&mut command)
}
