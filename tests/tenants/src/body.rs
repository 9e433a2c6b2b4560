//! The embedded templates, one a type.

use crate::template::Template;
use crate::types::types;

/// The templates of all types, in the order of [`types`].
pub(crate) fn templates() -> Vec<Template> {
    // Embedded text: a test parses each, so that nothing can go missing here.
    types()
        .map(|entry| Template::parse(entry.template).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests;
