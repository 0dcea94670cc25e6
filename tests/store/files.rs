//! Files as the file system sees them: whole, with their mode and their links, and never over somebody else's work.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::Arc;

use inroad::domain::account::Account;
use inroad::domain::conflict::Conflict;
use inroad::domain::plan::{FileKey, Value};
use inroad::domain::step::{Change, Way};
use inroad::store::{Folder, SaveError, StoreError};

use crate::disk::{Disk, PLAN, PRIMO, key, note, read};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything below a folder, by name.
fn listing(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
        if path.is_dir() {
            names.extend(listing(&path));
        }
    }
    names.sort();
    names
}

fn account(name: &str) -> Value {
    Value::Account(Arc::new(Account { name: name.into(), ..Account::default() }))
}

#[test]
fn a_file_keeps_its_mode_and_a_new_one_is_its_owners_alone() {
    for kept in [0o600, 0o640, 0o664] {
        let mut disk = Disk::with(PRIMO);
        let path = disk.path("accounts/primo.toml");
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        disk.edit(|account| account.why = "Because.".into());
        assert_eq!(mode(&path), kept);
    }
    let home = tempfile::tempdir().unwrap();
    let mut folder = Folder::create(&home.path().join("a/plan")).unwrap();
    let change = Change { key: FileKey::Account("acme".into()), before: None, after: Some(account("Acme")) };
    folder.save(&note(Way::Do), change).unwrap();
    for (name, want) in [("", 0o700), ("accounts", 0o700), ("plan.toml", 0o600), ("accounts/acme.toml", 0o600)] {
        assert_eq!(mode(&folder.root().join(name)), want, "{name}");
    }
    assert_eq!(mode(&home.path().join("a")), 0o700);
}

#[test]
fn nothing_is_left_behind() {
    let mut disk = Disk::with(PRIMO);
    let before = listing(disk.folder.root());
    for n in 0..5 {
        disk.edit(|account| account.why = format!("Because {n}."));
    }
    fs::write(disk.path("accounts/primo.toml"), "<<<<<<< HEAD\n").unwrap();
    let mut account = disk.account();
    account.why = "Because.".into();
    disk.save(&account).unwrap_err();
    assert_eq!(listing(disk.folder.root()), before);
}

#[test]
fn a_link_inside_the_plan_is_followed_and_stays_one() {
    let disk = Disk::of(&[("plan.toml", PLAN), ("shared/primo.toml", PRIMO), ("accounts/acme.toml", "")]);
    let link = disk.path("accounts/primo.toml");
    symlink("../shared/primo.toml", &link).unwrap();
    let mut disk = disk;
    disk.plan = disk.folder.load();
    let after = disk.edit(|account| account.why = "Because.".into());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(disk.file("shared/primo.toml"), after);
    assert!(after.contains("Because."));
}

#[test]
fn a_link_that_leaves_the_plan_is_read_but_never_written_through() {
    let mut disk = Disk::of(&[("plan.toml", PLAN), ("accounts/acme.toml", "")]);
    let outside = disk.home.path().join("primo.toml");
    fs::write(&outside, PRIMO).unwrap();
    symlink(&outside, disk.path("accounts/primo.toml")).unwrap();
    disk.plan = disk.folder.load();
    let mut account = disk.account();
    assert_eq!(account.name, "Primo");
    account.why = "Because.".into();
    let refused = disk.save(&account).unwrap_err();
    assert!(refused.to_string().contains("leads out of the plan"), "{refused}");
    assert_eq!(fs::read_to_string(&outside).unwrap(), PRIMO);
    assert!(fs::symlink_metadata(disk.path("accounts/primo.toml")).unwrap().is_symlink());
}

#[test]
fn a_plan_that_is_itself_a_link_can_be_written() {
    let disk = Disk::with(PRIMO);
    let link = disk.home.path().join("link");
    symlink(disk.folder.root(), &link).unwrap();
    let mut folder = Folder::open(&link).unwrap();
    let plan = folder.load();
    let mut account = plan.accounts["primo"].account.as_ref().clone();
    account.why = "Because.".into();
    let before = plan.value(&key());
    let change = Change { key: key(), before, after: Some(Value::Account(Arc::new(account))) };
    folder.save(&note(Way::Do), change).unwrap();
    assert!(disk.text().contains("Because."));
}

#[test]
fn what_somebody_else_wrote_is_merged_and_never_overwritten() {
    let mut disk = Disk::with(PRIMO);
    let theirs = PRIMO.replace("name = \"Primo\"", "name = \"Primo Inc\" # since May");
    fs::write(disk.path("accounts/primo.toml"), &theirs).unwrap();
    let after = disk.edit(|account| account.tier = Some(3));
    assert_eq!(after, theirs.replace("tier = 1", "tier = 3"));
    assert_eq!((disk.account().name.as_str(), disk.account().tier), ("Primo Inc", Some(3)));
    assert_eq!(disk.folder.conflicts(), []);
}

