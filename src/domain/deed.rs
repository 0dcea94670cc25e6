//! What one key does: a small vocabulary, so that the same words tell a change before it is made, make it, and name it
//! afterwards. It asks nothing, and knows no screen.

use super::account::Account;
use super::dates;
use super::fields::{Context, Invalid, Place};
use super::reply;
use super::rest;
use super::schedule;
use super::sequence::{Sequence, TouchAt};
use super::touch::Outcome;
use super::wire::Moment;
use super::words::Vocabulary as _;
use super::work;

/// Something that is done to a touch, a sequence or a person without a further word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The touch was done, with that result.
    Complete(Outcome),
    /// The touch is left out.
    Skip,
    /// The touch that was closed, held or cancelled is open again.
    Reopen,
    /// The touch comes so many working days later, or earlier.
    Shift(i32),
    /// The touch stays on its day whatever happens before it, or is let go again.
    Pin,
    /// The touch changes places with the one below, or above.
    Swap {
        /// With the one below.
        down: bool,
    },
    /// The sequence goes on, or the person is there again.
    Resume,
    /// All that is held or rests at the account goes on; a next step that stood for it is noted for no day.
    GoOn,
}

impl Deed {
    /// Do it, and say what was done: `touch 3 skipped`.
    ///
    /// # Errors
    ///
    /// It can't be done there, in a sentence.
    pub fn carry_out(self, account: &mut Account, place: Place, context: &Context) -> Result<String, Invalid> {
        match (self, place) {
            (Self::Resume, Place::Sequence(at)) => {
                rest::resume(account, at, context.today())?;
                Ok(format!("sequence {} resumed", at + 1))
            }
            (Self::Resume, Place::Person(at)) => {
                rest::back(account, at, context.today()).map(|name| format!("{name} is there again"))
            }
            (Self::GoOn, place) => {
                if let Place::NextStep(at) = place {
                    work::set_step_aside(account, at)?;
                }
                go_on(account, context)
            }
            (_, Place::Touch(at)) => self.to_touch(account, at, context),
            _ => Err(Invalid("this is done to touches".into())),
        }
    }

    fn to_touch(self, account: &mut Account, at: TouchAt, context: &Context) -> Result<String, Invalid> {
        let (n, now) = (at.touch + 1, Moment::from(context.now));
        match self {
            Self::Complete(outcome) => {
                let again = work::complete(account, at, outcome, now, "", context.settings)?;
                let again = if again.is_some() { "; it stands for today once more" } else { "" };
                Ok(format!("touch {n}: {}{again}", outcome.label()))
            }
            Self::Skip => work::skip(account, at, now).map(|()| format!("touch {n} skipped")),
            Self::Reopen => work::reopen(account, at).map(|()| format!("touch {n} open again")),
            Self::Shift(by) => {
                let day = work::shift(account, at, by, &context.world())?;
                Ok(format!("touch {n} on {}", dates::short(day, context.today())))
            }
            Self::Pin => Ok(match work::pin(account, at, &context.world())? {
                Some(day) => format!("touch {n} pinned to {}", dates::short(day, context.today())),
                None => format!("touch {n} moves with the others again"),
            }),
            Self::Swap { down } => {
                work::move_touch(account, at, down)?;
                Ok(format!("touch {n} moved {}", if down { "down" } else { "up" }))
            }
            Self::Resume | Self::GoOn => Err(Invalid("a touch doesn't rest; its sequence does".into())),
        }
    }
}

/// Says how many touches go on, and when the first of them comes: a touch that was held had no day, so nothing moves.
fn go_on(account: &mut Account, context: &Context) -> Result<String, Invalid> {
    let today = context.today();
    let rests = |sequence: &Sequence| sequence.ended.is_none() && sequence.is_paused(today);
    let resting: Vec<usize> = (0..account.sequences.len()).filter(|at| rests(&account.sequences[*at])).collect();
    for at in &resting {
        rest::resume(account, *at, today)?;
    }
    let held = reply::resume_held(account, today);
    let first = schedule::next_touch(account, &context.world()).map(|(_, day)| dates::short(day.max(today), today));
    let first = first.map(|day| format!(", the first on {day}")).unwrap_or_default();
    match (held, resting.len()) {
        (0, 0) => Err(Invalid("no touch is held here, and nothing rests".into())),
        (0, _) => Ok(format!("what rested goes on{first}")),
        (1, _) => Ok(format!("1 touch goes on{first}")),
        (n, _) => Ok(format!("{n} touches go on{first}")),
    }
}
