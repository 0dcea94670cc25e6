//! The end of the terminal: within a second the program is gone, what was typed is kept, and what is left of the terminal
//! is as it was. A few times here; a hundred times each with `--run-ignored`.

use std::fs;
use std::time::{Duration, Instant};

use portable_pty::ExitStatus;
use rustix::process::Signal;

use crate::common::pty::{Home, Running, is_gone, send, stat, waited_for};

/// The promise.
const AT_MOST: Duration = Duration::from_secs(1);

/// How often in an ordinary run.
const FEW: usize = 3;

/// How often when the figure is to be reached.
const MANY: usize = 100;

/// One way to end: from a run in which a text is being typed, how long it took to go.
type End = fn(&Home, Running) -> Duration;

fn typing(home: &Home, text: &str) -> Running {
    let mut run = home.start(110, 32, &[]);
    run.shows("▸ Primo").keys("e").shows("Ctrl-S save");
    run.keys(text).shows(text);
    run
}

/// End so many runs; each text is there afterwards, and offered by the next run, which drops it.
fn ends(times: usize, end: End) {
    let home = Home::with_primo();
    let mut longest = Duration::ZERO;
    for i in 0..times {
        let text = format!("text{i:03}");
        let run = typing(&home, &text);
        let took = end(&home, run);
        assert!(took < AT_MOST, "the {i}th took {took:?}");
        longest = longest.max(took);
        assert!(home.typed().contains(&text), "{text}: {}", home.typed());
        let mut next = home.start(110, 32, &[]);
        next.shows("Typed and not saved").shows(&text).keys("x<Esc>");
        next.until("the list gone", |screen| !screen.contents().contains("Typed and not saved")).keys("qq");
        assert!(next.until_ended().0.success());
        assert_eq!(home.typed(), "");
    }
    println!("{times} of {times} gone within {longest:?}, each text kept and offered");
}

fn in_time((_, took): (ExitStatus, Duration)) -> Duration {
    took
}

/// The line drops.
fn hang_up(_: &Home, run: Running) -> Duration {
    in_time(run.hang_up())
}

/// Asked to go.
fn terminate(_: &Home, mut run: Running) -> Duration {
    run.signal(Signal::TERM);
    let (status, took) = run.until_ended();
    assert_eq!(status.exit_code(), 143, "{status:?}");
    assert!(run.is_cooked());
    let screen = run.drain();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    took
}

/// Asked to go while the terminal takes nothing; what is typed meanwhile counts too.
fn terminate_blocked(home: &Home, mut run: Running) -> Duration {
    run.stall(true).fill().keys("blind");
    home.typed_holds("blind");
    run.signal(Signal::TERM);
    let (status, took) = run.until_ended();
    assert_eq!(status.exit_code(), 143, "{status:?}");
    assert!(run.is_cooked());
    let screen = run.stall(false).drain();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    took
}

/// The line drops while the terminal takes nothing.
fn hang_up_blocked(_: &Home, mut run: Running) -> Duration {
    run.stall(true).fill();
    in_time(run.cut())
}

#[test]
fn the_terminal_hangs_up() {
    ends(FEW, hang_up);
}

#[test]
fn it_is_asked_to_go() {
    ends(FEW, terminate);
}

#[test]
fn it_is_asked_to_go_while_the_terminal_is_blocked() {
    ends(FEW, terminate_blocked);
}

#[test]
fn the_terminal_hangs_up_while_it_is_blocked() {
    ends(FEW, hang_up_blocked);
}

#[test]
#[ignore = "a hundred times takes minutes"]
fn the_terminal_hangs_up_a_hundred_times() {
    ends(MANY, hang_up);
}

#[test]
#[ignore = "a hundred times takes minutes"]
fn it_is_asked_to_go_a_hundred_times() {
    ends(MANY, terminate);
}

