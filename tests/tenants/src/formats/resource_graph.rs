//! Rows as the table `resources` of Azure Resource Graph returns them: every column in every row, types in lower case.

use std::io::{self, Write};

use super::{member, plain, template_members};
use crate::estate::{Side, Tenants};
use crate::template::order;

/// Columns that only some rows have a value in.
const NULLABLE: [&str; 7] = [
    "kind",
    "managedBy",
    "sku",
    "plan",
    "identity",
    "zones",
    "extendedLocation",
];

pub(super) fn write(tenants: &Tenants, side: Side, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::with_capacity(4096);
    let mut fields: Vec<Vec<u8>> = Vec::new();
    for row in tenants.rows(side) {
        let (id, references) = (row.id(), row.references());
        fields.clear();
        let text = |name: &str, value: &[u8]| {
            let mut field = Vec::with_capacity(value.len() + 32);
            field.push(b'{');
            member(name, &mut field);
            plain(value, &mut field);
            field
        };
        fields.push(text("id", &id));
        fields.push(text("name", &row.name()));
        fields.push(text("type", row.type_name.to_ascii_lowercase().as_bytes()));
        fields.push(text("tenantId", row.tenant().as_bytes()));
        fields.push(text("location", row.location().as_bytes()));
        fields.push(text("resourceGroup", &row.group_name().to_ascii_lowercase()));
        fields.push(text("subscriptionId", row.subscription().as_bytes()));
        let mut tags = Vec::with_capacity(1024);
        tags.push(b'{');
        member("tags", &mut tags);
        row.write_tags(&references, &mut tags);
        fields.push(tags);
        let mut body = Vec::with_capacity(4096);
        body.push(b'{');
        template_members(&row, &id, &references, &[], &mut body);
        for name in NULLABLE {
            if row.template().names().all(|own| own != name) {
                member(name, &mut body);
                body.extend_from_slice(b"null");
            }
        }
        fields.push(body);

        line.clear();
        for position in order(fields.len(), row.disorder()) {
            line.push(if line.is_empty() { b'{' } else { b',' });
            // Each field was written after an opening brace of its own.
            line.extend_from_slice(&fields[position][1..]);
        }
        line.extend_from_slice(b"}\n");
        out.write_all(&line)?;
    }
    Ok(())
}
