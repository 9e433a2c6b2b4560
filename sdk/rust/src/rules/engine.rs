//! Asking the rules.

use std::cell::RefCell;
use std::rc::Rc;

use super::Problem;
use super::captures::Captures;
use super::found::Found;
use super::index::{self, Index};
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
        let index = Index::new(rules_ready.iter().map(|(_, patterns)| patterns.as_slice()));
        Engine {
            rules: rules_ready,
            index,
            lines_after: rules.lines_after,
        }
    }

    /// What the rules say of one problem; several diagnoses where it is split into lines.
    pub fn diagnose(&self, problem: &Problem<'_>, lookup: &dyn Lookup) -> Vec<Diagnosis> {
        let mut named = self.named(problem);
        let mut diagnoses = Vec::new();
        self.ask(&mut named, problem, lookup, &mut |diagnosis| {
            diagnoses.push(diagnosis);
        });
        diagnoses
    }

    /// What a problem's texts name, and the rules that may know it.
    fn named(&self, problem: &Problem<'_>) -> index::Found {
        let mut named = index::Found::default();
        named.rules.extend_from_slice(self.index.always());
        self.index.look(problem.summary, &mut named);
        self.index.look(problem.detail, &mut named);
        if let Some(code) = problem.code {
            self.index.code(code, &mut named.rules);
        }
        named
    }

    /// What the first rule takes of a problem, or of each of its lines, by name.
    pub(super) fn taken(&self, problem: &Problem<'_>) -> Vec<(&'static str, String)> {
        let named = self.named(problem);
        let lines = lines(self.lines_after, problem);
        let each = lines.iter().chain([problem]).filter_map(|line| {
            self.rules
                .iter()
                .find_map(|(rule, patterns)| take(rule, patterns, line, &named))
        });
        each.flat_map(|captures| captures.all)
            .map(|(name, text)| (name, text.to_owned()))
            .collect()
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
        let (code_column, status) = (column("code")?, column("http-status")?);
        let (summary, detail, address) = (column("summary")?, column("detail")?, column("address")?);
        let (arm_type, file, line) = (column("type")?, column("file")?, column("line")?);
        let mut named = index::Found::default();
        while let Some(batch) = diagnostics.next()? {
            let mut memory = Memory::new(&batch);
            // What follows from another failure goes away with it.
            for row in batch.rows().filter(|row| row.text(root).is_none_or(str::is_empty)) {
                let text = |column| row.text(column).filter(|text| !text.is_empty());
                let problem = Problem {
                    phase: text(phase).unwrap_or_default(),
                    is_warning: text(severity) == Some("warning"),
                    code: text(code_column),
                    status: text(status).and_then(|status| status.parse().ok()),
                    summary: text(summary).unwrap_or_default(),
                    detail: text(detail).unwrap_or_default(),
                    address: text(address),
                    arm_type: text(arm_type),
                    file: text(file),
                    line: text(line),
                    captures: Vec::new(),
                };
                named.clear();
                named.rules.extend_from_slice(self.index.always());
                memory.look(&self.index, row.number(summary), problem.summary, &mut named);
                memory.look(&self.index, row.number(detail), problem.detail, &mut named);
                if let Some(code) = problem.code {
                    memory.code(&self.index, row.number(code_column), code, &mut named.rules);
                }
                if !named.rules.is_empty() {
                    self.ask(&mut named, &problem, &known, &mut |diagnosis| {
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

    /// Asks rules of a problem, or of each of its lines.
    fn ask(
        &self,
        named: &mut index::Found,
        problem: &Problem<'_>,
        lookup: &dyn Lookup,
        tell: &mut dyn FnMut(Diagnosis),
    ) {
        named.rules.sort_unstable();
        named.rules.dedup();
        let mut is_told = false;
        for line in lines(self.lines_after, problem) {
            if let Some(diagnosis) = self.first(named, &line, lookup) {
                is_told = true;
                tell(diagnosis);
            }
        }
        if !is_told && let Some(diagnosis) = self.first(named, problem, lookup) {
            tell(diagnosis);
        }
    }

    /// What the first rule says that knows the problem.
    fn first(&self, named: &index::Found, problem: &Problem<'_>, lookup: &dyn Lookup) -> Option<Diagnosis> {
        named.rules.iter().find_map(|rule| {
            let (rule, patterns) = &self.rules[usize::from(*rule)];
            let problem = Problem {
                captures: take(rule, patterns, problem, named)?.all,
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

/// The problems that a problem is split into; none where it is not.
fn lines<'a>(leads: &[&str], problem: &Problem<'a>) -> Vec<Problem<'a>> {
    let behind = |lead: &&str| Some(find(problem.detail.as_bytes(), lead.as_bytes(), 0)? + lead.len());
    // A lead is found as whole characters, so its end is a border of characters.
    let lines = leads.iter().find_map(behind).and_then(|at| problem.detail.get(at..));
    let lines = lines.unwrap_or_default().lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(|detail| Problem {
            detail,
            ..problem.clone()
        })
        .collect()
}

/// What a rule's patterns take, where all of them hold.
fn take<'a>(rule: &Rule, patterns: &[Ready], problem: &Problem<'a>, named: &index::Found) -> Option<Captures<'a>> {
    let is_its_phase = rule.phases.is_empty() || problem.phase.is_empty() || rule.phases.contains(&problem.phase);
    let mut captures = Captures::default();
    let holds = is_its_phase
        && patterns
            .iter()
            .all(|pattern| pattern.holds(problem, named, &mut captures));
    holds.then_some(captures)
}

/// What texts and codes of a batch say, by their numbers: equal ones are looked at once.
struct Memory {
    texts: Vec<Seen<index::Found>>,
    codes: Vec<Seen<Vec<u16>>>,
    /// Room to look into: most texts say nothing to most rules, and cost no memory.
    scratch: index::Found,
}

/// What is known of a text.
#[derive(Clone)]
enum Seen<T> {
    NotYet,
    Nothing,
    Something(Rc<T>),
}

impl Memory {
    fn new(batch: &Batch) -> Memory {
        let texts = batch.texts() as usize;
        Memory {
            texts: vec![Seen::NotYet; texts],
            codes: vec![Seen::NotYet; texts],
            scratch: index::Found::default(),
        }
    }

    fn look(&mut self, index: &Index, number: u32, text: &str, found: &mut index::Found) {
        let Some(seen) = self.texts.get_mut(number as usize) else {
            return;
        };
        if let Seen::NotYet = seen {
            self.scratch.clear();
            index.look(text, &mut self.scratch);
            *seen = if self.scratch == index::Found::default() {
                Seen::Nothing
            } else {
                Seen::Something(Rc::new(self.scratch.clone()))
            };
        }
        if let Seen::Something(known) = seen {
            found.add(known);
        }
    }

    fn code(&mut self, index: &Index, number: u32, code: &str, rules: &mut Vec<u16>) {
        let Some(seen) = self.codes.get_mut(number as usize) else {
            return;
        };
        if let Seen::NotYet = seen {
            let mut own = Vec::new();
            index.code(code, &mut own);
            *seen = if own.is_empty() {
                Seen::Nothing
            } else {
                Seen::Something(Rc::new(own))
            };
        }
        if let Seen::Something(known) = seen {
            rules.extend_from_slice(known);
        }
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
