//! The environment of a child, built from nothing.
