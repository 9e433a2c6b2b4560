//! Which rules may know a text, and which codes and statuses it names, found in one pass over it.
//!
//! Each rule is filed under texts of which one must stand in what it knows. All of them are looked for at once, with blocks of
//! three bytes and the distance that can be skipped for each (Wu and Manber, "A fast algorithm for multi-pattern searching",
//! 1994), so that most of a text is never looked at.

use super::pattern::Ready;
use super::text::is_code_at;

/// Bytes of a block.
const BLOCK: usize = 3;
/// Slots of the table of distances; a power of two.
const SLOTS: usize = 1 << 14;
/// Bytes of a text that count, at most.
const WIDEST: usize = 32;
/// Letters of a code that is looked for in texts, at least. Shorter ones are words of any sentence, and slow down all.
const CODE: usize = 8;

/// What stands before the status of an answer.
const LEADS: [&str; 7] = [
    "RESPONSE ",
    "StatusCode=",
    "StatusCode: ",
    "expected status ",
    "status code ",
    "HTTP status ",
    "Status=",
];

/// What a text that was found means.
#[derive(Clone, Copy)]
enum Means {
    /// This rule may know it.
    Rule(u16),
    /// It is a code, where it is named as one; perhaps this rule is filed under it.
    Code(Option<u16>),
    /// A status follows.
    Status,
}

struct Key {
    text: &'static str,
    /// Where the bytes begin that count.
    from: usize,
    means: Means,
}

/// What was found in texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Rules that may know something, in any order, some more than once.
    pub(super) rules: Vec<u16>,
    /// Codes that the texts name.
    pub(super) codes: Vec<&'static str>,
    /// Statuses that the texts name.
    pub(super) statuses: Vec<u16>,
}

impl Found {
    pub(super) fn clear(&mut self) {
        self.rules.clear();
        self.codes.clear();
        self.statuses.clear();
    }

    pub(super) fn add(&mut self, other: &Found) {
        self.rules.extend_from_slice(&other.rules);
        self.codes.extend_from_slice(&other.codes);
        self.statuses.extend_from_slice(&other.statuses);
    }
}

/// Texts, each with what it means.
pub(super) struct Index {
    keys: Vec<Key>,
    /// How many bytes of each text count.
    width: usize,
    /// How far to go on from a block; 0 where what counts of a text may end with it.
    distance: Vec<u8>,
    /// Keys by the slot of the last block that counts, as places in `filed`.
    starts: Vec<u16>,
    filed: Vec<u16>,
    /// Codes that are looked for in their column only.
    short: Vec<(&'static str, Means)>,
    /// Rules that are always asked.
    always: Vec<u16>,
}

fn slot(block: &[u8]) -> usize {
    // Setting the bit folds the case; that it also folds some signs only costs a look.
    let byte = |at: usize| u32::from(block[at] | 0x20);
    let mixed = (byte(0) << 16 | byte(1) << 8 | byte(2)).wrapping_mul(0x9E37_79B1);
    (mixed >> 18) as usize & (SLOTS - 1)
}

impl Index {
    /// An index of rules by their patterns. Rules that have no text that must stand somewhere are always asked.
    pub(super) fn new<'r>(rules: impl Iterator<Item = &'r [Ready]>) -> Index {
        let (mut keys, mut always) = (Vec::new(), Vec::new());
        let mut asks_status = false;
        for (rule, patterns) in rules.enumerate() {
            let rule = rule as u16;
            let mut codes = Vec::new();
            patterns.iter().for_each(|pattern| pattern.codes(&mut codes));
            asks_status |= patterns.iter().any(Ready::asks_status);
            let is_long = |text: &&str| text.len() >= BLOCK || codes.contains(text);
            let texts = filed_under(patterns).filter(|texts| texts.iter().all(is_long));
            if texts.is_none() {
                always.push(rule);
            }
            for text in texts.into_iter().flatten() {
                let is_code = codes.contains(&text);
                codes.retain(|code| *code != text);
                keys.push((
                    text,
                    if is_code {
                        Means::Code(Some(rule))
                    } else {
                        Means::Rule(rule)
                    },
                ));
            }
            keys.extend(codes.into_iter().map(|code| (code, Means::Code(None))));
        }
        if asks_status {
            keys.extend(LEADS.map(|lead| (lead, Means::Status)));
        }
        let in_texts = |(text, means): &(&str, Means)| match means {
            Means::Code(_) => text.len() >= CODE,
            _ => text.len() >= BLOCK,
        };
        let (keys, short) = keys.into_iter().partition(in_texts);
        Index::of(keys, short, always)
    }

