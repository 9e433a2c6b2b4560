//! Files that are plugins, and files that are not.

use super::*;
use crate::catalog::Catalog;
use crate::samples::{component, manifest, metric};

#[track_caller]
fn refused(bytes: &[u8], says: &str) -> PluginError {
    let error = examine("x.wasm", bytes).unwrap_err();
    assert!(error.to_string().contains(says), "{error}");
    let points = check("x.wasm", bytes, &Catalog::default());
    assert!(
        points.iter().any(|point| point.verdict == Verdict::NotOk),
        "{points:#?}"
    );
    error
}

#[test]
fn what_is_no_component_is_told_apart() {
    refused(b"this is no WebAssembly", "`x.wasm` is not WebAssembly");
    refused(b"", "is not WebAssembly");
    refused(b"\0asm\x01\0\0\0", "is a core module, not a component");
    refused(b"\0as", "is not a valid component");
    refused(b"\0asm\x0d\0\x01\0", "has no manifest");
    refused(b"\0asm\x0e\0\x01\0", "is not a valid component");
    let whole = metric("a", "0.1.0", "a");
    assert!(examine("x.wasm", &whole).is_ok());
    for end in 8..whole.len() {
        // Sections end somewhere: what is left may lack a manifest or an export, but never pass.
        assert!(examine("x.wasm", &whole[..end]).is_err(), "cut after {end} bytes");
    }
}

#[test]
fn other_versions_and_unknown_interfaces_are_named() {
    let text = manifest("a", "0.1.0", "a");
    let with = |imports: &[&str], exports: &[&str]| component(Some(&text), imports, exports);
    refused(
        &with(&["atg:plugin/graph@0.9.0"], &["atg:plugin/metric@0.1.0"]),
        "0.9.0",
    );
    let error = refused(
        &with(&["atg:plugin/graph@0.1.0"], &["atg:plugin/metric@0.9.0"]),
        "0.9.0",
    );
    assert!(error.to_string().contains("0.1.0"), "{error}");
    refused(
        &with(&["wasi:filesystem/preopens@0.2.3"], &["atg:plugin/metric@0.1.0"]),
        "wasi:filesystem/preopens@0.2.3",
    );
    refused(&with(&[], &["atg:plugin/formatter@0.1.0"]), "provides a metric");
    assert!(
        examine(
            "x.wasm",
            &with(&["wasi:io/streams@0.2.3"], &["exports", "atg:plugin/metric@0.1.0"])
        )
        .is_ok()
    );
    refused(&component(None, &[], &["atg:plugin/metric@0.1.0"]), "no manifest");
    refused(
        &component(Some("[plugin]\nid = \"Not An Id\"\n"), &[], &[]),
        "bad manifest",
    );
    let newer = text.replace("contract = \"0.1\"", "contract = \"0.2\"");
    refused(&component(Some(&newer), &[], &["atg:plugin/metric@0.1.0"]), "0.2");
}

#[test]
fn every_point_is_said() {
    let points = check("x.wasm", &metric("a", "0.1.0", "a"), &Catalog::default());
    let words: Vec<_> = points.iter().map(|point| (point.what, point.verdict)).collect();
    let ok = |what| (what, Verdict::Ok);
    assert_eq!(
        words,
        [
            ok("size"),
            ok("component"),
            ok("valid"),
            ok("import"),
            ok("import"),
            ok("manifest"),
            ok("export"),
            ok("contract"),
            ok("names"),
        ]
    );
    let text = manifest("a", "0.1.0", "a");
    let idle = component(
        Some(&text),
        &[],
        &["atg:plugin/metric@0.1.0", "atg:plugin/formatter@0.1.0"],
    );
    let points = check("x.wasm", &idle, &Catalog::default());
    let note = points.iter().find(|point| point.verdict == Verdict::Note).unwrap();
    assert!(note.detail.contains("provides no formatter"), "{note:?}");
}

#[test]
fn folders_and_files_that_are_not_there_are_no_components() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(read_file(folder.path()), Err(PluginError::Read { .. })));
    assert!(matches!(
        read_file(&folder.path().join("no.wasm")),
        Err(PluginError::Read { .. })
    ));
    let large = folder.path().join("large.wasm");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(MAX_COMPONENT + 1)
        .unwrap();
    assert!(matches!(read_file(&large), Err(PluginError::TooLarge { .. })));
}
