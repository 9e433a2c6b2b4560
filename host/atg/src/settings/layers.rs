//! Who says what: the layers, and the value that wins of each key.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use atg_core::spelling;
use clap::ValueEnum;

use super::keys::{KEYS, Key, Kind};
use super::{Profile, Trust, file, keys, profiles};
use crate::effects::Effects;
use crate::errors::Error;

/// Where a value comes from, strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// The command line.
    Flag(&'static str),
    /// An environment variable.
    Variable(String),
    /// The project's file.
    Project(PathBuf),
    /// The user's file.
    User(PathBuf),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(flag) => write!(f, "flag {flag}"),
            Origin::Variable(name) => write!(f, "environment {name}"),
            Origin::Project(path) | Origin::User(path) => write!(f, "{}", path.display()),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// A key with the value that won.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// The key, dotted for tables.
    pub key: String,
    /// As it would be written; secrets never stand in settings.
    pub value: String,
    /// Who said it.
    pub origin: Origin,
}

/// What the command line says, by key.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    values: BTreeMap<&'static str, Vec<String>>,
    plugin_settings: Vec<String>,
    grants: Vec<String>,
}

impl Flags {
    /// One value, where it was given.
    pub(crate) fn set<T: ToString>(&mut self, key: &'static str, value: Option<T>) {
        if let Some(value) = value {
            self.values.insert(key, vec![value.to_string()]);
        }
    }

    /// A path, where it was given.
    pub(crate) fn set_path(&mut self, key: &'static str, value: Option<&Path>) {
        self.set(key, value.map(|path| path.to_string_lossy().into_owned()));
    }

    /// A switch, where it was thrown.
    pub(crate) fn switch(&mut self, key: &'static str, thrown: bool, value: bool) {
        self.set(key, thrown.then_some(value));
    }

    /// A list, where it was given.
    pub(crate) fn list(&mut self, key: &'static str, values: &[String]) {
        if !values.is_empty() {
            self.values.insert(key, values.to_vec());
        }
    }

    /// A word of an enum of clap's.
    pub(crate) fn word<T: ValueEnum>(&mut self, key: &'static str, value: Option<T>) {
        self.set(
            key,
            value.and_then(|value| Some(value.to_possible_value()?.get_name().to_owned())),
        );
    }

    /// `ID.KEY=VALUE` and `ID:WHAT`, as they stand on the command line.
    pub(crate) fn plugins(&mut self, settings: &[String], grants: &[String]) {
        self.plugin_settings = settings.to_vec();
        self.grants = grants.to_vec();
    }
}

/// What one source of settings says.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    /// Values by key; a list has any number, everything else one.
    pub values: BTreeMap<&'static str, (Vec<String>, Option<Origin>)>,
    /// By plugin and key.
    pub plugin_settings: BTreeMap<(String, String), String>,
    /// By plugin.
    pub grants: BTreeMap<String, Vec<String>>,
    /// By name.
    pub profiles: BTreeMap<String, Profile>,
}

/// All sources, strongest first.
pub(crate) struct Layers {
    layers: Vec<(Origin, Layer)>,
    warnings: Vec<(String, String)>,
}

