//! What every comparing command begins with: the filter, the mapping, the accepted drift, and both estates side by side.

use std::path::Path;
use std::sync::Arc;

use atg_core::CoreError;
use atg_core::align::{self, AlignOptions, Comparison};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::mapping::Mapping;
use atg_core::report::Options;
use atg_core::snapshot::Snapshot;
use jiff::tz::TimeZone;

use crate::args::FilterArguments;
use crate::commands::Context;
use crate::errors::Error;
use crate::sources::{self, Opener};

/// Two estates, compared, with what was left out of them on purpose.
pub(crate) struct Estates {
    /// What was kept.
    pub filter: Filter,
    /// What is called differently in the target.
    pub mapping: Mapping,
    /// Drift that is accepted.
    pub drift: AcceptedDrift,
    /// Both side by side.
    pub comparison: Arc<Comparison>,
}

/// Opens and compares.
pub(crate) fn compare(
    source: &str,
    target: &str,
    arguments: &FilterArguments,
    context: &Context<'_>,
) -> Result<Estates, Error> {
    if arguments.rescan {
        return Err(
            Error::usage("`--rescan` needs an atg that scans, and this one does not")
                .hint("export the estate from Azure Resource Graph and `atg import arg:FILE.jsonl`"),
        );
    }
    let settings = context.settings;
    let mapping = settings
        .mapping
        .as_deref()
        .map(|path| document(path, Mapping::parse))
        .transpose()?
        .unwrap_or_default();
    let today = context.effects.clock.now().to_zoned(TimeZone::UTC).date();
    let rules = |text: &str, file: &str| AcceptedDrift::parse(text, file, today);
    let drift = settings
        .accept_drift
        .as_deref()
        .map(|path| document(path, rules))
        .transpose()?
        .unwrap_or_default();
    let mut filter = Filter::new(&arguments.types, &arguments.resource_group, &arguments.tag)?;
    filter.target_iteration = arguments.target_iteration;
    filter.without_extensions = arguments.no_extensions;
    let filter = filter.following(&mapping);

    let opener = Opener {
        context,
        mapping: &mapping,
        filter: &filter,
    };
    let (source, target) = opener.two(source, target)?;
    let told = opener.told("comparing", bytes(&source) + bytes(&target));
    let options = AlignOptions {
        mapping: &mapping,
        drift: &drift,
        compare_properties: true,
        threads: settings.threads(),
        progress: &told,
    };
    let comparison = align::align(source, target, &options);
    context.progress.end();
    let comparison = Arc::new(comparison?);
    Ok(Estates {
        filter,
        mapping,
        drift,
        comparison,
    })
}

impl Estates {
    /// What decided what counts.
    pub(crate) fn options(&self) -> Options<'_> {
        Options {
            filter: &self.filter,
            mapping: &self.mapping,
            drift: &self.drift,
        }
    }
}

/// How many bytes all of an estate is.
pub(crate) fn bytes(snapshot: &Snapshot) -> u64 {
    (0..snapshot.len())
        .map(|resource| u64::from(snapshot.body_ref(resource).len))
        .sum()
}

/// A small document of the user's, read whole.
fn document<T>(path: &Path, parse: impl FnOnce(&str, &str) -> Result<T, CoreError>) -> Result<T, Error> {
    Ok(parse(&sources::whole_text(path)?, &path.display().to_string())?)
}