#[test]
#[ignore = "a hundred times takes minutes"]
fn it_is_asked_to_go_while_the_terminal_is_blocked_a_hundred_times() {
    ends(MANY, terminate_blocked);
}

#[test]
#[ignore = "a hundred times takes minutes"]
fn the_terminal_hangs_up_while_it_is_blocked_a_hundred_times() {
    ends(MANY, hang_up_blocked);
}

/// Processor time of a process so far, in hundredths of a second.
fn used(pid: u32) -> u64 {
    stat(pid)[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}

#[test]
fn a_hang_up_that_no_signal_tells_is_seen() {
    let home = Home::new();
    // No shell's terminal: then the system sends nothing when it hangs up. And SIGHUP is ignored, as nohup does.
    let line = "trap '' HUP; exec inroad demo";
    let mut command = home.program("/bin/sh", &["-c", line]);
    command.set_controlling_tty(false);
    let mut run = Running::of(command, 110, 32);
    run.shows("▸ Primo").keys("Lunseen").shows("unseen");
    let (_, took) = run.hang_up();
    assert!(took < AT_MOST, "{took:?}");
    home.typed_holds("unseen");
}

#[test]
fn a_terminal_that_takes_nothing_costs_nothing() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").stall(true).fill();
    let (pid, before) = (run.pid(), used(run.pid()));
    std::thread::sleep(Duration::from_secs(1));
    assert!(used(pid) - before <= 10, "{} hundredths of a second", used(pid) - before);
    run.keys("Lmeanwhile");
    home.typed_holds("meanwhile");
    run.stall(false).shows("meanwhile");
}

#[test]
fn nothing_wakes_it_while_nothing_happens() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("Lx").shows("What happened");
    home.typed_holds("\"x\"");
    let pid = run.pid();
    let switches = || -> Vec<(String, String)> {
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten();
        let status = tasks.map(|task| fs::read_to_string(task.path().join("status")).unwrap());
        let field = |text: &str, name: &str| {
            text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
        };
        status.map(|text| (field(&text, "Name:"), field(&text, "voluntary_ctxt_switches:"))).collect()
    };
    // What the last key caused may still run.
    let mut before = switches();
    waited_for("rest", || {
        std::thread::sleep(Duration::from_millis(200));
        std::mem::replace(&mut before, switches()) == before || switches() == before
    });
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(switches(), before);
}

#[test]
fn what_is_typed_is_at_most_a_second_behind() {
    let home = Home::new();
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("L").shows("What happened");
    for text in ["one", " two", " three"] {
        run.keys(text);
        let typed = Instant::now();
        home.typed_holds(&format!("{text}\""));
        assert!(typed.elapsed() < AT_MOST, "{:?}", typed.elapsed());
    }
    run.signal(Signal::KILL);
    _ = run.until_ended();
    let mut next = home.start(110, 32, &["demo"]);
    next.shows("+ one two three").keys("<Enter>").shows("one two three").keys("<Enter>").shows("saved");
    waited_for("nothing is kept any more", || home.typed().is_empty());
}

