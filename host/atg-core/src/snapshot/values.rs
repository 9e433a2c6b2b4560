//! Values at chosen paths as columns: what a plugin that declares paths is shown.
//!
//! All bodies are read again in one pass by several threads, and only what the paths lead to is parsed.

mod paths;

use super::Snapshot;
use crate::CoreError;
use crate::readers::Progress;
use crate::table::{ABSENT, Dictionary, FIRST_MARK, REDACTED};
use crate::threads::in_chunks;
use paths::{Paths, Row};
use std::ops::Range;

/// Values of some resources, a column a path. Cells are numbers of the dictionary, or marks from [`crate::table`].
#[derive(Debug, Default)]
pub struct ValueColumns {
    /// The texts. Strings are as the input has them, but locations, which are folded (`East US` is `eastus`); other values
    /// are canonical JSON.
    pub dictionary: Dictionary,
    columns: Vec<Vec<u32>>,
}

impl ValueColumns {
    /// The cells of a path, in the order of the resources; the path by its position in what was asked for.
    pub fn column(&self, path: usize) -> &[u32] {
        &self.columns[path]
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

/// How values are loaded.
#[derive(Clone, Copy)]
pub struct ValueOptions<'a> {
    /// Whether to leave out what may be a secret: [`REDACTED`] for sensitive paths and values, a text in its place within
    /// larger values.
    pub redact: bool,
    /// How many threads may work; at least 1.
    pub threads: usize,
    /// Is told of bodies that are read again; may cancel.
    pub progress: &'a dyn Progress,
}

/// Rows that one thread takes at a time.
const CHUNK: u64 = 2048;

impl Snapshot {
    /// Values of all resources at paths such as `location`, `sku.name`, `tags.owner`, `tags.*` (all tags, as one JSON
    /// object), `properties.hardwareProfile.vmSize`, `properties.subnets[].name` (of all items, as a JSON list), `id`,
    /// `name`. `null`, `{}` and `[]` are as good as absent; what could not be read is marked unknown.
    ///
    /// A column of values that all differ, such as `id`, holds every one of them in memory: ask for a range of resources at
    /// a time then, with [`Snapshot::load_columns_of`].
    pub fn load_columns<P: AsRef<str>>(
        &self,
        paths: &[P],
        options: ValueOptions<'_>,
    ) -> Result<ValueColumns, CoreError> {
        self.load(paths, u64::from(self.len()), |at| at as u32, options)
    }

    /// The same for some resources, in their order.
    pub fn load_columns_of<P: AsRef<str>>(
        &self,
        resources: &[u32],
        paths: &[P],
        options: ValueOptions<'_>,
    ) -> Result<ValueColumns, CoreError> {
        self.load(paths, resources.len() as u64, |at| resources[at as usize], options)
    }

    fn load<P: AsRef<str>>(
        &self,
        paths: &[P],
        count: u64,
        resource_at: impl Fn(u64) -> u32 + Sync,
        options: ValueOptions<'_>,
    ) -> Result<ValueColumns, CoreError> {
        let paths = Paths::new(paths.iter().map(AsRef::as_ref), options.redact);
        if paths.nothing_to_read() {
            let columns = paths.sensitive().map(|sensitive| {
                let mark = if sensitive { REDACTED } else { ABSENT };
                vec![mark; count as usize]
            });
            return Ok(ValueColumns {
                dictionary: Dictionary::new(),
                columns: columns.collect(),
            });
        }
        let state = || (Vec::new(), Vec::new());
        let work = |(parts, body): &mut (Vec<Part>, Vec<u8>), range: Range<u64>| {
            let mut part = Part {
                from: range.start,
                dictionary: Dictionary::new(),
                cells: Vec::new(),
            };
            let mut row = Row::new(&paths);
            for at in range {
                self.body(resource_at(at), body)?;
                options.progress.advance(body.len() as u64);
                row.read(body, &mut part.dictionary);
                part.cells.extend_from_slice(row.cells());
            }
            parts.push(part);
            Ok(())
        };
        let states = in_chunks(options.threads, count, CHUNK, options.progress, state, work)?;
        let mut parts: Vec<Part> = states.into_iter().flat_map(|(parts, _)| parts).collect();
        parts.sort_unstable_by_key(|part| part.from);
        Ok(merge(parts, paths.len(), count as usize))
    }
}

/// What one chunk gave, row by row, with a dictionary of its own.
struct Part {
    from: u64,
    dictionary: Dictionary,
    cells: Vec<u32>,
}

/// Numbers come out in the order of the first row that has a text, however the threads went.
fn merge(parts: Vec<Part>, width: usize, count: usize) -> ValueColumns {
    let mut merged = ValueColumns {
        dictionary: Dictionary::new(),
        columns: Vec::new(),
    };
    merged.columns.resize_with(width, || Vec::with_capacity(count));
    for part in parts {
        let numbers = 0..part.dictionary.len() as u32;
        let renumbered: Vec<u32> = numbers
            .map(|number| merged.dictionary.number(part.dictionary.text(number)))
            .collect();
        for row in part.cells.chunks_exact(width) {
            for (column, cell) in merged.columns.iter_mut().zip(row) {
                column.push(if *cell < FIRST_MARK {
                    renumbered[*cell as usize]
                } else {
                    *cell
                });
            }
        }
    }
    merged
}
