//! Makes the example tenants, at any size.
