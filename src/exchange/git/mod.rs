//! A plan shared through git, with the git command: whose agent, keys and signing these are git's own affair.
//!
//! Commit what is new here, in words; fetch; merge by field, through the store, so that what comes in is a step that can
//! be taken back, and where both sides changed the same nothing is lost; commit that; push; and begin anew when somebody
//! was faster. What a file says is read from git's own store: git never merges into a file of the plan by itself, so that
//! there is never a mark in one.
//!
//! A repository comes from others, with settings that git would obey. It is looked at before git is run in it
//! ([`place`], [`trust`]); no hook runs, whatever is trusted.

mod absences;
mod address;
mod apart;
mod changes;
mod committing;
mod driver;
mod files;
mod incoming;
mod left_out;
mod merging;
mod namesakes;
mod overruled;
mod place;
mod placing;
mod repo;
mod run;
mod says;
mod sound;
mod standing;
mod stop;
mod stranger;
mod sync;
mod telling;
mod trust;
mod twice;
mod words;

pub use driver::{Three, blend, merge};
pub use place::{knows, waiting_branch};
pub use repo::{Options, trust_it};
pub use run::GitError;
pub use standing::{Standing, standing};
pub use stop::Stop;
pub use sync::{Bringing, Taken, sync};
