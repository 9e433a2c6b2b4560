//! Which rows are wanted, and what that means for the numbers of a snapshot.

use crate::CoreError;
use crate::filter::Globs;
use crate::snapshot::{GroupName, Snapshot};

/// Which rows of a table are wanted.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Of each list one glob must match.
    types: Vec<Globs>,
    resource_groups: Vec<Globs>,
    relationships: Vec<Globs>,
}

impl Selection {
    /// Every row.
    pub fn all() -> Selection {
        Selection::default()
    }

    /// Rows whose type and group match one of the globs each, and relationships whose kind does, in any case; an empty list
    /// keeps all, and so does `*`.
    pub fn new(types: &[String], resource_groups: &[String], relationships: &[String]) -> Result<Selection, CoreError> {
        let globs = |patterns: &[String], option: &str| -> Result<Vec<Globs>, CoreError> {
            let globs = Globs::new(patterns, option)?;
            Ok(if keeps_all(patterns) { Vec::new() } else { vec![globs] })
        };
        Ok(Selection {
            types: globs(types, "node-types")?,
            resource_groups: globs(resource_groups, "resource-groups")?,
            relationships: globs(relationships, "relationships")?,
        })
    }

    /// Rows that both selections keep.
    #[must_use]
    pub fn and(mut self, other: Selection) -> Selection {
        self.types.extend(other.types);
        self.resource_groups.extend(other.resource_groups);
        self.relationships.extend(other.relationships);
        self
    }

    /// For every type whether it is kept; `None` when all are.
    pub(super) fn types(&self, names: &[String]) -> Option<Vec<bool>> {
        let kept = |name: &String| self.types.iter().all(|globs| globs.matches(name));
        (!self.types.is_empty()).then(|| names.iter().map(kept).collect())
    }

    /// For every group whether it is kept; `None` when all are, and what lies outside every group too.
    fn groups(&self, names: &[GroupName]) -> Option<Vec<bool>> {
        let kept = |name: &GroupName| {
            let matches = |globs: &Globs| globs.matches(&name.printed) || globs.matches(&name.canonical);
            self.resource_groups.iter().all(matches)
        };
        (!self.resource_groups.is_empty()).then(|| names.iter().map(kept).collect())
    }

    /// For every kind of relationship whether it is kept; `None` when all are.
    pub(super) fn kinds(&self, kinds: &[String]) -> Option<Vec<bool>> {
        let kept = |kind: &String| self.relationships.iter().all(|globs| globs.matches(kind));
        (!self.relationships.is_empty()).then(|| kinds.iter().map(kept).collect())
    }

    /// What the selection means for one snapshot.
    pub(super) fn of(&self, snapshot: &Snapshot) -> Kept {
        Kept {
            types: self.types(snapshot.types()),
            groups: self.groups(snapshot.groups()),
        }
    }
}

fn keeps_all(patterns: &[String]) -> bool {
    patterns.is_empty() || patterns.iter().any(|pattern| pattern.trim() == "*")
}

/// Which resources of one snapshot are kept.
#[derive(Debug)]
pub(super) struct Kept {
    types: Option<Vec<bool>>,
    groups: Option<Vec<bool>>,
}

impl Kept {
    pub(super) fn all(&self) -> bool {
        self.types.is_none() && self.groups.is_none()
    }

    pub(super) fn has(&self, snapshot: &Snapshot, resource: u32) -> bool {
        let of_type = |types: &Vec<bool>| types[snapshot.type_of(resource).0 as usize];
        self.types.as_ref().is_none_or(of_type) && self.has_group(snapshot, resource)
    }

    /// Whether the group alone is kept, for whoever knows the type better.
    pub(super) fn has_group(&self, snapshot: &Snapshot, resource: u32) -> bool {
        let in_group = |groups: &Vec<bool>| {
            let group = snapshot.group_of(resource);
            group.is_some_and(|group| groups[group.0 as usize])
        };
        self.groups.as_ref().is_none_or(in_group)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn both_must_keep_and_a_star_keeps_all() {
        let names = own(&["Microsoft.Compute/disks", "Microsoft.Network/virtualNetworks"]);
        let all = Selection::new(&own(&["*"]), &[], &own(&["*"])).unwrap();
        assert_eq!((all.types(&names), all.kinds(&names)), (None, None));
        let network = Selection::new(&own(&["microsoft.NETWORK/*"]), &[], &[]).unwrap();
        assert_eq!(network.types(&names), Some(vec![false, true]));
        let disks = Selection::new(&own(&["*/disks"]), &[], &[]).unwrap();
        assert_eq!(network.clone().and(disks).types(&names), Some(vec![false, false]));
        assert_eq!(network.and(all).types(&names), Some(vec![false, true]));
        let kinds = Selection::new(&[], &[], &own(&["References"])).unwrap();
        assert_eq!(kinds.kinds(&own(&["contains", "references"])), Some(vec![false, true]));
        let ending = Selection::new(&[], &[], &own(&["*s"])).unwrap();
        assert_eq!(ending.kinds(&own(&["contains", "uses-key"])), Some(vec![true, false]));
    }

    #[test]
    fn a_bad_glob_is_told() {
        let error = Selection::new(&own(&["a["]), &[], &[]).unwrap_err();
        assert!(
            error.to_string().starts_with("`node-types a[` is not a glob:"),
            "{error}"
        );
        assert!(Selection::new(&[], &own(&[""]), &[]).is_err());
    }
}
