//! Tags carry what no body can, so they must be tags that Azure takes.

use atg_tenants::{Format, Side, Tenants};
use serde_json::Value;

#[test]
fn tags_are_what_azure_takes() {
    for tenants in [Tenants::example(), Tenants::bench(2000)] {
        let mut bytes = Vec::new();
        tenants
            .write(Side::Target, Format::ResourceGraph, &mut bytes)
            .expect("memory takes everything");
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let row: Value = serde_json::from_slice(line).expect("a row is JSON");
            let tags = row["tags"].as_object().cloned().unwrap_or_default();
            assert!((4..=50).contains(&tags.len()), "{tags:?}");
            for (name, value) in &tags {
                assert!(!name.contains(['<', '>', '%', '&', '\\', '?', '/']), "{name}");
                assert!(value.as_str().is_some_and(|text| text.len() <= 256), "{value}");
            }
        }
    }
}
