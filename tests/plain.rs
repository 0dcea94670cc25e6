//! The daily review in plain lines: what is typed, what is said, and what is in the files then. What it does is what the
//! screen does, byte for byte.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;
use common::Story;

/// A plan, and the program over it in plain lines, a quarter past three in Chicago.
struct Talk {
    home: tempfile::TempDir,
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Talk {
    fn demo() -> Self {
        let talk = Self { home: tempfile::tempdir().unwrap() };
        assert_eq!(talk.run(&["demo", "--no-open"], "").code, 0);
        talk
    }

    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_inroad"));
        program.env_clear().env("HOME", self.home.path()).env("LANG", "C.UTF-8");
        program.env("XDG_STATE_HOME", self.home.path().join("state"));
        program.env("INROAD_PLAN", self.home.path().join("plan")).env("INROAD_TODAY", "2026-11-23T15:12:00-06:00");
        program
    }

    fn run(&self, args: &[&str], typed: &str) -> Said {
        Self::heard(self.program().args(args).write_stdin(typed))
    }

    fn heard(program: &mut Command) -> Said {
        let output = program.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Type these lines; all of it has to go well.
    fn lines(&self, lines: &[&str]) -> String {
        let said = self.run(&["--plain", "--input", "-"], &(lines.join("\n") + "\n"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
        said.out
    }

    /// Type this once that many questions were asked, do something else meanwhile, and type the rest.
    fn meanwhile(&self, first: &str, questions: usize, meanwhile: impl FnOnce(), rest: &[&str]) -> String {
        let mut run = self.spawn();
        let (mut typed, mut out) = (run.stdin.take().unwrap(), run.stdout.take().unwrap());
        writeln!(typed, "{first}").unwrap();
        let (mut said, mut byte) = (Vec::new(), [0]);
        while said.windows(8).filter(|part| part == b"? help: ").count() < questions {
            out.read_exact(&mut byte).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said)));
            said.push(byte[0]);
        }
        meanwhile();
        writeln!(typed, "{}", rest.join("\n")).unwrap();
        drop(typed);
        out.read_to_end(&mut said).unwrap();
        assert!(run.wait().unwrap().success());
        String::from_utf8(said).unwrap()
    }

    /// Type each of these, and once it is asked so behind it, do something else; then type the rest, and be gone.
    fn staged(&self, stages: &[(&str, &str, &dyn Fn())], rest: &[&str]) -> Said {
        let mut run = self.spawn();
        let (mut typed, mut out) = (run.stdin.take().unwrap(), run.stdout.take().unwrap());
        let mut said = Vec::new();
        for (line, asked, meanwhile) in stages {
            writeln!(typed, "{line}").unwrap();
            let from = said.len();
            let mut byte = [0];
            while !said[from..].ends_with(asked.as_bytes()) {
                out.read_exact(&mut byte).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said)));
                said.push(byte[0]);
            }
            meanwhile();
        }
        for line in rest {
            writeln!(typed, "{line}").unwrap();
        }
        drop(typed);
        out.read_to_end(&mut said).unwrap();
        let code = run.wait().unwrap().code().unwrap_or(-1);
        Said { code, out: String::from_utf8(said).unwrap(), err: String::new() }
    }

    fn spawn(&self) -> std::process::Child {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_inroad"));
        program.args(["--plain", "--input", "-"]).env_clear().env("HOME", self.home.path()).env("LANG", "C.UTF-8");
        program.env("XDG_STATE_HOME", self.home.path().join("state"));
        program.env("INROAD_PLAN", self.home.path().join("plan")).env("INROAD_TODAY", "2026-11-23T15:12:00-06:00");
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    }

    /// Type these lines, and be gone once something is asked behind the last of them.
    fn cut_off(&self, lines: &[&str]) {
        let mut run = self.spawn();
        let mut typed = run.stdin.take().unwrap();
        typed.write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
        let (mut said, mut byte) = (Vec::new(), [0]);
        let mut out = run.stdout.take().unwrap();
        let last = lines.last().unwrap().as_bytes();
        while !(said.ends_with(b"keeps it:") && said.windows(last.len()).any(|part| part == last)) {
            out.read_exact(&mut byte).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said)));
            said.push(byte[0]);
        }
        run.kill().unwrap();
        run.wait().unwrap();
        drop(typed);
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.path().join("plan").join(name)).unwrap()
    }

    fn accounts(&self) -> Vec<(String, String)> {
        files(&self.home.path().join("plan/accounts"))
    }
}

