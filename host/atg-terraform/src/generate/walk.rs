//! One way through a body, for looking at it and for rewriting it: what may not be sent is taken out, and every text is
//! shown to a [`Sink`].

use std::borrow::Cow;

use super::rules::{Rules, Treatment, Why, step_hash, type_hash};
use super::tree::Node;

/// One step on the way from the body to a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'p> {
    /// A member by its name.
    Member(&'p str),
    /// Item `at` of `of`.
    Item { at: usize, of: usize },
}

/// The way from the body to a value, innermost step first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'p> {
    pub(super) step: Step<'p>,
    pub(super) above: Option<&'p Frame<'p>>,
}

impl<'p> Frame<'p> {
    /// The steps from the body on.
    pub(super) fn steps(&self) -> Vec<Step<'p>> {
        let mut steps = Vec::with_capacity(8);
        let mut frame = Some(self);
        while let Some(this) = frame {
            steps.push(this.step);
            frame = this.above;
        }
        steps.reverse();
        steps
    }

    /// The way as text: `properties.subnets[0].name`.
    pub(super) fn text(&self) -> String {
        path_text(&self.steps())
    }
}

/// Steps as text.
pub(super) fn path_text(steps: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Member(name) if text.is_empty() => text.push_str(name),
            Step::Member(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Item { at, .. } => {
                text.push('[');
                text.push_str(&at.to_string());
                text.push(']');
            }
        }
    }
    text
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'p> {
    /// The way to it.
    pub(super) frame: &'p Frame<'p>,
    /// What the rules say of its path.
    pub(super) treatment: Treatment,
    /// Whether it is the `id` of something that has a name or properties beside it.
    pub(super) own_id: bool,
}

/// What becomes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It stays, perhaps changed.
    Stay,
    /// It goes, and so does an object that held nothing else.
    Go,
}

/// Who is shown a body.
pub(super) trait Sink {
    /// A text; may be changed.
    fn text(&mut self, spot: Spot<'_>, text: &mut Cow<'_, str>) -> Verdict;

    /// The name of a member; may be changed.
    fn name(&mut self, _name: &mut Cow<'_, str>) {}

    /// Something was left out.
    fn gone(&mut self, _why: Why) {}

    /// How many texts were moved elsewhere, out of lists that must keep their length.
    fn moved(&self) -> usize {
        0
    }
}

/// Shows a body to a sink. `type_number` says whose rules hold.
pub(super) fn walk(body: &mut Node<'_>, type_number: u32, rules: &mut Rules<'_, '_>, sink: &mut impl Sink) {
    let mut walker = Walker {
        type_number,
        rules,
        sink,
        path: String::with_capacity(128),
    };
    walker.members(body, None, Treatment::TOP, type_hash(type_number));
}

struct Walker<'w, 't, 'p, S> {
    type_number: u32,
    rules: &'w mut Rules<'t, 'p>,
    sink: &'w mut S,
    path: String,
}

