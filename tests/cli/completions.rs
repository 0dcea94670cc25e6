//! What Tab offers, asked the way the shells' scripts ask; and the manual.

use std::path::Path;

use crate::desk::{Desk, Outcome};

/// What is offered where the line so far is this; the last word is being typed.
fn offered(desk: &Desk, line: &[&str]) -> Vec<String> {
    let mut program = desk.program();
    program.env("INROAD_COMPLETE", "fish").args(["--", "inroad"]).args(line);
    let outcome = Outcome::of(&mut program);
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{line:?}");
    let all = outcome.out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned());
    all.filter(|word| !word.starts_with("--")).collect()
}

#[test]
fn what_is_in_the_plan_is_offered() {
    let desk = Desk::demo();
    desk.does(&["archive", "cascara"]);
    std::fs::write(desk.path("contacts.toml"), "[[people]]\nid = \"kim-kaya\"\nname = \"Kim Kaya\"\n").unwrap();
    let cases: [(&[&str], &[&str]); 35] = [
        (&["he"], &["held", "help"]),
        (&["help", "do"], &["done", "doctor"]),
        (&["attach", "k"], &["kim-kaya"]),
        (&["attach", "Kim K"], &["Kim Kaya"]),
        (&["attach", "kim-kaya", "pr"], &["primo"]),
        (&["show", "Nordahl W"], &["Nordahl Windows"]),
        (&["show", "\"Orchard &"], &["Orchard & Lund"]),
        (&["show", "Halyard\\ C"], &["Halyard Credit Union"]),
        (&["done", "Nordahl Windows", "2:"], &["2:3", "2:4", "2:5", "2:6", "2:7", "2:8"]),
        (&["done", "orchard &", "1"], &["1", "10", "11"]),
        (&["set", "primo", "owner", "s"], &["sam"]),
        (&["set", "primo", "goals", "l"], &["logos-26"]),
        (&["review", "--week", "l"], &["last"]),
        (&["merge", "primo", "in"], &["into"]),
        (&["merge", "primo", "dana-cole", "into", "lee"], &["lee-ray"]),
        (&["export", "csv", "con"], &["contacts"]),
        (&["archive", "pr"], &["primo"]),
        (&["restore", "c"], &["cascara-cycles"]),
        (&["rename", "pr"], &["primo"]),
        (&["export", "csv", "peo"], &["people"]),
        (&["export", "html", "pr"], &["primo"]),
        (&["export", "csv", "people", "tier:"], &["tier:1", "tier:2", "tier:3"]),
        (&["do"], &["done", "doctor"]),
        (&["show", "p"], &["pemberton-pools", "primo"]),
        (&["check", "primo", "halyard"], &["halyard-credit-union"]),
        (&["answer", "primo", "replied", "--touch", "1"], &["1", "10"]),
        (&["done", "primo", "1"], &["10"]),
        (&["answer", "primo", "replied", "--person", "d"], &["dana-cole"]),
        (&["start", "primo", "--playbook", "tier"], &["tier-one-8", "tier-one-10"]),
        (&["start", "primo", "--to", "second=l"], &["second=lee-ray"]),
        (&["set", "primo", "people.dana-cole.inf"], &["people.dana-cole.influence"]),
        (&["set", "primo", "people.dana-cole.influence", "e"], &["economic"]),
        (&["add", "primo", "que"], &["question"]),
        (&["list", "peo"], &["people"]),
        (&["held", "primo", "--result", "o"], &["order"]),
    ];
    for (line, want) in cases {
        assert_eq!(offered(&desk, line), want, "{line:?}");
    }
    let step = |way: &str| {
        let mut program = desk.program();
        let outcome = Outcome::of(program.env("INROAD_COMPLETE", "fish").args(["--", "inroad", way, ""]));
        outcome.out.lines().next().unwrap_or_default().to_owned()
    };
    assert!(step("undo").ends_with("\tCascara Cycles archived"), "{}", step("undo"));
    let (first, _) = step("undo").split_once('\t').map(|(id, told)| (id.to_owned(), told.to_owned())).unwrap();
    desk.does(&["undo", &first]);
    assert!(step("redo").starts_with(&format!("{first}\t")), "{}", step("redo"));
    // Where an account is begun to be named, that is enough; where two begin so, it is not.
    assert_eq!(offered(&desk, &["done", "prim", "10"]), ["10"]);
    assert_eq!(offered(&desk, &["done", "p", ""]), [""; 0]);
}

/// Two touches each in two sequences that run, and one in a third that has ended; the last has neither an id nor a person.
const SEVERAL: &str = "name = \"Acme\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[sequences]]\nid = \"s1\"\n\
    ended = 2026-11-02\n[[sequences.touches]]\nid = \"old1\"\nperson = \"ann\"\n\n[[sequences]]\nid = \"s2\"\n\
    [[sequences.touches]]\nid = \"k7qd\"\nperson = \"ann\"\n[[sequences.touches]]\nid = \"m3t6\"\nperson = \"ann\"\n\n\
    [[sequences]]\nid = \"spring\"\n[[sequences.touches]]\nid = \"q1q1\"\nperson = \"ann\"\n[[sequences.touches]]\n";