/// The lines in which these files are not the same.
fn differing(one: &[(String, String)], other: &[(String, String)]) -> Vec<String> {
    let pairs = one.iter().zip(other).filter(|(one, other)| one != other);
    let lines = pairs.flat_map(|((name, one), (_, other))| {
        let apart = one.lines().zip(other.lines()).filter(|(one, other)| one != other);
        apart.take(2).map(move |(one, other)| format!("{name}: {one} | {other}"))
    });
    lines.collect()
}

/// Account files by their names.
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = entries
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn what_a_line_does_is_what_the_key_does() {
    // On the fourth piece of work, a call to Dana of Primo, and on the first, a meeting without its result.
    let cases: [(&[&str], &str); 18] = [
        (&["4", "d", "v"], "2TGggjjjdv"),
        (&["4", "done n"], "Tgjjjdn"),
        (
            &["4", "d", "c", "b", "thu 14:30, ask for the Q4 numbers", ""],
            "Tgjjjdcbthu 14:30, ask for the Q4 numbers<Enter>",
        ),
        (&["4", "d", "w", "y"], "Tgjjjdwy"),
        (&["4", "s"], "Tgjjjs"),
        (&["4", "p", "fri", ""], "Tgjjjpfri<Enter>"),
        (&["4", "p fri", ""], "Tgjjjpfri<Enter>"),
        (&["4", "later", "y"], "Tgjjj+y"),
        (&["4", "n The number got the answer."], "TgjjjnThe number got the answer.<Enter>"),
        (&["4", "pause 9 dec, audit", ""], "Tgjjj.9 dec, audit<Enter>"),
        (&["4", "L Met Dana at the fair", ""], "TgjjjLMet Dana at the fair<Enter>"),
        (&["4", "step Send the outline by fri", ""], "TgjjjNSend the outline by fri<Enter>"),
        (&["4", "r", "o", "2 dec", ""], "Tgjjjro2 dec<Enter>"),
        (&["4", "r", "x", "We renewed.", "", "", ""], "TgjjjrxWe renewed.<Enter><Enter><Enter>"),
        (&["1", "d", "a", "Working session by 15 dec", ""], "TgdaWorking session by 15 dec<Enter>"),
        (&["1", "d", "n", "y"], "Tgdny"),
        (&["1", "d", "a", "15 dec", ""], "Tgda15 dec<Enter>"),
        (&["W", "d", "p", "4 dec", "", "", "q"], "Wdp4 dec<Enter>"),
    ];
    for (lines, keys) in cases {
        let talk = Talk::demo();
        let before = talk.accounts();
        let out = talk.lines(lines);
        let story = Story::demo().keys(keys);
        let on_screen = files(story.path("accounts").as_path());
        assert!(talk.accounts() != before, "{lines:?} did nothing\n{out}");
        let differ = differing(&talk.accounts(), &on_screen);
        assert_eq!(differ, [""; 0], "{lines:?}\n{out}");
    }
}

#[test]
fn a_whole_day_is_done_and_taken_back() {
    let talk = Talk::demo();
    let before = talk.accounts();
    let mut lines = vec!["1", "d", "c", "w", "2", "d", "p", "mon", "", "6", "s"];
    lines.extend(["4", "d", "v", "u", "redo"]);
    let out = talk.lines(&lines);
    assert!(!out.contains("NOT SAVED") && talk.accounts() != before, "{out}");
    let mut undo = vec!["undo"; 12];
    undo.push("q");
    talk.lines(&undo);
    assert_eq!(differing(&talk.accounts(), &before), [""; 0], "a later run takes all of it back");
}

#[test]
fn what_moves_is_said_before_it_moves_and_can_be_left() {
    let talk = Talk::demo();
    let before = talk.accounts();
    let out = talk.lines(&["4", "p", "fri", ".", "d", "", "p", "never", ".", "r", "", "p", ""]);
    assert!(out.contains("Fri 27 Nov (in 3 working days)") && out.contains("touches move: #"), "{out}");
    assert!(out.contains("Not so: "), "{out}");
    assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{out}");
    let out = talk.lines(&["4", "p", "fri", "mon", ""]);
    assert!(talk.file("accounts/primo.toml").contains("due = 2026-11-30"), "{out}");
}

#[test]
fn a_letter_that_is_not_offered_is_no_answer() {
    // On the screen `d` `d` does nothing either: “What next?” has no `d`, though “disqualify” begins with one.
    let story = Story::demo();
    let before = files(story.path("accounts").as_path());
    let story = story.keys("Tgjdd");
    assert_eq!(differing(&files(story.path("accounts").as_path()), &before), [""; 0]);
    for slip in ["d", "D", "di", "w", "dis", "disqualif"] {
        let talk = Talk::demo();
        let before = talk.accounts();
        let out = talk.lines(&["2", "d", slip, "", "q"]);
        assert!(out.contains(&format!("“{slip}” is none of n, b, m, p, u or x;")), "{out}");
        assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{slip}\n{out}");
    }
    let talk = Talk::demo();
    talk.lines(&["2", "d", "Disqualify", "", "q"]);
    assert!(talk.file("accounts/primo.toml").contains("stage = \"disqualified\""), "a whole word is one");
}

