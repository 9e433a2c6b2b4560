//! What a folder of Terraform JSON declares: resources, data sources, variables, locals, providers.

use crate::CoreError;
use crate::readers::terraform::json;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Says which block: whether it is a data source, its type, its label.
pub(super) type BlockName = (bool, String, String);

/// A block as one file has it.
type Declared = (BlockName, Map<String, Value>);

/// One `resource` or `data` block.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) data: bool,
    pub(super) type_name: String,
    pub(super) label: String,
    pub(super) body: Map<String, Value>,
}

impl Block {
    /// `azurerm_subnet.a`, `data.azurerm_subnet.a`.
    pub(super) fn address(&self) -> String {
        let data = if self.data { "data." } else { "" };
        format!("{data}{}.{}", self.type_name, self.label)
    }
}

/// All files of a configuration together.
#[derive(Debug, Default)]
pub(super) struct Configuration {
    /// Data sources last, then sorted by type and label.
    pub(super) blocks: Vec<Block>,
    /// Defaults of variables, and values of `terraform.tfvars.json` and `*.auto.tfvars.json`; `None` without a value.
    pub(super) variables: BTreeMap<String, Option<Value>>,
    pub(super) locals: BTreeMap<String, Value>,
    /// azurerm providers by alias; the default one under the empty text.
    pub(super) providers: BTreeMap<String, Map<String, Value>>,
    /// What else there is that the report should tell of.
    pub(super) notes: Vec<String>,
}

/// Files by what they are for.
#[derive(Default)]
struct Sorted {
    plain: Vec<(String, Vec<u8>)>,
    overrides: Vec<(String, Vec<u8>)>,
    values: Vec<(String, Vec<u8>)>,
    native: Vec<String>,
}

impl Configuration {
    /// Reads the files of one folder, in any order. Errors name file, line and column.
    pub(super) fn read(files: Vec<(String, Vec<u8>)>, name: &str) -> Result<Configuration, CoreError> {
        let sorted = sort(files);
        if sorted.plain.is_empty() && sorted.overrides.is_empty() {
            let message = match sorted.native.first() {
                Some(native) => format!("there is no `*.tf.json` here, only HCL such as `{native}`"),
                None => "there is no `*.tf.json` here".to_owned(),
            };
            return Err(CoreError::unreadable(name, None, None, message).with_hint(NATIVE));
        }
        let mut configuration = Configuration::default();
        for native in &sorted.native {
            configuration.notes.push(format!("`{native}` is HCL and was not read"));
        }
        let mut declared: BTreeMap<BlockName, (Map<String, Value>, String)> = BTreeMap::new();
        for (file, bytes) in &sorted.plain {
            let document = top(file, bytes)?;
            for (block, body) in configuration.take(file, &document)? {
                if let Some((_, other)) = declared.get(&block) {
                    return Err(twice(&block, other, file));
                }
                declared.insert(block, (body, file.clone()));
            }
        }
        for (file, bytes) in &sorted.overrides {
            let document = top(file, bytes)?;
            for (block, body) in configuration.take(file, &document)? {
                // Terraform refuses an override of nothing; counting it as declared loses nothing.
                declared
                    .entry(block)
                    .or_insert_with(|| (Map::new(), file.clone()))
                    .0
                    .extend(body);
            }
        }
        for (file, bytes) in &sorted.values {
            for (variable, value) in top(file, bytes)? {
                configuration.variables.insert(variable, Some(value));
            }
        }
        for ((data, type_name, label), (mut body, _)) in declared {
            parse_body(&type_name, &mut body);
            configuration.blocks.push(Block {
                data,
                type_name,
                label,
                body,
            });
        }
        Ok(configuration)
    }

    /// Where in `blocks` a block stands.
    pub(super) fn find(&self, data: bool, type_name: &str, label: &str) -> Option<u32> {
        let wanted = (data, type_name, label);
        let name = |block: &Block| (block.data, block.type_name.as_str(), block.label.as_str()).cmp(&wanted);
        let at = self.blocks.binary_search_by(name).ok()?;
        u32::try_from(at).ok()
    }

