//! Several runs at the same moment: whatever was said to be saved is there.

use std::thread;

use crate::desk::Desk;

/// The exit codes of as many runs at once, each with words of its own.
fn together(desk: &Desk, count: usize, words: impl Fn(usize) -> Vec<String> + Sync) -> Vec<i32> {
    thread::scope(|scope| {
        let run = |n: usize| {
            let words = words(n);
            scope.spawn(move || desk.args(&words.iter().map(String::as_str).collect::<Vec<_>>()).code)
        };
        let running: Vec<_> = (0..count).map(run).collect();
        running.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn accounts_of_one_name_get_a_file_each() {
    let desk = Desk::empty();
    let codes = together(&desk, 8, |n| owned(&["add", "Acme", "--why", &format!("Run {n}")]));
    let saved = codes.iter().filter(|code| **code == 0).count();
    assert!(saved > 0, "{codes:?}");
    assert_eq!(desk.list("accounts").len(), saved, "{codes:?}");
    let files: String = desk.tree().into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    for n in (0..8).filter(|n| codes[*n] == 0) {
        assert!(files.contains(&format!("why = \"Run {n}\"\n")), "{n} of {codes:?}\n{files}");
    }
}

#[test]

fn what_is_saved_at_the_same_moment_is_all_there() {
    let desk = Desk::with(&[("acme", "name = \"Acme\"\n")]);
    let codes = together(&desk, 12, |n| owned(&["add", "acme", "log", &format!("Note {n}.")]));
    let file = desk.file("accounts/acme.toml");
    for (n, code) in codes.iter().enumerate() {
        // Who comes too late is told so; nobody is told that it is saved when it isn't.
        assert_eq!(*code == 0, file.contains(&format!("\"Note {n}.\"")), "{n} of {codes:?}\n{file}");
        assert!([0, 4].contains(code), "{codes:?}");
    }
}
