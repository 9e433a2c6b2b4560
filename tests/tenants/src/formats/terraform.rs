//! A Terraform configuration in JSON for the azapi provider: groups first, then one resource a line, links as references.

use std::io::{self, Write};

use super::{member, plain, template_members};
use crate::estate::{Side, Tenants};
use crate::{SOURCE_SUBSCRIPTION, TARGET_SUBSCRIPTION};

const HEAD: &str = "{\"terraform\":{\"required_version\":\">= 1.6\",\"required_providers\":{\"azapi\":{\"source\":\"Azure/azapi\",\
                    \"version\":\"~> 2.0\"}}},\n\"provider\":{\"azapi\":{}},\n\"resource\":{\"azapi_resource\":{";

pub(super) fn write(tenants: &Tenants, side: Side, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    let subscription = if side == Side::Source {
        SOURCE_SUBSCRIPTION
    } else {
        TARGET_SUBSCRIPTION
    };
    let mut separator: &[u8] = b"\n";
    for (copy, group) in tenants.groups(side) {
        let mut name = Vec::new();
        tenants.group_name(side, copy, group, &mut name);
        out.write_all(separator)?;
        separator = b",\n";
        write!(
            out,
            "\"rg_{copy}_{group}\":{{\"type\":\"Microsoft.Resources/resourceGroups@2024-03-01\",\
             \"parent_id\":\"/subscriptions/{subscription}\",\"location\":\"eastus\",\"name\":\"{}\"}}",
            String::from_utf8_lossy(&name)
        )?;
    }
    let mut line = Vec::with_capacity(4096);
    for row in tenants.rows(side) {
        out.write_all(separator)?;
        separator = b",\n";
        line.clear();
        let references: Vec<Vec<u8>> = row
            .reference_labels()
            .iter()
            .map(|label| format!("${{azapi_resource.{label}.id}}").into_bytes())
            .collect();
        line.push(b'"');
        line.extend_from_slice(row.label().as_bytes());
        line.extend_from_slice(b"\":{");
        member("type", &mut line);
        plain(format!("{}@2024-05-01", row.type_name).as_bytes(), &mut line);
        member("name", &mut line);
        plain(&row.name(), &mut line);
        member("parent_id", &mut line);
        plain(
            format!("${{azapi_resource.rg_{}_{}.id}}", row.copy, row.group).as_bytes(),
            &mut line,
        );
        member("location", &mut line);
        plain(row.location().as_bytes(), &mut line);
        member("tags", &mut line);
        row.write_tags(&references, &mut line);
        if row.template().names().any(|name| name == "identity") {
            line.extend_from_slice(b",\"identity\":[{\"type\":\"SystemAssigned\"}]");
        }
        line.extend_from_slice(b",\"body\":{");
        // A resource may not refer to itself, so its own id stands there in full.
        template_members(&row, &row.id(), &references, &["identity"], &mut line);
        line.extend_from_slice(b"}}");
        out.write_all(&line)?;
    }
    out.write_all(b"\n}}}\n")
}
