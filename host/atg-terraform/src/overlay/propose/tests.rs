mod generalize;
mod history;
mod rivals;

use super::*;
use crate::overlay::effect::Effect;
use crate::overlay::kind::FixKind;
use serde_json::json;

/// Blocks by address, with the overlay applied, as a round of generation would leave them.
#[derive(Default, Clone)]
struct Estate {
    blocks: BTreeMap<String, Block>,
    sources: BTreeMap<String, Value>,
}

impl Resources for Estate {
    fn arm_type(&self, address: &str) -> Option<String> {
        let text = self.blocks.get(address)?.get("type")?.as_str()?;
        Some(text.split('@').next()?.to_owned())
    }
    fn of_type(&self, arm_type: &str) -> Vec<String> {
        let same = |address: &&String| {
            self.arm_type(address)
                .is_some_and(|own| own.eq_ignore_ascii_case(arm_type))
        };
        self.blocks.keys().filter(same).cloned().collect()
    }
    fn block(&self, address: &str) -> Option<Block> {
        self.blocks.get(address).cloned()
    }
    fn source(&self, address: &str) -> Option<Value> {
        self.sources.get(address).cloned()
    }
}

impl Estate {
    /// Resources `azapi_resource.a`, `b`, … of the type Microsoft.A/b, with these bodies.
    fn of(bodies: &[Value]) -> Estate {
        let mut estate = Estate::default();
        for (name, body) in ('a'..).zip(bodies) {
            let block = json!({"type": "Microsoft.A/b@2024-01-01", "name": name.to_string(), "body": body});
            let address = format!("azapi_resource.{name}");
            estate
                .blocks
                .insert(address, block.as_object().cloned().unwrap_or_default());
        }
        estate
    }

    fn regenerated(&self, overlay: &Overlay) -> Estate {
        let mut next = self.clone();
        for (address, block) in &mut next.blocks {
            let _ = overlay.apply(address, "Microsoft.A/b", block);
        }
        next
    }
}

fn fix(kind: &str, address: &str, path: &str, value: Value) -> Fix {
    Fix {
        kind: kind.to_owned(),
        address: address.to_owned(),
        path: path.to_owned(),
        value: Some(value)
            .filter(|value| !value.is_null())
            .map_or_else(String::new, |value| value.to_string()),
        reason: String::new(),
        attributes: Vec::new(),
    }
}

fn proposal(kind: &str, name: &str, path: &str, value: Value) -> Proposal {
    Proposal {
        fix: fix(kind, &format!("azapi_resource.{name}"), path, value),
        plugin: "p".to_owned(),
        rule: "r".to_owned(),
        confidence: 0.5,
        explains: vec![format!("print-{name}")],
    }
}

fn said(name: &str, detail: &str) -> Diagnostic {
    Diagnostic {
        fingerprint: Some(format!("print-{name}")),
        detail: Some(detail.to_owned()),
        address: Some(format!("azapi_resource.{name}")),
        ..Diagnostic::default()
    }
}

struct Round<'r> {
    estate: &'r Estate,
    iteration: u32,
    diagnostics: Vec<Diagnostic>,
    lossy: bool,
}

