//! How fast tables are encoded: `cargo run --release -p atg-core --example encode [RESOURCES [TIMES]]`.

use atg_core::align::{AlignOptions, Status, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, document};
use atg_core::snapshot::ValueOptions;
use atg_core::table::{BatchEncoder, Table, USUAL_BATCH_BYTES};
use atg_core::view::{self, PropertyColumns, Selection};
use atg_tenants::{Format, Side as Of, Tenants};
use std::sync::Arc;
use std::time::Instant;

#[allow(clippy::print_stdout)]
fn timed<T>(what: &str, rows: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let made = work();
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let rate = rows as f64 / seconds / 1e6;
    println!("{what:<44} {:>9.1} ms {rate:>8.1} M rows/s", seconds * 1e3);
    made
}

fn drain(table: &dyn Table, columns: &[usize]) -> u64 {
    let mut encoder = BatchEncoder::new(columns.len());
    let (mut at, mut bytes) = (0, 0);
    while at < table.rows() {
        at = table
            .batch(columns, at, USUAL_BATCH_BYTES, &mut encoder)
            .expect("a batch");
        let batch = encoder.finish();
        bytes += (batch.cells.len() + batch.heap.len()) as u64;
    }
    bytes
}

fn main() {
    let resources = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(300_000);
    let repeat = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(3);
    let tenants = Tenants::bench(resources);
    let (mapping, filter, drift) = (Mapping::default(), Filter::default(), AcceptedDrift::default());
    let [source, target] = [(Of::Source, Side::Source), (Of::Target, Side::Target)].map(|(of, side)| {
        let mut bytes = Vec::new();
        tenants.write(of, Format::Document, &mut bytes).expect("an estate");
        let options = ReadOptions {
            side,
            mapping: &mapping,
            filter: &filter,
            threads: 2,
            progress: &NoProgress,
        };
        let read = || document::read(Arc::new(bytes), "estate.json", options).expect("a snapshot");
        Arc::new(timed("read", resources, read))
    });
    let options = AlignOptions {
        mapping: &mapping,
        drift: &drift,
        compare_properties: true,
        threads: 2,
        progress: &NoProgress,
    };
    let aligned = timed("align", resources, || {
        align(source, target, &options).expect("a comparison")
    });
    let comparison = Arc::new(aligned);
    let paths: Vec<String> = ["location", "sku.name", "tags.owner"].map(str::to_owned).to_vec();
    let values = [&comparison.source, &comparison.target].map(|side| {
        let options = ValueOptions {
            redact: true,
            threads: 2,
            progress: &NoProgress,
        };
        let load = || PropertyColumns::load(side, &paths, options).expect("columns");
        Arc::new(timed("load three paths", u64::from(side.len()), load))
    });
    let [source, target] = values;
    let pairs = view::pairs(comparison.clone(), source, target, &paths, Selection::all());
    for _ in 0..repeat {
        timed("pairs: nine columns by number", pairs.rows(), || {
            drain(&pairs, &[0, 2, 4, 7, 8, 9, 10, 11, 12])
        });
    }
    for (at, path) in paths.iter().enumerate() {
        let columns = [7 + 2 * at, 8 + 2 * at];
        timed(&format!("pairs: {path}"), pairs.rows(), || drain(&pairs, &columns));
    }
    timed("pairs: status, type", pairs.rows(), || drain(&pairs, &[0, 2]));
    timed("pairs: status, source-id", pairs.rows(), || drain(&pairs, &[0, 5]));
    let edges = view::edge_pairs(comparison.clone(), Selection::all());
    timed("edge pairs: status, kind", edges.rows(), || drain(&edges, &[0, 1]));
    timed("type edges", comparison.source.edges().len(), || {
        view::type_edges(&comparison.source)
    });
    let missing = timed("missing: sorted", resources, || {
        view::resources(comparison.clone(), Status::Missing)
    });
    timed("missing: written", missing.rows(), || drain(&missing, &[0, 1, 2, 3]));
    let differences = view::differences(comparison.clone(), Selection::all(), Arc::new(|_| true), true);
    timed("differences: type, path, kind", differences.rows(), || {
        drain(&differences, &[0, 1, 2])
    });
    timed("differences: everything", differences.rows(), || {
        drain(&differences, &[0, 1, 2, 3, 4, 5, 6])
    });
}
