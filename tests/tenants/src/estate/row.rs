//! One resource of one side: its ids, name, tags, and what its body is filled with.

use super::{Side, Tenants, environment, workload};
use crate::order::mix;
use crate::plan::Place;
use crate::template::{Filling, Template, order, write_padded};
use crate::types::NameStyle;
use crate::{SOURCE_SUBSCRIPTION, SOURCE_TENANT, TARGET_SUBSCRIPTION, TARGET_TENANT};

/// No resource names more others.
const MOST_REFERENCES: usize = 4;

const LOCATIONS: [(&str, &str); 5] = [
    ("eastus", "East US"),
    ("westeurope", "West Europe"),
    ("northeurope", "North Europe"),
    ("centralus", "Central US"),
    ("uksouth", "UK South"),
];

/// How a row of the target spells ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Own,
    Lower,
    UpperGroup,
}

/// One resource of one side, ready to be written.
#[derive(Debug)]
pub(crate) struct Row<'t> {
    pub(crate) tenants: &'t Tenants,
    pub(crate) side: Side,
    pub(crate) copy: u64,
    pub(crate) place: Place,
    pub(crate) type_name: &'static str,
    pub(crate) group: u64,
    ordinal: u64,
    spelling: Spelling,
    /// Whether this target row differs from its source row: in its body or in its tags.
    different: bool,
}

impl<'t> Row<'t> {
    pub(super) fn new(tenants: &'t Tenants, side: Side, copy: u64, place: Place) -> Self {
        let ordinal = tenants.plan.ordinal(place);
        let spelling = match mix(ordinal, 41) % 4 {
            0 if tenants.varied && side == Side::Target => Spelling::Lower,
            1 if tenants.varied && side == Side::Target => Spelling::UpperGroup,
            _ => Spelling::Own,
        };
        Self {
            tenants,
            side,
            copy,
            place,
            type_name: tenants.plan.type_of(place).name,
            group: tenants.plan.group_of(place),
            ordinal,
            spelling,
            different: side == Side::Target && mix(ordinal, 42) % 1000 < tenants.different,
        }
    }

