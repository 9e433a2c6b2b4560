//! What the overlay says against a fix.

use super::*;

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
