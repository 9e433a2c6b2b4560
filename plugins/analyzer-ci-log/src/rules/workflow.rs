//! Workflows, their actions, branches and scripts.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule(
        "workflow-invalid",
        "schema",
        "The file of the workflow or pipeline is not valid.",
    )
    .retry("after-fix")
    .when(&[Pattern::Any(&[
        Pattern::Text("You have an error in your yaml syntax on line {line}"),
        Pattern::Text("Invalid workflow file: {file}"),
        Pattern::Text("(Line: {line}, Col: {column}): {what}"),
        Pattern::Text("The workflow is not valid. {what}"),
        Pattern::Text("The pipeline is not valid. {what}"),
    ])])
    .says("the file of the pipeline is not valid: {what|see its text}")
    .fixes(&[by_hand("correct it; `actionlint` finds such faults before a push")])
    .examples(&[
        line("Invalid workflow file: .github/workflows/deploy.yml#L12"),
        line("/azure-pipelines.yml (Line: 7, Col: 3): Unexpected value 'stepz'")
            .captures(&[("line", "7"), ("what", "Unexpected value 'stepz'")]),
        line("You have an error in your yaml syntax on line 14").captures(&[("line", "14")]),
    ]),
    rule("workflow-lint", "schema", "A linter has found a fault in a workflow.")
        .when(&[Pattern::Any(&[
            Pattern::Text(".github/workflows/{file}: {what} [expression]"),
            Pattern::Text(".github/workflows/{file}: {what} [syntax-check]"),
            Pattern::Text(".github/workflows/{file}: {what} [shellcheck]"),
            Pattern::Text(".github/workflows/{file}: {what} [action]"),
            Pattern::Text(".github/workflows/{file}: {what} [runner-label]"),
        ])])
        .says("a linter has found a fault in {file}: {what}")
        .fixes(&[by_hand("correct the line")])
        .examples(&[line(
            ".github/workflows/ci.yml:12:9: unexpected key \"step\" for \"job\" section \
             [syntax-check]",
        )
        .captures(&[("file", "ci.yml:12:9")])]),
    rule(
        "action-deprecated",
        "schema",
        "A version of an action is not run any more, or soon will not be.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("uses a deprecated version of `{action}`"),
        Pattern::Text("The following actions uses node12 which is deprecated"),
        Pattern::Text("Node.js 16 actions are deprecated"),
        Pattern::Text("Node.js 20 actions are deprecated"),
        Pattern::Text("command is deprecated and will be disabled soon"),
    ])])
    .says("the workflow uses something that is not run any more: {action|see its text}")
    .fixes(&[by_hand("use the newest version of the action")])
    .examples(&[
        line(
            "##[error]This request has been automatically failed because it uses a deprecated \
             version of `actions/upload-artifact: v3`. Learn more: https://github.blog/changelog\
             /2024-04-16-deprecation-notice-v3-of-the-artifact-actions/",
        )
        .captures(&[("action", "actions/upload-artifact: v3")]),
        line(
            "Node.js 20 actions are deprecated. The following actions are running on Node.js 20 and \
             may not work as expected: actions/checkout@v4.",
        )
        .warning(),
    ]),
    rule(
        "action-not-found",
        "reference",
        "An action, or its version, is not there.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Unable to resolve action `{action}`"),
        Pattern::Text("Unable to resolve action {action}, "),
        Pattern::Text("Can't find 'action.yml'"),
    ])])
    .says("the action {action|that is used} is not there")
    .fixes(&[by_hand(
        "correct its name or version; a private action must be shared with the repository",
    )])
    .examples(&[
        line("Unable to resolve action `contoso/login@v9`, unable to find version `v9`")
            .captures(&[("action", "contoso/login@v9")]),
    ]),
    rule("merge-conflict", "state", "Two changes do not fit together.")
        .when(&[Pattern::Any(&[
            Pattern::Text("Merge conflict in {file}"),
            Pattern::Text("Automatic merge failed; fix conflicts"),
            Pattern::Text("could not apply {commit}..."),
            Pattern::Text("needs merge"),
        ])])
        .says("two changes do not fit together: {file|see its text}")
        .fixes(&[by_hand(
            "merge the target branch into this one by hand, and settle what conflicts",
        )])
        .examples(&[
            line("CONFLICT (content): Merge conflict in demos/fixes.json").captures(&[("file", "demos/fixes.json")])
        ]),
    rule(
        "push-behind",
        "transient",
        "The branch has moved on since it was fetched.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("[rejected]"),
        Pattern::Text("Updates were rejected because"),
        Pattern::Text("failed to push some refs to"),
    ])])
    .says("the branch has moved on since it was fetched")
    .fixes(&[
        wait("fetch, rebase, push again"),
        by_hand("let only one run at a time write to the branch (`concurrency`)"),
    ])
    .examples(&[line(" ! [rejected]        main -> main (fetch first)")]),
    rule(
        "command-not-found",
        "state",
        "A program is not installed on the runner.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text(": command not found"),
        Pattern::Text("is not recognized as an internal or external command"),
        Pattern::Text("exit code 127"),
        Pattern::Text("exited with code 127"),
    ])])
    .says("a program is not installed on the runner")
    .fixes(&[by_hand("install it in a step before, or use an image that has it")])
    .examples(&[line(
        "/home/runner/work/_temp/1.sh: line 3: terragrunt: command not found",
    )]),
    rule("script-not-executable", "state", "A script may not be run.")
        .when(&[Pattern::Any(&[
            Pattern::Text("exit code 126"),
            Pattern::Text("exited with code 126"),
            Pattern::Text(".sh: Permission denied"),
        ])])
        .says("a script may not be run")
        .fixes(&[by_hand("`git update-index --chmod=+x FILE` and commit")])
        .examples(&[line(
            "/home/runner/work/_temp/1.sh: line 1: ./scripts/deploy.sh: Permission denied",
        )]),
];
