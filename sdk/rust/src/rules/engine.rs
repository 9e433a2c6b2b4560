//! Asking the rules.

use std::cell::RefCell;
use std::rc::Rc;

use super::Problem;
use super::captures::Captures;
use super::found::Found;
use super::index::Index;
use super::lookup::Lookup;
use super::pattern::Ready;
use super::rule::{Rule, Rules};
use super::templates;
use super::text::find;
use crate::json::{self, Json};
use crate::{Batch, Diagnoses, Diagnosis, Error, Evidence, log};

/// Rules, made ready to be asked often.
pub struct Engine {
    rules: Vec<(&'static Rule, Vec<Ready>)>,
    index: Index,
    lines_after: &'static [&'static str],
}

impl Engine {
    /// Makes rules ready. It is worth a few dozen diagnostics; build it once a call.
    pub fn new(rules: &Rules) -> Engine {
        let ready = |rule: &'static Rule| (rule, rule.when.iter().map(Ready::of).collect::<Vec<_>>());
        let rules_ready: Vec<_> = rules.iter().map(ready).collect();
        let index = Index::new(rules_ready.iter().map(|(_, patterns)| key(patterns)));
        Engine {
            rules: rules_ready,
            index,
            lines_after: rules.lines_after,
        }
    }

    /// What the rules say of one problem; several diagnoses where it is split into lines.
    pub fn diagnose(&self, problem: &Problem<'_>, lookup: &dyn Lookup) -> Vec<Diagnosis> {
        let mut candidates = self.index.always().to_vec();
        self.index.look(problem.summary, &mut candidates);
        self.index.look(problem.detail, &mut candidates);
        if let Some(code) = problem.code {
            self.index.code(code, &mut candidates);
        }
        let mut diagnoses = Vec::new();
        self.ask(&mut candidates, problem, lookup, &mut |diagnosis| {
            diagnoses.push(diagnosis);
        });
        diagnoses
    }

    /// What was taken by the first rule that knows a problem, and that rule's name.
    pub(super) fn known(&self, problem: &Problem<'_>) -> Option<(&'static str, Vec<(&'static str, String)>)> {
        self.rules.iter().find_map(|(rule, patterns)| {
            let captures = take(rule, patterns, problem)?;
            let own = captures.all.iter().map(|(name, text)| (*name, (*text).to_owned()));
            Some((rule.id, own.collect()))
        })
    }

    /// Says what the rules know of the current iteration's diagnostics.
    ///
    /// # Errors
    ///
    /// What the host could not read.
    pub fn analyze(&self, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        let Some(current) = evidence.iterations().last().copied() else {
            return Ok(());
        };
        let known = Known {
            evidence,
            current,
            configuration: RefCell::default(),
            source: RefCell::default(),
        };
        let mut found = Found::default();
        let mut diagnostics = evidence.diagnostics(current)?;
        let column = |name: &str| diagnostics.column(name);
        let (fingerprint, root) = (column("fingerprint")?, column("root")?);
        let (phase, severity) = (column("phase")?, column("severity")?);
        let (code, status) = (column("code")?, column("http-status")?);
        let (summary, detail, address) = (column("summary")?, column("detail")?, column("address")?);
        let (arm_type, file, line) = (column("type")?, column("file")?, column("line")?);
        let mut candidates = Vec::new();
        while let Some(batch) = diagnostics.next()? {
            let mut memory = Memory::new(&batch);
            // What follows from another failure goes away with it.
            for row in batch.rows().filter(|row| row.text(root).is_none_or(str::is_empty)) {
                let text = |column| row.text(column).filter(|text| !text.is_empty());
                let problem = Problem {
                    phase: text(phase).unwrap_or_default(),
                    is_warning: text(severity) == Some("warning"),
                    code: text(code),
                    status: text(status).and_then(|status| status.parse().ok()),
                    summary: text(summary).unwrap_or_default(),
                    detail: text(detail).unwrap_or_default(),
                    address: text(address),
                    arm_type: text(arm_type),
                    file: text(file),
                    line: text(line),
                    captures: Vec::new(),
                };
                candidates.clear();
                candidates.extend_from_slice(self.index.always());
                memory.look(self, row.number(summary), problem.summary, &mut candidates);
                memory.look(self, row.number(detail), problem.detail, &mut candidates);
                if let Some(code) = problem.code {
                    self.index.code(code, &mut candidates);
                }
                if !candidates.is_empty() {
                    self.ask(&mut candidates, &problem, &known, &mut |diagnosis| {
                        found.add(diagnosis, text(fingerprint));
                    });
                }
            }
        }
        let (found, too_many) = found.end();
        if too_many > 0 {
            log::warn(&format!("{too_many} more diagnoses are not told: there are too many"));
        }
        found.into_iter().for_each(|diagnosis| diagnoses.emit(diagnosis));
        Ok(())
    }

    /// The problems that a problem is split into, and itself.
    pub(super) fn lines<'a>(&self, problem: &Problem<'a>) -> Vec<Problem<'a>> {
        let lead = |lead: &&str| Some(find(problem.detail.as_bytes(), lead.as_bytes(), 0)? + lead.len());
        // A lead is found as whole characters, so its end is a border of characters.
        let lines = self
            .lines_after
            .iter()
            .find_map(lead)
            .and_then(|at| problem.detail.get(at..));
        let lines = lines
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let each = lines.map(|detail| Problem {
            detail,
            ..problem.clone()
        });
        each.chain([problem.clone()]).collect()
    }

    /// Asks rules of a problem, or of each of its lines.
    fn ask(
        &self,
        candidates: &mut Vec<u16>,
        problem: &Problem<'_>,
        lookup: &dyn Lookup,
        tell: &mut dyn FnMut(Diagnosis),
    ) {
        candidates.sort_unstable();
        candidates.dedup();
        let mut lines = self.lines(problem);
        let whole = lines.pop();
        let mut is_told = false;
        for diagnosis in lines.iter().filter_map(|line| self.first(candidates, line, lookup)) {
            is_told = true;
            tell(diagnosis);
        }
        if !is_told && let Some(diagnosis) = whole.and_then(|whole| self.first(candidates, &whole, lookup)) {
            tell(diagnosis);
        }
    }

    /// What the first rule says that knows the problem.
    fn first(&self, candidates: &[u16], problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
        candidates.iter().find_map(|rule| {
            let (rule, patterns) = &self.rules[usize::from(*rule)];
            let problem = Problem {
                captures: take(rule, patterns, problem)?.all,
                ..problem.clone()
            };
            let diagnosis = templates::diagnosis(rule, &problem, lookup);
            match rule.hook {
                Some(hook) => hook(&problem, lookup, diagnosis),
                None => Some(diagnosis),
            }
        })
    }
}

