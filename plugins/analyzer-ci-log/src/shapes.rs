//! Shapes that most rules, fixes and examples of this plugin have. A log has no addresses: nothing here is of one.

use atg_sdk::rules::{Example, FixTemplate, Rule};

/// A rule for lines of a log.
pub(crate) const fn rule(id: &'static str, category: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category(category).phases(&["ci"]).about("")
}

/// What a person must do.
pub(crate) const fn by_hand(what: &'static str) -> FixTemplate {
    FixTemplate::new("manual").of("").because(what)
}

/// Waiting and trying again.
pub(crate) const fn wait(why: &'static str) -> FixTemplate {
    FixTemplate::new("wait").of("").because(why)
}

/// A line of a log, or a block of lines.
pub(crate) const fn line(text: &'static str) -> Example {
    Example::new("ci").summary(text)
}
