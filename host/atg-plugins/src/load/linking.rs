//! Which interfaces a component is given. What it was not granted is there too, because some toolchains import a whole world,
//! but every call of it ends the guest with `denied`.

use std::sync::{Arc, Mutex, PoisonError};

use wasmtime::Engine;
use wasmtime::component::types::{ComponentFunc, ComponentItem, Type};
use wasmtime::component::{Component, Linker, LinkerInstance, ResourceType, Val};

use crate::capabilities::bindings::atg::plugin::{
    diagnoses, documents, evidence, findings, graph, log, reports, run, scores, tables, types,
};
use crate::capabilities::diagnoses::Diagnoses;
use crate::capabilities::evidence::Case;
use crate::capabilities::findings::Findings;
use crate::capabilities::graph::Graph;
use crate::capabilities::log::Log;
use crate::capabilities::reports::Shown;
use crate::capabilities::run::Run;
use crate::capabilities::scores::Scorecard;
use crate::capabilities::tables::{Cursors, OpenCursor};
use crate::capabilities::types::Types;
use crate::failure::{Kind, Stop};
use crate::manifest::{Manifest, Provides};
use crate::state::State;

/// The roles that a manifest names; they decide what is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roles {
    metric: bool,
    formatter: bool,
    analyzer: bool,
}

impl Roles {
    pub(crate) fn of(manifest: &Manifest) -> Roles {
        let mut roles = Roles::default();
        for provides in &manifest.provides {
            match provides {
                Provides::Metric(_) => roles.metric = true,
                Provides::Formatter(_) => roles.formatter = true,
                Provides::Analyzer(_) => roles.analyzer = true,
            }
        }
        roles
    }

    /// Whether an interface of the contract is granted.
    fn grant(self, interface: &str) -> bool {
        match interface {
            "types" | "log" | "run" | "tables" => true,
            "graph" | "findings" | "scores" => self.metric,
            "reports" | "documents" => self.formatter,
            "evidence" | "diagnoses" => self.analyzer,
            _ => false,
        }
    }
}

/// Linkers by what is granted, each built once.
#[derive(Default)]
pub(crate) struct Linkers {
    built: Mutex<Vec<(Roles, Arc<Linker<State>>)>>,
}

impl Linkers {
    /// The linker for a component of these roles.
    pub(crate) fn of(
        &self,
        engine: &Engine,
        component: &Component,
        roles: Roles,
    ) -> wasmtime::Result<Arc<Linker<State>>> {
        let granted = self.granted(engine, roles)?;
        let surface = component.component_type();
        let denied = |name: &str| {
            let interface = name.split('@').next().unwrap_or(name).strip_prefix("atg:plugin/");
            !interface.is_some_and(|interface| roles.grant(interface))
        };
        if !surface.imports(engine).any(|(name, _)| denied(name)) {
            return Ok(granted);
        }
        let mut linker = granted.as_ref().clone();
        for (name, import) in surface.imports(engine) {
            if denied(name)
                && let ComponentItem::ComponentInstance(instance) = import.ty
            {
                let mut stubs = linker.instance(name)?;
                for (item, export) in instance.exports(engine) {
                    stub(&mut stubs, name, item, &export.ty)?;
                }
            }
        }
        Ok(Arc::new(linker))
    }

    fn granted(&self, engine: &Engine, roles: Roles) -> wasmtime::Result<Arc<Linker<State>>> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, linker)) = built.iter().find(|(other, _)| *other == roles) {
            return Ok(Arc::clone(linker));
        }
        let linker = Arc::new(build(engine, roles)?);
        built.push((roles, Arc::clone(&linker)));
        Ok(linker)
    }
}