impl<'r> Round<'r> {
    fn new(estate: &'r Estate, iteration: u32) -> Round<'r> {
        Round {
            estate,
            iteration,
            diagnostics: Vec::new(),
            lossy: false,
        }
    }

    fn propose(&self, overlay: &mut Overlay, proposals: &[Proposal]) -> Decision {
        let context = Context {
            iteration: self.iteration,
            at: "2026-01-01T00:00:00Z",
            diagnostics: &self.diagnostics,
            resources: self.estate,
            accept_lossy: self.lossy,
        };
        let mut reversed = overlay.clone();
        let decision = overlay.propose(proposals.to_vec(), &context);
        let backwards = reversed.propose(proposals.iter().rev().cloned().collect(), &context);
        assert_eq!(decision, backwards, "the order of proposals does not matter");
        assert_eq!(overlay.to_json(), reversed.to_json());
        let again = Overlay::read(&overlay.to_json(), "f").unwrap();
        assert_eq!(again.entries(), overlay.entries(), "the file keeps all of it");
        decision
    }
}

fn whys(held: &[NotTaken]) -> Vec<&str> {
    held.iter().map(|one| one.why.as_str()).collect()
}

fn refusals(decision: &Decision) -> Vec<&str> {
    decision.refused.iter().map(|one| one.why.as_str()).collect()
}

#[test]
fn what_loses_nothing_is_taken_and_the_rest_held_back() {
    let estate = Estate::of(&[json!({"a": 1, "etag": "x"})]);
    let proposals = [
        proposal("remove-attribute", "a", "body.etag", Value::Null),
        proposal("remove-attribute", "a", "body.a", Value::Null),
        proposal("drop-resource", "a", "", Value::Null),
        proposal("wait", "a", "", Value::Null),
        proposal("manual", "a", "", Value::Null),
    ];
    let mut overlay = Overlay::new();
    let decision = Round::new(&estate, 3).propose(&mut overlay, &proposals);
    assert_eq!(decision.accepted.len(), 1);
    let taken = &overlay.entries()[0];
    assert_eq!(
        (taken.path.to_string().as_str(), taken.effect, taken.iteration),
        ("body.etag", Effect::Lossless, 3)
    );
    assert_eq!((taken.plugin.as_str(), taken.rule.as_str()), ("p", "r"));
    let mut held = whys(&decision.held_back);
    held.sort_unstable();
    assert_eq!(
        held,
        [
            "it is drops; `--accept lossy` takes it",
            "it is lossy; `--accept lossy` takes it"
        ]
    );
    assert_eq!((decision.actions.len(), decision.manual.len()), (1, 1));
    assert!(!decision.must_stop());
    assert_eq!(overlay.losses().count(), 0);
}

#[test]
fn proposals_that_make_no_sense_are_refused_with_a_reason() {
    let estate = Estate::of(&[json!({"a": 1})]);
    let refused = |fix: Fix| {
        let mut one = proposal("wait", "a", "", Value::Null);
        one.fix = fix;
        let decision = Round::new(&estate, 1).propose(&mut Overlay::new(), &[one]);
        assert_eq!(decision.accepted, []);
        refusals(&decision).join(", ")
    };
    let at = "azapi_resource.a";
    assert_eq!(
        refused(fix("split-resource", at, "", Value::Null)),
        "this atg does not know the word `split-resource`"
    );
    assert_eq!(
        refused(fix("remove-attribute", "azapi_resource.z", "a", Value::Null)),
        "there is no `azapi_resource.z` in the configuration"
    );
    assert_eq!(
        refused(fix("remove-attribute", "Microsoft.Z/z", "a", Value::Null)),
        "nothing of the type `Microsoft.Z/z` is in the configuration"
    );
    assert_eq!(
        refused(fix("remove-attribute", at, "a..b", Value::Null)),
        "`a..b` is no path: a name is missing at character 3"
    );
    assert_eq!(
        refused(fix("set-attribute", at, "a", Value::Null)),
        "`set-attribute` needs a value"
    );
    assert_eq!(
        refused(fix("remove-attribute", at, "", Value::Null)),
        "`remove-attribute` needs a path"
    );
    assert_eq!(
        refused(fix("remove-attribute", at, "body.z", Value::Null)),
        "nothing would change"
    );
    assert_eq!(
        refused(fix("set-attribute", at, "body.a", json!(1))),
        "nothing would change"
    );
    let mut broken = fix("set-attribute", at, "body.a", json!(1));
    broken.value = "{".to_owned();
    assert!(refused(broken).starts_with("its value is no JSON: "));
}

#[test]
fn what_the_provider_checks_as_body_is_changed_where_it_stands() {
    let mut estate = Estate::of(&[json!({})]);
    if let Some(block) = estate.blocks.get_mut("azapi_resource.a") {
        block.insert("tags".to_owned(), json!({"a": "b"}));
    }
    let mut round = Round::new(&estate, 1);
    round.lossy = true;
    round.diagnostics = vec![said("a", "`tags` is not expected here. Do you mean `type`? ")];
    let decision = round.propose(
        &mut Overlay::new(),
        &[proposal("remove-attribute", "a", "body.tags", Value::Null)],
    );
    assert_eq!(decision.accepted[0].path.to_string(), "tags");
    assert_eq!(decision.accepted[0].effect, Effect::Lossy);
}

#[test]
fn an_adopted_fix_is_active_and_takes_its_place() {
    let estate = Estate::of(&[json!({"etag": "e"})]);
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(
        &mut overlay,
        &[proposal("remove-attribute", "a", "body.etag", Value::Null)],
    );
    let path = Path::parse("body.etag").unwrap();
    let mut chosen = Entry::new(
        FixKind::SetAttribute,
        Target::of("azapi_resource.a"),
        path,
        Some(json!("f")),
    );
    chosen.state = State::Refused;
    overlay.adopt(chosen.clone());
    let mut block = estate.blocks["azapi_resource.a"].clone();
    assert_eq!(overlay.apply("azapi_resource.a", "Microsoft.A/b", &mut block).len(), 1);
    assert_eq!(block["body"]["etag"], "f");
}
