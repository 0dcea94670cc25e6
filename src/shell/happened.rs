//! What the threads tell the loop.

use crate::app::Msg;

/// What reaches the loop.
#[derive(Debug)]
pub(super) enum Happened {
    /// A message for the model.
    Said(Msg),
    /// The terminal takes a frame again.
    Drawn,
    /// Somebody asks us to stop until `fg`.
    Stop,
    /// We go on after a stop; whoever had the terminal meanwhile may have changed it.
    Back,
    /// The terminal is gone or somebody asked us to go.
    Over,
}
