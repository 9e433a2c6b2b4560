use super::*;
use serde_json::json;

fn read(files: &[(&str, &str)]) -> Configuration {
    try_read(files).unwrap()
}

fn try_read(files: &[(&str, &str)]) -> Result<Configuration, TerraformError> {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    Configuration::read(files.collect())
}

fn one(document: &Value) -> Configuration {
    read(&[("main.tf.json", &document.to_string())])
}

fn addresses(configuration: &Configuration) -> Vec<String> {
    configuration.blocks().map(|block| block.address()).collect()
}

fn fault(text: &str) -> String {
    let error = try_read(&[("main.tf.json", text)]).unwrap_err();
    assert_eq!(error.to_string(), "cannot read `main.tf.json`");
    std::error::Error::source(&error).unwrap().to_string()
}

#[test]
fn blocks_of_every_kind_and_shape_have_an_address() {
    let configuration = one(&json!({
        "//": "a comment",
        "terraform": [{"required_version": ">= 1.5"}, {"backend": {"azurerm": {}}}],
        "provider": {"azurerm": [{"features": {}}, {"alias": "west", "features": {}}], "azapi": {}},
        "variable": {"v": {}, "w": [{"default": 1}]},
        "locals": [{"l": 1}, {"m": [{"x": 2}]}],
        "data": [{"azurerm_client_config": {"me": {}}}],
        "resource": [
            {"azurerm_subnet": {"a": {"name": "a"}, "//": "a comment"}},
            {"azurerm_subnet": [{"b": [{"name": "b"}]}], "azapi_resource": {"c": {"type": "Microsoft.A/b@2024-01-01"}}},
        ],
        "module": {"m": {"source": "./m"}},
        "output": {"o": {"value": 1}},
        "moved": [{"from": "a.b", "to": "c.d"}],
    }));
    let mut found = addresses(&configuration);
    found.sort_unstable();
    let expected = [
        "azapi_resource.c",
        "azurerm_subnet.a",
        "azurerm_subnet.b",
        "data.azurerm_client_config.me",
        "local.l",
        "local.m",
        "module.m",
        "moved",
        "output.o",
        "provider.azapi",
        "provider.azurerm",
        "provider.azurerm.west",
        "terraform",
        "var.v",
        "var.w",
    ];
    assert_eq!(found, expected);
    assert_eq!(configuration.resource_count(), 3);
    assert_eq!(
        configuration.find("local.m").unwrap().body()["value"],
        json!([{"x": 2}])
    );
    assert_eq!(
        configuration.find("azapi_resource.c[\"x.y\"]").unwrap().arm_type(),
        "Microsoft.A/b"
    );
    assert_eq!(configuration.find("azurerm_subnet.b").unwrap().body()["name"], "b");
    assert!(configuration.find("azurerm_subnet.z").is_none());
}

#[test]
fn blocks_know_their_file_and_line() {
    let text = "{\n \"resource\": {\n  \"azurerm_subnet\": {\n   \"a\": {\n    \"name\": \"a\"\n   },\n   \"b\":\n   {}\n  }\n }\n}";
    let configuration = read(&[
        ("b.tf.json", text),
        ("folder/a.tf.json", "\u{feff}{\"resource\":{\"azurerm_x\":{\"c\":{}}}}"),
    ]);
    let places: Vec<(String, &str, u32)> = configuration
        .blocks()
        .map(|block| (block.address(), block.file(), block.line()))
        .collect();
    let expected = [
        ("azurerm_subnet.a".to_owned(), "b.tf.json", 4),
        ("azurerm_subnet.b".to_owned(), "b.tf.json", 8),
        ("azurerm_x.c".to_owned(), "folder/a.tf.json", 1),
    ];
    assert_eq!(places, expected);
    assert_eq!(configuration.find("azurerm_subnet.a").unwrap().body()["name"], "a");
}

#[test]
fn overrides_change_and_other_files_are_passed_over() {
    let configuration = read(&[
        (
            "main.tf.json",
            r#"{"resource": {"azurerm_x": {"a": {"name": "a", "size": 1}}}}"#,
        ),
        (
            "a_override.tf.json",
            r#"{"resource": {"azurerm_x": {"a": {"size": 2, "vnet": "${azurerm_y.b.id}"}, "new": {}}}}"#,
        ),
        ("terraform.tfvars.json", "{"),
        ("README.md", "{"),
    ]);
    let body = configuration.find("azurerm_x.a").unwrap().body();
    assert_eq!(
        Value::Object(body),
        json!({"name": "a", "size": 2, "vnet": "${azurerm_y.b.id}"})
    );
    assert_eq!(configuration.resource_count(), 2);
    assert!(
        configuration
            .look()
            .iter()
            .any(|one| one.code.as_deref() == Some("undeclared-resource"))
    );
}

