//! Decision makers: who they are, what they can decide, how they stand to us, and how to reach them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::range::Away;
use super::unread::Unread;
use super::wire;
use super::words::words;

words! {
    /// What a person can do to the purchase (the buying influences of strategic selling).
    #[derive(Default)]
    pub enum Influence {
        /// Releases the money.
        Economic = "economic",
        /// Works with it afterwards.
        User = "user",
        /// Judges whether it fits.
        Technical = "technical",
        /// Wants us to win and tells us how.
        Coach = "coach",
        /// Decides who gets through.
        Gatekeeper = "gatekeeper",
        /// Nobody has asked yet.
        #[default] Unknown = "unknown",
    }
}

words! {
    /// How a person stands to us.
    #[derive(Default)]
    pub enum Support {
        /// Sells for us when we are not in the room.
        Champion = "champion",
        /// In favour.
        Supporter = "supporter",
        /// Neither way.
        Neutral = "neutral",
        /// Has doubts.
        Sceptic = "sceptic",
        /// Works against it.
        Blocker = "blocker",
        /// Nobody has asked yet.
        #[default] Unknown = "unknown",
    }
}

words! {
    /// What kind of line a number is.
    #[derive(Default)]
    pub enum PhoneKind {
        /// Their desk.
        #[default] Direct = "direct",
        /// In their pocket.
        Mobile = "mobile",
        /// Somebody else picks up.
        Switchboard = "switchboard",
    }
}

/// An e-mail address, and when it turned out to be bad.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Email {
    /// The address.
    pub value: String,
    /// The day it bounced.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub bad: Option<NaiveDate>,
}

/// A telephone number, and when it turned out to be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Phone {
    /// The number as it is dialled.
    pub value: String,
    /// What kind of line.
    pub kind: PhoneKind,
    /// The day it was found to be wrong.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub bad: Option<NaiveDate>,
}

/// One person at the account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// A slug of the name, unique in the account.
    pub id: String,
    /// As they sign.
    pub name: String,
    /// Their title.
    pub title: String,
    /// The department they work in.
    pub department: String,
    /// What they can decide.
    #[serde(skip_serializing_if = "unknown_influence")]
    pub influence: Influence,
    /// How they stand to us.
    #[serde(skip_serializing_if = "unknown_support")]
    pub support: Support,
    /// The id of their boss.
    pub reports_to: Option<String>,
    /// Their addresses, best first.
    pub emails: Vec<Email>,
    /// Their numbers, best first.
    pub phones: Vec<Phone>,
    /// Their profile.
    pub linkedin: String,
    /// The day they accepted.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub connected_on: Option<NaiveDate>,
    /// An IANA zone, `America/New_York`.
    pub timezone: String,
    /// When they are not to be reached; touches to them wait.
    pub away: Vec<Away>,
    /// The id of who sent us.
    pub referred_by: Option<String>,
    /// Asked not to be written to; no touch to them is ever due again.
    pub do_not_contact: bool,
    /// What they care about.
    pub priorities: Vec<String>,
    /// Anything else.
    pub notes: String,
    /// What of it could not be understood.
    #[serde(rename = "?", skip_deserializing, skip_serializing_if = "Unread::is_empty")]
    pub unread: Unread,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn unknown_influence(influence: &Influence) -> bool {
    *influence == Influence::Unknown
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn unknown_support(support: &Support) -> bool {
    *support == Support::Unknown
}

impl Person {
    /// `Dana` of `Dana Cole`; a name in one word is itself.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// `Cole` of `Dana Cole`; empty for a name in one word.
    pub fn last_name(&self) -> &str {
        self.name.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim())
    }

    /// The first address that has not bounced.
    pub fn email(&self) -> Option<&str> {
        self.emails.iter().find(|each| each.bad.is_none()).map(|each| each.value.as_str())
    }

    /// The first number that is not wrong.
    pub fn phone(&self) -> Option<&str> {
        self.phones.iter().find(|each| each.bad.is_none()).map(|each| each.value.as_str())
    }
}

/// A person's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TheirTime {
    /// The time of day where they are.
    pub time: chrono::NaiveTime,
    /// From eight to six, Monday to Friday: an hour at which a call is no offence.
    pub decent: bool,
}

impl Person {
    /// What time it is where they are; none without a zone that is one.
    pub fn their_time(&self, now: chrono::DateTime<chrono::FixedOffset>) -> Option<TheirTime> {
        use chrono::{Datelike as _, Timelike as _};
        let zone: chrono_tz::Tz = self.timezone.parse().ok()?;
        let there = now.with_timezone(&zone);
        let weekday = there.weekday().num_days_from_monday() < 5;
        Some(TheirTime { time: there.time(), decent: weekday && (8..18).contains(&there.hour()) })
    }
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[test]
    fn their_clock_changes_when_theirs_does_and_not_ours() {
        // The same hour in Chicago before and after each change of either clock.
        for (now, prague, decent) in [
            ("2026-03-06T12:00:00-06:00", "19:00", false),
            ("2026-03-09T12:00:00-05:00", "18:00", false),
            ("2026-03-30T12:00:00-05:00", "19:00", false),
            ("2026-10-23T10:30:00-05:00", "17:30", true),
            ("2026-10-26T10:30:00-05:00", "16:30", true),
            ("2026-11-02T10:30:00-06:00", "17:30", true),
            // A call at ten there, on the Sunday on which the clock is put forward, is still a call on a Sunday.
            ("2026-03-29T03:00:00-05:00", "10:00", false),
        ] {
            let person = Person { timezone: "Europe/Prague".into(), ..Person::default() };
            let there = person.their_time(chrono::DateTime::parse_from_rfc3339(now).unwrap()).unwrap();
            assert_eq!((there.time.format("%H:%M").to_string().as_str(), there.decent), (prague, decent), "{now}");
        }
        assert_eq!(Person::default().their_time(chrono::DateTime::UNIX_EPOCH.fixed_offset()), None);
    }
}
