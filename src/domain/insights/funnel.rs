//! How far accounts have come, from the changes of stage and the opportunities that each has written down.
//!
//! Whoever is at a meeting has been engaged, even where nobody wrote it: to have come to a stage of the way means to it or
//! beyond. So no step of the funnel is wider than the one above it.

use crate::domain::account::Account;
use crate::domain::rates::{Period, Rate};
use crate::domain::reached;
use crate::domain::stage::Stage;

/// The way, in its order.
const WAY: [Stage; 7] = [
    Stage::Target,
    Stage::Researching,
    Stage::InSequence,
    Stage::Engaged,
    Stage::Meeting,
    Stage::Opportunity,
    Stage::Won,
];

/// Where an account may leave it.
const ASIDE: [Stage; 3] = [Stage::Nurture, Stage::Lost, Stage::Disqualified];

/// How many accounts came to a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The stage.
    pub stage: Stage,
    /// How many came to it within the period; of the way: to it or beyond.
    pub came: u32,
    /// How many are there now.
    pub now: u32,
}

/// How far accounts have come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Funnel {
    /// All accounts.
    pub accounts: u32,
    /// The way from a target to a client, and after it where accounts left it.
    pub steps: Vec<Step>,
    /// It tells of the whole time: only then do the steps follow from each other.
    pub is_whole: bool,
}

impl Funnel {
    /// The steps of the way.
    pub fn way(&self) -> &[Step] {
        self.steps.get(..WAY.len()).unwrap_or_default()
    }

    /// Of those who came to a stage of the way, how many came to the next one as well; none within a part of the time,
    /// where they are not the same accounts.
    pub fn further(&self, stage: Stage) -> Option<Rate> {
        let at = self.way().iter().position(|step| step.stage == stage).filter(|_| self.is_whole)?;
        let next = self.way().get(at + 1)?;
        Some(Rate::new(next.came, self.way()[at].came))
    }
}

/// While accounts are counted.
#[derive(Debug, Default)]
pub(super) struct Counting {
    accounts: u32,
    came: [u32; WAY.len() + ASIDE.len()],
    now: [u32; WAY.len() + ASIDE.len()],
}

impl Counting {
    pub(super) fn add(&mut self, account: &Account, period: Period) {
        self.accounts += 1;
        // A stage that was not understood is none.
        let now = Some(account.stage).filter(|_| account.unread.of("stage").is_none());
        for (at, stage) in WAY.into_iter().chain(ASIDE).enumerate() {
            self.now[at] += u32::from(now == Some(stage));
            self.came[at] += u32::from(came_to(account, stage, period));
        }
    }

    pub(super) fn told(self, period: Period) -> Funnel {
        let steps = WAY.into_iter().chain(ASIDE).zip(self.came.into_iter().zip(self.now));
        let steps = steps.map(|(stage, (came, now))| Step { stage, came, now });
        Funnel { accounts: self.accounts, steps: steps.collect(), is_whole: period == Period::ALL }
    }
}

/// Whether the account came to that stage, and within the period for the first time. The day may not be written.
fn came_to(account: &Account, stage: Stage, period: Period) -> bool {
    let first = reached::first(account, |other| match place(stage) {
        Some(at) => place(other).is_some_and(|other| other >= at),
        None => other == stage,
    });
    // Every account was a target, whatever became of it.
    first.map_or(stage == Stage::Target && period.holds(None), |day| period.holds(day))
}

fn place(stage: Stage) -> Option<usize> {
    WAY.iter().position(|each| *each == stage)
}
