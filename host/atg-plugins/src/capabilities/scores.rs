//! `scores`: a score with its proof. What cannot be is refused where it is said, so that the frames show where.

use atg_core::figures::Ratio;
use atg_core::metric::{Part, Score};
use wasmtime::component::{HasData, Resource};

use super::bindings::atg::plugin::scores::{Host, HostScorecard};
use crate::clean::{cleaned, cut};
use crate::failure::{Kind, Stop};

/// Lines of a breakdown, and reasons of exclusions.
const LINES: usize = 100_000;
/// Bytes of all their texts.
const TEXT: usize = 16 << 20;
/// Bytes of one text.
const LONGEST: usize = 4 << 10;

/// What the guest's handle stands for: the one scorecard of the call.
pub struct ScorecardHandle;

/// The scorecard of one call.
#[derive(Debug, Default)]
pub(crate) struct Scorecard {
    pub(crate) score: Option<Score>,
    pub(crate) parts: Vec<Part>,
    pub(crate) exclusions: Vec<(String, u64)>,
    text: usize,
}

impl HasData for Scorecard {
    type Data<'a> = &'a mut Scorecard;
}

impl Scorecard {
    fn set(&mut self, score: Score) -> wasmtime::Result<()> {
        if self.score.is_some() {
            return Err(bad("it gave a second score"));
        }
        self.score = Some(score);
        Ok(())
    }

    /// Takes a text in, cleaned and cut.
    fn text(&mut self, text: String) -> wasmtime::Result<String> {
        let text = cut(cleaned(text), LONGEST);
        self.text += text.len();
        if self.text > TEXT || self.parts.len() + self.exclusions.len() >= LINES {
            return Err(bad(format!("its breakdown has more than {LINES} lines or 16 MiB")));
        }
        Ok(text)
    }
}

fn bad(message: impl Into<String>) -> wasmtime::Error {
    Stop::new(Kind::BadOutput, message).into()
}

impl Host for Scorecard {}

impl HostScorecard for Scorecard {
    fn ratio(&mut self, _: Resource<ScorecardHandle>, matched: u32, total: u32) -> wasmtime::Result<()> {
        if matched > total {
            return Err(bad(format!("it claims that {matched} of {total} match")));
        }
        self.set(Score::Ratio(Ratio::new(u64::from(matched), u64::from(total))))
    }

    fn value(&mut self, _: Resource<ScorecardHandle>, value: f64) -> wasmtime::Result<()> {
        if !value.is_finite() {
            return Err(bad(format!(
                "its score is {value}, which is no number that can be compared"
            )));
        }
        self.set(Score::Value(value))
    }

    fn not_applicable(&mut self, _: Resource<ScorecardHandle>, reason: String) -> wasmtime::Result<()> {
        let reason = self.text(reason)?;
        self.set(Score::NotApplicable(reason))
    }

    fn part(
        &mut self,
        _: Resource<ScorecardHandle>,
        dimension: String,
        key: String,
        matched: u32,
        total: u32,
    ) -> wasmtime::Result<()> {
        let (dimension, key) = (self.text(dimension)?, self.text(key)?);
        if matched > total {
            return Err(bad(format!(
                "it claims that {matched} of {total} match for {dimension} `{key}`"
            )));
        }
        self.parts.push(Part {
            dimension,
            key,
            matched: u64::from(matched),
            total: u64::from(total),
        });
        Ok(())
    }

    fn exclude(&mut self, _: Resource<ScorecardHandle>, reason: String, count: u32) -> wasmtime::Result<()> {
        let reason = self.text(reason)?;
        self.exclusions.push((reason, u64::from(count)));
        Ok(())
    }

    fn drop(&mut self, _: Resource<ScorecardHandle>) -> wasmtime::Result<()> {
        Ok(())
    }
}
