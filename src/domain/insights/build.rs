//! One pass over the accounts that fills every picture.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Timelike as _};

use super::funnel::Counting;
use super::{Group, Insights, LAST_NUMBER, Led, Lens, PlaybookLine, Tally, WEEKS, Week};
use crate::domain::account::Account;
use crate::domain::credit::Credited;
use crate::domain::load;
use crate::domain::plan::Plan;
use crate::domain::playbook::Playbook;
use crate::domain::rates::{self, Rates};
use crate::domain::sequence::{Sequence, TouchAt};
use crate::domain::touch::{Channel, Purpose, Status, Touch};
use crate::domain::words::{Vocabulary, capitalised};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const HOURS: usize = 24;

/// Counters by place: a plan may hold a hundred thousand touches, and each is counted in all of them.
#[derive(Default)]
struct Counters<'a> {
    all: Tally,
    untimed: u32,
    numbers: [Tally; LAST_NUMBER],
    channels: [Tally; Channel::ALL.len()],
    purposes: [Tally; Purpose::ALL.len()],
    weekdays: [Tally; WEEKDAYS.len()],
    hours: [Tally; HOURS],
    weeks: [Tally; WEEKS],
    playbooks: BTreeMap<&'a str, (Tally, Tally)>,
    funnel: Counting,
    rates: Rates,
}

impl Insights {
    /// Of a plan's accounts, as far as their files can be read.
    pub fn of_plan(plan: &Plan, lens: &Lens) -> Self {
        let readable = plan.accounts.values().filter(|entry| entry.unreadable.is_none());
        Self::of(readable.map(|entry| entry.account.as_ref()), |id| plan.playbook(id).map(AsRef::as_ref), lens)
    }

    /// Of these accounts; `playbook` knows a playbook by its id.
    pub fn of<'a, 'p>(
        accounts: impl IntoIterator<Item = &'a Account>,
        playbook: impl Fn(&str) -> Option<&'p Playbook>,
        lens: &Lens,
    ) -> Self {
        let mut counters = Counters::default();
        for account in accounts {
            counters.add(account, lens);
        }
        counters.told(playbook, lens)
    }
}

impl<'a> Counters<'a> {
    fn add(&mut self, account: &'a Account, lens: &Lens) {
        let credited = Credited::of(account);
        self.rates += Rates::of_account(account, &credited, lens.period, lens.member);
        if load::is_account_mine(account, lens.member) {
            self.funnel.add(account, lens.period);
        }
        for (at, sequence) in account.sequences.iter().enumerate() {
            let touches = self.add_sequence(account, at, sequence, &credited, lens);
            if touches.n > 0 {
                let (begun, all) = self.playbooks.entry(&sequence.playbook).or_default();
                let led = |hits: u32| hits > 0;
                let one =
                    Led { answered: led(touches.answered), met: led(touches.met), advanced: led(touches.advanced) };
                begun.add(one);
                all.n += touches.n;
                all.answered += touches.answered;
                all.met += touches.met;
                all.advanced += touches.advanced;
            }
        }
    }

    /// The touches of a sequence. Says what those of the period led to.
    fn add_sequence(
        &mut self,
        account: &Account,
        sequence: usize,
        of: &Sequence,
        credited: &Credited,
        lens: &Lens,
    ) -> Tally {
        let mut counted = Tally::default();
        let done = of.touches.iter().enumerate().filter(|(_, touch)| touch.status == Status::Done);
        for (n, touch) in done.filter(|(_, touch)| load::is_mine(account, touch, lens.member)) {
            let at = TouchAt { sequence, touch: n };
            let led = Led {
                answered: credited.is_answered(at),
                met: credited.has_met(at),
                advanced: credited.has_advanced(at),
            };
            self.add_to_week(touch, led, lens.today);
            if rates::counts(account, touch, lens.period, lens.member) {
                counted.add(led);
                self.add_touch(n, touch, led);
            }
        }
        counted
    }

