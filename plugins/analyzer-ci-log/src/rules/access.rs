//! Tokens, secrets and permissions of a pipeline.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule};

pub(super) const RULES: &[Rule] = &[
    rule("pipeline-token", "auth", "The job may not ask for a token of its own.")
        .when(&[Pattern::Any(&[
            Pattern::Text("ACTIONS_ID_TOKEN_REQUEST_URL"),
            Pattern::Text("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
            Pattern::Text("give write permissions to id-token"),
        ])])
        .says("the job may not ask for a token")
        .fixes(&[by_hand(
            "give the job `permissions: id-token: write`; a pull request of a fork gets none",
        )])
        .examples(&[line(
            "Error: Login failed with Error: Error message: Unable to get \
             ACTIONS_ID_TOKEN_REQUEST_URL env variable. Double check if the 'auth-type' is correct.",
        )]),
    rule("secret-missing", "secret", "A secret or an input of a step is empty.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Input required and not supplied: {name}"),
            Pattern::Text("Not all values are present. Ensure {name} are supplied"),
            Pattern::Text("Not all values are present"),
            Pattern::Text("Error: Parameter token or opts.auth is required"),
            Pattern::Text("Missing required input {name}"),
        ])])
        .says("a step lacks {name|a secret or an input}")
        .fixes(&[by_hand(
            "set the secret for this repository, environment or variable group; runs from forks see \
             none",
        )])
        .examples(&[
            line(
                "Error: Login failed with Error: Using auth-type: SERVICE_PRINCIPAL. Not all values are \
                 present. Ensure 'client-id' and 'tenant-id' are supplied.",
            ),
            line("Error: Input required and not supplied: token").captures(&[("name", "token")]),
        ]),
    rule(
        "service-connection",
        "auth",
        "A service connection of the pipeline is not there, or not open to it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("references service connection {name} which could not be found"),
        Pattern::Text("service connection {name} which could not be found"),
        Pattern::Text("There was a resource authorization issue"),
        Pattern::Text("The service connection does not exist"),
    ])])
    .says("the pipeline may not use the service connection {name|that it names}")
    .fixes(&[by_hand(
        "make the connection, or permit the pipeline to use it (project settings)",
    )])
    .examples(&[line(
        "The pipeline is not valid. Job deploy: Step AzureCLI input connectedServiceNameARM \
         references service connection azure-target which could not be found. The service \
         connection does not exist, has been disabled or has not been authorized for use.",
    )
    .captures(&[("name", "azure-target")])]),
    rule(
        "token-may-not",
        "permission",
        "The token of the job may not do this in the repository.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Resource not accessible by integration"),
        Pattern::Text("Permission to {repository} denied to {who}."),
        Pattern::Text("refusing to allow a GitHub App to create or update workflow"),
        Pattern::Text("Resource not accessible by personal access token"),
    ])])
    .says("the token of the job may not do this")
    .fixes(&[by_hand(
        "give the job the permission that the call needs (`permissions: contents: write`, \
         `pull-requests: write`), or use the token of an app",
    )])
    .examples(&[
        line("RequestError [HttpError]: Resource not accessible by integration"),
        line("remote: Permission to contoso/estate.git denied to github-actions[bot]."),
    ]),
    rule(
        "token-expired",
        "auth",
        "A token of the pipeline has expired, or was withdrawn.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Bad credentials"),
        Pattern::Text("VS30063: You are not authorized"),
        Pattern::Text("TF400813"),
        Pattern::Text("The provided token is expired"),
        Pattern::Text("remote: Invalid username or token"),
        Pattern::Text("Authentication failed for '{repository}'"),
    ])])
    .says("a token of the pipeline has expired, or is not valid")
    .fixes(&[by_hand(
        "make a new one and put it into the secret; tokens of apps hold for an hour",
    )])
    .examples(&[
        line("HttpError: Bad credentials"),
        line(
            "##[error]TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to \
             access this resource.",
        ),
    ]),
    rule("checkout", "auth", "The repository cannot be checked out.")
        .when(&[Pattern::Any(&[
            Pattern::Text("could not read Username for"),
            Pattern::Text("fatal: repository '{repository}' not found"),
            Pattern::Text("remote: Repository not found"),
            Pattern::Text("Permission denied (publickey)"),
            Pattern::Text("fatal: couldn't find remote ref {branch}"),
            Pattern::Text("A branch or tag with the name '{branch}' could not be found"),
        ])])
        .says("the repository {repository|of the step} cannot be checked out")
        .fixes(&[by_hand(
            "check the name and the branch; for another private repository, give `actions/checkout` \
             a token or a key that may read it",
        )])
        .examples(&[
            line("fatal: could not read Username for 'https://github.com': terminal prompts disabled"),
            line("fatal: repository 'https://github.com/contoso/modules/' not found")
                .captures(&[("repository", "https://github.com/contoso/modules/")]),
        ]),
    rule(
        "branch-protected",
        "policy",
        "A rule of the repository forbids the push.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("GH006: Protected branch update failed for {branch}."),
        Pattern::Text("GH013: Repository rule violations found for {branch}."),
        Pattern::Text("TF402455: Pushes to this branch are not permitted"),
    ])])
    .says("a rule of the repository forbids the push to {branch|this branch}")
    .fixes(&[by_hand(
        "open a pull request instead, or let the app of the pipeline pass the rule; a secret in \
         a commit must leave the history",
    )])
    .examples(&[
        line("remote: error: GH006: Protected branch update failed for refs/heads/main.")
            .captures(&[("branch", "refs/heads/main")]),
        line("remote: error: GH013: Repository rule violations found for refs/heads/main."),
    ]),
    rule(
        "environment-protected",
        "policy",
        "The environment does not let this branch or run in.",
    )
    .retry("no")
    .when(&[Pattern::Any(&[
        Pattern::Text("is not allowed to deploy to {environment} due to environment protection rules"),
        Pattern::Text("The deployment was rejected or didn't satisfy other protection rules"),
    ])])
    .says("the environment {environment|of the job} does not let this run in")
    .fixes(&[by_hand(
        "deploy from a branch that the environment allows, or let a reviewer approve",
    )])
    .examples(&[line(
        "Branch \"feature/x\" is not allowed to deploy to target due to environment protection \
         rules.",
    )
    .captures(&[("environment", "target")])]),
];
