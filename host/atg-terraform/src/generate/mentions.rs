//! Finding ids of Azure within texts.

use super::arm::SUBSCRIPTIONS;

/// The id that begins at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// Where it begins.
    pub(super) start: usize,
    /// Where it may end, farthest first. What an id is made of comes in pairs, so it ends after an even number of slashes.
    pub(super) ends: Vec<usize>,
}

/// No id is longer.
const LONGEST: usize = 2_048;

/// Every place of a text at which an id begins. An id may hold spaces and brackets, so where it ends is left to whoever
/// knows the ids; all ends are offered that a known one could have.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    if text.len() <= SUBSCRIPTIONS.len() {
        return Vec::new();
    }
    let bytes = text.as_bytes();
    let mut starts = memchr::memchr_iter(b'/', bytes).filter(|at| {
        bytes
            .get(*at..*at + SUBSCRIPTIONS.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(SUBSCRIPTIONS.as_bytes()))
    });
    let Some(mut start) = starts.next() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    loop {
        let next = starts.next();
        found.push(mention(bytes, start, next.unwrap_or(bytes.len())));
        match next {
            Some(next) => start = next,
            None => return found,
        }
    }
}

fn mention(bytes: &[u8], start: usize, limit: usize) -> Mention {
    let first = start + SUBSCRIPTIONS.len();
    let farthest = limit.min(start + LONGEST);
    let mut ends = Vec::with_capacity(8);
    // Those of `/subscriptions/`.
    let mut slashes = 2_u32;
    let mut stop = farthest;
    for (at, byte) in bytes[..farthest].iter().enumerate().skip(first) {
        let kind = FOLLOWS[usize::from(*byte)];
        if kind == Follows::Never {
            continue;
        }
        if kind == Follows::Quoted {
            stop = at;
            break;
        }
        // An id is made of pairs: what it is, and which.
        if slashes.is_multiple_of(2) && at > first {
            ends.push(at);
        }
        slashes += u32::from(*byte == b'/');
    }
    // Where an id is longer than any, its cut may lie within a character.
    if stop > first && (stop < farthest || stop == limit) && slashes.is_multiple_of(2) {
        ends.push(stop);
    }
    // What begins with an id may be nothing but an id, whatever its name holds.
    if start == 0 && stop < bytes.len() && bytes.len() <= LONGEST {
        ends.push(bytes.len());
    }
    ends.reverse();
    Mention { start, ends }
}

/// Whether a byte may follow an id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    Never,
    Perhaps,
    /// And nothing after it belongs to the id.
    Quoted,
}

/// All that may follow are ASCII, so a text can be cut there.
const FOLLOWS: [Follows; 256] = {
    let mut table = [Follows::Never; 256];
    let all = b"/'<>|;,?#&()[]{}\\:=@$ \t\x0c";
    let mut at = 0;
    while at < all.len() {
        table[all[at] as usize] = Follows::Perhaps;
        at += 1;
    }
    table[b'"' as usize] = Follows::Quoted;
    table[b'\n' as usize] = Follows::Quoted;
    table[b'\r' as usize] = Follows::Quoted;
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> Vec<Vec<&str>> {
        let of = |mention: Mention| mention.ends.iter().map(|end| &text[mention.start..*end]).collect();
        mentions(text).into_iter().map(of).collect()
    }

    #[test]
    fn an_id_is_offered_with_all_its_ends() {
        let found = offered("/subscriptions/S/resourceGroups/a b/providers/N/T/n");
        let ends = [
            "/subscriptions/S/resourceGroups/a b/providers/N/T/n",
            "/subscriptions/S/resourceGroups/a b/providers/N",
            "/subscriptions/S/resourceGroups/a b",
            "/subscriptions/S/resourceGroups/a",
            "/subscriptions/S",
        ];
        assert_eq!(found, [ends.to_vec()]);
    }

    #[test]
    fn ids_are_found_within_other_text_and_in_any_case() {
        let found = offered("x=\"https://h/SUBSCRIPTIONS/S/rg\" and /subscriptions/T, /subscriptions/");
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], ["/SUBSCRIPTIONS/S"]);
        assert_eq!(found[1].last(), Some(&"/subscriptions/T"));
        assert!(found[2].is_empty());
        assert!(offered("subscriptions/S").is_empty() && offered("/subscriptions").is_empty());
    }

    #[test]
    fn any_text_can_be_cut_where_it_is_offered() {
        for text in [
            "/subscriptions/é/ü",
            "/subscriptions/🦀",
            "/subscriptions//",
            "/subscriptions/\u{2028}a",
        ] {
            for ends in offered(text) {
                assert!(ends.iter().all(|end| text.contains(end)), "{text}");
            }
        }
    }
}
