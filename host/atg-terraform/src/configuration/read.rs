//! Files in, blocks out: where each block stands, and nothing of what it holds.

mod scan;

use atg_core::CoreError;

use super::json;
use super::{BlockKind, Configuration, Declared, File, Piece, Second};
use crate::TerraformError;

/// What a file is for.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Use {
    Plain,
    Override,
    Native,
    Nothing,
}

/// Reads the files of one folder.
pub(super) fn read(mut files: Vec<(String, Vec<u8>)>) -> Result<Configuration, TerraformError> {
    let alone = files.len() == 1;
    let used = |name: &str| use_of(name, alone);
    files.sort_by(|a, b| (used(&a.0), &a.0).cmp(&(used(&b.0), &b.0)));
    let mut configuration = Configuration::default();
    for (name, bytes) in files {
        match used(&name) {
            Use::Plain => configuration.take(name, bytes, false)?,
            Use::Override => configuration.take(name, bytes, true)?,
            Use::Native => configuration.natives.push((name, super::native::declared(&bytes))),
            Use::Nothing => {}
        }
    }
    if configuration.files.is_empty() {
        let message = match configuration.natives.first() {
            Some((native, _)) => format!("there is no `*.tf.json` here, only HCL such as `{native}`"),
            None => "there is no `*.tf.json` here".to_owned(),
        };
        return Err(
            TerraformError::failed(message).with_hint("HCL is not read; generate Terraform JSON, or name its folder")
        );
    }
    configuration.connect()?;
    Ok(configuration)
}

fn use_of(name: &str, alone: bool) -> Use {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    if base.ends_with(".tfvars.json") {
        Use::Nothing
    } else if base == "override.tf.json" || base.ends_with("_override.tf.json") {
        Use::Override
    } else if base.ends_with(".tf.json") || (alone && base.ends_with(".json")) {
        Use::Plain
    } else if base.ends_with(".tf") {
        Use::Native
    } else {
        Use::Nothing
    }
}

impl Configuration {
    fn take(&mut self, name: String, bytes: Vec<u8>, overrides: bool) -> Result<(), TerraformError> {
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let text = json::text(&name, &bytes)?;
        let found = scan::blocks(&name, file, text, bytes.len() - text.len())?;
        self.files.push(File { name, bytes });
        for (kind, type_name, label, piece) in found {
            self.declare(kind, &type_name, label, piece, overrides);
        }
        Ok(())
    }

    fn declare(&mut self, kind: BlockKind, type_name: &str, label: String, piece: Piece, overrides: bool) {
        let type_index = self.intern(type_name);
        let declared = Declared {
            kind,
            type_index,
            arm_index: type_index,
            label: label.into_boxed_str(),
            piece,
            overrides: Vec::new(),
        };
        let address = self.address_of(&declared);
        let next = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        match self.by_address.get(&address) {
            Some(known) => {
                let at = *known as usize;
                let piece = declared.piece;
                if overrides {
                    self.blocks[at].overrides.push(piece);
                } else if kind.is_unique() {
                    self.seconds.push(Second { first: *known, piece });
                } else {
                    // Several `terraform` or `locals` blocks are one.
                    self.blocks[at].overrides.push(piece);
                }
            }
            None => {
                self.by_address.insert(address, next);
                self.blocks.push(declared);
            }
        }
    }

    pub(super) fn intern(&mut self, type_name: &str) -> u32 {
        if let Some(known) = self.type_indexes.get(type_name) {
            return *known;
        }
        let next = u32::try_from(self.type_names.len()).unwrap_or(u32::MAX);
        self.type_names.push(type_name.to_owned());
        self.type_indexes.insert(type_name.to_owned(), next);
        next
    }
}

/// An error of JSON within a text that begins at `at`.
pub(super) fn broken(file: &str, text: &[u8], at: usize, error: &serde_json::Error) -> CoreError {
    let (line, column) = json::place(text, at);
    let (down, right) = (error.line().max(1) as u64, error.column().max(1) as u64);
    let column = if down == 1 { column + right - 1 } else { right };
    let fault = CoreError::unreadable(file, Some(line + down - 1), Some(column), json::message(error));
    if error.is_eof() {
        fault.with_hint("the file is cut off; write it again")
    } else {
        fault
    }
}
