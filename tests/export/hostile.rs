//! Whatever a plan holds: no text breaks a line, a field or the structure, and each is read again as it was.

use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType as Component, ICalendarProperty};
use calcard::vcard::{VCard, VCardEntry, VCardProperty};
use calcard::{Entry, Parser};
use inroad::domain::account::{Account, LogEntry, LogKind, NextStep};
use inroad::domain::filter::Filter;
use inroad::domain::link;
use inroad::domain::meeting::{Meeting, MeetingStatus};
use inroad::domain::people::{Email, Person, Phone, PhoneKind};
use inroad::domain::plan::Plan;
use inroad::domain::sequence::Sequence;
use inroad::domain::touch::{Channel, Status, Touch};
use inroad::exchange::export::activities::{self, System};
use inroad::exchange::export::{csv, ics, json, plain, vcf};
use proptest::prelude::*;

use crate::common::hostile::texts;
use crate::selected::{all, now, with};

/// Everything that can be written by hand is these texts, by turns.
fn account(texts: &[String]) -> Account {
    let mut turns = texts.iter().cycle().cloned();
    let mut next = || turns.next().unwrap_or_default();
    let touch = |id: &str, status: Status, mut next: Box<dyn FnMut() -> String + '_>| Touch {
        id: id.to_owned(),
        channel: Channel::Email,
        person: Some("p".into()),
        // No template: braces are looked at elsewhere.
        subject: next().replace(['{', '}'], ""),
        message: next().replace(['{', '}'], ""),
        learned: next(),
        closed: (status == Status::Done).then(|| now().into()),
        status,
        ..Touch::default()
    };
    let open = touch(&next(), Status::Planned, Box::new(&mut next));
    let done = touch(&next(), Status::Done, Box::new(&mut next));
    let person = Person {
        id: "p".into(),
        name: next(),
        title: next(),
        department: next(),
        linkedin: next(),
        timezone: next(),
        emails: vec![Email { value: next(), bad: None }, Email { value: next(), bad: None }],
        phones: vec![Phone { value: next(), kind: PhoneKind::Mobile, bad: None }],
        ids: [("salesforce".to_owned(), next())].into(),
        ..Person::default()
    };
    let meeting = |at: &str, next: &mut dyn FnMut() -> String| Meeting {
        id: next(),
        at: Some(at.parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().into()),
        place: next(),
        objective: next(),
        advance: next(),
        with: vec!["p".into()],
        status: MeetingStatus::Held,
        ..Meeting::default()
    };
    Account {
        id: "a".into(),
        name: next(),
        website: next(),
        industry: next(),
        owner: Some(next()),
        why: next(),
        tags: vec![next(), next()],
        ids: [("salesforce".to_owned(), "001".to_owned()), ("hubspot".to_owned(), next())].into(),
        people: vec![person],
        sequences: vec![Sequence { start: Some(now().date_naive()), touches: vec![open, done], ..Sequence::default() }],
        next_steps: vec![NextStep { id: next(), what: next(), by: Some(now().date_naive()), ..NextStep::default() }],
        meetings: vec![meeting("2026-11-20T10:00:00-06:00", &mut next)],
        log: vec![LogEntry {
            id: next(),
            at: Some(now().into()),
            kind: LogKind::Answer,
            person: Some("p".into()),
            text: next(),
            ..LogEntry::default()
        }],
        ..Account::default()
    }
}

/// In one line, as names and titles are written.
fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines end in CRLF and in nothing else, none is longer than 75 octets, and none holds a control character.
fn has_sound_lines(text: &str) {
    assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}");
    }
}

fn entries(text: &str) -> Vec<Entry> {
    let mut parser = Parser::new(text);
    let mut entries = Vec::new();
    loop {
        match parser.entry() {
            Entry::Eof => return entries,
            entry => entries.push(entry),
        }
    }
}

fn card_values(card: &VCard, property: &VCardProperty) -> Vec<String> {
    let texts = |entry: &VCardEntry| {
        entry.values.iter().map(|value| value.as_text().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    card.entries.iter().filter(|entry| entry.name == *property).flat_map(texts).collect()
}

fn cards_hold(plan: &Plan) {
    let text = vcf::people(&all(plan));
    has_sound_lines(&text);
    let entries = entries(&text);
    let [Entry::VCard(card)] = entries.as_slice() else { panic!("{entries:?}\n{text}") };
    let account = plan.account("a").unwrap();
    let person = &account.people[0];
    let name = Some(line(&person.name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "p".into());
    let some = |texts: Vec<String>| texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    // Beside their profile the company's site, as an address.
    let site = link::followed(&line(&account.website)).to_owned();
    let site = if site.is_empty() || site.contains("://") { site } else { format!("https://{site}") };
    let want = [
        (VCardProperty::Fn, vec![name]),
        (VCardProperty::Title, some(vec![line(&person.title)])),
        (VCardProperty::Url, some(vec![link::followed(&line(&person.linkedin)).to_owned(), site])),
        (VCardProperty::Email, some(person.emails.iter().map(|each| line(&each.value)).collect())),
        (VCardProperty::Tel, some(person.phones.iter().map(|each| line(&each.value)).collect())),
    ];
    for (property, want) in want {
        assert_eq!(some(card_values(card, &property)), want, "{text}");
    }
    let org = card_values(card, &VCardProperty::Org);
    assert_eq!(some(org), some(vec![line(&account.name), line(&person.department)]), "{text}");
}

fn told(component: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let texts = component.property(property).map(|entry| entry.values.iter().filter_map(|value| value.as_text()));
    texts.map(Iterator::collect).unwrap_or_default()
}

fn calendar_holds(plan: &Plan, events: bool) {
    let text = ics::calendar(&all(plan), &Filter::default(), ics::Options { events, alarm: Some(15) });
    has_sound_lines(&text);
    let entries = entries(&text);
    let [Entry::ICalendar(ICalendar { components })] = entries.as_slice() else { panic!("{entries:?}\n{text}") };
    let kinds: Vec<&Component> = components.iter().map(|each| &each.component_type).collect();
    let to_do = if events { Component::VEvent } else { Component::VTodo };
    assert_eq!(kinds, [&Component::VCalendar, &to_do, &to_do, &Component::VEvent], "{text}");
    let account = plan.account("a").unwrap();
    let (step, meeting) = (&account.next_steps[0], &account.meetings[0]);
    assert_eq!(
        told(&components[2], &ICalendarProperty::Summary),
        format!("{}, {}", line(&step.what), line(&account.name)),
        "{text}"
    );
    assert_eq!(told(&components[3], &ICalendarProperty::Location), plain(&meeting.place), "{text}");
    let aims = [("", &meeting.objective), ("Advance: ", &meeting.advance)];
    let aims = aims.iter().filter(|(_, aim)| !aim.is_empty()).map(|(label, aim)| format!("{label}{}", plain(aim)));
    assert_eq!(told(&components[3], &ICalendarProperty::Description), aims.collect::<Vec<_>>().join("\n"), "{text}");
    let mut uids: Vec<String> = components[1..].iter().map(|each| told(each, &ICalendarProperty::Uid)).collect();
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 3, "no two share a name: {text}");
}

fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let read = |row: Result<::csv::StringRecord, ::csv::Error>| {
        let row = row.unwrap();
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])), "a formula: {row:?}");
        headings.iter().map(str::to_owned).zip(row.iter().map(|cell| csv::unguarded(cell).to_owned())).collect()
    };
    reader.records().map(read).collect()
}

