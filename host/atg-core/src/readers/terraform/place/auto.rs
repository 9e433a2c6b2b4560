//! Places of types of which only the ARM type is known, and what they lie below: found from whatever arguments there are.

use super::{Builder, Built};
use crate::identity::{ArmId, IdKind};
use crate::readers::terraform::table::{AutoScope, Word};

impl Builder<'_> {
    pub(super) fn auto(&mut self, scope: &AutoScope) -> Built {
        let parts = self.arm_type.split('/').count().saturating_sub(1);
        match scope {
            AutoScope::Subscription => {
                let words = default_words(parts);
                let path = self.path(&words);
                self.built(
                    format!("/subscriptions/{}/providers/{path}", self.around.subscription),
                    None,
                )
            }
            AutoScope::Extension(of) => {
                let found = match of {
                    Some(of) => self.id_argument(|type_name| type_name.eq_ignore_ascii_case(of)),
                    None => None,
                };
                let usual = [
                    "scope",
                    "target_resource_id",
                    "resource_id",
                    "resource_group_id",
                    "subscription_id",
                ];
                let argument = found.or_else(|| {
                    let given = usual.into_iter().find(|name| self.arguments.text(name).is_some());
                    given.map(str::to_owned)
                });
                let base = argument.as_deref().and_then(|argument| self.scope(argument));
                self.certain &= base.is_some();
                let base = base.unwrap_or_else(|| format!("/subscriptions/{}", self.around.subscription));
                let path = self.path(&default_words(parts));
                self.built(format!("{base}/providers/{path}"), argument.as_deref())
            }
            AutoScope::Group if parts > 1 => self.auto_child(parts),
            AutoScope::Group => {
                let in_group = self.arguments.text("resource_group_name").is_some();
                let id = self
                    .arguments
                    .text("resource_group_id")
                    .filter(|id| ArmId::parse(id).is_some());
                let (base, parent) = match id {
                    Some(id) if !in_group => (id, Some("resource_group_id")),
                    _ => (self.group(), None),
                };
                let path = self.path(&default_words(1));
                self.built(format!("{}/providers/{path}", base.trim_end_matches('/')), parent)
            }
        }
    }

    /// A child of which only the type is known: below an argument's id of the nearest type above it, else in its group
    /// below names that arguments hold.
    fn auto_child(&mut self, parts: usize) -> Built {
        for missing in 1..parts {
            let above = self.above(missing);
            if let Some(argument) = self.id_argument(|type_name| type_name.eq_ignore_ascii_case(&above)) {
                let parent = self.arguments.text(&argument);
                return self.under(parent, None, &default_words(missing), &argument);
            }
        }
        let names: Vec<String> = self.arguments.names();
        let words: Vec<Word> = self
            .arm_type
            .split('/')
            .skip(1)
            .take(parts - 1)
            .map(|part| {
                let stem = snake_singular(part);
                let holds = |name: &&String| {
                    let stem_of = name.strip_suffix("_name").filter(|_| *name != "resource_group_name");
                    stem_of.is_some_and(|of| of == stem || of.ends_with(&format!("_{stem}")))
                };
                Word::Argument(names.iter().find(holds).cloned().unwrap_or_default())
            })
            .chain([Word::Argument("name".to_owned())])
            .collect();
        let base = self.group();
        let path = self.path(&words);
        self.built(format!("{base}/providers/{path}"), None)
    }

    /// The first argument that holds the id of a resource of such a type.
    fn id_argument(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let names = self.arguments.names();
        names.into_iter().filter(|name| name.ends_with("_id")).find(|name| {
            let text = self.arguments.text(name).unwrap_or_default();
            let id = ArmId::parse(&text).filter(|id| id.kind() == IdKind::Resource);
            id.is_some_and(|id| fits(&id.type_name()))
        })
    }
}

/// `default` for all parts but the last, which has the resource's own name.
fn default_words(parts: usize) -> Vec<Word> {
    let above = std::iter::repeat_n(Word::Fixed("default".to_owned()), parts.saturating_sub(1));
    above.chain([Word::Argument("name".to_owned())]).collect()
}

/// `automationAccounts` as arguments spell it: `automation_account`.
fn snake_singular(part: &str) -> String {
    let mut snake = String::with_capacity(part.len() + 4);
    for (at, letter) in part.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    if let Some(stem) = snake.strip_suffix("ies") {
        return format!("{stem}y");
    }
    snake.strip_suffix('s').map_or(snake.clone(), str::to_owned)
}
