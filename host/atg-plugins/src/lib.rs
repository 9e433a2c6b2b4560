//! The plugin runtime: loads, limits and calls WebAssembly components.
//!
//! Knows nothing of the command line, of graph stores or of where an estate came from: it is given entries of the catalog,
//! a comparison, a report or a case file, and gives back scores, bytes and diagnoses.
//!
//! One road through the crate:
//!
//! ```text
//! RuntimeOptions -> Runtime::new                      (costs nothing: no engine, no thread)
//! PluginEntry    -> Runtime::load -> Plugin           (static checks, compiled code, link)
//! [(Plugin, metric names)] -> measure_all -> [MetricResult]   (failures and kept findings inside)
//! Plugin + name + Report   -> render      -> bytes             (streamed; the caller makes it atomic)
//! Plugin + name + CaseFile -> analyze     -> Analysis          (failure and kept diagnoses inside)
//! ```
//!
//! The binary must offer `__compile` and hand it to [`compile_child`]: guests are compiled in a process of its own.
#![warn(unsafe_op_in_unsafe_fn)]

mod access;
mod analyze;
pub mod authoring;
mod cache;
mod call;
mod capabilities;
pub mod catalog;
pub mod check;
mod clean;
mod compile;
mod deadline;
mod engine;
mod error;
mod evidence;
mod failure;
pub mod inspect;
mod limits;
mod load;
pub mod manifest;
mod measure;
mod properties;
mod render;
mod runtime;
#[cfg(test)]
mod samples;
mod state;
pub mod store;
#[cfg(test)]
mod testing;

pub use analyze::{analyze, analyze_all};
pub use clean::{Clean, CleanWriter, clean, clean_line};
pub use compile::{Compiler, compile_child};
pub use error::PluginError;
pub use load::Plugin;
pub use measure::measure_all;
pub use render::render;
pub use runtime::{Runtime, RuntimeOptions};

/// The version of the contract that this host offers.
pub const CONTRACT: semver::Version = semver::Version::new(0, 1, 0);