#[test]
fn members_that_stand_twice_count_twice() {
    let text = r#"{"resource": {"azurerm_x": {"a": {}}}, "resource": {"azurerm_x": {"b": {}}, "azurerm_x": {"c": {"rule": {"n": 1}, "rule": {"n": 2}}}}}"#;
    let configuration = read(&[("main.tf.json", text)]);
    assert_eq!(addresses(&configuration), ["azurerm_x.a", "azurerm_x.b", "azurerm_x.c"]);
    assert_eq!(
        configuration.find("azurerm_x.c").unwrap().body()["rule"],
        json!([{"n": 1}, {"n": 2}])
    );
}

#[test]
fn what_is_no_configuration_is_refused_with_a_place() {
    assert!(fault("{\n  \"resource\": {\n").starts_with("line 3, column 1: EOF"));
    assert_eq!(fault("[]"), "line 1, column 1: the top is a list, not an object");
    assert_eq!(fault("{\"resource\": {}} x"), "line 1, column 18: trailing characters");
    let nothing = "line 1, column 1: nothing in it is Terraform's: no `resource`, no `terraform`, no `provider`";
    assert_eq!(fault("{\"name\": 1}"), nothing);
    assert_eq!(
        fault("{\"resource\": 7}"),
        "line 1, column 14: `resource` holds a number, not an object"
    );
    let inner = fault("{\"resource\": {\"azurerm_x\": {\n\"a\": \"text\"}}}");
    assert_eq!(
        inner,
        "line 2, column 6: `resource.azurerm_x.a` holds a text, not an object"
    );
    let deep = format!(
        "{{\"resource\": {{\"azurerm_x\": {{\n  \"a\": {{\"n\": {}",
        "[".repeat(300)
    );
    assert!(
        fault(&format!("{deep}{}}}}}}}}}", "]".repeat(300))).contains("line 2, column 1"),
        "the block's own place"
    );
    let error = try_read(&[("main.tf", ""), ("x.txt", "")]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no `*.tf.json` here, only HCL such as `main.tf`"
    );
    assert!(error.hint().is_some());
    assert_eq!(try_read(&[]).unwrap_err().to_string(), "there is no `*.tf.json` here");
    assert!(read(&[("main.tf.json", "{}")]).look().is_empty(), "empty is not wrong");
}

#[test]
fn dependencies_are_found_in_expressions_and_bare_texts() {
    let configuration = one(&json!({
        "variable": {"v": {}},
        "locals": {"l": "${azurerm_x.b.name}"},
        "resource": {"azurerm_x": {
            "a": {
                "name": "${var.v}-${local.l}", "depends_on": ["azurerm_x.c"], "provider": "azurerm.west",
                "nested": [{"list": ["${azurerm_x.d[0].id}"]}], "tags": {"${azurerm_x.e.name}": "x"},
                "lifecycle": {"replace_triggered_by": ["azurerm_x.f.id"], "ignore_changes": ["azurerm_x.b"]},
                "text": "azurerm_x.b.id", "//": "${azurerm_x.b.id}",
            },
            "b": {}, "c": {}, "d": {}, "e": {}, "f": {},
        }},
        "provider": {"azurerm": {"alias": "west"}},
    }));
    let expected = [
        "azurerm_x.c",
        "azurerm_x.d",
        "azurerm_x.e",
        "azurerm_x.f",
        "local.l",
        "provider.azurerm.west",
        "var.v",
    ];
    assert_eq!(configuration.dependencies("azurerm_x.a"), expected);
    assert_eq!(configuration.dependencies("azurerm_x.zz"), [""; 0]);
}

