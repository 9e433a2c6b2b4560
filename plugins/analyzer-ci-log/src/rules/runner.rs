//! Runners, their limits, and what they keep.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule("out-of-memory", "quota", "The machine of the job has no memory left.")
        .when(&[Pattern::Any(&[
            Pattern::Text("exit code 137"),
            Pattern::Text("exited with code 137"),
            Pattern::Text("code '137'"),
            Pattern::Text("JavaScript heap out of memory"),
            Pattern::Text("signal: 9, SIGKILL"),
            Pattern::Text("Cannot allocate memory"),
            Pattern::Text("OOMKilled"),
            Pattern::Text("java.lang.OutOfMemoryError"),
            Pattern::Text("runtime: out of memory"),
        ])])
        .says("a step had no memory left and was killed")
        .fixes(&[by_hand(
            "use a larger runner, or do less side by side (`-parallelism`, `--jobs`)",
        )])
        .examples(&[
            line("##[error]Process completed with exit code 137."),
            line("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),
        ]),
    rule("disk-full", "quota", "The disk of the runner is full.")
        .when(&[Pattern::Any(&[
            Pattern::Text("No space left on device"),
            Pattern::Text("There is not enough space on the disk"),
            Pattern::Text("You are running out of disk space"),
        ])])
        .says("the disk of the runner is full")
        .fixes(&[by_hand(
            "remove what the image brings along and the job does not need, keep fewer artefacts and \
             caches, or use a larger disk",
        )])
        .examples(&[
            line("write /tmp/.terraform/providers/x: no space left on device"),
            line(
                "##[warning]You are running out of disk space. The runner will stop working when the \
                 machine runs out of disk space. Free space left: 62 MB",
            ),
        ]),
    rule("job-too-long", "state", "The job took longer than it may.")
        .when(&[Pattern::Any(&[
            Pattern::Text("has exceeded the maximum execution time of"),
            Pattern::Text("ran longer than the maximum time of"),
            Pattern::Text("has timed out after"),
        ])])
        .says("the job took longer than it may")
        .fixes(&[by_hand(
            "raise the limit (`timeout-minutes`, `timeoutInMinutes`), or split the job; an apply \
             that was cut off leaves a lock and unknown resources",
        )])
        .examples(&[
            line(
                "The job running on runner GitHub Actions 12 has exceeded the maximum execution time of \
                 360 minutes.",
            ),
            line(
                "##[error]The job running on agent Azure Pipelines 3 ran longer than the maximum time of \
                 60 minutes. For more information, see https://go.microsoft.com/fwlink/?linkid=2077134",
            ),
        ]),
    rule("superseded", "state", "A newer run took the place of this one.")
        .retry("no")
        .when(&[Pattern::Any(&[
            Pattern::Text("Canceling since a higher priority waiting request for '{group}' exists"),
            Pattern::Text("Canceling since a deadlock"),
        ])])
        .says("a newer run took the place of this one")
        .fixes(&[by_hand(
            "nothing, if the newer one went through; for deployments set `cancel-in-progress: false`",
        )])
        .examples(&[
            line("Canceling since a higher priority waiting request for 'deploy-refs/heads/main' exists")
                .captures(&[("group", "deploy-refs/heads/main")]),
        ]),
    rule(
        "runner-lost",
        "transient",
        "The runner went away in the middle of the job.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("lost communication with the server"),
        Pattern::Text("We stopped hearing from agent {runner}."),
        Pattern::Text("The runner has received a shutdown signal"),
        Pattern::Text("The agent did not connect"),
        Pattern::Text("exit code 143"),
    ])])
    .says("the runner went away in the middle of the job")
    .fixes(&[
        wait("another runner may hold"),
        by_hand("if it comes again, the job takes more memory or processor than the runner has"),
    ])
    .examples(&[
        line(
            "The hosted runner lost communication with the server. Anything in your workflow that \
             terminates the runner process, starves it for CPU/Memory, or blocks its network access \
             can cause this error.",
        ),
        line(
            "##[error]We stopped hearing from agent Azure Pipelines 2. Verify the agent machine is \
             running and has a healthy network connection.",
        ),
        line(
            "##[error]The runner has received a shutdown signal. This can happen when the runner \
             service is stopped, or a manually started runner is canceled.",
        ),
    ]),
    rule("cancelled", "state", "The run was cancelled.")
        .confidence(0.7)
        .when(&[Pattern::Any(&[
            Pattern::Text("The operation was canceled."),
            Pattern::Text("The run was canceled by {who}"),
            Pattern::Text("The pipeline run was canceled"),
            Pattern::Text("The job was canceled"),
        ])])
        .says("the run was cancelled by {who|somebody, or by a limit}")
        .fixes(&[by_hand("start it again; look first whether an apply was cut off")])
        .examples(&[line("##[error]The operation was canceled.")]),
    rule("runner-none", "quota", "No runner takes the job.")
        .when(&[Pattern::Any(&[
            Pattern::Text("No hosted parallelism has been purchased or granted"),
            Pattern::Text("No runner matching the specified labels was found"),
            Pattern::Text("was not acquired by Runner"),
            Pattern::Text("No agent found in pool {pool}"),
            Pattern::Text("No agent could be found with the following capabilities"),
        ])])
        .says("no runner takes the job")
        .fixes(&[by_hand(
            "correct the labels or the pool, start a runner, or buy or ask for parallel jobs",
        )])
        .examples(&[
            line(
                "##[error]No hosted parallelism has been purchased or granted. To request a free \
                 parallelism grant, please fill out the following form \
                 https://aka.ms/azpipelines-parallelism-request",
            ),
            line("The job was not acquired by Runner of type hosted even after multiple attempts"),
        ]),
    rule("billing", "quota", "Payments or the spending limit hold the job back.")
        .retry("no")
        .when(&[Pattern::Text(
            "recent account payments have failed or your spending limit needs to be increased",
        )])
        .says("payments or the spending limit hold the job back")
        .fixes(&[by_hand("let the owner of the account settle it")])
        .examples(&[line(
            "The job was not started because recent account payments have failed or your spending \
             limit needs to be increased. Please check the \"Billing & plans\" section in your \
             settings",
        )]),
    rule("artifact-quota", "quota", "The account has no room for artefacts.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Artifact storage quota has been hit"),
            Pattern::Text("Failed to CreateArtifact"),
        ])])
        .says("the account has no room for artefacts")
        .fixes(&[by_hand(
            "delete old artefacts and keep new ones shorter (`retention-days`); the count is made \
             anew every 6 to 12 hours",
        )])
        .examples(&[line(
            "##[error]Failed to CreateArtifact: Artifact storage quota has been hit. Unable to \
             upload any new artifacts. Usage is recalculated every 6-12 hours.",
        )]),
    rule("artifact-missing", "reference", "An artefact is not there.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Artifact not found for name: {name}"),
            Pattern::Text("No files were found with the provided path: {name}. No artifacts"),
            Pattern::Text("Unable to find any artifacts for the associated workflow"),
            Pattern::Text("Artifact {name} was not found for build"),
        ])])
        .says("the artefact {name|of the step} is not there")
        .fixes(&[by_hand(
            "look whether the job that makes it ran and went through, and whether names and paths \
             are the same",
        )])
        .examples(&[
            line("Error: Unable to download artifact(s): Artifact not found for name: plan")
                .captures(&[("name", "plan")]),
            line(
                "##[warning]No files were found with the provided path: out/*.tfplan. No artifacts will \
                 be uploaded.",
            )
            .captures(&[("name", "out/*.tfplan")]),
        ]),
    rule(
        "cache-unavailable",
        "transient",
        "The cache of the pipeline did not answer.",
    )
    .retry("transient")
    .confidence(0.7)
    .when(&[Pattern::Any(&[
        Pattern::Text("Failed to restore: "),
        Pattern::Text("Failed to save: "),
        Pattern::Text("Cache service responded with"),
        Pattern::Text("reserveCache failed"),
    ])])
    .says("the cache of the pipeline did not answer")
    .fixes(&[wait("the cache will be there again; without it the job is only slower")])
    .examples(&[line("##[warning]Failed to restore: Cache service responded with 503")]),
];
