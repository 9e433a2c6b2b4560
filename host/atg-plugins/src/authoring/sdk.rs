//! The SDK that the binary carries, written beside a plugin's sources and renewed when the binary is newer.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::embedded::SDK;
use super::error::AuthoringError;
use super::files;

/// The folder inside a plugin's folder that holds the SDK.
pub(super) const FOLDER: &str = ".atg-sdk";
/// The file inside it that says which one it is: the version, a space, a digest of its files.
const STAMP: &str = "VERSION";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What was done about the SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewal {
    /// It was the binary's own already.
    Current,
    /// There was none.
    Written,
    /// It was an older one, or another build of the same version.
    Renewed {
        /// The version that was there.
        from: String,
    },
    /// It was written by a newer atg and has been left alone.
    Newer {
        /// Its version.
        version: String,
    },
}

impl Renewal {
    /// What people should know, when there is something.
    pub fn note(&self) -> Option<String> {
        match self {
            Renewal::Current => None,
            Renewal::Written => Some(format!("wrote the SDK {VERSION} into {FOLDER}")),
            Renewal::Renewed { from } if from == VERSION => {
                Some(format!("renewed the SDK in {FOLDER}: another build of {VERSION}"))
            }
            Renewal::Renewed { from } => Some(format!("renewed the SDK in {FOLDER}: {from} → {VERSION}")),
            Renewal::Newer { version } => Some(format!(
                "the SDK in {FOLDER} is {version}, newer than this atg ({VERSION}): left as it is"
            )),
        }
    }
}

/// Makes sure that the plugin's folder holds this binary's SDK or a newer one.
pub(super) fn renew(plugin: &Path) -> Result<Renewal, AuthoringError> {
    let folder = plugin.join(FOLDER);
    let stamp = stamp();
    let renewal = match std::fs::read_to_string(folder.join(STAMP)) {
        Ok(found) if found.trim() == stamp => return Ok(Renewal::Current),
        Ok(found) => {
            let version = found
                .split_whitespace()
                .next()
                .unwrap_or("an unknown version")
                .to_owned();
            if is_newer(&version) {
                return Ok(Renewal::Newer { version });
            }
            Renewal::Renewed { from: version }
        }
        Err(_) if folder.is_dir() => Renewal::Renewed {
            from: "an unknown version".to_owned(),
        },
        Err(_) => Renewal::Written,
    };
    write(&folder)?;
    Ok(renewal)
}

/// Writes the SDK; its stamp comes last, so that half an SDK is written again.
fn write(folder: &Path) -> Result<(), AuthoringError> {
    let stamp_file = folder.join(STAMP);
    for old in ["src", "wit"] {
        let old = folder.join(old);
        if old.is_dir() {
            std::fs::remove_dir_all(&old).map_err(|source| AuthoringError::Write { path: old, source })?;
        }
    }
    for (path, text) in SDK {
        files::write(&folder.join(path), text)?;
    }
    files::write(&folder.join("Cargo.toml"), manifest())?;
    files::write(&stamp_file, format!("{}\n", stamp()))
}

/// The SDK's own manifest: it has no dependencies, so this is all of it.
fn manifest() -> String {
    format!(
        "# Written by atg {VERSION}; `atg plugin build` writes it again when atg is newer.\n\
         [package]\nname = \"atg-sdk\"\nversion = \"{VERSION}\"\nedition = \"2024\"\nrust-version = \"{}\"\n\
         license = \"{}\"\npublish = false\n",
        env!("CARGO_PKG_RUST_VERSION"),
        env!("CARGO_PKG_LICENSE"),
    )
}

fn stamp() -> String {
    let mut digest = Sha256::new();
    for (path, text) in SDK {
        digest.update((path.len() as u64).to_le_bytes());
        digest.update(path);
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    }
    let digest: String = digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{VERSION} {digest}")
}

fn is_newer(version: &str) -> bool {
    match (semver::Version::parse(version), semver::Version::parse(VERSION)) {
        (Ok(found), Ok(ours)) => found > ours,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_older_or_broken_is_renewed_and_what_is_newer_is_left() {
        let plugin = tempfile::tempdir().unwrap();
        assert_eq!(renew(plugin.path()).unwrap(), Renewal::Written);
        assert_eq!(renew(plugin.path()).unwrap(), Renewal::Current);

        let stamp = plugin.path().join(FOLDER).join(STAMP);
        let stray = plugin.path().join(FOLDER).join("src/gone.rs");
        std::fs::write(&stray, "old").unwrap();
        std::fs::write(&stamp, "0.0.9 abc\n").unwrap();
        let renewed = renew(plugin.path()).unwrap();
        assert_eq!(
            renewed,
            Renewal::Renewed {
                from: "0.0.9".to_owned()
            }
        );
        assert!(renewed.note().unwrap().contains("0.0.9 → "));
        assert!(
            !stray.exists(),
            "a file that the SDK no longer has would still be compiled"
        );

        std::fs::remove_file(&stamp).unwrap();
        assert!(matches!(renew(plugin.path()).unwrap(), Renewal::Renewed { .. }));

        std::fs::write(&stamp, "99.0.0 abc\n").unwrap();
        assert_eq!(
            renew(plugin.path()).unwrap(),
            Renewal::Newer {
                version: "99.0.0".to_owned()
            }
        );
        assert!(std::fs::read_to_string(&stamp).unwrap().starts_with("99.0.0"));
    }

    #[test]
    fn the_contract_comes_along() {
        let names: Vec<_> = SDK.iter().map(|(path, _)| *path).collect();
        assert!(
            names.contains(&"wit/worlds.wit") && names.contains(&"src/lib.rs"),
            "{names:?}"
        );
    }
}
