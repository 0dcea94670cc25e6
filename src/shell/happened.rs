//! What the threads tell the loop.

use crate::app::Msg;

/// What reaches the loop.
#[derive(Debug)]
pub(super) enum Happened {
    /// A message for the model.
    Said(Msg),
    /// The terminal is gone or somebody asked us to go.
    Over,
}
