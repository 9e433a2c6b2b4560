//! What ARM types look like: schema packs.
