use serde_json::json;

use super::*;

fn reported(value: Value) -> Reported {
    serde_json::from_value(value).unwrap()
}

fn of(summary: &str, detail: &str) -> Diagnostic {
    let reported = Reported {
        severity: "error".to_owned(),
        summary: summary.to_owned(),
        detail: detail.to_owned(),
        address: Some("azapi_resource.x".to_owned()),
        ..Reported::default()
    };
    diagnostic("apply", &reported)
}

const CONFLICT: &str = r#"creating/updating Resource: (ResourceId "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/a/providers/Microsoft.Storage/storageAccounts/st1" / Api Version "2023-01-01"): PUT https://management.azure.com/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/a/providers/Microsoft.Storage/storageAccounts/st1
--------------------------------------------------------------------------------
RESPONSE 409: 409 Conflict
ERROR CODE: StorageAccountAlreadyTaken
--------------------------------------------------------------------------------
{
  "error": {
    "code": "StorageAccountAlreadyTaken",
    "message": "The storage account named st1 is already taken."
  }
}
--------------------------------------------------------------------------------"#;

#[test]
fn validate_s_own_form_is_read() {
    let one = reported(json!({
        "severity": "error", "summary": "Reference to undeclared resource",
        "detail": "A managed resource \"a\" \"zz\" has not been declared in the root module.",
        "range": {"filename": "main.tf.json", "start": {"line": 7, "column": 48, "byte": 47}, "end": {"line": 7, "column": 65, "byte": 64}},
        "snippet": {"context": "resource.azapi_resource.a", "code": "secret", "start_line": 7, "values": [{"traversal": "x", "statement": "is \"y\""}]}
    }));
    let diagnostic = diagnostic("validate", &one);
    assert_eq!(diagnostic.address.as_deref(), Some("azapi_resource.a"));
    assert_eq!(diagnostic.resource_type.as_deref(), Some("azapi_resource"));
    assert_eq!(
        (diagnostic.file.as_deref(), diagnostic.line.as_deref()),
        (Some("main.tf.json"), Some("7"))
    );
    assert_eq!(
        (diagnostic.phase.as_deref(), diagnostic.severity.as_deref()),
        (Some("validate"), Some("error"))
    );
    assert!(!format!("{diagnostic:?}").contains("secret"));
    let long = of("First line\nsecond\n\nthird", "");
    assert_eq!(
        (long.summary.as_deref(), long.detail.as_deref()),
        (Some("First line"), Some("second\n\nthird"))
    );
    let null = diagnostic_of_null();
    assert_eq!((null.address, null.file, null.code), (None, None, None));
}

fn diagnostic_of_null() -> Diagnostic {
    diagnostic(
        "init",
        &reported(json!({"severity": "warning", "summary": "s", "detail": "", "snippet": {"context": null}})),
    )
}

#[test]
fn contexts_name_addresses() {
    for (context, address) in [
        ("resource \"terraform_data\" \"q\"", Some("terraform_data.q")),
        ("resource.azapi_resource.x.body", Some("azapi_resource.x")),
        (
            "resource.terraform_data.c.provisioner[0].local-exec",
            Some("terraform_data.c"),
        ),
        ("resource.azapi_resource.x[0].body", Some("azapi_resource.x")),
        ("data \"azapi_resource\" \"q\"", Some("data.azapi_resource.q")),
        ("data.azapi_resource.q", Some("data.azapi_resource.q")),
        ("variable \"v\"", Some("var.v")),
        ("variable.v", Some("var.v")),
        ("output \"o\"", Some("output.o")),
        ("module \"m\"", Some("module.m")),
        ("provider.azapi", Some("provider.azapi")),
        ("locals", None),
        ("terraform", None),
        ("resource", None),
        ("", None),
    ] {
        assert_eq!(address::of_context(context).as_deref(), address, "{context}");
    }
}

