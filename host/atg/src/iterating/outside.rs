//! `--generator CMD`: somebody else's generator, started in the project's folder.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use atg_workflow::WorkflowError;
use atg_workflow::iterate::Generator;

use crate::commands::Context;
use crate::effects::Spawner;
use crate::errors::Error;
use crate::exit_code::ExitCode;

/// A command whose words have places to be filled in.
pub(crate) struct Command<'a> {
    words: Vec<String>,
    subscription: &'a str,
    spawner: &'a dyn Spawner,
}

/// The outside generator that the settings name.
pub(crate) fn outside<'a>(source: &'a str, context: &Context<'a>) -> Result<Option<Command<'a>>, Error> {
    let Some(text) = &context.settings.generation.generator else {
        return Ok(None);
    };
    let words = words(text).filter(|words| !words.is_empty()).ok_or_else(|| {
        Error::usage(format!("`--generator {text}` makes no sense")).hint(
            "write a command as in a shell, such as --generator 'atg-old generate --out {output}'; close its quotes",
        )
    })?;
    if !words.iter().any(|word| word.contains("{output}")) {
        return Err(Error::usage("the generator is not told where to write")
            .hint("put {output} into `--generator`; {subscription} and {prefix} are filled in too"));
    }
    Ok(Some(Command {
        words,
        subscription: source,
        spawner: &*context.effects.spawner,
    }))
}

impl Generator for Command<'_> {
    fn generate(&self, iteration: u32, folder: &Path) -> Result<(), WorkflowError> {
        let folder: PathBuf =
            std::path::absolute(folder).map_err(|error| WorkflowError::file(folder, "name", error))?;
        let filled = |word: &String| {
            word.replace("{output}", &folder.display().to_string())
                .replace("{prefix}", &format!("ITERATION{iteration}_"))
                .replace("{subscription}", self.subscription)
        };
        let words: Vec<String> = self.words.iter().map(filled).collect();
        let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let hint = "run the command yourself; atg only fills in its words";
        let output = self.spawner.output(&words[0], &arguments).map_err(|error| {
            WorkflowError::failed(format!("cannot start the generator `{}`: {error}", words[0]), hint)
        })?;
        if output.status.success() {
            return Ok(());
        }
        if is_interrupted(output.status) {
            return Err(WorkflowError::Interrupted);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("it said nothing");
        Err(WorkflowError::failed(
            format!("the generator `{}` failed ({}): {last}", words[0], output.status),
            hint,
        ))
    }
}

/// Whether Ctrl-C ended it: a terminal tells it as well as atg, which may notice later. Shells say it with an exit code.
fn is_interrupted(status: ExitStatus) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        /// POSIX: SIGINT.
        const INTERRUPT: i32 = 2;
        if status.signal() == Some(INTERRUPT) {
            return true;
        }
    }
    status.code() == Some(i32::from(ExitCode::Interrupted.number()))
}

/// Words as a shell splits them: at blanks outside of quotes. `None` where a quote is not closed.
fn words(text: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for character in text.chars() {
        match (character, quote) {
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.push(c),
            (c @ ('"' | '\''), None) => {
                quote = Some(c);
                begun = true;
            }
            (c, None) if c.is_whitespace() => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, None) => word.push(c),
        }
    }
    if quote.is_some() {
        return None;
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_a_shell_does() {
        let split = |text| words(text).map(|words| words.join("|"));
        assert_eq!(split("a 'b c' \"\" d'e'"), Some("a|b c||de".to_owned()));
        assert_eq!(split("a 'b"), None);
    }
}
