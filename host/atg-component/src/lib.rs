//! Makes a plugin's component: a core module that the SDK's `export!` has described, and the plugin's manifest in a
//! section of its own, so that a plugin is one file.
//!
//! Knows nothing of what a manifest means, of cargo or of running anything; it works on bytes alone.

use wasm_encoder::{ComponentSection as _, CustomSection};
use wasmparser::{Encoding, Parser, Payload};
use wit_component::ComponentEncoder;

/// The custom section that holds the manifest's text, as it stands in `atg-plugin.toml`.
pub const MANIFEST_SECTION: &str = "atg-plugin";

/// Why bytes could not be made into a plugin, or are none.
#[derive(Debug, thiserror::Error)]
pub enum ComponentError {
    /// The module's own descriptions or imports do not fit the contract.
    #[error("the module is no plugin of the contract")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The bytes end early or are no WebAssembly.
    #[error("it is no WebAssembly, or is damaged")]
    Parse(#[from] wasmparser::BinaryReaderError),
    /// A core module where a component is wanted.
    #[error("it is a core module, not a component")]
    CoreModule,
    /// A component without a manifest.
    #[error("it holds no manifest (no section `{MANIFEST_SECTION}`)")]
    NoManifest,
    /// More than one manifest.
    #[error("it holds more than one manifest")]
    TwoManifests,
    /// The manifest's bytes are no text.
    #[error("its manifest is not UTF-8")]
    NotText(#[from] std::str::Utf8Error),
}

/// Makes a component of a core module with `component-type` sections (one a role), and puts the manifest into it. The
/// result is valid, and the same for the same input.
pub fn componentize(module: &[u8], manifest: &str) -> Result<Vec<u8>, ComponentError> {
    let encoded = ComponentEncoder::default()
        .module(module)
        .and_then(|encoder| encoder.validate(true).encode());
    let mut component = encoded.map_err(|error| ComponentError::Encode(error.into()))?;
    let section = CustomSection {
        name: MANIFEST_SECTION.into(),
        data: manifest.as_bytes().into(),
    };
    section.append_to_component(&mut component);
    Ok(component)
}

/// The manifest's text of a component. Reads the component's outline only; it need not be valid beyond that.
pub fn manifest_of(component: &[u8]) -> Result<&str, ComponentError> {
    let mut found = None;
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::Version {
                encoding: Encoding::Module,
                ..
            } if depth == 0 => return Err(ComponentError::CoreModule),
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            // What a nested module calls by this name is its own affair.
            Payload::CustomSection(section) if depth == 0 && section.name() == MANIFEST_SECTION => match found {
                None => found = Some(section.data()),
                Some(_) => return Err(ComponentError::TwoManifests),
            },
            _ => {}
        }
    }
    Ok(std::str::from_utf8(found.ok_or(ComponentError::NoManifest)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{Component, Module, ModuleSection};

    fn with_section(name: &str, data: &[u8]) -> Vec<u8> {
        let mut component = Component::new();
        component.section(&CustomSection {
            name: name.into(),
            data: data.into(),
        });
        component.finish()
    }

    #[test]
    fn a_module_without_imports_becomes_a_component_with_its_manifest() {
        let component = componentize(&Module::new().finish(), "[plugin]\nid = \"x\"\n").unwrap();
        assert_eq!(manifest_of(&component).unwrap(), "[plugin]\nid = \"x\"\n");
        assert_eq!(
            component,
            componentize(&Module::new().finish(), "[plugin]\nid = \"x\"\n").unwrap()
        );
    }

    #[test]
    fn what_is_no_plugin_says_what_it_is() {
        let told = |bytes: &[u8]| manifest_of(bytes).unwrap_err().to_string();
        assert_eq!(told(b"text"), "it is no WebAssembly, or is damaged");
        assert_eq!(told(b""), "it is no WebAssembly, or is damaged");
        assert_eq!(told(&Module::new().finish()), "it is a core module, not a component");
        assert_eq!(
            told(&Component::new().finish()),
            "it holds no manifest (no section `atg-plugin`)"
        );
        assert_eq!(
            told(&with_section(MANIFEST_SECTION, &[0xff])),
            "its manifest is not UTF-8"
        );
        let mut two = with_section(MANIFEST_SECTION, b"one");
        CustomSection {
            name: MANIFEST_SECTION.into(),
            data: b"two".into(),
        }
        .append_to_component(&mut two);
        assert_eq!(told(&two), "it holds more than one manifest");
        let whole = with_section(MANIFEST_SECTION, b"a manifest");
        assert_eq!(told(&whole[..whole.len() - 3]), "it is no WebAssembly, or is damaged");
    }

    #[test]
    fn a_section_of_a_nested_module_is_not_the_manifest() {
        let mut module = Module::new();
        module.section(&CustomSection {
            name: MANIFEST_SECTION.into(),
            data: b"inner".into(),
        });
        let mut component = Component::new();
        component.section(&ModuleSection(&module));
        let bytes = component.finish();
        assert!(matches!(manifest_of(&bytes), Err(ComponentError::NoManifest)));
    }

    #[test]
    fn a_module_that_wants_something_foreign_is_refused() {
        let mut module = Module::new();
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        let mut imports = wasm_encoder::ImportSection::new();
        imports.import("env", "system", wasm_encoder::EntityType::Function(0));
        module.section(&imports);
        let error = componentize(&module.finish(), "").unwrap_err();
        assert!(std::error::Error::source(&error).is_some(), "{error}");
    }
}
