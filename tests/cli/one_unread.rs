//! One account whose file can't be read: whatever is asked of it, its file, line and column are said, and nothing is denied
//! or changed.

use std::fs;

use crate::desk::Desk;

/// Each command that names an account, as it would be used of one that is well.
const COMMANDS: &[&[&str]] = &[
    &["done", "primo", "2"],
    &["skip", "primo", "2"],
    &["postpone", "primo", "2", "fri"],
    &["pause", "primo"],
    &["resume", "primo"],
    &["start", "primo"],
    &["meet", "primo", "--at", "thu 10:00"],
    &["held", "primo", "--result", "order"],
    &["no-show", "primo"],
    &["cancelled", "primo"],
    &["answer", "primo", "replied"],
    &["next", "primo", "Call", "--by", "fri"],
    &["log", "primo", "hello"],
    &["set", "primo", "tier", "2"],
    &["add", "primo", "person", "Ann Bee"],
    &["add", "primo", "question", "Why?"],
    &["attach", "--all", "primo"],
    &["rename", "primo", "Primo Group"],
    &["rename", "primo", "dana-smith", "Dana"],
    &["merge", "primo", "into", "nordahl-windows"],
    &["merge", "nordahl-windows", "into", "primo"],
    &["merge", "primo", "dana-smith", "lee-brown"],
    &["archive", "primo"],
    &["brief", "primo"],
    &["check", "primo"],
];

/// Those that only look.
const LOOKING: [&str; 2] = ["brief", "check"];

