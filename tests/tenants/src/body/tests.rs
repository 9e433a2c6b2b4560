use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::*;
use crate::template::Filling;

const REFERENCES: usize = 4;
const HUB: &str = "/subscriptions/5e4b9a10-7c2d-4f36-9b1e-2d8a6c3f4e01/";

/// Types that give a client nothing to set but tags.
const FIXED: [&str; 5] = [
    "Microsoft.Network/applicationSecurityGroups",
    "Microsoft.Network/ddosProtectionPlans",
    "Microsoft.Network/dnszones",
    "Microsoft.Network/networkWatchers",
    "Microsoft.Network/privateDnsZones",
];

/// Members that hold what a service generates, another on either side.
const GENERATED: [&str; 25] = [
    "AppId",
    "ConnectionString",
    "InstrumentationKey",
    "clientId",
    "createdAt",
    "createdDate",
    "createdTime",
    "changedTime",
    "creationDate",
    "creationTime",
    "customerId",
    "eTag",
    "etag",
    "fqdn",
    "immutableId",
    "instanceId",
    "instanceView",
    "internalDomainNameSuffix",
    "internalId",
    "lastModifiedTime",
    "lastModifiedTimeUtc",
    "lastUpdatedTime",
    "modifiedDate",
    "principalId",
    "resourceGuid",
];
const MORE_GENERATED: [&str; 4] = ["timeCreated", "uniqueId", "updatedAt", "vmId"];

struct Way {
    references: usize,
    different: bool,
    generation: u64,
    location: &'static str,
    tenant: &'static str,
}

const USUAL: Way = Way {
    references: REFERENCES,
    different: false,
    generation: 1,
    location: "eastus",
    tenant: crate::SOURCE_TENANT,
};

fn all() -> impl Iterator<Item = (&'static str, Template)> {
    types().map(|entry| entry.name).zip(templates())
}

fn rendered(template: &Template, way: &Way) -> Value {
    let reference = b"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-orders-prod-001/providers/Microsoft.Network/publicIPAddresses/pip-orders-prod-00012".to_vec();
    let references = vec![reference.clone(); way.references];
    let filling = Filling {
        ordinal: 77,
        id: &reference,
        name: b"pip-orders-prod-00012",
        location: way.location,
        tenant: way.tenant,
        references: &references,
        generation: way.generation,
        different: way.different,
        disorder: None,
    };
    let mut members = Map::new();
    for name in template.names() {
        let mut out = Vec::new();
        template.render(name, &filling, &mut out);
        let value = serde_json::from_slice(&out);
        assert!(value.is_ok(), "{}", String::from_utf8_lossy(&out));
        members.insert(name.to_owned(), value.unwrap_or_default());
    }
    members.into()
}

/// Names of the members on the way to every value that differs.
fn ways_of_differences(one: &Value, other: &Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, value) in one {
                way.push(name.clone());
                ways_of_differences(value, other.get(name).unwrap_or(&Value::Null), way, found);
                way.pop();
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (one, other) in one.iter().zip(other) {
                ways_of_differences(one, other, way, found);
            }
        }
        _ if one != other => found.push(way.clone()),
        _ => {}
    }
}

fn differences(one: &Value, other: &Value) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    ways_of_differences(one, other, &mut Vec::new(), &mut found);
    found
}

#[test]
fn every_type_has_a_template_of_its_own_and_every_template_parses() {
    let mut texts = BTreeSet::new();
    for entry in types() {
        let template = Template::parse(entry.template);
        assert!(template.is_ok(), "{}: {template:?}", entry.name);
        let names: BTreeSet<&str> = ["kind", "sku", "identity", "zones", "properties"].into();
        let template = template.unwrap_or_default();
        assert!(template.names().all(|name| names.contains(name)), "{}", entry.name);
        assert!(template.names().any(|name| name == "properties"), "{}", entry.name);
        if !FIXED.contains(&entry.name) {
            assert!(
                texts.insert(entry.template),
                "{} has the body of another type",
                entry.name
            );
        }
    }
}

#[test]
fn bodies_have_a_realistic_size_and_no_unfilled_field() {
    let mut sizes = Vec::new();
    for (name, template) in all() {
        let body = rendered(&template, &USUAL);
        let text = body.to_string();
        for field in [
            "{ref",
            "{pick",
            "{vary",
            "{hub",
            "{id",
            "{name",
            "{number",
            "{octet",
            "{generated",
        ] {
            assert!(!text.contains(field), "{name}: {text}");
        }
        let size = body["properties"].to_string().len();
        // Some types have hardly a property.
        assert!((30..=2200).contains(&size), "{name}: {size}");
        sizes.push(size);
    }
    assert!(sizes.iter().filter(|size| **size < 500).count() < 15);
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((900..=1600).contains(&mean), "{mean}");
}

#[test]
fn a_body_names_a_reference_once_or_leaves_it_to_the_tags() {
    for (name, template) in all() {
        for references in 0..=REFERENCES {
            let text = rendered(&template, &Way { references, ..USUAL }).to_string();
            let ids = text.matches("/subscriptions/").count();
            // Children of the resource itself, resources of the platform, and groups that a service manages.
            let others = text.matches("00012/").count()
                + text.matches(HUB).count()
                + text.matches("/resourceGroups/databricks").count()
                + text.matches("/resourceGroups/managed-").count();
            let named = (0..references)
                .filter(|position| template.names_reference(*position))
                .count();
            assert_eq!(ids - others, named, "{name} with {references}: {text}");
        }
    }
}

#[test]
fn every_body_can_differ_that_holds_anything_to_set() {
    for (name, template) in all() {
        let plain = rendered(&template, &USUAL);
        let different = rendered(
            &template,
            &Way {
                different: true,
                ..USUAL
            },
        );
        assert_eq!(template.varies(), plain != different, "{name}");
        assert_eq!(template.varies(), !FIXED.contains(&name), "{name}");
        let ways = differences(&plain, &different);
        let ignored = |way: &Vec<String>| {
            way.iter()
                .any(|name| is_generated(name) || name == "privateEndpointConnections")
        };
        assert!(
            !ways.iter().any(ignored),
            "{name}: a difference that nobody would see: {ways:?}"
        );
    }
}

fn is_generated(name: &str) -> bool {
    GENERATED.contains(&name) || MORE_GENERATED.contains(&name)
}

#[test]
fn the_sides_differ_only_where_they_must() {
    for (name, template) in all() {
        let plain = rendered(&template, &USUAL);
        let later = rendered(&template, &Way { generation: 2, ..USUAL });
        for way in differences(&plain, &later) {
            assert!(way.iter().any(|name| is_generated(name)), "{name}: {way:?} is compared");
        }
        let elsewhere = rendered(
            &template,
            &Way {
                location: "East US",
                ..USUAL
            },
        );
        for way in differences(&plain, &elsewhere) {
            let last = way.last().map(String::as_str).unwrap_or_default();
            assert!(
                ["location", "locationName", "primaryLocation"].contains(&last),
                "{name}: {way:?}"
            );
        }
        let other = rendered(
            &template,
            &Way {
                tenant: crate::TARGET_TENANT,
                ..USUAL
            },
        );
        for way in differences(&plain, &other) {
            assert_eq!(way.last().map(String::as_str), Some("tenantId"), "{name}: {way:?}");
        }
    }
}
