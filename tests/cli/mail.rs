//! `answer --mail`: what letters on stdin do to the plan, and which of them do nothing.

use serde_json::{Value, json};

use crate::desk::{Desk, Outcome};

fn letter(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/mail/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Pipe bytes into `answer --mail -`, with more words.
fn pipe(desk: &Desk, bytes: &[u8], words: &[&str]) -> Outcome {
    Outcome::of(desk.program().arg("answer").args(["--mail", "-"]).args(words).write_stdin(bytes))
}

#[track_caller]
fn takes(desk: &Desk, name: &str, words: &[&str]) -> Outcome {
    let outcome = pipe(desk, &letter(name), words);
    assert_eq!((outcome.code, outcome.out.as_str()), (0, ""), "{name}: {}", outcome.err);
    outcome
}

#[track_caller]
fn refuses(bytes: &[u8], words: &[&str], code: i32, told: &str) {
    let desk = Desk::demo();
    let before = desk.tree();
    let outcome = pipe(&desk, bytes, words);
    assert_eq!((outcome.code, outcome.out.as_str()), (code, ""), "{}", outcome.err);
    assert!(outcome.err.contains(told), "{told}: {}", outcome.err);
    assert_eq!(desk.tree(), before);
}

fn last(desk: &Desk, account: &str) -> Value {
    desk.shows(account)["log"].as_array().unwrap().last().unwrap().clone()
}

fn person(desk: &Desk, id: &str) -> Value {
    let primo = desk.shows("primo");
    primo["people"].as_array().unwrap().iter().find(|person| person["id"] == id).unwrap().clone()
}

#[test]
fn a_reply_is_found_by_its_sender_and_subject_and_recorded_once() {
    let desk = Desk::demo();
    let first = desk.shows("primo")["sequences"][0]["touches"][0]["id"].clone();
    let outcome = takes(&desk, "reply", &[]);
    assert!(outcome.err.contains("Dana Cole at Primo: replied, touch 1"), "{}", outcome.err);
    let entry = last(&desk, "primo");
    assert_eq!(
        (&entry["person"], &entry["touch"], &entry["outcome"]),
        (&json!("dana-cole"), &first, &json!("replied"))
    );
    assert_eq!(entry["at"], "2026-11-20T14:40:02-06:00");
    assert_eq!((&entry["text"], &entry["by"]), (&json!("How do you get to 28 %?"), &json!("sam")));
    assert_eq!(desk.shows("primo")["stage"], "engaged");
    let before = desk.tree();
    let again = takes(&desk, "reply", &[]);
    assert!(again.err.contains("is recorded already; nothing has changed"), "{}", again.err);
    assert_eq!(desk.tree(), before);
    takes(&desk, "quoted", &[]);
    let text = "Fair question. Thursday after ten works.\n\nSend me the two pages first.";
    assert_eq!(last(&desk, "primo")["text"], text, "another letter is another answer");
}

#[test]
fn the_time_is_told_where_the_member_works() {
    let desk = Desk::demo();
    let elsewhere = String::from_utf8(letter("reply")).unwrap().replace("14:40:02 -0600", "22:40:02 +0200");
    pipe(&desk, elsewhere.as_bytes(), &[]);
    assert_eq!(last(&desk, "primo")["at"], "2026-11-20T14:40:02-06:00");
    let ahead = String::from_utf8(letter("quoted")).unwrap().replace("21 Nov 2026", "21 Dec 2026");
    pipe(&desk, ahead.as_bytes(), &[]);
    assert_eq!(last(&desk, "primo")["at"], "2026-11-23T09:00:00Z", "no letter comes from the future");
    let again = pipe(&desk, ahead.as_bytes(), &[]);
    assert!(again.err.contains("recorded already"), "{}", again.err);
}

#[test]
fn whoever_is_away_is_away_until_the_day_they_name() {
    let desk = Desk::demo();
    let outcome = takes(&desk, "out-of-office", &[]);
    assert!(outcome.err.contains("out of office until Tue 1 Dec, touch 1"), "{}", outcome.err);
    let away = person(&desk, "dana-cole")["away"].clone();
    let away = away.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&away["from"], &away["to"]), (&json!("2026-11-20"), &json!("2026-12-01")));
    assert_eq!(desk.shows("primo")["stage"], "in-sequence");
    refuses(&letter("out-of-office-vague"), &[], 1, "`--until DATE` says it");
    let over = String::from_utf8(letter("out-of-office")).unwrap().replace("Wednesday, December 2", "November 22");
    refuses(over.as_bytes(), &[], 1, "(Sat 21 Nov is over)");
    let desk = Desk::demo();
    takes(&desk, "out-of-office-vague", &["--until", "4 dec"]);
    assert_eq!(person(&desk, "dana-cole")["away"].as_array().unwrap().last().unwrap()["to"], "2026-12-04");
}

