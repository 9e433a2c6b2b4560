//! What is handed to plugins and to formatters: tables, reports, records.

mod estates;
mod records;
mod report;
mod tables;
