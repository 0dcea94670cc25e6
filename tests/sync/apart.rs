//! Two clones edited apart come together again.

use std::fs;

use crate::desk::Desk;
use crate::team::{Team, conflicts, edit, git, has_git, inroad, member, step, sync};

pub const PRIMO: &str = "format = 1\nname = \"Primo\"\nstage = \"target\"\n\n[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\n\n\
                     [[people]]\nid = \"lee\"\nname = \"Lee Ray\"\n\n[[sequences]]\nid = \"s1aa\"\n\n[[sequences.touches]]\n\
                     id = \"t1aa\"\nchannel = \"email\"\n\n[[sequences.touches]]\nid = \"t2aa\"\nchannel = \"call\"\n";
pub const PATH: &str = "accounts/primo.toml";

#[test]
fn different_fields_come_together_and_of_the_same_field_both_values_are_kept() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"Opens the sector.\"");
    edit(&team.one, PATH, "\"Dana Cole\"", "\"Dana Cole\"\ntitle = \"CMO\"");
    edit(&team.other, PATH, "stage = \"target\"", "stage = \"engaged\" # since May");
    edit(&team.other, PATH, "\"Dana Cole\"", "\"Dana Cole\"\ntitle = \"VP Marketing\"");
    sync(&team.one, 0);
    let said = sync(&team.other, 4);
    assert!(said.err.contains("what was here stands, theirs is kept"), "{}", said.err);
    // Whoever was faster is told that theirs was replaced, and has a say too.
    let said = sync(&team.one, 4);
    let want = "Primo: title of Dana Cole: both sides changed it; “VP Marketing” stands now, “CMO” is kept.";
    assert!(said.err.contains(want) && said.err.contains("theirs stands, what was here is kept"), "{}", said.err);
    team.agree();
    let file = team.one.file(PATH);
    for text in ["Opens the sector.", "stage = \"engaged\" # since May", "title = \"VP Marketing\""] {
        assert!(file.contains(text), "{file}");
    }
    // What was here stands; what came is kept beside it.
    for desk in [&team.one, &team.other] {
        assert!(conflicts(desk).contains("\"\\\"CMO\\\"\""), "{}", conflicts(desk));
        // Told once, it waits, and is no news.
        let said = sync(desk, 0);
        assert!(said.err.contains("1 thing waits for a choice from before"), "{}", said.err);
        assert_eq!(inroad(desk, &["sync", "--json"]).json()["new_conflicts"], 0);
    }
    let log = git(&team.one, &["log", "--format=%s"]);
    assert!(log.contains("Merge: Primo: why, title of Dana Cole"), "{log}");
    assert!(log.contains("Primo: stage engaged, title of Dana Cole"), "{log}");
}

#[test]
fn done_here_and_skipped_there_is_one_choice_and_no_mixture() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let done = "status = \"done\"\nclosed = 2026-11-23T09:12:00-06:00\nresult = \"sent\"\n";
    edit(&team.one, PATH, "channel = \"email\"\n", &format!("channel = \"email\"\n{done}learned = \"Numbers\"\n"));
    edit(
        &team.other,
        PATH,
        "channel = \"email\"\n",
        "channel = \"email\"\nstatus = \"skipped\"\nclosed = 2026-11-20\n",
    );
    sync(&team.one, 0);
    let said = sync(&team.other, 4);
    assert!(said.err.contains("1 thing waits") && said.err.contains("`inroad conflicts` shows both"), "{}", said.err);
    let said = sync(&team.one, 4);
    let want = "Primo: touch 1: both sides changed it; “skipped, 20 Nov” stands now, “done, sent, 23 Nov” is kept.";
    assert!(said.err.contains(want), "{}", said.err);
    team.agree();
    let file = team.one.file(PATH);
    assert!(file.contains("status = \"skipped\"\nclosed = 2026-11-20\n") && !file.contains("result"), "{file}");
    assert!(file.contains("Numbers"), "what is no part of it merges on its own: {file}");
    // Ann has her own way after all: all of it at once, and Bob's question is answered.
    assert_eq!(inroad(&team.one, &["conflicts", "1", "--take", "kept"]).code, 0);
    let file = team.one.file(PATH);
    assert!(done.lines().all(|line| file.contains(line)) && file.contains("Numbers"), "{file}");
    team.sync([0, 0, 0]);
    assert_eq!(inroad(&team.other, &["conflicts"]).code, 0, "{}", conflicts(&team.other));
}

#[test]
fn what_both_decide_alike_at_another_hour_is_no_question() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    for (desk, hour) in [(&team.one, "09:00"), (&team.other, "09:07")] {
        let done = format!("status = \"done\"\nclosed = 2026-11-23T{hour}:00-06:00\nresult = \"sent\"\n");
        edit(desk, PATH, "channel = \"email\"\n", &format!("channel = \"email\"\n{done}"));
    }
    team.sync([0, 0, 0]);
    let file = team.one.file(PATH);
    assert!(file.contains("T09:07:00") && file.matches("closed = ").count() == 1, "{file}");
}

#[test]
fn the_stage_of_an_account_that_was_only_added_gives_way_to_one_that_somebody_came_to() {
    for began_first in [true, false] {
        let Some(team) = Team::with(&[]) else { return };
        for desk in [&team.one, &team.other] {
            assert_eq!(inroad(desk, &["add", "Acme", "--website", "acme.example"]).code, 0);
        }
        let began = if began_first { &team.one } else { &team.other };
        assert_eq!(inroad(began, &["set", "acme", "stage", "engaged"]).code, 0);
        team.sync([0, 0, 0]);
        let file = team.one.file("accounts/acme.toml");
        assert!(file.contains("stage = \"engaged\"") && !file.contains("stage = \"target\""), "{file}");
    }
}

