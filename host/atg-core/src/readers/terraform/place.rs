//! Where a Terraform resource lies in ARM: its id, built from its arguments by the rules of the table.

mod auto;
mod azapi;

pub(super) use azapi::place_azapi;

use super::is_open;
use super::table::{IdRule, TypeEntry, Word};
use crate::identity::{ArmId, IdKind};

/// The arguments of one resource. Text that could not be resolved comes as it is written.
pub(super) trait Arguments {
    /// The text of an argument; `None` where it is absent, null or no text.
    fn text(&mut self, name: &str) -> Option<String>;

    /// The names of all arguments, sorted.
    fn names(&self) -> Vec<String>;

    /// The id of the resource of an ARM type of which an argument holds the name, where that can be told.
    fn named(&mut self, argument: &str, arm_type: &str) -> Option<String>;
}

/// What is known beside the arguments.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The Terraform address, which stands for a name that is not known.
    pub(super) address: &'a str,
    /// The subscription that ids without one of their own lie in.
    pub(super) subscription: &'a str,
}

/// What a Terraform resource is in ARM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placed {
    /// A resource.
    Resource(Built),
    /// A resource group.
    Group(Built),
    /// A relationship; an end is `None` where the argument is not given.
    Link(Option<String>, Option<String>),
    /// A setting of another resource.
    Part,
    /// Nothing below a subscription.
    Outside,
}

/// An id, and how it came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Built {
    /// The id.
    pub(super) id: String,
    /// The ARM type, or the Terraform type where no ARM type is known.
    pub(super) type_name: String,
    /// Whether all of it is known; otherwise words of it are expressions, or the Terraform address.
    pub(super) certain: bool,
    /// The argument that holds the id of what it lies below, if one does.
    pub(super) parent: Option<String>,
    /// Whether the type is in no table.
    pub(super) untyped: bool,
}

/// Places a resource of a type in the table.
pub(super) fn place(entry: &TypeEntry, arguments: &mut dyn Arguments, around: Around<'_>) -> Placed {
    let mut builder = Builder {
        arguments,
        around,
        certain: true,
        arm_type: &entry.arm_type,
    };
    let last = entry.rules.len().saturating_sub(1);
    let fits = |rule: &IdRule, arguments: &mut dyn Arguments| match rule {
        IdRule::Under(parent, _) | IdRule::Named(parent, _) | IdRule::On(parent, _) | IdRule::Outside(Some(parent)) => {
            arguments.text(parent).is_some()
        }
        _ => true,
    };
    let chosen = (0..last)
        .find(|at| fits(&entry.rules[*at], builder.arguments))
        .unwrap_or(last);
    match entry.rules.get(chosen) {
        Some(rule) => builder.build(rule),
        None => Placed::Outside,
    }
}

/// Places a resource of a type in no table: counted under its Terraform name, with an id of our own making.
pub(super) fn place_untyped(
    terraform_type: &str,
    label: &str,
    arguments: &mut dyn Arguments,
    around: Around<'_>,
) -> Built {
    let group = arguments
        .text("resource_group_name")
        .map(|group| format!("/resourceGroups/{}", segment(&group)));
    Built {
        id: format!(
            "/subscriptions/{}{}/providers/terraform/{terraform_type}/{}",
            around.subscription,
            group.unwrap_or_default(),
            segment(label)
        ),
        type_name: terraform_type.to_owned(),
        certain: false,
        parent: None,
        untyped: true,
    }
}

struct Builder<'b> {
    arguments: &'b mut dyn Arguments,
    around: Around<'b>,
    certain: bool,
    arm_type: &'b str,
}

