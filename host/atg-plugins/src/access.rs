//! What one plugin may see: its manifest's `[reads]`, within what the user granted.

use atg_core::CoreError;
use atg_core::view::Selection;

use crate::manifest::Reads;

/// The word of a grant that shows values which may be secrets.
pub(crate) const SENSITIVE: &str = "sensitive";

/// What one plugin may see.
#[derive(Debug)]
pub(crate) struct Access {
    /// Rows that it may see.
    pub(crate) rows: Selection,
    /// Whether values that may be secrets are shown.
    pub(crate) sensitive: bool,
    declared: Vec<String>,
    paths: Vec<Vec<String>>,
    sections: Vec<String>,
}

impl Access {
    /// What a manifest declares, with the words that the user granted. A glob that is none is an error.
    pub(crate) fn new(reads: &Reads, granted: &[String]) -> Result<Access, CoreError> {
        Ok(Access {
            rows: Selection::new(unless_all(&reads.types), &[], unless_all(&reads.relationships))?,
            sensitive: granted.iter().any(|word| word == SENSITIVE),
            declared: reads.properties.clone(),
            paths: reads.properties.iter().map(|path| steps(path)).collect(),
            sections: reads.sections.clone(),
        })
    }

    /// Whether a path may be seen: it is declared, a glob that is declared matches it, or it lies within what is declared.
    /// `*` stands for one step, `**` for any number.
    pub(crate) fn may_see(&self, path: &str) -> bool {
        let path = steps(path);
        self.paths.iter().any(|pattern| covers(pattern, &path))
    }

    /// Whether a section of a report may be seen.
    pub(crate) fn may_read(&self, section: &str) -> bool {
        self.sections
            .iter()
            .any(|declared| declared == section || declared == "*")
    }

    /// The declared paths that can be loaded before anybody asks: those without globs, and all tags.
    pub(crate) fn literal_paths(&self) -> impl Iterator<Item = &String> {
        // Names of the resource itself are no properties; they are read from ids.
        let is_name = |path: &str| matches!(path, "id" | "name" | "resource-group");
        self.declared
            .iter()
            .filter(move |path| !is_name(path) && (*path == "tags.*" || !path.contains('*')))
    }
}

/// Nothing where one of the globs matches all: compiling globs is much of what loading a plugin costs.
fn unless_all(globs: &[String]) -> &[String] {
    if globs.iter().any(|glob| glob == "*") {
        &[]
    } else {
        globs
    }
}

/// The steps of a path; `subnets[]` is the step `subnets` and a step into every item.
fn steps(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        steps.push(name.to_owned());
        steps.extend((0..(step.len() - name.len()) / 2).map(|_| "[]".to_owned()));
    }
    steps
}

fn covers(pattern: &[String], path: &[String]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        // All of what is declared, and what lies within it.
        (None, _) => true,
        (Some((step, rest)), _) if step == "**" => {
            rest.is_empty() || (0..=path.len()).any(|skipped| covers(rest, &path[skipped..]))
        }
        // `tags` is as much as `tags.*`.
        (Some((step, [])), None) => step == "*",
        (Some(_), None) => false,
        (Some((step, rest)), Some((other, after))) => {
            (step == other || (step == "*" && other != "[]") || step.eq_ignore_ascii_case(other)) && covers(rest, after)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(properties: &[&str]) -> Access {
        let reads = Reads {
            properties: properties.iter().map(ToString::to_string).collect(),
            ..Reads::default()
        };
        Access::new(&reads, &[]).unwrap()
    }

    #[test]
    fn only_what_is_declared_may_be_seen() {
        let location = access(&["location"]);
        assert!(location.may_see("location"));
        for path in [
            "id",
            "name",
            "tags",
            "tags.*",
            "tags.note",
            "properties",
            "properties.*",
            "*",
            "**",
            "",
            "locations",
            "[]",
        ] {
            assert!(!location.may_see(path), "{path}");
        }
        let tags = access(&["tags.*"]);
        assert!(
            tags.may_see("tags") && tags.may_see("tags.*") && tags.may_see("tags.note") && tags.may_see("Tags.a.b")
        );
        assert!(!tags.may_see("*") && !tags.may_see("location"));
        let deep = access(&["properties.subnets[].name", "sku"]);
        assert!(deep.may_see("properties.subnets[].name") && deep.may_see("sku.name"));
        for path in [
            "properties.subnets",
            "properties.subnets[]",
            "properties.subnets[].id",
            "properties",
        ] {
            assert!(!deep.may_see(path), "{path}");
        }
        let all = access(&["**"]);
        assert!(all.may_see("id") && all.may_see("properties.a[].b") && all.may_see("*"));
        let some = access(&["properties.**.vmSize"]);
        assert!(some.may_see("properties.hardwareProfile.vmSize") && some.may_see("properties.vmSize"));
        assert!(!some.may_see("properties.hardwareProfile") && !some.may_see("properties"));
        assert!(!access(&[]).may_see("location"));
    }

    #[test]
    fn what_can_be_loaded_ahead_is_known() {
        let access = access(&[
            "id",
            "location",
            "tags.*",
            "properties.*.name",
            "**",
            "*",
            "properties.subnets[].name",
        ]);
        let literal: Vec<_> = access.literal_paths().collect();
        assert_eq!(literal, ["location", "tags.*", "properties.subnets[].name"]);
    }
}
