//! What the host itself knows about the places that a fix changes: from the provider's own words, a schema, the source.

use atg_core::diagnosis::Diagnostic;
use serde_json::Value;

use super::path::{Path, Step};
use super::place::{Block, value_at};

/// The id of the source resource that an address was generated from.
pub type SourceId<'e> = dyn Fn(&str) -> Option<String> + 'e;

/// What the effect of a fix is judged by. Nothing in it comes from a plugin.
#[derive(Default, Clone, Copy)]
pub struct Evidence<'e> {
    /// The diagnostics that the fix is to mend, as Terraform and its providers gave them.
    pub diagnostics: &'e [&'e Diagnostic],
    /// The source resource: `{"id": …, "location": …, "properties": {…}}`.
    pub source: Option<&'e Value>,
    /// Whether a schema calls a path of the block read-only.
    pub read_only: Option<&'e dyn Fn(&Path) -> bool>,
    /// The id of the source resource that an address was generated from.
    pub source_id: Option<&'e SourceId<'e>>,
}

/// What a provider said of one path of a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    /// The path, from the block.
    pub(super) path: Path,
    pub(super) what: What,
}

/// What it said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// It cannot be set.
    ReadOnly,
    /// There is no such thing.
    Unknown,
    /// It must hold this text and no other.
    Only(String),
    /// Something else.
    Other,
}

impl What {
    /// Whether it holds for the type, whatever the resource.
    pub(super) fn is_of_the_type(&self) -> bool {
        matches!(self, What::ReadOnly | What::Unknown)
    }
}

/// Attributes that stand in the block and which the provider checks as part of the body.
const BESIDE_THE_BODY: [&str; 3] = ["location", "tags", "identity"];

impl Evidence<'_> {
    /// What the diagnostics say, path by path.
    pub(super) fn said(&self) -> Vec<Said> {
        self.diagnostics
            .iter()
            .flat_map(|diagnostic| said(diagnostic))
            .collect()
    }

    /// The source's own value of a path of the block.
    pub(super) fn of_source(&self, path: &Path) -> Option<&Value> {
        let source: &Block = self.source?.as_object()?;
        match path.steps() {
            [Step::Member(body), rest @ ..] if body == "body" => value_at(source, &Path::of(rest)),
            _ => value_at(source, path),
        }
    }
}

/// What one diagnostic says, path by path.
pub(super) fn said(diagnostic: &Diagnostic) -> Vec<Said> {
    let texts = [&diagnostic.summary, &diagnostic.detail].into_iter().flatten();
    texts.flat_map(|text| text.lines().flat_map(of_line)).collect()
}

/// Reads the sentences that name a path and say what is wrong with it. The words are those of azapi 2 (paths in ticks,
/// below the body) and of Terraform itself (names in quotes).
fn of_line(line: &str) -> Vec<Said> {
    let mut all = Vec::new();
    let mut rest = line;
    while let Some((_, after)) = rest.split_once('`') {
        let Some((name, after)) = after.split_once('`') else {
            break;
        };
        let sentence = after.split('`').next().unwrap_or_default();
        if let Some(what) = what(sentence, after)
            && let Ok(path) = Path::parse(name)
            && !path.is_empty()
        {
            let body = Path::default().member("body");
            let inner = path.steps().iter().fold(body, |path, step| path.then(step.clone()));
            if path.root().is_some_and(|root| BESIDE_THE_BODY.contains(&root)) {
                all.push(Said {
                    path,
                    what: what.clone(),
                });
            }
            all.push(Said { path: inner, what });
        }
        rest = after;
    }
    all.extend(quoted(line));
    all
}

