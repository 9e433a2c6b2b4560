//! `tfstate:`: a state of format 4 as `terraform state pull` writes it, or what `terraform show -json` says of a state or
//! a plan.

mod secrets;
mod show;

use super::TypeTable;
use super::configuration::none_of_arm;
use super::place::{Arguments, Around, Built, Placed, place, place_azapi, place_untyped};
use super::rows::{Resource, Rows};
use super::{UNKNOWN_SUBSCRIPTION, json};
use crate::CoreError;
use crate::identity::{ArmId, IdKind, Normalizer};
use crate::readers::{Bytes, ReadOptions};
use crate::snapshot::{Origin, Scope, Snapshot};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Reads a state. `name` is the input as the user named it. Errors name the file, and where in it.
///
/// The `id` of an instance is the truth about where it lies. Sensitive values are blanked before anything keeps them.
pub fn read_state(
    bytes: &Arc<dyn Bytes>,
    name: &str,
    table: &TypeTable,
    options: ReadOptions<'_>,
) -> Result<Snapshot, CoreError> {
    let document = read_document(bytes.as_ref(), name)?;
    let normalizer = Normalizer::new(options.side, options.mapping);
    let mut rows = Rows::new(name, &normalizer, &options);
    let found = if document.get("version").is_none() && document.contains_key("format_version") {
        show::instances(document, name)?
    } else {
        instances(document, name)?
    };
    for instance in found {
        if options.progress.is_cancelled() {
            return Err(CoreError::request("reading was interrupted"));
        }
        for note in &instance.notes {
            rows.note(format!("{}: {note}", instance.terraform_type));
        }
        match none_of_arm(&instance.terraform_type) {
            Some(why) => rows.outside(&instance.terraform_type, why),
            None => rows.push(&instance.placed(table))?,
        }
    }
    options.progress.advance(bytes.len());
    let mut snapshot = rows.finish(Scope {
        spelling: name.to_owned(),
        origin: Origin::TerraformState,
        ..Scope::default()
    })?;
    snapshot.tell_scope()?;
    // A plan's ids may lie in the placeholder, which is no subscription to speak of.
    snapshot.scope.subscription_id = snapshot.scope.subscription_id.filter(|id| id != UNKNOWN_SUBSCRIPTION);
    Ok(snapshot)
}

/// One instance of a resource.
#[derive(Debug)]
struct Instance {
    terraform_type: String,
    address: String,
    attributes: Map<String, Value>,
    notes: Vec<&'static str>,
}

impl Instance {
    fn placed(mut self, table: &TypeTable) -> Resource {
        let placed = self.place(table);
        Resource {
            terraform_type: self.terraform_type,
            address: self.address,
            arguments: self.attributes,
            placed,
        }
    }

    fn place(&mut self, table: &TypeTable) -> Placed {
        let address = self.address.clone();
        let around = Around {
            address: &address,
            subscription: UNKNOWN_SUBSCRIPTION,
        };
        let entry = table.get(&self.terraform_type);
        let arm_type = entry.map(|entry| entry.arm_type.clone());
        let mut of = Of(&self.attributes);
        let by_table = match entry {
            Some(entry) => Some(place(entry, &mut of, around)),
            None if self.terraform_type == "azapi_resource" => {
                Some(place_azapi(&self.terraform_type, &address, &mut of, around))
            }
            None => None,
        };
        if let Some(placed @ (Placed::Link(..) | Placed::Part | Placed::Outside)) = by_table {
            return placed;
        }
        // Some types name the data plane's address in `id`, and ARM's beside it.
        let given = ["resource_manager_id", "id"]
            .into_iter()
            .filter_map(|name| of.text(name));
        for id in given {
            let Some(parsed) = ArmId::parse(&id) else { continue };
            let built = |type_name: String, parent: Option<String>| Built {
                id: id.clone(),
                type_name,
                certain: true,
                parent,
                untyped: false,
            };
            let parent = match &by_table {
                Some(Placed::Resource(built)) => built.parent.clone(),
                _ => None,
            };
            match parsed.kind() {
                IdKind::Resource => {
                    let of_id = parsed.type_name();
                    // The table's spelling, where it is the same type.
                    let spelled = arm_type
                        .filter(|known| known.eq_ignore_ascii_case(&of_id))
                        .unwrap_or(of_id);
                    return Placed::Resource(built(spelled, parent));
                }
                IdKind::ResourceGroup => {
                    return Placed::Group(built("Microsoft.Resources/resourceGroups".to_owned(), None));
                }
                IdKind::Subscription | IdKind::Other => return Placed::Outside,
            }
        }
        match (by_table, of.text("id")) {
            (_, Some(id)) if id.starts_with("https://") => Placed::Outside,
            (Some(placed), _) => placed,
            (None, _) => Placed::Resource(place_untyped(&self.terraform_type, &address, &mut of, around)),
        }
    }
}

