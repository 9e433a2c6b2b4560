//! Variables of the root module, and values that are known too late.

use atg_sdk::rules::{Example, FixTemplate, Pattern, Rule};

const PHASES: &[&str] = &["validate", "plan", "apply"];

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("schema").phases(PHASES).confidence(0.95)
}

const fn example(summary: &'static str, detail: &'static str) -> Example {
    Example::new("plan").summary(summary).detail(detail)
}

pub(crate) const RULES: &[Rule] = &[
    rule("variable-without-value", "A variable without a default is given no value.")
        .category("secret")
        .when(&[Pattern::Detail("The root module input variable \"{name}\" is not set, and has no default value")])
        .says("the variable `{name}` is given no value")
        .about("var.{name}")
        .fixes(&[FixTemplate::new("manual").of("var.{name}").because("give it by TF_VAR_{name} in the environment, never on the command line")])
        .examples(&[example(
            "No value for required variable",
            "The root module input variable \"vm_web_admin_password\" is not set, and has no default value. Use a -var or \
             -var-file command line argument to provide a value for this variable.",
        )
        .says("the variable `vm_web_admin_password` is given no value")]),
    rule("variable-of-other-type", "A variable is given a value of another type, or one that its own conditions refuse.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid value for input variable"),
            Pattern::Summary("Invalid value for variable"),
            Pattern::Summary("Invalid default value for variable"),
        ])])
        .says("a variable is given a value that it does not take")
        .about("{address|}")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("{detail}")])
        .examples(&[example(
            "Invalid value for input variable",
            "Environment variable TF_VAR_zones does not contain a valid value for variable \"zones\": list of string required.",
        )]),
    rule("variable-not-declared", "A value is given for a variable that the configuration does not declare.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Value for undeclared variable"),
            Pattern::Summary("Values for undeclared variables"),
        ])])
        .says("a value is given for a variable that is not declared")
        .about("{file|}")
        .fixes(&[FixTemplate::new("manual").of("{file|}").because("{detail}")])
        .examples(&[example(
            "Value for undeclared variable",
            "The root module does not declare a variable named \"prefix\" but a value was found in file \"a.auto.tfvars\".",
        )
        .warning()]),
    rule("value-known-too-late", "How often something is there depends on a value that only the creation shows.")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Invalid count argument"),
            Pattern::Summary("Invalid for_each argument"),
            Pattern::Summary("Invalid for_each set argument"),
        ])])
        .says("how often {place} is there depends on a value that is known too late")
        .fixes(&[FixTemplate::new("manual").because("write the value itself, or apply in two steps")])
        .examples(&[example(
            "Invalid count argument",
            "The \"count\" value depends on resource attributes that cannot be determined until apply, so Terraform cannot \
             predict how many instances will be created.",
        )
        .address("azurerm_private_endpoint.all")
        .fix("manual", "", "")]),
    rule("value-sensitive", "A sensitive value stands where it would be shown.")
        .category("secret")
        .when(&[Pattern::Any(&[
            Pattern::Summary("Output refers to sensitive values"),
            Pattern::Detail("Sensitive values, or values derived from sensitive values, cannot be used as"),
        ])])
        .says("{place} would show a sensitive value")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("mark the output as sensitive, or do not derive from a secret how often something is there")])
        .examples(&[example(
            "Output refers to sensitive values",
            "To reduce the risk of accidentally exporting sensitive data that was intended to be only internal, Terraform \
             requires that any root module output containing sensitive data be explicitly marked as sensitive",
        )
        .at("outputs.tf.json", "3")]),
    rule("condition-failed", "A condition that the configuration itself sets does not hold.")
        .confidence(0.8)
        .when(&[Pattern::Any(&[
            Pattern::Summary("Resource precondition failed"),
            Pattern::Summary("Resource postcondition failed"),
            Pattern::Summary("Module output value precondition failed"),
            Pattern::Summary("Check block assertion failed"),
        ])])
        .says("a condition of {place} does not hold")
        .fixes(&[FixTemplate::new("manual").of("{address|}").because("{detail}")])
        .examples(&[example("Resource precondition failed", "The group must lie in Europe.")
            .address("azapi_resource.group")
            .fix("manual", "", "")]),
];
