//! What is there already, in the target or twice in the configuration.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule, json_string};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("exists").phases(&["plan", "apply"])
}

pub(crate) const RULES: &[Rule] = &[
    rule("child-made-twice", "A child is made together with its parent, and once more by itself.")
        .when(&[Pattern::Any(&[
            Pattern::Text("resource with the ID \"{id}\" already exists"),
            Pattern::Code(&["SubnetAlreadyExists"]),
        ])])
        .says("{place} is there already: it is made inside its parent, too")
        .then(made_inside)
        .mends("import it; better, generate one form only")
        .examples(&[Example::new("apply")
            .summary(
                "A resource with the ID \"/subscriptions/1/resourceGroups/a/providers/Microsoft.Network/virtualNetworks/n/subnets/default\" \
                 already exists - to be managed via Terraform this resource needs to be imported into the State.",
            )
            .address("azurerm_subnet.default")
            .fix(
                "import",
                "",
                r#""/subscriptions/1/resourceGroups/a/providers/Microsoft.Network/virtualNetworks/n/subnets/default""#,
            )
            .fix("manual", "", "")]),
    rule("exists-in-target", "The target has the resource already, and Terraform's state does not know it.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Text("resource with the ID \"{id}\" already exists"),
            Pattern::Text("resource with the ID {id} already exists"),
        ])])
        .says("{place} exists in the target already")
        .fixes(&[FixTemplate::new("import").text("{id}").because("it is there: creating it again cannot work, taking it over can")])
        .examples(&[
            Example::new("apply")
                .summary("Resource already exists")
                .detail(
                    "a resource with the ID \"/subscriptions/1/resourceGroups/NetworkWatcherRG\" already exists - to be managed via \
                     Terraform this resource needs to be imported into the State. Please see the resource documentation for \
                     \"azapi_resource\" for more information",
                )
                .address("azapi_resource.rg_networkwatcherrg")
                .captures(&[("id", "/subscriptions/1/resourceGroups/NetworkWatcherRG")])
                .fix("import", "", r#""/subscriptions/1/resourceGroups/NetworkWatcherRG""#),
        ]),
    rule("exists-by-code", "Azure says that the resource exists already, without its id.")
        .when(&[Pattern::Code(&[
            "ResourceExists",
            "ResourceAlreadyExists",
            "AlreadyExists",
            "EntityAlreadyExists",
            "ContainerAlreadyExists",
            "ShareAlreadyExists",
            "TopicAlreadyExists",
            "DatabaseAlreadyExists",
        ])])
        .says("{place} exists in the target already")
        .then(import_by_request)
        .mends("import it by the id that was asked for")
        .examples(&[Example::new("apply")
            .code("ResourceExists")
            .status(409)
            .summary("Failed to create/update resource")
            .detail(
                "creating/updating Resource: (ResourceId \"/subscriptions/1/resourceGroups/a/providers/Microsoft.Sql/servers/s/databases/d\" \
                 / Api Version \"2023-08-01\"): PUT https://management.azure.com/…\nRESPONSE 409: 409 Conflict\nERROR CODE: \
                 ResourceExists",
            )
            .address("azapi_resource.sql_d")
            .fix("import", "", r#""/subscriptions/1/resourceGroups/a/providers/Microsoft.Sql/servers/s/databases/d""#)]),
    rule("one-per-parent", "The parent takes only one resource of this kind, and has one.")
        .category("exists")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["MultipleBastionHostNotAllowedInVnet", "OnlyOneGatewayAllowed", "VirtualNetworkGatewayAlreadyExists"]),
            Pattern::Text("can have only one"),
        ])])
        .says("the parent of {place} takes only one of its kind, and has one")
        .fixes(&[FixTemplate::new("manual").because("import the one that is there, or name the parent so that the two are told apart")])
        .examples(&[Example::new("apply")
            .code("MultipleBastionHostNotAllowedInVnet")
            .status(400)
            .summary("Failed to create/update resource")
            .detail("Multiple bastion hosts are not allowed in the virtual network.")
            .address("azapi_resource.bastion_b")
            .fix("manual", "", "")]),
];

/// The id of the request, where the provider tells it.
fn requested(problem: &Problem<'_>) -> Option<String> {
    use atg_sdk::rules::between;
    let quoted = between(problem.detail, "(ResourceId \"", "\"");
    quoted.filter(|id| id.starts_with('/')).map(str::to_owned)
}

fn import_by_request(problem: &Problem<'_>, _: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let fix = match requested(problem) {
        Some(id) => {
            let fix = problem.fix(
                "import",
                "",
                "it is there: creating it again cannot work, taking it over can",
            );
            fix.map(|fix| fix.value(&json_string(&id)))
        }
        None => problem.fix("manual", "", "import it, or choose another name"),
    };
    diagnosis.fixes.extend(fix);
    Some(diagnosis)
}

/// Children that Azure also takes inside their parents: whoever writes both makes them twice.
fn made_inside(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    const INLINE: [&str; 5] = [
        "/subnets/",
        "/securityRules/",
        "/routes/",
        "/virtualNetworkPeerings/",
        "/extensions/",
    ];
    let id = problem.capture("id").map(str::to_owned);
    let is_child = |id: &str| INLINE.iter().any(|child| atg_sdk::rules::contains(id, child));
    if id.as_deref().is_some_and(|id| !is_child(id)) {
        return None;
    }
    let diagnosis = match id {
        Some(id) => {
            let fix = problem.fix(
                "import",
                "",
                "it is there: creating it again cannot work, taking it over can",
            );
            Diagnosis {
                fixes: fix.map(|fix| fix.value(&json_string(&id))).into_iter().collect(),
                ..diagnosis
            }
        }
        None => import_by_request(problem, lookup, diagnosis)?,
    };
    let reason = "generate it inside its parent, or by itself, and not both";
    Some(match problem.fix("manual", "", reason) {
        Some(fix) => diagnosis.fix(fix),
        None => diagnosis,
    })
}
