//! Cargo and the Rust target that plugins are built for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::AuthoringError;

/// The target that plugins are built for: it imports nothing from its host that the contract does not name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The programs that build a plugin.
#[derive(Debug, Clone)]
pub struct Toolchain {
    cargo: PathBuf,
}

impl Toolchain {
    /// Takes the cargo that is named, else the first on `path`, else the one in the home's `.cargo/bin`, where rustup
    /// puts it.
    ///
    /// # Errors
    ///
    /// [`AuthoringError::NoCargo`] where there is none.
    pub fn find(named: Option<&OsStr>, path: Option<&OsStr>, home: Option<&Path>) -> Result<Toolchain, AuthoringError> {
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            return Ok(Toolchain {
                cargo: PathBuf::from(named),
            });
        }
        let name = format!("cargo{}", std::env::consts::EXE_SUFFIX);
        let folders = path.map(std::env::split_paths).into_iter().flatten();
        folders
            .filter(|folder| folder.is_absolute())
            .chain(home.map(|home| home.join(".cargo/bin")))
            .map(|folder| folder.join(&name))
            .find(|cargo| cargo.is_file())
            .map(|cargo| Toolchain { cargo })
            .ok_or(AuthoringError::NoCargo)
    }

    /// The cargo that was found.
    pub fn cargo(&self) -> &Path {
        &self.cargo
    }

    /// Makes sure that the target is there for the toolchain that the folder uses; rustc's own message would come late
    /// and in another voice.
    ///
    /// # Errors
    ///
    /// [`AuthoringError::NoTarget`] where it is not.
    pub fn check_target(&self, folder: &Path) -> Result<(), AuthoringError> {
        let rustc = self.beside("rustc");
        let mut command = Command::new(rustc);
        command
            .args(["--print", "target-libdir", "--target", TARGET])
            .current_dir(folder)
            .stdin(Stdio::null());
        // A rustc that does not answer says nothing about the target: cargo will tell what is the matter.
        let Ok(output) = command.output() else { return Ok(()) };
        if !output.status.success() {
            return Ok(());
        }
        let libraries = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        let filled = std::fs::read_dir(&libraries).is_ok_and(|mut entries| entries.next().is_some());
        if filled {
            return Ok(());
        }
        let rustup = Command::new(self.beside("rustup"))
            .arg("--version")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        Err(AuthoringError::NoTarget { target: TARGET, rustup })
    }

    /// A program of the same toolchain: beside cargo, else on the path.
    fn beside(&self, program: &str) -> PathBuf {
        let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        self.cargo
            .parent()
            .map(|folder| folder.join(&name))
            .filter(|path| path.is_file())
            .unwrap_or_else(|| PathBuf::from(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_cargo_comes_before_the_path_and_the_home() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("cargo{}", std::env::consts::EXE_SUFFIX);
        let path = folder.path().join("path");
        let home = folder.path().join("home");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::create_dir_all(home.join(".cargo/bin")).unwrap();
        assert!(matches!(
            Toolchain::find(None, Some(path.as_os_str()), None),
            Err(AuthoringError::NoCargo)
        ));

        std::fs::write(home.join(".cargo/bin").join(&name), "").unwrap();
        let found = Toolchain::find(None, Some(path.as_os_str()), Some(&home)).unwrap();
        assert!(found.cargo().starts_with(&home));

        std::fs::write(path.join(&name), "").unwrap();
        let found = Toolchain::find(None, Some(path.as_os_str()), Some(&home)).unwrap();
        assert!(found.cargo().starts_with(&path));

        let found = Toolchain::find(Some(OsStr::new("my-cargo")), Some(path.as_os_str()), Some(&home)).unwrap();
        assert_eq!(found.cargo(), Path::new("my-cargo"));
    }
}
