//! The CLI configuration file that Terraform gets in place of the user's own.

use std::io::Write;
use std::path::Path;

use tempfile::TempPath;

use super::Installation;
use crate::TerraformError;

/// Writes one into the temporary folder, for the owner's eyes.
pub(super) fn write(installation: &Installation) -> Result<TempPath, TerraformError> {
    let text = text(installation)?;
    let place = std::env::temp_dir();
    let failed = |error| TerraformError::file(&place, "write a file into", error);
    let mut file = tempfile::Builder::new()
        .prefix("atg-terraform-")
        .suffix(".tfrc")
        .tempfile_in(&place)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    Ok(file.into_temp_path())
}

/// The user's own file: Terraform only warns of one that is missing, and then goes to the registry.
pub(super) fn readable(path: &Path) -> Result<(), TerraformError> {
    match std::fs::File::open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(TerraformError::file(path, "read", error)),
    }
}

/// What the file says.
pub(super) fn text(installation: &Installation) -> Result<String, TerraformError> {
    Ok(match installation {
        Installation::Registry | Installation::CliConfig(_) => "provider_installation {\n  direct {}\n}\n".to_owned(),
        Installation::FilesystemMirror(folder) => {
            // Terraform would take a relative path as one of the folder it runs in.
            let whole = std::path::absolute(folder).map_err(|error| TerraformError::file(folder, "find", error))?;
            if !whole.is_dir() {
                return Err(TerraformError::failed(format!("there is no provider mirror `{}`", folder.display()))
                    .with_hint("name a folder laid out as HOST/NAMESPACE/NAME/VERSION/PLATFORM, as `terraform providers mirror` makes one"));
            }
            let path = quoted(&whole.to_string_lossy())?;
            format!("provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n")
        }
        Installation::NetworkMirror(address) => {
            if !address.starts_with("https://") {
                return Err(
                    TerraformError::failed(format!("`{address}` is no address of a provider mirror"))
                        .with_hint("Terraform takes mirrors by https only"),
                );
            }
            let with_end = if address.ends_with('/') {
                address.clone()
            } else {
                format!("{address}/")
            };
            let url = quoted(&with_end)?;
            format!("provider_installation {{\n  network_mirror {{\n    url = {url}\n  }}\n}}\n")
        }
    })
}

fn quoted(text: &str) -> Result<String, TerraformError> {
    if text.chars().any(char::is_control) || text.contains("${") {
        return Err(TerraformError::failed(format!(
            "`{}` cannot be written into a CLI configuration file",
            text.escape_debug()
        ))
        .with_hint("use a path without control characters and `${`"));
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}
