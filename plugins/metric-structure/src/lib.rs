//! How alike are the shapes of the two estates, whatever their size?
//!
//! The shape is the undirected graph of types, weighted by the number of relationships between them. Two such graphs are
//! compared by the spectra of their normalised Laplacians, after R. C. Wilson and P. Zhu, "A study of graph spectra for
//! comparing graphs and trees", Pattern Recognition 41 (2008) 2833–2841. See [`similarity`] for the measure.

use std::collections::BTreeMap;

use atg_sdk::prelude::*;

mod eigenvalues;
mod graph;

use graph::TypeGraph;

/// What this plugin is; `export!` hands it to atg.
pub struct Plugin;

impl Metric for Plugin {
    fn measure(_name: &str, comparison: &Comparison, score: &Scorecard, _: &Findings) -> Result<(), Error> {
        let source = edges(comparison.source().type_edges())?;
        let target = edges(comparison.target().type_edges())?;
        match similarity(&source, &target) {
            Some(percent) => score.value(percent),
            None => score.not_applicable("no type has a relationship on either side"),
        }
        Ok(())
    }
}

/// Relationships between two types, by their names in lower case.
type Edges = BTreeMap<(String, String), f64>;

fn edges(mut table: Cursor) -> Result<Edges, Error> {
    let (from, to) = (table.column("from-type")?, table.column("to-type")?);
    let count = table.column("count")?;
    let mut edges = Edges::new();
    while let Some(batch) = table.next()? {
        for row in batch.rows() {
            let (Some(from), Some(to)) = (row.text(from), row.text(to)) else {
                continue;
            };
            let count = row.text(count).and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
            if count > 0 {
                let (one, other) = (from.to_ascii_lowercase(), to.to_ascii_lowercase());
                let ends = if one <= other { (one, other) } else { (other, one) };
                *edges.entry(ends).or_default() += f64::from(count);
            }
        }
    }
    Ok(edges)
}

/// 100 − 100·d, where d is the mean distance of the two spectra, eigenvalue by eigenvalue in their order; none where there is
/// no relationship at all.
///
/// Both graphs have the same nodes, the types that have a relationship on either side; a node without one has the eigenvalue
/// 0. So d is the Wasserstein distance of two distributions on [0, 2]. It is symmetric and 0 for equal spectra. It is never
/// above 1: for a and b in [0, 2], |a − b| ≤ a + b − ab; in their order the mean of the products is at least the product of
/// the means (Chebyshev); and both means, traces over the number of nodes, are at most 1.
fn similarity(source: &Edges, target: &Edges) -> Option<f64> {
    let graphs = TypeGraph::both(source, target);
    let [one, other] = graphs.map(|graph| graph.spectrum());
    if one.is_empty() {
        return None;
    }
    let sum: f64 = one.iter().zip(&other).map(|(a, b)| (a - b).abs()).sum();
    let distance = (sum / one.len() as f64).clamp(0.0, 1.0);
    // Eigenvalues are known to about 1e-11; what lies below that is no difference.
    Some((100.0 * (1.0 - distance) * 1e6).round() / 1e6)
}

atg_sdk::export!(Plugin: metric);

#[cfg(test)]
mod tests;
