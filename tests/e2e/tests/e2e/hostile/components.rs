//! Makes the components: the module of `tests/hostile` with one manifest each, and files that are no plugin at all.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use wasm_encoder::{
    BlockType, CodeSection, ComponentImportSection, ComponentSection as _, ComponentTypeRef, ComponentTypeSection,
    ExportKind, ExportSection, Function, FunctionSection, InstanceType, Module, ModuleSection, TypeSection, ValType,
};

/// Properties that the manifest declares where nothing else is said.
const READS: &str = "[\"id\", \"location\"]";

/// What a guest's manifest says.
pub(crate) struct Manifest<'a> {
    /// Id of the plugin, and name of what it provides unless `name` says otherwise.
    pub id: &'a str,
    /// The name that chooses what goes wrong.
    pub name: &'a str,
    /// `metric`, `formatter` or `analyzer`.
    pub kind: &'a str,
    /// A TOML list of paths.
    pub reads: &'a str,
    /// How long a call may take.
    pub timeout: &'a str,
    /// How much memory an instance may hold.
    pub memory: &'a str,
}

impl<'a> Manifest<'a> {
    /// A metric with small limits, so that the tests are quick.
    pub(super) fn metric(name: &'a str) -> Self {
        Manifest {
            id: name,
            name,
            kind: "metric",
            reads: READS,
            timeout: "500ms",
            memory: "32MiB",
        }
    }

    /// A formatter likewise.
    pub(super) fn formatter(name: &'a str) -> Self {
        Manifest {
            kind: "formatter",
            ..Manifest::metric(name)
        }
    }

    /// An analyzer that may take longer than any test.
    pub(crate) fn analyzer(name: &'a str) -> Self {
        Manifest {
            kind: "analyzer",
            reads: "[]",
            timeout: "10m",
            ..Manifest::metric(name)
        }
    }

    pub(super) fn toml(&self) -> String {
        let Manifest {
            id,
            name,
            kind,
            reads,
            timeout,
            memory,
        } = self;
        let about = match *kind {
            "formatter" => "media-type = \"text/plain\"\nextension = \"txt\"\nbinary = false",
            "analyzer" => "phases = [\"validate\"]",
            _ => "unit = \"percent\"\ndirection = \"higher\"\nweight = 0.0",
        };
        format!(
            "[plugin]\nid = \"{id}\"\nversion = \"0.1.0\"\ntitle = \"Hostile {name}\"\n\
             description = \"misbehaves\"\nlicense = \"MIT OR Apache-2.0\"\ncontract = \"0.1\"\n\n\
             [[provides]]\nkind = \"{kind}\"\nname = \"{name}\"\ntitle = \"Hostile {name}\"\n{about}\n\n\
             [reads]\nproperties = {reads}\n\n[limits]\nmemory = \"{memory}\"\ntimeout = \"{timeout}\"\n"
        )
    }
}

/// Writes the component of a guest into a folder.
pub(crate) fn write(folder: &Path, manifest: &Manifest<'_>) -> PathBuf {
    let component = component(&manifest.toml());
    file(folder, manifest.id, &component)
}

/// Writes a file `NAME.wasm`.
pub(super) fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(format!("{name}.wasm"));
    std::fs::write(&path, bytes).expect("a component");
    path
}

/// The hostile module as a component with this manifest: the road that `atg plugin build` takes.
pub(super) fn component(manifest: &str) -> Vec<u8> {
    atg_component::componentize(module(), manifest).expect("a component")
}

/// The core module, built once a run of the tests.
pub(super) fn module() -> &'static [u8] {
    static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
    MODULE.get_or_init(build)
}

fn build() -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace");
    // A target folder of its own: the outer cargo may hold the lock of the other one.
    let target = root.join("target/guests");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--package",
            "atg-hostile",
            "--lib",
            "--profile",
            "plugin",
        ])
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .current_dir(&root)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the hostile guests do not build");
    std::fs::read(target.join("wasm32-unknown-unknown/plugin/atg_hostile.wasm")).expect("the module")
}

/// The same component for an interface version that does not exist yet.
pub(super) fn of_another_version(manifest: &str) -> Vec<u8> {
    let mut bytes = component(manifest);
    let (ours, theirs) = (b"@0.1.0", b"@0.9.0");
    let mut changed = 0;
    for at in 0..bytes.len().saturating_sub(ours.len()) {
        // Only names of the contract: manifests and producers have versions, too, and those are longer or shorter.
        if bytes[at..].starts_with(ours) {
            bytes[at..at + ours.len()].copy_from_slice(theirs);
            changed += 1;
        }
    }
    assert!(changed > 0, "the component names no version");
    bytes
}

/// A component that wants an interface which is in nobody's contract, beside those that it really uses.
pub(super) fn that_wants_files(manifest: &str) -> Vec<u8> {
    let mut bytes = component(manifest);
    let types = wasmparser::Validator::new()
        .validate_all(&bytes)
        .expect("a valid component");
    let next_type = types.as_ref().component_type_count();
    // Sections may follow one another in any order, so what is added last disturbs no number.
    let mut interface = ComponentTypeSection::new();
    interface.instance(&InstanceType::new());
    interface.append_to_component(&mut bytes);
    let mut imports = ComponentImportSection::new();
    imports.import("wasi:filesystem/preopens@0.2.3", ComponentTypeRef::Instance(next_type));
    imports.append_to_component(&mut bytes);
    wasmparser::Validator::new()
        .validate_all(&bytes)
        .expect("still a valid component");
    bytes
}

/// A component that also holds a module which takes a compiler very long: one function, as large as a function may be,
/// whose many variables all stay alive.
pub(super) fn that_compiles_slowly(manifest: &str) -> Vec<u8> {
    const VARIABLES: u32 = 2_000;
    /// Just below the 7,654,321 bytes that engines allow (<https://webassembly.github.io/spec/js-api/#limits>).
    const SIZE: usize = 7_600_000;
    let mut bytes = component(manifest);
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([ValType::I64], [ValType::I64]);
    module.section(&types);
    let mut functions = FunctionSection::new();
    functions.function(0);
    module.section(&functions);
    let mut exports = ExportSection::new();
    exports.export("slow", ExportKind::Func, 0);
    module.section(&exports);
    let mut function = Function::new([(VARIABLES, ValType::I64)]);
    // A fixed row of pseudo-random numbers (Knuth, TAOCP 3.3.4): the same component each time.
    let mut state = 1_u64;
    let mut any = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % VARIABLES
    };
    while function.byte_len() < SIZE {
        let (one, other, into) = (any(), any(), any());
        let mut code = function.instructions();
        code.local_get(one)
            .local_get(other)
            .i64_mul()
            .local_get(into)
            .i64_xor()
            .local_set(into);
        code.local_get(one)
            .i64_eqz()
            .if_(BlockType::Empty)
            .local_get(other)
            .local_set(one)
            .end();
    }
    function.instructions().local_get(0).end();
    let mut code = CodeSection::new();
    code.function(&function);
    module.section(&code);
    ModuleSection(&module).append_to_component(&mut bytes);
    bytes
}
