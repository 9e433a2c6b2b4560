//! Compares two bodies of one pair.

use super::render::render;
use super::tree::{Children, Node, Tree, Value};
use super::{DifferenceDetail, DifferenceKind};
use crate::identity::Normalizer;
use crate::normalize::walk::{ListMatching, Walker};
use crate::normalize::{Head, Strings, walk_row};
use std::cmp::Ordering;

/// One difference of the pair at hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// With the items of lists.
    pub(crate) path: String,
    /// With the items of lists left open.
    pub(crate) pattern: String,
    pub(crate) kind: DifferenceKind,
}

/// Reads and compares bodies; one a thread. Mapping rules apply to the source side.
pub(crate) struct BodyComparer<'n> {
    source: Side<'n>,
    target: Side<'n>,
}

struct Side<'n> {
    walker: Walker<'n, Tree>,
    head: Head,
}

impl Side<'_> {
    /// Makes the tree of a body; false where it cannot be read at all.
    fn read(&mut self, body: &[u8]) -> bool {
        self.walker.clear();
        self.walker.recorder.clear();
        let mut done = self.walk(body);
        if done && self.walker.strings.undecided {
            self.walker.strings.clear_references();
            self.walker.recorder.clear();
            done = self.walk(body);
        }
        self.walker.recorder.finish();
        done
    }

    fn walk(&mut self, body: &[u8]) -> bool {
        walk_row(&mut self.walker, &mut self.head, body).is_ok()
    }
}

impl<'n> BodyComparer<'n> {
    pub(crate) fn new(source: &'n Normalizer, target: &'n Normalizer) -> BodyComparer<'n> {
        let side = |normalizer| Side {
            walker: Walker::new(Strings::new(normalizer, false), Tree::default()),
            head: Head::default(),
        };
        BodyComparer {
            source: side(source),
            target: side(target),
        }
    }

    /// The differences of two bodies, sorted by exact path. A body that cannot be read is one unknown difference.
    pub(crate) fn compare(&mut self, source: &[u8], target: &[u8]) -> Vec<Found> {
        let found = self.visit(source, target, |found, _, _, _| found);
        found.unwrap_or_else(|| vec![unreadable()])
    }

    /// The same with values.
    pub(crate) fn details(&mut self, source: &[u8], target: &[u8], redact: bool) -> Vec<(Found, DifferenceDetail)> {
        let detail = |found: Found, trees: [&Tree; 2], source: Option<&Node>, target: Option<&Node>| {
            let detail = DifferenceDetail {
                path: found.path.clone(),
                pattern: found.pattern.clone(),
                kind: found.kind,
                source: render(trees[0], source, &found.path, redact),
                target: render(trees[1], target, &found.path, redact),
            };
            (found, detail)
        };
        self.visit_keyed(source, target, detail).unwrap_or_else(|| {
            let found = unreadable();
            let unknown = super::DifferenceValue::Unknown;
            let detail = DifferenceDetail {
                path: String::new(),
                pattern: String::new(),
                kind: found.kind,
                source: unknown.clone(),
                target: unknown,
            };
            vec![(found, detail)]
        })
    }

    fn visit(
        &mut self,
        source: &[u8],
        target: &[u8],
        make: impl Fn(Found, [&Tree; 2], Option<&Node>, Option<&Node>) -> Found,
    ) -> Option<Vec<Found>> {
        let keyed = self.visit_keyed(source, target, |found, trees, a, b| (make(found, trees, a, b), ()))?;
        Some(keyed.into_iter().map(|(found, ())| found).collect())
    }

    fn visit_keyed<T>(
        &mut self,
        source: &[u8],
        target: &[u8],
        make: impl Fn(Found, [&Tree; 2], Option<&Node>, Option<&Node>) -> (Found, T),
    ) -> Option<Vec<(Found, T)>> {
        if !self.source.read(source) || !self.target.read(target) {
            return None;
        }
        let trees = [&self.source.walker.recorder, &self.target.walker.recorder];
        let mut visit = Visit {
            trees,
            path: String::new(),
            pattern: String::new(),
            found: Vec::new(),
            make,
        };
        visit.members(trees[0].tops(), trees[1].tops());
        visit.found.sort_by(|(a, _), (b, _)| a.cmp(b));
        Some(visit.found)
    }
}

fn unreadable() -> Found {
    Found {
        path: String::new(),
        pattern: String::new(),
        kind: DifferenceKind::Unknown,
    }
}

struct Visit<'t, T, F> {
    trees: [&'t Tree; 2],
    path: String,
    pattern: String,
    found: Vec<(Found, T)>,
    make: F,
}

