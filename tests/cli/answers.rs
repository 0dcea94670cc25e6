//! What each answer does to the account, and what a touch that is worked leaves in its file.

use serde_json::{Value, json};

use crate::desk::Desk;

/// How many touches of the first sequence stand like this; without a word they are planned.
fn standing(account: &Value, status: &str) -> usize {
    let touches = account["sequences"][0]["touches"].as_array().unwrap();
    touches.iter().filter(|touch| touch["status"].as_str().unwrap_or("planned") == status).count()
}

fn person<'a>(account: &'a Value, id: &str) -> &'a Value {
    account["people"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap()
}

#[test]
fn every_answer_has_its_consequence() {
    // The answer and more words; then the stage, and how many touches are held and cancelled.
    let cases: [(&[&str], &str, usize, usize); 12] = [
        (&["replied", "--touch", "1"], "engaged", 9, 0),
        (&["replied", "--person", "Dana", "--only"], "engaged", 8, 0),
        (&["meeting-booked", "--person", "Lee", "--at", "thu 10:00"], "meeting", 9, 0),
        (&["call-back", "--person", "Lee", "--until", "fri"], "engaged", 0, 0),
        (&["send-something", "--person", "Lee", "--until", "fri"], "engaged", 0, 0),
        (&["accepted", "--person", "Dana"], "in-sequence", 0, 0),
        (&["referred", "--person", "Dana", "--to", "Ana Diaz, Head of Demand"], "in-sequence", 0, 8),
        (&["out-of-office", "--person", "Dana", "--until", "2 dec"], "in-sequence", 0, 0),
        (&["not-interested", "--person", "Dana"], "in-sequence", 0, 8),
        (&["bounced", "--touch", "1"], "in-sequence", 0, 0),
        (&["unsubscribed", "--person", "Dana"], "in-sequence", 0, 8),
        (&["contact-later", "--person", "Dana", "--until", "15 dec"], "in-sequence", 0, 0),
    ];
    for (words, stage, held, cancelled) in cases {
        let desk = Desk::demo();
        desk.does(&[&["answer", "primo"], words, &["--text", "In their words"]].concat());
        let primo = desk.shows("primo");
        assert_eq!(primo["stage"], stage, "{words:?}");
        assert_eq!((standing(&primo, "held"), standing(&primo, "cancelled")), (held, cancelled), "{words:?}");
        let log = primo["log"].as_array().unwrap();
        let entry = log.iter().find(|entry| entry["text"] == "In their words").unwrap();
        assert_eq!((&entry["kind"], &entry["outcome"]), (&json!("answer"), &json!(words[0])), "{words:?}");
        assert_eq!((&entry["at"], &entry["by"]), (&json!("2026-11-23T09:00:00Z"), &json!("sam")), "{words:?}");
        assert_eq!(desk.run("doctor").code, 0, "{words:?}");
    }
}

#[test]
fn what_an_answer_names_is_written_down() {
    let desk = Desk::demo();
    desk.does(&[
        "answer",
        "primo",
        "referred",
        "--person",
        "Dana",
        "--to",
        "Ana Diaz, Head of Demand, ana@primo.example",
    ]);
    let primo = desk.shows("primo");
    let ana = person(&primo, "ana-diaz");
    assert_eq!((&ana["title"], &ana["referred_by"]), (&json!("Head of Demand"), &json!("dana-cole")));
    assert_eq!(ana["emails"][0]["value"], "ana@primo.example");

    desk.does(&["answer", "primo", "out-of-office", "--person", "Ana", "--until", "2 dec"]);
    let away = person(&desk.shows("primo"), "ana-diaz")["away"].clone();
    assert_eq!((&away[0]["from"], &away[0]["to"]), (&json!("2026-11-23"), &json!("2026-12-02")));

    desk.does(&["answer", "primo", "call-back", "--person", "Ana", "--until", "fri"]);
    let steps = desk.shows("primo")["next_steps"].as_array().unwrap().clone();
    assert!(steps.iter().any(|step| step["person"] == "ana-diaz" && step["by"] == "2026-11-27"), "{steps:?}");

    desk.does(&["answer", "primo", "meeting-booked", "--person", "Ana", "--at", "thu 10:00"]);
    let meetings = desk.shows("primo")["meetings"].as_array().unwrap().clone();
    assert!(meetings.iter().any(|each| each["at"] == "2026-11-26T10:00:00-06:00" && each["status"] == "booked"));

    desk.does(&["answer", "primo", "unsubscribed", "--person", "Ana"]);
    assert_eq!(person(&desk.shows("primo"), "ana-diaz")["do_not_contact"], true);
}

