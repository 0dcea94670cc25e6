//! Date words: `fri`, `+5bd`, `eow`, `dec 1`; and how dates are told.
