//! Relationships that the original input stated, told from those that bodies tell by themselves.

use atg_core::CoreError;
use atg_core::filter::Filter;
use atg_core::identity::{Normalizer, Side};
use atg_core::mapping::Mapping;
use atg_core::normalize::RowReader;
use atg_core::snapshot::{Edge, Origin, Snapshot};

/// The kind of the relationships that are found in bodies.
const REFERENCES: &str = "references";

/// What reading a row without mapping and filter takes; see [`Stated`].
pub(crate) struct Plain {
    normalizer: Normalizer,
    filter: Filter,
}

impl Plain {
    pub(crate) fn new() -> Plain {
        Plain {
            normalizer: Normalizer::new(Side::Source, &Mapping::default()),
            filter: Filter::default(),
        }
    }
}

/// Tells stated relationships of a snapshot that was stored as it was read.
pub(crate) struct Stated<'s> {
    snapshot: &'s Snapshot,
    reader: RowReader<'s>,
    references: Option<usize>,
    /// Rows of Resource Graph state nothing.
    possible: bool,
    from: Vec<u8>,
    to: Vec<u8>,
}

impl<'s> Stated<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, plain: &'s Plain) -> Stated<'s> {
        let edges = snapshot.edges();
        Stated {
            snapshot,
            reader: RowReader::new(Side::Source, &plain.normalizer, &plain.filter),
            references: edges.kinds().iter().position(|kind| kind == REFERENCES),
            possible: snapshot.scope.origin != Origin::ResourceGraph && !edges.is_empty(),
            from: Vec::new(),
            to: Vec::new(),
        }
    }

    /// Whether there can be any.
    pub(crate) fn is_possible(&self) -> bool {
        self.possible
    }

    /// Calls with (from, kind, to) for each that begins at a resource.
    pub(crate) fn each(
        &mut self,
        resource: u32,
        body: &[u8],
        mut found: impl FnMut(&str, &str, &str),
    ) -> Result<(), CoreError> {
        if !self.possible {
            return Ok(());
        }
        let (snapshot, edges) = (self.snapshot, self.snapshot.edges());
        let is_reference = |edge: &Edge| Some(usize::from(edge.kind)) == self.references;
        let named = if edges.from(resource).any(|edge| is_reference(&edge)) {
            self.reader.read_row(body)?;
            self.reader.view().references
        } else {
            &[]
        };
        for edge in edges.from(resource) {
            if is_reference(&edge) && named.contains(&snapshot.key(edge.to)) {
                continue;
            }
            let from = snapshot.identity(resource, &mut self.from)?;
            let to = snapshot.identity(edge.to, &mut self.to)?;
            found(&from.id, &edges.kinds()[usize::from(edge.kind)], &to.id);
        }
        Ok(())
    }
}
