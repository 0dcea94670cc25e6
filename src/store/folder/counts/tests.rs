//! With what is remembered it is always what it is without.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::*;
use crate::store::demo;

/// In the year 2286, so that nothing was written a moment ago, and the cache is believed wherever it can be.
fn later(path: &Path) -> io::Result<Stamp> {
    Stamp::seen(path, SystemTime::UNIX_EPOCH + Duration::from_secs(10_000_000_000))
}

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

struct Plan {
    home: tempfile::TempDir,
}

impl Plan {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        demo::create(&home.path().join("plan"), start(), None).unwrap();
        Self { home }
    }

    fn folder(&self) -> Folder {
        let mut folder = Folder::open(&self.home.path().join("plan")).unwrap();
        assert_eq!(folder.keep_state(&self.home.path().join("state")), None);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("plan").join(name)
    }

    fn cache(&self) -> PathBuf {
        self.folder().state().unwrap().path(FILE)
    }

    fn remembered(&self, day: NaiveDate) -> (usize, usize) {
        let Count { overdue, due, .. } = self.folder().counts_by(day, None, &later);
        (overdue, due)
    }

    fn read(&self, day: NaiveDate) -> (usize, usize) {
        let plan = self.folder().load();
        agenda::counts(&agenda::agenda(&plan, day, 0), day)
    }

    /// Something else of the same size, with the time of its last writing set back: only its change time tells.
    fn write_unseen(&self, name: &str, from: &str, to: &str) {
        assert_eq!(from.len(), to.len());
        let path = self.path(name);
        let (text, before) = (fs::read_to_string(&path).unwrap(), Stamp::seen(&path, SystemTime::UNIX_EPOCH).unwrap());
        let written = path.metadata().unwrap().modified().unwrap();
        let changed = text.replace(from, to);
        assert_ne!(text, changed, "{from}");
        loop {
            fs::write(&path, &changed).unwrap();
            File::options().write(true).open(&path).unwrap().set_modified(written).unwrap();
            // A clock that counts in steps may not have gone on yet; that is what “unsure” is for.
            if Stamp::seen(&path, SystemTime::UNIX_EPOCH).unwrap() != before {
                return;
            }
        }
    }
}

#[test]
fn what_is_remembered_is_used_and_what_changed_is_read() {
    let plan = Plan::new();
    assert_eq!(plan.remembered(start()), (3, 9));
    let written = plan.cache().metadata().unwrap().modified().unwrap();
    assert_eq!(plan.remembered(start()), (3, 9));
    assert_eq!(plan.cache().metadata().unwrap().modified().unwrap(), written, "nothing new, nothing written");
    // What is remembered is what is told: a doctored cache shows that no account was read.
    let mut known = Known::read(&plan.cache()).unwrap();
    known.accounts.values_mut().for_each(|(_, counts)| *counts = [(1, 0); DAYS]);
    fs::write(plan.cache(), known.bytes()).unwrap();
    assert_eq!(plan.remembered(start()), (12, 0));
    // One file has changed: the others are as remembered.
    plan.write_unseen("accounts/halyard-credit-union.toml", "stage = \"researching\"", "stage = \"target\"     ");
    assert_eq!(plan.remembered(start()), (11, 0));
}

#[test]
fn whatever_is_doubtful_is_thrown_away() {
    let plan = Plan::new();
    let right = plan.remembered(start());
    let whole = fs::read(plan.cache()).unwrap();
    let mut cases: Vec<Vec<u8>> = vec![Vec::new(), b"inroad".to_vec(), whole[..whole.len() - 1].to_vec()];
    for at in (0..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[at] ^= 0x40;
        cases.push(broken);
        cases.push(whole[..at].to_vec());
    }
    for bytes in cases {
        fs::write(plan.cache(), &bytes).unwrap();
        assert_eq!(plan.remembered(start()), right);
    }
    // A folder in its place is none.
    fs::remove_file(plan.cache()).unwrap();
    fs::create_dir(plan.cache()).unwrap();
    assert_eq!(plan.remembered(start()), right);
}

