//! What comes from others, by any edits on two sides; and where it may not go.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use toml::Table;

use super::{Folder, Incoming, Note};
use crate::domain::conflict::Choice;
use crate::domain::step::Way;
use crate::store::merge::tests::{account, told};

fn note(id: u64) -> Note {
    let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
    Note { id, at, label: "Synced".into(), way: Way::Do }
}

fn incoming(file: &str, base: Option<&str>, theirs: Option<&str>) -> Incoming {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    Incoming { file: file.into(), base: bytes(base), theirs: bytes(theirs), apart: None, archived: None }
}

fn plan(text: Option<&str>) -> (tempfile::TempDir, Folder) {
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::create(&home.path().join("plan")).unwrap();
    assert_eq!(folder.keep_state(&home.path().join("state")), None);
    if let Some(text) = text {
        fs::write(folder.root().join(FILE), text).unwrap();
    }
    _ = folder.load();
    (home, folder)
}

const FILE: &str = "accounts/a.toml";

fn receive(folder: &mut Folder, base: Option<&str>, theirs: Option<&str>) -> usize {
    folder.receive(&note(7), &[incoming(FILE, base, theirs)], &|_, _, _| None).unwrap().saved.conflicts
}

fn read(folder: &Folder) -> Option<String> {
    fs::read_to_string(folder.root().join(FILE)).ok()
}

/// An id, or a number.
fn says_an_id_twice(text: &str) -> bool {
    let is_name = |line: &&str| ["id = ", "value = "].iter().any(|key| line.starts_with(key));
    let mut ids: Vec<&str> = text.lines().filter(is_name).collect();
    ids.sort_unstable();
    ids.windows(2).any(|pair| pair[0] == pair[1])
}

/// Every value of a text that could be read.
fn values(text: Option<&str>) -> Vec<(String, String)> {
    text.map(|text| told(&text.parse::<Table>().unwrap().into())).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_value_is_lost_whoever_receives(
        base in account(), ours in prop::option::of(account()), theirs in prop::option::of(account())
    ) {
        let base = base.to_string();
        let [ours, theirs] = [ours, theirs].map(|tree| tree.map(|tree| tree.to_string()));
        // The others have sent theirs; ours receives it, and sends what came of it, which the others take as it is.
        let (_home, mut one) = plan(ours.as_deref());
        receive(&mut one, Some(&base), theirs.as_deref());
        let merged = read(&one);
        let (_other, mut two) = plan(theirs.as_deref());
        receive(&mut two, theirs.as_deref(), merged.as_deref());
        prop_assert_eq!(&read(&two), &merged);
        let mut kept = values(merged.as_deref());
        for conflict in one.conflicts() {
            let last = conflict.path.rsplit('.').next().unwrap_or_default();
            for side in [conflict.ours, conflict.theirs].into_iter().flatten() {
                let value: toml::Value = side.parse().unwrap();
                match (value.as_str(), conflict.path.is_empty()) {
                    (Some(text), true) => kept.extend(values(Some(text))),
                    _ => crate::store::merge::tests::values(&value, last, &mut kept),
                }
            }
        }
        let known = values(Some(&base));
        for value in values(ours.as_deref()).into_iter().chain(values(theirs.as_deref())) {
            prop_assert!(kept.contains(&value) || known.contains(&value), "{:?} is nowhere", value);
        }
        // Once more changes nothing, and what came can be taken back to the last byte. Where one side took away what the
        // other wrote a second time, the list says what both knew, and nobody can tell that it was merged.
        if ![&ours, &theirs].into_iter().flatten().any(|text| says_an_id_twice(text)) {
            receive(&mut one, Some(&base), theirs.as_deref());
            prop_assert_eq!(&read(&one), &merged);
        }
        if merged != ours {
            one.take_back(&Note { way: Way::Undo(7), ..note(8) }, &mut |_, _| true).unwrap();
            prop_assert_eq!(&read(&one), &ours);
        }
    }
}

#[test]
fn a_name_that_leads_out_of_the_plan_is_not_taken() {
    let (home, mut folder) = plan(None);
    std::os::unix::fs::symlink(home.path(), folder.root().join("playbooks/away")).unwrap();
    for name in ["../x.toml", "/tmp/x.toml", "", ".git/config", "accounts/.GIT/x", "playbooks/away/x.toml"] {
        let files = [incoming("accounts/b.toml", None, Some("name = \"B\"\n")), incoming(name, None, Some("x = 1\n"))];
        let error = folder.receive(&note(1), &files, &|_, _, _| None).unwrap_err().to_string();
        assert!(error.contains("it was not taken"), "{name}: {error}");
        assert!(!folder.root().join("accounts/b.toml").exists(), "nothing of it is taken");
    }
    assert!(!home.path().join("x.toml").exists());
}

#[test]
fn a_file_of_a_later_format_is_taken_whole_and_ours_kept_whole() {
    let (old, new) = ("name = \"A\"\n", "format = 99\nname = \"B\"\n");
    let (_home, mut folder) = plan(Some(old));
    assert_eq!(receive(&mut folder, Some(old), Some(new)), 0);
    assert_eq!(read(&folder).as_deref(), Some(new));
    let (_home, mut folder) = plan(Some("name = \"Mine\"\n"));
    assert_eq!(receive(&mut folder, Some(old), Some(new)), 1);
    assert_eq!(read(&folder).as_deref(), Some(new));
    assert!(folder.conflicts()[0].ours.as_ref().unwrap().contains("Mine"));
    assert!(Path::new(&folder.conflicts()[0].file).ends_with("a.toml"));
}

#[test]
fn whoever_chooses_that_an_account_goes_has_it_in_the_archive_and_undo_asks_again() {
    let (base, here) = ("name = \"A\"\n", "name = \"A\"\nwhy = \"First\"\n");
    let (_home, mut folder) = plan(Some(here));
    assert_eq!(receive(&mut folder, Some(base), None), 1);
    assert_eq!(read(&folder).as_deref(), Some(here));
    let archive = folder.root().join("accounts/archive/a.toml");
    let waiting = folder.conflicts();
    let saved = folder.settle(&waiting[0], Choice::Ours, &note(8)).unwrap();
    assert_eq!((saved.conflicts, folder.conflicts().len()), (0, 0));
    assert_eq!((read(&folder), fs::read_to_string(&archive).unwrap().as_str()), (None, here));
    folder.take_back(&Note { way: Way::Undo(8), ..note(9) }, &mut |_, _| true).unwrap();
    assert!(read(&folder).as_deref() == Some(here) && !archive.exists());
    assert_eq!(folder.conflicts(), waiting);
    // Whoever has seen something else is asked once more.
    fs::write(folder.root().join(FILE), base).unwrap();
    assert_eq!(folder.settle(&waiting[0], Choice::Ours, &note(10)).unwrap().conflicts, 1);
    assert_eq!(read(&folder).as_deref(), Some(base));
}
