//! Where a review was left, so that it can be gone on with: the piece of work, and which part of the work was shown. It
//! counts on its own day only; a new day begins at the top.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::wire;

/// The place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bookmark {
    /// The day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The account of the piece of work.
    pub account: String,
    /// The item of it, by its name in the account; of the account as a whole nothing.
    pub item: String,
    /// Which part of the work was shown, by its name on the screen.
    pub part: String,
    /// The words that narrowed it.
    pub filter: String,
}
