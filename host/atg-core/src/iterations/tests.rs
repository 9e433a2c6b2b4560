use super::*;

fn iteration(number: u32, resources: &Value) -> IterationInput {
    let file = json!({"resource": resources, "provider": {"azurerm": [{"features": [{}]}]}});
    IterationInput {
        number,
        files: vec![("main.tf.json".to_owned(), file)],
        ..IterationInput::default()
    }
}

fn compare(inputs: &[IterationInput]) -> IterationComparison {
    let mut comparer = IterationComparer::new();
    for input in inputs {
        comparer.push(input).unwrap();
    }
    comparer.finish()
}

fn texts(comparison: &IterationComparison) -> Vec<&str> {
    comparison.changes.iter().map(|change| change.text.as_str()).collect()
}

fn base(number: u32) -> Value {
    let name = |name: &str| format!("ITERATION{number}_{name}");
    json!({
        "azurerm_resource_group": {
            name("a"): {"name": name("a"), "location": "westus"},
            name("A"): {"name": name("A"), "location": "westus"},
        },
        "azurerm_subnet": {
            "s1": {"name": "s1", "resource_group_name": name("a")},
            "s2": {"name": "s2", "resource_group_name": format!("${{azurerm_resource_group.{}.name}}", name("A"))},
        },
    })
}

#[test]
fn the_same_under_another_number_is_the_same() {
    let comparison = compare(&[iteration(180, &base(180)), iteration(181, &base(181))]);
    assert_eq!(texts(&comparison), ["181 has the same content as 180"]);
    assert_eq!(comparison.iterations[1].same_as, Some(180));
    assert_eq!(comparison.iterations[0].resources, 4);
    assert_eq!(comparison.iterations[0].types.len(), 2);
    assert_eq!(comparison.row_count(), 0);
}

#[test]
fn a_folder_copied_under_another_number_is_the_same_too() {
    let comparison = compare(&[iteration(180, &base(180)), iteration(181, &base(180))]);
    assert_eq!(texts(&comparison), ["181 has the same content as 180"]);
}

#[test]
fn less_one_resource() {
    let mut less = base(91);
    less["azurerm_subnet"].as_object_mut().unwrap().remove("s2");
    let mut before = iteration(90, &base(90));
    before.stages.insert("validate".to_owned(), json!({"error_count": 1}));
    let mut after = iteration(91, &less);
    after.stages.insert("validate".to_owned(), json!({"error_count": 0}));
    let comparison = compare(&[before, after]);
    assert_eq!(
        texts(&comparison),
        ["91 is 90 less one resource: azurerm_subnet.s2; validate errors went from 1 to 0"]
    );
    let row = comparison.row(0).unwrap();
    assert_eq!(
        (row.from, row.to, row.kind.word(), row.type_name()),
        (90, 91, "removed", "azurerm_subnet")
    );
    assert_eq!(comparison.row(1), None);
}

#[test]
fn every_kind_of_change_has_its_sentence() {
    let mut plus = base(2);
    plus["azurerm_subnet"]["s3"] = json!({"name": "s3"});
    plus["azurerm_subnet"]["s1"]["name"] = json!("other");
    let mut mixed = base(3);
    mixed["azurerm_vnet"] = json!({"v": {}});
    mixed["azurerm_subnet"].as_object_mut().unwrap().remove("s1");
    let inputs = [
        iteration(1, &base(1)),
        iteration(2, &plus),
        iteration(3, &mixed),
        iteration(4, &base(4)),
    ];
    let comparison = compare(&inputs);
    assert_eq!(
        texts(&comparison),
        [
            "2 is 1 plus one resource: azurerm_subnet.s3; one other changed: azurerm_subnet.s1",
            "3 differs from 2: one resource added, 2 resources removed",
            "4 differs from 3: one resource added, one resource removed; it has the same content as 1",
        ]
    );
    let mut changed = base(5);
    changed["azurerm_subnet"]["s1"]["name"] = json!("other");
    let comparison = compare(&[iteration(4, &base(4)), iteration(5, &changed)]);
    assert_eq!(
        texts(&comparison),
        ["5 is 4 with one resource changed: azurerm_subnet.s1"]
    );
}

