//! A body as a small tree in two flat buffers: what counts of it, with digests, nothing else.

use crate::normalize::walk::{Leaf, ListMatching, Recorder};

/// A range of the tree's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Text {
    from: u32,
    len: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(Text),
    Unknown,
    /// Members, sorted by seed.
    Object(Children),
    /// Items: by position, or sorted by what they are matched by.
    List(Children, ListMatching),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Children {
    from: u32,
    count: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) digest: u128,
    /// What an item of a list is matched by.
    pub(super) by: u128,
    /// Hash of a member's name.
    pub(super) seed: u64,
    pub(super) name: Text,
    pub(super) value: Value,
    /// Something in it could not be read.
    pub(super) unknown: bool,
}

/// Built by a walk, used again for the next body.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    waiting: Vec<Node>,
    text: Vec<u8>,
}

impl Tree {
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.waiting.clear();
        self.text.clear();
    }

    /// The values at the top, sorted by seed, once the walk is over.
    pub(super) fn finish(&mut self) -> &[Node] {
        self.waiting.sort_unstable_by_key(|node| (node.seed, node.digest));
        &self.waiting
    }

    pub(super) fn tops(&self) -> &[Node] {
        &self.waiting
    }

    pub(super) fn children(&self, children: Children) -> &[Node] {
        &self.nodes[children.from as usize..(children.from + children.count) as usize]
    }

    pub(super) fn text(&self, text: Text) -> &str {
        let bytes = &self.text[text.from as usize..(text.from + text.len) as usize];
        // Only whole strings are put in.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    fn keep(&mut self, text: &[u8]) -> Text {
        let from = self.text.len() as u32;
        self.text.extend_from_slice(text);
        Text {
            from,
            len: text.len() as u32,
        }
    }
}

impl Recorder for Tree {
    fn waiting(&self) -> usize {
        self.waiting.len()
    }

    fn leaf(&mut self, digest: u128, leaf: Leaf<'_>) {
        let value = match leaf {
            Leaf::Null => Value::Null,
            Leaf::Bool(value) => Value::Bool(value),
            Leaf::Unsigned(value) => Value::Unsigned(value),
            Leaf::Signed(value) => Value::Signed(value),
            Leaf::Float(value) => Value::Float(value),
            Leaf::Text(text) => Value::Text(self.keep(text)),
            Leaf::Unknown => Value::Unknown,
        };
        let unknown = matches!(leaf, Leaf::Unknown);
        self.waiting.push(Node {
            digest,
            by: 0,
            seed: 0,
            name: Text::default(),
            value,
            unknown,
        });
    }

    fn container(&mut self, digest: u128, from: usize, list: Option<ListMatching>, matched_by: &[u128]) {
        let children = &mut self.waiting[from..];
        for (child, by) in children.iter_mut().zip(matched_by) {
            child.by = *by;
        }
        match list {
            Some(ListMatching::Name | ListMatching::Id) => children.sort_unstable_by_key(|child| child.by),
            Some(ListMatching::Position) => {}
            None => children.sort_unstable_by_key(|child| (child.seed, child.digest)),
        }
        let unknown = children.iter().any(|child| child.unknown);
        let range = Children {
            from: self.nodes.len() as u32,
            count: children.len() as u32,
        };
        self.nodes.extend(self.waiting.drain(from..));
        let value = match list {
            Some(matching) => Value::List(range, matching),
            None => Value::Object(range),
        };
        self.waiting.push(Node {
            digest,
            by: 0,
            seed: 0,
            name: Text::default(),
            value,
            unknown,
        });
    }

    fn name(&mut self, name: &[u8]) -> u64 {
        let text = self.keep(name);
        u64::from(text.from) << 32 | u64::from(text.len)
    }

    fn member(&mut self, name: u64, seed: u64) {
        if let Some(node) = self.waiting.last_mut() {
            node.name = Text {
                from: (name >> 32) as u32,
                len: name as u32,
            };
            node.seed = seed;
        }
    }

    fn forget(&mut self, from: usize) {
        self.waiting.truncate(from);
    }
}
