//! What the commands of the cycle begin with: the source, the documents that decide what is generated, Terraform.

mod inspection;
mod outside;
mod progress;
mod source;
mod table;
mod yields;

use std::path::{Path, PathBuf};

use atg_core::mapping::Mapping;
use atg_core::readers::terraform::TypeTable;
use atg_terraform::binary::{Binary, Flavour, Search};
use atg_terraform::cache::PluginCache;
use atg_terraform::environment::{Environment, Installation, Wishes};
use atg_terraform::process::Interrupts;
use atg_terraform::schema::Pack;
use serde_json::Value;

pub(crate) use inspection::{inspected, inspection};
pub(crate) use outside::outside;
pub(crate) use progress::{JsonLines, Lines};
pub(crate) use source::Named;
pub(crate) use table::{held_back, rounds};
pub(crate) use yields::yields;

use crate::commands::Context;
use crate::errors::Error;
use crate::sources;

/// The documents that decide what is generated, read.
pub(crate) struct Documents {
    /// What is called differently in the target.
    pub mapping: Mapping,
    /// What ARM types look like.
    pub pack: Option<Pack>,
    /// The backend block that is passed through.
    pub backend: Option<Value>,
    /// Which Terraform types stand for which ARM types.
    pub types: TypeTable,
}

impl Documents {
    /// Reads what the settings name.
    pub(crate) fn read(context: &Context<'_>) -> Result<Documents, Error> {
        let settings = context.settings;
        let name = |path: &Path| path.display().to_string();
        let mapping = match &settings.mapping {
            Some(path) => Mapping::parse(&sources::whole_text(path)?, &name(path))?,
            None => Mapping::default(),
        };
        let types = match &settings.type_map {
            Some(path) => TypeTable::with_file(&sources::whole_text(path)?, &name(path))?,
            None => TypeTable::builtin(),
        };
        let backend = settings.generation.backend.as_deref().map(backend).transpose()?;
        Ok(Documents {
            mapping,
            pack: pack(context)?,
            backend,
            types,
        })
    }
}

/// The schema pack that the settings name.
pub(crate) fn pack(context: &Context<'_>) -> Result<Option<Pack>, Error> {
    let Some(path) = &context.settings.generation.schema_pack else {
        return Ok(None);
    };
    let bytes = std::fs::read(path).map_err(|error| Error::read(path, error))?;
    Ok(Some(Pack::read(&bytes, &path.display().to_string())?))
}

/// A backend block: an object with one member, the backend's type.
fn backend(path: &Path) -> Result<Value, Error> {
    let text = sources::whole_text(path)?;
    let told =
        |error: Error| error.hint("write it as Terraform JSON does, such as {\"azurerm\": {\"key\": \"a.tfstate\"}}");
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| told(Error::failed(format!("cannot read `{}`", path.display())).because(error)))?;
    match value.as_object() {
        Some(members) if members.len() == 1 && members.values().all(Value::is_object) => Ok(value),
        _ => Err(told(Error::failed(format!(
            "`{}` holds no backend block",
            path.display()
        )))),
    }
}

/// Where Terraform is looked for. Flag, variable and file have been weighed by the settings already.
pub(crate) fn search(context: &Context<'_>) -> Search {
    Search {
        flag: context.settings.generation.terraform_bin.clone(),
        variable: None,
        path: context.effects.environment.get("PATH").map(Into::into),
    }
}

/// A Terraform that answered, and what its children see.
pub(crate) struct Tools {
    pub binary: Binary,
    pub environment: Environment,
    pub cache: Option<PluginCache>,
}

impl Tools {
    /// Looks for it. Providers are kept in the user's cache between rounds, unless the CLI configuration says where.
    pub(crate) fn find(context: &Context<'_>, interrupts: &dyn Interrupts) -> Result<Tools, Error> {
        let effects = context.effects;
        let own = |name: &str| effects.environment.get(name).map(Into::into);
        let generation = &context.settings.generation;
        let cache: Option<PathBuf> = effects.roots.cache.as_ref().map(|folder| folder.join("providers"));
        let wishes = Wishes {
            installation: match &generation.terraform_cli_config {
                Some(path) => {
                    Installation::CliConfig(std::path::absolute(path).map_err(|error| Error::read(path, error))?)
                }
                None => Installation::Registry,
            },
            plugin_cache: cache.clone(),
            ..Wishes::default()
        };
        let environment = Environment::new(&own, &wishes)?;
        let binary = Binary::find(&search(context), &environment, interrupts)?;
        let cache = cache.as_deref().map(PluginCache::open).transpose()?;
        Ok(Tools {
            binary,
            environment,
            cache,
        })
    }
}

impl Tools {
    /// Whether secrets can go into arguments that no state keeps.
    pub(crate) fn takes_write_only(&self) -> bool {
        let version = self.binary.version();
        self.binary.flavour() == Flavour::Terraform && (version.major, version.minor) >= (1, 11)
    }
}
