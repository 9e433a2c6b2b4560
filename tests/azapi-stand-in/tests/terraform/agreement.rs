//! A thousand damaged bodies, all in one configuration: what the provider says of each, and what the pack says of it.
//!
//! Alone, the stand-in must say exactly what its pack says. The real provider knows more than a condensed pack, and other
//! versions: of the types that it has in the pack's version, its verdict must be the same for 95 of 100.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use atg_terraform::schema::Pack;
use serde_json::{Value, json};

use crate::damage::{Chance, Damaged, damaged};
use crate::workspace::{Said, Workspace, is_real, without_chance};

/// How many bodies are compared with the real provider, and how many are made so that this many can be.
const COMPARED: usize = 1_000;
const MADE: usize = 1_200;

/// The pack to take types from: the one that `ATG_SCHEMA_PACK` names, else the small one of the stand-in.
pub(crate) fn place() -> PathBuf {
    std::env::var_os("ATG_SCHEMA_PACK").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("src/definitions/small.json"),
        PathBuf::from,
    )
}

/// What a pack says of a block, as the provider would be heard.
fn expected(pack: &Pack, block: &serde_json::Map<String, Value>) -> Vec<String> {
    let of = block["type"]
        .as_str()
        .and_then(|of| of.split_once('@'))
        .expect("a type");
    let schema = pack.find(of.0).expect("a type of the pack");
    let mut body = block["body"].clone();
    for name in ["name", "location"] {
        if let (Some(members), Some(value)) = (body.as_object_mut(), block.get(name)) {
            members.insert(name.to_owned(), value.clone());
        }
    }
    let lines = schema.check(&body).into_iter().map(|problem| problem.to_string());
    let mut lines: Vec<String> = lines.map(|line| without_chance(&line).to_owned()).collect();
    lines.sort();
    lines
}

fn validated(blocks: &[Damaged]) -> Said {
    let resources: BTreeMap<String, Value> = blocks
        .iter()
        .enumerate()
        .map(|(number, damaged)| (format!("azapi_resource.r{number}"), json!(damaged.block)))
        .collect();
    Workspace::new(&resources, &json!({}), Some(&place())).validate()
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the figure is wanted also where it is good enough; --nocapture shows it"
)]
fn damaged_bodies_are_found() {
    let bytes = std::fs::read(place()).expect("the pack");
    let pack = Pack::read(&bytes, "pack").expect("a pack");
    let blocks = damaged(&pack, MADE, &mut Chance(20_250_101));
    let said = validated(&blocks);
    let mut agreed = 0;
    let mut compared = 0;
    let mut worded_alike = 0;
    let mut differing = Vec::new();
    for (number, damaged) in blocks.iter().enumerate() {
        let nothing = Vec::new();
        let heard = said.get(&format!("azapi_resource.r{number}")).unwrap_or(&nothing);
        if heard
            .iter()
            .any(|line| line.contains("can't be found") || line.contains("api-version is invalid"))
        {
            continue;
        }
        if compared == COMPARED {
            break;
        }
        compared += 1;
        let expected = expected(&pack, &damaged.block);
        worded_alike += usize::from(*heard == expected);
        if heard.is_empty() == expected.is_empty() {
            agreed += 1;
        } else {
            differing.push(format!(
                "{:?} {}: {heard:?} for {expected:?}",
                damaged.damage, damaged.block["type"]
            ));
        }
    }
    let told = format!(
        "verdicts agree for {agreed} of {compared}, wordings for {worded_alike}\n{}",
        differing.join("\n")
    );
    assert_eq!(compared, COMPARED, "{told}");
    if is_real() {
        println!("{told}");
        assert!(agreed * 100 >= compared * 95, "{told}");
    } else {
        assert_eq!(worded_alike, compared, "{told}");
    }
}
