//! From a playbook to a sequence, and back.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::account::Account;
use super::calendar::Workdays;
use super::load::{self, Booked, Load};
use super::playbook::{Playbook, PlaybookTouch};
use super::schedule::{self, World};
use super::sequence::{Ended, Sequence, TouchAt};
use super::settings::Member;
use super::stage::Stage;
use super::touch::{Status, Touch};

/// Begin a sequence. Roles that nobody fills stay open and come back, to be warned about. An account that was not yet
/// worked on is in sequence from now on.
pub fn start(
    account: &mut Account,
    playbook: &Playbook,
    on: NaiveDate,
    roles: &BTreeMap<String, String>,
    now: DateTime<FixedOffset>,
) -> (usize, Vec<String>) {
    let salt = now.timestamp_micros();
    end_finished(account, now.date_naive());
    let mut sequence = Sequence {
        id: account.fresh_id(&format!("{}{salt}", playbook.id)),
        playbook: playbook.id.clone(),
        to: roles.clone(),
        start: Some(on),
        cycle: Some(next_cycle(account, roles)),
        ..Sequence::default()
    };
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (n, touch) in playbook.touches.iter().enumerate() {
        let taken = |id: &str| sequence.id == id || sequence.touches.iter().any(|each: &Touch| each.id == id);
        // Of another playbook in the same moment, on another machine, the touches are others.
        let mut id = account.fresh_id(&format!("{}{n}{salt}", playbook.id));
        // Fresh to the account, but perhaps not to the touches that are just being made.
        for again in 0..64 {
            if !taken(&id) {
                break;
            }
            id = account.fresh_id(&format!("{}{n}{salt}/{again}", playbook.id));
        }
        if !touch.key.is_empty() {
            ids.insert(&touch.key, id.clone());
        }
        sequence.touches.push(Touch {
            id,
            channel: touch.channel,
            day: touch.day,
            person: roles.get(&touch.to).cloned(),
            to: Some(touch.to.clone()).filter(|role| !role.is_empty()),
            purpose: touch.purpose,
            subject: touch.subject.clone(),
            message: touch.message.clone(),
            hint: touch.hint.clone(),
            thread: touch.thread.as_deref().and_then(|key| ids.get(key).cloned()),
            ..Touch::default()
        });
    }
    account.sequences.push(sequence);
    if matches!(account.stage, Stage::Target | Stage::Researching | Stage::Nurture | Stage::Lost | Stage::Disqualified)
    {
        account.enter(Stage::InSequence, now.date_naive(), "");
        account.revisit = None;
    }
    let open = playbook.roles.iter().filter(|role| !roles.contains_key(*role)).cloned().collect();
    (account.sequences.len() - 1, open)
}

/// Who fills the roles of a playbook if nobody says it: the people in their order, as far as they may be written to.
pub fn usual_roles(account: &Account, playbook: &Playbook) -> BTreeMap<String, String> {
    let people = account.people.iter().filter(|person| !person.do_not_contact).map(|person| person.id.clone());
    playbook.roles.iter().cloned().zip(people).collect()
}

/// The days on which sequences can begin, and what lies on them already.
#[derive(Debug, Clone)]
pub struct Window<'a> {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// What lies on each day.
    pub load: Cow<'a, Load>,
    /// Whose days these are.
    pub me: Option<&'a Member>,
}

impl Window<'_> {
    /// The first working day on which a sequence can begin so that each of its touches finds room on its day.
    pub fn first_day(
        &self,
        account: &Account,
        playbook: &Playbook,
        roles: &BTreeMap<String, String>,
        world: &World,
    ) -> Option<NaiveDate> {
        let workdays = Workdays::of(world.calendar);
        let days = std::iter::successors(workdays.roll(self.from), |day| workdays.after(*day, 1));
        let fits = |day: &NaiveDate| {
            let mut begun = account.clone();
            // Only the days are wanted: no id of these is ever seen.
            let now = day.and_time(chrono::NaiveTime::MIN).and_utc().fixed_offset();
            start(&mut begun, playbook, *day, roles, now);
            let days: Vec<NaiveDate> = self.booked(&begun, world).map(|booked| booked.due.max(world.today)).collect();
            self.load.fits(&days, load::per_day(self.me))
        };
        days.take_while(|day| *day <= self.last).find(fits)
    }

    /// The sequence that an account has begun last takes its room.
    pub fn take(&mut self, account: &Account, world: &World) {
        for booked in self.booked(account, world).collect::<Vec<_>>() {
            self.load.to_mut().add(booked, world.today);
        }
    }

    /// My touches of the sequence that was begun last.
    fn booked<'a>(&'a self, account: &'a Account, world: &World) -> impl Iterator<Item = Booked> + use<'a> {
        let at = account.sequences.len().saturating_sub(1);
        let dues = account.sequences.get(at).map(|sequence| schedule::schedule(account, sequence, world));
        dues.into_iter().flatten().enumerate().filter_map(move |(touch, due)| {
            let at = TouchAt { sequence: at, touch };
            let is_mine = load::is_mine(account, account.touch(at)?, self.me);
            is_mine.then_some(Booked { account: account.id.clone(), at, due: due.day()? })
        })
    }
}

