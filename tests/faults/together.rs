//! Two runs and an outside writer at one file: no value is lost without a record of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use inroad::domain::account::{Account, LogEntry};
use inroad::domain::conflict::Choice;
use inroad::domain::people::Person;
use inroad::domain::plan::{FileKey, News, Value};
use inroad::domain::step::{Change, Note, StepId, Way};
use inroad::store::Folder;
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use tempfile::TempDir;

use crate::desk::PRIMO;
use crate::trial::count;

/// What a run does to what it sees. Numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Edit {
    Why,
    Unit,
    Tag,
    Untag(usize),
    Person,
    Title(usize),
    Dismiss(usize),
    Log,
    Unlog(usize),
}

/// What the outside writer does to the file as it stands.
#[derive(Debug, Clone)]
enum Outside {
    Why,
    Own,
    Title,
    Log,
    Comment,
    Break,
    Mend,
    Remove,
    /// An older version is brought back.
    Checkout(usize),
}

#[derive(Debug, Clone)]
enum Op {
    Edit(usize, Edit),
    Undo(usize),
    Redo(usize),
    Look(usize),
    Restart(usize),
    Settle(usize, usize, bool),
    Outside(Outside),
}

/// Any order is possible; what has to hold is asked of the files.
struct Anything;

impl ReferenceStateMachine for Anything {
    type State = ();
    type Transition = Op;

    fn init_state() -> BoxedStrategy<()> {
        Just(()).boxed()
    }

    fn transitions((): &()) -> BoxedStrategy<Op> {
        let n = 0..8_usize;
        let edit = prop_oneof![
            3 => Just(Edit::Why),
            2 => Just(Edit::Unit),
            1 => Just(Edit::Tag),
            1 => n.clone().prop_map(Edit::Untag),
            1 => Just(Edit::Person),
            3 => n.clone().prop_map(Edit::Title),
            1 => n.clone().prop_map(Edit::Dismiss),
            1 => Just(Edit::Log),
            1 => n.clone().prop_map(Edit::Unlog),
        ];
        let outside = prop_oneof![
            4 => Just(Outside::Why),
            2 => Just(Outside::Own),
            4 => Just(Outside::Title),
            2 => Just(Outside::Log),
            2 => Just(Outside::Comment),
            1 => Just(Outside::Break),
            3 => Just(Outside::Mend),
            1 => Just(Outside::Remove),
            1 => n.clone().prop_map(Outside::Checkout),
        ];
        let run = 0..2_usize;
        prop_oneof![
            8 => (run.clone(), edit).prop_map(|(run, edit)| Op::Edit(run, edit)),
            2 => run.clone().prop_map(Op::Undo),
            1 => run.clone().prop_map(Op::Redo),
            2 => run.clone().prop_map(Op::Look),
            1 => run.clone().prop_map(Op::Restart),
            1 => (run, n, any::<bool>()).prop_map(|(run, n, ours)| Op::Settle(run, n, ours)),
            5 => outside.prop_map(Op::Outside),
        ]
        .boxed()
    }

    fn apply((): (), _: &Op) {}
}

type Words = BTreeSet<String>;

/// All values are words of their own, `v17x`, so that a text says which of them it holds.
fn words(text: &str) -> Words {
    let pieces = text.split(|c: char| !c.is_ascii_alphanumeric());
    let is_word = |piece: &&str| {
        let number = piece.strip_prefix('v').and_then(|rest| rest.strip_suffix('x'));
        number.is_some_and(|number| number.parse::<u64>().is_ok())
    };
    pieces.filter(is_word).map(str::to_owned).collect()
}

fn account_words(account: &Account) -> Words {
    words(&toml::to_string(account).unwrap())
}

/// One run of the program: what it shows, and what it has done.
struct Run {
    folder: Folder,
    shows: Option<Arc<Account>>,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Words that are on its screen and not on the disk, because a save was refused; and those they took the place of.
    owed: (Words, Words),
}

#[derive(Clone)]
struct Step {
    id: StepId,
    added: Words,
    removed: Words,
}

struct Table {
    home: TempDir,
    runs: [Run; 2],
    steps: StepId,
    /// Every word that anybody was told to be saved, or wrote himself.
    said: Words,
    /// Those that somebody replaced who had seen them.
    replaced: Words,
    versions: Vec<String>,
    history: Vec<String>,
}

fn key() -> FileKey {
    FileKey::Account("primo".into())
}

fn open(home: &TempDir) -> Run {
    let mut folder = Folder::open(&home.path().join("plan")).unwrap();
    assert_eq!(folder.keep_state(&home.path().join("state")), None);
    let plan = folder.load();
    let shows = plan.accounts.get("primo").map(|entry| Arc::clone(&entry.account));
    Run { folder, shows, done: Vec::new(), undone: Vec::new(), owed: Default::default() }
}

