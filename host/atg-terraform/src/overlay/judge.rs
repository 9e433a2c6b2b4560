//! Whether a change of one value loses something.

use atg_core::normalize::members::{MemberClass, VOLATILE};
use serde_json::Value;

use super::effect::Effect;
use super::evidence::{Evidence, Said, What};
use super::path::{Path, Step};
use super::place::{Block, value_at};

/// Members at the top of a body that describe the resource and are not part of what a client sends.
const ENVELOPE: [&str; 13] = [
    "id",
    "name",
    "type",
    "apiVersion",
    "etag",
    "systemData",
    "resourceGroup",
    "subscriptionId",
    "tenantId",
    "createdTime",
    "changedTime",
    "provisioningState",
    "selfLink",
];

/// Arguments that say how a resource is made, not what it is.
const HOW: [&str; 8] = [
    "depends_on",
    "ignore_casing",
    "ignore_missing_property",
    "ignore_null_property",
    "locks",
    "response_export_values",
    "retry",
    "timeouts",
];

/// Judges changes of one block.
pub(super) struct Judge<'e> {
    block: &'e Block,
    evidence: &'e Evidence<'e>,
    said: &'e [Said],
}

impl<'e> Judge<'e> {
    pub(super) fn new(block: &'e Block, evidence: &'e Evidence<'e>, said: &'e [Said]) -> Judge<'e> {
        Judge { block, evidence, said }
    }

    /// What taking away a value costs.
    pub(super) fn removed(&self, path: &Path, old: &Value) -> Effect {
        self.essential(path, old).max(self.lost(path, old))
    }

    fn lost(&self, path: &Path, old: &Value) -> Effect {
        if any_leaf(path, old, &|place, _| !self.is_removable(place)) {
            Effect::Lossy
        } else {
            Effect::Lossless
        }
    }

    /// What putting `new` in the place of `old` costs; `None` where nothing stood.
    pub(super) fn replaced(&self, path: &Path, old: Option<&Value>, new: &Value) -> Effect {
        match path.root() {
            Some("count" | "for_each") if old != Some(new) => return Effect::Drops,
            Some("type") if path.steps().len() == 1 => return type_changed(old, new),
            Some(how) if HOW.contains(&how) => return Effect::Lossless,
            _ => {}
        }
        self.changed(path, old, new)
    }

    fn changed(&self, path: &Path, old: Option<&Value>, new: &Value) -> Effect {
        let old = old.filter(|old| !is_empty(old));
        if old.is_some_and(|old| old == new) || self.is_of_source(path, new) {
            return Effect::Lossless;
        }
        match (old, new) {
            (None, new) => self.added(path, new),
            (Some(old), new) if is_empty(new) => self.removed(path, old),
            (Some(Value::Object(old)), Value::Object(new)) => {
                let gone = old.iter().filter(|(name, _)| !new.contains_key(*name));
                let gone = gone.map(|(name, old)| self.removed(&path.member(name), old));
                let now = new
                    .iter()
                    .map(|(name, new)| self.changed(&path.member(name), old.get(name), new));
                gone.chain(now).max().unwrap_or(Effect::Lossless)
            }
            (Some(Value::Array(old)), Value::Array(new)) => self.list_changed(path, old, new),
            (Some(old), Value::Array(new)) if new.len() == 1 => self.changed(&path.item(0), Some(old), &new[0]),
            (Some(Value::Array(old)), new) if old.len() == 1 => self.changed(path, old.first(), new),
            (Some(old), new) => {
                if self.says_the_same(path, old, new) {
                    Effect::Lossless
                } else {
                    self.lost(path, old).max(self.added(path, new))
                }
            }
        }
    }

    fn list_changed(&self, path: &Path, old: &[Value], new: &[Value]) -> Effect {
        if old.len() == new.len() {
            let both = (0..).zip(old.iter().zip(new));
            let effects = both.map(|(at, (old, new))| self.changed(&path.item(at), Some(old), new));
            return effects.max().unwrap_or(Effect::Lossless);
        }
        let gone = (0..).zip(old).filter(|(_, item)| !new.contains(item));
        let gone = gone.map(|(at, item)| self.removed(&path.item(at), item));
        let now = (0..).zip(new).filter(|(_, item)| !old.contains(item));
        let now = now.map(|(at, item)| self.added(&path.item(at), item));
        gone.chain(now).max().unwrap_or(Effect::Lossless)
    }

    fn added(&self, path: &Path, new: &Value) -> Effect {
        let invented = |place: &Path, leaf: &Value| {
            !self.is_of_source(place, leaf) && !is_variable(leaf) && !self.is_only(place, leaf)
        };
        if any_leaf(path, new, &invented) {
            Effect::Lossy
        } else {
            Effect::Lossless
        }
    }

    /// Whether a place is one without which there is no resource.
    pub(super) fn essential(&self, path: &Path, old: &Value) -> Effect {
        let whole = path.steps().len() == 1;
        match path.root() {
            Some("count" | "for_each") => Effect::Drops,
            Some("type" | "name" | "parent_id") if whole => Effect::Drops,
            Some("body") if whole && any_leaf(path, old, &|place, _| !self.is_removable(place)) => Effect::Drops,
            _ => Effect::Lossless,
        }
    }

    fn is_removable(&self, path: &Path) -> bool {
        let said = |said: &Said| said.what == What::ReadOnly && said.path.generalized().covers(path);
        self.said.iter().any(said)
            || self.evidence.read_only.is_some_and(|read_only| read_only(path))
            || is_written_by_the_service(path)
            || self.stands_beside(path)
    }

    /// Whether the same value stands in the block at the same path less `body` or `body.properties`.
    fn stands_beside(&self, path: &Path) -> bool {
        let Some(value) = value_at(self.block, path) else {
            return false;
        };
        let [Step::Member(body), rest @ ..] = path.steps() else {
            return false;
        };
        if body != "body" {
            return false;
        }
        let mut candidates = vec![Path::of(rest)];
        if let [Step::Member(properties), inner @ ..] = rest
            && properties == "properties"
            && !inner.is_empty()
        {
            let in_body = inner
                .iter()
                .fold(Path::default().member("body"), |path, step| path.then(step.clone()));
            candidates.extend([Path::of(inner), in_body]);
        }
        candidates
            .iter()
            .any(|candidate| value_at(self.block, candidate).is_some_and(|there| alike(path, there, value)))
    }

    fn is_of_source(&self, path: &Path, new: &Value) -> bool {
        self.evidence.of_source(path).is_some_and(|own| alike(path, own, new))
    }

    fn is_only(&self, path: &Path, new: &Value) -> bool {
        self.said
            .iter()
            .any(|said| said.path == *path && matches!(&said.what, What::Only(text) if new == text))
    }

    fn says_the_same(&self, path: &Path, old: &Value, new: &Value) -> bool {
        alike(path, old, new) || self.refers_to(old, new)
    }

    /// Whether `new` is a reference to the resource whose id `old` is.
    fn refers_to(&self, old: &Value, new: &Value) -> bool {
        let refers = || {
            let (old, new) = (old.as_str()?, new.as_str()?);
            let (address, rest) = new.strip_prefix("${")?.split_once(".id}")?;
            let id = (self.evidence.source_id?)(address)?;
            Some(format!("{id}{rest}").eq_ignore_ascii_case(old))
        };
        refers().unwrap_or(false)
    }
}