    pub(crate) fn subscription(&self) -> &'static str {
        if self.side == Side::Source {
            SOURCE_SUBSCRIPTION
        } else {
            TARGET_SUBSCRIPTION
        }
    }

    pub(crate) fn tenant(&self) -> &'static str {
        if self.side == Side::Source {
            SOURCE_TENANT
        } else {
            TARGET_TENANT
        }
    }

    pub(crate) fn name(&self) -> Vec<u8> {
        let mut name = Vec::with_capacity(64);
        write_name(self.tenants, self.place, &mut name);
        name
    }

    /// A name for Terraform, unique in the configuration.
    pub(crate) fn label(&self) -> String {
        label(self.tenants, self.copy, self.place)
    }

    /// The labels of the resources that this one names.
    pub(crate) fn reference_labels(&self) -> Vec<String> {
        self.tenants
            .plan
            .references(self.place)
            .map(|place| label(self.tenants, self.copy, place))
            .collect()
    }

    /// Ids of the resources that this one names.
    pub(crate) fn references(&self) -> Vec<Vec<u8>> {
        self.tenants
            .plan
            .references(self.place)
            .map(|place| self.id_of(place))
            .collect()
    }

    pub(crate) fn id(&self) -> Vec<u8> {
        self.id_of(self.place)
    }

    fn id_of(&self, place: Place) -> Vec<u8> {
        let mut id = Vec::with_capacity(256);
        id.extend_from_slice(b"/subscriptions/");
        id.extend_from_slice(self.subscription().as_bytes());
        id.extend_from_slice(b"/resourceGroups/");
        let group = id.len();
        self.tenants
            .group_name(self.side, self.copy, self.tenants.plan.group_of(place), &mut id);
        if self.spelling == Spelling::UpperGroup {
            id[group..].make_ascii_uppercase();
        }
        id.extend_from_slice(b"/providers/");
        id.extend_from_slice(self.tenants.plan.type_of(place).name.as_bytes());
        id.push(b'/');
        write_name(self.tenants, place, &mut id);
        if self.spelling == Spelling::Lower {
            id.make_ascii_lowercase();
        }
        id
    }

    pub(crate) fn group_name(&self) -> Vec<u8> {
        let mut name = Vec::new();
        self.tenants.group_name(self.side, self.copy, self.group, &mut name);
        name
    }

    pub(crate) fn location(&self) -> &'static str {
        let (location, display) = LOCATIONS[(mix(self.group, 33) % LOCATIONS.len() as u64) as usize];
        let spelled_out = self.tenants.varied && self.side == Side::Target && mix(self.ordinal, 43).is_multiple_of(3);
        if spelled_out { display } else { location }
    }

    pub(crate) fn template(&self) -> &'t Template {
        &self.tenants.templates[self.tenants.plan.type_number(self.place)]
    }

    /// Whether this target row differs from its source row in its body. The others that differ do so in their tags, and so
    /// do those whose body holds nothing that could differ.
    fn differs_in_body(&self) -> bool {
        self.different && self.ordinal.is_multiple_of(2) && self.template().varies()
    }

    /// What the template is filled with; the borrowed parts are the caller's.
    pub(crate) fn filling<'a>(&self, id: &'a [u8], name: &'a [u8], references: &'a [Vec<u8>]) -> Filling<'a> {
        Filling {
            ordinal: self.ordinal,
            id,
            name,
            location: self.location(),
            tenant: self.tenant(),
            references,
            generation: (self.copy + 1 + u64::from(self.side == Side::Source)) << 48,
            different: self.differs_in_body(),
            disorder: self.disorder(),
        }
    }

    /// The seed of the order of members, where that is the row's own.
    pub(crate) fn disorder(&self) -> Option<u64> {
        (self.tenants.varied && self.side == Side::Target).then(|| mix(self.ordinal, 44))
    }

    /// Appends the tags as a JSON object. What the body does not name is named here, as Azure's own `hidden-related` tags do:
    /// resources of any type may carry the id of any other there.
    pub(crate) fn write_tags(&self, references: &[Vec<u8>], out: &mut Vec<u8>) {
        let centre = 1000 + mix(self.group, 34) % 60 + u64::from(self.different && !self.differs_in_body());
        let (workload, environment) = (workload(self.group), environment(self.group));
        let mut unnamed = [0; MOST_REFERENCES];
        let mut count = 0;
        for position in (0..references.len()).filter(|position| !self.template().names_reference(*position)) {
            unnamed[count] = position;
            count += 1;
        }
        let mut text = |parts: &[&[u8]]| parts.iter().for_each(|part| out.extend_from_slice(part));
        let mut separator: &[u8] = b"{\"";
        for position in order(4 + count, self.disorder()) {
            text(&[separator]);
            separator = b",\"";
            match position {
                0 => text(&[b"application\":\"", workload.as_bytes()]),
                1 => text(&[b"costCenter\":\"CC-", centre.to_string().as_bytes()]),
                2 => text(&[b"environment\":\"", environment.as_bytes()]),
                3 => text(&[b"owner\":\"team-", workload.as_bytes(), b"@contoso.example"]),
                other => {
                    let reference = unnamed[other - 4];
                    text(&[
                        b"hidden-related:",
                        &[b'1' + reference as u8],
                        b"\":\"",
                        &references[reference],
                    ]);
                }
            }
            text(&[b"\""]);
        }
        text(&[b"}"]);
    }
}

fn write_name(tenants: &Tenants, place: Place, out: &mut Vec<u8>) {
    let entry = tenants.plan.type_of(place);
    let group = tenants.plan.group_of(place);
    let parts: &[&str] = match entry.style {
        NameStyle::Dashed | NameStyle::Domain => {
            &[entry.abbreviation, "-", workload(group), "-", environment(group), "-"]
        }
        NameStyle::Compact => &[entry.abbreviation, workload(group)],
    };
    for part in parts {
        out.extend_from_slice(part.as_bytes());
    }
    write_padded(tenants.plan.ordinal(place), 5, out);
    if entry.style == NameStyle::Domain {
        out.extend_from_slice(b".contoso.example");
    }
}

fn label(tenants: &Tenants, copy: u64, place: Place) -> String {
    let abbreviation = tenants.plan.type_of(place).abbreviation;
    let ordinal = tenants.plan.ordinal(place);
    if copy == 0 {
        format!("{abbreviation}_{ordinal}")
    } else {
        format!("{abbreviation}_{ordinal}_{copy}")
    }
}
