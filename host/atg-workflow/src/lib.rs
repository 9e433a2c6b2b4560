//! Iterations: rounds, their folders and state, passes, explanations.
