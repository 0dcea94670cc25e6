//! What somebody looks through who comes back to a plan that went on without them: what may have been answered, met,
//! missed or outdated meanwhile. Nothing of it is decided here.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Item, Kind, Subject};
use crate::domain::account::{Account, LogKind};
use crate::domain::calendar::Workdays;
use crate::domain::schedule::{self, World};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Status, Touch};

/// Who was written to in these days may still answer.
const ANSWERS_WITHIN: Days = Days::new(28);
/// Research is old after so many days.
pub const OLD_AFTER: Days = Days::new(90);
/// Drafts are looked at that go out within so many working days.
const GOES_OUT_WITHIN: u32 = 5;

/// What of one account is to be looked through, in no order.
pub fn catch_up(account: &Account, world: &World) -> Vec<Item> {
    let dated: Vec<(TouchAt, NaiveDate)> = schedule::dated(account, world).collect();
    let item = |kind, subject, on| Item::new(account, kind, subject, Some(on));
    let unanswered = unanswered(account, world.today);
    let unanswered = unanswered.into_iter().map(|(at, on)| item(Kind::Unanswered, Subject::Touch(at), on));
    let unrecorded =
        super::of_account(account, world, 0).into_iter().filter(|item| item.kind == Kind::UnrecordedMeeting);
    let passed = dates_passed(account, &dated, world.today);
    let passed = passed.into_iter().map(|(subject, on)| item(Kind::DatePassed, subject, on));
    let horizon = Workdays::of(world.calendar).after(world.today, GOES_OUT_WITHIN).unwrap_or(world.today);
    let soon = dated.iter().filter(|(_, due)| *due <= horizon);
    let old =
        soon.filter(|(at, _)| account.touch(*at).is_some_and(|touch| oldest(account, touch, world.today).is_some()));
    let old = old.map(|(at, due)| item(Kind::OldResearch, Subject::Touch(*at), *due));
    unanswered.chain(unrecorded).chain(passed).chain(old).collect()
}

/// The last touch to each person that was done not long ago, where nothing of theirs is on record since.
fn unanswered(account: &Account, today: NaiveDate) -> Vec<(TouchAt, NaiveDate)> {
    let from = today.checked_sub_days(ANSWERS_WITHIN).unwrap_or(today);
    let mut last: BTreeMap<&str, (TouchAt, NaiveDate)> = BTreeMap::new();
    let running = |at: TouchAt| account.sequences.get(at.sequence).is_some_and(|sequence| sequence.ended.is_none());
    for (at, touch) in account.touches().filter(|(at, touch)| touch.status == Status::Done && running(*at)) {
        let (Some(person), Some(closed)) = (touch.person.as_deref(), touch.closed.map(|closed| closed.day())) else {
            continue;
        };
        // What is done today is answered tomorrow.
        if (from..today).contains(&closed) && last.get(person).is_none_or(|(_, known)| *known <= closed) {
            last.insert(person, (at, closed));
        }
    }
    let answered = |person: &str, since: NaiveDate| {
        account.log.iter().any(|entry| {
            let theirs = entry.person.as_deref().is_none_or(|theirs| theirs == person);
            entry.kind == LogKind::Answer && theirs && entry.at.is_some_and(|at| at.day() >= since)
        })
    };
    last.into_iter().filter(|(person, (_, since))| !answered(person, *since)).map(|(_, item)| item).collect()
}

/// What was set to a day by hand that has passed: touches, next steps, and when to take the account up again.
fn dates_passed(account: &Account, dated: &[(TouchAt, NaiveDate)], today: NaiveDate) -> Vec<(Subject, NaiveDate)> {
    let touches = dated.iter().filter_map(|(at, _)| Some((Subject::Touch(*at), account.touch(*at)?.due?)));
    let steps = account.next_steps.iter().enumerate().filter(|(_, step)| step.done.is_none());
    let steps = steps.filter_map(|(i, step)| Some((Subject::NextStep(i), step.by?)));
    let revisit = account.revisit.map(|day| (Subject::Account, day));
    touches.chain(steps).chain(revisit).filter(|(_, day)| *day < today).collect()
}

