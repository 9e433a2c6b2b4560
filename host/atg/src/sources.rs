//! What a SOURCE means: a spelling is opened, a reader makes a snapshot of it.

mod files;
mod open;
mod spelling;

pub(crate) use files::whole_text;
pub(crate) use open::{Opener, iteration_folder, iteration_numbers};
pub(crate) use spelling::Spelling;