#[test]
fn what_did_not_arrive_is_marked_where_it_did_not_and_stands_again() {
    let desk = Desk::demo();
    let outcome = takes(&desk, "bounced-postfix", &[]);
    assert!(outcome.err.contains("dana@primo.example is bad, to be done again today as touch 2"), "{}", outcome.err);
    let emails = person(&desk, "dana-cole")["emails"].clone();
    assert_eq!(emails[0], json!({ "value": "dana@primo.example", "bad": "2026-11-17" }));
    assert_eq!((&last(&desk, "primo")["outcome"], &last(&desk, "primo")["text"]), (&json!("bounced"), &Value::Null));
    let before = desk.tree();
    for name in ["bounced-postfix", "bounced-exchange"] {
        let again = takes(&desk, name, &[]);
        assert!(again.err.contains("recorded already"), "{}", again.err);
    }
    assert_eq!(desk.tree(), before);

    let desk = Desk::demo();
    takes(&desk, "bounced-exchange", &[]);
    let emails = person(&desk, "dana-cole")["emails"].clone();
    assert_eq!(emails[0]["bad"], Value::Null, "another address than the one that failed stays good");
    let desk = Desk::demo();
    takes(&desk, "bounced-exim", &[]);
    assert_eq!(person(&desk, "lee-ray")["emails"][0]["bad"], "2026-11-20");
    refuses(&letter("delayed"), &[], 1, "is delayed, and may still arrive; nothing was recorded");
}

#[test]
fn a_letter_means_what_one_says_it_means() {
    let desk = Desk::demo();
    takes(&desk, "reply", &["--as", "not-interested"]);
    let entry = last(&desk, "primo");
    assert_eq!((&entry["outcome"], &entry["text"]), (&json!("not-interested"), &json!("How do you get to 28 %?")));
    let desk = Desk::demo();
    takes(&desk, "quoted", &["--as", "meeting-booked", "--at", "thu 10:00", "--only", "--text", "Thursday."]);
    assert_eq!(
        (last(&desk, "primo")["text"].as_str(), desk.shows("primo")["stage"].as_str()),
        (Some("Thursday."), Some("meeting"))
    );
    let desk = Desk::demo();
    takes(&desk, "reply", &["--next", "Send the two pages by wed", "--on", "yesterday"]);
    assert_eq!(last(&desk, "primo")["at"], "2026-11-22");
    let steps = desk.shows("primo")["next_steps"].clone();
    assert!(steps.as_array().unwrap().iter().any(|step| step["by"] == "2026-11-25" && step["person"] == "dana-cole"));
    refuses(&letter("reply"), &["--as", "shrugged"], 2, "none of replied");
    refuses(&letter("reply"), &["--as", "meeting-booked"], 2, "needs a time");
}

#[test]
fn nobody_and_several_are_told_and_nothing_is_written() {
    refuses(&letter("unknown-sender"), &[], 1, "nobody in the plan has the address nora@elsewhere.example");
    refuses(&letter("forwarded"), &[], 1, "nobody in the plan has the address kim@quillmark.example");
    let desk = Desk::demo();
    desk.does(&["add", "nordahl-windows", "person", "Dana Cole, Adviser, DANA@primo.example"]);
    let before = desk.tree();
    let outcome = pipe(&desk, &letter("reply"), &[]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.err.contains("Dana Cole at nordahl-windows, Dana Cole at primo"), "{}", outcome.err);
    assert_eq!(desk.tree(), before);
    let outcome = Outcome::of(desk.program().args(["answer", "primo", "--mail", "-"]).write_stdin(letter("reply")));
    assert_eq!(outcome.code, 0, "the account says which: {}", outcome.err);
    let named = ["answer", "primo", "--person", "Lee", "--mail", "-"];
    let outcome = Outcome::of(desk.program().args(named).write_stdin(letter("unknown-sender")));
    assert!(outcome.code == 0 && outcome.err.contains("Lee Ray at Primo: replied"), "{}", outcome.err);
    refuses(&letter("reply"), &["--person", "Dana"], 2, "--person names somebody at an account");
}

#[test]
fn a_reply_to_no_touch_is_one_of_the_person() {
    let desk = Desk::with(&[(
        "primo",
        "name = \"Primo\"\n[[people]]\nid = \"d\"\nname = \"Dana\"\nemails = [{ value = \"dana@primo.example\", bad = 2026-11-01 }]\n",
    )]);
    let outcome = pipe(&desk, &letter("reply"), &[]);
    assert!(outcome.code == 0 && outcome.err.contains("Dana at Primo: replied\n"), "{}", outcome.err);
    assert_eq!((&last(&desk, "primo")["person"], &last(&desk, "primo")["touch"]), (&json!("d"), &Value::Null));
}

