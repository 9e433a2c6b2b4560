//! A real Terraform with the provider of the suite, and a shim that notes every call of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Sandbox, target};

/// Where a sandbox's Terraform is, and what was asked of it.
pub struct Terraform {
    log: PathBuf,
}

/// One call of Terraform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The working folder's name: `iteration7`.
    pub folder: String,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl Call {
    /// The subcommand.
    pub fn command(&self) -> &str {
        self.arguments.first().map_or("", String::as_str)
    }
}

impl Terraform {
    /// Gives a sandbox a Terraform: the real one behind a shim, with the provider from a mirror of its own.
    pub fn new(sandbox: &mut Sandbox) -> Terraform {
        Terraform::with(sandbox, &real(), &provider())
    }

    /// The same with any program as Terraform and any file as provider.
    pub fn with(sandbox: &mut Sandbox, program: &Path, provider: &Path) -> Terraform {
        let tools = sandbox.home().join("tools");
        let mirror = azapi_stand_in::mirror(&tools, provider).expect("a mirror");
        let log = tools.join("calls.log");
        own_cache(sandbox);
        let shim = tools.join("terraform");
        let script = format!(
            "#!/bin/sh\nprintf '%s' \"${{PWD##*/}}\" >> '{log}'\nfor word; do printf '\\t%s' \"$word\" >> '{log}'; done\n\
             printf '\\n' >> '{log}'\nexec '{program}' \"$@\"\n",
            log = log.display(),
            program = program.display()
        );
        executable(&shim, &script);
        sandbox
            .set("ATG_TERRAFORM", &shim.display().to_string())
            .set("ATG_TERRAFORM_CLI_CONFIG", &mirror.display().to_string());
        Terraform { log }
    }

    /// All calls so far, in their order.
    pub fn calls(&self) -> Vec<Call> {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let call = |line: &str| {
            let mut words = line.split('\t').map(str::to_owned);
            Call {
                folder: words.next().unwrap_or_default(),
                arguments: words.collect(),
            }
        };
        text.lines().map(call).collect()
    }

    /// The iterations in whose folders a subcommand was called, in the order of the calls.
    pub fn folders(&self, command: &str) -> Vec<String> {
        let calls = self.calls();
        let wanted = calls
            .iter()
            .filter(|call| call.command() == command && call.folder.starts_with("iteration"));
        wanted.map(|call| call.folder.clone()).collect()
    }
}

/// A cache of the sandbox's own, so that no provider of another test is taken for this one's; compiled plugins are shared.
fn own_cache(sandbox: &mut Sandbox) {
    let own = sandbox.home().join("cache");
    let shared = target().join("e2e-cache/atg/plugins");
    fs::create_dir_all(own.join("atg")).expect("a cache");
    fs::create_dir_all(&shared).expect("a cache");
    // A second Terraform of the same sandbox finds it there.
    let _ = std::os::unix::fs::symlink(&shared, own.join("atg/plugins"));
    sandbox.set("XDG_CACHE_HOME", &own.display().to_string());
}

/// Writes a script that can be run.
pub fn executable(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, script).expect("a script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a script that can be run");
}

/// The Terraform to run: `ATG_TERRAFORM`, else the one on PATH, else the one that `cargo xtask setup` provides.
///
/// # Panics
///
/// Where there is none: a suite that cannot start fails.
pub fn real() -> PathBuf {
    let named = std::env::var_os("ATG_TERRAFORM").map(PathBuf::from);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .map(|folder| folder.join("terraform"))
            .find(|file| file.is_file())
    };
    let own = || Some(target().join("../tools/terraform/terraform")).filter(|file| file.is_file());
    named
        .or_else(on_path)
        .or_else(own)
        .expect("a terraform: `cargo xtask setup` provides one, or name it with ATG_TERRAFORM")
}

/// The provider to run with: the real azapi where `ATG_TEST_AZAPI` names it, else the stand-in.
pub fn provider() -> PathBuf {
    std::env::var_os("ATG_TEST_AZAPI").map_or_else(|| target().join("terraform-provider-azapi"), PathBuf::from)
}
