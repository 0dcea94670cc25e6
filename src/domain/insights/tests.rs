//! Insights by example: what is counted where, and what is said of it.

use super::*;
use crate::domain::account::{Account, LogEntry, StageChange};
use crate::domain::answer::Answer;
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::sequence::Sequence;
use crate::domain::stage::Stage;
use crate::domain::testing::{account, day, done, sequence, touch};
use crate::domain::touch::{Channel, Purpose, Touch};
use crate::domain::unread::Raw;
use crate::domain::wire::Moment;

fn lens(period: Period) -> Lens<'static> {
    Lens { today: day("2026-11-25"), period, member: None }
}

fn of(accounts: &[Account]) -> Insights {
    Insights::of(accounts, |_| None, &lens(Period::ALL))
}

/// An account whose touches of these numbers were answered, of so many that were done.
fn answered(count: usize, numbers: &[usize]) -> Account {
    let touches = (0..count).map(|n| done(touch(&format!("t{n:03}"), n as u32, "dana-cole"), "2026-11-17"));
    let mut account = account(vec![sequence("2026-11-02", touches.collect())]);
    account.log.extend(numbers.iter().map(|n| LogEntry {
        person: Some("dana-cole".into()),
        touch: Some(format!("t{:03}", n - 1)),
        outcome: Some(Answer::Replied),
        ..LogEntry::default()
    }));
    account
}

fn says(accounts: &[Account], picture: Picture) -> String {
    of(accounts).says(picture, Measure::Answers)
}

#[test]
fn whether_ten_is_worth_it_is_said_only_on_enough_cases() {
    let early = |count: usize| std::iter::repeat_n(answered(10, &[2]), count);
    let late = |count: usize| std::iter::repeat_n(answered(10, &[8]), count);
    let accounts = |few: usize, many: usize| early(few).chain(late(many)).collect::<Vec<_>>();
    for (before, after, want) in [
        (8, 3, "Touch 7 and later bring 3 of 11 answers: ten is worth it."),
        (30, 3, "Touch 7 and later bring 3 of 33 answers: not clear yet whether ten is worth it."),
        (60, 0, "Touch 7 and later bring 0 of 60 answers: ten is hardly worth it."),
        (5, 4, "Touch 7 and later bring 4 of 9 answers: too few to say whether ten is worth it."),
    ] {
        assert_eq!(says(&accounts(before, after), Picture::Number), want);
    }
    // Whoever stops after six learns nothing about the seventh.
    let six = vec![answered(6, &[1]); 20];
    assert_eq!(
        says(&six, Picture::Number),
        "Touch 7 and later bring 0 of 20 answers: too few to say whether ten is worth it."
    );
    assert_eq!(says(&[], Picture::Number), "No touches were done in this time.");
    assert_eq!(says(&[answered(3, &[])], Picture::Number), "None of 3 touches drew an answer yet.");
}

#[test]
fn a_group_is_said_to_be_ahead_only_as_far_as_the_numbers_say_it() {
    let calls = |mut account: Account| {
        account.sequences[0].touches.iter_mut().for_each(|touch| touch.channel = Channel::Call);
        account
    };
    let (mails, many) = (answered(40, &[1]), answered(20, &[1, 2, 3, 4, 5, 6, 7, 8]));
    let want = "Call: 8 of 20 touches drew an answer (40 %), of the others 1 of 40 (3 %); likely more than chance.";
    assert_eq!(says(&[mails.clone(), calls(many)], Picture::Channel), want);
    let want = "Call: 1 of 20 touches drew an answer (5 %), of the others 1 of 40 (3 %); it may be chance.";
    assert_eq!(says(&[mails.clone(), calls(answered(20, &[1]))], Picture::Channel), want);
    // What is ahead of those that can be compared may still be behind the few cases of the rest.
    let letters = |mut account: Account| {
        account.sequences[0].touches.iter_mut().for_each(|touch| touch.channel = Channel::Letter);
        account
    };
    let few = calls(answered(8, &[1, 2, 3, 4]));
    let want = "None stands out. Email: 1 of 40 touches drew an answer (3 %), of the others 4 of 20 (20 %).";
    assert_eq!(says(&[mails.clone(), few, letters(answered(12, &[]))], Picture::Channel), want);
    let want = "Too few to compare: only email has 10 touches or more.";
    assert_eq!(says(&[mails, calls(answered(9, &[1]))], Picture::Channel), want);
}

#[test]
fn hours_are_those_of_the_written_offset_and_a_day_alone_has_none() {
    let at = |text: &str| Touch {
        closed: Some(Moment::At(text.parse().unwrap())),
        ..done(touch("", 0, "dana-cole"), "2026-11-02")
    };
    let touches = vec![
        at("2026-11-23T23:30:00-06:00"),
        at("2026-11-23T20:05:00+02:00"),
        done(touch("", 0, "dana-cole"), "2026-11-22"),
    ];
    let insights = of(&[account(vec![sequence("2026-11-02", touches)])]);
    let told =
        |picture| insights.groups(picture).iter().map(|group| (group.key.clone(), group.tally.n)).collect::<Vec<_>>();
    let want = [("20", 1), ("21", 0), ("22", 0), ("23", 1)].map(|(key, n)| (key.to_owned(), n));
    assert_eq!(told(Picture::Hour), want);
    assert_eq!(told(Picture::Weekday), [("mon".to_owned(), 2), ("sun".to_owned(), 1)]);
    assert_eq!(insights.untimed, 1);
    let want = "At which hour is not known: 3 touches have a day and no time.";
    assert_eq!(says(&[answered(3, &[1])], Picture::Hour), want);
}

