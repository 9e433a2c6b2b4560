//! A batch: rows are read, generated and validated.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_terraform::generate::{Folder, GenerateOptions, Outcome, generate};
use atg_terraform::overlay::Overlay;
use atg_terraform::schema::TypeSchema;
use serde_json::{Map, Value, json};

use crate::Failure;
use crate::rows::{self, Packs};
use crate::terraform::Workshop;

/// What the provider says of a type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict {
    /// Every problem; none is a pass.
    pub(crate) lines: Vec<String>,
    /// Why generation gives the type no block of its own, in a word; then its schema's minimal block stands in.
    pub(crate) not_generated: Option<&'static str>,
}

/// Files of one folder on disk.
struct Files<'f>(&'f Path);

impl Folder for Files<'_> {
    fn file(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        Ok(Box::new(BufWriter::new(File::create(self.0.join(name))?)))
    }
}

/// Generates and validates one resource of each of these types.
pub(crate) fn validated(
    packs: &Packs,
    types: &[TypeSchema<'_>],
    overlay: &Overlay,
    workshop: &Workshop,
) -> Result<BTreeMap<String, Verdict>, Failure> {
    workshop.clear()?;
    let outcomes = generated(packs, types, overlay, workshop.folder())?;
    let mut verdicts = BTreeMap::new();
    let mut type_of: HashMap<String, &str> = HashMap::new();
    let mut direct = Map::new();
    for (number, schema) in types.iter().enumerate() {
        let mut verdict = Verdict::default();
        let id = rows::id(packs.row(schema), rows::group(number)).to_ascii_lowercase();
        let address = match outcomes.get(&id) {
            Some(Outcome::Emitted { address, .. }) => address.clone(),
            other => {
                verdict.not_generated = Some(match other {
                    Some(Outcome::Merged { reason, .. } | Outcome::Skipped { reason, .. }) => reason,
                    _ => "outside-subscription",
                });
                let label = format!("direct_{number}");
                direct.insert(
                    label.clone(),
                    rows::block(schema, packs.row(schema), version(overlay, schema)),
                );
                format!("azapi_resource.{label}")
            }
        };
        type_of.insert(address, schema.name());
        verdicts.insert(schema.name().to_owned(), verdict);
    }
    if !direct.is_empty() {
        let document = json!({"resource": {"azapi_resource": direct}}).to_string();
        std::fs::write(workshop.folder().join("direct.tf.json"), document)?;
    }
    for (address, line) in workshop.validate()? {
        let of = type_of.get(&address).and_then(|name| verdicts.get_mut(*name));
        // Of no type's: all of the batch would be judged by a file that Terraform cannot read.
        let verdict =
            of.ok_or_else(|| format!("Terraform says of `{address}`, which is no type's resource: {line}"))?;
        verdict.lines.push(line);
        verdict.lines.sort();
    }
    Ok(verdicts)
}

/// What became of each row, by its id in lower case.
fn generated(
    packs: &Packs,
    types: &[TypeSchema<'_>],
    overlay: &Overlay,
    folder: &Path,
) -> Result<HashMap<String, Outcome>, Failure> {
    let (mapping, filter) = (Mapping::default(), Filter::default());
    let options = ReadOptions {
        side: Side::Target,
        mapping: &mapping,
        filter: &filter,
        threads: 1,
        progress: &NoProgress,
    };
    let bytes = rows::document(types, packs).to_string().into_bytes();
    let source = document::read(Arc::new(bytes), "types", options)?;
    let options = GenerateOptions {
        pack: Some(&packs.types),
        shard_above: 0,
        ..GenerateOptions::new(overlay, &mapping, 1, &NoProgress)
    };
    let yields = generate(&source, &options, &mut Files(folder))?;
    let outcomes = yields.resources.into_iter();
    Ok(outcomes
        .map(|resource| (resource.id.to_ascii_lowercase(), resource.outcome))
        .collect())
}

/// The type with its version, where a fix has learned it.
fn version<'o>(overlay: &'o Overlay, schema: &TypeSchema<'_>) -> Option<&'o Value> {
    let mut entries = overlay.entries().iter();
    let fix = entries.find(|entry| entry.target.text() == schema.name())?;
    fix.value.as_ref()
}