#[test]
fn what_was_written_a_moment_ago_is_read_again() {
    let plan = Plan::new();
    let mut folder = plan.folder();
    folder.counts(start(), None);
    let known = Known::read(&plan.cache()).unwrap();
    let stamps = known.accounts.iter().map(|(id, (stamp, _))| (plan.path(&format!("accounts/{id}.toml")), stamp));
    assert!(
        stamps.into_iter().all(|(path, was)| !was.is_still(&later(&path).unwrap())),
        "two writings could look alike"
    );
}

#[derive(Debug, Clone)]
enum Deed {
    /// Another word in a file, of the same size, unseen.
    Unseen(usize),
    /// A file goes away.
    Remove(usize),
    /// A file comes under another name.
    Copy(usize),
    /// A file is no TOML any more.
    Break(usize),
    /// All accounts depend on this.
    Settings(&'static str, &'static str),
    /// Holidays from a file.
    Holidays(u32),
    /// The clock goes somewhere else.
    Clock(i64),
    /// The cache is gone.
    Forget,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (0usize..12).prop_map(Deed::Unseen),
        1 => (0usize..12).prop_map(Deed::Remove),
        1 => (0usize..12).prop_map(Deed::Copy),
        1 => (0usize..12).prop_map(Deed::Break),
        1 => prop_oneof![
            Just(("\"fri\"]", "\"sat\"]")),
            Just(("\"mon\", ", "       ")),
            Just(("timezone = \"America/Chicago\"", "away = [{ from = 2026-11-23, to = 2026-11-27 }]")),
        ].prop_map(|(from, to)| Deed::Settings(from, to)),
        1 => (23u32..30).prop_map(Deed::Holidays),
        3 => (-40i64..40).prop_map(Deed::Clock),
        1 => Just(Deed::Forget),
    ];
    proptest::collection::vec(deed, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn with_it_is_what_it_is_without(deeds in deeds()) {
        let plan = Plan::new();
        let mut day = start();
        for deed in deeds {
            let mut files: Vec<PathBuf> = fs::read_dir(plan.path("accounts")).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.retain(|path| path.is_file());
            files.sort();
            let name = |at: &usize| files.get(at % files.len().max(1)).map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
            match &deed {
                Deed::Unseen(at) => {
                    let name = name(at).map(|name| format!("accounts/{name}"));
                    let words = [("status = \"done\"", "status = \"held\""), ("day = 2\n", "day = 3\n"), ("by = 2026-11", "by = 2026-12"), ("due = 2026-11", "due = 2026-12")];
                    let text = name.as_ref().map(|name| fs::read_to_string(plan.path(name)).unwrap()).unwrap_or_default();
                    if let (Some(name), Some((from, to))) = (name, words.iter().find(|(from, _)| text.contains(from))) {
                        plan.write_unseen(&name, from, to);
                    }
                }
                Deed::Remove(at) => _ = name(at).map(|name| fs::remove_file(plan.path(&format!("accounts/{name}")))),
                Deed::Copy(at) => _ = name(at).map(|name| fs::copy(plan.path(&format!("accounts/{name}")), plan.path(&format!("accounts/x{name}")))),
                Deed::Break(at) => _ = name(at).map(|name| fs::write(plan.path(&format!("accounts/{name}")), "name = [")),
                Deed::Settings(from, to) => {
                    let text = fs::read_to_string(plan.path("plan.toml")).unwrap();
                    fs::write(plan.path("plan.toml"), text.replacen(from, to, 1)).unwrap();
                }
                Deed::Holidays(of) => {
                    let text = fs::read_to_string(plan.path("plan.toml")).unwrap();
                    if !text.contains("holiday_files") {
                        fs::write(plan.path("plan.toml"), text.replacen("holidays = [", "holiday_files = [\"x.ics\"]\nholidays = [", 1)).unwrap();
                    }
                    let event = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:202611{of}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
                    fs::write(plan.path("x.ics"), event).unwrap();
                }
                Deed::Clock(by) => day += chrono::TimeDelta::days(*by),
                Deed::Forget => _ = fs::remove_file(plan.cache()),
            }
            prop_assert_eq!(plan.remembered(day), plan.read(day), "{:?} on {}", deed, day);
        }
    }
}
