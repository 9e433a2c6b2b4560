//! A small azapi: the provider that the suite runs Terraform with, where the real one cannot be had.
//!
//! It speaks Terraform's plugin protocol 6, takes azapi's arguments, checks bodies against a schema pack and words its
//! complaints as azapi does. It talks to no cloud. `README.md` says what it does not check.
//!
//! Protocol Buffers, gRPC and MessagePack are coded here by hand: each message is needed in one direction only, and the usual
//! crates would change the features of crates that the WebAssembly host is built on.

mod arguments;
mod blocks;
mod definitions;
mod grpc;
mod handshake;
mod ids;
mod kind;
mod mirror;
mod msgpack;
mod protocol;
mod provider;
mod value;
mod wire;

pub use handshake::serve;
pub use mirror::{REAL, mirror, provider};

/// What the stand-in calls itself, and what the mirror lays any binary out as.
pub const VERSION: &str = "2.12.0";

/// Why the stand-in cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum StandInError {
    /// It was started by hand.
    #[error(
        "this is a plugin: Terraform starts it, and a mirror as `azapi_stand_in::mirror` makes one shows it to Terraform"
    )]
    NotAPlugin,
    /// The pack cannot be used.
    #[error("the schema pack cannot be used")]
    Pack(#[source] atg_terraform::TerraformError),
    /// A file or socket.
    #[error("cannot {doing}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The certificate that Terraform asks for.
    #[error("cannot make a certificate")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
}
