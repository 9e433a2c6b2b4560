//! The outside of a component: what it imports and exports, and the manifest that it carries.
//!
//! Walks the outermost sections and skips what is nested, so it is quick and takes no more memory than the names.

use wasmparser::{BinaryReaderError, Chunk, Parser, Payload};

use crate::error::PluginError;
use crate::manifest::MAX_MANIFEST;

/// What a component shows without being compiled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Surface {
    /// Text of its manifest; `None` where it has none.
    pub manifest: Option<String>,
    /// Names of what it imports, in its order.
    pub imports: Vec<String>,
    /// Names of what it exports, in its order.
    pub exports: Vec<String>,
}

/// Reads the surface. `name` is what messages call the file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Surface, PluginError> {
    const MAGIC: &[u8] = b"\0asm";
    const CORE: &[u8] = &[1, 0, 0, 0];
    if bytes.is_empty() || !bytes.starts_with(&MAGIC[..MAGIC.len().min(bytes.len())]) {
        return Err(PluginError::NotWasm { name: name.to_owned() });
    }
    if bytes.get(4..8) == Some(CORE) {
        return Err(PluginError::CoreModule { name: name.to_owned() });
    }
    walk(bytes).map_err(|source| PluginError::Invalid {
        name: name.to_owned(),
        source,
    })
}

fn walk(bytes: &[u8]) -> Result<Surface, Box<dyn std::error::Error + Send + Sync>> {
    let mut surface = Surface::default();
    let mut parser = Parser::new(0);
    let mut rest = bytes;
    loop {
        let payload = match parser.parse(rest, true)? {
            Chunk::Parsed { consumed, payload } => {
                rest = rest.get(consumed..).unwrap_or_default();
                payload
            }
            // Not with all bytes at hand; an error is better than going round for ever.
            Chunk::NeedMoreData(_) => return Err(cut(bytes)),
        };
        match payload {
            // The parser has counted the nested bytes already; they only have to be there.
            Payload::ModuleSection { unchecked_range, .. } | Payload::ComponentSection { unchecked_range, .. } => {
                rest = rest.get(unchecked_range.len()..).ok_or_else(|| cut(bytes))?;
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    surface.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    surface.exports.push(export?.name.name.to_owned());
                }
            }
            Payload::CustomSection(section) if section.name() == atg_component::MANIFEST_SECTION => {
                let text = manifest(section.data())?;
                if surface.manifest.replace(text).is_some() {
                    return Err("it holds more than one manifest".into());
                }
            }
            Payload::End(_) => return Ok(surface),
            _ => {}
        }
    }
}

fn manifest(data: &[u8]) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    if data.len() > MAX_MANIFEST {
        return Err(format!("its manifest is larger than {} KiB", MAX_MANIFEST >> 10).into());
    }
    Ok(std::str::from_utf8(data)
        .map_err(|_| "its manifest is not UTF-8")?
        .to_owned())
}

fn cut(bytes: &[u8]) -> Box<dyn std::error::Error + Send + Sync> {
    format!("it ends after {} bytes, within a section", bytes.len()).into()
}

/// Validates all of a component, as compiling would.
pub(super) fn validate(bytes: &[u8]) -> Result<(), BinaryReaderError> {
    wasmparser::Validator::new().validate_all(bytes).map(|_| ())
}
