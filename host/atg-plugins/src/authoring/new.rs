//! `atg plugin new`: a folder with a working example.

use std::path::{Path, PathBuf};

use super::Role;
use super::embedded::TEMPLATES;
use super::error::AuthoringError;
use super::{files, sdk};

/// The minor version of the contract that new plugins are written for.
const CONTRACT: &str = "0.1";

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The folder.
    pub folder: PathBuf,
    /// The plugin's own files, by path inside the folder, in order; the SDK's are not listed.
    pub files: Vec<String>,
}

/// Writes a complete plugin project that builds with cargo alone, wherever the folder lies and without network.
///
/// `reserved` are names that built-in plugins use; a plugin of such a name would be refused when it is loaded.
///
/// # Errors
///
/// A name that is none, a folder that holds something already, or a disk that does not take the files. Whatever was
/// written before a failure is removed again.
pub fn new(role: Role, name: &str, folder: &Path, reserved: &[&str]) -> Result<Created, AuthoringError> {
    check_name(name, reserved)?;
    let existed = match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                return Err(AuthoringError::Occupied {
                    folder: folder.to_path_buf(),
                    what: "is not empty",
                });
            }
            true
        }
        Err(_) if folder.exists() => {
            return Err(AuthoringError::Occupied {
                folder: folder.to_path_buf(),
                what: "is a file",
            });
        }
        Err(_) => false,
    };
    let created = write(role, name, folder);
    if created.is_err() {
        remove(folder, existed);
    }
    created
}

fn write(role: Role, name: &str, folder: &Path) -> Result<Created, AuthoringError> {
    let mut written = Vec::new();
    for of in ["plugin", role.word()] {
        for (path, text) in TEMPLATES {
            let Some(path) = path.strip_prefix(of).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            files::write(&folder.join(path), fill(text, name))?;
            written.push(path.to_owned());
        }
    }
    sdk::renew(folder)?;
    written.sort();
    Ok(Created {
        folder: folder.to_path_buf(),
        files: written,
    })
}

/// Best effort: what made the writing fail may make the removing fail too, and the first is what people must hear of.
fn remove(folder: &Path, keep_folder: bool) {
    let _ = std::fs::remove_dir_all(folder);
    if keep_folder {
        let _ = std::fs::create_dir(folder);
    }
}

fn fill(text: &str, name: &str) -> String {
    text.replace("@NAME@", name)
        .replace("@CRATE@", &name.replace('-', "_"))
        .replace("@TITLE@", &title(name))
        .replace("@CONTRACT@", CONTRACT)
        .replace("@PACKAGES@", &locked(name))
}

/// The packages of Cargo.lock as cargo would write them: by name.
fn locked(name: &str) -> String {
    let sdk = format!(
        "[[package]]\nname = \"atg-sdk\"\nversion = \"{}\"\n",
        env!("CARGO_PKG_VERSION")
    );
    let plugin = format!("[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\ndependencies = [\n \"atg-sdk\",\n]\n");
    if name < "atg-sdk" {
        format!("{plugin}\n{sdk}")
    } else {
        format!("{sdk}\n{plugin}")
    }
    .trim_end()
    .to_owned()
}

/// `location-kept` → `Location kept`.
fn title(name: &str) -> String {
    let mut title = name.replace('-', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

/// Words that cargo or rustc refuse as a crate's name; some only since an edition.
const CRATE_WORDS: &[&str] = &[
    "abstract",
    "alloc",
    "as",
    "async",
    "atg-sdk",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc-macro",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

fn check_name(name: &str, reserved: &[&str]) -> Result<(), AuthoringError> {
    let refused = |reason: &str, taken| {
        Err(AuthoringError::Name {
            name: name.escape_debug().to_string(),
            reason: reason.to_owned(),
            taken,
        })
    };
    let wrong = |reason: &str| refused(reason, false);
    if name.is_empty() {
        return wrong("it is empty");
    }
    if name.len() > 64 {
        return wrong("it is longer than 64 characters");
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return wrong("it does not begin with a lower-case letter");
    }
    if let Some(other) = name
        .chars()
        .find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-'))
    {
        return wrong(&format!("it contains `{}`", other.escape_debug()));
    }
    if name.ends_with('-') || name.contains("--") {
        return wrong("a dash stands at its end or beside another");
    }
    if CRATE_WORDS.contains(&name) {
        return refused("Rust or cargo use the word themselves", true);
    }
    if reserved.contains(&name) {
        return refused("a built-in plugin is called so, or what it provides", true);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_names_are_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        for bad in [
            "",
            "Metric",
            "1st",
            "a_b",
            "../up",
            "a b",
            "a--b",
            "a-",
            "-a",
            "test",
            "ä",
            "resources",
            "a\u{1b}",
        ] {
            let to = folder.path().join("plugin");
            let error = new(Role::Metric, bad, &to, &["resources"]).unwrap_err();
            assert!(matches!(error, AuthoringError::Name { .. }), "{bad}: {error}");
            assert!(error.hint().is_some());
            assert!(!error.to_string().contains('\u{1b}'));
            assert!(!to.exists());
        }
    }

    #[test]
    fn what_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
        let error = new(Role::Metric, "mine", folder.path(), &[]).unwrap_err();
        assert!(error.to_string().ends_with("is not empty"), "{error}");
        let error = new(Role::Metric, "mine", &folder.path().join("mine.txt"), &[]).unwrap_err();
        assert!(error.to_string().ends_with("is a file"), "{error}");
        assert_eq!(std::fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn every_role_has_a_whole_project_and_no_placeholder_is_left() {
        for role in [Role::Metric, Role::Formatter, Role::Analyzer] {
            let folder = tempfile::tempdir().unwrap();
            let created = new(role, "my-own", folder.path(), &[]).unwrap();
            for wanted in [
                ".gitignore",
                "Cargo.lock",
                "Cargo.toml",
                "README.md",
                "atg-plugin.toml",
                "src/lib.rs",
            ] {
                assert!(
                    created.files.iter().any(|file| file == wanted),
                    "{role:?} lacks {wanted}: {:?}",
                    created.files
                );
            }
            assert!(
                created.files.iter().any(|file| file.starts_with("testdata/")),
                "{role:?} has no golden case"
            );
            for file in &created.files {
                let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
                for placeholder in ["@NAME@", "@CRATE@", "@TITLE@", "@CONTRACT@", "@PACKAGES@"] {
                    assert!(!text.contains(placeholder), "{placeholder} in {file}");
                }
            }
            let manifest = std::fs::read_to_string(folder.path().join("atg-plugin.toml")).unwrap();
            let manifest: toml::Table = manifest.parse().unwrap();
            assert_eq!(manifest["provides"][0]["kind"].as_str(), Some(role.word()));
            assert_eq!(manifest["plugin"]["title"].as_str(), Some("My own"));
        }
    }

    #[test]
    fn the_lock_file_is_in_cargos_order() {
        assert!(locked("zebra").find("atg-sdk").unwrap() < locked("zebra").find("zebra").unwrap());
        assert!(locked("abc").starts_with("[[package]]\nname = \"abc\""));
    }
}
