//! What is decided of the whole estate before the first block is written: who is emitted, under which address and name,
//! who may refer to whom.

mod directory;
mod expressions;
mod fates;
mod groups;
mod naming;
mod principals;
mod variables;

use std::collections::BTreeMap;

use atg_core::mapping::Mapping;
use atg_core::snapshot::Snapshot;
use hashbrown::HashMap;
use memchr::memmem::Finder;

use super::GenerateOptions;
use super::arm::{self, Found};
use super::cycles::References;
use super::fate::Fate;
use super::labels;
use super::names::{Hosts, Suffixes};
use super::output::GROUP_TYPE;
use super::rules::TypeFacts;
use super::survey::Surveyed;
pub(super) use directory::{Directory, Known};
pub(super) use expressions::{Given, PREFIX, SUBSCRIPTION, escape, push_escaped};
pub(super) use groups::{Group, GroupFate, mapped_location};
pub(super) use principals::{Person, Principals};
pub(super) use variables::Variables;
pub use variables::{Purpose, Variable};

/// What a resource lies below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Another resource of the source.
    Resource(u32),
    /// A group, by its number.
    Group(u32),
    /// The subscription itself.
    Subscription,
    /// Something that the source does not hold.
    Outside,
}

/// One resource, decided.
#[derive(Debug)]
pub(super) struct Entry {
    /// The full id as spelled.
    pub(super) id: String,
    /// Without `azapi_resource.`.
    pub(super) label: String,
    pub(super) place: Place,
    pub(super) fate: Fate,
    /// The target's name, where it is another one.
    pub(super) renamed: Option<String>,
}

impl Entry {
    /// The last segment of the id.
    pub(super) fn own_name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or_default()
    }

    /// The name in the target.
    pub(super) fn name(&self) -> &str {
        self.renamed.as_deref().unwrap_or_else(|| self.own_name())
    }

    /// As it stands in fixes and diagnostics.
    pub(super) fn address(&self) -> String {
        format!("azapi_resource.{}", self.label)
    }
}

/// A GUID of the source that is another one in the target.
#[derive(Debug)]
pub(super) struct Guid {
    /// In lower case.
    pub(super) text: String,
    /// Finds it.
    pub(super) finder: Finder<'static>,
    /// The template that stands for it.
    pub(super) expression: &'static str,
}

impl Guid {
    fn all(tenant: Option<&str>, subscription: &str) -> Vec<Guid> {
        let all = [
            (tenant.unwrap_or_default(), "${var.tenant_id}"),
            (subscription, "${var.subscription_id}"),
        ];
        let guids = all.into_iter().filter(|(text, _)| arm::is_guid(text));
        guids
            .map(|(text, expression)| Guid {
                text: text.to_owned(),
                finder: Finder::new(text).into_owned(),
                expression,
            })
            .collect()
    }
}

/// The whole estate, decided.
pub(super) struct Estate<'a> {
    pub(super) source: &'a Snapshot,
    pub(super) types: &'a [TypeFacts<'a>],
    /// The type of resource groups.
    pub(super) group_type: TypeFacts<'a>,
    pub(super) mapping: &'a Mapping,
    pub(super) entries: Vec<Entry>,
    pub(super) groups: Vec<Group>,
    pub(super) directory: Directory,
    pub(super) principals: Principals,
    pub(super) variables: Variables,
    pub(super) hosts: Hosts,
    pub(super) suffixes: Suffixes,
    /// Children that an entry holds in its lists, by the entry.
    pub(super) inline: HashMap<u32, Vec<u32>>,
    /// GUIDs of the source that are others in the target, and what stands for them there.
    pub(super) guids: Vec<Guid>,
    /// By resource: the emitted one whose block makes it.
    makers: Vec<Option<u32>>,
    /// References that are given up, sorted.
    given_up: Vec<(u32, u32)>,
    /// Source id in lower case to target id: what identity needs to know of new names.
    pub(super) new_ids: BTreeMap<String, String>,
}

