use super::super::entry::Target;
use super::super::kind::FixKind;
use super::*;
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
fn a_person_may_allow_losses_but_leaving_out_is_the_last_resort() {
    let estate = Estate::of(&[json!({"a": 1})]);
    let lossy = proposal("remove-attribute", "a", "body.a", Value::Null);
    let drops = proposal("drop-resource", "a", "", Value::Null);
    let mut overlay = Overlay::new();
    let mut round = Round::new(&estate, 3);
    round.lossy = true;
    let decision = round.propose(&mut overlay, &[lossy, drops.clone()]);
    assert_eq!(whys(&decision.held_back), ["other fixes of it are tried first"]);
    assert_eq!(overlay.losses().count(), 1);
    let next = estate.regenerated(&overlay);
    let mut round = Round::new(&next, 4);
    round.lossy = true;
    assert_eq!(round.propose(&mut overlay, &[drops]).accepted.len(), 1);
    assert!(overlay.drops("azapi_resource.a", "Microsoft.A/b").is_some());
    assert!(overlay.drops("azapi_resource.b", "Microsoft.A/b").is_none());
}

#[test]
fn the_same_fix_of_two_plugins_is_one() {
    let estate = Estate::of(&[json!({"Kind": "x"})]);
    let mut sure = proposal("rename-attribute", "a", "body.Kind", json!("kind"));
    sure.confidence = 0.9;
    sure.plugin = "sure".to_owned();
    sure.explains = vec!["other".to_owned()];
    let unsure = proposal("rename-attribute", "a", "body.Kind", json!("kind"));
    let longer = proposal("rename-attribute", "a", "body.Kind", json!("body.kind"));
    let mut overlay = Overlay::new();
    let decision = Round::new(&estate, 1).propose(&mut overlay, &[unsure, sure, longer]);
    assert_eq!(decision.accepted.len(), 1);
    assert_eq!(decision.accepted[0].plugin, "sure");
    assert_eq!(
        decision.accepted[0].explains,
        ["other", "print-a"],
        "both come to the same"
    );
}

#[test]
fn two_results_for_one_place_are_a_conflict_whoever_is_surer() {
    let estate = Estate::of(&[json!({"etag": "x"})]);
    let remove = proposal("remove-attribute", "a", "body.etag", Value::Null);
    let mut set = proposal("rename-attribute", "a", "body.etag", json!("tag"));
    set.confidence = 1.0;
    let mut overlay = Overlay::new();
    let decision = Round::new(&estate, 1).propose(&mut overlay, &[remove.clone(), set]);
    assert!(decision.must_stop());
    assert_eq!(decision.accepted, []);
    assert_eq!(decision.conflicts.len(), 1);
    assert_eq!(decision.conflicts[0].entries.len(), 2);
    assert!(overlay.entries().iter().all(|entry| entry.state == State::Conflict));
    assert_eq!(
        overlay.apply(
            "azapi_resource.a",
            "Microsoft.A/b",
            &mut estate.blocks["azapi_resource.a"].clone()
        ),
        []
    );

    let again = Round::new(&estate, 2).propose(&mut overlay, std::slice::from_ref(&remove));
    assert_eq!(again.conflicts.len(), 1, "until a person chooses");
    let removal = Entry::new(
        FixKind::RemoveAttribute,
        Target::of("azapi_resource.a"),
        Path::parse("body.etag").unwrap(),
        None,
    );
    for entry in overlay.entries().to_vec() {
        let state = if entry.id == removal.id {
            State::Active
        } else {
            State::Refused
        };
        assert!(overlay.set_state(&entry.id, state));
    }
    assert!(!overlay.set_state("no such", State::Active));
    let chosen = Round::new(&estate, 3).propose(
        &mut overlay,
        &[proposal("rename-attribute", "a", "body.etag", json!("tag"))],
    );
    assert_eq!(refusals(&chosen), ["a person refused it"]);
}

#[test]
fn a_fix_that_loses_less_stands_before_one_that_loses_more() {
    let estate = Estate::of(&[json!({"modee": "on"})]);
    let rename = proposal("rename-attribute", "a", "body.modee", json!("mode"));
    let remove = proposal("remove-attribute", "a", "body.modee", Value::Null);
    let mut round = Round::new(&estate, 1);
    round.lossy = true;
    let decision = round.propose(&mut Overlay::new(), &[rename, remove]);
    assert_eq!(decision.accepted.len(), 1);
    assert_eq!(decision.accepted[0].kind, FixKind::RenameAttribute);
    assert_eq!(whys(&decision.held_back), ["another fix of the same place loses less"]);
}

