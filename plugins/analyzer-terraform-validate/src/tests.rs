use super::*;
use atg_sdk::fake::{self, ABSENT, CaseFile, Table};

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

fn row(fingerprint: &str, summary: &str, detail: &str, address: &str, root: &str) -> [String; 13] {
    let cells = [
        fingerprint,
        "validate",
        "error",
        ABSENT,
        ABSENT,
        summary,
        detail,
        address,
        ABSENT,
        "main.tf.json",
        "7",
        "1",
        root,
    ];
    cells.map(str::to_owned)
}

fn analyze(rows: &[[String; 13]], case: CaseFile) -> Vec<Diagnosis> {
    let table = rows.iter().fold(Table::new(&COLUMNS), |table, row| {
        table.row(&row.each_ref().map(String::as_str))
    });
    fake::analyze::<Plugin>("terraform-validate", case.diagnostics(3, table)).unwrap()
}

const UNDECLARED: &str =
    r#"A managed resource "azurerm_virtual_network" "main" has not been declared in the root module."#;

#[test]
fn what_is_missing_for_many_is_told_once() {
    let rows = [
        row(
            "f1",
            "Reference to undeclared resource",
            UNDECLARED,
            "azurerm_subnet.a",
            ABSENT,
        ),
        row("f2", "Unknown to every rule", "", "azurerm_subnet.a", ABSENT),
        row(
            "f3",
            "Reference to undeclared resource",
            UNDECLARED,
            "azurerm_subnet.b",
            ABSENT,
        ),
        row(
            "f3",
            "Reference to undeclared resource",
            UNDECLARED,
            "azurerm_subnet.b",
            ABSENT,
        ),
    ];
    let case = CaseFile::new().configuration(
        3,
        "azurerm_subnet.b",
        r#"{"network":"${azurerm_virtual_network.main.id}"}"#,
    );
    let diagnoses = analyze(&rows, case);
    assert_eq!(diagnoses.len(), 1);
    assert_eq!(diagnoses[0].explains, ["f1", "f3"]);
    let fixes: Vec<_> = diagnoses[0]
        .fixes
        .iter()
        .map(|fix| (fix.kind.as_str(), fix.address.as_str()))
        .collect();
    assert_eq!(
        fixes,
        [("manual", "azurerm_subnet.a"), ("remove-attribute", "azurerm_subnet.b")]
    );
}

#[test]
fn what_follows_from_another_failure_is_left_alone() {
    let rows = [row(
        "f1",
        "Reference to undeclared resource",
        UNDECLARED,
        "azurerm_subnet.a",
        "azurerm_virtual_network.main",
    )];
    assert_eq!(analyze(&rows, CaseFile::new()), []);
}

#[test]
fn without_an_address_the_place_is_named() {
    let detail = r#"No argument or block type is named "inptu". Did you mean "input"?"#;
    let rows = [row("f1", "Extraneous JSON object property", detail, ABSENT, ABSENT)];
    let diagnoses = analyze(&rows, CaseFile::new());
    assert!(
        diagnoses[0].finding.message.starts_with("main.tf.json, line 7 has"),
        "{}",
        diagnoses[0].finding.message
    );
    assert_eq!(diagnoses[0].fixes, []);
}

#[test]
fn without_an_iteration_there_is_nothing_to_say() {
    assert_eq!(
        fake::analyze::<Plugin>("terraform-validate", CaseFile::new()).unwrap(),
        []
    );
}
