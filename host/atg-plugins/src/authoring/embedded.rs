//! What the binary carries for authors: made by build.rs.

include!(concat!(env!("OUT_DIR"), "/authoring.rs"));
