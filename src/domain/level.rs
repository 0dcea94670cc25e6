//! Levelling: no day holds more touches than it can. Worked out here, shown as a list of moves, and applied as one step.
//!
//! It goes day by day. While a day holds too much, the touch of the lowest tier, then of the latest purpose, then of the
//! account whose id comes first (of one account the latest touch) goes to the next working day with room, and what
//! follows it in its sequence follows. Nothing comes earlier than it was due; what is pinned or overdue stays. The same
//! input gives the same answer, and once levelled a plan is level.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::account::Account;
use super::calendar::Workdays;
use super::load;
use super::schedule::{self, World};
use super::sequence::TouchAt;
use super::settings::Member;
use super::touch::Purpose;

/// What levelling comes to.
#[derive(Debug, Clone, Default)]
pub struct Levelled {
    /// The accounts of which touches move, before and after.
    pub changed: Vec<(Arc<Account>, Arc<Account>)>,
    /// Days that still hold more than they can, and by how many: there was no room up to the last day.
    pub excess: Vec<(NaiveDate, u32)>,
}

/// Level the touches that this member does, from today up to and with the last day.
pub fn level<'a>(
    accounts: impl IntoIterator<Item = &'a Arc<Account>>,
    world: &World,
    me: Option<&Member>,
    last: NaiveDate,
) -> Levelled {
    let was: Vec<Arc<Account>> = accounts.into_iter().cloned().collect();
    let mut level = Level { accounts: was.clone(), world, me, per_day: load::per_day(me), last, days: BTreeMap::new() };
    for (n, account) in was.iter().enumerate() {
        for sequence in 0..account.sequences.len() {
            let placed = level.placed(n, sequence);
            level.put(&placed);
        }
    }
    // What a move pushes along can make room again on a day that was looked at before.
    while level.pass() {}
    let changed = was.into_iter().zip(&level.accounts).filter(|(was, is)| !Arc::ptr_eq(was, is));
    let changed = changed.map(|(was, is)| (was, Arc::clone(is))).filter(|(was, is)| was != is).collect();
    Levelled { changed, excess: level.excess() }
}

/// The order in which touches go from a day that holds too much.
type Rank = (Reverse<u8>, Reverse<Purpose>, usize, Reverse<TouchAt>);

/// Where a touch lies, and whether it may go from there.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Spot {
    day: NaiveDate,
    stays: bool,
}

#[derive(Default)]
struct Day {
    /// What stays where it is.
    fixed: usize,
    /// What can go, the first to go first.
    movable: BTreeSet<Rank>,
}

impl Day {
    fn count(&self) -> usize {
        self.fixed + self.movable.len()
    }
}

struct Level<'a> {
    accounts: Vec<Arc<Account>>,
    world: &'a World<'a>,
    me: Option<&'a Member>,
    per_day: u32,
    last: NaiveDate,
    days: BTreeMap<NaiveDate, Day>,
}

