//! What happened: a key, a file loaded or saved, an editor closed.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use crokey::KeyCombination;

use super::command::Command;
use super::import::{Asked, Looked};
use crate::domain::account::{Account, AccountId};
use crate::domain::conflict::Conflict;
use crate::domain::contacts::Book;
use crate::domain::fields::Invalid;
use crate::domain::import::Applied;
use crate::domain::plan::{Entry, FileKey, News, Plan};
use crate::domain::step::{Change, Difference, Note, StepId};
use crate::domain::synced::Synced;
use crate::domain::typed::{Left, TypedFile};

/// Where a draft went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mailed {
    /// To this program, which has ended.
    Back(String),
    /// Into this file.
    Written(String),
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyCombination),
    /// A command was asked for by its name, where there are no keys.
    Run(&'static Command),
    /// The topmost line, or the field with the cursor, says this now, whatever it said before; nothing is taken yet.
    Type(String),
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
        /// Why it may not survive a power cut, or why it can't be undone in another run.
        doubt: Option<String>,
    },
    /// A save failed; what is on the disk is what was there before.
    SaveFailed {
        /// Which file.
        key: FileKey,
        /// Of the save.
        generation: u64,
        /// Why, in plain words.
        why: String,
    },
    /// A step was stopped as the program ends, and nothing of it is changed: its files, with the generation of each.
    Stopped(Vec<(FileKey, u64)>),
    /// A new file could not be made: there is one of its name, in the plan or in the archive, and it is somebody else's.
    Taken {
        /// Which file.
        key: FileKey,
        /// Of the save.
        generation: u64,
        /// An id that neither has.
        free: AccountId,
    },
    /// What could not be saved was dropped, and this is what the file says.
    Reloaded {
        /// Which file.
        key: FileKey,
        /// What it says.
        news: Box<News>,
        /// The file as it was to be, beside what it says.
        dropped: Option<TypedFile>,
    },
    /// What could not be saved might be by now.
    TryAgain,
    /// Files say something else than is shown; what to say of it, or nothing to say who changed what.
    News(Box<News>, Option<String>),
    /// Steps of which the journal knows: done, and taken back.
    Past(Vec<Note>, Vec<Note>),
    /// What of the journal can't be read, in a sentence; nothing where it is well.
    JournalDamaged(Option<String>),
    /// A step of a run that ended, which the disk still does not take.
    Unsaved(Note, Change),
    /// So many account files went away at once that somebody has to say whether that is meant: all that are missing now.
    Missing(Vec<AccountId>),
    /// Something is durable that was no save of the model's own: a step taken back, a choice, an editor's file.
    Durable,
    /// What a step changed.
    Explained(StepId, Vec<Difference>),
    /// The terminal has the focus again.
    Focused,
    /// What waits for a choice between two sides, and how much of it has just come to wait.
    Conflicts(Vec<Conflict>, usize),
    /// The editor gave this text back; nothing if it failed, with the reason.
    Edited(Result<String, String>),
    /// The editor gave a file back.
    FileEdited(TypedFile),
    /// What the editor made of a file is durable, or could not be taken: at which line, and why.
    TextSaved {
        /// What came from the editor.
        edited: TypedFile,
        /// The step, and what files say that is not what is shown; or at which line it is wrong, and why.
        outcome: Result<(Note, Box<News>), (usize, String)>,
    },
    /// What runs that ended had typed and not saved.
    Left(Vec<Left>),
    /// This text went to the terminal's clipboard.
    Copied(String),
    /// This address went to the system, which opens it.
    LinkOpened(String),
    /// It went to the terminal's clipboard instead.
    CopiedInstead {
        /// The address.
        text: String,
        /// Why it was not opened.
        why: String,
    },
    /// What came of handing a draft to mail.
    Mailed(Result<Mailed, String>),
    /// What came from others is in the files: as which step, if anything was written, and what they say now.
    Received(Option<Note>, Box<News>),
    /// A sync has ended: what came of it, or why nothing did.
    Synced(Result<Box<Synced>, String>),
    /// Another run has synced the plan at that time.
    SyncedByAnother(DateTime<FixedOffset>),
    /// What the archive holds.
    Archived(Vec<Arc<Account>>),
    /// An account is back from the archive: as which step, under which id, and what files say now.
    Restored(Note, AccountId, Box<News>),
    /// contacts.toml was read.
    Contacts(Box<Book>),
    /// A file is being read: which look, and how many rows so far.
    Reading(u64, usize),
    /// A file was looked at.
    Looked(Box<Asked>, Box<Looked>),
    /// What bringing in what was looked at changes, or why it can't be: which look.
    WorkedOut(u64, Result<Box<Applied>, Invalid>),
    /// What lies in a folder, as it would be typed.
    Paths(String, Vec<String>),
    /// Something could not be done.
    Failed(String),
    /// Another plan is being opened in the place of this one.
    Switched {
        /// Where it stands, for the screen.
        place: String,
    },
}
