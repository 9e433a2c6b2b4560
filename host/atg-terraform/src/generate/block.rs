//! One resource as a block of the configuration.

use std::borrow::Cow;

use atg_core::CoreError;

use super::GenerateOptions;
use super::create_time;
use super::estate::{Entry, Estate, Place, escape, mapped_location};
use super::fate::Fate;
use super::fixes::Fixes;
use super::identity;
use super::inline;
use super::pretty;
use super::rewrite::{Met, Rewriting, place};
use super::row::Row;
use super::rules::{Rules, TypeFacts};
use super::tree::{Members, Node};
use super::walk::{Step, walk};
use crate::TerraformError;
use crate::overlay::Application;

/// The version of types of which no version is known. None has it, on purpose: the provider then names those that it has, and
/// the newest is learned. A guess that some types do have would be kept for them, however old it is, and their newer
/// properties would be refused.
pub(super) const GUESSED_VERSION: &str = "2000-01-01";

const LOCKS: &str = "microsoft.authorization/locks";

/// How deep the labels of resources stand in a file.
pub(super) const DEPTH: usize = 3;

/// What writing a block met.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) met: Met,
    /// Whether its version is a guess that no fix has corrected.
    pub(super) guessed: bool,
    pub(super) applications: Vec<Application>,
}

/// Writes blocks. One a thread.
pub(super) struct Writer<'e, 'a> {
    estate: &'e Estate<'a>,
    options: &'e GenerateOptions<'a>,
    fixes: &'e Fixes<'a>,
    rules: Rules<'a, 'a>,
    buffer: Vec<u8>,
}

impl<'e, 'a> Writer<'e, 'a> {
    pub(super) fn new(
        estate: &'e Estate<'a>,
        options: &'e GenerateOptions<'a>,
        fixes: &'e Fixes<'a>,
    ) -> Writer<'e, 'a> {
        Writer {
            estate,
            options,
            fixes,
            rules: Rules::new(estate.types),
            buffer: Vec::new(),
        }
    }

    /// Appends `"LABEL": {…}` of an emitted resource.
    pub(super) fn write(&mut self, resource: u32, out: &mut Vec<u8>) -> Result<Written, TerraformError> {
        let estate = self.estate;
        let entry = &estate.entries[resource as usize];
        let facts = estate.facts(resource);
        let mut buffer = std::mem::take(&mut self.buffer);
        estate.source.body(resource, &mut buffer)?;
        let row = Row::read(&buffer, facts).ok_or_else(|| self.changed())?;
        let written = self.of_row(resource, entry, facts, row, out);
        self.buffer = buffer;
        written
    }

    fn changed(&self) -> TerraformError {
        let file = &self.estate.source.scope.spelling;
        CoreError::unreadable(file, None, None, "a row changed while it was read")
            .with_hint("run the command again while nothing writes to this file")
            .into()
    }

    fn of_row(
        &mut self,
        resource: u32,
        entry: &Entry,
        facts: &TypeFacts<'_>,
        mut row: Row<'_>,
        out: &mut Vec<u8>,
    ) -> Result<Written, TerraformError> {
        let estate = self.estate;
        let number = estate.source.type_of(resource).0;
        let mut rewriting = Rewriting::new(estate, resource, self.options.write_only);
        if let Some(children) = estate.inline.get(&resource) {
            self.put_children(children, &mut row.body)?;
        }
        if facts.lower == "microsoft.compute/virtualmachines" {
            rewriting.from_image =
                row.body.text_at("properties.storageProfile.osDisk.createOption") == Some("FromImage");
            attach_disks(&mut row.body, estate, resource);
        }
        let locks = facts.lower == LOCKS && row.body.text_at("properties.level") == Some("ReadOnly");
        walk(&mut row.body, number, &mut self.rules, &mut rewriting);
        self.ask_for_secrets(resource, &mut row.body, &mut rewriting);

        let mut block: Members<'_> = Vec::with_capacity(10);
        let (version, guessed) = self.version(facts, &row);
        block.push((Cow::Borrowed("type"), Node::of(format!("{}@{version}", facts.name))));
        let (parent, outside) = estate.parent_id(resource);
        if outside {
            let id = super::arm::last_step(&entry.id).map_or("", |step| step.parent);
            rewriting.met.outside.push(("parent_id".to_owned(), id.to_owned()));
        }
        block.push((Cow::Borrowed("parent_id"), Node::of(parent)));
        block.push((Cow::Borrowed("name"), Node::of(escape(entry.name()))));
        if let Some(location) = self.location(resource, facts, row.location.as_deref()) {
            block.push((Cow::Borrowed("location"), Node::of(location)));
        }
        if row.body.members().iter().len() > 0 {
            block.push((Cow::Borrowed("body"), row.body));
        }
        let first = self.depends_on(resource, locks, &rewriting);
        if !first.is_empty() {
            let first = first.into_iter().map(Node::of).collect();
            block.push((Cow::Borrowed("depends_on"), Node::List(first)));
        }
        let needed = facts.schema.is_some_and(|schema| schema.is_required("identity"));
        if facts.takes("identity")
            && let Some(identity) = identity::block(&row.identity, needed, &mut rewriting)
        {
            block.push((Cow::Borrowed("identity"), identity));
        }
        if let Some(tags) = self.tags(row.tags, number, facts, &mut rewriting) {
            block.push((Cow::Borrowed("tags"), tags));
        }
        if rewriting.sensitive != Node::Null {
            block.push((Cow::Borrowed("sensitive_body"), rewriting.sensitive));
        }
        let mut written = Written {
            met: rewriting.met,
            guessed,
            applications: Vec::new(),
        };
        let (block, applications) = self.fixes.apply(&entry.label, &facts.lower, block);
        if !applications.is_empty() {
            let guess = |text: &str| text.ends_with(GUESSED_VERSION);
            written.guessed &= block
                .iter()
                .any(|(name, value)| name == "type" && value.text().is_some_and(guess));
            written.applications = applications;
        }
        append(&entry.label, block, out);
        Ok(written)
    }

