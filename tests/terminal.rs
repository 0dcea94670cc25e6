//! The real program in a real terminal: started, typed into, quit, and cut off.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::pty::Home;
use rustix::process::Signal;

#[test]
fn an_account_is_planned_from_an_empty_folder_and_found_again() {
    let home = Home::new();
    let mut run = home.start(110, 32, &[]);
    run.shows("add your first account").keys("aPrimo<Enter>").shows("Primo is a target");
    run.keys("eFirst beverage logo; opens the sector.<Enter>").shows("opens the sector.");
    run.keys("jjjeMarketing<Tab>Demand generation<Tab>New CMO, a mandate to cut cost per lead.<Enter>");
    run.shows("Marketing › Demand generation");
    run.keys("aHR > Talent acquisition, pain 1, access 2<Enter>").shows("Talent acquisition");
    run.keys("jaDana Cole, VP Marketing, economic, dana@primo.example<Enter>").shows("Dana Cole");
    run.keys("aLee Ray, CMO<Enter>").shows("Lee Ray");
    run.keys("jachallenge: Cost per lead up 40 % since the retail push. (Q3 call, p. 4)<Enter>").shows("challenge");
    run.keys("b1<Enter>").shows("Account entry, ten touches");
    run.keys("T").shows("Today 1").keys("d").shows("1/1").shows("saved");
    run.shows("What did today teach?").keys("<Enter>");
    run.keys("q").keys("q");
    let (status, screen) = run.end();
    assert!(status.success(), "{status:?}");
    assert!(!screen.screen().alternate_screen() && !screen.screen().hide_cursor());

    let file = home.file("accounts/primo.toml");
    assert!(file.contains("result = \"sent\"") && file.contains("[[people]]"), "{file}");
    let mut again = home.start(110, 32, &[]);
    again.shows("●○○○○○○○○○").shows("Dana Cole").shows("Marketing › Demand generation");
    assert_eq!(home.file("accounts/primo.toml"), file, "looking changes nothing");
}

#[test]
fn what_was_saved_is_there_when_the_line_drops() {
    let home = Home::new();
    let mut run = home.start(80, 24, &[]);
    run.shows("add your first account").keys("aPrimo<Enter>").shows("Primo is a target").shows("saved");
    run.keys("eFirst beverage logo<Enter>").shows("First beverage logo").shows("saved");
    run.keys("jeopp");
    let (_, took) = run.hang_up();
    assert!(took.as_millis() < 1000, "it took {took:?} to go");
    let file = home.file("accounts/primo.toml");
    assert!(file.contains("why = \"First beverage logo\""), "{file}");
    home.start(80, 24, &[]).shows("First beverage logo").keys("q");
}

#[test]
fn asked_to_go_it_gives_the_terminal_back() {
    let home = Home::new();
    let mut run = home.start(80, 24, &[]);
    run.shows("add your first account");
    run.signal(Signal::TERM);
    let (_, screen) = run.end();
    let screen = screen.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
}

#[test]
fn a_key_that_comes_with_a_change_of_size_counts() {
    let home = Home::new();
    let mut run = home.start(110, 32, &[]);
    run.shows("add your first account");
    for width in (80..110).step_by(3) {
        run.resize(width, 30).keys("?").shows("Add a target account").keys("<Esc>");
        run.until("the help gone", |screen| !screen.contents().contains("Add a target account"));
    }
}

#[test]
fn an_arrow_key_that_the_network_cuts_is_an_arrow_key() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("<Enter>").type_bytes(b"\x1b").type_bytes(b"[").type_bytes(b"B").keys("e");
    run.shows("Stage");
}

#[test]
fn a_terminal_too_small_says_so_and_comes_back() {
    let home = Home::new();
    let mut run = home.start(10, 3, &["demo"]);
    run.shows("40");
    run.resize(110, 32).shows("▸ Primo");
}

#[test]
fn the_editor_gets_the_terminal_and_gives_it_back() {
    let home = Home::new();
    let editor = home.script("editor", "echo 'A second line.' >> \"$1\"");
    home.settings(&format!("editor = \"{}\"\n", editor.display()));
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("Tjjje").shows("▸ Message").keys("<Ctrl-G>").shows("A second line.");
    run.keys("<Ctrl-S>").shows("saved").keys("<Ctrl-L>").keys("?").shows("Add a target account");
}

#[test]
fn stopped_and_continued_it_draws_itself_again() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("<Ctrl-Z>").until("the shell's screen", |screen| !screen.alternate_screen());
    run.stopped().signal(Signal::CONT);
    run.until("the screen", vt100::Screen::alternate_screen).shows("▸ Primo").keys("?").shows("Add a target account");
}