#[test]
fn a_mail_that_bounced_is_to_be_sent_again_to_another_address() {
    let desk = Desk::demo();
    let before = desk.shows("primo")["sequences"][0]["touches"][0].clone();
    let outcome = desk.run("answer primo bounced --touch 1");
    assert!(outcome.code == 0 && outcome.err.contains("again today as touch 2"), "{}", outcome.err);
    let primo = desk.shows("primo");
    assert_eq!(person(&primo, "dana-cole")["emails"][0], json!({ "value": "dana@primo.example", "bad": "2026-11-23" }));
    let (sent, again) = (&primo["sequences"][0]["touches"][0], &primo["sequences"][0]["touches"][1]);
    assert_eq!(*sent, before, "when it was sent stays on record");
    assert_eq!((&again["due"], &again["status"], &again["closed"]), (&json!("2026-11-23"), &Value::Null, &Value::Null));
    assert_eq!(again["subject"], sent["subject"]);
}

#[test]
fn much_later_means_to_come_back_to_the_account() {
    let desk = Desk::demo();
    let outcome = desk.args(&["answer", "primo", "contact-later", "--person", "Dana", "--until", "1 feb"]);
    assert!(outcome.err.contains("--revisit"), "it is offered, not done: {}", outcome.err);
    assert_eq!(desk.shows("primo")["sequences"][0]["touches"][1]["due"], "2027-02-01");
    let desk = Desk::demo();
    desk.does(&["answer", "primo", "contact-later", "--person", "Dana", "--until", "1 feb", "--revisit"]);
    let primo = desk.shows("primo");
    assert_eq!((&primo["revisit"], standing(&primo, "held")), (&json!("2027-02-01"), 8));
    desk.does(&["answer", "corvane", "contact-later", "--person", "Tom", "--until", "15 dec"]);
    let touches = desk.list("touches corvane");
    let next = touches.iter().find(|touch| touch["person"] == "tom-whitlock" && touch["due"].is_string()).unwrap();
    assert_eq!(next["due"], "2026-12-15");
}

#[test]
fn whoever_answers_and_is_new_is_added_and_told() {
    let desk = Desk::demo();
    let outcome = desk.args(&["answer", "primo", "replied", "--person", "Ana Diaz, Head of Demand", "--text", "Hello"]);
    assert!(outcome.code == 0 && outcome.err.contains("Ana Diaz added"), "{}", outcome.err);
    let primo = desk.shows("primo");
    assert_eq!(person(&primo, "ana-diaz")["title"], "Head of Demand");
    let log = primo["log"].as_array().unwrap();
    assert_eq!(log.iter().find(|entry| entry["text"] == "Hello").unwrap()["person"], "ana-diaz");
}

#[test]
fn what_follows_from_an_answer_is_told_and_what_is_missing_asked_for() {
    let desk = Desk::demo();
    let outcome = desk.args(&["answer", "primo", "out-of-office", "--person", "Dana", "--until", "2 dec"]);
    assert!(outcome.err.contains("touches move: #2 Thu 19 Nov → Thu 3 Dec, #3 "), "{}", outcome.err);
    let outcome = desk.args(&["answer", "primo", "replied", "--person", "Dana", "--next", "Send the case"]);
    assert!(outcome.err.contains("the next step has no date yet"), "{}", outcome.err);
    desk.does(&["answer", "primo", "call-back", "--person", "Lee", "--until", "thu 14:30", "--text", "Q4 numbers"]);
    let steps = desk.shows("primo")["next_steps"].as_array().unwrap().clone();
    assert!(steps.iter().any(|step| step["what"] == "Send the case" && step["person"] == "dana-cole"), "{steps:?}");
    let call = json!("Call back at 14:30: Q4 numbers");
    assert!(steps.iter().any(|step| step["what"] == call && step["by"] == "2026-11-26"), "{steps:?}");
}

