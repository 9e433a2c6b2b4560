//! A real Terraform with the stand-in, or with the real azapi that `ATG_TEST_AZAPI` names: both must say the same.

mod agreement;
mod cases;
mod damage;
mod plans;
mod workspace;
