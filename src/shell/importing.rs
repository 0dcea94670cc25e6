//! A file from elsewhere is looked at beside the screen: its bytes are read on a thread of their own, since a disk far away
//! takes its time, and matched with the plan where the contacts were read and a step is saved. Nothing is changed here; what
//! comes of it is a message.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::Msg;
use crate::app::import::{Asked, Looked, Map, Table};
use crate::domain::account::Account;
use crate::domain::import::preview;
use crate::exchange::import::{self, MOST_BYTES, Refused, Request, Sheet};
use crate::store::{atomic, places, refusal};

/// The most entries of a folder that are offered.
const MOST_PATHS: usize = 500;

/// How the names of files end that can be imported, the likeliest first.
const ENDINGS: [&str; 5] = ["csv", "vcf", "vcard", "tsv", "txt"];

/// Look at a file. The last thing that is said is what came of it; nothing, once somebody has said stop.
pub fn look(asked: Asked, stop: &AtomicBool, say: &mut dyn FnMut(Msg)) {
    Opened::of(asked).look(stop, say);
}

/// A file, as far as it has to be waited for. Fifty thousand rows take a while and much room from here on: that is for the
/// thread that also reads contacts and saves steps, since what one thread has let go of no other gets.
pub struct Opened {
    asked: Asked,
    bytes: io::Result<Vec<u8>>,
}

impl Opened {
    /// Its bytes.
    pub fn of(asked: Asked) -> Self {
        let bytes = atomic::read(&at_home(&asked.path), MOST_BYTES);
        Self { asked, bytes }
    }

    /// What it would make of the plan, as [`look`] says it.
    pub fn look(self, stop: &AtomicBool, say: &mut dyn FnMut(Msg)) {
        let Self { asked, bytes } = self;
        let looked = match read(&asked, bytes, stop, say) {
            Ok(Sheet { source, rows, skipped, remarks, unused, columns, is_headless, .. }) => {
                let archive: Vec<&Account> = asked.archived.iter().map(AsRef::as_ref).collect();
                let mut preview = preview(rows, skipped, &asked.plan, &asked.contacts, &archive);
                preview.remarks.extend(remarks);
                let table = Table { columns, unused, is_headless, lacks: None };
                Looked::Found { source, preview: Arc::new(preview), table }
            }
            Err(Refused::Cancelled) => return,
            Err(Refused::Unmapped { columns, is_headed, lacks }) => {
                Looked::Columns(Table { columns, is_headless: !is_headed, lacks, ..Table::default() })
            }
            Err(refused) => Looked::Refused(refused.to_string()),
        };
        if !stop.load(Ordering::Relaxed) {
            say(Msg::Looked(Box::new(asked), Box::new(looked)));
        }
    }
}

fn read(
    asked: &Asked,
    bytes: io::Result<Vec<u8>>,
    stop: &AtomicBool,
    say: &mut dyn FnMut(Msg),
) -> Result<Sheet, Refused> {
    let broken = |why: String| Refused::Broken { line: 0, column: 0, why };
    let bytes = bytes.map_err(|error| broken(refusal::reason(&error)))?;
    let path = at_home(&asked.path);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Map { columns, is_headed } = &asked.map;
    let map = columns.iter().filter_map(|(column, field)| Some((column.clone(), (*field)?))).collect();
    let without = columns.iter().filter(|(_, field)| field.is_none()).map(|(column, _)| column.clone()).collect();
    let has_members = !asked.plan.settings.members.is_empty();
    let request = Request { name, map, without, is_headed: *is_headed, has_members, ..Request::default() };
    import::read(&bytes, &request, &mut |rows| {
        say(Msg::Reading(asked.turn, rows));
        !stop.load(Ordering::Relaxed)
    })
}

/// `~` is the home folder; what is not absolute lies where the program was started.
fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), places::home()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

/// What lies in a folder and could be imported, as it would be typed, folders last; without a folder, what lies where
/// browsers put things, the newest first, and here.
pub fn paths(folder: String) -> Msg {
    let found = if folder.is_empty() {
        let mut found = inside("~/Downloads/", true);
        found.extend(inside("", false));
        found
    } else {
        inside(&folder, false)
    };
    Msg::Paths(folder, found)
}

/// The likeliest first, of these the newest where age counts.
type Order = (usize, std::cmp::Reverse<Option<std::time::Duration>>);

fn inside(typed: &str, by_age: bool) -> Vec<String> {
    let folder = if typed.is_empty() { PathBuf::from(".") } else { at_home(typed) };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(Order, String)> = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') || name.chars().any(char::is_control) {
            continue;
        }
        let Ok(meta) = std::fs::metadata(entry.path()) else { continue };
        let changed = meta.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        let age = std::cmp::Reverse(changed.filter(|_| by_age));
        if meta.is_dir() && !by_age {
            found.push(((ENDINGS.len(), age), format!("{typed}{name}/")));
        } else if let (true, Some(rank)) = (meta.is_file(), rank(Path::new(&name))) {
            found.push(((rank, age), format!("{typed}{name}")));
        }
    }
    found.sort();
    found.into_iter().take(MOST_PATHS).map(|(_, path)| path).collect()
}

/// How likely a file is one to be imported, by its ending: the lower, the likelier. Nothing: it is none.
fn rank(name: &Path) -> Option<usize> {
    let ending = name.extension().and_then(|ending| ending.to_str())?.to_lowercase();
    let at = ENDINGS.iter().position(|each| *each == ending)?;
    // A table and a card are as likely; which is newer says more.
    Some(at.saturating_sub(1))
}
