//! How much is due, without reading the accounts: for shell prompts, which ask at every line. Beside the plan's state lies,
//! for each account file as it was when it was read, how many pieces of work are overdue and due on each of the next days:
//! nothing in it depends on what day it is. It is believed only where the file's stamp and everything that all accounts
//! depend on are the same, and thrown away at any doubt: then the file is read, as if there were nothing.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, Days, NaiveDate};
use rayon::prelude::*;

use super::Folder;
use super::reader::Loaded;
use crate::domain::account::{Account, AccountId};
use crate::domain::agenda;
use crate::domain::calendar::Calendar;
use crate::domain::plan::FileKey;
use crate::domain::problem::Problem;
use crate::domain::schedule::World;
use crate::store::atomic;
use crate::store::stamp::Stamp;

const FILE: &str = "counts";

/// The same of one member's work, so that neither puts the other out of it.
const MINE: &str = "counts-mine";

/// What the file begins with. Another version of the program may count otherwise.
const MARK: &[u8] = concat!("inroad counts 1 ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// For so many days it is counted at once.
const DAYS: usize = 14;

/// The most that the file may hold.
const MOST: u64 = 64 << 20;

/// Overdue and due, of one account, on each day.
type Counts = [(u16, u16); DAYS];

/// What is known.
#[derive(Debug, PartialEq)]
struct Known {
    /// Made of all that every account depends on: settings, holidays.
    around: u64,
    /// The first of the days.
    from: NaiveDate,
    accounts: HashMap<AccountId, (Stamp, Counts)>,
}

impl Folder {
    /// How many pieces of work are overdue on that day, and how many are due besides: what the whole plan says, read or
    /// remembered; of `mine`, a member, only what is theirs or nobody's.
    pub fn counts(&mut self, day: NaiveDate, mine: Option<&str>) -> Count {
        self.counts_by(day, mine, &|path| Stamp::of(path))
    }

    fn counts_by(
        &mut self,
        day: NaiveDate,
        mine: Option<&str>,
        look: &(dyn Fn(&Path) -> io::Result<Stamp> + Sync),
    ) -> Count {
        // In no order: this is asked at every prompt.
        let mut problems = Vec::new();
        let files = self.reader.toml_files("accounts", &mut problems);
        let paths: Vec<(AccountId, PathBuf)> = files.into_iter().map(|(stem, path)| (stem.into(), path)).collect();
        let settings = self.reader.settings(&self.path(&FileKey::Settings));
        problems.extend(settings.problems.iter().cloned());
        let holidays = self.load_holidays(&settings.value.calendar.holiday_files, &mut problems);
        let calendar = Calendar::new(&settings.value.calendar, holidays.iter().copied());
        let around = {
            let mut hasher = DefaultHasher::new();
            (settings.print.0, settings.print.1, &holidays, mine).hash(&mut hasher);
            hasher.finish()
        };
        let file = self.state.as_ref().map(|state| state.path(if mine.is_some() { MINE } else { FILE }));
        let known = file.as_deref().and_then(Known::read).filter(|known| known.around == around);
        let at = known.as_ref().and_then(|known| known.place(day));
        let known = known.filter(|_| at.is_some());
        let (at, from) = (at.unwrap_or_default(), known.as_ref().map_or(day, |known| known.from));
        let reader = &self.reader;
        let count = |account: &Account, day: NaiveDate| {
            let world = World { settings: &settings.value, calendar: &calendar, today: day };
            let mut items = agenda::of_account(account, &world, 0);
            items.retain(|item| mine.is_none_or(|me| item.is_mine(account, me)));
            agenda::counts(&items, day)
        };
        let one = |(id, path): &(AccountId, PathBuf)| {
            // Looked at before it is read: what is written meanwhile is another file then.
            let stamp = look(path).ok();
            let remembered = known.as_ref().and_then(|known| known.accounts.get(id));
            if let Some((was, counts)) = remembered.filter(|(was, _)| stamp.is_some_and(|is| was.is_still(&is))) {
                let now = (counts[at].0.into(), counts[at].1.into());
                return Counted { now, kept: Some((*was, *counts)), is_new: false, problem: None };
            }
            let Loaded { value: account, problems, read_only, .. } = reader.account(id, path);
            // What can't be read, be it in part, is read again each time, and told.
            let problem = read_only.and_then(|_| problems.into_iter().find(|problem| problem.path.is_empty()));
            let kept = stamp.filter(|_| problem.is_none()).zip(table(from, |day| count(&account, day)));
            Counted { now: count(&account, day), kept, is_new: true, problem }
        };
        let mut all: Vec<Counted> = paths.par_iter().map(one).collect();
        problems.extend(all.iter_mut().filter_map(|one| one.problem.take()));
        let sum = all.iter().fold((0, 0), |sum, one| (sum.0 + one.now.0, sum.1 + one.now.1));
        let is_as_known = known.as_ref().is_some_and(|known| known.accounts.len() == all.len());
        if let Some(file) = file.filter(|_| !is_as_known || all.iter().any(|one| one.is_new)) {
            let kept = paths.into_iter().zip(all).filter_map(|((id, _), one)| Some((id, one.kept?)));
            // A cache that can't be written is none.
            _ = atomic::write_quickly(&file, &Known { around, from, accounts: kept.collect() }.bytes());
        }
        Count { overdue: sum.0, due: sum.1, problems }
    }
}

/// What a day asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Pieces of work that are overdue.
    pub overdue: usize,
    /// Pieces that are due besides.
    pub due: usize,
    /// What could not be read, be it in part, and so is not counted.
    pub problems: Vec<Problem>,
}

