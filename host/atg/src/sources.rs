//! What a SOURCE means: a spelling is opened, a reader makes a snapshot of it.

mod spelling;

pub(crate) use spelling::Spelling;
