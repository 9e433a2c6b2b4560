//! What the generated bindings need at run time.

use std::alloc::{self, Layout};
use std::ptr::NonNull;

/// Frees what a call lowered once it is over.
#[doc(hidden)]
pub struct Cleanup {
    at: NonNull<u8>,
    layout: Layout,
}

impl Cleanup {
    /// Room of this layout, and its owner where it is not empty.
    pub fn new(layout: Layout) -> (*mut u8, Option<Cleanup>) {
        if layout.size() == 0 {
            return (std::ptr::without_provenance_mut(layout.align()), None);
        }
        // SAFETY: the layout is not empty.
        let at = unsafe { alloc::alloc(layout) };
        match NonNull::new(at) {
            Some(kept) => (at, Some(Cleanup { at: kept, layout })),
            None => alloc::handle_alloc_error(layout),
        }
    }

    /// Leaves the room to somebody else.
    pub fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        // SAFETY: it was allocated by `new` with this layout and is freed once.
        unsafe { alloc::dealloc(self.at.as_ptr(), self.layout) }
    }
}

/// The allocator of the canonical ABI (`cabi_realloc`).
///
/// # Safety
///
/// As `std::alloc::realloc`: `old` came from this function with `old_len` and `align`, or `old_len` is 0.
#[doc(hidden)]
pub unsafe fn cabi_realloc(old: *mut u8, old_len: usize, align: usize, new_len: usize) -> *mut u8 {
    // Numbers that cross as bytes are read in place where they lie well, which they do: the allocator of this target gives
    // every room an alignment of 8 bytes.
    // SAFETY: the caller keeps to the contract above.
    let at = unsafe {
        let layout = Layout::from_size_align_unchecked(if old_len == 0 { new_len } else { old_len }, align);
        if old_len > 0 {
            alloc::realloc(old, layout, new_len)
        } else if new_len > 0 {
            alloc::alloc(layout)
        } else {
            return std::ptr::without_provenance_mut(align);
        }
    };
    if at.is_null() {
        // The host reads this trap, and the memory at that time, as having run out of memory.
        #[cfg(target_arch = "wasm32")]
        core::arch::wasm32::unreachable();
        #[cfg(not(target_arch = "wasm32"))]
        alloc::handle_alloc_error(Layout::new::<u8>());
    }
    at
}

/// Guests of this target have no constructors that would have to run first.
#[doc(hidden)]
pub fn run_ctors_once() {}
