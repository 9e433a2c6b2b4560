//! What a fix costs.
//!
//! | what the fix does to a value | effect |
//! |---|---|
//! | nothing: the path is not there, or holds the value already | lossless |
//! | takes away `null`, `""`, `{}`, `[]` and what holds nothing else | lossless |
//! | takes away what the provider says, in a diagnostic for exactly this path or one above it, cannot be set | lossless |
//! | takes away what the schema calls read-only | lossless |
//! | takes away what the service writes by itself by atg-core's rules, such as `etag`; not ids of the tenant | lossless |
//! | takes away what the block says beside the body as well: `body.location` where `location` holds the same | lossless |
//! | takes away anything else; *not expected here* alone says that it cannot be sent, not that it means nothing | lossy |
//! | moves a value unchanged | lossless |
//! | changes the case of a text, the spaces of a location, `"5"` to `5`, `x` to `[x]`, the api-version | lossless |
//! | changes an id to a reference to the resource that was generated from it | lossless |
//! | changes or adds what then is the source's own value | lossless |
//! | adds a variable, or the only text that the provider takes there | lossless |
//! | adds an argument of the provider that says how, not what: `timeouts`, `retry`, `depends_on` | lossless |
//! | adds or changes anything else | lossy |
//! | takes away or changes `type`, takes away `name`, `parent_id` or a `body` that holds something | drops |
//! | touches `count` or `for_each`, or is `drop-resource` | drops |
//! | is `import`, `register-provider` or `wait` | action |
//! | is `manual`, or a word that this version does not know | manual |
//!
//! A fix that touches several values costs what the worst of them costs.

use serde_json::Value;

use super::apply::{mapped, renamed, targets};
use super::entry::Entry;
use super::evidence::{Evidence, Said};
use super::judge::Judge;
use super::kind::FixKind;
use super::path::Path;
use super::place::{Block, places, value_at};

/// What a fix costs, as the host computes it; a plugin's word for it is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nothing of the source is lost.
    Lossless,
    /// Something is done outside of the configuration: import, registration, waiting.
    Action,
    /// Information of the source disappears or changes.
    Lossy,
    /// The resource, or all that makes it one, disappears.
    Drops,
    /// Nothing that a program can do.
    Manual,
}

impl Effect {
    /// All, from the least to the most.
    pub const ALL: [Effect; 5] = [
        Effect::Lossless,
        Effect::Action,
        Effect::Lossy,
        Effect::Drops,
        Effect::Manual,
    ];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Lossless => "lossless",
            Effect::Action => "action",
            Effect::Lossy => "lossy",
            Effect::Drops => "drops",
            Effect::Manual => "manual",
        }
    }

    /// Whether it makes an error go away by losing something.
    pub const fn loses(self) -> bool {
        matches!(self, Effect::Lossy | Effect::Drops)
    }
}

/// What a fix costs one block, as it stands before the fix. See the table above.
pub fn effect(fix: &Entry, block: &Block, evidence: &Evidence<'_>) -> Effect {
    effect_by(fix, block, evidence, &evidence.said())
}

/// The same with the diagnostics read already.
pub(super) fn effect_by(fix: &Entry, block: &Block, evidence: &Evidence<'_>, said: &[Said]) -> Effect {
    let judge = Judge::new(block, evidence, said);
    let worst = |effects: &mut dyn Iterator<Item = Effect>| effects.max().unwrap_or(Effect::Lossless);
    match &fix.kind {
        FixKind::DropResource => Effect::Drops,
        FixKind::Import | FixKind::RegisterProvider | FixKind::Wait => Effect::Action,
        FixKind::Manual | FixKind::Other(_) => Effect::Manual,
        FixKind::AddDependency => Effect::Lossless,
        FixKind::RemoveAttribute | FixKind::RemoveBlock => {
            let found = places(block, &fix.path);
            worst(
                &mut found
                    .iter()
                    .filter_map(|path| Some(judge.removed(path, value_at(block, path)?))),
            )
        }
        FixKind::SetAttribute | FixKind::RenameResource => {
            let Some(new) = &fix.value else { return Effect::Lossless };
            let found = targets(fix, block);
            worst(
                &mut found
                    .iter()
                    .map(|path| judge.replaced(path, value_at(block, path), new)),
            )
        }
        FixKind::MapValue => {
            let found = places(block, &fix.path);
            worst(&mut found.iter().filter_map(|path| {
                let old = value_at(block, path)?;
                Some(judge.replaced(path, Some(old), &mapped(old, fix.value.as_ref())?))
            }))
        }
        FixKind::RenameAttribute => {
            let found = places(block, &fix.path);
            worst(&mut found.iter().map(|from| moved(&judge, block, from, fix.value.as_ref())))
        }
    }
}

/// A value that moves keeps what it says, unless its old place is what makes the block a resource.
fn moved(judge: &Judge<'_>, block: &Block, from: &Path, value: Option<&Value>) -> Effect {
    let (Some(old), Some(to)) = (value_at(block, from), renamed(from, value)) else {
        return Effect::Lossless;
    };
    if to == *from {
        return Effect::Lossless;
    }
    let essential = judge.essential(from, old).max(judge.essential(&to, old));
    // What stands at the new place already is kept, and then nothing moves.
    essential.max(match value_at(block, &to) {
        Some(there) if !there.is_null() && there != old => Effect::Lossless,
        _ if !to.root().is_some_and(is_sent) => Effect::Lossy,
        _ => Effect::Lossless,
    })
}

/// Whether what stands below this member of a block reaches the service.
fn is_sent(root: &str) -> bool {
    matches!(root, "body" | "location" | "tags" | "identity")
}

#[cfg(test)]
mod tests;