    fn add_touch(&mut self, at: usize, touch: &Touch, led: Led) {
        self.all.add(led);
        self.numbers[at.min(LAST_NUMBER - 1)].add(led);
        // What was not understood stands for nothing that we know.
        if touch.unread.of("channel").is_none() {
            self.channels[touch.channel as usize].add(led);
        }
        if touch.unread.of("purpose").is_none() {
            self.purposes[touch.purpose as usize].add(led);
        }
        let Some(closed) = touch.closed else { return };
        self.weekdays[closed.day().weekday().num_days_from_monday() as usize].add(led);
        match closed.time() {
            Some(time) => self.hours[time.hour() as usize % HOURS].add(led),
            None => self.untimed += 1,
        }
    }

    fn add_to_week(&mut self, touch: &Touch, led: Led, today: NaiveDate) {
        let Some(closed) = touch.closed else { return };
        let ago = (monday(today) - monday(closed.day())).num_weeks();
        let at = usize::try_from(ago).ok().and_then(|ago| (WEEKS - 1).checked_sub(ago));
        if let Some(week) = at.and_then(|at| self.weeks.get_mut(at)) {
            week.add(led);
        }
    }

    fn told<'p>(self, playbook: impl Fn(&str) -> Option<&'p Playbook>, lens: &Lens) -> Insights {
        let first = monday(lens.today);
        let weeks = self.weeks.into_iter().enumerate().filter_map(|(at, tally)| {
            let ago = chrono::Days::new(7 * (WEEKS - 1 - at) as u64);
            Some(Week { monday: first.checked_sub_days(ago)?, tally })
        });
        let mut playbooks: Vec<PlaybookLine> = self
            .playbooks
            .into_iter()
            .map(|(id, (begun, touches))| {
                let name = playbook(id).map(|playbook| playbook.name.clone()).filter(|name| !name.is_empty());
                let label =
                    name.unwrap_or_else(|| if id.is_empty() { "no playbook".to_owned() } else { id.to_owned() });
                PlaybookLine { begun: Group { key: id.to_owned(), label, tally: begun }, touches }
            })
            .collect();
        playbooks.sort_by(|a, b| b.begun.tally.n.cmp(&a.begun.tally.n).then_with(|| a.begun.label.cmp(&b.begun.label)));
        Insights {
            all: self.all,
            untimed: self.untimed,
            numbers: through(&self.numbers, true, number),
            channels: some(words(Channel::ALL, &self.channels)),
            purposes: some(words(Purpose::ALL, &self.purposes)),
            weekdays: some(self.weekdays.iter().enumerate().map(|(at, tally)| weekday(at, *tally))),
            hours: through(&self.hours, false, hour),
            playbooks,
            funnel: self.funnel.told(lens.period),
            weeks: weeks.collect(),
            rates: self.rates,
        }
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(day)
}

/// Those in which something was done.
fn some(groups: impl Iterator<Item = Group>) -> Vec<Group> {
    groups.filter(|group| group.tally.n > 0).collect()
}

/// From the first in which something was done (or from the beginning) to the last: in between even an empty one has its
/// place.
fn through(tallies: &[Tally], from_start: bool, group: fn(usize, Tally) -> Group) -> Vec<Group> {
    let is_used = |tally: &Tally| tally.n > 0;
    let Some(last) = tallies.iter().rposition(is_used) else { return Vec::new() };
    let first = tallies.iter().position(is_used).filter(|_| !from_start).unwrap_or(0);
    (first..=last).map(|at| group(at, tallies[at])).collect()
}

fn words<T: Vocabulary>(all: &[T], tallies: &[Tally]) -> impl Iterator<Item = Group> {
    let group = |(word, tally): (&T, &Tally)| Group { key: word.word().to_owned(), label: word.label(), tally: *tally };
    all.iter().zip(tallies).map(group)
}

fn number(at: usize, tally: Tally) -> Group {
    let more = if at + 1 == LAST_NUMBER { "+" } else { "" };
    let key = format!("{}{more}", at + 1);
    Group { label: format!("touch {key}"), key, tally }
}

fn weekday(at: usize, tally: Tally) -> Group {
    Group { key: WEEKDAYS[at].to_owned(), label: capitalised(WEEKDAYS[at]), tally }
}

fn hour(at: usize, tally: Tally) -> Group {
    Group { key: format!("{at:02}"), label: format!("{at:02}–{:02} h", at + 1), tally }
}
