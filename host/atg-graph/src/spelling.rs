//! Which known names are near what was asked for.

/// The names, nearest spelling first; equally near ones by name.
pub(crate) fn by_nearness(asked: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let asked = asked.to_lowercase();
    let mut ranked: Vec<(usize, String)> = names
        .map(|name| (distance(&asked, &name.to_lowercase()), name))
        .collect();
    ranked.sort();
    ranked.into_iter().map(|(_, name)| name).collect()
}

/// How many letters have to be changed, put in or taken out (Levenshtein's distance).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (above, letter) in a.chars().enumerate() {
        let mut corner = above;
        row[0] = above + 1;
        for (at, other) in b.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[at + 1];
            row[at + 1] = changed.min(corner + 1).min(row[at] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first() {
        let names = ["staging", "Production", "prod-eu", "other"].map(str::to_owned);
        assert_eq!(
            by_nearness("prodution", names.into_iter()),
            ["Production", "prod-eu", "other", "staging"]
        );
    }

    #[test]
    fn distances() {
        for (a, b, wanted) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(a, b), wanted, "{a} {b}");
        }
    }
}
