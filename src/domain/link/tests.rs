//! Which texts become addresses, as which, and which never do.

use proptest::prelude::*;

use super::{Link, MOST, MOST_MAIL, encoded, followed, host, number};

#[test]
fn a_web_address_is_what_somebody_wrote_or_it_is_refused() {
    let long = format!("primo.example/{}", "x".repeat(MOST));
    let cases: [(&str, Result<&str, &str>); 34] = [
        ("primo.example", Ok("https://primo.example")),
        ("  www.primo.example/jobs ", Ok("https://www.primo.example/jobs")),
        ("http://primo.example", Ok("http://primo.example")),
        ("HTTPS://Primo.example/a?b=c#d", Ok("https://Primo.example/a?b=c#d")),
        ("primo.example:8080/x", Ok("https://primo.example:8080/x")),
        ("http://localhost:8080", Ok("http://localhost:8080")),
        ("primo.example/our team", Ok("https://primo.example/our%20team")),
        ("primo.example/\"a\"<b>`c`", Ok("https://primo.example/%22a%22%3Cb%3E%60c%60")),
        ("primo.example/%20", Ok("https://primo.example/%20")),
        ("primo.example/München", Ok("https://primo.example/M%C3%BCnchen")),
        ("müller.example", Ok("https://müller.example")),
        ("primo.example/a\\b", Ok("https://primo.example/a%5Cb")),
        // Browsers take a backslash for a slash, and others don't.
        ("primo.example\\@evil.example", Err("would lead elsewhere")),
        ("primo.example\\evil.example", Err("no web address")),
        ("https://www.linkedin.com/in/dana", Ok("https://www.linkedin.com/in/dana")),
        ("javascript:alert(1)", Err("javascript: is not opened")),
        ("JavaScript:alert(1)", Err("JavaScript: is not opened")),
        ("file:///etc/passwd", Err("file: is not opened")),
        ("data:text/html,x", Err("data: is not opened")),
        ("smb://host/share", Err("smb: is not opened")),
        ("tel:+13125550100", Err("tel: is not opened")),
        ("mailto:dana@primo.example", Err("mailto: is not opened")),
        ("x-help-script://a", Err("x-help-script: is not opened")),
        ("https:primo.example", Err("no web address")),
        ("https://", Err("no web address")),
        ("//primo.example", Err("no web address")),
        ("-rf", Err("no web address")),
        ("-a.example", Err("no web address")),
        ("Primo", Err("no web address")),
        ("primo example.com", Err("no web address")),
        ("https://good.example@evil.example/", Err("would lead elsewhere")),
        ("primo.example/\u{1b}]52;c;x\u{7}", Err("can't be seen")),
        ("primo.example/\u{202e}gpj.exe", Err("can't be seen")),
        (&long, Err("too long")),
    ];
    for (text, want) in cases {
        match (Link::web(text), want) {
            (Ok(link), Ok(want)) => assert_eq!(link.address(), want, "{text}"),
            (Err(told), Err(want)) => assert!(told.0.contains(want), "{text}: {told}"),
            (got, want) => panic!("{text}: {got:?}, not {want:?}"),
        }
    }
    assert!(Link::web("").is_err() && Link::web("primo.example:99999999").is_err());
}

#[test]
fn an_email_carries_its_subject_and_text_as_far_as_they_fit() {
    let mail =
        |to: &str, subject: &str, text: &str| Link::mail(to, subject, text).map(|link| link.address().to_owned());
    for (to, subject, text, want) in [
        ("dana@primo.example", "", "", "mailto:dana@primo.example"),
        ("dana+x@primo.example", "", "", "mailto:dana+x@primo.example"),
        (
            "dana@primo.example",
            "40 % more?",
            "Hi Dana,\n\nA & B\n",
            "mailto:dana@primo.example?subject=40%20%25%20more%3F&body=Hi%20Dana%2C%0D%0A%0D%0AA%20%26%20B",
        ),
        ("dana@primo.example", "", "Zoë", "mailto:dana@primo.example?body=Zo%C3%AB"),
        ("d?cc=x@primo.example", "", "", "mailto:d%3Fcc%3Dx@primo.example"),
        ("-rf@primo.example", "", "", "mailto:-rf@primo.example"),
        ("dana@primo.example", "a\u{1b}[2J\0b", "", "mailto:dana@primo.example?subject=a%5B2Jb"),
    ] {
        assert_eq!(mail(to, subject, text).as_deref(), Ok(want), "{to}");
    }
    let long = Link::mail("dana@primo.example", "Subject", &"ü".repeat(MOST_MAIL)).unwrap();
    assert_eq!(long.address(), "mailto:dana@primo.example?subject=Subject");
    assert!(!long.has_text() && Link::mail("dana@primo.example", "", "x").unwrap().has_text());
    for bad in ["", "dana", "dana@primo.example, x@evil.example", "dana@primo.example\nBcc: x@evil.example"] {
        assert!(Link::mail(bad, "", "").is_err(), "{bad}");
    }
}

#[test]
fn a_number_is_what_one_dials() {
    for (text, want) in [
        ("+1 312 555 0100", Some("+13125550100")),
        ("(312) 555-0100", Some("3125550100")),
        ("+49 (0)30 / 12.34", Some("+490301234")),
        ("+1 312 555 0100 ext. 12", Some("+13125550100,12")),
        ("312 555 0100 x12", Some("3125550100,12")),
        ("call me", None),
        ("", None),
        ("+", None),
        ("-rf", None),
        ("555\u{1b}[2J", None),
        ("*21*0123#", None),
    ] {
        assert_eq!(number(text).ok().as_deref(), want, "{text}");
    }
}

#[test]
fn parts_of_addresses_hold_nothing_that_parts_them() {
    assert_eq!(encoded("Müller & Söhne/?#\"\n"), "M%C3%BCller%20%26%20S%C3%B6hne%2F%3F%23%22%0A");
    for (website, want) in [
        ("https://www.primo.example/jobs", "primo.example"),
        ("primo.example:8080", "primo.example"),
        ("javascript:x", ""),
        ("", ""),
    ] {
        assert_eq!(host(website), want, "{website}");
    }
}

proptest! {
    /// Whatever a plan holds, what can be opened begins with one of three schemes and holds nothing that ends it.
    #[test]
    fn nothing_else_ever_becomes_a_link(text in ".{0,60}", to in ".{0,20}@primo.example") {
        for link in [Link::web(&text), Link::mail(&to, &text, &text)].into_iter().flatten() {
            let address = link.address();
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)));
            prop_assert!(!address.chars().any(|c| c.is_control() || c.is_whitespace() || "\"<>\\`".contains(c)), "{address}");
            let host = address.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
            prop_assert!(!host.is_some_and(|host| host.contains('@')), "{address}");
        }
    }
}

#[test]
fn what_other_programs_would_follow_is_followed_here_or_is_nothing() {
    for text in [
        "primo.example",
        "https://primo.example/x",
        "primo.example:8080",
        "mailto:a@b.example",
        "in/dana",
        "<>?:",
        "",
        "1:2",
    ] {
        assert_eq!(followed(text), text);
    }
    for text in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "java\u{200b}script:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "tel:+1555",
        "http:",
        "https://good.example@evil.example",
        "mailto:nobody",
    ] {
        assert_eq!(followed(text), "", "{text:?}");
    }
}