impl Layers {
    /// Reads the environment and the files.
    pub(crate) fn gather(flags: Flags, effects: &Effects) -> Result<Layers, Error> {
        let named = flags
            .values
            .get("config")
            .and_then(|value| value.first())
            .map(PathBuf::from);
        let named = named.or_else(|| effects.environment.get("ATG_CONFIG").map(PathBuf::from));
        let mut layers = Layers {
            layers: Vec::new(),
            warnings: Vec::new(),
        };
        layers.layers.push((Origin::Flag(""), of_flags(flags)?));
        layers
            .layers
            .push((Origin::Variable(String::new()), of_environment(effects)?));
        let project = named
            .clone()
            .unwrap_or_else(|| effects.roots.in_project(Path::new("atg.toml")));
        if named.is_some() || project.is_file() {
            let mut layer = file::read(&project)?;
            let trusted = named.is_some() || Trust::of(effects).holds(&effects.roots.project);
            if !trusted && !layer.grants.is_empty() {
                let ids: Vec<&str> = layer.grants.keys().map(String::as_str).collect();
                layers.warnings.push((
                    format!(
                        "`{}` grants {} more than usual; that is not followed yet",
                        project.display(),
                        ids.join(", ")
                    ),
                    "read the file; if you agree with it, run `atg trust`".to_owned(),
                ));
                layer.grants.clear();
            }
            if !trusted {
                for name in keys::STARTING {
                    if layer.values.remove(name).is_some() {
                        layers.warnings.push((
                            format!("`{}` says `{name}`; that is not followed yet", project.display()),
                            "it makes atg start a program: read the file; if you agree with it, run `atg trust`"
                                .to_owned(),
                        ));
                    }
                }
            }
            layers.layers.push((Origin::Project(project), layer));
        }
        let user = effects.roots.config.as_ref().map(|folder| folder.join("atg.toml"));
        if let Some(user) = user.filter(|path| path.is_file()) {
            let layer = file::read(&user)?;
            layers.layers.push((Origin::User(user), layer));
        }
        Ok(layers)
    }

    /// The winners.
    pub(crate) fn resolve(self) -> Table {
        let mut table = Table {
            warnings: self.warnings,
            ..Table::default()
        };
        for (origin, layer) in self.layers {
            for (key, (value, exact)) in layer.values {
                table
                    .values
                    .entry(key)
                    .or_insert_with(|| (value, exact.unwrap_or_else(|| origin.clone())));
            }
            let flag = |name| {
                if matches!(origin, Origin::Flag(_)) {
                    Origin::Flag(name)
                } else {
                    origin.clone()
                }
            };
            for (place, value) in layer.plugin_settings {
                table
                    .plugin_settings
                    .entry(place)
                    .or_insert_with(|| (value, flag("--plugin-setting")));
            }
            for (id, what) in layer.grants {
                table.grants.entry(id).or_insert_with(|| (what, flag("--grant")));
            }
            for (name, profile) in layer.profiles {
                table.profiles.entry(name).or_insert_with(|| (profile, origin.clone()));
            }
        }
        table
    }
}

fn of_flags(flags: Flags) -> Result<Layer, Error> {
    let mut layer = Layer::default();
    for (key, value) in flags.values {
        let flag = keys::find(key).map_or("", |known| known.flag);
        layer.values.insert(key, (value, Some(Origin::Flag(flag))));
    }
    for text in flags.plugin_settings {
        let parts = text
            .split_once('=')
            .and_then(|(place, value)| Some((place.split_once('.')?, value)));
        let Some(((id, key), value)) = parts.filter(|((id, key), _)| !id.is_empty() && !key.is_empty()) else {
            return Err(Error::usage(format!("`--plugin-setting {text}` makes no sense"))
                .hint("write it as ID.KEY=VALUE, for example `--plugin-setting metric-tags.threshold=0.9`"));
        };
        layer
            .plugin_settings
            .insert((id.to_owned(), key.to_owned()), value.to_owned());
    }
    for text in flags.grants {
        let Some((id, what)) = text
            .split_once(':')
            .filter(|(id, what)| !id.is_empty() && !what.is_empty())
        else {
            return Err(Error::usage(format!("`--grant {text}` makes no sense"))
                .hint("write it as ID:WHAT, for example `--grant metric-secrets:sensitive`"));
        };
        layer.grants.entry(id.to_owned()).or_default().push(what.to_owned());
    }
    Ok(layer)
}

