//! `arg:FILE.jsonl`: rows of Azure Resource Graph, one a line, as `az graph query` or a script exports them.
//!
//! Resource Graph does not list every type: children such as subnets come inside their parent, extension resources in
//! tables of their own. Such a type without a row is *skipped*, not absent.

use super::lines::{LineInput, read_lines};
use super::{ByteBodies, Bytes, ReadOptions};
use crate::CoreError;
use crate::identity::{Normalizer, Side};
use crate::snapshot::{Coverage, CoverageState, Origin, ReadRows, Scope, Snapshot, SnapshotBuilder, TypeCoverage};
use crate::threads::both;
use std::sync::Arc;

/// Types that Resource Graph's `resources` table leaves out, and where else they are.
const NOT_LISTED: &[(&str, &str)] = &[
    ("Microsoft.Authorization/locks", EXTENSION),
    ("Microsoft.Authorization/policyAssignments", EXTENSION),
    ("Microsoft.Authorization/roleAssignments", EXTENSION),
    ("Microsoft.Compute/virtualMachineScaleSets/virtualMachines", CHILD),
    ("Microsoft.DocumentDB/databaseAccounts/sqlDatabases", CHILD),
    ("Microsoft.EventHub/namespaces/eventhubs", CHILD),
    ("Microsoft.Insights/diagnosticSettings", EXTENSION),
    ("Microsoft.KeyVault/vaults/accessPolicies", CHILD),
    ("Microsoft.KeyVault/vaults/keys", CHILD),
    ("Microsoft.KeyVault/vaults/secrets", CHILD),
    ("Microsoft.Network/dnszones/A", CHILD),
    ("Microsoft.Network/networkSecurityGroups/securityRules", CHILD),
    ("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", CHILD),
    ("Microsoft.Network/routeTables/routes", CHILD),
    ("Microsoft.Network/virtualNetworks/subnets", CHILD),
    ("Microsoft.Network/virtualNetworks/virtualNetworkPeerings", CHILD),
    ("Microsoft.ServiceBus/namespaces/queues", CHILD),
    ("Microsoft.ServiceBus/namespaces/topics", CHILD),
    ("Microsoft.Sql/servers/firewallRules", CHILD),
    ("Microsoft.Storage/storageAccounts/blobServices", CHILD),
    ("Microsoft.Storage/storageAccounts/blobServices/containers", CHILD),
    ("Microsoft.Storage/storageAccounts/fileServices", CHILD),
    ("Microsoft.Storage/storageAccounts/queueServices", CHILD),
    ("Microsoft.Storage/storageAccounts/tableServices", CHILD),
];
const CHILD: &str = "Resource Graph does not list this child type";
const EXTENSION: &str = "Resource Graph lists this type in a table of its own, which the file does not hold";

/// One input and its name, as the user spelled it.
pub type Named<'a> = (Arc<dyn Bytes>, &'a str);

/// Reads one file of rows. An empty file is an empty estate. Errors name the file, the line and the column.
pub fn read(bytes: Arc<dyn Bytes>, name: &str, options: ReadOptions<'_>) -> Result<Snapshot, CoreError> {
    let inputs = [input(&bytes, name, &options, options.side)];
    let parts = read_lines(&inputs, options.filter, options.threads, options.progress)?;
    stopped(&options)?;
    let parts = parts.into_iter().flatten().collect();
    finish(bytes, name, &options, options.side, parts)
}

/// Reads source and target side by side: their chunks share one queue, so that all threads work to the end.
pub fn read_two(
    source: Named<'_>,
    target: Named<'_>,
    options: ReadOptions<'_>,
) -> Result<(Snapshot, Snapshot), CoreError> {
    let inputs = [
        input(&source.0, source.1, &options, Side::Source),
        input(&target.0, target.1, &options, Side::Target),
    ];
    let mut parts = read_lines(&inputs, options.filter, options.threads, options.progress)?.into_iter();
    stopped(&options)?;
    let (of_source, of_target) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let finish_source = || finish(source.0, source.1, &options, Side::Source, of_source);
    let finish_target = || finish(target.0, target.1, &options, Side::Target, of_target);
    if options.threads < 2 {
        return Ok((finish_source()?, finish_target()?));
    }
    let (source, target) = both(finish_source, finish_target);
    Ok((source?, target?))
}

pub(super) fn stopped(options: &ReadOptions<'_>) -> Result<(), CoreError> {
    if options.progress.is_cancelled() {
        Err(CoreError::request("reading was interrupted"))
    } else {
        Ok(())
    }
}

fn input<'a>(bytes: &'a Arc<dyn Bytes>, file: &'a str, options: &ReadOptions<'_>, side: Side) -> LineInput<'a> {
    LineInput {
        bytes: bytes.as_ref(),
        file,
        side,
        normalizer: Normalizer::new(side, options.mapping),
        rows: 0..bytes.len(),
        commas: false,
    }
}

fn finish(
    bytes: Arc<dyn Bytes>,
    name: &str,
    options: &ReadOptions<'_>,
    side: Side,
    parts: Vec<ReadRows>,
) -> Result<Snapshot, CoreError> {
    let builder = SnapshotBuilder {
        scope: Scope {
            spelling: name.to_owned(),
            origin: Origin::ResourceGraph,
            ..Scope::default()
        },
        coverage: Coverage::default(),
        normalizer: Normalizer::new(side, options.mapping),
    };
    let mut snapshot = builder.finish(parts, Arc::new(ByteBodies(bytes)))?;
    for (type_name, detail) in NOT_LISTED {
        if !snapshot
            .types()
            .iter()
            .any(|listed| listed.eq_ignore_ascii_case(type_name))
        {
            let coverage = TypeCoverage {
                state: CoverageState::Skipped,
                detail: (*detail).to_owned(),
            };
            snapshot.coverage.types.insert((*type_name).to_owned(), coverage);
        }
    }
    snapshot.tell_scope()?;
    Ok(snapshot)
}
