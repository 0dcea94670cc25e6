//! What trips the rules on drafts: whether they are written, what is missing in them, and whether they say anything.

use super::sequences::touches;
use super::{Case, Fill};
use crate::domain::draft::{self, Open};
use crate::domain::fields::Place;
use crate::domain::line::Addable;
use crate::domain::touch::Touch;

/// What is said by somebody who has nothing to say, each from the beginning of a word.
const EMPTY_HANDED: &[&str] = &[
    "checking in",
    "check in with you",
    "touching base",
    "touch base",
    "circling back",
    "circle back",
    "just following up",
    "following up on my",
    "bumping this",
    "top of your inbox",
    "did you get a chance",
    "did you have a chance",
    "had a chance to",
    "any thoughts",
    "quick nudge",
    "gentle nudge",
    "gentle reminder",
    "friendly reminder",
    "wanted to follow up",
    "let me know if you are interested",
    "let me know if you're interested",
];

/// What many drafts name alike is asked for once, where it belongs, and in this order: the variable, the place, the
/// question. What the account says comes first, who signs last.
const SHARED: &[(&str, Fill, &str)] = &[
    (
        "offer.value_proposition",
        of_account("offer.value_proposition"),
        "Drafts say what you do for companies like theirs. What is it, in a sentence with a number?",
    ),
    ("offer.proof", of_account("offer.proof"), "Drafts name who can confirm it. Which case is that?"),
    ("account.industry", of_account("industry"), "Drafts name their trade. Which is it?"),
    ("account.website", of_account("website"), "Drafts name their website. Which is it?"),
    ("account.why", of_account("why"), ""),
    ("entry_point.unit", of_account("entry_point.unit"), ""),
    ("entry_point.function", of_account("entry_point.function"), ""),
    ("entry_point.rationale", of_account("entry_point.rationale"), ""),
    ("research.direction", finding("direction: "), ""),
    ("research.challenge", finding("challenge: "), ""),
    ("research.issue", finding("issue: "), ""),
    ("research.trigger", finding("trigger: "), "Drafts quote an event of theirs. What has happened there lately?"),
    ("research.initiative", finding("initiative: "), "Drafts quote what they have under way. What is it?"),
    ("research.status_quo", finding("status-quo: "), "Drafts quote how they do it today. How is that?"),
    ("research.other", finding("other: "), ""),
    ("me.name", ME_NAME, "Drafts are signed with your name, and it stands nowhere yet. How do you sign?"),
    ("me.first_name", ME_NAME, ""),
    ("me.title", Fill::Setting("me.title"), "Drafts name your title, and it stands nowhere yet. What is it?"),
    (
        "me.booking_link",
        Fill::Setting("me.booking_link"),
        "A draft offers your booking link, and there is none yet. Where do others pick a time?",
    ),
];

const ME_NAME: Fill = Fill::Setting("me.name");

const fn of_account(key: &'static str) -> Fill {
    Fill::Field(Place::Account, key)
}

const fn finding(begins: &'static str) -> Fill {
    Fill::Add(Addable::Finding, begins)
}

/// What is asked where a draft names something that stands nowhere yet; nothing if this is no such place.
pub(super) fn asked(fill: Fill) -> Option<&'static str> {
    let (.., sentence) = SHARED.iter().find(|(_, each, _)| *each == fill)?;
    Some(if sentence.is_empty() { "Drafts quote it, and it stands nowhere yet. What is it?" } else { sentence })
}

/// The variable that is asked for so; nothing if it is asked at the touch.
pub(super) fn variable(fill: Fill) -> Option<&'static str> {
    SHARED.iter().find(|(_, each, _)| *each == fill).map(|(variable, ..)| *variable)
}

/// Where a variable that many drafts name is filled in; nothing if it is no such variable.
pub fn shared(variable: &str) -> Option<Fill> {
    SHARED.iter().find(|(each, ..)| *each == variable).map(|(_, fill, _)| *fill)
}

