//! What people see: data on standard output, everything else on standard error, colour only where it is wanted.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::effects::{Console, Environment};
use crate::errors::Error;
use crate::settings::{Color, LogFormat, Settings};

/// Where every command prints.
pub(crate) struct Printer {
    /// What is on the other end.
    pub console: Console,
    /// Colour on standard output.
    pub colour: bool,
    colour_errors: bool,
    verbosity: i8,
    log_format: LogFormat,
    progress: bool,
    yes: bool,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

impl Printer {
    /// For the settings of this run.
    pub(crate) fn new(settings: &Settings, console: Console, environment: &Environment) -> Printer {
        Printer {
            console,
            colour: wants_colour(settings.color, console.output_is_terminal, environment),
            colour_errors: wants_colour(settings.color, console.errors_are_terminal, environment),
            verbosity: settings.verbosity,
            log_format: settings.log_format,
            progress: settings.progress && console.errors_are_terminal && settings.verbosity >= 0,
            yes: settings.yes,
        }
    }

    /// Before there are settings.
    pub(crate) fn plain(console: Console, color: Color, environment: &Environment) -> Printer {
        Printer {
            console,
            colour: wants_colour(color, console.output_is_terminal, environment),
            colour_errors: wants_colour(color, console.errors_are_terminal, environment),
            verbosity: 0,
            log_format: LogFormat::Text,
            progress: false,
            yes: false,
        }
    }

    /// Whether progress is shown.
    pub(crate) fn shows_progress(&self) -> bool {
        self.progress
    }

    /// Whether logs and errors are in colour.
    pub(crate) fn colours_errors(&self) -> bool {
        self.colour_errors
    }

    /// Whether more than usual is wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbosity > 0
    }

    /// Data on standard output. A reader that has seen enough (`| head`) is no failure.
    pub(crate) fn data(&self, bytes: &[u8]) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::failed("cannot write to standard output").because(error))
            }
            _ => Ok(()),
        }
    }

    /// One line of data for people, on standard output.
    pub(crate) fn line(&self, text: &str) -> Result<(), Error> {
        self.data(format!("{}\n", clean(text)).as_bytes())
    }

    /// Lines of data for people, written at once.
    pub(crate) fn lines(&self, lines: &[String]) -> Result<(), Error> {
        let text: String = lines.iter().flat_map(|line| [clean(line), "\n".into()]).collect();
        self.data(text.as_bytes())
    }

    /// A value for programs, as JSON on standard output.
    pub(crate) fn json(&self, value: &impl serde::Serialize) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Error::failed("cannot write down a result as JSON").because(error))?;
        self.data(format!("{text}\n").as_bytes())
    }

    /// Strong where colour is.
    pub(crate) fn strong(&self, text: &str) -> String {
        paint(self.colour, STRONG, text)
    }

    /// Faint where colour is.
    pub(crate) fn faint(&self, text: &str) -> String {
        paint(self.colour, FAINT, text)
    }

    /// Good to know, on standard error; not with `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        if self.verbosity >= 0 {
            self.tell("info", None, text, &[], None);
        }
    }

    /// Something that may be wrong.
    pub(crate) fn warning(&self, text: &str, hint: Option<&str>) {
        self.tell("warning", Some(WARNING), text, &[], hint);
    }

    /// Something failed, and the run goes on: a plugin.
    pub(crate) fn trouble(&self, text: &str, causes: &[String], hint: Option<&str>) {
        self.tell("error", Some(ERROR), text, causes, hint);
    }

    /// Asks whether to go on. Where nobody can answer, or `--yes` did, the answer is yes: the command itself said it.
    pub(crate) fn confirm(&self, question: &str) -> bool {
        if self.yes || !(self.console.input_is_terminal && self.console.errors_are_terminal) {
            return true;
        }
        let asked = io::stderr()
            .lock()
            .write_all(format!("{} [y/N] ", clean(question)).as_bytes());
        let mut answer = String::new();
        let read = asked.and_then(|()| io::stdin().read_line(&mut answer));
        read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
    }

    /// Why the run ends.
    pub(crate) fn error(&self, error: &Error) {
        self.tell(
            "error",
            Some(ERROR),
            &error.to_string(),
            &error.causes(),
            error.advice().as_deref(),
        );
    }

    fn tell(&self, level: &str, style: Option<Style>, text: &str, causes: &[String], hint: Option<&str>) {
        let told = match self.log_format {
            LogFormat::Json => {
                let mut object = serde_json::json!({ "level": level, "message": text });
                if !causes.is_empty() {
                    object["causes"] = causes.into();
                }
                if let Some(hint) = hint {
                    object["hint"] = hint.into();
                }
                format!("{object}\n")
            }
            LogFormat::Text => {
                let label = style.map(|style| paint(self.colour_errors, style, &format!("{level}:")) + " ");
                let mut told = format!("{}{}\n", label.unwrap_or_default(), clean(text));
                for cause in causes {
                    told += &format!("  caused by: {}\n", indented(cause, 13));
                }
                if let Some(hint) = hint {
                    let label = paint(self.colour_errors, HINT, "hint:");
                    told += &format!("{label} {}\n", indented(hint, 6));
                }
                told
            }
        };
        // Where standard error is gone there is nobody to tell.
        let _ = io::stderr().lock().write_all(told.as_bytes());
    }
}

