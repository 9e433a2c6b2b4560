//! The files of a configuration.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::batches::Batches;
use super::block::{DEPTH, Written, append};
use super::estate::{Estate, GroupFate, PREFIX, SUBSCRIPTION, Variable, escape};
use super::files::file_names;
use super::fixes::Fixes;
use super::pretty;
use super::tree::Node;
use super::{Folder, GenerateOptions};
use crate::TerraformError;

/// The file that holds everything but the resources of a large estate.
pub(super) const MAIN: &str = "main.tf.json";

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Names, in the order in which they were written.
    pub(super) names: Vec<String>,
    /// Emitted resources in the order in which they were written, with the number of their file.
    pub(super) blocks: Vec<(u32, u32, Written)>,
}

/// How much is gathered before it is written.
const GATHERED: usize = 1 << 18;

/// Writes the whole configuration.
pub(super) fn write(
    estate: &Estate<'_>,
    options: &GenerateOptions<'_>,
    folder: &mut dyn Folder,
) -> Result<Files, TerraformError> {
    let order = estate.written_order();
    let sharded = order.len() > options.shard_above;
    let fixes = Fixes::of(options.overlay);
    let shards = if sharded { file_names(estate) } else { Vec::new() };
    let file_of = |resource: u32| match estate.source.group_of(resource) {
        _ if !sharded => MAIN,
        Some(group) => shards[group.0 as usize].as_str(),
        None => "subscription.tf.json",
    };
    let mut files = Files::default();
    let mut output = Output {
        folder,
        gathered: Vec::with_capacity(2 * GATHERED),
    };
    let mut groups = Vec::new();
    for (number, group) in estate.groups.iter().enumerate() {
        if group.fate == GroupFate::Emitted {
            groups.push(group_block(estate, number, &fixes));
        }
    }
    let mut blocks = Batches::new(estate, options, &fixes, &order);
    let mut at = 0;
    let mut first_file = true;
    while first_file || at < order.len() {
        let name = if first_file { MAIN } else { file_of(order[at]) };
        let number = u32::try_from(files.names.len()).unwrap_or(u32::MAX);
        files.names.push(name.to_owned());
        let mut file = output.open(name)?;
        let mut any = false;
        if first_file {
            file.text(&head(options, &estate.variables.all)?)?;
            for group in &groups {
                file.block(&mut any, true, group)?;
            }
        }
        while at < order.len() && file_of(order[at]) == name {
            let (text, written) = blocks.next()?;
            file.block(&mut any, first_file, text)?;
            files.blocks.push((order[at], number, written));
            at += 1;
        }
        file.close(any, first_file)?;
        first_file = false;
    }
    Ok(files)
}

/// Everything of the first file but its resources, without the closing brace.
fn head(options: &GenerateOptions<'_>, variables: &[Variable]) -> Result<Vec<u8>, TerraformError> {
    let mut terraform = json!({
        "required_version": options.required_version,
        "required_providers": {"azapi": {"source": "azure/azapi", "version": options.azapi_version}},
    });
    if let Some(backend) = options.backend {
        terraform["backend"] = backend.clone();
    }
    let mut declared = Map::new();
    for variable in variables {
        let mut one = json!({"type": "string", "description": variable.description});
        if variable.sensitive {
            one["sensitive"] = true.into();
        }
        if let Some(default) = &variable.default {
            one["default"] = default.as_str().into();
        }
        declared.insert(variable.name.clone(), one);
    }
    let mut head = b"{".to_vec();
    let parts = [
        ("terraform", terraform),
        ("provider", json!({"azapi": {}})),
        ("variable", Value::Object(declared)),
    ];
    for (at, (name, value)) in parts.into_iter().enumerate() {
        pretty::next_line(at, 1, &mut head);
        pretty::write_text(name, &mut head);
        head.extend_from_slice(b": ");
        pretty::write(&Node::from(value), 1, &mut head);
    }
    Ok(head)
}

fn group_block(estate: &Estate<'_>, number: usize, fixes: &Fixes<'_>) -> Vec<u8> {
    let group = &estate.groups[number];
    let schema = estate.group_type.schema;
    let version = schema.map_or(GROUP_VERSION, |schema| schema.api_version());
    let location = group
        .location
        .as_deref()
        .map_or_else(|| "${var.location}".to_owned(), escape);
    let block = Node::object([
        ("type", Node::of(format!("{GROUP_TYPE}@{version}"))),
        ("parent_id", Node::of(SUBSCRIPTION)),
        ("name", Node::of(format!("{PREFIX}{}", escape(&group.target)))),
        ("location", Node::of(location)),
    ]);
    let Node::Object(members) = block else {
        return Vec::new();
    };
    let (members, _) = fixes.apply(&group.label, &estate.group_type.lower, members);
    let mut text = Vec::with_capacity(512);
    append(&group.label, members, &mut text);
    text
}

/// The type of resource groups.
pub(super) const GROUP_TYPE: &str = "Microsoft.Resources/resourceGroups";
/// Groups have not changed for years; any version does.
const GROUP_VERSION: &str = "2021-04-01";

struct Output<'f> {
    folder: &'f mut dyn Folder,
    gathered: Vec<u8>,
}

struct File<'o> {
    name: String,
    writer: Box<dyn Write + 'o>,
    gathered: &'o mut Vec<u8>,
}

impl Output<'_> {
    fn open(&mut self, name: &str) -> Result<File<'_>, TerraformError> {
        let writer = self
            .folder
            .file(name)
            .map_err(|source| TerraformError::file(name, "write", source))?;
        Ok(File {
            name: name.to_owned(),
            writer,
            gathered: &mut self.gathered,
        })
    }
}

impl File<'_> {
    fn failed(&self, source: io::Error) -> TerraformError {
        TerraformError::file(&self.name, "write", source)
    }

    fn text(&mut self, text: &[u8]) -> Result<(), TerraformError> {
        self.gathered.extend_from_slice(text);
        if self.gathered.len() < GATHERED {
            return Ok(());
        }
        self.write_out()
    }

    fn write_out(&mut self) -> Result<(), TerraformError> {
        let written = self.writer.write_all(self.gathered);
        self.gathered.clear();
        written.map_err(|source| self.failed(source))
    }

    /// One resource; the first one opens what holds them. `headed` where something stands before it in the file.
    fn block(&mut self, any: &mut bool, headed: bool, block: &[u8]) -> Result<(), TerraformError> {
        if !std::mem::replace(any, true) {
            let opening: &[u8] = if headed { b",\n" } else { b"{\n" };
            self.text(opening)?;
            self.text(b"  \"resource\": {\n    \"azapi_resource\": {")?;
            self.line(0)?;
        } else {
            self.line(1)?;
        }
        self.text(block)
    }

    fn line(&mut self, at: usize) -> Result<(), TerraformError> {
        pretty::next_line(at, DEPTH, self.gathered);
        Ok(())
    }

    fn close(mut self, any: bool, headed: bool) -> Result<(), TerraformError> {
        if any {
            self.text(b"\n    }\n  }")?;
        } else if !headed {
            self.text(b"{")?;
        }
        self.text(b"\n}\n")?;
        self.write_out()?;
        let flushed = self.writer.flush();
        flushed.map_err(|source| self.failed(source))
    }
}
