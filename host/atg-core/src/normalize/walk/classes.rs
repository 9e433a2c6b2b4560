//! The names of members that are more than plain ones.

use super::ListMatching;
use crate::normalize::by_name::ByName;
use crate::normalize::members::{MemberClass, SPECIAL, VOLATILE};

/// How a member counts, and whether items of a list are matched by it.
pub(super) type Counts = (MemberClass, Option<ListMatching>);

/// All such names.
pub(super) type Classes = ByName<Counts, 2048>;

/// The table of them.
pub(super) fn classes() -> Classes {
    let special = SPECIAL.iter().map(|(name, class)| (*name, *class));
    let volatile = VOLATILE.iter().map(|(name, class, _)| (*name, *class));
    let known = special.chain(volatile).map(|(name, class)| {
        let matching = match name {
            "name" => Some(ListMatching::Name),
            "id" => Some(ListMatching::Id),
            _ => None,
        };
        (name, (class, matching))
    });
    ByName::new((MemberClass::Plain, None), known)
}

#[cfg(test)]
mod tests {
    use super::super::digests::member_seed;
    use super::*;

    #[test]
    fn the_table_says_what_the_lists_say() {
        let classes = classes();
        for (name, class, _) in VOLATILE {
            assert_eq!(classes.get(member_seed(name.as_bytes())), (*class, None), "{name}");
        }
        let get = |name: &str| classes.get(member_seed(name.as_bytes()));
        assert_eq!(get("name"), (MemberClass::Name, Some(ListMatching::Name)));
        assert_eq!(get("id"), (MemberClass::Plain, Some(ListMatching::Id)));
        assert_eq!(get("vmSize"), (MemberClass::Sku, None));
        assert_eq!(get("Name"), (MemberClass::Plain, None));
        assert_eq!(get(""), (MemberClass::Plain, None));
    }
}
