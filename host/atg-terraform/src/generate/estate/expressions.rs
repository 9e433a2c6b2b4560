//! How one resource is written where another one, or itself, refers to it.

use atg_core::mapping::MappingKind;

use super::{Estate, GroupFate, Known, Place};
use crate::generate::arm;
use crate::generate::fate::{Fate, Merge};
use crate::generate::mentions::{Mention, mentions};

/// The subscription of the target.
pub(in crate::generate) const SUBSCRIPTION: &str = "/subscriptions/${var.subscription_id}";
/// What stands before the names of groups.
pub(in crate::generate) const PREFIX: &str = "${var.iteration_prefix}";

/// Whether a reference had to be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::generate) enum Given {
    /// It is a reference.
    Kept,
    /// It would close a circle: the id is written out instead.
    WrittenOut,
    /// It leads from a parent to its child, which comes later: it cannot be said at all.
    ToChild,
}

/// An id as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::generate) struct Expressed {
    /// A Terraform template.
    pub(in crate::generate) text: String,
    /// Where in the source's text the id that it stands for ends.
    pub(in crate::generate) end: usize,
    /// The resource whose block makes what is named, where the text itself does not refer to it.
    pub(in crate::generate) after: Option<u32>,
    /// Who is named, where the source holds it.
    pub(in crate::generate) to: Option<u32>,
    pub(in crate::generate) given: Given,
    /// Whether it names something that the source does not hold.
    pub(in crate::generate) outside: bool,
}

/// A text as a Terraform template that gives this very text.
pub(in crate::generate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 4);
    push_escaped(text, &mut escaped);
    escaped
}

/// Appends the same.
pub(in crate::generate) fn push_escaped(text: &str, to: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['$', '%']) {
        let (before, from) = rest.split_at(at);
        to.push_str(before);
        if from[1..].starts_with('{') {
            to.push_str(&from[..1]);
        }
        to.push_str(&from[..1]);
        rest = &from[1..];
    }
    to.push_str(rest);
}

