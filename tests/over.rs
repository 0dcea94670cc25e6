//! What lies over the screen owns the keys: a key means what is seen, never what lies hidden beneath.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::collections::BTreeSet;

use common::Story;
use inroad::app::Msg;
use inroad::app::command::{self, Scope};
use inroad::app::keymap::{self, Bindings};
use inroad::app::overlay::Overlay;

/// As a layer is called here; a new one has to be added to the tests below.
fn name(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Form(_) => "form",
        Overlay::Prompt(_) => "prompt",
        Overlay::Menu(_) => "menu",
        Overlay::Palette(_) => "palette",
        Overlay::Help(_) => "help",
        Overlay::Problems(_) => "problems",
        Overlay::Conflicts(_) => "conflicts",
        Overlay::Past(_) => "history",
        Overlay::Typed(_) => "typed texts",
        Overlay::Level(_) => "levelling",
        Overlay::Brief(_) => "brief",
        Overlay::Map(_) => "map",
        Overlay::Weigh(_) => "weighing",
        Overlay::Import(_) => "import",
        Overlay::Contacts(_) => "contacts",
    }
}

const ALL: [&str; 15] = [
    "brief",
    "conflicts",
    "contacts",
    "form",
    "help",
    "history",
    "import",
    "levelling",
    "map",
    "menu",
    "palette",
    "problems",
    "prompt",
    "typed texts",
    "weighing",
];

/// An account with two touches, somebody to meet and two ways in.
fn account(name: &str) -> String {
    let touch = |id: &str, day: u32| {
        format!("\n[[sequences.touches]]\nid = \"{id}\"\nchannel = \"email\"\nday = {day}\nperson = \"ann\"\n")
    };
    format!(
        "format = 1\nname = \"{name}\"\nwhy = \"Old\"\nstage = \"in-sequence\"\n\n[[candidates]]\nid = \"c1\"\n\
         unit = \"Marketing\"\n\n[[candidates]]\nid = \"c2\"\nunit = \"Sales\"\n\n[[people]]\nid = \"ann\"\n\
         name = \"Ann\"\n\n[[meetings]]\nid = \"m1\"\nat = 2026-11-26T10:00:00-06:00\nobjective = \"A pilot\"\n\
         people = [\"ann\"]\n\n[[sequences]]\nid = \"s001\"\nstart = 2026-11-24\n{}{}",
        touch("t001", 0),
        touch("t002", 2)
    )
}

/// A plan with something in each of its lists; a day holds two touches.
fn story() -> Story {
    let accounts = [("acme", "Acme"), ("bolt", "Bolt"), ("corvus", "Corvus")].map(|(id, name)| (id, account(name)));
    let accounts: Vec<(&str, &str)> = accounts.iter().map(|(id, text)| (*id, text.as_str())).collect();
    let mut story = Story::with(&accounts);
    let plan = "format = 1\n\n[[members]]\nid = \"sam\"\nname = \"Sam\"\nper_day = 2\n";
    std::fs::write(story.path("plan.toml"), plan).unwrap();
    std::fs::write(story.path("contacts.toml"), "[[people]]\nid = \"kim-kaya\"\nname = \"Kim Kaya\"\n").unwrap();
    std::fs::write(story.path("accounts/flawed.toml"), "name = \"Flawed\"\ntier = \"high\"\n").unwrap();
    story.load();
    story
}

/// Each layer, from where it is opened.
fn opened(what: &str) -> Story {
    let keys = match what {
        "brief" => "B",
        "contacts" => ":contacts<Enter>",
        "form" => "e",
        "help" => "?",
        "history" => "LA note.<Enter>H",
        "levelling" => "4L",
        "map" => "P",
        "menu" => "b",
        "palette" => ":",
        "problems" => "!",
        "prompt" => "L",
        "typed texts" => "LNot saved<Esc>:typed texts<Enter>",
        "weighing" => "w",
        _ => "",
    };
    let mut story = story();
    story.press(keys);
    if what == "conflicts" {
        story.elsewhere_unseen("acme", |acme| acme.why = "Theirs".into());
        story.press("<Enter>e<Ctrl-U>Mine<Enter>hX");
    }
    if what == "import" {
        let path = story.path("..").join("people.csv");
        std::fs::write(&path, "name,company,email\nJo Fox,Foxes,jo@foxes.example\n").unwrap();
        story.press(":import<Enter>");
        story.tell(Msg::Paste(path.display().to_string()));
        story.press("<Enter>");
    }
    story
}

