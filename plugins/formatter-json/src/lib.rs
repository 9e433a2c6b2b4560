//! The whole report as one JSON object, for programs.
//!
//! The members of `summary` come first, then every further section under its name. Sections that grow with the tenant are
//! arrays of one object a line and never lie in memory as a whole. Knows nothing of what a section means, except which
//! columns hold JSON.

use std::io::Write;

use atg_sdk::json::{self, Json};
use atg_sdk::prelude::*;

mod rows;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Formatter for Plugin {
    fn render(_name: &str, report: &Report, document: &Document) -> Result<(), Error> {
        let mut out = document.writer();
        write(report, &mut out)?;
        out.flush()?;
        Ok(())
    }
}

/// Writes the report.
fn write(report: &Report, out: &mut impl Write) -> Result<(), Error> {
    let mut object = Object { out, names: Vec::new() };
    let (mut summary, mut jsons, mut tables) = (Json::Null, Vec::new(), Vec::new());
    for name in report.sections() {
        match report.json(&name) {
            Ok(text) if name == "summary" => summary = json::parse(&text)?,
            Ok(text) => jsons.push((key(&name), json::parse(&text)?)),
            Err(_) => tables.push((table_key(&name), name)),
        }
    }
    match &summary {
        Json::Null => {}
        Json::Object(members) => {
            for (name, value) in members {
                // A count of what a table holds makes room for the table.
                let taken = matches!(value, Json::Number(_)) && tables.iter().any(|(key, _)| key == name);
                let name = if taken { [name, "_count"].concat() } else { name.clone() };
                object.member(&name, value)?;
            }
        }
        other => object.member("summary", other)?,
    }
    for (name, value) in &jsons {
        object.member(name, value)?;
    }
    for (key, name) in &tables {
        object.begin(key)?;
        rows::write(report, name, object.out)?;
    }
    object.end()
}

/// A section's name as a member's.
fn key(name: &str) -> String {
    name.replace('-', "_")
}

/// The same for a table. In a report on iterations, `changes` is taken by the sentences about them.
fn table_key(name: &str) -> String {
    if name == "changes" {
        "changed_addresses".to_owned()
    } else {
        key(name)
    }
}

/// The object that is being written: every name stands in it once.
struct Object<'a, W> {
    out: &'a mut W,
    names: Vec<String>,
}

impl<W: Write> Object<'_, W> {
    /// Opens a member. A name that is taken gets `_section` behind it.
    fn begin(&mut self, name: &str) -> Result<(), Error> {
        let mut name = name.to_owned();
        while self.names.contains(&name) {
            name.push_str("_section");
        }
        let mut text = String::from(if self.names.is_empty() { "{\n  " } else { ",\n  " });
        json::write_string(&name, &mut text);
        text.push_str(": ");
        self.names.push(name);
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn member(&mut self, name: &str, value: &Json) -> Result<(), Error> {
        self.begin(name)?;
        let mut text = String::new();
        value.write_pretty(1, &mut text);
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        self.out
            .write_all(if self.names.is_empty() { b"{}\n" } else { b"\n}\n" })?;
        Ok(())
    }
}

atg_sdk::export!(Plugin: formatter);

#[cfg(test)]
mod tests;
