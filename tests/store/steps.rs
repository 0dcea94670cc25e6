//! A step of several files: all of them or none, whatever happens in between.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use inroad::domain::plan::{FileKey, Value};
use inroad::domain::step::{Change, Note, Way};
use inroad::store::{Folder, SaveError};

use crate::disk::{Disk, PLAN, complete, note};

const OTHER: &str = "format = 1\nname = \"Globex\"\n# mine\nwhy = \"Old\"\n";

fn desk() -> Disk {
    Disk::of(&[
        ("plan.toml", PLAN),
        ("accounts/primo.toml", &complete()),
        ("accounts/globex.toml", OTHER),
        ("accounts/acme.toml", "format = 1\nname = \"Acme\"\n"),
    ])
}

fn account(id: &str) -> FileKey {
    FileKey::Account(id.into())
}

/// Two accounts are changed, one goes to the archive, one is new.
fn changes(disk: &Disk) -> Vec<Change> {
    let change =
        |id: &str, after: Option<Value>| Change { key: account(id), before: disk.plan.value(&account(id)), after };
    let because = |id: &str| {
        let mut account = disk.plan.accounts[id].account.as_ref().clone();
        account.why = "Because.".to_owned();
        Some(Value::Account(Arc::new(account)))
    };
    let mut new = disk.plan.accounts["acme"].account.as_ref().clone();
    new.id = "new".into();
    new.name = "New".to_owned();
    vec![
        change("primo", because("primo")),
        change("globex", because("globex")),
        change("acme", None),
        change("new", Some(Value::Account(Arc::new(new)))),
    ]
}

/// Every file below a folder, with what it says.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}

fn undo(note: &Note) -> Note {
    Note { way: Way::Undo(note.id), ..crate::disk::note(Way::Do) }
}

/// How many steps can be taken back.
fn steps(folder: &mut Folder) -> usize {
    folder.past().0.len()
}

#[test]
fn all_of_it_is_there_and_one_undo_takes_all_of_it_back() {
    let mut disk = desk();
    let before = tree(disk.folder.root());
    let (note, changes) = (note(Way::Do), changes(&disk));
    let mut seen = Vec::new();
    let saved = disk.folder.save_step(&note, changes, &mut |ready, of| {
        seen.push((ready, of));
        true
    });
    assert_eq!(saved.unwrap().len(), 4);
    // While it is gathered none is ready, and it can be stopped before each.
    assert_eq!(seen.drain(..4).collect::<Vec<_>>(), [(0, 4); 4]);
    assert_eq!(seen, [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)], "an account in the archive is two files");
    let after = tree(disk.folder.root());
    assert_eq!(after["accounts/globex.toml"], OTHER.replace("Old", "Because."));
    assert!(after.contains_key("accounts/archive/acme.toml") && !after.contains_key("accounts/acme.toml"));
    assert!(after.contains_key("accounts/new.toml"));
    assert_eq!(steps(&mut disk.folder), 1);
    disk.folder.take_back(&undo(&note), &mut |_, _| true).unwrap();
    assert_eq!(tree(disk.folder.root()), before);
    let redo = Note { way: Way::Redo(note.id), ..crate::disk::note(Way::Do) };
    disk.again().take_back(&redo, &mut |_, _| true).unwrap();
    assert_eq!(tree(disk.folder.root()), after, "another run does it again");
}

#[test]
fn stopped_at_any_file_nothing_has_changed() {
    let mut disk = desk();
    let before = tree(disk.folder.root());
    for most in 0..=5 {
        let outcome = disk.folder.save_step(&note(Way::Do), changes(&disk), &mut |ready, _| ready < most);
        assert!(matches!(outcome, Err(SaveError::Stopped)), "{outcome:?}");
        assert_eq!(tree(disk.folder.root()), before, "{most}");
        assert_eq!(steps(&mut disk.folder), 0, "{most}");
        assert!(!disk.folder.owes());
    }
    assert_eq!(disk.again().finished().told(), Vec::<String>::new(), "nobody need look after it");
    assert_eq!(tree(disk.folder.root()), before);
    disk.folder.save_step(&note(Way::Do), changes(&disk), &mut |_, _| true).unwrap();
    assert_eq!(steps(&mut disk.folder), 1);
}

#[test]
fn where_one_file_cant_be_saved_none_is() {
    let mut disk = desk();
    let changes = changes(&disk);
    fs::write(disk.path("accounts/globex.toml"), "not = [toml").unwrap();
    let before = tree(disk.folder.root());
    let outcome = disk.folder.save_step(&note(Way::Do), changes, &mut |_, _| true);
    assert!(matches!(outcome, Err(SaveError::ReadOnly(..))), "{outcome:?}");
    assert_eq!(tree(disk.folder.root()), before);
    assert_eq!(steps(&mut disk.folder), 0);
}

