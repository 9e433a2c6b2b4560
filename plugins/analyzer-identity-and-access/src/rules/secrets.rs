//! What an application signs in with.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule(
        "client-secret-wrong",
        "auth",
        "The secret of the application is not the right one.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS7000215:"),
        Pattern::Text("AADSTS70002:"),
        Pattern::Code(&["AADSTS7000215", "AADSTS70002"]),
    ])])
    .says("the client secret is not right")
    .fixes(&[by_hand(
        "use the value of the secret, not its id, and check that it belongs to this application",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the \
         request is the client secret value, not the client secret ID, for a secret added to app \
         '00000000-0000-0000-0000-00000000000a'.",
    )]),
    rule(
        "client-secret-expired",
        "auth",
        "The secret of the application has expired.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS7000222:"),
        Pattern::Code(&["AADSTS7000222"]),
    ])])
    .says("the client secret has expired")
    .fixes(&[by_hand(
        "make a new secret (`az ad app credential reset --id APP --append`), or go over to \
         federated credentials, which do not expire",
    )])
    .examples(&[Example::new("auth").code("AADSTS7000222").detail(
        "The provided client secret keys for app '00000000-0000-0000-0000-00000000000a' are \
         expired.",
    )]),
    rule(
        "credential-missing",
        "auth",
        "Neither a secret nor an assertion was sent.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS7000218:"),
        Pattern::Text("AADSTS900144:"),
        Pattern::Code(&["AADSTS7000218", "AADSTS900144"]),
    ])])
    .says("no credential of the application was sent")
    .fixes(&[by_hand(
        "give one: `client_secret`, a certificate, or `use_oidc`; an application for users must \
         allow public clients",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS7000218: The request body must contain the following parameter: \
         'client_assertion' or 'client_secret'.",
    )]),
    rule(
        "public-client-with-secret",
        "auth",
        "The application is a public client, and such ones have no secret.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS700025:"),
        Pattern::Code(&["AADSTS700025"]),
    ])])
    .says("the application is a public client and takes no secret")
    .fixes(&[by_hand(
        "sign in without a secret, or turn off \"allow public client flows\" of the application",
    )])
    .examples(&[Example::new("auth")
        .code("AADSTS700025")
        .detail("Client is public so neither 'client_assertion' nor 'client_secret' should be presented.")]),
    rule(
        "certificate-not-registered",
        "auth",
        "The certificate that signs is not registered with the application.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS700027:"),
        Pattern::Text("AADSTS700030:"),
        Pattern::Text("AADSTS50012:"),
        Pattern::Code(&["AADSTS700027", "AADSTS700030", "AADSTS50012"]),
    ])])
    .says("the certificate is not one of the application's")
    .fixes(&[by_hand(
        "upload the public part of the certificate to the application, or use the one that is \
         there",
    )])
    .examples(&[Example::new("auth").detail(
        "AADSTS700027: The certificate with identifier used to sign the client assertion is not \
         registered on application. [Reason - The key was not found.]",
    )]),
    rule(
        "certificate-not-readable",
        "auth",
        "The file of a certificate cannot be read or opened.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(r#"failed to read certificate file "{file}""#),
        Pattern::Text("pkcs12: decryption password incorrect"),
        Pattern::Text("didn't find any certificate content"),
        Pattern::Text("didn't find any PEM blocks"),
        Pattern::Text("found no private key"),
        Pattern::Text("certData contains multiple private keys"),
        Pattern::Text("failed to parse certificate"),
    ])])
    .says("the certificate cannot be read: {file|see its text}")
    .about("")
    .fixes(&[by_hand("give a PEM or PFX file with one private key, and its password")])
    .examples(&[
        Example::new("auth")
            .detail(
                "failed to read certificate file \"/etc/atg/target.pem\": open /etc/atg/target.pem: no \
                 such file or directory",
            )
            .captures(&[("file", "/etc/atg/target.pem")]),
        Example::new("auth").detail("pkcs12: decryption password incorrect"),
    ]),
    rule(
        "assertion-expired",
        "auth",
        "An assertion of a pipeline is outside of the time for which it holds.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS700024:"),
        Pattern::Text("AADSTS500133:"),
        Pattern::Code(&["AADSTS700024", "AADSTS500133"]),
    ])])
    .says("the assertion has run out")
    .fixes(&[by_hand(
        "get a new one for each call (`oidc_request_url`), or let the job be shorter; look at \
         the clock of the machine",
    )])
    .examples(&[Example::new("apply").detail(
        "AADSTS700024: Client assertion is not within its valid time range. Current time: \
         2026-03-01T10:00:00Z, assertion valid from 2026-03-01T09:40:00Z, expiry time of \
         assertion 2026-03-01T09:50:00Z.",
    )]),
    rule(
        "assertion-not-valid",
        "auth",
        "The signature or the form of an assertion is wrong.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("AADSTS50013:"),
        Pattern::Text("AADSTS50027:"),
        Pattern::Text("AADSTS900384:"),
        Pattern::Text("AADSTS700229:"),
        Pattern::Code(&["AADSTS50013", "AADSTS50027", "AADSTS900384", "AADSTS700229"]),
    ])])
    .says("the assertion is not valid")
    .fixes(&[by_hand(
        "let the identity provider make a new one; look at its issuer and its keys",
    )])
    .examples(&[Example::new("auth").detail("AADSTS50027: JWT token is invalid or malformed.")]),
    rule(
        "federated-subject",
        "auth",
        "No federated credential of the application names the subject that the pipeline presents.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "AADSTS700213: No matching federated identity record found for presented assertion \
             subject '{subject}'",
        ),
        Pattern::Text("Assertion Subject: '{subject}'"),
        Pattern::Text("AADSTS70021:"),
        Pattern::Text("AADSTS7002131:"),
        Pattern::Code(&["AADSTS700213", "AADSTS7002131", "AADSTS70021"]),
    ])])
    .says("no federated credential fits the subject {subject|that is presented}")
    .fixes(&[by_hand(
        "add a federated credential with exactly the subject {subject|of the text}; branch, \
         environment and pull request each have one of their own",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS700213: No matching federated identity record found for presented assertion \
             subject 'repo:contoso/estate:environment:target'. Check your federated identity \
             credential Subject, Audience and Issuer against the presented assertion.",
        )
        .captures(&[("subject", "repo:contoso/estate:environment:target")])]),
    rule(
        "federated-audience",
        "auth",
        "No federated credential of the application names the audience that is presented.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "AADSTS700212: No matching federated identity record found for presented assertion \
             audience '{audience}'",
        ),
        Pattern::Text("AADSTS700212:"),
        Pattern::Code(&["AADSTS700212"]),
    ])])
    .says("no federated credential fits the audience {audience|that is presented}")
    .fixes(&[by_hand(
        "use `api://AzureADTokenExchange` on both sides, or the one of the national cloud",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS700212: No matching federated identity record found for presented assertion \
             audience 'https://github.com/contoso'. Check your federated identity credential \
             Subject, Audience and Issuer against the presented assertion.",
        )
        .captures(&[("audience", "https://github.com/contoso")])]),
    rule(
        "federated-issuer",
        "auth",
        "No federated credential of the application names the issuer of the assertion.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(
            "AADSTS700211: No matching federated identity record found for presented assertion \
             issuer '{issuer}'",
        ),
        Pattern::Text("AADSTS700211:"),
        Pattern::Code(&["AADSTS700211"]),
    ])])
    .says("no federated credential fits the issuer {issuer|of the assertion}")
    .fixes(&[by_hand(
        "add a federated credential for this issuer; GitHub Enterprise and each Azure DevOps \
         organisation have their own",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "AADSTS700211: No matching federated identity record found for presented assertion \
             issuer 'https://vstoken.dev.azure.com/1'. Check your federated identity credential \
             Subject, Audience and Issuer against the presented assertion.",
        )
        .captures(&[("issuer", "https://vstoken.dev.azure.com/1")])]),
];
