//! What the program asks of the world: plain data, carried out by the shell.

use std::path::PathBuf;

use crate::domain::plan::{FileKey, Value};

/// One thing to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Effect {
    /// Make a file say this; without a value, take it out of the plan (an account goes to the archive). The
    /// generation comes back with the answer, so that an older answer is not taken for a newer one.
    Save {
        /// Which file.
        key: FileKey,
        /// What it shall say.
        value: Option<Value>,
        /// Counts the saves of this run.
        generation: u64,
    },
    /// Read a file again, dropping what could not be saved.
    Reload(FileKey),
    /// Let the user's editor work on a text; the answer is `Msg::Edited`.
    EditText(String),
    /// Let the user's editor work on a file of the plan, at a line; the file is then read again.
    EditFile {
        /// Which file, for reading it again.
        key: FileKey,
        /// Relative to the plan.
        file: PathBuf,
        /// From 1.
        line: usize,
    },
    /// Send a text to the terminal's clipboard.
    Copy(String),
    /// Replace the plan on the screen by a demo, in a folder of its own.
    OpenDemo,
    /// Draw everything anew.
    Redraw,
    /// Stop and give the terminal back until `fg`.
    Suspend,
    /// Leave.
    Quit,
}

/// What an update asks for, in order.
pub type Effects = Vec<Effect>;
