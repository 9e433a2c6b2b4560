//! Reads the log of a CI job and says what stopped it.
