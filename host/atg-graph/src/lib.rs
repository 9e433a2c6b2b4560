//! Where scans are kept: the GraphStore trait and its SQLite backend.