#[test]
fn a_later_fix_of_the_same_place_replaces_the_one_before_and_going_back_stops() {
    let mut estate = Estate::of(&[json!({"mode": "A"})]);
    let set = |value: &str| [proposal("set-attribute", "a", "body.mode", json!(value))];
    let mut overlay = Overlay::new();
    for (iteration, value) in [(1, "a"), (2, "a "), (3, "a!")] {
        let mut round = Round::new(&estate, iteration);
        round.lossy = true;
        assert_eq!(round.propose(&mut overlay, &set(value)).accepted.len(), 1, "{value}");
        estate = Estate::of(&[json!({"mode": "A"})]).regenerated(&overlay);
    }
    let active = overlay
        .entries()
        .iter()
        .filter(|entry| entry.state == State::Active)
        .count();
    assert_eq!((overlay.entries().len(), active), (3, 1));
    let mut round = Round::new(&estate, 4);
    round.lossy = true;
    let back = round.propose(&mut overlay, &set("a"));
    assert!(back.must_stop());
    assert_eq!(
        whys(&back.oscillations),
        ["it was replaced by another fix, and now comes again"]
    );
    assert_eq!(
        overlay
            .history()
            .iter()
            .map(|one| one.outcome.as_str())
            .collect::<Vec<_>>(),
        ["retired", "retired", "applied"]
    );
}

#[test]
fn going_back_to_what_the_generator_wrote_stops_too() {
    let estate = Estate::of(&[json!({"mode": "A", "Kind": "x", "etag": "e"})]);
    let mut overlay = Overlay::new();
    let there = [
        proposal("set-attribute", "a", "body.mode", json!("a")),
        proposal("rename-attribute", "a", "body.Kind", json!("kind")),
        proposal("remove-attribute", "a", "body.etag", Value::Null),
    ];
    assert_eq!(Round::new(&estate, 1).propose(&mut overlay, &there).accepted.len(), 3);
    let next = estate.regenerated(&overlay);
    let back = [
        proposal("set-attribute", "a", "body.mode", json!("A")),
        proposal("rename-attribute", "a", "body.kind", json!("Kind")),
        proposal("set-attribute", "a", "body.etag", json!("e")),
    ];
    let decision = Round::new(&next, 2).propose(&mut overlay, &back);
    assert_eq!((decision.oscillations.len(), decision.accepted.len()), (3, 0));
    assert!(
        decision
            .oscillations
            .iter()
            .all(|one| one.why.starts_with("it undoes `fix-") && one.why.ends_with("of iteration 1"))
    );
}

#[test]
fn what_was_taken_away_for_a_type_does_not_come_back_for_one_resource() {
    let mut estate = Estate::of(&[json!({"etag": "e"}), json!({"etag": "f"})]);
    let mut overlay = Overlay::new();
    let both = ["a", "b"].map(|name| proposal("remove-attribute", name, "body.etag", Value::Null));
    Round::new(&estate, 1).propose(&mut overlay, &both);
    assert!(matches!(overlay.entries()[0].target, Target::Type(_)));
    estate
        .sources
        .insert("azapi_resource.a".to_owned(), json!({"id": "/x", "etag": "e"}));
    let next = estate.regenerated(&overlay);
    let back = proposal("set-attribute", "a", "body.etag", json!("e"));
    let decision = Round::new(&next, 2).propose(&mut overlay, &[back]);
    assert_eq!(decision.oscillations.len(), 1);
    assert!(
        decision.oscillations[0]
            .why
            .ends_with("took it away for the whole type")
    );
}

#[test]
fn a_fix_that_did_not_help_is_not_proposed_again() {
    let estate = Estate::of(&[json!({"etag": "e"})]);
    let proposals = [proposal("remove-attribute", "a", "body.etag", Value::Null)];
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(&mut overlay, &proposals);
    let not_yet = Round::new(&estate, 1).propose(&mut overlay, &proposals);
    assert_eq!(
        (not_yet.pending.len(), not_yet.exhausted.len()),
        (1, 0),
        "nothing was generated with it"
    );
    let next = estate.regenerated(&overlay);
    let decision = Round::new(&next, 2).propose(&mut overlay, &proposals);
    assert_eq!((decision.exhausted.len(), decision.accepted.len()), (1, 0));
    assert_eq!(overlay.entries()[0].helped, Some(false));
    assert_eq!(overlay.history()[0].outcome, "no-help");
}

