//! Things that Azure has in two forms: as an item in a list of the parent, and as a child of its own.
//!
//! A request for the parent replaces its list, so the same thing in both forms would be made, removed and made again. The
//! item in the parent's list wins: it needs one request less and nothing can come between. A child that the list lacks
//! is put into it.

use std::borrow::Cow;

use super::tree::Node;

/// How a child looks in its parent's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `{"name": …, "properties": {…}}`.
    Nested,
    /// `{"name": …, …}`, the properties beside the name.
    Flat,
    /// The list is an object, there is one such child, and its name says nothing.
    Only(&'static str),
}

/// Type of the child in lower case, path of the parent's list, shape.
const FORMS: &[(&str, &str, Shape)] = &[
    (
        "microsoft.network/virtualnetworks/subnets",
        "properties.subnets",
        Shape::Nested,
    ),
    (
        "microsoft.network/virtualnetworks/virtualnetworkpeerings",
        "properties.virtualNetworkPeerings",
        Shape::Nested,
    ),
    (
        "microsoft.network/networksecuritygroups/securityrules",
        "properties.securityRules",
        Shape::Nested,
    ),
    (
        "microsoft.network/routetables/routes",
        "properties.routes",
        Shape::Nested,
    ),
    (
        "microsoft.network/routefilters/routefilterrules",
        "properties.rules",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/backendaddresspools",
        "properties.backendAddressPools",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/inboundnatrules",
        "properties.inboundNatRules",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/frontendipconfigurations",
        "properties.frontendIPConfigurations",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/probes",
        "properties.probes",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/loadbalancingrules",
        "properties.loadBalancingRules",
        Shape::Nested,
    ),
    (
        "microsoft.network/loadbalancers/outboundrules",
        "properties.outboundRules",
        Shape::Nested,
    ),
    (
        "microsoft.network/serviceendpointpolicies/serviceendpointpolicydefinitions",
        "properties.serviceEndpointPolicyDefinitions",
        Shape::Nested,
    ),
    (
        "microsoft.network/expressroutecircuits/peerings",
        "properties.peerings",
        Shape::Nested,
    ),
    (
        "microsoft.network/expressroutecircuits/authorizations",
        "properties.authorizations",
        Shape::Nested,
    ),
    (
        "microsoft.containerservice/managedclusters/agentpools",
        "properties.agentPoolProfiles",
        Shape::Flat,
    ),
    (
        "microsoft.sql/servers/administrators",
        "properties.administrators",
        Shape::Only("ActiveDirectory"),
    ),
    (
        "microsoft.web/sites/config",
        "properties.siteConfig",
        Shape::Only("web"),
    ),
    (
        "microsoft.web/sites/slots/config",
        "properties.siteConfig",
        Shape::Only("web"),
    ),
];

/// Whether a child of this type and name is always written in its parent's list.
pub(super) fn is_inline(type_lower: &str, name: &str) -> bool {
    FORMS.iter().any(|(of, _, shape)| {
        *of == type_lower
            && match shape {
                Shape::Only(only) => only.eq_ignore_ascii_case(name),
                Shape::Nested | Shape::Flat => true,
            }
    })
}

/// Puts a child into its parent's list where the list lacks it. Gives whether it was put there.
pub(super) fn put(parent: &mut Node<'_>, type_lower: &str, name: &str, child: Node<'static>) -> bool {
    let Some((_, path, shape)) = FORMS.iter().find(|(of, ..)| *of == type_lower) else {
        return false;
    };
    let mut place = parent;
    for step in path.split('.') {
        match place.entry(step) {
            Some(below) => place = below,
            None => return false,
        }
    }
    let mut child = child;
    let properties = child.take("properties").unwrap_or(Node::Object(Vec::new()));
    if let Shape::Only(_) = shape {
        let absent = matches!(place, Node::Null) || matches!(place, Node::Object(members) if members.is_empty());
        if absent {
            *place = properties;
        }
        return absent;
    }
    if *place == Node::Null {
        *place = Node::List(Vec::new());
    }
    let Node::List(items) = place else { return false };
    let there = items
        .iter()
        .any(|item| item.text_at("name").is_some_and(|own| own.eq_ignore_ascii_case(name)));
    if there {
        return false;
    }
    let own_name = (Cow::Borrowed("name"), Node::of(name));
    items.push(match (shape, properties) {
        (Shape::Flat, Node::Object(mut members)) => {
            members.push(own_name);
            Node::Object(members)
        }
        (_, properties) => Node::Object(vec![own_name, (Cow::Borrowed("properties"), properties)]),
    });
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn with(parent: Value, of: &str, name: &str) -> Value {
        let mut parent = Node::from(parent);
        put(&mut parent, of, name, Node::from(json!({"properties": {"a": 1}})));
        parent.into_value()
    }

    #[test]
    fn a_child_is_written_once() {
        let of = "microsoft.network/virtualnetworks/subnets";
        let listed = json!({"properties": {"subnets": [{"name": "Default", "properties": {}}]}});
        assert_eq!(with(listed.clone(), of, "default"), listed);
        let expected = json!({"properties": {"subnets": [{"name": "b", "properties": {"a": 1}}]}});
        assert_eq!(with(json!({}), of, "b"), expected);
        assert_eq!(with(json!({"properties": {"subnets": []}}), of, "b"), expected);
    }

    #[test]
    fn other_shapes_are_kept() {
        let pool = "microsoft.containerservice/managedclusters/agentpools";
        let expected = json!({"properties": {"agentPoolProfiles": [{"a": 1, "name": "p"}]}});
        assert_eq!(with(json!({"properties": {}}), pool, "p"), expected);
        let admin = "microsoft.sql/servers/administrators";
        assert_eq!(
            with(json!({"properties": {}}), admin, "x"),
            json!({"properties": {"administrators": {"a": 1}}})
        );
        let there = json!({"properties": {"administrators": {"b": 2}}});
        assert_eq!(with(there.clone(), admin, "x"), there);
        assert!(is_inline("microsoft.web/sites/config", "Web") && !is_inline("microsoft.web/sites/config", "logs"));
    }
}
