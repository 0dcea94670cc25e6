//! What of one account belongs into the review.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Item, Kind, Subject};
use crate::domain::account::{Account, LogEntry, LogKind, NextStep};
use crate::domain::answer::Answer;
use crate::domain::calendar::Workdays;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::schedule::{self, World};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Status, Touch};

/// What of one account belongs into the review, with the next so many working days. In no order.
pub fn of_account(account: &Account, world: &World, days_ahead: u32) -> Vec<Item> {
    Outlook::of(account, world, days_ahead).items
}

/// What one account asks for, today and later: everything that is seen of it in lists, from one walk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What of it belongs into the review, in no order.
    pub items: Vec<Item>,
    /// The open touch that is due first; of several on one day the one that stands first in the file.
    pub next_touch: Option<(TouchAt, NaiveDate)>,
    /// Every open touch that has a date.
    pub touches: Vec<(TouchAt, NaiveDate)>,
    /// The first day after today on which anything is to be done.
    pub next_day: Option<NaiveDate>,
    /// Whether anything has a date, ahead or past and waiting: a touch, a meeting, a next step.
    pub is_dated: bool,
    /// What was dealt with on this day, as far as the file says.
    pub done_today: usize,
}

impl Outlook {
    /// With the items of the next so many working days.
    pub fn of(account: &Account, world: &World, days_ahead: u32) -> Self {
        let ahead = Ahead::of(account, world);
        let touches = ahead.touches.iter().map(|(_, day)| *day);
        let rest = ahead.meetings.iter().chain(&ahead.steps).map(|(_, day)| *day).chain(account.revisit);
        Self {
            next_touch: ahead.touches.iter().copied().min_by_key(|(at, day)| (*day, *at)),
            next_day: touches.chain(rest).filter(|day| *day > world.today).min(),
            is_dated: !ahead.is_empty(),
            done_today: done_on(account, world.today),
            items: items(account, &ahead, world, days_ahead),
            touches: ahead.touches,
        }
    }
}

/// Touches done or skipped, next steps done, and meetings of that day that were written up.
fn done_on(account: &Account, day: NaiveDate) -> usize {
    let closed = |touch: &Touch| {
        matches!(touch.status, Status::Done | Status::Skipped) && touch.closed.is_some_and(|at| at.day() == day)
    };
    let touches = account.sequences.iter().flat_map(|sequence| &sequence.touches).filter(|touch| closed(touch));
    let steps = account.next_steps.iter().filter(|step| step.done == Some(day));
    let of_the_day = |meeting: &&Meeting| meeting.at.is_some_and(|at| at.day() == day);
    let meetings = account.meetings.iter().filter(of_the_day).filter(|meeting| !awaits_result(meeting));
    touches.count() + steps.count() + meetings.count()
}

fn items(account: &Account, ahead: &Ahead, world: &World, days_ahead: u32) -> Vec<Item> {
    let today = world.today;
    let horizon = match days_ahead {
        0 => today,
        days => Workdays::of(world.calendar).after(today, days).unwrap_or(today),
    };
    let mut queue = Queue { account, items: Vec::new() };
    for &(i, day) in &ahead.meetings {
        queue.add_by_day(Subject::Meeting(i), day, today, horizon, Kind::UnrecordedMeeting, Kind::MeetingToday);
    }
    for &(i, day) in &ahead.steps {
        queue.add_by_day(Subject::NextStep(i), day, today, horizon, Kind::NextStep, Kind::NextStep);
    }
    for &(at, day) in &ahead.touches {
        queue.add_by_day(Subject::Touch(at), day, today, horizon, Kind::Overdue, Kind::Due);
    }
    if let Some(day) = account.revisit {
        queue.add_by_day(Subject::Account, day, today, horizon, Kind::Revisit, Kind::Revisit);
    }
    if account.stage.is_worked() && account.revisit.is_none() {
        let unfollowed = unfollowed(account, ahead);
        // An answer that waits for a decision says more than that nothing is planned.
        if ahead.is_empty() && unfollowed.is_empty() {
            queue.add(Kind::Drifting, Subject::Account, last_event(account, today));
        }
        for i in unfollowed {
            queue.add(Kind::Answer, Subject::Log(i), account.log[i].at.map(|at| at.day()));
        }
    }
    queue.items
}

struct Queue<'a> {
    account: &'a Account,
    items: Vec<Item>,
}

impl Queue<'_> {
    fn add(&mut self, kind: Kind, subject: Subject, on: Option<NaiveDate>) {
        self.items.push(Item::new(self.account, kind, subject, on));
    }

    fn add_by_day(
        &mut self,
        subject: Subject,
        day: NaiveDate,
        today: NaiveDate,
        horizon: NaiveDate,
        past: Kind,
        now: Kind,
    ) {
        let kind = match day.cmp(&today) {
            Ordering::Less => past,
            Ordering::Equal => now,
            Ordering::Greater => Kind::Upcoming,
        };
        if day <= today || day <= horizon {
            self.add(kind, subject, Some(day));
        }
    }
}

