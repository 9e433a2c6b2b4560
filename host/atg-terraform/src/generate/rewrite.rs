//! The second reading of a body: ids become references, names and people become the target's, secrets become variables.

use std::borrow::Cow;
use std::collections::BTreeSet;

use atg_core::mapping::MappingKind;

use super::arm::is_guid;
use super::estate::{Estate, Given, PREFIX, Person, SUBSCRIPTION, escape, mapped_location, push_escaped};
use super::mentions::mentions;
use super::names::LABEL;
use super::row::{CUT_OFF, fold_location};
use super::rules::{Kind, Why};
use super::survey::is_secret;
use super::tree::Node;
use super::walk::{Sink, Spot, Step, Verdict};

/// What rewriting one resource met.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// How much was left out, by [`Why::ALL`].
    pub(super) gone: [u64; 3],
    /// Where something is named that the source does not hold, and its id.
    pub(super) outside: Vec<(String, String)>,
    /// References that were given up: to whom and how.
    pub(super) given_up: Vec<(u32, Given)>,
    /// Values that were cut off in the source, and are left out.
    pub(super) cut_off: u64,
    /// Secrets without a variable, which are left out.
    pub(super) secrets: u64,
}

/// Rewrites the texts of one resource.
pub(super) struct Rewriting<'e, 'a> {
    pub(super) estate: &'e Estate<'a>,
    /// Who is rewritten.
    pub(super) from: u32,
    /// Whether secrets may go into an argument that Terraform never stores.
    pub(super) write_only: bool,
    /// Whether its own disk comes from an image.
    pub(super) from_image: bool,
    /// What goes into that argument.
    pub(super) sensitive: Node<'static>,
    moved: usize,
    /// Resources that must be there first, although nothing refers to them.
    pub(super) after: BTreeSet<u32>,
    pub(super) met: Met,
}

impl<'e, 'a> Rewriting<'e, 'a> {
    pub(super) fn new(estate: &'e Estate<'a>, from: u32, write_only: bool) -> Rewriting<'e, 'a> {
        Rewriting {
            estate,
            from,
            write_only,
            from_image: false,
            sensitive: Node::Null,
            moved: 0,
            after: BTreeSet::new(),
            met: Met::default(),
        }
    }

    fn secret(&mut self, spot: Spot<'_>, text: &mut Cow<'_, str>) -> Verdict {
        let path = spot.frame.text();
        let Some(variable) = self.estate.variables.secret(self.from, &path) else {
            self.met.secrets += 1;
            return Verdict::Go;
        };
        let expression = format!("${{var.{variable}}}");
        let steps = spot.frame.steps();
        let stays = !self.write_only
            || matches!(steps.first(), Some(Step::Member("tags")))
            || matches!(steps.last(), Some(Step::Item { .. }));
        if stays || !place(&mut self.sensitive, &steps, &expression) {
            *text = Cow::Owned(expression);
            return Verdict::Stay;
        }
        self.moved += 1;
        Verdict::Go
    }

    fn person(&mut self, text: &mut Cow<'_, str>) -> Verdict {
        let estate = self.estate;
        let (owner, attribute) = match estate.principals.who(&text.to_ascii_lowercase()) {
            None | Some(Person::Same) => return Verdict::Stay,
            Some(Person::Mapped(mapped)) => {
                *text = Cow::Owned(escape(mapped));
                return Verdict::Stay;
            }
            Some(Person::Unknown(variable)) => {
                *text = Cow::Owned(format!("${{var.{variable}}}"));
                return Verdict::Stay;
            }
            Some(Person::Identity(owner)) => (*owner, "identity[0].principal_id"),
            Some(Person::Assigned(owner)) => (*owner, "output.properties.principalId"),
            Some(Person::Client(owner)) => (*owner, "output.properties.clientId"),
        };
        if owner == self.from {
            self.met.gone[0] += 1;
            return Verdict::Go;
        }
        let label = &estate.entries[owner as usize].label;
        *text = Cow::Owned(format!("${{azapi_resource.{label}.{attribute}}}"));
        Verdict::Stay
    }

    /// The disk of a machine that is made from an image comes with the machine, whose request must not name it.
    fn own_disk_comes_along(&self, text: &str) -> bool {
        if !self.from_image {
            return false;
        }
        let known = mentions(text)
            .first()
            .and_then(|mention| self.estate.resolve(self.from, text, mention));
        let maker = known.and_then(|known| known.to).and_then(|to| self.estate.maker(to));
        maker.is_none_or(|maker| maker == self.from)
    }