/// Whether two values say the same: scalars of one text, texts that differ in case, locations that differ in spaces.
fn alike(path: &Path, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(_) | Value::Array(_) | Value::Null, _)
        | (_, Value::Object(_) | Value::Array(_) | Value::Null) => a == b,
        _ => {
            let (a, b) = (text(a), text(b));
            let last = path.steps().iter().rev().find_map(|step| match step {
                Step::Member(name) => Some(name.as_str()),
                _ => None,
            });
            if last.is_some_and(|name| name.eq_ignore_ascii_case("location")) {
                let squeezed = |text: &str| text.replace(' ', "").to_lowercase();
                squeezed(&a) == squeezed(&b)
            } else {
                a == b || a.to_lowercase() == b.to_lowercase()
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn type_changed(old: Option<&Value>, new: &Value) -> Effect {
    let name = |value: &Value| {
        value
            .as_str()
            .map(|text| super::entry::bare_type(text).to_ascii_lowercase())
    };
    match old.and_then(name) {
        Some(old) if Some(&old) == name(new).as_ref() => Effect::Lossless,
        _ => Effect::Drops,
    }
}

/// Members that a service writes by itself, by the rules that comparing has. What belongs to the tenant is not one of
/// them: leaving out the principal of a role assignment leaves out what it says.
fn is_written_by_the_service(path: &Path) -> bool {
    let [Step::Member(body), rest @ ..] = path.steps() else {
        return false;
    };
    if body != "body" {
        return false;
    }
    let volatile = |step: &Step| {
        let Step::Member(name) = step else { return false };
        VOLATILE.iter().any(|(volatile, class, why)| {
            volatile == name
                && matches!(class, MemberClass::Ignored | MemberClass::ReferencesOnly)
                && *why != "belongs to the tenant"
        })
    };
    rest.iter().any(volatile) || matches!(rest.first(), Some(Step::Member(name)) if ENVELOPE.contains(&name.as_str()))
}

fn is_variable(value: &Value) -> bool {
    let name = |text: &str| Some(text.strip_prefix("${var.")?.strip_suffix('}')?.to_owned());
    let letters = |name: String| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    value.as_str().and_then(name).is_some_and(letters)
}

/// `null`, `""`, `{}`, `[]`, and lists and objects of these.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(members) => members.values().all(is_empty),
    }
}

/// Whether a test holds for any value within `value` that says something.
fn any_leaf(path: &Path, value: &Value, test: &dyn Fn(&Path, &Value) -> bool) -> bool {
    match value {
        Value::Array(items) => (0..).zip(items).any(|(at, item)| any_leaf(&path.item(at), item, test)),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| any_leaf(&path.member(name), value, test)),
        leaf => !is_empty(leaf) && test(path, leaf),
    }
}