/// Ann has written it, Bob has put both together and kept his own.
pub fn overruled() -> Option<Team> {
    let team = Team::with(&[("primo", PRIMO)])?;
    edit(&team.one, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"Hers\"");
    edit(&team.other, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"His\"");
    sync(&team.one, 0);
    sync(&team.other, 4);
    Some(team)
}

#[test]
fn who_was_overruled_may_choose_and_undo_and_the_others_follow() {
    let Some(team) = overruled() else { return };
    sync(&team.one, 4);
    assert!(team.one.file(PATH).contains("His"));
    // Taken back, hers stands again, and there is nothing to choose.
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    assert!(team.one.file(PATH).contains("Hers"));
    let said = sync(&team.one, 0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("sent  Primo: why\n", ""));
    // Bob sees what he has kept come back, which ends his question too.
    let said = sync(&team.other, 0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("came  Primo: why\n", ""));
    team.agree();
}

#[test]
fn who_has_changed_it_again_since_has_one_conflict_of_it() {
    let Some(team) = overruled() else { return };
    edit(&team.one, PATH, "Hers", "Hers again");
    let said = sync(&team.one, 4);
    assert!(said.err.contains("1 thing waits") && said.err.contains("what was here stands"), "{}", said.err);
    assert!(team.one.file(PATH).contains("Hers again") && conflicts(&team.one).contains("His"));
}

#[test]
fn what_somebody_changes_who_has_seen_it_is_no_conflict() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"Hers\"");
    edit(&team.other, PATH, "Lee Ray", "Lee Fox");
    team.sync([0, 0, 0]);
    edit(&team.other, PATH, "Hers", "His");
    edit(&team.one, PATH, "Lee Fox", "Lee Roy");
    team.sync([0, 0, 0]);
    assert!(team.one.file(PATH).contains("His") && team.one.file(PATH).contains("Lee Roy"));
}

#[test]
fn a_third_who_wrote_neither_is_not_asked() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let third = member("cy", Desk::bare());
    git(&team.one, &["clone", "--quiet", &team.shared(), &third.path("").display().to_string()]);
    assert_eq!(inroad(&third, &["sync", "--remote", &team.shared()]).code, 0);
    edit(&team.one, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"Hers\"");
    edit(&team.other, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"His\"");
    sync(&team.one, 0);
    // Cy knows hers before his stands in its place.
    sync(&third, 0);
    sync(&team.other, 4);
    let said = sync(&third, 0);
    assert_eq!((said.out.as_str(), said.err.as_str()), ("came  Primo: why\n", ""));
    sync(&team.one, 4);
    team.agree();
}

#[test]
fn people_and_touches_come_and_go_on_both_sides() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    for (desk, name) in [(&team.one, "Ada"), (&team.other, "Bo")] {
        assert_eq!(inroad(desk, &["add", "primo", "person", &format!("{name} Fox, Buyer")]).code, 0);
    }
    assert_eq!(inroad(&team.one, &["done", "primo", "1"]).code, 0);
    edit(&team.one, PATH, "[[people]]\nid = \"lee\"\nname = \"Lee Ray\"\n\n", "");
    edit(
        &team.other,
        PATH,
        "[[sequences.touches]]\nid = \"t2aa\"\nchannel = \"call\"\n",
        "[[sequences.touches]]\nid = \"t3aa\"\nchannel = \"text\"\n",
    );
    let said = sync(&team.one, 0);
    assert_eq!(said.out, "sent  Primo: touch 1 done, Ada Fox added, Lee Ray removed\n");
    team.sync([0, 0, 0]);
    let file = team.one.file(PATH);
    assert!(file.contains("Ada Fox") && file.contains("Bo Fox") && file.contains("status = \"done\""), "{file}");
    assert!(file.contains("t3aa") && !file.contains("t2aa") && !file.contains("Lee Ray"), "{file}");
}

#[test]
fn who_is_planned_with_on_one_side_and_gone_on_the_other_is_told() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "[[people]]\nid = \"lee\"\nname = \"Lee Ray\"\n\n", "");
    let next = ["next", "primo", "Call Lee about the sheet", "--by", "fri", "--person", "lee"];
    assert_eq!(inroad(&team.other, &next).code, 0);
    sync(&team.one, 0);
    let told = "is planned with on one side and no longer there on the other; `inroad doctor` says where.";
    for (desk, who) in [(&team.other, "Lee Ray"), (&team.one, "“lee”")] {
        let said = sync(desk, 0);
        assert!(said.err.contains(&format!("Primo: {who} {told}")), "{}{}", said.out, said.err);
    }
    assert!(!sync(&team.one, 0).err.contains(told));
}

#[test]
fn an_account_that_is_in_the_archive_too_is_told_until_somebody_has_looked() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::create_dir_all(team.one.path("accounts/archive")).unwrap();
    fs::write(team.one.path("accounts/archive/primo.toml"), PRIMO).unwrap();
    let told = "accounts/primo.toml and accounts/archive/primo.toml are both there.";
    for desk in [&team.one, &team.other, &team.one] {
        let said = sync(desk, 0);
        assert!(said.err.contains(told), "{}", said.err);
    }
    let doctor = inroad(&team.other, &["doctor"]);
    assert!(doctor.code == 3 && doctor.out.contains(told), "{}", doctor.out);
    // What it says to do ends it.
    for words in [&["restore", "primo"][..], &["merge", "primo-2", "into", "primo"]] {
        let done = inroad(&team.other, words);
        assert_eq!(done.code, 0, "{}", done.err);
    }
    assert!(!sync(&team.other, 0).err.contains(told));
}

