//! The example of the format is read whole, and by every rule there is.

use chrono::NaiveDate;
use inroad::domain::account::{LogKind, OpportunityStatus};
use inroad::domain::answer::Answer;
use inroad::domain::fields::{Place, get, ids_of};
use inroad::domain::meeting::{MeetingStatus, QuestionKind};
use inroad::domain::people::{Influence, PhoneKind, Support};
use inroad::domain::research::FindingKind;
use inroad::domain::sequence::GapsFrom;
use inroad::domain::settings::{Day, GoalKind, Metric, Per};
use inroad::domain::stage::Stage;
use inroad::domain::touch::{Channel, Outcome, Purpose, Status};
use inroad::store::config::{self, Glyphs};

use crate::disk::{Desk, Disk, PRIMO, complete};

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

#[test]
fn it_has_only_the_problems_it_deserves() {
    let disk = Disk::with(PRIMO);
    let nobody = "“lee-ray” is nobody here; add that person, or name another";
    let want = [
        "plan.toml:9:18: us.ics can't be read: there is no such file beside plan.toml".to_owned(),
        "accounts/primo.toml:25:13: “k3f8” is none of the entry points weighed here; weigh it, or choose another"
            .to_owned(),
        format!("accounts/primo.toml:41:14: {nobody}"),
        format!("accounts/primo.toml:48:15: {nobody}"),
        format!("accounts/primo.toml:72:38: {nobody}"),
    ];
    assert_eq!(disk.problems(), want);
    assert_eq!(disk.entry().read_only, None);
    assert_eq!(Disk::with(&complete()).entry().problems, []);
}

#[test]
fn the_plan_is_read() {
    let plan = Disk::with(PRIMO).plan;
    let settings = &plan.settings;
    assert_eq!((settings.why.as_str(), settings.currency.as_str()), ("Get Rosa's team off the night shift.", "USD"));
    assert_eq!(settings.calendar.working_days, [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri]);
    assert_eq!(settings.calendar.holidays, ["2026-11-26", "2026-12-25"].map(|text| day(text).unwrap()));
    let sam = settings.me(None).unwrap();
    assert_eq!((sam.name.as_str(), sam.per_day, sam.away[0].to), ("Sam Reyes", Some(20), day("2027-01-01")));
    let [logos, trigger] = settings.goals.as_slice() else { panic!("{:?}", settings.goals) };
    assert_eq!((logos.kind, logos.metric, logos.target), (GoalKind::Performance, Some(Metric::Clients), Some(6)));
    assert_eq!((logos.from, logos.to, logos.owner.as_deref()), (day("2026-01-01"), day("2026-12-31"), Some("sam")));
    assert_eq!(
        (trigger.kind, trigger.per, trigger.unit.as_str()),
        (GoalKind::GettingBetter, Some(Per::Week), "first touches")
    );
    assert_eq!((trigger.progress[0].amount, trigger.progress[0].on), (Some(3), day("2026-11-20")));
    let playbook = plan.playbook("account-entry-10").unwrap();
    assert_eq!((playbook.roles.join(" "), playbook.touches.len()), ("first second".to_owned(), 1), "the owner's own");
    assert_eq!(playbook.touches[0].hint, "Quote one number of theirs.");
}

#[test]
fn the_account_is_read() {
    let primo = Disk::with(PRIMO).account();
    assert_eq!(
        (&*primo.id, primo.stage, primo.tier, primo.value),
        ("primo", Stage::InSequence, Some(1), Some(120_000))
    );
    assert_eq!((primo.close_by, primo.revisit), (day("2027-03-31"), day("2027-05-03")));
    assert_eq!((primo.ids["salesforce"].as_str(), primo.ids["hubspot"].as_str()), ("001AA00000AAAAA", "9001"));
    assert_eq!((primo.stages[0].to, primo.stages[0].on), (Stage::InSequence, day("2026-11-17")));
    let candidate = &primo.entry_point.candidates[0];
    assert_eq!((candidate.pain, candidate.access, candidate.timing), (Some(1), Some(2), Some(0)));
    assert_eq!(primo.entry_point.candidate.as_deref(), Some("k3f8"));
    let dana = &primo.people[0];
    assert_eq!((dana.influence, dana.support, dana.do_not_contact), (Influence::Economic, Support::Neutral, false));
    assert_eq!((dana.email(), dana.emails[1].bad), (Some("dana@primo.example"), day("2026-11-21")));
    assert_eq!((dana.phone(), dana.phones[0].kind), (Some("+1 312 555 0100"), PhoneKind::Direct));
    assert_eq!((dana.away[0].from, dana.away[0].note.as_str()), (day("2026-11-30"), "out of office"));
    let finding = &primo.research[0];
    assert_eq!((finding.kind, finding.on, finding.confirmed), (FindingKind::Challenge, day("2026-11-18"), false));
    assert_eq!(
        (primo.readiness.not_applicable.join(""), primo.offer.proof.as_str()),
        ("single-threaded".to_owned(), "Case: Nordic Springs")
    );
}

