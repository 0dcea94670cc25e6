//! By which address a touch reaches somebody, what stands in its way, and by which channel it would go instead.

use super::people::Person;
use super::touch::Channel;

/// What a channel needs to know of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// An e-mail address.
    Email,
    /// A number.
    Phone,
    /// A LinkedIn profile.
    Profile,
}

impl Address {
    /// The field of a person that holds it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Email => "emails",
            Self::Phone => "phones",
            Self::Profile => "linkedin",
        }
    }

    /// What the field holds, in words.
    pub fn of_field(field: &str) -> &'static str {
        match field {
            "emails" => "e-mail address",
            "phones" => "phone number",
            _ => "LinkedIn profile",
        }
    }
}

/// Why a touch can't be done, or need not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Every address there was turned out to be bad.
    OnlyBad(Address),
    /// A LinkedIn message reaches only who accepted.
    NotConnected,
    /// They accepted already: asking again is skipped.
    AlreadyConnected,
}

impl Obstacle {
    /// In a few words, for the card and the menu.
    pub fn told(self, person: &Person) -> String {
        let name = person.first_name();
        match self {
            Self::OnlyBad(Address::Phone) => format!("no good number of {name} is left"),
            Self::OnlyBad(_) => format!("no good address of {name} is left"),
            Self::NotConnected => format!("{name} has not accepted on LinkedIn yet"),
            Self::AlreadyConnected => format!("{name} is connected already"),
        }
    }
}

impl Channel {
    /// The address it goes to; none for what goes by hand.
    pub fn address(self) -> Option<Address> {
        match self {
            Self::Email | Self::Video => Some(Address::Email),
            Self::Call | Self::Text => Some(Address::Phone),
            Self::LinkedinConnect | Self::LinkedinMessage | Self::LinkedinInmail | Self::LinkedinEngage => {
                Some(Address::Profile)
            }
            Self::Letter | Self::Gift | Self::Event | Self::Referral | Self::Task => None,
        }
    }
}

/// The address that the channel would use now.
pub fn address(person: &Person, channel: Channel) -> Option<&str> {
    match channel.address()? {
        Address::Email => person.email(),
        Address::Phone => person.phone(),
        Address::Profile => Some(person.linkedin.as_str()).filter(|profile| !profile.is_empty()),
    }
}

/// What stands in the way. An address that nobody wrote down yet is none: it may be known elsewhere.
pub fn obstacle(person: &Person, channel: Channel) -> Option<Obstacle> {
    match channel {
        Channel::LinkedinConnect if person.connected_on.is_some() => return Some(Obstacle::AlreadyConnected),
        Channel::LinkedinMessage if person.connected_on.is_none() => return Some(Obstacle::NotConnected),
        _ => {}
    }
    let needed = channel.address()?;
    let only_bad = match needed {
        Address::Email => !person.emails.is_empty() && person.email().is_none(),
        Address::Phone => !person.phones.is_empty() && person.phone().is_none(),
        Address::Profile => false,
    };
    only_bad.then_some(Obstacle::OnlyBad(needed))
}

/// By which other channels they can be reached, the likeliest first. A letter always finds somebody.
pub fn instead(person: &Person, channel: Channel) -> Vec<Channel> {
    let ways = [
        (Channel::Email, person.email().is_some()),
        (Channel::LinkedinMessage, person.connected_on.is_some()),
        (Channel::LinkedinInmail, true),
        (Channel::Call, person.phone().is_some()),
        (Channel::LinkedinConnect, person.connected_on.is_none()),
        (Channel::Letter, true),
    ];
    ways.into_iter().filter(|(way, open)| *open && *way != channel).map(|(way, _)| way).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{day, person};

    #[test]
    fn what_stands_in_the_way_and_how_they_are_reached_instead() {
        use Channel::{Call, Email, Letter, LinkedinConnect, LinkedinInmail, LinkedinMessage, Text, Video};
        let dana = person("dana-cole", "Dana Cole");
        let mut bounced = dana.clone();
        bounced.emails.iter_mut().for_each(|email| email.bad = Some(day("2026-11-20")));
        let mut half = dana.clone();
        half.emails[0].bad = Some(day("2026-11-20"));
        let mut wrong = dana.clone();
        wrong.phones.iter_mut().for_each(|phone| phone.bad = Some(day("2026-11-20")));
        let mut connected = dana.clone();
        connected.connected_on = Some(day("2026-06-15"));
        let unknown = Person { name: "Ana".into(), ..Person::default() };
        let cases: [(&Person, Channel, Option<Obstacle>, Channel); 10] = [
            (&dana, Email, None, LinkedinInmail),
            (&half, Email, None, LinkedinInmail),
            (&bounced, Email, Some(Obstacle::OnlyBad(Address::Email)), LinkedinInmail),
            (&bounced, Video, Some(Obstacle::OnlyBad(Address::Email)), LinkedinInmail),
            (&wrong, Call, Some(Obstacle::OnlyBad(Address::Phone)), Email),
            (&wrong, Text, Some(Obstacle::OnlyBad(Address::Phone)), Email),
            (&unknown, Call, None, LinkedinInmail),
            (&dana, LinkedinMessage, Some(Obstacle::NotConnected), Email),
            (&connected, LinkedinConnect, Some(Obstacle::AlreadyConnected), Email),
            (&bounced, Letter, None, LinkedinInmail),
        ];
        for (person, channel, want, first) in cases {
            assert_eq!(obstacle(person, channel), want, "{channel}");
            assert_eq!(instead(person, channel).first(), Some(&first), "{channel}");
        }
    }
}
