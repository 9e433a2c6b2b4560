//! Role assignments and the principals in them.

use atg_sdk::rules::{FixTemplate, Pattern, Rule};

use crate::hooks::import_role_assignment;
use crate::shapes::{answer, by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "role-assignment-exists",
        "exists",
        "The same role is given to the same principal at the same scope already, under another id.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The ID of the existing role assignment is {id}."),
        Pattern::Text("The ID of the conflicting role assignment is {id}."),
        Pattern::Code(&["RoleAssignmentExists"]),
    ])])
    .says("the role that {place} gives is given already")
    .fixes(&[by_hand("import the assignment that is there, or leave this one out")])
    .then(import_role_assignment)
    .mends("imports the assignment that is there")
    .examples(&[
        answer!(
            "RoleAssignmentExists",
            409,
            "The role assignment already exists. The ID of the existing role assignment is \
             0123456789abcdef0123456789abcdef."
        )
        .configuration(r#"{"parent_id":"/subscriptions/1"}"#)
        .fix(
            "import",
            "",
            "\"/subscriptions/1/providers/Microsoft.Authorization\
             /roleAssignments/01234567-89ab-cdef-0123-456789abcdef\"",
        ),
        answer!("RoleAssignmentExists", 409, "The role assignment already exists.").fix("manual", "", ""),
    ]),
    rule(
        "role-assignment-id-taken",
        "naming",
        "The id of the role assignment belongs to another principal, role or scope.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Tenant ID, application ID, principal ID, and scope are not allowed to be updated"),
        Pattern::Code(&[
            "RoleAssignmentUpdateNotPermitted",
            "HashConflictOnDifferentRoleAssignmentIds",
        ]),
    ])])
    .says("the id of {place} belongs to another assignment")
    .fixes(&[by_hand(
        "give it another id: make it of scope, role and principal of the target; or delete the \
         assignment whose principal is gone",
    )])
    .examples(&[answer!(
        "RoleAssignmentUpdateNotPermitted",
        400,
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."
    )]),
    rule(
        "principal-not-found",
        "identity",
        "The directory does not know the principal: it is of another tenant, or was made a moment ago.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("Principal {principal} does not exist in the directory {tenant}"),
        Pattern::Code(&["PrincipalNotFound"]),
    ])])
    .says("{place} gives a role to {principal|a principal} that the directory does not know")
    .fixes(&[
        wait("a principal that was just made is known to all of Azure after some minutes"),
        by_hand("map {principal|the principal} to one of the target"),
    ])
    .examples(&[answer!(
        "PrincipalNotFound",
        400,
        "Principal 0123456789abcdef0123456789abcdef does not exist in the directory \
         00000000-0000-0000-0000-0000000000aa. Check that you have the correct principal ID."
    )
    .captures(&[("principal", "0123456789abcdef0123456789abcdef")])
    .fix("wait", "", "")
    .fix("manual", "", "")]),
    rule(
        "principal-of-other-kind",
        "identity",
        "The principal is not of the kind that the assignment says.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("has type '{kind}' , which is different from specified"),
        Pattern::Text("has type '{kind}', which is different from specified"),
        Pattern::Code(&["UnmatchedPrincipalType"]),
    ])])
    .says("{place} says another kind of principal than the directory: {kind|see its text}")
    .fixes(&[FixTemplate::new("set-attribute")
        .path("body.properties.principalType")
        .text("{kind}")
        .because("the directory says so")])
    .mends("sets `principalType` to the kind that the directory tells")
    .examples(&[answer!(
        "UnmatchedPrincipalType",
        400,
        "The PrincipalId '0123456789abcdef0123456789abcdef' has type 'Group' , which is \
         different from specified PrinciaplType 'User'."
    )
    .fix("set-attribute", "body.properties.principalType", r#""Group""#)]),
    rule("role-not-found", "reference", "The target does not have the role.")
        .when(&[Pattern::Any(&[
            Pattern::Text("The specified role definition with ID '{role}' does not exist"),
            Pattern::Code(&["RoleDefinitionDoesNotExist"]),
        ])])
        .says("{place} gives a role that the target does not have: {role|see its text}")
        .fixes(&[by_hand("make the custom role in the target first, and refer to it")])
        .examples(&[answer!(
            "RoleDefinitionDoesNotExist",
            400,
            "The specified role definition with ID '0123456789abcdef0123456789abcdef' does not exist."
        )
        .captures(&[("role", "0123456789abcdef0123456789abcdef")])]),
    rule(
        "identity-not-usable",
        "identity",
        "A managed identity that the resource is to have cannot be given to it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to perform resource identity operation"),
        Pattern::Code(&["FailedIdentityOperation"]),
    ])])
    .says("{place} cannot get its managed identity")
    .fixes(&[by_hand(
        "make the user-assigned identity first, in the same tenant; after a deletion, wait some \
         minutes before the same name is used again",
    )])
    .examples(&[answer!(
        "FailedIdentityOperation",
        400,
        "Identity operation for resource '/subscriptions/1/vm' failed with error 'Failed to \
         perform resource identity operation. Status: 'BadRequest'.'"
    )]),
];
