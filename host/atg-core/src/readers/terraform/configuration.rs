//! `tf:` and `iteration:`: a folder of Terraform JSON.

mod document;
mod expression;
mod instances;
mod resolve;

use super::TypeTable;
use super::rows::{Resource, Rows};
use crate::CoreError;
use crate::identity::Normalizer;
use crate::readers::ReadOptions;
use crate::snapshot::{Origin, Scope, Snapshot};
use document::Configuration;
use instances::Instances;
use resolve::{Resolver, Spot};

/// Reads a configuration. `files` are the files of one folder with their names, in any order: `*.tf.json` are read, and
/// `terraform.tfvars.json` and `*.auto.tfvars.json` for the values of variables; others may be among them. `name` is the
/// input as the user named it. Errors name file, line and column.
///
/// Ids are built from the arguments by the rules of the table; a subscription that no provider names is
/// [`super::UNKNOWN_SUBSCRIPTION`]. A name that is known only after an apply is replaced by the Terraform address.
pub fn read_configuration(
    files: Vec<(String, Vec<u8>)>,
    name: &str,
    table: &TypeTable,
    options: ReadOptions<'_>,
) -> Result<Snapshot, CoreError> {
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    let configuration = Configuration::read(files, name)?;
    let mut resolver = Resolver::new(&configuration, table, bytes);
    let normalizer = Normalizer::new(options.side, options.mapping);
    let mut rows = Rows::new(name, &normalizer, &options);
    for note in &configuration.notes {
        rows.note(note);
    }
    for (block, declared) in (0_u32..).zip(&configuration.blocks) {
        if options.progress.is_cancelled() {
            return Err(CoreError::request("reading was interrupted"));
        }
        if declared.data {
            continue;
        }
        let terraform_type = declared.type_name.as_str();
        if let Some(why) = none_of_arm(terraform_type) {
            rows.outside(terraform_type, why);
            continue;
        }
        let instances = resolver.instances(block);
        if instances == Instances::Unknown {
            // Counted once: leaving out the whole type would hide all that is missing of it.
            rows.note(format!(
                "`{}`: how often it is there is not written in the configuration",
                declared.address()
            ));
        }
        for instance in 0..instances.rows() {
            let spot = Spot { block, instance };
            let resource = Resource {
                terraform_type: terraform_type.to_owned(),
                address: resolver.address(spot),
                arguments: resolver.arguments(spot),
                placed: resolver.placed(spot),
            };
            rows.push(&resource)?;
        }
    }
    options.progress.advance(bytes);
    let scope = Scope {
        spelling: name.to_owned(),
        origin: Origin::Terraform,
        subscription_id: resolver.subscription("").map(|id| id.to_ascii_lowercase()),
        tenant_id: resolver.tenant(""),
        ..Scope::default()
    };
    for (note, count) in std::mem::take(&mut resolver.notes) {
        rows.notes(note, count);
    }
    rows.finish(scope)
}

/// Why blocks of a type are no resources of ARM; `None` where they are.
pub(super) fn none_of_arm(terraform_type: &str) -> Option<&'static str> {
    match terraform_type {
        "azapi_resource" => None,
        "azapi_update_resource" => Some("changes a resource that is made elsewhere"),
        "azapi_resource_action" => Some("an action, not a resource"),
        _ if terraform_type.starts_with("azapi_") => Some("content of the data plane"),
        _ if terraform_type.starts_with("azurerm_") => None,
        _ => Some("not a resource of Azure"),
    }
}
