//! Rows as a scan would have them, one a type.

use atg_terraform::schema::{Pack, TypeSchema};
use serde_json::{Map, Value, json};

/// Types that are validated at once.
const IN_ONE_BATCH: usize = 300;

/// Types in one resource group, and hence in one file. Terraform reads the whole file of an error again for each, so that
/// a large one makes a validation of many errors take minutes.
const IN_ONE_GROUP: usize = 20;

/// The subscription of the parents that the schemas make up.
pub(crate) const SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000001";

/// Where types and rows come from.
pub(crate) struct Packs {
    /// What generation is given, and whose types are looked at.
    pub(crate) types: Pack,
    /// What rows are made from, where it is another one. A condensed pack does not say which values there are, which an estate
    /// shows all the same.
    pub(crate) rows: Option<Pack>,
}

impl Packs {
    /// What the row of a type is made from.
    pub(crate) fn row<'p>(&'p self, schema: &TypeSchema<'p>) -> TypeSchema<'p> {
        let richer = self.rows.as_ref().and_then(|rows| rows.find(schema.name()));
        richer.unwrap_or(*schema)
    }
}

/// Types of a batch have ids of the same length, so that none is the parent of another: a child that is written into its
/// parent would say nothing of its own type.
pub(crate) fn batches<'p>(types: &[TypeSchema<'p>]) -> Vec<Vec<TypeSchema<'p>>> {
    let length = |schema: &TypeSchema<'_>| schema.name().split('/').count();
    let mut sorted = types.to_vec();
    sorted.sort_by_key(length);
    let alike = sorted.chunk_by(|one, other| length(one) == length(other));
    alike
        .flat_map(|alike| alike.chunks(IN_ONE_BATCH))
        .map(<[_]>::to_vec)
        .collect()
}

/// The document of a batch, as atg reads it with `file:`.
pub(crate) fn document(types: &[TypeSchema<'_>], packs: &Packs) -> Value {
    let rows = types
        .iter()
        .enumerate()
        .map(|(number, schema)| row(schema, packs.row(schema), group(number)));
    json!({
        "schema_version": 1,
        "scope": {"subscription_id": SUBSCRIPTION, "tenant_id": "00000000-0000-0000-0000-000000000002"},
        "resources": rows.collect::<Vec<Value>>(),
    })
}

/// The id of the row of a type in a group of this number.
pub(crate) fn id(schema: TypeSchema<'_>, group: usize) -> String {
    let block = schema.minimal_block();
    let word = |name: &str| block.get(name).and_then(Value::as_str).unwrap_or_default();
    let own_group = format!("/resourceGroups/example-{group}");
    let parent = word("parent_id").replacen("/resourceGroups/example", &own_group, 1);
    let (above, last) = schema.name().rsplit_once('/').unwrap_or_default();
    let name = word("name");
    if above.contains('/') {
        format!("{parent}/{last}/{name}")
    } else {
        format!("{}/providers/{}/{name}", parent.trim_end_matches('/'), schema.name())
    }
}

fn row(schema: &TypeSchema<'_>, from: TypeSchema<'_>, group: usize) -> Value {
    let mut block = from.minimal_block();
    let mut row = match block.remove("body") {
        Some(Value::Object(body)) => body,
        _ => Map::new(),
    };
    row.insert("id".to_owned(), id(from, group).into());
    row.insert("type".to_owned(), schema.name().into());
    for name in ["name", "location"] {
        row.extend(block.remove_entry(name));
    }
    row.into()
}

/// The block of a type as its schema makes it, for types that generation gives no block of their own.
pub(crate) fn block(schema: &TypeSchema<'_>, from: TypeSchema<'_>, version: Option<&Value>) -> Value {
    let mut block = from.minimal_block();
    let own = || format!("{}@{}", schema.name(), schema.api_version()).into();
    block.insert("type".to_owned(), version.cloned().unwrap_or_else(own));
    block.into()
}

/// By its number in a batch: the group of a type.
pub(crate) fn group(number: usize) -> usize {
    number / IN_ONE_GROUP
}