impl Builder<'_> {
    fn build(&mut self, rule: &IdRule) -> Placed {
        let subscription = format!("/subscriptions/{}", self.around.subscription);
        Placed::Resource(match rule {
            IdRule::ResourceGroup(word) => {
                let id = format!("{subscription}/resourceGroups/{}", self.word(word, true));
                return Placed::Group(self.built(id, None));
            }
            IdRule::Link(from, to) => return Placed::Link(self.arguments.text(from), self.arguments.text(to)),
            IdRule::Part => return Placed::Part,
            IdRule::Outside(_) => return Placed::Outside,
            IdRule::Group(words) => {
                let base = self.group();
                let path = self.path(words);
                self.built(format!("{base}/providers/{path}"), None)
            }
            IdRule::Subscription(words) => {
                let path = self.path(words);
                self.built(format!("{subscription}/providers/{path}"), None)
            }
            IdRule::On(scope, words) => {
                let base = self.scope(scope);
                let path = self.path(words);
                match base {
                    // Extensions of management groups and of the tenant lie below no subscription.
                    Some(base) if !base.to_ascii_lowercase().starts_with("/subscriptions/") => return Placed::Outside,
                    Some(base) => self.built(format!("{base}/providers/{path}"), Some(scope)),
                    None => self.built(format!("{subscription}/providers/{path}"), Some(scope)),
                }
            }
            IdRule::Under(parent, words) => {
                let text = self.arguments.text(parent);
                let known = text.clone().filter(|id| is_resource(id));
                self.under(known, text, words, parent)
            }
            IdRule::Named(parent, words) => {
                let above = self.above(words.len());
                let known = self.arguments.named(parent, &above);
                let text = self.arguments.text(parent);
                self.under(known, text, words, parent)
            }
            IdRule::Auto(scope) => self.auto(scope),
        })
    }

    fn built(&self, id: String, parent: Option<&str>) -> Built {
        Built {
            id,
            type_name: self.arm_type.to_owned(),
            certain: self.certain,
            parent: parent.map(str::to_owned),
            untyped: false,
        }
    }

    /// The type of what lies so many parts above.
    fn above(&self, parts: usize) -> String {
        let all: Vec<&str> = self.arm_type.split('/').collect();
        all[..all.len().saturating_sub(parts)].join("/")
    }

    fn group(&mut self) -> String {
        let subscription = self.around.subscription;
        match self.arguments.text("resource_group_name") {
            Some(group) => {
                self.certain &= !is_open(&group);
                format!("/subscriptions/{subscription}/resourceGroups/{}", segment(&group))
            }
            None => {
                self.certain = false;
                format!("/subscriptions/{subscription}")
            }
        }
    }

    /// An id that can be extended; a bare subscription id counts as one.
    fn scope(&mut self, argument: &str) -> Option<String> {
        let text = self.arguments.text(argument)?;
        let text = text.trim_end_matches('/');
        if text.starts_with('/') {
            return Some(text.to_owned());
        }
        if argument == "subscription_id" && !is_open(text) && !text.contains('/') {
            return Some(format!("/subscriptions/{text}"));
        }
        self.certain = false;
        None
    }

    /// All parts of the type with their words.
    fn path(&mut self, words: &[Word]) -> String {
        let mut parts = self.arm_type.split('/');
        let mut path = parts.next().unwrap_or_default().to_owned();
        for (at, (part, word)) in parts.zip(words).enumerate() {
            let word = self.word(word, at + 1 == words.len());
            path.push_str(&format!("/{part}/{word}"));
        }
        path
    }

    fn under(&mut self, parent: Option<String>, text: Option<String>, words: &[Word], argument: &str) -> Built {
        let parts: Vec<&str> = self.arm_type.split('/').collect();
        let first = parts.len().saturating_sub(words.len());
        let mut id = match parent {
            Some(parent) => {
                self.certain &= !is_open(&parent);
                parent.trim_end_matches('/').to_owned()
            }
            None => {
                // What it lies below is not known: what is written stands for its name, and no group is made up.
                self.certain = false;
                let unknown = text.map_or_else(|| "-".to_owned(), |text| segment(&text));
                let above: String = parts[1..first]
                    .iter()
                    .map(|part| format!("/{part}/{unknown}"))
                    .collect();
                format!(
                    "/subscriptions/{}/providers/{}{above}",
                    self.around.subscription, parts[0]
                )
            }
        };
        for (at, (part, word)) in parts[first..].iter().zip(words).enumerate() {
            let word = self.word(word, at + 1 == words.len());
            id.push_str(&format!("/{part}/{word}"));
        }
        self.built(id, Some(argument))
    }

    fn word(&mut self, word: &Word, own: bool) -> String {
        match word {
            Word::Fixed(text) => text.clone(),
            Word::Composed(words) => self.composed(words, own),
            Word::Argument(name) if own => self.own_name(name),
            Word::Argument(name) => match self.arguments.text(name) {
                Some(text) => {
                    self.certain &= !is_open(&text);
                    segment(&text)
                }
                None => {
                    self.certain = false;
                    "-".to_owned()
                }
            },
        }
    }

    fn composed(&mut self, words: &[Word], own: bool) -> String {
        let known = self.certain;
        self.certain = true;
        let text: String = words
            .iter()
            .map(|word| match word {
                Word::Fixed(text) => text.clone(),
                other => self.word(other, false),
            })
            .collect();
        let complete = self.certain;
        self.certain = known && complete;
        if complete || !own {
            text
        } else {
            segment(self.around.address)
        }
    }

    /// The resource's own name. Where it is not known the Terraform address stands for it, which no other has.
    fn own_name(&mut self, argument: &str) -> String {
        match self.arguments.text(argument) {
            Some(name) if !name.is_empty() && !is_open(&name) => segment(&name),
            _ => {
                self.certain = false;
                segment(self.around.address)
            }
        }
    }
}

fn is_resource(id: &str) -> bool {
    ArmId::parse(id).is_some_and(|id| id.kind() == IdKind::Resource)
}

/// One segment of an id.
fn segment(text: &str) -> String {
    if text.is_empty() {
        "-".to_owned()
    } else {
        text.replace('/', "%2F")
    }
}

#[cfg(test)]
mod tests;
