//! What a comparison is narrowed to: types, resource groups, tags, one iteration of the target.
//!
//! A reader asks while it reads, so that what is filtered out costs nothing afterwards. The type and the group of a row
//! can be asked on their own, because readers see few of them and may remember the answer.

use std::collections::BTreeSet;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::CoreError;
use crate::mapping::Mapping;

/// The filter of a run; the default keeps everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Globs over ARM types.
    pub types: Globs,
    /// Globs over resource group names.
    pub resource_groups: Globs,
    /// Tags that a resource must carry: name (case-insensitive) and value (exact). All of them.
    pub tags: Vec<(String, String)>,
    /// Only this iteration of the target.
    pub target_iteration: Option<u32>,
    /// Leave out role assignments, locks, diagnostic settings and other extension resources.
    pub without_extensions: bool,
    /// Target groups that a kept source group is mapped to, lower case; see [`Filter::following`].
    pub followed_groups: BTreeSet<String>,
}

/// What a filter looks at in one row.
#[derive(Debug, Clone, Copy, Default)]
pub struct RowFacts<'a> {
    /// ARM type in any spelling.
    pub type_name: &'a str,
    /// Resource group as written.
    pub resource_group: Option<&'a str>,
    /// Resource group in the target's words: without iteration prefixes, mapped.
    pub canonical_group: Option<&'a str>,
    /// Tags; needed only where [`Filter::needs_tags`].
    pub tags: &'a [(String, String)],
    /// The outermost iteration prefix of the group's name, or of the resource's own.
    pub iteration: Option<u32>,
    /// Whether it is an extension resource.
    pub extension: bool,
    /// Whether it is a row of the target.
    pub target: bool,
}

impl Filter {
    /// Builds a filter from what stands on the command line.
    pub fn new(types: &[String], resource_groups: &[String], tags: &[String]) -> Result<Filter, CoreError> {
        Ok(Filter {
            types: Globs::new(types, "--type")?,
            resource_groups: Globs::new(resource_groups, "--resource-group")?,
            tags: tags.iter().map(|tag| parse_tag(tag)).collect::<Result<_, _>>()?,
            ..Filter::default()
        })
    }

    /// The filter for estates whose groups are mapped: a group glob in the source's words keeps the target's group too.
    #[must_use]
    pub fn following(mut self, mapping: &Mapping) -> Filter {
        if !self.resource_groups.is_empty() {
            let kept = mapping
                .resource_groups
                .iter()
                .filter(|(source, _)| self.resource_groups.matches(source));
            self.followed_groups = kept.map(|(_, target)| target.to_lowercase()).collect();
        }
        self
    }

    /// Whether everything is kept.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
            && self.resource_groups.is_empty()
            && self.tags.is_empty()
            && self.target_iteration.is_none()
            && !self.without_extensions
    }

    /// Whether a row is kept.
    pub fn keeps(&self, row: &RowFacts<'_>) -> bool {
        self.keeps_iteration(row.iteration, row.target)
            && !(self.without_extensions && row.extension)
            && self.keeps_type(row.type_name)
            && self.keeps_group(row.resource_group, row.canonical_group)
            && self.keeps_tags(row.tags)
    }

    /// Whether rows of a type are kept.
    pub fn keeps_type(&self, type_name: &str) -> bool {
        self.types.keeps(type_name)
    }

    /// Whether rows of a group are kept. A row outside every group is not, once groups are asked for.
    pub fn keeps_group(&self, printed: Option<&str>, canonical: Option<&str>) -> bool {
        if self.resource_groups.is_empty() {
            return true;
        }
        let named = |name: &str| {
            self.resource_groups.matches(name)
                || (!self.followed_groups.is_empty() && self.followed_groups.contains(&name.to_lowercase()))
        };
        printed.is_some_and(named) || canonical.is_some_and(named)
    }

    /// Whether a row's tags have to be read at all.
    pub fn needs_tags(&self) -> bool {
        !self.tags.is_empty()
    }

    /// Whether rows with these tags are kept.
    pub fn keeps_tags(&self, tags: &[(String, String)]) -> bool {
        let carries = |(name, value): &(String, String)| {
            tags.iter()
                .any(|(other, found)| same_name(name, other) && value == found)
        };
        self.tags.iter().all(carries)
    }

    /// Whether rows of an iteration are kept: the source always, of the target only the one asked for.
    pub fn keeps_iteration(&self, iteration: Option<u32>, target: bool) -> bool {
        !target || self.target_iteration.is_none_or(|wanted| iteration == Some(wanted))
    }

    /// The filter in words, one option each, in a fixed order: for outputs and for the options of a trend record.
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.types.patterns().map(|glob| format!("--type {glob}")));
        words.extend(
            self.resource_groups
                .patterns()
                .map(|glob| format!("--resource-group {glob}")),
        );
        let tags: BTreeSet<_> = self
            .tags
            .iter()
            .map(|(name, value)| format!("--tag {name}={value}"))
            .collect();
        words.extend(tags);
        words.extend(
            self.target_iteration
                .map(|iteration| format!("--target-iteration {iteration}")),
        );
        if self.without_extensions {
            words.push("--no-extensions".to_owned());
        }
        words
    }
}

/// Tag names are case-insensitive in Azure, their values are not.
fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || a.to_lowercase() == b.to_lowercase()
}

fn parse_tag(text: &str) -> Result<(String, String), CoreError> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err(
            CoreError::request(format!("`--tag {text}` is not of the form NAME=VALUE"))
                .with_hint("write for example `--tag environment=production`"),
        ),
    }
}

/// Case-insensitive globs of which one must match; none at all keeps everything. `*` crosses slashes.
#[derive(Debug, Clone, Default)]
pub struct Globs {
    patterns: BTreeSet<String>,
    set: GlobSet,
}

