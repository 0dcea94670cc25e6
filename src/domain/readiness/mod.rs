//! Readiness: what an account's way in still lacks, as a percentage and as a list. Hope is not a strategy, so what is
//! only hoped for is asked for.
//!
//! The rules are rows of one table ([`RULES`]). They ask and never block: nothing here changes an account, refuses
//! anything, or reads a clock. What isn't judged has no percentage, which is something else than 0 %.

mod drafts;
mod gap;
mod rules;
mod sequences;
mod worked_out;

use chrono::NaiveDate;

use super::account::Account;
use super::agenda::Outlook;
use super::draft::Known;
use super::schedule::World;
use super::sequence::{Sequence, TouchAt};
use super::settings::Member;
use super::stage::Stage;
use super::touch::{Status, Touch};

pub use drafts::shared;
pub use gap::{Fill, Gap};
pub use rules::RULES;

/// One thing that a plan should have.
#[derive(Debug)]
pub struct Rule {
    /// What plan.toml, `missing:` and `inroad check` call it: what is wanted, in a word.
    pub id: &'static str,
    /// The same as the name of a row of the detail pane.
    pub row: &'static str,
    /// How much it counts beside the others.
    pub weight: u8,
    /// What is asked; `{}` stands for what it is about.
    pub sentence: &'static str,
    /// The method or the reason behind it.
    pub source: &'static str,
    /// Whether it asks of each touch, finding or meeting by itself, and is waved off for that one alone.
    pub each: bool,
    /// Whether it is asked from engaged on too.
    pub later: bool,
    /// Rules that come first: where one of them is not met, this one is not met either, and not asked yet.
    after: &'static [&'static str],
    /// Finds what trips it; says of how many things it could be said. Of none there is nothing to judge.
    find: fn(&Case, &mut Vec<Fill>) -> usize,
}

/// The rule with that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Why that can't be the id of a rule; nothing if it is one.
pub fn unknown(id: &str) -> Option<String> {
    if rule(id).is_some() {
        return None;
    }
    let near = crate::domain::near::nearest(id, RULES.iter().map(|rule| rule.id));
    let near = near.map(|near| format!(", but {near} is")).unwrap_or_default();
    Some(format!("“{id}” is no rule of readiness{near}; `inroad check --rules` lists them"))
}

/// Why an account can't wave that off; nothing if it can: a rule, or of a rule that asks of each item one of them
/// (`source:research.r1c8`, as [`Gap::waiver`] calls it).
pub fn unknown_waiver(waiver: &str) -> Option<String> {
    match waiver.split_once(':') {
        Some((id, item)) if rule(id).is_some_and(|rule| rule.each) && !item.is_empty() => None,
        _ => unknown(waiver),
    }
}

/// How ready an account is.
#[derive(Debug, Clone, Default)]
pub struct Readiness {
    /// From 0 to 100, and 100 only where nothing is missing; none where it is not judged.
    pub percent: Option<u8>,
    /// What is missing, in the order in which it is best filled in.
    pub gaps: Vec<Gap>,
}

impl Readiness {
    /// Of an account on that day, for one who is about to write to them.
    pub fn of(account: &Account, world: &World, me: Option<&Member>) -> Self {
        Self::with(account, &Outlook::of(account, world, 0), world, me)
    }

    /// The same where it is known what the account asks for.
    pub fn with(account: &Account, outlook: &Outlook, world: &World, me: Option<&Member>) -> Self {
        let Some(phase) = Phase::of(account) else { return Self::default() };
        let off = |rule: &Rule| {
            let names = |ids: &[String]| ids.iter().any(|id| id == rule.id);
            names(&world.settings.readiness.off) || names(&account.readiness.not_applicable)
        };
        let is_waived = |gap: &Gap| {
            let waivers = &account.readiness.not_applicable;
            gap.rule.each && waivers.iter().any(|id| id.contains(':')) && waivers.contains(&gap.waiver(account))
        };
        judge(&Case::new(account, outlook, world.today, me), phase, off, is_waived)
    }
}

/// Whether an account of that stage is judged, at least by some rules.
pub fn is_judged(account: &Account) -> bool {
    Phase::of(account).is_some()
}

/// Whether it is a target that nobody has begun with: it is judged as soon as somebody does.
pub fn is_yet_to_begin(account: &Account) -> bool {
    account.stage == Stage::Target && account.unread.of("stage").is_none()
}

/// How far an account has come, as far as the rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The way in is being planned and gone: all rules hold.
    Entry,
    /// They talk to us: what is next, and the meetings.
    Later,
}

