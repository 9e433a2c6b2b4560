//! What generation does with each part of a body: sent as it is, left out, or written anew.
//!
//! A decision depends on the type and the path only, so it is made once per path and remembered: a thousand networks
//! have some fifty paths between them.

mod back_references;
mod kinds;
mod open;

use std::borrow::Cow;

use atg_core::normalize::members::{MemberClass, VOLATILE};
use atg_core::prehashed::Prehashed;
use atg_core::sensitive;
use hashbrown::HashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::fate::{self, Skipped};
use crate::schema::{self, Pack, TypeSchema};
pub(super) use kinds::Kind;
pub(super) use open::is_harmless;

/// Why a part of a body is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Why {
    /// The schema pack says that only the service sets it.
    ReadOnly,
    /// The service writes it by itself: times, states, generated ids.
    Volatile,
    /// The other resource says it of this one; only the service writes it here.
    BackReference,
}

impl Why {
    /// All, in the order of their words.
    pub(super) const ALL: [Why; 3] = [Why::BackReference, Why::ReadOnly, Why::Volatile];

    /// Its word in `yield.json`.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Why::ReadOnly => "read-only",
            Why::Volatile => "volatile",
            Why::BackReference => "back-reference",
        }
    }
}

/// What is done with what stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Treatment {
    /// Why it is left out, if it is.
    pub(super) gone: Option<Why>,
    /// Whether a text here may be a secret.
    pub(super) secret: bool,
    /// What kind of value it is.
    pub(super) kind: Kind,
    /// Whether what is below is somebody else's language, such as a workflow's, of which nothing may be left out.
    foreign: bool,
    /// Whether the schema pack knows nothing of what is below.
    unknown: bool,
}

impl Treatment {
    /// Of the body itself.
    pub(super) const TOP: Treatment = Treatment {
        gone: None,
        secret: false,
        kind: Kind::Plain,
        foreign: false,
        unknown: false,
    };
}

/// What is known of a type before any of its resources is read.
pub(super) struct TypeFacts<'p> {
    /// The spelling that is written: the pack's, else the source's.
    pub(super) name: Cow<'p, str>,
    /// The same in lower case.
    pub(super) lower: String,
    /// What the pack says.
    pub(super) schema: Option<TypeSchema<'p>>,
    /// Which of its resources are not generated.
    pub(super) skips: Vec<Skipped>,
}

impl<'p> TypeFacts<'p> {
    pub(super) fn of(type_name: &str, pack: Option<&'p Pack>) -> TypeFacts<'p> {
        let schema = pack.and_then(|pack| pack.find(type_name));
        TypeFacts {
            name: schema.map_or_else(
                || Cow::Owned(type_name.to_owned()),
                |schema| Cow::Borrowed(schema.name()),
            ),
            skips: fate::skipped(&type_name.to_ascii_lowercase()),
            lower: type_name.to_ascii_lowercase(),
            schema,
        }
    }

    /// Whether a member at the top of the body (`location`, `tags`, `sku`) may be sent. Without a schema all may.
    pub(super) fn takes(&self, member: &str) -> bool {
        self.schema
            .is_none_or(|schema| schema.has(member) && !schema.is_read_only(member))
    }
}

/// Decides, and remembers. One a thread.
pub(super) struct Rules<'t, 'p> {
    types: &'t [TypeFacts<'p>],
    known: HashMap<u64, Treatment, Prehashed>,
}

/// Bodies with free names, such as dictionaries, could fill the memory with paths; then it starts again.
const MOST_KNOWN: usize = 1 << 18;

impl<'t, 'p> Rules<'t, 'p> {
    pub(super) fn new(types: &'t [TypeFacts<'p>]) -> Rules<'t, 'p> {
        Rules {
            types,
            known: HashMap::default(),
        }
    }

    /// What is done at a path below the body of a type. `hash` stands for both, see [`type_hash`] and [`step_hash`];
    /// `name` is the last name in the path.
    pub(super) fn treat(&mut self, type_number: u32, above: Treatment, hash: u64, path: &str, name: &str) -> Treatment {
        if let Some(known) = self.known.get(&hash) {
            return *known;
        }
        let treatment = match self.types.get(type_number as usize) {
            Some(facts) => decide(facts, above, path, name),
            None => Treatment::TOP,
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(hash, treatment);
        treatment
    }
}

/// The hash of the body of a type.
pub(super) fn type_hash(type_number: u32) -> u64 {
    xxh3_64_with_seed(&type_number.to_le_bytes(), 0)
}

/// The hash of a path that is one step longer.
pub(super) fn step_hash(above: u64, step: &str) -> u64 {
    xxh3_64_with_seed(step.as_bytes(), above)
}