    /// Rewrites a text that may hold ids anywhere.
    pub(super) fn rewrite(&mut self, own_id: bool, path: impl Fn() -> String, text: &mut Cow<'_, str>) -> Verdict {
        let bytes = text.as_bytes();
        if bytes.len() < 36 && !bytes.iter().any(|byte| matches!(byte, b'/' | b'$' | b'%' | b'.')) {
            return Verdict::Stay;
        }
        let mut pieces: Vec<(usize, usize, Cow<'_, str>)> = Vec::new();
        for mention in mentions(text) {
            let Some(expressed) = self.estate.resolve(self.from, text, &mention) else {
                continue;
            };
            let whole = mention.start == 0 && expressed.end == text.len();
            let own = expressed.to.filter(|to| self.estate.maker(*to) == Some(self.from));
            // Azure gives ids to the items of a resource's lists.
            if own_id && mention.start == 0 && own.is_some_and(|to| to != self.from || !whole) {
                self.met.gone[0] += 1;
                return Verdict::Go;
            }
            if expressed.given != Given::Kept {
                self.met.given_up.extend(expressed.to.map(|to| (to, expressed.given)));
                if expressed.given == Given::ToChild && whole {
                    return Verdict::Go;
                }
            }
            if expressed.outside {
                let end = mention.ends.first().copied().unwrap_or(expressed.end);
                self.met.outside.push((path(), text[mention.start..end].to_owned()));
            }
            self.after.extend(expressed.after);
            pieces.push((mention.start, expressed.end, Cow::Owned(expressed.text)));
        }
        self.find_guids(text, &mut pieces);
        let hosts = self.estate.hosts.find(text).into_iter();
        pieces.extend(hosts.map(|(start, end, to)| (start, end, Cow::Borrowed(to))));
        if pieces.is_empty() && memchr::memchr2(b'$', b'%', bytes).is_none() {
            return Verdict::Stay;
        }
        pieces.sort_by_key(|(start, ..)| *start);
        let mut rewritten = String::with_capacity(text.len() + 32);
        let mut done = 0;
        for (start, end, to) in pieces {
            if start >= done {
                push_escaped(&text[done..start], &mut rewritten);
                rewritten.push_str(&to);
                done = end;
            }
        }
        push_escaped(&text[done..], &mut rewritten);
        *text = Cow::Owned(rewritten);
        Verdict::Stay
    }

    /// The tenant and the subscription of the source are the target's in the target.
    fn find_guids(&self, text: &str, pieces: &mut Vec<(usize, usize, Cow<'_, str>)>) {
        if text.len() < 36 {
            return;
        }
        for guid in &self.estate.guids {
            let found: Vec<usize> = if text.len() == 36 {
                text.eq_ignore_ascii_case(&guid.text).then_some(0).into_iter().collect()
            } else {
                guid.finder.find_iter(text.as_bytes()).collect()
            };
            for start in found {
                let covered = |piece: &(usize, usize, Cow<'_, str>)| piece.0 <= start && start < piece.1;
                if !pieces.iter().any(covered) {
                    pieces.push((start, start + 36, Cow::Borrowed(guid.expression)));
                }
            }
        }
    }
}

impl Sink for Rewriting<'_, '_> {
    fn text(&mut self, spot: Spot<'_>, text: &mut Cow<'_, str>) -> Verdict {
        if text.ends_with(CUT_OFF) {
            self.met.cut_off += 1;
            return Verdict::Go;
        }
        if is_secret(spot.treatment, text) {
            return self.secret(spot, text);
        }
        let mapping = self.estate.mapping;
        match spot.treatment.kind {
            Kind::Principal | Kind::Client if is_guid(text) => return self.person(text),
            Kind::Location if !mapping.locations.is_empty() => {
                let folded = fold_location(text);
                let mapped = mapped_location(&folded, mapping);
                if mapped != folded {
                    *text = Cow::Owned(mapped);
                    return Verdict::Stay;
                }
            }
            Kind::Sku if !mapping.skus.is_empty() => {
                if let Some(mapped) = mapping.peek(MappingKind::Skus, &text.to_lowercase()) {
                    *text = Cow::Owned(escape(mapped));
                    return Verdict::Stay;
                }
            }
            Kind::ManagedGroup => {
                let name = text.rsplit('/').next().unwrap_or_default();
                let scope = if text.starts_with('/') {
                    format!("{SUBSCRIPTION}/resourceGroups/")
                } else {
                    String::new()
                };
                *text = Cow::Owned(format!("{scope}{PREFIX}{}", escape(name)));
                return Verdict::Stay;
            }
            Kind::SharedLabel => {
                *text = Cow::Owned(self.estate.suffixes.name(&LABEL, text, 0).to_lowercase());
                return Verdict::Stay;
            }
            Kind::OwnDisk if self.own_disk_comes_along(text) => {
                self.met.gone[0] += 1;
                return Verdict::Go;
            }
            _ => {}
        }
        self.rewrite(spot.own_id, || spot.frame.text(), text)
    }

    fn name(&mut self, name: &mut Cow<'_, str>) {
        if memchr::memchr2(b'$', b'%', name.as_bytes()).is_some() {
            *name = Cow::Owned(escape(name));
        }
    }

    fn gone(&mut self, why: Why) {
        let place = Why::ALL.iter().position(|other| *other == why);
        self.met.gone[place.unwrap_or_default()] += 1;
    }

    fn moved(&self) -> usize {
        self.moved
    }
}

/// Puts a text into a tree of its own, at the place that it has in the body. The items of a list before and after it are
/// empty objects, so that each item stands beside its own; whether there was a place for it.
pub(super) fn place(tree: &mut Node<'static>, steps: &[Step<'_>], text: &str) -> bool {
    let mut place = tree;
    for step in steps {
        let below = match step {
            Step::Member(name) => place.entry(name),
            Step::Item { at, of } => {
                if *place == Node::Null {
                    *place = Node::List(vec![Node::Object(Vec::new()); *of]);
                }
                match place {
                    Node::List(items) => items.get_mut(*at),
                    _ => None,
                }
            }
        };
        let Some(below) = below else { return false };
        place = below;
    }
    *place = Node::of(text);
    true
}