#[test]
fn what_git_is_told_to_leave_out_is_never_sent_and_always_said() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::write(team.one.path(".git/info/exclude"), "beta*\n").unwrap();
    fs::write(team.one.path("accounts/beta.toml"), "name = \"Beta\"\n").unwrap();
    fs::write(team.one.path("beta.txt"), "mine").unwrap();
    let told = "accounts/beta.toml is left out by a rule of git's, and not sent";
    for _ in 0..2 {
        let said = sync(&team.one, 0);
        assert!(said.err.contains(told) && !said.err.contains("beta.txt"), "{}", said.err);
    }
    let doctor = inroad(&team.one, &["doctor"]);
    assert!(doctor.code == 3 && doctor.out.contains(told), "{}", doctor.out);
    git(&team.one, &["add", "-f", "accounts/beta.toml"]);
    let said = sync(&team.one, 0);
    assert!(said.out.contains("Beta") && !said.err.contains(told), "{}{}", said.out, said.err);
}

#[test]
fn what_a_newer_inroad_wrote_stands_and_is_not_sent_back_older() {
    for (path, ours) in [(PATH, ["stage", "engaged"]), ("contacts.toml", ["title", "CFO"])] {
        let newer = "format = 99\nname = \"Primo\"\n[newer]\nshape = \"x\"\n";
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        fs::write(team.one.path("contacts.toml"), "format = 1\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n").unwrap();
        team.sync([0, 0, 0]);
        fs::write(team.one.path(path), newer).unwrap();
        sync(&team.one, 0);
        if path == PATH {
            assert_eq!(inroad(&team.other, &["set", "primo", ours[0], ours[1]]).code, 0);
        } else {
            edit(&team.other, path, "name = \"Ann\"", &format!("name = \"Ann\"\n{} = \"{}\"", ours[0], ours[1]));
        }
        let said = sync(&team.other, 4);
        assert!(said.err.contains(&format!("{path} comes in the format of a newer inroad")), "{}", said.err);
        assert_eq!(team.other.file(path), newer);
        assert!(conflicts(&team.other).contains(ours[1]), "{}", conflicts(&team.other));
        // Nobody puts it back there.
        sync(&team.one, 0);
        assert_eq!(team.one.file(path), newer);
        assert_eq!(inroad(&team.other, &["conflicts", "1", "--take", "kept"]).code, 1);
        assert_eq!(team.other.file(path), newer);
    }
}

#[test]
fn who_was_faster_than_a_newer_inroad_and_lost_is_told_and_has_theirs() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    assert_eq!(inroad(&team.other, &["set", "primo", "why", "His reason"]).code, 0);
    edit(&team.one, PATH, "format = 1", "format = 99");
    sync(&team.other, 0);
    sync(&team.one, 4);
    let said = sync(&team.other, 4);
    assert!(said.err.contains("Primo: both sides changed it; theirs stands now, yours is kept."), "{}", said.err);
    assert!(team.other.file(PATH).contains("format = 99") && conflicts(&team.other).contains("His reason"));
}

#[test]
fn comments_of_both_sides_stay() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "name = \"Primo\"", "# theirs\nname = \"Primo\"\nwhy = \"First\"");
    edit(&team.other, PATH, "[[sequences]]", "# ours\n[[sequences]]");
    edit(&team.other, PATH, "channel = \"call\"", "channel = \"text\"");
    // Lines beside each other, which by lines alone clash.
    edit(&team.one, PATH, "name = \"Lee Ray\"\n", "name = \"Lee Ray\"\ntitle = \"CFO\"\n");
    edit(&team.other, PATH, "name = \"Lee Ray\"\n", "name = \"Lee Ray-Fox\"\n");
    team.sync([0, 0, 0]);
    let file = team.one.file(PATH);
    for text in ["# theirs\n", "# ours\n", "why = \"First\"", "Lee Ray-Fox", "CFO"] {
        assert!(file.contains(text), "{file}");
    }
}

#[test]
fn what_both_add_to_one_list_keeps_its_comments_whoever_is_faster() {
    const NOTED: &str = "\n# ask Kim before calling\n[[log]]\nid = \"aaaa\"\nat = 2026-11-23T08:00:00-06:00   # by phone\n\
                         kind = \"note\"\ntext = \"A\"\n# call again\n";
    for order in [[0, 1, 0], [1, 0, 1]] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        let desks = [&team.one, &team.other];
        fs::write(team.one.path(PATH), format!("{}{NOTED}", team.one.file(PATH))).unwrap();
        edit(&team.one, PATH, "name = \"Lee Ray\"\n", "name = \"Lee Ray\" # lee\n# own line\nmine = 3  # my own\n");
        edit(&team.other, PATH, "name = \"Lee Ray\"\n", "name = \"Lee Ray\"\ntitle = \"CFO\" # cfo\n");
        assert_eq!(inroad(&team.other, &["log", "primo", "B"]).code, 0);
        for at in order {
            sync(desks[at], 0);
        }
        team.agree();
        let file = team.one.file(PATH);
        for text in [NOTED.trim_start(), "\"Lee Ray\" # lee\n", "# own line\nmine = 3  # my own\n", "\"CFO\" # cfo\n"] {
            assert!(file.contains(text), "{order:?} {text}\n{file}");
        }
    }
}

/// Ann has archived Primo, by the program itself; an older account of its name lies in the archive already.
fn archived() -> Option<Team> {
    let team = Team::with(&[("primo", PRIMO), ("acme", "name = \"Acme\"\n")])?;
    fs::create_dir_all(team.one.path("accounts/archive")).unwrap();
    fs::write(team.one.path("accounts/archive/primo.toml"), "name = \"Primo of old\"\n").unwrap();
    team.sync([0, 0, 0]);
    assert_eq!(inroad(&team.one, &["archive", "primo"]).code, 0);
    assert!(team.one.path("accounts/archive/primo-2.toml").exists());
    Some(team)
}

