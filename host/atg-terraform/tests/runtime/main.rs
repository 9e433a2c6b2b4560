//! The runtime on a real Terraform. Nothing here needs a provider: `terraform_data` is built into Terraform and runs shell
//! commands, which fail, wait and succeed as a cloud does.
#![cfg(unix)]

mod death;
mod room;

use std::sync::atomic::Ordering;
use std::time::Duration;

use atg_core::diagnosis::Diagnostic;
use atg_terraform::commands::{Progress, apply, destroy, init, plan, providers_schema, show, validate};
use atg_terraform::diagnostics;
use atg_terraform::events::Event;
use atg_terraform::process::Stopped;
use serde_json::{Value, json};

use room::Room;

fn quiet() -> impl FnMut(Progress<'_>) {
    |_| {}
}

fn prepared(configuration: &Value) -> Room {
    let room = Room::new(configuration);
    let options = init::InitOptions {
        backend: true,
        ..init::InitOptions::default()
    };
    let init = room
        .with(|terraform| init::run(terraform, &options, None, &mut quiet()))
        .unwrap();
    assert!(init.succeeded, "{:?}", init.diagnostics);
    room
}

fn planned(room: &Room) -> plan::Planned {
    let options = plan::PlanOptions {
        out: Some("plan".into()),
        ..plan::PlanOptions::default()
    };
    room.with(|terraform| plan::run(terraform, &options, &mut quiet()))
        .unwrap()
}

