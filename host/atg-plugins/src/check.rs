//! Whether a plugin would load here, said of its file alone: nothing is compiled or run.

mod offers;
mod report;
mod surface;

use std::io::Read as _;
use std::path::Path;

use offers::Standing;
pub use report::{Check, Verdict, check};
pub(crate) use surface::Surface;

use crate::CONTRACT;
use crate::error::PluginError;
use crate::manifest::Manifest;

/// Bytes that a component may have.
pub const MAX_COMPONENT: u64 = 32 << 20;

/// A component that was looked at.
#[derive(Debug, Clone)]
pub(crate) struct Examined {
    /// Its manifest.
    pub manifest: Manifest,
    /// The manifest's text.
    pub text: String,
}

/// Something that a component imports or exports.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Interface {
    /// As the component names it: `atg:plugin/graph@0.1.0`.
    pub name: String,
    /// Which way it goes.
    #[serde(rename = "use")]
    pub way: Use,
    /// Why it does not fit; nothing where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// Which way an interface goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// The component wants it.
    Import,
    /// The component has it.
    Export,
}

/// How what a component imports and exports stands, one by one; what toolchains export for themselves is left out.
pub(crate) fn interfaces(surface: &Surface) -> Vec<Interface> {
    let one = |name: &String, way, standing| {
        let fault = match standing {
            Standing::Offered | Standing::Hollow => None,
            Standing::OtherVersion { needs } => Some(format!("needs {needs}, this atg offers {CONTRACT}")),
            Standing::Unknown => Some("this atg does not offer it".to_owned()),
        };
        Interface {
            name: name.clone(),
            way,
            fault,
        }
    };
    let imports = surface
        .imports
        .iter()
        .map(|name| one(name, Use::Import, offers::import(name)));
    let exports = surface
        .exports
        .iter()
        .filter_map(|name| Some(one(name, Use::Export, offers::export(name)?.1)));
    imports.chain(exports).collect()
}

/// The text of the manifest that a component carries, if it is a component that carries one.
pub(crate) fn manifest_text(bytes: &[u8]) -> Option<String> {
    surface::read("", bytes).ok()?.manifest
}

/// Reads a component's surface and manifest without asking whether they fit.
pub(crate) fn look(name: &str, bytes: &[u8]) -> Result<(Manifest, Surface), PluginError> {
    let surface = surface::read(name, bytes)?;
    Ok((manifest(name, &surface)?.0, surface))
}

/// Makes sure that some bytes are a plugin which this atg can load, as far as that can be told from the outside. `name` is
/// what messages call the file.
pub(crate) fn examine(name: &str, bytes: &[u8]) -> Result<Examined, PluginError> {
    if bytes.len() as u64 > MAX_COMPONENT {
        return Err(too_large(name, bytes.len() as u64));
    }
    let surface = surface::read(name, bytes)?;
    let (manifest, text) = manifest(name, &surface)?;
    fits(name, &manifest, &surface)?;
    Ok(Examined { manifest, text })
}

/// The manifest that a surface carries, checked.
fn manifest(name: &str, surface: &Surface) -> Result<(Manifest, String), PluginError> {
    let text = surface
        .manifest
        .clone()
        .ok_or_else(|| PluginError::NoManifest { name: name.to_owned() })?;
    let manifest = Manifest::parse(&text).map_err(|error| PluginError::Manifest {
        name: name.to_owned(),
        hint: error.hint(),
        source: Box::new(error),
    })?;
    Ok((manifest, text))
}

/// Holds what a component wants against what there is.
fn fits(name: &str, manifest: &Manifest, surface: &Surface) -> Result<(), PluginError> {
    // The interfaces' own versions say it more exactly than the manifest; both are looked at.
    let exports = surface
        .exports
        .iter()
        .filter_map(|export| Some((export, offers::export(export)?.1)));
    let imports = surface.imports.iter().map(|import| (import, offers::import(import)));
    let all: Vec<_> = imports.chain(exports).collect();
    for (interface, standing) in &all {
        if let Standing::OtherVersion { needs } = standing {
            return Err(other_contract(name, interface, needs));
        }
    }
    for (interface, standing) in &all {
        if *standing == Standing::Unknown {
            return Err(PluginError::UnknownInterface {
                name: name.to_owned(),
                interface: (*interface).clone(),
            });
        }
    }
    if !offers::contract_fits(manifest.contract) {
        let (major, minor) = manifest.contract;
        return Err(other_contract(name, CONTRACT_KEY, &format!("{major}.{minor}")));
    }
    for provides in &manifest.provides {
        let role = provides.role();
        if !surface
            .exports
            .iter()
            .any(|export| offers::export(export).is_some_and(|(found, _)| found == role))
        {
            return Err(PluginError::MissingRole {
                name: name.to_owned(),
                role: role.word(),
            });
        }
    }
    Ok(())
}

/// Reads a component's file; not more of it than a component may have.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, PluginError> {
    let fault = |source| PluginError::Read {
        path: path.to_path_buf(),
        source,
    };
    let file = std::fs::File::open(path).map_err(fault)?;
    let facts = file.metadata().map_err(fault)?;
    if facts.is_dir() {
        return Err(fault(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    if facts.len() > MAX_COMPONENT {
        return Err(too_large(&path.display().to_string(), facts.len()));
    }
    // Its length is a promise that a pipe or a growing file does not keep.
    let mut bytes = Vec::with_capacity(usize::try_from(facts.len()).unwrap_or_default());
    file.take(MAX_COMPONENT + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > MAX_COMPONENT {
        return Err(too_large(&path.display().to_string(), bytes.len() as u64));
    }
    Ok(bytes)
}

/// What messages call the manifest's word about the contract.
const CONTRACT_KEY: &str = "`contract` in its manifest";

fn other_contract(name: &str, interface: &str, needs: &str) -> PluginError {
    PluginError::OtherContract {
        name: name.to_owned(),
        interface: interface.to_owned(),
        needs: needs.to_owned(),
        offers: CONTRACT.to_string(),
    }
}

fn too_large(name: &str, size: u64) -> PluginError {
    PluginError::TooLarge {
        name: name.to_owned(),
        size,
        limit: MAX_COMPONENT,
    }
}

#[cfg(test)]
mod tests;