/// What an account has with a date: open touches, meetings and next steps, past ones that wait among them. With
/// nothing of it an account drifts. A sequence that rests without an end has no dates and doesn't count.
struct Ahead {
    touches: Vec<(TouchAt, NaiveDate)>,
    meetings: Vec<(usize, NaiveDate)>,
    steps: Vec<(usize, NaiveDate)>,
}

impl Ahead {
    fn of(account: &Account, world: &World) -> Self {
        let meetings = account.meetings.iter().enumerate().filter(|(_, meeting)| awaits_result(meeting));
        let steps = account.next_steps.iter().enumerate().filter(|(_, step)| step.done.is_none());
        Self {
            touches: schedule::dated(account, world).collect(),
            meetings: meetings.filter_map(|(i, meeting)| Some((i, meeting.at?.day()))).collect(),
            steps: steps.filter_map(|(i, step)| Some((i, step.by?))).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.touches.is_empty() && self.meetings.is_empty() && self.steps.is_empty()
    }
}

/// To come, or past and not written up. One that is still called planned and has a time was booked by hand.
fn awaits_result(meeting: &Meeting) -> bool {
    match meeting.status {
        MeetingStatus::Planned | MeetingStatus::Booked => true,
        MeetingStatus::Held => meeting.result.is_none(),
        MeetingStatus::NoShow | MeetingStatus::Cancelled => false,
    }
}

/// The answers that ask for a next step and have none: of each person the last one, if nothing was agreed, met, done
/// or planned with them since.
fn unfollowed(account: &Account, ahead: &Ahead) -> Vec<usize> {
    // Most accounts have a log of nothing but sent mails.
    let answers = account.log.iter().enumerate().filter(|(_, entry)| entry.kind == LogKind::Answer);
    let mut last: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (i, entry) in answers {
        let known = last.entry(entry.person.as_deref()).or_insert(i);
        // The file need not be in the order of time.
        if account.log[*known].at.map(|at| at.sort_key()) <= entry.at.map(|at| at.sort_key()) {
            *known = i;
        }
    }
    let asks =
        |i: &usize| matches!(account.log[*i].outcome, Some(Answer::Replied | Answer::CallBack | Answer::SendSomething));
    let mut open: Vec<usize> = last.into_values().filter(asks).collect();
    open.retain(|i| !is_followed(account, &account.log[*i], ahead));
    open.sort_unstable();
    open
}

fn is_followed(account: &Account, answer: &LogEntry, ahead: &Ahead) -> bool {
    let since = answer.at.map(|at| at.day());
    let after = |day: Option<NaiveDate>| day.is_some() && day >= since;
    let theirs = |touch: &Touch| answer.person.is_none() || touch.person == answer.person;
    let done_since = |touch: &Touch| {
        let later = touch.closed.map(|at| at.sort_key()) > answer.at.map(|at| at.sort_key());
        touch.status == Status::Done && later && answer.touch.as_ref() != Some(&touch.id)
    };
    let planned = |(at, _): &(TouchAt, NaiveDate)| account.touch(*at).is_some_and(theirs);
    // Whoever else comes to it, a meeting takes up what was said.
    let met = account.meetings.iter().any(|meeting| meeting.result.is_some() && after(meeting.at.map(|at| at.day())));
    let agreed = |step: &NextStep| {
        let with_them = step.person.is_none() || answer.person.is_none() || step.person == answer.person;
        with_them && (step.done.is_none() && step.by.is_some() || after(step.done))
    };
    !ahead.meetings.is_empty()
        || met
        || account.next_steps.iter().any(agreed)
        || ahead.touches.iter().any(planned)
        || account
            .sequences
            .iter()
            .flat_map(|sequence| &sequence.touches)
            .any(|touch| theirs(touch) && done_since(touch))
}

/// The last day on which anything was done here, heard or decided: since then it drifts.
fn last_event(account: &Account, today: NaiveDate) -> Option<NaiveDate> {
    let touches = account.sequences.iter().flat_map(|sequence| &sequence.touches);
    let closed = touches.filter_map(|touch| touch.closed.map(|at| at.day()));
    let ended = account.sequences.iter().filter_map(|sequence| sequence.ended.as_ref()?.on);
    let logged = account.log.iter().filter_map(|entry| entry.at.map(|at| at.day()));
    let met = account.meetings.iter().filter_map(|meeting| meeting.at.map(|at| at.day()));
    let steps = account.next_steps.iter().filter_map(|step| step.done);
    let stages = account.stages.iter().filter_map(|change| change.on);
    closed.chain(ended).chain(logged).chain(met).chain(steps).chain(stages).filter(|day| *day <= today).max()
}
