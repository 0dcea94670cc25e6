//! What both sides of a sync have done without knowing of the other: begun one playbook at an account, put down one meeting or
//! one answer.
//! Each is kept, and that it stands twice is said. Nothing is taken out here: which of the two counts only people know.

use super::account::{Account, LogEntry};
use super::meeting::Meeting;
use super::sequence::Sequence;

/// A sentence for each, of what both knew, of what the others made of it, and of the account as it is now.
pub fn told(known: &Account, theirs: &Account, now: &Account) -> Vec<String> {
    let runs = |sequence: &&Sequence| sequence.is_running() && !sequence.playbook.is_empty();
    let [came, ours] = new([&known.sequences, &theirs.sequences, &now.sequences], |sequence| &sequence.id);
    let both = pairs(came.into_iter().filter(runs), ours.into_iter().filter(runs), |a, b| a.playbook == b.playbook);
    let sequences = both.map(|sequence| {
        let what = "was begun on both sides and runs twice now; end one of the two.";
        format!("{}: “{}” {what}", now.name, sequence.playbook)
    });
    let is_open = |meeting: &&Meeting| meeting.is_to_come() && meeting.at.is_some();
    let [came, ours] = new([&known.meetings, &theirs.meetings, &now.meetings], |meeting| &meeting.id);
    let both = pairs(came.into_iter().filter(is_open), ours.into_iter().filter(is_open), |a, b| a.at == b.at);
    let meetings = both.filter_map(|meeting| {
        let what = "was put down on both sides and stands twice now; take one of the two out.";
        let at = meeting.at?;
        let time = at.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        Some(format!("{}: a meeting on {}{time} {what}", now.name, at.day().format("%a %-d %b")))
    });
    let is_answer = |entry: &&LogEntry| entry.outcome.is_some();
    let [came, ours] = new([&known.log, &theirs.log, &now.log], |entry| &entry.id);
    let both = pairs(came.into_iter().filter(is_answer), ours.into_iter().filter(is_answer), is_one_answer);
    let answers = both.map(|entry| {
        let who = entry.person.as_deref().map_or("somebody", |id| now.person(id).map_or(id, |person| &person.name));
        let what = "was put down on both sides and stands twice now; take one of the two out.";
        format!("{}: what came back from {who} {what}", now.name)
    });
    sequences.chain(meetings).chain(answers).collect()
}

/// The same answer of one person on one day.
fn is_one_answer(one: &LogEntry, other: &LogEntry) -> bool {
    let day = |entry: &LogEntry| entry.at.map(|at| at.day());
    (one.outcome, &one.person, day(one)) == (other.outcome, &other.person, day(other))
}

/// What they have added, and what was added here.
fn new<T>([known, theirs, now]: [&[T]; 3], id: impl Fn(&T) -> &String) -> [Vec<&T>; 2] {
    let has = |list: &[T], item: &T| list.iter().any(|each| id(each) == id(item));
    let came = now.iter().filter(|item| has(theirs, item) && !has(known, item));
    let ours = now.iter().filter(|item| !has(theirs, item) && !has(known, item));
    [came.collect(), ours.collect()]
}

/// Each of theirs that has one here.
fn pairs<'a, T: 'a>(
    came: impl Iterator<Item = &'a T>,
    ours: impl Iterator<Item = &'a T>,
    is_one: impl Fn(&T, &T) -> bool,
) -> impl Iterator<Item = &'a T> {
    let ours: Vec<&T> = ours.collect();
    came.filter(move |came| ours.iter().any(|ours| is_one(came, ours)))
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
