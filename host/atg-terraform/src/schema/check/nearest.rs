//! Which of several texts a text may have been meant as.

/// The option with the smallest distance; of several, the first. Empty where there is none.
///
/// The distance is the provider's: like Levenshtein's, but what stands before the place where the two begin to be alike
/// costs nothing, in either.
pub(super) fn nearest<'a>(text: &str, options: impl Iterator<Item = &'a str>) -> &'a str {
    options
        .min_by_key(|option| distance(text.as_bytes(), option.as_bytes()))
        .unwrap_or_default()
}

fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut above = vec![0; other.len() + 1];
    let mut row = vec![0; other.len() + 1];
    for letter in one {
        for (place, other_letter) in other.iter().enumerate() {
            let diagonal = above[place] + usize::from(letter != other_letter);
            row[place + 1] = diagonal.min(above[place + 1] + 1).min(row[place] + 1);
        }
        std::mem::swap(&mut above, &mut row);
        row[0] = 0;
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_counts_more_than_the_beginning() {
        assert_eq!(distance(b"kind", b"kind"), 0);
        assert_eq!(distance(b"xkind", b"kind"), 0);
        assert_eq!(distance(b"kindx", b"kind"), 1);
        assert_eq!(
            nearest("adressSpace", ["subnets", "addressSpace"].into_iter()),
            "addressSpace"
        );
        assert_eq!(nearest("x", [].into_iter()), "");
    }
}
