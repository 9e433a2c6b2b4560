//! What Azure says when something that a resource needs is not there.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Example, FixTemplate, Lookup, Pattern, Problem, Rule};

const fn rule(id: &'static str, cause: &'static str) -> Rule {
    Rule::new(id, cause).category("reference").phases(&["plan", "apply"])
}

const fn example(code: &'static str, detail: &'static str) -> Example {
    Example::new("apply")
        .code(code)
        .status(404)
        .summary("Failed to create/update resource")
        .detail(detail)
        .address("azapi_resource.app")
}

pub(crate) const RULES: &[Rule] = &[
    rule("group-placeholder", "A resource is put into a group whose name was never filled in.")
        .confidence(0.95)
        .when(&[Pattern::Any(&[
            Pattern::Text("Resource group 'default-rg' could not be found"),
            Pattern::Text("Resource group 'unknown' could not be found"),
            Pattern::Text("Resource group 'placeholder"),
            Pattern::Text("Resource group 'example"),
        ])])
        .says("{place} lies in a group whose name is a placeholder")
        .fixes(&[FixTemplate::new("manual").path("parent_id").because("take the group of the source; a resource without one is skipped, with the reason")])
        .examples(&[example("ResourceGroupNotFound", "Resource group 'default-rg' could not be found.").fix("manual", "parent_id", "")]),
    rule("group-not-found", "The resource group is not there, or not yet.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Resource group '{group}' could not be found"),
            Pattern::Code(&["ResourceGroupNotFound"]),
        ])])
        .says("{place} lies in the group {group|that it names}, which is not there")
        .then(group)
        .mends("refer to the group, so that Terraform creates it first")
        .examples(&[
            example("ResourceGroupNotFound", "RESPONSE 404: 404 Not Found\nERROR CODE: ResourceGroupNotFound\n{\n  \"error\": {\n    \"code\": \"ResourceGroupNotFound\",\n    \"message\": \"Resource group 'ITERATION12_rg-app' could not be found.\"\n  }\n}")
                .configuration(r#"{"parent_id":"/subscriptions/1/resourceGroups/ITERATION12_rg-app"}"#)
                .captures(&[("group", "ITERATION12_rg-app")])
                .fix("manual", "parent_id", ""),
            example("ResourceGroupNotFound", "Resource group 'rg-app' could not be found.")
                .configuration(r#"{"parent_id":"${azapi_resource.rg_app.id}"}"#)
                .fix("wait", "", ""),
        ]),
    rule("parent-not-found", "The resource that it belongs to is not there: it failed itself, or was not generated.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Can not perform requested operation on nested resource. Parent resource '{parent}' not found"),
            Pattern::Text("parent resource '{parent}' not found"),
            Pattern::Code(&["ParentResourceNotFound"]),
        ])])
        .says("{place} belongs to {parent|a resource}, which is not there")
        .then(parent)
        .mends("refer to the parent; where it failed, mend that first")
        .examples(&[example(
            "ParentResourceNotFound",
            "Can not perform requested operation on nested resource. Parent resource 'privatelink.vaultcore.azure.net' not found.",
        )
        .captures(&[("parent", "privatelink.vaultcore.azure.net")])
        .fix("manual", "parent_id", "")]),
    rule("referenced-not-provisioned", "What it refers to is being created, or failed to be.")
        .category("transient")
        .retry("transient")
        .when(&[Pattern::Not(&[Pattern::Text("Failed state"), Pattern::Text("Failed provisioning state")]), Pattern::Any(&[
            Pattern::Code(&["ReferencedResourceNotProvisioned", "ParentResourceNotReady", "ResourceNotReady", "NetworkNotReady"]),
            Pattern::Text("is in Updating state"),
            Pattern::Text("is not in Succeeded state. Resource is in Updating"),
            Pattern::Text("was not in 'Succeeded' state"),
        ])])
        .says("what {place} refers to is not ready")
        .fixes(&[FixTemplate::new("wait").because("what is being created gets ready; if it failed, mend it first")])
        .examples(&[example(
            "ReferencedResourceNotProvisioned",
            "Cannot proceed with operation because resource /subscriptions/1/…/subnets/a used by resource /subscriptions/1/…/nic is \
             not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is \
             PutSubnetOperation.",
        )
        .status(409)
        .fix("wait", "", "")]),
    rule("subnet-not-found", "The subnet that it refers to is not there.")
        .when(&[Pattern::Any(&[
            Pattern::Code(&["SubnetNotFound", "VirtualNetworkSubnetNotFound", "InvalidSubnetId"]),
            Pattern::Text("Subnet {subnet} could not be found"),
            Pattern::Text("subnet '{subnet}' not found"),
        ])])
        .says("{place} refers to a subnet that is not there")
        .fixes(&[FixTemplate::new("manual").because("refer to the subnet's resource, so that it is created first; a subnet that was not scanned must be generated")])
        .examples(&[example("SubnetNotFound", "Subnet default could not be found in the virtual network.").fix("manual", "", "")]),
    rule("workspace-not-found", "The workspace for logs that it refers to is not there.")
        .when(&[Pattern::Any(&[
            Pattern::Text("destination Log Analytics workspace not found"),
            Pattern::Text("workspace could not be found"),
            Pattern::Text("Workspace '{workspace}' was not found"),
            Pattern::Code(&["WorkspaceNotFound"]),
        ])])
        .says("{place} refers to a workspace that is not there")
        .fixes(&[FixTemplate::new("manual").because("generate the workspace, or map it to one of the target; ids of the source mean nothing there")])
        .examples(&[example("InvalidPayload", "Data collection rule is invalid: destination Log Analytics workspace not found")
            .status(400)
            .fix("manual", "", "")]),
    rule("referenced-not-found", "What it refers to is not there, or lies in a place that cannot be seen from there.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Resource {other} referenced by resource {own} was not found"),
            Pattern::Code(&[
                "InvalidResourceReference",
                "InvalidGlobalResourceReference",
                "LinkedResourceNotFound",
                "ReferencedResourceNotFound",
                "DependencyNotFound",
            ]),
        ])])
        .says("{place} refers to {other|something} that is not there")
        .then(referenced)
        .mends("a reference in place of the id; an id of the source's subscription is never right")
        .examples(&[example(
            "InvalidResourceReference",
            "Resource /subscriptions/1/resourceGroups/a/providers/Microsoft.Network/networkSecurityGroups/n referenced by resource \
             /subscriptions/1/resourceGroups/a/providers/Microsoft.Network/networkInterfaces/i was not found. Please make sure that \
             the referenced resource exists, and that both resources are in the same region.",
        )
        .status(400)
        .configuration(
            r#"{"body":{"properties":{"networkSecurityGroup":{"id":"/subscriptions/1/resourceGroups/a/providers/Microsoft.Network/networkSecurityGroups/n"}}}}"#,
        )
        .fix("manual", "body.properties.networkSecurityGroup.id", "")]),
    rule("resource-not-found", "Azure does not find what it is asked for: it was just made and is not everywhere yet, or never was.")
        .category("transient")
        .retry("transient")
        .confidence(0.6)
        .when(&[Pattern::Any(&[
            Pattern::Text("The Resource '{what}' under resource group '{group}' was not found"),
            Pattern::Code(&["ResourceNotFound", "NotFound", "EntityNotFound"]),
        ])])
        .says("{place} needs {what|something} that is not found")
        .fixes(&[
            FixTemplate::new("wait").because("what was made a moment ago is not everywhere at once"),
            FixTemplate::new("manual").because("if it stays so, generate it, or refer to it so that it comes first"),
        ])
        .examples(&[example(
            "ResourceNotFound",
            "The Resource 'Microsoft.KeyVault/vaults/secrets' under resource group 'rg-app' was not found.",
        )
        .captures(&[("what", "Microsoft.KeyVault/vaults/secrets")])
        .fix("wait", "", "")
        .fix("manual", "", "")]),
];

