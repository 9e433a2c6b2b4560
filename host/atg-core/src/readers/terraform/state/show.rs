//! What `terraform show -json` says: `values` of a state, `planned_values` of a plan.

use super::{Instance, secrets, wrong};
use crate::CoreError;
use serde_json::{Map, Value};

/// Modules within modules: nobody nests deeper than this.
const DEEPEST: u32 = 64;

/// The instances of a shown state or plan.
pub(super) fn instances(mut document: Map<String, Value>, name: &str) -> Result<Vec<Instance>, CoreError> {
    let format = document
        .get("format_version")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !(format.starts_with("0.") || format.starts_with("1.")) {
        return Err(wrong(
            name,
            format!("`terraform show` wrote format `{format}`; 0 and 1 are read"),
        ));
    }
    let mut found = Vec::new();
    let mut values = match document.remove("values").or_else(|| document.remove("planned_values")) {
        Some(Value::Object(values)) => values,
        // A state that holds nothing has no values.
        None | Some(Value::Null) => return Ok(found),
        Some(_) => return Err(wrong(name, "`values` is not an object".to_owned())),
    };
    if let Some(root) = values.remove("root_module") {
        module(root, name, 0, &mut found)?;
    }
    Ok(found)
}

fn module(module_of: Value, name: &str, depth: u32, found: &mut Vec<Instance>) -> Result<(), CoreError> {
    let Value::Object(mut members) = module_of else {
        return Err(wrong(name, "a module is not an object".to_owned()));
    };
    if depth > DEEPEST {
        return Err(wrong(name, format!("modules are nested deeper than {DEEPEST}")));
    }
    for resource in list(members.remove("resources"), name, "resources")? {
        let Value::Object(resource) = resource else {
            return Err(wrong(name, "an item of `resources` is not an object".to_owned()));
        };
        found.extend(instance(resource, name)?);
    }
    for child in list(members.remove("child_modules"), name, "child_modules")? {
        module(child, name, depth + 1, found)?;
    }
    Ok(())
}

fn list(value: Option<Value>, name: &str, member: &str) -> Result<Vec<Value>, CoreError> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(wrong(name, format!("`{member}` is not a list"))),
    }
}

fn instance(mut resource: Map<String, Value>, name: &str) -> Result<Option<Instance>, CoreError> {
    let text = |member: &str| resource.get(member).and_then(Value::as_str).map(str::to_owned);
    if text("mode").is_some_and(|mode| mode != "managed") {
        return Ok(None);
    }
    let (Some(terraform_type), Some(mut address)) = (text("type"), text("address")) else {
        return Err(wrong(name, "a resource has no `type` or no `address`".to_owned()));
    };
    let mut notes = Vec::new();
    if let Some(generation) = text("deposed_key") {
        address.push_str(&format!(" (deposed {generation})"));
        notes.push("deposed: replaced already, and to be destroyed by the next apply");
    }
    if resource.get("tainted") == Some(&Value::Bool(true)) {
        notes.push("tainted: to be replaced by the next apply");
    }
    let mut values = resource.remove("values").unwrap_or_default();
    if let Some(marks) = resource.get("sensitive_values") {
        secrets::blank_marked(&mut values, marks);
    }
    let Value::Object(mut attributes) = values else {
        notes.push("its attributes cannot be read");
        return Ok(Some(Instance {
            terraform_type,
            address,
            attributes: Map::new(),
            notes,
        }));
    };
    secrets::blank_known(&mut attributes);
    Ok(Some(Instance {
        terraform_type,
        address,
        attributes,
        notes,
    }))
}
