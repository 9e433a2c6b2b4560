//! What was recorded beside a configuration: its yield, and the errors of each stage.

use serde_json::Value;

use crate::figures::Ratio;

/// The yield out of `yield.json`: `emitted` (or `generated`, `matched`) of `source` (or `total`, `seen`), at the top or in
/// an object `yield` or `summary`.
pub(super) fn ratio(document: &Value) -> Option<Ratio> {
    let number = |object: &Value, names: &[&str]| names.iter().find_map(|name| object.get(name)?.as_u64());
    let places = [Some(document), document.get("yield"), document.get("summary")];
    places.into_iter().flatten().find_map(|place| {
        let matched = number(place, &["emitted", "generated", "matched"])?;
        let total = number(place, &["source", "total", "seen", "source_resources"])?;
        Some(Ratio::new(matched, total))
    })
}

/// How many errors a stage's document tells of: `error_count`, else its diagnostics (or diagnoses) of severity `error`.
/// Absent where the document says neither.
pub(super) fn errors(document: &Value) -> Option<u64> {
    if let Some(count) = document.get("error_count").and_then(Value::as_u64) {
        return Some(count);
    }
    let within = ["diagnostics", "diagnoses", "findings"]
        .into_iter()
        .find_map(|name| document.get(name));
    let list = within.unwrap_or(document).as_array()?;
    let is_error = |item: &&Value| {
        let severity = item.get("severity").or_else(|| item.get("diagnostic")?.get("severity"));
        severity
            .and_then(Value::as_str)
            .is_some_and(|severity| severity.eq_ignore_ascii_case("error"))
    };
    Some(list.iter().filter(is_error).count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn yields_are_read_where_they_stand() {
        assert_eq!(
            ratio(&json!({"emitted": 516, "source": 1674})),
            Some(Ratio::new(516, 1674))
        );
        assert_eq!(
            ratio(&json!({"summary": {"generated": 1, "total": 2}})),
            Some(Ratio::new(1, 2))
        );
        assert_eq!(ratio(&json!({"emitted": 516})), None);
        assert_eq!(ratio(&json!([1, 2])), None);
        assert_eq!(ratio(&json!({"emitted": -1, "source": 2})), None);
    }

    #[test]
    fn errors_are_counted_or_not_known() {
        assert_eq!(
            errors(&json!({"valid": false, "error_count": 7, "diagnostics": []})),
            Some(7)
        );
        let diagnostics =
            json!({"diagnostics": [{"severity": "error"}, {"severity": "warning"}, {"severity": "Error"}]});
        assert_eq!(errors(&diagnostics), Some(2));
        assert_eq!(
            errors(&json!([{"diagnostic": {"severity": "error"}}, {"type": "version"}])),
            Some(1)
        );
        assert_eq!(errors(&json!({"valid": true})), None);
        assert_eq!(errors(&json!("no")), None);
    }
}
