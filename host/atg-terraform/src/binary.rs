//! Which `terraform` or `tofu` is used, and which version it is.
