//! A rule, a fix as a rule writes it down, and tables of rules.

use super::lookup::Lookup;
use super::{Engine, Example, Pattern, Problem};
use crate::{Diagnoses, Diagnosis, Error, Evidence};

/// What of a rule needs code. It gets the diagnosis as the table makes it and gives back what is to be said; with `None` the
/// rule does not apply, and the next one is asked.
pub type Hook = fn(&Problem<'_>, &dyn Lookup, Diagnosis) -> Option<Diagnosis>;

/// By what a diagnostic is known, what it means, and how it is mended.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub(super) id: &'static str,
    pub(super) cause: &'static str,
    pub(super) category: &'static str,
    pub(super) retry: &'static str,
    pub(super) confidence: f64,
    pub(super) phases: &'static [&'static str],
    pub(super) when: &'static [Pattern],
    pub(super) message: &'static str,
    pub(super) subject: &'static str,
    pub(super) fixes: &'static [FixTemplate],
    pub(super) hook: Option<Hook>,
    pub(super) mends: &'static str,
    pub(super) examples: &'static [Example],
}

impl Rule {
    /// A rule with a name in kebab-case, unique in its plugin, and the cause in a sentence that holds for all it knows.
    ///
    /// It says that the cause is met at the address, in category `unknown`, to be tried again after a fix, with a confidence
    /// of 0.9, in all phases, and proposes nothing.
    pub const fn new(id: &'static str, cause: &'static str) -> Rule {
        Rule {
            id,
            cause,
            category: "unknown",
            retry: "after-fix",
            confidence: 0.9,
            phases: &[],
            when: &[],
            message: "",
            subject: "{address}",
            fixes: &[],
            hook: None,
            mends: "",
            examples: &[],
        }
    }

    /// With a category, a registered word.
    #[must_use]
    pub const fn category(mut self, word: &'static str) -> Rule {
        self.category = word;
        self
    }

    /// With when the same may be tried again, a registered word.
    #[must_use]
    pub const fn retry(mut self, word: &'static str) -> Rule {
        self.retry = word;
        self
    }

    /// With a confidence from 0 to 1.
    #[must_use]
    pub const fn confidence(mut self, confidence: f64) -> Rule {
        self.confidence = confidence;
        self
    }

    /// In these phases only. A diagnostic whose phase is not known is of every phase.
    #[must_use]
    pub const fn phases(mut self, phases: &'static [&'static str]) -> Rule {
        self.phases = phases;
        self
    }

    /// By what it knows a diagnostic: all of these must hold.
    #[must_use]
    pub const fn when(mut self, patterns: &'static [Pattern]) -> Rule {
        self.when = patterns;
        self
    }

    /// What it says, in a sentence with `{name}`s; see [`FixTemplate`].
    #[must_use]
    pub const fn says(mut self, message: &'static str) -> Rule {
        self.message = message;
        self
    }

    /// What it is about, with `{name}`s; the address unless said otherwise, and nothing where it cannot be filled in.
    #[must_use]
    pub const fn about(mut self, subject: &'static str) -> Rule {
        self.subject = subject;
        self
    }

    /// With fixes. One with a `{name}` for which there is nothing is not proposed.
    #[must_use]
    pub const fn fixes(mut self, fixes: &'static [FixTemplate]) -> Rule {
        self.fixes = fixes;
        self
    }

    /// With code that looks at what the table makes; see [`Hook`].
    #[must_use]
    pub const fn then(mut self, hook: Hook) -> Rule {
        self.hook = Some(hook);
        self
    }

    /// How it is mended, in a few words, for documents. Needed where a [`Hook`] makes the fixes.
    #[must_use]
    pub const fn mends(mut self, words: &'static str) -> Rule {
        self.mends = words;
        self
    }

    /// Diagnostics that it must know; see [`check`](super::check()).
    #[must_use]
    pub const fn examples(mut self, examples: &'static [Example]) -> Rule {
        self.examples = examples;
        self
    }
}

/// A fix as a rule writes it down. In each of its texts `{name}` stands for what a pattern took by that name, or for
///
/// * `{address}`, `{type}` (the ARM type), `{code}`, `{phase}`, `{file}`, `{line}`, `{summary}`, `{detail}`,
/// * `{place}`: the address, else file and line; it is never missing.
///
/// `{name|something}` is `something` where there is nothing by that name. `{{` and `}}` are braces.
#[derive(Debug, Clone, Copy)]
pub struct FixTemplate {
    pub(super) kind: &'static str,
    pub(super) address: &'static str,
    pub(super) path: &'static str,
    pub(super) value: &'static str,
    pub(super) is_text: bool,
    pub(super) reason: &'static str,
}

impl FixTemplate {
    /// A fix of the address, by its registered word.
    pub const fn new(kind: &'static str) -> FixTemplate {
        FixTemplate {
            kind,
            address: "{address}",
            path: "",
            value: "",
            is_text: false,
            reason: "",
        }
    }

    /// Of something else than the address: `{type}` is for all resources of that type.
    #[must_use]
    pub const fn of(mut self, address: &'static str) -> FixTemplate {
        self.address = address;
        self
    }

    /// At a path, such as `body.properties.{name}`.
    #[must_use]
    pub const fn path(mut self, path: &'static str) -> FixTemplate {
        self.path = path;
        self
    }

    /// With a text as its value; it becomes a JSON string.
    #[must_use]
    pub const fn text(mut self, text: &'static str) -> FixTemplate {
        self.value = text;
        self.is_text = true;
        self
    }

    /// With a value as JSON.
    #[must_use]
    pub const fn json(mut self, json: &'static str) -> FixTemplate {
        self.value = json;
        self.is_text = false;
        self
    }

    /// Why, in a sentence.
    #[must_use]
    pub const fn because(mut self, reason: &'static str) -> FixTemplate {
        self.reason = reason;
        self
    }
}

/// Tables of rules, asked in their order.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    pub(super) tables: &'static [&'static [Rule]],
    pub(super) lines_after: &'static [&'static str],
}

impl Rules {
    /// The rules of these tables, one table after the other.
    pub const fn new(tables: &'static [&'static [Rule]]) -> Rules {
        Rules {
            tables,
            lines_after: &[],
        }
    }

    /// Where a detail holds one of these texts, each of the lines behind it is a problem of its own: it has its own diagnosis
    /// and its own fixes. Where no rule knows any of the lines, the rules are asked of the whole.
    #[must_use]
    pub const fn lines_after(mut self, leads: &'static [&'static str]) -> Rules {
        self.lines_after = leads;
        self
    }

    /// All rules in their order.
    pub fn iter(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.tables.iter().copied().flatten()
    }

    /// Says what the rules know of the current iteration's diagnostics: all that an analyzer has to do.
    ///
    /// # Errors
    ///
    /// What the host could not read.
    pub fn analyze(&self, evidence: &Evidence, diagnoses: &Diagnoses) -> Result<(), Error> {
        Engine::new(self).analyze(evidence, diagnoses)
    }
}