/// The lines that begin with that number.
fn numbered<'o>(out: &'o str, number: &str) -> Vec<&'o str> {
    out.lines().filter(|line| line.strip_prefix(number).is_some_and(|rest| rest.starts_with(". "))).collect()
}

#[test]
fn a_number_stays_with_its_work_for_the_whole_run() {
    let talk = Talk::demo();
    // The third and the first are done; whoever heard the list once goes on by its numbers.
    let out = talk
        .lines(&["3", "d", "y", "", "1", "d", "c", "w", "4", "s", "list", "5", "d", "w", "", "list", "4", "u", "3"]);
    assert!(out.contains("4 of 12, 10 open. Primo, touch 2"), "{out}");
    let fourth = numbered(&out, "4");
    assert_eq!(fourth[0], "4. Primo: call Dana, overdue, 4 d ago", "{out}");
    assert_eq!(fourth[1], "4. Primo, call Dana: skipped", "{out}");
    assert!(numbered(&out, "1").iter().any(|line| line.contains(": continuation")), "{out}");
    assert!(numbered(&out, "3").iter().any(|line| line.ends_with(": done")), "{out}");
    // A number that is dealt with leads nowhere, and where the next question is about is said again.
    let behind = out.rsplit("4. Primo, call Dana: skipped").next().unwrap_or_default();
    assert!(behind.contains(" open. ") && !behind.contains("Primo"), "{out}");
    for number in ["2", "5", "12"] {
        let said = numbered(&out, number);
        assert!(said.len() >= 2 && said[0].split(',').next() == said[1].split(',').next(), "{said:?}\n{out}");
    }
}

#[test]
fn what_comes_to_it_gets_a_new_number_and_what_is_taken_back_its_own() {
    let talk = Talk::demo();
    let lines =
        ["4", "step Send the deck by today", "", "list", "13", "d", "y", "", "list", "4", "s", "u", "list", "q"];
    let out = talk.lines(&lines);
    let new = numbered(&out, "13");
    assert!(out.contains("New:\n13. Primo: Send the deck, next step"), "{out}");
    assert!(new.iter().any(|line| line.ends_with(": done")), "{out}");
    assert!(numbered(&out, "4").iter().all(|line| line.contains("call Dana, overdue")), "{out}");
}

#[test]
fn what_is_taken_back_with_what_made_it_is_gone_and_its_number_is_nobody_elses() {
    let out = Talk::demo().lines(&["7", "d", "w", "u", "list", "13", "q"]);
    assert!(out.contains("New:\n13. Nordahl Windows: call Rafael"), "{out}");
    let behind = out.rsplit_once("New:").unwrap().1;
    let gone = numbered(behind, "13");
    assert_eq!(gone[1..], ["13. Nordahl Windows, call Rafael: gone"; 2], "{out}");
}

#[test]
fn the_next_is_the_next_number_and_the_end_says_what_is_left() {
    let talk = Talk::demo();
    let out = talk.lines(&["11", "", "", "10", "s", "", "back", "q"]);
    let cards: Vec<&str> = out.lines().filter(|line| line.contains(" open. ")).collect();
    let numbers: Vec<&str> = cards.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(numbers, ["1", "11", "12", "10", "11", "12", "11"], "{out}");
    assert!(out.contains("This is the last; 11 others are open too."), "{out}");
}

#[test]
fn a_text_is_written_line_by_line_and_saved_as_from_the_form() {
    let talk = Talk::demo();
    let before = talk.file("accounts/primo.toml");
    let out = talk.lines(&["4", "e", "What would the ninth cost?", ".", "subject", "Nine products", "", "q"]);
    let after = talk.file("accounts/primo.toml");
    let lost: Vec<&str> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(after.contains("\nWhat would the ninth cost?\n") && lost.len() == 1, "{lost:?}\n{out}");
    assert!(
        after.contains("subject = \"Nine products\"") && out.contains("Touch 2: subject, message changed"),
        "{out}"
    );
    talk.lines(&["u", "q"]);
    assert_eq!(talk.file("accounts/primo.toml"), before);
    // A text whose lines are kept is what it was, to its last byte.
    let out = talk.lines(&["6", "e", ".", "subject", "Offer of a call", "", "q"]);
    assert!(out.contains("Touch 6: subject changed"), "{out}");
    talk.lines(&["u", "q"]);
    // What is left is not saved, and what the lines' end cuts off is kept for the next run.
    let out = talk.lines(&["4", "e", "", "Half a sentence"]);
    assert_eq!(talk.file("accounts/primo.toml"), before, "{out}");
    // The next run says it, and it is taken up as it was.
    let out = talk.lines(&[".", "q"]);
    assert!(out.contains("1 text was written earlier and not saved:"), "{out}");
    let out = talk.lines(&["1", ".", "", "q"]);
    assert!(talk.file("accounts/primo.toml").contains("Half a sentence"), "{out}");
    let out = talk.lines(&["q"]);
    assert!(!out.contains("not saved"), "{out}");
}

