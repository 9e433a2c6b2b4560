//! Makes the example tenants, at any size, and estates with every oddity that real ones have.
//!
//! Knows nothing of atg: it writes what Azure Resource Graph, atg's own document or Terraform would hold, row by row to any
//! [`Write`](std::io::Write), and counts what it wrote from its own tables. So the numbers that atg prints of these estates
//! can be checked against numbers that atg did not make.
//!
//! ```
//! # fn main() -> std::io::Result<()> {
//! use atg_tenants::{Format, Side, Tenants};
//! let tenants = Tenants::example();
//! let mut source = Vec::new();
//! let counts = tenants.write(Side::Source, Format::Document, &mut source)?;
//! assert_eq!((counts.resources, counts.relationships, counts.resource_groups, counts.types), (1674, 5614, 182, 94));
//! # Ok(())
//! # }
//! ```

mod body;
mod edge;
mod estate;
mod formats;
mod order;
mod plan;
mod template;
mod types;

pub use edge::{Edge, Expected};
pub use estate::{Side, Tenants};
pub use formats::Format;
pub use plan::Counts;

/// The subscription that the source resources lie in.
pub const SOURCE_SUBSCRIPTION: &str = "11111111-1111-1111-1111-111111111111";
/// The subscription that the target resources lie in.
pub const TARGET_SUBSCRIPTION: &str = "22222222-2222-2222-2222-222222222222";
/// The tenant of the source subscription.
pub const SOURCE_TENANT: &str = "aaaaaaaa-0000-4000-8000-000000000001";
/// The tenant of the target subscription.
pub const TARGET_TENANT: &str = "bbbbbbbb-0000-4000-8000-000000000002";
/// A text that stands in places where secrets stand, so that a test can look for it in outputs, logs and caches.
pub const CANARY: &str = "canary-7f3e19c4-do-not-print";
