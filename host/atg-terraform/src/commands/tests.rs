#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicU32, Ordering};

use semver::Version;

use super::*;
use crate::binary::Flavour;
use crate::cache::PluginCache;
use crate::environment::Wishes;

/// A Terraform made of a shell script, which answers `version` as 1.11.4 does.
struct Fake {
    folder: tempfile::TempDir,
    environment: Environment,
    redactor: Redactor,
    interrupts: AtomicU32,
    binary: Binary,
}

impl Fake {
    fn new(script: &str) -> Fake {
        Fake::of("1.11.4", script)
    }

    fn of(version: &str, script: &str) -> Fake {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fake");
        let answer = format!("{{\"terraform_version\": \"{version}\", \"terraform_outdated\": false}}");
        std::fs::write(
            &path,
            format!("#!/bin/sh\nif [ \"$1\" = version ]; then echo '{answer}'; exit; fi\n{script}\n"),
        )
        .unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let environment = Environment::new(&|name| std::env::var_os(name), &Wishes::default()).unwrap();
        Fake {
            binary: Binary::at(&path, &environment, &process::Never).unwrap(),
            folder,
            environment,
            redactor: Redactor::new(["hunter2-secret"]),
            interrupts: AtomicU32::new(0),
        }
    }

    fn terraform(&self) -> Terraform<'_> {
        Terraform {
            binary: &self.binary,
            environment: &self.environment,
            folder: self.folder.path(),
            redactor: &self.redactor,
            interrupts: &self.interrupts,
            patience: Patience::default(),
            held: None,
        }
    }
}

fn quiet() -> impl FnMut(Progress<'_>) {
    |_| {}
}

fn told(error: &TerraformError) -> (String, String) {
    let cause = std::error::Error::source(error)
        .map(ToString::to_string)
        .unwrap_or_default();
    (error.to_string(), cause)
}

#[test]
fn arguments_are_those_that_terraform_takes() {
    let text = |arguments: Vec<OsString>| -> Vec<String> {
        arguments
            .into_iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect()
    };
    let new = Fake::new("");
    let old = Fake::of("1.5.7", "");
    assert_eq!(
        (new.binary.flavour(), new.binary.version()),
        (Flavour::Terraform, &Version::new(1, 11, 4))
    );
    let mut init = init::InitOptions::default();
    assert_eq!(
        text(init::init_args(&init, &new.binary)),
        ["init", "-input=false", "-no-color", "-json", "-backend=false"]
    );
    init.backend = true;
    init.backend_config = vec!["b.hcl".into()];
    (init.reconfigure, init.upgrade, init.lock_file) = (true, true, init::LockFile::Readonly);
    assert_eq!(
        text(init::init_args(&init, &old.binary)).join(" "),
        "init -input=false -no-color -backend=true -backend-config=b.hcl -reconfigure -upgrade -lockfile=readonly"
    );
    assert_eq!(text(validate::validate_args()).join(" "), "validate -no-color -json");
    let plan = plan::PlanOptions {
        out: Some("p".into()),
        destroy: true,
        refresh_only: true,
        skip_refresh: true,
        parallelism: Some(0),
        lock_timeout: Some(Duration::from_secs(90)),
        targets: vec!["a.b[\"c d\"]".to_owned()],
        variable_files: vec!["v.json".into()],
    };
    assert_eq!(
        text(plan::plan_args(&plan)).join(" "),
        "plan -input=false -no-color -json -detailed-exitcode -destroy -refresh-only -refresh=false -out=p -parallelism=1 \
         -lock-timeout=90s -target=a.b[\"c d\"] -var-file=v.json"
    );
    let apply = apply::ApplyOptions {
        plan: "p".into(),
        parallelism: Some(30),
        lock_timeout: None,
    };
    assert_eq!(
        text(apply::apply_args(&apply)).join(" "),
        "apply -input=false -no-color -json -parallelism=30 p"
    );
    assert_eq!(
        text(destroy::destroy_args(&destroy::DestroyOptions::default())).join(" "),
        "apply -destroy -auto-approve -input=false -no-color -json"
    );
    assert_eq!(
        text(show::show_args(&show::ShowOptions { file: Some("p".into()) })).join(" "),
        "show -no-color -json p"
    );
    assert_eq!(
        text(providers_schema::providers_schema_args()).join(" "),
        "providers schema -no-color -json"
    );
}

