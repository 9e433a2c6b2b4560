//! What this atg offers, and how what a component asks for stands against it.

use semver::Version;

use crate::CONTRACT;
use crate::authoring::Role;

/// The package of the contract.
const PACKAGE: &str = "atg:plugin/";
/// Interfaces that a plugin may import.
const INTERFACES: [&str; 11] = [
    "diagnoses",
    "documents",
    "evidence",
    "findings",
    "graph",
    "log",
    "reports",
    "run",
    "scores",
    "tables",
    "types",
];
/// Packages of WASI that are there with nothing behind them, for toolchains that insist.
const WASI: [&str; 4] = ["wasi:cli/", "wasi:clocks/", "wasi:io/", "wasi:random/"];

/// How something that a component imports or exports stands against what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is there, in a version that fits.
    Offered,
    /// It is there, and does nothing.
    Hollow,
    /// It is there in a version that does not fit.
    OtherVersion {
        /// The version that is asked for.
        needs: String,
    },
    /// There is no such thing.
    Unknown,
}

/// A name without its version, and the version.
fn split(name: &str) -> (&str, Option<&str>) {
    match name.split_once('@') {
        Some((interface, version)) => (interface, Some(version)),
        None => (name, None),
    }
}

/// How an import stands.
pub(super) fn import(name: &str) -> Standing {
    let (interface, version) = split(name);
    if WASI.iter().any(|package| interface.starts_with(package))
        && version.is_some_and(|version| version.starts_with("0.2."))
    {
        return Standing::Hollow;
    }
    match interface.strip_prefix(PACKAGE) {
        Some(interface) if INTERFACES.contains(&interface) => fits(version),
        // Of a newer contract there may be interfaces that nobody here has heard of: the version says it better.
        Some(_) => match fits(version) {
            Standing::Offered => Standing::Unknown,
            other => other,
        },
        None => Standing::Unknown,
    }
}

/// The role that an export makes, and how it stands; nothing for what toolchains export for themselves.
pub(super) fn export(name: &str) -> Option<(Role, Standing)> {
    let (interface, version) = split(name);
    let role = match interface.strip_prefix(PACKAGE)? {
        "metric" => Role::Metric,
        "formatter" => Role::Formatter,
        "analyzer" => Role::Analyzer,
        _ => return None,
    };
    Some((role, fits(version)))
}

/// A guest fits a host of the same contract that is as new as it is; below 1.0 every minor version is a contract of its own.
fn fits(version: Option<&str>) -> Standing {
    let needs = version.unwrap_or("no version");
    match Version::parse(needs) {
        Ok(theirs) if (theirs.major, theirs.minor) == (CONTRACT.major, CONTRACT.minor) && theirs <= CONTRACT => {
            Standing::Offered
        }
        _ => Standing::OtherVersion {
            needs: needs.to_owned(),
        },
    }
}

/// Whether the contract that a manifest names is this one.
pub(super) fn contract_fits(contract: (u64, u64)) -> bool {
    contract == (CONTRACT.major, CONTRACT.minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_in_a_version_that_fits_is_offered() {
        assert_eq!(import("atg:plugin/graph@0.1.0"), Standing::Offered);
        assert_eq!(
            import("atg:plugin/graph@0.9.0"),
            Standing::OtherVersion {
                needs: "0.9.0".to_owned()
            }
        );
        assert_eq!(
            import("atg:plugin/graph@0.1.1"),
            Standing::OtherVersion {
                needs: "0.1.1".to_owned()
            }
        );
        assert_eq!(
            import("atg:plugin/graph"),
            Standing::OtherVersion {
                needs: "no version".to_owned()
            }
        );
        assert_eq!(import("atg:plugin/sockets@0.1.0"), Standing::Unknown);
        assert_eq!(
            import("atg:plugin/sockets@0.2.0"),
            Standing::OtherVersion {
                needs: "0.2.0".to_owned()
            }
        );
        assert_eq!(import("wasi:io/streams@0.2.3"), Standing::Hollow);
        assert_eq!(import("wasi:filesystem/preopens@0.2.3"), Standing::Unknown);
        assert_eq!(import("wasi:http/outgoing-handler@0.2.3"), Standing::Unknown);
        assert_eq!(
            export("atg:plugin/metric@0.1.0"),
            Some((Role::Metric, Standing::Offered))
        );
        assert_eq!(export("exports"), None);
        assert_eq!(export("atg:plugin/types@0.1.0"), None);
    }
}
