//! Paths below a body, in the spelling that fixes use: `properties.subnets[0].name`.

use std::fmt::Write as _;

use crate::overlay;
use crate::overlay::Path;

/// One step down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step<'a> {
    Name(&'a str),
    Item(usize),
    Every,
}

impl<'a> Step<'a> {
    pub(super) fn of(step: &'a overlay::Step) -> Step<'a> {
        match step {
            overlay::Step::Member(name) => Step::Name(name),
            overlay::Step::Item(number) => Step::Item(*number),
            overlay::Step::Every => Step::Every,
        }
    }
}

/// A path while walking, from the deepest step up; written out only where something is to be said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Trail<'a> {
    last: Option<(Step<'a>, &'a Trail<'a>)>,
}

impl<'a> Trail<'a> {
    pub(super) fn below<'b>(&'b self, step: Step<'b>) -> Trail<'b>
    where
        'a: 'b,
    {
        Trail {
            last: Some((step, self)),
        }
    }

    pub(super) fn is_top(&self) -> bool {
        self.last.is_none()
    }

    fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        let mut trail = *self;
        while let Some((step, above)) = trail.last {
            steps.push(step);
            trail = *above;
        }
        steps.reverse();
        steps
    }

    /// Our spelling.
    pub(super) fn text(&self) -> String {
        let owned = self.steps().into_iter().map(|step| match step {
            Step::Name(name) => overlay::Step::Member(name.to_owned()),
            Step::Item(number) => overlay::Step::Item(number),
            Step::Every => overlay::Step::Every,
        });
        Path::of(owned.collect::<Vec<_>>()).to_string()
    }

    /// The provider's spelling: every step after a dot.
    pub(super) fn spelled(&self) -> String {
        let mut text = String::new();
        for (place, step) in self.steps().into_iter().enumerate() {
            if place > 0 {
                text.push('.');
            }
            match step {
                Step::Name(name) => text.push_str(name),
                Step::Item(number) => {
                    let _ = write!(text, "{number}");
                }
                Step::Every => text.push('*'),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_spells_both_ways() {
        let top = Trail::default();
        let list = top.below(Step::Name("a"));
        let item = list.below(Step::Item(3));
        let trail = item.below(Step::Name("b.c"));
        assert_eq!(trail.text(), "a[3][\"b.c\"]");
        assert_eq!(trail.spelled(), "a.3.b.c");
        let read = Path::parse(&trail.text()).unwrap();
        let steps: Vec<Step<'_>> = read.steps().iter().map(Step::of).collect();
        assert_eq!(steps, trail.steps());
    }
}
