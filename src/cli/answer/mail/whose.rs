//! Whose letter it is and which touch it answers, over all accounts. Several people with one address are nobody: who is
//! meant is never guessed.

use chrono::NaiveDate;

use super::Mail;
use crate::cli::Failure;
use crate::domain::account::{Account, AccountId, LogKind};
use crate::domain::answer::Answer;
use crate::domain::draft;
use crate::domain::plan::Plan;
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Member;
use crate::domain::touch::{Channel, Status, Touch};
use crate::domain::wire::Moment;

/// Somebody who was found by an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli::answer) struct Found {
    /// The account they are at.
    pub(in crate::cli::answer) account: AccountId,
    /// Their id there.
    pub(in crate::cli::answer) person: String,
    /// The address by which they were found, as the account has it.
    pub(in crate::cli::answer) address: Option<String>,
}

/// Whose letter it is: of the first header whose addresses somebody has, also one that is marked as bad. `within`
/// narrows it to one account.
///
/// # Errors
///
/// Nobody has such an address, or more than one person has.
pub(in crate::cli::answer) fn person(plan: &Plan, mail: &Mail, within: Option<&AccountId>) -> Result<Found, Failure> {
    let found = mail.whose.iter().map(|addresses| having(plan, addresses, within)).find(|found| !found.is_empty());
    match found.unwrap_or_default().as_slice() {
        [only] => Ok(only.clone()),
        [] => {
            let named: Vec<&str> = mail.whose.iter().flatten().map(String::as_str).take(3).collect();
            Err(Failure::failed(if named.is_empty() {
                "the message does not say whose it is; nothing was recorded".to_owned()
            } else {
                let place = within.map_or_else(|| "the plan".to_owned(), ToString::to_string);
                format!("nobody in {place} has the address {}; nothing was recorded", named.join(" or "))
            }))
        }
        several => {
            let told = several.iter().take(6).map(|each| {
                let account = plan.account(&each.account);
                let name = account.and_then(|account| account.person(&each.person)).map_or("", |who| who.name.as_str());
                format!("{name} at {}", each.account)
            });
            let told = told.collect::<Vec<_>>().join(", ");
            Err(Failure::failed(format!(
                "the message could be of {told}; nothing was recorded, `inroad answer ACCOUNT --person P --mail -` says \
                 whose it is"
            )))
        }
    }
}

/// Everybody who has one of these addresses, each once.
fn having(plan: &Plan, addresses: &[String], within: Option<&AccountId>) -> Vec<Found> {
    let mut found = Vec::new();
    for account in plan.all().filter(|account| within.is_none_or(|id| account.id == *id)) {
        for person in &account.people {
            let has = |value: &str| addresses.contains(&value.trim().to_lowercase());
            if let Some(email) = person.emails.iter().find(|email| has(&email.value)) {
                let (account, person) = (account.id.clone(), person.id.clone());
                found.push(Found { account, person, address: Some(email.value.clone()) });
            }
        }
    }
    found
}

/// The touch that the letter answers: the one that it names, else the last one to that person with its subject that was done by that day, else the
/// last one at all. What did not arrive was an email.
pub(in crate::cli::answer) fn touch(
    account: &Account,
    person: &str,
    mail: &Mail,
    answer: Answer,
    day: NaiveDate,
    me: Option<&Member>,
) -> Option<TouchAt> {
    // A letter of ours that somebody else could not get, because the address leads on to them, is not theirs to bounce.
    let is_theirs = |at: &TouchAt| {
        account.touch(*at).is_some_and(|touch| {
            answer != Answer::Bounced || (touch.person.as_deref() == Some(person) && touch.channel == Channel::Email)
        })
    };
    if let Some(at) = mail.answers.iter().filter_map(|named| named.touch(account)).find(is_theirs) {
        return Some(at);
    }
    let meant = |touch: &Touch| {
        touch.status == Status::Done
            && touch.person.as_deref() == Some(person)
            && touch.closed.is_none_or(|closed| closed.day() <= day)
            && (answer != Answer::Bounced || touch.channel == Channel::Email)
    };
    let subject = bare(&mail.subject);
    let has_subject = |at: TouchAt, touch: &Touch| {
        let rendered = || draft::render(account, at, me).map(|draft| bare(&draft.subject.text()));
        touch.channel.has_subject() && !subject.is_empty() && rendered().as_ref() == Some(&subject)
    };
    let named: Vec<&str> = account
        .touches()
        .filter(|(at, touch)| meant(touch) && has_subject(*at, touch))
        .map(|(_, touch)| touch.id.as_str())
        .collect();
    account.last_done(|touch| meant(touch) && named.contains(&touch.id.as_str())).or_else(|| account.last_done(meant))
}

/// What mail programs put before a subject, with the colon.
const PREFIXES: [&str; 16] = [
    "re:",
    "fwd:",
    "fw:",
    "aw:",
    "sv:",
    "wg:",
    "antw:",
    "vs:",
    "tr:",
    "rv:",
    "ref:",
    "odp:",
    "automatic reply:",
    "automatische antwort:",
    "out of office:",
    "auto:",
];

/// A subject as it is compared: without prefixes, in lower case, with single spaces.
fn bare(subject: &str) -> String {
    let lower = subject.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = lower.as_str();
    while let Some(next) = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix)).or_else(|| numbered(rest)) {
        rest = next.trim_start();
    }
    rest.to_owned()
}

/// `re[2]: …`
fn numbered(subject: &str) -> Option<&str> {
    let (number, rest) = subject.strip_prefix("re[")?.split_once("]:")?;
    number.chars().all(|c| c.is_ascii_digit()).then_some(rest)
}

/// Whether the log has this answer already. A letter has no number of its own in the log: the same person, answer, words
/// and moment are the same letter; one that does not say when it was written is known by its words. What did not arrive
/// can fail to only once, however many servers say so.
pub(in crate::cli::answer) fn is_recorded(
    account: &Account,
    person: &str,
    answer: Answer,
    touch: Option<TouchAt>,
    at: Option<Moment>,
    text: &str,
) -> bool {
    let touch = touch.and_then(|at| account.touch(at)).map(|touch| touch.id.as_str()).filter(|id| !id.is_empty());
    account.log.iter().any(|entry| {
        let failed = answer == Answer::Bounced && touch.is_some() && entry.touch.as_deref() == touch;
        let same_moment = match (at, entry.at) {
            (Some(Moment::At(at)), Some(Moment::At(known))) => at == known,
            (Some(at), known) => known == Some(at),
            (None, _) => true,
        };
        let same = same_moment && entry.text == text.trim();
        entry.kind == LogKind::Answer
            && entry.person.as_deref() == Some(person)
            && entry.outcome == Some(answer)
            && (same || failed)
    })
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn subjects_are_compared_without_what_mail_programs_add() {
        for subject in ["40 % more per lead?", "Re: 40 % more  per lead?", "AW: Re[3]: FWD: 40 % More per Lead?"] {
            assert_eq!(bare(subject), "40 % more per lead?", "{subject}");
        }
        assert_eq!(bare("Regarding: leads"), "regarding: leads");
        assert_eq!(bare("Re:"), "");
    }
}
