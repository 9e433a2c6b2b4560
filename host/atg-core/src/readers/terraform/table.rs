//! Which ARM type a type of the azurerm provider makes, and how the id is built from its arguments.

use crate::CoreError;
use std::collections::BTreeMap;

/// Our own table of the types that people use most. Source: the documentation of the azurerm provider, each type's
/// section "Import" (the id) and "Argument Reference" (what it is built from).
const BUILTIN: &str = include_str!("azurerm.tsv");

/// Types of the azurerm provider by name.
#[derive(Debug, Clone, Default)]
pub struct TypeTable {
    entries: BTreeMap<String, TypeEntry>,
}

/// What one type makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypeEntry {
    /// `NAMESPACE/TYPE[/TYPE…]`.
    pub(super) arm_type: String,
    /// Ways to build the id; the first whose arguments are given is taken.
    pub(super) rules: Vec<IdRule>,
}

/// One word of an id's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// The value of an argument.
    Argument(String),
    /// The same for every resource.
    Fixed(String),
    /// Values of arguments within text: `{solution_name}({workspace_name})`.
    Composed(Vec<Word>),
}

/// How an id is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum IdRule {
    /// A resource group.
    ResourceGroup(Word),
    /// In the group `resource_group_name`, one word for each part of the type.
    Group(Vec<Word>),
    /// Below a resource whose id an argument holds.
    Under(String, Vec<Word>),
    /// Below a resource of which an argument holds only the name.
    Named(String, Vec<Word>),
    /// Below the subscription.
    Subscription(Vec<Word>),
    /// Extends the scope whose id an argument holds.
    On(String, Vec<Word>),
    /// No resource, but a relationship from one id to another.
    Link(String, String),
    /// No resource, but a setting of another one.
    Part,
    /// Nothing below a subscription, or content of the data plane; with an argument only where that is given.
    Outside(Option<String>),
    /// Found from whatever arguments there are.
    Auto(AutoScope),
}

/// What a resource with the rule `auto` lies below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AutoScope {
    /// A resource group.
    Group,
    /// The subscription.
    Subscription,
    /// Anything, or a resource of this type, that it extends.
    Extension(Option<String>),
}

impl TypeTable {
    /// The table that comes with atg.
    pub fn builtin() -> TypeTable {
        let mut table = TypeTable::default();
        // A test holds the table to be readable.
        let read = table.add(BUILTIN, "azurerm.tsv");
        debug_assert!(read.is_ok(), "{read:?}");
        table
    }

    /// The table that comes with atg, and what a file adds to it (`--type-map`). The file is tab-separated text with a
    /// heading: `terraform_type` and `arm_type`, and either `id` (as in our own table; replaces our rows) or `scope` (the
    /// parent of the id, such as `/subscriptions/resourceGroups`; adds types that we do not know). Other columns are
    /// ignored. Errors name line and column.
    pub fn with_file(text: &str, name: &str) -> Result<TypeTable, CoreError> {
        let mut table = TypeTable::builtin();
        table.add(text, name)?;
        Ok(table)
    }

    /// How many types it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The ARM type of a Terraform type, such as `azurerm_subnet`; `None` where the table does not know it.
    pub fn arm_type(&self, terraform_type: &str) -> Option<&str> {
        self.entries.get(terraform_type).map(|entry| entry.arm_type.as_str())
    }

    pub(super) fn get(&self, terraform_type: &str) -> Option<&TypeEntry> {
        self.entries.get(terraform_type)
    }

    fn add(&mut self, text: &str, file: &str) -> Result<(), CoreError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = (1_u64..).zip(text.lines()).filter(|(_, line)| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#')
        });
        let Some((line, heading)) = lines.next() else {
            return Err(fault(file, 1, 1, "the table of types is empty".to_owned()));
        };
        let columns = Columns::read(heading).map_err(|message| fault(file, line, 1, message))?;
        for (line, row) in lines {
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            let column = |at: usize| cells.iter().take(at).map(|cell| cell.len() as u64 + 1).sum::<u64>() + 1;
            let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
            let (name, arm_type) = (cell(columns.terraform_type), cell(columns.arm_type));
            if name.is_empty() || name.contains(char::is_whitespace) {
                let message = format!("expected the name of a Terraform type, found `{name}`");
                return Err(fault(file, line, column(columns.terraform_type), message));
            }
            let rules = match columns.id {
                Some(at) => rules(cell(at), arm_type).map_err(|message| fault(file, line, column(at), message))?,
                None if self.entries.contains_key(name) => continue,
                None => vec![scope_rule(columns.scope.map_or("/subscriptions/resourceGroups", cell))],
            };
            let usable = is_type(arm_type) || rules.iter().all(|rule| !makes_resource(rule));
            if !usable && columns.id.is_some() {
                let message =
                    format!("expected an ARM type such as `Microsoft.Network/virtualNetworks`, found `{arm_type}`");
                return Err(fault(file, line, column(columns.arm_type), message));
            }
            let rules = if usable { rules } else { vec![IdRule::Outside(None)] };
            let entry = TypeEntry {
                arm_type: arm_type.to_owned(),
                rules,
            };
            self.entries.insert(name.to_owned(), entry);
        }
        Ok(())
    }
}

