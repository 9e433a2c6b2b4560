//! What is wrong with a block, before anything is planned.

use crate::definitions::Definitions;
use crate::protocol::Diagnostic;
use crate::value::Value;

mod arguments;
mod body;
mod naming;
pub(crate) mod plan;
mod resource;

/// What is wrong with a resource block of this name.
pub(crate) fn validate(name: &str, config: &Value, definitions: &Definitions) -> Vec<Diagnostic> {
    let mut found = arguments::look(name, config);
    match name {
        "azapi_resource" => found.extend(resource::validate(config, definitions)),
        "azapi_update_resource" => found.extend(naming::update_resource(config, definitions)),
        // An action's body is checked by nobody.
        _ => {}
    }
    found
}

/// What is wrong with a data source.
pub(crate) fn validate_data_source(config: &Value) -> Vec<Diagnostic> {
    let mut found = arguments::look("data", config);
    found.extend(naming::data_source(config));
    found
}
