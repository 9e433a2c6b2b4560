//! The cycle: generate, validate, analyze, fix, again, until it really passes.
//!
//! Knows how rounds follow each other, what they leave behind and what a pass means. Knows nothing of plugins, stores or the
//! command line: who opens the source and who analyzes is handed in.

pub mod analysis;
pub mod demos;
pub mod error;
pub mod events;
mod expected;
pub mod explain;
mod files;
pub mod generation;
pub mod inspect;
pub mod intake;
pub mod iterate;
mod probe;
pub mod round;
pub mod state;
pub mod validation;
pub mod verdict;

pub use error::WorkflowError;
