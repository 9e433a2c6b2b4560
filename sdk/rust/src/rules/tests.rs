use super::*;
use crate::fake::{self, ABSENT, CaseFile, Table};
use crate::prelude::*;

const READ_ONLY: Rule = Rule::new("read-only", "The body sets what only the service sets.")
    .category("schema")
    .when(&[Pattern::Detail("`{path}` is not expected here, it's read only")])
    .says("`{path}` of {type|a resource} is read only")
    .about("{type}")
    .fixes(&[FixTemplate::new("remove-attribute")
        .of("{type}")
        .path("body.{path}")
        .because("it is read only")])
    .examples(&[Example::new("validate")
        .detail("x: the argument \"body\" is invalid:\n`a.b` is not expected here, it's read only\n try")
        .arm_type("Microsoft.Storage/storageAccounts")
        .captures(&[("path", "a.b")])
        .says("`a.b` of Microsoft.Storage/storageAccounts is read only")
        .fix("remove-attribute", "body.a.b", "")]);

const EXISTS: Rule = Rule::new("exists", "It is there.")
    .category("exists")
    .retry("no")
    .confidence(0.5)
    .phases(&["apply"])
    .when(&[Pattern::Any(&[
        Pattern::Text(r#"the ID "{id}" already exists"#),
        Pattern::Code(&["ResourceExists"]),
    ])])
    .says("{place} exists")
    .fixes(&[FixTemplate::new("import").text("{id}").because("it is there")])
    .then(only_with_address)
    .examples(&[
        Example::new("apply")
            .summary(r#"The ID "/a" already exists"#)
            .address("a.b")
            .fix("import", "", r#""/a""#),
        Example::new("apply")
            .code("ResourceExists")
            .address("a.b")
            .says("a.b exists"),
    ]);

fn only_with_address(problem: &Problem<'_>, _: &dyn Lookup, diagnosis: Diagnosis) -> Option<Diagnosis> {
    problem.address.map(|_| diagnosis)
}

const RULES: Rules = Rules::new(&[&[READ_ONLY], &[EXISTS]]).lines_after(&["the argument \"body\" is invalid:"]);

struct Plugin;

impl Analyzer for Plugin {
    fn analyze(_: &str, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        RULES.analyze(evidence, diagnoses)
    }
}

const COLUMNS: [&str; 13] = [
    "fingerprint",
    "phase",
    "severity",
    "code",
    "http-status",
    "summary",
    "detail",
    "address",
    "type",
    "file",
    "line",
    "occurrences",
    "root",
];

/// Fingerprint, phase, code, detail, address, root.
fn analyze(rows: &[[&str; 6]], case: CaseFile) -> Vec<Diagnosis> {
    let table = rows.iter().fold(
        Table::new(&COLUMNS),
        |table, [print, phase, code, detail, address, root]| {
            table.row(&[
                print,
                phase,
                "error",
                code,
                ABSENT,
                "Invalid",
                detail,
                address,
                ABSENT,
                "main.tf.json",
                "7",
                "1",
                root,
            ])
        },
    );
    fake::analyze::<Plugin>("plugin", case.diagnostics(3, table)).unwrap()
}

const TWO: &str = "failed: the argument \"body\" is invalid:\n`a` is not expected here, it's read only\n\
                   `b.0` is not expected here, it's read only\n You can try something else";

#[test]
fn rules_hold_what_their_examples_promise() {
    assert_eq!(check(&RULES), Vec::<String>::new());
}

#[test]
fn faults_are_found() {
    const BAD: Rules = Rules::new(&[&[
        Rule::new("Bad_Name", "")
            .category("nonsense")
            .phases(&["never"])
            .confidence(2.0),
        EXISTS,
        EXISTS,
        Rule::new("late", "It is never asked.")
            .when(&[Pattern::Text("already exists")])
            .says("{nothing}")
            .fixes(&[FixTemplate::new("magic")])
            .examples(&[
                Example::new("apply")
                    .summary(r#"The ID "/a" already exists"#)
                    .address("a.b"),
                Example::new("apply")
                    .summary("x already exists")
                    .captures(&[("x", "y")])
                    .fix("wait", "", ""),
                Example::new("apply").summary("nothing of the kind").source("{"),
            ]),
    ]]);
    let faults = check(&BAD);
    for wanted in [
        "Bad_Name: its name is not in kebab-case",
        "Bad_Name: its cause or its message is empty",
        "Bad_Name: it knows everything: it has no pattern",
        "Bad_Name: its category or its retry is no registered word",
        "Bad_Name: `never` is no phase",
        "Bad_Name: its confidence is not between 0 and 1",
        "Bad_Name: it has no example",
        "exists: another rule has this name",
        "late: `magic` is no kind of fix",
        "late: example 1: it is known by exists",
        "late: example 2: `x` is not `y`: []",
        "late: example 2: its message is not filled in: the configuration: It is never asked.",
        "late: example 2: its fixes are []",
        "late: example 3: its source is no JSON",
        "late: example 3: no rule knows it",
    ] {
        assert!(
            faults.iter().any(|fault| fault == wanted),
            "{wanted}\nis not in {faults:#?}"
        );
    }
}

#[test]
fn each_line_is_a_problem_and_equal_ones_are_told_once() {
    let configuration = r#"{"type":"Microsoft.A/b@2024-01-01"}"#;
    let case = CaseFile::new()
        .configuration(3, "azapi_resource.x", configuration)
        .configuration(3, "azapi_resource.y", configuration);
    let rows = [
        ["f1", "validate", ABSENT, TWO, "azapi_resource.x", ABSENT],
        ["f2", "validate", ABSENT, TWO, "azapi_resource.y", ABSENT],
        ["f3", "validate", ABSENT, TWO, "azapi_resource.z", "azapi_resource.y"],
        ["f4", "validate", ABSENT, "unknown to all", "azapi_resource.z", ABSENT],
    ];
    let diagnoses = analyze(&rows, case);
    assert_eq!(diagnoses.len(), 2);
    for (diagnosis, path) in diagnoses.iter().zip(["body.a", "body.b.0"]) {
        assert_eq!(diagnosis.explains, ["f1", "f2"]);
        assert_eq!(diagnosis.finding.subject.as_deref(), Some("Microsoft.A/b"));
        let fixes: Vec<_> = diagnosis
            .fixes
            .iter()
            .map(|fix| (fix.address.as_str(), fix.path.as_str()))
            .collect();
        assert_eq!(fixes, [("Microsoft.A/b", path)]);
    }
}

#[test]
fn a_fix_that_cannot_be_filled_in_is_not_proposed() {
    let rows = [["f1", "apply", "ResourceExists", ABSENT, "azapi_resource.x", ABSENT]];
    let diagnoses = analyze(&rows, CaseFile::new());
    assert_eq!(diagnoses.len(), 1);
    let diagnosis = &diagnoses[0];
    assert_eq!(
        (
            diagnosis.category.as_str(),
            diagnosis.retry.as_str(),
            diagnosis.confidence
        ),
        ("exists", "no", 0.5)
    );
    assert_eq!(diagnosis.fixes, []);
}

#[test]
fn phases_and_hooks_narrow_a_rule() {
    let rows = [
        ["f1", "plan", "ResourceExists", ABSENT, "azapi_resource.x", ABSENT],
        ["f2", "apply", "ResourceExists", ABSENT, ABSENT, ABSENT],
    ];
    assert_eq!(analyze(&rows, CaseFile::new()), []);
    assert_eq!(fake::analyze::<Plugin>("plugin", CaseFile::new()).unwrap(), []);
}

#[test]
fn a_catalogue_tells_what_stands_in_the_tables() {
    let entries: Vec<Entry> = catalogue(&RULES).collect();
    assert_eq!(
        entries[0].recognises,
        "detail `` `{path}` is not expected here, it's read only ``"
    );
    assert_eq!(entries[0].fix, "remove-attribute: it is read only");
    assert_eq!(
        entries[1].recognises,
        r#"(`the ID "{id}" already exists` or code `ResourceExists`)"#
    );
    assert_eq!(
        (entries[1].phases, entries[1].fix_kinds.as_slice()),
        (&["apply"][..], &["import"][..])
    );
    assert_eq!(entries[1].example.map(|example| example.problem().phase), Some("apply"));
}
