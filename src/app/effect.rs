//! What the program asks of the world: plain data, carried out by the shell.

use std::path::PathBuf;

use super::import::{Asked, Chosen};
use crate::domain::account::AccountId;
use crate::domain::conflict::{Choice, Conflict};
use crate::domain::link::Link;
use crate::domain::outgoing::Outgoing;
use crate::domain::plan::{FileKey, Value};
use crate::domain::step::{Change, Note, StepId};
use crate::domain::typed::TypedFile;

/// One thing to be done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Effect {
    /// Change a file from what it says to something else; with nothing after, take it out of the plan (an account goes
    /// to the archive). The generation comes back with the answer, so that an older answer is not taken for a newer
    /// one.
    Save {
        /// The step.
        note: Note,
        /// What it does to the file.
        change: Change,
        /// Counts the saves of this run.
        generation: u64,
    },
    /// The same of several files as one step: all of them or none. Where that can't be, each for itself.
    SaveStep {
        /// The step.
        note: Note,
        /// What it does to each file, with its generation.
        saves: Vec<(Change, u64)>,
    },
    /// Take back, or do again, a step of which the journal knows what it did; the answer is `Msg::News`.
    TakeBack {
        /// What is done, naming the step.
        note: Note,
        /// What to say when it is.
        told: String,
    },
    /// Read a file again, dropping what could not be saved; that comes back as a text to be kept.
    Reload {
        /// Which file.
        key: FileKey,
        /// What it was to say.
        dropped: Option<Value>,
    },
    /// Choose a side of a conflict; the answers are `Msg::News` and `Msg::Conflicts`.
    Settle {
        /// The conflict, as it was seen.
        conflict: Conflict,
        /// Whose side.
        choice: Choice,
        /// The step.
        note: Note,
        /// What to say when it is done.
        told: String,
    },
    /// Say what a step changed; the answer is `Msg::Explained`.
    Explain(StepId),
    /// Say what the archive holds; the answer is `Msg::Archived`.
    ListArchive,
    /// Take an account back into the plan; the answer is `Msg::Restored`.
    Restore {
        /// The step.
        note: Note,
        /// Its id in the archive.
        id: AccountId,
    },
    /// Read the people who are on no account; the answer is `Msg::Contacts`.
    ReadContacts,
    /// Look at a file from elsewhere; the answers are `Msg::Reading` and, at the end, `Msg::Looked`.
    LookAt(Box<Asked>),
    /// Work out what bringing in what was looked at changes; the answer is `Msg::WorkedOut`.
    WorkOut(Box<Chosen>),
    /// Stop looking.
    CancelImport,
    /// Say what files lie in a folder, as far as it is typed; where none is typed, where exports usually lie. The answer is
    /// `Msg::Paths`.
    ListPaths(String),
    /// Look whether somebody else has written.
    Look,
    /// The files that went away together are meant to be gone.
    LetGo,
    /// Let the user's editor work on a text; the answer is `Msg::Edited`.
    EditText(String),
    /// Let the user's editor work on a copy of a file of the plan, at a line; the answer is `Msg::FileEdited`.
    EditFile {
        /// Relative to the plan.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What came back from the editor before and could not be taken.
        kept: Option<TypedFile>,
    },
    /// Take in what the editor made of a file; the answer is `Msg::TextSaved`.
    SaveText {
        /// The step.
        note: Note,
        /// What the file said, and what it shall say.
        edited: TypedFile,
    },
    /// Send a text to the terminal's clipboard.
    Copy(String),
    /// Let the system open an address, or copy it where there is nothing to open it with; the answer is `Msg::LinkOpened` or
    /// `Msg::CopiedInstead`.
    OpenLink(Link),
    /// Hand a draft to the user's mail program, or write it to a file; the answer is `Msg::Mailed`.
    HandOver(Box<Outgoing>),
    /// Share the plan through git; the answers are `Msg::Received` and, at the end, `Msg::Synced`.
    Sync,
    /// Replace the plan on the screen by a demo, in a folder of its own.
    OpenDemo,
    /// Draw everything anew.
    Redraw,
    /// Stop and give the terminal back until `fg`.
    Suspend,
    /// Leave.
    Quit,
}

impl Effect {
    /// Whether the thread that has the plan's folder does it, and needs nothing else for it.
    pub fn is_for_the_disk(&self) -> bool {
        !matches!(
            self,
            Self::EditText(_)
                | Self::EditFile { .. }
                | Self::Copy(_)
                | Self::OpenLink(_)
                | Self::HandOver(_)
                | Self::Sync
                | Self::LookAt(_)
                | Self::CancelImport
                | Self::ListPaths(_)
                | Self::OpenDemo
                | Self::Redraw
                | Self::Suspend
                | Self::Quit
        )
    }
}

/// What an update asks for, in order.
pub type Effects = Vec<Effect>;

impl Effect {
    /// The step of which it saves something.
    pub(super) fn note_mut(&mut self) -> Option<&mut Note> {
        match self {
            Self::Save { note, .. } | Self::SaveStep { note, .. } => Some(note),
            _ => None,
        }
    }
}
