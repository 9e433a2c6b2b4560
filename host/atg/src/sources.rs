//! What a SOURCE means: a spelling is opened, a reader makes a snapshot of it.

mod files;
pub(crate) mod iterations;
mod open;
mod spelling;

pub(crate) use files::whole_text;
pub(crate) use open::{Opener, iteration_folder};
pub(crate) use spelling::Spelling;