#[test]
fn what_all_resources_of_a_type_ask_for_is_kept_once() {
    let body = || json!({"items": [{"etag": "1"}, {"etag": "2"}]});
    let estate = Estate::of(&[body(), body(), json!({"other": 1})]);
    let ask = |name: &str, item: u32| {
        proposal(
            "remove-attribute",
            name,
            &format!("body.items.{item}.etag"),
            Value::Null,
        )
    };
    let all = [ask("a", 0), ask("a", 1), ask("b", 0), ask("b", 1)];
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(&mut overlay, &all);
    let entries = overlay.entries();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].target, Target::Type("Microsoft.A/b".to_owned()));
    assert_eq!(entries[0].path.to_string(), "body.items[*].etag");
    assert_eq!(entries[0].explains, ["print-a", "print-b"]);
    let mut block = estate.blocks["azapi_resource.b"].clone();
    overlay.apply("azapi_resource.b", "microsoft.a/B@2020-01-01", &mut block);
    assert_eq!(block["body"], json!({"items": [{}, {}]}));

    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(&mut overlay, &all[..3]);
    let kept: Vec<String> = overlay
        .entries()
        .iter()
        .map(|entry| format!("{} {}", entry.target, entry.path))
        .collect();
    assert_eq!(
        kept,
        [
            "azapi_resource.a body.items[*].etag",
            "azapi_resource.b body.items[0].etag"
        ],
        "one did not ask"
    );
}

#[test]
fn what_the_provider_says_of_the_type_is_kept_by_type_at_once() {
    let estate = Estate::of(&[
        json!({"properties": {"state": "ok"}}),
        json!({"properties": {"state": "bad"}}),
    ]);
    let mut overlay = Overlay::new();
    let mut round = Round::new(&estate, 1);
    round.diagnostics = vec![said("a", "`properties.state` is not expected here, it's read only")];
    let decision = round.propose(
        &mut overlay,
        &[proposal("remove-attribute", "a", "body.properties.state", Value::Null)],
    );
    assert_eq!(decision.accepted[0].target, Target::Type("Microsoft.A/b".to_owned()));
    assert_eq!(decision.accepted[0].effect, Effect::Lossless);
}

#[test]
fn values_that_only_some_share_stay_with_their_resources() {
    let estate = Estate::of(&[json!({"mode": "On"}), json!({"mode": "On"}), json!({"mode": "Off"})]);
    let ask = |name: &str| proposal("set-attribute", name, "body.mode", json!("ON"));
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(&mut overlay, &[ask("a"), ask("b")]);
    assert_eq!(overlay.entries().len(), 2, "a fix of the type would change the third");
    let api = |name: &str| proposal("set-attribute", name, "type", json!("Microsoft.A/b@2025-01-01"));
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(&mut overlay, &[api("a")]);
    assert!(
        matches!(overlay.entries()[0].target, Target::Type(_)),
        "an api-version is of the type"
    );
}

#[test]
fn a_fix_of_the_type_retires_those_of_its_resources() {
    let mut estate = Estate::of(&[json!({"etag": "e"}), json!({"etag": "f"})]);
    let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.A/b/a";
    estate.sources.insert("azapi_resource.a".to_owned(), json!({"id": id}));
    let mut overlay = Overlay::new();
    Round::new(&estate, 1).propose(
        &mut overlay,
        &[proposal("remove-attribute", "a", "body.etag", Value::Null)],
    );
    let mut round = Round::new(&estate, 2);
    round.diagnostics = vec![said("b", "`etag` is not expected here, it's read only")];
    round.propose(
        &mut overlay,
        &[proposal("remove-attribute", "b", "body.etag", Value::Null)],
    );
    let states: Vec<State> = overlay.entries().iter().map(|entry| entry.state).collect();
    assert_eq!(states, [State::Retired, State::Active]);
    assert_eq!(
        overlay.entries()[0].superseded_by.as_ref(),
        Some(&overlay.entries()[1].id)
    );
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
