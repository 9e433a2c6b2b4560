//! Starting, watching and interrupting a child.
