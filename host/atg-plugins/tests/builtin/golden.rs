//! The golden cases in `plugins/*/testdata`, as `atg plugin test` runs them.

use std::path::Path;

use atg_plugins::authoring::{self, CaseVerdict};

use crate::bench::{BENCH, chain};

/// Set, what comes out is written down as what is expected.
const BLESS: &str = "ATG_BLESS";

#[test]
fn golden_cases_come_out_as_expected() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugins");
    let folder = tempfile::tempdir().expect("a folder");
    let mut wrong = String::new();
    for plugin in atg_builtin::BUILTIN {
        // As `atg plugin build` leaves a plugin's folder, and outside the sources.
        let (from, to) = (sources.join(plugin.id), folder.path().join(plugin.id));
        copy(&from.join("testdata"), &to.join("testdata"));
        std::fs::write(to.join("atg-plugin.toml"), plugin.manifest).expect("a manifest");
        std::fs::write(to.join(format!("{}.wasm", plugin.id)), plugin.component).expect("a component");
        let bless = std::env::var_os(BLESS).is_some();
        let outcomes = authoring::test(&to, bless, &BENCH.options)
            .unwrap_or_else(|error| panic!("{}: {}", plugin.id, chain(&error)));
        assert!(!outcomes.is_empty(), "{} has no golden case", plugin.id);
        for outcome in outcomes {
            match outcome.verdict {
                CaseVerdict::Passed | CaseVerdict::Blessed => {}
                CaseVerdict::Differs(why) | CaseVerdict::Failed(why) => {
                    wrong.push_str(&format!("{} {}/{}:\n{why}\n", plugin.id, outcome.case, outcome.file));
                }
            }
        }
        if bless {
            copy(&to.join("testdata"), &from.join("testdata"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong}\nif that is right, run the test with {BLESS}=1"
    );
}

/// Copies a folder.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), &to).expect("a copy");
        }
    }
}