#[test]
fn an_account_that_one_side_archives_and_the_other_edits_stays_and_both_are_told() {
    let Some(team) = archived() else { return };
    edit(&team.other, PATH, "target", "engaged");
    assert!(sync(&team.one, 0).out.contains("sent  Primo: archived"));
    let said = sync(&team.other, 4);
    assert!(said.err.contains("Primo was archived elsewhere and edited here: it stays in the plan."), "{}", said.err);
    let said = sync(&team.one, 4);
    assert_eq!(said.out, "came  Primo: stage engaged, back from the archive\n");
    assert!(said.err.contains("Primo was archived here and edited elsewhere: it is back in the plan."), "{}", said.err);
    assert!(said.err.contains("theirs stands, what was here is kept"), "{}", said.err);
    team.agree();
    assert!(team.one.file(PATH).contains("engaged") && !team.one.path("accounts/archive/primo-2.toml").exists());
    assert!(team.one.file("accounts/archive/primo.toml").contains("of old"));
    // What came is one step.
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    assert!(!team.one.path(PATH).exists());
    assert_eq!(team.one.file("accounts/archive/primo-2.toml"), PRIMO);
    let said = sync(&team.one, 0);
    assert_eq!(said.out, "sent  Primo: stage target, archived\n", "{}", said.err);
}

#[test]
fn who_archives_what_others_have_edited_meanwhile_gets_it_back_and_they_are_told() {
    let Some(team) = archived() else { return };
    edit(&team.other, PATH, "target", "engaged");
    sync(&team.other, 0);
    let said = sync(&team.one, 4);
    assert!(said.err.contains("Primo was archived here and edited elsewhere: it is back in the plan."), "{}", said.err);
    let said = sync(&team.other, 0);
    assert!(said.err.contains("Primo was archived elsewhere and edited here: it stays in the plan."), "{}", said.err);
    team.agree();
    assert!(team.one.file(PATH).contains("engaged") && !team.one.path("accounts/archive/primo-2.toml").exists());
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    assert_eq!(team.one.file("accounts/archive/primo-2.toml"), PRIMO);
    assert!(!team.one.path(PATH).exists());
}

#[test]
fn what_was_written_before_an_account_was_archived_is_in_it_when_it_stays() {
    for order in [[0, 1, 0], [1, 0, 1]] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        let desks = [&team.one, &team.other];
        edit(&team.one, PATH, "\"Lee Ray\"\n", "\"Lee Ray\"\ntitle = \"CFO\"\n");
        assert_eq!(inroad(&team.one, &["archive", "primo"]).code, 0);
        edit(&team.other, PATH, "target", "engaged");
        for (at, desk) in order.into_iter().enumerate() {
            let code = inroad(desks[desk], &["sync"]).code;
            assert!(code == 0 || (code == 4 && at > 0), "{order:?} {at}: {code}");
        }
        team.agree();
        let file = team.one.file(PATH);
        assert!(file.contains("CFO") && file.contains("engaged"), "{order:?} {file}");
        assert!(!team.one.path("accounts/archive/primo.toml").exists(), "{order:?}");
    }
}

#[test]
fn what_was_written_before_archiving_and_lost_is_told_and_kept_whoever_is_faster() {
    for archives_first in [true, false] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        edit(&team.one, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"Hers\"");
        inroad(&team.one, &["archive", "primo"]);
        edit(&team.other, PATH, "stage = \"target\"", "stage = \"target\"\nwhy = \"His\"");
        let [first, second] = if archives_first { [&team.one, &team.other] } else { [&team.other, &team.one] };
        sync(first, 0);
        let said = sync(second, 4);
        assert!(said.err.contains("2 things wait for a choice"), "{}", said.err);
        let said = sync(first, 4);
        let [stands, lost] = if archives_first { ["His", "Hers"] } else { ["Hers", "His"] };
        let told = format!("Primo: why: both sides changed it; “{stands}” stands now, “{lost}” is kept.");
        assert!(said.err.contains(&told), "{}", said.err);
        team.agree();
        let listed = inroad(first, &["conflicts"]).out;
        assert!(listed.contains(&format!("\tPrimo\twhy\t{stands}\t{lost}\t")), "{listed}");
    }
}

#[test]
fn a_choice_that_waits_goes_into_the_archive_with_its_account_and_comes_back() {
    let Some(team) = overruled() else { return };
    let listed = |at: &str| {
        let listed = inroad(&team.other, &["conflicts"]).out;
        assert!(listed.contains(at) && listed.contains("\twhy\tHis\tHers\t"), "{listed}");
    };
    listed("\tPrimo\t");
    inroad(&team.other, &["archive", "primo"]);
    listed("\tprimo (archived)\t");
    // Another company of that name has nothing to do with it.
    assert_eq!(inroad(&team.other, &["add", "Primo", "--website", "primo.test"]).code, 0);
    listed("\tprimo (archived)\t");
    inroad(&team.other, &["undo"]);
    inroad(&team.other, &["undo"]);
    listed("\tPrimo\t");
    inroad(&team.other, &["archive", "primo"]);
    assert_eq!(inroad(&team.other, &["conflicts", "1", "--take", "kept"]).code, 0);
    assert!(team.other.file("accounts/archive/primo.toml").contains("Hers"));
    assert_eq!(inroad(&team.other, &["conflicts"]).code, 0);
}

