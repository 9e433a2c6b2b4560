//! Terraform JSON as it lies in a folder: blocks, references, and what a look at it alone shows.
//!
//! Takes any provider's resources and any shape that Terraform takes: an object or a list of objects at every level of
//! blocks, repeated members, overrides. Keeps the bytes of the files and where each block stands in them; a block is parsed
//! when it is asked for, so a hundred thousand of them need little more room than their text. HCL is not read; it is told
//! of, and what it declares is not called undeclared.

mod digest;
mod dropped;
mod expression;
mod graph;
mod json;
mod look;
mod native;
mod read;
mod references;
mod resources;
mod roots;
mod secrets;

use std::collections::BTreeSet;

use hashbrown::HashMap;
use serde_json::{Map, Value};

pub use dropped::{Dropped, dropped_between};
pub use expression::{Reference, bare_reference, references};
pub use roots::roots;
pub use secrets::{is_secret, without_secrets};

use crate::TerraformError;
use graph::Graph;

/// What a block declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// `resource`: `azurerm_subnet.a`.
    Resource,
    /// `data`: `data.azurerm_subnet.a`.
    Data,
    /// `ephemeral`: `ephemeral.azurerm_key_vault_secret.a`.
    Ephemeral,
    /// `variable`: `var.a`.
    Variable,
    /// One value of `locals`: `local.a`.
    Local,
    /// `output`: `output.a`.
    Output,
    /// `module`: `module.a`.
    Module,
    /// `provider`: `provider.azurerm`, `provider.azurerm.west` where it has an alias.
    Provider,
    /// `terraform`, `import`, `moved`, `removed`, `check` and newer ones.
    Other,
}

impl BlockKind {
    /// The kind of a word at the top of a file; nothing for kinds without an address.
    pub fn of(word: &str) -> Option<BlockKind> {
        Some(match word {
            "resource" => BlockKind::Resource,
            "data" => BlockKind::Data,
            "ephemeral" => BlockKind::Ephemeral,
            "variable" => BlockKind::Variable,
            "locals" => BlockKind::Local,
            "output" => BlockKind::Output,
            "module" => BlockKind::Module,
            "provider" => BlockKind::Provider,
            _ => return None,
        })
    }

    /// Whether its blocks have a type and a label.
    pub const fn has_type(self) -> bool {
        matches!(self, BlockKind::Resource | BlockKind::Data | BlockKind::Ephemeral)
    }

    /// Whether an address may be declared once only.
    const fn is_unique(self) -> bool {
        !matches!(self, BlockKind::Other)
    }

    fn address(self, type_name: &str, label: &str) -> String {
        match self {
            BlockKind::Resource => format!("{type_name}.{label}"),
            BlockKind::Data => format!("data.{type_name}.{label}"),
            BlockKind::Ephemeral => format!("ephemeral.{type_name}.{label}"),
            BlockKind::Variable => format!("var.{label}"),
            BlockKind::Local => format!("local.{label}"),
            BlockKind::Output => format!("output.{label}"),
            BlockKind::Module => format!("module.{label}"),
            BlockKind::Provider => format!("provider.{label}"),
            BlockKind::Other if label.is_empty() => type_name.to_owned(),
            BlockKind::Other => format!("{type_name}.{label}"),
        }
    }
}

/// Where a block, or an override of it, stands.
#[derive(Debug, Clone, Copy)]
struct Piece {
    file: u32,
    line: u32,
    range: (usize, usize),
}

#[derive(Debug)]
struct Declared {
    kind: BlockKind,
    type_index: u32,
    /// The ARM type of an azapi block, else the Terraform type.
    arm_index: u32,
    label: Box<str>,
    piece: Piece,
    /// Overrides of it, and for kinds that may stand several times the others.
    overrides: Vec<Piece>,
}

/// A second declaration of an address.
#[derive(Debug)]
struct Second {
    first: u32,
    piece: Piece,
}

#[derive(Debug)]
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// All Terraform JSON of one folder.
#[derive(Debug, Default)]
pub struct Configuration {
    files: Vec<File>,
    /// HCL files, and the addresses that they declare.
    natives: Vec<(String, BTreeSet<String>)>,
    /// In the order of the files and of the text.
    blocks: Vec<Declared>,
    by_address: HashMap<String, u32>,
    type_names: Vec<String>,
    type_indexes: HashMap<String, u32>,
    seconds: Vec<Second>,
    graph: Graph,
}

/// One block and where it stands.
#[derive(Clone, Copy)]
pub struct Block<'c> {
    configuration: &'c Configuration,
    declared: &'c Declared,
}

