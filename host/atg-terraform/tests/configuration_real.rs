//! The static look at configurations of real estates, where the environment variable `ATG_TEST_REAL_DATA` names their
//! folder. They belong to others and are no part of the tree; without them nothing is tested here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use atg_core::diagnosis::Diagnostic;
use atg_terraform::configuration::{Configuration, dropped_between};

fn configuration(number: u32) -> Option<Configuration> {
    let folder = PathBuf::from(std::env::var_os("ATG_TEST_REAL_DATA")?);
    let name = format!("iteration{number}.tf.json");
    let bytes = std::fs::read(folder.join(&name)).unwrap();
    Some(Configuration::read(vec![(name, bytes)]).unwrap())
}

fn of_code<'d>(diagnostics: &'d [Diagnostic], code: &str) -> Vec<&'d Diagnostic> {
    let of_code = diagnostics.iter().filter(|one| one.code.as_deref() == Some(code));
    of_code.collect()
}

/// Counted by a script of another language over the same files.
#[test]
fn what_is_odd_about_each_is_named() {
    // Undeclared, placeholder subscriptions, zero tenants, groups that differ in case only.
    let all = [
        (2, 334, [8, 2, 22, 0]),
        (3, 404, [0, 2, 22, 8]),
        (86, 124, [0, 0, 0, 2]),
        (90, 620, [1, 3, 0, 8]),
        (91, 619, [0, 3, 0, 8]),
    ];
    for (number, resources, expected) in all {
        let Some(configuration) = configuration(number) else {
            return;
        };
        assert_eq!(configuration.resource_count(), resources, "iteration {number}");
        let seen = configuration.look();
        let codes = [
            "undeclared-resource",
            "placeholder-subscription",
            "zero-tenant-id",
            "duplicate-name",
        ];
        assert_eq!(
            codes.map(|code| of_code(&seen, code).len()),
            expected,
            "iteration {number}"
        );
        for one in &seen {
            assert!(configuration.find(one.address.as_deref().unwrap()).is_some());
            assert!(one.line.as_deref().unwrap().parse::<u32>().unwrap() > 1);
        }
        let prints: BTreeSet<&String> = seen.iter().filter_map(|one| one.fingerprint.as_ref()).collect();
        assert_eq!(prints.len(), seen.len(), "every one has a fingerprint of its own");
    }
}

#[test]
fn the_dangling_subnet_is_one_and_the_placeholders_have_addresses() {
    let Some(second) = configuration(2) else { return };
    let seen = second.look();
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    for one in of_code(&seen, "undeclared-resource") {
        *wanted
            .entry(one.detail.as_deref().unwrap().split(';').next().unwrap())
            .or_default() += 1;
    }
    let subnet =
        "A managed resource \"azurerm_subnet\" \"vnet_w4229ea_snet_pe\" has not been declared in the root module";
    assert_eq!(wanted, BTreeMap::from([(subnet, 8)]));
    for one in of_code(&seen, "placeholder-subscription") {
        assert!(one.detail.as_deref().unwrap().contains("names the subscription `xxx`"));
        assert!(one.address.as_deref().unwrap().starts_with("azurerm_app_service."));
    }
}

#[test]
fn the_error_of_90_went_away_because_its_resource_was_dropped() {
    let (Some(before), Some(after)) = (configuration(90), configuration(91)) else {
        return;
    };
    let dropped = dropped_between(&before, &after, &before.look());
    let texts: Vec<&str> = dropped.iter().map(|one| one.text.as_str()).collect();
    let text = "`azurerm_virtual_machine_extension.admine66d_01_enablevmAccess` had an error (Reference to undeclared resource) \
        and is no longer there: the error went away because the resource was dropped";
    assert_eq!(texts, [text]);
    assert_ne!(before.digest(), after.digest());
}
