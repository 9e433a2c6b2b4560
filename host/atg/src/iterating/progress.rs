//! What is shown while rounds run: a line a round for people, a line an event for programs.

use atg_workflow::events::{Event, Observer, Stage};
use atg_workflow::round::Round;

use super::table;
use crate::commands::Context;

/// For people: what a round is doing on the progress bar, what it came to in a line on standard error.
pub(crate) struct Lines<'a> {
    /// Where it is shown.
    pub context: &'a Context<'a>,
}

impl Observer for Lines<'_> {
    fn tell(&self, event: &Event<'_>) {
        let printer = self.context.printer;
        match event {
            Event::Started {
                source,
                resources,
                passes,
            } => {
                let carried = match passes {
                    0 => String::new(),
                    passes => format!("; {passes} passes stand already"),
                };
                printer.note(&format!("{source}: {}{carried}", table::resources(*resources)));
            }
            Event::Stage { iteration, stage } => {
                self.context
                    .progress
                    .begin(&format!("iteration {iteration}: {}", doing(*stage)));
            }
            Event::Fix { summary, plugin, .. } if printer.is_verbose() => {
                printer.note(&format!("  fix: {summary} ({plugin})"));
            }
            Event::Notice { text } => {
                self.context.progress.end();
                printer.note(text);
            }
            Event::Round(round) => {
                self.context.progress.end();
                printer.note(&line(round));
            }
            Event::Fix { .. } | Event::Ended { .. } => {}
        }
    }
}

fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Generate => "generating",
        Stage::Init => "terraform init",
        Stage::Validate => "terraform validate",
        Stage::Analyze => "analyzing",
    }
}

/// A round in a line.
fn line(round: &Round) -> String {
    let mut line = format!("iteration {}: {}", round.iteration, round.verdict.words());
    if round.verdict.counts() {
        line += &format!(", {}", table::resources(round.resources));
    } else {
        line += &format!(", {}", round.reason);
    }
    if round.fixes.taken > 0 {
        line += &format!(", {} fixes taken", round.fixes.taken);
    }
    if let Some(overall) = round.expected.as_ref().and_then(|expected| expected.overall) {
        line += &format!(", an apply would reach {overall:.1} %");
    }
    line
}

/// For programs: every event as a line of JSON on standard output.
pub(crate) struct JsonLines<'a> {
    /// Where it is printed.
    pub context: &'a Context<'a>,
}

impl Observer for JsonLines<'_> {
    fn tell(&self, event: &Event<'_>) {
        // A reader that has gone has seen enough.
        if let Ok(text) = serde_json::to_string(event) {
            let _ = self.context.printer.data(format!("{text}\n").as_bytes());
        }
    }
}
