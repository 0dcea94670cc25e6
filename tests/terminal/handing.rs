//! What is handed to other programs: a draft to the mail program, a link to the system's opener.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use portable_pty::CommandBuilder;

use crate::common::pty::{Home, Running, waited_for};

const PRIMO: &str = "name = \"Primo\"\nwebsite = \"primo.example\"\nstage = \"in-sequence\"\n\
    [[people]]\nid = \"dana\"\nname = \"Dana Cole\"\nemails = [{ value = \"dana@primo.example\" }]\n\
    [[sequences]]\nid = \"s1aa\"\nstart = 2026-11-23\n\
    [[sequences.touches]]\nid = \"k3f9\"\nperson = \"dana\"\nday = 0\n\
    subject = \"40 %; $(touch pwned) {to}\"\nmessage = \"Hi {{ person.first_name }},\\n\\n`id` Zoë\"\n";

/// With one email in its plan, due today.
fn home() -> Home {
    let home = Home::with_primo();
    std::fs::write(home.plan().join("accounts/primo.toml"), PRIMO).unwrap();
    home
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_mail_program_gets_the_terminal_and_the_draft_word_by_word() {
    let home = home();
    // It has the terminal: what it asks is answered at the keyboard.
    let script = "printf '[%s]' \"$@\" > args; cp \"$4\" text; stty -a | grep -q ' icanon' && echo ready; read line; echo \"$line\" > said";
    let mail = home.script("my mail", script);
    home.settings(&format!("compose = \"'{}' -s {{subject}} -i {{file}} {{eml}} -- {{to}}\"\n", mail.display()));
    let mut run = home.start(110, 32, &[]);
    run.shows("▸ Primo").keys("T").shows("to mail").keys("M").shows("ready").keys("sent<Enter>");
    run.shows("Back from my mail. d when it was sent.").keys("?").shows("finds a command by its words");
    let folder = home.path().join("state/inroad/mail");
    let (txt, eml) = (folder.join("primo-k3f9.txt"), folder.join("primo-k3f9.eml"));
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    let want = [
        "-s",
        "40 %; $(touch pwned) {to}",
        "-i",
        txt.to_str().unwrap(),
        eml.to_str().unwrap(),
        "--",
        "dana@primo.example",
    ];
    assert_eq!(read("args"), want.map(|word| format!("[{word}]")).concat());
    assert_eq!((read("text"), read("said")), ("Hi Dana,\n\n`id` Zoë\n".to_owned(), "sent\n".to_owned()));
    assert_eq!((mode(&txt), mode(&eml), mode(&folder)), (0o600, 0o600, 0o700));
    let message = std::fs::read_to_string(&eml).unwrap();
    assert!(message.contains("Message-ID: <k3f9.primo.") && !message.contains('\r'), "{message}");
    assert!(!home.path().join("pwned").exists() && !home.plan().join("pwned").exists());
}

#[test]
fn a_mail_program_that_fails_is_told_and_the_screen_is_there_again() {
    let home = home();
    for (compose, told) in [
        (home.script("mail", "exit 3").display().to_string(), "mail ended with exit status: 3."),
        ("/no/such/mail -H".to_owned(), "mail: there is no such file"),
    ] {
        home.settings(&format!("compose = \"{compose}\"\n"));
        home.start(110, 32, &[])
            .shows("▸ Primo")
            .keys("TM")
            .shows(told)
            .keys("?")
            .shows("finds a command by its words");
    }
}

#[test]
fn without_a_mail_program_the_draft_is_a_file_to_open() {
    let home = home();
    home.start(80, 24, &[]).shows("▸ Primo").keys("TM").shows("~/state/inroad/mail/primo-k3f9.eml");
    let path = home.path().join("state/inroad/mail/primo-k3f9.eml");
    let message = std::fs::read_to_string(&path).unwrap();
    for line in
        ["To: \"Dana Cole\" <dana@primo.example>\r\n", "X-Unsent: 1\r\n", "Date: Mon, 23 Nov 2026 21:12:00 +0000\r\n"]
    {
        assert!(message.contains(line), "{line}: {message}");
    }
    assert_eq!(mode(&path), 0o600);
    assert!(!home.path().join("state/inroad/mail/primo-k3f9.txt").exists());
}

#[test]
fn a_command_that_can_be_none_is_a_mistake_in_the_settings_with_its_line() {
    let home = home();
    home.settings("me = \"sam\"\ncompose = \"mail -s {sbject} {file}\"\n\n[[links]]\nletter = \"x\"\nlabel = \"CRM\"\nurl = \"file:///{company}\"\n");
    let mut run = home.start(110, 32, &[]);
    run.shows("2 things beside the plan are wrong")
        .keys("!")
        .shows("config.toml:2")
        .shows("compose: there is no {sbject}");
    run.shows("config.toml:4").shows("links: “CRM”: file: is not opened");
}

/// The program with a system that opens links by writing them down.
fn with_opener(home: &Home, line: &str, environment: &[(&str, &str)]) -> CommandBuilder {
    let bin = home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let opener = home.script("opener", line);
    std::fs::rename(opener, bin.join("xdg-open")).unwrap();
    let mut command = home.command(&[], &[]);
    // No other opener of this machine is to be found; what is built into a shell is enough.
    command.env("PATH", bin.display().to_string());
    for (name, value) in environment {
        command.env(name, value);
    }
    command
}

#[test]
fn a_link_is_opened_where_there_is_a_session_and_nothing_writes_over_the_screen() {
    let home = home();
    let line = "echo NOISE; echo NOISE >&2; printf '%s' \"$*\" > opened";
    let mut run = Running::of(with_opener(&home, line, &[("DISPLAY", ":7")]), 110, 32);
    run.shows("▸ Primo").keys("ow").shows("Opened: https://primo.example");
    let opened = home.path().join("opened");
    waited_for("the opener", || {
        std::fs::read_to_string(&opened).is_ok_and(|address| address == "https://primo.example")
    });
    run.keys("?").shows("finds a command by its words");
    assert!(!run.written().windows(5).any(|bytes| bytes == b"NOISE"));
}

#[test]
fn elsewhere_a_link_is_copied_and_that_is_said() {
    let copied = "sent to your terminal's clipboard: https://primo.example";
    for (environment, line, told) in [
        (
            &[("DISPLAY", ":7"), ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")][..],
            "echo > opened",
            "Over SSH links are copied",
        ),
        (&[], "echo > opened", "Without a graphical session links are copied"),
        (&[("DISPLAY", ":7")], "exit 3", "Nothing here opens it"),
    ] {
        let home = home();
        let mut run = Running::of(with_opener(&home, line, environment), 110, 32);
        run.shows("▸ Primo").keys("ow").shows(&format!("{told}: {copied}"));
        let sent = b"\x1b]52;c;aHR0cHM6Ly9wcmltby5leGFtcGxl";
        assert!(run.written().windows(sent.len()).any(|bytes| bytes == sent), "{told}");
        assert!(!home.path().join("opened").exists());
    }
}

#[test]
fn an_answer_to_what_was_handed_over_finds_its_touch_by_name() {
    let home = home();
    let mut run = home.start(110, 32, &[]);
    run.shows("▸ Primo").keys("TM").shows("primo-k3f9.eml").keys("d").shows("Touch 1: sent").shows("saved 15:12");
    let message = std::fs::read_to_string(home.path().join("state/inroad/mail/primo-k3f9.eml")).unwrap();
    let named = |header: &str| {
        let line = message.lines().find(|line| line.starts_with(header)).unwrap();
        line.split_once(": ").unwrap().1.to_owned()
    };
    // A mail program that keeps the name, and one that gives the message its own.
    for (answers, minute) in [
        (format!("In-Reply-To: {}", named("Message-ID")), 1),
        (format!("References: {} <own@x.example>", named("References")), 2),
    ] {
        let reply = format!(
            "From: dana@primo.example\nSubject: something else\nDate: Mon, 23 Nov 2026 15:{minute:02}:00 -0600\n{answers}\n\nYes {minute}.\n"
        );
        std::fs::write(home.path().join("reply.eml"), reply).unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_inroad"));
        command.args(["answer", "--mail", "reply.eml"]).env_clear().envs(home.environment()).current_dir(home.path());
        let done = command.output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success() && told.contains("Dana Cole at Primo: replied, touch 1"), "{told}");
        assert!(home.file("accounts/primo.toml").contains(&format!("Yes {minute}.")));
    }
}
