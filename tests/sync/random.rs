//! Any edits on two sides: whatever somebody has written is afterwards in a file or waits for a choice.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use inroad::clock::Clock;
use inroad::domain::step::{Note, Way};
use inroad::exchange::git::{self, Bringing, Options, Taken};
use inroad::store::Folder;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use toml::{Table, Value};

use crate::team::has_git;

/// One edit of one of the accounts. Numbers choose among what is there.
#[derive(Debug, Clone)]
enum Edit {
    Field(usize, usize),
    AddPerson(usize, usize),
    RemovePerson(usize, usize),
    Title(usize, usize),
    AddTouch(usize, usize),
    TouchDone(usize, usize),
    TouchSkipped(usize, usize),
    RemoveTouch(usize, usize),
    Tag(usize, usize),
    Comment(usize),
    New(usize, bool),
    Archive(usize),
    Delete(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let (account, at) = (0_usize..3, 0_usize..4);
    let two = || (account.clone(), at.clone());
    prop_oneof![
        3 => two().prop_map(|(a, n)| Edit::Field(a, n)),
        2 => two().prop_map(|(a, n)| Edit::AddPerson(a, n)),
        1 => two().prop_map(|(a, n)| Edit::RemovePerson(a, n)),
        3 => two().prop_map(|(a, n)| Edit::Title(a, n)),
        2 => two().prop_map(|(a, n)| Edit::AddTouch(a, n)),
        3 => two().prop_map(|(a, n)| Edit::TouchDone(a, n % 2)),
        3 => two().prop_map(|(a, n)| Edit::TouchSkipped(a, n % 2)),
        1 => two().prop_map(|(a, n)| Edit::RemoveTouch(a, n)),
        2 => two().prop_map(|(a, n)| Edit::Tag(a, n)),
        1 => account.clone().prop_map(Edit::Comment),
        1 => (account.clone(), any::<bool>()).prop_map(|(a, has_site)| Edit::New(a, has_site)),
        1 => account.clone().prop_map(Edit::Archive),
        1 => account.clone().prop_map(Edit::Delete),
    ]
}

/// The files of a plan's accounts, by name.
type Files = BTreeMap<PathBuf, String>;

fn file(account: usize) -> PathBuf {
    format!("accounts/a{account}.toml").into()
}

fn begun() -> Files {
    let text = |n: usize| {
        format!(
            "format = 1\nname = \"A{n}\"\nstage = \"target\"\ntags = [\"x\", \"y\"]\n\n[[people]]\nid = \"p0\"\nname = \"P0\"\n\n[[people]]\nid = \"p1\"\nname = \"P1\"\n\n[[sequences]]\nid = \"s0\"\n\n[[sequences.touches]]\nid = \"t0\"\nchannel = \"email\"\n\n[[sequences.touches]]\nid = \"t1\"\nchannel = \"call\"\n"
        )
    };
    (0..2).map(|n| (file(n), text(n))).collect()
}

fn list<'a>(tree: &'a mut Table, key: &str) -> &'a mut Vec<Value> {
    tree.entry(key).or_insert_with(|| Value::Array(Vec::new())).as_array_mut().unwrap()
}

fn touches(tree: &mut Table) -> Option<&mut Vec<Value>> {
    tree.get_mut("sequences")?.as_array_mut()?.first_mut()?.get_mut("touches")?.as_array_mut()
}

fn item(id: &str, key: &str, value: &str) -> Value {
    Value::Table(Table::from_iter([("id".to_owned(), id.into()), (key.to_owned(), value.into())]))
}

/// One in two has an address, by which they are somebody else than whoever gets that id on the other side.
fn person(at: usize, word: &str) -> Value {
    let mut person = item(&format!("q{at}"), "name", word);
    if let (Value::Table(person), 1) = (&mut person, at % 2) {
        let email = Table::from_iter([("value".to_owned(), format!("{word}@p.example").into())]);
        person.insert("emails".to_owned(), Value::Array(vec![email.into()]));
    }
    person
}