/// Links what is granted to these roles.
fn build(engine: &Engine, roles: Roles) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    types::add_to_linker::<_, Types>(&mut linker, State::types)?;
    log::add_to_linker::<_, Log>(&mut linker, State::log)?;
    run::add_to_linker::<_, Run>(&mut linker, State::run)?;
    tables::add_to_linker::<_, Cursors>(&mut linker, State::tables)?;
    if roles.metric {
        graph::add_to_linker::<_, Graph>(&mut linker, State::graph)?;
        findings::add_to_linker::<_, Findings>(&mut linker, State::findings)?;
        scores::add_to_linker::<_, Scorecard>(&mut linker, State::scorecard)?;
    }
    if roles.formatter {
        reports::add_to_linker::<_, Shown>(&mut linker, State::reports)?;
        documents::add_to_linker::<_, crate::capabilities::documents::Document>(&mut linker, State::document)?;
    }
    if roles.analyzer {
        evidence::add_to_linker::<_, Case>(&mut linker, State::evidence)?;
        diagnoses::add_to_linker::<_, Diagnoses>(&mut linker, State::diagnoses)?;
    }
    Ok(linker)
}

/// What stands for a resource that nobody can get.
struct Nothing;

/// Puts something in the place of an import that is not granted: of the contract, an end with a reason; of WASI, whose calls
/// toolchains make unasked, an empty answer where there is one.
fn stub(
    stubs: &mut LinkerInstance<'_, State>,
    interface: &str,
    item: &str,
    what: &ComponentItem,
) -> wasmtime::Result<()> {
    match what {
        // Another name for the one of `tables`, which everybody is given.
        ComponentItem::Resource(_) if item == "cursor" => {
            stubs.resource(item, ResourceType::host::<OpenCursor>(), |_, _| Ok(()))
        }
        ComponentItem::Resource(_) => stubs.resource(item, ResourceType::host::<Nothing>(), |_, _| Ok(())),
        ComponentItem::ComponentFunc(_) => {
            let hollow = interface.starts_with("wasi:");
            let denied = Stop::new(
                Kind::Denied,
                format!("it called `{item}` of {interface}, which it is not granted"),
            );
            stubs.func_new(item, move |_, function: ComponentFunc, _, results| {
                for (result, wanted) in results.iter_mut().zip(function.results()) {
                    *result = empty(&wanted).filter(|_| hollow).ok_or_else(|| denied.clone())?;
                }
                if hollow { Ok(()) } else { Err(denied.clone().into()) }
            })
        }
        _ => Ok(()),
    }
}

/// The emptiest value of a type; nothing where only a resource would do.
fn empty(wanted: &Type) -> Option<Val> {
    Some(match wanted {
        Type::Bool => Val::Bool(false),
        Type::S8 => Val::S8(0),
        Type::U8 => Val::U8(0),
        Type::S16 => Val::S16(0),
        Type::U16 => Val::U16(0),
        Type::S32 => Val::S32(0),
        Type::U32 => Val::U32(0),
        Type::S64 => Val::S64(0),
        Type::U64 => Val::U64(0),
        Type::Float32 => Val::Float32(0.0),
        Type::Float64 => Val::Float64(0.0),
        Type::Char => Val::Char('\0'),
        Type::String => Val::String(String::new()),
        Type::List(_) => Val::List(Vec::new()),
        Type::Option(_) => Val::Option(None),
        Type::Tuple(tuple) => Val::Tuple(tuple.types().map(|part| empty(&part)).collect::<Option<_>>()?),
        Type::Record(record) => {
            let fields = record
                .fields()
                .map(|field| Some((field.name.to_owned(), empty(&field.ty)?)));
            Val::Record(fields.collect::<Option<_>>()?)
        }
        Type::Enum(words) => Val::Enum(words.names().next()?.to_owned()),
        Type::Flags(_) => Val::Flags(Vec::new()),
        Type::Result(result) => {
            let side = |of: Option<Type>| match of {
                None => Some(None),
                Some(of) => empty(&of).map(|value| Some(Box::new(value))),
            };
            match side(result.err()) {
                Some(error) => Val::Result(Err(error)),
                None => Val::Result(Ok(side(result.ok())?)),
            }
        }
        _ => return None,
    })
}
