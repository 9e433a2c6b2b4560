//! Says what failed sign-ins and refused rights mean and how they are mended.