    /// Takes in one file; gives its resources and data sources.
    fn take(&mut self, file: &str, document: &Map<String, Value>) -> Result<Vec<Declared>, CoreError> {
        let mut found = Vec::new();
        for (kind, value) in document {
            match kind.as_str() {
                "resource" | "data" => {
                    for (type_name, labels) in members(file, kind, value)? {
                        let path = format!("{kind}.{type_name}");
                        for (label, body) in members(file, &path, labels)? {
                            let body = object(file, &format!("{path}.{label}"), body)?;
                            found.push(((kind == "data", type_name.clone(), label.clone()), body));
                        }
                    }
                }
                "variable" => {
                    for (variable, body) in members(file, kind, value)? {
                        let default = first_object(body).and_then(|body| body.get("default"));
                        self.variables.insert(variable.clone(), default.cloned());
                    }
                }
                "locals" => {
                    let locals = members(file, kind, value)?;
                    self.locals
                        .extend(locals.into_iter().map(|(local, value)| (local.clone(), value.clone())));
                }
                "provider" => {
                    for (provider, bodies) in members(file, kind, value)? {
                        if provider == "azurerm" {
                            self.provider(bodies);
                        }
                    }
                }
                "module" => {
                    for (module, _) in members(file, kind, value)? {
                        self.notes
                            .push(format!("module `{module}` was not read: its resources are not counted"));
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    fn provider(&mut self, bodies: &Value) {
        let bodies: Vec<&Value> = match bodies {
            Value::Array(bodies) => bodies.iter().collect(),
            one => vec![one],
        };
        for body in bodies.into_iter().filter_map(Value::as_object) {
            let alias = body.get("alias").and_then(Value::as_str).unwrap_or_default();
            self.providers.insert(alias.to_owned(), body.clone());
        }
    }
}

const NATIVE: &str =
    "HCL (`*.tf`) is not read; write `terraform show -json > state.json` and name `tfstate:state.json` instead";

/// Blocks that a configuration may hold, so that something else is recognised as such.
const KINDS: &[&str] = &[
    "//",
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

fn sort(mut files: Vec<(String, Vec<u8>)>) -> Sorted {
    files.sort();
    let mut sorted = Sorted::default();
    // A single file was named as such, whatever it is called.
    if let [(file, _)] = files.as_slice()
        && file.ends_with(".json")
        && !file.ends_with(".tfvars.json")
    {
        sorted.plain = files;
        return sorted;
    }
    let mut main_values = Vec::new();
    for (file, bytes) in files {
        let base = file.rsplit(['/', '\\']).next().unwrap_or(&file).to_owned();
        if base == "override.tf.json" || base.ends_with("_override.tf.json") {
            sorted.overrides.push((file, bytes));
        } else if base.ends_with(".tf.json") {
            sorted.plain.push((file, bytes));
        } else if base == "terraform.tfvars.json" {
            main_values.push((file, bytes));
        } else if base.ends_with(".auto.tfvars.json") {
            sorted.values.push((file, bytes));
        } else if base.ends_with(".tf") {
            sorted.native.push(file);
        }
    }
    // Terraform reads `terraform.tfvars.json` before all others, which may say otherwise.
    main_values.append(&mut sorted.values);
    sorted.values = main_values;
    sorted
}

fn top(file: &str, bytes: &[u8]) -> Result<Map<String, Value>, CoreError> {
    let Value::Object(document) = json::parse(file, bytes)? else {
        return Err(wrong(file, "the top is not an object".to_owned()));
    };
    if !file.ends_with(".tfvars.json")
        && !document.is_empty()
        && !document.keys().any(|kind| KINDS.contains(&kind.as_str()))
    {
        return Err(wrong(
            file,
            "nothing in it is Terraform's: no `resource`, no `terraform`, no `provider`".to_owned(),
        ));
    }
    Ok(document)
}

/// azapi takes its body as JSON text too; expressions in it are then expressions of its values.
fn parse_body(type_name: &str, body: &mut Map<String, Value>) {
    if type_name.starts_with("azapi_")
        && let Some(Value::String(text)) = body.get("body")
        && let Ok(parsed @ Value::Object(_)) = serde_json::from_str(text)
    {
        body.insert("body".to_owned(), parsed);
    }
}

fn wrong(file: &str, message: String) -> CoreError {
    CoreError::unreadable(file, None, None, message)
        .with_hint("Terraform JSON looks like this: {\"resource\": {\"TYPE\": {\"LABEL\": {…}}}}")
}

fn twice((data, type_name, label): &BlockName, first: &str, second: &str) -> CoreError {
    let data = if *data { "data." } else { "" };
    let place = if first == second {
        "twice in this file".to_owned()
    } else {
        format!("here and in `{first}`")
    };
    let message = format!("`{data}{type_name}.{label}` is declared {place}");
    CoreError::unreadable(second, None, None, message)
        .with_hint("Terraform refuses this too: leave one of them out, or rename it")
}

/// Blocks may stand in an object or in a list of objects; the members of all of them, each sorted by name.
fn members<'v>(file: &str, path: &str, value: &'v Value) -> Result<Vec<(&'v String, &'v Value)>, CoreError> {
    let mut found = Vec::new();
    collect(file, path, value, &mut found)?;
    Ok(found)
}

fn collect<'v>(
    file: &str,
    path: &str,
    value: &'v Value,
    found: &mut Vec<(&'v String, &'v Value)>,
) -> Result<(), CoreError> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| collect(file, path, item, found)),
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "//") {
                match value {
                    // A list in place of one block: several blocks of the same name.
                    Value::Array(items)
                        if items.iter().all(Value::is_object) && !items.is_empty() && path != "locals" =>
                    {
                        found.extend(items.iter().map(|item| (name, item)));
                    }
                    _ => found.push((name, value)),
                }
            }
            Ok(())
        }
        other => Err(wrong(file, format!("`{path}` holds {}, not an object", kind_of(other)))),
    }
}

fn object(file: &str, path: &str, value: &Value) -> Result<Map<String, Value>, CoreError> {
    match first_object(value) {
        Some(object) => Ok(object.clone()),
        None => Err(wrong(file, format!("`{path}` holds {}, not an object", kind_of(value)))),
    }
}

fn first_object(value: &Value) -> Option<&Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        Value::Array(items) => items.first().and_then(Value::as_object),
        _ => None,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
