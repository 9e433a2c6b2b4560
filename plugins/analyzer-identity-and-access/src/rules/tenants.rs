//! Tenants, applications and the directory.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{by_hand, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "application-unknown",
        "auth",
        "The tenant does not know the application.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Application with identifier '{application}' was not found in the directory '{tenant}'"),
        Pattern::Text("AADSTS700016:"),
        Pattern::Text("AADSTS700011:"),
        Pattern::Code(&["AADSTS700016", "AADSTS700011"]),
    ])])
    .says("the tenant {tenant|that is asked} does not know the application {application|of the profile}")
    .fixes(&[by_hand(
        "check `client_id` and `tenant_id` of the profile; an application of another tenant \
         needs consent in this one first",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS700016: Application with identifier '00000000-0000-0000-0000-00000000000a' was \
             not found in the directory 'Contoso'. This can happen if the application has not been \
             installed by the administrator of the tenant.",
        )
        .captures(&[("tenant", "Contoso")])]),
    rule("application-disabled", "auth", "The application is disabled.")
        .when(&[Pattern::Any(&[
            Pattern::Text("AADSTS7000112:"),
            Pattern::Text("AADSTS70001:"),
            Pattern::Text("AADSTS1000031:"),
            Pattern::Code(&["AADSTS7000112", "AADSTS70001", "AADSTS1000031"]),
        ])])
        .says("the application is disabled in the tenant")
        .fixes(&[by_hand("let an administrator enable it, or use another one")])
        .examples(&[Example::new("auth")
            .code("AADSTS7000112")
            .detail("Application '00000000-0000-0000-0000-00000000000a'(atg) is disabled.")]),
    rule(
        "tenant-not-found",
        "auth",
        "There is no tenant of this id or name in this cloud.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Tenant '{tenant}' not found"),
        Pattern::Text("AADSTS90002:"),
        Pattern::Text("AADSTS900023:"),
        Pattern::Code(&["AADSTS90002", "AADSTS900023"]),
    ])])
    .says("there is no tenant {tenant|of this name}")
    .fixes(&[by_hand(
        "check `tenant_id` of the profile, and its `cloud`: national clouds have tenants of \
         their own",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS90002: Tenant 'contoso-target' not found. Check to make sure you have the correct \
             tenant ID and are signing into the correct cloud.",
        )
        .captures(&[("tenant", "contoso-target")])]),
    rule(
        "tenant-not-told",
        "auth",
        "The request does not tell which tenant is meant.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50059:"),
        Pattern::Text("AADSTS50128:"),
        Pattern::Text("AADSTS90019:"),
        Pattern::Text("AADSTS50194:"),
        Pattern::Code(&["AADSTS50059", "AADSTS50128", "AADSTS90019", "AADSTS50194"]),
    ])])
    .says("nothing tells which tenant is meant")
    .fixes(&[by_hand("set `tenant_id` of the profile")])
    .examples(&[Example::new("auth").code("AADSTS50059").detail(
        "No tenant-identifying information found in either the request or implied by any \
         provided credentials.",
    )]),
    rule(
        "tenant-restricted",
        "policy",
        "A policy between tenants, or of the network, forbids this tenant.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS500021:"),
        Pattern::Text("AADSTS500022:"),
        Pattern::Text("AADSTS500212:"),
        Pattern::Text("AADSTS500213:"),
        Pattern::Text("AADSTS50002:"),
        Pattern::Text("AADSTS5000224:"),
        Pattern::Code(&[
            "AADSTS500021",
            "AADSTS500022",
            "AADSTS500212",
            "AADSTS500213",
            "AADSTS50002",
            "AADSTS5000224",
        ]),
    ])])
    .says("a policy does not let this sign-in into the tenant")
    .fixes(&[by_hand(
        "let an administrator of the tenant allow it: tenant restrictions, cross-tenant access, \
         or a blocked tenant",
    )])
    .examples(&[
        Example::new("auth").detail(
            "AADSTS500213: The resource tenant's cross-tenant access policy does not allow this user \
             to access this tenant.",
        ),
        Example::new("auth").code("AADSTS5000224").detail(
            "We are sorry, this resource is not available. If you are seeing this message by \
             mistake, please contact Microsoft support.",
        ),
    ]),
    rule(
        "other-cloud",
        "auth",
        "The tenant belongs to another cloud than the one that is asked.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS90038:"),
        Pattern::Text("AADSTS900382:"),
        Pattern::Text("AADSTS900432:"),
        Pattern::Text("AADSTS90051:"),
        Pattern::Text("AADSTS1000104:"),
        Pattern::Code(&[
            "AADSTS90038",
            "AADSTS900382",
            "AADSTS900432",
            "AADSTS90051",
            "AADSTS1000104",
        ]),
    ])])
    .says("the tenant belongs to another cloud")
    .fixes(&[by_hand("set `cloud` of the profile: `public`, `usgov` or `china`")])
    .examples(&[Example::new("auth").detail(
        "AADSTS90038: NationalCloudTenantRedirection: the specified tenant 'contoso' belongs to \
         the National Cloud 'MicrosoftOnline.US'.",
    )]),
    rule(
        "consent-missing",
        "permission",
        "Nobody has consented that the application may do what it asks for.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS65001:"),
        Pattern::Text("AADSTS90094:"),
        Pattern::Text("AADSTS90095:"),
        Pattern::Text("AADSTS650056:"),
        Pattern::Text("AADSTS65004:"),
        Pattern::Text("AADSTS90008:"),
        Pattern::Text("AADSTS9002341:"),
        Pattern::Code(&[
            "AADSTS65001",
            "AADSTS90094",
            "AADSTS90095",
            "AADSTS650056",
            "AADSTS65004",
            "AADSTS90008",
            "AADSTS9002341",
        ]),
    ])])
    .says("the application lacks consent")
    .fixes(&[by_hand(
        "let an administrator consent: `az ad app permission admin-consent --id APP`",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS65001: The user or administrator has not consented to use the application with ID \
         '00000000-0000-0000-0000-00000000000a' named 'atg'.",
    )]),
    rule(
        "service-unknown",
        "auth",
        "The tenant does not have the service for which a token is asked.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The resource principal named {service} was not found in the tenant named {tenant}"),
        Pattern::Text("AADSTS500011:"),
        Pattern::Text("AADSTS50001:"),
        Pattern::Text("AADSTS650057:"),
        Pattern::Text("AADSTS650052:"),
        Pattern::Code(&["AADSTS500011", "AADSTS50001", "AADSTS650057", "AADSTS650052"]),
    ])])
    .says("the tenant does not have the service {service|that is asked for}")
    .fixes(&[by_hand(
        "check the audience of the profile and its `cloud`; the service may have to be enabled \
         in the tenant",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS500011: The resource principal named https://management.contoso.net was not found \
             in the tenant named Contoso. This can happen if the application has not been installed \
             by the administrator of the tenant.",
        )
        .captures(&[("service", "https://management.contoso.net")])]),
    rule(
        "scope-malformed",
        "auth",
        "The scope of the request is not of the form that the flow takes.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS70011:"),
        Pattern::Text("AADSTS1002012:"),
        Pattern::Text("AADSTS28002:"),
        Pattern::Text("AADSTS700022:"),
        Pattern::Text("AADSTS700023:"),
        Pattern::Code(&[
            "AADSTS70011",
            "AADSTS1002012",
            "AADSTS28002",
            "AADSTS700022",
            "AADSTS700023",
        ]),
    ])])
    .says("the scope that is asked for is malformed")
    .fixes(&[by_hand("ask for one audience with `/.default` behind it")])
    .examples(&[Example::new("auth").detail(
        "AADSTS1002012: The provided value for scope https://management.azure.com/ is not valid. \
         Client credential flows must have a scope value with /.default suffixed to the resource \
         identifier (application ID URI).",
    )]),
    rule(
        "directory-busy",
        "transient",
        "The directory is not available for the moment.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS90033:"),
        Pattern::Text("AADSTS90006:"),
        Pattern::Text("AADSTS90012:"),
        Pattern::Text("AADSTS90024:"),
        Pattern::Text("AADSTS90090:"),
        Pattern::Text("AADSTS90091:"),
        Pattern::Text("AADSTS50033:"),
        Pattern::Text("AADSTS50087:"),
        Pattern::Text("AADSTS50000:"),
        Pattern::Code(&[
            "AADSTS90033",
            "AADSTS90006",
            "AADSTS90012",
            "AADSTS90024",
            "AADSTS90090",
            "AADSTS90091",
            "AADSTS50033",
            "AADSTS50087",
            "AADSTS50000",
        ]),
    ])])
    .says("Entra is not available for the moment")
    .fixes(&[wait("it will be again")])
    .examples(&[Example::new("auth")
        .code("AADSTS90033")
        .detail("A transient error has occurred. Please try again.")]),
    rule(
        "directory-throttled",
        "throttle",
        "The directory takes no more requests for a while.",
    )
    .retry("throttle")
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS90055:"),
        Pattern::Text("AADSTS50196:"),
        Pattern::Code(&["AADSTS90055", "AADSTS50196"]),
    ])])
    .says("Entra takes no more requests for a while")
    .fixes(&[wait("tokens should be kept and used until they run out")])
    .examples(&[Example::new("auth").detail(
        "AADSTS50196: The server terminated an operation because it encountered a client request \
         loop.",
    )]),
];
