//! Letters by example, and what bytes that are none may not do.

use proptest::prelude::*;

use super::{Kind, Mail, Report, read};

fn letter(name: &str) -> Mail {
    let path = format!("{}/tests/fixtures/mail/{name}.eml", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read(&path).unwrap()).unwrap_or_else(|| panic!("{name} is none"))
}

#[test]
fn each_says_who_wrote_and_what() {
    let failed = Kind::Report(Report::Failed);
    // The file, its kind, the first address, the subject, and how the text begins.
    let cases = [
        ("reply", Kind::Reply, "dana@primo.example", "Re: 40 % more per lead?", "How do you get to 28 %?"),
        ("quoted", Kind::Reply, "dana@primo.example", "AW: 40 % more per lead?", "Fair question."),
        ("out-of-office", Kind::Away, "dana@primo.example", "Automatic reply: 40 % more per lead?", "Thank you"),
        ("out-of-office-vague", Kind::Away, "dana@primo.example", "Out of office", "I am away"),
        ("bounced-postfix", failed.clone(), "dana@primo.example", "40 % more per lead?", ""),
        ("bounced-exchange", failed.clone(), "d.cole@old.example", "40 % more per lead?", ""),
        ("bounced-exim", failed, "lee.ray@primo.example", "", ""),
        ("delayed", Kind::Report(Report::Delayed), "dana@primo.example", "", ""),
        ("unknown-sender", Kind::Reply, "nora@elsewhere.example", "Re: 40 % more per lead?", "Who are you?"),
        ("forwarded", Kind::Reply, "kim@quillmark.example", "Fwd: 40 % more per lead?", "This came to me."),
        (
            "base64",
            Kind::Reply,
            "dana@primo.example",
            "Re: 40 % more per lead?",
            "Gerne. Schicken Sie mir bitte die Zahlen für März.",
        ),
        (
            "windows-1252",
            Kind::Reply,
            "dana@primo.example",
            "Re: 40 % more per lead?",
            "We pay € 40 per lead – “too much”, says René.",
        ),
    ];
    for (name, kind, whose, subject, text) in cases {
        let mail = letter(name);
        assert_eq!((&mail.kind, mail.subject.as_str()), (&kind, subject), "{name}");
        assert_eq!(mail.whose.iter().flatten().next().map(String::as_str), Some(whose), "{name}");
        assert!(mail.text.starts_with(text), "{name}: {}", mail.text);
        assert!(mail.date.is_some(), "{name}");
    }
    assert_eq!(letter("quoted").text, "Fair question. Thursday after ten works.\n\nSend me the two pages first.");
    assert_eq!(letter("reply").date.unwrap().to_rfc3339(), "2026-11-20T14:40:02-06:00");
}

#[test]
fn what_makes_an_automatic_letter_or_a_report_is_read_from_its_head() {
    let kind = |head: &str, text: &str| {
        let letter = format!("From: dana@primo.example\nDate: Fri, 20 Nov 2026 14:40:02 -0600\n{head}\n\n{text}\n");
        read(letter.as_bytes()).unwrap().kind
    };
    let report = |what| Kind::Report(what);
    let cases = [
        ("Auto-Submitted: auto-generated (vacation)", "", Kind::Away),
        ("auto-submitted: NO", "", Kind::Reply),
        ("X-Autoreply: yes", "", Kind::Away),
        ("Precedence: bulk", "", Kind::Reply),
        ("Subject: Abwesenheitsnotiz", "", Kind::Away),
        ("Subject: Re: out of office gifts", "", Kind::Reply),
        ("Sender: MAILER-DAEMON@primo.example", "said: #5.1.1 no such user", report(Report::Failed)),
        ("Sender: MAILER-DAEMON@primo.example", "4.4.7 still trying, postfix 2.10.1", report(Report::Delayed)),
        ("Sender: MAILER-DAEMON@primo.example", "postfix 2.10.1", report(Report::Unclear)),
        ("Sender: postmaster@primo.example", "I look after mail here.", Kind::Reply),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "--b--", Kind::Reply),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "--b--", report(Report::Unclear)),
    ];
    for (head, text, want) in cases {
        assert_eq!(kind(head, text), want, "{head}");
    }
}

#[test]
fn what_is_no_letter_is_none() {
    for bytes in [&b""[..], b"\n\n", b"\0\0\0", b"Dear Sam", b"note: to self", b"\xff\xfe", b"X: y\n\nz"] {
        assert_eq!(read(bytes), None, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn hostile_letters_are_read_to_their_end() {
    let head = "From: dana@primo.example\nDate: Fri, 20 Nov 2026 14:40:02 -0600\n";
    let many = format!("{head}{}\nHello\n", "X-Header: value\n".repeat(10_000));
    assert_eq!(read(many.as_bytes()).unwrap().text, "Hello");
    let people = format!("From: {}\nSubject: x\n\nHello\n", "a@b.example, ".repeat(100_000));
    assert_eq!(read(people.as_bytes()).unwrap().whose[0], ["a@b.example"]);
    // A letter in a letter in a letter…
    let nested = format!("{head}{}", "Content-Type: message/rfc822\n\nFrom: x@y.example\n".repeat(100_000));
    assert!(read(nested.as_bytes()).is_some());
    let parts = format!("{head}Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(100_000));
    assert!(read(parts.as_bytes()).is_some());
    let charset = format!("{head}Content-Type: text/plain; charset=\"no-such\"\n\nHello \0\u{9b}31m \u{202e}there\n");
    assert!(read(charset.as_bytes()).unwrap().text.starts_with("Hello 31m"));
    let long = format!("{head}Subject: {}\n\n{}", "x".repeat(1 << 20), "y".repeat(1 << 20));
    assert!(read(long.as_bytes()).unwrap().text.len() < 5_000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    /// Any bytes in the place of any others, in any of the letters.
    #[test]
    fn nothing_makes_it_panic(which in 0..6usize, cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<[u8; 3]>(), 0..40usize), 0..12)) {
        let name = ["quoted", "bounced-postfix", "bounced-exchange", "forwarded", "base64", "windows-1252"][which];
        let path = format!("{}/tests/fixtures/mail/{name}.eml", env!("CARGO_MANIFEST_DIR"));
        let mut bytes = std::fs::read(path).unwrap();
        for (at, with, gone) in cuts {
            let at = at.index(bytes.len());
            let to = (at + gone).min(bytes.len());
            bytes.splice(at..to, with);
        }
        if let Some(mail) = read(&bytes) {
            prop_assert!(!mail.text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
