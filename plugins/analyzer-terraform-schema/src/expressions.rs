//! JSON, expressions and functions.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, at, json_string, paths};

use crate::CHECKS;

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(CHECKS)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("validate").summary(summary).detail(detail)
}

pub(crate) const RULES: &[Rule] = &[
    rule("json-malformed", "A file is no JSON: cut short, two documents in one, or written by hand.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Unclosed object"),
            Pattern::Summary("Unclosed array"),
            Pattern::Summary("Unclosed JSON string"),
            Pattern::Summary("Invalid JSON"),
            Pattern::Summary("Root value must be object"),
            Pattern::Summary("Extraneous data after JSON object"),
            Pattern::Summary("Extraneous data after value"),
            Pattern::Summary("Missing property value colon"),
            Pattern::Summary("Missing attribute separator comma"),
            Pattern::Summary("Unclosed configuration block"),
            Pattern::Summary("Unbalanced parentheses"),
        ])])
        .says("{place} is no document that Terraform can read")
        .about("{file|}")
        .fixes(&[FixTemplate::new("manual").of("{file|}").because("write the file anew, as a whole")])
        .examples(&[example("Unclosed object", "No closing brace was found for this JSON object.")
            .at("main.tf.json", "2")
            .says("main.tf.json, line 2 is no document that Terraform can read")]),
    rule("file-encoding", "A file is not in UTF-8, or begins with a mark that Terraform does not take.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid character encoding"),
            Pattern::Summary("Unicode byte order mark"),
            Pattern::Detail("not valid UTF-8"),
        ])])
        .says("{place} is not in UTF-8 without a mark")
        .about("{file|}")
        .fixes(&[FixTemplate::new("manual").of("{file|}").because("save the file as UTF-8, without a byte order mark")])
        .examples(&[example("Invalid character encoding", "All input files must be UTF-8 encoded.").at("main.tf", "1")]),
    rule("template-in-value", "A text of the source holds `${` or `%{`, which Terraform takes for its own.")
        .confidence(0.85)
        .when(&[
            Pattern::Addressed,
            Pattern::Any(&[
                Pattern::Summary("Invalid expression"),
                Pattern::Summary("Invalid character"),
                Pattern::Summary("Invalid template"),
                Pattern::Summary("Unterminated template string"),
                Pattern::Summary("Unterminated template"),
                Pattern::Summary("Extra characters after interpolation expression"),
                Pattern::Summary("Missing item separator"),
                Pattern::Summary("Missing newline after argument"),
                Pattern::Summary("Invalid reference"),
                Pattern::Summary("Call to unknown function"),
                Pattern::Summary("Template interpolation doesn't expect a colon"),
            ]),
        ])
        .says("a text of {place} holds `${{` or `%{{`, which Terraform takes for its own")
        .then(escape)
        .mends("escape it, so that the text stays what it is")
        .examples(&[
            example("Invalid expression", "Expected the start of an expression, but found an invalid expression token.")
                .address("azapi_resource.workflow")
                .configuration(r#"{"name":"${var.iteration_prefix}a","body":{"query":"a ${@body} b"}}"#)
                .fix("set-attribute", "body.query", r#""a $${@body} b""#),
            example("Call to unknown function", r#"There is no function named "outputs"."#)
                .address("azapi_resource.workflow")
                .configuration(r#"{"body":{"a":["%{if x}","${outputs('y')}","${azapi_resource.a.id}"]}}"#)
                .fix("set-attribute", "body.a[0]", r#""%%{if x}""#)
                .fix("set-attribute", "body.a[1]", r#""$${outputs('y')}""#),
        ]),
    rule("function-unknown", "A function is called that there is none of.")
        .when(&[Pattern::Detail("There is no function named \"{name}\"")])
        .says("{place} calls a function `{name}` that there is none of")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("there is no `{name}` in this version of Terraform")])
        .examples(&[example("Call to unknown function", r#"There is no function named "base64url". Did you mean "base64gzip"?"#)
            .at("main.tf", "12")
            .captures(&[("name", "base64url")])]),
    rule("function-call", "A function is called with arguments that it does not take.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Error in function call"),
            Pattern::Summary("Invalid function argument"),
            Pattern::Summary("Not enough function arguments"),
            Pattern::Summary("Too many function arguments"),
        ])])
        .says("{place} calls a function with arguments that it does not take")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("{detail}")])
        .examples(&[example("Invalid function argument", r#"Invalid value for "path" parameter: no file exists at "policy.json"."#)
            .address("azurerm_policy_definition.tags")
            .fix("manual", "", "")]),
    rule("expression-invalid", "An expression is not written as Terraform reads it.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid expression"),
            Pattern::Summary("Invalid character"),
            Pattern::Summary("Invalid template"),
            Pattern::Summary("Unterminated template string"),
            Pattern::Summary("Extra characters after interpolation expression"),
            Pattern::Summary("Unsupported operator"),
            Pattern::Summary("Invalid operand"),
            Pattern::Summary("Inconsistent conditional result types"),
            Pattern::Summary("Missing item separator"),
            Pattern::Summary("Variables not allowed"),
            Pattern::Summary("Invalid template interpolation value"),
        ])])
        .says("{place} has an expression that Terraform does not read")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("{detail|read what Terraform says of it}")])
        .examples(&[example("Variables not allowed", "Variables may not be used here.").at("main.tf", "4")]),
    rule("value-for-provider-missing", "The provider is given a value that is not known, or none, where it must have one.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid provider configuration"),
            Pattern::Summary("Invalid provider argument"),
        ])])
        .says("a provider is not configured as it must be")
        .about("")
        .fixes(&[FixTemplate::new("manual").of("{file|}").because("{detail}")])
        .examples(&[example(
            "Invalid provider configuration",
            "Provider \"registry.terraform.io/hashicorp/azurerm\" requires explicit configuration. Add a provider block to the \
             root module and configure the provider's required arguments as described in the provider documentation.",
        )]),
];

