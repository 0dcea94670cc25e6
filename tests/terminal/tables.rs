//! Lists on terminals of several widths: what may have to be typed stands whole, and a list of nothing says so.

use crate::common::pty::Home;

/// What a command has printed, on a terminal so wide.
fn printed(home: &Home, columns: u16, line: &[&str]) -> String {
    coloured(home, columns, &[line, &["--color", "never"]].concat())
}

/// The same with its colours, if it has any.
fn coloured(home: &Home, columns: u16, line: &[&str]) -> String {
    let (_, bytes) = home.start(columns, 60, line).end_with_bytes();
    let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    // Who lets go of a terminal's keyboard presses Enter first, and the terminal may echo it before it is gone.
    text.strip_suffix("\n\n").map(|text| format!("{text}\n")).unwrap_or(text)
}

#[test]
fn headings_and_what_is_overdue_are_coloured_and_take_no_columns() {
    let home = demo();
    for line in [&["list", "touches"][..], &["list"], &["today"]] {
        let plain = printed(&home, 120, line);
        assert!(!plain.contains('\u{1b}'), "{plain:?}");
        for asked in [&[][..], &["--color", "always"]] {
            let painted = coloured(&home, 120, &[line, asked].concat());
            let head = painted.lines().next().unwrap();
            assert!(head.starts_with('\u{1b}'), "{head:?}");
            let bare = |line: &str| -> String {
                line.split('\u{1b}')
                    .map(|part| part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest))
                    .collect()
            };
            for (plain, painted) in plain.lines().zip(painted.lines()) {
                assert_eq!(bare(painted), plain, "{painted:?}");
            }
            let overdue = painted.lines().skip(1).filter(|line| line.contains('\u{1b}')).count();
            assert!(overdue > 0 && overdue < plain.lines().count() - 1, "{painted}");
        }
    }
}

fn demo() -> Home {
    let home = Home::new();
    printed(&home, 80, &["demo", "data/inroad/plan", "--no-open"]);
    home
}

#[test]
fn a_step_is_undone_by_the_number_that_history_shows() {
    let home = demo();
    let note = "a note that is longer than what is left of the line beside everything else";
    printed(&home, 80, &["log", "nordahl-windows", note]);
    for columns in [40, 60, 80, 100] {
        let history = printed(&home, columns, &["history"]);
        let number = history.split_whitespace().find(|word| word.starts_with("17")).unwrap().to_owned();
        assert!(history.lines().all(|line| line.chars().count() <= columns.into()), "{columns}\n{history}");
        let undone = printed(&home, columns, &["undo", &number]);
        assert!(undone.contains("Nordahl"), "{columns}\n{history}{undone}");
        printed(&home, columns, &["redo", &number]);
    }
}

#[test]
fn a_terminal_of_forty_columns_shows_every_touch_and_every_day_whole() {
    let home = demo();
    for line in [&["list", "touches", "due:today"][..], &["today"], &["insights"], &["list"], &["list", "people"]] {
        let text = printed(&home, 40, line);
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{line:?}\n{text}");
        let figures_cut = text.split('…').rev().skip(1).any(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        assert!(!figures_cut && (line == ["insights"] || !text.contains('…')), "{line:?}\n{text}");
    }
    let touches = printed(&home, 40, &["list", "touches", "due:today"]);
    assert!(touches.contains("nordahl-windows\n  touch: 2:3 · channel: call\n"), "{touches}");
    assert!(touches.contains("  due: 2026-11-23\n"), "{touches}");
}

#[test]
fn a_list_of_nothing_says_so_on_a_terminal_and_nothing_in_a_pipe() {
    let home = Home::with_primo();
    for (line, want) in [
        (&["list", "contacts"][..], "no contacts yet\n"),
        (&["list", "primo", "touches"], "no touches with “primo”\n"),
        (&["today"], "nothing is due\n"),
        (&["archive"], "nothing is archived\n"),
    ] {
        assert_eq!(printed(&home, 80, line), want, "{line:?}");
    }
    let mut piped = std::process::Command::new(env!("CARGO_BIN_EXE_inroad"));
    let piped = piped.args(["list", "contacts"]).env_clear().envs(home.environment()).output().unwrap();
    assert_eq!((piped.stdout.as_slice(), piped.status.success()), (&b""[..], true));
}

#[test]
fn what_an_import_would_do_is_never_cut() {
    let home = demo();
    let rows = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
                Dana,Cole,,,Primo,Head of everything new,15 Jun 2026\n\
                Hank,Scorpio,,,Globex,CEO,\n";
    std::fs::write(home.path().join("list.csv"), rows).unwrap();
    for columns in [40, 60, 80, 120, 160] {
        let shown = printed(&home, columns, &["import", "list.csv", "--dry-run"]);
        let list = shown.split("\ninroad: ").next().unwrap();
        let plain = list.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in ["title stays “VP Marketing”, there it is “Head of everything new”", "Hank Scorpio", "Globex"]
        {
            assert!(plain.contains(said), "{columns}: {said}\n{shown}");
        }
        assert!(!list.contains('…'), "{columns}\n{shown}");
        assert!(list.lines().all(|line| line.chars().count() <= columns.into()), "{columns}\n{shown}");
    }
}
