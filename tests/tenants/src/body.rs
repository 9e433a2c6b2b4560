//! The embedded templates, one file a family of types.

use std::collections::BTreeMap;

use crate::template::Template;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("bodies/", $name, ".json")))),+] };
}

const TEMPLATES: [(&str, &str); 28] = templates![
    "account",
    "alert",
    "application",
    "cluster",
    "database_server",
    "disk",
    "document_database",
    "gateway",
    "identity",
    "load_balancer",
    "namespace",
    "network_interface",
    "policy",
    "private_endpoint",
    "public_address",
    "registry",
    "route_table",
    "scale_set",
    "security_group",
    "server_farm",
    "storage_account",
    "vault",
    "virtual_machine",
    "virtual_network",
    "web_site",
    "workflow",
    "workspace",
    "zone",
];

/// Every template by its name.
pub(crate) fn templates() -> BTreeMap<&'static str, Template> {
    // Embedded text: a test parses each, so that nothing can go missing here.
    TEMPLATES
        .iter()
        .filter_map(|(name, text)| Some((*name, Template::parse(text).ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Filling;

    const REFERENCES: usize = 4;

    fn rendered(template: &Template, references: usize, different: bool) -> serde_json::Value {
        let reference = b"/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-orders-prod-001/providers/Microsoft.Network/publicIPAddresses/pip-orders-prod-00012".to_vec();
        let references = vec![reference; references];
        let filling = Filling {
            ordinal: 77,
            id: &references.first().cloned().unwrap_or_default(),
            name: b"pip-orders-prod-00012",
            location: "eastus",
            tenant: crate::SOURCE_TENANT,
            references: &references,
            generation: 1,
            different,
            disorder: None,
        };
        let mut members = serde_json::Map::new();
        for name in template.names() {
            let mut out = Vec::new();
            template.render(name, &filling, &mut out);
            let value = serde_json::from_slice(&out);
            assert!(value.is_ok(), "{}", String::from_utf8_lossy(&out));
            members.insert(name.to_owned(), value.unwrap_or_default());
        }
        members.into()
    }

    #[test]
    fn every_type_has_its_template_and_every_template_its_type() {
        let templates = templates();
        assert_eq!(templates.len(), TEMPLATES.len());
        let used: std::collections::BTreeSet<&str> = crate::types::types().map(|entry| entry.template).collect();
        assert_eq!(used, templates.keys().copied().collect());
    }

    #[test]
    fn bodies_have_a_realistic_size_and_no_unfilled_field() {
        let mut sizes = Vec::new();
        for (name, template) in templates() {
            let body = rendered(&template, REFERENCES, false);
            let text = body.to_string();
            assert!(
                !text.contains("{ref") && !text.contains("{pick") && !text.contains("{vary"),
                "{name}: {text}"
            );
            let size = body["properties"].to_string().len();
            // The longest ids in every place make some larger than they usually are.
            assert!((600..=2000).contains(&size), "{name}: {size}");
            sizes.push(size);
        }
        let mean = sizes.iter().sum::<usize>() / sizes.len();
        assert!((900..=1600).contains(&mean), "{mean}");
    }

    #[test]
    fn each_reference_appears_exactly_once_and_goes_without_trace() {
        for (name, template) in templates() {
            for references in 0..=REFERENCES {
                let text = rendered(&template, references, false).to_string();
                let ids = text.matches("/subscriptions/").count();
                let own = text.matches("00012/").count();
                assert_eq!(ids - own, references, "{name} with {references}: {text}");
            }
        }
    }

    #[test]
    fn every_template_can_differ() {
        for (name, template) in templates() {
            assert_ne!(rendered(&template, 3, false), rendered(&template, 3, true), "{name}");
        }
    }
}