fn of_environment(effects: &Effects) -> Result<Layer, Error> {
    let mut layer = Layer::default();
    for key in &KEYS {
        if let Some(text) = effects.environment.get(key.variable) {
            let value = match key.kind {
                Kind::List => text
                    .split(',')
                    .map(|part| part.trim().to_owned())
                    .filter(|part| !part.is_empty())
                    .collect(),
                _ => vec![text.to_owned()],
            };
            layer
                .values
                .insert(key.name, (value, Some(Origin::Variable(key.variable.to_owned()))));
        }
    }
    if let Some(text) = effects.environment.get("ATG_NO_PROGRESS") {
        let hidden = boolean(text).ok_or_else(|| {
            Error::usage(format!("`ATG_NO_PROGRESS` cannot be `{text}`")).hint("set it to true or false")
        })?;
        let origin = Origin::Variable("ATG_NO_PROGRESS".to_owned());
        layer
            .values
            .insert("progress", (vec![(!hidden).to_string()], Some(origin)));
    }
    layer.profiles = profiles::of_environment(&effects.environment);
    Ok(layer)
}

/// The winners, with who said them.
#[derive(Default)]
pub(crate) struct Table {
    values: BTreeMap<&'static str, (Vec<String>, Origin)>,
    plugin_settings: BTreeMap<(String, String), (String, Origin)>,
    grants: BTreeMap<String, (Vec<String>, Origin)>,
    profiles: BTreeMap<String, (Profile, Origin)>,
    /// What was found odd.
    pub warnings: Vec<(String, String)>,
}