/// Texts that hold what Terraform takes for its own and what is not: escaping keeps them as they are in the source.
fn escape(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let configuration = lookup.configuration(problem.address?)?;
    for path in paths(&configuration, &|_, value| {
        value.as_str().is_some_and(|text| escaped(text).is_some())
    }) {
        let text = at(&configuration, &path).and_then(|value| escaped(value.as_str()?))?;
        let fix = problem.fix("set-attribute", &path, "the text is Azure's, not Terraform's");
        diagnosis.fixes.extend(fix.map(|fix| fix.value(&json_string(&text))));
    }
    // Without such a text something else is wrong.
    (!diagnosis.fixes.is_empty()).then_some(diagnosis)
}

/// The text with `$${` and `%%{` for what does not look like a reference of a generated configuration; `None` where there is
/// nothing to escape.
fn escaped(text: &str) -> Option<String> {
    const OWN: [&str; 10] = [
        "azapi_", "azurerm_", "azuread_", "var.", "local.", "data.", "module.", "each.", "path.", "random_",
    ];
    let mut out = String::with_capacity(text.len() + 2);
    let mut rest = text;
    while let Some(at) = rest.find("${").into_iter().chain(rest.find("%{")).min() {
        let (before, inside) = rest.split_at(at);
        out.push_str(before);
        let (sign, after) = inside.split_at(1);
        let is_escaped = before.ends_with(sign);
        let is_own = sign == "$" && OWN.iter().any(|own| after[1..].trim_start().starts_with(own));
        if !is_escaped && !is_own {
            out.push_str(sign);
        }
        out.push_str(&inside[..2]);
        rest = &inside[2..];
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_is_not_ours_is_escaped_once() {
        assert_eq!(escaped("a ${b} %{c}").as_deref(), Some("a $${b} %%{c}"));
        assert_eq!(escaped("$${b} ${var.x}${ azapi_resource.a.id }"), None);
        assert_eq!(escaped("${var.x}${@x}").as_deref(), Some("${var.x}$${@x}"));
        assert_eq!(escaped("é${ß}").as_deref(), Some("é$${ß}"));
        assert_eq!(escaped("$ { % {"), None);
        assert_eq!(escaped("${").as_deref(), Some("$${"));
    }
}
