//! The shared plugin cache, and the lock around `init`.
