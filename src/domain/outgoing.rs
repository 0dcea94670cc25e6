//! The draft of a touch as an email for a mail program to send. inroad itself sends nothing, and knows no address of the
//! sender's: there is no `From`, which the mail program puts there. What a plan holds can't add a header or a recipient.

use chrono::{DateTime, FixedOffset};
use mail_builder::MessageBuilder;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;

use super::account::Account;
use super::draft::{self, Rendered};
use super::fields::{Invalid, email};
use super::message_id;
use super::reach::{self, Address};
use super::sequence::TouchAt;
use super::settings::Member;
use super::touch::Touch;

/// An email that nobody has sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What a file with it is called, without its ending.
    pub stem: String,
    /// The address it goes to.
    pub to: String,
    /// The subject, in one line.
    pub subject: String,
    /// The text. Gaps stand in it as gaps.
    pub text: String,
    /// How many gaps.
    pub gaps: usize,
    name: String,
    at: DateTime<FixedOffset>,
    id: String,
    answers: Option<String>,
    references: Vec<String>,
}

impl Outgoing {
    /// The email of a touch.
    ///
    /// # Errors
    ///
    /// It is none, or can't be sent, as a sentence.
    pub fn of(
        account: &Account,
        at: TouchAt,
        me: Option<&Member>,
        now: DateTime<FixedOffset>,
    ) -> Result<Self, Invalid> {
        let n = at.touch + 1;
        let gone = || Invalid("it is gone".into());
        let sequence = account.sequences.get(at.sequence).ok_or_else(gone)?;
        let touch = sequence.touches.get(at.touch).ok_or_else(gone)?;
        let to = recipient(account, touch, n)?;
        let draft = draft::render(account, at, me).ok_or_else(gone)?;
        if let Some(why) = draft.subject.error.as_ref().or(draft.message.error.as_ref()) {
            return Err(Invalid(why.clone()));
        }
        if draft.message.is_empty() {
            return Err(Invalid(format!("touch {n} has no draft yet")));
        }
        let first = draft::first_of_thread(sequence, touch);
        let root = message_id::of_touch(account, &first.id).filter(|_| touch.thread.is_some() && first.id != touch.id);
        let plain =
            |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect::<String>();
        let (account_name, touch_name) = (plain(&account.id), plain(&touch.id));
        Ok(Self {
            stem: if touch_name.is_empty() {
                format!("{account_name}-{n}")
            } else {
                format!("{account_name}-{touch_name}")
            },
            name: line(account.person_of(touch.person.as_deref()).map_or("", |person| &person.name)),
            to,
            subject: line(&draft.subject.text()),
            gaps: draft.gaps(),
            text: lines(&draft.message),
            at: now,
            id: message_id::of_message(account, &touch.id, now),
            references: root.iter().cloned().chain(message_id::of_touch(account, &touch.id)).collect(),
            answers: root,
        })
    }

    /// As a message (RFC 5322). With `X-Unsent` programs with windows open it to be sent; others would send that along, and
    /// it would open so at the other end.
    pub fn message(&self, is_unsent: bool) -> Vec<u8> {
        let mut mail = MessageBuilder::new();
        mail = if self.name.is_empty() {
            mail.to(self.to.as_str())
        } else {
            mail.to((self.name.as_str(), self.to.as_str()))
        };
        if !self.subject.is_empty() {
            mail = mail.subject(Text::new(self.subject.as_str()));
        }
        mail = mail.date(self.at.timestamp()).message_id(self.id.as_str());
        if let Some(answers) = &self.answers {
            mail = mail.in_reply_to(answers.as_str());
        }
        if !self.references.is_empty() {
            mail = mail.references(MessageId::new_list(self.references.iter().map(String::as_str)));
        }
        let mut bytes = Vec::new();
        if is_unsent {
            mail = mail.header("X-Unsent", Raw::new("1"));
        }
        mail.text_body(self.text.as_str()).serialize(&mut bytes);
        bytes
    }
}

/// The address that the touch goes to, if it goes by email.
fn recipient(account: &Account, touch: &Touch, n: usize) -> Result<String, Invalid> {
    let refused = |why: String| Err(Invalid(why));
    let is_mail = touch.channel.address() == Some(Address::Email) && touch.unread.of("channel").is_none();
    if !is_mail {
        return refused(format!("touch {n} is no email ({})", touch.channel_label()));
    }
    let Some(person) = account.person_of(touch.person.as_deref()) else {
        return refused(format!("touch {n} goes to nobody yet"));
    };
    let name = person.first_name();
    if person.do_not_contact {
        return refused(format!("{name} asked not to be written to"));
    }
    let Some(address) = reach::address(person, touch.channel) else {
        let why = reach::obstacle(person, touch.channel).map(|obstacle| obstacle.told(person));
        return refused(why.unwrap_or_else(|| format!("no address of {name} is written down")));
    };
    let address = email(address)?;
    // They would end the address where it stands between angle brackets.
    if address.contains(['<', '>', '(', ')', '"', ';', ':', '\\', '[', ']']) {
        return refused(format!("“{address}” is no address that can be written to"));
    }
    Ok(address)
}

