//! The lines of a history.

use serde_json::Value;

use super::Record;

/// A line that is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornLine {
    /// From 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// All records of a history in the order of the lines, and what could not be read. Empty lines are neither.
pub fn parse_history(text: &str) -> (Vec<Record>, Vec<TornLine>) {
    let (mut records, mut torn) = (Vec::new(), Vec::new());
    let lines = text.trim_start_matches('\u{feff}').lines();
    for (number, line) in (1..).zip(lines).filter(|(_, line)| !line.trim().is_empty()) {
        let json = serde_json::from_str::<Value>(line).map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => "it is torn".to_owned(),
            _ => "it is no JSON".to_owned(),
        });
        match json.and_then(Record::from_json) {
            Ok(record) => records.push(record),
            Err(reason) => torn.push(TornLine { line: number, reason }),
        }
    }
    (records, torn)
}

/// The last record of the same two scopes.
pub fn last_of_same_scopes<'r>(records: &'r [Record], now: &Record) -> Option<&'r Record> {
    records.iter().rev().find(|record| record.same_scopes(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_another_tool_are_records_and_torn_ones_are_told() {
        let text = concat!(
            r#"{"timestamp":"2025-10-15T10:00:00.5","source":{"subscription_id":"A","resources":1674},"target":{"subscription_id":"B"},"fidelity":{"overall":30.8,"missing_resources":1158},"extra":[1]}"#,
            "\n\n{\"timestamp\": \"2026-\nnonsense\n7\n{\"timestamp\":\"x\"}\n{\"fidelity\":{}}\n",
        );
        let (records, torn) = parse_history(text);
        assert_eq!(records.len(), 1);
        let record = &records[0];
        assert_eq!(
            (record.overall(), record.missing_resources(), record.source.resources),
            (Some(30.8), Some(1158), 1674)
        );
        assert_eq!((record.missing_keys(), record.options()), (None, None));
        // Nothing of it is lost when it is written again.
        assert_eq!(serde_json::from_str::<Value>(&record.to_line()).unwrap()["extra"][0], 1);
        let told: Vec<(u64, &str)> = torn.iter().map(|line| (line.line, line.reason.as_str())).collect();
        assert_eq!(
            told,
            [
                (3, "it is torn"),
                (4, "it is no JSON"),
                (5, "it is no JSON object"),
                (6, "it has no `fidelity`"),
                (7, "it has no `timestamp`")
            ]
        );
    }

    #[test]
    fn records_are_asked_for_by_scope_and_time() {
        let line = |source: &str, target: &str, time: &str| {
            let text = format!(r#"{{"timestamp":"{time}","source":{source},"target":{target},"fidelity":{{}}}}"#);
            parse_history(&text).0.remove(0)
        };
        let one = line(
            r#"{"subscription_id":"AAA","scope":"prod"}"#,
            r#"{"scope":"file:b.json","title":"Replica"}"#,
            "2026-01-31T08:00:00Z",
        );
        let same = line(
            r#"{"subscription_id":"aaa"}"#,
            r#"{"scope":"file:b.json"}"#,
            "2026-01-31T08:00:00",
        );
        let other = line(r#"{"subscription_id":"aaa"}"#, r#"{"scope":"file:c.json"}"#, "never");
        assert!(one.same_scopes(&same) && !one.same_scopes(&other));
        assert_eq!(last_of_same_scopes(&[same.clone(), other.clone()], &one), Some(&same));
        for name in ["aaa", "Prod", "b.json", "file:b.json", "replica"] {
            assert!(one.has_scope(name), "{name}");
        }
        assert!(!one.has_scope("") && !one.has_scope("c.json"));
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        assert!(one.is_since(at("2026-01-31T08:00:00Z")) && !one.is_since(at("2026-01-31T08:00:01Z")));
        assert!(same.is_since(at("2026-01-31T08:00:00Z")) && !same.is_since(at("2026-01-31T08:00:01Z")));
        assert!(other.is_since(at("2026-01-31T08:00:00Z")));
    }
}
