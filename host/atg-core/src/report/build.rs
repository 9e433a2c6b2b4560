//! Puts a report together.

use std::sync::Arc;

use serde_json::Value;

use super::redact::{Disguise, DisguisedTable};
use super::{Presentation, Redaction, Report, Section};
use crate::align::{Comparison, Status};
use crate::snapshot::Scope;
use crate::table::Table;
use crate::view::{self, Selection};

/// A report in the making. Everything goes through one place, so that nothing escapes redaction.
pub(super) struct Builder<'a> {
    report: Report,
    comparison: Option<&'a Arc<Comparison>>,
    redact: Redaction,
    disguise: Option<Arc<Disguise>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        kind: &'static str,
        comparison: Option<&'a Arc<Comparison>>,
        presentation: &Presentation,
    ) -> Builder<'a> {
        let disguise = (presentation.redact == Redaction::Full).then(|| Arc::new(Disguise::new(comparison)));
        let mut title = match comparison {
            Some(comparison) if presentation.title.is_empty() => title(comparison),
            _ => presentation.title.clone(),
        };
        if let Some(disguise) = &disguise {
            title = disguise.text(&title).into_owned();
        }
        let mut facts = vec![("title".to_owned(), title)];
        let asked = [
            ("show-missing", presentation.show_missing),
            ("show-extra", presentation.show_extra),
            ("show-changed", presentation.show_changed),
            ("chart", presentation.chart),
        ];
        for (name, _) in asked.into_iter().filter(|(_, asked)| *asked) {
            facts.push((name.to_owned(), "true".to_owned()));
        }
        let output = [
            ("terminal", presentation.terminal.to_string()),
            ("width", presentation.width.to_string()),
            ("color", presentation.color.to_string()),
            ("redact", presentation.redact.word().to_owned()),
        ];
        facts.extend(output.map(|(name, value)| (name.to_owned(), value)));
        let report = Report {
            kind,
            facts,
            sections: Vec::new(),
        };
        Builder {
            report,
            comparison,
            redact: presentation.redact,
            disguise,
        }
    }

    pub(super) fn json(&mut self, name: &str, mut value: Value) {
        if let Some(disguise) = &self.disguise {
            disguise.json(&mut value);
            if name == "metrics" {
                super::metrics::hide_values(&mut value);
            }
        }
        self.report
            .sections
            .push((name.to_owned(), Section::Json(value.to_string())));
    }

    pub(super) fn table(&mut self, name: &str, table: Arc<dyn Table>) {
        let table = match &self.disguise {
            Some(disguise) => Arc::new(DisguisedTable::new(table, disguise.clone())),
            None => table,
        };
        self.report.sections.push((name.to_owned(), Section::Table(table)));
    }

    pub(super) fn resources(&mut self, name: &str, status: Status) {
        if let Some(comparison) = self.comparison {
            self.table(name, Arc::new(view::resources(comparison.clone(), status)));
        }
    }

    pub(super) fn differences(&mut self) {
        if let Some(comparison) = self.comparison {
            let redact = self.redact != Redaction::None;
            let table = view::differences(comparison.clone(), Selection::all(), Arc::new(|_| true), redact);
            self.table("differences", Arc::new(table.exact()));
        }
    }

    pub(super) fn done(self) -> Report {
        self.report
    }
}

fn title(comparison: &Comparison) -> String {
    let name = |scope: &Scope| match scope.title.as_str() {
        "" => scope.spelling.clone(),
        title => title.to_owned(),
    };
    format!(
        "{} → {}",
        name(&comparison.source.scope),
        name(&comparison.target.scope)
    )
}
