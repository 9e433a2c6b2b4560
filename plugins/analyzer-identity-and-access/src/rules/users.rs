//! Users, and what a policy asks of them.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "second-factor",
        "auth",
        "A second factor is needed, and only a person can give it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50076:"),
        Pattern::Text("AADSTS50079:"),
        Pattern::Text("AADSTS50074:"),
        Pattern::Text("AADSTS50072:"),
        Pattern::Text("AADSTS50078:"),
        Pattern::Text("AADSTS50158:"),
        Pattern::Text("AADSTS53004:"),
        Pattern::Code(&[
            "AADSTS50076",
            "AADSTS50079",
            "AADSTS50074",
            "AADSTS50072",
            "AADSTS50078",
            "AADSTS50158",
            "AADSTS53004",
        ]),
    ])])
    .says("the sign-in needs a second factor")
    .fixes(&[by_hand(
        "sign in again where a person can answer (`az login --tenant TENANT`), or use an \
         application or a managed identity",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS50076: Due to a configuration change made by your administrator, or because you \
         moved to a new location, you must use multi-factor authentication to access the service.",
    )]),
    rule(
        "conditional-access",
        "policy",
        "A conditional access policy forbids the sign-in.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS53003:"),
        Pattern::Text("AADSTS50131:"),
        Pattern::Text("AADSTS530032:"),
        Pattern::Text("AADSTS53000:"),
        Pattern::Text("AADSTS53001:"),
        Pattern::Text("AADSTS53002:"),
        Pattern::Text("AADSTS50005:"),
        Pattern::Text("AADSTS530035:"),
        Pattern::Text("AADSTS50097:"),
        Pattern::Text("AADSTS53011:"),
        Pattern::Code(&[
            "AADSTS53003",
            "AADSTS50131",
            "AADSTS530032",
            "AADSTS53000",
            "AADSTS53001",
            "AADSTS53002",
            "AADSTS50005",
            "AADSTS530035",
            "AADSTS50097",
            "AADSTS53011",
        ]),
    ])])
    .says("a conditional access policy forbids the sign-in")
    .fixes(&[by_hand(
        "let an administrator say which policy it was (sign-in log), and exempt the identity or \
         meet its terms",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy \
         does not allow token issuance.",
    )]),
    rule(
        "sign-in-revoked",
        "auth",
        "The sign-in was revoked, such as by a change of the password.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50173:"),
        Pattern::Text("AADSTS50132:"),
        Pattern::Text("AADSTS50133:"),
        Pattern::Code(&["AADSTS50173", "AADSTS50132", "AADSTS50133"]),
    ])])
    .says("the sign-in was revoked")
    .fixes(&[by_hand(
        "sign in again; for long runs use an application or a managed identity",
    )])
    .examples(&[Example::new("apply").detail(
        "AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token \
         is needed. The user might have changed or reset their password.",
    )]),
    rule("sign-in-expired", "auth", "The sign-in has run out.")
        .when(&[Pattern::Any(&[
            Pattern::Text("AADSTS700082:"),
            Pattern::Text("AADSTS70008:"),
            Pattern::Text("AADSTS70043:"),
            Pattern::Text("AADSTS50089:"),
            Pattern::Text("AADSTS700084:"),
            Pattern::Text("AADSTS70000:"),
            Pattern::Code(&[
                "AADSTS700082",
                "AADSTS70008",
                "AADSTS70043",
                "AADSTS50089",
                "AADSTS700084",
                "AADSTS70000",
            ]),
        ])])
        .says("the sign-in has run out")
        .fixes(&[by_hand("sign in again: `az login --tenant TENANT`")])
        .examples(&[Example::new("auth").detail(
            "AADSTS700082: The refresh token has expired due to inactivity. The token was issued on \
             2025-12-01T08:00:00Z and was inactive for 90.00:00:00.",
        )]),
    rule("not-signed-in", "auth", "Nobody is signed in.")
        .when(&[Pattern::Any(&[
            Pattern::Text("AADSTS50058:"),
            Pattern::Text("AADSTS16000:"),
            Pattern::Code(&["AADSTS50058", "AADSTS16000"]),
        ])])
        .says("nobody is signed in")
        .fixes(&[by_hand("sign in: `az login --tenant TENANT`")])
        .examples(&[Example::new("auth")
            .code("AADSTS50058")
            .detail("A silent sign-in request was sent but no user is signed in.")]),
    rule("password-wrong", "auth", "User name or password is wrong.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Text("AADSTS50126:"),
            Pattern::Text("AADSTS50056:"),
            Pattern::Text("AADSTS50064:"),
            Pattern::Code(&["AADSTS50126", "AADSTS50056", "AADSTS50064"]),
        ])])
        .says("user name or password is wrong")
        .fixes(&[by_hand(
            "correct them; a user whose tenant asks for a second factor cannot sign in this way",
        )])
        .examples(&[Example::new("auth")
            .detail("AADSTS50126: Error validating credentials due to invalid username or password.")]),
    rule("password-expired", "auth", "The password of the user has expired.")
        .when(&[Pattern::Any(&[
            Pattern::Text("AADSTS50055:"),
            Pattern::Text("AADSTS50144:"),
            Pattern::Code(&["AADSTS50055", "AADSTS50144"]),
        ])])
        .says("the password of the user has expired")
        .fixes(&[by_hand("set a new one, then sign in again")])
        .examples(&[Example::new("auth")
            .code("AADSTS50055")
            .detail("The password is expired.")]),
    rule(
        "user-disabled",
        "auth",
        "The account of the user is disabled or locked.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50057:"),
        Pattern::Text("AADSTS50053:"),
        Pattern::Code(&["AADSTS50057", "AADSTS50053"]),
    ])])
    .says("the account of the user is disabled or locked")
    .fixes(&[by_hand(
        "let an administrator enable it; a locked account opens again by itself after a while",
    )])
    .examples(&[Example::new("auth").detail("AADSTS50057: The user account is disabled.")]),
    rule("user-not-in-tenant", "auth", "The user does not belong to the tenant.")
        .when(&[Pattern::Any(&[
            Pattern::Text(
                "User account '{user}' from identity provider '{provider}' does not exist in tenant \
                 '{tenant}'",
            ),
            Pattern::Text("AADSTS50020:"),
            Pattern::Text("AADSTS50034:"),
            Pattern::Text("AADSTS51004:"),
            Pattern::Text("AADSTS90072:"),
            Pattern::Text("AADSTS16003:"),
            Pattern::Code(&[
                "AADSTS50020",
                "AADSTS50034",
                "AADSTS51004",
                "AADSTS50014",
                "AADSTS90072",
                "AADSTS16003",
            ]),
        ])])
        .says("the user does not belong to the tenant {tenant|that is asked}")
        .fixes(&[by_hand(
            "sign in with an account of the tenant, or let this one be invited",
        )])
        .examples(&[Example::new("auth")
            .detail(
                "AADSTS50020: User account 'ann@contoso.com' from identity provider \
                 'https://sts.windows.net/1/' does not exist in tenant 'Fabrikam' and cannot access the \
                 application.",
            )
            .captures(&[("tenant", "Fabrikam")])]),
    rule(
        "user-not-assigned",
        "permission",
        "The application is for assigned users only.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50105:"),
        Pattern::Code(&["AADSTS50105"]),
    ])])
    .says("the user is not assigned to the application")
    .fixes(&[by_hand(
        "assign the user, or a group of theirs, to the enterprise application",
    )])
    .examples(&[Example::new("auth").code("AADSTS50105").detail(
        "Your administrator has configured the application atg to block users unless they are \
         specifically granted ('assigned') access to the application.",
    )]),
];