/// A cleaned text whose further lines begin below its first; empty ones stay empty.
fn indented(text: &str, column: usize) -> String {
    let text = clean(text);
    let mut lines = text.lines();
    let mut indented = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        indented.push('\n');
        if !line.is_empty() {
            indented.push_str(&format!("{:column$}{line}", ""));
        }
    }
    indented
}

fn paint(colour: bool, style: Style, text: &str) -> String {
    if colour {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}

/// `--color`, then NO_COLOR (no-color.org), CLICOLOR_FORCE (bixense.com/clicolors), a dumb terminal, a pipe.
fn wants_colour(color: Color, is_terminal: bool, environment: &Environment) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if environment.get("NO_COLOR").is_some() => false,
        Color::Auto if environment.get("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto => is_terminal && environment.get("TERM") != Some("dumb"),
    }
}

/// Text without what could steer a terminal: control characters and direction marks are shown by their numbers. Our own
/// colours, and those that a formatter may use, are the one sequence that stays.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    let found = |text: &str| {
        text.char_indices()
            .find(|(_, one)| steers(*one) && !matches!(one, '\n' | '\t'))
    };
    while let Some((at, character)) = found(rest) {
        let (before, from) = rest.split_at(at);
        cleaned.push_str(before);
        let length = colour_sequence(from);
        match length {
            Some(length) => cleaned.push_str(&from[..length]),
            None => cleaned.push_str(&format!("\\u{{{:x}}}", u32::from(character))),
        }
        rest = &from[length.unwrap_or(character.len_utf8())..];
    }
    cleaned + rest
}

/// Text without colours.
pub(crate) fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match colour_sequence(rest) {
            Some(length) => rest = &rest[length..],
            None => {
                plain.push('\u{1b}');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}

/// The length of `ESC [ digits ; digits m` at the start of a text.
fn colour_sequence(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\u{1b}[")?;
    let digits = inner
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b';')
        .count();
    (inner.as_bytes().get(digits) == Some(&b'm') && digits <= 24).then_some(digits + 3)
}

fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal_but_colour() {
        assert_eq!(clean("a\u{1b}[31mred\u{1b}[0m b"), "a\u{1b}[31mred\u{1b}[0m b");
        assert_eq!(clean("\u{1b}[2J\u{1b}]0;t\u{7}"), "\\u{1b}[2J\\u{1b}]0;t\\u{7}");
        assert_eq!(clean("x\u{202e}y\r\n"), "x\\u{202e}y\\u{d}\n");
    }

    #[test]
    fn colour_where_it_is_wanted() {
        let none = Environment::default();
        let no_colour = Environment::from([("NO_COLOR", "1")]);
        let forced = Environment::from([("CLICOLOR_FORCE", "1")]);
        assert!(wants_colour(Color::Auto, true, &none));
        assert!(!wants_colour(Color::Auto, false, &none));
        assert!(!wants_colour(Color::Auto, true, &no_colour));
        assert!(wants_colour(Color::Always, false, &no_colour));
        assert!(wants_colour(Color::Auto, false, &forced));
        assert!(!wants_colour(Color::Auto, true, &Environment::from([("TERM", "dumb")])));
    }
}
