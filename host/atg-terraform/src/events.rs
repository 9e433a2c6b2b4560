//! The lines of `-json` streams, typed; unknown ones are kept.
