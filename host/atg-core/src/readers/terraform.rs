//! `tf:`, `iteration:` and `tfstate:`: Terraform JSON, as ARM-shaped rows.
//!
//! Knows neither HCL nor providers' schemas nor functions of the language: what an expression gives is either written in
//! the configuration, or it is not known before an apply, and then it stays the text that it is. azurerm names properties
//! in words of its own, so such rows are compared by identity, and by their properties only with one another.

mod configuration;
mod json;
mod place;
mod rows;
mod state;
mod table;

pub use configuration::read_configuration;
pub(crate) use json::parse as parse_json;
pub use state::read_state;
pub use table::TypeTable;

/// Endings of the files that a reader of a folder has use for: configurations, values of variables, and HCL, which is not
/// read but told of.
pub const FILE_ENDINGS: &[&str] = &[".tf.json", ".tfvars.json", ".tf"];

/// Stands for a subscription that the input does not name. Comparing ignores which subscription it is.
pub const UNKNOWN_SUBSCRIPTION: &str = "00000000-0000-0000-0000-000000000000";

/// Whether a text holds an expression that could not be resolved.
fn is_open(text: &str) -> bool {
    text.contains("${") || text.contains("%{")
}

#[cfg(test)]
mod tests;
