//! Which diagnostics an analyzer is shown.

use atg_core::diagnosis::Diagnostic;

use crate::manifest::AnalyzerProvides;

/// Whether a diagnostic passes the filter that an analyzer's manifest declares.
pub(crate) fn passes(diagnostic: &Diagnostic, filter: &AnalyzerProvides) -> bool {
    let phase = diagnostic.phase.as_deref().unwrap_or_default();
    let says = |wanted: &String| {
        let wanted = wanted.to_lowercase();
        [&diagnostic.code, &diagnostic.summary, &diagnostic.detail]
            .into_iter()
            .flatten()
            .any(|text| text.to_lowercase().contains(&wanted))
    };
    (filter.phases.is_empty() || filter.phases.iter().any(|wanted| wanted == phase))
        && (filter.matches.is_empty() || filter.matches.iter().any(says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifests_filter_decides_what_is_shown() {
        let filter = |phases: &[&str], matches: &[&str]| AnalyzerProvides {
            name: "a".into(),
            title: "A".into(),
            phases: phases.iter().map(ToString::to_string).collect(),
            matches: matches.iter().map(ToString::to_string).collect(),
        };
        let one = Diagnostic {
            phase: Some("apply".into()),
            detail: Some("It Already Exists".into()),
            ..Diagnostic::default()
        };
        assert!(passes(&one, &filter(&[], &[])));
        assert!(passes(&one, &filter(&["plan", "apply"], &["quota", "already exists"])));
        assert!(!passes(&one, &filter(&["plan"], &[])));
        assert!(!passes(&one, &filter(&[], &["quota"])));
    }
}