    fn of(keys: Vec<(&'static str, Means)>, short: Vec<(&'static str, Means)>, always: Vec<u16>) -> Index {
        let width = keys
            .iter()
            .map(|(text, _)| text.len())
            .min()
            .unwrap_or(BLOCK)
            .min(WIDEST);
        // How common a block is among the texts themselves is a good guess of how common it is anywhere.
        let mut common = vec![0_u16; SLOTS];
        for block in keys.iter().flat_map(|(text, _)| text.as_bytes().windows(BLOCK)) {
            let count = &mut common[slot(block)];
            *count = count.saturating_add(1);
        }
        let mut distance = vec![(width - BLOCK + 1) as u8; SLOTS];
        let mut ends = Vec::new();
        let keys: Vec<Key> = keys
            .into_iter()
            .map(|(text, means)| {
                let bytes = text.as_bytes();
                let last = |from: usize| slot(&bytes[from + width - BLOCK..from + width]);
                let from = (0..=bytes.len() - width)
                    .min_by_key(|from| common[last(*from)])
                    .unwrap_or(0);
                Key { text, from, means }
            })
            .collect();
        for (at, key) in keys.iter().enumerate() {
            for begins in 0..=width - BLOCK {
                let slot = slot(&key.text.as_bytes()[key.from + begins..key.from + begins + BLOCK]);
                let away = width - BLOCK - begins;
                distance[slot] = distance[slot].min(away as u8);
                if away == 0 {
                    ends.push((slot, at as u16));
                }
            }
        }
        ends.sort_unstable();
        let mut starts = vec![0; SLOTS + 1];
        for (slot, _) in &ends {
            starts[slot + 1] += 1;
        }
        for slot in 0..SLOTS {
            starts[slot + 1] += starts[slot];
        }
        Index {
            keys,
            width,
            distance,
            starts,
            filed: ends.into_iter().map(|(_, key)| key).collect(),
            short,
            always,
        }
    }

    /// Rules that are always asked.
    pub(super) fn always(&self) -> &[u16] {
        &self.always
    }

    /// Adds what a text says.
    pub(super) fn look(&self, text: &str, found: &mut Found) {
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
                let key = &self.keys[usize::from(*key)];
                // The text may begin before the bytes that count.
                let Some(at) = begins.checked_sub(key.from) else {
                    continue;
                };
                let stands = bytes.get(at..at + key.text.len());
                if stands.is_some_and(|stands| stands.eq_ignore_ascii_case(key.text.as_bytes())) {
                    key.tell(bytes, at, found);
                }
            }
            end += 1;
        }
    }

    /// Adds the rules that are filed under a code, in its column.
    pub(super) fn code(&self, code: &str, rules: &mut Vec<u16>) {
        let long = self.keys.iter().map(|key| (key.text, key.means));
        for (text, means) in long.chain(self.short.iter().copied()) {
            if let Means::Code(rule) = means
                && text.len() == code.len()
                && text.eq_ignore_ascii_case(code)
            {
                rules.extend(rule);
            }
        }
    }
}

impl Key {
    /// Adds what it means that the text stands at a place.
    fn tell(&self, bytes: &[u8], at: usize, found: &mut Found) {
        match self.means {
            Means::Rule(rule) => found.rules.push(rule),
            Means::Code(rule) if is_code_at(bytes, at, self.text.len()) => {
                found.rules.extend(rule);
                if !found.codes.contains(&self.text) {
                    found.codes.push(self.text);
                }
            }
            Means::Code(_) => {}
            Means::Status => {
                let digits = bytes[at + self.text.len()..]
                    .iter()
                    .take(4)
                    .map_while(|byte| char::from(*byte).to_digit(10).map(|digit| digit as u16));
                let digits: Vec<u16> = digits.collect();
                if let [hundreds, tens, ones] = digits[..] {
                    found.statuses.push(hundreds * 100 + tens * 10 + ones);
                }
            }
        }
    }
}

/// The texts under which a rule is filed: those of the pattern whose shortest text is the longest.
fn filed_under(patterns: &[Ready]) -> Option<Vec<&'static str>> {
    let shortest = |keys: &Vec<&str>| keys.iter().map(|key| key.len()).min().unwrap_or_default();
    patterns.iter().filter_map(Ready::keys).max_by_key(shortest)
}

#[cfg(test)]
mod tests;
