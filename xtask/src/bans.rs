//! The crates that must never be in the tree, checked against `Cargo.lock` on every test run. `deny.toml` says the same
//! to `cargo deny`.

use crate::chore::{Chore, Failure};

/// TLS is rustls with ring: no OpenSSL, no aws-lc, nothing that needs a system library.
const NEVER: [&str; 5] = ["aws-lc-rs", "aws-lc-sys", "native-tls", "openssl", "openssl-sys"];

/// Two of these would disagree on what a component is.
const ONCE: [&str; 4] = ["wasmparser", "wasmtime", "wit-parser", "rusqlite"];

/// Fails with every breach at once.
pub(crate) fn check(chore: &Chore) -> Result<(), Failure> {
    let lock = std::fs::read_to_string(chore.root().join("Cargo.lock"))?;
    let names: Vec<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .collect();
    if names.is_empty() {
        return Err("Cargo.lock lists no crate".into());
    }
    let count = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
    let mut breaches: Vec<String> = NEVER
        .iter()
        .filter(|name| count(name) > 0)
        .map(|name| format!("`{name}` is in the tree"))
        .collect();
    breaches.extend(
        ONCE.iter()
            .filter(|name| count(name) > 1)
            .map(|name| format!("`{name}` is in the tree {} times", count(name))),
    );
    let tree = chore
        .cargo(&["tree", "--workspace", "--edges", "features", "--invert", "serde_json"])
        .output()?;
    if String::from_utf8_lossy(&tree.stdout).contains("serde_json feature \"preserve_order\"") {
        breaches
            .push("somebody turns on serde_json's `preserve_order`: our output relies on sorted members".to_owned());
    }
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(breaches.join("; ").into())
    }
}
