use super::*;

fn counts(resources: u64, relationships: u64, resource_groups: u64, types: u64) -> Counts {
    Counts {
        resources,
        relationships,
        resource_groups,
        types,
    }
}

#[test]
fn the_example_to_the_digit() {
    let plan = Plan::example(1);
    assert_eq!(
        plan.counts(&[Part::Matched, Part::Unmatched], 1),
        counts(1674, 5614, 182, 94)
    );
    assert_eq!(plan.counts(&[Part::Matched], 1), counts(516, 1823, 58, 42));
    assert_eq!(plan.counts(&[Part::Unmatched], 1).relationships, 3791);
    assert_eq!(plan.counts(&[Part::Matched], 2), counts(1032, 3646, 116, 42));
}

#[test]
fn a_factor_multiplies_what_it_should() {
    let plan = Plan::example(10);
    let all = plan.counts(&[Part::Matched, Part::Unmatched], 1);
    assert_eq!((all.resources, all.relationships, all.types), (16_740, 56_140, 94));
}

#[test]
fn arithmetic_counts_are_what_a_walk_counts() {
    for plan in [
        Plan::example(1),
        Plan::example(3),
        Plan::example_with(1, 1590),
        Plan::of_size(5000, 940),
        Plan::of_size(40, 940),
    ] {
        for parts in [
            &[Part::Matched, Part::Unmatched][..],
            &[Part::Matched, Part::Extra],
            &[Part::Matched],
        ] {
            let mut walked = counts(0, 0, 0, 0);
            let (mut groups, mut kinds) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
            for part in parts {
                for index in 0..plan.size(*part) {
                    let place = Place { part: *part, index };
                    walked.resources += 1;
                    walked.relationships += plan.references(place).count() as u64;
                    groups.insert(plan.group_of(place));
                    kinds.insert(plan.type_of(place).name);
                }
            }
            (walked.resource_groups, walked.types) = (groups.len() as u64, kinds.len() as u64);
            assert_eq!(plan.counts(parts, 1), walked);
        }
    }
}

#[test]
fn another_number_may_match() {
    for matched in [0, 1590, 1591, 1674] {
        let plan = Plan::example_with(1, matched);
        assert_eq!(plan.matched, u64::from(matched));
        assert_eq!(plan.size(Part::Matched) + plan.size(Part::Unmatched), 1674);
    }
}
