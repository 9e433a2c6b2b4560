//! Analyzers as tables: each rule says by what it knows a diagnostic, what the diagnostic means, and how it is mended.
//!
//! A table is a `const`, so that it costs nothing until it is used, can be checked by a test, and can be listed in a
//! document. The engine asks the rules in their order, and the first that knows a diagnostic answers:
//!
//! ```
//! use atg_sdk::prelude::*;
//! use atg_sdk::rules::{self, Example, FixTemplate, Pattern, Rule, Rules};
//!
//! pub const RULES: Rules = Rules::new(&[&[
//!     Rule::new("exists-already", "The target holds a resource of this id that Terraform's state does not know.")
//!         .category("exists")
//!         .phases(&["apply"])
//!         .when(&[Pattern::Text(r#"a resource with the ID "{id}" already exists"#)])
//!         .says("{place} exists already")
//!         .fixes(&[FixTemplate::new("import").text("{id}").because("it is there; creating it again cannot work")])
//!         .examples(&[Example::new("apply")
//!             .detail(r#"A resource with the ID "/subscriptions/1/resourceGroups/a" already exists - import it"#)
//!             .address("azapi_resource.a")
//!             .captures(&[("id", "/subscriptions/1/resourceGroups/a")])
//!             .fix("import", "", r#""/subscriptions/1/resourceGroups/a""#)]),
//! ]]);
//!
//! struct Plugin;
//!
//! impl Analyzer for Plugin {
//!     fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
//!         RULES.analyze(evidence, diagnoses)
//!     }
//! }
//!
//! atg_sdk::export!(Plugin: analyzer);
//!
//! // In a test of the plugin: every rule is held against its own examples.
//! assert_eq!(rules::check(&RULES), Vec::<String>::new());
//! ```
//!
//! * [`Pattern`]s say by what a rule knows a diagnostic. All of a rule's must hold. `{name}` in a text takes what stands there
//!   up to the text that follows.
//! * What was taken is put into messages and fixes by the same `{name}`; see [`FixTemplate`] for what else can be put in.
//! * What needs code is a [`Hook`]: it gets the diagnosis as the table makes it, may look up the configuration and the source
//!   ([`Lookup`]), and gives the diagnosis back, changed, or says that the rule does not apply after all.
//! * Diagnostics that follow from another failure (`root`) are left out. What is the same for many diagnostics (rule,
//!   message, subject) is one diagnosis that explains them all.

mod captures;
mod catalogue;
mod check;
mod engine;
mod example;
mod found;
mod index;
mod lookup;
mod pattern;
mod problem;
mod rule;
mod templates;
mod text;
mod versions;
mod words;

pub use catalogue::{Entry, catalogue};
pub use check::check;
pub use engine::Engine;
pub use example::Example;
pub use lookup::{Lookup, Nothing, at, every_item, member, paths};
pub use pattern::Pattern;
pub use problem::Problem;
pub use rule::{FixTemplate, Hook, Rule, Rules};
pub use text::{between, contains, json_string, quoted, starts_with, suggested};
pub use versions::ApiVersion;
pub use words::{CATEGORIES, FIXES, PHASES, RETRIES};

#[cfg(test)]
mod tests;
