//! What happened: a key, a file loaded or saved, an editor closed.

use crokey::KeyCombination;

use crate::domain::plan::{Entry, FileKey, Plan};

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyCombination),
    /// A text was pasted, controls already taken out.
    Paste(String),
    /// Midnight has passed; the day is looked at with every message.
    NewDay,
    /// The terminal has another size, or came back.
    Resized,
    /// Settings and playbooks of the plan are there; accounts follow.
    Opened(Box<Plan>),
    /// Some accounts were read.
    Loaded(Vec<Entry>),
    /// All accounts were read.
    AllLoaded,
    /// A save is durable.
    Saved {
        /// Which file.
        key: FileKey,
        /// Of the save.
        generation: u64,
    },
    /// A save failed; what is on the disk is what was there before.
    SaveFailed {
        /// Which file.
        key: FileKey,
        /// Of the save.
        generation: u64,
        /// Why, in plain words.
        why: String,
        /// The file is not what was loaded: a reload can help, trying again can't.
        changed: bool,
    },
    /// A file was read again; nothing if it is gone.
    Reloaded {
        /// Which file.
        key: FileKey,
        /// What it says now, for an account.
        entry: Option<Box<Entry>>,
    },
    /// The editor gave this text back; nothing if it failed, with the reason.
    Edited(Result<String, String>),
    /// A text went to the terminal's clipboard.
    Copied,
    /// Something could not be done.
    Failed(String),
    /// Another plan is being opened in the place of this one.
    Switched {
        /// Where it stands, for the screen.
        place: String,
    },
}
