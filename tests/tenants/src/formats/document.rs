//! atg's own document.

use std::io::{self, Write};

use super::{TAKEN_AT, member, plain, template_members};
use crate::estate::{Side, Tenants};
use crate::{SOURCE_SUBSCRIPTION, SOURCE_TENANT, TARGET_SUBSCRIPTION, TARGET_TENANT};

/// Everything before the first resource.
pub(crate) fn head(side: Side, coverage: &str) -> String {
    let (subscription, tenant, title) = match side {
        Side::Source => (SOURCE_SUBSCRIPTION, SOURCE_TENANT, "Contoso production"),
        Side::Target => (TARGET_SUBSCRIPTION, TARGET_TENANT, "Contoso replica"),
    };
    format!(
        "{{\"schema_version\":1,\"scope\":{{\"subscription_id\":\"{subscription}\",\"tenant_id\":\"{tenant}\",\
         \"taken_at\":\"{TAKEN_AT}\",\"title\":\"{title}\"}},\n\"coverage\":{coverage},\n\"resources\":["
    )
}

pub(super) fn write(tenants: &Tenants, side: Side, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(head(side, "{}").as_bytes())?;
    let mut line = Vec::with_capacity(4096);
    for row in tenants.rows(side) {
        let separator: &[u8] = if line.is_empty() { b"\n" } else { b",\n" };
        out.write_all(separator)?;
        line.clear();
        line.push(b'{');
        let (id, references) = (row.id(), row.references());
        member("id", &mut line);
        plain(&id, &mut line);
        member("name", &mut line);
        plain(&row.name(), &mut line);
        member("type", &mut line);
        plain(row.type_name.as_bytes(), &mut line);
        member("location", &mut line);
        plain(row.location().as_bytes(), &mut line);
        member("resourceGroup", &mut line);
        plain(&row.group_name(), &mut line);
        member("tags", &mut line);
        row.write_tags(&references, &mut line);
        template_members(&row, &id, &references, &[], &mut line);
        line.push(b'}');
        out.write_all(&line)?;
    }
    out.write_all(b"\n]}\n")
}
