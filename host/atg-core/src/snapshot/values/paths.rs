//! Paths as a tree, walked beside the JSON of a row.

use crate::identity::ArmId;
use crate::normalize::walk::TRUNCATED;
use crate::sensitive::{REDACTED_TEXT, is_sensitive, looks_secret};
use crate::table::{ABSENT, Dictionary, REDACTED, UNKNOWN};
use serde_json::Value;
use sonic_rs::LazyValue;
use std::borrow::Cow;

/// What is asked for.
pub(super) struct Paths {
    top: Step,
    columns: Vec<Column>,
    redact: bool,
}

struct Column {
    sensitive: bool,
    /// Leads through all items or members: the cell is a JSON list.
    several: bool,
    location: bool,
}

/// One place in a row.
#[derive(Default)]
struct Step {
    /// Columns that want the value here.
    columns: Vec<usize>,
    members: Vec<(String, Step)>,
    /// Every member or item.
    every: Option<Box<Step>>,
    /// Names of members are compared without regard to case.
    fold: bool,
}

impl Step {
    fn member(&mut self, name: &str) -> &mut Step {
        let at = self
            .members
            .iter()
            .position(|(other, _)| other == name)
            .unwrap_or_else(|| {
                self.members.push((name.to_owned(), Step::default()));
                self.members.len() - 1
            });
        &mut self.members[at].1
    }

    fn is_leaf(&self) -> bool {
        self.members.is_empty() && self.every.is_none()
    }

    fn named(&self, name: &str) -> Option<&Step> {
        let equal = |other: &str| {
            if self.fold {
                other.eq_ignore_ascii_case(name)
            } else {
                other == name
            }
        };
        self.members
            .iter()
            .find(|(other, _)| equal(other))
            .map(|(_, step)| step)
    }
}

impl Paths {
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p str>, redact: bool) -> Paths {
        let mut all = Paths {
            top: Step::default(),
            columns: Vec::new(),
            redact,
        };
        for (number, path) in paths.enumerate() {
            let mut column = Column {
                sensitive: redact && is_sensitive(path),
                several: false,
                location: path == "location",
            };
            if !column.sensitive {
                let step = all.top.descend(path, &mut column.several);
                step.columns.push(number);
            }
            all.columns.push(column);
        }
        all
    }

    pub(super) fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether no path leads into a body.
    pub(super) fn nothing_to_read(&self) -> bool {
        self.top.is_leaf()
    }

    pub(super) fn sensitive(&self) -> impl Iterator<Item = bool> + '_ {
        self.columns.iter().map(|column| column.sensitive)
    }
}

impl Step {
    fn descend(&mut self, path: &str, several: &mut bool) -> &mut Step {
        let path = path.strip_suffix(".*").unwrap_or(path);
        // The name of a tag may hold a dot.
        if let Some(tag) = path.strip_prefix("tags.") {
            let tags = self.member("tags");
            tags.fold = true;
            return tags.member(tag);
        }
        let mut step = self;
        for segment in path.split('.') {
            let mut name = segment;
            let mut lists = 0;
            while let Some(list) = name.strip_suffix("[]") {
                name = list;
                lists += 1;
            }
            if name == "*" {
                lists += 1;
            } else {
                step = step.member(name);
            }
            for _ in 0..lists {
                *several = true;
                step = step.every.get_or_insert_default();
            }
        }
        step
    }
}

/// The cells of one row.
pub(super) struct Row<'p> {
    paths: &'p Paths,
    cells: Vec<u32>,
    several: Vec<(usize, Value)>,
}

impl<'p> Row<'p> {
    pub(super) fn new(paths: &'p Paths) -> Row<'p> {
        Row {
            paths,
            cells: Vec::new(),
            several: Vec::new(),
        }
    }

    pub(super) fn cells(&self) -> &[u32] {
        &self.cells
    }

    pub(super) fn read(&mut self, body: &[u8], dictionary: &mut Dictionary) {
        self.cells.clear();
        let marks = self
            .paths
            .columns
            .iter()
            .map(|column| if column.sensitive { REDACTED } else { ABSENT });
        self.cells.extend(marks);
        self.several.clear();
        let paths = self.paths;
        for entry in sonic_rs::to_object_iter(body) {
            // The row was read whole before; a fault means that it changed.
            let Ok((name, value)) = entry else {
                return self.unknown(&paths.top);
            };
            if let Some(step) = paths.top.named(&name) {
                if name == "name" && step.is_leaf() {
                    continue;
                }
                self.top(step, &value, dictionary);
            }
        }
        if let Some(step) = paths.top.named("name") {
            self.name(step, body, dictionary);
        }
        for (column, info) in paths.columns.iter().enumerate() {
            if info.several {
                let values = self.several.iter_mut().filter(|(other, _)| *other == column);
                let list: Vec<Value> = values.map(|(_, value)| value.take()).collect();
                if !list.is_empty() {
                    self.cells[column] = dictionary.number(&Value::Array(list).to_string());
                }
            }
        }
    }

    /// The last segment of the id: what a row calls `name` is a whole chain of names in some exports.
    fn name(&mut self, step: &Step, body: &[u8], dictionary: &mut Dictionary) {
        #[derive(serde::Deserialize)]
        struct Head<'b> {
            #[serde(borrow)]
            id: Cow<'b, str>,
        }
        let head: Option<Head<'_>> = sonic_rs::from_slice(body).ok();
        let name = head
            .as_ref()
            .and_then(|head| ArmId::parse(&head.id))
            .map(|id| id.name());
        let cell = name.map_or(UNKNOWN, |name| dictionary.number(name));
        step.columns.iter().for_each(|column| self.cells[*column] = cell);
    }