fn tables_hold(plan: &Plan) {
    let account = plan.account("a").unwrap();
    let person = &account.people[0];
    let [of_account] = rows(&csv::accounts(&all(plan))).try_into().unwrap();
    for (heading, want) in [
        ("company", &account.name),
        ("industry", &account.industry),
        ("why", &account.why),
        ("hubspot", &account.ids["hubspot"]),
    ] {
        assert_eq!(of_account[heading], plain(want), "{heading}");
    }
    let [of_person] = rows(&csv::people(&all(plan))).try_into().unwrap();
    for (heading, want) in [
        ("name", &person.name),
        ("title", &person.title),
        ("company", &account.name),
        ("email", &person.emails[0].value),
        ("other_emails", &person.emails[1].value),
        ("mobile", &person.phones[0].value),
    ] {
        assert_eq!(of_person[heading], plain(want), "{heading}");
    }
    for (row, heading, want) in [(&of_account, "website", &account.website), (&of_person, "linkedin", &person.linkedin)]
    {
        assert_eq!(row[heading], link::followed(&plain(want)), "{heading}");
    }
    let touches = rows(&csv::touches(&all(plan), &Filter::default()));
    assert_eq!(touches.len(), 2);
    assert_eq!(touches[0]["learned"], plain(&account.sequences[0].touches[0].learned));
    for system in [System::SalesforceTasks, System::HubspotActivities] {
        let made = activities::table(&all(plan), system, |_, _| true);
        let left_out: usize = made.without.values().sum();
        assert_eq!(rows(&made.text).len() + left_out, 3, "a touch, a meeting, an answer: {}", made.text);
    }
}

fn json_holds(plan: &Plan) {
    let exported = serde_json::to_string(&json::Document::new(&all(plan), &|_| None)).unwrap();
    let read: serde_json::Value = serde_json::from_str(&exported).unwrap();
    let account = plan.account("a").unwrap();
    let text =
        |pointer: &str| read["accounts"][0].pointer(pointer).and_then(|text| text.as_str()).unwrap_or("").to_owned();
    for (pointer, want) in [
        ("/name", &account.name),
        ("/why", &account.why),
        ("/people/0/name", &account.people[0].name),
        ("/people/0/emails/1/value", &account.people[0].emails[1].value),
        ("/sequences/0/touches/0/message", &account.sequences[0].touches[0].message),
        ("/meetings/0/where", &account.meetings[0].place),
        ("/log/0/text", &account.log[0].text),
    ] {
        assert_eq!(&text(pointer), want, "{pointer}");
    }
}

fn everything_holds(texts: &[String]) {
    let plan = with([account(texts)]);
    cards_hold(&plan);
    calendar_holds(&plan, false);
    calendar_holds(&plan, true);
    tables_hold(&plan);
    json_holds(&plan);
}

#[test]
fn texts_that_were_made_to_hurt_stay_texts() {
    for text in texts() {
        everything_holds(&[text]);
    }
    for some in texts().chunks(7) {
        everything_holds(some);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let hurting = proptest::sample::select(texts());
    let signs = proptest::collection::vec(
        proptest::sample::select(vec![
            "\r",
            "\n",
            "\t",
            ",",
            ";",
            ":",
            "\\",
            "\"",
            "'",
            "=",
            "+",
            " ",
            "ä",
            "🏴",
            "\\n",
            "END:VCARD",
            "\u{0}",
            "x",
        ]),
        0..60,
    );
    prop_oneof![hurting, signs.prop_map(|signs| signs.concat()), any::<String>(), "\\PC{0,200}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_anything(texts in proptest::collection::vec(any_text(), 1..12)) {
        everything_holds(&texts);
    }

    #[test]
    fn a_guarded_text_is_no_formula_and_comes_back(text in any_text()) {
        let guarded = csv::guarded(&text);
        prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        prop_assert_eq!(csv::unguarded(&guarded), text.as_str());
    }
}
