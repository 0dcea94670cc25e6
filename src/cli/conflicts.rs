//! `inroad conflicts`: what two sides have changed differently, and letting one of them stand. The list, the words and the
//! step are those of the screen; here a side is named, since nobody looks at where it stands.

use std::slice;

use serde_json::{Value as Json, json};

use super::desk::Open;
use super::{Desk, Failure, complete, out};
use crate::app::conflicts::{self, Chosen};
use crate::clock::Clock;
use crate::domain::conflict::{Choice, Conflict};
use crate::domain::step::{Note, Way};
use crate::store::damage;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad conflicts                      what both sides changed; exit 3 if there is any
  inroad conflicts 1                    both sides of the first, whole
  inroad conflicts 1 --take kept        what was kept takes its place; `inroad undo` asks again
  inroad conflicts 1 --take file        what the file says stands
  inroad conflicts --json | jq -r '.conflicts[].about'")]
pub(super) struct Args {
    /// Which, by its number in the list.
    #[arg(add = complete::conflicts())]
    number: Option<usize>,
    /// Which side is to stand: what the file says, or what was kept beside it.
    #[arg(long, value_enum, value_name = "SIDE", requires = "number")]
    take: Option<Side>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Side {
    /// What the file says; nothing is changed.
    File,
    /// What was kept beside it; it takes the other's place.
    Kept,
}

impl Side {
    fn choice(self) -> Choice {
        match self {
            Self::File => Choice::Theirs,
            Self::Kept => Choice::Ours,
        }
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if let Some(why) = desk.look()?.folder.state().and_then(damage::of_conflicts) {
        return Err(Failure::failed(why));
    }
    match (args.number, args.take) {
        (None, _) => list(desk),
        (Some(number), None) => {
            let mut open = desk.look()?;
            let conflict = numbered(open.folder.conflicts(), number)?;
            read_names(&mut open, slice::from_ref(&conflict));
            show(desk, &open, number, &conflict)
        }
        (Some(number), Some(side)) => settle(desk, number, side),
    }
}

fn numbered(all: Vec<Conflict>, number: usize) -> Result<Conflict, Failure> {
    let count = all.len();
    let found = number.checked_sub(1).and_then(|at| all.into_iter().nth(at));
    found.ok_or_else(|| match count {
        0 => Failure::failed("nothing waits for a choice between two sides"),
        1 => Failure::usage(format!("there is no conflict {number}: 1 waits; `inroad conflicts` lists it")),
        n => Failure::usage(format!("there is no conflict {number}: {n} wait; `inroad conflicts` lists them")),
    })
}

/// Who is told by an id, and is in the contacts, is told by their name.
fn read_names(open: &mut Open, conflicts: &[Conflict]) {
    if conflicts::asks_for_contacts(&open.plan, conflicts) {
        open.plan.contacts = Some(open.folder.contacts().contacts);
    }
}

fn list(desk: &Desk) -> Result<(), Failure> {
    let mut open = desk.look()?;
    let all = open.folder.conflicts();
    read_names(&mut open, &all);
    if desk.json {
        let each = all.iter().enumerate().map(|(i, conflict)| as_json(&open, i + 1, conflict));
        out::json(&json!({ "format": 1, "conflicts": each.collect::<Vec<_>>() }))?;
    } else if all.is_empty() {
        out::note("nothing waits for a choice between two sides");
    } else {
        let row = |(i, conflict): (usize, &Conflict)| {
            let [file, kept] = conflict.in_a_line();
            let when = conflict.at.format("%Y-%m-%d %H:%M").to_string();
            let (name, about) = conflicts::about(&open.plan, conflict);
            vec![(i + 1).to_string(), name, about, file, kept, when]
        };
        let rows: Vec<_> = all.iter().enumerate().map(row).collect();
        out::table(&["", "account", "what", "in the file", "kept beside it", "since"], &rows)?;
    }
    if all.is_empty() { Ok(()) } else { Err(Failure::findings()) }
}

fn show(desk: &Desk, open: &Open, number: usize, conflict: &Conflict) -> Result<(), Failure> {
    if desk.json {
        return out::json(&json!({ "format": 1, "conflict": as_json(open, number, conflict) }));
    }
    out::line(&conflicts::subject(&open.plan, conflict))?;
    conflict.read_out().iter().try_for_each(|line| out::line(line))
}

fn settle(desk: &Desk, number: usize, side: Side) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let conflict = numbered(open.folder.conflicts(), number)?;
    read_names(&mut open, slice::from_ref(&conflict));
    let json = as_json(&open, number, &conflict);
    let Chosen { label, told } = conflicts::chosen(&open.plan, &conflict, side.choice());
    let note = Note { id: Clock::seed(), at: desk.clock.now(), label, way: Way::Do };
    let saved = open.folder.settle(&conflict, side.choice(), &note)?;
    if saved.conflicts > 0 {
        let message =
            format!("it was changed again meanwhile; nothing was chosen: `inroad conflicts {number}` shows both");
        return Err(Failure { code: 4, ..Failure::failed(message) });
    }
    out::is_saved();
    if let Some(doubt) = saved.doubt {
        out::note(&format!("saved, but {doubt}"));
    }
    let left = open.folder.conflicts().len();
    if desk.json {
        return out::json(&json!({ "format": 1, "settled": json, "left": left }));
    }
    out::line(&told)?;
    if left > 0 {
        out::note(&format!("{left} still {}: `inroad conflicts`", if left == 1 { "waits" } else { "wait" }));
    }
    Ok(())
}

/// Values as TOML has them, and as a person reads them.
fn as_json(open: &Open, number: usize, conflict: &Conflict) -> Json {
    let (name, about) = conflicts::about(&open.plan, conflict);
    let [file, kept] = conflict.both();
    json!({
        "n": number,
        "at": conflict.at.to_rfc3339(),
        "file": conflict.file.to_string_lossy(),
        "path": conflict.path,
        "name": name,
        "about": about,
        "in_file": { "told": file, "toml": conflict.theirs },
        "kept": { "told": kept, "toml": conflict.ours },
    })
}
