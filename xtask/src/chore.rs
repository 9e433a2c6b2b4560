//! Where the checkout is, and how a chore starts another program.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What a chore fails with.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// The checkout, and the programs that a chore starts in it.
#[derive(Debug)]
pub(crate) struct Chore {
    root: PathBuf,
}

impl Chore {
    /// The checkout that this program was built from.
    pub(crate) fn here() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            root: manifest.parent().unwrap_or(manifest).to_path_buf(),
        }
    }

    /// The folder that holds the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The built `atg`.
    pub(crate) fn atg(&self) -> PathBuf {
        self.built("atg")
    }

    /// This program as it was built last: a build of everything puts a new file in the place of the one that runs.
    pub(crate) fn xtask(&self) -> PathBuf {
        self.built("xtask")
    }

    /// A binary of the workspace.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.target().join("release").join(file)
    }

    /// Cargo's target folder, `CARGO_TARGET_DIR` where that is set.
    pub(crate) fn target(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }

    /// A cargo call in the root of the checkout.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        self.command(cargo, arguments)
    }

    /// Any program, in the root of the checkout.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// Builds the binary that the other chores run. The whole workspace is selected, here as everywhere, because cargo
    /// unites the features of what is selected: another selection would build the dependencies a second time.
    pub(crate) fn build_atg(&self) -> Result<(), Failure> {
        run(&mut self.cargo(&["build", "--release", "--workspace", "--bin", "atg"]))
    }

    /// Builds everything: the binary, the tests, the examples.
    pub(crate) fn build_all(&self) -> Result<(), Failure> {
        run(&mut self.cargo(&["build", "--release", "--workspace", "--all-targets"]))
    }
}

/// Runs a program to its end; anything but success is a failure that names the call.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = shown(command);
    let status = command
        .status()
        .map_err(|error| format!("cannot start `{shown}`: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{shown}` ended with {status}").into())
    }
}

/// The call as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Runs one named step and says how long it took.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    println!("── {name}");
    let start = Instant::now();
    work().map_err(|error| format!("step `{name}`: {error}"))?;
    println!("── {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(())
}