/// What one account asks for.
struct Counted {
    now: (usize, usize),
    /// To be remembered.
    kept: Option<(Stamp, Counts)>,
    /// It was read.
    is_new: bool,
    /// Why it could not be.
    problem: Option<Problem>,
}

/// Day by day from that one on; nothing where so much is due that it does not fit.
fn table(from: NaiveDate, count: impl Fn(NaiveDate) -> (usize, usize)) -> Option<Counts> {
    let mut counts = [(0, 0); DAYS];
    for (slot, day) in counts.iter_mut().zip(days(from)) {
        let (overdue, due) = count(day);
        *slot = (u16::try_from(overdue).ok()?, u16::try_from(due).ok()?);
    }
    Some(counts)
}

fn days(from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..DAYS as u64).filter_map(move |n| from.checked_add_days(Days::new(n)))
}

impl Known {
    /// Which of the days that is.
    fn place(&self, day: NaiveDate) -> Option<usize> {
        days(self.from).position(|each| each == day)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(self.around.to_le_bytes());
        bytes.extend(self.from.num_days_from_ce().to_le_bytes());
        for (id, (stamp, counts)) in &self.accounts {
            // A longer name is no account's.
            let Ok(length) = u8::try_from(id.len()) else { continue };
            bytes.push(length);
            bytes.extend(id.as_bytes());
            bytes.extend(stamp.bytes());
            bytes.extend(counts.iter().flat_map(|(overdue, due)| [overdue.to_le_bytes(), due.to_le_bytes()].concat()));
        }
        let sum = crc32fast::hash(&bytes);
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// What the file holds, if every byte of it is as it was written.
    fn read(path: &Path) -> Option<Self> {
        let bytes = atomic::read(path, MOST).ok()?;
        let (body, sum) = bytes.split_last_chunk::<4>()?;
        if crc32fast::hash(body) != u32::from_le_bytes(*sum) {
            return None;
        }
        let mut rest = body.strip_prefix(MARK)?;
        let around = u64::from_le_bytes(take(&mut rest)?);
        let from = NaiveDate::from_num_days_from_ce_opt(i32::from_le_bytes(take(&mut rest)?))?;
        let mut accounts = HashMap::new();
        while let Some((length, after)) = rest.split_first() {
            let (id, after) = after.split_at_checked(usize::from(*length))?;
            rest = after;
            let stamp = Stamp::from_bytes(take(&mut rest)?);
            let mut counts = [(0, 0); DAYS];
            for count in &mut counts {
                *count = (u16::from_le_bytes(take(&mut rest)?), u16::from_le_bytes(take(&mut rest)?));
            }
            accounts.insert(AccountId::from(std::str::from_utf8(id).ok()?), (stamp, counts));
        }
        Some(Self { around, from, accounts })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests;
