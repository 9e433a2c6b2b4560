//! Estates, aligned; tables, read whole.

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::table::{ABSENT, BatchEncoder, REDACTED, Table, UNKNOWN};
use atg_tenants::{Edge, Format, Side as Of, Tenants};
use std::sync::Arc;

pub(crate) fn aligned(source: &[u8], target: &[u8]) -> Arc<Comparison> {
    let (mapping, filter, drift) = (Mapping::default(), Filter::default(), AcceptedDrift::default());
    let read = |bytes: &[u8], side, name: &str| {
        let options = ReadOptions {
            side,
            mapping: &mapping,
            filter: &filter,
            threads: 2,
            progress: &NoProgress,
        };
        Arc::new(document::read(Arc::new(bytes.to_vec()), name, options).unwrap())
    };
    let options = AlignOptions {
        mapping: &mapping,
        drift: &drift,
        compare_properties: true,
        threads: 2,
        progress: &NoProgress,
    };
    let source = read(source, Side::Source, "file:source.json");
    let target = read(target, Side::Target, "file:target.json");
    Arc::new(align(source, target, &options).unwrap())
}

pub(crate) fn tenants(tenants: &Tenants) -> Arc<Comparison> {
    let [source, target] = [Of::Source, Of::Target].map(|side| {
        let mut bytes = Vec::new();
        tenants.write(side, Format::Document, &mut bytes).unwrap();
        bytes
    });
    aligned(&source, &target)
}

pub(crate) fn edge(edge: Edge) -> Arc<Comparison> {
    let [source, target] = [Of::Source, Of::Target].map(|side| edge.document(side));
    aligned(source.as_bytes(), target.as_bytes())
}

/// All rows of some columns, with marks as `(absent)`, `(redacted)`, `(unknown)`.
pub(crate) fn rows(table: &dyn Table, columns: &[&str], max_bytes: usize) -> Vec<Vec<String>> {
    let names = table.columns();
    let place = |name: &&str| names.iter().position(|other| other == name).unwrap();
    let places: Vec<usize> = columns.iter().map(place).collect();
    let mut encoder = BatchEncoder::new(places.len());
    let (mut at, mut rows) = (0, Vec::new());
    while at < table.rows() {
        let next = table.batch(&places, at, max_bytes, &mut encoder).unwrap();
        assert!(next > at);
        at = next;
        let batch = encoder.finish();
        assert_eq!(batch.cells.len(), 4 * batch.rows as usize * places.len());
        for row in 0..batch.rows {
            let cell = |column| match batch.cell(row, column) {
                ABSENT => "(absent)".to_owned(),
                REDACTED => "(redacted)".to_owned(),
                UNKNOWN => "(unknown)".to_owned(),
                _ => batch.text(row, column).unwrap().to_owned(),
            };
            rows.push((0..places.len()).map(cell).collect());
        }
    }
    rows
}

/// The same with all columns.
pub(crate) fn all(table: &dyn Table) -> Vec<Vec<String>> {
    let names = table.columns();
    rows(table, &names.iter().map(String::as_str).collect::<Vec<_>>(), 512 << 10)
}
