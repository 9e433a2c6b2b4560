//! One module a subcommand: pure arguments, and running it.
