//! The first reading of every body: who each resource is and whom it mentions. Nothing of the bodies is kept.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use atg_core::sensitive;
use atg_core::snapshot::{RowFlags, Snapshot};
use memchr::memmem::Finder;

use super::arm::{Found, is_guid, last_step, scopes};
use super::create_time;
use super::fate::{self, Merge, Skip};
use super::labels::Draft;
use super::mentions::mentions;
use super::row::{CUT_OFF, Row};
use super::rules::{Kind, Rules, Treatment, TypeFacts, is_harmless};
use super::tree::Node;
use super::walk::{Sink, Spot, Verdict, walk};
use crate::TerraformError;

/// What the first reading keeps of a resource.
#[derive(Debug, Default)]
pub(super) struct Surveyed {
    /// The full id as spelled, without a slash at its end.
    pub(super) id: String,
    /// How it is found.
    pub(super) own: Found,
    /// How what it lies below is found.
    pub(super) parent: Option<Found>,
    /// How the id of its group is found.
    pub(super) group: Option<Found>,
    /// What its address may be.
    pub(super) draft: Draft,
    /// Lower case, without spaces; not yet mapped.
    pub(super) location: Option<String>,
    /// The tenant, where the row says it.
    pub(super) tenant: Option<String>,
    /// Object id of the resource's own identity, in lower case.
    pub(super) principal: Option<String>,
    /// Application id of a user-assigned identity, in lower case.
    pub(super) client: Option<String>,
    /// The resource that it is made with, where its own body says so.
    pub(super) made_with: Option<(Found, Merge)>,
    /// Why it is not generated, where its own row says so.
    pub(super) skip: Option<Skip>,
    /// Ids that it mentions; of each, all that the text may mean, the longest first and marked.
    pub(super) mentions: Vec<(bool, Found)>,
    /// People and applications that it names, in lower case.
    pub(super) principals: Vec<String>,
    /// Where secrets stand or are needed.
    pub(super) secrets: Vec<Secret>,
    /// Names of the groups that Azure makes for it, in lower case.
    pub(super) managed_groups: Vec<String>,
}

/// A value that the configuration must not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Secret {
    /// Where: `properties.osProfile.adminPassword`, below `tags` for tags.
    pub(super) path: String,
    /// Whether a create needs it that a scan cannot see; else the source shows it.
    pub(super) create: bool,
}

/// Whether a text may not be written.
pub(super) fn is_secret(treatment: Treatment, text: &str) -> bool {
    (treatment.secret && !is_harmless(text)) || (may_look_secret(text.as_bytes()) && sensitive::looks_secret(text))
}

/// What looks like a secret holds `KEY=VALUE`, a signature or words. Told much faster than what it looks like.
fn may_look_secret(bytes: &[u8]) -> bool {
    static SIGNATURE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("SharedAccessSignature"));
    bytes.len() >= 16 && (memchr::memchr2(b'=', b' ', bytes).is_some() || SIGNATURE.find(bytes).is_some())
}

/// Reads the rows of a range of resources. `rules` are those of `types`.
pub(super) fn survey(
    source: &Snapshot,
    types: &[TypeFacts<'_>],
    rules: &mut Rules<'_, '_>,
    range: Range<u32>,
) -> Result<Vec<Surveyed>, TerraformError> {
    let mut buffer = Vec::new();
    let mut surveyed = Vec::with_capacity(range.len());
    for resource in range {
        source.body(resource, &mut buffer)?;
        let number = source.type_of(resource).0;
        let one = match types.get(number as usize) {
            Some(facts) => look(&buffer, number, facts, rules),
            None => None,
        };
        let mut one = one.unwrap_or_else(|| Surveyed {
            // The reader took an id from it, so who it is can still be told.
            id: source
                .identity(resource, &mut buffer)
                .map_or_else(|_| String::new(), |row| row.id.into_owned()),
            skip: Some(Skip::Unreadable),
            ..Surveyed::default()
        });
        one.draft = Draft::of_resource(&one.id);
        let lower = one.id.to_ascii_lowercase();
        one.own = Found::of_lower(&lower);
        one.parent = last_step(&lower).map(|step| Found::of_lower(step.parent));
        one.group = scopes(&lower).0.map(Found::of_lower);
        if source.flags(resource).has(RowFlags::FOREIGN_PROPERTIES) {
            one.skip = Some(Skip::ForeignProperties);
        }
        surveyed.push(one);
    }
    Ok(surveyed)
}

fn look(bytes: &[u8], number: u32, facts: &TypeFacts<'_>, rules: &mut Rules<'_, '_>) -> Option<Surveyed> {
    let mut row = Row::read(bytes, facts)?;
    let guid_at = |node: &Node<'_>, path: &str| {
        node.text_at(path)
            .filter(|text| is_guid(text))
            .map(str::to_ascii_lowercase)
    };
    let mut sink = Looking {
        surveyed: Surveyed {
            id: row.id.to_string(),
            location: row.location.take(),
            tenant: row.tenant.take().map(Cow::into_owned),
            principal: guid_at(&row.identity, "principalId"),
            made_with: fate::made_with(&facts.lower, &row),
            skip: fate::skip(&facts.skips, &row),
            ..Surveyed::default()
        },
        tags: false,
        moved: 0,
        lower: String::new(),
    };
    if facts.lower == "microsoft.managedidentity/userassignedidentities" {
        sink.surveyed.principal = guid_at(&row.body, "properties.principalId");
        sink.surveyed.client = guid_at(&row.body, "properties.clientId");
    }
    if sink.surveyed.skip.is_none() {
        walk(&mut row.body, number, rules, &mut sink);
        let mut tags = Node::object([("tags", row.tags)]);
        sink.tags = true;
        walk(&mut tags, number, rules, &mut sink);
        for (id, _) in row
            .identity
            .get("userAssignedIdentities")
            .map_or(&[][..], Node::members)
        {
            sink.mention(id);
        }
        let needed = create_time::needed(&facts.lower, &row.body).into_iter();
        sink.surveyed
            .secrets
            .extend(needed.map(|path| Secret { path, create: true }));
    }
    Some(sink.surveyed)
}

