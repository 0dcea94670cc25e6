//! How far the way into an account has come.

use super::words::words;

words! {
    /// How far the way in has come.
    #[derive(Default)]
    pub enum Stage {
        #[default] Target = "target",
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

impl Stage {
    /// Being worked on: may not be without a dated next step.
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Researching | Self::InSequence | Self::Engaged | Self::Meeting | Self::Opportunity)
    }
}