#[test]
fn what_is_no_letter_or_too_large_is_refused() {
    for bytes in [&b""[..], b"Dear Sam,\n\nhello\n", b"\0\x1b[2J", &[0xff; 1000]] {
        refuses(bytes, &[], 1, "this is no email message");
    }
    let mut large = letter("reply");
    large.resize(11 << 20, b'x');
    refuses(&large, &[], 1, "larger than 10 MiB");
    refuses(b"From: <\x1b]0;boo\x07@evil.example>\n\nHello\n", &[], 1, "nothing was recorded");
    let desk = Desk::demo();
    let escape = String::from_utf8(letter("unknown-sender")).unwrap().replace("nora@", "no\u{1b}[2Jra@");
    assert!(!pipe(&desk, escape.as_bytes(), &[]).err.contains('\u{1b}'));
    desk.refuses(&["answer"], 2, "required");
    desk.refuses(&["answer", "--mail", "gone.eml"], 1, "gone.eml");
    desk.refuses(&["answer", "primo", "replied", "--as", "bounced"], 2, "cannot be used with");
    let path = format!("{}/tests/fixtures/mail/reply.eml", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(desk.args(&["answer", "--mail", &path]).code, 0, "a file does too");
}

/// A reply that names a touch, with something of it replaced.
fn naming(touch: &str, replaced: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from_utf8(letter("reply-by-name")).unwrap().replace("TOUCH", touch);
    for (from, to) in replaced {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text.into_bytes()
}

#[test]
fn a_reply_that_names_its_touch_is_one_to_it_whatever_its_subject() {
    let desk = Desk::demo();
    let primo = desk.shows("primo");
    let touches = primo["sequences"][0]["touches"].as_array().unwrap();
    let [first, open] = [0, 2].map(|at| touches[at]["id"].as_str().unwrap().to_owned());
    let outcome = pipe(&desk, &naming(&first, &[]), &[]);
    assert!(outcome.code == 0 && outcome.err.contains("Dana Cole at Primo: replied, touch 1"), "{}", outcome.err);
    assert_eq!(last(&desk, "primo")["touch"], first);

    // In-Reply-To comes before References, and what it names was sent in its own right.
    let desk = Desk::demo();
    desk.does(&["done", "primo", "2"]);
    let second = touches[1]["id"].as_str().unwrap();
    let bytes = naming(
        &first,
        &[(
            "In-Reply-To: <20261120.4711@mail.quillmark.example>",
            &format!("In-Reply-To: <{second}.primo.1764000000@inroad.invalid>"),
        )],
    );
    pipe(&desk, &bytes, &[]);
    assert_eq!(last(&desk, "primo")["touch"], second);

    // What the plan does not know to have been sent is no touch that was answered.
    for touch in [open.as_str(), "zzzz"] {
        let desk = Desk::demo();
        let outcome = pipe(&desk, &naming(touch, &[("a word on Thursday", "Re: 40 % more per lead?")]), &[]);
        assert!(outcome.code == 0 && outcome.err.contains("touch 1"), "{touch}: {}", outcome.err);
    }
}

#[test]
fn who_wrote_is_never_taken_from_what_a_reply_names() {
    let desk = Desk::demo();
    let first = desk.shows("primo")["sequences"][0]["touches"][0]["id"].as_str().unwrap().to_owned();
    let stranger = naming(&first, &[("dana@primo.example", "dana@home.example")]);
    refuses(&stranger, &[], 1, "nobody in the plan has the address dana@home.example");
    refuses(&stranger, &[], 1, "it answers touch 1 to Dana Cole at Primo, and `inroad answer primo --person");
    let colleague = naming(&first, &[("Dana Cole <dana@", "Lee Ray <lee.ray@")]);
    let outcome = pipe(&desk, &colleague, &[]);
    assert!(outcome.err.contains("Lee Ray at Primo: replied, touch 1"), "{}", outcome.err);

    // Two have the address, and the touch says whose letter it was.
    let desk = Desk::demo();
    desk.does(&["add", "nordahl-windows", "person", "Dana Cole, Adviser, DANA@primo.example"]);
    let outcome = pipe(&desk, &naming(&first, &[]), &[]);
    assert!(outcome.code == 0 && outcome.err.contains("Dana Cole at Primo"), "{}", outcome.err);
    refuses(&naming(&format!("{first}.."), &[("dana@primo.example", "x@y.example")]), &[], 1, "nobody in the plan");
}

#[test]
fn what_did_not_arrive_is_known_by_the_letter_that_comes_back() {
    let report = |touch: &str, whom: &str| {
        format!(
            "From: MAILER-DAEMON@mail.quillmark.example\nTo: sam@quillmark.example\nSubject: Undelivered\n\
             Date: Fri, 20 Nov 2026 10:00:00 -0600\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
             --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.quillmark.example\n\n\
             {whom}Action: failed\nStatus: 5.1.1\n\n\
             --b\nContent-Type: message/rfc822\n\nMessage-ID: <x@y.example>\nReferences: <{touch}.primo@inroad.invalid>\n\
             Subject: something else\n\nHi\n--b--\n"
        )
    };
    let first = Desk::demo().shows("primo")["sequences"][0]["touches"][0]["id"].as_str().unwrap().to_owned();
    for whom in ["Final-Recipient: rfc822; dana@primo.example\n", ""] {
        let desk = Desk::demo();
        let outcome = pipe(&desk, report(&first, whom).as_bytes(), &[]);
        assert!(outcome.code == 0 && outcome.err.contains("Dana Cole at Primo: bounced, touch 1"), "{}", outcome.err);
        assert_eq!(last(&desk, "primo")["touch"], first);
    }
    refuses(report("zzzz", "").as_bytes(), &[], 1, "does not say whose it is");
}