    /// A member at the top: some exports carry objects as JSON text.
    fn top(&mut self, step: &Step, value: &LazyValue<'_>, dictionary: &mut Dictionary) {
        let raw = value.as_raw_str();
        if step.is_leaf() || !raw.starts_with('"') {
            return self.visit(step, raw, dictionary);
        }
        match sonic_rs::from_str::<Cow<'_, str>>(raw) {
            Ok(text) if text.starts_with(['{', '[']) && !text.ends_with(TRUNCATED) => {
                self.visit(step, &text, dictionary);
            }
            Ok(text) if text.is_empty() => {}
            _ => self.unknown(step),
        }
    }

    fn visit(&mut self, step: &Step, raw: &str, dictionary: &mut Dictionary) {
        for column in &step.columns {
            self.fill(*column, raw, dictionary);
        }
        if step.is_leaf() {
            return;
        }
        if raw.starts_with('{') {
            for entry in sonic_rs::to_object_iter(raw) {
                let Ok((name, value)) = entry else {
                    return self.unknown(step);
                };
                if let Some(step) = step.named(&name) {
                    self.visit(step, value.as_raw_str(), dictionary);
                }
                if let Some(step) = &step.every {
                    self.visit(step, value.as_raw_str(), dictionary);
                }
            }
        } else if raw.starts_with('[')
            && let Some(every) = &step.every
        {
            for item in sonic_rs::to_array_iter(raw) {
                let Ok(value) = item else { return self.unknown(step) };
                self.visit(every, value.as_raw_str(), dictionary);
            }
        }
    }

    fn fill(&mut self, column: usize, raw: &str, dictionary: &mut Dictionary) {
        let info = &self.paths.columns[column];
        if info.several {
            if let Ok(mut value) = serde_json::from_str::<Value>(raw) {
                if self.paths.redact {
                    redact(&mut value);
                }
                self.several.push((column, value));
            }
            return;
        }
        self.cells[column] = match raw.as_bytes().first() {
            Some(b'"') => match sonic_rs::from_str::<Cow<'_, str>>(raw) {
                Ok(text) if text.ends_with(TRUNCATED) => UNKNOWN,
                Ok(text) if self.paths.redact && looks_secret(&text) => REDACTED,
                Ok(text) if info.location => dictionary.number(&text.replace(' ', "").to_ascii_lowercase()),
                Ok(text) => dictionary.number(&text),
                Err(_) => UNKNOWN,
            },
            Some(b'n') | None => ABSENT,
            Some(_) => match serde_json::from_str::<Value>(raw) {
                Ok(Value::Object(members)) if members.is_empty() => ABSENT,
                Ok(Value::Array(items)) if items.is_empty() => ABSENT,
                Ok(mut value) => {
                    if self.paths.redact {
                        redact(&mut value);
                    }
                    dictionary.number(&value.to_string())
                }
                Err(_) => UNKNOWN,
            },
        };
    }

    /// Nothing below could be read.
    fn unknown(&mut self, step: &Step) {
        step.columns.iter().for_each(|column| self.cells[*column] = UNKNOWN);
        step.members
            .iter()
            .map(|(_, step)| step)
            .chain(step.every.as_deref())
            .for_each(|step| self.unknown(step));
    }
}

/// Puts a text in the place of what may be a secret.
fn redact(value: &mut Value) {
    match value {
        Value::String(text) if looks_secret(text) => REDACTED_TEXT.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(redact),
        Value::Object(members) => {
            for (name, member) in members {
                if is_sensitive(name) {
                    *member = REDACTED_TEXT.into();
                } else {
                    redact(member);
                }
            }
        }
        _ => {}
    }
}