/// In one line, without what is no letter.
fn line(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    text.trim().to_owned()
}

fn lines(message: &Rendered) -> String {
    let text = message.text().replace("\r\n", "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    format!("{}\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use super::*;
    use crate::domain::testing::{account, at, done, sequence, touch, when};
    use crate::domain::touch::Channel;

    fn primo() -> Account {
        let mut touches = vec![done(touch("k3f9", 0, "dana-cole"), "2026-11-17"), touch("b2c4", 3, "dana-cole")];
        touches[0].subject = "40 % more – per lead?".into();
        touches[0].message = "Hi {{ person.first_name }},\n\nFrom Zoë.\n.\n".into();
        touches[1].thread = Some("k3f9".into());
        touches[1].message = "Still [how much]?".into();
        account(vec![sequence("2026-11-17", touches)])
    }

    fn of(account: &Account, touch: usize) -> Result<Outgoing, Invalid> {
        Outgoing::of(account, when(0, touch), None, at("2026-11-23"))
    }

    #[test]
    fn a_message_reads_back_as_what_was_meant() {
        let bytes = of(&primo(), 0).unwrap().message(true);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let to = mail.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some("Dana Cole"), Some("dana-cole@primo.example")));
        assert_eq!(mail.subject(), Some("40 % more – per lead?"));
        assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n"), "Hi Dana,\n\nFrom Zoë.\n.\n");
        assert_eq!(mail.date().unwrap().to_rfc3339(), "2026-11-23T15:00:00Z");
        assert_eq!(mail.message_id(), Some("k3f9.primo.1795446000@inroad.invalid"));
        assert_eq!(mail.references().as_text(), Some("k3f9.primo@inroad.invalid"));
        assert!(text.contains("\r\nX-Unsent: 1\r\n") && text.is_ascii() && !text.contains("\nFrom:"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        assert_eq!(mail.in_reply_to().as_text(), None);
        let plain = String::from_utf8(of(&primo(), 0).unwrap().message(false)).unwrap();
        assert_eq!(plain, text.replace("X-Unsent: 1\r\n", ""));
    }

    #[test]
    fn an_answer_in_a_thread_names_its_first_touch() {
        let outgoing = of(&primo(), 1).unwrap();
        assert_eq!((outgoing.subject.as_str(), outgoing.gaps), ("Re: 40 % more – per lead?", 1));
        assert_eq!(outgoing.text, "Still ‹how much›?\n");
        let bytes = outgoing.message(true);
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(mail.in_reply_to().as_text(), Some("k3f9.primo@inroad.invalid"));
        let references = ["k3f9.primo@inroad.invalid", "b2c4.primo@inroad.invalid"];
        assert_eq!(mail.references().as_text_list().unwrap(), references);
    }

    #[test]
    fn nothing_in_a_plan_adds_a_header_or_a_recipient() {
        let mut hostile = primo();
        hostile.people[0].name = "Dana\r\nBcc: x@evil.example".into();
        hostile.sequences[0].touches[0].subject = "a\r\nBcc: y@evil.example\r\n\r\nbody\u{1b}[2J".into();
        hostile.sequences[0].touches[0].id = "../../x\r\nBcc: z@evil.example".into();
        let outgoing = of(&hostile, 0).unwrap();
        assert_eq!(outgoing.stem, "primo-xBcczevilexample");
        let bytes = outgoing.message(true);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert!(mail.bcc().is_none() && mail.to().unwrap().iter().count() == 1, "{text}");
        assert!(!text.contains('\u{1b}'));
        for address in ["dana@primo.example>, <x@evil.example", "a\r\nBcc:x@evil.example", "a@b.example;c@d.example"] {
            let mut hostile = primo();
            hostile.people[0].emails[0].value = address.into();
            assert!(of(&hostile, 0).is_err(), "{address}");
        }
    }

    #[test]
    fn what_can_not_be_sent_is_told() {
        let told = |change: fn(&mut Account)| {
            let mut primo = primo();
            change(&mut primo);
            of(&primo, 0).unwrap_err().0
        };
        for (change, want) in [
            ((|a| a.sequences[0].touches[0].channel = Channel::Call) as fn(&mut Account), "touch 1 is no email (call)"),
            (|a| a.sequences[0].touches[0].person = None, "touch 1 goes to nobody yet"),
            (|a| a.sequences[0].touches[0].message.clear(), "touch 1 has no draft yet"),
            (|a| a.sequences[0].touches[0].message = "{{ x".into(), "this draft can't be filled in"),
            (|a| a.people[0].do_not_contact = true, "Dana asked not to be written to"),
            (|a| a.people[0].emails.clear(), "no address of Dana is written down"),
            (
                |a| a.people[0].emails.iter_mut().for_each(|e| e.bad = e.bad.or("2026-11-20".parse().ok())),
                "no good address of Dana",
            ),
        ] {
            let told = told(change);
            assert!(told.contains(want), "{told}");
        }
    }
}
