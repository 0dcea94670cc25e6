//! The fields of a touch.

use super::{Context, Field, Fields, Invalid, Kind, amount, field, keeps_unread, text};
use crate::domain::sequence::Sequence;
use crate::domain::touch::{Channel, Outcome, Purpose, Status, Touch};

impl Fields for Touch {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        field!("channel", "Channel", word(Channel) channel, "How it reaches them"),
        field!("person", "Person", person person, "Whom it goes to"),
        field!("purpose", "Purpose", word(Purpose) purpose, "Curiosity, then credibility, then the meeting"),
        Field {
            key: "day",
            label: "Day",
            kind: Kind::Number,
            hint: "Working days after the start; the first is 0",
            get: |touch, _| touch.day.to_string(),
            set: |touch, text, _| {
                touch.day = amount::number(text)?.unwrap_or(0);
                Ok(())
            },
        },
        field!("subject", "Subject", line subject, "40 % more per lead?"),
        field!("message", "Message", text message, "Hi {{ person.first_name }}, …"),
        field!("research", "Cites", findings research, "Numbers of findings, 1, 3"),
        Field {
            key: "thread",
            label: "Reply to",
            kind: Kind::Line,
            hint: "The number of the touch whose thread this replies in",
            get: |touch, context| {
                let Some(id) = &touch.thread else { return String::new() };
                let number = own_sequence(context).and_then(|s| s.touches.iter().position(|each| each.id == *id));
                number.map_or_else(|| id.clone(), |n| (n + 1).to_string())
            },
            set: |touch, text, context| {
                touch.thread = text::some(text).map(|text| thread(&text, touch, context)).transpose()?;
                Ok(())
            },
        },
        field!("due", "Not before", date due, "Moved by hand: +3bd, fri, 4 dec"),
        field!("pinned", "Exactly then", flag pinned, "Pinned to that day"),
        field!("owner", "Owner", member owner, "When another member does it"),
        field!("to", "Role", word_or_none to, "The playbook's role"),
        field!("hint", "Hint", line hint, "Advice for whoever does it"),
        field!("status", "Status", word(Status) status, "Where it stands"),
        field!("closed", "Closed", moment closed, "When it was done: today, mon 10:00"),
        field!("result", "Result", word?(Outcome) result, "What came of doing it"),
        field!("learned", "Learned", text learned, "What it taught"),
    ];
}

fn own_sequence<'a>(context: &Context<'a>) -> Option<&'a Sequence> {
    context.touch.and_then(|at| context.account.sequences.get(at.sequence))
}

/// The id of the touch meant: its number in this sequence, or its id. A touch can't reply to itself.
fn thread(text: &str, touch: &Touch, context: &Context) -> Result<String, Invalid> {
    let touches = own_sequence(context).map_or(&[][..], |sequence| &sequence.touches);
    let by_number = text.parse::<usize>().ok().and_then(|n| touches.get(n.checked_sub(1)?));
    let found = touches.iter().find(|each| each.id == text).or(by_number);
    match found {
        Some(found) if found.id == touch.id => Err(Invalid("a touch can't reply to itself".into())),
        Some(found) => Ok(found.id.clone()),
        None => Err(Invalid(format!("there is no touch {text} in this sequence; there are {}", touches.len()))),
    }
}