fn decide(facts: &TypeFacts<'_>, above: Treatment, path: &str, name: &str) -> Treatment {
    let secret = sensitive::is_sensitive(path) && !open::is_open(path);
    if above.foreign {
        return Treatment { secret, ..above };
    }
    let part = facts.schema.and_then(|schema| schema.part(path).ok().flatten());
    let read_only = part.is_some_and(|part| part.is_read_only() && !part.is_required());
    // Where the pack ends, names have to do.
    let described = part.is_some() && !above.unknown;
    let gone = if back_references::is_one(&facts.lower, path) {
        Some(Why::BackReference)
    } else if read_only {
        Some(Why::ReadOnly)
    } else if !described && is_volatile(path, name) {
        Some(Why::Volatile)
    } else {
        None
    };
    Treatment {
        gone,
        secret,
        kind: kinds::kind_of(&facts.lower, path, name),
        foreign: open::is_foreign(&facts.lower, path),
        unknown: above.unknown || part.is_some_and(|part| part.kind() == schema::Kind::Any),
    }
}

/// Members that count nothing when estates are compared, but that a request may need.
const NEEDED: &[&str] = &["tenantId", "principalId", "clientId", "appId", "customerId"];

fn is_volatile(path: &str, name: &str) -> bool {
    let ignored = VOLATILE
        .iter()
        .any(|(volatile, class, _)| *volatile == name && *class != MemberClass::Plain);
    // An address that traffic goes to is given, the one of the resource itself is not.
    ignored
        && !NEEDED.contains(&name)
        && (name != "fqdn" || path.ends_with("dnsSettings.fqdn") || !path.contains("[*]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = r#"{"A.B/c": {"v": "2024-01-01", "all": ["2024-01-01"], "s": {"properties": {"p": {
        "state": "r", "name": "!", "etag": "", "free": "", "deep": {"p": {"id": "r", "of": ""}}}}}}}"#;

    fn treat(facts: &TypeFacts<'_>, path: &str) -> Treatment {
        let mut treatment = Treatment::TOP;
        for (at, _) in path.match_indices('.').chain([(path.len(), "")]) {
            let above = &path[..at];
            let name = above.rsplit('.').next().unwrap().trim_end_matches("[*]");
            treatment = decide(facts, treatment, above, name);
        }
        treatment
    }

    #[test]
    fn a_pack_decides_what_may_be_sent() {
        let pack = Pack::read(PACK.as_bytes(), "pack").unwrap();
        let facts = TypeFacts::of("a.b/C", Some(&pack));
        assert_eq!((&*facts.name, facts.takes("location")), ("A.B/c", false));
        assert_eq!(treat(&facts, "properties.state").gone, Some(Why::ReadOnly));
        assert_eq!(treat(&facts, "properties.deep.id").gone, Some(Why::ReadOnly));
        assert_eq!(treat(&facts, "properties.name").gone, None);
        // The type has one of its own.
        assert_eq!(treat(&facts, "properties.etag").gone, None);
        assert_eq!(treat(&facts, "properties.provisioningState").gone, Some(Why::Volatile));
        assert_eq!(treat(&facts, "properties.free.etag").gone, Some(Why::Volatile));
        assert_eq!(treat(&facts, "properties.free.other").gone, None);
    }

    #[test]
    fn without_a_pack_names_decide() {
        let facts = TypeFacts::of("Microsoft.Network/networkInterfaces", None);
        assert!(facts.takes("location"));
        assert_eq!(treat(&facts, "properties.etag").gone, Some(Why::Volatile));
        assert_eq!(
            treat(&facts, "properties.virtualMachine").gone,
            Some(Why::BackReference)
        );
        assert_eq!(treat(&facts, "properties.tenantId").gone, None);
        let gateway = TypeFacts::of("Microsoft.Network/applicationGateways", None);
        let address = "properties.backendAddressPools[*].properties.backendAddresses[*].fqdn";
        assert_eq!(treat(&gateway, address).gone, None);
        let workflow = TypeFacts::of("Microsoft.Logic/workflows", None);
        assert_eq!(treat(&workflow, "properties.createdTime").gone, Some(Why::Volatile));
        assert_eq!(
            treat(&workflow, "properties.definition.actions.a.createdTime").gone,
            None
        );
    }

    #[test]
    fn secrets_are_known_and_a_cache_changes_nothing() {
        let types = [TypeFacts::of("Microsoft.Compute/virtualMachines", None)];
        let mut rules = Rules::new(&types);
        for _ in 0..2 {
            let treatment = rules.treat(
                0,
                Treatment::TOP,
                7,
                "properties.osProfile.adminPassword",
                "adminPassword",
            );
            assert!(treatment.secret && treatment.gone.is_none());
        }
        assert!(
            !treat(
                &types[0],
                "properties.osProfile.linuxConfiguration.ssh.publicKeys[*].keyData"
            )
            .secret
        );
    }
}
