//! What the owner of a plan wants to follow instead of the usual. Only what is written counts; the rest is as ever.

use serde::{Deserialize, Serialize};

use super::stage::Stage;
use super::words::{Vocabulary as _, words};

words! {
    /// Whose open touches an answer stops.
    pub enum Stops {
        /// Nobody's.
        Nothing = "nothing",
        /// Everybody's at the account, or the person's alone: they are held until somebody decides.
        Hold = "hold",
        /// The person's: they are cancelled.
        Cancel = "cancel",
    }
}

words! {
    /// The stage an answer brings an account to, or that it brings it to none. Its words are those of the stages.
    pub enum Brings {
        None = "none",
        Target = "target",
        Researching = "researching",
        InSequence = "in-sequence",
        Engaged = "engaged",
        Meeting = "meeting",
        Opportunity = "opportunity",
        Won = "won",
        Nurture = "nurture",
        Lost = "lost",
        Disqualified = "disqualified",
    }
}

impl Brings {
    /// The stage, if it is one.
    pub fn stage(self) -> Option<Stage> {
        Stage::ALL.iter().find(|stage| stage.word() == self.word()).copied()
    }
}

/// What follows from an answer, as far as it is not the usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerOverride {
    /// The stage the account comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Brings>,
    /// What it stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops: Option<Stops>,
    /// Whether what it answers is to be done once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopens: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_can_be_brought_and_none_too() {
        let stages: Vec<Stage> = Brings::ALL.iter().filter_map(|brings| brings.stage()).collect();
        assert_eq!(stages, Stage::ALL);
        assert_eq!((Brings::None.stage(), Brings::ALL.len()), (None, Stage::ALL.len() + 1));
    }
}
