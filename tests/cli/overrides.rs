//! What follows from answers, and which results are offered, where plan.toml says otherwise.

use crate::desk::Desk;

/// The demo plan with that at its end.
fn with(more: &str) -> Desk {
    let desk = Desk::demo();
    let plan = desk.file("plan.toml");
    std::fs::write(desk.path("plan.toml"), format!("{plan}\n{more}")).unwrap();
    desk
}

#[test]
fn an_answer_has_the_consequences_that_the_plan_says() {
    let desk = with("[answers.replied]\nstage = \"none\"\nstops = \"nothing\"\n[answers.bounced]\nreopens = false\n");
    assert_eq!(desk.run("doctor").code, 0, "{}", desk.run("doctor").out);
    desk.does(&["answer", "primo", "replied", "--touch", "1"]);
    desk.does(&["answer", "primo", "bounced", "--touch", "1"]);
    let primo = desk.shows("primo");
    assert_eq!(primo["stage"], "in-sequence");
    let touches = primo["sequences"][0]["touches"].as_array().unwrap();
    assert_eq!(touches.len(), 10, "nothing stands once more");
    assert!(touches[1..].iter().all(|touch| touch.get("status").is_none()), "nothing is held");
}

#[test]
fn the_first_result_that_the_plan_offers_is_the_usual_one() {
    let desk = with("[results]\ncall = [\"left-voicemail\", \"no-answer\"]\n");
    assert_eq!(desk.run("doctor").code, 0, "{}", desk.run("doctor").out);
    desk.does(&["done", "primo", "2"]);
    assert_eq!(desk.shows("primo")["sequences"][0]["touches"][1]["result"], "left-voicemail");
    // What is not offered can still have happened.
    let other = with("[results]\ncall = [\"left-voicemail\"]\n");
    other.does(&["done", "primo", "2", "--result", "connected"]);
    other.refuses(&["done", "primo", "3", "--result", "connected"], 2, "sent");
}

#[test]
fn what_can_not_be_is_told_at_its_line_and_leaves_the_rest_as_usual() {
    let more = "[answers.replied]\nstage = \"wooing\"\nstops = \"all\"\nreopens = \"no\"\n[answers.shrugged]\nstage = \"won\"\n\
                [results]\ncall = [\"sent\", \"hung-up\", \"no-answer\"]\nfax = [\"sent\"]\n";
    let desk = with(more);
    let line_of = |part: &str| desk.file("plan.toml").lines().position(|line| line.starts_with(part)).unwrap() + 1;
    let told = desk.run("doctor").out;
    for (line, says) in [
        (line_of("stage = \"wooing\""), "“wooing” is none of target"),
        (line_of("stops = "), "“all” is none of nothing, hold, cancel"),
        (line_of("reopens = "), "expected true or false, found “no”"),
        (line_of("[answers.shrugged]"), "“shrugged” is none of replied, meeting-booked"),
        (line_of("call = "), "“hung-up” is none of sent, no-answer"),
        (line_of("call = "), "“sent” is no result of call; it has no-answer, left-voicemail"),
        (line_of("fax = "), "“fax” is none of email, call"),
    ] {
        let is_told = told.lines().any(|told| told.starts_with(&format!("plan.toml:{line}")) && told.contains(says));
        assert!(is_told, "{line}: {says}\n{told}");
    }
    desk.does(&["done", "primo", "2"]);
    desk.does(&["answer", "primo", "replied", "--touch", "1"]);
    let primo = desk.shows("primo");
    assert_eq!(primo["stage"], "engaged");
    assert_eq!(primo["sequences"][0]["touches"][1]["result"], "no-answer");
    // Somebody who writes something else there loses nothing of it.
    desk.does(&["away", "mon", "fri"]);
    assert!(desk.file("plan.toml").ends_with(more), "{}", desk.file("plan.toml"));
}
