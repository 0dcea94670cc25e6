//! Answers that both sides have put down: one and the same is one, and of two both sides are told.

use crate::apart::PRIMO;
use crate::desk::Desk;
use crate::team::{Team, conflicts, inroad, member, step, sync};

/// Both have put down that Dana has replied, at that minute of that day, in these words.
fn replied(his: (&str, &str)) -> Option<Team> {
    let team = Team::with(&[("primo", PRIMO)])?;
    for (desk, (at, text)) in [(&team.one, ("2026-11-23T09:00-06:00", "hello")), (&team.other, his)] {
        let words = ["--today", at, "answer", "primo", "replied", "--person", "dana", "--text", text];
        assert_eq!(inroad(desk, &words).code, 0, "{at}");
    }
    Some(team)
}

fn answers(desk: &Desk) -> usize {
    desk.file("accounts/primo.toml").matches("outcome = \"replied\"").count()
}

#[test]
fn the_same_answer_minutes_apart_is_one() {
    let Some(team) = replied(("2026-11-23T09:07-06:00", "hello")) else { return };
    let text = team.one.file("accounts/primo.toml");
    for desk in [&team.one, &team.other, &team.one] {
        let said = sync(desk, 0);
        assert!(!said.err.contains("twice"), "{}", said.err);
    }
    team.agree();
    assert_eq!((answers(&team.one), team.one.file("accounts/primo.toml")), (1, text), "hers, which has been sent");
    assert_eq!(conflicts(&team.one) + &conflicts(&team.other), "");
    // Taken back, his is there again, and hers goes.
    assert_eq!(inroad(&team.other, &["undo"]).code, 0);
    assert!(team.other.file("accounts/primo.toml").contains("09:07:00"));
}

#[test]
fn another_answer_is_another_and_both_sides_are_told() {
    for (his, code) in [(("2026-11-23T09:07-06:00", "call me"), 0), (("2026-11-24T09:00-06:00", "hello"), 4)] {
        let Some(team) = replied(his) else { return };
        let third = member("cy", Desk::bare());
        crate::team::git(&team.one, &["clone", "--quiet", &team.shared(), &third.path("").display().to_string()]);
        assert_eq!(inroad(&third, &["sync", "--remote", &team.shared()]).code, 0);
        let told = "Primo: what came back from Dana Cole was put down on both sides and stands twice now";
        sync(&team.one, 0);
        // On another day both came to another stage on it.
        for desk in [&team.other, &team.one] {
            let said = sync(desk, code);
            assert!(said.err.contains(told), "{his:?}: {}", said.err);
        }
        assert_eq!(answers(&team.one), 2);
        assert!(!sync(&third, 0).err.contains(told), "who has put down neither is not told");
        assert!(!sync(&team.one, 0).err.contains(told), "once");
    }
}

#[test]
fn whoever_takes_one_of_two_answers_back_is_told_that_the_other_stands_without_what_came_of_it() {
    let Some(team) = replied(("2026-11-23T09:07-06:00", "call me")) else { return };
    for desk in [&team.one, &team.other] {
        sync(desk, 0);
    }
    let own = step(&team.other, "Primo: replied");
    let said = inroad(&team.other, &["undo", &own]);
    let told = "Primo: an answer of Dana Cole still stands, but what came of it is taken back as well";
    assert!(said.code == 0 && said.err.contains(told), "{}", said.err);
    assert_eq!(answers(&team.other), 1);
    assert!(!inroad(&team.other, &["redo"]).err.contains(told));
}