#[test]
fn a_provider_that_crashes_is_a_diagnostic_and_what_was_done_is_known() {
    let fake = Fake::new(
        r#"cat <<'EOF'
{"@level":"info","hook":{"resource":{"addr":"azapi_resource.a"},"action":"create"},"type":"apply_start"}
{"@level":"info","hook":{"resource":{"addr":"azapi_resource.b"},"action":"create"},"type":"apply_start"}
{"@level":"info","hook":{"resource":{"addr":"azapi_resource.a"},"action":"create","id_key":"id","id_value":"/a","elapsed_seconds":1},"type":"apply_complete"}
panic: runtime error: hunter2-secret
{"@level":"info","hook":{"resource":{"addr":"azapi_resource.b"},"action":"create","elapsed_seconds":0},"type":"apply_errored"}
{"@level":"error","@message":"Error: Plugin did not respond","diagnostic":{"severity":"error","summary":"Plugin did not respond","detail":"The plugin encountered an error, and failed to respond to the plugin6.(*GRPCProvider).ApplyResourceChange call.","address":"azapi_resource.b"},"type":"diagnostic"}
EOF
echo 'Stack trace from the terraform-provider-azapi plugin: hunter2-secret' >&2
exit 1"#,
    );
    let options = apply::ApplyOptions {
        plan: "p".into(),
        parallelism: None,
        lock_timeout: None,
    };
    let mut events = 0;
    let applied = apply::run(&fake.terraform(), &options, &mut |_| events += 1).unwrap();
    let stream = &applied.stream;
    assert_eq!(
        (stream.succeeded, stream.end, applied.stopped, events),
        (false, End::Exited(1), None, 7)
    );
    assert_eq!(stream.transcript.completed.len(), 1);
    let texts: Vec<_> = stream
        .diagnostics
        .iter()
        .map(|one| (one.summary.as_deref(), one.address.as_deref()))
        .collect();
    assert_eq!(texts, [(Some("Plugin did not respond"), Some("azapi_resource.b"))]);
    assert_eq!(stream.transcript.text.len(), 2);
    assert!(!format!("{applied:?}").contains("hunter2"));
}

#[test]
fn a_killed_apply_tells_what_it_left_and_a_killed_validate_fails() {
    let start = r#"echo '{"@level":"info","hook":{"resource":{"addr":"azapi_resource.a"},"action":"create"},"type":"apply_start"}'"#;
    let fake = Fake::new(&format!("{start}; echo 'last words' >&2; kill -9 $$"));
    let options = apply::ApplyOptions {
        plan: "p".into(),
        parallelism: None,
        lock_timeout: None,
    };
    let applied = apply::run(&fake.terraform(), &options, &mut quiet()).unwrap();
    assert_eq!(
        (applied.stream.end, applied.stream.succeeded),
        (End::Signalled(9), false)
    );
    assert_eq!(applied.stream.transcript.unfinished().len(), 1);
    assert_eq!(
        applied.stream.diagnostics[0].summary.as_deref(),
        Some("Terraform apply was killed by signal 9")
    );
    let error = validate::run(&fake.terraform(), &mut quiet()).unwrap_err();
    assert_eq!(
        told(&error),
        (
            "`terraform validate` was killed by signal 9".to_owned(),
            "last words".to_owned()
        )
    );
    assert!(error.hint().unwrap().contains("memory"));
}

#[test]
fn a_failure_without_a_reason_quotes_what_was_said() {
    let fake = Fake::new("echo 'no space left on device: hunter2-secret' >&2; exit 1");
    let planned = plan::run(&fake.terraform(), &plan::PlanOptions::default(), &mut quiet()).unwrap();
    assert!(!planned.changes && !planned.stream.succeeded);
    let one = &planned.stream.diagnostics[0];
    assert_eq!(
        one.summary.as_deref(),
        Some("Terraform plan failed with exit code 1 and gave no reason")
    );
    assert_eq!(one.detail.as_deref(), Some("no space left on device: [redacted]"));
}

#[test]
fn the_exit_code_of_a_plan_is_trusted_and_not_its_summary() {
    let summary = r#"echo '{"@level":"info","changes":{"add":0,"change":0,"import":0,"remove":0,"operation":"plan"},"type":"change_summary"}'"#;
    for (code, changes, succeeded) in [(0, false, true), (2, true, true), (1, false, false)] {
        let fake = Fake::new(&format!("{summary}; exit {code}"));
        let planned = plan::run(&fake.terraform(), &plan::PlanOptions::default(), &mut quiet()).unwrap();
        assert_eq!(
            (planned.changes, planned.stream.succeeded),
            (changes, succeeded),
            "{code}"
        );
    }
    let fake = Fake::new("exit 2");
    assert!(
        !init::run(&fake.terraform(), &init::InitOptions::default(), None, &mut quiet())
            .unwrap()
            .succeeded
    );
}

#[test]
fn an_init_that_speaks_no_json_is_understood() {
    let fake = Fake::of(
        "1.5.7",
        "printf '%s\\n' 'Initializing...' '' 'Error: Failed to query' '' 'not found: x' >&2; exit 1",
    );
    let init = init::run(&fake.terraform(), &init::InitOptions::default(), None, &mut quiet()).unwrap();
    let texts: Vec<_> = init
        .diagnostics
        .iter()
        .map(|one| (one.summary.as_deref(), one.detail.as_deref()))
        .collect();
    assert_eq!(texts, [(Some("Failed to query"), Some("not found: x"))]);
}

