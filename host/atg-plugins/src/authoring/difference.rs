//! What is expected beside what came out, line by line.

use std::fmt::Write as _;

/// Above this many lines on either side only the first differing place is shown: the table of the comparison grows with
/// the product.
const LINES: usize = 2_000;
/// Equal lines shown round a difference.
const CONTEXT: usize = 2;
/// Lines of a difference that are shown.
const SHOWN: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Edit<'a> {
    Same(&'a str),
    Expected(&'a str),
    Actual(&'a str),
}

/// The difference of two texts, `-` before what was expected and `+` before what came out; empty where they are equal.
pub(super) fn lines(expected: &str, actual: &str) -> String {
    if expected == actual {
        return String::new();
    }
    let (left, right): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    if left == right {
        return "the lines are equal; their ends differ\n".to_owned();
    }
    let same = left.iter().zip(&right).take_while(|(l, r)| l == r).count();
    let edits = if left.len() > LINES || right.len() > LINES {
        let start = same.saturating_sub(CONTEXT);
        let around = left[start..same].iter().map(|line| Edit::Same(line));
        let gone = left[same..].iter().take(1).map(|line| Edit::Expected(line));
        let come = right[same..].iter().take(1).map(|line| Edit::Actual(line));
        around.chain(gone).chain(come).collect()
    } else {
        edits(&left, &right, same)
    };
    print(&edits)
}

/// The shortest row of edits, by the longest common subsequence after a common beginning.
fn edits<'a>(left: &[&'a str], right: &[&'a str], same: usize) -> Vec<Edit<'a>> {
    let mut edits: Vec<_> = left[..same].iter().map(|line| Edit::Same(line)).collect();
    let (left, right) = (&left[same..], &right[same..]);
    let width = right.len() + 1;
    // Cell (l, r): how many lines the rests from l and r have in common.
    let mut common = vec![0_u16; (left.len() + 1) * width];
    for l in (0..left.len()).rev() {
        for r in (0..right.len()).rev() {
            common[l * width + r] = if left[l] == right[r] {
                common[(l + 1) * width + r + 1] + 1
            } else {
                common[(l + 1) * width + r].max(common[l * width + r + 1])
            };
        }
    }
    let (mut l, mut r) = (0, 0);
    while l < left.len() || r < right.len() {
        if l < left.len() && r < right.len() && left[l] == right[r] {
            edits.push(Edit::Same(left[l]));
            (l, r) = (l + 1, r + 1);
        } else if r == right.len() || (l < left.len() && common[(l + 1) * width + r] >= common[l * width + r + 1]) {
            edits.push(Edit::Expected(left[l]));
            l += 1;
        } else {
            edits.push(Edit::Actual(right[r]));
            r += 1;
        }
    }
    edits
}

fn print(edits: &[Edit<'_>]) -> String {
    let near = |at: usize| {
        let around = at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(edits.len());
        edits[around].iter().any(|edit| !matches!(edit, Edit::Same(_)))
    };
    let (mut text, mut shown, mut left_out) = (String::new(), 0, false);
    for (at, edit) in edits.iter().enumerate() {
        if !near(at) {
            left_out = true;
            continue;
        }
        if shown == SHOWN {
            text.push_str("  …\n");
            return text;
        }
        if left_out {
            text.push_str("  …\n");
            left_out = false;
        }
        shown += 1;
        let _ = match edit {
            Edit::Same(line) => writeln!(text, "  {line}"),
            Edit::Expected(line) => writeln!(text, "- {line}"),
            Edit::Actual(line) => writeln!(text, "+ {line}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown_with_a_little_around_it() {
        let expected = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let actual = "a\nb\nc\nd\nE\nf\ng\nh\ni\n";
        assert_eq!(lines(expected, actual), "  …\n  c\n  d\n- e\n+ E\n  f\n  g\n  h\n+ i\n");
        assert_eq!(lines(expected, expected), "");
        assert_eq!(lines("a\n", "a"), "the lines are equal; their ends differ\n");
        assert_eq!(lines("", "a\n"), "+ a\n");
        assert_eq!(lines("a\n", ""), "- a\n");
    }

    #[test]
    fn large_texts_show_their_first_difference() {
        let expected: String = (0..3_000).map(|n| format!("{n}\n")).collect();
        let actual = expected.replace("2500\n", "x\n");
        assert_eq!(lines(&expected, &actual), "  2498\n  2499\n- 2500\n+ x\n");
        let many: String = (0..500).map(|n| format!("{n} other\n")).collect();
        let shown = lines(&expected[..5_000], &many);
        assert!(shown.lines().count() <= SHOWN + 1 && shown.ends_with("  …\n"));
    }
}
