//! What is said of a change.
#![allow(clippy::unwrap_used, reason = "a test that can't go on shall say where")]

use super::*;

fn told(changed: &[Changed]) -> Vec<Told> {
    super::told(changed, &[])
}
use crate::exchange::git::telling::{lines, message};

const PRIMO: &str = "name = \"Primo\"\nstage = \"target\"\n[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\n\
                     [[sequences]]\nid = \"s\"\n[[sequences.touches]]\nid = \"a\"\n[[sequences.touches]]\nid = \"b\"\n";

fn primo(after: &str) -> Vec<String> {
    let (before, after) = (Some(PRIMO.as_bytes()), Some(after.as_bytes()));
    lines(&told(&[Changed { file: Path::new("accounts/primo.toml"), before, after }]))
}

#[test]
fn an_account_says_what_was_done_with_it() {
    for (after, want) in [
        (
            PRIMO.replace("id = \"b\"", "id = \"b\"\nstatus = \"done\"\nclosed = 2026-11-23\nresult = \"sent\""),
            "touch 2 done",
        ),
        (PRIMO.replace("id = \"a\"", "id = \"a\"\nstatus = \"skipped\"\nclosed = 2026-11-23"), "touch 1 skipped"),
        (PRIMO.replace("target", "engaged"), "stage engaged"),
        (PRIMO.replace("Dana Cole\"", "Dana Cole\"\ntitle = \"CMO\""), "title of Dana Cole"),
        (PRIMO.replace("[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\n", ""), "Dana Cole removed"),
        (format!("{PRIMO}[[log]]\nid = \"x\"\ntext = \"Called.\"\n"), "note"),
        (format!("{PRIMO}[[log]]\nid = \"x\"\nkind = \"answer\"\noutcome = \"replied\"\n"), "answer replied"),
        (PRIMO.replace("[[people]]", "why = \"x\"\ntier = 1\n[[people]]"), "why, tier"),
        (PRIMO.replace("target\"", "engaged\"\n[[stages]]\nto = \"engaged\""), "stage engaged"),
        (format!("# a comment\n{PRIMO}"), "written otherwise"),
        (
            format!("{PRIMO}[[research]]\nid = \"x\"\ntext = \"Cost per lead up 40 %.\"\n[[research]]\nid = \"y\"\n"),
            "finding “Cost per lead up 40 %.” added, finding “y” added",
        ),
        (PRIMO.replace("id = \"s\"", "id = \"s\"\npauses = [{ from = 2026-11-30 }]"), "sequence 1 rests from 30 Nov"),
        ("<<<<<<<".to_owned(), "changed"),
    ] {
        assert_eq!(primo(&after), [format!("Primo: {want}")], "{after}");
    }
}

#[test]
fn a_file_is_new_goes_or_is_archived_and_never_a_path() {
    let (primo, archived) = (Path::new("accounts/primo.toml"), Path::new("accounts/archive/primo.toml"));
    let text = Some(PRIMO.as_bytes());
    let change = |file, before, after| Changed { file, before, after };
    let said = |changed: &[Changed]| lines(&told(changed));
    assert_eq!(said(&[change(primo, None, text)]), ["Primo: new"]);
    assert_eq!(said(&[change(primo, text, None)]), ["Primo: deleted"]);
    assert_eq!(said(&[change(primo, text, None), change(archived, None, text)]), ["Primo: archived"]);
    assert_eq!(said(&[change(primo, None, text), change(archived, text, None)]), ["Primo: back from the archive"]);
    let edited = Some(&b"name = \"Primo\"\nwhy = \"First\"\n"[..]);
    let plain = Some(&b"name = \"Primo\"\n"[..]);
    assert_eq!(said(&[change(primo, edited, None), change(archived, None, plain)]), ["Primo: archived, why taken out"]);
    assert_eq!(
        said(&[change(primo, None, edited), change(archived, plain, None)]),
        ["Primo: back from the archive, why"]
    );
    // Made and archived between two syncs.
    assert_eq!(said(&[change(archived, None, text)]), ["Primo: archived"]);
    assert_eq!(said(&[change(archived, text, None)]), ["Primo: deleted from the archive"]);
    assert_eq!(
        said(&[change(archived, text, Some(b"name = \"Primo\"\n"))]),
        ["Primo: changed in the archive (`inroad restore primo` brings it back)"]
    );
    let (one, other) = (Some(&b"a = 1\n"[..]), Some(&b"a = 2\n"[..]));
    for (file, want) in [
        ("holidays/de.ics", "Holidays de: changed"),
        ("playbooks/own.toml", "Playbook own: changed"),
        (".gitignore", "What git needs: changed"),
        ("notes/deep/call.md", "File call.md: changed"),
    ] {
        assert_eq!(said(&[change(Path::new(file), one, other)]), [want]);
    }
}

