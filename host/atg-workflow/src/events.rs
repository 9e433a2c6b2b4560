//! What happens while it happens: for progress, and as lines of JSON for programs.

use serde::Serialize;

use crate::iterate::Ending;
use crate::round::Round;

/// One thing that happened. As JSON it has a member `event` and the members of its variant.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event<'a> {
    /// The run begins.
    Started {
        /// The source as the user named it.
        source: &'a str,
        /// Its resources.
        resources: u64,
        /// Passes that were there already from a run that was cut short.
        passes: u32,
    },
    /// A round does something else now.
    Stage {
        /// Its number.
        iteration: u32,
        /// generate, init, validate, analyze.
        stage: Stage,
    },
    /// A fix was taken into the overlay.
    Fix {
        /// The round that it comes from.
        iteration: u32,
        /// In a line: what is changed where.
        summary: &'a str,
        /// lossless, lossy, …
        effect: &'a str,
        /// Who proposed it.
        plugin: &'a str,
    },
    /// Something that the user should know while it lasts: what is waited for, what an interrupt came to.
    Notice {
        /// In a line.
        text: &'a str,
    },
    /// A round has ended.
    Round(&'a Round),
    /// The run has ended.
    Ended {
        /// How.
        ending: Ending,
        /// In a sentence.
        reason: &'a str,
        /// Passes, one after the other.
        passes: u32,
    },
}

/// What a round is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Writing the configuration.
    Generate,
    /// `terraform init`.
    Init,
    /// `terraform validate`.
    Validate,
    /// Analyzers look at what was found.
    Analyze,
}

impl Stage {
    /// The word of outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Generate => "generate",
            Stage::Init => "init",
            Stage::Validate => "validate",
            Stage::Analyze => "analyze",
        }
    }
}

/// Is told what happens.
pub trait Observer {
    /// One thing happened.
    fn tell(&self, event: &Event<'_>);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Observer for Nobody {
    fn tell(&self, _: &Event<'_>) {}
}