#[test]
fn where_several_sequences_run_a_touch_is_completed_by_its_sequence_or_its_id() {
    let desk = Desk::with(&[("acme", SEVERAL)]);
    for (typed, want) in [
        ("", &["1:1", "2:1", "2:2", "3:1", "3:2"][..]),
        ("2", &["2:1", "2:2"]),
        ("2:", &["2:1", "2:2"]),
        ("3:2", &["3:2"]),
        ("spring:", &["spring:1", "spring:2"]),
        ("m", &["m3t6"]),
        ("2:9", &[]),
    ] {
        assert_eq!(offered(&desk, &["done", "acme", typed]), want, "{typed}");
    }
    // What is offered is understood.
    desk.does(&["done", "acme", "spring:1"]);
    // One of them has to be left for a number to be enough; then a colon still reaches the others.
    let desk = Desk::with(&[("acme", &SEVERAL.replace("id = \"s2\"", "id = \"s2\"\nended = 2026-11-02"))]);
    assert_eq!(offered(&desk, &["answer", "acme", "replied", "--touch", ""]), ["old1", "k7qd", "m3t6", "1", "2"]);
    assert_eq!(offered(&desk, &["answer", "acme", "replied", "--touch", "2:"]), ["2:1", "2:2"]);
}

#[test]
fn the_line_says_which_plan() {
    let (here, there) = (Desk::empty(), Desk::demo());
    let plan = there.path("").display().to_string();
    assert_eq!(offered(&here, &["show", "pr"]), [""; 0]);
    assert_eq!(offered(&here, &["--plan", &plan, "show", "pr"]), ["primo"]);
    assert_eq!(offered(&here, &[&format!("--plan={plan}"), "show", "pr"]), ["primo"]);
}

#[test]
fn nothing_is_said_into_a_line_that_is_being_typed_and_nothing_is_written() {
    let bare = Desk::bare();
    assert_eq!(offered(&bare, &["show", ""]), [""; 0]);
    let desk = Desk::demo();
    std::fs::write(desk.path("accounts/primo.toml"), "name = [[[").unwrap();
    let before = (desk.tree(), there_is(&desk.home().join("state")));
    assert_eq!(offered(&desk, &["done", "primo", ""]), [""; 0]);
    assert_eq!(offered(&desk, &["show", "pri"]), ["primo"]);
    assert_eq!((desk.tree(), there_is(&desk.home().join("state"))), before);
    let mut unknown = desk.program();
    let outcome = Outcome::of(unknown.env("INROAD_COMPLETE", "csh").args(["--", "inroad", ""]));
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (0, "", ""));
}

fn there_is(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        all.push(entry.path());
        all.extend(there_is(&entry.path()));
    }
    all.sort();
    all
}

#[test]
fn what_a_shell_would_read_as_more_than_a_word_is_not_offered() {
    let person = |id: &str| format!("[[people]]\nid = \"{id}\"\nname = \"X\\u001b[31m\"\n");
    let text = format!("name = \"Acme\"\n{}{}{}", person("x;reboot"), person("$(x)"), person("good"));
    let desk = Desk::with(&[("acme", text.as_str()), ("a b;c", "name = \"B\"\n"), ("a$(x)", "name = \"C\"\n")]);
    assert_eq!(offered(&desk, &["show", "a"]), ["acme"]);
    let mut program = desk.program();
    let outcome =
        Outcome::of(program.env("INROAD_COMPLETE", "fish").args(["--", "inroad", "next", "acme", "X", "--person", ""]));
    assert!(outcome.out.starts_with("good\t") && !outcome.out.contains('\u{1b}'), "{:?}", outcome.out);
    assert!(!outcome.out.contains("reboot") && !outcome.out.contains('$'), "{:?}", outcome.out);
}

#[test]
fn each_shell_gets_its_lines() {
    let desk = Desk::bare();
    for (shell, holds) in
        [("bash", "complete -o bashdefault"), ("zsh", "#compdef inroad"), ("fish", "complete --keep-order")]
    {
        let script = desk.does(&["completions", shell]);
        assert!(script.contains(holds) && script.contains("INROAD_COMPLETE"), "{shell}\n{script}");
    }
    desk.refuses(&["completions", "tcsh"], 2, "bash, zsh, fish");
}

#[test]
fn the_manual_has_every_command_with_its_examples_and_options() {
    use clap::CommandFactory as _;
    let page = Desk::bare().does(&["man"]).replace("\\-", "-").replace("\\&", "").replace("\\*(Aq", "'");
    let mut program = inroad::cli::Args::command();
    program.build();
    for command in program.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let of_its_own: Vec<&clap::Command> = command.get_subcommands().collect();
        for each in if of_its_own.is_empty() { vec![command] } else { of_its_own } {
            let name = each.get_bin_name().unwrap();
            assert!(page.contains(&format!(".SS \"{name}\"")), "{name}\n{page}");
            let example = each.get_before_help().map(ToString::to_string).unwrap_or_default();
            let example = example.lines().nth(1).unwrap_or_default().trim().to_owned();
            assert!(page.contains(example.split("  ").next().unwrap()), "{name}: {example}");
            for option in each.get_arguments().filter_map(clap::Arg::get_long).filter(|long| *long != "help") {
                assert!(page.contains(&format!("--{option}")), "{name}: {option}");
            }
        }
    }
    assert!(page.starts_with(".ie") || page.contains(".TH inroad 1"), "{page}");
}
