//! Whatever a person pastes is kept to the last character, and never becomes anything but text.

use inroad::domain::account::{Account, LogEntry};
use inroad::domain::meeting::Question;
use inroad::domain::problem::Problem;
use inroad::domain::range::Pause;

use crate::disk::{Disk, PRIMO, changed, read};

const TEXTS: [&str; 30] = [
    "\"",
    "'",
    "\"quoted\"",
    "'quoted' and \"quoted\"",
    "\"\"\"",
    "'''",
    "\"\"\" and '''",
    "a\n\"\"\"\nb\n'''\nc",
    "ends in \"",
    "ends in\nquotes \"\"",
    "ends in\n''",
    "\\",
    "C:\\new\\table\\u0041",
    "ends in \\",
    "two lines\nof text",
    "\nbegins with a line",
    "ends with a line\n",
    "\n\n\n",
    "carriage\r\nreturn",
    "lone\rreturn",
    "tab\tand\n\ttab",
    "nul\0bell\u{7}escape\u{1b}[31mred\u{1b}]0;title\u{7}delete\u{7f}",
    "separators\u{2028}of\u{2029}lines\u{85}next",
    "mark\u{feff}inside",
    "\u{202e}backwards\u{2066}",
    "[[people]]\nid = \"eve\"\n",
    "# no comment\n= nothing",
    "{{ person.first_name }} {% raw %}",
    " blanks around \n  and inside  ",
    "Ünïcödé 日本語 👩\u{200d}👩\u{200d}👧 e\u{301}",
];

/// Into texts, lists, keys, inline tables and blocks.
fn fill(account: &mut Account, text: &str) {
    account.why = text.into();
    account.tags = vec![text.into(), "tag".into()];
    account.ids.insert(text.into(), text.into());
    account.people[0].notes = text.into();
    account.sequences[0].touches[0].message = text.into();
    account.sequences[0].pauses.push(Pause { why: text.into(), ..Pause::default() });
    account.meetings[0].questions.push(Question { text: text.into(), ..Question::default() });
    account.log.push(LogEntry { id: "zz99".into(), text: text.into(), ..LogEntry::default() });
}

#[test]
fn every_text_comes_back_as_it_was_given() {
    for text in TEXTS {
        for file in [PRIMO.to_owned(), format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"))] {
            let mut disk = Disk::with(&file);
            let mut account = disk.account();
            fill(&mut account, text);
            disk.save(&account).unwrap();
            let again = Disk::with(&disk.text());
            assert_eq!(again.account(), account, "{text:?}: {}", disk.text());
            // A template that never ends is a problem of the draft, not of reading.
            let of_draft = |problem: &&Problem| problem.message.contains("can't be filled in");
            let own = again.entry().problems.iter().filter(|problem| !of_draft(problem)).count();
            assert_eq!(own, 4, "{text:?} is read without a problem of its own");
            // And from one to the other, in place.
            fill(&mut account, "plain");
            disk.save(&account).unwrap();
            assert_eq!(Disk::with(&disk.text()).account(), account, "{text:?}");
        }
    }
}

#[test]
fn no_control_character_reaches_the_file_raw() {
    for text in TEXTS {
        let after = changed(PRIMO, |account| fill(account, text));
        let raw = after.chars().find(|c| c.is_ascii_control() && !matches!(c, '\n' | '\t'));
        assert_eq!(raw, None, "{text:?}: {after:?}");
    }
}

#[test]
fn a_text_of_many_lines_is_written_in_many_lines() {
    let after = changed(PRIMO, |account| account.people[0].notes = "One.\nTwo.\n".into());
    assert!(after.contains("notes = \"\"\"\nOne.\nTwo.\n\"\"\"\n"), "{after}");
    assert_eq!(read(&after).people[0].notes, "One.\nTwo.\n");
}