/// Where the columns stand.
struct Columns {
    terraform_type: usize,
    arm_type: usize,
    id: Option<usize>,
    scope: Option<usize>,
}

impl Columns {
    fn read(heading: &str) -> Result<Columns, String> {
        let find = |name: &str| {
            heading
                .split('\t')
                .position(|cell| cell.trim().eq_ignore_ascii_case(name))
        };
        let needed = |name: &str| {
            find(name).ok_or_else(|| {
                format!("expected a heading with the tab-separated columns `terraform_type` and `arm_type`; `{name}` is not among them")
            })
        };
        Ok(Columns {
            terraform_type: needed("terraform_type")?,
            arm_type: needed("arm_type")?,
            id: find("id"),
            scope: find("scope"),
        })
    }
}

fn fault(file: &str, line: u64, column: u64, message: String) -> CoreError {
    CoreError::unreadable(file, Some(line), Some(column), message).with_hint(
        "a table of types is tab-separated: terraform_type, arm_type, scope; for example \
         `azurerm_virtual_network`, `Microsoft.Network/virtualNetworks`, `/subscriptions/resourceGroups`",
    )
}

fn is_type(arm_type: &str) -> bool {
    let mut words = arm_type.split('/');
    let word = |word: &str| !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || matches!(c, '{' | '}'));
    words.clone().count() >= 2 && words.all(word)
}

fn makes_resource(rule: &IdRule) -> bool {
    !matches!(rule, IdRule::Link(..) | IdRule::Part | IdRule::Outside(_))
}

/// What a file without rules of ours says of a type's place.
fn scope_rule(scope: &str) -> IdRule {
    let lower = scope.to_ascii_lowercase();
    let of_resource = |start: &str| {
        lower
            .strip_prefix(start)
            .map(|rest| scope[scope.len() - rest.len()..].to_owned())
    };
    IdRule::Auto(match lower.as_str() {
        "/subscriptions/resourcegroups" => AutoScope::Group,
        "/subscriptions" => AutoScope::Subscription,
        "any" | "scope" => AutoScope::Extension(None),
        _ => match of_resource("/subscriptions/resourcegroups/").or_else(|| of_resource("/subscriptions/")) {
            Some(parent) if is_type(&parent) => AutoScope::Extension(Some(parent)),
            _ => return IdRule::Outside(None),
        },
    })
}

fn rules(text: &str, arm_type: &str) -> Result<Vec<IdRule>, String> {
    text.split('|').map(|rule| one_rule(rule.trim(), arm_type)).collect()
}

fn one_rule(text: &str, arm_type: &str) -> Result<IdRule, String> {
    let mut words = text.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let words: Vec<&str> = words.collect();
    let path = |from: usize| -> Vec<Word> {
        let word = |word: &&str| match word.strip_prefix('=') {
            Some(fixed) => Word::Fixed(fixed.to_owned()),
            None if word.contains('{') => composed(word),
            None => Word::Argument((*word).to_owned()),
        };
        words.iter().skip(from).map(word).collect()
    };
    let parts = arm_type.split('/').count().saturating_sub(1);
    let whole = |rule: IdRule, count: usize| {
        let expected = format!("`{text}` names {count} words, but `{arm_type}` has {parts} parts");
        if count == parts { Ok(rule) } else { Err(expected) }
    };
    let first = || words.first().map(|word| (*word).to_owned()).unwrap_or_default();
    match (kind, words.len()) {
        ("resource-group", 1) => Ok(IdRule::ResourceGroup(path(0).remove(0))),
        ("group", count) => whole(IdRule::Group(path(0)), count),
        ("subscription", count) => whole(IdRule::Subscription(path(0)), count),
        ("on", count @ 2..) => whole(IdRule::On(first(), path(1)), count - 1),
        ("under", count @ 2..) if count - 1 < parts => Ok(IdRule::Under(first(), path(1))),
        ("named", count @ 2..) if count - 1 < parts => Ok(IdRule::Named(first(), path(1))),
        ("link", 2) => Ok(IdRule::Link(first(), words[1].to_owned())),
        ("part", 0) => Ok(IdRule::Part),
        ("outside", 0) => Ok(IdRule::Outside(None)),
        ("outside", 1) => Ok(IdRule::Outside(Some(first()))),
        ("auto", 0) => Ok(IdRule::Auto(AutoScope::Group)),
        _ => Err(format!("`{text}` is not a way to build the id of a `{arm_type}`")),
    }
}