/// The scopes of what lies over a screen.
const OWN: [Scope; 6] = [Scope::Text, Scope::Menu, Scope::Palette, Scope::List, Scope::Everywhere, Scope::Walk];

/// Every key that means something on a screen, as it is written in the table of keys.
fn keys_of_the_screens() -> BTreeSet<String> {
    let table: Bindings = toml::from_str(include_str!("../assets/keys.toml")).unwrap();
    let is_of_screens = |id: &str| command::by_id(id).is_some_and(|command| !OWN.contains(&command.scope));
    table.into_iter().filter(|(id, _)| is_of_screens(id)).flat_map(|(_, keys)| keys).collect()
}

/// All that lies beneath the topmost layer, as far as a key could change it.
fn beneath(story: &Story) -> String {
    let model = &story.model;
    let layers: Vec<&str> = model.overlays.iter().map(name).collect();
    let steps: Vec<u64> = model.history.done.iter().map(|step| step.note.id).collect();
    let (accounts, today) = (&model.accounts, &model.today);
    format!(
        "{layers:?} {:?} {:?} {} {:?} {:?} {steps:?} {:?} {:?} {} {}",
        model.screen,
        model.pane,
        model.zoomed,
        accounts.at,
        accounts.filter_text,
        accounts.marked,
        model.detail,
        today.at,
        today.filter_text
    )
}

#[test]
fn every_layer_is_looked_at() {
    let seen: BTreeSet<&str> = ALL.iter().map(|what| name(opened(what).model.overlays.last().unwrap())).collect();
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ALL);
}

#[test]
fn a_key_of_the_screen_beneath_does_nothing_there() {
    for what in ALL {
        let mut story = opened(what);
        assert_eq!(story.model.overlays.last().map(name), Some(what), "{}", story.screen());
        let scopes = story.model.scopes();
        let takes_letters = matches!(what, "form" | "prompt" | "palette" | "menu");
        for written in keys_of_the_screens() {
            let key = keymap::parse(&written).unwrap();
            // Its own, also where it can do nothing at this moment; and what is typed, or taken by a letter.
            if takes_letters || story.model.keymap.resolve(&scopes, key, |_| true).is_some() {
                continue;
            }
            story.tell(Msg::Key(keymap::parse("ctrl-o").unwrap()));
            let (before, screen, asked) = (beneath(&story), story.screen(), story.asked.len());
            story.tell(Msg::Key(key));
            assert_eq!(beneath(&story), before, "{what}: {written}");
            assert_eq!(story.screen(), screen, "{what}: {written}");
            assert_eq!(story.asked.len(), asked, "{what}: {written}");
        }
    }
}

#[test]
fn what_is_typed_changes_nothing_beneath() {
    for what in ["form", "prompt", "palette"] {
        let mut story = opened(what);
        let before = beneath(&story);
        for written in keys_of_the_screens().into_iter().filter(|written| written.chars().count() == 1) {
            story.tell(Msg::Key(keymap::parse(&written).unwrap()));
            assert_eq!(beneath(&story), before, "{what}: {written}");
        }
    }
}

#[test]
fn on_the_pages_of_an_account_its_own_keys_mean_it() {
    for what in ["brief", "map", "weighing"] {
        let mut story = opened(what);
        let id = story.model.current().unwrap().id.clone();
        story.press("LThey called back.<Enter>");
        assert!(story.file(&format!("accounts/{id}.toml")).contains("They called back."), "{what}: {}", story.screen());
        assert_eq!(story.model.overlays.last().map(name), Some(what), "{}", story.screen());
    }
}

#[test]
fn the_palette_finds_from_the_help_what_can_be_done_beneath_it() {
    let mut story = story().keys("?:import<Enter>");
    assert_eq!(story.model.overlays.iter().map(name).collect::<Vec<_>>(), ["prompt"], "{}", story.screen());
}

#[test]
fn keys_that_count_no_more_are_not_shown() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = story().size(width, height);
        let head = |story: &mut Story| story.screen().lines().next().unwrap_or_default().to_owned();
        let before = head(&mut story);
        story.press("?");
        let under = head(&mut story);
        let shows_keys = |head: &str| head.contains("3 Goals") || head.contains(" 3   4 ");
        assert!(shows_keys(&before) && !shows_keys(&under) && under.contains("Accounts"), "{before}\n{under}");
        // Nothing moves.
        assert_eq!(before.find("Accounts"), under.find("Accounts"), "{width}");
        story.press("<Esc>");
        assert_eq!(head(&mut story), before);
    }
}
