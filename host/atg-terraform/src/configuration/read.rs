//! Files in, blocks out: where each block stands, and nothing of what it holds.

use atg_core::CoreError;
use serde_json::value::RawValue;

use super::json::{self, Members};
use super::{BlockKind, Configuration, Declared, File, Piece, Second};
use crate::TerraformError;

/// Kinds of blocks that a configuration may hold beside those with an address.
const OTHER_KINDS: [&str; 5] = ["check", "import", "moved", "removed", "terraform"];

const SHAPE: &str = "Terraform JSON looks like this: {\"resource\": {\"TYPE\": {\"LABEL\": {…}}}}";

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

/// Counts lines while blocks are met in the order of the text.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> u32 {
        if at < self.at {
            (self.at, self.line) = (0, 1);
        }
        let between = &self.text.as_bytes()[self.at..at];
        self.line += u32::try_from(memchr::memchr_iter(b'\n', between).count()).unwrap_or(u32::MAX - self.line);
        self.at = at;
        self.line
    }
}

/// One file while it is read.
struct Reading<'t> {
    name: &'t str,
    file: u32,
    text: &'t str,
    /// Bytes before the text: a byte order mark.
    skipped: usize,
    lines: Lines<'t>,
    found: Vec<(BlockKind, String, String, Piece)>,
}

impl Configuration {
    fn take(&mut self, name: String, bytes: Vec<u8>, overrides: bool) -> Result<(), TerraformError> {
        let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        let text = json::text(&name, &bytes)?;
        let mut reading = Reading {
            name: &name,
            file,
            text,
            skipped: bytes.len() - text.len(),
            lines: Lines { text, at: 0, line: 1 },
            found: Vec::new(),
        };
        reading.top()?;
        let found = reading.found;
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

impl<'t> Reading<'t> {
    fn top(&mut self) -> Result<(), CoreError> {
        let members = self.members(self.text, "the top")?;
        let known = |name: &str| BlockKind::of(name).is_some() || OTHER_KINDS.contains(&name) || name == "//";
        if !members.is_empty() && !members.iter().any(|(name, _)| known(name)) {
            let message = "nothing in it is Terraform's: no `resource`, no `terraform`, no `provider`";
            return Err(self.wrong(0, message.to_owned()));
        }
        for (name, raw) in members.into_iter().filter(|(name, _)| name != "//") {
            self.kind(&name, raw)?;
        }
        Ok(())
    }

    fn kind(&mut self, name: &str, raw: &'t RawValue) -> Result<(), CoreError> {
        match BlockKind::of(name) {
            Some(kind) if kind.has_type() => {
                for (type_name, labels) in self.children(raw.get(), name)? {
                    let path = format!("{name}.{type_name}");
                    for (label, body) in self.children(labels.get(), &path)? {
                        self.bodies(kind, &type_name, &label, body, &format!("{path}.{label}"))?;
                    }
                }
            }
            Some(BlockKind::Local) => {
                for (label, value) in self.children(raw.get(), name)? {
                    self.push(BlockKind::Local, "", &label, value.get());
                }
            }
            Some(kind) => {
                for (label, body) in self.children(raw.get(), name)? {
                    self.bodies(kind, "", &label, body, &format!("{name}.{label}"))?;
                }
            }
            None if name == "check" => {
                for (label, body) in self.children(raw.get(), name)? {
                    self.push(BlockKind::Other, name, &label, body.get());
                }
            }
            None => self.push(BlockKind::Other, name, "", raw.get()),
        }
        Ok(())
    }

    /// One block, or a list of several of the same name.
    fn bodies(
        &mut self,
        kind: BlockKind,
        type_name: &str,
        label: &str,
        body: &'t RawValue,
        path: &str,
    ) -> Result<(), CoreError> {
        let raw = body.get();
        match raw.as_bytes().first() {
            Some(b'{') => self.push(kind, type_name, label, raw),
            Some(b'[') => {
                for item in self.items(raw)? {
                    self.bodies(kind, type_name, label, item, path)?;
                }
            }
            _ => {
                return Err(self.wrong(
                    self.offset(raw),
                    format!("`{path}` holds {}, not an object", json::kind_of(raw)),
                ));
            }
        }
        Ok(())
    }

    fn push(&mut self, kind: BlockKind, type_name: &str, label: &str, raw: &str) {
        let start = self.offset(raw);
        let line = self.lines.of(start);
        // Two configurations of one provider differ by their alias.
        let alias = if kind == BlockKind::Provider { alias(raw) } else { None };
        let label = alias.map_or_else(|| label.to_owned(), |alias| format!("{label}.{alias}"));
        let piece = Piece {
            file: self.file,
            line,
            range: (self.skipped + start, self.skipped + start + raw.len()),
        };
        self.found.push((kind, type_name.to_owned(), label, piece));
    }

    /// The members of an object, or of all objects of a list.
    fn children(&self, raw: &'t str, path: &str) -> Result<Vec<(String, &'t RawValue)>, CoreError> {
        match raw.as_bytes().first() {
            Some(b'[') => {
                let mut all = Vec::new();
                for item in self.items(raw)? {
                    all.append(&mut self.children(item.get(), path)?);
                }
                Ok(all)
            }
            Some(b'{') => {
                let mut members = self.members(raw, path)?;
                members.retain(|(name, _)| name != "//");
                Ok(members)
            }
            _ => Err(self.wrong(
                self.offset(raw),
                format!("`{path}` holds {}, not an object", json::kind_of(raw)),
            )),
        }
    }

    fn members(&self, raw: &'t str, path: &str) -> Result<Vec<(String, &'t RawValue)>, CoreError> {
        let trimmed = raw.trim_start();
        if !trimmed.starts_with('{') && serde_json::from_str::<&RawValue>(raw).is_ok() {
            return Err(self.wrong(
                self.offset(trimmed),
                format!("{path} is {}, not an object", json::kind_of(trimmed)),
            ));
        }
        let Members(members) = serde_json::from_str(raw).map_err(|error| self.broken(raw, &error))?;
        Ok(members)
    }

    fn items(&self, raw: &'t str) -> Result<Vec<&'t RawValue>, CoreError> {
        serde_json::from_str(raw).map_err(|error| self.broken(raw, &error))
    }

    fn offset(&self, raw: &str) -> usize {
        (raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn broken(&self, raw: &str, error: &serde_json::Error) -> CoreError {
        broken(self.name, self.text.as_bytes(), self.offset(raw), error)
    }

    fn wrong(&self, at: usize, message: String) -> CoreError {
        let (line, column) = json::place(self.text.as_bytes(), at);
        CoreError::unreadable(self.name, Some(line), Some(column), message).with_hint(SHAPE)
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

fn alias(raw: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(raw).ok()?;
    Some(body.get("alias")?.as_str()?.to_owned())
}
