//! Finding the blocks of one file without parsing them.

use atg_core::CoreError;
use serde_json::value::RawValue;

use super::broken;
use crate::configuration::json::{self, Members};
use crate::configuration::{BlockKind, Piece};

/// Kinds of blocks that a configuration may hold beside those with an address.
const OTHER_KINDS: [&str; 5] = ["check", "import", "moved", "removed", "terraform"];

const SHAPE: &str = "Terraform JSON looks like this: {\"resource\": {\"TYPE\": {\"LABEL\": {…}}}}";

/// A block as it was found: kind, type, label and place.
pub(super) type Found = (BlockKind, String, String, Piece);

/// The blocks of a file. `skipped` bytes stand before the text: a byte order mark.
pub(super) fn blocks(name: &str, file: u32, text: &str, skipped: usize) -> Result<Vec<Found>, CoreError> {
    let mut reading = Reading {
        name,
        file,
        text,
        skipped,
        lines: Lines { text, at: 0, line: 1 },
        found: Vec::new(),
    };
    reading.top()?;
    Ok(reading.found)
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
    found: Vec<Found>,
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

fn alias(raw: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(raw).ok()?;
    Some(body.get("alias")?.as_str()?.to_owned())
}
