//! Applying one fix to one block.

use serde_json::Value;

use super::entry::Entry;
use super::kind::FixKind;
use super::path::{Path, Step};
use super::place::{Block, places, put, take, value_at};

/// What became of a fix in one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The block was changed.
    Applied,
    /// The block was so already.
    AlreadySo,
    /// It did not fit the block, which is unchanged; why.
    NotApplicable(String),
}

/// A fix that met a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The fix's id.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// Applies a fix, whatever its state. Kinds that edit nothing leave the block as it is.
pub(super) fn apply(entry: &Entry, block: &mut Block) -> Outcome {
    match &entry.kind {
        FixKind::SetAttribute | FixKind::RenameResource => set_all(entry, block),
        FixKind::MapValue => map(entry, block),
        FixKind::RemoveAttribute | FixKind::RemoveBlock => remove(&entry.path, block),
        FixKind::RenameAttribute => rename(entry, block),
        FixKind::AddDependency => depend(entry, block),
        kind => Outcome::NotApplicable(format!("`{kind}` changes no text")),
    }
}

/// Where a value may be put: at every place that the path without its last step means.
fn destinations(block: &Block, path: &Path) -> Vec<Path> {
    if !path.is_general() {
        return vec![path.clone()];
    }
    match (path.parent(), path.steps().last()) {
        (_, Some(Step::Every)) | (None, _) | (_, None) => places(block, path),
        (Some(outer), Some(last)) if outer.is_general() => {
            let outer = destinations_of_outer(block, &outer);
            outer.into_iter().map(|outer| outer.then(last.clone())).collect()
        }
        _ => vec![path.clone()],
    }
}

/// The last `[*]` must meet something; what lies below it may still be missing.
fn destinations_of_outer(block: &Block, outer: &Path) -> Vec<Path> {
    let last = outer
        .steps()
        .iter()
        .rposition(|step| *step == Step::Every)
        .map_or(0, |at| at + 1);
    let (general, rest) = outer.steps().split_at(last);
    let found = places(block, &Path::of(general));
    let deeper = |path: Path| rest.iter().fold(path, |path, step| path.then(step.clone()));
    found.into_iter().map(deeper).collect()
}

/// The places that `set-attribute` and `rename-resource` put their value.
pub(super) fn targets(entry: &Entry, block: &Block) -> Vec<Path> {
    if entry.kind == FixKind::RenameResource && entry.path.is_empty() {
        return vec![Path::default().member("name")];
    }
    destinations(block, &entry.path)
}

fn set_all(entry: &Entry, block: &mut Block) -> Outcome {
    let outcomes = targets(entry, block)
        .into_iter()
        .map(|path| set(block, &path, entry.value.clone()));
    let outcomes: Vec<Outcome> = outcomes.collect();
    together(outcomes, &entry.path)
}

fn set(block: &mut Block, path: &Path, value: Option<Value>) -> Outcome {
    let Some(value) = value else {
        return Outcome::NotApplicable("it has no value".to_owned());
    };
    if value_at(block, path) == Some(&value) {
        return Outcome::AlreadySo;
    }
    match put(block, path, value) {
        Ok(_) => Outcome::Applied,
        Err(why) => Outcome::NotApplicable(why),
    }
}

fn remove(path: &Path, block: &mut Block) -> Outcome {
    let mut found = places(block, path);
    if let Some(hidden) = hidden(path) {
        found.extend(places(block, &hidden));
    }
    if found.is_empty() || path.is_empty() {
        return Outcome::NotApplicable(format!("there is no `{path}`"));
    }
    // From the last, so that the items before it keep their numbers.
    found.reverse();
    for place in found {
        take(block, &place);
    }
    Outcome::Applied
}

/// The same place in `sensitive_body`, which the provider lays over the body before it checks it.
fn hidden(path: &Path) -> Option<Path> {
    match path.steps() {
        [Step::Member(body), rest @ ..] if body == "body" && !rest.is_empty() => {
            let steps = [Step::Member("sensitive_body".to_owned())]
                .into_iter()
                .chain(rest.iter().cloned());
            Some(Path::of(steps.collect::<Vec<Step>>()))
        }
        _ => None,
    }
}

