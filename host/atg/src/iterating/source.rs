//! A source by its name, opened as often as generation names things anew.

use std::sync::Arc;

use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::snapshot::Snapshot;
use atg_workflow::WorkflowError;
use atg_workflow::iterate::Source;

use crate::commands::Context;
use crate::errors::{Error, causes};
use crate::sources::Opener;

/// A source as the user named it.
pub(crate) struct Named<'a> {
    /// How.
    pub spelling: &'a str,
    /// Where it is opened from.
    pub context: &'a Context<'a>,
}

impl Source for Named<'_> {
    fn spelling(&self) -> &str {
        self.spelling
    }

    fn open(&self, mapping: &Mapping) -> Result<Arc<Snapshot>, WorkflowError> {
        let filter = Filter::default().following(mapping);
        let opener = Opener {
            context: self.context,
            mapping,
            filter: &filter,
        };
        opener
            .one(self.spelling, Side::Source)
            .map(Arc::new)
            .map_err(|error| match error {
                Error::Core(error) => error.into(),
                other => told(&other),
            })
    }
}

/// An error of another room, with its causes and its advice.
fn told(error: &Error) -> WorkflowError {
    let causes = causes(error)
        .into_iter()
        .fold(error.to_string(), |text, cause| text + ": " + &cause);
    WorkflowError::failed(causes, error.advice().unwrap_or_default())
}
