//! The fixes that generation applies every time.
