//! Says what Azure Resource Manager's error codes mean and how they are mended.