#[test]
fn validate_reads_a_document_and_trusts_no_contradiction() {
    let answer = r#"{"format_version":"1.0","valid":false,"error_count":1,"warning_count":0,"diagnostics":[{"severity":"error","summary":"hunter2-secret","detail":"d","address":"azapi_resource.x","snippet":{"context":null,"code":"hunter2-secret","start_line":1}}]}"#;
    let fake = Fake::new(&format!("echo '{answer}'; exit 1"));
    let validation = validate::run(&fake.terraform(), &mut quiet()).unwrap();
    assert!(!validation.valid);
    assert_eq!(validation.diagnostics[0].summary.as_deref(), Some("[redacted]"));
    assert!(!validation.document.to_string().contains("code\""));
    let valid = r#"{"valid":true,"error_count":0,"diagnostics":[]}"#;
    for (script, text) in [
        (
            format!("echo '{answer}'"),
            "`terraform validate` contradicts itself: exit code 0, valid false",
        ),
        (
            format!("echo '{valid}'; exit 1"),
            "`terraform validate` contradicts itself: exit code 1, valid true",
        ),
        (
            "echo '{\"valid\":7}'".to_owned(),
            "`terraform validate` printed JSON of another form",
        ),
        (
            "echo 'garbage'; echo oops >&2".to_owned(),
            "`terraform validate` did not print JSON",
        ),
        ("exit 0".to_owned(), "`terraform validate` did not print JSON"),
    ] {
        let fake = Fake::new(&script);
        let error = validate::run(&fake.terraform(), &mut quiet()).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn a_deadline_and_an_interrupt_end_a_command() {
    let fake = Fake::new("trap 'exit 1' INT; while :; do sleep 0.02; done");
    let mut terraform = fake.terraform();
    terraform.patience.deadline = Some(Duration::from_millis(150));
    let error = validate::run(&terraform, &mut quiet()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`terraform validate` was stopped: it took longer than 0 s"
    );
    let error = init::run(&terraform, &init::InitOptions::default(), None, &mut quiet()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`terraform init` was stopped: it took longer than 0 s"
    );
    let options = apply::ApplyOptions {
        plan: "p".into(),
        parallelism: None,
        lock_timeout: None,
    };
    let applied = apply::run(&terraform, &options, &mut quiet()).unwrap();
    assert_eq!(applied.stopped, Some(Stopped::Deadline));
    terraform.patience.deadline = None;
    let waiting = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(150));
            fake.interrupts.store(1, Ordering::Relaxed);
        });
        plan::run(&terraform, &plan::PlanOptions::default(), &mut quiet())
    });
    assert_eq!(waiting.unwrap_err().to_string(), "interrupted");
}

#[test]
fn show_masks_what_is_sensitive_and_explains_a_failure() {
    let plan = r#"{"resource_changes":[{"change":{"before":null,"before_sensitive":false,"after":{"a":"masked-value","b":"hunter2-secret"},"after_sensitive":{"a":true}}}]}"#;
    let fake = Fake::new(&format!("echo '{plan}'"));
    let options = show::ShowOptions { file: Some("p".into()) };
    let shown = show::run(&fake.terraform(), &options, &mut quiet())
        .unwrap()
        .to_string();
    assert!(!shown.contains("masked-value") && !shown.contains("hunter2"), "{shown}");
    let clear = show::with_secrets(&fake.terraform(), &options, &mut quiet())
        .unwrap()
        .to_string();
    assert!(clear.contains("masked-value"));
    let fake =
        Fake::new("printf '%s\\n' '' 'Error: Failed to load plugin schemas' '' 'Error while loading' >&2; exit 1");
    let error = providers_schema::run(&fake.terraform(), &mut quiet()).unwrap_err();
    assert_eq!(
        told(&error),
        (
            "`terraform providers schema` failed with exit code 1".to_owned(),
            "Failed to load plugin schemas Error while loading".to_owned()
        )
    );
}

#[test]
fn an_init_waits_for_the_plugin_cache_and_says_so() {
    let fake = Fake::new("sleep 0.3; echo done");
    let cache = PluginCache::open(&fake.folder.path().join("cache")).unwrap();
    let busy: Vec<bool> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut busy = false;
                    let init = init::run(
                        &fake.terraform(),
                        &init::InitOptions::default(),
                        Some(&cache),
                        &mut |progress| {
                            busy |= matches!(progress, Progress::CacheBusy(_));
                        },
                    );
                    assert!(init.unwrap().succeeded);
                    busy
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert_eq!(busy.iter().filter(|busy| **busy).count(), 1);
}
