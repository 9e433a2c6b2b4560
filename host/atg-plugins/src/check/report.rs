//! `atg plugin check`: every point said, ok or not.

use serde::Serialize;

use super::offers::{self, Standing};
use super::{MAX_COMPONENT, manifest, surface};
use crate::catalog::Catalog;
use crate::error::PluginError;
use crate::manifest::Manifest;

/// One point of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at: `size`, `component`, `valid`, `manifest`, `import`, `export`, `contract`, `names`.
    pub what: &'static str,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found.
    pub detail: String,
    /// What to do, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// How a point came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It loads, and something deserves a look.
    Note,
    /// It does not load.
    NotOk,
}

impl Verdict {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Note => "note",
            Verdict::NotOk => "not ok",
        }
    }
}

impl Check {
    fn ok(what: &'static str, detail: impl Into<String>) -> Check {
        Check {
            what,
            verdict: Verdict::Ok,
            detail: detail.into(),
            hint: None,
        }
    }

    fn note(what: &'static str, detail: impl Into<String>, hint: &str) -> Check {
        Check {
            what,
            verdict: Verdict::Note,
            detail: detail.into(),
            hint: Some(hint.to_owned()),
        }
    }

    fn not_ok(what: &'static str, error: &PluginError) -> Check {
        let mut detail = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            detail.push_str(": ");
            detail.push_str(&cause.to_string());
            source = cause.source();
        }
        Check {
            what,
            verdict: Verdict::NotOk,
            detail,
            hint: error.hint(),
        }
    }
}

/// Checks a component; never runs it. `name` is what messages call the file, `builtin` a catalog of the built-in plugins.
/// It would load where no point is [`Verdict::NotOk`]; the points end where nothing more can be told.
pub fn check(name: &str, bytes: &[u8], builtin: &Catalog) -> Vec<Check> {
    let mut points = Vec::new();
    if bytes.len() as u64 > MAX_COMPONENT {
        points.push(Check::not_ok("size", &super::too_large(name, bytes.len() as u64)));
        return points;
    }
    points.push(Check::ok(
        "size",
        format!(
            "{} KiB of at most {} MiB",
            bytes.len().div_ceil(1024),
            MAX_COMPONENT >> 20
        ),
    ));
    let surface = match surface::read(name, bytes) {
        Ok(surface) => surface,
        Err(error) => {
            points.push(Check::not_ok("component", &error));
            return points;
        }
    };
    points.push(Check::ok("component", "a WebAssembly component"));
    match surface::validate(bytes) {
        Ok(()) => points.push(Check::ok("valid", "all of it is well-formed")),
        Err(error) => {
            let error = PluginError::Invalid {
                name: name.to_owned(),
                source: Box::new(error),
            };
            points.push(Check::not_ok("valid", &error));
        }
    }
    for import in &surface.imports {
        points.push(of_import(name, import));
    }
    let manifest = match manifest(name, &surface) {
        Ok((manifest, _)) => manifest,
        Err(error) => {
            points.push(Check::not_ok("manifest", &error));
            return points;
        }
    };
    points.push(Check::ok("manifest", format!("{} {}", manifest.id, manifest.version)));
    of_exports(name, &manifest, &surface, &mut points);
    of_contract(name, &manifest, &mut points);
    of_names(&manifest, builtin, &mut points);
    points
}

fn of_import(name: &str, import: &str) -> Check {
    match offers::import(import) {
        Standing::Offered => Check::ok("import", import),
        Standing::Hollow => Check::ok("import", format!("{import}, with nothing behind it")),
        Standing::OtherVersion { needs } => Check::not_ok("import", &super::other_contract(name, import, &needs)),
        Standing::Unknown => Check::not_ok(
            "import",
            &PluginError::UnknownInterface {
                name: name.to_owned(),
                interface: import.to_owned(),
            },
        ),
    }
}

fn of_exports(name: &str, manifest: &Manifest, surface: &super::Surface, points: &mut Vec<Check>) {
    let mut roles = Vec::new();
    for export in &surface.exports {
        match offers::export(export) {
            Some((role, Standing::OtherVersion { needs })) => {
                roles.push(role);
                points.push(Check::not_ok("export", &super::other_contract(name, export, &needs)));
            }
            Some((role, _)) if manifest.provides.iter().any(|provides| provides.role() == role) => {
                roles.push(role);
                points.push(Check::ok("export", export.as_str()));
            }
            Some((role, _)) => {
                roles.push(role);
                let detail = format!("{export}, and the manifest provides no {}", role.word());
                points.push(Check::note(
                    "export",
                    detail,
                    "add a [[provides]] to atg-plugin.toml, or nobody will call it",
                ));
            }
            None => {}
        }
    }
    for provides in &manifest.provides {
        if !roles.contains(&provides.role()) {
            let error = PluginError::MissingRole {
                name: name.to_owned(),
                role: provides.role().word(),
            };
            points.push(Check::not_ok("export", &error));
        }
    }
}

fn of_contract(name: &str, manifest: &Manifest, points: &mut Vec<Check>) {
    let (major, minor) = manifest.contract;
    points.push(if offers::contract_fits(manifest.contract) {
        Check::ok("contract", format!("atg:plugin {major}.{minor}"))
    } else {
        Check::not_ok(
            "contract",
            &super::other_contract(name, super::CONTRACT_KEY, &format!("{major}.{minor}")),
        )
    });
}

fn of_names(manifest: &Manifest, builtin: &Catalog, points: &mut Vec<Check>) {
    let before = points.len();
    if builtin.plugin(&manifest.id).is_some() {
        points.push(Check {
            what: "names",
            verdict: Verdict::NotOk,
            detail: format!("a built-in plugin is called `{}`", manifest.id),
            hint: Some("give it another `id` in atg-plugin.toml".to_owned()),
        });
    } else {
        for provides in &manifest.provides {
            if let Some(other) = builtin.providing(provides.role(), provides.name()) {
                let (role, provided, other) = (provides.role().word(), provides.name(), &other.manifest.id);
                points.push(Check {
                    what: "names",
                    verdict: Verdict::NotOk,
                    detail: format!("the built-in plugin `{other}` has the {role} `{provided}`"),
                    hint: Some(format!("give the {role} another `name` in atg-plugin.toml")),
                });
            }
        }
    }
    if points.len() == before {
        points.push(Check::ok("names", "no built-in plugin uses them"));
    }
}