    fn put_children(&self, children: &[u32], body: &mut Node<'_>) -> Result<(), TerraformError> {
        let mut buffer = Vec::new();
        for child in children {
            self.estate.source.body(*child, &mut buffer)?;
            let facts = self.estate.facts(*child);
            let row = Row::read(&buffer, facts).ok_or_else(|| self.changed())?;
            let name = self.estate.entries[*child as usize].name();
            inline::put(body, &facts.lower, name, row.body.into_owned());
        }
        Ok(())
    }

    fn version(&self, facts: &TypeFacts<'_>, row: &Row<'_>) -> (String, bool) {
        match (&facts.schema, &row.api_version) {
            (Some(schema), _) => (schema.api_version().to_owned(), false),
            (None, Some(version)) if !version.is_empty() => (escape(version), false),
            _ => (GUESSED_VERSION.to_owned(), true),
        }
    }

    fn location(&self, resource: u32, facts: &TypeFacts<'_>, location: Option<&str>) -> Option<String> {
        if !facts.takes("location") {
            return None;
        }
        match location {
            Some(location) => Some(escape(&mapped_location(location, self.estate.mapping))),
            None => {
                let needed = facts.schema.is_some_and(|schema| schema.is_required("location"));
                let group = self.estate.source.group_of(resource).filter(|_| needed)?;
                self.estate.groups[group.0 as usize].location.clone()
            }
        }
    }

    fn tags(
        &mut self,
        tags: Node<'_>,
        number: u32,
        facts: &TypeFacts<'_>,
        rewriting: &mut Rewriting<'_, '_>,
    ) -> Option<Node<'static>> {
        if tags.members().is_empty() || !facts.takes("tags") {
            return None;
        }
        let mut holder = Node::object([("tags", tags)]);
        walk(&mut holder, number, &mut self.rules, rewriting);
        let Node::Object(members) = holder.take("tags")?.into_owned() else {
            return None;
        };
        let as_text = |value: Node<'static>| match value {
            Node::Text(text) => Node::Text(text),
            other => Node::of(other.into_value().to_string()),
        };
        let members: Members<'static> = members
            .into_iter()
            .map(|(name, value)| (name, as_text(value)))
            .collect();
        (!members.is_empty()).then_some(Node::Object(members))
    }

    /// Puts variables where a create needs what a scan cannot see.
    fn ask_for_secrets(&self, resource: u32, body: &mut Node<'_>, rewriting: &mut Rewriting<'_, '_>) {
        for path in self.estate.variables.create(resource) {
            let Some(variable) = self.estate.variables.secret(resource, path) else {
                continue;
            };
            let expression = format!("${{var.{variable}}}");
            let beside = create_time::beside(path, body);
            let steps = steps_of(path, body);
            let mut tree = std::mem::replace(&mut rewriting.sensitive, Node::Null);
            if beside.is_some() || !self.options.write_only {
                put_in_body(body, path, &expression, beside);
            } else if !place(&mut tree, &steps, &expression) {
                put_in_body(body, path, &expression, None);
            }
            rewriting.sensitive = tree;
        }
    }

    /// Whom nothing refers to and who must be there first all the same.
    fn depends_on(&self, resource: u32, locks: bool, rewriting: &Rewriting<'_, '_>) -> Vec<String> {
        let estate = self.estate;
        let address = |number: &u32| estate.entries[*number as usize].address();
        // What Azure makes along with another resource is there once that one is.
        let mut first: Vec<String> = rewriting.after.iter().map(address).collect();
        if locks {
            // Nothing can be made any more within what is locked.
            first.extend(locked(estate, resource).iter().map(address));
        }
        first.sort_unstable();
        first.dedup();
        first
    }
}

