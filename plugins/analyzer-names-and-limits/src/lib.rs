//! Says what refused names, quotas and limits mean and how they are mended.