impl Run {
    fn hear(&mut self, news: &News) {
        if !self.owed.0.is_empty() {
            return;
        }
        for entry in &news.accounts {
            self.shows = Some(Arc::clone(&entry.account));
        }
        if !news.gone.is_empty() {
            self.shows = None;
        }
    }
}

impl Table {
    fn path(&self) -> PathBuf {
        self.home.path().join("plan/accounts/primo.toml")
    }

    fn text(&self) -> Option<String> {
        fs::read_to_string(self.path()).ok()
    }

    fn word(&mut self) -> String {
        self.steps += 1;
        format!("v{}x", self.steps)
    }

    fn note(&mut self, way: Way) -> Note {
        self.steps += 1;
        Note { id: self.steps, at: "2026-11-23T15:12:00-06:00".parse().unwrap(), label: "edit".into(), way }
    }

    /// Somebody who saw these replaced them, and was told that those are saved.
    fn replace(&mut self, removed: &Words, added: &Words) {
        self.said.extend(added.iter().cloned());
        self.replaced.extend(removed.iter().cloned());
        self.replaced.retain(|word| !added.contains(word));
    }

    fn edit(&mut self, run: usize, edit: &Edit) {
        let word = self.word();
        let Some(shown) = self.runs[run].shows.clone() else { return };
        let mut account = shown.as_ref().clone();
        change(&mut account, edit, word);
        if account == *shown {
            return;
        }
        let (was, is) = (account_words(&shown), account_words(&account));
        let mut added: Words = is.difference(&was).cloned().collect();
        let mut removed: Words = was.difference(&is).cloned().collect();
        let note = self.note(Way::Do);
        let account = Arc::new(account);
        let (before, after) = (Value::Account(shown), Value::Account(Arc::clone(&account)));
        let change = Change { key: key(), before: Some(before), after: Some(after) };
        let own = &mut self.runs[run];
        let outcome = own.folder.save(&note, change);
        own.shows = Some(account);
        own.undone.clear();
        added.extend(std::mem::take(&mut own.owed.0));
        removed.extend(std::mem::take(&mut own.owed.1));
        let gone: Words = added.intersection(&removed).cloned().collect();
        added.retain(|word| !gone.contains(word));
        match outcome {
            Ok(saved) => {
                own.done.push(Step { id: note.id, added: added.clone(), removed: removed.clone() });
                own.hear(&saved.news);
                self.replace(&removed, &added);
            }
            Err(_) => own.owed = (added, removed),
        }
    }

    fn turn(&mut self, run: usize, is_undo: bool) {
        if !self.runs[run].owed.0.is_empty() || !self.runs[run].owed.1.is_empty() {
            return;
        }
        let own = &mut self.runs[run];
        let Some(step) = (if is_undo { own.done.pop() } else { own.undone.pop() }) else { return };
        let note = self.note(if is_undo { Way::Undo(step.id) } else { Way::Redo(step.id) });
        let own = &mut self.runs[run];
        let Ok(saved) = own.folder.take_back(&note, &mut |_, _| true) else { return };
        own.hear(&saved.news);
        let turned = if is_undo { &mut own.undone } else { &mut own.done };
        turned.push(step.clone());
        let (gone, back) = if is_undo { (step.added, step.removed) } else { (step.removed, step.added) };
        let now = self.text().map(|text| words(&text)).unwrap_or_default();
        let back = back.intersection(&now).cloned().collect();
        self.replace(&gone, &back);
    }

    fn settle(&mut self, run: usize, n: usize, is_ours: bool) {
        let conflicts = self.runs[run].folder.conflicts();
        let Some(conflict) = conflicts.get(n % conflicts.len().max(1)).cloned() else { return };
        let note = self.note(Way::Do);
        let choice = if is_ours { Choice::Ours } else { Choice::Theirs };
        let own = &mut self.runs[run];
        let Ok(saved) = own.folder.settle(&conflict, choice, &note) else { return };
        own.hear(&saved.news);
        let side = |side: &Option<String>| words(side.as_deref().unwrap_or_default());
        let (ours, theirs) = (side(&conflict.ours), side(&conflict.theirs));
        // Both were seen, side by side.
        if is_ours { self.replace(&theirs, &ours) } else { self.replace(&ours, &Words::new()) }
    }