impl<'a> Estate<'a> {
    pub(super) fn decide(
        source: &'a Snapshot,
        types: &'a [TypeFacts<'a>],
        options: &GenerateOptions<'a>,
        surveyed: &[Surveyed],
        mut drafts: Vec<labels::Draft>,
    ) -> Estate<'a> {
        let directory = Directory::of(source, surveyed);
        let tenant = principals::tenant(source, surveyed);
        let suffixes = Suffixes::new(
            directory.subscription(),
            options.target_subscription.unwrap_or_default(),
            options.lineage,
        );
        let mut principals = Principals::of(surveyed, options, tenant.as_deref());
        let mut groups = groups::decide(source, surveyed, &directory, options.mapping);
        let places: Vec<Place> = surveyed.iter().map(|one| directory.place(one.parent)).collect();
        drafts.extend(groups.iter().map(|group| labels::Draft::of_group(&group.name)));
        let mut unique = labels::unique(drafts, |at| match surveyed.get(at) {
            Some(one) => one.id.to_ascii_lowercase(),
            None => groups[at - surveyed.len()].name.to_ascii_lowercase(),
        });
        for (group, label) in groups.iter_mut().zip(unique.split_off(surveyed.len())) {
            group.label = label;
        }
        let mut entries: Vec<Entry> = surveyed
            .iter()
            .zip(places)
            .zip(unique)
            .map(|((one, place), label)| Entry {
                id: one.id.clone(),
                label,
                place,
                fate: one.skip.map_or(Fate::Emitted, Fate::Skipped),
                renamed: None,
            })
            .collect();
        fates::decide(&mut entries, &mut groups, source, types, surveyed, &directory, options);
        let (hosts, mapped) = naming::decide(&mut entries, source, types, options, &suffixes);
        fates::one_for_each_target(&mut entries, &groups);
        let inline = fates::inline_children(&entries);
        principals.forget(|owner| entries[owner as usize].fate != Fate::Emitted);
        let makers = fates::makers(&entries);
        let guids = Guid::all(tenant.as_deref(), directory.subscription());
        let mut estate = Estate {
            source,
            types,
            group_type: TypeFacts::of(GROUP_TYPE, options.pack),
            mapping: options.mapping,
            entries,
            groups,
            directory,
            principals,
            variables: Variables::default(),
            hosts,
            suffixes,
            inline,
            guids,
            makers,
            given_up: Vec::new(),
            new_ids: BTreeMap::new(),
        };
        estate.given_up = estate.references(surveyed).circular();
        estate.forget_given_up_people(surveyed);
        estate.variables = Variables::of(surveyed, &estate.entries, &estate.principals, options, &estate.groups);
        estate.new_ids = naming::new_ids(&estate, &mapped);
        estate
    }

    /// The emitted resource whose block makes this one; `None` where none does.
    pub(super) fn maker(&self, resource: u32) -> Option<u32> {
        self.makers.get(resource as usize).copied().flatten()
    }

    /// Whether a reference is given up.
    pub(super) fn is_given_up(&self, from: u32, to: u32) -> bool {
        self.given_up.binary_search(&(from, to)).is_ok()
    }

    /// Whether a resource lies below another one, at any depth.
    pub(super) fn lies_below(&self, resource: u32, above: u32) -> bool {
        let mut next = resource;
        // An id gets shorter with every step up.
        while let Place::Resource(parent) = self.entries[next as usize].place {
            if parent == above {
                return true;
            }
            next = parent;
        }
        false
    }

    /// Emitted resources in the order in which they are written: by group, those of no group last, then by address.
    pub(super) fn written_order(&self) -> Vec<u32> {
        let count = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count)
            .filter(|at| self.entries[*at as usize].fate == Fate::Emitted)
            .collect();
        let group = |at: u32| self.source.group_of(at).map_or(u32::MAX, |group| group.0);
        order.sort_by(|one, other| {
            let labels = (&self.entries[*one as usize].label, &self.entries[*other as usize].label);
            group(*one).cmp(&group(*other)).then_with(|| labels.0.cmp(labels.1))
        });
        order
    }

    /// An identity cannot be written out as an id can: where the reference to it is given up, a variable asks for it.
    fn forget_given_up_people(&mut self, surveyed: &[Surveyed]) {
        let mut forgotten = Vec::new();
        for (from, one) in (0_u32..).zip(surveyed).filter(|(_, one)| !one.principals.is_empty()) {
            let owners = one.principals.iter().filter_map(|id| self.principals.identity(id));
            let maker = self.maker(from);
            forgotten.extend(owners.filter(|owner| maker.is_some_and(|maker| self.is_given_up(maker, *owner))));
        }
        self.principals.forget(|owner| forgotten.contains(&owner));
    }

    fn references(&self, surveyed: &[Surveyed]) -> References {
        let mut references = References {
            pairs: Vec::new(),
            parents: vec![None; self.entries.len()],
        };
        for (from, one) in (0_u32..).zip(surveyed) {
            let Some(maker) = self.maker(from) else { continue };
            let mut above = None;
            if maker == from {
                match self.entries[from as usize].place {
                    Place::Resource(parent) => references.parents[from as usize] = self.maker(parent),
                    Place::Outside => above = arm::last_step(&one.id).and_then(|step| self.nearest(step.parent)),
                    Place::Group(_) | Place::Subscription => {}
                }
            }
            let mentioned = one.mentions.chunk_by(|_, next| !next.0);
            let mentioned = mentioned.filter_map(|ends| self.directory.resource(ends.iter().map(|(_, found)| *found)));
            let people = one.principals.iter().filter_map(|id| self.principals.identity(id));
            let to = mentioned.chain(people).chain(above).filter_map(|to| self.maker(to));
            references
                .pairs
                .extend(to.filter(|to| *to != maker).map(|to| (maker, to)));
        }
        references
    }

    /// The resource that an id lies below, at any depth.
    fn nearest(&self, id: &str) -> Option<u32> {
        let lower = id.to_ascii_lowercase();
        let ends = lower.match_indices('/').map(|(at, _)| at).chain([lower.len()]);
        let ids: Vec<Found> = ends.map(|end| Found::of_lower(&lower[..end])).collect();
        self.directory.resource(ids.into_iter().rev())
    }

    /// The type of an entry.
    pub(super) fn facts(&self, resource: u32) -> &TypeFacts<'a> {
        &self.types[self.source.type_of(resource).0 as usize]
    }
}
