//! The fields of a decision maker.

use super::{Field, Fields, Invalid, Kind, field, keeps_unread, refs, text};
use crate::domain::ids;
use crate::domain::people::{Email, Influence, Person, Phone, PhoneKind, Support};
use crate::domain::words::Vocabulary as _;

impl Fields for Person {
    keeps_unread!();

    const FIELDS: &'static [Field<Self>] = &[
        Field {
            key: "name",
            label: "Name",
            kind: Kind::Line,
            hint: "Dana Cole",
            get: |person, _| person.name.clone(),
            set: |person, text, _| {
                text::some(text).map(|name| person.name = name).ok_or_else(|| Invalid("a person needs a name".into()))
            },
        },
        field!("title", "Title", line title, "VP Marketing"),
        field!("department", "Department", line department, "Marketing"),
        field!("influence", "Influence", word(Influence) influence, "What they can decide"),
        field!("support", "Support", word(Support) support, "How they stand to us"),
        Field {
            key: "reports_to",
            label: "Reports to",
            kind: Kind::Person,
            hint: "Their boss",
            get: |person, context| refs::told(person.reports_to.as_deref(), context),
            set: |person, text, context| {
                let boss = refs::person(text, context)?;
                if boss.as_ref() == Some(&person.id) {
                    return Err(Invalid("nobody is their own boss".into()));
                }
                person.reports_to = boss;
                Ok(())
            },
        },
        Field {
            key: "emails",
            label: "E-mail",
            kind: Kind::List,
            hint: "dana@primo.example, best first",
            get: |person, _| {
                let told = person.emails.iter().map(|each| match each.bad {
                    Some(day) => format!("{} (bad {day})", each.value),
                    None => each.value.clone(),
                });
                told.collect::<Vec<_>>().join(", ")
            },
            set: |person, text, context| {
                let read = text::list(text).into_iter().map(|part| {
                    let (value, bad) = marked_bad(&part, context)?;
                    Ok(Email { value: text::email(value)?, bad })
                });
                person.emails = read.collect::<Result<_, Invalid>>()?;
                Ok(())
            },
        },
        Field {
            key: "phones",
            label: "Phone",
            kind: Kind::List,
            hint: "+1 312 555 0100 direct, +1 312 555 0111 mobile",
            get: |person, _| {
                let told = person.phones.iter().map(|each| {
                    let bad = each.bad.map(|day| format!(" (bad {day})")).unwrap_or_default();
                    format!("{} {}{bad}", each.value, each.kind.word())
                });
                told.collect::<Vec<_>>().join(", ")
            },
            set: |person, text, context| {
                let read = text::list(text).into_iter().map(|part| {
                    let (rest, bad) = marked_bad(&part, context)?;
                    let (number, kind) = match rest.rsplit_once(' ') {
                        Some((number, word)) if word.chars().all(char::is_alphabetic) => (number, word.parse()?),
                        _ => (rest, PhoneKind::Direct),
                    };
                    Ok(Phone { value: phone_number(number)?, kind, bad })
                });
                person.phones = read.collect::<Result<_, Invalid>>()?;
                Ok(())
            },
        },
        field!("linkedin", "LinkedIn", checked(text::url) linkedin, "https://www.linkedin.com/in/…"),
        field!("connected_on", "Connected", past connected_on, "The day they accepted"),
        field!("timezone", "Time zone", checked(text::zone) timezone, "America/New_York"),
        Field {
            key: "away",
            label: "Away",
            kind: Kind::List,
            hint: "2026-11-30..2026-12-02 out of office",
            get: |person, _| text::told_away(&person.away),
            set: |person, text, context| {
                person.away = text::away(text, context)?.into();
                Ok(())
            },
        },
        field!("referred_by", "Referred by", person referred_by, "Who sent us"),
        field!("do_not_contact", "Do not contact", flag do_not_contact, "Asked not to be written to"),
        Field {
            key: "ids",
            label: "In other systems",
            kind: Kind::List,
            hint: "salesforce=003AA00000AAAAA, hubspot=101",
            get: |person, _| ids::told(&person.ids),
            set: |person, text, _| {
                person.ids = text::ids(text)?;
                Ok(())
            },
        },
        field!("priorities", "Priorities", list priorities, "pipeline quality, cost per lead"),
        field!("notes", "Notes", text notes, "Anything else worth knowing"),
    ];
}

/// Takes `(bad 2026-11-21)` off the end.
fn marked_bad<'t>(part: &'t str, context: &super::Context) -> Result<(&'t str, Option<chrono::NaiveDate>), Invalid> {
    match part.strip_suffix(')').and_then(|rest| rest.rsplit_once("(bad")) {
        None => Ok((part, None)),
        Some((value, day)) if day.trim().is_empty() => Ok((value.trim(), Some(context.today()))),
        Some((value, day)) => Ok((value.trim(), text::date(day, None, context)?)),
    }
}

/// A telephone number as it is dialled.
pub(crate) fn phone_number(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " +-().x/#*".contains(c));
    if plain && digits >= 3 {
        Ok(text.to_owned())
    } else {
        Err(Invalid(format!("“{text}” is no telephone number; it reads like +1 312 555 0100")))
    }
}
