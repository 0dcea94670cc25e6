//! What follows from an answer or a result, carried out: touches that stop, that stand once more, and the stage that it
//! brings. What follows from what is the table's to say, not this file's.

use chrono::NaiveDate;

use super::account::Account;
use super::overrides::Stops;
use super::sequence::TouchAt;
use super::stage::Stage;
use super::touch::{Status, Touch};

/// Stop what is open: to everybody at the account, or to one person alone. Says how many are held and cancelled.
pub(super) fn stop(account: &mut Account, stops: Stops, person: Option<&str>, everyone: bool) -> (usize, usize) {
    let theirs = |touch: &Touch| person.is_some() && touch.person.as_deref() == person;
    match stops {
        Stops::Nothing => (0, 0),
        Stops::Hold => {
            let all = everyone || person.is_none();
            (close_open(account, Status::Held, |touch| all || theirs(touch)), 0)
        }
        Stops::Cancel => (0, close_open(account, Status::Cancelled, theirs)),
    }
}

/// The touches that are meant and still to come are held or cancelled; what was held before may be cancelled too. They
/// were not done, so no day is written on them.
pub(super) fn close_open(account: &mut Account, status: Status, which: impl Fn(&Touch) -> bool) -> usize {
    let running = account.sequences.iter_mut().filter(|sequence| sequence.ended.is_none());
    let is_to_come = |touch: &Touch| touch.is_open() || (touch.status == Status::Held && status == Status::Cancelled);
    let open = running.flat_map(|sequence| &mut sequence.touches).filter(|touch| is_to_come(touch) && which(touch));
    open.map(|touch| touch.status = status).count()
}

/// What was done did not arrive: it stands for that day once more, right behind what was done, which keeps its day
/// and its result. Replies in its thread follow the one that will arrive. Nothing of a sequence that has ended is done
/// again. Says where it stands.
pub(super) fn again(account: &mut Account, at: TouchAt, day: NaiveDate) -> Option<TouchAt> {
    let id = account.fresh_id(&format!("again{at:?}{day}"));
    let sequence = account.sequences.get_mut(at.sequence).filter(|sequence| sequence.ended.is_none())?;
    let done = sequence.touches.get(at.touch)?;
    let touch = Touch {
        id: id.clone(),
        status: Status::Planned,
        closed: None,
        result: None,
        learned: String::new(),
        due: Some(day),
        pinned: true,
        ..done.clone()
    };
    let was = done.id.clone();
    for later in sequence.touches.iter_mut().filter(|touch| touch.is_open() && !was.is_empty()) {
        if later.thread.as_ref() == Some(&was) {
            later.thread = Some(id.clone());
        }
    }
    sequence.touches.insert(at.touch + 1, touch);
    Some(TouchAt { touch: at.touch + 1, ..at })
}

/// The account comes to that stage, if that is further on. Says so if it does.
pub(super) fn bring(account: &mut Account, stage: Option<Stage>, day: NaiveDate) -> Option<Stage> {
    let stage = stage.filter(|stage| moves_on(account.stage, *stage))?;
    account.enter(stage, day, "").then_some(stage)
}

/// An answer moves an account on, never back; what was lost or put aside comes to life again.
fn moves_on(from: Stage, to: Stage) -> bool {
    match from {
        Stage::Nurture | Stage::Lost | Stage::Disqualified => true,
        Stage::Won => false,
        _ => from < to,
    }
}
