//! Who comes first, and what does not end the run.

use super::*;
use crate::samples::{manifest, metric};
use crate::store::Store;

struct Place {
    folder: tempfile::TempDir,
    builtin: Vec<Embedded>,
}

impl Place {
    /// With one built-in plugin, `metric-resources`, that provides `resources`.
    fn new() -> Place {
        let text: &'static str = manifest("metric-resources", "0.1.0", "resources").leak();
        let component: &'static [u8] = metric("metric-resources", "0.1.0", "resources").leak();
        let builtin = vec![Embedded {
            manifest: text,
            sha256: digest(component),
            component,
        }];
        Place {
            folder: tempfile::tempdir().unwrap(),
            builtin,
        }
    }

    fn places(&self) -> Places {
        let place = |name: &str| Some(self.folder.path().join(name));
        Places {
            project: place("project"),
            user: place("user"),
        }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn install(&self, place: &str, bytes: &[u8]) {
        let file = self.file("new.wasm", bytes);
        Store::user(self.folder.path().join(place))
            .install(file.as_ref(), &Catalog::default())
            .unwrap();
    }

    fn gather(&self, requested: &[&str]) -> Catalog {
        let requested: Vec<_> = requested.iter().map(|word| (*word).to_owned()).collect();
        Catalog::gather(&requested, &self.places(), &self.builtin)
    }
}

/// `id@version origin` of all plugins.
fn listed(catalog: &Catalog) -> Vec<String> {
    let line = |entry: &PluginEntry| {
        format!(
            "{}@{} {}",
            entry.manifest.id,
            entry.manifest.version,
            entry.origin.word()
        )
    };
    catalog.plugins.iter().map(line).collect()
}

fn problems(catalog: &Catalog) -> Vec<String> {
    catalog
        .problems
        .iter()
        .map(|problem| problem.error.to_string())
        .collect()
}

#[test]
fn a_file_comes_before_the_project_before_the_user_before_what_is_built_in() {
    let place = Place::new();
    assert_eq!(listed(&place.gather(&[])), ["metric-resources@0.1.0 built-in"]);
    place.install("user", &metric("b", "1.0.0", "b"));
    place.install("user", &metric("b", "3.0.0", "b"));
    place.install("user", &metric("a", "1.0.0", "a"));
    assert_eq!(
        listed(&place.gather(&[])),
        ["metric-resources@0.1.0 built-in", "a@1.0.0 user", "b@3.0.0 user"]
    );
    place.install("project", &metric("b", "2.0.0", "b"));
    assert_eq!(listed(&place.gather(&[]))[2], "b@2.0.0 project");

    let file = place.file("b.wasm", &metric("b", "0.1.0", "b"));
    let catalog = place.gather(&[&file]);
    assert_eq!(listed(&catalog)[2], "b@0.1.0 file");
    assert!(catalog.problems.is_empty(), "{:?}", problems(&catalog));
    assert_eq!(catalog.notes.len(), 2);
    assert!(
        catalog.notes[0].contains("b.wasm` is used in place of the installed plugin `b` 2.0.0"),
        "{:?}",
        catalog.notes
    );

    let catalog = place.gather(&["b@1.0.0", "metric-resources"]);
    assert_eq!(listed(&catalog)[2], "b@1.0.0 user");
    assert!(catalog.problems.is_empty() && catalog.notes.is_empty());
}

#[test]
fn clashes_are_problems_and_the_others_stay() {
    let place = Place::new();
    let id = place.file("id.wasm", &metric("metric-resources", "9.0.0", "x"));
    let name = place.file("name.wasm", &metric("mine", "1.0.0", "resources"));
    let one = place.file("one.wasm", &metric("one", "1.0.0", "one"));
    let other = place.file("other.wasm", &metric("one", "1.0.1", "one"));
    let third = place.file("third.wasm", &metric("third", "1.0.0", "one"));
    let catalog = place.gather(&[&id, &name, &one, &other, &third, &one]);
    assert_eq!(listed(&catalog), ["metric-resources@0.1.0 built-in", "one@1.0.0 file"]);
    let found = problems(&catalog);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[0].contains("calls itself `metric-resources`"), "{found:?}");
    assert!(
        found[1].contains("provides the metric `resources`, which plugin `metric-resources` provides too"),
        "{found:?}"
    );
    assert!(found[2].contains("are both plugin `one`"), "{found:?}");
    assert!(found[3].contains("provides the metric `one`"), "{found:?}");
    for problem in &catalog.problems {
        assert!(problem.requested && problem.error.hint().is_some(), "{problem:?}");
    }
}

#[test]
fn what_cannot_be_found_is_named_with_what_was_meant() {
    let place = Place::new();
    place.install("user", &metric("tags-kept", "1.0.0", "tags"));
    let folder = place.folder.path().display().to_string();
    let catalog = place.gather(&[
        "tag-kept",
        "metric-resurces",
        "tags-kept@2.0.0",
        "./no.wasm",
        &folder,
        "zebra",
    ]);
    let hints: Vec<_> = catalog
        .problems
        .iter()
        .map(|problem| problem.error.hint().unwrap_or_default())
        .collect();
    assert_eq!(hints[0], "did you mean `tags-kept`?");
    assert_eq!(hints[1], "did you mean `metric-resources`?");
    assert!(hints[2].contains("there is 1.0.0"), "{hints:?}");
    assert!(hints[3].contains("a .wasm file"), "{hints:?}");
    assert!(hints[4].contains("atg plugin build"), "{hints:?}");
    assert!(hints[5].contains("`tags-kept`"), "{hints:?}");
    assert_eq!(listed(&catalog).len(), 2);
}

#[test]
fn one_plugin_is_found_wherever_it_is() {
    let place = Place::new();
    place.install("user", &metric("b", "1.0.0", "b"));
    let text = place.file("text.wasm", b"text");
    for (reference, name, origin) in [
        ("metric-resources", "metric-resources@0.1.0", "built-in"),
        ("b", "b@1.0.0", "user"),
        (text.as_str(), text.as_str(), "file"),
    ] {
        let located = locate(reference, &place.places(), &place.builtin).unwrap();
        assert_eq!((located.name.as_str(), located.origin.word()), (name, origin));
        assert!(!located.bytes().unwrap().is_empty());
    }
    assert!(locate("zebra", &place.places(), &place.builtin).is_err());
}
