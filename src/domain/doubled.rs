//! What both sides of a sync have done without knowing of the other: begun one playbook at an account, put down one meeting or
//! one answer.
//! Each is kept, and that it stands twice is said. Nothing is taken out here: which of the two counts only people know.

use super::account::{Account, LogEntry};
use super::answer::Answer;

/// A sentence for each, of what both knew, of what the others made of it, and of the account as it is now.
pub fn told(known: &Account, theirs: &Account, now: &Account) -> Vec<String> {
    let sequences = both(
        [&known.sequences, &theirs.sequences, &now.sequences],
        |sequence| &sequence.id,
        |sequence| Some(&sequence.playbook).filter(|playbook| sequence.is_running() && !playbook.is_empty()),
    );
    let meetings = both(
        [&known.meetings, &theirs.meetings, &now.meetings],
        |meeting| &meeting.id,
        |meeting| meeting.at.filter(|_| meeting.is_to_come()),
    );
    // The same answer of one person to one touch, on one day, or in the same words.
    let answers = both(
        [&known.log, &theirs.log, &now.log],
        |entry| &entry.id,
        |entry| Some(Answered { outcome: entry.outcome?, entry }),
    );
    let begun = sequences.into_iter().map(|sequence| {
        format!("“{}” was begun on both sides and runs twice now; end one of the two.", sequence.playbook)
    });
    let twice =
        |what: &str| format!("{what} was put down on both sides and stands twice now; take one of the two out.");
    let booked = meetings.into_iter().filter_map(|meeting| {
        let at = meeting.at?;
        let time = at.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        Some(twice(&format!("a meeting on {}{time}", at.day().format("%a %-d %b"))))
    });
    let answered = answers.into_iter().map(|entry| {
        let who = entry.person.as_deref().map_or("somebody", |id| now.person(id).map_or(id, |person| &person.name));
        twice(&format!("what came back from {who}"))
    });
    begun.chain(booked).chain(answered).map(|told| format!("{}: {told}", now.name)).collect()
}

/// Whose other answer stands where one that was put down twice is gone, and what came of it with it: stage and touches.
pub fn bereft(was: &Account, is: &Account) -> Vec<String> {
    if was.stage == is.stage && was.sequences == is.sequences {
        return Vec::new();
    }
    let gone = was.log.iter().filter(|entry| is.log.iter().all(|each| each.id != entry.id));
    let gone = gone.filter_map(|entry| Some(Answered { outcome: entry.outcome?, entry }));
    let stands = |gone: &Answered| {
        let mut others = is.log.iter().filter_map(|entry| Some(Answered { outcome: entry.outcome?, entry }));
        others.any(|other| other == *gone)
    };
    let told = |Answered { entry, .. }: Answered| {
        let who = is.person_of(entry.person.as_deref()).map_or("somebody", |person| person.name.as_str());
        format!("{}: an answer of {who} still stands, but what came of it is taken back as well.", is.name)
    };
    gone.filter(stands).map(told).collect()
}

/// An answer, as far as two of them may be one.
struct Answered<'a> {
    outcome: Answer,
    entry: &'a LogEntry,
}

impl PartialEq for Answered<'_> {
    fn eq(&self, Answered { outcome, entry: other }: &Self) -> bool {
        let entry = self.entry;
        let is_of_one_touch = entry.touch.is_some() && entry.touch == other.touch;
        let is_in_the_same_words = !entry.text.trim().is_empty() && entry.text.trim() == other.text.trim();
        let day = |entry: &LogEntry| entry.at.map(|at| at.day());
        (self.outcome, &entry.person) == (*outcome, &other.person)
            && (is_of_one_touch || is_in_the_same_words || day(entry) == day(other))
    }
}

