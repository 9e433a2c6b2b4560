//! Services that a pipeline needs.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule("github-rate", "throttle", "GitHub takes no more requests for a while.")
        .retry("throttle")
        .when(&[Pattern::Any(&[
            Pattern::Text("API rate limit exceeded"),
            Pattern::Text("You have exceeded a secondary rate limit"),
            Pattern::Text("was submitted too quickly"),
        ])])
        .says("GitHub takes no more requests for a while")
        .fixes(&[
            wait("the limit opens again within the hour (`X-RateLimit-Reset`)"),
            by_hand("send a token: without one the limit is sixty requests an hour"),
        ])
        .examples(&[
            line("HttpError: API rate limit exceeded for installation ID 1234."),
            line(
                "##[error]You have exceeded a secondary rate limit. Please wait a few minutes before you \
                 try again.",
            ),
        ]),
    rule(
        "image-pull-limit",
        "throttle",
        "The registry gives no more images to callers without a name for a while.",
    )
    .retry("throttle")
    .when(&[Pattern::Any(&[
        Pattern::Text("You have reached your unauthenticated pull rate limit"),
        Pattern::Text("You have reached your pull rate limit"),
        Pattern::Text("toomanyrequests:"),
    ])])
    .says("the registry gives no more images for a while")
    .fixes(&[
        wait("the limit opens again after some hours"),
        by_hand("sign in to the registry before pulling, or pull through a cache of your own"),
    ])
    .examples(&[line(
        "Error response from daemon: toomanyrequests: You have reached your unauthenticated pull \
         rate limit. https://www.docker.com/increase-rate-limit",
    )]),
    rule(
        "image-not-found",
        "reference",
        "A container image is not in its registry, or may not be read.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("manifest for {image} not found"),
        Pattern::Text("pull access denied for {image},"),
        Pattern::Text("manifest unknown"),
        Pattern::Text("unauthorized: authentication required"),
    ])])
    .says("the image {image|that is asked for} is not there, or may not be read")
    .fixes(&[by_hand("check name and tag, and sign in to the registry")])
    .examples(&[
        line(
            "Error response from daemon: manifest for crmain.azurecr.io/atg:9 not found: manifest \
             unknown: manifest tagged by \"9\" is not found",
        )
        .captures(&[("image", "crmain.azurecr.io/atg:9")]),
        line(
            "Error response from daemon: pull access denied for contoso/atg, repository does not \
             exist or may require 'docker login'",
        )
        .captures(&[("image", "contoso/atg")]),
    ]),
    rule("container-engine", "state", "The container engine does not run.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Cannot connect to the Docker daemon"),
            Pattern::Text("Is the docker daemon running"),
            Pattern::Text("permission denied while trying to connect to the Docker daemon"),
        ])])
        .says("the container engine does not run, or may not be used")
        .fixes(&[by_hand(
            "start it, use a runner that has it, or put the user into its group",
        )])
        .examples(&[line(
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker \
             daemon running?",
        )]),
    rule("git-transport", "transient", "The transfer of the repository broke.")
        .retry("transient")
        .when(&[Pattern::Any(&[
            Pattern::Text("RPC failed; "),
            Pattern::Text("early EOF"),
            Pattern::Text("The requested URL returned error: 5"),
            Pattern::Text("fetch-pack: unexpected disconnect"),
            Pattern::Text("kex_exchange_identification"),
        ])])
        .says("the transfer of the repository broke")
        .fixes(&[wait("it may go through the next time")])
        .examples(&[
            line("error: RPC failed; curl 56 GnuTLS recv error (-54): Error in the pull function."),
            line(
                "fatal: unable to access 'https://github.com/contoso/estate/': The requested URL \
                 returned error: 503",
            ),
        ]),
    rule(
        "service-down",
        "transient",
        "A service that the pipeline needs is down.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("503 Service Unavailable"),
        Pattern::Text("502 Bad Gateway"),
        Pattern::Text("504 Gateway Time-out"),
        Pattern::Text("GitHub Actions has encountered an internal error"),
        Pattern::Text("We couldn't respond to your request in time"),
        Pattern::Text("error: 500 Internal Server Error"),
        Pattern::Text("Internal server error. Correlation ID"),
    ])])
    .says("a service that the pipeline needs is down")
    .fixes(&[wait("it will be there again")])
    .examples(&[
        line("GitHub Actions has encountered an internal error when running your job."),
        line(
            "We couldn't respond to your request in time. Sorry about that. Please try resubmitting \
             your request",
        ),
    ]),
];
