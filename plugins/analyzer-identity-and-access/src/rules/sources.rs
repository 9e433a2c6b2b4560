//! Where a sign-in comes from: the Azure CLI, managed identities, pipelines, variables.

use atg_sdk::rules::{Example, Pattern, Rule};

use crate::shapes::{by_hand, rule};

pub(super) const RULES: &[Rule] = &[
    rule("cli-not-signed-in", "auth", "Nobody is signed in to the Azure CLI.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Please run 'az login' to set"),
            Pattern::Text("az login --"),
            Pattern::Text("Please run 'az login' to access"),
            Pattern::Text("run 'az login'"),
        ])])
        .says("nobody is signed in to the Azure CLI")
        .about("")
        .fixes(&[by_hand(
            "sign in: `az login --tenant TENANT`; each profile has a sign-in of its own \
             (`AZURE_CONFIG_DIR`)",
        )])
        .examples(&[
            Example::new("auth").detail("AzureCLICredential: ERROR: Please run 'az login' to setup account."),
            Example::new("plan").summary("Error: building account").detail(
                "unable to configure ResourceManagerAccount: subscription ID could not be determined: \
                 could not parse Azure CLI: please run 'az login'",
            ),
        ]),
    rule("cli-not-found", "auth", "The Azure CLI is not there.")
        .when(&[Pattern::Any(&[
            Pattern::Text("AzureCLICredential: executable not found on path"),
            Pattern::Text("Azure CLI not found on path"),
            Pattern::Text("launching Azure CLI: exec"),
            Pattern::Text("'az' is not recognized"),
            Pattern::Text("could not find a suitable version of the Azure CLI"),
            Pattern::Text("please ensure you have installed Azure CLI"),
        ])])
        .says("the Azure CLI is not there")
        .about("")
        .fixes(&[by_hand("install it, or use another `method` in the profile")])
        .examples(&[
            Example::new("auth").detail(
                "AzureCLICredential: executable not found on path. To troubleshoot, visit \
                 https://aka.ms/azsdk/go/identity/troubleshoot#azure-cli",
            ),
            Example::new("auth").detail(
                "obtaining defaults from az cmd: launching Azure CLI: exec: \"az\": executable file not \
                 found in $PATH",
            ),
        ]),
    rule(
        "cli-wrong-subscription",
        "auth",
        "The sign-in of the Azure CLI does not see the subscription.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("The subscription of '{subscription}' doesn't exist in cloud '{cloud}'"),
        Pattern::Text("is not known by Azure CLI"),
        Pattern::Text("Subscription {subscription} was not found"),
    ])])
    .says("the Azure CLI does not see the subscription {subscription|of the profile}")
    .about("")
    .fixes(&[by_hand(
        "sign in to its tenant: `az login --tenant TENANT`, then `az account set --subscription \
         {subscription|ID}`",
    )])
    .examples(&[Example::new("auth")
        .detail(
            "ERROR: The subscription of '00000000-0000-0000-0000-000000000001' doesn't exist in \
             cloud 'AzureCloud'.",
        )
        .captures(&[("subscription", "00000000-0000-0000-0000-000000000001")])]),
    rule(
        "identity-not-assigned",
        "auth",
        "The machine does not have the managed identity that is asked for.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("the requested identity isn't assigned to this resource"),
        Pattern::Text("failed to authenticate a system assigned identity"),
        Pattern::Text("Identity not found"),
        Pattern::Text("no managed identity found"),
    ])])
    .says("this machine does not have the managed identity")
    .about("")
    .fixes(&[by_hand(
        "assign it to the machine, or correct `client_id` of the profile",
    )])
    .examples(&[
        Example::new("auth").detail(
            "ManagedIdentityCredential authentication failed. the requested identity isn't assigned \
             to this resource\nGET http://169.254.169.254/metadata/identity/oauth2/token",
        ),
        Example::new("auth").detail(
            "ManagedIdentityCredential: failed to authenticate a system assigned identity. The \
             endpoint responded with {\"error\":\"invalid_request\",\"error_description\":\"Identity \
             not found\"}",
        ),
    ]),
    rule(
        "identity-endpoint-silent",
        "auth",
        "There is no endpoint for managed identities here.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("managed identity timed out"),
        Pattern::Text("no response from the IMDS endpoint"),
        Pattern::Text("169.254.169.254"),
        Pattern::Text("MSI not available"),
        Pattern::Text("no default identity is assigned to this resource"),
    ])])
    .says("this machine offers no managed identities")
    .about("")
    .fixes(&[by_hand(
        "run on a machine of Azure that has one, or use another `method` in the profile; a proxy \
         must leave 169.254.169.254 alone",
    )])
    .examples(&[
        Example::new("auth").detail(
            "ManagedIdentityCredential: managed identity timed out. See \
             https://aka.ms/azsdk/go/identity/troubleshoot#dac for more information",
        ),
        Example::new("auth").detail(
            "Get \"http://169.254.169.254/metadata/identity/oauth2/token\": dial tcp \
             169.254.169.254:80: connect: no route to host",
        ),
    ]),
    rule(
        "pipeline-token-missing",
        "auth",
        "The pipeline does not offer a token of its own.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("ACTIONS_ID_TOKEN_REQUEST_URL"),
        Pattern::Text("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        Pattern::Text("SYSTEM_OIDCREQUESTURI"),
        Pattern::Text("no system access token specified"),
        Pattern::Text("no token file specified"),
        Pattern::Text("no service connection ID specified"),
    ])])
    .says("the pipeline does not offer a token")
    .about("")
    .fixes(&[by_hand(
        "GitHub: `permissions: id-token: write` on the job; Azure DevOps: `SYSTEM_ACCESSTOKEN: \
         $(System.AccessToken)`; Kubernetes: the label `azure.workload.identity/use`",
    )])
    .examples(&[
        Example::new("auth").detail("Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable"),
        Example::new("auth").detail(
            "no value for environment variable SYSTEM_OIDCREQUESTURI. This should be set by Azure \
             Pipelines",
        ),
        Example::new("auth").detail(
            "WorkloadIdentityCredential: no token file specified. Check pod configuration or set \
             TokenFilePath in the options",
        ),
    ]),
    rule(
        "environment-incomplete",
        "auth",
        "The variables for a sign-in are there only in part.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("missing environment variable {name}"),
        Pattern::Text("incomplete environment variable configuration"),
        Pattern::Text("no value for AZURE_PASSWORD"),
        Pattern::Text("no client ID specified"),
        Pattern::Text("no tenant ID specified"),
    ])])
    .says("a variable for the sign-in is missing: {name|see its text}")
    .about("")
    .fixes(&[by_hand(
        "set `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and a secret or a certificate, or name them in \
         the profile",
    )])
    .examples(&[
        Example::new("auth")
            .detail("EnvironmentCredential: missing environment variable AZURE_TENANT_ID")
            .captures(&[("name", "AZURE_TENANT_ID")]),
        Example::new("auth").detail(
            "EnvironmentCredential: incomplete environment variable configuration. Only \
             AZURE_TENANT_ID and AZURE_CLIENT_ID are set",
        ),
    ]),
    rule("no-credential", "auth", "No way of signing in has worked.")
        .confidence(0.5)
        .when(&[Pattern::Any(&[
            Pattern::Text("failed to acquire a token."),
            Pattern::Text("Failed to obtain a credential"),
            Pattern::Text("unable to build authorizer for Resource Manager API"),
            Pattern::Text("DefaultAzureCredential: "),
            Pattern::Text("ChainedTokenCredential: "),
        ])])
        .says("no way of signing in has worked")
        .about("")
        .fixes(&[by_hand(
            "read the lines of the answer, one a way; set `method` of the profile so that only one \
             is tried",
        )])
        .examples(&[
            Example::new("plan").summary("Failed to obtain a credential.").detail(
                "ChainedTokenCredential: failed to acquire a token.\nAttempted \
                 credentials:\n	EnvironmentCredential: not configured",
            ),
            Example::new("plan").summary(
                "Error: unable to build authorizer for Resource Manager API: could not configure \
                 AzureCli Authorizer",
            ),
        ]),
];
