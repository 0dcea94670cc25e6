//! Meetings and their conversation plans. A meeting counts as held only with its result.

use serde::{Deserialize, Serialize};

use super::unread::Unread;
use super::wire::Moment;
use super::words::words;

words! {
    /// Where a meeting stands.
    #[derive(Default)]
    pub enum MeetingStatus {
        /// The one a sequence aims at; it has no time yet.
        #[default] Planned = "planned",
        Booked = "booked",
        Held = "held",
        NoShow = "no-show",
        Cancelled = "cancelled",
    }
}

words! {
    /// What a meeting came to.
    pub enum MeetingResult {
        /// They buy.
        Order = "order",
        /// An event with a date that moves the sale towards a decision.
        Advance = "advance",
        /// Kind words without a date.
        Continuation = "continuation",
        /// They do not buy.
        NoSale = "no-sale",
    }
}

words! {
    /// What a question is after (situation, problem, implication, need-payoff).
    #[derive(Default)]
    pub enum QuestionKind {
        #[default] Situation = "situation",
        Problem = "problem",
        Implication = "implication",
        NeedPayoff = "need-payoff",
    }
}

/// A question to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// What it is after.
    pub kind: QuestionKind,
    /// The question.
    pub text: String,
    /// Ids of the findings that it comes from.
    pub research: Vec<String>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// A question or an objection of a meeting's plan. Both count from 0, and are good only until the account changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartAt {
    /// The meeting.
    pub meeting: usize,
    /// Which of its questions, or of its objections.
    pub part: usize,
}

/// What they may say against it, and the answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Objection {
    /// What they say.
    pub says: String,
    /// What we answer.
    pub answer: String,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

/// A conversation and its plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meeting {
    /// Four characters.
    pub id: String,
    /// When; a planned one needs none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// How long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// Room, link or number.
    #[serde(rename = "where")]
    pub place: String,
    /// Ids of who takes part.
    pub with: Vec<String>,
    /// Where it stands.
    pub status: MeetingStatus,
    /// When it was to be before it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Moment>,
    /// What we want to come out of it.
    pub objective: String,
    /// The first sentences.
    pub opening: String,
    /// What we ask.
    pub questions: Vec<Question>,
    /// What they may say against it.
    pub objections: Vec<Objection>,
    /// What we want agreed: an event with a date.
    pub advance: String,
    /// What we settle for.
    pub fallback: String,
    /// What it came to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<MeetingResult>,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

impl Meeting {
    /// Whether it is still to be held: planned, or booked and without a result.
    pub fn is_to_come(&self) -> bool {
        matches!(self.status, MeetingStatus::Planned | MeetingStatus::Booked) && self.result.is_none()
    }

    /// What is asked, in the order of the kinds: one understands before one aggravates, and aggravates before one offers.
    pub fn questions_of(&self, kind: QuestionKind) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |question| question.kind == kind)
    }
}