impl Globs {
    /// Compiles globs; `option` is what the user wrote them with (`--type`).
    pub fn new(patterns: &[String], option: &str) -> Result<Globs, CoreError> {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns {
            if pattern.trim().is_empty() {
                return Err(CoreError::request(format!("`{option}` is given an empty glob")));
            }
            builder.add(glob(pattern).map_err(|error| {
                CoreError::request(format!("`{option} {pattern}` is not a glob: {}", error.kind())).with_hint(format!(
                    "write for example `{option} 'Microsoft.Network/*'`; `[`, `]`, `{{` and `}}` are special"
                ))
            })?);
        }
        let set = builder
            .build()
            .map_err(|error| CoreError::request(format!("`{option}`: {error}")))?;
        Ok(Globs {
            patterns: patterns.iter().cloned().collect(),
            set,
        })
    }

    /// Whether there is no glob.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether one of the globs matches.
    pub fn matches(&self, text: &str) -> bool {
        self.set.is_match(text)
    }

    /// Whether one of the globs matches, or there is none.
    pub fn keeps(&self, text: &str) -> bool {
        self.is_empty() || self.matches(text)
    }

    /// The globs as written, sorted.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(String::as_str)
    }
}

/// One case-insensitive glob whose `*` crosses slashes.
pub(crate) fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    if pattern.trim().is_empty() {
        // An empty glob matches only the empty text, which is never what somebody meant.
        return GlobBuilder::new("[").build();
    }
    GlobBuilder::new(pattern.trim())
        .case_insensitive(true)
        .literal_separator(false)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(types: &[&str], groups: &[&str], tags: &[&str]) -> Filter {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Filter::new(&own(types), &own(groups), &own(tags)).unwrap()
    }

    fn row<'a>(type_name: &'a str, group: Option<&'a str>) -> RowFacts<'a> {
        RowFacts {
            type_name,
            resource_group: group,
            ..RowFacts::default()
        }
    }

    #[test]
    fn the_default_keeps_everything() {
        let all = Filter::default();
        assert!(all.is_empty() && !all.needs_tags() && all.words().is_empty());
        assert!(all.keeps(&row("Microsoft.Compute/virtualMachines", None)));
    }

    #[test]
    fn globs_fold_case_and_cross_slashes() {
        let network = filter(&["microsoft.NETWORK/*"], &[], &[]);
        assert!(network.keeps(&row("Microsoft.Network/virtualNetworks/subnets", Some("rg"))));
        assert!(!network.keeps(&row("Microsoft.Compute/disks", Some("rg"))));
        let group = filter(&[], &["RG-*"], &[]);
        assert!(group.keeps(&row("t", Some("rg-a"))));
        assert!(!group.keeps(&row("t", Some("other"))));
        assert!(!group.keeps(&row("t", None)));
    }

    #[test]
    fn a_group_is_known_by_both_its_names() {
        let group = filter(&[], &["rg-a"], &[]);
        let target = RowFacts {
            canonical_group: Some("rg-a"),
            target: true,
            ..row("t", Some("ITERATION182_rg-a"))
        };
        assert!(group.keeps(&target));
        let mapping = Mapping::parse("[resource_groups]\nRG-A = \"RG-B\"", "m").unwrap();
        let followed = group.clone().following(&mapping);
        assert!(followed.keeps(&row("t", Some("rg-b"))));
        assert!(!group.keeps(&row("t", Some("rg-b"))));
    }

    #[test]
    fn tags_need_name_and_value() {
        let tagged = filter(&[], &[], &["Environment=prod", "team=a=b"]);
        let tags = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect::<Vec<_>>()
        };
        assert!(tagged.needs_tags());
        assert!(tagged.keeps_tags(&tags(&[("environment", "prod"), ("team", "a=b")])));
        assert!(!tagged.keeps_tags(&tags(&[("environment", "Prod"), ("team", "a=b")])));
        assert!(!tagged.keeps_tags(&tags(&[("environment", "prod")])));
    }

    #[test]
    fn an_iteration_narrows_the_target_only() {
        let narrowed = Filter {
            target_iteration: Some(182),
            ..Filter::default()
        };
        assert!(narrowed.keeps_iteration(None, false));
        assert!(narrowed.keeps_iteration(Some(182), true));
        assert!(!narrowed.keeps_iteration(Some(181), true));
        assert!(!narrowed.keeps_iteration(None, true));
    }

    #[test]
    fn extensions_can_be_left_out() {
        let without = Filter {
            without_extensions: true,
            ..Filter::default()
        };
        assert!(!without.keeps(&RowFacts {
            extension: true,
            ..row("Microsoft.Authorization/locks", None)
        }));
        assert!(without.keeps(&row("Microsoft.Authorization/locks", None)));
    }

    #[test]
    fn words_do_not_depend_on_the_order_of_the_options() {
        let a = filter(&["b/*", "a/*"], &[], &["z=1", "a=2"]);
        let b = filter(&["a/*", "b/*"], &[], &["a=2", "z=1"]);
        assert_eq!(a.words(), b.words());
        assert_eq!(a.words(), ["--type a/*", "--type b/*", "--tag a=2", "--tag z=1"]);
    }

    #[test]
    fn bad_options_say_what_is_wrong() {
        let error = Filter::new(&["a[".to_owned()], &[], &[]).unwrap_err();
        assert!(error.to_string().starts_with("`--type a[` is not a glob:"), "{error}");
        assert!(error.hint().unwrap().contains("--type 'Microsoft.Network/*'"));
        assert!(Filter::new(&[], &[String::new()], &[]).is_err());
        let error = Filter::new(&[], &[], &["novalue".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), "`--tag novalue` is not of the form NAME=VALUE");
    }
}