/// The attributes of an instance, which are resolved all.
struct Of<'a>(&'a Map<String, Value>);

impl Arguments for Of<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn named(&mut self, _: &str, _: &str) -> Option<String> {
        None
    }
}

fn read_document(bytes: &dyn Bytes, name: &str) -> Result<Map<String, Value>, CoreError> {
    let failed = |source| CoreError::Bytes {
        file: name.to_owned(),
        source,
    };
    let length = usize::try_from(bytes.len()).map_err(|_| failed(std::io::ErrorKind::OutOfMemory.into()))?;
    let mut text = Vec::new();
    text.try_reserve_exact(length)
        .map_err(|_| failed(std::io::ErrorKind::OutOfMemory.into()))?;
    text.resize(length, 0);
    bytes.read_exact_at(0, &mut text).map_err(failed)?;
    match json::parse(name, &text)? {
        Value::Object(document) => Ok(document),
        _ => Err(wrong(name, "the top is not an object".to_owned())),
    }
}

fn wrong(name: &str, message: String) -> CoreError {
    CoreError::unreadable(name, None, None, message)
        .with_hint("write the state with `terraform state pull > FILE`, or with `terraform show -json > FILE`")
}

/// The instances of a state of format 4.
fn instances(mut document: Map<String, Value>, name: &str) -> Result<Vec<Instance>, CoreError> {
    if document.contains_key("encrypted_data") || document.contains_key("encryption_version") {
        let error = CoreError::unreadable(name, None, None, "the state is encrypted");
        return Err(error.with_hint("write it decrypted with `tofu state pull > FILE`, and remove the file afterwards"));
    }
    match document.get("version") {
        Some(version) if version.as_u64() == Some(4) => {}
        Some(version) => {
            let error = CoreError::unreadable(
                name,
                None,
                None,
                format!("the state has format {version}; only 4 is read"),
            );
            return Err(
                error.with_hint("a newer `terraform` writes format 4: run `terraform state pull > FILE` with it")
            );
        }
        None => {
            return Err(wrong(
                name,
                "it is no Terraform state: there is no `version`".to_owned(),
            ));
        }
    }
    let resources = match document.remove("resources") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(resources)) => resources,
        Some(_) => return Err(wrong(name, "`resources` is not a list".to_owned())),
    };
    let mut found = Vec::new();
    for (at, resource) in resources.into_iter().enumerate() {
        let fault = |what: &str| wrong(name, format!("`resources[{at}]`: {what}"));
        let Value::Object(mut resource) = resource else {
            return Err(fault("it is not an object"));
        };
        let text = |member: &str| resource.get(member).and_then(Value::as_str).map(str::to_owned);
        if text("mode").is_some_and(|mode| mode != "managed") {
            continue;
        }
        let (Some(terraform_type), Some(label)) = (text("type"), text("name")) else {
            return Err(fault("`type` or `name` is missing"));
        };
        let module = text("module").map(|module| module + ".").unwrap_or_default();
        let address = format!("{module}{terraform_type}.{label}");
        let instances = match resource.remove("instances") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(instances)) => instances,
            Some(_) => return Err(fault("`instances` is not a list")),
        };
        for (number, instance) in instances.into_iter().enumerate() {
            let Value::Object(instance) = instance else {
                return Err(fault(&format!("`instances[{number}]` is not an object")));
            };
            found.push(one_instance(&terraform_type, &address, instance));
        }
    }
    Ok(found)
}

fn one_instance(terraform_type: &str, address: &str, mut instance: Map<String, Value>) -> Instance {
    let mut notes = Vec::new();
    let mut address = match instance.get("index_key") {
        Some(Value::String(key)) => format!("{address}[\"{key}\"]"),
        Some(Value::Number(index)) => format!("{address}[{index}]"),
        _ => address.to_owned(),
    };
    if let Some(Value::String(generation)) = instance.get("deposed") {
        address.push_str(&format!(" (deposed {generation})"));
        notes.push("deposed: replaced already, and to be destroyed by the next apply");
    }
    if instance.get("status").and_then(Value::as_str) == Some("tainted") {
        notes.push("tainted: to be replaced by the next apply");
    }
    let mut attributes = match (instance.remove("attributes"), instance.remove("attributes_flat")) {
        (Some(Value::Object(attributes)), _) | (_, Some(Value::Object(attributes))) => attributes,
        _ => {
            notes.push("its attributes cannot be read");
            Map::new()
        }
    };
    if let Some(paths) = instance.get("sensitive_attributes") {
        secrets::blank_paths(&mut attributes, paths);
    }
    secrets::blank_known(&mut attributes);
    Instance {
        terraform_type: terraform_type.to_owned(),
        address,
        attributes,
        notes,
    }
}
