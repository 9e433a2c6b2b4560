//! What becomes of a resource of the source: emitted, merged into another one, or skipped, each with its reason.

use super::arm::Found;
use super::row::Row;

/// What became of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It has a block of its own.
    Emitted,
    /// Another one's block makes it.
    Merged(u32, Merge),
    /// It is not generated.
    Skipped(Skip),
    /// A fix leaves it out.
    Dropped(String),
}

/// Why a resource needs no block of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Merge {
    /// It is an item of a list of its parent, as subnets are.
    Inline,
    /// Azure makes it together with another resource.
    MadeWith,
    /// It lies in a group that Azure makes and fills for another resource.
    ManagedGroup,
}

/// Why a resource is not generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Skip {
    Classic,
    MadeByAzure,
    BuiltIn,
    History,
    Report,
    CutOff,
    Unreadable,
    ForeignProperties,
    SameTarget,
}

/// The word of a resource that a fix leaves out.
pub(super) const DROPPED: (&str, &str) = ("left-out-by-fix", "a fix leaves it out");

impl Merge {
    /// Code and sentence.
    pub(super) const fn reason(self) -> (&'static str, &'static str) {
        match self {
            Merge::Inline => ("inline-in-parent", "its parent's block holds it as an item of a list"),
            Merge::MadeWith => (
                "made-with-another",
                "Azure makes it together with the resource that it belongs to",
            ),
            Merge::ManagedGroup => (
                "in-managed-group",
                "it lies in a resource group that Azure makes and fills for another resource",
            ),
        }
    }
}

impl Skip {
    /// Code and sentence.
    pub(super) const fn reason(self) -> (&'static str, &'static str) {
        match self {
            Skip::Classic => ("classic", "the classic deployment model takes no new resources"),
            Skip::MadeByAzure => (
                "made-by-azure",
                "Azure makes it by itself in every subscription that needs it",
            ),
            Skip::BuiltIn => ("built-in", "it is built into Azure and the same everywhere"),
            Skip::History => ("history", "it records work that was done, and cannot be made again"),
            Skip::Report => ("report", "it is a report about other resources, and cannot be made"),
            Skip::CutOff => ("cut-off", "its properties were cut off when the source was exported"),
            Skip::Unreadable => ("unreadable", "its row cannot be read"),
            Skip::ForeignProperties => (
                "foreign-properties",
                "its properties are in Terraform's words, not in Azure's: generate from a scan",
            ),
            Skip::SameTarget => (
                "same-id-in-target",
                "another resource of the source would get the same id in the target",
            ),
        }
    }
}

/// Which rows of a type are meant.
#[derive(Debug, Clone, Copy)]
enum Which {
    All,
    /// Whose name is this, in any case.
    Named(&'static str),
    /// Whose name begins so, in any case.
    Begins(&'static str),
    /// Whose body holds this text at a path, in any case.
    Holds(&'static str, &'static str),
}

/// Rows of a type that are not generated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skipped(Which, Skip);

/// What of a type is not generated.
pub(super) fn skipped(type_lower: &str) -> Vec<Skipped> {
    let of_type = SKIPPED.iter().filter(|(of, ..)| matches_type(of, type_lower));
    of_type.map(|(_, which, why)| Skipped(*which, *why)).collect()
}

/// Type in lower case, where a `*` at either end stands for anything; which rows; why.
const SKIPPED: &[(&str, Which, Skip)] = &[
    ("microsoft.classic*", Which::All, Skip::Classic),
    ("microsoft.resources/deployments", Which::All, Skip::History),
    ("microsoft.web/sites/deployments", Which::All, Skip::History),
    ("microsoft.web/sites/slots/deployments", Which::All, Skip::History),
    ("microsoft.web/sites/snapshots", Which::All, Skip::History),
    ("microsoft.resources/deploymentscripts/logs", Which::All, Skip::History),
    ("microsoft.containerregistry/registries/runs", Which::All, Skip::History),
    (
        "microsoft.compute/restorepointcollections/restorepoints",
        Which::All,
        Skip::History,
    ),
    ("microsoft.logic/workflows/runs", Which::All, Skip::History),
    ("microsoft.logic/workflows/versions", Which::All, Skip::History),
    (
        "microsoft.automation/automationaccounts/jobs",
        Which::All,
        Skip::History,
    ),
    ("microsoft.support/supporttickets", Which::All, Skip::Report),
    ("microsoft.advisor/*", Which::All, Skip::Report),
    ("microsoft.resourcehealth/*", Which::All, Skip::Report),
    ("microsoft.policyinsights/policystates", Which::All, Skip::Report),
    ("microsoft.security/assessments", Which::All, Skip::Report),
    ("microsoft.security/assessments/*", Which::All, Skip::Report),
    ("microsoft.security/securescores", Which::All, Skip::Report),
    ("microsoft.security/alerts", Which::All, Skip::Report),
    ("microsoft.security/locations/alerts", Which::All, Skip::Report),
    ("microsoft.alertsmanagement/alerts", Which::All, Skip::Report),
    ("microsoft.authorization/denyassignments", Which::All, Skip::MadeByAzure),
    (
        "microsoft.authorization/roledefinitions",
        Which::Holds("properties.type", "BuiltInRole"),
        Skip::BuiltIn,
    ),
    (
        "microsoft.authorization/policydefinitions",
        Which::Holds("properties.policyType", "BuiltIn"),
        Skip::BuiltIn,
    ),
    (
        "microsoft.authorization/policysetdefinitions",
        Which::Holds("properties.policyType", "BuiltIn"),
        Skip::BuiltIn,
    ),
    (
        "microsoft.alertsmanagement/smartdetectoralertrules",
        Which::Begins("failure anomalies - "),
        Skip::MadeByAzure,
    ),
    (
        "microsoft.network/networkwatchers",
        Which::Begins("networkwatcher_"),
        Skip::MadeByAzure,
    ),
    (
        "microsoft.sql/servers/databases",
        Which::Named("master"),
        Skip::MadeByAzure,
    ),
    (
        "microsoft.sql/managedinstances/databases",
        Which::Named("master"),
        Skip::MadeByAzure,
    ),
    (
        "microsoft.dbforpostgresql/*servers/databases",
        Which::Begins("azure_"),
        Skip::MadeByAzure,
    ),
    ("*/privateendpointconnections", Which::All, Skip::MadeByAzure),
    ("*/privatelinkresources", Which::All, Skip::Report),
];

/// Why a row is not generated, where it says so itself; `of_type` is what its type leaves out.
pub(super) fn skip(of_type: &[Skipped], row: &Row<'_>) -> Option<Skip> {
    if row.cut_off {
        return Some(Skip::CutOff);
    }
    let name = row.id.rsplit('/').next().unwrap_or_default();
    let is_meant = |which: Which| match which {
        Which::All => true,
        Which::Named(exact) => name.eq_ignore_ascii_case(exact),
        Which::Begins(start) => name
            .get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start)),
        Which::Holds(path, text) => row
            .body
            .text_at(path)
            .is_some_and(|held| held.eq_ignore_ascii_case(text)),
    };
    of_type
        .iter()
        .find(|skipped| is_meant(skipped.0))
        .map(|skipped| skipped.1)
}

