//! Says what broken references, cycles and wrong order mean and how they are mended.