#[test]
fn who_deletes_an_account_that_others_edit_is_told_too() {
    let Some(team) = Team::with(&[("primo", PRIMO), ("acme", "name = \"Acme\"\n")]) else { return };
    fs::remove_file(team.one.path(PATH)).unwrap();
    edit(&team.other, PATH, "target", "engaged");
    sync(&team.one, 0);
    let said = sync(&team.other, 4);
    assert!(said.err.contains("Primo was deleted elsewhere and edited here: it stays in the plan."), "{}", said.err);
    assert!(said.out.contains("sent  Primo: there again\n"), "it is not new: {}", said.out);
    let said = sync(&team.one, 4);
    assert_eq!(said.out, "came  Primo: there again\n");
    assert!(said.err.contains("Primo was deleted here and edited elsewhere: it is back in the plan."), "{}", said.err);
    team.agree();
}

#[test]
fn a_playbook_or_holidays_that_one_side_deletes_and_the_other_edits_stay_and_both_are_told() {
    let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-A:one\r\nEND:VCALENDAR\r\n";
    for (file, text, edited, called) in [
        ("playbooks/own.toml", "format = 1\nid = \"own\"\nname = \"Own\"\n", "name = \"Ours\"", "Playbook Ours"),
        ("de.ics", calendar, "X-A:two", "Holidays de"),
    ] {
        for deletes_first in [true, false] {
            let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
            fs::create_dir_all(team.one.path("playbooks")).unwrap();
            fs::write(team.one.path(file), text).unwrap();
            team.sync([0, 0, 0]);
            fs::remove_file(team.one.path(file)).unwrap();
            let from = if edited.starts_with('X') { "X-A:one" } else { "name = \"Own\"" };
            edit(&team.other, file, from, edited);
            let [first, second] = if deletes_first { [&team.one, &team.other] } else { [&team.other, &team.one] };
            sync(first, 0);
            let said = sync(second, 4);
            let later = sync(first, if deletes_first { 4 } else { 0 });
            let [gone, stands] = if deletes_first { [&later, &said] } else { [&said, &later] };
            let told = format!("{called} was deleted here and edited elsewhere: it is back in the plan.");
            assert!(gone.err.contains(&told), "{file} {deletes_first}: {}", gone.err);
            let told = format!("{called} was deleted elsewhere and edited here: it stays in the plan.");
            assert!(stands.err.contains(&told), "{file} {deletes_first}: {}", stands.err);
            team.agree();
            // Whoever wanted it gone may have their way.
            assert!(team.one.file(file).contains(edited));
            assert_eq!(inroad(&team.one, &["conflicts", "1", "--take", "kept"]).code, 0);
            assert!(!team.one.path(file).exists());
        }
    }
}

#[test]
fn two_playbooks_saved_under_one_name_are_one_or_the_other_and_never_half_of_each() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let mine = |channel: &str| {
        format!("format = 1\nname = \"Mine\"\n\n[[touches]]\nkey = \"t1\"\nchannel = \"{channel}\"\nday = 0\n")
    };
    let file = "playbooks/mine.toml";
    for (desk, channel) in [(&team.one, "letter"), (&team.other, "call")] {
        fs::create_dir_all(desk.path("playbooks")).unwrap();
        fs::write(desk.path(file), mine(channel)).unwrap();
    }
    sync(&team.one, 0);
    sync(&team.other, 4);
    let said = sync(&team.one, 4);
    assert!(
        said.err.contains("Playbook Mine: both sides changed it; theirs stands now, yours is kept."),
        "{}",
        said.err
    );
    team.agree();
    assert_eq!(team.one.file(file), mine("call"));
    assert_eq!(inroad(&team.one, &["conflicts", "1", "--take", "kept"]).code, 0);
    assert_eq!(team.one.file(file), mine("letter"));
}

#[test]
fn a_text_that_both_wrote_and_one_lost_is_kept_for_who_lost_it() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::write(team.one.path("NOTES.md"), "one\n").unwrap();
    git(&team.one, &["add", "NOTES.md"]);
    team.sync([0, 0, 0]);
    fs::write(team.one.path("NOTES.md"), "hers\n").unwrap();
    fs::write(team.other.path("NOTES.md"), "his\n").unwrap();
    sync(&team.one, 0);
    sync(&team.other, 4);
    let said = sync(&team.one, 4);
    let want = "File NOTES.md: both sides changed it; theirs stands now, yours is kept.";
    assert!(said.err.contains(want), "{}", said.err);
    team.agree();
    assert!(team.one.file("NOTES.md") == "his\n" && conflicts(&team.one).contains("hers"));
}

#[test]
fn settings_and_playbooks_are_told_by_their_names() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let goals = "\n[[goals]]\nid = \"g1aa\"\ntitle = \"Six new logos\"\nwhy = \"Two hires\"\n";
    fs::write(team.one.path("plan.toml"), format!("{}{goals}", team.one.file("plan.toml"))).unwrap();
    let playbook = "name = \"Short one\"\nsource = \"Ours\"\n\n[[touches]]\nday = 1\nchannel = \"email\"\n";
    fs::create_dir_all(team.one.path("playbooks")).unwrap();
    fs::write(team.one.path("playbooks/short.toml"), playbook).unwrap();
    team.sync([0, 0, 0]);
    for (desk, whose) in [(&team.one, "Hers"), (&team.other, "His")] {
        edit(desk, "plan.toml", "Two hires", whose);
        edit(desk, "playbooks/short.toml", "\"Ours\"", &format!("\"{whose}\""));
    }
    sync(&team.one, 0);
    sync(&team.other, 4);
    let said = sync(&team.one, 4);
    for want in ["Plan: why of goal Six new logos: both sides", "Playbook Short one: source: both sides"] {
        assert!(said.err.contains(want), "{want}: {}", said.err);
    }
}

