//! What a change moves: told before it takes effect, from when to when.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Due, World, schedule};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::sequence::{Sequence, TouchAt};

/// An open touch that a change moves, the touch that was itself moved among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Where it stands afterwards.
    pub at: TouchAt,
    /// Its date before; none while it was not known.
    pub from: Option<NaiveDate>,
    /// Its date after; none if it is not known any more.
    pub to: Option<NaiveDate>,
}

impl Move {
    /// Its number in its sequence, as the screen shows it: from 1.
    pub fn n(&self) -> usize {
        self.at.touch + 1
    }
}

/// What stands in for an id where an item was written by hand without one: its position.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Same<'a> {
    Id(&'a str),
    Position(usize),
}

fn same(id: &str, position: usize) -> Same<'_> {
    if id.is_empty() { Same::Position(position) } else { Same::Id(id) }
}

/// Which touches that are open before and after move when the account changes from one state to the other.
pub fn ripple(before: &Account, after: &Account, world: &World) -> Vec<Move> {
    let old: BTreeMap<Same, &Sequence> =
        before.sequences.iter().enumerate().map(|(i, sequence)| (same(&sequence.id, i), sequence)).collect();
    let mut moves = Vec::new();
    for (i, sequence) in after.sequences.iter().enumerate() {
        // A sequence that was written by hand gets its id with its first edit.
        let by_position = || before.sequences.get(i).filter(|old| old.id.is_empty());
        let Some(old) = old.get(&same(&sequence.id, i)).copied().or_else(by_position) else { continue };
        let dues = schedule(before, old, world);
        let was: BTreeMap<Same, Due> =
            old.touches.iter().zip(&dues).enumerate().map(|(j, (touch, due))| (same(&touch.id, j), *due)).collect();
        for (j, (touch, due)) in sequence.touches.iter().zip(schedule(after, sequence, world)).enumerate() {
            let from = was.get(&same(&touch.id, j)).or_else(|| was.get(&Same::Position(j)));
            let open = |due: Due| due != Due::Never;
            if let Some(from) = from.copied().filter(|from| *from != due && open(*from) && open(due)) {
                let at = TouchAt { sequence: i, touch: j };
                moves.push(Move { at, from: from.day(), to: due.day() });
            }
        }
    }
    moves
}

/// So many moves are told by name: more than that is a list to read, not a line.
const NAMED: usize = 6;

/// The moves in a sentence: `3 touches move: #4 Mon 30 Nov → Wed 2 Dec, #5 …`; nothing if nothing moves. Touches of
/// several sequences are told as the command line takes them, `#2:4`. Where the line is short its end is cut.
pub fn told(moves: &[Move], today: NaiveDate) -> String {
    let Some(first) = moves.first() else { return String::new() };
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "later".to_owned(), |day| dates::short(day, today));
    let count = if moves.len() == 1 { "1 touch moves".to_owned() } else { format!("{} touches move", moves.len()) };
    let several = moves.iter().any(|each| each.at.sequence != first.at.sequence);
    let named = moves.iter().take(NAMED).map(|each| {
        let sequence = if several { format!("{}:", each.at.sequence + 1) } else { String::new() };
        format!("#{sequence}{} {} → {}", each.n(), day(each.from), day(each.to))
    });
    let more = if moves.len() > NAMED { " …" } else { "" };
    format!("{count}: {}{more}", named.collect::<Vec<_>>().join(", "))
}
