//! What the program knows and how it answers: the model, the commands, and the pure function between them.
//!
//! Nothing here reads a clock, touches a file, draws, or waits. What it wants done it returns as an [`effect::Effect`].

pub mod accounts;
pub mod afterwards;
pub mod answers;
pub mod arrangement;
mod away;
pub mod change;
pub mod channels;
pub mod command;
pub mod complete;
mod conflicts;
pub mod copy;
pub mod derived;
pub mod detail;
mod edited;
pub mod effect;
pub mod everywhere;
pub mod forecast;
mod foretold;
pub mod form;
pub mod hand_over;
mod hear;
pub mod hints;
pub mod history;
pub mod input;
pub mod keymap;
pub mod links;
pub mod menu;
pub mod model;
pub mod msg;
pub mod outcomes;
pub mod outline;
pub mod overlay;
pub mod palette;
pub mod past;
mod pauses;
pub mod prompt;
pub mod saving;
pub mod sequences;
pub mod several;
pub mod syncing;
pub mod today;
pub mod touches;
pub mod trouble;
pub mod typed;
pub mod update;
pub mod wrapped;

pub use effect::Effect;
pub use model::{Ctx, Model};
pub use msg::Msg;
pub use update::update;
