//! Which rules may know a text, found in one pass over it.
//!
//! Each rule is filed under texts of which one must stand in what it knows. All of them are looked for at once, with blocks of
//! three bytes and the distance that can be skipped for each (Wu and Manber, "A fast algorithm for multi-pattern searching",
//! 1994), so that most of a text is never looked at.

/// Bytes of a block.
const BLOCK: usize = 3;
/// Slots of the table of distances; a power of two.
const SLOTS: usize = 1 << 12;

/// Texts, each with the rule that it stands for.
pub(super) struct Index {
    keys: Vec<(&'static str, u16)>,
    /// How many bytes of each text count.
    width: usize,
    /// How far to go on from a block; 0 where a text may end with it.
    distance: Vec<u8>,
    /// Keys by the slot of the last block that counts, as places in `filed`.
    starts: Vec<u16>,
    filed: Vec<u16>,
    /// Rules that are always asked.
    always: Vec<u16>,
}

fn slot(block: &[u8]) -> usize {
    // Setting the bit folds the case; that it also folds some signs only costs a look.
    let byte = |at: usize| u32::from(block[at] | 0x20);
    let mixed = (byte(0) << 16 | byte(1) << 8 | byte(2)).wrapping_mul(0x9E37_79B1);
    (mixed >> 20) as usize & (SLOTS - 1)
}

impl Index {
    /// An index of texts by rule; rules without a text, or with one that is too short, are always asked.
    pub(super) fn new(rules: impl Iterator<Item = Option<Vec<&'static str>>>) -> Index {
        let (mut keys, mut always) = (Vec::new(), Vec::new());
        for (rule, texts) in rules.enumerate() {
            let rule = rule as u16;
            match texts {
                Some(texts) if texts.iter().all(|text| text.len() >= BLOCK) => {
                    keys.extend(texts.into_iter().map(|text| (text, rule)));
                }
                _ => always.push(rule),
            }
        }
        let width = keys.iter().map(|(text, _)| text.len()).min().unwrap_or(BLOCK).min(200);
        let mut distance = vec![(width - BLOCK + 1) as u8; SLOTS];
        let mut ends = Vec::new();
        for (at, (text, _)) in keys.iter().enumerate() {
            for begins in 0..=width - BLOCK {
                let slot = slot(&text.as_bytes()[begins..begins + BLOCK]);
                let away = width - BLOCK - begins;
                distance[slot] = distance[slot].min(away as u8);
                if away == 0 {
                    ends.push((slot, at as u16));
                }
            }
        }
        ends.sort_unstable();
        let starts = (0..=SLOTS)
            .map(|slot| ends.partition_point(|(other, _)| *other < slot) as u16)
            .collect();
        Index {
            keys,
            width,
            distance,
            starts,
            filed: ends.into_iter().map(|(_, key)| key).collect(),
            always,
        }
    }

    /// Rules that are always asked.
    pub(super) fn always(&self) -> &[u16] {
        &self.always
    }

    /// Adds the rules that may know something by this text, in any order, some more than once.
    pub(super) fn look(&self, text: &str, rules: &mut Vec<u16>) {
        let bytes = text.as_bytes();
        let mut end = self.width;
        while end <= bytes.len() {
            let slot = slot(&bytes[end - BLOCK..end]);
            let away = self.distance[slot];
            if away > 0 {
                end += usize::from(away);
                continue;
            }
            let begins = end - self.width;
            for key in &self.filed[usize::from(self.starts[slot])..usize::from(self.starts[slot + 1])] {
                let (key, rule) = self.keys[usize::from(*key)];
                let stands = bytes.get(begins..begins + key.len());
                if stands.is_some_and(|stands| stands.eq_ignore_ascii_case(key.as_bytes())) {
                    rules.push(rule);
                }
            }
            end += 1;
        }
    }

    /// Adds the rules that are filed under a code, in its column.
    pub(super) fn code(&self, code: &str, rules: &mut Vec<u16>) {
        rules.extend(
            self.keys
                .iter()
                .filter(|(key, _)| key.eq_ignore_ascii_case(code))
                .map(|(_, rule)| *rule),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(texts: &[&'static str], text: &str) -> Vec<u16> {
        let index = Index::new(texts.iter().map(|text| Some(vec![*text])));
        let mut rules = index.always().to_vec();
        index.look(text, &mut rules);
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    #[test]
    fn every_text_is_found_wherever_it_stands() {
        let texts = ["abc", "SkuNotAvailable", "bcd", "not available", "été"];
        for (at, text) in texts.iter().enumerate() {
            for lead in 0..9 {
                let whole = format!(
                    "{}{}{}",
                    "x".repeat(lead),
                    text.to_ascii_uppercase(),
                    "y".repeat(lead % 3)
                );
                assert!(look(&texts, &whole).contains(&(at as u16)), "{whole}");
            }
        }
        assert_eq!(look(&texts, "abcd"), [0, 2]);
        assert_eq!(look(&texts, "ab"), Vec::<u16>::new());
        assert_eq!(look(&texts, ""), Vec::<u16>::new());
    }

    #[test]
    fn rules_without_texts_are_always_asked() {
        let index = Index::new([None, Some(vec!["abcdef"]), Some(vec!["ab"])].into_iter());
        assert_eq!(index.always(), [0, 2]);
        let mut rules = Vec::new();
        index.code("ABCDEF", &mut rules);
        assert_eq!(rules, [1]);
        assert_eq!(look(&[], "anything"), Vec::<u16>::new());
    }
}
