//! Modules as the SDK's `export!` describes them, made by hand: of one role and of several.

use atg_sdk::bindings::{ANALYZER_PLUGIN, FORMATTER_PLUGIN, METRIC_PLUGIN};
use wasm_encoder::{
    CodeSection, CustomSection, ExportKind, ExportSection, Function, FunctionSection, MemorySection, MemoryType,
    Module, TypeSection, ValType,
};

/// The name of a role's description, the description, and its export with the number of its parameters.
type Role = (&'static str, &'static [u8], &'static str, usize);

const METRIC: Role = (
    "component-type:atg:plugin:metric",
    &METRIC_PLUGIN,
    "atg:plugin/metric@0.1.0#measure",
    5,
);
const FORMATTER: Role = (
    "component-type:atg:plugin:formatter",
    &FORMATTER_PLUGIN,
    "atg:plugin/formatter@0.1.0#render",
    4,
);
const ANALYZER: Role = (
    "component-type:atg:plugin:analyzer",
    &ANALYZER_PLUGIN,
    "atg:plugin/analyzer@0.1.0#analyze",
    4,
);

/// A module that traps in each of its exports.
fn module(roles: &[Role]) -> Vec<u8> {
    let (mut types, mut functions, mut code) = (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    let mut exports = ExportSection::new();
    let all = roles
        .iter()
        .map(|(.., export, parameters)| (*export, *parameters))
        .chain([("cabi_realloc", 4)]);
    for (number, (export, parameters)) in (0..).zip(all) {
        types.ty().function(vec![ValType::I32; parameters], [ValType::I32]);
        functions.function(number);
        exports.export(export, ExportKind::Func, number);
        let mut function = Function::new([]);
        function.instructions().unreachable().end();
        code.function(&function);
    }
    exports.export("memory", ExportKind::Memory, 0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut module = Module::new();
    module
        .section(&types)
        .section(&functions)
        .section(&memories)
        .section(&exports)
        .section(&code);
    for (name, description, ..) in roles {
        module.section(&CustomSection {
            name: (*name).into(),
            data: (*description).into(),
        });
    }
    module.finish()
}

/// The interfaces that a component exports.
fn exported(component: &[u8]) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(component) {
        match payload.unwrap() {
            wasmparser::Payload::ModuleSection { .. } | wasmparser::Payload::ComponentSection { .. } => depth += 1,
            wasmparser::Payload::End(_) => depth -= 1,
            wasmparser::Payload::ComponentExportSection(exports) if depth == 0 => {
                names.extend(exports.into_iter().map(|export| export.unwrap().name.name.to_owned()));
            }
            _ => {}
        }
    }
    names.sort();
    names
}

#[test]
fn each_role_alone_becomes_a_component() {
    for (role, wanted) in [(METRIC, "metric"), (FORMATTER, "formatter"), (ANALYZER, "analyzer")] {
        let component = atg_component::componentize(&module(&[role]), "a manifest").unwrap();
        assert_eq!(exported(&component), [format!("atg:plugin/{wanted}@0.1.0")]);
        assert_eq!(atg_component::manifest_of(&component).unwrap(), "a manifest");
    }
}

#[test]
fn the_roles_of_one_module_become_the_exports_of_one_component() {
    let component = atg_component::componentize(&module(&[FORMATTER, METRIC, ANALYZER]), "").unwrap();
    let wanted = ["analyzer", "formatter", "metric"].map(|role| format!("atg:plugin/{role}@0.1.0"));
    assert_eq!(exported(&component), wanted);
}

#[test]
fn a_role_that_is_described_and_not_exported_is_refused() {
    let mut broken = METRIC;
    broken.2 = "something-else";
    assert!(atg_component::componentize(&module(&[broken]), "").is_err());
}