#[test]
fn somebody_is_faster() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "target", "engaged");
    edit(&team.other, PATH, "Lee Ray", "Lee Ray-Fox");
    // Just before this one sends, the other one has.
    let path = std::env::var("PATH").unwrap();
    let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|path| path.exists()).unwrap();
    let folder = team.home().join("bin");
    fs::create_dir(&folder).unwrap();
    let home = team.one.home().display().to_string();
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in *' push '*) if mkdir '{flag}' 2>/dev/null; then env -i PATH=\"$REAL\" HOME='{home}' \
         XDG_STATE_HOME='{home}/state' INROAD_PLAN='{home}/plan' '{inroad}' sync >/dev/null 2>&1; fi;; esac\nexec '{git}' \"$@\"\n",
        flag = team.home().join("once").display(),
        inroad = env!("CARGO_BIN_EXE_inroad"),
        git = real.display(),
    );
    fs::write(folder.join("git"), script).unwrap();
    fs::set_permissions(folder.join("git"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut program = team.other.program();
    program.env("PATH", format!("{}:{path}", folder.display())).env("REAL", &path).arg("sync");
    let outcome = crate::desk::Outcome::of(&mut program);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(team.home().join("once").exists(), "the other one was faster");
    assert!(outcome.out.contains("came  Primo: stage engaged"), "{}", outcome.out);
    sync(&team.one, 0);
    team.agree();
    assert!(team.one.file(PATH).contains("Lee Ray-Fox"));
}

#[test]
fn without_a_line_it_says_how_far_apart_they_are() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    let (there, away) = (team.shared_path(), team.home().join("away"));
    edit(&team.other, PATH, "target", "engaged");
    sync(&team.other, 0);
    git(&team.one, &["fetch", "--quiet"]);
    fs::rename(&there, &away).unwrap();
    edit(&team.one, PATH, "Lee Ray", "Lee Fox");
    let said = sync(&team.one, 1);
    assert!(
        said.out.contains("1 ahead, 1 behind") && said.err.contains("can't be reached"),
        "{}{}",
        said.out,
        said.err
    );
    edit(&team.one, PATH, "Lee Fox", "Lee Roy");
    let json = inroad(&team.one, &["sync", "--json"]).json();
    assert_eq!((json["ahead"].as_u64(), json["behind"].as_u64()), (Some(2), Some(1)), "{json}");
    assert!(json["offline"].is_string(), "{json}");
    fs::rename(&away, &there).unwrap();
    let said = sync(&team.one, 0);
    assert_eq!(said.out.lines().collect::<Vec<_>>(), ["sent  Primo: name of Lee Roy", "came  Primo: stage engaged"]);
    sync(&team.other, 0);
    team.agree();
}

#[test]
fn what_was_taken_back_can_be_done_again_whatever_came_meanwhile() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    assert_eq!(inroad(&team.one, &["set", "primo", "why", "Hers"]).code, 0);
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    edit(&team.other, PATH, "stage = \"target\"", "stage = \"engaged\"");
    sync(&team.other, 0);
    sync(&team.one, 0);
    assert_eq!(inroad(&team.one, &["redo"]).code, 0);
    let file = team.one.file(PATH);
    assert!(file.contains("Hers") && file.contains("engaged"), "{file}");
    // What came is a step too, by its name, and stays where hers is taken back.
    assert_eq!(inroad(&team.one, &["undo", &step(&team.one, "Primo: why set")]).code, 0);
    assert!(team.one.file(PATH).contains("engaged"));
    assert_eq!(inroad(&team.one, &["undo", &step(&team.one, "Synced: Primo")]).code, 0);
    assert!(team.one.file(PATH).contains("\"target\""));
}

#[test]
fn an_archiving_is_not_done_again_over_what_others_wrote_meanwhile() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    team.sync([0, 0, 0]);
    inroad(&team.one, &["archive", "primo"]);
    assert_eq!(inroad(&team.one, &["undo"]).code, 0);
    edit(&team.other, PATH, "stage = \"target\"", "stage = \"engaged\"");
    sync(&team.other, 0);
    sync(&team.one, 0);
    let said = inroad(&team.one, &["redo"]);
    assert!(said.code != 0 && said.err.contains("it has been changed since; nothing was moved"), "{}", said.err);
    assert!(team.one.file(PATH).contains("engaged") && !team.one.path("accounts/archive/primo.toml").exists());
}

#[test]
fn line_ends_and_marks_stay_as_they_are() {
    let windows = format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"));
    let Some(team) = Team::with(&[("primo", &windows)]) else { return };
    for desk in [&team.one, &team.other] {
        git(desk, &["config", "core.autocrlf", "input"]);
    }
    edit(&team.one, PATH, "\"target\"\r\n", "\"engaged\"\r\n");
    edit(&team.other, PATH, "\"Lee Ray\"\r\n", "\"Lee Ray\"\r\ntitle = \"CFO\"\r\n");
    team.sync([0, 0, 0]);
    let want = windows.replace("\"target\"", "\"engaged\"").replace("\"Lee Ray\"", "\"Lee Ray\"\r\ntitle = \"CFO\"");
    assert_eq!(team.one.file(PATH), want);
}

