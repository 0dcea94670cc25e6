//! References to people of the account and members of the plan: written by name, kept by id.

use super::{Context, Invalid, text};
use crate::domain::called;
use crate::domain::near;
use crate::domain::people::Person;
use crate::domain::settings::Member;

/// The id of the person meant: by id, by name, or by an unambiguous beginning of either. Empty means nobody.
pub(crate) fn person(text: &str, context: &Context) -> Result<Option<String>, Invalid> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Ok(None);
    }
    let people = &context.account.people;
    match fits(&wanted, people).as_slice() {
        [only] => Ok(Some(only.id.clone())),
        [] if people.is_empty() => Err(Invalid("there are no people here yet; add one first".into())),
        [] => {
            let meant = nearly(&wanted, people).map_or_else(String::new, |name| format!("; did you mean {name}?"));
            Err(Invalid(format!("nobody here is called “{}”{meant}; there is {}", text.trim(), names(people))))
        }
        several => Err(Invalid(format!(
            "“{}” could be {}",
            text.trim(),
            called::people_meant(context.account, several.iter().copied())
        ))),
    }
}

/// The name of whoever was nearly named, by id, by name or by a part of it, in small letters.
pub(crate) fn nearly<'a>(wanted: &str, people: &'a [Person]) -> Option<&'a str> {
    let called = |person: &'a Person| {
        let name = person.name.to_lowercase();
        let parts: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        parts.into_iter().chain([name, person.id.clone()]).map(move |called| (called, person.name.as_str()))
    };
    let all: Vec<(String, &str)> = people.iter().flat_map(called).collect();
    let near = near::nearest(wanted, all.iter().map(|(called, _)| called.as_str()))?;
    all.iter().find(|(called, _)| called == near).map(|(_, name)| *name)
}

/// Whether nobody of the account could be meant.
pub(crate) fn nobody(text: &str, context: &Context) -> bool {
    fits(&text.trim().to_lowercase(), &context.account.people).is_empty()
}

/// Who could be meant: by id or whole name whoever that is alone, else everybody whose id or name begins so.
fn fits<'a>(wanted: &str, people: &'a [Person]) -> Vec<&'a Person> {
    let exact = people.iter().find(|p| p.id == wanted).or_else(|| {
        let mut named = people.iter().filter(|p| p.name.to_lowercase() == wanted);
        named.next().filter(|_| named.next().is_none())
    });
    if let Some(found) = exact {
        return vec![found];
    }
    let begins = |name: &str| name.to_lowercase().split_whitespace().any(|word| word.starts_with(wanted));
    people
        .iter()
        .filter(|p| p.id.starts_with(wanted) || p.name.to_lowercase().starts_with(wanted) || begins(&p.name))
        .collect()
}

