//! Analyzers.

use std::sync::Arc;
use std::thread;

use atg_core::diagnosis::{Analysis, CaseFile};
use wasmtime::component::Resource;

use crate::call::{self, call};
use crate::capabilities::evidence::Case;
use crate::failure::{Kind, failure};
use crate::load::Plugin;
use crate::runtime::Runtime;

/// Lets an analyzer look at a case. It is shown what passes the filter of its manifest.
pub fn analyze(runtime: &Runtime, plugin: &Plugin, name: &str, evidence: &Arc<CaseFile>) -> Analysis {
    let provided = plugin.manifest().analyzers().find(|analyzer| analyzer.name == name);
    let (Some(provided), Some(indices)) = (provided, plugin.analyzer()) else {
        let message = format!("its manifest provides no analyzer `{name}`");
        let failure = failure(plugin.id(), Kind::Contract, &message);
        return Analysis {
            diagnoses: Vec::new(),
            failure: Some(failure),
        };
    };
    let case = Case {
        file: Arc::clone(evidence),
        filter: provided.clone(),
    };
    let work = || {
        call(
            runtime,
            plugin,
            &Arc::default(),
            |state| state.case = Some(case),
            |store, instance| {
                let guest = indices.load(&mut *store, instance)?;
                guest.call_analyze(store, name, Resource::new_own(0), Resource::new_own(0))
            },
        )
    };
    thread::scope(|scope| match call::on_own_stack(scope, work) {
        Ok(worker) => {
            let (state, failure) = call::join(worker);
            Analysis {
                diagnoses: state.diagnoses.kept,
                failure,
            }
        }
        Err(error) => {
            let message = format!("the system gave no thread to run it on: {error}");
            Analysis {
                diagnoses: Vec::new(),
                failure: Some(failure(plugin.id(), Kind::Denied, &message)),
            }
        }
    })
}