/// What the address lies in, as it is written.
fn parent_id(problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<(&'static str, String)> {
    let configuration = lookup.configuration(problem.address?)?;
    ["parent_id", "resource_group_name"]
        .into_iter()
        .find_map(|name| Some((name, configuration.get(name)?.as_str()?.to_owned())))
}

/// What is written as a reference is created first, so time is all that is missing; a written id must become a reference.
fn in_order(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis, reason: &str) -> Diagnosis {
    let fix = match parent_id(problem, lookup) {
        Some((_, id)) if id.contains("${") => {
            diagnosis.category = "transient".to_owned();
            diagnosis.retry = "transient".to_owned();
            problem.fix(
                "wait",
                "",
                "it is referred to, so it comes first; it is not everywhere at once",
            )
        }
        Some((name, _)) => problem.fix("manual", name, reason),
        None => problem.fix("manual", "parent_id", reason),
    };
    diagnosis.fixes.extend(fix);
    diagnosis
}

fn group(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let reason = "refer to the group's resource in place of its name, so that Terraform creates it first";
    Some(in_order(problem, lookup, diagnosis, reason))
}

fn parent(problem: &Problem<'_>, lookup: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    let reason = "refer to the parent's resource in place of its id; where the parent failed, mend that first";
    Some(in_order(problem, lookup, diagnosis, reason))
}

/// The places where the id stands that is not found.
fn referenced(problem: &Problem<'_>, lookup: &dyn Lookup, mut diagnosis: Diagnosis) -> Option<Diagnosis> {
    let configuration = problem
        .address
        .and_then(|address| lookup.configuration(address))
        .unwrap_or_default();
    let reason = "refer to the resource in place of its id, so that Terraform creates it first";
    if let Some(id) = problem.capture("other") {
        let holds = |text: &str| text.eq_ignore_ascii_case(id);
        let places = atg_sdk::rules::paths(&configuration, &|_, value| value.as_str().is_some_and(holds));
        for path in places {
            diagnosis.fixes.extend(problem.fix("manual", &path, reason));
        }
    }
    if diagnosis.fixes.is_empty() {
        diagnosis.fixes.extend(problem.fix("manual", "", reason));
    }
    Some(diagnosis)
}