/// What makes a file one that can't be read or written, where, and how that is said.
fn kinds(sound: &str) -> [(Vec<u8>, &'static str, bool); 4] {
    let marked = sound.replacen("tier = 1", "<<<<<<< HEAD\ntier = 1", 1);
    let mut latin = sound.as_bytes().to_vec();
    latin.splice(..0, *b"# caf\xe9\n");
    let newer = sound.replacen("format = 1", "format = 99", 1);
    [
        (marked.into_bytes(), "accounts/primo.toml:5:1: a conflict that git left here", true),
        (latin, "accounts/primo.toml:1:6: this is not UTF-8 text", true),
        (Vec::new(), "accounts/primo.toml:1:1: it is empty", true),
        (newer.into_bytes(), "accounts/primo.toml:1:10: it is written in format 99", false),
    ]
}

#[test]
fn every_command_that_names_it_says_file_line_and_column() {
    let desk = Desk::demo();
    let sound = desk.file("accounts/primo.toml");
    for (text, told, is_unread) in kinds(&sound) {
        fs::write(desk.path("accounts/primo.toml"), text).unwrap();
        let before = desk.tree();
        let looking = |command: &[&str]| LOOKING.contains(&command[0]);
        for command in COMMANDS.iter().filter(|command| is_unread || !looking(command)) {
            let verb = match command[0] {
                "archive" => "archived",
                _ if looking(command) => "read",
                _ => "changed",
            };
            desk.refuses(command, 1, &format!("can't be {verb}: {told}"));
        }
        assert!(desk.tree() == before, "{told}");
    }
    // What a later version wrote is read as far as it is understood.
    assert!(desk.does(&["brief", "primo"]).contains("Primo"));
}

#[test]
fn no_command_that_names_an_account_is_left_out() {
    let desk = Desk::bare();
    let help = desk.run("--help").out;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names =
        commands.lines().filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    for name in names {
        let help = desk.run(&format!("{name} --help")).out;
        let usage = help.lines().find(|line| line.starts_with("Usage: ")).unwrap();
        // `add` names a new one too.
        let is_known = name != "add" && COMMANDS.iter().any(|command| command[0] == name);
        // The first shows what there is, with its problems; the other is about the archive.
        let is_other = ["show", "restore"].contains(&name);
        assert_eq!(usage.contains("ACCOUNT"), is_known || is_other, "{usage}");
    }
}

#[test]
fn an_empty_file_stays_a_problem_until_it_is_mended_or_deleted() {
    let desk = Desk::demo();
    let sound = desk.file("accounts/primo.toml");
    for nothing in ["", "\n", " \r\n\n"] {
        fs::write(desk.path("accounts/primo.toml"), nothing).unwrap();
        desk.refuses(
            &["set", "primo", "tier", "2"],
            1,
            "accounts/primo.toml:1:1: it is empty; bring it back from a copy",
        );
        assert_eq!(desk.file("accounts/primo.toml"), nothing);
        let doctor = desk.run("doctor");
        assert!(
            doctor.code == 3 && doctor.out.contains("accounts  11, and 1 file that can't be read"),
            "{}",
            doctor.out
        );
        desk.refuses(&["show", "primo"], 1, "accounts/primo.toml:1:1: it is empty");
    }
    // A new one of that name is another.
    assert_eq!(desk.does(&["add", "Primo"]), "primo-2\n");
    fs::write(desk.path("accounts/primo.toml"), sound).unwrap();
    desk.does(&["set", "primo", "tier", "2"]);
    assert_eq!(desk.run("doctor").code, 0);
}

/// Every export in which it would be missing, and which writes something all the same.
const EXPORTS: [&[&str]; 10] = [
    &["csv"],
    &["csv", "people"],
    &["csv", "touches"],
    &["csv", "--as", "hubspot-activities"],
    &["json"],
    &["ics"],
    &["vcf"],
    &["md"],
    &["html"],
    &["csv", "tier:1"],
];

#[test]
fn an_export_in_which_it_is_missing_says_so_and_replaces_no_good_file() {
    let desk = Desk::demo();
    for account in ["primo", "nordahl-windows"] {
        desk.does(&["set", account, "ids", "hubspot=1"]);
    }
    let sound = desk.file("accounts/primo.toml");
    let [marked, ..] = kinds(&sound);
    let told = "accounts/primo.toml:5:1: a conflict that git left here";
    for export in EXPORTS {
        let file = desk.home().join("out");
        let path = file.to_str().unwrap();
        let words = [&["export"], export].concat();
        let to_file = [&words[..], &["--out", path]].concat();
        fs::write(desk.path("accounts/primo.toml"), &sound).unwrap();
        desk.does(&to_file);
        let good = fs::read(&file).unwrap();
        fs::write(desk.path("accounts/primo.toml"), &marked.0).unwrap();
        let seen = desk.args(&words);
        assert!(seen.code == 3 && seen.err.contains(&format!("missing in it: {told}")), "{export:?}: {}", seen.err);
        assert!(!seen.out.is_empty(), "{export:?}");
        desk.refuses(
            &to_file,
            1,
            &format!("stays as it was, since something would be missing in it that can't be read: {told}"),
        );
        assert_eq!(fs::read(&file).unwrap(), good, "{export:?}");
        let forced = desk.args(&[&to_file[..], &["--force"]].concat());
        assert!(forced.code == 3 && fs::read(&file).unwrap() != good, "{export:?}: {}", forced.err);
        fs::remove_file(&file).unwrap();
        // A new file takes nothing away.
        assert_eq!(desk.args(&to_file).code, 3, "{export:?}");
        assert!(file.exists(), "{export:?}");
        fs::remove_file(&file).unwrap();
    }
    // Where others were named nothing is missing, and of contacts neither.
    desk.does(&["export", "csv", "people", "nordahl-windows"]);
    fs::write(desk.path("contacts.toml"), "[[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\n").unwrap();
    desk.does(&["export", "vcf", "contacts"]);
    fs::write(desk.path("contacts.toml"), "[[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\n<<<<<<< HEAD\n").unwrap();
    assert_eq!(desk.run("export csv contacts").code, 3);
    fs::write(desk.path("accounts/primo.toml"), &sound).unwrap();
    assert_eq!(desk.run("export json").code, 3);
    fs::remove_file(desk.path("contacts.toml")).unwrap();
    desk.does(&["export", "json"]);
    fs::write(desk.path("playbooks/own.toml"), "name = \"Own\"\n=\n").unwrap();
    assert!(desk.run("export json").err.contains("missing in it: playbooks/own.toml:2:1"));
    desk.does(&["export", "csv"]);
    fs::write(desk.path("plan.toml"), "format = 1\n=\n").unwrap();
    assert!(desk.run("export ics").err.contains("missing in it: plan.toml:2:1"));
}
