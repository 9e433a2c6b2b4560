//! What holds for any estate.

use super::*;
use proptest::prelude::*;

const TYPES: [&str; 9] = [
    NETWORK,
    SUBNET,
    CARD,
    MACHINE,
    DISK,
    STORAGE,
    SERVER,
    "Microsoft.Sql/servers/databases",
    CLUSTER,
];

/// Some resources that refer to each other at random.
fn rows() -> impl Strategy<Value = Vec<Value>> {
    let one = (
        0..TYPES.len(),
        0_usize..3,
        0_usize..4,
        prop::collection::vec(0_usize..40, 0..5),
        any::<bool>(),
    );
    prop::collection::vec(one, 1..40).prop_map(|drawn| {
        let who = |at: usize| {
            let (kind, group, name, ..) = &drawn[at % drawn.len()];
            let depth = TYPES[*kind].matches('/').count();
            let name = vec![["a", "B", "a-b", "${x}"][*name]; depth].join("/");
            (["g", "G2", "mc"][*group], TYPES[*kind], name)
        };
        let rows = drawn.iter().enumerate().map(|(at, (.., mentioned, managed))| {
            let (group, type_name, name) = who(at);
            let ids = mentioned.iter().map(|to| {
                let (group, type_name, name) = who(*to);
                json!({"id": id(group, type_name, &name)})
            });
            let ids: Vec<Value> = ids.collect();
            let mut properties = json!({"list": ids});
            if *managed {
                properties["nodeResourceGroup"] = "mc".into();
                properties["privateEndpoint"] = ids.first().cloned().unwrap_or_default();
                properties["osType"] = "Linux".into();
                properties["creationData"] = json!({"createOption": "FromImage"});
            }
            let mut row = row(group, type_name, &name, properties);
            row["managedBy"] = ids.first().map(|id| id["id"].clone()).unwrap_or_default();
            row
        });
        rows.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn it_adds_up_and_the_order_does_not_matter(rows in rows(), seed in any::<u64>()) {
        // Reading back checks that counts add up, that every reference leads somewhere and that none leads back.
        let (read, yields) = generated(&estate(&rows), |_| {});
        prop_assert!(yields.counts.source > 0);
        for resource in &yields.resources {
            if let Outcome::Merged { into, .. } = &resource.outcome {
                prop_assert!(read.blocks.contains_key(into.strip_prefix("azapi_resource.").unwrap()), "{resource:?}");
            }
        }
        let mut shuffled = rows;
        let length = shuffled.len();
        for at in 0..length {
            shuffled.swap(at, (seed as usize ^ at.wrapping_mul(0x9e37_79b9)) % length);
        }
        let (again, same) = generated(&estate(&shuffled), |options| options.threads = 2);
        prop_assert_eq!(read.text(), again.text());
        prop_assert_eq!(yields.resources, same.resources);
    }
}
