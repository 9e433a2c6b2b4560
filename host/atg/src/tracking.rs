//! `--track`: this run's record, beside those of earlier runs of the same two scopes.

use atg_core::fidelity::Fidelity;
use atg_core::trend::{self, Change, Record};

use crate::commands::Context;
use crate::errors::Error;
use crate::estates::Estates;
use crate::history_file::{self, LockedHistory};

/// A run that is tracked, before its record is written: nobody else can append until this is dropped.
pub(crate) struct Tracked {
    history: LockedHistory,
    record: Record,
    /// Records of the same two scopes, this run's last.
    pub trend: Vec<Record>,
    /// What changed since the last of them.
    pub change: Option<Change>,
}

impl Tracked {
    /// Waits for the history and makes this run's record.
    pub(crate) fn begin(
        estates: &Estates,
        fidelity: &Fidelity,
        now: &str,
        context: &Context<'_>,
    ) -> Result<Tracked, Error> {
        let record = Record::of(&estates.comparison, fidelity, &estates.options(), now)?;
        let mut history = LockedHistory::open(&context.settings.history)?;
        let mut trend = records(&history.text()?, context);
        let change = trend::last_of_same_scopes(&trend, &record)
            .map(|last| Change::between(last, &record, &estates.comparison))
            .transpose()?;
        trend.retain(|earlier| earlier.same_scopes(&record));
        trend.push(record.clone());
        Ok(Tracked {
            history,
            record,
            trend,
            change,
        })
    }

    /// Writes the record.
    pub(crate) fn append(mut self) -> Result<(), Error> {
        self.history.append(&self.record.to_line())
    }
}

/// All records of the history, without waiting for anybody.
pub(crate) fn read(context: &Context<'_>) -> Result<Vec<Record>, Error> {
    Ok(records(&history_file::read(&context.settings.history)?, context))
}

/// The records in a text; lines that are none are told and left alone.
fn records(text: &str, context: &Context<'_>) -> Vec<Record> {
    let (records, torn) = trend::parse_history(text);
    let place = context.settings.history.display();
    for line in torn {
        let told = format!(
            "line {} of `{place}` is no record and is left out: {}",
            line.line, line.reason
        );
        context.printer.warning(&told, None);
    }
    records
}