impl Table {
    fn key(name: &str) -> Result<&'static Key, Error> {
        keys::find(name).ok_or_else(|| Error::failed(format!("there is no setting `{name}`")))
    }

    fn text(&self, name: &str) -> Result<(String, Origin), Error> {
        let key = Self::key(name)?;
        let said = self
            .values
            .get(key.name)
            .and_then(|(value, origin)| Some((value.first()?.clone(), origin.clone())));
        Ok(said.unwrap_or_else(|| (key.default.to_owned(), Origin::Default)))
    }

    /// Whether anybody said something about it.
    pub(crate) fn is_said(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    fn parsed<T>(&self, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, Error> {
        let (text, origin) = self.text(name)?;
        let kind = Self::key(name)?.kind;
        parse(&text).ok_or_else(|| wrong(&origin, name, &text, kind))
    }

    /// true, false, and what people write for them.
    pub(crate) fn boolean(&self, name: &str) -> Result<bool, Error> {
        self.parsed(name, boolean)
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Result<u64, Error> {
        self.parsed(name, |text| text.trim().parse().ok())
    }

    /// A number.
    pub(crate) fn decimal(&self, name: &str) -> Result<f64, Error> {
        self.parsed(name, |text| f64::from_str(text.trim().trim_end_matches('%')).ok())
    }

    /// A time, where one is set.
    pub(crate) fn duration(&self, name: &str) -> Result<Option<Duration>, Error> {
        self.parsed(name, |text| {
            if text.is_empty() {
                Some(None)
            } else {
                spelling::duration(text).map(Some)
            }
        })
    }

    /// A size, where one is set.
    pub(crate) fn size(&self, name: &str) -> Result<Option<u64>, Error> {
        self.parsed(name, |text| {
            if text.is_empty() {
                Some(None)
            } else {
                spelling::size(text).map(Some)
            }
        })
    }

    /// A word of an enum of clap's.
    pub(crate) fn word<T: ValueEnum>(&self, name: &str) -> Result<T, Error> {
        self.parsed(name, |text| T::from_str(text, true).ok())
    }

    /// A path, where one is set; a default lies in the project.
    pub(crate) fn path(&self, name: &str, effects: &Effects) -> Result<Option<PathBuf>, Error> {
        let (text, origin) = self.text(name)?;
        let path = PathBuf::from(&text);
        Ok(match (name, origin) {
            ("history", Origin::Default) => self
                .path("demos", effects)?
                .map(|demos| demos.join("fidelity_history.jsonl")),
            ("overlay", Origin::Default) => self.path("demos", effects)?.map(|demos| demos.join("fixes.json")),
            (_, Origin::Default) if text.is_empty() => None,
            (_, Origin::Default) => Some(effects.roots.in_project(&path)),
            _ => Some(path),
        })
    }

    /// The file of `sqlite:PATH`.
    pub(crate) fn store(&self, effects: &Effects) -> Result<PathBuf, Error> {
        let (text, origin) = self.text("graph")?;
        let path = text.strip_prefix("sqlite:").unwrap_or(&text);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains("://") {
            return Err(
                Error::usage(format!("`{text}` ({origin}) is no store that this atg knows")).hint(
                    "scans are kept in SQLite: `--graph sqlite:PATH`, for example `--graph sqlite:.atg/graph.db`",
                ),
            );
        }
        Ok(if origin == Origin::Default {
            effects.roots.in_project(Path::new(path))
        } else {
            PathBuf::from(path)
        })
    }

    /// Plugins to use.
    pub(crate) fn plugins(&self, _effects: &Effects) -> Result<Vec<String>, Error> {
        Ok(self
            .values
            .get("plugins")
            .map(|(value, _)| value.clone())
            .unwrap_or_default())
    }

    /// A text, where one is set.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<String>, Error> {
        Ok(Some(self.text(name)?.0).filter(|text| !text.is_empty()))
    }

    /// `ID` → `KEY` → value.
    pub(crate) fn plugin_settings(&self) -> Result<BTreeMap<String, BTreeMap<String, String>>, Error> {
        let mut settings: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for ((id, key), (value, _)) in &self.plugin_settings {
            settings
                .entry(id.clone())
                .or_default()
                .insert(key.clone(), value.clone());
        }
        Ok(settings)
    }

    /// `ID` → what it may see.
    pub(crate) fn grants(&self, _effects: &Effects) -> Result<BTreeMap<String, Vec<String>>, Error> {
        Ok(self
            .grants
            .iter()
            .map(|(id, (what, _))| (id.clone(), what.clone()))
            .collect())
    }

    /// Subscriptions by name.
    pub(crate) fn profiles(&self) -> BTreeMap<String, Profile> {
        self.profiles
            .iter()
            .map(|(name, (profile, _))| (name.clone(), profile.clone()))
            .collect()
    }

    /// Every key with its value and origin.
    pub(crate) fn listed(&self) -> Vec<Resolved> {
        let mut listed: Vec<Resolved> = Vec::new();
        for key in &KEYS {
            let (value, origin) = match self.values.get(key.name) {
                Some((value, origin)) => (value.join(", "), origin.clone()),
                None => (key.default.to_owned(), Origin::Default),
            };
            let value = match key.name {
                "history" | "overlay" if value.is_empty() => {
                    let demos = self.values.get("demos").and_then(|(value, _)| value.first());
                    let file = if key.name == "history" {
                        "fidelity_history.jsonl"
                    } else {
                        "fixes.json"
                    };
                    format!("{}/{file}", demos.map_or("demos", String::as_str))
                }
                _ => value,
            };
            listed.push(Resolved {
                key: key.name.to_owned(),
                value,
                origin,
            });
        }
        for ((id, key), (value, origin)) in &self.plugin_settings {
            listed.push(Resolved {
                key: format!("plugin.{id}.{key}"),
                value: value.clone(),
                origin: origin.clone(),
            });
        }
        for (id, (what, origin)) in &self.grants {
            listed.push(Resolved {
                key: format!("grant.{id}"),
                value: what.join(", "),
                origin: origin.clone(),
            });
        }
        for (name, (profile, origin)) in &self.profiles {
            for (member, value) in profile.members() {
                let origin = profile
                    .variable(member)
                    .map_or_else(|| origin.clone(), Origin::Variable);
                listed.push(Resolved {
                    key: format!("profile.{name}.{member}"),
                    value: value.to_owned(),
                    origin,
                });
            }
        }
        listed
    }
}

fn wrong(origin: &Origin, name: &str, text: &str, kind: Kind) -> Error {
    let place = match origin {
        Origin::Flag(flag) => format!("`{flag}`"),
        Origin::Variable(variable) => format!("`{variable}`"),
        Origin::Project(path) | Origin::User(path) => format!("`{name}` in `{}`", path.display()),
        Origin::Default => format!("`{name}`"),
    };
    Error::usage(format!("{place} cannot be `{text}`")).hint(format!("it wants {}", kind.wants()))
}

/// true, false, and what people write for them.
fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}