#[test]
fn what_is_planned_and_what_happened_is_read() {
    let primo = Disk::with(PRIMO).account();
    let sequence = &primo.sequences[0];
    assert_eq!(
        (sequence.start, sequence.gaps_from, sequence.cycle),
        (day("2026-11-17"), GapsFrom::Completion, Some(1))
    );
    assert_eq!(
        (sequence.to["first"].as_str(), sequence.pauses[0].why.as_str(), &sequence.ended),
        ("dana-cole", "audit", &None)
    );
    let touch = &sequence.touches[0];
    assert_eq!((touch.channel, touch.purpose, touch.day), (Channel::Email, Purpose::Curiosity, 0));
    assert_eq!((touch.status, touch.result), (Status::Done, Some(Outcome::Sent)));
    assert_eq!(touch.closed.unwrap().iso(), "2026-11-17T09:12:00-06:00");
    assert_eq!(touch.message, "Hi {{ person.first_name }}, …\n");
    let meeting = &primo.meetings[0];
    assert_eq!((meeting.status, meeting.minutes, meeting.place.as_str()), (MeetingStatus::Booked, Some(30), "Zoom"));
    assert_eq!(
        (meeting.questions[0].kind, meeting.objections[0].says.as_str()),
        (QuestionKind::Problem, "We have an agency.")
    );
    assert_eq!((primo.next_steps[0].by, primo.next_steps[0].done), (day("2026-12-04"), None));
    let deal = &primo.opportunities[0];
    assert_eq!((deal.value, deal.status, deal.on), (Some(60_000), OpportunityStatus::Open, day("2026-12-03")));
    let entry = &primo.log[0];
    assert_eq!(
        (entry.kind, entry.outcome, entry.touch.as_deref()),
        (LogKind::Answer, Some(Answer::Replied), Some("k7qd"))
    );
}

#[test]
fn every_key_it_writes_is_a_field_that_says_something() {
    let account = Disk::with(PRIMO).account();
    let desk = Desk::new();
    let context = desk.context(&account);
    let mut places: Vec<Place> = ids_of(&account).into_iter().map(|(_, place, _)| place).collect();
    places.extend([Place::Account, Place::StageChange(0)]);
    // Said by other means than a field: the version, and the id of the item and its list.
    let elsewhere = ["format", "id", "candidates"];
    let text = PRIMO.lines().filter(|line| !line.starts_with('#'));
    for key in text.filter_map(|line| line.split_once(" = ")).map(|(key, _)| key) {
        let suffix = format!(".{key}");
        let said = places.iter().flat_map(|place| {
            let specs = inroad::domain::fields::specs(&account, *place);
            let fits = specs.into_iter().filter(|spec| spec.key == key || spec.key.ends_with(&suffix));
            fits.map(|spec| get(&account, *place, spec.key, &context).unwrap()).collect::<Vec<_>>()
        });
        assert!(elsewhere.contains(&key) || said.into_iter().any(|value| !value.is_empty()), "{key}");
    }
}

#[test]
fn the_configuration_is_read() {
    let (config, found) = config::parse(include_str!("../fixtures/config.toml"));
    assert_eq!(found, []);
    assert_eq!((config.me.as_deref(), config.why.as_str()), (Some("sam"), "Fridays with the twins."));
    assert_eq!((config.theme.as_deref(), config.glyphs, config.mouse), (Some("terminal"), Glyphs::Auto, false));
    assert_eq!(config.editor.as_deref(), Some("nvim"));
    assert_eq!(config.compose.as_deref(), Some("neomutt -s {subject} -i {file} -- {to}"));
    assert_eq!(config.keys["touch.done"], ["d", "space"]);
}
