//! What Terraform and its providers complain of, as diagnostics.