#[test]
fn types_of_addresses() {
    for (address, kind) in [
        ("azapi_resource.a", Some("azapi_resource")),
        ("azapi_resource.a[\"x.y\"]", Some("azapi_resource")),
        ("module.m[\"a].b\"].module.n.data.azurerm_x.y", Some("azurerm_x")),
        ("var.a", None),
        ("module.m", None),
        ("", None),
        ("azapi_resource", None),
    ] {
        assert_eq!(resource_type(address), kind, "{address}");
    }
    assert_eq!(without_key("azapi_resource.a[\"x]y\"]"), "azapi_resource.a");
    assert_eq!(
        without_key("module.m[0].azapi_resource.a"),
        "module.m[0].azapi_resource.a"
    );
    assert_eq!(without_key("azapi_resource.a[7]"), "azapi_resource.a");
    assert_eq!(without_key("azapi_resource.a[7"), "azapi_resource.a[7");
}

#[test]
fn the_service_s_answer_is_found() {
    for (text, code, status) in [
        (CONFLICT, Some("StorageAccountAlreadyTaken"), Some(409)),
        (
            "RESPONSE 500: 500 Internal Server Error\nERROR CODE UNAVAILABLE\nResponse contained no body",
            None,
            Some(500),
        ),
        (
            "unexpected status 403 (403 Forbidden) with error: AuthorizationFailed: The client",
            Some("AuthorizationFailed"),
            Some(403),
        ),
        (
            "StatusCode=404 -- Original Error: Code=\"ResourceGroupNotFound\" Message=\"x\"",
            Some("ResourceGroupNotFound"),
            Some(404),
        ),
        (
            "AADSTS7000215: Invalid client secret provided.",
            Some("AADSTS7000215"),
            None,
        ),
        (
            "{\"error\":{\"code\":\"SkuNotAvailable\"}}",
            Some("SkuNotAvailable"),
            None,
        ),
        ("Plugin did not respond", None, None),
        ("RESPONSE 999: x", None, None),
        ("exit code: 1", None, None),
    ] {
        let error = service_error(text);
        assert_eq!((error.code.as_deref(), error.status), (code, status), "{text}");
    }
    let diagnostic = of("Failed to create/update resource", CONFLICT);
    assert_eq!(diagnostic.http_status.as_deref(), Some("409"));
}

#[test]
fn fingerprints_hold_from_run_to_run() {
    let body = |lines: &str| {
        format!("embedded schema validation failed: the argument \"body\" is invalid:\n{lines}\n You can try to update")
    };
    let one = of(
        "Invalid configuration",
        &body(
            "`properties.a` is not expected here. Do you mean `properties.b`? \n`properties.c` is required, but no definition was found",
        ),
    );
    let other = of(
        "Invalid configuration",
        &body(
            "`properties.c` is required, but no definition was found\n`properties.a` is not expected here. Do you mean `properties.z`? ",
        ),
    );
    assert_eq!(one.fingerprint, other.fingerprint);
    assert!(
        one.detail
            .as_deref()
            .is_some_and(|detail| detail.contains("Do you mean `properties.b`"))
    );
    let different = of(
        "Invalid configuration",
        &body("`properties.c` is required, but no definition was found"),
    );
    assert_ne!(one.fingerprint, different.fingerprint);
    let value = |values: &str| {
        of(
            "x",
            &format!("`a`'s value `q` is invalid. The supported values are [{values}]. Do you mean `a`? "),
        )
    };
    assert_eq!(value("a, b, c").fingerprint, value("c, a, b").fingerprint);
    let passing = |time: &str, id: &str| of("x", &format!("at {time} failed\nTrace ID: {id}\nno"));
    assert_eq!(
        passing("2025-01-01T10:00:00.123Z", "11111111-1111-1111-1111-111111111111").fingerprint,
        passing("2026-02-03 04:05:06Z", "22222222-1111-1111-1111-111111111111").fingerprint
    );
}

