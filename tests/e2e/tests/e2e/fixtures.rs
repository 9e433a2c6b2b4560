//! Estates written into a sandbox.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use atg_e2e::Sandbox;
use atg_tenants::{CANARY, Edge, Format, Side, Tenants};

/// Writes both sides as atg's own documents: `source.json` and `target.json`.
pub(crate) fn documents(sandbox: &Sandbox, tenants: &Tenants) {
    write(sandbox, tenants, Format::Document, "source.json", "target.json");
}

/// Writes both sides as rows of Resource Graph: `source.jsonl` and `target.jsonl`.
pub(crate) fn rows(sandbox: &Sandbox, tenants: &Tenants) {
    write(sandbox, tenants, Format::ResourceGraph, "source.jsonl", "target.jsonl");
}

/// Writes both sides in a format, under these names.
pub(crate) fn write(sandbox: &Sandbox, tenants: &Tenants, format: Format, source: &str, target: &str) {
    for (side, name) in [(Side::Source, source), (Side::Target, target)] {
        into(&sandbox.path().join(name), |out| {
            tenants.write(side, format, out).map(|_| ())
        });
    }
}

/// Writes both sides of an odd estate as documents: `source.json` and `target.json`.
pub(crate) fn edge(sandbox: &Sandbox, edge: Edge) {
    sandbox.write("source.json", edge.document(Side::Source));
    sandbox.write("target.json", edge.document(Side::Target));
}

fn into(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("a folder");
    }
    let mut out = BufWriter::new(File::create(path).expect("a file"));
    write(&mut out).expect("an estate");
    out.flush().expect("an estate");
}

/// Writes the example as documents, with the canary in a tag `note` of every resource; both sides differ in it.
pub(crate) fn documents_with_canary(sandbox: &Sandbox) {
    documents(sandbox, &Tenants::example());
    for side in ["source", "target"] {
        let name = format!("{side}.json");
        let text = sandbox.read(&name);
        let changed = text.replace("\"tags\":{", &format!("\"tags\":{{\"note\":\"{CANARY}-{side}\","));
        assert!(changed.len() > text.len() + 500 * CANARY.len(), "no tags in {name}");
        sandbox.write(&name, changed);
    }
}

/// `atg fidelity` on both documents, as JSON, with further arguments.
pub(crate) fn fidelity(sandbox: &Sandbox, more: &[&str]) -> atg_e2e::Run {
    let mut words = vec![
        "fidelity",
        "--source",
        "file:source.json",
        "--target",
        "file:target.json",
        "--format",
        "json",
    ];
    words.extend(more);
    sandbox.atg(&words)
}