#[test]
fn each_run_begins_with_all_of_the_day() {
    let talk = Talk::demo();
    // It goes on at the piece of work at which the last one was left.
    let told = || talk.run(&["--plain"], "").out;
    let all = told();
    assert_eq!(all.lines().count(), 13, "{all}");
    for narrowed in ["filter zzzz", "calls"] {
        talk.lines(&[narrowed, "q"]);
        assert_eq!(told(), all, "{narrowed}");
    }
}

#[test]
fn what_is_written_is_there_when_the_line_drops() {
    let talk = Talk::demo();
    let before = talk.file("accounts/primo.toml");
    talk.cut_off(&["4", "e", "My own opening", "My second line"]);
    assert_eq!(talk.file("accounts/primo.toml"), before);
    let out = talk.lines(&["1", ".", "", "q"]);
    assert!(out.contains("1 text was written earlier and not saved:"), "{out}");
    let after = talk.file("accounts/primo.toml");
    assert!(after.contains("My own opening\nMy second line\n"), "{out}");
}

#[test]
fn what_can_be_answered_is_said_with_every_question() {
    let talk = Talk::demo();
    let out = talk.lines(&["4", "d", "?", "", "p", "", "1", "d", "", "2", "undo", "q"]);
    for part in [
        "d done, s skip, p postpone, r answer, n note, e edit, Enter next, ? help:",
        "d done, p postpone, r answer, L log, e edit, Enter next, ? help:",
        ", or Enter to leave it:",
        "Write it, or . to leave it:",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    // A choice is said once, and again where that is asked for.
    assert_eq!(out.matches("v  left voicemail").count(), 2, "{out}");
}

#[test]
fn the_end_of_the_lines_is_an_end_wherever_it_comes() {
    for cut in [&[][..], &["4"], &["4", "d"], &["4", "p"], &["4", "p", "fri"], &["4", "r", "o"], &["/"]] {
        let talk = Talk::demo();
        let before = talk.accounts();
        let out = talk.lines(cut);
        assert!(out.ends_with("12 are left for today.\n"), "{cut:?}\n{out}");
        assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{cut:?}");
    }
    let talk = Talk::demo();
    let said = talk.run(&["--plain", "--input", "-"], "");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn what_waits_is_numbered_and_a_card_says_all_that_is_needed() {
    let out = Talk::demo().lines(&["4", "list", "99", "frobnicate", "pospone", "Pause", ".", "?", "q", "never read"]);
    for part in [
        "Monday 23 November: 3 overdue, 9 due.",
        "4. Primo: call Dana, overdue, 4 d ago",
        "4 of 12, 12 open. Primo, touch 2, in sequence",
        "Dana Cole, VP Marketing",
        "+1 312 555 0100",
        "One question about the 40 %",
        "Why  First beverage logo",
        "There is no 99; the numbers go to 12.",
        "There is nothing called “frobnicate”; ? lists what there is.",
        "did you mean postpone?",
        "d or done: ",
        "12 are left for today.",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    assert!(!out.contains("never read"), "{out}");
}

#[test]
fn only_a_part_of_the_day_is_shown_where_that_is_wanted() {
    let talk = Talk::demo();
    let out = talk.lines(&["/ call", "list", "all", "list", "w", "list"]);
    let lists: Vec<usize> = out.split("Enter next").map(|part| part.lines().filter(|l| is_row(l)).count()).collect();
    assert_eq!((lists[2], lists[4]), (3, 12), "{lists:?}\n{out}");
    assert!(lists[6] > 12, "{lists:?}\n{out}");
}

fn is_row(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, rest)| number.parse::<u32>().is_ok() && rest.contains(": "))
}

#[test]
fn nothing_but_lines_is_written_and_nothing_but_ascii_where_that_is_all() {
    let talk = Talk::demo();
    let text = talk.file("accounts/primo.toml").replace("VP Marketing", "VP \\u001b[31mMarketing\\u0007");
    std::fs::write(talk.home.path().join("plan/accounts/primo.toml"), text).unwrap();
    let out = talk.lines(&["4", "r", "", "p", ".", "?"]);
    assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "{out:?}");
    assert!(out.contains("VP ␛[31mMarketing"), "{out}");
    let mut program = talk.program();
    let said = Talk::heard(program.env("LANG", "C").args(["--plain", "--input", "-"]).write_stdin("4\n5\n"));
    assert!(said.code == 0 && said.out.is_ascii() && said.out.contains("Marlowe Hearing: call Emilie"), "{}", said.out);
    let narrow = Talk::heard(talk.program().env("COLUMNS", "40").args(["--plain", "--input", "-"]).write_stdin("4\n"));
    assert!(narrow.out.lines().all(|line| line.chars().count() <= 40));
}