#[test]
fn equal_ones_are_counted_and_failures_without_reason_told() {
    let hook = |addr: &str| {
        let mut hook = Hook::default();
        addr.clone_into(&mut hook.resource.addr);
        hook.action = Some("create".to_owned());
        hook
    };
    let transcript = Transcript {
        reported: vec![
            reported(json!({"severity": "error", "summary": "execution halted", "detail": ""})),
            reported(
                json!({"severity": "error", "summary": "taken", "detail": CONFLICT, "address": "azapi_resource.a"}),
            ),
            reported(json!({"severity": "error", "summary": "execution halted", "detail": ""})),
            reported(json!({"severity": "warning", "summary": "old", "detail": ""})),
        ],
        errored: vec![hook("azapi_resource.a"), hook("azapi_resource.b")],
        ..Transcript::default()
    };
    let diagnostics = of_transcript("apply", &transcript);
    let told: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            (
                one.summary.as_deref().unwrap_or_default(),
                one.severity.as_deref().unwrap_or_default(),
                one.address.as_deref().unwrap_or_default(),
                one.occurrences.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("execution halted", "error", "", "2"),
            ("taken", "error", "azapi_resource.a", "1"),
            ("old", "warning", "", "1"),
            (
                "create failed and Terraform gave no reason",
                "error",
                "azapi_resource.b",
                "1"
            ),
        ]
    );
}

#[test]
fn what_differs_in_names_only_is_one_cluster() {
    let mut first = of(
        "Bad thing",
        "resource \"a-1\" at /subscriptions/1/resourceGroups/x of 11111111-1111-1111-1111-111111111111 took 3.5 s\n`p` is odd\n`q` is odd",
    );
    let mut second = of(
        "Bad thing",
        "resource \"b-22\" at /subscriptions/2/resourceGroups/yy of 21111111-1111-1111-1111-111111111111 took 17 s\n`r` is odd",
    );
    first.occurrences = Some("3".to_owned());
    second.address = Some("azapi_resource.a".to_owned());
    assert_eq!(shape(&first), shape(&second));
    assert_eq!(
        shape(&first),
        "apply error - - Bad thing: resource … at … of … took … s | … is odd"
    );
    let third = of("Other thing", "don't and can't stay");
    assert_eq!(shape(&third), "apply error - - Other thing: don't and can't stay");
    let clusters = cluster([&third, &first, &second]);
    let counts: Vec<_> = clusters
        .iter()
        .map(|cluster| (cluster.count, cluster.addresses.join(" ")))
        .collect();
    assert_eq!(
        counts,
        [
            (4, "azapi_resource.a azapi_resource.x".to_owned()),
            (1, "azapi_resource.x".to_owned())
        ]
    );
    assert_eq!(clusters[0].sample, first);
}

#[test]
fn text_for_people_is_read() {
    let framed = "╷\n│ Error: Invalid reference\n│ \n│   on main.tf line 3, in resource \"azapi_resource\" \"a\":\n│    3:   x = y\n│ \n│ A reference must\n│ be more.\n╵\nother";
    let plain = "Initializing...\n\nError: Failed to query available provider packages\n\nCould not retrieve the list:\n\n  - /mirror\n\nWarning: Old\n\n  with azapi_resource.b,\n  on main.tf line 9:\n\nGone.";
    let found = reported_in_text(framed.lines().chain(plain.lines()));
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            let diagnostic = diagnostic("init", one);
            (
                diagnostic.severity,
                diagnostic.summary,
                diagnostic.detail,
                diagnostic.address,
                diagnostic.line,
            )
        })
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (
                some("error"),
                some("Invalid reference"),
                some("A reference must\nbe more."),
                some("azapi_resource.a"),
                some("3")
            ),
            (
                some("error"),
                some("Failed to query available provider packages"),
                some("Could not retrieve the list:\n\n  - /mirror"),
                None,
                None
            ),
            (
                some("warning"),
                some("Old"),
                some("Gone."),
                some("azapi_resource.b"),
                some("9")
            ),
        ]
    );
}

#[test]
fn quoted_source_is_removed_from_documents() {
    let mut document = json!({"diagnostics": [{"summary": "s", "snippet": {"context": "c", "code": "secret", "start_line": 1, "values": [1]}}, {"snippet": null}]});
    without_code(&mut document);
    assert_eq!(
        document,
        json!({"diagnostics": [{"summary": "s", "snippet": {"context": "c", "start_line": 1}}, {"snippet": null}]})
    );
}
