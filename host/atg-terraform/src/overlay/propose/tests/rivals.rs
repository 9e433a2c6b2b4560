//! Several fixes for one place.

use super::*;

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