/// Whatever a run leaves that is cut off with so many files ready.
#[test]
fn cut_off_at_any_file_the_next_start_finishes_it_as_one_step() {
    for cut in 0..=5 {
        let mut disk = desk();
        let before = tree(disk.folder.root());
        let (note, changes) = (note(Way::Do), changes(&disk));
        let (home, plan, state) = (disk.home.path(), disk.folder.root().to_owned(), disk.home.path().join("state"));
        disk.folder
            .save_step(&note, changes, &mut |ready, _| {
                if ready == cut {
                    copy(&plan, &home.join("cut/plan"));
                    copy(&state, &home.join("cut/state"));
                }
                true
            })
            .unwrap();
        let after = tree(&plan);
        for name in ["plan", "state"] {
            fs::remove_dir_all(home.join(name)).unwrap();
            fs::rename(home.join("cut").join(name), home.join(name)).unwrap();
        }
        let mut next = disk.again();
        let told = next.finished().told();
        assert_eq!(
            told,
            [format!("finished what a run that was cut off had begun: {} (5 files)", note.label)],
            "{cut}"
        );
        assert_eq!(tree(&plan), after, "{cut}: all of it, and no temporary file");
        assert_eq!(disk.again().finished().told(), Vec::<String>::new(), "it is told once");
        assert_eq!(steps(&mut next), 1);
        next.take_back(&undo(&note), &mut |_, _| true).unwrap();
        assert_eq!(tree(&plan), before, "{cut}");
    }
}

/// Taken back, done again, taken back: cut off anywhere, the next start brings it to its end, whose texts stand in the step.
#[test]
fn cut_off_while_it_is_taken_back_or_done_again_the_next_start_finishes_that() {
    for cut in 0..=5 {
        let mut disk = desk();
        let before = tree(disk.folder.root());
        let note = note(Way::Do);
        disk.folder.save_step(&note, changes(&disk), &mut |_, _| true).unwrap();
        let after = tree(disk.folder.root());
        let (home, plan, state) = (disk.home.path(), disk.folder.root().to_owned(), disk.home.path().join("state"));
        for (way, said) in [(Way::Undo(note.id), &before), (Way::Redo(note.id), &after), (Way::Undo(note.id), &before)]
        {
            let turn = Note { way, label: "turned".into(), ..crate::disk::note(Way::Do) };
            let length = |state: &Path| -> u64 {
                let folders =
                    fs::read_dir(state.join("plans")).unwrap().map(|entry| entry.unwrap().path().join("journal"));
                folders.filter_map(|journal| fs::metadata(journal).ok()).map(|journal| journal.len()).sum()
            };
            let before_it = length(&state);
            let mut written = 0;
            disk.again()
                .take_back(&turn, &mut |ready, _| {
                    // Not while it is gathered.
                    if ready == cut && length(&state) > before_it {
                        written = length(&state) - before_it;
                        copy(&plan, &home.join("cut/plan"));
                        copy(&state, &home.join("cut/state"));
                    }
                    true
                })
                .unwrap();
            assert!(written > 0 && written < 2_000, "{written} bytes for texts that are there already");
            for name in ["plan", "state"] {
                fs::remove_dir_all(home.join(name)).unwrap();
                fs::rename(home.join("cut").join(name), home.join(name)).unwrap();
            }
            let mut next = disk.again();
            assert_eq!(next.finished().told().len(), 1, "{way:?} {cut}");
            assert_eq!(tree(&plan), *said, "{way:?} {cut}: all of it, and no temporary file");
            assert_eq!(steps(&mut next), usize::from(matches!(way, Way::Redo(_))), "{way:?} {cut}");
        }
    }
}

#[test]
fn who_writes_into_one_of_the_files_meanwhile_is_merged_with_and_not_overwritten() {
    let mut disk = desk();
    let (note, changes) = (note(Way::Do), changes(&disk));
    let path = disk.path("accounts/globex.toml");
    let theirs = OTHER.replace("name = \"Globex\"", "name = \"Globex Inc.\"");
    let saved = disk.folder.save_step(&note, changes, &mut |ready, _| {
        if ready == 5 {
            fs::write(&path, &theirs).unwrap();
        }
        true
    });
    let saved = saved.unwrap();
    assert!(saved[1].is_merged && !saved[0].is_merged);
    assert_eq!(saved[1].news.accounts[0].account.name, "Globex Inc.", "what it says now is told");
    assert_eq!(disk.file("accounts/globex.toml"), theirs.replace("Old", "Because."));
    assert!(disk.text().contains("Because."));
    disk.folder.take_back(&undo(&note), &mut |_, _| true).unwrap();
    assert_eq!(disk.file("accounts/globex.toml"), theirs, "theirs stays");
    assert_eq!(disk.text(), complete());
}

#[test]
fn who_writes_while_nobody_runs_is_merged_with_what_was_begun() {
    let mut disk = desk();
    let (note, changes) = (note(Way::Do), changes(&disk));
    let (home, plan, state) = (disk.home.path(), disk.folder.root().to_owned(), disk.home.path().join("state"));
    let outcome = disk.folder.save_step(&note, changes, &mut |ready, _| {
        if ready == 2 {
            copy(&state, &home.join("cut"));
        }
        ready < 2
    });
    assert!(matches!(outcome, Err(SaveError::Stopped)));
    fs::remove_dir_all(&state).unwrap();
    fs::rename(home.join("cut"), &state).unwrap();
    let theirs = OTHER.replace("name = \"Globex\"", "name = \"Globex Inc.\"");
    fs::write(plan.join("accounts/globex.toml"), &theirs).unwrap();
    let mut next = disk.again();
    assert_eq!(next.finished().told().len(), 1);
    assert_eq!(disk.file("accounts/globex.toml"), theirs.replace("Old", "Because."));
    assert!(disk.text().contains("Because."));
    next.take_back(&undo(&note), &mut |_, _| true).unwrap();
    assert_eq!((disk.file("accounts/globex.toml"), disk.text()), (theirs, complete()));
}
