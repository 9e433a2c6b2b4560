//! Terraform JSON as it lies in a folder: blocks, references, and what a look at it alone shows.