/// An editor that writes a line, and then does this.
fn in_the_editor(home: &Home, then: &str) -> Running {
    let pid = home.path().join("pid");
    let line = format!("echo '# mine' >> \"$1\"; echo $$ > {}; {then}", pid.display());
    let editor = home.script("editor", &line);
    home.settings(&format!("editor = \"{}\"\n", editor.display()));
    let mut run = home.start(110, 32, &["demo"]);
    run.shows("▸ Primo").keys("E");
    waited_for("the editor", || fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n')));
    run
}

fn editor_of(home: &Home) -> u32 {
    fs::read_to_string(home.path().join("pid")).unwrap().trim().parse().unwrap()
}

#[test]
fn in_front_of_an_editor_it_goes_too_and_what_the_editor_wrote_is_taken() {
    // One hears the signal, one does not care.
    for then in ["sleep 60 & wait", "trap '' TERM HUP; sleep 60 & wait"] {
        for end in [Signal::TERM, Signal::HUP] {
            let home = Home::new();
            let mut run = in_the_editor(&home, then);
            run.signal(end);
            let (status, took) = run.until_ended();
            assert!(took < AT_MOST, "{then}: {took:?}");
            assert!(matches!(status.exit_code(), 129 | 143), "{status:?}");
            assert!(run.is_cooked());
            if then.starts_with("trap") {
                send(editor_of(&home), Signal::KILL);
                continue;
            }
            // Whom it has ended the system may take a moment to let go of.
            waited_for("nobody left behind at the terminal", || is_gone(editor_of(&home)));
            let file = fs::read_to_string(home.path().join("inroad-demo/accounts/primo.toml"));
            let kept = home.typed().contains("# mine");
            assert!(kept || file.is_ok_and(|file| file.contains("# mine")), "{}", home.typed());
        }
    }
}

#[test]
fn a_hang_up_in_front_of_an_editor_is_seen() {
    let home = Home::new();
    let run = in_the_editor(&home, "sleep 60 & wait");
    let (_, took) = run.cut();
    assert!(took < AT_MOST, "{took:?}");
    waited_for("the editor's end", || is_gone(editor_of(&home)));
}

#[test]
fn what_an_editor_keeps_for_itself_when_it_is_cut_off_is_told_at_the_next_start() {
    let home = Home::new();
    let swap = "echo more > \"${1%/*}/.primo.toml.swp\"; touch ready; sleep 60 & wait";
    let mut run = in_the_editor(&home, swap);
    waited_for("the swap file", || home.path().join("ready").exists());
    run.signal(Signal::KILL);
    _ = run.until_ended();
    send(editor_of(&home), Signal::KILL);
    let mut next = home.start(110, 32, &["demo"]);
    next.shows("An editor was cut off; its files: ~/state").keys("q");
    _ = next.until_ended();
    let mut later = home.start(110, 32, &["demo"]);
    later.shows("▸ Primo").keys("?").shows("finds a command by its words").keys("<Esc>");
    assert!(!later.screen().contains("cut off"), "{}", later.screen());
}

#[test]
fn a_slow_disk_does_not_keep_it_and_what_it_had_not_taken_is_saved_at_the_next_start() {
    if std::process::Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: there is no strace here; Debian has it");
        return;
    }
    for end in [Signal::TERM, Signal::HUP] {
        let home = Home::with_primo();
        let delay = "inject=fsync,fdatasync:delay_enter=2000000";
        let args = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", delay, "inroad"];
        let mut run = Running::of(home.program("strace", &args), 110, 32);
        let pid = run.shows("▸ Primo").child("inroad");
        run.keys("e<Tab>A slow disk").shows("A slow disk").keys("<Ctrl-S>").shows("saving");
        // Not even the step's record is on the disk.
        let at = Instant::now();
        send(pid, end);
        // The thread that waits for the disk is held by strace until its delay is over; the rest has ended.
        waited_for("its end", || stat(pid).first().is_none_or(|state| state == "Z"));
        assert!(at.elapsed() < AT_MOST, "{:?}", at.elapsed());
        waited_for("strace's end", || is_gone(pid));
        let mut next = home.start(110, 32, &[]);
        next.shows("A slow disk");
        waited_for("the save", || home.file("accounts/primo.toml").contains("why = \"A slow disk\""));
        assert_eq!(home.file("accounts/primo.toml").matches("A slow disk").count(), 1);
    }
}

#[test]
fn an_editor_that_is_killed_is_told() {
    let home = Home::new();
    let mut run = in_the_editor(&home, "kill -9 $$");
    run.shows("was ended by SIGKILL; what it had saved is taken");
    run.keys("?").shows("finds a command by its words");
}

