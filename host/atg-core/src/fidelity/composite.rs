//! The composite: the mean of the metrics by the weights that they declare.

use crate::figures::Tenths;
use crate::metric::{Direction, MetricResult, PERCENT, RATIO, Score};

/// The weighted mean of the metrics, with its inputs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Composite {
    /// Between 0 and 100; absent where no metric counts.
    pub percent: Option<f64>,
    /// Every metric that declares a weight, in the order of the run.
    pub inputs: Vec<CompositeInput>,
}

/// What one metric gives to the composite.
#[derive(Debug, Clone, PartialEq)]
pub struct CompositeInput {
    /// The metric's name.
    pub name: String,
    /// The weight that it declares.
    pub weight: f64,
    /// Its score as a percentage, 100 being best; absent where it does not count.
    pub percent: Option<f64>,
    /// Why it does not count.
    pub left_out: Option<String>,
}

impl Composite {
    /// The composite of what was measured.
    pub fn of(metrics: &[MetricResult]) -> Composite {
        let weighted = metrics
            .iter()
            .filter(|metric| metric.weight.is_finite() && metric.weight > 0.0);
        let inputs: Vec<CompositeInput> = weighted
            .map(|metric| {
                let share = share(metric);
                CompositeInput {
                    name: metric.name.clone(),
                    weight: metric.weight,
                    percent: share.as_ref().ok().copied(),
                    left_out: share.err(),
                }
            })
            .collect();
        // Divided by the greatest weight first, so that no declared weight overflows.
        let counted = || inputs.iter().filter_map(|input| Some((input.weight, input.percent?)));
        let greatest = counted().map(|(weight, _)| weight).fold(0.0, f64::max);
        let total: f64 = counted().map(|(weight, _)| weight / greatest).sum();
        let sum: f64 = counted().map(|(weight, percent)| weight / greatest * percent).sum();
        let percent = (total > 0.0).then(|| (sum / total).clamp(0.0, 100.0));
        Composite { percent, inputs }
    }

    /// As people see it: half up to one decimal, but 100 only where every input is 100.
    pub fn printed(&self) -> Option<Tenths> {
        let tenths = Tenths::nearest(self.percent?)?;
        let whole = self
            .inputs
            .iter()
            .filter_map(|input| input.percent)
            .all(|percent| percent >= 100.0);
        Some(if whole { tenths } else { tenths.min(Tenths(999)) })
    }
}

/// A score as a percentage of which 100 is best, or why it is none.
fn share(metric: &MetricResult) -> Result<f64, String> {
    let percent = match &metric.score {
        Score::Ratio(ratio) => ratio
            .approximate_percent()
            .ok_or("there was nothing to measure".to_owned())?,
        Score::Value(value) if metric.unit == PERCENT => *value,
        Score::Value(value) if metric.unit == RATIO => *value * 100.0,
        Score::Value(_) => return Err(format!("its unit, {}, is no share of anything", metric.unit)),
        Score::NotApplicable(reason) => return Err(reason.clone()),
        Score::Failed => return Err("it failed to run".to_owned()),
    };
    if !(0.0..=100.0).contains(&percent) {
        return Err(format!("{percent} is not between 0 and 100"));
    }
    Ok(match metric.direction {
        Direction::Higher => percent,
        Direction::Lower => 100.0 - percent,
    })
}