/// Where a rename leads. A text of several steps is a whole path; else it replaces the last step.
pub(super) fn renamed(path: &Path, value: Option<&Value>) -> Option<Path> {
    let to = Path::parse(value?.as_str()?).ok()?;
    match to.steps() {
        [] => None,
        [step] if !matches!(step, Step::Every) => Some(path.parent()?.then(step.clone())),
        _ if to.is_general() => None,
        _ => Some(to),
    }
}

fn rename(entry: &Entry, block: &mut Block) -> Outcome {
    let found = places(block, &entry.path);
    let mut outcomes = Vec::with_capacity(found.len());
    for from in &found {
        outcomes.push(match renamed(from, entry.value.as_ref()) {
            None => Outcome::NotApplicable("its value is no name".to_owned()),
            Some(to) if to == *from => Outcome::AlreadySo,
            Some(to) => move_value(block, from, &to),
        });
    }
    if found.is_empty() && renamed(&entry.path, entry.value.as_ref()).is_some_and(|to| !places(block, &to).is_empty()) {
        return Outcome::AlreadySo;
    }
    together(outcomes, &entry.path)
}

fn move_value(block: &mut Block, from: &Path, to: &Path) -> Outcome {
    let Some(value) = value_at(block, from).cloned() else {
        return Outcome::NotApplicable(format!("there is no `{from}`"));
    };
    if value_at(block, to).is_some_and(|there| !there.is_null() && *there != value) {
        return Outcome::NotApplicable(format!("`{to}` is there already and holds something else"));
    }
    if from.below(to).is_some() {
        return Outcome::NotApplicable(format!("`{to}` lies within `{from}`"));
    }
    match put(block, to, value) {
        Ok(_) => {
            take(block, from);
            Outcome::Applied
        }
        Err(why) => Outcome::NotApplicable(why),
    }
}

fn map(entry: &Entry, block: &mut Block) -> Outcome {
    let mut outcomes = Vec::new();
    for path in places(block, &entry.path) {
        let Some(old) = value_at(block, &path) else { continue };
        match mapped(old, entry.value.as_ref()) {
            Some(new) => outcomes.push(set(block, &path, Some(new))),
            None => outcomes.push(Outcome::NotApplicable(format!("`{path}` holds another value"))),
        }
    }
    together(outcomes, &entry.path)
}

/// What a value becomes; `None` where the map does not speak of it.
pub(super) fn mapped(old: &Value, map: Option<&Value>) -> Option<Value> {
    match map? {
        Value::Object(pair) if pair.len() == 2 && pair.contains_key("from") && pair.contains_key("to") => {
            let (from, to) = (pair.get("from")?, pair.get("to")?);
            (same(old, from) || old == to).then(|| to.clone())
        }
        Value::Object(pairs) => {
            let text = text_of(old)?;
            let exact = pairs.get(&text);
            exact.or_else(|| pairs.values().find(|new| *new == old)).cloned()
        }
        new => Some(new.clone()),
    }
}

fn same(a: &Value, b: &Value) -> bool {
    a == b || text_of(a).is_some_and(|text| text_of(b) == Some(text))
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn depend(entry: &Entry, block: &mut Block) -> Outcome {
    let wanted: Vec<&str> = match &entry.value {
        Some(Value::String(address)) => vec![address],
        Some(Value::Array(addresses)) => addresses.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if wanted.is_empty() {
        return Outcome::NotApplicable("its value is no address".to_owned());
    }
    let list = block.entry("depends_on").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(list) = list else {
        return Outcome::NotApplicable("`depends_on` is no list".to_owned());
    };
    let before = list.len();
    for address in wanted {
        if !list.iter().any(|one| one == address) {
            list.push(address.into());
        }
    }
    if list.len() == before {
        Outcome::AlreadySo
    } else {
        Outcome::Applied
    }
}

/// Applied where it was anywhere; else already so where it was anywhere.
fn together(outcomes: Vec<Outcome>, path: &Path) -> Outcome {
    let mut all = Outcome::NotApplicable(format!("there is no `{path}`"));
    for outcome in outcomes {
        all = match (all, outcome) {
            (Outcome::Applied, _) | (_, Outcome::Applied) => Outcome::Applied,
            (Outcome::AlreadySo, _) | (_, Outcome::AlreadySo) => Outcome::AlreadySo,
            (_, why) => why,
        };
    }
    all
}

#[cfg(test)]
mod tests;
