//! Started, typed into, quit; keys, sizes, the editor, the shell's jobs.

use rustix::process::Signal;

use crate::common::pty::{Home, send};

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
    run.keys("T").shows("Today 1").keys("dd").shows("1/1").shows("saved");
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
fn a_file_that_was_downloaded_is_found_looked_at_and_brought_in() {
    let home = Home::new();
    let downloads = home.path().join("Downloads");
    std::fs::create_dir_all(&downloads).unwrap();
    let text = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
                Dana,Cole,https://www.linkedin.com/in/danacole,,Primo,CMO,15 Jun 2026\n\
                Lee,Ray,https://www.linkedin.com/in/leeray,,Globex,Analyst,15 Jun 2026\n";
    std::fs::write(downloads.join("mine.csv"), text).unwrap();
    let mut run = home.start(80, 24, &[]);
    run.shows("add your first account").keys("i").shows("~/Downloads/mine.csv");
    run.keys("<Tab>").shows("look at it").keys("<Enter>").shows("2 people, 2 companies");
    run.keys("/cmo<Enter>V").shows("1 account, 1 person; 1 to contacts.toml");
    run.keys("i").shows("Brought in");
    run.keys("aGlobex<Enter>").shows("You know 1 person at Globex").keys("y").shows("taken over").shows("saved");
    run.keys("q").keys("q");
    assert!(run.end().0.success());
    assert!(home.file("accounts/primo.toml").contains("Dana Cole"));
    assert!(home.file("accounts/globex.toml").contains("Lee Ray"));
    assert!(!home.file("contacts.toml").contains("[[people]]"));
    // As file managers paste it.
    let mut again = home.start(80, 24, &[]);
    again.shows("Primo").keys(":import<Enter>").shows("Import");
    again.type_bytes(format!("\x1b[200~'{}'\x1b[201~", downloads.join("mine.csv").display()).as_bytes());
    again.keys("<Enter>").shows("Nothing of it is new.").keys("<Esc>q");
}

#[test]
fn what_was_saved_is_there_when_the_line_drops() {
    let home = Home::new();
    let mut run = home.start(80, 24, &[]);
    run.shows("add your first account").keys("aPrimo<Enter>").shows("Primo is a target").shows("saved");
    run.keys("eFirst beverage logo<Enter>").shows("First beverage logo").shows("saved");
    run.keys("jeopp").shows("opp");
    let (_, took) = run.hang_up();
    assert!(took.as_millis() < 1000, "it took {took:?} to go");
    let file = home.file("accounts/primo.toml");
    assert!(file.contains("why = \"First beverage logo\""), "{file}");
    home.start(80, 24, &[]).shows("+ opp").keys("<Esc>").shows("First beverage logo").keys("q");
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
        run.resize(width, 30).keys("?").shows("finds a command by its words").keys("<Esc>");
        run.until("the help gone", |screen| !screen.contents().contains("finds a command by its words"));
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
    run.keys("<Ctrl-S>").shows("saved").keys("<Ctrl-L>").keys("?").shows("finds a command by its words");
}

#[test]
fn stopped_and_continued_it_draws_itself_again() {
    let home = Home::new();
    // A shell with jobs, that waits for a line after the stop.
    let mut run = home.start_in_shell(110, 32, "inroad demo; read line; fg; read line; fg");
    let pid = run.shows("▸ Primo").child("inroad");
    run.keys("<Ctrl-Z>").until("the shell's screen", |screen| !screen.alternate_screen());
    run.stopped(pid).keys("<Enter>");
    run.until("the screen", vt100::Screen::alternate_screen)
        .shows("▸ Primo")
        .keys("?")
        .shows("finds a command by its words");
    run.keys("<Esc>").until("the help gone", |screen| !screen.contents().contains("finds a command by its words"));
    // Somebody else stops it.
    send(pid, Signal::TSTP);
    run.until("the shell's screen", |screen| !screen.alternate_screen());
    run.stopped(pid).keys("<Enter>");
    run.until("the screen", vt100::Screen::alternate_screen).shows("▸ Primo");
}

#[test]
fn continued_in_the_background_it_leaves_the_terminal_to_the_shell() {
    let home = Home::new();
    let mut run = home.start_in_shell(110, 32, "inroad demo; bg; read line; fg");
    let pid = run.shows("▸ Primo").child("inroad");
    run.keys("<Ctrl-Z>").until("the shell's screen", |screen| !screen.alternate_screen());
    run.stopped(pid).keys("<Enter>");
    run.until("the screen", vt100::Screen::alternate_screen)
        .shows("▸ Primo")
        .keys("?")
        .shows("finds a command by its words");
}

#[test]
fn without_a_shell_to_come_back_from_it_does_not_stop() {
    let home = Home::new();
    home.start(110, 32, &["demo"]).shows("▸ Primo").keys("<Ctrl-Z>").shows("There is no shell to go back to");
}

#[test]
fn a_terminal_without_a_size_is_waited_for() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").resize(0, 0).keys("?").resize(0, 40).resize(110, 32).shows("finds a command by its words");
}

#[test]
fn a_stream_that_is_no_terminal_is_told() {
    let home = Home::with_primo();
    for closed in ["<&-", ">&-", "</dev/null"] {
        let mut run = home.start_in_shell(80, 24, &format!("inroad {closed}; echo ended $?"));
        run.shows("the screen needs a terminal").shows("ended 2");
    }
}

#[test]
fn a_limit_on_file_sizes_is_an_error_and_no_end() {
    let home = Home::with_primo();
    let line = "ulimit -f 0; inroad add Acme; echo ended $?; read line; inroad";
    let mut run = home.start_in_shell(110, 32, line);
    run.shows("ended 1").keys("<Enter>").shows("▸ Primo").keys("e<Tab>First").shows("can't be kept for the next start");
    run.keys("<Ctrl-S>")
        .shows("NOT SAVED")
        .keys("?")
        .shows("finds a command by its words")
        .keys("qqq")
        .shows("not saved: Primo: why changed.");
    assert!(!home.file("accounts/primo.toml").contains("First"));
}

#[test]
fn what_is_copied_goes_to_the_terminal_and_is_told() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("yf").shows("Sent to your terminal's clipboard, 19 characters: accounts/primo.toml");
    let sent = b"\x1b]52;c;YWNjb3VudHMvcHJpbW8udG9tbA==";
    assert!(run.written().windows(sent.len()).any(|bytes| bytes == sent));
}

#[test]
fn a_paste_is_text_whatever_it_holds() {
    let home = Home::new();
    let mut run = home.start(110, 32, &[]);
    run.shows("add your first account").keys("a").shows("New account");
    run.type_bytes(b"\x1b[200~Pri").type_bytes(b"mo\rq\x03\x1b[Bq\n\x1b[20").type_bytes(b"1~!").shows("Primo q[Bq !");
    assert!(!home.plan().join("accounts/primo-q-bq.toml").exists());
}

#[test]
fn of_two_runs_each_has_its_own_texts() {
    let home = Home::with_primo();
    let mut one = home.start(110, 32, &[]);
    one.shows("▸ Primo").keys("eMine").shows("Mine");
    home.typed_holds("Mine");
    let mut two = home.start(110, 32, &[]);
    two.shows("▸ Primo").keys("?").shows("finds a command by its words").keys("<Esc>");
    assert!(!two.screen().contains("Mine"), "{}", two.screen());
    drop(one);
    home.start(110, 32, &[]).shows("Typed and not saved").shows("Mine");
}