#[test]
fn where_nobody_types_nothing_is_asked() {
    let talk = Talk::demo();
    for args in [&["--plain"][..], &["--plain", "--no-input"], &["--plain", "--no-input", "--input", "-"]] {
        let said = talk.run(args, "4\ns\ny\n");
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}");
        assert_eq!(said.out.lines().count(), 13, "{}", said.out);
        assert!(!said.out.contains('?') || !said.out.contains("Enter next"), "{}", said.out);
    }
    let mut program = talk.program();
    let dumb = Talk::heard(program.env("TERM", "dumb").write_stdin(""));
    assert_eq!((dumb.code, dumb.out.lines().count()), (0, 13));
    let said = Talk::heard(talk.program().env("INROAD_PLAIN", "1").write_stdin(""));
    assert_eq!((said.code, said.out.lines().count()), (0, 13));
    for args in [&["--input", "-"][..], &["--plain", "--input", "/no/such/file"]] {
        assert_ne!(talk.run(args, "").code, 0, "{args:?}");
    }
}

#[test]
fn an_empty_plan_and_one_without_work_say_so() {
    let talk = Talk { home: tempfile::tempdir().unwrap() };
    assert_eq!(talk.run(&["init"], "").code, 0);
    let out = talk.lines(&["d", "4", "", "list", "u"]);
    assert!(out.contains("0 overdue, 0 due.") && out.contains("Nothing is due."), "{out}");
    assert!(out.contains("There is no 4; nothing is due."), "{out}");
}

#[test]
fn a_word_of_a_field_is_said_as_it_is_spoken_and_understood_so() {
    let talk = Talk::demo();
    // The draft first, which stays; then the field by its name.
    let out = talk.lines(&["4", "edit", ".", "result", "left voicemail", "?", ".", "q"]).replace('\n', " ");
    assert!(out.contains("no answer, left voicemail, left message"), "{out}");
    assert!(out.contains("Result: left voicemail"), "{out}");
    assert!(!out.contains("left-voicemail") && !out.contains("Not so"), "{out}");
}

#[test]
fn what_both_sides_changed_is_read_out_and_settled_by_numbers() {
    let talk = Talk::demo();
    let path = talk.home.path().join("plan/accounts/primo.toml");
    for (key, value, other) in [("tier", "2", "tier = 3"), ("industry", "Drinks", "industry = \"Water\"")] {
        assert_eq!(talk.run(&["set", "primo", key, value], "").code, 0);
        let text = talk.file("accounts/primo.toml");
        let line = text.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        std::fs::write(&path, text.replacen(line, other, 1)).unwrap();
        assert_eq!(talk.run(&["undo"], "").code, 4);
    }
    let before = talk.file("accounts/primo.toml");
    let out = talk.lines(&["conflicts", "3", "?", "2", "9", "1", "2", "quit"]);
    for said in [
        "2 things were changed on both sides: “conflicts” reads out both.",
        "1. Primo: industry. In the file: Water. Kept beside it: Beverages.",
        "“3” is none of 1 to 2",
        "Primo: tier, changed on both sides:\nIn the file: 3\nKept beside it: 1\n",
        "“9” is neither 1 nor 2",
        "tier stays as it is in the file.",
        "industry is as it was kept.",
    ] {
        assert!(out.contains(said), "{said}\n{out}");
    }
    assert_eq!(talk.file("accounts/primo.toml"), before.replace("\"Water\"", "\"Beverages\""));
    let out = talk.lines(&["undo", "conflicts .", "conflicts 2", "conflicts"]);
    assert!(out.contains("Nothing waits for a choice"), "{out}");
}

