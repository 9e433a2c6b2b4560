//! The words of an ARM id that generation needs, borrowed from its text, and the hash that finds it in any case.

use xxhash_rust::xxh3::xxh3_128;

/// What every id in a subscription begins with, in lower case.
pub(super) const SUBSCRIPTIONS: &str = "/subscriptions/";

/// How an id, a name or another word of Azure's is found, whatever its case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Found(u128);

impl Found {
    /// Of a text in lower case.
    pub(super) fn of_lower(text: &str) -> Found {
        Found(xxh3_128(text.as_bytes()))
    }

    /// Of a text in any case.
    pub(super) fn of(text: &str) -> Found {
        Found::of_lower(&text.to_ascii_lowercase())
    }
}

/// The last step of a resource's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LastStep<'a> {
    /// The id of what it lies below: a resource, a group, a subscription.
    pub(super) parent: &'a str,
    /// What joins it to the parent: `/subnets` of a child, `/providers/Microsoft.Network/virtualNetworks` of others.
    pub(super) kind: &'a str,
    /// The last segment.
    pub(super) name: &'a str,
    /// Whether it is a child of a resource, as `subnets` are, and not something that stands on its own.
    pub(super) child: bool,
}

/// Takes the last step off an id; `None` where there is none.
pub(super) fn last_step(id: &str) -> Option<LastStep<'_>> {
    let scope_end = last_provider(id)?;
    let provider = &id[scope_end + PROVIDERS.len()..];
    // NAMESPACE/TYPE/NAME[/TYPE/NAME…]
    let slashes = provider.bytes().filter(|byte| *byte == b'/').count();
    if slashes < 2 || slashes % 2 == 1 {
        return None;
    }
    let name_start = id.rfind('/')?;
    let child = slashes > 2;
    let parent_end = if child { id[..name_start].rfind('/')? } else { scope_end };
    let step = LastStep {
        parent: &id[..parent_end],
        kind: &id[parent_end..name_start],
        name: &id[name_start + 1..],
        child,
    };
    (!step.name.is_empty()).then_some(step)
}

const PROVIDERS: &str = "/providers/";

/// Where the last `/providers/` begins, in any case.
fn last_provider(id: &str) -> Option<usize> {
    let bytes = id.as_bytes();
    memchr::memrchr_iter(b'/', bytes).find(|at| {
        let word = bytes.get(*at..*at + PROVIDERS.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(PROVIDERS.as_bytes()))
    })
}

/// The scope of an id up to and with its group, and up to and with its subscription: `/subscriptions/S/resourceGroups/G`
/// and `/subscriptions/S`.
pub(super) fn scopes(id: &str) -> (Option<&str>, Option<&str>) {
    let mut slashes = id.match_indices('/').map(|(at, _)| at).skip(2);
    let begins = id
        .get(..SUBSCRIPTIONS.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(SUBSCRIPTIONS));
    if !begins {
        return (None, None);
    }
    let Some(subscription_end) = slashes.next() else {
        return (None, Some(id));
    };
    let rest = &id[subscription_end..];
    let in_group = rest
        .get(.."/resourcegroups/".len())
        .is_some_and(|head| head.eq_ignore_ascii_case("/resourcegroups/"));
    let group = in_group.then(|| &id[..slashes.nth(1).unwrap_or(id.len())]);
    (group, Some(&id[..subscription_end]))
}

/// Whether a text is a GUID.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A GUID made of a text: always the same, and no other text's. Marked as one that was made from a name (version 8).
pub(super) fn guid_of(text: &str) -> String {
    let bits = xxh3_128(text.as_bytes());
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NETWORK: &str = "/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";

    #[test]
    fn ids_lose_their_last_step() {
        let step = last_step(NETWORK).unwrap();
        assert_eq!(step.parent, "/subscriptions/S/resourceGroups/rg");
        assert_eq!(step.kind, "/providers/Microsoft.Network/virtualNetworks");
        assert_eq!((step.name, step.child), ("v", false));
        let child = format!("{NETWORK}/subnets/a");
        let step = last_step(&child).unwrap();
        assert_eq!(
            (step.parent, step.kind, step.name, step.child),
            (NETWORK, "/subnets", "a", true)
        );
        let lock = format!("{NETWORK}/PROVIDERS/Microsoft.Authorization/locks/l");
        let step = last_step(&lock).unwrap();
        assert_eq!(
            (step.parent, step.kind),
            (NETWORK, "/PROVIDERS/Microsoft.Authorization/locks")
        );
        for none in [
            "/subscriptions/S/resourceGroups/rg",
            "/subscriptions/S/providers/a/b",
            "",
            "/providers/",
        ] {
            assert_eq!(last_step(none), None, "{none}");
        }
    }

    #[test]
    fn ids_lie_in_scopes() {
        let group = "/subscriptions/S/resourceGroups/rg";
        assert_eq!(scopes(NETWORK), (Some(group), Some("/subscriptions/S")));
        assert_eq!(scopes(group), (Some(group), Some("/subscriptions/S")));
        assert_eq!(
            scopes("/subscriptions/S/providers/a/b/c"),
            (None, Some("/subscriptions/S"))
        );
        assert_eq!(scopes("/subscriptions/S"), (None, Some("/subscriptions/S")));
        assert_eq!(scopes("/providers/a/b/c"), (None, None));
    }

    #[test]
    fn guids_are_known_and_made() {
        let made = guid_of("a");
        assert!(is_guid(&made) && made == guid_of("a") && made != guid_of("b"), "{made}");
        assert_eq!(&made[14..15], "8");
        assert!(!is_guid("g1111111-1111-1111-1111-111111111111") && !is_guid("1"));
    }
}
