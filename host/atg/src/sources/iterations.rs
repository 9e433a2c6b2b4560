//! Iterations by number: lists of them, and what lies in their folders.

use atg_core::iterations::IterationInput;

use super::{files, iteration_folder};
use crate::commands::Context;
use crate::errors::Error;

/// The numbers of `180,181,182` or `178-182`, as they stand there. Each iteration must be there.
pub(crate) fn list(text: &str, context: &Context<'_>) -> Result<Vec<u32>, Error> {
    let mut numbers = Vec::new();
    for part in text.split(',').map(str::trim) {
        let (first, last) = range(part).map_err(|reason| {
            Error::usage(format!("`--iterations {text}` makes no sense"))
                .because(reason)
                .hint("write numbers and ranges, such as `--iterations 180,181,182` or `--iterations 178-182`")
        })?;
        // Looked at one by one, so that a range of millions ends at the first that is not there.
        for number in first..=last {
            iteration_folder(context, number)?;
            numbers.push(number);
        }
    }
    Ok(numbers)
}

fn range(part: &str) -> Result<(u32, u32), String> {
    if part.is_empty() {
        return Err("a number is missing".to_owned());
    }
    let number = |word: &str| {
        let word = word.trim();
        word.parse::<u32>()
            .map_err(|_| format!("`{word}` is no number of an iteration"))
    };
    let (first, last) = match part.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(part)?, number(part)?),
    };
    if first > last {
        Err(format!("`{part}` ends before it begins"))
    } else {
        Ok((first, last))
    }
}

/// What lies in the folder of one.
pub(crate) fn read(number: u32, context: &Context<'_>) -> Result<IterationInput, Error> {
    let folder = iteration_folder(context, number)?;
    Ok(IterationInput::from_files(number, files::folder(&folder, &[".json"])?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ranges() {
        assert_eq!(range("7"), Ok((7, 7)));
        assert_eq!(range("178 - 182"), Ok((178, 182)));
        for wrong in ["", "x", "9-7", "-7", "7-", "1-2-3", "99999999999"] {
            assert!(range(wrong).is_err(), "{wrong}");
        }
    }
}
