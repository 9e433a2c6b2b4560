//! The spellings in which an estate is written.

mod document;
mod resource_graph;
mod terraform;

use std::io::{self, Write};

use crate::estate::{Row, Side, Tenants};

/// What the file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// atg's own document, `schema_version` 1: one JSON object, one resource a line (`file:`).
    Document,
    /// Rows of Azure Resource Graph, one a line (`arg:`).
    ResourceGraph,
    /// A Terraform configuration in JSON for the azapi provider (`main.tf.json` of a `tf:` folder or an iteration).
    Terraform,
}

/// When the estates were looked at, so that nothing here asks a clock.
pub(crate) const TAKEN_AT: &str = "2026-01-05T08:00:00Z";

pub(crate) fn write(tenants: &Tenants, side: Side, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Document => document::write(tenants, side, out),
        Format::ResourceGraph => resource_graph::write(tenants, side, out),
        Format::Terraform => terraform::write(tenants, side, out),
    }
}

/// Appends `"name":` after a comma where one is due.
fn member(name: &str, line: &mut Vec<u8>) {
    if line.last() != Some(&b'{') {
        line.push(b',');
    }
    line.push(b'"');
    line.extend_from_slice(name.as_bytes());
    line.extend_from_slice(b"\":");
}

/// Appends a string that needs no escape: the generator's own names hold letters, digits, dashes, dots and slashes.
fn plain(text: &[u8], line: &mut Vec<u8>) {
    line.push(b'"');
    line.extend_from_slice(text);
    line.push(b'"');
}

/// Appends the members of a row that a template describes, `properties` among them, in the row's order.
fn template_members(row: &Row<'_>, id: &[u8], references: &[Vec<u8>], skip: &[&str], line: &mut Vec<u8>) {
    let template = row.template();
    let name = row.name();
    let filling = row.filling(id, &name, references);
    for own in template.names().filter(|own| !skip.contains(own)) {
        member(own, line);
        template.render(own, &filling, line);
    }
}