/// What was done to its end is over when the next one begins.
fn end_finished(account: &mut Account, today: NaiveDate) {
    let unanswered = account.unanswered().map(|sequence| sequence.id.clone());
    let to_come = |touch: &Touch| touch.is_open() || touch.status == Status::Held;
    for sequence in &mut account.sequences {
        let is_finished = !sequence.touches.is_empty() && !sequence.touches.iter().any(to_come);
        if sequence.ended.is_none() && is_finished {
            let last = sequence.touches.iter().filter_map(|touch| touch.closed.map(|at| at.day())).max();
            let why = if unanswered.as_ref() == Some(&sequence.id) { "no answer" } else { "" };
            sequence.ended = Some(Ended { on: Some(last.unwrap_or(today)), why: why.to_owned() });
        }
    }
}

/// The how-manieth attempt this is at these people: one more than the cycles to any of them that have ended.
fn next_cycle(account: &Account, roles: &BTreeMap<String, String>) -> u32 {
    let ended = account.sequences.iter().filter(|sequence| sequence.ended.is_some());
    let is_meant = |person: &String| roles.values().any(|each| each == person);
    let people = |sequence: &Sequence| sequence.touches.iter().filter_map(|touch| touch.person.as_ref()).any(is_meant);
    let same = ended.filter(|sequence| sequence.to.values().any(is_meant) || people(sequence));
    same.map(|sequence| sequence.cycle.unwrap_or(1)).max().unwrap_or(0) + 1
}

/// A playbook of what an account's sequence turned out to be. People become the roles they filled; without roles the
/// first person is `first`, the next `second`, and so on.
pub fn as_playbook(account: &Account, sequence: &Sequence, id: &str, name: &str, use_when: &str) -> Playbook {
    let mut roles: Vec<String> = sequence.to.keys().cloned().collect();
    let mut role_of: BTreeMap<&str, String> =
        sequence.to.iter().map(|(role, person)| (person.as_str(), role.clone())).collect();
    let ordinals = ["first", "second", "third", "fourth", "fifth"];
    let mut touches: Vec<PlaybookTouch> = Vec::new();
    for (n, touch) in sequence.touches.iter().enumerate() {
        let role = match (&touch.to, &touch.person) {
            (Some(role), _) => role.clone(),
            (None, Some(person)) => {
                let next = ordinals
                    .get(roles.len())
                    .map_or_else(|| format!("person-{}", roles.len() + 1), |o| (*o).to_owned());
                role_of.entry(person).or_insert(next).clone()
            }
            (None, None) => ordinals[0].to_owned(),
        };
        if !roles.contains(&role) {
            roles.push(role.clone());
        }
        let replied_to = touch.thread.as_ref().and_then(|id| sequence.touches.iter().position(|each| each.id == *id));
        touches.push(PlaybookTouch {
            key: format!("t{}", n + 1),
            channel: touch.channel,
            day: touch.day,
            to: role,
            purpose: touch.purpose,
            thread: replied_to.map(|at| format!("t{}", at + 1)),
            subject: general(account, &touch.subject),
            message: general(account, &touch.message),
            hint: touch.hint.clone(),
        });
    }
    Playbook {
        id: id.to_owned(),
        name: name.trim().to_owned(),
        use_when: use_when.trim().to_owned(),
        roles,
        touches,
        ..Playbook::default()
    }
}

/// A draft with this account's name turned back into a variable, so that it fits the next account too.
fn general(account: &Account, draft: &str) -> String {
    if account.name.chars().count() < 3 { draft.to_owned() } else { draft.replace(&account.name, "{{ account.name }}") }
}