fn composed(text: &str) -> Word {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (argument, after) = after.split_once('}').unwrap_or((after, ""));
        words.extend([Word::Fixed(before.to_owned()), Word::Argument(argument.to_owned())]);
        rest = after;
    }
    words.push(Word::Fixed(rest.to_owned()));
    Word::Composed(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_table_is_readable_sorted_and_large_enough() {
        let mut table = TypeTable::default();
        table.add(BUILTIN, "azurerm.tsv").unwrap();
        assert!(table.len() >= 150, "{}", table.len());
        let names: Vec<&str> = BUILTIN
            .lines()
            .skip(1)
            .filter_map(|line| line.split('\t').next())
            .collect();
        assert!(names.is_sorted());
        assert_eq!(names.len(), table.len(), "a type stands in the table twice");
        assert_eq!(
            table.arm_type("azurerm_subnet"),
            Some("Microsoft.Network/virtualNetworks/subnets")
        );
        assert_eq!(table.arm_type("azurerm_nothing"), None);
    }

    #[test]
    fn a_file_adds_what_we_do_not_know() {
        let text = "terraform_type\tarm_type\tscope\tstatus\n\
                    azurerm_subnet\tMicrosoft.Other/wrong\t/subscriptions/resourceGroups\t\n\
                    azurerm_new\tMicrosoft.New/things\t/subscriptions/resourceGroups\t\n\
                    azurerm_far\tMicrosoft.Far/aways\t/\tremoved\n\
                    azurerm_odd\t{ResourceProviderName}/features\t/subscriptions/Microsoft.Features\t\n\
                    azurerm_any\tMicrosoft.Any/where\tany\t\n\
                    azurerm_ext\tMicrosoft.Ext/ensions\t/subscriptions/resourceGroups/Microsoft.Web/sites\t\n";
        let table = TypeTable::with_file(text, "types.tsv").unwrap();
        assert_eq!(
            table.arm_type("azurerm_subnet"),
            Some("Microsoft.Network/virtualNetworks/subnets")
        );
        assert_eq!(
            table.get("azurerm_new").unwrap().rules,
            [IdRule::Auto(AutoScope::Group)]
        );
        assert_eq!(table.get("azurerm_far").unwrap().rules, [IdRule::Outside(None)]);
        assert_eq!(table.get("azurerm_odd").unwrap().rules, [IdRule::Outside(None)]);
        assert_eq!(
            table.get("azurerm_any").unwrap().rules,
            [IdRule::Auto(AutoScope::Extension(None))]
        );
        let of_sites = AutoScope::Extension(Some("Microsoft.Web/sites".to_owned()));
        assert_eq!(table.get("azurerm_ext").unwrap().rules, [IdRule::Auto(of_sites)]);
    }

    #[test]
    fn a_file_with_rules_replaces_ours() {
        let text = "# ours\nterraform_type\tarm_type\tid\nazurerm_subnet\tA.B/c/d\tgroup x name\n";
        let table = TypeTable::with_file(text, "types.tsv").unwrap();
        assert_eq!(table.arm_type("azurerm_subnet"), Some("A.B/c/d"));
    }

    #[test]
    fn faults_have_a_place() {
        let place = |text: &str| {
            let error = TypeTable::with_file(text, "types.tsv").unwrap_err();
            assert!(error.hint().is_some());
            std::error::Error::source(&error).unwrap().to_string()
        };
        assert_eq!(place(""), "line 1, column 1: the table of types is empty");
        assert!(place("a\tb\n").starts_with("line 1, column 1: expected a heading"));
        let bad = place("terraform_type\tarm_type\tid\nazurerm_x\tA.B/c\tgroup a name\n");
        assert_eq!(
            bad,
            "line 2, column 17: `group a name` names 2 words, but `A.B/c` has 1 parts"
        );
        assert!(place("terraform_type\tarm_type\tid\nazurerm_x\tnone\tauto\n").contains("expected an ARM type"));
        assert!(place("terraform_type\tarm_type\tid\nazurerm_x\tA.B/c\tfly\n").contains("is not a way"));
        assert!(place("terraform_type\tarm_type\n\tA.B/c\n").starts_with("line 2, column 1: expected the name"));
    }
}