#[test]
fn a_panic_gives_the_terminal_back_and_keeps_what_was_typed() {
    let home = Home::new();
    for thread in ["loop", "thread"] {
        let mut command = home.command(&[], &["demo"]);
        command.env("INROAD_PANIC", thread);
        let mut run = Running::of(command, 110, 32);
        run.shows("▸ Primo").keys("Lkept so far").shows("kept so far").keys("<Esc>").shows("Not taken, but kept");
        run.keys("<Ctrl-L>");
        let (status, took) = run.until_ended();
        assert_eq!(status.exit_code(), 101, "{status:?}");
        assert!(took < AT_MOST, "{took:?}");
        assert!(run.is_cooked());
        let screen = run.drain();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert!(screen.contents().contains("panicked"), "{}", screen.contents());
        assert!(home.typed().contains("kept so far"), "{}", home.typed());
        let mut next = home.start(110, 32, &["demo"]);
        next.shows("+ kept so far").keys("x<Esc>");
        next.until("the list gone", |screen| !screen.contents().contains("Typed and not saved")).keys("qq");
        _ = next.until_ended();
    }
}

/// A run that is at the saving of an import of 120 accounts, on a disk that takes its time; and its process.
fn importing(home: &Home) -> (Running, u32) {
    let rows = (0..120).map(|at| format!("Person{at:03},Smith,Company {at:03}\n")).collect::<Vec<_>>().concat();
    fs::write(home.path().join("many.csv"), format!("First Name,Last Name,Company\n{rows}")).unwrap();
    let delay = "inject=fsync,fdatasync:delay_enter=500000";
    let args = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", delay, "inroad"];
    let mut run = Running::of(home.program("strace", &args), 110, 32);
    let pid = run.shows("▸ Primo").child("inroad");
    let file = home.path().join("many.csv");
    run.keys(&format!(":import {}<Enter>", file.display()))
        .shows("Enter look at it")
        .keys("<Enter>")
        .shows("Company 000");
    run.keys("Vi").shows("saving");
    (run, pid)
}

fn accounts(home: &Home) -> usize {
    fs::read_dir(home.plan().join("accounts")).unwrap().count()
}

#[test]
fn leaving_waits_for_a_long_step_or_stops_it_whole_and_says_which() {
    if std::process::Command::new("strace").arg("-V").output().is_err() {
        eprintln!("SKIPPED: there is no strace here; Debian has it");
        return;
    }
    let home = Home::with_primo();
    let (mut run, pid) = importing(&home);
    run.keys("q").shows("Ctrl-C stops it whole");
    send(pid, Signal::INT);
    let (status, _) = run.until_ended();
    assert_eq!(status.exit_code(), 130, "{status:?}");
    let told = run.drain().contents();
    assert!(told.contains("nothing of it is changed") && !told.contains("It is kept"), "{told}");
    assert_eq!((accounts(&home), home.typed()), (1, String::new()));

    let (mut run, _) = importing(&home);
    run.keys("q").shows("Ctrl-C stops it whole");
    assert!(run.until_ended().0.success());
    assert_eq!(accounts(&home), 121);
    assert!(!run.drain().contents().contains("not saved"));
}

#[test]
fn an_import_that_is_asked_to_end_while_it_reads_says_that_nothing_was_changed() {
    let home = Home::with_primo();
    let list = home.path().join("list.csv");
    let rows: Vec<String> = (0..200_000).map(|n| format!("Ann Ash {n},Company {n}")).collect();
    fs::write(&list, format!("Name,Company\n{}\n", rows.join("\n"))).unwrap();
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let mut run = home.start(100, 24, &["import", list.to_str().unwrap()]);
        run.shows(" rows").signal(signal);
        let (status, screen) = run.end();
        assert_eq!(status.exit_code(), code, "{status:?}");
        let told = screen.screen().contents();
        assert!(told.contains("cancelled; nothing was changed"), "{told}");
        assert!(!home.plan().join("contacts.toml").exists());
    }
}
