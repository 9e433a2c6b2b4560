//! Builds, tests and packages.

use atg_sdk::rules::{Pattern, Rule};

use crate::shapes::{by_hand, line, rule, wait};

pub(super) const RULES: &[Rule] = &[
    rule("tests-failed", "state", "Tests have failed.")
        .when(&[Pattern::Any(&[
            Pattern::Text("test result: FAILED. {passed} passed; {failed} failed"),
            Pattern::Text("Test Suites: {failed} failed"),
            Pattern::Text("= {failed} failed, {passed} passed in "),
            Pattern::Text("= {failed} failed in "),
            Pattern::Text("--- FAIL: {test} "),
            Pattern::Text("Failed!  - Failed:"),
        ])])
        .says("tests have failed: {failed|see its text}")
        .fixes(&[by_hand("run them at home; the names stand above this line")])
        .examples(&[
            line(
                "test result: FAILED. 118 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; \
                 finished in 3.20s",
            )
            .captures(&[("failed", "2")]),
            line("=========== 1 failed, 41 passed in 12.34s ===========").captures(&[("failed", "1")]),
        ]),
    rule(
        "compile-failed",
        "state",
        "The source does not compile, or a lint forbids it.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("error: could not compile `{what}`"),
        Pattern::Text("error: aborting due to {count} previous error"),
        Pattern::Text("error TS{code}:"),
        Pattern::Text("error CS{code}:"),
        Pattern::Text("Build FAILED."),
        Pattern::Text("COMPILATION ERROR"),
    ])])
    .says("the source does not compile: {what|see the lines above}")
    .fixes(&[by_hand("read the first error; with `-D warnings` a warning is one")])
    .examples(&[
        line("error: could not compile `atg-core` (lib) due to 1 previous error").captures(&[("what", "atg-core")]),
        line("src/index.ts(3,7): error TS2304: Cannot find name 'x'."),
    ]),
    rule(
        "format-differs",
        "state",
        "Files are not formatted as the project wants.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Diff in {file}:{line}:"),
        Pattern::Text("Diff in {file} at line {line}:"),
        Pattern::Text("would reformat {file}"),
        Pattern::Text("Code style issues found in"),
    ])])
    .says("files are not formatted as the project wants: {file|see its text}")
    .fixes(&[by_hand(
        "run the formatter (`cargo fmt`, `black`, `prettier --write`) and commit",
    )])
    .examples(&[
        line("Diff in /home/runner/work/estate/src/lib.rs:12:")
            .captures(&[("file", "/home/runner/work/estate/src/lib.rs")]),
        line("would reformat tools/scan.py").captures(&[("file", "tools/scan.py")]),
    ]),
    rule("lock-file-behind", "state", "A lock file does not fit the manifest.")
        .when(&[Pattern::Any(&[
            Pattern::Text("needs to be updated but --locked was passed"),
            Pattern::Text("can only install packages when your package.json and package-lock.json"),
            Pattern::Text(r#"Cannot install with "frozen-lockfile""#),
            Pattern::Text("Your lockfile needs to be updated"),
            Pattern::Text("pyproject.toml changed significantly since poetry.lock"),
        ])])
        .says("a lock file does not fit the manifest")
        .fixes(&[by_hand("update it at home and commit it")])
        .examples(&[
            line(
                "error: the lock file /w/Cargo.lock needs to be updated but --locked was passed to \
                 prevent this",
            ),
            line(
                "npm error `npm ci` can only install packages when your package.json and \
                 package-lock.json or npm-shrinkwrap.json are in sync.",
            ),
        ]),
    rule(
        "dependency-not-found",
        "reference",
        "A package, or its version, does not exist.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("Could not find a version that satisfies the requirement {package}"),
        Pattern::Text("E: Unable to locate package {package}"),
        Pattern::Text("no matching package named `{package}` found"),
        Pattern::Text("npm error 404 Not Found"),
        Pattern::Text("npm ERR! 404 Not Found"),
        Pattern::Text("failed to select a version for the requirement `{package}`"),
    ])])
    .says("the package {package|that is asked for} does not exist")
    .fixes(&[by_hand(
        "correct name and version; for packages of your own, give the registry and its token",
    )])
    .examples(&[
        line(
            "ERROR: Could not find a version that satisfies the requirement azure-atg==9.9 (from \
             versions: none)",
        ),
        line("E: Unable to locate package libneo4j-dev").captures(&[("package", "libneo4j-dev")]),
        line("error: no matching package named `atg-sdkk` found").captures(&[("package", "atg-sdkk")]),
    ]),
    rule(
        "dependencies-conflict",
        "state",
        "Packages ask for versions that exclude one another.",
    )
    .when(&[Pattern::Any(&[
        Pattern::Text("code ERESOLVE"),
        Pattern::Text("ResolutionImpossible"),
        Pattern::Text("unable to resolve dependency tree"),
        Pattern::Text("failed to select a version for `{package}`"),
    ])])
    .says("packages ask for versions that exclude one another")
    .fixes(&[by_hand("widen or fix the versions in the manifest")])
    .examples(&[
        line("npm error code ERESOLVE"),
        line(
            "ERROR: ResolutionImpossible: for help visit \
             https://pip.pypa.io/en/latest/topics/dependency-resolution/",
        ),
    ]),
    rule(
        "packages-apt",
        "transient",
        "The package server of the system does not answer.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("E: Failed to fetch {url} "),
        Pattern::Text("Could not get lock /var/lib/"),
        Pattern::Text("Some index files failed to download"),
        Pattern::Text("Hash Sum mismatch"),
    ])])
    .says("the package server of the system does not answer, or is busy")
    .fixes(&[wait("it may answer again; `apt-get update` first")])
    .examples(&[
        line(
            "E: Failed to fetch http://azure.archive.ubuntu.com/ubuntu/pool/main/j/jq/jq_1.6.deb  \
             Connection timed out [IP: 10.0.0.1 80]",
        ),
        line("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1234 (apt-get)"),
    ]),
    rule(
        "packages-unreachable",
        "transient",
        "A package registry cannot be reached.",
    )
    .retry("transient")
    .when(&[Pattern::Any(&[
        Pattern::Text("npm error network"),
        Pattern::Text("npm ERR! network"),
        Pattern::Text("code ECONNRESET"),
        Pattern::Text("code ETIMEDOUT"),
        Pattern::Text("code ENOTFOUND"),
        Pattern::Text("code EAI_AGAIN"),
        Pattern::Text("spurious network error"),
        Pattern::Text("failed to download from `{registry}`"),
        Pattern::Text("failed to fetch `{registry}`"),
        Pattern::Text("Max retries exceeded with url"),
        Pattern::Text("ReadTimeoutError"),
        Pattern::Text("Unable to load the service index for source {registry}."),
    ])])
    .says("a package registry cannot be reached")
    .fixes(&[
        wait("the registry may answer again"),
        by_hand("keep packages in a cache, or use a mirror"),
    ])
    .examples(&[
        line("npm error code ECONNRESET"),
        line("warning: spurious network error (3 tries remaining): [28] Timeout was reached"),
        line(
            "WARNING: Retrying (Retry(total=0)) after connection broken by \
             'ReadTimeoutError(\"HTTPSConnectionPool(host='pypi.org', port=443)\")': \
             /simple/azure-identity/",
        ),
    ]),
];