struct Looking {
    surveyed: Surveyed,
    tags: bool,
    moved: usize,
    lower: String,
}

impl Looking {
    fn mention(&mut self, text: &str) {
        for mention in mentions(text) {
            let Some(farthest) = mention.ends.first() else { continue };
            self.lower.clear();
            self.lower.push_str(&text[mention.start..*farthest]);
            self.lower.make_ascii_lowercase();
            // The shortest ones are a subscription and, mostly, a group: nobody's block waits for those.
            let count = mention.ends.len().saturating_sub(1);
            for (at, end) in mention.ends.iter().take(count).enumerate() {
                let found = Found::of_lower(&self.lower[..end - mention.start]);
                self.surveyed.mentions.push((at == 0, found));
            }
        }
    }
}

impl Sink for Looking {
    fn text(&mut self, spot: Spot<'_>, text: &mut Cow<'_, str>) -> Verdict {
        if text.ends_with(CUT_OFF) {
            return Verdict::Go;
        }
        if is_secret(spot.treatment, text) {
            let path = spot.frame.text();
            self.surveyed.secrets.push(Secret { path, create: false });
            self.moved += 1;
            return if self.tags { Verdict::Stay } else { Verdict::Go };
        }
        match spot.treatment.kind {
            Kind::Principal | Kind::Client if is_guid(text) => {
                self.surveyed.principals.push(text.to_ascii_lowercase());
            }
            Kind::ManagedGroup => {
                let name = text.rsplit('/').next().unwrap_or_default();
                self.surveyed.managed_groups.push(name.to_ascii_lowercase());
            }
            _ => self.mention(text),
        }
        Verdict::Stay
    }

    fn moved(&self) -> usize {
        self.moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn looked(type_name: &str, row: &serde_json::Value) -> Surveyed {
        let types = [TypeFacts::of(type_name, None)];
        look(row.to_string().as_bytes(), 0, &types[0], &mut Rules::new(&types)).unwrap()
    }

    #[test]
    fn nothing_that_looks_like_a_secret_is_passed_over() {
        for secret in [
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==",
            "Endpoint=sb://a;SharedAccessKey=b",
            "uses a SharedAccessSignature",
            "x-SharedAccessSignature-y",
            "-----BEGIN PRIVATE KEY-----",
            "https://a.blob.core.windows.net/c?sig=abc",
            "https://a.blob.core.windows.net/c?sv=2020&sig=abc",
        ] {
            assert!(is_secret(Treatment::TOP, secret), "{secret}");
        }
        assert!(!is_secret(Treatment::TOP, "Standard_D2s_v5 and more"));
    }

    #[test]
    fn what_a_row_mentions_is_found() {
        let disk = "/subscriptions/S/resourceGroups/g/providers/Microsoft.Compute/disks/d";
        let row = json!({"id": "/subscriptions/S/x", "location": "West Europe", "tags": {"a": disk, "password": "hunter2"},
            "identity": {"principalId": "11111111-1111-1111-1111-11111111111A", "userAssignedIdentities": {disk: {}}},
            "properties": {"one": {"id": disk.to_uppercase()}, "none": "/subscriptions/S/resourceGroups/g",
                "etag": disk, "objectId": "21111111-1111-1111-1111-111111111111", "apiKey": "hunter2"}});
        let seen = looked("A.B/c", &row);
        let longest: Vec<Found> = seen
            .mentions
            .iter()
            .filter(|(first, _)| *first)
            .map(|(_, found)| *found)
            .collect();
        let group = Found::of("/subscriptions/S/resourceGroups/g");
        let mut expected = vec![Found::of(disk); 3];
        expected.insert(1, group);
        assert_eq!(longest.len(), 4);
        assert_eq!(longest.iter().filter(|found| expected.contains(found)).count(), 4);
        assert_eq!(seen.principals, ["21111111-1111-1111-1111-111111111111"]);
        assert_eq!(seen.principal.as_deref(), Some("11111111-1111-1111-1111-11111111111a"));
        let paths: Vec<&str> = seen.secrets.iter().map(|secret| secret.path.as_str()).collect();
        assert_eq!(paths, ["properties.apiKey", "tags.password"]);
        assert_eq!(seen.location.as_deref(), Some("westeurope"));
    }
}