#[test]
fn an_advance_says_what_it_lacks_and_a_day_alone_dates_what_was_planned() {
    let talk = Talk::demo();
    let out = talk.lines(&["1", "d", "a", "", "Devraj sends by bla", "15 dec", "", "q"]);
    for part in [
        "Proposed is “Devraj sends Grace that case before the eighth, with his name on it”, but an advance has a date",
        "Not so: an advance has a date: Working session with ops by 15 dec, or 15 dec alone for what was planned\n",
        "Not so: “bla” is no date; try fri",
        "with his name on it by Tue 15 Dec",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let solvanta = talk.file("accounts/solvanta-energy.toml");
    assert!(solvanta.contains("by = 2026-12-15") && !solvanta.contains("by bla"), "{out}");
    // It can be left as it stands, too.
    let talk = Talk::demo();
    let before = talk.accounts();
    talk.lines(&["1", "d", "a", "", ".", "q"]);
    assert_eq!(differing(&talk.accounts(), &before), [""; 0]);
}

#[test]
fn what_was_not_saved_is_said_before_the_day() {
    let talk = Talk::demo();
    talk.lines(&["4", "e", "", "Half a sentence"]);
    let out = talk.lines(&[".", "q"]);
    let day = out.find("Monday 23 November").unwrap();
    assert!(out.starts_with("1 text was written earlier and not saved:\n1. Primo, "), "{out}");
    assert!(out.find("leaves them for later:").is_some_and(|asked| asked < day), "{out}");
    let told = talk.run(&["--plain"], "").out;
    assert!(told.starts_with("1 text was written earlier and not saved:\n1. Primo, "), "{told}");
    assert_eq!(told.lines().count(), 2 + 13, "{told}");
    // Once it is taken up and saved, the day goes on where the numbers are said, not where the text stands.
    let out = talk.lines(&["1", ".", "", "5", "s", "q"]);
    assert!(talk.file("accounts/primo.toml").contains("Half a sentence"), "{out}");
    assert!(talk.file("accounts/marlowe-hearing.toml").contains("status = \"skipped\""), "{out}");
}

#[test]
fn a_text_that_was_thrown_away_comes_back() {
    for back in [&["x1", "u"][..], &["x1", "y", "", "u"], &["x1", ".", "undo"]] {
        let talk = Talk::demo();
        talk.run(&["log", "primo", "precious"], "");
        talk.lines(&["4", "e", "", "Half a sentence"]);
        let out = talk.lines(&[back, &["1", ".", "", "q"]].concat());
        assert!(out.contains("Dropped; u brings it back."), "{out}");
        assert!(!out.contains("0 texts") && !out.contains("1 to 0"), "{out}");
        let primo = talk.file("accounts/primo.toml");
        assert!(primo.contains("Half a sentence") && primo.contains("precious"), "{back:?}\n{out}");
    }
    // What was done since is what is taken back.
    let talk = Talk::demo();
    talk.lines(&["4", "e", "", "Half a sentence"]);
    let before = talk.accounts();
    let out = talk.lines(&["0", "x1", "", "5", "s", "u", "q"]);
    assert!(out.contains("“0” is neither 1 nor x1") && out.contains("Undone: Marlowe Hearing"), "{out}");
    assert_eq!(differing(&talk.accounts(), &before), [""; 0]);
}

#[test]
fn a_letter_alone_takes_no_sentence_away() {
    for (lines, logged) in [
        (&["4", "L A long sentence", "y", "q"][..], "A long sentence"),
        (&["4", "L A long sentence", "add", "q"], "A long sentence"),
        (&["4", "L A long sentence", "d", "", "q"], "A long sentence"),
        (&["4", "L A long sentence", "quit", "yes", "q"], "A long sentence"),
        (&["4", "L A long sentence", "Another one", "", "q"], "Another one"),
        (&["4", "L A long sentence", "d", "d", "", "q"], "d"),
    ] {
        let talk = Talk::demo();
        let before = talk.file("accounts/primo.toml");
        let out = talk.lines(lines);
        let after = talk.file("accounts/primo.toml");
        let new: Vec<&str> = after.lines().filter(|line| !before.contains(line)).collect();
        assert!(new.contains(&format!("text = \"{logged}\"").as_str()), "{lines:?} {new:?}\n{out}");
        assert_eq!(after.lines().filter(|line| line.starts_with("text = ")).count(), 1 + texts(&before), "{out}");
    }
    // No leaves what would be taken.
    for no in ["n", "no", "No"] {
        let talk = Talk::demo();
        let before = talk.accounts();
        let out = talk.lines(&["4", "p fri", no, "q"]);
        assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{out}");
    }
    // What is taken without being said back is asked about at once.
    let talk = Talk::demo();
    let before = talk.accounts();
    let out = talk.lines(&["4", "n", "y", ".", "n d", ".", "q"]);
    assert!(out.contains("“y” alone? The same once more writes it.") && out.contains("“d” alone?"), "{out}");
    assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{out}");
}

fn texts(file: &str) -> usize {
    file.lines().filter(|line| line.starts_with("text = ")).count()
}

#[test]
fn an_empty_note_is_none() {
    let talk = Talk::demo();
    let before = talk.accounts();
    let out = talk.lines(&["4", "n", "", "q"]);
    assert!(out.contains("Left as it is.") && !out.contains("noted"), "{out}");
    assert_eq!(differing(&talk.accounts(), &before), [""; 0]);
}

#[test]
fn a_referral_counts_alike_what_it_asks_about_and_what_it_does() {
    let mut asked = 0;
    for number in ["4", "5", "6", "7", "9"] {
        let talk = Talk::demo();
        let out = talk.lines(&[number, "r f", "Ana Diaz, Head of Demand", "", "", "q"]);
        let Some((before, _)) = out.split_once(" still to come. Hand") else { continue };
        let count = before.lines().last().and_then(|line| line.split(" touch").next()).unwrap();
        assert!(out.contains(&format!(" · {count} touches handed on")), "{count}\n{out}");
        assert!(out.contains(&format!(" · {count} touches cancelled")), "{count}\n{out}");
        assert_eq!(out.matches("still to come").count(), 1, "what was said is not said again\n{out}");
        asked += 1;
    }
    assert!(asked > 1);
}

#[test]
fn files_that_cannot_be_read_are_said_at_the_start() {
    let talk = Talk::demo();
    for n in 1..=7 {
        std::fs::write(talk.home.path().join(format!("plan/accounts/broken-{n}.toml")), "name = \"x\n").unwrap();
    }
    let out = talk.lines(&["!", "q"]);
    assert!(out.starts_with("7 problems with files; what stands there may be missing below.\n"), "{out}");
    assert_eq!(out.matches("accounts/broken-1.toml:1").count(), 2, "{out}");
    assert_eq!(out.matches("accounts/broken-7.toml:1").count(), 1, "{out}");
    assert!(out.contains("And 2 more; “problems” says all."), "{out}");
    let told = talk.run(&["--plain"], "").out;
    assert!(told.contains("And 2 more; inroad doctor says all."), "{told}");
}

#[test]
fn the_weekly_review_is_read_out_and_decides_what_drifts() {
    let talk = Talk::demo();
    let printed = talk.run(&["review"], "").out;
    let out = talk.lines(&["W", "h", "frobnicate", "?", "l", "d", "", "", "q"]);
    let told: Vec<&str> = printed.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    let missing: Vec<&&str> = told.iter().filter(|line| !line.contains('\\') && !out.contains(**line)).collect();
    assert!(missing.is_empty() && told.len() > 5, "{missing:?}\n{out}");
    for part in ["Halyard Credit Union: what next?", "“frobnicate” is none of d decide", "Enter goes back to the day:"]
    {
        assert!(out.contains(part), "{part}\n{out}");
    }
    // Wherever a decision leads, Enter leads back to the day.
    let begun = talk.lines(&["W", "d", "b", "", "", "4", "s", "q"]);
    assert!(begun.contains("4 of 12, 12 open. Primo, touch 2"), "{begun}");
    assert!(talk.file("accounts/primo.toml").contains("status = \"skipped\""), "{begun}");
    // This week, the one before twice since it was asked for, and this one again.
    assert_eq!(out.matches("Week from ").count(), 4, "{out}");
    assert!(out.ends_with("12 are left for today.\n"), "{out}");
}

#[test]
fn what_was_just_said_is_not_said_again() {
    for (lines, said) in [
        (&["4", "r", "x", "", "", "", "q"][..], "Not interested · "),
        (&["1", "d", "o", "", "q"], "Meeting held: order"),
        (&["12", "d", "x", "", "q"], "Halyard Credit Union: disqualified"),
    ] {
        let out = Talk::demo().lines(lines);
        assert_eq!(out.matches(said).count(), 1, "{said}\n{out}");
    }
    let out = Talk::demo().lines(&["days", "q"]);
    assert!(out.contains("2. Primo: answered Mateusz, no next step"), "{out}");
    assert_eq!(out.matches("New:").count(), 1, "{out}");
}

#[test]
fn a_line_is_a_sentence_where_no_width_is_known() {
    let talk = Talk::demo();
    let out = talk.lines(&["4", "q"]);
    assert!(out.lines().any(|line| line.chars().count() > 120), "{out}");
    let long = "word ".repeat(5_000);
    let out = talk.lines(&["4", &format!("n {long}"), "n", "", "q"]);
    let asked = out.lines().find(|line| line.contains("Enter takes")).unwrap();
    assert!(asked.contains("characters in all") && asked.chars().count() < 1_000, "{asked}");
}

#[test]
fn a_field_that_was_not_understood_is_asked_for_again() {
    let talk = Talk::demo();
    let out = talk.lines(&["1", "e", "", "minutes", "9x", "25", "", "q"]);
    assert_eq!(out.matches("Not so: “9x” is no whole number").count(), 1, "{out}");
    assert!(talk.file("accounts/solvanta-energy.toml").contains("minutes = 25"), "{out}");
}

#[test]
fn a_question_about_a_field_is_asked_again_and_left_and_takes_no_stray_letter() {
    for (lines, of, changes) in [
        (&["9", "e", ".", "subject", "?", ".", "."][..], "accounts/solvanta-energy.toml", None),
        (&["3", "e", "?", "q", ".", "."], "accounts/nordahl-windows.toml", None),
        (&["1", "e", "", "minutes", "?", "9x", ".", "."], "accounts/solvanta-energy.toml", None),
        (&["4", "e", "q", "", ".", "."], "accounts/primo.toml", None),
        (&["9", "e", ".", "subject", "q", "q", ""], "accounts/solvanta-energy.toml", Some("subject = \"q\"")),
    ] {
        let talk = Talk::demo();
        let before = talk.accounts();
        let out = talk.lines(&[lines, &["q"]].concat());
        match changes {
            None => assert_eq!(differing(&talk.accounts(), &before), [""; 0], "{lines:?}\n{out}"),
            Some(text) => assert!(talk.file(of).contains(text), "{lines:?}\n{out}"),
        }
    }
}

#[test]
fn what_was_meant_for_work_that_is_dealt_with_elsewhere_is_meant_for_nothing_else() {
    for key in ["s", "d", "p fri", "", "back"] {
        let talk = Talk::demo();
        let skip = || assert_eq!(talk.run(&["skip", "primo", "2"], "").code, 0);
        let out = talk.meanwhile("4", 2, skip, &[key, "q"]);
        let behind = out.rsplit_once("Changed elsewhere: Primo").unwrap().1;
        assert!(behind.contains("4. Primo, call Dana: skipped") && behind.contains("5 of 12"), "{key}: {out}");
        assert!(talk.run(&["history"], "").out.lines().count() == 1, "{key}: {out}");
    }
}

#[test]
fn the_review_in_lines_has_no_json() {
    let said = Talk::demo().run(&["--plain", "--json"], "");
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("inroad today --json"), "{}", said.err);
}

