//! A folder from which Terraform and OpenTofu install a provider without a registry.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::VERSION;

/// Names a real azapi provider to use in place of the stand-in.
pub const REAL: &str = "ATG_TEST_AZAPI";

/// Terraform asks the first, OpenTofu the second.
const HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// The provider that tests should use: the real one that [`REAL`] names, else the one that was built.
pub fn provider(built: &Path) -> PathBuf {
    named(std::env::var_os(REAL), built)
}

fn named(real: Option<OsString>, built: &Path) -> PathBuf {
    real.filter(|real| !real.is_empty())
        .map_or_else(|| built.to_owned(), PathBuf::from)
}

/// Lays a provider's binary out in `folder` as `providers/HOST/azure/azapi/VERSION/PLATFORM/terraform-provider-azapi_vVERSION`
/// for both hosts, and writes `folder/cli.tfrc` for `TF_CLI_CONFIG_FILE`, whose path it returns. Files are linked where
/// the file system allows it and copied elsewhere; what is there is replaced.
///
/// # Errors
///
/// No such binary, or a folder that cannot be written.
pub fn mirror(folder: &Path, binary: &Path) -> io::Result<PathBuf> {
    let folder = std::path::absolute(folder)?;
    let providers = folder.join("providers");
    for host in HOSTS {
        let place = providers.join(host).join("azure/azapi").join(VERSION).join(platform());
        std::fs::create_dir_all(&place)?;
        let place = place.join(format!("terraform-provider-azapi_v{VERSION}"));
        match std::fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        if std::fs::hard_link(binary, &place).is_err() {
            std::fs::copy(binary, &place)?;
        }
    }
    let config = folder.join("cli.tfrc");
    let path = providers
        .display()
        .to_string()
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    std::fs::write(
        &config,
        format!("provider_installation {{\n  filesystem_mirror {{\n    path = \"{path}\"\n  }}\n}}\n"),
    )?;
    Ok(config)
}

/// This machine as Terraform names it: `linux_amd64`.
fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}_{processor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_hosts_hold_the_binary_and_the_config_names_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("binary");
        std::fs::write(&binary, "one").unwrap();
        let config = mirror(&folder.path().join("mirror"), &binary).unwrap();
        let text = std::fs::read_to_string(config).unwrap();
        assert!(text.contains(&format!(
            "path = \"{}\"",
            folder.path().join("mirror/providers").display()
        )));
        for host in HOSTS {
            let place = folder
                .path()
                .join("mirror/providers")
                .join(host)
                .join("azure/azapi")
                .join(VERSION)
                .join(platform());
            let name = format!("terraform-provider-azapi_v{VERSION}");
            assert_eq!(std::fs::read_to_string(place.join(name)).unwrap(), "one");
        }
        // Again, and nothing of the first stays.
        let other = folder.path().join("other");
        std::fs::write(&other, "two").unwrap();
        mirror(&folder.path().join("mirror"), &other).unwrap();
        assert_eq!(std::fs::read_to_string(&binary).unwrap(), "one");
        assert!(mirror(folder.path(), Path::new("/nowhere/azapi")).is_err());
    }

    #[test]
    fn a_real_provider_goes_before_the_built_one() {
        assert_eq!(named(None, Path::new("built")), Path::new("built"));
        assert_eq!(named(Some("".into()), Path::new("built")), Path::new("built"));
        assert_eq!(named(Some("/real".into()), Path::new("built")), Path::new("/real"));
    }
}
