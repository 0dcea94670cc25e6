//! What can come back, and the table of what follows from it; plan.toml may override the table.

use super::overrides::{Brings, Stops};
use super::reach::Address;
use super::settings::Settings;
use super::stage::Stage;
use super::words::{Vocabulary as _, words};

words! {
    /// What came back on a touch, at once or days later.
    pub enum Answer {
        Replied = "replied",
        MeetingBooked = "meeting-booked",
        CallBack = "call-back",
        SendSomething = "send-something",
        Accepted = "accepted",
        Referred = "referred",
        OutOfOffice = "out-of-office",
        ContactLater = "contact-later",
        NotInterested = "not-interested",
        Bounced = "bounced",
        WrongNumber = "wrong-number",
        Unsubscribed = "unsubscribed",
    }
}

impl Answer {
    /// Somebody said it; the rest are machines, and a click.
    pub fn is_a_persons(self) -> bool {
        !matches!(self, Self::Bounced | Self::WrongNumber | Self::OutOfOffice | Self::Accepted)
    }

    /// The kind of address that turned out to be bad; none for what a person said.
    pub fn address(self) -> Option<Address> {
        match self {
            Self::Bounced => Some(Address::Email),
            Self::WrongNumber => Some(Address::Phone),
            _ => None,
        }
    }
}

/// What follows from an answer by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consequence {
    /// The answer.
    pub answer: Answer,
    /// The stage the account comes to; never back from a later one.
    pub stage: Option<Stage>,
    /// What it stops.
    pub stops: Stops,
    /// What was sent did not arrive: it stands for today once more, to go by another address or channel.
    pub reopens: bool,
}

const fn row(answer: Answer, stage: Option<Stage>, stops: Stops, reopens: bool) -> Consequence {
    Consequence { answer, stage, stops, reopens }
}

/// The table.
pub const CONSEQUENCES: [Consequence; 12] = [
    row(Answer::Replied, Some(Stage::Engaged), Stops::Hold, false),
    row(Answer::MeetingBooked, Some(Stage::Meeting), Stops::Hold, false),
    row(Answer::CallBack, Some(Stage::Engaged), Stops::Nothing, false),
    row(Answer::SendSomething, Some(Stage::Engaged), Stops::Nothing, false),
    row(Answer::Accepted, None, Stops::Nothing, false),
    row(Answer::Referred, None, Stops::Cancel, false),
    row(Answer::OutOfOffice, None, Stops::Nothing, false),
    row(Answer::ContactLater, None, Stops::Nothing, false),
    row(Answer::NotInterested, None, Stops::Cancel, false),
    row(Answer::Bounced, None, Stops::Nothing, true),
    row(Answer::WrongNumber, None, Stops::Nothing, true),
    row(Answer::Unsubscribed, None, Stops::Cancel, false),
];

/// What follows from the answer in this plan.
pub fn consequence(answer: Answer, settings: &Settings) -> Consequence {
    let usual = CONSEQUENCES.into_iter().find(|each| each.answer == answer);
    let usual = usual.unwrap_or(row(answer, None, Stops::Nothing, false));
    let Some(own) = settings.answers.get(answer.word()) else { return usual };
    Consequence {
        answer,
        stage: own.stage.map_or(usual.stage, |Brings(stage)| stage),
        stops: own.stops.unwrap_or(usual.stops),
        reopens: own.reopens.unwrap_or(usual.reopens),
    }
}
