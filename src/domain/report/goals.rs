//! The goals as they are told: how far each has come, how far it should have, and what that takes.

use crate::domain::goals::{self, Ledger, Mood, Practice, Standing, Told};
use crate::domain::plan::Plan;
use crate::domain::schedule::World;
use crate::domain::settings::GoalKind;

/// A goal.
#[derive(Debug, Clone)]
pub struct GoalLine {
    /// What it is called.
    pub title: String,
    /// A result to reach or a skill to practise.
    pub kind: GoalKind,
    /// Why it matters.
    pub why: String,
    /// How much of it is done, from 0 to 1; nothing without a target.
    pub done: Option<f64>,
    /// How much should be by this morning, from 0 to 1.
    pub expected: Option<f64>,
    /// What there is to say.
    pub said: Vec<Told>,
}

impl GoalLine {
    /// Something about it is not as it should be.
    pub fn is_short(&self) -> bool {
        self.said.iter().any(|told| told.mood == Mood::Short)
    }
}

/// All goals of the plan.
pub(super) fn told(plan: &Plan, world: &World) -> Vec<GoalLine> {
    let sums = Ledger::of(plan.all().map(AsRef::as_ref), world).sums();
    let share = |part: f64, target: Option<u64>| {
        target.filter(|target| *target > 0).map(|target| (part / goals::real(target)).clamp(0.0, 1.0))
    };
    let told = |(at, goal): (usize, &crate::domain::settings::Goal)| {
        let (done, expected, said) = match goal.kind {
            GoalKind::Performance => {
                let stands = Standing::of(goal, at, &sums, world);
                let expected = stands.expected().and_then(|expected| share(expected, stands.target));
                (share(goals::real(stands.done), stands.target), expected, goals::standing(goal, &stands, world))
            }
            GoalKind::GettingBetter => {
                let practice = Practice::of(goal, at, &sums, world);
                (share(goals::real(practice.now()), practice.target), None, goals::practised(goal, &practice))
            }
        };
        GoalLine { title: goal.title.clone(), kind: goal.kind, why: goal.why.clone(), done, expected, said }
    };
    world.settings.goals.iter().enumerate().map(told).collect()
}
