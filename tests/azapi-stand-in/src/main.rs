//! A small azapi: the provider that the suite runs Terraform with.
fn main() {}