/// Emitted resources within the scope of a lock, without locks.
fn locked(estate: &Estate<'_>, lock: u32) -> Vec<u32> {
    let scope = estate.entries[lock as usize].place;
    let count = u32::try_from(estate.entries.len()).unwrap_or(u32::MAX);
    (0..count)
        .filter(|number| {
            let within = match scope {
                Place::Subscription => true,
                Place::Group(group) => estate.source.group_of(*number).map(|own| own.0) == Some(group),
                Place::Resource(above) => *number == above || estate.lies_below(*number, above),
                Place::Outside => false,
            };
            within && estate.entries[*number as usize].fate == Fate::Emitted && estate.facts(*number).lower != LOCKS
        })
        .collect()
}

/// A disk that has a block of its own is attached: the machine's request must not make it again.
fn attach_disks(body: &mut Node<'_>, estate: &Estate<'_>, machine: u32) {
    let disks = ["properties", "storageProfile", "dataDisks"];
    let mut list = Some(body);
    for name in disks {
        list = list.and_then(|node| match node {
            Node::Object(members) => members.iter_mut().rfind(|(own, _)| own == name).map(|(_, value)| value),
            _ => None,
        });
    }
    let Some(Node::List(items)) = list else { return };
    for item in items {
        let made = item
            .text_at("managedDisk.id")
            .and_then(|id| estate.directory.find(&id.trim_end_matches('/').to_ascii_lowercase()))
            .is_some_and(|known| match known {
                super::estate::Known::Resource(disk) => estate.maker(disk).is_some_and(|maker| maker != machine),
                _ => false,
            });
        if made && let Some(option) = item.entry("createOption") {
            *option = Node::of("Attach");
        }
    }
}

/// The steps of a path such as `properties.list[0].value`; lengths of lists are the body's.
fn steps_of<'p>(path: &'p str, body: &Node<'_>) -> Vec<Step<'p>> {
    let mut steps = Vec::new();
    let mut node = Some(body);
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        match part.parse::<usize>() {
            Ok(at) => {
                let items = node.map_or(&[][..], Node::items);
                steps.push(Step::Item {
                    at,
                    of: items.len().max(at + 1),
                });
                node = items.get(at);
            }
            Err(_) => {
                steps.push(Step::Member(part));
                node = node.and_then(|node| node.get(part));
            }
        }
    }
    steps
}

fn put_in_body(body: &mut Node<'_>, path: &str, expression: &str, beside: Option<(&'static str, String)>) {
    let mut tree = Node::Null;
    let steps = steps_of(path, body);
    place(&mut tree, &steps, expression);
    if let (Some((name, text)), Some((_, holder))) = (beside, steps.split_last()) {
        let mut with_name = holder.to_vec();
        with_name.push(Step::Member(name));
        place(&mut tree, &with_name, &text);
    }
    merge(body, tree);
}

/// Puts a tree over another one, item by item and member by member.
fn merge(body: &mut Node<'_>, tree: Node<'static>) {
    match tree {
        Node::Object(members) => {
            for (name, value) in members {
                if let Some(below) = body.entry(&name) {
                    merge(below, value);
                }
            }
        }
        Node::List(new) => match body {
            Node::List(items) if !items.is_empty() => {
                for (item, value) in items.iter_mut().zip(new) {
                    merge(item, value);
                }
            }
            other => *other = Node::List(new),
        },
        leaf => *body = leaf,
    }
}

/// Arguments that stand first in a block, so that what a block is can be read at once.
const FIRST: [&str; 4] = ["type", "parent_id", "name", "location"];

/// Appends a labelled block: the arguments that say what it is first, the others by name.
pub(super) fn append(label: &str, mut block: Members<'_>, out: &mut Vec<u8>) {
    for (_, value) in &mut block {
        value.sort();
    }
    let rank = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    block.sort_by(|one, other| rank(&one.0).cmp(&rank(&other.0)).then_with(|| one.0.cmp(&other.0)));
    pretty::write_text(label, out);
    out.extend_from_slice(b": ");
    pretty::write(&Node::Object(block), DEPTH, out);
}
