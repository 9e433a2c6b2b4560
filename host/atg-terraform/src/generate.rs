//! From a snapshot to a configuration.