fn applied(room: &Room, listener: &mut dyn FnMut(Progress<'_>)) -> apply::Applied {
    let options = apply::ApplyOptions {
        plan: "plan".into(),
        parallelism: Some(2),
        lock_timeout: Some(Duration::from_secs(1)),
    };
    room.with(|terraform| apply::run(terraform, &options, listener))
        .unwrap()
}

fn summary(diagnostic: &Diagnostic) -> &str {
    diagnostic.summary.as_deref().unwrap_or_default()
}

#[test]
fn a_whole_round() {
    let room = prepared(&json!({
        "variable": {"key": {"type": "string", "sensitive": true}},
        "resource": {"terraform_data": {
            "a": {"input": {"key": "${var.key}", "open": "seen"}},
            "b": {"input": "${terraform_data.a.id}"}
        }},
        "output": {"key": {"value": "${var.key}", "sensitive": true}, "count": {"value": 2}}
    }));
    let room = Room {
        environment: room.environment.clone().with_secret_variable("key", "s3cret-of-tests"),
        ..room
    };
    let validation = room.with(|terraform| validate::run(terraform, &mut quiet())).unwrap();
    assert!(validation.valid && validation.diagnostics.is_empty());
    let plan = planned(&room);
    assert!(plan.changes && plan.stream.succeeded);
    assert_eq!(plan.stream.transcript.planned.len(), 2);
    assert_eq!(
        plan.stream.transcript.summary.as_ref().map(|summary| summary.add),
        Some(2)
    );
    let options = show::ShowOptions {
        file: Some("plan".into()),
    };
    let shown = room
        .with(|terraform| show::run(terraform, &options, &mut quiet()))
        .unwrap();
    assert!(!shown.to_string().contains("s3cret"), "{shown}");
    assert_eq!(
        shown["planned_values"]["root_module"]["resources"][0]["values"]["input"]["open"],
        json!("seen")
    );
    let clear = room
        .with(|terraform| show::with_secrets(terraform, &options, &mut quiet()))
        .unwrap();
    assert!(clear.to_string().contains("s3cret-of-tests"));
    let done = applied(&room, &mut quiet());
    assert!(done.stream.succeeded && done.stopped.is_none());
    assert_eq!(done.stream.transcript.completed.len(), 2);
    assert_eq!(done.stream.transcript.outputs["count"].value, Some(json!(2)));
    assert_eq!(done.stream.transcript.outputs["key"].value, None);
    assert!(!format!("{done:?}").contains("s3cret"));
    assert!(!planned(&room).changes);
    let schemas = room
        .with(|terraform| providers_schema::run(terraform, &mut quiet()))
        .unwrap();
    assert!(schemas["provider_schemas"].is_object() || schemas["format_version"].is_string());
    let options = destroy::DestroyOptions::default();
    let gone = room
        .with(|terraform| destroy::run(terraform, &options, &mut quiet()))
        .unwrap();
    assert!(gone.stream.succeeded && room.state().is_empty());
}

#[test]
fn errors_have_addresses_also_where_terraform_gives_none() {
    let room = prepared(&json!({"resource": {"terraform_data": {"a": {"input": 1}}}}));
    room.write(
        "main.tf.json",
        &serde_json::to_string_pretty(&json!({
            "resource": {"terraform_data": {"a": {"input": "${terraform_data.missing.id}"}}}
        }))
        .unwrap(),
    );
    room.write(
        "more.tf",
        "resource \"terraform_data\" \"b\" {\n  input = terraform_data.gone.id\n}\n",
    );
    let validation = room.with(|terraform| validate::run(terraform, &mut quiet())).unwrap();
    let mut told: Vec<_> = validation
        .diagnostics
        .iter()
        .map(|one| {
            let field = |field: &Option<String>| field.clone().unwrap_or_default();
            (field(&one.address), field(&one.file), field(&one.line), summary(one))
        })
        .collect();
    told.sort();
    let text = |text: &str| text.to_owned();
    let undeclared = "Reference to undeclared resource";
    assert_eq!(
        told,
        [
            (text("terraform_data.a"), text("main.tf.json"), text("5"), undeclared),
            (text("terraform_data.b"), text("more.tf"), text("2"), undeclared),
        ]
    );
    assert_eq!(diagnostics::cluster(&validation.diagnostics).len(), 1);
    assert!(!validation.document.to_string().contains("\"code\""));
}

#[test]
fn a_part_of_an_apply_is_counted_explained_and_makes_its_plan_stale() {
    let room = prepared(&json!({"resource": {"terraform_data": {
        "good": {"input": 1},
        "bad": {"provisioner": [{"local-exec": {"command": "echo 'RESPONSE 409: 409 Conflict ERROR CODE: StorageAccountAlreadyTaken s3cret-of-tests'; exit 3"}}]}
    }}}));
    assert!(planned(&room).changes);
    let done = applied(&room, &mut quiet());
    let transcript = &done.stream.transcript;
    assert!(!done.stream.succeeded && transcript.summary.is_none());
    assert_eq!(
        (
            transcript.completed.len(),
            transcript.errored.len(),
            transcript.unfinished().len()
        ),
        (1, 1, 0)
    );
    let [one] = done.stream.diagnostics.as_slice() else {
        panic!("{:?}", done.stream.diagnostics)
    };
    assert_eq!(one.address.as_deref(), Some("terraform_data.bad"));
    assert_eq!(
        (one.code.as_deref(), one.http_status.as_deref()),
        (Some("StorageAccountAlreadyTaken"), Some("409"))
    );
    assert!(!format!("{done:?}").contains("s3cret"));
    let again = applied(&room, &mut quiet());
    assert_eq!(summary(&again.stream.diagnostics[0]), "Saved plan is stale");
}

#[test]
fn an_interrupt_is_sent_once_and_the_state_is_true() {
    let room = prepared(&json!({"resource": {"terraform_data": {
        "a": {"input": 1},
        "b": {"input": "${terraform_data.a.id}", "provisioner": [{"local-exec": {"command": "sleep 60"}}]},
        "c": {"input": "${terraform_data.b.id}"}
    }}}));
    planned(&room);
    let interrupts = &room.interrupts;
    let done = applied(&room, &mut |progress| {
        if matches!(progress, Progress::Event(Event::ProvisionStart(_))) {
            interrupts.store(1, Ordering::Relaxed);
        }
    });
    assert_eq!((done.stopped, done.stream.succeeded), (Some(Stopped::Interrupt), false));
    assert!(done.stream.took < Duration::from_secs(40));
    assert!(done.stream.transcript.unfinished().is_empty());
    // The one that was cut off is there, marked for replacement; what needs it was never begun.
    assert_eq!(room.state(), ["a", "b"]);
    interrupts.store(0, Ordering::Relaxed);
    assert_eq!(
        planned(&room)
            .stream
            .transcript
            .summary
            .map(|summary| (summary.add, summary.remove)),
        Some((2, 1))
    );
}

#[test]
fn what_cannot_be_prepared_is_explained() {
    let told = |room: &Room| {
        let init = room
            .with(|terraform| init::run(terraform, &init::InitOptions::default(), None, &mut quiet()))
            .unwrap();
        assert!(!init.succeeded);
        init.diagnostics
    };
    let missing = Room::new(&json!({
        "terraform": {"required_providers": {"azapi": {"source": "example/azapi"}}},
        "resource": {"azapi_resource": {"a": {}}}
    }));
    let diagnostics = told(&missing);
    assert_eq!(summary(&diagnostics[0]), "Failed to query available provider packages");
    assert!(
        diagnostics[0]
            .detail
            .as_deref()
            .unwrap_or_default()
            .contains("example/azapi")
    );
    let validation = missing
        .with(|terraform| validate::run(terraform, &mut quiet()))
        .unwrap();
    assert_eq!(summary(&validation.diagnostics[0]), "Missing required provider");
    let broken = Room::new(&json!({}));
    broken.write("main.tf.json", "{\n  garbage");
    let places: Vec<_> = told(&broken)
        .iter()
        .map(|one| (one.file.clone(), one.line.clone()))
        .collect();
    assert!(
        places.contains(&(Some("main.tf.json".to_owned()), Some("2".to_owned()))),
        "{places:?}"
    );
}

#[test]
fn a_state_of_a_newer_form_is_refused_in_words() {
    let room = prepared(&json!({"resource": {"terraform_data": {"a": {"input": 1}}}}));
    room.write("terraform.tfstate", "{\"version\": 5}");
    let plan = planned(&room);
    assert!(!plan.changes && !plan.stream.succeeded);
    let detail = plan.stream.diagnostics[0].detail.clone().unwrap_or_default();
    assert!(detail.contains("newer version"), "{detail}");
}

#[test]
fn a_state_that_no_disk_takes_is_not_lost() {
    let room = prepared(&json!({"resource": {"terraform_data": {"a": {"input": "s3cret-of-tests".repeat(100)}}}}));
    planned(&room);
    // Files end after 512 bytes, as on a disk that is full; pipes do not.
    let small = room.program("small", "ulimit -f 1; exec \"$TERRAFORM\" \"$@\"");
    let room = Room { binary: small, ..room };
    let done = applied(&room, &mut quiet());
    assert!(!done.stream.succeeded);
    let told = format!("{:?}", done.stream.diagnostics);
    assert!(
        told.contains("Failed to persist state to backend") && told.contains("file too large"),
        "{told}"
    );
    let state = done.stream.transcript.emergency_state.clone().unwrap().0;
    assert_eq!(state["resources"][0]["name"], json!("a"));
    assert!(!format!("{done:?}").contains("s3cret"));
}
