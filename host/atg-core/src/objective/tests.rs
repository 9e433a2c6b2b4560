//! Whole documents as people write them.

use std::error::Error;

use super::*;
use crate::figures::Ratio;
use crate::metric::{Direction, Standing};

fn names() -> Names {
    let mut names = Names::standard();
    names.add_metric("resources", "Resource fidelity", "percent", Direction::Higher);
    names.add_metric("relationships", "Relationship fidelity", "percent", Direction::Higher);
    names.add_metric("tags", "Tags kept", "percent", Direction::Higher);
    names
}

fn parse(text: &str) -> Objective {
    Objective::parse(text, "OBJECTIVE.md", &names()).unwrap()
}

fn read(objective: &Objective) -> Vec<String> {
    objective
        .criteria
        .iter()
        .map(|criterion| format!("{} {}", criterion.line, criterion.read_as()))
        .collect()
}

fn facts() -> Facts {
    let mut facts = Facts::default();
    facts.insert("fidelity", Fact::Ratio(Ratio::new(1590, 1674)));
    facts.insert("relationships", Fact::Ratio(Ratio::new(1823, 5614)));
    facts.insert("missing_resources", Fact::Number(84.0));
    facts.insert("composite", Fact::Percent(61.25));
    let state = serde_json::json!({"validation_passed": true, "consecutive_passes": 3, "phase": "apply", "last": {"errors": 2}});
    facts.insert_state(&state, &names());
    facts
}

fn check(text: &str) -> (Option<bool>, Vec<Standing>) {
    let verdict = parse(text).check(&facts());
    (verdict.met, verdict.checked.iter().map(|one| one.standing).collect())
}

const PLAN: &str = "# Objective\n\nReplicate the tenant.\n\n## Success\n\n1. **Resource fidelity**\n   - Target: 100%\n2. Relationship fidelity\n   - Target: 90%\n\n\
    We are done when `fidelity >= 95.0 and validation_passed and consecutive_passes >= 3`.\n";

#[test]
fn comparisons_outrank_phrases_and_phrases_are_shown() {
    let objective = parse(PLAN);
    assert_eq!(objective.form, Form::Comparison);
    assert_eq!(
        read(&objective),
        [
            "12 fidelity >= 95.0",
            "12 validation_passed",
            "12 consecutive_passes >= 3"
        ]
    );
    let shown: Vec<String> = objective
        .shown
        .iter()
        .map(|one| format!("{} {} {}", one.line, one.form.word(), one.read_as()))
        .collect();
    assert_eq!(shown, ["8 phrase fidelity >= 100 %", "10 phrase relationships >= 90 %"]);
    assert_eq!(objective.target_fidelity().unwrap().to_string(), "95.0");
}

#[test]
fn an_atg_block_outranks_everything() {
    let objective = parse(&format!("{PLAN}\n```atg\nfidelity >= 94.9\n```\n"));
    assert_eq!(
        (objective.form, read(&objective)),
        (Form::Explicit, vec!["15 fidelity >= 94.9".to_owned()])
    );
    assert_eq!(objective.shown.len(), 5);
    let front = parse(&format!("---\ntitle: x\nfidelity: 90\n---\n{PLAN}"));
    assert_eq!(read(&front), ["3 fidelity >= 90"]);
    assert_eq!(front.ignored, [(2, "title: x".to_owned())]);
}

#[test]
fn front_matter_about_something_else_decides_nothing() {
    let objective = parse(&format!("---\ntitle: Goals\nversion: 2\n---\n{PLAN}"));
    assert_eq!(objective.form, Form::Comparison);
}

#[test]
fn phrases_decide_where_nothing_else_is() {
    let objective =
        parse("# Goal\n\n| Metric | Target |\n|:--|--:|\n| Resource fidelity | 95% |\n| Tags kept | ≥ 80 % |\n");
    assert_eq!(
        (objective.form, read(&objective)),
        (
            Form::Phrase,
            vec!["5 fidelity >= 95 %".to_owned(), "6 tags >= 80 %".to_owned()]
        )
    );
}

#[test]
fn exactly_at_the_target() {
    assert_eq!(
        check("```atg\nfidelity >= 95\n```"),
        (Some(false), vec![Standing::Missed])
    );
    assert_eq!(
        check("```atg\nfidelity >= 94.9\n```"),
        (Some(true), vec![Standing::Met])
    );
    assert_eq!(
        check("```atg\nfidelity >= 0.949\n```"),
        (Some(true), vec![Standing::Met])
    );
    assert_eq!(
        check("```atg\nfidelity >= 0.95\n```"),
        (Some(false), vec![Standing::Missed])
    );
    assert_eq!(
        parse("`fidelity >= 0.95`").criteria[0].read_as(),
        "fidelity >= 95 % (0.95 is taken as a share of one)"
    );
}

