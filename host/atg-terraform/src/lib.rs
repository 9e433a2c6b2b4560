//! Terraform: the binary and its streams, schemas of ARM types, generated configuration, fixes and their overlay.
//!
//! Knows nothing of plugins, stores or the network. Diagnostics go out as [`atg_core::diagnosis::Diagnostic`], fixes come
//! in as [`atg_core::diagnosis::Fix`]; who finds or proposes them is somebody else's business.

pub mod binary;
pub mod cache;
pub mod commands;
pub mod configuration;
pub mod diagnostics;
pub mod environment;
pub mod error;
pub mod events;
pub mod generate;
pub mod overlay;
pub mod process;
pub mod redaction;
pub mod schema;

pub use error::TerraformError;
