//! What of the rules needs code.

use atg_sdk::prelude::*;
use atg_sdk::rules::{Lookup, Problem, at, json_string};

/// Proposes to import the role assignment that an answer names, where its scope is known.
pub(crate) fn import_role_assignment(
    problem: &Problem<'_>,
    lookup: &dyn Lookup,
    mut diagnosis: Diagnosis,
) -> Option<Diagnosis> {
    let known = || {
        let address = problem.address?;
        let name = hyphenated(problem.capture("id")?)?;
        let configuration = lookup.configuration(address)?;
        // A scope that refers to another resource is known to Terraform only.
        let scope = at(&configuration, "parent_id")?
            .as_str()
            .filter(|scope| !scope.contains("${"))?;
        let id = [scope, "/providers/Microsoft.Authorization/roleAssignments/", &name].concat();
        let fix = Fix::new("import", address, "the same role is given under this id");
        Some(fix.value(&json_string(&id)))
    };
    if let Some(fix) = known() {
        diagnosis.fixes = vec![fix];
    }
    Some(diagnosis)
}

/// A GUID with its hyphens; answers about roles leave them out. None where it is no GUID.
fn hyphenated(guid: &str) -> Option<String> {
    let digits: String = guid.chars().filter(|letter| *letter != '-').collect();
    if digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_get_their_hyphens() {
        let whole = Some("01234567-89ab-cdef-0123-456789abcdef".to_owned());
        assert_eq!(hyphenated("0123456789abcdef0123456789abcdef"), whole);
        assert_eq!(hyphenated("01234567-89ab-cdef-0123-456789abcdef"), whole);
        for other in [
            "",
            "0123",
            "0123456789abcdef0123456789abcdeg",
            "é123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(hyphenated(other), None);
        }
    }
}
