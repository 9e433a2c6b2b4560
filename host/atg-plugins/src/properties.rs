//! Values at paths, loaded once for all plugins of a run.
//!
//! What the manifests declare is loaded before any clock starts. What a guest asks for beyond that, within a glob that it
//! declared, is loaded while its clock runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use atg_core::CoreError;
use atg_core::align::Comparison;
use atg_core::identity::Side;
use atg_core::readers::Progress;
use atg_core::snapshot::{Snapshot, ValueOptions};
use atg_core::view::PropertyColumns;

use crate::access::Access;
use crate::deadline::Deadline;

/// Sets of further paths that are kept; beyond that they are loaded again.
const SETS: usize = 8;

/// The columns of one comparison.
pub(crate) struct Properties {
    comparison: Arc<Comparison>,
    threads: usize,
    /// Source and target, with secrets left out and with them in.
    declared: [[Arc<PropertyColumns>; 2]; 2],
    further: Mutex<BTreeMap<Set, Arc<PropertyColumns>>>,
}

/// Side, whether secrets are left out, and the paths, sorted.
type Set = (bool, bool, Vec<String>);

impl Properties {
    /// Loads what these plugins declare.
    pub(crate) fn load<'a>(
        comparison: &Arc<Comparison>,
        plugins: &(impl Iterator<Item = &'a Access> + Clone),
        threads: usize,
        progress: &dyn Progress,
    ) -> Result<Properties, CoreError> {
        let mut declared: [[Arc<PropertyColumns>; 2]; 2] =
            std::array::from_fn(|_| std::array::from_fn(|_| Arc::default()));
        for (redact, sides) in [true, false].into_iter().zip(&mut declared) {
            let of_level = plugins.clone().filter(|access| access.sensitive != redact);
            let mut paths: Vec<String> = of_level.flat_map(Access::literal_paths).cloned().collect();
            paths.sort_unstable();
            paths.dedup();
            if paths.is_empty() {
                continue;
            }
            for (snapshot, columns) in [&comparison.source, &comparison.target].into_iter().zip(sides) {
                let options = ValueOptions {
                    redact,
                    threads,
                    progress,
                };
                *columns = Arc::new(PropertyColumns::load(snapshot, &paths, options)?);
            }
        }
        Ok(Properties {
            comparison: Arc::clone(comparison),
            threads,
            declared,
            further: Mutex::default(),
        })
    }

    /// Columns of one side in which all these paths are. All of them must be ones that the plugin may see.
    pub(crate) fn columns(
        &self,
        side: Side,
        redact: bool,
        paths: &[String],
        deadline: &Deadline,
    ) -> Result<Arc<PropertyColumns>, CoreError> {
        let is_target = side == Side::Target;
        let declared = &self.declared[usize::from(!redact)][usize::from(is_target)];
        if paths.iter().all(|path| declared.paths().contains(path)) {
            return Ok(Arc::clone(declared));
        }
        let mut wanted = paths.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let set = (is_target, redact, wanted);
        if let Some(known) = self.lock().get(&set) {
            return Ok(Arc::clone(known));
        }
        let snapshot: &Snapshot = if is_target {
            &self.comparison.target
        } else {
            &self.comparison.source
        };
        let options = ValueOptions {
            redact,
            threads: self.threads,
            progress: deadline,
        };
        let columns = Arc::new(PropertyColumns::load(snapshot, &set.2, options)?);
        let mut further = self.lock();
        if further.len() >= SETS {
            further.clear();
        }
        further.insert(set, Arc::clone(&columns));
        Ok(columns)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Set, Arc<PropertyColumns>>> {
        self.further.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress for Deadline {
    fn advance(&self, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.check().is_err()
    }
}
