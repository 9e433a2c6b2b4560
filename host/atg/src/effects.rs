//! Everything that reaches outside the process, built once in `main` and handed down, so that a test replaces it as one.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::Timestamp;

/// The bundle.
pub(crate) struct Effects {
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// The environment variables at the start.
    pub environment: Environment,
    /// Starts other programs.
    pub spawner: Box<dyn Spawner>,
    /// Where files live.
    pub roots: Roots,
    /// What is on the other end of the output streams.
    pub console: Console,
}

impl Effects {
    /// The real ones.
    pub(crate) fn real() -> Effects {
        let environment = Environment::real();
        let roots = Roots::find(&environment);
        let console = Console::real(&environment);
        let clock = SystemClock {
            fixed: environment.get("SOURCE_DATE_EPOCH").and_then(epoch),
        };
        Effects {
            clock: Box::new(clock),
            environment,
            spawner: Box::new(SystemSpawner),
            roots,
            console,
        }
    }
}

fn epoch(text: &str) -> Option<Timestamp> {
    Timestamp::from_second(text.trim().parse().ok()?).ok()
}

/// What time it is.
pub(crate) trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The system's clock; `SOURCE_DATE_EPOCH` (reproducible-builds.org) stops it, so that outputs can be reproduced.
struct SystemClock {
    fixed: Option<Timestamp>,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(|| {
            // Nobody reads fractions of a second in a report.
            let now = Timestamp::now();
            Timestamp::from_second(now.as_second()).unwrap_or(now)
        })
    }
}

/// Environment variables; those that are no UTF-8 are left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment(BTreeMap<String, String>);

impl Environment {
    fn real() -> Environment {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Environment(std::env::vars_os().filter_map(text).collect())
    }

    /// A variable that is set and not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Environment {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Environment(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }
}

/// Starts other programs. Their output is captured; they inherit the environment.
pub(crate) trait Spawner: Send + Sync {
    /// Runs a program to its end.
    fn output(&self, program: &str, arguments: &[&str]) -> io::Result<Output>;
}

struct SystemSpawner;

impl Spawner for SystemSpawner {
    fn output(&self, program: &str, arguments: &[&str]) -> io::Result<Output> {
        Command::new(program)
            .args(arguments)
            .stdin(std::process::Stdio::null())
            .output()
    }
}

/// Where files live.
#[derive(Debug, Clone)]
pub(crate) struct Roots {
    /// The project: the nearest folder upwards that holds `atg.toml` or `.atg`, else the working folder.
    pub project: PathBuf,
    /// `atg.toml` of the user lies here; absent where there is no home.
    pub config: Option<PathBuf>,
    /// Installed plugins.
    pub data: Option<PathBuf>,
    /// What can be made again: compiled plugins.
    pub cache: Option<PathBuf>,
    /// What a program remembers: which folders are trusted.
    pub state: Option<PathBuf>,
    /// Whether the project is the working folder, so that its paths can be printed short.
    here: bool,
}

impl Roots {
    fn find(environment: &Environment) -> Roots {
        let working = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let project = working
            .ancestors()
            .find(|folder| folder.join("atg.toml").is_file() || folder.join(".atg").is_dir());
        let project = project.unwrap_or(&working).to_path_buf();
        let home = |variable: &str, fallback: &str| base(environment, variable, fallback).map(|base| base.join("atg"));
        Roots {
            here: project == working,
            project,
            config: home("XDG_CONFIG_HOME", ".config"),
            data: home("XDG_DATA_HOME", ".local/share"),
            cache: home("XDG_CACHE_HOME", ".cache"),
            state: home("XDG_STATE_HOME", ".local/state"),
        }
    }

    /// A relative path taken from the project's root; as short as it can be for printing.
    pub(crate) fn in_project(&self, path: &Path) -> PathBuf {
        if self.here {
            path.to_path_buf()
        } else {
            self.project.join(path)
        }
    }
}

/// The XDG base directories, on every system, as git, gh and uv have them; Windows falls back to its profile folder.
fn base(environment: &Environment, variable: &str, fallback: &str) -> Option<PathBuf> {
    let named = environment
        .get(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    named.or_else(|| etcetera::home_dir().ok().map(|home| home.join(fallback)))
}

/// What is on the other end of the output streams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Console {
    /// Somebody can answer on standard input.
    pub input_is_terminal: bool,
    /// Standard output is a terminal.
    pub output_is_terminal: bool,
    /// Standard error is a terminal.
    pub errors_are_terminal: bool,
    /// Columns to print in.
    pub width: u16,
}

impl Console {
    fn real(environment: &Environment) -> Console {
        let output_is_terminal = io::stdout().is_terminal();
        let columns = environment
            .get("COLUMNS")
            .and_then(|text| text.parse().ok())
            .filter(|width| *width >= 20);
        let measured = || {
            terminal_size::terminal_size()
                .map(|(width, _)| width.0)
                .filter(|_| output_is_terminal)
        };
        Console {
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal,
            errors_are_terminal: io::stderr().is_terminal(),
            width: columns.or_else(measured).unwrap_or(80),
        }
    }
}
