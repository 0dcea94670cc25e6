//! Each answer by example: what it stops, which stage it brings, what is asked next; at once, and days later.

use super::{Answer, Recorded, Reply, record, resume_held};
use crate::domain::account::Account;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::sequence::TouchAt;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, day, done, moment, person, sequence, touch, when};
use crate::domain::touch::Status;

const TODAY: &str = "2026-11-23";

/// Touch 1 to Dana was sent on Thursday; 2 and 4 go to her, 3 to Lee.
fn primo() -> Account {
    let touches = vec![
        done(touch("aaaa", 0, "dana-cole"), "2026-11-19"),
        touch("bbbb", 2, "dana-cole"),
        touch("cccc", 4, "lee-ray"),
        touch("dddd", 6, "dana-cole"),
    ];
    account(vec![sequence("2026-11-19", touches)])
}

fn dana(answer: Answer) -> Reply {
    let touch = Some(TouchAt { sequence: 0, touch: 0 });
    Reply { person: Some("dana-cole".into()), touch, ..Reply::new(answer, moment(TODAY)) }
}

fn recorded(reply: &Reply) -> (Account, Recorded) {
    let setting = Setting::new(&[], &[]);
    let mut account = primo();
    let told = record(&mut account, reply, &setting.on(TODAY)).unwrap();
    (account, told)
}

fn statuses(account: &Account) -> Vec<Status> {
    account.sequences[0].touches.iter().map(|touch| touch.status).collect()
}

#[test]
fn each_answer_has_its_consequences() {
    use Status::{Cancelled, Done, Held, Planned};
    let open = vec![Done, Planned, Planned, Planned];
    let all_held = vec![Done, Held, Held, Held];
    let danas_cancelled = vec![Done, Cancelled, Planned, Cancelled];
    let meeting = || Some(Meeting { at: Some(moment("2026-11-26")), ..Meeting::default() });
    let until = |text: &str| Some(day(text));
    let cases: Vec<(Reply, Stage, Vec<Status>)> = vec![
        (dana(Answer::Replied), Stage::Engaged, all_held.clone()),
        (Reply { meeting: meeting(), ..dana(Answer::MeetingBooked) }, Stage::Meeting, all_held),
        (Reply { until: until("2026-11-30"), ..dana(Answer::CallBack) }, Stage::Engaged, open.clone()),
        (Reply { until: until("2026-11-30"), ..dana(Answer::SendSomething) }, Stage::Engaged, open.clone()),
        (dana(Answer::Accepted), Stage::InSequence, open.clone()),
        (Reply { until: until("2026-12-02"), ..dana(Answer::OutOfOffice) }, Stage::InSequence, open.clone()),
        (Reply { until: until("2026-12-14"), ..dana(Answer::ContactLater) }, Stage::InSequence, open.clone()),
        (dana(Answer::NotInterested), Stage::InSequence, danas_cancelled.clone()),
        (dana(Answer::Unsubscribed), Stage::InSequence, danas_cancelled),
        (dana(Answer::WrongNumber), Stage::InSequence, vec![Planned, Planned, Planned, Planned]),
        (dana(Answer::Bounced), Stage::InSequence, vec![Planned, Planned, Planned, Planned]),
    ];
    for (reply, stage, want) in cases {
        let (account, _) = recorded(&reply);
        assert_eq!((account.stage, statuses(&account)), (stage, want), "{}", reply.answer);
        let entry = account.log.last().unwrap();
        assert_eq!((entry.outcome, entry.touch.as_deref()), (Some(reply.answer), Some("aaaa")), "{}", reply.answer);
    }
}

#[test]
fn an_answer_days_later_leaves_when_it_was_sent_alone() {
    for answer in [Answer::Replied, Answer::Accepted, Answer::NotInterested] {
        let (account, _) = recorded(&dana(answer));
        let sent = &account.sequences[0].touches[0];
        assert_eq!((sent.status, sent.closed), (Status::Done, primo().sequences[0].touches[0].closed), "{answer}");
    }
}