#[test]
fn what_is_not_saved_is_said_once_and_saved_as_soon_as_it_can_be_also_on_leaving() {
    for rest in [&["list", "list", "q"][..], &[]] {
        let talk = Talk::demo();
        let path = talk.home.path().join("plan/accounts/primo.toml");
        let whole = std::fs::read_to_string(&path).unwrap();
        let broken = || std::fs::write(&path, format!("<<<<<<< HEAD\n{whole}")).unwrap();
        let mended = || std::fs::write(&path, &whole).unwrap();
        let said = talk.staged(
            &[("4\np fri", ". to leave it: ", &broken), ("", "? help: ", &|| ()), ("list", "? help: ", &mended)],
            rest,
        );
        assert_eq!(said.out.matches("NOT SAVED").count(), 1, "{}", said.out);
        assert_eq!(said.out.matches("What was not saved is saved now.").count(), 1, "{}", said.out);
        assert!(said.code == 0 && talk.file("accounts/primo.toml").contains("2026-11-27"), "{}", said.out);
    }
}

#[test]
fn what_stands_on_an_account_that_cant_be_read_says_file_and_line() {
    let talk = Talk::demo();
    let path = talk.home.path().join("plan/accounts/primo.toml");
    let broken = || {
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("<<<<<<< HEAD\n{text}")).unwrap();
    };
    let said =
        talk.staged(&[("4", "? help: ", &|| ()), ("", "? help: ", &|| ()), ("4", "? help: ", &broken)], &["list", "q"]);
    for number in [2, 4] {
        let lines = said.out.lines().filter(|line| line.starts_with(&format!("{number}. Primo, ")));
        let told: Vec<&str> = lines.filter(|line| line.contains("its account can't be read")).collect();
        assert!(!told.is_empty(), "{number}: {}", said.out);
        assert!(told.iter().all(|line| line.contains("can't be read: accounts/primo.toml:1:1: ")), "{told:?}");
    }
}

#[test]
fn what_is_wrong_with_the_contacts_is_told_by_whoever_asks_and_what_is_done_says_whose_it_is() {
    let talk = Talk::demo();
    assert!(talk.lines(&["!"]).contains("All files are well, and everything is saved."));
    std::fs::write(talk.home.path().join("plan/contacts.toml"), "format = 1\n[[people]]\nname = 1\n").unwrap();
    let out = talk.lines(&["!", "4", "s", "y"]);
    assert!(out.contains("contacts.toml:3:8: name") && !out.contains("All files are well"), "{out}");
    assert!(out.contains("Primo: Touch 2 skipped"), "{out}");
}
