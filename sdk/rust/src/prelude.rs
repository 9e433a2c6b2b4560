//! Everything that most plugins need: `use atg_sdk::prelude::*;`

pub use crate::{
    Analyzer, Batch, Cell, Column, Comparison, Cursor, Diagnoses, Diagnosis, Document, Error, Evidence, Finding,
    Findings, Fix, Formatter, Metric, Report, Row, Scorecard, Select, Severity, Snapshot, Tally, setting,
};
