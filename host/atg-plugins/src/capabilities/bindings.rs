//! What the contract is in Rust, made by the macro from `wit/`.
#![allow(missing_docs, reason = "the comments stand in wit/")]

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "plugin",
    imports: { default: trappable },
    trappable_error_type: { "atg:plugin/types.plugin-error" => crate::capabilities::Refusal },
    with: {
        "atg:plugin/tables.cursor": crate::capabilities::tables::OpenCursor,
        "atg:plugin/graph.selector": crate::capabilities::graph::Selected,
        "atg:plugin/graph.snapshot": crate::capabilities::graph::SharedSnapshot,
        "atg:plugin/graph.comparison": crate::capabilities::graph::SharedComparison,
        "atg:plugin/findings.findings": crate::capabilities::findings::FindingsHandle,
        "atg:plugin/scores.scorecard": crate::capabilities::scores::ScorecardHandle,
        "atg:plugin/reports.report": crate::capabilities::reports::SharedReport,
        "atg:plugin/documents.document": crate::capabilities::documents::DocumentHandle,
        "atg:plugin/evidence.case-file": crate::capabilities::evidence::SharedCaseFile,
        "atg:plugin/diagnoses.diagnoses": crate::capabilities::diagnoses::DiagnosesHandle,
    },
});