#[test]
fn line_ends_that_one_side_has_changed_stay_so_whoever_is_faster() {
    for order in [[0, 1, 0], [1, 0, 1]] {
        let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
        let desks = [&team.one, &team.other];
        fs::write(team.one.path(PATH), format!("\u{feff}{}", PRIMO.replace('\n', "\r\n"))).unwrap();
        edit(&team.other, PATH, "\"Lee Ray\"\n", "\"Lee Ray\"\ntitle = \"CFO\"\n");
        for at in order {
            sync(desks[at], 0);
        }
        team.agree();
        let want = PRIMO.replace("\"Lee Ray\"", "\"Lee Ray\"\ntitle = \"CFO\"");
        assert_eq!(team.one.file(PATH), format!("\u{feff}{}", want.replace('\n', "\r\n")), "{order:?}");
    }
}

#[test]
fn sequences_that_both_begin_in_the_same_moment_are_two() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    for (desk, playbook) in [(&team.one, "account-entry-10"), (&team.other, "trigger-sprint-9")] {
        let roles = ["first=dana", "second=lee"].iter().flat_map(|role| ["--to", role]);
        let words: Vec<&str> = ["start", "primo", "--playbook", playbook].into_iter().chain(roles).collect();
        let said = inroad(desk, &words);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    team.sync([0, 0, 0]);
    let tree: toml::Table = team.one.file(PATH).parse().unwrap();
    let sequences = tree["sequences"].as_array().unwrap();
    let touches = sequences.iter().flat_map(|sequence| sequence["touches"].as_array().unwrap());
    let mut ids: Vec<&str> = touches.map(|touch| touch["id"].as_str().unwrap()).collect();
    assert_eq!((sequences.len(), ids.len()), (3, 21));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 21);
}

#[test]
fn days_off_that_both_add_are_all_there() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    for (desk, day) in [(&team.one, "2026-12-24"), (&team.other, "2026-12-31")] {
        let plan = desk.file("plan.toml");
        assert!(plan.contains("holidays = []"), "{plan}");
        edit(desk, "plan.toml", "holidays = []", &format!("holidays = [{day}]"));
    }
    team.sync([0, 0, 0]);
    let plan = team.one.file("plan.toml");
    assert!(plan.contains("2026-12-24") && plan.contains("2026-12-31"), "{plan}");
}

#[test]
fn whoever_joins_with_an_empty_plan_gets_everything() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, "plan.toml", "why = \"\"", "why = \"Six new logos\"");
    edit(&team.one, ".gitignore", "*~", "*~\n*.bak");
    sync(&team.one, 0);
    let third = member("cy", Desk::empty());
    let said = inroad(&third, &["sync", "--remote", &team.shared()]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert_eq!(inroad(&third, &["add", "Globex"]).code, 0);
    sync(&third, 0);
    assert!(third.file("plan.toml").contains("Six new logos") && third.path(PATH).exists());
    sync(&team.one, 0);
    assert!(team.one.path("accounts/globex.toml").exists());
}

#[test]
fn what_is_no_toml_is_never_sent() {
    let Some(team) = Team::with(&[("primo", PRIMO), ("acme", "name = \"Acme\"\n")]) else { return };
    edit(&team.one, PATH, "name = \"Primo\"", "name = \"Primo\nwhy = \"Much work\"");
    edit(&team.one, "accounts/acme.toml", "Acme", "Acme Inc");
    let said = sync(&team.one, 1);
    assert!(said.err.contains("accounts/primo.toml:2:14: this is not TOML"), "{}", said.err);
    assert!(said.err.contains("Nothing was sent; mend it and sync again"), "{}", said.err);
    // Nor when it was committed by hand.
    git(&team.one, &["commit", "--quiet", "--all", "-m", "by hand"]);
    edit(&team.other, PATH, "target", "engaged");
    sync(&team.other, 0);
    let said = sync(&team.one, 1);
    assert!(said.err.contains("primo.toml"), "{}", said.err);
    sync(&team.other, 0);
    assert!(
        team.other.file(PATH).contains("name = \"Primo\"\n") && !team.other.file("accounts/acme.toml").contains("Inc")
    );
    assert!(team.one.file(PATH).contains("Much work"), "what was written stays where it was");
    edit(&team.one, PATH, "name = \"Primo\n", "name = \"Primo\"\n");
    team.sync([0, 0, 0]);
    for text in ["Much work", "name = \"Primo\"\n", "engaged"] {
        assert!(team.other.file(PATH).contains(text), "{}", team.other.file(PATH));
    }
    assert!(team.other.file("accounts/acme.toml").contains("Acme Inc"));
}

#[test]
fn what_comes_broken_is_told_and_nothing_is_sent_until_it_is_mended() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::write(team.one.path("accounts/bad.toml"), "broken = = \n").unwrap();
    let marks = "name = \"Marks\"\n<<<<<<< HEAD\ntier = 1\n=======\ntier = 2\n>>>>>>> x\n";
    fs::write(team.one.path("accounts/marks.toml"), marks).unwrap();
    git(&team.one, &["add", "accounts"]);
    git(&team.one, &["commit", "--quiet", "-m", "by hand"]);
    git(&team.one, &["push", "--quiet", "origin", "HEAD:main"]);
    let said = sync(&team.other, 0);
    for place in ["accounts/bad.toml:1:10: this is not TOML", "accounts/marks.toml:2:1: a conflict that git"] {
        assert!(said.err.contains(place), "{}", said.err);
    }
    assert!(said.err.contains("nothing is sent from here until it is mended"), "{}", said.err);
    edit(&team.other, PATH, "target", "engaged");
    let before = git(&team.other, &["ls-remote", "origin"]);
    let said = sync(&team.other, 1);
    assert!(said.err.contains("accounts/bad.toml:1:10") && said.err.contains("Nothing was sent"), "{}", said.err);
    assert_eq!(git(&team.other, &["ls-remote", "origin"]), before);
    for name in ["bad", "marks"] {
        fs::write(team.other.path(&format!("accounts/{name}.toml")), format!("name = \"{name}\"\n")).unwrap();
    }
    sync(&team.other, 0);
    // Who wrote them there chooses; who only took them takes what they were mended to.
    sync(&team.one, 4);
    assert!(team.one.file(PATH).contains("engaged") && team.one.file("accounts/bad.toml").contains("\"bad\""));
}