#[test]
fn what_stands_outside_of_resources_counts_as_content() {
    let mut other = iteration(2, &base(2));
    other
        .files
        .push(("provider.tf.json".to_owned(), json!({"variable": {"x": {}}})));
    let comparison = compare(&[iteration(1, &base(1)), other]);
    assert_eq!(
        texts(&comparison),
        ["2 has the resources of 1; what differs stands outside of them"]
    );
}

#[test]
fn order_and_files_do_not_matter() {
    let one = iteration(1, &base(1));
    let whole = base(1);
    let split = IterationInput {
        number: 2,
        files: vec![
            (
                "b.tf.json".to_owned(),
                json!({"resource": [{"azurerm_subnet": whole["azurerm_subnet"]}]}),
            ),
            (
                "a.tf.json".to_owned(),
                json!({"resource": {"azurerm_resource_group": [whole["azurerm_resource_group"]]}, "provider": {"azurerm": [{"features": [{}]}]}}),
            ),
        ],
        ..IterationInput::default()
    };
    assert_eq!(texts(&compare(&[one, split])), ["2 has the same content as 1"]);
}

#[test]
fn a_source_prefix_is_content_and_addresses_stay_distinct() {
    let stacked = |number: u32| {
        json!({"azurerm_resource_group": {
            format!("ITERATION{number}_ITERATION15_r"): {"name": "x"},
            format!("ITERATION{number}_r"): {"name": "y"},
            "r": {"name": "z"},
        }})
    };
    let comparison = compare(&[iteration(90, &stacked(90)), iteration(91, &stacked(91))]);
    assert_eq!(
        (comparison.iterations[0].resources, texts(&comparison)),
        (3, vec!["91 has the same content as 90"])
    );
}

#[test]
fn yields_and_stages_are_told_where_they_are_known() {
    let mut known = iteration(1, &base(1));
    known.yields = Some(json!({"emitted": 516, "source": 1674}));
    known.stages.insert(
        "validate".to_owned(),
        json!({"valid": true, "error_count": 0, "diagnostics": []}),
    );
    let summary = compare(&[known, iteration(2, &base(2))]).summary();
    assert_eq!(
        summary["iterations"][0]["yield"],
        json!({"matched": 516, "total": 1674, "percent": 30.8})
    );
    assert_eq!(summary["iterations"][0]["errors_by_stage"], json!({"validate": 0}));
    assert_eq!(summary["iterations"][1]["yield"], Value::Null);
    assert_eq!(summary["iterations"][1]["errors_by_stage"], json!({}));
    assert_eq!(summary["iterations"][1]["same_content_as"], 1);
}

#[test]
fn what_is_no_terraform_says_which_file() {
    let mut comparer = IterationComparer::new();
    for bad in [json!([]), json!({"resource": 3}), json!({"resource": {"t": [3]}})] {
        let input = IterationInput {
            number: 1,
            files: vec![("x.tf.json".to_owned(), bad)],
            ..IterationInput::default()
        };
        assert_eq!(
            comparer.push(&input).unwrap_err().to_string(),
            "cannot read `x.tf.json`"
        );
    }
    comparer.push(&iteration(1, &base(1))).unwrap();
    assert!(
        comparer
            .push(&iteration(1, &base(1)))
            .unwrap_err()
            .to_string()
            .contains("named twice")
    );
    assert_eq!(comparer.finish().iterations.len(), 1);
}

#[test]
fn an_empty_iteration_is_one() {
    let empty = IterationInput {
        number: 1,
        ..IterationInput::default()
    };
    let comparison = compare(&[empty, iteration(2, &base(2))]);
    assert_eq!(comparison.iterations[0].resources, 0);
    assert_eq!(texts(&comparison), ["2 is 1 plus 4 resources"]);
}
