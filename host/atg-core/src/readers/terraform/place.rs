//! Where a Terraform resource lies in ARM: its id, built from its arguments by the rules of the table.

use super::is_open;
use super::table::{AutoScope, IdRule, TypeEntry, Word};
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

/// Places an azapi resource: `type` is `NAMESPACE/TYPE@VERSION`, `parent_id` the id of what it lies below.
pub(super) fn place_azapi(
    terraform_type: &str,
    label: &str,
    arguments: &mut dyn Arguments,
    around: Around<'_>,
) -> Placed {
    let versioned = arguments.text("type").unwrap_or_default();
    let arm_type = versioned.split('@').next().unwrap_or_default().to_owned();
    let parts: Vec<&str> = arm_type.split('/').collect();
    if is_open(&versioned) || parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
        return Placed::Resource(place_untyped(terraform_type, label, arguments, around));
    }
    let mut builder = Builder {
        arguments,
        around,
        certain: true,
        arm_type: &arm_type,
    };
    let name = builder.own_name("name");
    let subscription = format!("/subscriptions/{}", around.subscription);
    if arm_type.eq_ignore_ascii_case("Microsoft.Resources/resourceGroups") {
        let parent = builder
            .arguments
            .text("parent_id")
            .filter(|id| ArmId::parse(id).is_some());
        let id = format!(
            "{}/resourceGroups/{name}",
            parent.unwrap_or(subscription).trim_end_matches('/')
        );
        return Placed::Group(builder.built(id, Some("parent_id")));
    }
    let parent = builder.arguments.text("parent_id");
    let kind = parent
        .as_deref()
        .and_then(ArmId::parse)
        .map(|id| (id.kind(), id.type_name()));
    let parent = parent.as_deref().unwrap_or_default().trim_end_matches('/');
    let above = parts[..parts.len() - 1].join("/");
    let id = match kind {
        Some((IdKind::Resource, type_name)) if type_name.eq_ignore_ascii_case(&above) => {
            format!("{parent}/{}/{name}", parts[parts.len() - 1])
        }
        Some((IdKind::Other, _)) => return Placed::Outside,
        Some(_) if parts.len() == 2 => format!("{parent}/providers/{arm_type}/{name}"),
        _ if parent.is_empty() && builder.arguments.text("parent_id").is_some() => return Placed::Outside,
        _ => {
            // What it lies below is not known, or does not fit: the expression stands for the name of the nearest one.
            builder.certain = false;
            let unknown = if parent.is_empty() {
                "-".to_owned()
            } else {
                segment(parent)
            };
            let above: String = parts[1..parts.len() - 1]
                .iter()
                .map(|part| format!("/{part}/{unknown}"))
                .collect();
            let own = parts[parts.len() - 1];
            format!("{subscription}/providers/{}{above}/{own}/{name}", parts[0])
        }
    };
    Placed::Resource(builder.built(id, Some("parent_id")))
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

    fn auto(&mut self, scope: &AutoScope) -> Built {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readers::terraform::TypeTable;

    struct Given<'g>(&'g [(&'g str, &'g str)]);

    impl Arguments for Given<'_> {
        fn text(&mut self, name: &str) -> Option<String> {
            self.0
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, text)| (*text).to_owned())
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> = self.0.iter().map(|(name, _)| (*name).to_owned()).collect();
            names.sort();
            names
        }

        fn named(&mut self, argument: &str, arm_type: &str) -> Option<String> {
            let name = self.text(argument)?;
            (name == "known").then(|| format!("/subscriptions/s/resourceGroups/g/providers/{arm_type}/known"))
        }
    }

    const AROUND: Around<'static> = Around {
        address: "azurerm_x.y",
        subscription: "s",
    };

    fn id(terraform_type: &str, arguments: &[(&str, &str)]) -> (String, bool) {
        let table = TypeTable::builtin();
        match place(table.get(terraform_type).unwrap(), &mut Given(arguments), AROUND) {
            Placed::Resource(built) | Placed::Group(built) => (built.id, built.certain),
            other => (format!("{other:?}"), true),
        }
    }

    #[test]
    fn ids_are_built_as_azure_has_them() {
        let group = ("resource_group_name", "rg");
        let certain = |terraform_type: &str, arguments: &[(&str, &str)], expected: &str| {
            assert_eq!(id(terraform_type, arguments), (expected.to_owned(), true));
        };
        certain(
            "azurerm_resource_group",
            &[("name", "rg")],
            "/subscriptions/s/resourceGroups/rg",
        );
        certain(
            "azurerm_windows_virtual_machine",
            &[group, ("name", "vm")],
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
        );
        let subnet = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/n";
        certain(
            "azurerm_subnet",
            &[group, ("virtual_network_name", "v"), ("name", "n")],
            subnet,
        );
        let network = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v";
        certain(
            "azurerm_subnet",
            &[("virtual_network_id", network), ("name", "n")],
            subnet,
        );
        certain(
            "azurerm_monitor_diagnostic_setting",
            &[("target_resource_id", network), ("name", "d")],
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v\
             /providers/Microsoft.Insights/diagnosticSettings/d",
        );
        certain(
            "azurerm_storage_container",
            &[("storage_account_name", "known"), ("name", "c")],
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/known\
             /blobServices/default/containers/c",
        );
        certain(
            "azurerm_policy_definition",
            &[("name", "p")],
            "/subscriptions/s/providers/Microsoft.Authorization/policyDefinitions/p",
        );
        certain(
            "azurerm_policy_definition",
            &[("name", "p"), ("management_group_id", "m")],
            "Outside",
        );
        certain("azurerm_key_vault_secret", &[("name", "p")], "Outside");
        certain(
            "azurerm_role_assignment",
            &[("name", "p"), ("scope", "/providers/x/y/z")],
            "Outside",
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        let uncertain = |terraform_type: &str, arguments: &[(&str, &str)], expected: &str| {
            assert_eq!(id(terraform_type, arguments), (expected.to_owned(), false));
        };
        uncertain(
            "azurerm_storage_account",
            &[
                ("resource_group_name", "${var.a/b}"),
                ("name", "st${random_string.x.result}"),
            ],
            "/subscriptions/s/resourceGroups/${var.a%2Fb}/providers/Microsoft.Storage/storageAccounts/azurerm_x.y",
        );
        uncertain(
            "azurerm_virtual_machine_extension",
            &[("virtual_machine_id", "${var.vm}"), ("name", "e")],
            "/subscriptions/s/providers/Microsoft.Compute/virtualMachines/${var.vm}/extensions/e",
        );
        uncertain(
            "azurerm_role_assignment",
            &[],
            "/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/azurerm_x.y",
        );
        uncertain(
            "azurerm_subnet",
            &[],
            "/subscriptions/s/providers/Microsoft.Network/virtualNetworks/-/subnets/azurerm_x.y",
        );
    }

    #[test]
    fn types_of_a_file_find_their_place() {
        let text = "terraform_type\tarm_type\tscope\n\
                    azurerm_child\tA.B/cluster/childThings\t/subscriptions/resourceGroups\n\
                    azurerm_deep\tA.B/bigClusters/boxes/childThings\t/subscriptions/resourceGroups\n\
                    azurerm_extension\tA.B/extensions\tany\n\
                    azurerm_of\tA.B/extensions\t/subscriptions/resourceGroups/A.B/things\n\
                    azurerm_sub\tA.B/settings\t/subscriptions\n";
        let table = TypeTable::with_file(text, "t").unwrap();
        let id = |terraform_type: &str, arguments: &[(&str, &str)]| match place(
            table.get(terraform_type).unwrap(),
            &mut Given(arguments),
            AROUND,
        ) {
            Placed::Resource(built) => (built.id, built.certain),
            other => (format!("{other:?}"), true),
        };
        let cluster = "/subscriptions/s/resourceGroups/g/providers/A.B/cluster/k";
        let child = (format!("{cluster}/childThings/n"), true);
        assert_eq!(id("azurerm_child", &[("my_cluster_id", cluster), ("name", "n")]), child);
        assert_eq!(
            id(
                "azurerm_child",
                &[("kube_cluster_name", "k"), ("resource_group_name", "g"), ("name", "n")]
            ),
            child
        );
        let deep = &[
            ("big_cluster_name", "k"),
            ("resource_group_name", "g"),
            ("name", "n"),
            ("box_id", "x"),
        ];
        let expected = "/subscriptions/s/resourceGroups/g/providers/A.B/bigClusters/k/boxes/-/childThings/n";
        assert_eq!(id("azurerm_deep", deep), (expected.to_owned(), false));
        let extension = (format!("{cluster}/providers/A.B/extensions/n"), true);
        assert_eq!(id("azurerm_extension", &[("scope", cluster), ("name", "n")]), extension);
        let thing = "/subscriptions/s/resourceGroups/g/providers/A.B/things/k";
        let extension = (format!("{thing}/providers/A.B/extensions/n"), true);
        assert_eq!(
            id("azurerm_of", &[("a_id", cluster), ("b_id", thing), ("name", "n")]),
            extension
        );
        let setting = ("/subscriptions/s/providers/A.B/settings/n".to_owned(), true);
        assert_eq!(id("azurerm_sub", &[("name", "n")]), setting);
    }

    #[test]
    fn azapi_says_type_and_parent() {
        let id = |arguments: &[(&str, &str)]| match place_azapi("azapi_resource", "l", &mut Given(arguments), AROUND) {
            Placed::Resource(built) | Placed::Group(built) => (built.id, built.certain, built.untyped),
            other => (format!("{other:?}"), true, false),
        };
        let known = |arguments: &[(&str, &str)], expected: &str| {
            assert_eq!(id(arguments), (expected.to_owned(), true, false));
        };
        let group = "/subscriptions/a/resourceGroups/g";
        let site = "/subscriptions/a/resourceGroups/g/providers/A.B/sites/n";
        known(
            &[("type", "A.B/sites@2024-01-01"), ("parent_id", group), ("name", "n")],
            site,
        );
        known(
            &[("type", "A.B/sites/slots@v"), ("parent_id", site), ("name", "n")],
            &format!("{site}/slots/n"),
        );
        known(
            &[("type", "C.D/locks@v"), ("parent_id", site), ("name", "n")],
            &format!("{site}/providers/C.D/locks/n"),
        );
        let groups = "Microsoft.Resources/resourceGroups@v";
        known(
            &[("type", groups), ("name", "g"), ("parent_id", "/subscriptions/a")],
            group,
        );
        known(&[("type", groups), ("name", "g")], "/subscriptions/s/resourceGroups/g");
        known(
            &[
                ("type", "A.B/sites@v"),
                ("name", "g"),
                ("parent_id", "/providers/M.G/groups/x"),
            ],
            "Outside",
        );
        let open = id(&[
            ("type", "A.B/sites/slots@v"),
            ("parent_id", "${var.site}"),
            ("name", "n"),
        ]);
        assert_eq!(
            open,
            (
                "/subscriptions/s/providers/A.B/sites/${var.site}/slots/n".to_owned(),
                false,
                false
            )
        );
        assert_eq!(
            id(&[("type", "${var.t}"), ("name", "n")]).0,
            "/subscriptions/s/providers/terraform/azapi_resource/l"
        );
    }
}
