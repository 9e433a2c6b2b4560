//! How faithful the target is: exact figures of a comparison, the composite of the metrics, gates, and whether all that was
//! asked for is met.
//!
//! Knows nothing of who measured the metrics or of how a figure is shown; it only never lets a rounded figure decide.

mod composite;
mod counted;
mod verdict;

pub use composite::{Composite, CompositeInput};
pub use counted::{Exclusion, Figure, TypeFigure};
pub use verdict::{Gate, Outcome};

use crate::align::Comparison;
use crate::figures::{Percent, Ratio, Tenths};
use crate::metric::MetricResult;
use crate::objective::{Objective, Verdict};

/// What `overall` is held against where nobody says otherwise.
pub const USUAL_TARGET: Percent = Percent::whole(95);

/// What the figures are held against.
#[derive(Clone, Copy, Default)]
pub struct FidelityOptions<'a> {
    /// What the user asks of `overall`; where absent, what the objective asks, else [`USUAL_TARGET`].
    pub target: Option<Percent>,
    /// `--fail-under`: decides the outcome, not whether the objective is met.
    pub fail_under: Option<Percent>,
    /// The objective of `--check-objective`.
    pub objective: Option<&'a Objective>,
    /// What `iteration_state.json` holds.
    pub state: Option<&'a serde_json::Value>,
    /// Names of metrics that are gates and were not run, such as by `--metric`: nobody knows whether they are met.
    pub gates_left_out: &'a [String],
}

/// How faithful the target is.
#[derive(Debug, Clone, PartialEq)]
pub struct Fidelity {
    /// Source resources with a match, of those that can be compared and are not accepted as missing.
    pub overall: Figure,
    /// The same by type, sorted by name without regard to case; only types of which the source has something to compare.
    pub by_type: Vec<TypeFigure>,
    /// Resource groups of the source that the target has under the same name, prefixes aside.
    pub resource_groups: Figure,
    /// Types of the source of which the target has at least one resource.
    pub types: Figure,
    /// Relationships of the source that the target has.
    pub relationships: Figure,
    /// Pairs in which nothing that counts differs, of those that could be read.
    pub properties: Figure,
    /// Differences within pairs that count.
    pub differences: u64,
    /// Differences that accepted drift took out.
    pub accepted_differences: u64,
    /// The weighted mean of the metrics.
    pub composite: Composite,
    /// The metrics whose own target must be met too.
    pub gates: Vec<Gate>,
    /// What `overall` is held against; absent where the objective speaks of fidelity in words that are no single bound.
    pub target: Option<Percent>,
    /// `--fail-under`.
    pub fail_under: Option<Percent>,
    /// The objective and how its criteria stand.
    pub objective: Option<(Objective, Verdict)>,
    /// `overall` reaches the target, every gate its own, every criterion of the objective is met. Absent means unknown,
    /// which is not met.
    pub objective_met: Option<bool>,
    /// How the run ends; absent where nobody asked (`--fail-under`, `--check-objective`).
    pub outcome: Option<Outcome>,
}

impl Fidelity {
    /// Takes the figures of a comparison and holds them, and the metrics, against what is asked.
    pub fn measure(comparison: &Comparison, metrics: &[MetricResult], options: &FidelityOptions<'_>) -> Fidelity {
        let types = comparison.by_type();
        let differences = comparison.differences();
        let mut fidelity = Fidelity {
            overall: counted::overall(comparison),
            by_type: counted::by_type(types),
            resource_groups: counted::resource_groups(comparison),
            types: counted::types(types),
            relationships: counted::relationships(comparison),
            properties: counted::properties(comparison),
            differences: differences.len(),
            accepted_differences: differences.accepted(),
            composite: Composite::of(metrics),
            gates: verdict::gates(metrics, options.gates_left_out),
            target: verdict::target(options),
            fail_under: options.fail_under,
            objective: None,
            objective_met: None,
            outcome: None,
        };
        fidelity.objective = options.objective.map(|objective| {
            let facts = verdict::facts(&fidelity, comparison, metrics, options.state);
            (objective.clone(), objective.check(&facts))
        });
        fidelity.objective_met = verdict::objective_met(&fidelity);
        fidelity.outcome = verdict::outcome(&fidelity);
        fidelity
    }

    /// A ratio as it is printed beside this run's targets: never up onto one that it misses.
    pub fn printed(&self, ratio: Ratio) -> Option<Tenths> {
        let beside = |target: Option<Percent>| ratio.printed(target);
        beside(self.target).into_iter().chain(beside(self.fail_under)).min()
    }
}
