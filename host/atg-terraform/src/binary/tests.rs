#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use super::*;
use crate::environment::Wishes;
use crate::process::{Never, Patience};

fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn terraform(version: &str) -> String {
    format!(
        "echo '{{\"terraform_version\": \"{version}\", \"platform\": \"linux_amd64\", \"terraform_outdated\": true}}'"
    )
}

fn tofu(version: &str) -> String {
    format!(
        "case \"$2\" in -json) echo '{{\"terraform_version\": \"{version}\", \"platform\": \"linux_amd64\"}}';; *) echo 'OpenTofu v{version}';; esac"
    )
}

fn environment() -> Environment {
    Environment::new(&|name| std::env::var_os(name), &Wishes::default()).unwrap()
}

/// The text, the cause and the hint of what a script leads to.
fn refused(script: &str) -> (String, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = program(folder.path(), "terraform", script);
    let error = Binary::at(&path, &environment(), &Never).unwrap_err();
    let cause = std::error::Error::source(&error)
        .map(ToString::to_string)
        .unwrap_or_default();
    let text = error.to_string().replace(&folder.path().display().to_string(), "F");
    (text, cause, error.hint().unwrap_or_default())
}

#[test]
fn the_flag_wins_then_the_variable_then_terraform_then_tofu() {
    let folders: Vec<tempfile::TempDir> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    let path = |at: usize| folders[at].path();
    let tofu_one = program(path(0), "tofu", "");
    let terraform_two = program(path(1), "terraform", "");
    let flagged = program(path(2), "terraform-1.5.7", "");
    let mut search = Search {
        path: Some(std::env::join_paths([path(0), path(1)]).unwrap()),
        ..Search::default()
    };
    assert_eq!(search.locate().unwrap(), terraform_two);
    search.variable = Some("tofu".into());
    assert_eq!(search.locate().unwrap(), tofu_one);
    search.flag = Some(flagged.clone());
    assert_eq!(search.locate().unwrap(), flagged);
    search.flag = Some("terraform-1.5.7".into());
    let error = search.locate().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no program `terraform-1.5.7` on PATH, which --terraform-bin names"
    );
    search.path = Some(path(2).into());
    assert_eq!(search.locate().unwrap(), flagged);
}

#[test]
fn what_is_not_there_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("terraform"), "not executable").unwrap();
    let search = Search {
        path: Some(folder.path().into()),
        ..Search::default()
    };
    let error = search.locate().unwrap_err();
    assert_eq!(error.to_string(), "there is no `terraform` and no `tofu` on PATH");
    assert_eq!(
        error.hint().unwrap(),
        "install Terraform 1.5.0 or newer or OpenTofu 1.8.0 or newer, or name one with --terraform-bin or ATG_TERRAFORM"
    );
    let own = |name: &str| (name == "ATG_TERRAFORM").then(|| OsString::from("/no/such"));
    let error = Search::new(None, &own).locate().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no program `/no/such`, which ATG_TERRAFORM names"
    );
    assert!(Search::new(None, &|_| None).locate().is_err());
    // Named outright it is found, and starting it says what is wrong.
    let named = Search::new(Some(folder.path().join("terraform")), &|_| None)
        .locate()
        .unwrap();
    let error = Binary::at(&named, &environment(), &Never).unwrap_err();
    assert!(error.to_string().starts_with("cannot start `") && error.hint().unwrap().contains("chmod"));
}

#[test]
fn both_flavours_are_told_apart_and_old_ones_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, script: &str| Binary::at(&program(folder.path(), name, script), &environment(), &Never);
    let old = at("a", &terraform("1.5.7")).unwrap();
    assert_eq!(
        (old.to_string().as_str(), old.init_speaks_json()),
        ("Terraform 1.5.7", false)
    );
    assert!(at("b", &terraform("1.9.0")).unwrap().init_speaks_json());
    assert!(at("c", &terraform("1.5.0-rc1")).is_ok());
    let fork = at("d", &tofu("1.8.0")).unwrap();
    assert_eq!(
        (fork.to_string().as_str(), fork.init_speaks_json()),
        ("OpenTofu 1.8.0", true)
    );
    let (text, _, hint) = refused(&terraform("1.4.7"));
    assert_eq!(text, "`F/terraform` is Terraform 1.4.7; atg needs 1.5.0 or newer");
    assert_eq!(
        hint,
        "install a newer Terraform, or name another program with --terraform-bin or ATG_TERRAFORM"
    );
    assert_eq!(
        refused(&tofu("1.7.3")).0,
        "`F/terraform` is OpenTofu 1.7.3; atg needs 1.8.0 or newer"
    );
}

#[test]
fn programs_that_are_no_terraform_are_refused() {
    let odd = "`F/terraform` does not tell its version as Terraform does";
    for (script, cause) in [
        ("", "it printed nothing"),
        ("printf 'gar\\033[31mbage\\377'; ", "gar\\u{1b}[31mbage\u{fffd}"),
        ("echo '{}'", "{}"),
        ("echo oops >&2; exit 3", "it ended with exit code 3: oops"),
        ("kill -9 $$", "it was killed by signal 9"),
        (
            "echo '{\"terraform_version\": \"latest\"}'",
            "its version is `latest`: unexpected character 'l' while parsing major version number",
        ),
    ] {
        let (text, reason, hint) = refused(script);
        assert_eq!((text.as_str(), reason.as_str()), (odd, cause), "{script}");
        assert!(hint.contains("--terraform-bin"));
    }
}

#[test]
fn one_that_hangs_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = program(folder.path(), "terraform", "trap '' INT; while :; do sleep 0.05; done");
    let patience = Patience {
        deadline: Some(Duration::from_millis(200)),
        grace: Duration::from_millis(100),
    };
    let error = version::ask_within(patience, &path, &environment(), &Never).unwrap_err();
    assert!(error.to_string().ends_with("did not answer within 0 s"), "{error}");
}
