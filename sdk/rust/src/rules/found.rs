//! Diagnoses, each once: ten references to one missing resource are one finding with ten fixes.

use std::collections::{HashMap, HashSet};

use crate::{Diagnosis, Fix};

/// Fixes, and fingerprints, that the host takes of one diagnosis.
const EACH: usize = 1_000;
/// Diagnoses that the host takes of one call.
const MOST: usize = 10_000;

/// Diagnoses in the order in which they were first met.
#[derive(Default)]
pub(super) struct Found {
    diagnoses: Vec<Diagnosis>,
    /// The number of a finding.
    numbers: HashMap<String, usize>,
    /// By the number of the finding: the place of its last diagnosis.
    places: Vec<usize>,
    /// What is explained already, by the number of the finding.
    explained: HashSet<(usize, String)>,
    /// What is proposed already, likewise.
    proposed: HashSet<(usize, String)>,
    too_many: usize,
}

impl Found {
    /// Adds a diagnosis of the diagnostic with this fingerprint.
    pub(super) fn add(&mut self, mut diagnosis: Diagnosis, fingerprint: Option<&str>) {
        diagnosis.explains.extend(fingerprint.map(str::to_owned));
        let finding = &diagnosis.finding;
        let subject = finding.subject.as_deref().unwrap_or_default();
        let key = [&finding.rule, "\n", subject, "\n", &finding.message].concat();
        let next = self.numbers.len();
        let number = *self.numbers.entry(key).or_insert(next);
        diagnosis
            .explains
            .retain(|fingerprint| self.explained.insert((number, fingerprint.clone())));
        diagnosis.fixes.retain(|fix| self.proposed.insert((number, mark(fix))));
        if let Some(same) = self.places.get(number).and_then(|place| self.diagnoses.get_mut(*place)) {
            let is_full = same.explains.len() + diagnosis.explains.len() > EACH
                || same.fixes.len() + diagnosis.fixes.len() > EACH;
            if !is_full {
                same.explains.append(&mut diagnosis.explains);
                same.fixes.append(&mut diagnosis.fixes);
                return;
            }
        }
        // A finding that there was no room for has a place, too: one that there is nothing at.
        self.places.resize(self.places.len().max(number + 1), usize::MAX);
        if self.diagnoses.len() == MOST {
            self.too_many += 1;
            return;
        }
        self.places[number] = self.diagnoses.len();
        self.diagnoses.push(diagnosis);
    }

    /// The diagnoses, and how many there was no room for.
    pub(super) fn end(self) -> (Vec<Diagnosis>, usize) {
        (self.diagnoses, self.too_many)
    }
}

fn mark(fix: &Fix) -> String {
    [&fix.kind, "\n", &fix.address, "\n", &fix.path, "\n", &fix.value].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Finding;

    fn diagnosis(path: &str) -> Diagnosis {
        let fix = Fix::new("remove-attribute", "a.b", "why").path(path);
        Diagnosis::new(Finding::error("rule", "it is so")).fix(fix)
    }

    #[test]
    fn the_same_is_told_once() {
        let mut found = Found::default();
        found.add(diagnosis("x"), Some("f1"));
        found.add(diagnosis("x"), Some("f1"));
        found.add(diagnosis("y"), Some("f2"));
        let (diagnoses, _) = found.end();
        assert_eq!(diagnoses.len(), 1);
        assert_eq!(diagnoses[0].explains, ["f1", "f2"]);
        assert_eq!(diagnoses[0].fixes.len(), 2);
    }

    #[test]
    fn what_is_too_much_for_one_goes_into_another() {
        let mut found = Found::default();
        for at in 0..EACH + 1 {
            found.add(diagnosis("x"), Some(&at.to_string()));
        }
        let (diagnoses, too_many) = found.end();
        let sizes: Vec<_> = diagnoses.iter().map(|one| one.explains.len()).collect();
        assert_eq!((sizes, too_many), (vec![EACH, 1], 0));
    }

    #[test]
    fn more_than_the_host_takes_is_counted() {
        let mut found = Found::default();
        for at in 0..MOST + 2 {
            let finding = Finding::error("rule", &at.to_string());
            found.add(Diagnosis::new(finding), None);
        }
        let (diagnoses, too_many) = found.end();
        assert_eq!((diagnoses.len(), too_many), (MOST, 2));
    }
}
