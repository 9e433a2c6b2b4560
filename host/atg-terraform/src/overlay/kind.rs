//! The registered words of fixes, typed.

use std::fmt;

/// What a fix does. Words that this version does not know are kept and never applied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixKind {
    /// Puts `value` at the path.
    SetAttribute,
    /// Takes away what stands at the path.
    RemoveAttribute,
    /// Moves what stands at the path. `value` is the new name as text, or a whole path where it has several steps.
    RenameAttribute,
    /// Takes away a block; the same as an attribute in Terraform JSON.
    RemoveBlock,
    /// Adds an address, or a list of them, to `depends_on`.
    AddDependency,
    /// Takes an existing resource into the state instead of creating it.
    Import,
    /// Gives the resource another name.
    RenameResource,
    /// Replaces a value that stands at the path: `{"from": …, "to": …}`, an object of old and new texts, or the new value.
    MapValue,
    /// Registers a resource provider in the subscription.
    RegisterProvider,
    /// Waits and tries again.
    Wait,
    /// Leaves the resource out.
    DropResource,
    /// Something that a person must do.
    Manual,
    /// A word that this version does not know.
    Other(String),
}

impl FixKind {
    const WORDS: [(&'static str, FixKind); 12] = [
        ("set-attribute", FixKind::SetAttribute),
        ("remove-attribute", FixKind::RemoveAttribute),
        ("rename-attribute", FixKind::RenameAttribute),
        ("remove-block", FixKind::RemoveBlock),
        ("add-dependency", FixKind::AddDependency),
        ("import", FixKind::Import),
        ("rename-resource", FixKind::RenameResource),
        ("map-value", FixKind::MapValue),
        ("register-provider", FixKind::RegisterProvider),
        ("wait", FixKind::Wait),
        ("drop-resource", FixKind::DropResource),
        ("manual", FixKind::Manual),
    ];

    /// The kind of a word.
    pub fn of(word: &str) -> FixKind {
        let known = FixKind::WORDS.into_iter().find(|(known, _)| *known == word);
        known.map_or_else(|| FixKind::Other(word.to_owned()), |(_, kind)| kind)
    }

    /// Its word.
    pub fn word(&self) -> &str {
        match self {
            FixKind::Other(word) => word,
            known => FixKind::WORDS
                .iter()
                .find(|(_, kind)| kind == known)
                .map_or("", |(word, _)| word),
        }
    }

    /// Whether it changes the text of a block.
    pub fn edits(&self) -> bool {
        matches!(
            self,
            FixKind::SetAttribute
                | FixKind::RemoveAttribute
                | FixKind::RenameAttribute
                | FixKind::RemoveBlock
                | FixKind::AddDependency
                | FixKind::RenameResource
                | FixKind::MapValue
        )
    }

    /// Whether it only takes away.
    pub fn removes(&self) -> bool {
        matches!(self, FixKind::RemoveAttribute | FixKind::RemoveBlock)
    }

    /// Whether it means nothing without a value.
    pub fn needs_value(&self) -> bool {
        self.edits() && !self.removes()
    }

    /// Whether it means nothing without a path.
    pub fn needs_path(&self) -> bool {
        self.edits() && !matches!(self, FixKind::AddDependency | FixKind::RenameResource)
    }
}

impl fmt::Display for FixKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registered_word_has_a_kind_and_no_other_has() {
        for (word, kind) in FixKind::WORDS {
            assert_eq!(FixKind::of(word), kind);
            assert_eq!(kind.word(), word);
        }
        let newer = FixKind::of("split-resource");
        assert_eq!(newer, FixKind::Other("split-resource".to_owned()));
        assert_eq!(newer.to_string(), "split-resource");
        assert!(!newer.edits());
    }

    #[test]
    fn the_words_are_those_of_the_contract() {
        let contract = include_str!("../../../../wit/diagnoses.wit");
        let registered = contract
            .split_once("/// Registered: set-attribute")
            .and_then(|(_, rest)| rest.split_once("kind: string"))
            .map(|(words, _)| format!("set-attribute{words}"))
            .unwrap();
        let words: Vec<&str> = registered
            .split([',', '.', '/', ' ', '\n'])
            .filter(|word| !word.is_empty())
            .collect();
        assert_eq!(words, FixKind::WORDS.map(|(word, _)| word));
    }
}