#[test]
fn where_both_changed_the_same_the_file_keeps_theirs_and_ours_waits() {
    let mut disk = Disk::with(PRIMO);
    let theirs = PRIMO.replace("tier = 1", "tier = 2");
    fs::write(disk.path("accounts/primo.toml"), &theirs).unwrap();
    let mut account = disk.account();
    (account.tier, account.why) = (Some(3), "Because.".into());
    let saved = disk.put(key(), Some(Value::Account(Arc::new(account)))).unwrap();
    assert_eq!(saved.conflicts, 1);
    assert_eq!((disk.account().tier, disk.account().why.as_str()), (Some(2), "Because."));
    let conflicts = disk.folder.conflicts();
    let told = |conflict: &Conflict| (conflict.path.clone(), conflict.ours.clone(), conflict.theirs.clone());
    assert_eq!(conflicts.iter().map(told).collect::<Vec<_>>(), [("tier".into(), Some("3".into()), Some("2".into()))]);
    // Another run finds it too.
    assert_eq!(disk.again().conflicts(), conflicts);
}

#[test]
fn done_again_it_ends_what_taking_it_back_asked_and_nothing_else_of_that_moment() {
    let mut disk = Disk::with(PRIMO);
    let by_hand = |disk: &Disk, from: &str, to: &str| {
        fs::write(disk.path("accounts/primo.toml"), disk.text().replace(from, to)).unwrap();
    };
    by_hand(&disk, "First beverage logo; opens the sector.", "By hand.");
    disk.edit(|account| account.why = "Ours.".to_owned());
    disk.edit(|account| account.website = "ours.example".to_owned());
    by_hand(&disk, "ours.example", "theirs.example");
    let asked = |disk: &mut Disk| -> Vec<String> {
        let wanted = |each: Conflict| format!("{} {}", each.path, each.ours.unwrap_or_default());
        disk.folder.conflicts().into_iter().map(wanted).collect()
    };
    let why = "why \"Ours.\"";
    assert_eq!(asked(&mut disk), [why]);
    let step = disk.undo();
    assert_eq!(asked(&mut disk), ["website \"primo.example\"", why]);
    disk.turn(Way::Redo(step)).unwrap();
    assert_eq!(asked(&mut disk), [why], "all is as it was before");
    assert!(disk.text().contains("theirs.example"), "{}", disk.text());
}

#[test]
fn what_was_not_understood_is_not_written_over_unseen() {
    let mut disk = Disk::with(PRIMO);
    let theirs = PRIMO.replace("tier = 1", "tier = \"one\"");
    fs::write(disk.path("accounts/primo.toml"), &theirs).unwrap();
    disk.edit(|account| (account.tier, account.why) = (Some(3), "Because.".into()));
    assert!(disk.text().contains("tier = \"one\"") && disk.text().contains("Because."), "{}", disk.text());
    assert_eq!(disk.folder.conflicts()[0].ours.as_deref(), Some("3"));
}

#[test]
fn a_file_that_is_no_toml_any_more_is_left_alone_and_the_change_is_owed() {
    let mut disk = Disk::with(PRIMO);
    fs::write(disk.path("accounts/primo.toml"), "<<<<<<< HEAD\n").unwrap();
    let mut account = disk.account();
    account.why = "Because.".into();
    assert!(matches!(disk.save(&account), Err(SaveError::ReadOnly(..))));
    assert_eq!(disk.text(), "<<<<<<< HEAD\n");
    assert!(disk.folder.owes());
    fs::write(disk.path("accounts/primo.toml"), PRIMO.replace("tier = 1", "tier = 2")).unwrap();
    // The next save of the file brings what was owed, and nothing of what was mended is lost.
    account.industry = "Drinks".into();
    disk.save(&account).unwrap();
    let now = disk.account();
    assert_eq!((now.why.as_str(), now.industry.as_str(), now.tier), ("Because.", "Drinks", Some(2)));
    assert!(!disk.folder.owes());
}

#[test]
fn an_edit_brings_back_a_file_that_somebody_deleted() {
    let mut disk = Disk::with(PRIMO);
    fs::remove_file(disk.path("accounts/primo.toml")).unwrap();
    disk.edit(|account| account.why = "Because.".into());
    assert_eq!(read(&disk.text()).people, read(PRIMO).people);
    // Taking away what is away already is no mistake.
    fs::remove_file(disk.path("accounts/primo.toml")).unwrap();
    disk.put(key(), None).unwrap();
    assert!(!disk.path("accounts/archive/primo.toml").exists());
}

#[test]
fn a_new_file_never_takes_the_place_of_one_that_is_there() {
    let mut disk = Disk::with(PRIMO);
    fs::write(disk.path("accounts/acme.toml"), "name = \"Theirs\"\n").unwrap();
    let refused = disk.put(FileKey::Account("acme".into()), Some(account("Mine"))).unwrap_err();
    assert!(matches!(refused, SaveError::Taken(_)), "{refused}");
    assert_eq!(disk.file("accounts/acme.toml"), "name = \"Theirs\"\n");
}

