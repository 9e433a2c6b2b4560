//! Relationships in compressed rows: for every resource the sorted list of (to, kind).

/// One relationship, by numbers of resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The resource that refers.
    pub from: u32,
    /// Number of the kind; see [`Edges::kinds`].
    pub kind: u16,
    /// The resource referred to.
    pub to: u32,
}

/// All distinct relationships of a snapshot.
#[derive(Debug, Default, Clone)]
pub struct Edges {
    /// Where the list of each resource begins; one more than there are resources.
    pub(super) starts: Vec<u32>,
    pub(super) to: Vec<u32>,
    pub(super) kind: Vec<u16>,
    pub(super) kinds: Vec<String>,
}

impl Edges {
    /// Words for the kinds, sorted.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// How many distinct (from, kind, to) there are.
    pub fn len(&self) -> u64 {
        self.to.len() as u64
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.to.is_empty()
    }

    /// What a resource refers to: sorted by (to, kind).
    pub fn from(&self, resource: u32) -> impl Iterator<Item = Edge> + '_ {
        let range = self.range(resource);
        let kinds = &self.kind[range.clone()];
        self.to[range].iter().zip(kinds).map(move |(to, kind)| Edge {
            from: resource,
            kind: *kind,
            to: *to,
        })
    }

    /// What a resource refers to, as often as there are kinds.
    pub(crate) fn to(&self, resource: u32) -> &[u32] {
        &self.to[self.range(resource)]
    }

    /// All relationships in the order of the resources that refer.
    pub fn iter(&self) -> impl Iterator<Item = Edge> + '_ {
        let resources = self.starts.len().saturating_sub(1) as u32;
        (0..resources).flat_map(|resource| self.from(resource))
    }

    /// Whether there is this relationship.
    pub fn contains(&self, edge: Edge) -> bool {
        let range = self.range(edge.from);
        let (to, kind) = (&self.to[range.clone()], &self.kind[range]);
        let first = to.partition_point(|other| *other < edge.to);
        to[first..]
            .iter()
            .zip(&kind[first..])
            .take_while(|(to, _)| **to == edge.to)
            .any(|(_, kind)| *kind == edge.kind)
    }

    /// A relationship by its number, which is below [`Edges::len`], in the order of [`Edges::iter`].
    pub fn get(&self, number: u32) -> Edge {
        let from = self.starts.partition_point(|start| *start <= number) as u32 - 1;
        let at = number as usize;
        Edge {
            from,
            kind: self.kind[at],
            to: self.to[at],
        }
    }

    /// The kind of a relationship by its number.
    pub(crate) fn kind_of(&self, number: u32) -> u16 {
        self.kind[number as usize]
    }

    /// For getting relationships by ascending numbers.
    pub(crate) fn walk(&self) -> EdgeWalker<'_> {
        EdgeWalker { edges: self, from: 0 }
    }

    /// The numbers of a resource's relationships.
    pub fn numbers(&self, resource: u32) -> std::ops::Range<u32> {
        self.starts[resource as usize]..self.starts[resource as usize + 1]
    }

    fn range(&self, resource: u32) -> std::ops::Range<usize> {
        self.starts[resource as usize] as usize..self.starts[resource as usize + 1] as usize
    }
}

/// Knows where the last relationship was, so that the next one is near.
#[derive(Debug)]
pub(crate) struct EdgeWalker<'e> {
    edges: &'e Edges,
    from: u32,
}

impl EdgeWalker<'_> {
    /// How many resources are stepped over before a search is cheaper.
    const NEAR: u32 = 16;

    pub(crate) fn get(&mut self, number: u32) -> Edge {
        let starts = &self.edges.starts;
        let end = |from: u32| starts[from as usize + 1];
        if starts[self.from as usize] <= number {
            for from in self.from..(self.from + Self::NEAR).min(starts.len() as u32 - 1) {
                if number < end(from) {
                    self.from = from;
                    let at = number as usize;
                    return Edge {
                        from,
                        kind: self.edges.kind[at],
                        to: self.edges.to[at],
                    };
                }
            }
        }
        let edge = self.edges.get(number);
        self.from = edge.from;
        edge
    }
}
