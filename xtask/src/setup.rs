//! `cargo xtask setup`: what building atg needs beyond cargo. Safe to repeat.

use std::process::{Command, Stdio};

use crate::chore::{self, Chore, Failure};
use crate::terraform;

/// The target that plugins are built for: it imports nothing from its host that the contract does not name.
pub(crate) const GUEST_TARGET: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target; says what to do where that cannot be done from here.
pub(crate) fn run_quietly(chore: &Chore) -> Result<(), Failure> {
    if has_target() {
        return Ok(());
    }
    let rustup = Command::new("rustup")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if rustup.is_err() {
        return Err(format!(
            "the Rust target {GUEST_TARGET} is not installed and there is no rustup to add it\n\
             hint: install the target with the tool that installed Rust (Debian: `apt install libstd-rust-dev-wasm32`,\n      \
             Fedora: `dnf install rust-std-static-{GUEST_TARGET}`), or get rustup from https://rustup.rs"
        )
        .into());
    }
    chore::run(&mut chore.command("rustup", &["target", "add", GUEST_TARGET]))
}

/// Adds the target, provides a Terraform and names what the optional suites want.
pub(crate) fn run(chore: &Chore) -> Result<(), Failure> {
    run_quietly(chore)?;
    println!("ok: Rust target {GUEST_TARGET}");
    let terraform = terraform::provide(chore)?;
    println!("ok: Terraform {} at {}", terraform.version, terraform.path.display());
    match crate::suite::chromium() {
        Some(path) => println!("ok: Chromium at {path}"),
        None => println!(
            "to do: Chromium, for the browser suite of `cargo xtask test`: `{}`",
            crate::suite::CHROMIUM_HINT
        ),
    }
    Ok(())
}

fn has_target() -> bool {
    let sysroot = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", GUEST_TARGET])
        .output();
    let Ok(output) = sysroot else { return false };
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    std::fs::read_dir(folder).is_ok_and(|entries| entries.count() > 0)
}
