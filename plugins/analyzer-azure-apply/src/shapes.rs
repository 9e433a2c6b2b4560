//! Shapes that most rules, fixes and examples of this plugin have.

use atg_sdk::rules::{FixTemplate, Rule};

use crate::rules::PHASES;

/// A rule for what Azure answers.
pub(crate) const fn rule(id: &'static str, category: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category(category).phases(PHASES)
}

/// What a person must do.
pub(crate) const fn by_hand(what: &'static str) -> FixTemplate {
    FixTemplate::new("manual").of("{address|}").because(what)
}

/// Waiting and trying again.
pub(crate) const fn wait(why: &'static str) -> FixTemplate {
    FixTemplate::new("wait").of("{address|}").because(why)
}

/// An example of an answer to what was to be created or changed, as azapi tells it: code, status, message (as in JSON).
macro_rules! answer {
    ($code:literal, $status:literal, $message:literal) => {
        atg_sdk::rules::Example::new("apply")
            .code($code)
            .status($status)
            .summary("Failed to create/update resource")
            .detail(concat!(
                "creating/updating Resource: (ResourceId \"/subscriptions/1/a\" / Api Version \"2024-05-01\"): PUT \
                 https://management.azure.com/subscriptions/1/a\nRESPONSE ",
                $status,
                ": ",
                $status,
                "\nERROR CODE: ",
                $code,
                "\n{\n  \"error\": {\n    \"code\": \"",
                $code,
                "\",\n    \"message\": \"",
                $message,
                "\"\n  }\n}"
            ))
            .address("azapi_resource.a")
    };
}

pub(crate) use answer;