fn matches_type(pattern: &str, type_lower: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == type_lower,
        Some((head, tail)) => {
            type_lower.len() >= head.len() + tail.len() && type_lower.starts_with(head) && type_lower.ends_with(tail)
        }
    }
}

/// The resource that a row's own body says it was made with: the machine of a disk that came from an image, the private
/// endpoint of its network interface.
pub(super) fn made_with(type_lower: &str, row: &Row<'_>) -> Option<(Found, Merge)> {
    let owner = match type_lower {
        "microsoft.network/networkinterfaces" => row.body.text_at("properties.privateEndpoint.id")?,
        "microsoft.compute/disks" => {
            let from_image = row.body.text_at("properties.creationData.createOption") == Some("FromImage");
            // Only a system disk comes from the machine's image; data disks are attached.
            let system = row.body.at("properties.osType").is_some();
            row.managed_by.as_deref().filter(|_| from_image && system)?
        }
        _ => return None,
    };
    Some((Found::of(owner.trim_end_matches('/')), Merge::MadeWith))
}

/// Types in lower case whose resources their parent makes.
pub(super) const MADE_WITH_PARENT: &[&str] = &[
    "microsoft.compute/virtualmachinescalesets/virtualmachines",
    "microsoft.compute/virtualmachinescalesets/virtualmachines/networkinterfaces",
    "microsoft.containerservice/managedclusters/agentpools/machines",
];

#[cfg(test)]
mod tests {
    use super::super::rules::TypeFacts;
    use super::*;

    fn reason(type_name: &str, row: &str) -> Option<&'static str> {
        let facts = TypeFacts::of(type_name, None);
        let row = Row::read(row.as_bytes(), &facts).unwrap();
        skip(&facts.skips, &row).map(|skip| skip.reason().0)
    }

    #[test]
    fn what_azure_makes_is_not_generated() {
        let row = |name: &str| {
            format!(r#"{{"id":"/subscriptions/S/providers/x/y/{name}","properties":{{"type":"builtinrole"}}}}"#)
        };
        assert_eq!(
            reason("Microsoft.ClassicCompute/virtualMachines", &row("a")),
            Some("classic")
        );
        assert_eq!(
            reason("Microsoft.Sql/servers/databases", &row("Master")),
            Some("made-by-azure")
        );
        assert_eq!(reason("Microsoft.Sql/servers/databases", &row("orders")), None);
        assert_eq!(reason("Microsoft.Network/networkWatchers", &row("nw-1")), None);
        assert_eq!(
            reason("Microsoft.Network/networkWatchers", &row("NetworkWatcher_eastus")),
            Some("made-by-azure")
        );
        assert_eq!(
            reason("Microsoft.Authorization/roleDefinitions", &row("a")),
            Some("built-in")
        );
        assert_eq!(
            reason("Microsoft.X/y/privateEndpointConnections", &row("a")),
            Some("made-by-azure")
        );
        assert_eq!(
            reason("A.B/c", r#"{"id":"/s","properties":"{...(truncated)"}"#),
            Some("cut-off")
        );
    }

    #[test]
    fn reasons_have_different_codes() {
        let mut codes: Vec<&str> = [
            Skip::Classic,
            Skip::MadeByAzure,
            Skip::BuiltIn,
            Skip::History,
            Skip::Report,
            Skip::CutOff,
            Skip::Unreadable,
            Skip::ForeignProperties,
            Skip::SameTarget,
        ]
        .map(|skip| skip.reason().0)
        .to_vec();
        codes.extend([Merge::Inline, Merge::MadeWith, Merge::ManagedGroup].map(|merge| merge.reason().0));
        codes.push(DROPPED.0);
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }
}