#[test]
fn blocks_for_analyzers_are_canonical_and_hold_no_secrets() {
    let text = r#"{"resource": {"azurerm_x": {"a": {"z": 1, "admin_password": "hunter2", "b": "${var.x}"}}}}"#;
    let shown = read(&[("main.tf.json", text)]).block("azurerm_x.a").unwrap();
    assert_eq!(shown, r#"{"admin_password":"(redacted)","b":"${var.x}","z":1}"#);
}

#[test]
fn digests_tell_content_and_nothing_else() {
    let a = |number: u32| json!({"name": format!("ITERATION{number}_a"), "l": [1, 2], "t": {"x": 1, "y": 2}});
    let whole = |number: u32| {
        let label = format!("ITERATION{number}_a");
        json!({
            "variable": {"iteration_prefix": {"default": format!("ITERATION{number}_"), "type": "string"}},
            "resource": {"azurerm_x": {label: a(number), "b": {"id": format!("${{azurerm_x.ITERATION{number}_a.id}}")}}},
        })
    };
    let digest = one(&whole(7)).digest();
    assert_eq!(digest.len(), 32);
    assert_eq!(
        one(&whole(8)).digest(),
        digest,
        "the iteration's own prefix is no content"
    );
    let split = read(&[
        (
            "b.tf.json",
            &json!({"resource": [{"azurerm_x": {"b": {"id": "${azurerm_x.ITERATION7_a.id}"}}}]}).to_string(),
        ),
        (
            "a.tf.json",
            &json!({"resource": {"azurerm_x": {"ITERATION7_a": a(7)}}, "//": "x"}).to_string(),
        ),
        (
            "c.tf.json",
            &json!({"variable": {"iteration_prefix": {"type": "string", "default": ""}}}).to_string(),
        ),
    ]);
    assert_eq!(split.digest(), digest, "neither is the split into files");
    let changed = |edit: fn(&mut Value)| {
        let mut document = whole(7);
        edit(&mut document);
        one(&document).digest()
    };
    assert_ne!(
        changed(|it| it["resource"]["azurerm_x"]["ITERATION7_a"]["l"] = json!([2, 1])),
        digest
    );
    assert_ne!(
        changed(|it| it["resource"]["azurerm_x"]["b"]["id"] = json!("${azurerm_x.a}")),
        digest
    );
    assert_ne!(changed(|it| it["variable"]["other"] = json!({"default": 1})), digest);
    assert_ne!(
        changed(|it| it["variable"]["iteration_prefix"]["type"] = json!("number")),
        digest
    );
    let swapped = |first: &str, second: &str| {
        one(&json!({"resource": {"azurerm_x": {"a": {"v": first}, "b": {"v": second}}}})).digest()
    };
    assert_ne!(swapped("1", "2"), swapped("2", "1"));
}

#[test]
fn failures_hang_under_their_root() {
    use atg_core::diagnosis::Diagnostic;
    let configuration = one(&json!({"resource": {"azurerm_x": {
        "group": {}, "net": {"g": "${azurerm_x.group.id}"}, "nic": {"n": "${azurerm_x.net.id}"}, "alone": {},
        "gone_user": {"x": "${azurerm_x.gone.id}"},
    }}}));
    let failed = |address: &str, summary: &str, code: Option<&str>| Diagnostic {
        severity: Some("error".to_owned()),
        summary: Some(summary.to_owned()),
        code: code.map(str::to_owned),
        address: Some(address.to_owned()),
        ..Diagnostic::default()
    };
    let mut diagnostics = vec![
        failed("azurerm_x.group", "Quota exceeded", Some("QuotaExceeded")),
        failed("azurerm_x.nic[0]", "not there", Some("ParentResourceNotFound")),
        failed("azurerm_x.net", "a fault of its own", Some("InvalidName")),
        failed("azurerm_x.alone", "The thing was not found", None),
        failed(
            "azurerm_x.gone_user",
            "A managed resource \"azurerm_x\" \"gone\" has not been declared in the root module",
            None,
        ),
        failed("azurerm_x.gone", "it failed before it was dropped", None),
        Diagnostic {
            severity: Some("warning".to_owned()),
            ..failed("azurerm_x.nic", "the value was not found", None)
        },
    ];
    roots(&mut diagnostics, &configuration);
    let found: Vec<Option<&str>> = diagnostics.iter().map(|one| one.root.as_deref()).collect();
    let gone = Some("azurerm_x.gone");
    assert_eq!(found, [None, Some("azurerm_x.net"), None, None, gone, None, None]);
    let mut without_net = diagnostics.clone();
    without_net.remove(2);
    without_net[1].root = None;
    roots(&mut without_net, &configuration);
    assert_eq!(
        without_net[1].root.as_deref(),
        Some("azurerm_x.group"),
        "through what did not fail itself"
    );
}

#[test]
fn errors_that_went_away_with_their_resource_are_told() {
    let before = one(&json!({"resource": {"azurerm_x": {
        "ITERATION1_a": {"v": "${azurerm_x.nowhere.id}"}, "ITERATION1_b": {"v": "${azurerm_x.ITERATION1_a.id}"},
        "ITERATION1_c": {"v": "${azurerm_x.nowhere.id}"}, "ITERATION1_d": {"v": "${azurerm_x.nowhere.id}"},
    }}}));
    let after = one(&json!({"resource": {
        "azurerm_x": {"ITERATION2_b": {}, "ITERATION2_c": {}}, "azurerm_y": {"ITERATION2_d": {}},
    }}));
    let dropped = dropped_between(&before, &after, &before.look());
    assert_eq!(dropped.len(), 2, "b had no error, and c is still there");
    assert_eq!(dropped[0].address, "azurerm_x.ITERATION1_a");
    assert_eq!(dropped[0].referred_by, ["azurerm_x.ITERATION1_b"]);
    assert_eq!(dropped[0].summaries, ["Reference to undeclared resource"]);
    assert_eq!(dropped[0].fingerprints.len(), 1);
    let text = "`azurerm_x.ITERATION1_a` had an error (Reference to undeclared resource) and is no longer there: the error went away because the resource was dropped";
    assert_eq!(dropped[0].text, text);
    assert!(
        dropped[1]
            .text
            .ends_with("dropped, unless it is `azurerm_y.ITERATION2_d` now")
    );
    assert_eq!(dropped_between(&before, &before, &before.look()), []);
}