impl<S: Sink> Walker<'_, '_, '_, S> {
    /// Whether the value goes.
    fn value(&mut self, node: &mut Node<'_>, frame: &Frame<'_>, treatment: Treatment, hash: u64, own_id: bool) -> bool {
        match node {
            Node::Text(text) => {
                let spot = Spot {
                    frame,
                    treatment,
                    own_id,
                };
                self.sink.text(spot, text) == Verdict::Go
            }
            Node::Object(members) if !members.is_empty() => {
                self.members(node, Some(frame), treatment, hash);
                // `properties` is part of every request.
                matches!(node, Node::Object(members) if members.is_empty()) && frame.above.is_some()
            }
            Node::List(items) if !items.is_empty() => {
                self.items(items, frame, treatment, hash);
                false
            }
            _ => false,
        }
    }

    fn members(&mut self, node: &mut Node<'_>, above: Option<&Frame<'_>>, treatment: Treatment, hash: u64) {
        let Node::Object(members) = node else { return };
        let described = members.iter().any(|(name, _)| name == "name" || name == "properties");
        let length = self.path.len();
        members.retain_mut(|(name, value)| {
            // Absent and `null` mean the same to Azure, but not to a check of the body.
            if *value == Node::Null {
                return false;
            }
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(name);
            let hash = step_hash(hash, name);
            let below = self.rules.treat(self.type_number, treatment, hash, &self.path, name);
            let stays = match below.gone {
                Some(why) => {
                    self.sink.gone(why);
                    false
                }
                None => {
                    let frame = Frame {
                        step: Step::Member(name),
                        above,
                    };
                    !self.value(value, &frame, below, hash, described && name == "id")
                }
            };
            self.path.truncate(length);
            if stays {
                self.sink.name(name);
            }
            stays
        });
    }

    fn items(&mut self, items: &mut Vec<Node<'_>>, above: &Frame<'_>, treatment: Treatment, hash: u64) {
        let length = self.path.len();
        self.path.push_str("[*]");
        let hash = step_hash(hash, "[*]");
        // Items are called what their list is called.
        let name = match above.step {
            Step::Member(name) => name,
            Step::Item { .. } => "",
        };
        let below = self.rules.treat(self.type_number, treatment, hash, &self.path, name);
        let moved = self.sink.moved();
        let of = items.len();
        let mut going = Vec::new();
        for (at, item) in items.iter_mut().enumerate() {
            let frame = Frame {
                step: Step::Item { at, of },
                above: Some(above),
            };
            if self.value(item, &frame, below, hash, false) {
                going.push(at);
            }
        }
        self.path.truncate(length);
        // What was moved is put back by its place in the list, so then every item must keep its place.
        if moved == self.sink.moved() && !going.is_empty() {
            let mut at = 0;
            items.retain(|_| {
                at += 1;
                going.binary_search(&(at - 1)).is_err()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::TypeFacts;
    use super::*;
    use serde_json::{Value, json};

    #[derive(Default)]
    struct Seen {
        texts: Vec<String>,
        gone: usize,
        moved: usize,
    }

    impl Sink for Seen {
        fn text(&mut self, spot: Spot<'_>, text: &mut Cow<'_, str>) -> Verdict {
            let mark = if spot.own_id { " own" } else { "" };
            self.texts.push(format!("{}={text}{mark}", spot.frame.text()));
            if text == "move" {
                self.moved += 1;
            }
            if matches!(&**text, "go" | "move") {
                Verdict::Go
            } else {
                Verdict::Stay
            }
        }

        fn gone(&mut self, _: Why) {
            self.gone += 1;
        }

        fn moved(&self) -> usize {
            self.moved
        }
    }

    fn walked(body: Value) -> (Value, Seen) {
        let types = [TypeFacts::of("A.B/c", None)];
        let mut seen = Seen::default();
        let mut node = Node::from(body);
        walk(&mut node, 0, &mut Rules::new(&types), &mut seen);
        (node.into_value(), seen)
    }

    #[test]
    fn every_text_is_shown_with_its_place() {
        let (body, seen) = walked(json!({"properties": {
            "etag": "x", "a": null, "list": [{"id": "1", "name": "n"}, "t", [{"id": "2"}]]}}));
        assert_eq!(
            body,
            json!({"properties": {"list": [{"id": "1", "name": "n"}, "t", [{"id": "2"}]]}})
        );
        let expected = [
            "properties.list[0].id=1 own",
            "properties.list[0].name=n",
            "properties.list[1]=t",
            "properties.list[2][0].id=2",
        ];
        assert_eq!(
            (seen.texts.as_slice(), seen.gone),
            (&expected.map(str::to_owned)[..], 1)
        );
    }

    #[test]
    fn what_held_nothing_else_goes_too() {
        let (body, _) = walked(json!({"properties": {"a": {"id": "go"}, "l": [{"id": "go"}, {"id": "x"}], "e": {}}}));
        assert_eq!(body, json!({"properties": {"l": [{"id": "x"}], "e": {}}}));
        let (body, _) = walked(json!({"properties": {"a": "go"}}));
        assert_eq!(body, json!({"properties": {}}));
    }

    #[test]
    fn a_list_keeps_its_length_where_something_was_moved_out_of_it() {
        let (body, _) = walked(json!({"properties": {"l": [{"id": "go"}, {"key": "move"}, {"a": 1}]}}));
        assert_eq!(body, json!({"properties": {"l": [{}, {}, {"a": 1}]}}));
    }
}