/// Do it; what is written is like nothing else.
fn apply(files: &mut Files, edit: &Edit, word: &str) {
    let (Edit::Field(account, at)
    | Edit::AddPerson(account, at)
    | Edit::RemovePerson(account, at)
    | Edit::Title(account, at)
    | Edit::AddTouch(account, at)
    | Edit::TouchDone(account, at)
    | Edit::TouchSkipped(account, at)
    | Edit::RemoveTouch(account, at)
    | Edit::Tag(account, at)) = edit
    else {
        return apply_whole(files, edit, word);
    };
    let Some(text) = files.get_mut(&file(*account)) else { return };
    let comments: String = text.split_inclusive('\n').filter(|line| line.starts_with('#')).collect();
    let mut tree: Table = text.parse().unwrap();
    match edit {
        Edit::Field(..) => _ = tree.insert(["why", "industry", "website", "name"][*at].to_owned(), word.into()),
        Edit::AddPerson(..) => list(&mut tree, "people").push(person(*at, word)),
        Edit::RemovePerson(..) => list(&mut tree, "people").truncate(*at),
        Edit::Title(..) => {
            if let Some(Value::Table(person)) = list(&mut tree, "people").get_mut(*at) {
                person.insert("title".to_owned(), word.into());
            }
        }
        Edit::AddTouch(..) => {
            if let Some(touches) = touches(&mut tree) {
                touches.push(item(&format!("u{at}"), "subject", word));
            }
        }
        Edit::TouchDone(..) => {
            if let Some(Value::Table(touch)) = touches(&mut tree).and_then(|touches| touches.get_mut(*at)) {
                touch.insert("status".to_owned(), "done".into());
                touch.insert("result".to_owned(), word.into());
                touch.insert("learned".to_owned(), word.into());
            }
        }
        Edit::TouchSkipped(..) => {
            if let Some(Value::Table(touch)) = touches(&mut tree).and_then(|touches| touches.get_mut(*at)) {
                touch.insert("status".to_owned(), "skipped".into());
                touch.remove("result");
            }
        }
        Edit::RemoveTouch(..) => {
            if let Some(touches) = touches(&mut tree) {
                touches.truncate(*at);
            }
        }
        _ => list(&mut tree, "tags").push(word.into()),
    }
    *text = format!("{comments}{tree}");
}

fn apply_whole(files: &mut Files, edit: &Edit, word: &str) {
    match edit {
        Edit::Comment(account) => {
            if let Some(text) = files.get_mut(&file(*account)) {
                text.insert_str(0, &format!("# {word}\n"));
            }
        }
        Edit::New(account, has_site) => {
            let site = if *has_site { format!("website = \"{word}.example\"\n") } else { String::new() };
            files.entry(file(*account)).or_insert_with(|| format!("name = \"{word}\"\n{site}"));
        }
        Edit::Archive(account) => {
            if let Some(text) = files.remove(&file(*account)) {
                files.entry(format!("accounts/archive/a{account}.toml").into()).or_insert(text);
            }
        }
        Edit::Delete(account) => _ = files.remove(&file(*account)),
        _ => {}
    }
}

/// One side: a clone in a folder of its own.
struct Side {
    folder: Folder,
    states: PathBuf,
}

