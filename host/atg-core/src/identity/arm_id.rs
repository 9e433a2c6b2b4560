//! The parts of an ARM id, borrowed from its text.

use memchr::memchr;

/// What an ARM id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// A subscription itself.
    Subscription,
    /// A resource group itself.
    ResourceGroup,
    /// A resource below a subscription or a resource group.
    Resource,
    /// Something else: tenant-level things, incomplete ids.
    Other,
}

/// An ARM id, taken apart by its grammar: scope, then one or more `providers/NAMESPACE/TYPE/NAME[/TYPE/NAME…]`. A
/// second `providers` makes it an extension resource.
#[derive(Debug, Clone, Copy)]
pub struct ArmId<'a> {
    subscription: Option<&'a str>,
    resource_group: Option<&'a str>,
    /// `NAMESPACE/TYPE/NAME[/TYPE/NAME…]` of the last provider.
    provider: &'a str,
    kind: IdKind,
    extension: bool,
}

impl<'a> ArmId<'a> {
    /// Takes an id apart. `None` for text that does not begin like an ARM id.
    pub fn parse(id: &'a str) -> Option<ArmId<'a>> {
        let id = id.trim_end_matches('/');
        let mut rest = id.strip_prefix('/')?;
        let mut parsed = ArmId {
            subscription: None,
            resource_group: None,
            provider: "",
            kind: IdKind::Other,
            extension: false,
        };
        if let Some(after) = after_word(rest, "subscriptions") {
            let (subscription, tail) = segment(after);
            if subscription.is_empty() {
                return None;
            }
            parsed.subscription = Some(subscription);
            rest = tail;
            if rest.is_empty() {
                parsed.kind = IdKind::Subscription;
                return Some(parsed);
            }
            if let Some(after) = after_word(rest, "resourcegroups") {
                let (group, tail) = segment(after);
                if group.is_empty() {
                    return Some(parsed);
                }
                parsed.resource_group = Some(group);
                rest = tail;
                if rest.is_empty() {
                    parsed.kind = IdKind::ResourceGroup;
                    return Some(parsed);
                }
            }
        } else if after_word(rest, "providers").is_none() {
            return None;
        }
        parsed.read_providers(rest);
        Some(parsed)
    }

    /// What [`ArmId::subscription`] of the parsed id is.
    pub(crate) fn subscription_of(id: &str) -> Option<&str> {
        let (subscription, _) = segment(after_word(id.strip_prefix('/')?, "subscriptions")?);
        (!subscription.is_empty()).then_some(subscription)
    }

    fn read_providers(&mut self, mut rest: &'a str) {
        let mut providers = 0;
        while let Some(provider) = after_word(rest, "providers") {
            providers += 1;
            let (_, mut tail) = segment(provider);
            let mut pairs = 0;
            while !tail.is_empty() && after_word(tail, "providers").is_none() {
                let (type_word, after) = segment(tail);
                let (name, after) = segment(after);
                if type_word.is_empty() || name.is_empty() {
                    return;
                }
                pairs += 1;
                tail = after;
            }
            if pairs == 0 {
                return;
            }
            let length = provider.len() - tail.len() - usize::from(!tail.is_empty());
            self.provider = &provider[..length];
            self.extension = providers > 1;
            rest = tail;
        }
        if providers > 0 && rest.is_empty() && self.subscription.is_some() {
            let at_scope = self.provider.get(.."microsoft.authorization/".len());
            // A role assignment of the subscription or group itself extends that scope as one of a resource does.
            self.extension |= at_scope.is_some_and(|space| space.eq_ignore_ascii_case("microsoft.authorization/"));
            self.kind = IdKind::Resource;
        }
    }

    /// What it names.
    pub fn kind(&self) -> IdKind {
        self.kind
    }

    /// The subscription id as spelled.
    pub fn subscription(&self) -> Option<&'a str> {
        self.subscription
    }

    /// The resource group's name as spelled.
    pub fn resource_group(&self) -> Option<&'a str> {
        self.resource_group
    }

    /// `NAMESPACE/TYPE[/TYPE…]` as spelled; empty where it names no resource.
    pub fn type_name(&self) -> String {
        let mut name = String::with_capacity(self.provider.len());
        for (position, word) in self.provider.split('/').enumerate() {
            if position == 0 {
                name.push_str(word);
            } else if position % 2 == 1 {
                name.push('/');
                name.push_str(word);
            }
        }
        name
    }

    /// The resource's own name, the last segment; the group's or subscription's where it names one of those.
    pub fn name(&self) -> &'a str {
        match self.kind {
            IdKind::Subscription => self.subscription.unwrap_or_default(),
            IdKind::ResourceGroup => self.resource_group.unwrap_or_default(),
            IdKind::Resource | IdKind::Other => self.provider.rsplit('/').next().unwrap_or_default(),
        }
    }

    /// The first segments of the last provider, in pairs of type word and name, outermost first.
    pub fn chain(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut words = self.provider.split('/').skip(1);
        std::iter::from_fn(move || Some((words.next()?, words.next()?)))
    }

    /// Whether it extends another resource, a group or a subscription: role assignments, locks, diagnostic settings.
    pub fn is_extension(&self) -> bool {
        self.extension
    }
}

/// The first segment and what follows its slash.
fn segment(text: &str) -> (&str, &str) {
    match memchr(b'/', text.as_bytes()) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

/// What follows a leading segment that is this word, in any case.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.as_bytes().get(..word.len())?;
    if !head.eq_ignore_ascii_case(word.as_bytes()) {
        return None;
    }
    text[word.len()..].strip_prefix('/')
}