#[test]
fn a_referral_can_take_the_rest_with_it() {
    let desk = Desk::demo();
    desk.does(&["answer", "primo", "referred", "--person", "Dana", "--to", "Ana Diaz", "--retarget"]);
    let primo = desk.shows("primo");
    let touches = primo["sequences"][0]["touches"].as_array().unwrap();
    let ana = touches.iter().filter(|touch| touch["person"] == "ana-diaz").count();
    assert_eq!((ana, standing(&primo, "cancelled")), (9, 0), "the eight that were Dana's, after the referral");
    assert_eq!(primo["sequences"][0]["to"]["first"], "ana-diaz");
}

#[test]
fn an_answer_that_can_not_be_is_refused_and_changes_nothing() {
    let desk = Desk::demo();
    let before = desk.tree();
    let cases: [(&[&str], &str); 13] = [
        (&["replied", "--on", "tomorrow"], "still to come"),
        (&["shrugged"], "none of replied, meeting-booked"),
        (&["replied", "--touch", "99"], "no touch “99”"),
        (&["replied", "--person", "Dena Cole"], "did you mean Dana Cole?"),
        (&["out-of-office", "--person", "Dana", "--until", "someday"], "is no date"),
        (&["referred", "--person", "Dana", "--to", " "], "Dana Cole, VP Marketing"),
        (&["meeting-booked", "--person", "Dana", "--at", "sometime"], "sometime"),
        (&["meeting-booked", "--person", "Dana"], "needs a time"),
        (&["out-of-office", "--person", "Dana"], "needs the day they are back"),
        (&["contact-later", "--person", "Dana"], "needs a date"),
        (&["call-back", "--person", "Dana"], "needs a date"),
        (&["referred", "--to", "Ana Diaz"], "whose answer is it?"),
        (&["bounced", "--person", "Dana", "--touch", "1", "--on", "someday"], "is no date"),
    ];
    for (words, helps) in cases {
        desk.refuses(&[&["answer", "primo"], words].concat(), 2, helps);
    }
    assert_eq!(desk.tree(), before);
}

#[test]
fn what_moves_when_a_touch_is_worked_is_told_on_stderr() {
    let desk = Desk::demo();
    let outcome = desk.run("postpone primo 3 +5bd");
    assert_eq!((outcome.code, outcome.out.as_str()), (0, ""));
    assert!(outcome.err.contains("touches move: #3 Tue 24 Nov → "), "{}", outcome.err);
    let file = desk.file("accounts/primo.toml");
    assert!(file.contains("due = 2026-12-01\n"), "{file}");

    let outcome = desk.run("done primo 2 --result left-voicemail");
    assert_eq!((outcome.code, outcome.out.as_str()), (0, ""));
    let file = desk.file("accounts/primo.toml");
    let written = "status = \"done\"\nclosed = 2026-11-23T09:00:00Z\nresult = \"left-voicemail\"\n";
    assert!(file.contains(written), "{file}");
}

#[test]
fn the_clock_that_is_given_is_the_one_that_is_written() {
    let desk = Desk::demo();
    desk.does(&["--today", "2026-11-23T14:00-06:00", "done", "primo", "2", "--learned", "She asks for numbers."]);
    let file = desk.file("accounts/primo.toml");
    for part in ["closed = 2026-11-23T14:00:00-06:00\n", "learned = \"She asks for numbers.\"\n"] {
        assert!(file.contains(part), "{part}\n{file}");
    }
}
