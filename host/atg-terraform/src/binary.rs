//! Which `terraform` or `tofu` is used, and which version it is.

#[cfg(test)]
mod tests;

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use semver::Version;

use crate::TerraformError;
use crate::commands::version;
use crate::environment::Environment;
use crate::process::Interrupts;

/// Terraform or its fork.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// HashiCorp's.
    Terraform,
    /// The Linux Foundation's.
    OpenTofu,
}

impl Flavour {
    /// The name of the program.
    pub fn program(self) -> &'static str {
        match self {
            Flavour::Terraform => "terraform",
            Flavour::OpenTofu => "tofu",
        }
    }

    /// The oldest version that is used. Import blocks, with which what exists is adopted, came with Terraform 1.5.
    pub fn oldest(self) -> Version {
        match self {
            Flavour::Terraform => Version::new(1, 5, 0),
            Flavour::OpenTofu => Version::new(1, 8, 0),
        }
    }
}

impl fmt::Display for Flavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flavour::Terraform => "Terraform",
            Flavour::OpenTofu => "OpenTofu",
        })
    }
}

/// Where a program is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// `--terraform-bin`: a path, or a name that is looked for on `PATH`.
    pub flag: Option<PathBuf>,
    /// `ATG_TERRAFORM`: the same.
    pub variable: Option<PathBuf>,
    /// `PATH`.
    pub path: Option<OsString>,
}

impl Search {
    /// The search that atg's own environment asks for; `own` looks a name up in it.
    pub fn new(flag: Option<PathBuf>, own: &dyn Fn(&str) -> Option<OsString>) -> Search {
        Search {
            flag,
            variable: own("ATG_TERRAFORM")
                .filter(|value| !value.is_empty())
                .map(PathBuf::from),
            path: own("PATH"),
        }
    }

    /// The program's path, not yet started: the flag's, else the variable's, else the first `terraform` on `PATH`, else the
    /// first `tofu`.
    pub fn locate(&self) -> Result<PathBuf, TerraformError> {
        for (named, by) in [(&self.flag, "--terraform-bin"), (&self.variable, "ATG_TERRAFORM")] {
            if let Some(named) = named {
                return self.named(named, by);
            }
        }
        let program = |name| self.on_path(Path::new(name));
        program("terraform").or_else(|| program("tofu")).ok_or_else(|| {
            TerraformError::failed("there is no `terraform` and no `tofu` on PATH").with_hint(format!(
                "install Terraform {} or newer or OpenTofu {} or newer, or name one with --terraform-bin or ATG_TERRAFORM",
                Flavour::Terraform.oldest(),
                Flavour::OpenTofu.oldest()
            ))
        })
    }

    fn named(&self, named: &Path, by: &str) -> Result<PathBuf, TerraformError> {
        let bare = named.components().count() == 1 && named.parent() == Some(Path::new(""));
        let found = match bare {
            true => self.on_path(named),
            false => std::path::absolute(named).ok().filter(|path| path.is_file()),
        };
        let place = if bare { " on PATH" } else { "" };
        found.ok_or_else(|| {
            TerraformError::failed(format!(
                "there is no program `{}`{place}, which {by} names",
                named.display()
            ))
            .with_hint(format!("correct {by}, or leave it out to take what is on PATH"))
        })
    }

    fn on_path(&self, name: &Path) -> Option<PathBuf> {
        let folders = self.path.as_ref()?;
        let mut name = name.as_os_str().to_owned();
        if !name.to_string_lossy().ends_with(EXE_SUFFIX) {
            name.push(EXE_SUFFIX);
        }
        std::env::split_paths(folders)
            .filter(|folder| !folder.as_os_str().is_empty())
            .map(|folder| folder.join(&name))
            .filter_map(|path| std::path::absolute(path).ok())
            .find(|path| executable(path))
    }
}

#[cfg(unix)]
fn executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn executable(path: &Path) -> bool {
    path.is_file()
}

/// A program that answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    path: PathBuf,
    flavour: Flavour,
    version: Version,
}

impl Binary {
    /// Looks for one and asks for its version.
    pub fn find(
        search: &Search,
        environment: &Environment,
        interrupts: &dyn Interrupts,
    ) -> Result<Binary, TerraformError> {
        Binary::at(&search.locate()?, environment, interrupts)
    }

    /// Asks the program at `path` for its version; an error where it gives none or is too old.
    pub fn at(path: &Path, environment: &Environment, interrupts: &dyn Interrupts) -> Result<Binary, TerraformError> {
        let (flavour, version) = version::ask(path, environment, interrupts)?;
        let oldest = flavour.oldest();
        if (version.major, version.minor) < (oldest.major, oldest.minor) {
            return Err(TerraformError::failed(format!(
                "`{}` is {flavour} {version}; atg needs {oldest} or newer",
                path.display()
            ))
            .with_hint(format!(
                "install a newer {flavour}, or name another program with --terraform-bin or ATG_TERRAFORM"
            )));
        }
        Ok(Binary {
            path: path.to_path_buf(),
            flavour,
            version,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it is.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Which version it is.
    pub fn version(&self) -> &Version {
        &self.version
    }

    /// Whether `init` speaks JSON: Terraform does since 1.9, every OpenTofu that is used here does.
    pub fn init_speaks_json(&self) -> bool {
        self.flavour == Flavour::OpenTofu || (self.version.major, self.version.minor) >= (1, 9)
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.flavour, self.version)
    }
}