impl Phase {
    fn of(account: &Account) -> Option<Self> {
        if account.unread.of("stage").is_some() {
            return None;
        }
        match account.stage {
            Stage::Researching | Stage::InSequence => Some(Self::Entry),
            Stage::Engaged | Stage::Meeting | Stage::Opportunity => Some(Self::Later),
            Stage::Target | Stage::Won | Stage::Nurture | Stage::Lost | Stage::Disqualified => None,
        }
    }
}

/// What the rules look at.
struct Case<'a> {
    account: &'a Account,
    /// What has a date ahead, or waits.
    outlook: &'a Outlook,
    today: NaiveDate,
    me: Option<&'a Member>,
    /// The sequences in which something is still to be done.
    running: Vec<(usize, &'a Sequence)>,
}

impl<'a> Case<'a> {
    fn new(account: &'a Account, outlook: &'a Outlook, today: NaiveDate, me: Option<&'a Member>) -> Self {
        let running = account.sequences.iter().enumerate().filter(|(_, sequence)| sequence.is_running()).collect();
        Self { account, outlook, today, me, running }
    }

    /// The touches that are still to be done, but for those to people who asked not to be written to.
    fn open(&self) -> impl Iterator<Item = (TouchAt, &'a Touch)> {
        let account = self.account;
        let may_be_written_to =
            |touch: &Touch| account.person_of(touch.person.as_deref()).is_none_or(|person| !person.do_not_contact);
        self.planned().filter(move |(_, touch)| touch.is_open() && may_be_written_to(touch))
    }

    /// The touches of the running sequences that were or will be done.
    fn planned(&self) -> impl Iterator<Item = (TouchAt, &'a Touch)> {
        self.running.iter().flat_map(|(i, sequence)| counted(*i, sequence))
    }

    /// What a draft of that touch is filled in with.
    fn known(&self, touch: &'a Touch) -> Known<'a> {
        Known::of(self.account, touch, self.me)
    }
}

/// The touches of a sequence but for those that were left out.
fn counted(i: usize, sequence: &Sequence) -> impl Iterator<Item = (TouchAt, &Touch)> {
    let touches = sequence.touches.iter().enumerate();
    let touches = touches.filter(|(_, touch)| !matches!(touch.status, Status::Skipped | Status::Cancelled));
    touches.map(move |(touch, each)| (TouchAt { sequence: i, touch }, each))
}

/// A weight is taken apart so finely that a single draft of ten is seen.
const FINE: u64 = 1_000;

fn judge(case: &Case, phase: Phase, off: impl Fn(&Rule) -> bool, is_waived: impl Fn(&Gap) -> bool) -> Readiness {
    let (mut whole, mut lost) = (0_u64, 0_u64);
    let mut gaps = Vec::new();
    let (mut unmet, mut void): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| phase == Phase::Entry || rule.later) {
        let weight = u64::from(rule.weight) * FINE;
        let follows = |ids: &[&str]| rule.after.iter().any(|id| ids.contains(id));
        // What rests on something that doesn't apply here can't be judged.
        if follows(&void) {
            void.push(rule.id);
            continue;
        }
        let is_off = off(rule);
        if follows(&unmet) {
            (if is_off { &mut void } else { &mut unmet }).push(rule.id);
            if !is_off {
                (whole, lost) = (whole + weight, lost + weight);
            }
            continue;
        }
        found.clear();
        let of = (rule.find)(case, &mut found);
        let asked = found.len();
        found.retain(|fill| !is_waived(&Gap { rule, fill: *fill }));
        let of = of.saturating_sub(asked - found.len());
        let count = found.len().min(of);
        match (is_off, count) {
            (true, 0) => {}
            (true, _) => void.push(rule.id),
            (false, _) if of == 0 => {}
            (false, count) => {
                whole += weight;
                if count > 0 {
                    // Half of it for anything at all, so that one of many is seen; the rest by how many.
                    lost += weight / 2 + weight / 2 * count as u64 / of as u64;
                    unmet.push(rule.id);
                }
                gaps.extend(found.iter().map(|fill| Gap { rule, fill: *fill }));
            }
        }
    }
    let percent = (whole - lost) * 100 / whole.max(1);
    let percent = if whole == 0 { 100 } else { percent.min(if gaps.is_empty() { 100 } else { 99 }) };
    Readiness { percent: Some(percent as u8), gaps }
}

#[cfg(test)]
mod tests;