fn run(folder: &Path, args: &[&str]) {
    let done = Command::new("git").current_dir(folder).args(args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

impl Side {
    fn open(root: &Path, states: PathBuf) -> Self {
        let mut folder = Folder::open(root).unwrap();
        assert_eq!(folder.keep_state(&states), None);
        for (key, value) in [("user.name", "x"), ("user.email", "x@example.com"), ("commit.gpgsign", "false")] {
            run(root, &["config", key, value]);
        }
        Self { folder, states }
    }

    fn write(&self, files: &Files) {
        let root = self.folder.root();
        for name in self.read().keys().filter(|name| !files.contains_key(*name)) {
            std::fs::remove_file(root.join(name)).unwrap();
        }
        for (name, text) in files {
            std::fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            std::fs::write(root.join(name), text).unwrap();
        }
    }

    fn read(&self) -> Files {
        let mut files = Files::new();
        for folder in ["accounts", "accounts/archive"] {
            for entry in std::fs::read_dir(self.folder.root().join(folder)).into_iter().flatten().flatten() {
                if entry.path().is_file() {
                    let name = Path::new(folder).join(entry.file_name());
                    files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        files
    }

    fn sync(&mut self, shared: &Path) -> Result<(), String> {
        let (root, states) = (self.folder.root().to_owned(), self.states.clone());
        let options = Options { remote: Some(shared.display().to_string()), in_background: true, ..Options::default() };
        let folder = &mut self.folder;
        let mut receive = |bringing: Bringing| {
            let at = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
            let note = Note { id: Clock::seed(), at, label: bringing.label, way: Way::Do };
            folder.keep_overruled(&note, &bringing.overruled).map_err(|error| error.to_string())?;
            let received = folder.receive(&note, &bringing.files, &git::blend).map_err(|error| error.to_string())?;
            Ok(Taken { conflicts: received.saved.conflicts, told: received.told, ..Taken::default() })
        };
        git::sync(&root, &states, &options, &mut receive).map(drop).map_err(|error| error.to_string())
    }

    /// All that waits for a choice, as it is written.
    fn waiting(&mut self) -> String {
        self.folder.conflicts().iter().filter_map(|conflict| conflict.ours.clone()).collect::<Vec<_>>().join("\n")
    }
}

/// What a plan says and the one at the beginning did not.
fn words(files: &Files) -> Vec<String> {
    let all = files.values().map(String::as_str).collect::<Vec<_>>().join("\n");
    let words = all.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(|word| word.starts_with("one-") || word.starts_with("two-")).map(str::to_owned).collect()
}

fn no_value_is_lost(ours: &[Edit], theirs: &[Edit]) {
    let home = tempfile::tempdir().unwrap();
    let shared = home.path().join("team.git");
    run(home.path(), &["init", "--quiet", "--bare", "-b", "main", "team.git"]);
    Folder::create(&home.path().join("one")).unwrap();
    run(home.path(), &["init", "--quiet", "-b", "main", "one"]);
    let mut one = Side::open(&home.path().join("one"), home.path().join("state-one"));
    one.write(&begun());
    one.sync(&shared).unwrap();
    run(home.path(), &["clone", "--quiet", "team.git", "two"]);
    let mut two = Side::open(&home.path().join("two"), home.path().join("state-two"));
    let mut written = Vec::new();
    for (side, edits, name) in [(&one, ours, "one"), (&two, theirs, "two")] {
        let mut files = begun();
        for (n, edit) in edits.iter().enumerate() {
            apply(&mut files, edit, &format!("{name}-{n}x"));
        }
        side.write(&files);
        written.extend(words(&files));
    }
    for _ in 0..2 {
        for side in [&mut one, &mut two] {
            match side.sync(&shared) {
                // Much that is gone at once is a question, and its answer here is that it is meant.
                Err(why) if why.contains("gone at once") => {
                    run(side.folder.root(), &["commit", "--quiet", "--all", "--message", "meant"]);
                    side.sync(&shared).unwrap();
                }
                outcome => outcome.unwrap(),
            }
        }
    }
    assert_eq!(one.read(), two.read(), "both say the same");
    // Unless somebody has made another account of that name.
    if !ours.iter().chain(theirs).any(|edit| matches!(edit, Edit::New(..))) {
        let files = one.read();
        for name in files.keys().filter_map(|name| name.strip_prefix("accounts/archive").ok()) {
            assert!(!files.contains_key(&Path::new("accounts").join(name)), "{} is in both", name.display());
        }
    }
    for text in one.read().into_values() {
        let mut tree: Table = text.parse().unwrap();
        for touch in touches(&mut tree).into_iter().flatten() {
            let says = |key: &str| touch.get(key).and_then(Value::as_str);
            assert_eq!(says("status") == Some("done"), says("result").is_some(), "nobody wrote that: {touch}");
        }
    }
    let mut kept: String = one.read().into_values().collect();
    kept.push_str(&one.waiting());
    kept.push_str(&two.waiting());
    for word in written {
        assert!(kept.contains(&word), "{word} is nowhere\n{kept}");
    }
}

#[test]
fn whatever_both_sides_do_no_value_is_lost() {
    if !has_git() {
        return;
    }
    let is_thorough = std::env::var("NEXTEST_PROFILE").is_ok_and(|profile| profile == "faults");
    let cases = if is_thorough { 500 } else { 4 };
    let config = Config { cases, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let edits = || prop::collection::vec(edit(), 0..8);
    let outcome = TestRunner::new(config).run(&(edits(), edits()), |(ours, theirs)| {
        no_value_is_lost(&ours, &theirs);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!("{cases} pairs of clones: no value lost");
}