/// The day of the oldest finding that the touch cites, if it is old.
pub fn oldest(account: &Account, touch: &Touch, today: NaiveDate) -> Option<NaiveDate> {
    let before = today.checked_sub_days(OLD_AFTER)?;
    let cited = account.research.iter().filter(|finding| touch.research.contains(&finding.id));
    cited.filter_map(|finding| finding.on).min().filter(|day| *day < before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::{LogEntry, NextStep};
    use crate::domain::answer::Answer;
    use crate::domain::research::Finding;
    use crate::domain::testing::{Setting, account, day, done, moment, sequence, touch, when};

    const TODAY: &str = "2026-11-23";

    fn found(account: &Account) -> Vec<(Kind, Subject)> {
        let mut items = catch_up(account, &Setting::new(&[], &[]).on(TODAY));
        super::super::order(&mut items);
        items.into_iter().map(|item| (item.kind, item.subject)).collect()
    }

    fn written(on: &str) -> Account {
        let touches = vec![
            done(touch("aaaa", 0, "dana-cole"), "2026-10-01"),
            done(touch("bbbb", 2, "dana-cole"), on),
            touch("cccc", 40, "dana-cole"),
        ];
        account(vec![sequence("2026-10-01", touches)])
    }

    #[test]
    fn whoever_was_written_to_may_have_answered() {
        let asked = vec![(Kind::Unanswered, Subject::Touch(when(0, 1)))];
        assert_eq!(found(&written("2026-11-05")), asked, "the last touch alone");
        assert_eq!(found(&written("2026-10-25")), [], "too long ago");
        assert_eq!(found(&written(TODAY)), [], "only just");
        let mut answered = written("2026-11-05");
        let entry = LogEntry {
            at: Some(moment("2026-11-06")),
            kind: LogKind::Answer,
            person: Some("dana-cole".into()),
            outcome: Some(Answer::OutOfOffice),
            ..LogEntry::default()
        };
        answered.log = vec![entry.clone()];
        assert_eq!(found(&answered), [], "it is on record");
        answered.log = vec![LogEntry { person: Some("lee-ray".into()), ..entry.clone() }];
        assert_eq!(found(&answered), asked, "somebody else's");
        answered.log = vec![LogEntry { at: Some(moment("2026-11-04")), ..entry }];
        assert_eq!(found(&answered), asked, "an earlier one");
    }

    #[test]
    fn dates_set_by_hand_that_have_passed() {
        let mut primo =
            account(vec![sequence("2026-11-16", vec![touch("aaaa", 0, "dana-cole"), touch("bbbb", 1, "lee-ray")])]);
        assert_eq!(found(&primo), [], "overdue is not set by hand");
        primo.sequences[0].touches[1].due = Some(day("2026-11-20"));
        primo.next_steps = vec![NextStep { by: Some(day("2026-11-19")), ..NextStep::default() }];
        primo.revisit = Some(day("2026-11-18"));
        let want = [Subject::Account, Subject::NextStep(0), Subject::Touch(when(0, 1))];
        assert_eq!(found(&primo), want.map(|subject| (Kind::DatePassed, subject)));
        primo.sequences[0].touches[1].due = Some(day(TODAY));
        primo.next_steps[0].done = Some(day(TODAY));
        primo.revisit = None;
        assert_eq!(found(&primo), []);
    }

    #[test]
    fn drafts_that_go_out_soon_and_cite_what_is_old() {
        let cites = |at: &str| {
            let touches = vec![touch("aaaa", 3, "dana-cole"), touch("bbbb", 9, "dana-cole")];
            let mut primo = account(vec![sequence(TODAY, touches)]);
            primo.research = vec![Finding { id: "r1c8".into(), on: Some(day(at)), ..Finding::default() }];
            primo.sequences[0].touches.iter_mut().for_each(|touch| touch.research = vec!["r1c8".into()]);
            primo
        };
        let first = vec![(Kind::OldResearch, Subject::Touch(when(0, 0)))];
        assert_eq!(found(&cites("2026-08-24")), first, "91 days, and the later touch has time");
        assert_eq!(found(&cites("2026-08-25")), [], "90 days");
    }
}
