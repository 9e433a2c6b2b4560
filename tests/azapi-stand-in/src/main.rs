//! Serves one Terraform, then ends. `mirror FOLDER` instead makes a mirror that holds this program, and prints the path of
//! the CLI configuration that installs from it.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder] = words.as_slice()
        && word == "mirror"
    {
        return mirror(Path::new(folder));
    }
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

fn mirror(folder: &Path) -> ExitCode {
    let made = std::env::current_exe().and_then(|program| azapi_stand_in::mirror(folder, &program));
    let (text, code) = match made {
        Ok(config) => (format!("{}\n", config.display()), ExitCode::SUCCESS),
        Err(error) => (format!("error: {error}\n"), ExitCode::FAILURE),
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}
