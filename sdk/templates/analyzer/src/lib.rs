//! @TITLE@: what exists already in the target need not be created, it can be imported.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule, Rules};

/// What this plugin knows, in the order in which it is asked: the first rule that knows a diagnostic answers.
pub const RULES: Rules = Rules::new(&[&[EXISTS]]);

const EXISTS: Rule = Rule::new("exists", "The target has the resource already.")
    .category("exists")
    .retry("after-fix")
    .confidence(0.9)
    // `{id}` takes what stands there; it is put into messages and fixes by the same name.
    .when(&[Pattern::Text(r#"a resource with the ID "{id}" already exists"#)])
    .says("{place} exists already")
    // A fix is data: atg shows what it would change, and applies it only where that is allowed.
    .fixes(&[FixTemplate::new("import")
        .text("{id}")
        .because("it exists already; creating it again cannot work")])
    // The example is the rule's own test; see below.
    .examples(&[Example::new("apply")
        .summary(r#"A resource with the ID "/subscriptions/1/resourceGroups/a" already exists - to be managed"#)
        .address("azurerm_resource_group.app")
        .captures(&[("id", "/subscriptions/1/resourceGroups/a")])
        .fix("import", "", r#""/subscriptions/1/resourceGroups/a""#)]);

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Analyzer for Plugin {
    /// `name` is one of the manifest's `[[provides]]`; this plugin provides one analyzer only.
    fn analyze(_name: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)
    }
}

atg_sdk::export!(Plugin: analyzer);

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_knows_its_examples() {
        assert_eq!(atg_sdk::rules::check(&super::RULES), Vec::<String>::new());
    }
}
