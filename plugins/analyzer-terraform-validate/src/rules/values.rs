//! Values that the provider does not accept.

use atg_sdk::prelude::*;

use crate::lookup::Lookup;
use crate::problem::{Problem, with};
use crate::text::{between, quoted, string};

/// `expected sku_name to be one of ["standard" "premium"], got Standard`.
pub(super) fn not_one_of(problem: &Problem<'_>, _: &dyn Lookup) -> Option<Diagnosis> {
    // Providers put it into either.
    let text = [problem.summary, problem.detail]
        .into_iter()
        .find(|text| text.contains(" to be one of "))?;
    let name = between(text, "expected ", " to be one of ")?.trim_matches(['"', '`']);
    let (accepted, got) = text.split_once(" to be one of ")?.1.split_once(", got ")?;
    let got = got.lines().next().unwrap_or_default().trim().trim_matches('"');
    let message = format!("`{name}` of {} is `{got}`, which is not accepted", problem.place());
    let diagnosis = problem.diagnosis("value-not-accepted", "schema", &message);
    // A service is free with case, a provider is not.
    let same = quoted(accepted).find(|value| value.eq_ignore_ascii_case(got));
    let fix = match same {
        Some(value) => {
            let fix = problem.fix("set-attribute", name, "the provider tells upper case from lower case");
            fix.map(|fix| fix.value(&string(value)))
        }
        None => {
            let accepted: Vec<&str> = quoted(accepted).collect();
            problem.fix("manual", name, &format!("accepted are {}", accepted.join(", ")))
        }
    };
    Some(with(diagnosis, fix))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{One, diagnose, fixes};

    #[test]
    fn case_is_folded_and_other_values_are_left_to_people() {
        let text = r#"expected sku_name to be one of ["standard" "premium"], got Standard"#;
        assert_eq!(
            fixes(&diagnose(text, "", One::default())),
            [("set-attribute", "sku_name", r#""standard""#)]
        );
        assert_eq!(
            fixes(&diagnose("invalid value", text, One::default())),
            [("set-attribute", "sku_name", r#""standard""#)]
        );
        let text = r#"expected redis_version to be one of ["4" "6"], got 6.0"#;
        let diagnosis = diagnose(text, "", One::default());
        assert_eq!(fixes(&diagnosis), [("manual", "redis_version", "")]);
        assert_eq!(diagnosis.fixes[0].reason, "accepted are 4, 6");
    }
}