impl<'t, T, F> Visit<'t, T, F>
where
    F: Fn(Found, [&Tree; 2], Option<&Node>, Option<&Node>) -> (Found, T),
{
    fn members(&mut self, source: &'t [Node], target: &'t [Node]) {
        merge(
            source,
            target,
            |a, b| a.seed.cmp(&b.seed),
            |a, b| {
                let (tree, node) = match (a, b) {
                    (Some(node), _) => (self.trees[0], node),
                    (None, Some(node)) => (self.trees[1], node),
                    (None, None) => return,
                };
                if equal(a, b) {
                    return;
                }
                let lengths = (self.path.len(), self.pattern.len());
                let name = tree.text(node.name);
                push_member(&mut self.path, name);
                // A name that is an id would make every resource a path of its own.
                if name.contains('/') {
                    self.pattern.push_str("[]");
                } else {
                    push_member(&mut self.pattern, name);
                }
                self.values(a, b);
                self.path.truncate(lengths.0);
                self.pattern.truncate(lengths.1);
            },
        );
    }

    /// Absence equals an empty object and an empty list, so what only one side has is told member by member.
    fn values(&mut self, source: Option<&'t Node>, target: Option<&'t Node>) {
        let empty: &[Node] = &[];
        let objects = (source.map(|node| node.value), target.map(|node| node.value));
        match objects {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                self.members(self.trees[0].children(a), self.trees[1].children(b));
            }
            (Some(Value::Object(a)), None) => self.members(self.trees[0].children(a), empty),
            (None, Some(Value::Object(b))) => self.members(empty, self.trees[1].children(b)),
            (Some(Value::List(a, by_a)), Some(Value::List(b, by_b))) => {
                let by = if by_a == by_b { by_a } else { ListMatching::Position };
                self.items(Some(a), Some(b), by);
            }
            (Some(Value::List(a, by)), None) => self.items(Some(a), None, by),
            (None, Some(Value::List(b, by))) => self.items(None, Some(b), by),
            _ => self.emit(source, target),
        }
    }

    fn items(&mut self, source: Option<Children>, target: Option<Children>, by: ListMatching) {
        let source = source.map_or(&[][..], |children| self.trees[0].children(children));
        let target = target.map_or(&[][..], |children| self.trees[1].children(children));
        if by == ListMatching::Position {
            for position in 0..source.len().max(target.len()) {
                self.item(source.get(position), target.get(position), &position.to_string());
            }
            return;
        }
        merge(
            source,
            target,
            |a, b| a.by.cmp(&b.by),
            |a, b| {
                let label = match (a, b) {
                    (Some(node), _) => label(self.trees[0], node, by),
                    (None, Some(node)) => label(self.trees[1], node, by),
                    (None, None) => return,
                };
                self.item(a, b, label);
            },
        );
    }

    fn item(&mut self, source: Option<&'t Node>, target: Option<&'t Node>, label: &str) {
        if equal(source, target) {
            return;
        }
        let lengths = (self.path.len(), self.pattern.len());
        self.path.push('[');
        self.path.push_str(label);
        self.path.push(']');
        self.pattern.push_str("[]");
        match (source, target) {
            // An item that only one side has is one difference.
            (Some(_), Some(_)) => self.values(source, target),
            _ => self.emit(source, target),
        }
        self.path.truncate(lengths.0);
        self.pattern.truncate(lengths.1);
    }

    fn emit(&mut self, source: Option<&Node>, target: Option<&Node>) {
        let unread = |node: Option<&Node>| node.is_some_and(|node| matches!(node.value, Value::Unknown));
        let kind = match (source, target) {
            _ if unread(source) || unread(target) => DifferenceKind::Unknown,
            (Some(_), None) => DifferenceKind::Removed,
            (None, _) => DifferenceKind::Added,
            (Some(a), Some(b)) if a.digest == b.digest => return,
            (Some(_), Some(_)) => DifferenceKind::Changed,
        };
        let found = Found {
            path: self.path.clone(),
            pattern: self.pattern.clone(),
            kind,
        };
        self.found.push((self.make)(found, self.trees, source, target));
    }
}

/// Whether nothing differs and nothing is unknown.
fn equal(a: Option<&Node>, b: Option<&Node>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.digest == b.digest && !a.unknown && !b.unknown)
}

fn push_member(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// What an item is called in an exact path.
fn label<'t>(tree: &'t Tree, item: &Node, by: ListMatching) -> &'t str {
    let wanted = if by == ListMatching::Name { "name" } else { "id" };
    let Value::Object(children) = item.value else { return "" };
    let member = tree
        .children(children)
        .iter()
        .find(|member| tree.text(member.name) == wanted);
    match member.map(|member| member.value) {
        Some(Value::Text(text)) if by == ListMatching::Name => tree.text(text),
        Some(Value::Text(text)) => tree.text(text).rsplit('/').next().unwrap_or_default(),
        _ => "",
    }
}

/// Walks two sorted lists side by side; equal ones are paired off in order.
fn merge<'t>(
    mut source: &'t [Node],
    mut target: &'t [Node],
    order: impl Fn(&Node, &Node) -> Ordering,
    mut visit: impl FnMut(Option<&'t Node>, Option<&'t Node>),
) {
    loop {
        let side = match (source.first(), target.first()) {
            (Some(a), Some(b)) => order(a, b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        let (a, b) = (source.first(), target.first());
        visit(
            a.filter(|_| side != Ordering::Greater),
            b.filter(|_| side != Ordering::Less),
        );
        if side != Ordering::Greater {
            source = &source[1..];
        }
        if side != Ordering::Less {
            target = &target[1..];
        }
    }
}
