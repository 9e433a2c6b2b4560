//! The built-in plugins, as component bytes inside the binary.
