//! Names of the files of a large configuration, one a resource group.

use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::estate::Estate;

/// Longer ones are cut, so that folders with long names still take them everywhere.
const LONGEST: usize = 64;

/// By group: `rg-NAME.tf.json`, safe on every system, and different even where case does not count.
pub(super) fn file_names(estate: &Estate<'_>) -> Vec<String> {
    names(estate.groups.iter().map(|group| group.name.as_str()))
}

fn names<'n>(groups: impl Iterator<Item = &'n str> + Clone) -> Vec<String> {
    let safe: Vec<(String, bool)> = groups.clone().map(safe_name).collect();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for (name, _) in &safe {
        *counts.entry(name).or_default() += 1;
    }
    let name = |((safe, lossy), group): (&(String, bool), &str)| {
        let shared = counts.get(safe.as_str()).is_some_and(|count| *count > 1);
        if *lossy || shared {
            format!(
                "rg-{safe}-{:08x}.tf.json",
                xxh3_64(group.to_lowercase().as_bytes()) >> 32
            )
        } else {
            format!("rg-{safe}.tf.json")
        }
    };
    safe.iter().zip(groups).map(name).collect()
}

/// The name in letters that every file system takes, and whether something got lost.
fn safe_name(group: &str) -> (String, bool) {
    let mut lossy = group.len() > LONGEST;
    let letters = group.chars().take(LONGEST).map(|letter| {
        let letter = letter.to_ascii_lowercase();
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_') {
            letter
        } else {
            lossy = true;
            '_'
        }
    });
    let name: String = letters.collect();
    (name, lossy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_safe_and_different_names() {
        let long = "g".repeat(90);
        let groups = ["rg-A", "rg.b", "rg_b", "../x", "ünï", &long, ""];
        let names = names(groups.into_iter());
        assert_eq!(names[0], "rg-rg-a.tf.json");
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), groups.len(), "{names:?}");
        for name in names {
            let stem = name.strip_suffix(".tf.json").unwrap();
            assert!(
                stem.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')),
                "{name}"
            );
            assert!(name.len() < 100);
        }
    }
}
