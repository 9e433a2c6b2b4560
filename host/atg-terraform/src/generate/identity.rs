//! A resource's identity as azapi's block has it.

use std::borrow::Cow;

use super::rewrite::Rewriting;
use super::tree::Node;

/// `identity { type, identity_ids }` of ARM's object; `None` where it has no identity and the type needs none said. What the
/// directory gave to it is left out.
pub(super) fn block(identity: &Node<'_>, needed: bool, rewriting: &mut Rewriting<'_, '_>) -> Option<Node<'static>> {
    let stated = identity.text_at("type")?;
    let squashed: String = stated
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_lowercase();
    let kind = match squashed.as_str() {
        "none" if needed => "None",
        "none" | "" => return None,
        "systemassigned" => "SystemAssigned",
        "userassigned" => "UserAssigned",
        "systemassigneduserassigned" | "userassignedsystemassigned" => "SystemAssigned, UserAssigned",
        _ => stated,
    };
    let assigned = identity.get("userAssignedIdentities").map_or(&[][..], Node::members);
    let mut ids: Vec<String> = assigned
        .iter()
        .map(|(id, _)| {
            let mut id = Cow::Borrowed(&**id);
            rewriting.rewrite(false, || "identity".to_owned(), &mut id);
            id.into_owned()
        })
        .collect();
    ids.sort_unstable();
    let mut block = Node::object([("type", Node::of(kind))]);
    if !ids.is_empty()
        && kind.contains("UserAssigned")
        && let Some(place) = block.entry("identity_ids")
    {
        *place = Node::List(ids.into_iter().map(Node::of).collect());
    }
    Some(block)
}