/// Whether a variable is asked for once for all drafts.
pub(super) fn is_shared(variable: &str) -> bool {
    SHARED.iter().any(|(each, ..)| *each == variable)
}

/// The finding is cited where a draft is written next.
pub(super) fn cites_research(case: &Case, found: &mut Vec<Fill>) -> usize {
    let first = case.open().find(|(_, touch)| touch.channel.has_draft());
    if let Some((at, _)) = first.filter(|_| case.planned().all(|(_, touch)| touch.research.is_empty())) {
        found.push(Fill::Field(Place::Touch(at), "research"));
    }
    usize::from(first.is_some())
}

fn is_written(touch: &Touch) -> bool {
    touch.channel.has_draft() && touch.unread.of("channel").is_none()
}

fn has_words(touch: &Touch) -> bool {
    !touch.message.trim().is_empty()
}

pub(super) fn draft(case: &Case, found: &mut Vec<Fill>) -> usize {
    touches(case, found, is_written, |_, touch| (!has_words(touch)).then_some("message"))
}

/// What is missing in several drafts alike comes first; then what only one of them leaves open.
pub(super) fn draft_gaps(case: &Case, found: &mut Vec<Fill>) -> usize {
    let (mut of, mut own) = (0, Vec::new());
    for (at, touch) in case.open().filter(|(_, touch)| is_written(touch) && has_words(touch)) {
        of += 1;
        let known = case.known(touch);
        let mut key = None;
        // In a thread the subject is that of its first touch, which has a line of its own here.
        let has_subject = touch.thread.is_none() && touch.channel.has_subject();
        let texts = [("message", Some(&touch.message)), ("subject", Some(&touch.subject).filter(|_| has_subject))];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            draft::each_open(text, &known, |open| match open {
                // Whom it goes to is asked for already.
                Open::Variable(name) if name.starts_with("person.") && !known.has_person() => {}
                Open::Variable(name) => match SHARED.iter().find(|(variable, ..)| *variable == name) {
                    Some((_, fill, _)) if !found.contains(fill) => found.push(*fill),
                    Some(_) => {}
                    None => key = key.or(Some(field)),
                },
                Open::Words => key = key.or(Some(field)),
            });
        }
        own.extend(key.map(|key| Fill::Field(Place::Touch(at), key)));
    }
    found.sort_by_key(|fill| SHARED.iter().position(|(_, each, _)| each == fill));
    found.append(&mut own);
    of
}

pub(super) fn something_new(case: &Case, found: &mut Vec<Fill>) -> usize {
    let which = |touch: &Touch| is_written(touch) && has_words(touch);
    touches(case, found, which, |_, touch| {
        let texts = [("subject", &touch.subject), ("message", &touch.message)];
        texts.into_iter().find(|(_, text)| is_empty_handed(text)).map(|(key, _)| key)
    })
}

/// Whether it says one of the things that say nothing. Every draft of a plan is looked through, so nothing is copied.
fn is_empty_handed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins_word = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    (0..bytes.len()).any(|at| {
        EMPTY_HANDED.iter().any(|said| said.as_bytes()[0] == bytes[at] | 0x20)
            && begins_word(at)
            && EMPTY_HANDED.iter().any(|said| {
                bytes.get(at..at + said.len()).is_some_and(|here| here.eq_ignore_ascii_case(said.as_bytes()))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::is_empty_handed;

    #[test]
    fn a_touch_that_says_nothing_is_known_by_its_words() {
        for text in [
            "Just checking in.",
            "Hi Dana,\n\nwanted to TOUCH BASE about",
            "bumping this to the top of your inbox",
            "Any thoughts on my email?",
            "A quick nudge.",
        ] {
            assert!(is_empty_handed(text), "{text}");
        }
        for text in ["", "The check in the corner", "Rechecking in winter", "Stouch base", "What a peer did first"] {
            assert!(!is_empty_handed(text), "{text}");
        }
    }
}
