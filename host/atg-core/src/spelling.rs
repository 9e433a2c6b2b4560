//! How people write times and sizes, and the word that they probably meant.

use std::time::Duration;

/// `90s`, `500ms`, `5m`, `1h30m`, `7d`, `2w`; a bare number counts seconds.
pub fn duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    if let Ok(seconds) = rest.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let mut total = Duration::ZERO;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let amount: u64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?.trim_start();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let milliseconds: u64 = match rest.get(..letters)? {
            "ms" => 1,
            "s" | "sec" | "second" | "seconds" => 1_000,
            "m" | "min" | "minute" | "minutes" => 60_000,
            "h" | "hour" | "hours" => 3_600_000,
            "d" | "day" | "days" => 86_400_000,
            "w" | "week" | "weeks" => 604_800_000,
            _ => return None,
        };
        total = total.checked_add(Duration::from_millis(amount.checked_mul(milliseconds)?))?;
        rest = rest.get(letters..)?.trim_start();
    }
    Some(total)
}

/// `64MiB`, `512KiB`, `1GiB`, `100MB`; a bare number counts bytes.
pub fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let amount: u64 = text.get(..digits)?.parse().ok()?;
    let unit: u64 = match text.get(digits..)?.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kib" | "k" => 1 << 10,
        "mib" | "m" => 1 << 20,
        "gib" | "g" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return None,
    };
    amount.checked_mul(unit)
}

/// The candidates nearest to a word first, by edits; ties in the order of the alphabet.
pub fn by_nearness<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (edits(&word, &candidate.to_lowercase()), candidate))
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The one that was probably meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let best = *by_nearness(word, candidates).first()?;
    let close = edits(&word.to_lowercase(), &best.to_lowercase()) <= (best.chars().count() / 3).max(1);
    close.then_some(best)
}

/// Edits between two words: insert, delete, replace, swap neighbours (Damerau–Levenshtein, restricted).
fn edits(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let replace = above[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut best = replace.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes() {
        assert_eq!(duration("1h30m"), Some(Duration::from_secs(5400)));
        assert_eq!(duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(duration("7 d"), Some(Duration::from_secs(604_800)));
        assert_eq!(duration("90"), Some(Duration::from_secs(90)));
        for wrong in [
            "",
            "h",
            "1x",
            "-1s",
            "1.5h",
            "99999999999999999999s",
            "18446744073709551615w",
        ] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
        assert_eq!(size("64MiB"), Some(64 << 20));
        assert_eq!(size("1 gb"), Some(1_000_000_000));
        for wrong in ["", "MiB", "1TB?", "-1", "18446744073709551615GiB"] {
            assert_eq!(size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_word_that_was_meant() {
        let keys = ["graph", "demos", "history", "target_fidelity"];
        assert_eq!(nearest("target-fidelity", keys), Some("target_fidelity"));
        assert_eq!(nearest("grpah", keys), Some("graph"));
        assert_eq!(nearest("zebra", keys), None);
        assert_eq!(by_nearness("demo", keys)[0], "demos");
    }
}
