//! The contract in `wit/`: the SDK's bindings are made of it, and what was released of it stays as it was.
//!
//! `wit/released/VERSION/` holds frozen copies of released packages, `wit/released/SHA256SUMS` what they were when they
//! were frozen, in the form that `sha256sum` writes.

mod bindings;
mod items;
mod released;

use std::path::Path;

use wit_bindgen_core::wit_parser::{PackageId, Resolve};

use crate::chore::Failure;

/// Where the generated bindings lie, from the root of the checkout.
const BINDINGS: &str = "sdk/rust/src/bindings.rs";

/// `cargo xtask wit-bindings`: writes the Rust bindings of the SDK.
pub(crate) fn write_bindings(root: &Path) -> Result<(), Failure> {
    let (resolve, package) = read(root)?;
    let text = bindings::generate(&resolve, package)?;
    let path = root.join(BINDINGS);
    if std::fs::read_to_string(&path).is_ok_and(|there| there == text) {
        println!("{BINDINGS} is up to date");
        return Ok(());
    }
    std::fs::write(&path, text).map_err(|error| format!("cannot write {BINDINGS}: {error}"))?;
    println!("wrote {BINDINGS}");
    Ok(())
}

/// `cargo xtask wit-check`: fails with every breach at once.
pub(crate) fn check(root: &Path) -> Result<(), Failure> {
    let (resolve, package) = read(root)?;
    let mut breaches = released::breaches(root, &resolve, package)?;
    breaches.extend(items::breaches(&resolve, package)?);
    let there = std::fs::read_to_string(root.join(BINDINGS)).unwrap_or_default();
    if there != bindings::generate(&resolve, package)? {
        breaches.push(format!(
            "{BINDINGS} is not what wit/ says: run `cargo xtask wit-bindings`"
        ));
    }
    if breaches.is_empty() {
        println!("the contract is as it was released, documented and dated; the bindings are up to date");
        Ok(())
    } else {
        Err(format!(
            "the contract has {} faults:\n  {}",
            breaches.len(),
            breaches.join("\n  ")
        )
        .into())
    }
}

fn read(root: &Path) -> Result<(Resolve, PackageId), Failure> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve
        .push_dir(root.join("wit"))
        .map_err(|error| format!("cannot read wit/: {error:#}"))?;
    Ok((resolve, package))
}