/// What a rule's patterns take, where all of them hold.
fn take<'a>(rule: &Rule, patterns: &[Ready], problem: &Problem<'a>) -> Option<Captures<'a>> {
    let is_its_phase = rule.phases.is_empty() || problem.phase.is_empty() || rule.phases.contains(&problem.phase);
    let mut captures = Captures::default();
    let holds = is_its_phase && patterns.iter().all(|pattern| pattern.holds(problem, &mut captures));
    holds.then_some(captures)
}

/// The texts under which a rule is filed: those of the pattern whose shortest text is the longest.
fn key(patterns: &[Ready]) -> Option<Vec<&'static str>> {
    let shortest = |keys: &Vec<&str>| keys.iter().map(|key| key.len()).min().unwrap_or_default();
    patterns.iter().filter_map(Ready::keys).max_by_key(shortest)
}

/// Which rules may know a text, by the text's number in a batch: equal texts are looked at once.
struct Memory {
    seen: Vec<Option<Rc<[u16]>>>,
}

impl Memory {
    fn new(batch: &Batch) -> Memory {
        Memory {
            seen: vec![None; batch.texts() as usize],
        }
    }

    fn look(&mut self, engine: &Engine, number: u32, text: &str, rules: &mut Vec<u16>) {
        let Some(seen) = self.seen.get_mut(number as usize) else {
            return;
        };
        let known = seen.get_or_insert_with(|| {
            let mut own = Vec::new();
            engine.index.look(text, &mut own);
            own.sort_unstable();
            own.dedup();
            own.into()
        });
        rules.extend_from_slice(known);
    }
}

/// What atg knows of an address. Diagnostics of one address follow one another, so the last answers are kept.
struct Known<'e> {
    evidence: &'e Evidence,
    current: u32,
    configuration: RefCell<Kept>,
    source: RefCell<Kept>,
}

type Kept = Option<(String, Option<Rc<Json>>)>;

fn kept(kept: &RefCell<Kept>, address: &str, ask: impl FnOnce() -> Result<Option<String>, Error>) -> Option<Rc<Json>> {
    if let Some((known, json)) = &*kept.borrow()
        && known == address
    {
        return json.clone();
    }
    let text = ask().ok().flatten();
    let json = text.and_then(|text| json::parse(&text).ok()).map(Rc::new);
    kept.replace(Some((address.to_owned(), json.clone())));
    json
}

impl Lookup for Known<'_> {
    fn configuration(&self, address: &str) -> Option<Rc<Json>> {
        kept(&self.configuration, address, || {
            self.evidence.configuration(self.current, address)
        })
    }

    fn source(&self, address: &str) -> Option<Rc<Json>> {
        kept(&self.source, address, || self.evidence.source(address))
    }
}
