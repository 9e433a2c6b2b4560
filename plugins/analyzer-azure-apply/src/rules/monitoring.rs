//! Diagnostic settings and alerts.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::shapes::{answer, by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "diagnostic-category",
        "schema",
        "The resource does not have the log or metric that a diagnostic setting names.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Category '{log}' is not supported"),
        Pattern::Text("Diagnostic Metric Category '{log}' is not supported"),
        Pattern::Text("Category group: {log} is not supported"),
        Pattern::Text("Metric category {log} is not supported"),
    ])])
    .says("{place} names the category {log}, which the resource does not have")
    .fixes(&[by_hand(
        "leave the category out: `az monitor diagnostic-settings categories list --resource ID`",
    )])
    .examples(&[
        answer!("BadRequest", 400, "Category 'AuditEvents' is not supported.").captures(&[("log", "AuditEvents")])
    ]),
    rule(
        "diagnostics-not-supported",
        "schema",
        "The type has no diagnostic settings.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("does not support diagnostic settings"),
        Pattern::Code(&["ResourceTypeNotSupported"]),
    ])])
    .says("{place} is a diagnostic setting of a type that has none")
    .fixes(&[FixTemplate::new("drop-resource").because("the type has no diagnostic settings")])
    .examples(&[answer!(
        "ResourceTypeNotSupported",
        400,
        "The resource type 'microsoft.network/routetables' does not support diagnostic settings."
    )
    .fix("drop-resource", "", "")]),
    rule(
        "diagnostic-sink-taken",
        "exists",
        "Another diagnostic setting sends the same logs to the same place.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("is already used in diagnostic setting '{setting}'"),
        Pattern::Text("Data sinks can't be reused in different settings on the same category"),
    ])])
    .says("{place}: the setting {setting|of somebody else} sends the same logs there already")
    .fixes(&[by_hand(
        "leave this setting out: a policy of the target may make such settings itself",
    )])
    .examples(&[answer!(
        "Conflict",
        409,
        "Data sink '/subscriptions/1/law' is already used in diagnostic setting 'setByPolicy' \
         for category 'AuditEvent'. Data sinks can't be reused in different settings on the same \
         category for the same resource."
    )
    .captures(&[("setting", "setByPolicy")])]),
    rule(
        "metric-not-seen",
        "state",
        "An alert names a metric that the resource has not sent yet.",
    )
    .when(&[Pattern::Text("Couldn't find a metric named {metric}. Make sure")])
    .says("{place} watches the metric {metric}, which has not been seen yet")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.criteria.allOf[*].skipMetricValidation")
        .json("true")
        .because("a metric of one's own is there only after it was sent")])
    .mends("sets `skipMetricValidation` to true: the metric is there only after it was sent")
    .examples(&[answer!(
        "BadRequest",
        400,
        "Couldn't find a metric named queue_depth. Make sure the name is correct. If this is a \
         custom metric, please make sure it is emitted."
    )
    .fix(
        "set-attribute",
        "body.properties.criteria.allOf[*].skipMetricValidation",
        "true",
    )]),
    rule(
        "query-table-missing",
        "state",
        "A query names a table or column that the workspace does not have yet.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to resolve table or column expression named '{table}'"),
        Pattern::Text("Failed to resolve scalar expression named '{table}'"),
        Pattern::Text("'{operator}' operator: Failed to resolve"),
    ])])
    .says("{place}: its query names {table|something} that the workspace does not have yet")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.skipQueryValidation")
        .json("true")
        .because("the table is there only after something was sent to it")])
    .mends("sets `skipQueryValidation` to true: the table is there only after something was sent to it")
    .examples(&[answer!(
        "BadRequest",
        400,
        "The request had some invalid properties Activity ID: 1. SEM0100: 'where' operator: \
         Failed to resolve table or column expression named 'AppEvents_CL'"
    )
    .arm_type("Microsoft.Insights/scheduledQueryRules")
    .captures(&[("table", "AppEvents_CL")])
    .fix("set-attribute", "body.properties.skipQueryValidation", "true")]),
];
