//! A name that is given to another company while somebody goes on with the first: both stay, each with what was written on it.

use crate::desk::Desk;
use crate::team::{Team, conflicts, git, inroad, step, sync};

#[track_caller]
fn done(desk: &Desk, args: &[&str]) {
    let outcome = inroad(desk, args);
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
}

/// Ann has taken back that she added Acme and added another of that name; Bob has gone on with the first.
fn replaced(is_sent_between: bool) -> Option<Team> {
    let team = Team::with(&[])?;
    done(&team.one, &["add", "Acme", "--website", "acme.example"]);
    team.sync([0, 0, 0]);
    done(&team.one, &["undo"]);
    if is_sent_between {
        sync(&team.one, 0);
    }
    done(&team.one, &["add", "Acme", "--website", "acme.test"]);
    done(&team.other, &["set", "acme", "why", "His reason"]);
    done(&team.other, &["add", "acme", "person", "Bo Lee, CFO, bo@acme.example"]);
    Some(team)
}

#[test]
fn a_company_that_takes_anothers_place_gets_nothing_of_what_was_written_on_that() {
    for is_sent_between in [false, true] {
        let Some(team) = replaced(is_sent_between) else { return };
        sync(&team.one, 0);
        let said = sync(&team.other, 4);
        let told = "Acme was taken out elsewhere, and another company was added in its place: the one from here is in \
                    accounts/acme-2.toml now.";
        assert!(said.err.contains(told) && said.err.contains("it stays in the plan"), "{}", said.err);
        // Who wanted it gone is told too, and asked.
        let told = sync(&team.one, 4).err;
        assert!(told.contains("Acme was deleted here and edited elsewhere: it is back in the plan."), "{told}");
        team.agree();
        let [new, old] = ["acme", "acme-2"].map(|id| team.one.file(&format!("accounts/{id}.toml")));
        assert!(new.contains("acme.test") && !new.contains("His reason") && !new.contains("Bo Lee"), "{new}");
        assert!(old.contains("\"acme.example\"") && old.contains("His reason") && old.contains("Bo Lee"), "{old}");
        for desk in [&team.one, &team.other] {
            let waits = inroad(desk, &["conflicts"]).out;
            assert!(waits.contains("the file as a whole") && waits.lines().count() == 1, "{waits}");
        }
        done(&team.one, &["conflicts", "1", "--take", "kept"]);
        assert!(team.one.path("accounts/archive/acme-2.toml").exists(), "gone is the old one");
    }
}

#[test]
fn what_was_added_to_git_by_hand_goes_along() {
    let Some(team) = replaced(false) else { return };
    std::fs::write(team.one.path("NOTES.md"), "ours\n").unwrap();
    git(&team.one, &["add", "NOTES.md"]);
    sync(&team.one, 0);
    assert_eq!(git(&team.one, &["status", "--porcelain"]), "");
    assert_eq!(git(&team.one, &["show", "HEAD:NOTES.md"]), "ours\n");
}

#[test]
fn who_comes_later_with_it_gives_it_a_name_of_its_own() {
    let Some(team) = replaced(false) else { return };
    sync(&team.other, 0);
    let said = sync(&team.one, 4);
    let told = "Acme took the place of another company, which was edited elsewhere: the new one is in accounts/acme-2.toml now.";
    assert!(said.err.contains(told) && said.err.contains("it is back in the plan"), "{}", said.err);
    let said = sync(&team.other, 0);
    let told = "Acme was deleted elsewhere and edited here: it stays in the plan.";
    assert!(said.err.contains(told), "who goes on with it is told too: {}", said.err);
    team.agree();
    let [old, new] = ["acme", "acme-2"].map(|id| team.one.file(&format!("accounts/{id}.toml")));
    assert!(new.contains("acme.test") && !new.contains("His reason"), "{new}");
    assert!(old.contains("\"acme.example\"") && old.contains("His reason") && old.contains("Bo Lee"), "{old}");
}

#[test]
fn a_company_at_another_website_by_now_is_the_same() {
    let Some(team) = Team::with(&[]) else { return };
    done(&team.one, &["add", "Acme", "--website", "acme.example"]);
    team.sync([0, 0, 0]);
    // Taken back and done again it is still the one that both know.
    done(&team.one, &["undo"]);
    done(&team.one, &["redo"]);
    done(&team.one, &["set", "acme", "website", "acme.test"]);
    done(&team.other, &["set", "acme", "why", "His reason"]);
    team.sync([0, 0, 0]);
    let file = team.one.file("accounts/acme.toml");
    assert!(file.contains("acme.test") && file.contains("His reason"), "{file}");
    assert!(!team.one.path("accounts/acme-2.toml").exists());
}

#[test]
fn a_company_in_the_archive_and_one_of_its_name_in_the_plan_are_two_whoever_is_faster() {
    for is_archived_first in [true, false] {
        let Some(team) = Team::with(&[]) else { return };
        done(&team.one, &["add", "Acme", "--website", "acme.example"]);
        done(&team.one, &["set", "acme", "why", "Her reason"]);
        inroad(&team.one, &["archive", "acme"]);
        done(&team.other, &["add", "Acme", "--website", "acme.test"]);
        let (first, then) = if is_archived_first { (&team.one, &team.other) } else { (&team.other, &team.one) };
        sync(first, 0);
        let said = sync(then, 0);
        assert!(said.err.contains("Acme was added on both sides, as two companies"), "{}", said.err);
        sync(first, 0);
        team.agree();
        // Whichever got another name, her own archiving is taken back of hers.
        inroad(&team.one, &["undo", &step(&team.one, "Acme archived")]);
        let files = ["acme", "acme-2"].map(|id| team.one.file(&format!("accounts/{id}.toml")));
        let hers = files.iter().find(|file| file.contains("acme.example")).unwrap();
        assert!(hers.contains("Her reason") && !hers.contains("acme.test"), "{files:?}");
        assert!(files.iter().any(|file| file.contains("acme.test")), "{files:?}");
        assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "");
    }
}