#[test]
fn an_archived_account_keeps_its_bytes_there_and_back() {
    let text = format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"));
    let mut disk = Disk::with(&text);
    let account = disk.account();
    disk.put(key(), None).unwrap();
    assert!(!disk.path("accounts/primo.toml").exists());
    assert_eq!(disk.file("accounts/archive/primo.toml"), text);
    assert_eq!(mode(&disk.path("accounts/archive")), 0o700);
    assert!(disk.folder.load().accounts.is_empty(), "archived accounts are not among the others");
    disk.plan.accounts.clear();
    disk.undo();
    assert_eq!(disk.account(), account);
    assert_eq!(disk.text(), text);
    assert!(!disk.path("accounts/archive/primo.toml").exists());
}

#[test]
fn an_older_account_of_that_name_stays_in_the_archive() {
    let mut disk = Disk::with(PRIMO);
    fs::create_dir(disk.path("accounts/archive")).unwrap();
    fs::write(disk.path("accounts/archive/primo.toml"), "name = \"Older\"\n").unwrap();
    disk.put(key(), None).unwrap();
    assert_eq!(disk.file("accounts/archive/primo.toml"), "name = \"Older\"\n");
    assert_eq!(disk.file("accounts/archive/primo-2.toml"), PRIMO);
}

#[test]
fn a_new_account_gets_no_id_that_lies_in_the_archive() {
    let mut disk = Disk::of(&[("plan.toml", PLAN), ("accounts/archive/primo.toml", PRIMO)]);
    let refused = disk.put(key(), Some(account("Primo")));
    assert!(matches!(refused, Err(SaveError::Taken(_))), "{refused:?}");
    assert_eq!(disk.folder.free_id(&key()).as_ref(), "primo-2");
    assert!(!disk.path("accounts/primo.toml").exists());
    assert_eq!(disk.file("accounts/archive/primo.toml"), PRIMO);
}

/// Undo must bring back the account that was archived, not an older one that lay there before.
#[test]
fn what_comes_back_from_the_archive_is_what_went_there() {
    let mut disk = Disk::with(PRIMO);
    let before = disk.account();
    fs::create_dir(disk.path("accounts/archive")).unwrap();
    fs::write(disk.path("accounts/archive/primo.toml"), "name = \"Older\"\n").unwrap();
    disk.put(key(), None).unwrap();
    disk.undo();
    assert_eq!(disk.account(), before);
    assert_eq!(disk.text(), PRIMO);
    assert_eq!(disk.file("accounts/archive/primo.toml"), "name = \"Older\"\n");
}

#[test]
fn settings_and_playbooks_are_saved_like_accounts() {
    let mut disk = Disk::with(PRIMO);
    let mut settings = disk.plan.settings.as_ref().clone();
    settings.currency = "EUR".into();
    settings.goals[1].progress[0].amount = Some(4);
    disk.put(FileKey::Settings, Some(Value::Settings(Arc::new(settings)))).unwrap();
    assert_eq!(disk.file("plan.toml"), PLAN.replace("\"USD\"", "\"EUR\"").replace("amount = 3", "amount = 4"));
    let id = "account-entry-10";
    let mut playbook = disk.plan.playbook(id).unwrap().as_ref().clone();
    playbook.touches[0].day = 2;
    disk.put(FileKey::Playbook(id.into()), Some(Value::Playbook(Arc::new(playbook)))).unwrap();
    assert!(disk.file("playbooks/account-entry-10.toml").contains("\nday = 2\n"));
    disk.put(FileKey::Playbook(id.into()), None).unwrap();
    assert!(!disk.path("playbooks/account-entry-10.toml").exists());
}

#[test]
fn a_folder_without_a_plan_is_none_and_a_full_one_becomes_none() {
    let home = tempfile::tempdir().unwrap();
    assert!(matches!(Folder::open(home.path()), Err(StoreError::NoPlan(_))));
    fs::write(home.path().join("letter.txt"), "Dear").unwrap();
    assert!(matches!(Folder::create(home.path()), Err(StoreError::NotEmpty(_))));
    assert_eq!(listing(home.path()), ["letter.txt"]);
}

#[test]
fn what_is_no_file_is_never_opened() {
    let mut disk = Disk::with(PRIMO);
    fs::create_dir(disk.path("accounts/folder.toml")).unwrap();
    symlink("nowhere.toml", disk.path("accounts/dangling.toml")).unwrap();
    fs::write(disk.path("accounts/huge.toml"), vec![b'#'; (1 << 20) + 1]).unwrap();
    disk.plan = disk.folder.load();
    for (id, words) in [("folder", "this is a folder"), ("dangling", ""), ("huge", "it is larger than 1 MiB")] {
        let entry = &disk.plan.accounts[id];
        assert!(entry.problems[0].message.contains(words) && entry.read_only.is_some(), "{:?}", entry.problems);
    }
    assert_eq!(disk.account(), Account { id: "primo".into(), ..read(PRIMO) });
}
