//! Which types there are: from a schema pack, or a small one of our own.

use std::ffi::OsString;

use atg_terraform::TerraformError;
use atg_terraform::schema::{Pack, TypeSchema};

use crate::StandInError;

/// The types that the stand-in knows.
#[derive(Debug)]
pub(crate) struct Definitions {
    pack: Pack,
}

impl Definitions {
    /// Names the file of the pack, where it is set.
    pub(crate) const PLACE: &'static str = "AZAPI_STAND_IN_SCHEMA";

    /// Reads the pack at a place; without one, the small one.
    pub(crate) fn read(place: Option<OsString>) -> Result<Definitions, StandInError> {
        let pack = match place.filter(|place| !place.is_empty()) {
            None => Pack::read(include_bytes!("definitions/small.json"), "small.json"),
            Some(place) => match std::fs::read(&place) {
                Ok(bytes) => Pack::read(&bytes, &place.to_string_lossy()),
                Err(error) => Err(TerraformError::file(place, "read", error)),
            },
        };
        pack.map(|pack| Definitions { pack }).map_err(StandInError::Pack)
    }

    /// A type by its name, in any case.
    pub(crate) fn find(&self, type_name: &str) -> Option<TypeSchema<'_>> {
        self.pack.find(type_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_pack_reads_and_a_missing_one_is_named() {
        let small = Definitions::read(None).unwrap();
        assert!(small.find("microsoft.network/VIRTUALNETWORKS").is_some());
        let error = Definitions::read(Some("/nowhere/pack.json".into())).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "cannot read `/nowhere/pack.json`");
    }
}
