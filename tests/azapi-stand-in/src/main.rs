//! Serves one Terraform, then ends.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match azapi_stand_in::serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut text = format!("error: {error}\n");
            let mut cause = std::error::Error::source(&error);
            while let Some(error) = cause {
                text.push_str(&format!("  caused by: {error}\n"));
                cause = error.source();
            }
            // Nobody is left to tell if this fails too.
            let _ = std::io::stderr().write_all(text.as_bytes());
            ExitCode::FAILURE
        }
    }
}
