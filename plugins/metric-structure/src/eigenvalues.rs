//! All eigenvalues of a symmetric matrix: Householder's reduction to three diagonals, then bisection by Sturm's count. See
//! J. H. Wilkinson, "The Algebraic Eigenvalue Problem" (1965), chapter 5. Plain, and the same on every machine.

/// The eigenvalues, ascending, of the matrix whose lower triangle has these rows.
pub(crate) fn of(rows: Vec<Vec<f64>>) -> Vec<f64> {
    let (diagonal, beside) = reduce(rows);
    let squares: Vec<f64> = beside.iter().map(|value| value * value).collect();
    let mut found = Vec::with_capacity(diagonal.len());
    let Some((low, high)) = bounds(&diagonal, &beside) else {
        return found;
    };
    bisect((low, 0), (high, diagonal.len()), &diagonal, &squares, &mut found);
    found
}

/// The diagonal, and what stands beside it. Takes the last row first, so that what is left is always the first rows.
fn reduce(mut rows: Vec<Vec<f64>>) -> (Vec<f64>, Vec<f64>) {
    let size = rows.len();
    let mut beside = vec![0.0; size.saturating_sub(1)];
    let mut along = vec![0.0; size];
    for last in (1..size).rev() {
        let (left, right) = rows.split_at_mut(last);
        let mirror = &mut right[0][..last];
        let length = mirror.iter().map(|value| value * value).sum::<f64>().sqrt();
        let rest = mirror[..last - 1].iter().any(|value| *value != 0.0);
        if !rest {
            beside[last - 1] = mirror[last - 1];
            continue;
        }
        // The sign that does not cancel.
        let reflected = if mirror[last - 1] > 0.0 { -length } else { length };
        mirror[last - 1] -= reflected;
        let scale = 2.0 / mirror.iter().map(|value| value * value).sum::<f64>();
        beside[last - 1] = reflected;

        let along = &mut along[..last];
        along.fill(0.0);
        for (at, row) in left.iter().enumerate() {
            let (own, before) = (mirror[at], &mirror[..at]);
            let mut sum = row[at] * own;
            for ((value, mirrored), other) in row.iter().zip(before).zip(along.iter_mut()) {
                sum += value * mirrored;
                *other += value * own;
            }
            along[at] += sum;
        }
        let mut product = 0.0;
        for (value, mirrored) in along.iter_mut().zip(mirror.iter()) {
            *value *= scale;
            product += *value * mirrored;
        }
        let half = scale / 2.0 * product;
        for (value, mirrored) in along.iter_mut().zip(mirror.iter()) {
            *value -= half * mirrored;
        }
        for (at, row) in left.iter_mut().enumerate() {
            let (own, other) = (mirror[at], along[at]);
            for (value, (mirrored, along)) in row.iter_mut().zip(mirror.iter().zip(along.iter())) {
                *value -= own * along + other * mirrored;
            }
        }
    }
    let diagonal = rows.iter().filter_map(|row| row.last().copied()).collect();
    (diagonal, beside)
}

/// Between which all eigenvalues lie (Gershgorin).
fn bounds(diagonal: &[f64], beside: &[f64]) -> Option<(f64, f64)> {
    let off = |at: usize| beside.get(at).map_or(0.0, |value| value.abs());
    let radius = |at: usize| off(at) + at.checked_sub(1).map_or(0.0, off);
    let low = diagonal
        .iter()
        .enumerate()
        .map(|(at, value)| value - radius(at))
        .reduce(f64::min)?;
    let high = diagonal
        .iter()
        .enumerate()
        .map(|(at, value)| value + radius(at))
        .reduce(f64::max)?;
    let margin = 1e-9 * (1.0 + low.abs().max(high.abs()));
    Some((low - margin, high + margin))
}

/// How near two bounds are before the middle is taken.
const NEAR: f64 = 1e-12;

/// Finds the eigenvalues between two bounds; each comes with how many lie below it.
fn bisect(low: (f64, usize), high: (f64, usize), diagonal: &[f64], squares: &[f64], found: &mut Vec<f64>) {
    let mut open = vec![(low, high)];
    while let Some((low, high)) = open.pop() {
        if low.1 == high.1 {
            continue;
        }
        let middle = low.0 + (high.0 - low.0) / 2.0;
        if high.0 - low.0 < NEAR || middle <= low.0 || middle >= high.0 {
            found.extend((low.1..high.1).map(|_| middle));
            continue;
        }
        let below = below(middle, diagonal, squares).clamp(low.1, high.1);
        // The lower half is taken first, so that what is found ascends.
        open.push(((middle, below), high));
        open.push((low, (middle, below)));
    }
}

/// How many eigenvalues lie below a bound: as many as there are negative pivots.
fn below(bound: f64, diagonal: &[f64], squares: &[f64]) -> usize {
    let mut count = 0;
    let mut pivot = 1.0;
    for (at, value) in diagonal.iter().enumerate() {
        let square = at.checked_sub(1).map_or(0.0, |before| squares[before]);
        pivot = value - bound - square / pivot;
        // A pivot of 0 would divide by nothing; a tiny one of either sign is as good.
        if pivot.abs() < f64::MIN_POSITIVE.sqrt() {
            pivot = -f64::MIN_POSITIVE.sqrt();
        }
        count += usize::from(pivot < 0.0);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
        }
    }

    #[test]
    fn small_matrices_have_the_eigenvalues_of_the_books() {
        near(&of(Vec::new()), &[]);
        near(&of(vec![vec![3.0]]), &[3.0]);
        near(&of(vec![vec![2.0], vec![1.0, 2.0]]), &[1.0, 3.0]);
        near(
            &of(vec![vec![0.0], vec![0.0, 0.0], vec![0.0, 0.0, 0.0]]),
            &[0.0, 0.0, 0.0],
        );
        near(
            &of(vec![vec![2.0], vec![-1.0, 2.0], vec![0.0, -1.0, 2.0]]),
            &[2.0 - 2.0_f64.sqrt(), 2.0, 2.0 + 2.0_f64.sqrt()],
        );
        // All ones: the size once, and nothing else.
        near(
            &of((1..=5).map(|length| vec![1.0; length]).collect()),
            &[0.0, 0.0, 0.0, 0.0, 5.0],
        );
    }

    #[test]
    fn trace_and_squares_are_kept() {
        let mut state = 7_u64;
        let mut any = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f64 / f64::from(1 << 24) - 0.5
        };
        let rows: Vec<Vec<f64>> = (1..=60).map(|length| (0..length).map(|_| any()).collect()).collect();
        let trace: f64 = rows.iter().map(|row| row[row.len() - 1]).sum();
        let squares: f64 = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let off: f64 = row[..at].iter().map(|value| value * value).sum();
                2.0 * off + row[at] * row[at]
            })
            .sum();
        let found = of(rows);
        assert!(found.is_sorted());
        assert!((found.iter().sum::<f64>() - trace).abs() < 1e-8);
        assert!((found.iter().map(|value| value * value).sum::<f64>() - squares).abs() < 1e-8);
    }
}
