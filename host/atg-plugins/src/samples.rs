//! Components for tests: no code, only names and a manifest.

use wasm_encoder::{
    Component, ComponentExportKind, ComponentExportSection, ComponentImportSection, ComponentTypeRef,
    ComponentTypeSection, CustomSection, InstanceType,
};

/// A component that imports and exports instances of these names and carries this manifest.
pub(crate) fn component(manifest: Option<&str>, imports: &[&str], exports: &[&str]) -> Vec<u8> {
    let mut component = Component::new();
    let mut types = ComponentTypeSection::new();
    types.instance(&InstanceType::new());
    component.section(&types);
    let mut section = ComponentImportSection::new();
    // What is exported must come from somewhere: an import that toolchains never make.
    section.import("atg:plugin/types@0.1.0", ComponentTypeRef::Instance(0));
    for import in imports {
        section.import(*import, ComponentTypeRef::Instance(0));
    }
    component.section(&section);
    let mut section = ComponentExportSection::new();
    for export in exports {
        section.export(*export, ComponentExportKind::Instance, 0, None);
    }
    component.section(&section);
    if let Some(manifest) = manifest {
        component.section(&CustomSection {
            name: atg_component::MANIFEST_SECTION.into(),
            data: manifest.as_bytes().into(),
        });
    }
    component.finish()
}

/// The manifest of a plugin that provides one metric.
pub(crate) fn manifest(id: &str, version: &str, metric: &str) -> String {
    format!(
        "[plugin]\nid = \"{id}\"\nversion = \"{version}\"\ntitle = \"A sample\"\ncontract = \"0.1\"\n\n\
         [[provides]]\nkind = \"metric\"\nname = \"{metric}\"\ntitle = \"Sample\"\n"
    )
}

/// A plugin that this atg would load, as far as can be told from outside.
pub(crate) fn metric(id: &str, version: &str, metric: &str) -> Vec<u8> {
    component(
        Some(&manifest(id, version, metric)),
        &["atg:plugin/graph@0.1.0"],
        &["atg:plugin/metric@0.1.0"],
    )
}