#[test]
fn settings_and_contacts_are_told_by_their_names() {
    let said = |file: &str, before: &str, after: &str| {
        lines(&told(&[Changed {
            file: Path::new(file),
            before: Some(before.as_bytes()),
            after: Some(after.as_bytes()),
        }]))
    };
    let before = "why = \"a\"\n[calendar]\nholidays = [2026-12-24]\n[[members]]\nid = \"sam\"\nname = \"Sam\"\n\
                  [[goals]]\nid = \"g1\"\ntitle = \"Ten meetings\"\n";
    for (after, want) in [
        (before.replace("\"a\"", "\"b\""), "Plan: why"),
        (before.replace("12-24", "12-25"), "Plan: holidays"),
        (before.replace("\"Sam\"\n", "\"Sam\"\ntimezone = \"Asia/Tokyo\"\n"), "Plan: timezone of Sam"),
        (format!("{before}target = 10\n"), "Plan: target of goal Ten meetings"),
        (format!("{before}[[members]]\nid = \"kim\"\nname = \"Kim\"\n"), "Plan: Kim added"),
    ] {
        assert_eq!(said("plan.toml", before, &after), [want]);
    }
    let person = |id: &str| format!("[[people]]\nid = \"{id}\"\n");
    let (before, after) = (person("a") + &person("b"), person("a") + "title = \"CFO\"\n" + &person("c") + &person("d"));
    assert_eq!(said("contacts.toml", &before, &after), ["Contacts: 2 added, 1 removed, 1 changed"]);
    let ann = "[[people]]\nid = \"a\"\nname = \"Ann Bee\"\ncompany = \"Globex\"\n".parse().unwrap();
    for (path, want) in [
        ("people.a.title", "title of Ann Bee (Globex)"),
        ("people.a", "Ann Bee (Globex)"),
        ("people.b.title", "title of b"),
    ] {
        assert_eq!(of_place(Path::new("contacts.toml"), path, &ann, &ann), want);
    }
}

#[test]
fn the_most_telling_comes_first() {
    let after = PRIMO
        .replace("target", "engaged")
        .replace("id = \"b\"", "id = \"b\"\nstatus = \"done\"")
        .replace("Dana Cole\"", "Dana Cole\"\ntitle = \"CMO\"")
        .replace("name = \"Primo\"", "name = \"Primo\"\ntier = 1\nwhy = \"x\"")
        + "[[log]]\nid = \"x\"\ntext = \"Called.\"\n[[meetings]]\nid = \"m\"\n";
    assert_eq!(primo(&after), ["Primo: touch 2 done, note, meeting and 4 more changes"]);
    let (before, after) = (Some(PRIMO.as_bytes()), Some(after.as_bytes()));
    let told = self::told(&[Changed { file: Path::new("accounts/primo.toml"), before, after }]);
    let message = message(&told, "");
    let (subject, body) = message.split_once("\n\n").unwrap();
    assert_eq!(subject, "Primo: touch 2 done, note, meeting and 4 more changes");
    let want = "Primo: touch 2 done\nPrimo: note\nPrimo: meeting\nPrimo: stage engaged\nPrimo: tier\nPrimo: why\n\
                Primo: title of Dana Cole";
    assert_eq!(body, want);
}

#[test]
fn a_place_is_named_as_a_change_of_it_is() {
    let tree: Table = PRIMO.parse().unwrap();
    for (path, want) in [
        ("why", "why"),
        ("people.dana.title", "title of Dana Cole"),
        ("people.dana", "Dana Cole"),
        ("stage", "stage"),
        ("sequences.s.touches.b.status", "status of touch 2"),
        ("sequences.s.pauses", "pauses of sequence 1"),
    ] {
        assert_eq!(of_place(Path::new("accounts/primo.toml"), path, &tree, &tree), want);
    }
}

#[test]
fn what_touches_wait_for_is_told_before_them_and_they_are_counted() {
    let held =
        |id: &str| (format!("id = \"{id}\"\n"), format!("id = \"{id}\"\nstatus = \"held\"\nclosed = 2026-11-24\n"));
    let ((a, a_held), (b, b_held)) = (held("a"), held("b"));
    let one = PRIMO.replace(&b, &b_held);
    assert_eq!(primo(&one), ["Primo: touch 2 held"]);
    let meeting = "[[meetings]]\nid = \"m\"\nat = 2026-11-26T10:00:00-06:00\n";
    assert_eq!(primo(&format!("{}{meeting}", one.replace(&a, &a_held))), ["Primo: meeting, 2 touches held"]);
}