impl Level<'_> {
    /// Where the touches of a sequence lie.
    fn placed(&self, n: usize, sequence: usize) -> Vec<(Rank, Spot)> {
        let account = &self.accounts[n];
        let running = &account.sequences[sequence];
        if !running.is_running() {
            return Vec::new();
        }
        let dues = schedule::schedule(account, running, self.world);
        let touches = running.touches.iter().zip(dues).enumerate();
        let mine = touches.filter(|(_, (touch, _))| load::is_mine(account, touch, self.me));
        let placed = mine.filter_map(|(i, (touch, due))| {
            let due = due.day()?;
            let tier = account.tier.unwrap_or(u8::MAX);
            let rank = (Reverse(tier), Reverse(touch.purpose), n, Reverse(TouchAt { sequence, touch: i }));
            let stays = touch.pinned || due < self.world.today;
            Some((rank, Spot { day: due.max(self.world.today), stays }))
        });
        placed.collect()
    }

    fn put(&mut self, placed: &[(Rank, Spot)]) {
        for (rank, spot) in placed {
            let day = self.days.entry(spot.day).or_default();
            if spot.stays {
                day.fixed += 1;
            } else {
                day.movable.insert(*rank);
            }
        }
    }

    fn take(&mut self, placed: &[(Rank, Spot)]) {
        for (rank, spot) in placed {
            let day = self.days.entry(spot.day).or_default();
            if spot.stays {
                day.fixed = day.fixed.saturating_sub(1);
            } else {
                day.movable.remove(rank);
            }
        }
    }

    fn has_room(&self, day: NaiveDate) -> bool {
        self.days.get(&day).map_or(0, Day::count) < self.per_day as usize
    }

    fn is_full_beyond(&self, day: &Day) -> bool {
        day.count() > self.per_day as usize
    }

    /// Once over all days. Says whether anything went.
    fn pass(&mut self) -> bool {
        let mut went = false;
        let mut from = self.world.today;
        while let Some(day) = self.next_held(from) {
            for rank in self.first_to_go(day) {
                // What went before it may have pushed it along.
                let Some(held) = self.days.get(&day).filter(|held| self.is_full_beyond(held)) else { break };
                if held.movable.contains(&rank) {
                    went |= self.postpone(rank, day);
                }
            }
            let Some(next) = day.succ_opt() else { break };
            from = next;
        }
        went
    }

    fn next_held(&self, from: NaiveDate) -> Option<NaiveDate> {
        self.between(from).next().map(|(day, _)| *day)
    }

    /// What can go from a day that holds too much.
    fn first_to_go(&self, day: NaiveDate) -> Vec<Rank> {
        let held = self.days.get(&day).filter(|held| self.is_full_beyond(held));
        held.map(|held| held.movable.iter().copied().collect()).unwrap_or_default()
    }

    /// To the next day with room, with what follows. Says whether there is one.
    fn postpone(&mut self, rank: Rank, day: NaiveDate) -> bool {
        let (_, _, n, Reverse(at)) = rank;
        let before = self.placed(n, at.sequence);
        let was = Arc::clone(&self.accounts[n]);
        let mut next = self.next_with_room(day);
        while let Some(wanted) = next {
            if let Some(touch) = Arc::make_mut(&mut self.accounts[n])
                .sequences
                .get_mut(at.sequence)
                .and_then(|sequence| sequence.touches.get_mut(at.touch))
            {
                touch.due = Some(wanted);
            }
            let after = self.placed(n, at.sequence);
            // Whoever is to be touched may be away on that day.
            match after.iter().find(|(each, _)| *each == rank).map(|(_, spot)| spot.day) {
                Some(lands) if lands == wanted => {
                    self.take(&before);
                    self.put(&after);
                    return true;
                }
                Some(lands) if lands > wanted && lands <= self.last => {
                    next = if self.has_room(lands) { Some(lands) } else { self.next_with_room(lands) };
                }
                _ => break,
            }
        }
        self.accounts[n] = was;
        false
    }

    fn next_with_room(&self, day: NaiveDate) -> Option<NaiveDate> {
        let workdays = Workdays::of(self.world.calendar);
        let days = std::iter::successors(workdays.after(day, 1), |day| workdays.after(*day, 1));
        days.take_while(|day| *day <= self.last).find(|day| self.has_room(*day))
    }

    /// The days from that one up to and with the last.
    fn between(&self, from: NaiveDate) -> impl Iterator<Item = (&NaiveDate, &Day)> {
        self.days.range(from..).take_while(|(day, _)| **day <= self.last)
    }

    fn excess(&self) -> Vec<(NaiveDate, u32)> {
        let days = self.between(self.world.today).filter(|(_, held)| self.is_full_beyond(held));
        days.map(|(day, held)| (*day, held.count() as u32 - self.per_day)).collect()
    }
}

#[cfg(test)]
mod tests;
