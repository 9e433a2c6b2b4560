//! The graph of types, and its spectrum.

use std::collections::BTreeMap;

use crate::Edges;
use crate::eigenvalues;

/// An undirected weighted graph.
#[derive(Debug)]
pub(crate) struct TypeGraph {
    nodes: usize,
    edges: Vec<(usize, usize, f64)>,
}

impl TypeGraph {
    /// Two graphs over the same nodes: the types that have an edge in either.
    pub(crate) fn both(source: &Edges, target: &Edges) -> [TypeGraph; 2] {
        let ends = source.keys().chain(target.keys()).flat_map(|(one, other)| [one, other]);
        let mut places: BTreeMap<&str, usize> = ends.map(|name| (name.as_str(), 0)).collect();
        for (place, at) in places.values_mut().zip(0..) {
            *place = at;
        }
        [source, target].map(|edges| TypeGraph {
            nodes: places.len(),
            edges: edges
                .iter()
                .map(|((one, other), weight)| (places[one.as_str()], places[other.as_str()], *weight))
                .collect(),
        })
    }

    /// The eigenvalues of the normalised Laplacian, ascending, one for each node.
    ///
    /// The graph falls into connected components, and its spectrum is that of all of them: far cheaper than one large matrix.
    pub(crate) fn spectrum(&self) -> Vec<f64> {
        let mut degrees = vec![0.0; self.nodes];
        for (one, other, weight) in &self.edges {
            degrees[*one] += weight;
            if one != other {
                degrees[*other] += weight;
            }
        }
        let mut spectrum = Vec::with_capacity(self.nodes);
        for (size, edges) in self.components() {
            spectrum.extend(eigenvalues::of(laplacian(size, &edges, &degrees)));
        }
        spectrum.sort_by(f64::total_cmp);
        spectrum
    }

    /// How many nodes each component has, and its edges, with the places of their ends in it and in the whole graph.
    fn components(&self) -> Vec<(usize, Vec<Edge>)> {
        let mut parents: Vec<usize> = (0..self.nodes).collect();
        for (one, other, _) in &self.edges {
            let (one, other) = (root(&mut parents, *one), root(&mut parents, *other));
            parents[one.max(other)] = one.min(other);
        }
        let mut components: Vec<(usize, Vec<Edge>)> = Vec::new();
        let (mut numbers, mut places) = (BTreeMap::new(), Vec::with_capacity(self.nodes));
        for node in 0..self.nodes {
            let number = *numbers.entry(root(&mut parents, node)).or_insert(components.len());
            if number == components.len() {
                components.push((0, Vec::new()));
            }
            places.push((number, components[number].0));
            components[number].0 += 1;
        }
        for (one, other, weight) in &self.edges {
            let (number, place) = places[*one];
            components[number].1.push(Edge {
                ends: [(*one, place), (*other, places[*other].1)],
                weight: *weight,
            });
        }
        components
    }
}

/// An edge of a component: each end as its place in the whole graph and in the component.
struct Edge {
    ends: [(usize, usize); 2],
    weight: f64,
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

/// `I − D^-½ A D^-½`, the rows of its lower triangle. A node without an edge has the row 0.
fn laplacian(size: usize, edges: &[Edge], degrees: &[f64]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = (0..size).map(|row| vec![0.0; row + 1]).collect();
    for Edge { ends, weight } in edges {
        for (whole, place) in ends {
            // Whoever has an edge has a degree.
            if degrees[*whole] > 0.0 {
                rows[*place][*place] = 1.0;
            }
        }
        let [(one, row), (other, column)] = *ends;
        if row != column {
            rows[row.max(column)][row.min(column)] = -weight / (degrees[one] * degrees[other]).sqrt();
        }
    }
    for Edge { ends, weight } in edges {
        let [(one, row), (_, column)] = *ends;
        if row == column {
            rows[row][row] -= weight / degrees[one];
        }
    }
    rows
}
