//! A letter that came back, and what it says: bytes in, who wrote what and when out. Pure.
//!
//! Whatever the bytes are, nothing here panics, and nothing is made up: what a letter does not say is not there.

mod answered;
mod back;
mod html;
mod own;
mod report;
mod whose;

use std::borrow::Cow;

use crate::domain::message_id::Named;
use chrono::{DateTime, FixedOffset, Offset as _, Utc};
use mail_parser::decoders::html::html_to_text;
use mail_parser::{Address, Message, MessageParser, MimeHeaders as _, PartType};

pub(super) use answered::touch_named;
pub(super) use back::away_until;
pub(super) use report::Report;
pub(super) use whose::{Found, is_recorded, person, touch};

/// The most that a letter may hold, in bytes.
pub(super) const MOST: u64 = 10 << 20;

/// What kind of letter it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Somebody wrote it.
    Reply,
    /// A machine wrote it for somebody who is away.
    Away,
    /// A machine says what became of a letter of ours.
    Report(Report),
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mail {
    /// What kind.
    pub(super) kind: Kind,
    /// Whose it is: the addresses of From, then of Reply-To, then of Sender. Of a report, those it is about.
    pub(super) whose: Vec<Vec<String>>,
    /// The subject; of a report that of the letter it is about.
    pub(super) subject: String,
    /// The touches that it names as what it answers or brings back, the likeliest first.
    pub(super) answers: Vec<Named>,
    /// When it was written, if it says so.
    pub(super) date: Option<DateTime<FixedOffset>>,
    /// What they wrote themselves, without quotes and signature.
    pub(super) text: String,
}

/// Read a letter as it came (RFC 5322, MIME). Nothing: these bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    let mail = said(&message);
    take_apart(message);
    mail
}

fn said(message: &Message) -> Option<Mail> {
    let all = text_of(message);
    let text = own::words(&all);
    let subject = message.subject().unwrap_or_default().trim().to_owned();
    let from = addresses(message.from());
    let mut mail = Mail {
        kind: Kind::Reply,
        whose: [from, addresses(message.reply_to()), addresses(message.sender())].into(),
        subject,
        answers: answered::read(message),
        date: date_of(message),
        text,
    };
    if let Some(found) = report::read(message, &mail, &all) {
        // A report says what it says; the rest of it is about machines.
        mail.subject = found.subject;
        mail.whose = found.whose;
        mail.kind = Kind::Report(found.report);
    } else if is_automatic(message, &mail.subject) {
        mail.kind = Kind::Away;
    }
    // What has neither sender nor date nor subject is some other text with a colon in it.
    let is_letter = mail.date.is_some() || !mail.subject.is_empty() || mail.whose.iter().any(|each| !each.is_empty());
    is_letter.then_some(mail)
}

/// A letter in a letter in a letter… is let go of one by one: each within the other would need a stack as deep.
fn take_apart(message: Message) {
    let mut left = vec![message];
    while let Some(message) = left.pop() {
        left.extend(message.parts.into_iter().filter_map(|part| match part.body {
            PartType::Message(inner) => Some(inner),
            _ => None,
        }));
    }
}

/// In lower case, each once.
fn addresses(header: Option<&Address>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for address in header.into_iter().flat_map(|header| header.iter().filter_map(|each| each.address())) {
        let address = address.trim().to_lowercase();
        if address.contains('@') && !all.contains(&address) && all.len() < 32 {
            all.push(address);
        }
    }
    all
}

fn date_of(message: &Message) -> Option<DateTime<FixedOffset>> {
    let date = message.date().filter(|date| date.is_valid())?;
    let at = DateTime::from_timestamp(date.to_timestamp(), 0)?;
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let zone = FixedOffset::east_opt(if date.tz_before_gmt { -seconds } else { seconds });
    Some(at.with_timezone(&zone.unwrap_or(Utc.fix())))
}

/// The letter's text: of its plain parts, else of its HTML.
fn text_of(message: &Message) -> String {
    let parts = message.text_bodies().take(8).filter_map(|part| match &part.body {
        PartType::Text(text) => Some(Cow::Borrowed(text.as_ref())),
        PartType::Html(html) => Some(Cow::Owned(html_to_text(&html::own(html)))),
        _ => None,
    });
    parts.collect::<Vec<Cow<str>>>().join("\n")
}

/// A header as it stands there, without what goes around its value.
fn header<'a>(message: &'a Message, name: &'static str) -> Option<&'a str> {
    let value = message.header_raw(name)?;
    Some(value.trim())
}

/// How mail programs begin the subject of what they write by themselves.
const AWAY: [&str; 14] = [
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto reply",
    "auto:",
    "out of office",
    "out of the office",
    "ooo:",
    "abwesen",
    "automatische antwort",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "automatisch antwoord",
];

fn is_automatic(message: &Message, subject: &str) -> bool {
    let first_word = |value: &str| value.split([';', ' ', '(']).next().unwrap_or_default().to_lowercase();
    let submitted = header(message, "Auto-Submitted").map(first_word);
    let precedence = header(message, "Precedence").map(first_word);
    let subject = subject.to_lowercase();
    submitted.is_some_and(|how| !how.is_empty() && how != "no")
        || header(message, "X-Autoreply").is_some_and(|how| !how.eq_ignore_ascii_case("no"))
        || precedence.as_deref() == Some("auto_reply")
        || AWAY.iter().any(|begin| subject.starts_with(begin))
}

/// Whether the letter as a whole is of that type, `multipart/report` and the like.
fn is_of_type(message: &Message, kind: &str, subtype: &str) -> bool {
    let kinds = message.parts.first().and_then(|part| part.content_type());
    kinds.is_some_and(|it| {
        it.ctype().eq_ignore_ascii_case(kind) && it.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case(subtype))
    })
}

#[cfg(test)]
mod tests;
