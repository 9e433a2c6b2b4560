//! `terraform version -json`: who a program is.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use semver::Version;
use serde::Deserialize;

use super::words;
use crate::TerraformError;
use crate::binary::Flavour;
use crate::environment::Environment;
use crate::process::{self, Call, End, Interrupts, Outcome, Patience, Stopped, Wanted};

/// A program that has not said its version after this long is taken for one that never does.
const PATIENCE: Patience = Patience {
    deadline: Some(Duration::from_secs(60)),
    grace: Duration::from_secs(2),
};

/// OpenTofu writes `terraform_version` as well; only Terraform says whether it is outdated.
#[derive(Debug, Deserialize)]
struct Answer {
    terraform_version: String,
    terraform_outdated: Option<bool>,
}

/// The arguments.
pub fn version_args(json: bool) -> Vec<OsString> {
    if json {
        words(&["version", "-json"])
    } else {
        words(&["version"])
    }
}

/// Asks the program at `path`. The folder it runs in is the temporary one, so that no lock file there adds to the answer.
pub fn ask(
    path: &Path,
    environment: &Environment,
    interrupts: &dyn Interrupts,
) -> Result<(Flavour, Version), TerraformError> {
    ask_within(PATIENCE, path, environment, interrupts)
}

pub(crate) fn ask_within(
    patience: Patience,
    path: &Path,
    environment: &Environment,
    interrupts: &dyn Interrupts,
) -> Result<(Flavour, Version), TerraformError> {
    let printed = |json: bool| {
        let call = Call {
            program: path,
            arguments: &version_args(json),
            environment,
            folder: &std::env::temp_dir(),
            patience,
            interrupts,
            held: None,
        };
        let mut said = String::new();
        let outcome = process::run(&call, Wanted::Document(1 << 20), &mut |seen| {
            if let process::Seen::Line { text, .. } = seen
                && said.len() < 1000
            {
                said.push_str(text.trim());
                said.push(' ');
            }
        })?;
        well(path, outcome, said.trim())
    };
    let document = printed(true)?;
    let answer: Answer = serde_json::from_slice(&document).map_err(|_| no_terraform(path, &excerpt(&document)))?;
    let version = Version::parse(answer.terraform_version.trim_start_matches('v')).map_err(|error| {
        no_terraform(
            path,
            &format!(
                "its version is `{}`: {error}",
                excerpt(answer.terraform_version.as_bytes())
            ),
        )
    })?;
    let flavour = match answer.terraform_outdated {
        Some(_) => Flavour::Terraform,
        None if printed(false)?.starts_with(b"OpenTofu") => Flavour::OpenTofu,
        None => Flavour::Terraform,
    };
    Ok((flavour, version))
}

fn well(path: &Path, outcome: Outcome, said: &str) -> Result<Vec<u8>, TerraformError> {
    match (outcome.end, outcome.stopped) {
        (_, Some(Stopped::Interrupt)) => Err(TerraformError::Interrupted),
        (_, Some(Stopped::Deadline)) => Err(TerraformError::failed(format!(
            "`{} version` did not answer within {} s",
            path.display(),
            outcome.took.as_secs()
        ))
        .with_hint("see whether it answers when you run it; name another with --terraform-bin or ATG_TERRAFORM")),
        (End::Exited(0), None) => Ok(outcome.document),
        (End::Exited(code), None) => Err(no_terraform(path, &format!("it ended with exit code {code}: {said}"))),
        (End::Signalled(signal), None) => Err(no_terraform(path, &format!("it was killed by signal {signal}"))),
    }
}

fn no_terraform(path: &Path, why: &str) -> TerraformError {
    TerraformError::failed(format!(
        "`{}` does not tell its version as Terraform does",
        path.display()
    ))
    .because(why.to_owned())
    .with_hint("name a `terraform` or a `tofu` with --terraform-bin or ATG_TERRAFORM")
}

/// The beginning of what a program printed, fit for a terminal.
fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let line = text.trim().lines().next().unwrap_or_default();
    match line {
        "" => "it printed nothing".to_owned(),
        line => line.escape_debug().to_string(),
    }
}