#[test]
fn the_state_of_the_iterations_is_known() {
    use Standing::{Met, Missed, Unknown};
    assert_eq!(
        check("`validation_passed == true and consecutive_passes >= 3`"),
        (Some(true), vec![Met, Met])
    );
    assert_eq!(check("`consecutive_passes >= 4`"), (Some(false), vec![Missed]));
    assert_eq!(
        check("`phase == \"apply\" and last.errors < 3`"),
        (Some(true), vec![Met, Met])
    );
    assert_eq!(check("`validation_passed >= 3`"), (None, vec![Unknown]));
    assert_eq!(check("`consecutive_passes >= 3 %`"), (None, vec![Unknown]));
}

#[test]
fn what_is_not_known_makes_it_unknown_unless_it_is_missed_anyway() {
    use Standing::{Met, Missed, Unknown};
    assert_eq!(
        check("`fidelity >= 90 and monthly_cost <= 100`"),
        (None, vec![Met, Unknown])
    );
    assert_eq!(
        check("`fidelity >= 99 and monthly_cost <= 100`"),
        (Some(false), vec![Missed, Unknown])
    );
    assert_eq!(check("`tags >= 90`"), (None, vec![Unknown]));
    assert_eq!(
        check("`fidelity >= 90 or monthly_cost <= 100`"),
        (Some(true), vec![Met])
    );
    assert_eq!(
        check("`not (fidelity >= 90 or monthly_cost <= 100)`"),
        (Some(false), vec![Missed])
    );
    let verdict = parse("`monthly_cost <= 100`").check(&facts());
    assert_eq!(
        verdict.checked[0].reasons,
        ["`monthly_cost` is nothing that atg measures or that iteration_state.json says"]
    );
    let verdict = parse("`tags >= 90`").check(&facts());
    assert!(verdict.checked[0].reasons[0].contains("was not measured in this run"));
}

#[test]
fn evidence_is_shown() {
    let verdict = parse("`fidelity >= 95 and composite >= 60 and missing_resources <= 84`").check(&facts());
    let found: Vec<&str> = verdict
        .checked
        .iter()
        .flat_map(|one| one.found.iter().map(String::as_str))
        .collect();
    assert_eq!(
        found,
        [
            "fidelity is 94.9 % (1590 of 1674)",
            "composite is 61.3 %",
            "missing_resources is 84"
        ]
    );
}

#[test]
fn a_metric_that_failed_is_unknown_but_hides_nothing() {
    let failed = |name: &str| crate::metric::MetricResult {
        plugin: "p".into(),
        name: name.into(),
        title: name.into(),
        unit: "percent".into(),
        direction: Direction::Higher,
        target: None,
        warn: None,
        gate: false,
        weight: 1.0,
        score: crate::metric::Score::Failed,
        parts: vec![],
        exclusions: vec![],
        findings: vec![],
        failure: None,
    };
    let mut facts = facts();
    facts.insert_metric(&failed("tags"));
    facts.insert_metric(&failed("relationships"));
    let verdict = parse("`tags >= 30 and relationships >= 30`").check(&facts);
    assert_eq!(
        (verdict.checked[0].standing, verdict.checked[1].standing),
        (Standing::Unknown, Standing::Met)
    );
    assert_eq!(verdict.checked[0].reasons, ["`tags` failed to run"]);
}

#[test]
fn nothing_found_is_an_error_with_an_example() {
    let error = Objective::parse("# Hello\n\nWe want it to be good.\n", "OBJECTIVE.md", &names()).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `OBJECTIVE.md`");
    assert_eq!(error.source().unwrap().to_string(), "nothing in it says what must hold");
    let hint = error.hint().unwrap();
    let pasted = hint.split("```atg").nth(1).unwrap().split("```").next().unwrap();
    let objective = parse(&format!("```atg{pasted}```"));
    assert_eq!(objective.criteria.len(), 3);
    let near = Objective::parse("The target is 95 %.", "OBJECTIVE.md", &names()).unwrap_err();
    assert!(
        near.source()
            .unwrap()
            .to_string()
            .starts_with("line 1: nothing in it says")
    );
}

#[test]
fn an_explicit_criterion_that_cannot_be_read_is_an_error() {
    let error = Objective::parse(
        "# x\n```atg\nfidelity >= 95\nbe really good\n```\n",
        "OBJECTIVE.md",
        &names(),
    )
    .unwrap_err();
    assert!(
        error
            .source()
            .unwrap()
            .to_string()
            .starts_with("line 4: `be really good` is no criterion:")
    );
}

#[test]
fn types_can_be_asked_for() {
    let mut facts = facts();
    facts.insert(
        &fold_name("Microsoft.Compute/virtualMachines"),
        Fact::Ratio(Ratio::new(46, 54)),
    );
    let verdict = parse("```atg\nMicrosoft.Compute/virtualMachines >= 85\n```").check(&facts);
    assert_eq!(verdict.met, Some(true));
    let verdict = parse("```atg\nMicrosoft.Compute/virtualMachines: 90%\n```").check(&facts);
    assert_eq!(verdict.met, Some(false));
}

proptest::proptest! {
    #[test]
    fn no_document_panics(text in "(fidelity|>=|<| and |```atg\n|```\n|---\n|[0-9]{1,3}|%|`|\\||\n|: |- |# |target){0,40}") {
        if let Ok(objective) = Objective::parse(&text, "f", &names()) {
            let _ = objective.check(&facts());
        }
    }
}
