//! One fix for many resources.

use super::*;

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
