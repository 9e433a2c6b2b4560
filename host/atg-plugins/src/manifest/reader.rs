//! TOML tables, read key by key: every fault knows its line, and a key that nobody asked for is one.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use atg_core::spelling::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ManifestError;

/// A table that is being read.
pub(super) struct Reader<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    /// `[reads]`, for messages.
    name: Rc<str>,
    known: RefCell<Vec<&'static str>>,
}

/// A value with its place.
pub(super) struct Value<'a> {
    text: &'a str,
    value: &'a DeValue<'a>,
    span: Range<usize>,
    /// Its key and the table's name, for messages.
    key: &'a str,
    within: Rc<str>,
}

impl<'a> Reader<'a> {
    /// Reads a document's outermost table.
    pub(super) fn root(text: &'a str, table: &'a Spanned<DeTable<'a>>) -> Reader<'a> {
        let name = "the manifest".into();
        Reader {
            text,
            table: table.get_ref(),
            span: 0..0,
            name,
            known: RefCell::default(),
        }
    }

    /// A key's value, where it is there.
    pub(super) fn get(&self, key: &'static str) -> Option<Value<'a>> {
        self.known.borrow_mut().push(key);
        let (key, value) = self.table.iter().find(|(found, _)| found.get_ref().as_ref() == key)?;
        Some(self.value(key.get_ref(), value))
    }

    /// A key's value, which must be there.
    pub(super) fn wanted(&self, key: &'static str) -> Result<Value<'a>, ManifestError> {
        self.get(key).ok_or_else(|| {
            // A misspelt key says more than a missing one.
            match nearest(key, self.table.keys().map(|found| found.get_ref().as_ref())) {
                Some(near) => self.unknown(near, format!("did you mean `{key}`?")),
                None => fault(self.text, &self.span, format!("{} lacks `{key}`", self.name), None),
            }
        })
    }

    /// All keys with their values, where the author chooses the keys.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Value<'a>)> {
        self.table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), self.value(key.get_ref(), value)))
    }

    fn value(&self, key: &'a str, value: &'a Spanned<DeValue<'a>>) -> Value<'a> {
        Value {
            text: self.text,
            value: value.get_ref(),
            span: value.span(),
            key,
            within: self.name.clone(),
        }
    }

    /// Refuses what nobody asked for. Comes last, when all keys that the table may have were asked for.
    pub(super) fn check(&self) -> Result<(), ManifestError> {
        let known = self.known.borrow();
        let mut unknown: Vec<_> = self
            .table
            .keys()
            .filter(|key| known.iter().all(|known| key.get_ref() != known))
            .collect();
        // The first in the file, whatever order the table has.
        unknown.sort_unstable_by_key(|key| key.span().start);
        let Some(key) = unknown.first() else { return Ok(()) };
        let name = key.get_ref().as_ref();
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it may have {}", known.join(", ")),
        };
        Err(self.unknown(name, hint))
    }

    fn unknown(&self, key: &str, hint: String) -> ManifestError {
        let span = self
            .table
            .keys()
            .find(|found| found.get_ref() == key)
            .map_or(0..0, Spanned::span);
        fault(
            self.text,
            &span,
            format!("{} has no key `{}`", self.name, key.escape_debug()),
            Some(hint),
        )
    }
}

impl<'a> Value<'a> {
    /// A fault of this value.
    pub(super) fn fault(&self, what: &str, hint: impl Into<Option<String>>) -> ManifestError {
        let name = format!("`{}` in {}", self.key.escape_debug(), self.within);
        fault(self.text, &self.span, format!("{name} {what}"), hint.into())
    }

    fn wants(&self, what: &str) -> ManifestError {
        self.fault(&format!("wants {what}, not {}", kind(self.value)), None)
    }

    /// A table.
    pub(super) fn table(&self, name: &str) -> Result<Reader<'a>, ManifestError> {
        match self.value {
            DeValue::Table(table) => Ok(Reader {
                text: self.text,
                table,
                span: self.span.clone(),
                name: name.into(),
                known: RefCell::default(),
            }),
            _ => Err(self.wants("a table")),
        }
    }

    /// A list.
    pub(super) fn list(&self) -> Result<Vec<Value<'a>>, ManifestError> {
        match self.value {
            DeValue::Array(items) => Ok(items
                .iter()
                .map(|item| Value {
                    text: self.text,
                    value: item.get_ref(),
                    span: item.span(),
                    key: self.key,
                    within: self.within.clone(),
                })
                .collect()),
            _ => Err(self.wants("a list")),
        }
    }

    /// Text of one line, without what commands a terminal.
    pub(super) fn string(&self) -> Result<String, ManifestError> {
        match self.value {
            DeValue::String(text) if text.chars().any(char::is_control) => {
                Err(self.fault("holds control characters", "one line of plain text".to_owned()))
            }
            DeValue::String(text) if text.len() > 1_000 => Err(self.fault("is longer than 1000 bytes", None)),
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => Err(self.wants("a text")),
        }
    }

    /// A list of texts.
    pub(super) fn strings(&self) -> Result<Vec<String>, ManifestError> {
        self.list()?.iter().map(Value::string).collect()
    }

    /// true or false.
    pub(super) fn boolean(&self) -> Result<bool, ManifestError> {
        match self.value {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wants("true or false")),
        }
    }

    /// A whole number.
    pub(super) fn integer(&self) -> Result<i64, ManifestError> {
        let DeValue::Integer(number) = self.value else {
            return Err(self.wants("a whole number"));
        };
        i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| self.fault("is too large a number", None))
    }

    /// A finite number, with or without a point.
    pub(super) fn number(&self) -> Result<f64, ManifestError> {
        let number = match self.value {
            DeValue::Integer(_) => self.integer().map(|number| number as f64)?,
            DeValue::Float(number) => number.as_str().parse().unwrap_or(f64::NAN),
            _ => return Err(self.wants("a number")),
        };
        if number.is_finite() {
            Ok(number)
        } else {
            Err(self.fault("wants a finite number", None))
        }
    }
}

/// What a value is, in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A fault at a place of the text.
pub(super) fn fault(text: &str, span: &Range<usize>, fault: String, hint: Option<String>) -> ManifestError {
    let line = text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1;
    ManifestError { line, fault, hint }
}
