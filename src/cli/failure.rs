//! Why a command came to nothing: a sentence for stderr, and the exit code.

use std::fmt;

use crate::domain::fields::Invalid;
use crate::store::{SaveError, StoreError, refusal};
use crate::ui::text::shown;

/// Why a command came to nothing, with its exit code.
#[derive(Debug)]
pub struct Failure {
    pub(super) code: u8,
    pub(super) message: String,
    /// The file that was to be made is there already.
    pub(super) is_taken: bool,
    /// What was named is no account of the plan; it may lie in the archive.
    pub(super) named: Option<String>,
}

impl Failure {
    /// It could not be done.
    pub(super) fn failed(message: impl fmt::Display) -> Self {
        Self { code: 1, message: message.to_string(), is_taken: false, named: None }
    }

    /// It was done, and found something; what it is stands on stdout already.
    pub(super) fn findings() -> Self {
        Self { code: 3, message: String::new(), is_taken: false, named: None }
    }

    /// It was asked wrongly.
    pub(super) fn usage(message: impl fmt::Display) -> Self {
        Self { code: 2, message: message.to_string(), is_taken: false, named: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.message))
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::usage(invalid)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::failed(error)
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        let code = if matches!(error, SaveError::Busy(_)) { 4 } else { 1 };
        let is_taken = matches!(error, SaveError::Taken(_));
        Self { code, message: format!("not saved: {error}"), is_taken, named: None }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(refusal::reason(&error))
    }
}
