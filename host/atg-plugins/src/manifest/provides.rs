//! `[[provides]]`: the metrics, formatters and analyzers of a plugin.

use atg_core::metric::Direction;

use crate::authoring::Role;

/// One thing that a plugin provides.
#[derive(Debug, Clone, PartialEq)]
pub enum Provides {
    /// Says what counts as faithful.
    Metric(MetricProvides),
    /// Says how a report looks.
    Formatter(FormatterProvides),
    /// Says what an error means.
    Analyzer(AnalyzerProvides),
}

/// A metric.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricProvides {
    /// Unique in a run.
    pub name: String,
    /// What people read.
    pub title: String,
    /// `percent`, `ratio`, `count`, or any word.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// What it asks for, in its unit.
    pub target: Option<f64>,
    /// Below (above, where lower is better) this it deserves a warning.
    pub warn: Option<f64>,
    /// Whether its target must be met for the objective to be met; then there is a target.
    pub gate: bool,
    /// Its share in the composite, finite and not negative; 0 means shown only.
    pub weight: f64,
}

/// A formatter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatterProvides {
    /// Unique in a run: `--format NAME`.
    pub name: String,
    /// What people read.
    pub title: String,
    /// `text/html`.
    pub media_type: String,
    /// Without the dot: `html`.
    pub extension: String,
    /// Whether its bytes are no text, and must not meet a terminal.
    pub binary: bool,
}

/// An analyzer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalyzerProvides {
    /// Unique in a run.
    pub name: String,
    /// What people read.
    pub title: String,
    /// Phases whose diagnostics it wants; all where the manifest says nothing.
    pub phases: Vec<String>,
    /// Texts of which a diagnostic must hold one, whatever the case; all pass where there is none.
    pub matches: Vec<String>,
}

impl Provides {
    /// What kind of thing it is.
    pub const fn role(&self) -> Role {
        match self {
            Provides::Metric(_) => Role::Metric,
            Provides::Formatter(_) => Role::Formatter,
            Provides::Analyzer(_) => Role::Analyzer,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Provides::Metric(metric) => &metric.name,
            Provides::Formatter(formatter) => &formatter.name,
            Provides::Analyzer(analyzer) => &analyzer.name,
        }
    }

    /// What people read.
    pub fn title(&self) -> &str {
        match self {
            Provides::Metric(metric) => &metric.title,
            Provides::Formatter(formatter) => &formatter.title,
            Provides::Analyzer(analyzer) => &analyzer.title,
        }
    }
}