impl<'c> Block<'c> {
    /// `azurerm_subnet.a`, `data.azurerm_subnet.a`, `var.a`, …
    pub fn address(&self) -> String {
        self.configuration.address_of(self.declared)
    }

    /// What it declares.
    pub fn kind(&self) -> BlockKind {
        self.declared.kind
    }

    /// The Terraform type; empty where the kind has none.
    pub fn type_name(&self) -> &'c str {
        self.configuration.type_name(self.declared)
    }

    /// The ARM type of an azapi block, without its api-version; of others the Terraform type.
    pub fn arm_type(&self) -> &'c str {
        &self.configuration.type_names[self.declared.arm_index as usize]
    }

    /// Its label.
    pub fn label(&self) -> &'c str {
        &self.declared.label
    }

    /// The file that it stands in.
    pub fn file(&self) -> &'c str {
        &self.configuration.files[self.declared.piece.file as usize].name
    }

    /// The line that it begins on, from 1.
    pub fn line(&self) -> u32 {
        self.declared.piece.line
    }

    /// What it holds, overrides included. Of repeated members the values are one list. Local values are wrapped:
    /// `{"value": …}`.
    pub fn body(&self) -> Map<String, Value> {
        let mut repeated = Vec::new();
        self.configuration.body_of(self.declared, &mut repeated)
    }
}

impl Configuration {
    /// Reads the files of one folder with their names, in any order; those that are not Terraform's are passed over. Errors
    /// name file, line and column.
    pub fn read(files: Vec<(String, Vec<u8>)>) -> Result<Configuration, TerraformError> {
        read::read(files)
    }

    /// All blocks, in the order of the files' names and of their text.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        self.blocks.iter().map(|declared| self.shown(declared))
    }

    /// How many `resource` blocks there are.
    pub fn resource_count(&self) -> usize {
        let resources = self.blocks.iter().filter(|block| block.kind == BlockKind::Resource);
        resources.count()
    }

    /// The block of an address. An instance's key is passed over: `a_b.c[0]` is `a_b.c`.
    pub fn find(&self, address: &str) -> Option<Block<'_>> {
        let at = self.position(address)?;
        Some(self.shown(&self.blocks[at as usize]))
    }

    /// A block as canonical JSON without secrets, for analyzers.
    pub fn block(&self, address: &str) -> Option<String> {
        let body = Value::Object(self.find(address)?.body());
        Some(without_secrets("", &body).to_string())
    }

    /// The addresses that a block refers to and that are declared, sorted.
    pub fn dependencies(&self, address: &str) -> Vec<String> {
        let from = self.position(address);
        let to = from.map_or(&[][..], |from| self.graph.of_block(from));
        let mut addresses: Vec<String> = to.iter().map(|to| self.address_at(*to)).collect();
        addresses.sort_unstable();
        addresses
    }

    /// Names of HCL files, which are not read.
    pub fn natives(&self) -> impl Iterator<Item = &str> {
        self.natives.iter().map(|(name, _)| name.as_str())
    }

    fn shown<'c>(&'c self, declared: &'c Declared) -> Block<'c> {
        Block {
            configuration: self,
            declared,
        }
    }

    fn position(&self, address: &str) -> Option<u32> {
        let known = self.by_address.get(address);
        known.or_else(|| self.by_address.get(without_key(address))).copied()
    }

    fn type_name(&self, declared: &Declared) -> &str {
        &self.type_names[declared.type_index as usize]
    }

    fn address_of(&self, declared: &Declared) -> String {
        declared.kind.address(self.type_name(declared), &declared.label)
    }

    fn address_at(&self, at: u32) -> String {
        self.address_of(&self.blocks[at as usize])
    }

    fn text_of(&self, piece: &Piece) -> &str {
        let (start, end) = piece.range;
        // The ranges come from this very text; nothing is what a broken one would hold.
        let bytes = self.files[piece.file as usize]
            .bytes
            .get(start..end)
            .unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Every piece parses: reading has tried it.
    fn body_of(&self, declared: &Declared, repeated: &mut Vec<String>) -> Map<String, Value> {
        let mut body = Map::new();
        for piece in std::iter::once(&declared.piece).chain(&declared.overrides) {
            match json::parse(self.text_of(piece), repeated) {
                Ok(Value::Object(members)) if declared.kind != BlockKind::Local => body.extend(members),
                Ok(value) => {
                    body.insert("value".to_owned(), value);
                }
                Err(_) => {}
            }
        }
        body
    }
}

/// An address without the key of an instance.
fn without_key(address: &str) -> &str {
    address
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['))
        .map_or(address, |(address, _)| address)
}

#[cfg(test)]
mod tests;