impl Estate<'_> {
    /// The id that a mention in a resource's text means. `text` is the source's.
    pub(in crate::generate) fn resolve(&self, from: u32, text: &str, mention: &Mention) -> Option<Expressed> {
        let farthest = *mention.ends.first()?;
        let lower = text[mention.start..farthest].to_ascii_lowercase();
        let known = mention.ends.iter().find_map(|end| {
            let id = &lower[..end - mention.start];
            let known = self.directory.find(id)?;
            Some((*end, known))
        });
        if !matches!(known, Some((_, Known::Resource(_))))
            && let Some(mapped) = self.mapped_id(&lower, mention)
        {
            return Some(mapped);
        }
        let rest = |end: usize| &lower[end - mention.start..];
        Some(match known {
            Some((end, Known::Resource(to))) => self.reference(from, to, end),
            Some((end, Known::Group(group))) => {
                let mut expressed = plain(self.group_id(group), end);
                expressed.outside = rest(end).starts_with("/providers/");
                expressed
            }
            Some((end, Known::Subscription)) if !rest(end).starts_with("/resourcegroups/") => {
                plain(SUBSCRIPTION.to_owned(), end)
            }
            _ => {
                let end = *mention.ends.last()?;
                let own = &text[mention.start + arm::SUBSCRIPTIONS.len()..end];
                let mapped = self.mapping.peek(MappingKind::Subscriptions, &own.to_ascii_lowercase());
                let mut expressed = plain(format!("/subscriptions/{}", escape(mapped.unwrap_or(own))), end);
                expressed.outside = true;
                expressed
            }
        })
    }

    /// What the user says that an id is called in the target.
    fn mapped_id(&self, lower: &str, mention: &Mention) -> Option<Expressed> {
        if self.mapping.resources.is_empty() {
            return None;
        }
        mention.ends.iter().find_map(|end| {
            let mapped = self
                .mapping
                .peek(MappingKind::Resources, &lower[..end - mention.start])?;
            mapped.starts_with('/').then(|| plain(escape(mapped), *end))
        })
    }

    /// A resource as another one, or itself, refers to it. `end` is passed on.
    pub(in crate::generate) fn reference(&self, from: u32, to: u32, end: usize) -> Expressed {
        let mut expressed = Expressed {
            text: String::new(),
            end,
            after: None,
            to: Some(to),
            given: Given::Kept,
            outside: false,
        };
        let maker = self.maker(to);
        if let Some(maker) = maker.filter(|maker| *maker != from)
            && self.is_given_up(from, maker)
        {
            expressed.given = if self.lies_below(maker, from) {
                Given::ToChild
            } else {
                Given::WrittenOut
            };
            expressed.text = self.written_out(to);
        } else if maker == Some(from) {
            expressed.text = self.written_out(to);
        } else {
            expressed.text = self.id_of(to);
            expressed.after = maker.filter(|maker| *maker != to && !self.is_inline_in(to, *maker));
        }
        expressed
    }

    fn is_inline_in(&self, resource: u32, maker: u32) -> bool {
        matches!(self.entries[resource as usize].fate, Fate::Merged(into, Merge::Inline) if into == maker)
    }

    /// The id of a resource by way of the block that holds it.
    pub(in crate::generate) fn id_of(&self, resource: u32) -> String {
        let entry = &self.entries[resource as usize];
        match entry.fate {
            Fate::Emitted => format!("${{azapi_resource.{}.id}}", entry.label),
            Fate::Merged(into, Merge::Inline) => self.below(self.id_of(into), resource),
            _ => self.written_out(resource),
        }
    }

    /// The id of a resource without a reference to any but its group.
    pub(in crate::generate) fn written_out(&self, resource: u32) -> String {
        let entry = &self.entries[resource as usize];
        let above = match entry.place {
            Place::Resource(parent) => self.written_out(parent),
            Place::Group(group) => self.group_id(group),
            Place::Subscription => SUBSCRIPTION.to_owned(),
            Place::Outside => self.parent_outside(resource, false),
        };
        self.below(above, resource)
    }

    fn below(&self, above: String, resource: u32) -> String {
        let entry = &self.entries[resource as usize];
        let mut id = above;
        if let Some(step) = arm::last_step(&entry.id) {
            push_escaped(step.kind, &mut id);
            id.push('/');
            push_escaped(entry.name(), &mut id);
        }
        id
    }

    /// What a resource lies below, as its block says it, and whether the source does not hold it.
    pub(in crate::generate) fn parent_id(&self, resource: u32) -> (String, bool) {
        let entry = &self.entries[resource as usize];
        match entry.place {
            Place::Resource(parent) => (self.id_of(parent), false),
            Place::Group(group) => (self.group_id(group), false),
            Place::Subscription => (SUBSCRIPTION.to_owned(), false),
            Place::Outside => (self.parent_outside(resource, true), true),
        }
    }

    /// What a resource lies below, where the source does not hold it; without a reference to any resource unless asked.
    fn parent_outside(&self, resource: u32, refers: bool) -> String {
        let Some(step) = arm::last_step(&self.entries[resource as usize].id) else {
            return SUBSCRIPTION.to_owned();
        };
        let parent = step.parent;
        let mention = mentions(parent).into_iter().next();
        let Some(expressed) = mention.and_then(|mention| self.resolve(resource, parent, &mention)) else {
            return escape(parent);
        };
        let above = match expressed.to {
            Some(to) if !refers => self.written_out(to),
            _ => expressed.text,
        };
        above + &escape(&parent[expressed.end..])
    }

    /// The id of a group.
    pub(in crate::generate) fn group_id(&self, group: u32) -> String {
        let group = &self.groups[group as usize];
        match group.fate {
            GroupFate::Emitted => format!("${{azapi_resource.{}.id}}", group.label),
            GroupFate::Same(other) => self.group_id(other),
            GroupFate::Managed(_) => format!("{SUBSCRIPTION}/resourceGroups/{PREFIX}{}", escape(&group.target)),
        }
    }
}

fn plain(text: String, end: usize) -> Expressed {
    Expressed {
        text,
        end,
        after: None,
        to: None,
        given: Given::Kept,
        outside: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_of_the_source_are_texts_of_the_target() {
        // What Terraform makes of these was tried with Terraform itself.
        for (text, escaped) in [
            ("${x}", "$${x}"),
            ("$${x}", "$$${x}"),
            ("$$${x}", "$$$${x}"),
            ("%{z}", "%%{z}"),
            ("100% $a {b}", "100% $a {b}"),
            ("$", "$"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
