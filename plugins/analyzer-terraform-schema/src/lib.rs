//! Says what providers' schemas refuse at validate time and how it is mended.
