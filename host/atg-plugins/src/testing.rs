//! What the tests of this crate share: guests written as text, and a runtime that needs no compiler process.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use atg_core::align::{AlignOptions, Comparison, align};
use atg_core::drift::AcceptedDrift;
use atg_core::filter::Filter;
use atg_core::identity::Side;
use atg_core::mapping::Mapping;
use atg_core::readers::{NoProgress, ReadOptions, resource_graph};

use crate::catalog::{Component, Origin, PluginEntry, digest};
use crate::manifest::Manifest;
use crate::{Compiler, Plugin, PluginError, Runtime, RuntimeOptions, engine};

/// A component from its text.
pub(crate) fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A component of a core module that imports and exports what a world with these items names.
pub(crate) fn guest(items: &str, module: &str) -> Vec<u8> {
    guest_beside(&[], items, module)
}

/// The same of a world that also knows these packages.
fn guest_beside(packages: &[&str], items: &str, module: &str) -> Vec<u8> {
    let mut resolve = wit_parser::Resolve::default();
    resolve
        .push_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit"))
        .unwrap();
    for text in packages {
        resolve.push_str("beside.wit", text).unwrap();
    }
    let package = resolve
        .push_str("test.wit", &format!("package test:test; world test {{ {items} }}"))
        .unwrap();
    let world = resolve.select_world(&[package], Some("test")).unwrap();
    let mut module = component(module);
    wit_component::embed_component_metadata(&mut module, &resolve, world, wit_component::StringEncoding::UTF8).unwrap();
    let encoder = wit_component::ComponentEncoder::default().module(&module).unwrap();
    encoder
        .validate(true)
        .encode()
        .unwrap_or_else(|error| panic!("{error:?}"))
}

/// A metric whose body is this text. It has `$name $length $comparison $score $findings`, calls what `metric_module` imports,
/// and leaves nothing on the stack.
pub(crate) fn metric(body: &str) -> Vec<u8> {
    guest("include atg:plugin/metric-plugin@0.1.0;", &metric_module("", body))
}

/// A metric of a toolchain that imports WASI whether its author wants it or not; its body may call `$random` and `$stdout`.
pub(crate) fn metric_with_wasi(body: &str) -> Vec<u8> {
    let packages = [
        "package wasi:random@0.2.3; interface random { get-random-u64: func() -> u64; }",
        "package wasi:cli@0.2.3; interface stdout { resource output; get-stdout: func() -> output; }",
    ];
    let imports = r#"
          (import "wasi:random/random@0.2.3" "get-random-u64" (func $random (result i64)))
          (import "wasi:cli/stdout@0.2.3" "get-stdout" (func $stdout (result i32)))"#;
    let items =
        "import wasi:random/random@0.2.3; import wasi:cli/stdout@0.2.3; include atg:plugin/metric-plugin@0.1.0;";
    guest_beside(&packages, items, &metric_module(imports, body))
}

fn metric_module(imports: &str, body: &str) -> String {
    format!(
        r#"(module {imports}
          (import "atg:plugin/scores@0.1.0" "[method]scorecard.ratio" (func $ratio (param i32 i32 i32)))
          (import "atg:plugin/scores@0.1.0" "[method]scorecard.value" (func $value (param i32 f64)))
          (import "atg:plugin/findings@0.1.0" "[method]findings.emit" (func $emit (param i32 i32 i32 i32)))
          (import "atg:plugin/log@0.1.0" "panic" (func $panic (param i32 i32 i32 i32)))
          (import "atg:plugin/log@0.1.0" "write" (func $log (param i32 i32 i32)))
          (memory (export "memory") 1)
          ;; 64: a text of 12 bytes, 80: one of 6; 128: a finding of these two; 256: the error with these two.
          (data (i32.const 64) "lost my head")
          (data (i32.const 80) "a.rs:7")
          (data (i32.const 128) "\50\00\00\00\06\00\00\00\01\00\00\00\40\00\00\00\0c\00\00\00")
          (data (i32.const 256) "\01\00\00\00\50\00\00\00\06\00\00\00\40\00\00\00\0c\00\00\00\01\00\00\00\50\00\00\00\06\00\00\00")
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
          (func $deeper (param i32) (result i32) (i32.add (i32.const 1) (call $deeper (i32.add (i32.const 1) (local.get 0)))))
          (func $an_instruction_that_traps unreachable)
          (func (export "atg:plugin/metric@0.1.0#measure")
            (param $name i32) (param $length i32) (param $comparison i32) (param $score i32) (param $findings i32) (result i32)
            {body}
            i32.const 1024))"#
    )
}

/// A manifest that provides these metrics, with further lines.
pub(crate) fn metric_manifest(id: &str, names: &[&str], more: &str) -> String {
    let mut text = format!("[plugin]\nid = \"{id}\"\nversion = \"0.1.0\"\ntitle = \"A test\"\ncontract = \"0.1\"\n");
    for name in names {
        text.push_str(&format!(
            "\n[[provides]]\nkind = \"metric\"\nname = \"{name}\"\ntitle = \"Test\"\n"
        ));
    }
    text + "\n" + more
}

/// An entry of the catalog for a component, as if it had been named on the command line.
pub(crate) fn entry(manifest: &str, component: &[u8]) -> PluginEntry {
    PluginEntry {
        manifest: Arc::new(Manifest::parse(manifest).unwrap()),
        origin: Origin::Path(PathBuf::from("test.wasm")),
        sha256: digest(component),
        component: Component::Memory(component.into()),
    }
}

/// A runtime whose cache is in a folder of its own.
pub(crate) struct Bench {
    pub(crate) runtime: Runtime,
    /// Lives as long as the runtime needs it.
    _folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let options = RuntimeOptions {
            cache: Some(folder.path().to_path_buf()),
            // Nothing is compiled in a process here; whoever tries fails.
            compiler: Compiler::new(folder.path().join("no-compiler"), [] as [OsString; 0]),
            timeout: None,
            memory: None,
            grants: BTreeMap::new(),
            settings: BTreeMap::new(),
            as_of: "2026-01-01T00:00:00Z".to_owned(),
            threads: 2,
        };
        Bench {
            runtime: Runtime::new(options).unwrap(),
            _folder: folder,
        }
    }

    /// Loads a component that was compiled in this process.
    pub(crate) fn load(&self, entry: &PluginEntry) -> Result<Plugin, PluginError> {
        let code = engine::compiler()
            .unwrap()
            .precompile_component(&entry.bytes()?)
            .unwrap();
        self.runtime.foundation()?.cache.store(&entry.sha256, &code);
        self.runtime.load(entry)
    }
}

/// One resource in either estate.
pub(crate) fn comparison() -> Arc<Comparison> {
    let mapping = Mapping::default();
    let filter = Filter::default();
    let read = |side| {
        let row = br#"{"id":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/a/providers/Microsoft.Compute/disks/b","type":"Microsoft.Compute/disks","name":"b","location":"westeurope"}"#;
        let options = ReadOptions {
            side,
            mapping: &mapping,
            filter: &filter,
            threads: 1,
            progress: &NoProgress,
        };
        Arc::new(resource_graph::read(Arc::new(row.to_vec()), "rows.jsonl", options).unwrap())
    };
    let options = AlignOptions {
        mapping: &mapping,
        drift: &AcceptedDrift::default(),
        compare_properties: true,
        threads: 1,
        progress: &NoProgress,
    };
    Arc::new(align(read(Side::Source), read(Side::Target), &options).unwrap())
}
