//! What several suites need.

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions};

/// Reads with the options of a source that is neither mapped nor filtered.
pub(crate) fn plainly<T>(read: impl FnOnce(ReadOptions<'_>) -> T) -> T {
    read(ReadOptions {
        side: Side::Source,
        mapping: &Mapping::default(),
        filter: &Filter::default(),
        threads: 2,
        progress: &NoProgress,
    })
}