#[test]
fn what_an_answer_leaves_behind_stands_where_it_belongs() {
    let (account, _) = recorded(&Reply { until: Some(day("2026-11-30")), ..dana(Answer::CallBack) });
    assert_eq!(account.next_steps[0].by, Some(day("2026-11-30")));
    let (account, _) = recorded(&dana(Answer::Accepted));
    assert_eq!(account.people[0].connected_on, Some(day(TODAY)));
    let (account, _) = recorded(&Reply { until: Some(day("2026-12-02")), ..dana(Answer::OutOfOffice) });
    assert_eq!(account.people[0].away[0].to, Some(day("2026-12-02")));
    let (account, _) = recorded(&dana(Answer::Bounced));
    assert_eq!(account.people[0].emails[0].bad, Some(day(TODAY)));
    assert_eq!(account.sequences[0].touches[0].due, Some(day(TODAY)), "it stands for today again");
    let (account, _) = recorded(&dana(Answer::Unsubscribed));
    assert!(account.people[0].do_not_contact);
    let booked = Some(Meeting { at: Some(moment("2026-11-26")), ..Meeting::default() });
    let (account, _) = recorded(&Reply { meeting: booked, ..dana(Answer::MeetingBooked) });
    assert_eq!(account.meetings[0].status, MeetingStatus::Booked);
    let later = Reply { until: Some(day("2026-12-14")), ..dana(Answer::ContactLater) };
    assert_eq!(recorded(&later).0.sequences[0].touches[1].due, Some(day("2026-12-14")));
    let much_later = Reply { until: Some(day("2027-05-03")), ..dana(Answer::ContactLater) };
    assert_eq!(recorded(&much_later).0.revisit, Some(day("2027-05-03")));
}

#[test]
fn a_referral_is_a_touch_for_today_to_whom_we_were_sent() {
    let ana = person("ana-diaz", "Ana Diaz");
    let (account, _) = recorded(&Reply { referred_to: Some(ana), ..dana(Answer::Referred) });
    let ana = account.people.iter().find(|person| person.name == "Ana Diaz").unwrap();
    assert_eq!(ana.referred_by.as_deref(), Some("dana-cole"));
    let touches = account.sequences.iter().flat_map(|sequence| &sequence.touches);
    let to_ana: Vec<_> = touches.filter(|touch| touch.person.as_ref() == Some(&ana.id)).collect();
    assert_eq!((to_ana.len(), to_ana[0].due), (1, Some(day(TODAY))));
    assert!(account.next_steps.iter().any(|step| step.person.as_deref() == Some("dana-cole")), "a thank-you");
}

#[test]
fn the_rest_can_be_held_for_one_person_alone_and_goes_on_when_it_is_resumed() {
    let (mut account, told) = recorded(&Reply { hold_everyone: false, ..dana(Answer::Replied) });
    let (done, held, open) = (Status::Done, Status::Held, Status::Planned);
    assert_eq!(statuses(&account), [done, held, open, held]);
    assert!(told.asks_next_step);
    assert_eq!(resume_held(&mut account, day(TODAY)), 2);
    assert_eq!(statuses(&account), [done, open, open, open]);
}

#[test]
fn when_nobody_is_left_the_account_goes_to_nurture_and_a_day_is_asked_for() {
    let setting = Setting::new(&[], &[]);
    let mut account = primo();
    record(&mut account, &dana(Answer::NotInterested), &setting.on(TODAY)).unwrap();
    let lee = Reply { person: Some("lee-ray".into()), ..Reply::new(Answer::NotInterested, moment(TODAY)) };
    let told = record(&mut account, &lee, &setting.on(TODAY)).unwrap();
    assert_eq!((account.stage, told.asks_revisit), (Stage::Nurture, true));
}

#[test]
fn an_answer_never_brings_an_account_back() {
    for (from, to) in [
        (Stage::Opportunity, Stage::Opportunity),
        (Stage::Won, Stage::Won),
        (Stage::Nurture, Stage::Engaged),
        (Stage::Lost, Stage::Engaged),
    ] {
        let setting = Setting::new(&[], &[]);
        let mut account = primo();
        account.enter(from, day(TODAY), "");
        record(&mut account, &dana(Answer::Replied), &setting.on(TODAY)).unwrap();
        assert_eq!(account.stage, to, "{from}");
    }
}

#[test]
fn what_an_answer_needs_is_asked_for() {
    let setting = Setting::new(&[], &[]);
    for reply in [
        dana(Answer::CallBack),
        dana(Answer::OutOfOffice),
        dana(Answer::MeetingBooked),
        dana(Answer::Referred),
        Reply { until: Some(day("2026-11-01")), ..dana(Answer::OutOfOffice) },
        Reply { person: None, ..dana(Answer::NotInterested) },
        Reply { person: Some("nobody".into()), ..dana(Answer::Replied) },
    ] {
        assert!(record(&mut primo(), &reply, &setting.on(TODAY)).is_err(), "{}", reply.answer);
    }
}

#[test]
fn the_plan_may_say_otherwise() {
    let mut setting = Setting::new(&[], &[]);
    let own = crate::domain::settings::AnswerOverride { stage: Some(Stage::Researching) };
    setting.settings.answers.insert("replied".into(), own);
    let mut account = primo();
    account.enter(Stage::Target, day(TODAY), "");
    record(&mut account, &dana(Answer::Replied), &setting.on(TODAY)).unwrap();
    assert_eq!(account.stage, Stage::Researching);
    assert_eq!(statuses(&account)[when(0, 1).touch], Status::Held);
}
