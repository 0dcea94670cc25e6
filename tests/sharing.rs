//! A plan that several work from: what is mine, and how a sync is told while one goes on working. The git of it is tried
//! in tests/sync and tests/terminal.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::app::{Effect, Msg};
use inroad::domain::step::{Note, Way};
use inroad::domain::synced::Synced;
use inroad::exchange::git::Bringing;
use inroad::store::Incoming;

const TOUCHES: &str =
    "[[sequences]]\nid = \"s1aa\"\nstart = 2026-11-23\n\n[[sequences.touches]]\nid = \"t1aa\"\nchannel = \"call\"\n";

fn team() -> Story {
    let account = |name: &str, rest: &str| format!("name = \"{name}\"\nstage = \"in-sequence\"\n{rest}\n{TOUCHES}");
    let texts = [
        account("Mine", "owner = \"sam\""),
        account("Hers", "owner = \"kim\""),
        account("Nobodys", ""),
        account("Helped", "owner = \"kim\"") + "owner = \"sam\"\n",
    ];
    let names = ["mine", "hers", "nobodys", "helped"];
    let accounts: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let mut story = Story::with(&accounts);
    let members = "[[members]]\nid = \"sam\"\nname = \"Sam\"\n\n[[members]]\nid = \"kim\"\nname = \"Kim\"\n";
    fs::write(story.path("plan.toml"), members).unwrap();
    story.rescan();
    story
}

#[test]
fn mine_is_what_is_mine_or_nobodys_among_the_accounts_and_in_today() {
    let mut story = team().keys(":mine<Enter>");
    assert!(story.shows("say which one you are: me = "), "{}", story.screen());
    story.model.personal.me = Some("sam".to_owned());
    story.press(":mine<Enter>");
    let shown = story.model.accounts.rows.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(shown, ["mine", "nobodys"]);
    // A touch that is mine at her account is my work.
    story.press("T:mine<Enter>");
    let work = story.model.derived.queue.iter().map(|item| item.account.to_string()).collect::<Vec<_>>();
    assert_eq!(work, ["helped", "mine", "nobodys"]);
    story.press(":mine<Enter>");
    assert_eq!(story.model.derived.queue.len(), 4);
    story.press("/owner:k<Enter>");
    assert_eq!(story.model.derived.queue.len(), 1);
}

#[test]
fn a_sync_is_told_in_the_last_line() {
    let mut story = Story::with(&[("primo", "name = \"Primo\"\n")]).keys(":sync<Enter>");
    assert_eq!(story.asked, [Effect::Sync]);
    assert!(story.shows("syncing…"), "{}", story.screen());
    story.press(":sync<Enter>");
    assert!(story.asked.len() == 1 && story.shows("A sync is under way."));
    let end = |story: &mut Story, outcome: Result<Synced, String>| {
        story.model.syncing.is_under_way = true;
        story.tell(Msg::Synced(outcome.map(Box::new)));
    };
    end(&mut story, Ok(Synced { sent: vec!["Primo: note".into()], ..Synced::default() }));
    assert!(story.shows("Sent: Primo: note.") && story.shows("synced 15:12"), "{}", story.screen());
    let offline = Synced { ahead: 2, behind: 1, offline: Some("no such host".into()), ..Synced::default() };
    end(&mut story, Ok(offline));
    assert!(story.shows("offline, 2 ahead, 1 behind"), "{}", story.screen());
    end(&mut story, Err("a merge is under way".into()));
    assert!(story.shows("Not synced: a merge is under way.") && story.shows("not synced"), "{}", story.screen());
    end(&mut story, Ok(Synced { conflicts: 1, ..Synced::default() }));
    assert!(story.shows("yours stands, theirs is kept. X shows both"), "{}", story.screen());
    let told = "Primo: why: both sides changed it; “His” stands now, “Hers” is kept.";
    end(&mut story, Ok(Synced { overruled: vec![told.into()], ..Synced::default() }));
    assert!(story.shows("“His” stands now") && story.shows("X shows both"), "{}", story.screen());
    // Whoever has gone on with something else is not interrupted; whoever waits for it sees both.
    let is_open = |story: &mut Story| story.shows("Kept beside it");
    let at = story.now;
    let conflict = inroad::domain::conflict::Conflict {
        at,
        step: None,
        file: "accounts/primo.toml".into(),
        path: "why".into(),
        ours: Some("\"Hers\"".into()),
        theirs: Some("\"His\"".into()),
    };
    let finish = |story: &mut Story| {
        story.tell(Msg::Conflicts(vec![conflict.clone()], 0));
        story.tell(Msg::Synced(Ok(Box::new(Synced { conflicts: 1, ..Synced::default() }))));
    };
    story.press(":sync<Enter>j");
    finish(&mut story);
    assert!(!is_open(&mut story) && story.shows("X shows both"), "{}", story.screen());
    story.press(":sync<Enter>");
    finish(&mut story);
    assert!(is_open(&mut story) && story.shows("Hers"), "{}", story.screen());
    story.press("<Esc>");
    assert!(!is_open(&mut story), "{}", story.screen());
    // One that was begun with another plan.
    story.tell(Msg::Switched { place: "~/other".into() });
    story.tell(Msg::Synced(Err("late".into())));
    assert!(!story.shows("late"), "{}", story.screen());
}

#[test]
fn what_came_can_be_taken_back_and_what_was_done_here_since_stays() {
    let base = "name = \"Primo\"\nstage = \"target\"\nwhy = \"First\"\n";
    let mut story = Story::with(&[("primo", base)]).keys("<Enter>eBefore<Enter>");
    let theirs = base.replace("target", "engaged").replace("First", "Theirs");
    let bytes = |text: &str| Some(text.as_bytes().to_vec());
    let files = vec![
        Incoming {
            file: "accounts/primo.toml".into(),
            base: bytes(base),
            theirs: bytes(&theirs),
            apart: None,
            archived: None,
        },
        Incoming {
            file: "accounts/acme.toml".into(),
            base: None,
            theirs: bytes("name = \"Acme\"\n"),
            apart: None,
            archived: None,
        },
    ];
    let note = Note { id: 5000, at: story.now, label: "Synced: Primo, Acme".into(), way: Way::Do };
    let bringing =
        Bringing { root: "/elsewhere".into(), step: note.id, label: note.label.clone(), files, overruled: Vec::new() };
    let taken = story.disk.receive(&note, &bringing);
    assert!(taken.is_err(), "it is said of another folder");
    let bringing = Bringing { root: story.disk.folder.root().to_owned(), ..bringing };
    assert_eq!(story.disk.receive(&note, &bringing).unwrap().conflicts, 1);
    story.rescan();
    assert!(story.shows("engaged") && story.shows("Acme") && story.shows("1 conflict: X"), "{}", story.screen());
    story.press("e, since<Enter>u");
    assert!(story.file("accounts/primo.toml").contains("engaged"), "{}", story.screen());
    story.press("u");
    let file = story.file("accounts/primo.toml");
    assert!(!file.contains("engaged") && !story.path("accounts/acme.toml").exists(), "{file}\n{}", story.screen());
    assert!(file.contains("FirstBefore"), "{file}");
}
