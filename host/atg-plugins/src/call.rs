//! One call of a guest: a fresh instance, its limits, and the story of how it ended.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use atg_core::metric::Failure;
use wasmtime::Store;
use wasmtime::component::Instance;

use crate::capabilities::bindings::atg::plugin::types::PluginError as GuestError;
use crate::capabilities::run::Run;
use crate::clean::{cleaned, cut};
use crate::deadline::Deadline;
use crate::engine::STACK;
use crate::failure::{Kind, explain, failure};
use crate::limits::Limits;
use crate::load::Plugin;
use crate::runtime::Runtime;
use crate::state::State;

/// Bytes that may cross in one call.
const CROSSING: usize = 16 << 20;

/// What a guest gives back.
pub(crate) type Answer = wasmtime::Result<Result<(), GuestError>>;

/// Calls a guest: `prepare` hands it what it may look at, `call` makes the call. The state comes back whatever happened, with
/// all that the guest said before it failed.
pub(crate) fn call(
    runtime: &Runtime,
    plugin: &Plugin,
    cancelled: &Arc<AtomicBool>,
    prepare: impl FnOnce(&mut State),
    call: impl FnOnce(&mut Store<State>, &Instance) -> Answer,
) -> (State, Option<Failure>) {
    let run = Run {
        settings: Arc::clone(plugin.settings()),
        as_of: Arc::clone(&runtime.as_of),
        cancelled: Arc::clone(cancelled),
    };
    let deadline = Deadline::new(plugin.timeout(), Arc::clone(cancelled));
    let mut state = State::new(plugin.id(), Limits::new(plugin.memory()), deadline, run);
    prepare(&mut state);
    let engine = plugin.prepared().engine();
    let mut store = Store::new(engine, state);
    store.limiter(|state| &mut state.limits);
    store.set_hostcall_fuel(CROSSING);
    store.set_epoch_deadline(store.data().deadline.ticks());
    store.epoch_deadline_callback(|context| context.data().deadline.at_epoch());
    let answer = match runtime.ticker.run(engine) {
        Ok(_running) => plugin
            .prepared()
            .instantiate(&mut store)
            .and_then(|instance| call(&mut store, &instance)),
        Err(error) => Err(wasmtime::Error::from(error).context("cannot start the thread that keeps deadlines")),
    };
    let failure = match answer {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(told(plugin.id(), error)),
        Err(error) => Some(explain(plugin.id(), &error, store.data().log.panic())),
    };
    (store.into_data(), failure)
}

/// The failure that a guest tells of itself.
fn told(plugin: &str, error: GuestError) -> Failure {
    let code = cut(cleaned(error.code), 64);
    let message = match error.message.as_str() {
        "" => code,
        message => format!("{message} ({code})"),
    };
    Failure {
        subject: error.subject.map(|subject| cut(cleaned(subject), 1 << 10)),
        ..failure(plugin, Kind::GuestError, &message)
    }
}

/// Runs something on a thread whose stack has room for a guest and the host's part of it.
pub(crate) fn on_own_stack<'scope, 'env, T: Send + 'scope>(
    scope: &'scope thread::Scope<'scope, 'env>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::io::Result<thread::ScopedJoinHandle<'scope, T>> {
    thread::Builder::new()
        .name("atg-plugin".to_owned())
        .stack_size(4 * STACK)
        .spawn_scoped(scope, work)
}

/// Waits for such a thread; a fault of the host goes on where it is heard.
pub(crate) fn join<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
