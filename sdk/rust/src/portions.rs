//! What waits to be handed over, so that a plugin may speak often and the boundary is crossed seldom.

use std::cell::RefCell;

use crate::Error;
use crate::bindings::atg::plugin::types::PluginError;

/// How many items are handed over at once.
const FULL: usize = 64;

/// Items that wait for the host.
pub(crate) struct Portions<T>(RefCell<Vec<T>>);

impl<T> Portions<T> {
    pub(crate) fn new() -> Portions<T> {
        Portions(RefCell::default())
    }

    /// Keeps an item; says whether it is time to hand over.
    pub(crate) fn push(&self, item: T) -> bool {
        let mut waiting = self.0.borrow_mut();
        waiting.push(item);
        waiting.len() >= FULL
    }

    /// Hands over what waits, if anything does. Nothing waits afterwards, whatever the host says.
    pub(crate) fn hand_over(&self, emit: impl FnOnce(&[T]) -> Result<(), PluginError>) -> Result<(), Error> {
        let mut waiting = self.0.borrow_mut();
        if waiting.is_empty() {
            return Ok(());
        }
        let result = emit(&waiting).map_err(Error::from);
        // The room stays for the next portion.
        waiting.clear();
        result
    }
}