fn what(sentence: &str, after: &str) -> Option<What> {
    if sentence.starts_with(" is not expected here") {
        let read_only = ["read only", "read-only", "readonly"]
            .iter()
            .any(|word| sentence.contains(word));
        return Some(if read_only { What::ReadOnly } else { What::Unknown });
    }
    if sentence == " is invalid, expect " {
        let mut parts = after.split('`');
        let (wanted, but) = (parts.nth(1)?, parts.next()?);
        // A type's name stands in the same place; then what was got is a type of the provider's.
        let got = parts.next().unwrap_or_default();
        let is_type = got.contains("basetypes.") || got.contains("types.");
        return Some(if but.contains("but got") && !is_type {
            What::Only(wanted.to_owned())
        } else {
            What::Other
        });
    }
    let known = [" is required", "'s value", " is invalid", " doesn't match"];
    known
        .iter()
        .any(|known| sentence.starts_with(known))
        .then_some(What::Other)
}

/// Sentences of Terraform itself, whose attributes stand in the block.
fn quoted(line: &str) -> Option<Said> {
    let after = ["Can't configure a value for \"", "but a value was set for \""]
        .iter()
        .find_map(|lead| line.split_once(lead))
        .map(|(_, after)| (after, What::ReadOnly))
        .or_else(|| {
            let (_, after) = line.split_once("An argument named \"")?;
            after.contains("is not expected here").then_some((after, What::Unknown))
        });
    let (after, what) = after?;
    let path = Path::parse(after.split('"').next()?).ok()?;
    Some(Said { path, what })
}

/// `body.location` and the like, where the block has it beside the body: there the provider takes it from.
pub(super) fn placed(path: Path, block: &Block) -> Path {
    if let [Step::Member(body), Step::Member(root), ..] = path.steps()
        && body == "body"
        && BESIDE_THE_BODY.contains(&root.as_str())
        && block.contains_key(root)
        && value_at(block, &Path::of([path.steps()[0].clone(), path.steps()[1].clone()])).is_none()
    {
        return Path::of(&path.steps()[1..]);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(detail: &str) -> Vec<(String, What)> {
        let diagnostic = Diagnostic {
            detail: Some(detail.to_owned()),
            ..Diagnostic::default()
        };
        let evidence = Evidence {
            diagnostics: &[&diagnostic],
            ..Evidence::default()
        };
        let said = evidence.said().into_iter();
        said.map(|said| (said.path.to_string(), said.what)).collect()
    }

    #[test]
    fn the_providers_sentences_are_read() {
        let detail = "embedded schema validation failed: the argument \"body\" is invalid:\n\
            `properties.subnets.0.etag` is not expected here, it's read only\n\
            `properties.minimumTlsVersio` is not expected here. Do you mean `properties.minimumTlsVersion`? \n\
            `kind` is invalid, expect `StorageV2` but got `Storage`\n\
            `properties.count` is invalid, expect `integer` but got `basetypes.StringValue`\n\
            `sku` is required, but no definition was found\n\
            `tags` is not expected here. Do you mean `type`? \n \
            You can try to update `azapi` provider to the latest version or disable the validation using the feature flag \
            `schema_validation_enabled = false` within the resource block";
        assert_eq!(
            said(detail),
            [
                ("body.properties.subnets[0].etag".to_owned(), What::ReadOnly),
                ("body.properties.minimumTlsVersio".to_owned(), What::Unknown),
                ("body.kind".to_owned(), What::Only("StorageV2".to_owned())),
                ("body.properties.count".to_owned(), What::Other),
                ("body.sku".to_owned(), What::Other),
                ("tags".to_owned(), What::Unknown),
                ("body.tags".to_owned(), What::Unknown),
            ]
        );
    }

    #[test]
    fn terraforms_own_sentences_are_read() {
        assert_eq!(
            said("Can't configure a value for \"output\": its value will be decided automatically."),
            [("output".to_owned(), What::ReadOnly)]
        );
        assert_eq!(
            said("An argument named \"inptu\" is not expected here. Did you mean \"input\"?"),
            [("inptu".to_owned(), What::Unknown)]
        );
        assert_eq!(said("`` is not expected here and ` alone"), []);
    }
}
