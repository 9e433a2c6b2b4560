//! How much a guest may hold: memory, tables, instances. A refusal ends the call, so that it is told as what it is and not as
//! the panic of an allocator.

use wasmtime::ResourceLimiter;

use crate::failure::{Kind, Stop};

/// What a guest may have where neither its manifest nor the user says anything.
pub(crate) const MEMORY: u64 = 128 << 20;
/// Elements of all tables of a guest.
const TABLE_ELEMENTS: usize = 1 << 20;
/// Core instances, tables and memories of one guest; toolchains that link several modules need a dozen.
const INSTANCES: usize = 256;

/// Counts what one instance holds.
#[derive(Debug)]
pub(crate) struct Limits {
    memory: u64,
    held: u64,
    elements: usize,
}

impl Limits {
    /// Limits of a fresh instance.
    pub(crate) fn new(memory: u64) -> Limits {
        Limits {
            memory,
            held: 0,
            elements: 0,
        }
    }
}

impl ResourceLimiter for Limits {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let more = desired.saturating_sub(current) as u64;
        let held = self.held.saturating_add(more);
        if held > self.memory {
            return Err(Stop::new(Kind::Memory, format!("it asked for more than {}", size(self.memory))).into());
        }
        self.held = held;
        Ok(true)
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let elements = self.elements.saturating_add(desired.saturating_sub(current));
        if elements > TABLE_ELEMENTS {
            return Err(Stop::new(
                Kind::Memory,
                format!("it asked for tables of more than {TABLE_ELEMENTS} elements"),
            )
            .into());
        }
        self.elements = elements;
        Ok(true)
    }

    fn instances(&self) -> usize {
        INSTANCES
    }

    fn tables(&self) -> usize {
        INSTANCES
    }

    fn memories(&self) -> usize {
        INSTANCES
    }
}

/// `128 MiB`, or bytes where they are no whole number of these.
pub(crate) fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) {
        format!("{} KiB", bytes >> 10)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_memories_of_a_guest_count_together() {
        let mut limits = Limits::new(3 << 20);
        assert!(limits.memory_growing(0, 2 << 20, None).unwrap());
        assert!(limits.memory_growing(0, 1 << 20, None).unwrap());
        let refused = limits.memory_growing(1 << 20, (1 << 20) + 65536, None).unwrap_err();
        let stop = refused.downcast_ref::<Stop>().unwrap();
        assert_eq!(
            (stop.kind, stop.message.as_str()),
            (Kind::Memory, "it asked for more than 3 MiB")
        );
    }
}
