//! The binary as a black box: a sandbox to run it in, and what came out as text for snapshots.
//!
//! Knows nothing of the binary's insides; everything goes through its arguments, environment, files and streams.

pub mod terraform;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own, with a home in it, in which atg is run.
pub struct Sandbox {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Sandbox {
    /// An empty one.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("atg-e2e-")
            .tempdir()
            .expect("a temporary folder");
        std::fs::create_dir(folder.path().join("work")).expect("a working folder");
        std::fs::create_dir(folder.path().join("home")).expect("a home");
        Self {
            folder,
            variables: Vec::new(),
        }
    }

    /// The working folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Writes a file into the working folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// Reads a file of the working folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| panic!("cannot read {name}: {error}"))
    }

    /// Sets a variable for all runs.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The call, ready to be started: a clean environment, 80 columns, no colour, a clock that stands still.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(atg());
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .stdin(Stdio::null());
        for kept in ["PATH", "RUSTUP_HOME", "CARGO_HOME", "SystemRoot", "TMPDIR", "TEMP"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        if std::env::var_os("RUSTUP_HOME").is_none() {
            // Else the sandbox's home would hide the toolchain from `plugin build`.
            if let Some(home) = std::env::home_dir() {
                command.env("RUSTUP_HOME", home.join(".rustup"));
                command.env(
                    "CARGO_HOME",
                    std::env::var_os("CARGO_HOME").map_or(home.join(".cargo"), PathBuf::from),
                );
            }
        }
        command.env("HOME", self.home()).env("USERPROFILE", self.home());
        command.env("COLUMNS", "80").env("SOURCE_DATE_EPOCH", "1790000000");
        // Shared, so that the built-in plugins are compiled once and not once a test.
        command.env("XDG_CACHE_HOME", target().join("e2e-cache"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs atg to its end.
    pub fn atg(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("atg starts");
        Run {
            output,
            folder: self.folder.path().to_path_buf(),
        }
    }

    /// Runs a line as people type it: words at spaces, quotes keep them together. The first word is `atg`.
    pub fn line(&self, line: &str) -> Run {
        let words = words(line);
        assert_eq!(
            words.first().map(String::as_str),
            Some("atg"),
            "a line begins with atg: {line}"
        );
        self.atg(&words[1..].iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// Splits at spaces outside quotes.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for character in line.chars() {
        match (character, quote) {
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.push(c),
            (c @ ('"' | '\''), None) => {
                quote = Some(c);
                begun = true;
            }
            (' ', None) => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, None) => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}

/// What came out.
pub struct Run {
    output: Output,
    folder: PathBuf,
}

impl Run {
    /// The exit code; `None` when a signal ended it.
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// Standard output as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.output.stdout
    }

    /// Standard output, paths of the sandbox replaced.
    pub fn stdout(&self) -> String {
        self.cleaned(&self.output.stdout)
    }

    /// Standard error, paths of the sandbox replaced.
    pub fn stderr(&self) -> String {
        self.cleaned(&self.output.stderr)
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("no JSON ({error}):\n{}\n{}", self.stdout(), self.stderr()))
    }

    /// The same, after making sure of the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code(), Some(code), "\n{self}");
        self
    }

    fn cleaned(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let canonical = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let mut cleaned = text;
        for folder in [&canonical, &self.folder] {
            let folder = folder.display().to_string();
            cleaned = cleaned
                .replace(&format!("{folder}/work"), "[work]")
                .replace(&format!("{folder}/home"), "[home]");
            cleaned = cleaned.replace(&folder, "[sandbox]");
        }
        cleaned.replace(&target().display().to_string(), "[target]")
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = match self.code() {
            Some(code) => format!("exit {code}\n"),
            None => "ended by a signal\n".to_owned(),
        };
        for (name, stream) in [("stdout", self.stdout()), ("stderr", self.stderr())] {
            if !stream.is_empty() {
                let _ = write!(text, "--- {name}\n{stream}");
            }
        }
        f.write_str(text.trim_end())
    }
}

/// The built binary: it lies beside the folder in which cargo keeps the test that runs now.
pub fn atg() -> PathBuf {
    let path = target().join(format!("atg{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not built; run `cargo build --release --package atg`",
        path.display()
    );
    path
}

/// The folder of the profile in cargo's target folder.
pub(crate) fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the test knows where it is");
    test.ancestors().nth(2).unwrap_or(Path::new(".")).to_path_buf()
}