#[test]
fn late_touches_are_told_together_and_what_is_not_understood_stands_for_nothing() {
    let mut accounts = [answered(15, &[14])];
    accounts[0].sequences[0].touches[0].unread.note(Raw { key: "channel", written: "fax".into(), line: 9 });
    let insights = of(&accounts);
    let last = insights.groups(Picture::Number).last().map(|group| (group.key.clone(), group.tally));
    assert_eq!(last, Some(("12+".to_owned(), Tally { n: 4, answered: 1, ..Tally::default() })));
    assert_eq!(insights.groups(Picture::Channel)[0].tally.n, 14);
    assert_eq!(insights.groups(Picture::Purpose)[0].key, Purpose::Unknown.word(), "what has none stands for itself");
}

#[test]
fn playbooks_are_compared_by_the_sequences_begun_from_them() {
    let from = |playbook: &str, account: Account| {
        let mut account = account;
        account.sequences[0].playbook = playbook.to_owned();
        account
    };
    let mut met = from("tier-one-8", answered(3, &[1, 2]));
    met.meetings.push(Meeting {
        status: MeetingStatus::Held,
        result: Some(MeetingResult::Advance),
        ..Meeting::default()
    });
    let begun_by_nobody =
        account(vec![Sequence { playbook: "tier-one-8".into(), ..sequence("2026-11-02", vec![touch("", 0, "")]) }]);
    let insights = of(&[met, from("tier-one-8", answered(2, &[])), from("", answered(1, &[1])), begun_by_nobody]);
    let [first, second] = insights.playbooks.as_slice() else { panic!("{:?}", insights.playbooks) };
    assert_eq!((first.begun.label.as_str(), second.begun.label.as_str()), ("tier-one-8", "no playbook"));
    assert_eq!(first.begun.tally, Tally { n: 2, answered: 1, met: 1, advanced: 1 });
    assert_eq!(first.touches, Tally { n: 5, answered: 2, met: 1, advanced: 1 });
}

fn moved(stages: &[(Stage, &str)], now: Stage) -> Account {
    let mut account = Account::new("", "", day("2026-01-05"));
    let changes = stages.iter().map(|(to, on)| StageChange { to: *to, on: Some(day(on)), ..StageChange::default() });
    account.stages.extend(changes);
    account.stage = now;
    account
}

#[test]
fn whoever_came_further_came_through_and_where_they_left_is_told_beside() {
    let accounts = [
        moved(&[(Stage::Engaged, "2026-10-01"), (Stage::Nurture, "2026-11-02")], Stage::Nurture),
        moved(&[(Stage::InSequence, "2026-11-20")], Stage::InSequence),
        moved(&[], Stage::Target),
        moved(&[], Stage::Meeting),
    ];
    let whole = of(&accounts).funnel;
    let came: Vec<u32> = whole.way().iter().map(|step| step.came).collect();
    assert_eq!(came, [4, 3, 3, 2, 1, 0, 0]);
    let aside: Vec<(u32, u32)> = whole.steps[7..].iter().map(|step| (step.came, step.now)).collect();
    assert_eq!(aside, [(1, 1), (0, 0), (0, 0)]);
    assert_eq!(whole.further(Stage::InSequence), Some(Rate::new(2, 3)));
    assert_eq!((whole.further(Stage::Won), whole.further(Stage::Lost)), (None, None));
    let november = Insights::of(&accounts, |_| None, &lens(Period::since(day("2026-11-01"))));
    let came: Vec<u32> = november.funnel.steps.iter().map(|step| step.came).collect();
    assert_eq!(came, [0, 1, 1, 0, 0, 0, 0, 1, 0, 0]);
    assert_eq!(november.funnel.further(Stage::InSequence), None);
    assert_eq!(
        november.says(Picture::Funnel, Measure::Answers),
        "The furthest that accounts came in this time: in sequence, 1 account."
    );
    let want = "4 accounts: too few to say where most stop.";
    assert_eq!(says(&accounts, Picture::Funnel), want);
    let many: Vec<Account> = accounts.iter().cycle().take(24).cloned().collect();
    assert_eq!(says(&many, Picture::Funnel), "Fewest get from engaged to meeting: 6 of 12 so far (50 %).");
}

#[test]
fn weeks_begin_on_monday_and_the_last_one_holds_today() {
    let on = |days: &[&str]| {
        account(vec![sequence("2026-11-02", days.iter().map(|on| done(touch("", 0, ""), on)).collect())])
    };
    let days = ["2026-11-25", "2026-11-23", "2026-11-22", "2026-06-01", "2026-05-31", "2026-11-30"];
    let insights = of(&[on(&days)]);
    assert_eq!(insights.weeks.len(), WEEKS);
    let used: Vec<(String, u32)> =
        insights.weeks.iter().filter(|week| week.tally.n > 0).map(|week| (week.iso(), week.tally.n)).collect();
    assert_eq!(used, [("2026-W23".to_owned(), 1), ("2026-W47".to_owned(), 1), ("2026-W48".to_owned(), 2)]);
    let said = insights.says(Picture::Weeks, Measure::Answers);
    assert_eq!(
        said,
        "1 in the four weeks before this one, 0.2 a week; 0.0 a week in the 21 before. 2 so far this week."
    );
    assert_eq!(says(&[], Picture::Weeks), "No touch was done in these 26 weeks.");
}
