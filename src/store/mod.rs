//! The plan on disk: TOML files that their owner reads, greps and edits in vim, and we patch without disturbing.
//!
//! Knows the domain and the file system; never the screen. The promises it keeps: a reader sees the old file or the
//! new one, whole; bytes that were not read are never overwritten; what is not understood is not written; one bad
//! file hides nothing else.
//!
//! A save goes from [`folder`] through the journal, and through a three-way merge where somebody else has written
//! meanwhile, to [`atomic`].

mod absorbed;
mod apart;
pub mod atomic;
pub mod bookmark;
pub mod check;
mod comments;
pub mod config;
mod conflicts;
mod contacts;
pub mod copies;
pub mod damage;
pub mod demo;
pub mod exports;
pub mod folder;
mod generate;
mod holidays;
pub mod journal;
pub mod merge;
pub mod outbox;
pub mod patch;
pub mod places;
mod plain;
pub mod playbooks;
mod positions;
pub mod read;
pub mod refusal;
mod remarks;
pub mod stamp;
pub mod state;
pub mod synced;
pub mod text;
pub mod typed;

pub use apart::{account_in, are_two_companies};
pub use contacts::{ids as contact_ids, said as contacts_in};
pub use folder::{
    Aside, Batch, Blend, CONFLICTS, EMPTY_PLAN, Finished, Folder, Incoming, MOST, Overruled, Received, SaveError,
    Saved, StoreError, TakenUp, Watch, in_both, is_newer, may_go, most,
};
