//! `inroad undo`, `redo` and `history`: the steps of the journal, which are those of the screen too.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::attended::{self, Attended};
use super::{Desk, Failure, complete, keep_state, out};
use crate::clock::Clock;
use crate::domain::conflict::Conflict;
use crate::domain::step::{Difference, Note, StepId, Way};
use crate::domain::words::few;
use crate::domain::{decision, keypath};
use crate::store::{Folder, SaveError};
use crate::ui::text::shown;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad undo                           the last step, whichever run took it
  inroad undo 1796050800000000000       one from `inroad history`; what was done since stays")]
pub(super) struct Undo {
    /// Which step, by its number in `inroad history`; the last one if it isn't said.
    #[arg(value_parser = step, add = complete::steps_done())]
    step: Option<StepId>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad redo                           what was taken back last
  inroad redo 1796050800000000000       one from `inroad history`")]
pub(super) struct Redo {
    /// Which step, by its number in `inroad history`; the one that was taken back last if it isn't said.
    #[arg(value_parser = step, add = complete::steps_undone())]
    step: Option<StepId>,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad history                        the last twenty steps, the newest first
  inroad history -n 0                   all of them
  inroad history --json | jq -r '.steps[0].files[]'")]
pub(super) struct History {
    /// At most so many; 0 for all.
    #[arg(short = 'n', long = "number", value_name = "N", default_value_t = 20)]
    most: usize,
}

fn step(text: &str) -> Result<StepId, String> {
    text.parse().map_err(|_| "it is no number of a step; `inroad history` says which there are".to_owned())
}

pub(super) fn undo(desk: &Desk, args: &Undo) -> Result<(), Failure> {
    let mut past = Past::of(desk)?;
    let note = match args.step {
        None => past.done.last().ok_or_else(|| Failure::failed("there is nothing to undo"))?,
        Some(id) if named(&past.undone, id).is_some() => return Err(Failure::failed("it is taken back already")),
        Some(id) => named(&past.done, id).ok_or_else(|| unknown(id))?,
    };
    turn(desk, &mut past.folder, &note.clone(), Way::Undo, "undone")
}

pub(super) fn redo(desk: &Desk, args: &Redo) -> Result<(), Failure> {
    let mut past = Past::of(desk)?;
    let note = match args.step {
        None => past.undone.last().ok_or_else(|| Failure::failed("there is nothing to redo"))?,
        Some(id) if named(&past.done, id).is_some() => {
            return Err(Failure::failed("it stands; only what was taken back can be done again"));
        }
        Some(id) => named(&past.undone, id).ok_or_else(|| unknown(id))?,
    };
    turn(desk, &mut past.folder, &note.clone(), Way::Redo, "redone")
}

pub(super) fn history(desk: &Desk, args: &History) -> Result<(), Failure> {
    let mut past = Past::of(desk)?;
    let files = past.folder.files_of_steps();
    past.folder.damage_of_past().aside().for_each(|told| out::note(&told));
    let most = if args.most == 0 { usize::MAX } else { args.most };
    // As the screen lists them: what can be done again first, then what stands.
    let undone = past.undone.iter().map(|note| (note, true));
    let steps = undone.chain(past.done.iter().rev().map(|note| (note, false))).take(most);
    if desk.json {
        let steps: Vec<Json> = steps.map(|(note, is_undone)| as_json(note, is_undone, &files)).collect();
        return out::json(&json!({ "format": 1, "steps": steps }));
    }
    let row = |(note, is_undone): (&Note, bool)| {
        let at = note.at.format("%Y-%m-%d %H:%M").to_string();
        let state = if is_undone { "taken back" } else { "" };
        let files = told(files.get(&note.id).map_or(&[], Vec::as_slice));
        vec![note.id.to_string(), at, note.label.clone(), files, state.to_owned()]
    };
    out::list(&["step", "when", "what", "files", ""], &steps.map(row).collect::<Vec<_>>(), "nothing was changed yet")
}

/// What the journal knows of a plan. Nothing of the plan itself has to be read for it.
struct Past {
    folder: Folder,
    /// Steps that stand, the oldest first.
    done: Vec<Note>,
    /// Steps that were taken back, the last one last.
    undone: Vec<Note>,
}

impl Past {
    fn of(desk: &Desk) -> Result<Self, Failure> {
        let mut folder = Folder::open(&desk.folder_path()?)?;
        if let Some(why) = keep_state(&mut folder) {
            return Err(Failure::failed(why));
        }
        let (done, undone) = folder.past();
        // The step that somebody means may be one of those.
        if let Some(told) = folder.damage_of_past().here() {
            out::note(&told);
        }
        Ok(Self { folder, done, undone })
    }
}

fn named(notes: &[Note], id: StepId) -> Option<&Note> {
    notes.iter().find(|note| note.id == id)
}

fn unknown(id: StepId) -> Failure {
    Failure::usage(format!("there is no step {id}; `inroad history` lists them with their numbers"))
}

/// Take a step back or do it again, and say what that changed, and what it could not.
fn turn(desk: &Desk, folder: &mut Folder, step: &Note, way: fn(StepId) -> Way, did: &str) -> Result<(), Failure> {
    let note = Note { id: Clock::seed(), at: desk.clock.now(), label: step.label.clone(), way: way(step.id) };
    let mut files = folder.files_of_steps();
    let mut attended = Attended::begin();
    let saved = folder.take_back(&note, &mut |ready, of| attended.hears(ready, of));
    let came = attended.end();
    let saved = match (saved, came) {
        (Err(SaveError::Stopped), Some(code)) => return Err(attended::stopped(code)),
        (Err(overtaken @ SaveError::Overtaken { .. }), _) => return Err(refused(&overtaken)),
        (saved, _) => saved?,
    };
    out::is_saved();
    if let Some(doubt) = saved.doubt {
        out::note(&format!("saved, but {doubt}"));
    }
    let is_undone = matches!(note.way, Way::Undo(_));
    let is_clashing = saved.conflicts > 0;
    // What each field said nobody sees but a script, or where not all of it could be done.
    let turned = if desk.json || is_clashing { folder.explain_turn(&note) } else { Vec::new() };
    let stayed = if is_clashing { stayed(folder, &note, step.id) } else { Vec::new() };
    if desk.json {
        let changes: Vec<Json> = turned.iter().map(difference).collect();
        let stayed: Vec<Json> = stayed.iter().map(as_it_stays).collect();
        let step = as_json(step, is_undone, &files);
        out::json(&json!({ "format": 1, did: step, "changes": changes, "stayed": stayed }))?;
    } else if !is_clashing || !turned.is_empty() {
        let row = vec![step.label.clone(), told(&files.remove(&step.id).unwrap_or_default())];
        out::table(&[did, "in"], &[row])?;
    }
    if is_clashing {
        let how_much = if turned.is_empty() { "nothing" } else { "not all" };
        return Err(Failure { code: 4, ..Failure::failed(why_it_stayed(&step.label, how_much, did, &stayed)) });
    }
    came.map_or(Ok(()), |code| Err(attended::too_late(code, note.way)))
}

/// With the command that has to come first.
fn refused(overtaken: &SaveError) -> Failure {
    let first = match overtaken {
        SaveError::Overtaken { way: Way::Redo(_), by } => format!(": inroad redo {}", by.id),
        SaveError::Overtaken { by, .. } => format!(": inroad undo {}", by.id),
        _ => String::new(),
    };
    Failure { code: 4, ..Failure::failed(format!("{overtaken}{first}")) }
}

/// Of what waits for a choice what this turn could not bring: what arose by it, or waited already.
fn stayed(folder: &mut Folder, turn: &Note, step: StepId) -> Vec<Conflict> {
    let changes = folder.explain(step);
    let wanted = |change: &Difference| {
        if matches!(turn.way, Way::Undo(_)) { change.before.clone() } else { change.after.clone() }
    };
    let waited = |conflict: &Conflict| {
        changes.iter().any(|change| is_about(conflict, change) && conflict.ours == wanted(change))
    };
    let mut conflicts = folder.conflicts();
    conflicts.retain(|conflict| conflict.step == Some(turn.id) || waited(conflict));
    conflicts
}

/// Whether both are about the same place, or one about a part of the other's.
fn is_about(conflict: &Conflict, change: &Difference) -> bool {
    let is_within = |part: &str, whole: &str| {
        part.strip_prefix(whole).is_some_and(|rest| whole.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    let is_at = |place: &String| is_within(place, &change.path) || is_within(&change.path, place);
    conflict.file == change.file && keypath::each(&conflict.path).iter().any(is_at)
}

/// So many things that stayed are named.
const STAYED: usize = 3;

fn why_it_stayed(label: &str, how_much: &str, did: &str, stayed: &[Conflict]) -> String {
    let each = |conflict: &Conflict| {
        let file = conflict.file.display();
        match conflict.item() {
            Some(item) => format!("{item} in {file}"),
            None if conflict.path.is_empty() => file.to_string(),
            None => {
                let [theirs, ours] = conflict.in_a_line().map(|side| in_short(&side));
                format!("{} in {file} ({theirs}, not {ours})", place(&conflict.path))
            }
        }
    };
    let mut named: Vec<String> = stayed.iter().take(STAYED).map(each).collect();
    if stayed.len() > STAYED {
        named.push(format!("and {} more", stayed.len() - STAYED));
    }
    let named = if named.is_empty() { String::new() } else { format!(": {}", named.join("; ")) };
    format!(
        "{how_much} of “{label}” was {did}, since the same was changed later; what was written then stands{named}. The other \
         side is kept: `inroad conflicts` shows both and lets you choose"
    )
}

/// Where it is; of a decision that is made of the file as a whole, what it decides.
fn place(path: &str) -> &str {
    match keypath::apart(path) {
        Some(("", _)) => decision::of(path).map_or(path, |decision| decision.label),
        Some((place, _)) => place,
        None => path,
    }
}

/// A side of a field, in a few words.
fn in_short(side: &str) -> String {
    const MOST: usize = 40;
    if side.is_empty() {
        return "nothing".to_owned();
    }
    let short: String = side.chars().take(MOST).collect();
    format!("“{}{}”", shown(&short), if short.len() == side.len() { "" } else { "…" })
}

/// A place that does not say what it was to say.
fn as_it_stays(conflict: &Conflict) -> Json {
    json!({
        "file": conflict.file.to_string_lossy(),
        "path": conflict.path,
        "is": conflict.theirs,
        "wanted": conflict.ours,
    })
}

/// So many files are named in a line; `--json` names all.
const NAMED: usize = 8;

/// A person sees the first, and how many there are.
fn told(files: &[PathBuf]) -> String {
    let most = if std::io::stdout().is_terminal() { 1 } else { NAMED };
    few(&files.iter().map(|file| file.to_string_lossy()).collect::<Vec<_>>(), most)
}

/// A step. Its number is a text: most readers of JSON round what is so long.
fn as_json(note: &Note, is_undone: bool, files: &BTreeMap<StepId, Vec<PathBuf>>) -> Json {
    let files: Vec<_> = files.get(&note.id).into_iter().flatten().map(|file| file.to_string_lossy()).collect();
    json!({
        "step": note.id.to_string(),
        "at": note.at.to_rfc3339(),
        "label": note.label,
        "files": files,
        "undone": is_undone,
    })
}

/// What a field said and what it says now. Of a file as a whole, whose path is empty, both are null: no value of it is meant.
fn difference(change: &Difference) -> Json {
    let value = |side: &Option<String>| side.clone().filter(|_| !change.path.is_empty());
    json!({
        "file": change.file.to_string_lossy(),
        "path": change.path,
        "was": value(&change.before),
        "is": value(&change.after),
    })
}
