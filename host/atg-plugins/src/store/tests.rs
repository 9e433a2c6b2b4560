//! Installing, updating and removing, and what must not happen on the way.

use super::*;
use crate::samples::metric;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn store(&self) -> Store {
        Store::user(self.folder.path().join("plugins"))
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn install(&self, id: &str, version: &str, provides: &str) -> Result<Change, CatalogError> {
        let file = self.file("new.wasm", &metric(id, version, provides));
        self.store()
            .install(&file, &Default::default())
            .map(|(_, change)| change)
    }

    fn update(&self, id: &str, version: &str, provides: &str) -> Result<Change, CatalogError> {
        let file = self.file("new.wasm", &metric(id, version, provides));
        self.store()
            .update(&file, &Default::default())
            .map(|(_, change)| change)
    }

    /// `id@version` of all that is installed.
    fn listed(&self) -> Vec<String> {
        let listing = self.store().list();
        assert!(listing.problems.is_empty(), "{:?}", listing.problems);
        listing
            .plugins
            .iter()
            .map(|one| format!("{}@{}", one.manifest.id, one.manifest.version))
            .collect()
    }

    fn files(&self) -> usize {
        std::fs::read_dir(self.store().folder()).map_or(0, Iterator::count)
    }
}

#[test]
fn versions_stand_side_by_side_the_newest_first() {
    let place = Place::new();
    assert!(place.listed().is_empty(), "a folder that is not there holds nothing");
    assert_eq!(place.install("b", "0.9.0", "b").unwrap(), Change::Installed);
    assert_eq!(place.install("b", "0.10.0", "b").unwrap(), Change::Installed);
    assert_eq!(place.install("a", "1.0.0", "a").unwrap(), Change::Installed);
    assert_eq!(place.listed(), ["a@1.0.0", "b@0.10.0", "b@0.9.0"]);
    assert_eq!(place.install("a", "1.0.0", "a").unwrap(), Change::Unchanged);

    let error = place.install("a", "1.0.0", "other").unwrap_err();
    assert!(matches!(error, CatalogError::SameVersion { .. }), "{error}");
    let error = place.install("c", "1.0.0", "a").unwrap_err();
    assert_eq!(
        error.to_string().split_once(" provides").unwrap().1,
        " the metric `a`, which plugin `a` provides too"
    );
    assert!(
        place
            .install("c", "1.0", "c")
            .unwrap_err()
            .to_string()
            .contains("bad manifest")
    );
    assert_eq!(place.listed().len(), 3);
}

#[test]
fn an_update_is_newer_and_leaves_nothing_old() {
    let place = Place::new();
    let error = place.update("a", "1.0.0", "a").unwrap_err();
    assert!(error.hint().unwrap().contains("atg plugin install"), "{error}");
    place.install("a", "1.0.0", "a").unwrap();
    place.install("a", "1.1.0", "a").unwrap();
    let error = place.update("a", "1.0.5", "a").unwrap_err();
    assert_eq!(
        error.to_string(),
        "plugin `a` 1.0.5 is not newer than 1.1.0, which is installed"
    );
    assert!(matches!(
        place.update("a", "1.1.0", "x"),
        Err(CatalogError::SameVersion { .. })
    ));
    assert_eq!(place.update("a", "1.1.0", "a").unwrap(), Change::Unchanged);
    assert_eq!(
        place.update("a", "2.0.0", "a").unwrap(),
        Change::Updated {
            from: "1.1.0".parse().unwrap()
        }
    );
    assert_eq!(place.listed(), ["a@2.0.0"]);
    assert_eq!(place.files(), 2, "an index and a component");
}

#[test]
fn removing_says_what_went_and_what_was_meant() {
    let place = Place::new();
    place.install("tags-kept", "1.0.0", "a").unwrap();
    place.install("tags-kept", "2.0.0", "a").unwrap();
    let error = place.store().remove("tag-kept").unwrap_err();
    assert_eq!(error.hint().as_deref(), Some("did you mean `tags-kept`?"));
    let error = place.store().remove("tags-kept@3.0.0").unwrap_err();
    assert!(error.hint().unwrap().contains("2.0.0, 1.0.0"), "{error}");
    let removed = place.store().remove("tags-kept@1.0.0").unwrap();
    assert_eq!(removed.versions, ["1.0.0".parse().unwrap()]);
    assert_eq!(place.listed(), ["tags-kept@2.0.0"]);
    place.store().remove("tags-kept").unwrap();
    assert_eq!(place.files(), 0);
}

#[test]
fn two_that_share_a_component_lose_it_only_together() {
    // Two index files may name one component after a copy by hand; removing one must not break the other.
    let place = Place::new();
    place.install("a", "1.0.0", "a").unwrap();
    let listing = place.store().list();
    let text = std::fs::read_to_string(&listing.plugins[0].index)
        .unwrap()
        .replace("version = \"1.0.0\"", "version = \"1.0.1\"");
    std::fs::write(place.store().folder().join("a@1.0.1.toml"), text).unwrap();
    place.store().remove("a@1.0.1").unwrap();
    assert!(place.store().list().plugins[0].entry().bytes().is_ok());
}

#[test]
fn a_damaged_store_is_told_and_the_rest_is_used() {
    let place = Place::new();
    place.install("a", "1.0.0", "a").unwrap();
    place.install("b", "1.0.0", "b").unwrap();
    let folder = place.store().folder().to_path_buf();
    let index = std::fs::read_to_string(folder.join("a@1.0.0.toml")).unwrap();
    std::fs::write(folder.join("z@1.0.0.toml"), &index).unwrap();
    std::fs::write(folder.join("notes.toml"), "[notes]").unwrap();
    std::fs::write(folder.join("bad@1.0.0.toml"), index.replace("kind", "kin")).unwrap();
    std::fs::write(folder.join("README.md"), "not ours").unwrap();
    let listing = place.store().list();
    assert_eq!(listing.plugins.len(), 2);
    assert_eq!(listing.problems.len(), 3);
    assert!(listing.problems.iter().all(|(_, error)| error.hint().is_some()));

    // What is no longer what was installed is never loaded.
    let b = listing.find("b", None).unwrap();
    std::fs::write(&b.component, metric("b", "1.0.0", "c")).unwrap();
    assert!(b.entry().bytes().is_err());
    std::fs::remove_file(&b.component).unwrap();
    assert!(b.entry().bytes().is_err());
    assert_eq!(
        place.install("b", "1.0.0", "b").unwrap(),
        Change::Installed,
        "installing again mends it"
    );
    assert!(place.store().list().find("b", None).unwrap().entry().bytes().is_ok());
}