/// Each that they have added and that was added here too, of what both knew, theirs, and what there is now. `what` says what it
/// is, by which two are one; nothing, where it doesn't count.
fn both<'a, T, W: PartialEq>(
    [known, theirs, now]: [&'a [T]; 3],
    id: impl Fn(&T) -> &String,
    what: impl Fn(&'a T) -> Option<W>,
) -> Vec<&'a T> {
    let has = |list: &[T], item: &T| list.iter().any(|each| id(each) == id(item));
    let new = now.iter().filter(|item| !has(known, item)).filter_map(|item| Some((item, what(item)?)));
    let (came, ours): (Vec<_>, Vec<_>) = new.partition(|(item, _)| has(theirs, item));
    came.into_iter().filter(|(_, what)| ours.iter().any(|(_, other)| other == what)).map(|(item, _)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account with these sequences and meetings, each `id playbook` and `id moment`.
    fn account(sequences: &[&str], meetings: &[&str]) -> Account {
        let sequences = sequences.iter().map(|each| {
            let (id, playbook) = each.split_once(' ').unwrap();
            format!("[[sequences]]\nid = \"{id}\"\nplaybook = \"{playbook}\"\ntouches = [{{ id = \"t{id}\" }}]\n")
        });
        let meetings = meetings.iter().map(|each| {
            let (id, at) = each.split_once(' ').unwrap();
            format!("[[meetings]]\nid = \"{id}\"\nstatus = \"booked\"\nat = {at}\n")
        });
        let text: String = std::iter::once("name = \"Primo\"\n".to_owned()).chain(sequences).chain(meetings).collect();
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn one_answer_that_both_have_put_down_is_told() {
        let account = |entries: &[(&str, &str, &str)]| -> Account {
            let entry = |(id, person, at): &(&str, &str, &str)| {
                format!(
                    "[[log]]\nid = \"{id}\"\nkind = \"answer\"\noutcome = \"replied\"\nperson = \"{person}\"\nat = {at}\n"
                )
            };
            let entries: String = entries.iter().map(entry).collect();
            toml::from_str(&format!(
                "name = \"Primo\"\npeople = [{{ id = \"dana\", name = \"Dana Cole\" }}]\n{entries}"
            ))
            .unwrap()
        };
        let (hers, his) = (("a", "dana", "2026-11-24T09:00:00"), ("b", "dana", "2026-11-24T09:07:00"));
        let told = told(&account(&[]), &account(&[hers]), &account(&[hers, his]));
        assert_eq!(told.len(), 1);
        assert!(told[0].starts_with("Primo: what came back from Dana Cole was put down on both sides"), "{told:?}");
        for his in [("b", "lee", "2026-11-24T09:07:00"), ("b", "dana", "2026-11-25")] {
            assert!(super::told(&account(&[]), &account(&[hers]), &account(&[hers, his])).is_empty(), "{his:?}");
        }
        // To one touch there is one answer of a kind, whenever it was put down.
        let to_a_touch = |entries: &[(&str, &str, &str)]| {
            let mut account = account(entries);
            account.log.iter_mut().for_each(|entry| entry.touch = Some("t1".into()));
            account
        };
        let his = ("b", "dana", "2026-11-25");
        assert_eq!(super::told(&account(&[]), &to_a_touch(&[hers]), &to_a_touch(&[hers, his])).len(), 1);
    }

    #[test]
    fn what_each_side_has_begun_is_told_and_what_one_side_has_is_not() {
        let tuesday = "2026-11-24T10:00:00-06:00";
        let at = |id: &str, when: &str| format!("{id} {when}");
        let (known, hers, his) = ("k call", "a mail", "b mail");
        for (base, theirs, now, count) in [
            (account(&[known], &[]), account(&[known, hers], &[]), account(&[known, hers, his], &[]), 1),
            // One of the two was there before, or both are theirs: somebody meant it so.
            (account(&[his], &[]), account(&[his, hers], &[]), account(&[his, hers], &[]), 0),
            (account(&[], &[]), account(&[hers, his], &[]), account(&[hers, his], &[]), 0),
            (account(&[], &[]), account(&[hers], &[]), account(&[hers, "b call"], &[]), 0),
            (
                account(&[], &[]),
                account(&[], &[&at("m", tuesday)]),
                account(&[], &[&at("m", tuesday), &at("n", tuesday)]),
                1,
            ),
            (
                account(&[], &[]),
                account(&[], &[&at("m", tuesday)]),
                account(&[], &[&at("m", tuesday), &at("n", "2026-11-24T14:00:00-06:00")]),
                0,
            ),
        ] {
            let told = told(&base, &theirs, &now);
            assert_eq!(told.len(), count, "{told:?}");
            assert!(told.iter().all(|told| told.starts_with("Primo: ") && told.contains("on both sides")), "{told:?}");
        }
    }
}