/// Several, between commas.
pub(crate) fn people(text: &str, context: &Context) -> Result<Vec<String>, Invalid> {
    let mut ids = Vec::new();
    for part in text.split(',') {
        if let Some(id) = person(part, context)?
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// The person's name; the id where the name is not theirs alone or where nobody has that id.
pub(crate) fn told(id: Option<&str>, context: &Context) -> String {
    let Some(id) = id else { return String::new() };
    let Some(person) = context.account.person(id) else { return id.to_owned() };
    let same = context.account.people.iter().filter(|p| p.name.eq_ignore_ascii_case(&person.name)).count();
    if same == 1 && !person.name.is_empty() && !person.name.contains(',') { person.name.clone() } else { id.to_owned() }
}

/// Several names, with commas.
pub(crate) fn told_all(ids: &[String], context: &Context) -> String {
    ids.iter().map(|id| told(Some(id), context)).collect::<Vec<_>>().join(", ")
}

/// The id of the finding meant: its number in the list, or its id.
pub(crate) fn finding(part: &str, context: &Context) -> Result<String, Invalid> {
    let research = &context.account.research;
    if let Some(known) = research.iter().find(|finding| finding.id == part && !part.is_empty()) {
        return Ok(known.id.clone());
    }
    let at = part.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match at.and_then(|at| research.get(at)) {
        Some(found) if found.id.is_empty() => {
            Err(Invalid(format!("finding {part} has no id yet; edit it once and it gets one")))
        }
        Some(found) => Ok(found.id.clone()),
        None => Err(Invalid(format!("there is no finding {part}; there are {}", research.len()))),
    }
}

/// Several findings by their numbers or ids, between commas.
pub(crate) fn findings(text: &str, context: &Context) -> Result<Vec<String>, Invalid> {
    text::list(text).into_iter().map(|part| finding(&part, context)).collect()
}

/// Findings by their numbers; an id that no finding has as it is.
pub(crate) fn told_findings(ids: &[String], context: &Context) -> String {
    let told = ids.iter().map(|id| {
        let number = context.account.research.iter().position(|finding| finding.id == *id);
        number.filter(|_| !id.is_empty()).map_or_else(|| id.clone(), |n| (n + 1).to_string())
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The touch by its number, with its sequence's where there are several; an id that no touch has as it is.
pub(crate) fn told_touch(id: Option<&str>, context: &Context) -> String {
    let Some(id) = id else { return String::new() };
    let sequences = &context.account.sequences;
    let at = sequences.iter().enumerate().find_map(|(i, sequence)| {
        sequence.touches.iter().position(|touch| touch.id == id && !id.is_empty()).map(|j| (i + 1, j + 1))
    });
    match at {
        None => id.to_owned(),
        Some((_, touch)) if sequences.len() == 1 => touch.to_string(),
        Some((sequence, touch)) => format!("{sequence}:{touch}"),
    }
}

/// The id of the touch meant: by its number, `SEQUENCE:NUMBER`, or its id. Empty means none.
pub(crate) fn touch(text: &str, context: &Context) -> Result<Option<String>, Invalid> {
    let wanted = text.trim();
    if wanted.is_empty() {
        return Ok(None);
    }
    let sequences = &context.account.sequences;
    let nothing = || Invalid(format!("there is no touch “{wanted}” here; say its number or its id"));
    let all = || sequences.iter().flat_map(|sequence| &sequence.touches);
    let number = |text: &str| text.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = all().find(|touch| touch.id == wanted).or_else(|| {
        let (sequence, touch) = match (wanted.split_once(':'), sequences.len()) {
            (Some((sequence, touch)), _) => (number(sequence)?, touch),
            (None, 1) => (0, wanted),
            (None, _) => return None,
        };
        sequences.get(sequence)?.touches.get(number(touch)?)
    });
    match found {
        Some(found) if found.id.is_empty() => {
            Err(Invalid(format!("touch {wanted} has no id yet; edit it once and it gets one")))
        }
        Some(found) => Ok(Some(found.id.clone())),
        None if wanted.parse::<usize>().is_ok() && sequences.len() > 1 => {
            Err(Invalid(format!("there are several sequences; say 1:{wanted} or 2:{wanted}")))
        }
        None => Err(nothing()),
    }
}

/// The id of the member whose id or name that is. An id nobody has is kept as it is while there are no members.
pub(crate) fn member_of(wanted: &str, members: &[Member]) -> Option<String> {
    let found = members.iter().find(|m| m.id == wanted || m.name.eq_ignore_ascii_case(wanted));
    found.map(|member| member.id.clone()).or_else(|| members.is_empty().then(|| wanted.to_owned()))
}

/// The id of the member meant. An id nobody has is kept as it is while the plan has no members.
pub(crate) fn member(text: &str, context: &Context) -> Result<Option<String>, Invalid> {
    let wanted = text.trim();
    if wanted.is_empty() {
        return Ok(None);
    }
    let members = &context.settings.members;
    match member_of(wanted, members) {
        Some(id) => Ok(Some(id)),
        None => {
            let ids = members.iter().map(|m| m.id.as_str()).collect::<Vec<_>>().join(", ");
            Err(Invalid(format!("“{wanted}” is no member of this plan; there is {ids}")))
        }
    }
}

fn names<'a>(people: impl IntoIterator<Item = &'a Person>) -> String {
    people.into_iter().map(|p| p.name.as_str()).take(6).collect::<Vec<_>>().join(", ")
}
