//! A touch: one planned contact, and what was done about it.
//!
//! A touch closes when it has been done. What comes back is a log entry of its own and never changes when the
//! touch was sent.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::unread::Unread;
use super::wire::{self, Moment};
use super::words::{Vocabulary as _, words};

words! {
    /// How the touch reaches them.
    #[derive(Default)]
    pub enum Channel {
        #[default] Email = "email",
        Call = "call",
        LinkedinConnect = "linkedin-connect",
        LinkedinMessage = "linkedin-message",
        LinkedinInmail = "linkedin-inmail",
        /// A like or a comment that costs nothing and is seen.
        LinkedinEngage = "linkedin-engage",
        Letter = "letter",
        Gift = "gift",
        Video = "video",
        Event = "event",
        Referral = "referral",
        Text = "text",
        Task = "task",
    }
}

words! {
    /// What the touch is there for. The order is the order of a good sequence.
    #[derive(Default)]
    pub enum Purpose {
        /// Nobody has said yet.
        #[default] Unknown = "unknown",
        /// Make them want to know more.
        Curiosity = "curiosity",
        /// Show that we are worth their time.
        Credibility = "credibility",
        /// Ask for the meeting.
        Meeting = "meeting",
        /// Move the deal to its next step.
        Advance = "advance",
        /// Stay in mind.
        Nurture = "nurture",
    }
}

words! {
    /// Where a touch stands.
    #[derive(Default)]
    pub enum Status {
        #[default] Planned = "planned",
        Done = "done",
        Skipped = "skipped",
        /// Waits for an answer to be dealt with; keeps its place.
        Held = "held",
        Cancelled = "cancelled",
    }
}

words! {
    /// What came of doing it.
    pub enum Outcome {
        Sent = "sent",
        NoAnswer = "no-answer",
        LeftVoicemail = "left-voicemail",
        LeftMessage = "left-message",
        WrongNumber = "wrong-number",
        Connected = "connected",
        Done = "done",
    }
}

impl Purpose {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    pub(super) fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

impl Channel {
    /// The results that doing it can have, the usual one first.
    pub fn outcomes(self) -> &'static [Outcome] {
        match self {
            Self::Call => &[
                Outcome::NoAnswer,
                Outcome::LeftVoicemail,
                Outcome::LeftMessage,
                Outcome::WrongNumber,
                Outcome::Connected,
            ],
            Self::Email
            | Self::Text
            | Self::Video
            | Self::LinkedinMessage
            | Self::LinkedinInmail
            | Self::LinkedinConnect => &[Outcome::Sent],
            Self::Letter | Self::Gift | Self::Event | Self::Referral | Self::LinkedinEngage | Self::Task => {
                &[Outcome::Done]
            }
        }
    }

    /// Whether a written draft belongs to it.
    pub fn has_draft(self) -> bool {
        !matches!(self, Self::LinkedinEngage | Self::Task | Self::Event)
    }

    /// Whether the draft has a subject line.
    pub fn has_subject(self) -> bool {
        matches!(self, Self::Email | Self::LinkedinInmail)
    }

    /// A name of at most eight letters, for columns.
    pub fn short(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Call => "call",
            Self::LinkedinConnect => "connect",
            Self::LinkedinMessage => "linkedin",
            Self::LinkedinInmail => "inmail",
            Self::LinkedinEngage => "engage",
            Self::Letter => "letter",
            Self::Gift => "gift",
            Self::Video => "video",
            Self::Event => "event",
            Self::Referral => "referral",
            Self::Text => "text",
            Self::Task => "task",
        }
    }
}

/// One contact of a sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Touch {
    /// Four characters.
    pub id: String,
    /// How.
    pub channel: Channel,
    /// Working days after the start of the sequence; the first is 0.
    pub day: u32,
    /// The id of the person; absent while a role is unfilled.
    pub person: Option<String>,
    /// The playbook's role, kept so that an unfilled one can be filled later.
    pub to: Option<String>,
    /// What for.
    #[serde(skip_serializing_if = "Purpose::is_unknown")]
    pub purpose: Purpose,
    /// The subject line, a template.
    pub subject: String,
    /// The text, a template.
    pub message: String,
    /// One line of advice from the playbook.
    pub hint: String,
    /// Ids of the findings it cites.
    pub research: Vec<String>,
    /// The id of the touch whose thread this replies in.
    pub thread: Option<String>,
    /// The id of the member who does it, when that is not the account's owner.
    pub owner: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "is_planned")]
    pub status: Status,
    /// When it was done or skipped; what is held or cancelled has no day of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Moment>,
    /// What came of doing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    /// What it taught.
    pub learned: String,
    /// Moved by hand: not before this day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// With `due`: exactly then.
    pub pinned: bool,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_planned(status: &Status) -> bool {
    *status == Status::Planned
}

impl Touch {
    /// The channel as a person reads it; one that was not understood as it is written.
    pub fn channel_label(&self) -> String {
        self.unread.shown("channel").unwrap_or_else(|| self.channel.label())
    }

    /// The same in at most eight letters, where it is one we know.
    pub fn channel_short(&self) -> String {
        self.unread.shown("channel").unwrap_or_else(|| self.channel.short().to_owned())
    }

    /// What for, as a person reads it; nothing while nobody has said.
    pub fn purpose_label(&self) -> String {
        let said = || if self.purpose == Purpose::Unknown { String::new() } else { self.purpose.label() };
        self.unread.shown("purpose").unwrap_or_else(said)
    }

    /// The channel as it is written in the file.
    pub fn channel_word(&self) -> &str {
        self.unread.of("channel").unwrap_or_else(|| self.channel.word())
    }

    /// Still to be done, as far as we understand where it stands.
    pub fn is_open(&self) -> bool {
        self.status == Status::Planned && self.unread.of("status").is_none()
    }
}