#[test]
fn what_came_broken_and_was_mended_where_it_was_written_is_taken_as_it_is_now() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "name = \"Primo\"", "name = \"Primo");
    git(&team.one, &["commit", "--quiet", "--all", "-m", "by hand"]);
    git(&team.one, &["push", "--quiet", "origin", "HEAD:main"]);
    let place = "accounts/primo.toml:2:";
    sync(&team.other, 0);
    for desk in [&team.other, &team.one] {
        let said = sync(desk, 0);
        assert!(said.err.contains(place) && said.err.contains("nothing is sent from here"), "{}", said.err);
    }
    fs::write(team.one.path(PATH), PRIMO.replace("target", "engaged")).unwrap();
    sync(&team.one, 0);
    let said = sync(&team.other, 0);
    assert_eq!(said.err, "", "nobody has to choose");
    team.agree();
    assert!(!sync(&team.other, 0).err.contains(place));
    // Whoever has tried to mend it here is asked.
    edit(&team.one, PATH, "name = \"Primo\"", "name = \"Primo");
    git(&team.one, &["commit", "--quiet", "--all", "-m", "by hand"]);
    git(&team.one, &["push", "--quiet", "origin", "HEAD:main"]);
    sync(&team.other, 0);
    edit(&team.other, PATH, "Lee Ray", "Lee Fox");
    fs::write(team.one.path(PATH), PRIMO).unwrap();
    sync(&team.one, 0);
    inroad(&team.other, &["sync"]);
    assert!(team.other.file(PATH).contains("Lee Fox") || conflicts(&team.other).contains("Lee Fox"));
}

#[test]
fn what_others_made_of_a_file_that_is_no_toml_takes_nothing_from_who_wrote_it() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    edit(&team.one, PATH, "name = \"Primo\"", "name = \"Primo\nwhy = \"Much work\"");
    git(&team.one, &["commit", "--quiet", "--all", "-m", "by hand"]);
    git(&team.one, &["push", "--quiet", "origin", "HEAD:main"]);
    edit(&team.other, PATH, "target", "engaged");
    sync(&team.other, 4);
    let said = sync(&team.one, 4);
    assert!(said.err.contains("accounts/primo.toml is no TOML here and was changed elsewhere"), "{}", said.err);
    assert!(team.one.file(PATH).contains("engaged"));
    assert!(conflicts(&team.one).contains("Much work"), "{}", conflicts(&team.one));
}

#[test]
fn other_files_of_the_repository_are_shared_too() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    fs::write(team.one.path("notes.md"), "one\ntwo\nthree\n").unwrap();
    fs::write(team.one.path("logo.png"), b"\x89PNG\xff\x00").unwrap();
    fs::write(team.one.path("secret.txt"), "mine\n").unwrap();
    git(&team.one, &["add", "notes.md", "logo.png"]);
    sync(&team.one, 0);
    sync(&team.other, 0);
    assert!(fs::read(team.other.path("logo.png")).unwrap() == b"\x89PNG\xff\x00", "what git knows is shared");
    assert!(!team.other.path("secret.txt").exists(), "what lies in the folder is not shared unasked");
    edit(&team.one, "notes.md", "one", "ONE");
    edit(&team.other, "notes.md", "three", "THREE");
    fs::remove_file(team.one.path("secret.txt")).unwrap();
    team.sync([0, 0, 0]);
    assert_eq!(team.one.file("notes.md"), "ONE\ntwo\nTHREE\n");
    // Lines that both changed.
    edit(&team.one, "notes.md", "two", "2");
    edit(&team.other, "notes.md", "two", "zwei");
    team.sync([0, 4, 4]);
    assert!(team.one.file("notes.md").contains("zwei") && conflicts(&team.other).contains("ONE"));
    // What is no text can't be merged.
    fs::write(team.one.path("logo.png"), b"\x89PNG\xff\x01").unwrap();
    fs::write(team.other.path("logo.png"), b"\x89PNG\xff\x02").unwrap();
    sync(&team.one, 0);
    let said = sync(&team.other, 1);
    assert!(said.err.contains("logo.png: it was changed on both sides and is no text"), "{}", said.err);
}

#[test]
fn a_git_that_does_not_know_who_one_is_says_what_to_do() {
    if !has_git() {
        return;
    }
    let desk = Desk::with(&[("primo", PRIMO)]);
    fs::write(desk.home().join(".gitconfig"), "[user]\n\tuseConfigOnly = true\n").unwrap();
    let said = inroad(&desk, &["sync", "--remote", "/nowhere/plan.git"]);
    assert!(said.code == 1 && said.err.contains("git config --global user.email"), "{}", said.err);
}

#[test]
fn what_both_have_made_alike_has_not_come() {
    let Some(team) = Team::with(&[("primo", PRIMO)]) else { return };
    sync(&team.other, 0);
    for desk in [&team.one, &team.other] {
        std::fs::write(desk.path("accounts/acme.toml"), "name = \"Acme\"\n").unwrap();
        edit(desk, PATH, "\"target\"", "\"engaged\"");
    }
    sync(&team.one, 0);
    assert_eq!(sync(&team.other, 0).out, "nothing new on either side\n");
    assert_eq!(git(&team.other, &["log", "-1", "--format=%s"]), "Merge: the same on both sides\n");
    assert_eq!(sync(&team.one, 0).out, "nothing new on either side\n");
    team.agree();
}