    fn outside(&mut self, outside: &Outside) {
        let word = self.word();
        let now = self.text().unwrap_or_default();
        let is_broken = now.contains("<<<<<<<");
        let mut document = now.parse::<toml_edit::DocumentMut>().unwrap_or_default();
        let new = match outside {
            Outside::Mend => Some(now.replace("<<<<<<< HEAD\n", "")),
            Outside::Remove => None,
            Outside::Checkout(n) if self.versions.is_empty() || *n > 20 => return,
            Outside::Checkout(n) => Some(self.versions[n % self.versions.len()].clone()),
            // Nobody edits what is broken, or not there, but to mend it.
            _ if is_broken || now.is_empty() => return,
            Outside::Break => Some(format!("{now}<<<<<<< HEAD\n")),
            Outside::Comment => Some(format!("# {word}\n{now}")),
            Outside::Why => {
                document["why"] = toml_edit::value(word);
                Some(document.to_string())
            }
            Outside::Own => {
                document["own_words"] = toml_edit::value(word);
                Some(document.to_string())
            }
            Outside::Title => {
                let people = document.get_mut("people").and_then(|people| people.as_array_of_tables_mut());
                let Some(person) = people.and_then(|people| people.iter_mut().next()) else { return };
                person["title"] = toml_edit::value(word);
                Some(document.to_string())
            }
            Outside::Log => Some(format!("{now}\n[[log]]\nid = \"{word}\"\ntext = \"{word}\"\n")),
        };
        match &new {
            Some(new) if new.is_empty() => return,
            Some(new) => fs::write(self.path(), new).unwrap(),
            None => _ = fs::remove_file(self.path()),
        }
        let (was, is) = (words(&now), words(new.as_deref().unwrap_or_default()));
        let removed = was.difference(&is).cloned().collect();
        self.replace(&removed, &is);
        self.versions.extend(new.filter(|new| !new.contains("<<<<<<<")));
    }

    /// Where words that nobody has replaced must be.
    fn kept(&self) -> String {
        let mut all = self.text().unwrap_or_default();
        let mut folders = vec![self.home.path().join("state")];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.ends_with("conflicts.json") {
                    all.push_str(&fs::read_to_string(path).unwrap());
                }
            }
        }
        all
    }
}

fn change(account: &mut Account, edit: &Edit, word: String) {
    match edit {
        Edit::Why => account.why = word,
        Edit::Unit => account.entry_point.unit = word,
        Edit::Tag => account.tags.push(word),
        Edit::Person => account.people.push(Person { id: word.clone(), name: word, ..Person::default() }),
        Edit::Log => account.log.push(LogEntry { id: word.clone(), text: word, ..LogEntry::default() }),
        Edit::Untag(n) if !account.tags.is_empty() => _ = account.tags.remove(n % account.tags.len()),
        Edit::Title(n) if !account.people.is_empty() => {
            let at = n % account.people.len();
            account.people[at].title = word;
        }
        Edit::Dismiss(n) if !account.people.is_empty() => _ = account.people.remove(n % account.people.len()),
        Edit::Unlog(n) if !account.log.is_empty() => _ = account.log.remove(n % account.log.len()),
        _ => {}
    }
}

impl StateMachineTest for Table {
    type SystemUnderTest = Self;
    type Reference = Anything;

    fn init_test((): &()) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("plan/accounts")).unwrap();
        fs::write(home.path().join("plan/plan.toml"), "format = 1\n").unwrap();
        let text = format!("{PRIMO}\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n");
        fs::write(home.path().join("plan/accounts/primo.toml"), text).unwrap();
        let runs = [open(&home), open(&home)];
        let (said, replaced) = (Words::new(), Words::new());
        Self { home, runs, steps: 0, said, replaced, versions: Vec::new(), history: Vec::new() }
    }

    fn apply(mut table: Self, (): &(), op: Op) -> Self {
        match &op {
            Op::Edit(run, edit) => table.edit(*run, edit),
            Op::Undo(run) => table.turn(*run, true),
            Op::Redo(run) => table.turn(*run, false),
            Op::Look(run) => {
                let news = table.runs[*run].folder.rescan();
                table.runs[*run].hear(&news);
            }
            // What was not saved is still on the screen; nobody leaves it.
            Op::Restart(run) if table.runs[*run].owed.0.is_empty() => table.runs[*run] = open(&table.home),
            Op::Restart(_) => {}
            Op::Settle(run, n, is_ours) => table.settle(*run, *n, *is_ours),
            Op::Outside(outside) => table.outside(outside),
        }
        table.history.push(format!("{op:?}\n{}", table.text().unwrap_or_default()));
        table
    }

    fn check_invariants(table: &Self, (): &()) {
        let kept = words(&table.kept());
        let lost: Vec<&String> = table.said.difference(&table.replaced).filter(|word| !kept.contains(*word)).collect();
        let history = || table.history[table.history.len().saturating_sub(12)..].join("\n---\n");
        assert!(lost.is_empty(), "lost: {lost:?}\n{}\n=== kept\n{}", history(), table.kept());
    }
}

fn config() -> ProptestConfig {
    let cases = u32::try_from(count(10, 400)).unwrap();
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() }
}

prop_state_machine! {
    #![proptest_config(config())]

    #[test]
    fn no_value_is_lost_without_a_record(sequential 50..=50 => Table);
}
