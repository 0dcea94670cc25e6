//! What a change of an account did beside what it was made for: the items it made, the touches it brought to another
//! status, another stage. Pure; told from the two states, so that no change can forget to say it.

use std::collections::BTreeSet;

use super::account::Account;
use super::fields::{self, Place};
use super::sequence::TouchAt;
use super::stage::Stage;
use super::touch::Status;
use super::words::{Vocabulary as _, counted};

/// An item that was not there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The list it stands in, by its key in the file: `people`, `next_steps`.
    pub list: &'static str,
    /// Where it stands in the account as it is now.
    pub place: Place,
    /// Its id.
    pub id: String,
}

/// What a change did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Items it made.
    pub made: Vec<Made>,
    /// Touches that were there and have another status now, in the order of the account.
    pub touches: Vec<(TouchAt, Status)>,
    /// The stage, if it is another.
    pub stage: Option<Stage>,
}

impl Beside {
    /// What lies between two states of one account.
    pub fn of(before: &Account, after: &Account) -> Self {
        let known = fields::ids_of(before);
        let known: BTreeSet<(&str, &str)> = known.iter().map(|(list, _, id)| (*list, *id)).collect();
        let is_new = |list: &str, id: &str| !id.is_empty() && !known.contains(&(list, id));
        let made = fields::ids_of(after).into_iter().filter(|(list, _, id)| is_new(list, id));
        let made = made.map(|(list, place, id)| Made { list, place, id: id.to_owned() }).collect();
        let was =
            |id: &str| before.sequences.iter().flat_map(|sequence| &sequence.touches).find(|touch| touch.id == id);
        let touches = after.sequences.iter().enumerate().flat_map(|(sequence, each)| {
            each.touches.iter().enumerate().filter_map(move |(touch, is)| {
                let was = was(&is.id).filter(|_| !is.id.is_empty())?;
                (was.status != is.status).then_some((TouchAt { sequence, touch }, is.status))
            })
        });
        let stage = Some(after.stage).filter(|stage| *stage != before.stage);
        Self { made, touches: touches.collect(), stage }
    }

    /// How many touches came to a status, and which stage came, in words: `9 touches held; stage meeting`.
    pub fn told(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for status in [Status::Held, Status::Cancelled] {
            let count = self.touches.iter().filter(|(_, is)| *is == status).count();
            parts.extend((count > 0).then(|| format!("{} {}", counted(count, "touch", "touches"), status.label())));
        }
        parts.extend(self.stage.map(|stage| format!("stage {}", stage.label())));
        parts.join("; ")
    }
}
