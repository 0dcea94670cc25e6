//! Each answer by example: what it stops, which stage it brings, what is asked next; at once, and days later.

use super::{Answer, Recorded, Reply, gatekeeper, is_far, record, resume_held};
use crate::domain::account::{Account, LogKind, NextStep};
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::overrides::{AnswerOverride, Brings, Stops};
use crate::domain::sequence::TouchAt;
use crate::domain::settings::Settings;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, day, done, moment, person, sequence, touch, when};
use crate::domain::touch::{Channel, Outcome, Status, Touch};
use crate::domain::words::Vocabulary as _;
use crate::domain::work;

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

fn to_ana() -> Reply {
    Reply { referred_to: Some(person("ana-diaz", "Ana Diaz")), ..dana(Answer::Referred) }
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
        (Reply { retarget: true, ..to_ana() }, Stage::InSequence, vec![Done, Planned, Planned, Planned, Planned]),
        (dana(Answer::Bounced), Stage::InSequence, vec![Done, Planned, Planned, Planned, Planned]),
    ];
    for (reply, stage, want) in cases {
        let (account, _) = recorded(&reply);
        assert_eq!((account.stage, statuses(&account)), (stage, want), "{}", reply.answer);
        let entry = account.log.last().unwrap();
        assert_eq!((entry.outcome, entry.touch.as_deref()), (Some(reply.answer), Some("aaaa")), "{}", reply.answer);
    }
}

/// What came of a row: the stage it came to; how many are held and cancelled; whether it stands once more; whether a next
/// step, its date or a day to take it up again is asked for.
type Row = (Option<Stage>, usize, usize, bool, bool, bool, bool);

#[test]
fn each_row_says_what_came_of_it_and_what_is_asked_next() {
    let until = |answer| Reply { until: Some(day("2026-12-04")), ..dana(answer) };
    let booked = Meeting { at: Some(moment("2026-12-03")), ..Meeting::default() };
    let dialled = |reply: Reply| Reply { touch: Some(when(0, 1)), ..reply };
    let nothing: Row = (None, 0, 0, false, false, false, false);
    let step = NextStep { what: "Send the case".into(), ..NextStep::default() };
    let rows: Vec<(Reply, Row)> = vec![
        (dana(Answer::Replied), (Some(Stage::Engaged), 3, 0, false, true, false, false)),
        (Reply { step: Some(step), ..dana(Answer::Replied) }, (Some(Stage::Engaged), 3, 0, false, false, true, false)),
        (
            Reply { meeting: Some(booked), ..dana(Answer::MeetingBooked) },
            (Some(Stage::Meeting), 3, 0, false, false, false, false),
        ),
        (until(Answer::CallBack), (Some(Stage::Engaged), 0, 0, false, false, false, false)),
        (until(Answer::SendSomething), (Some(Stage::Engaged), 0, 0, false, false, false, false)),
        (dana(Answer::Accepted), nothing),
        (to_ana(), (None, 0, 2, false, false, false, false)),
        (until(Answer::OutOfOffice), nothing),
        (until(Answer::ContactLater), nothing),
        (dana(Answer::NotInterested), (None, 0, 2, false, false, false, false)),
        (dana(Answer::Bounced), (None, 0, 0, true, false, false, false)),
        (dialled(dana(Answer::WrongNumber)), (None, 0, 0, true, false, false, false)),
        (dana(Answer::Unsubscribed), (None, 0, 2, false, false, false, false)),
    ];
    assert!(Answer::ALL.iter().all(|answer| rows.iter().any(|(reply, _)| reply.answer == *answer)), "every row");
    for (reply, want) in rows {
        let mut account = primo();
        if reply.answer == Answer::WrongNumber {
            let call = &mut account.sequences[0].touches[1];
            (call.channel, call.status, call.result) = (Channel::Call, Status::Done, Some(Outcome::NoAnswer));
        }
        let told = record(&mut account, &reply, &Setting::new(&[], &[]).on(TODAY)).unwrap();
        let asks = (told.asks_next_step, told.asks_date_of.is_some(), told.asks_revisit);
        let got = (told.stage, told.held, told.cancelled, told.again.is_some(), asks.0, asks.1, asks.2);
        assert_eq!(got, want, "{}", reply.answer);
    }
}

/// It was sent on Thursday; it is Monday, four days after.
#[test]
fn an_answer_days_later_leaves_when_it_was_sent_alone() {
    let back = Reply { until: Some(day("2026-12-02")), ..dana(Answer::OutOfOffice) };
    let answers = [Answer::Replied, Answer::Accepted, Answer::NotInterested, Answer::Bounced].map(dana);
    for reply in answers.into_iter().chain([back]) {
        let (account, _) = recorded(&reply);
        assert_eq!(account.sequences[0].touches[0], primo().sequences[0].touches[0], "{}", reply.answer);
        let entry = &account.log[0];
        assert_eq!((entry.at.map(|at| at.day()), entry.touch.as_deref()), (Some(day(TODAY)), Some("aaaa")));
    }
    let (account, _) = recorded(&dana(Answer::Bounced));
    let again = &account.sequences[0].touches[1];
    assert_eq!((again.due, again.pinned), (Some(day(TODAY)), true), "it stands for today, not for when it was sent");
    let (account, _) = recorded(&Reply { until: Some(day("2026-12-02")), ..dana(Answer::OutOfOffice) });
    let away = &account.people[0].away[0];
    assert_eq!((away.from, away.to), (Some(day(TODAY)), Some(day("2026-12-02"))), "away since they said so");
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
    let (account, _) = recorded(&dana(Answer::Unsubscribed));
    assert!(account.people[0].do_not_contact);
    let booked = Some(Meeting { at: Some(moment("2026-11-26")), ..Meeting::default() });
    let (account, _) = recorded(&Reply { meeting: booked, ..dana(Answer::MeetingBooked) });
    assert_eq!(account.meetings[0].status, MeetingStatus::Booked);
    let later = Reply { until: Some(day("2026-12-14")), ..dana(Answer::ContactLater) };
    assert_eq!(recorded(&later).0.sequences[0].touches[1].due, Some(day("2026-12-14")));
    let much_later = Reply { until: Some(day("2027-05-03")), ..dana(Answer::ContactLater) };
    assert_eq!(recorded(&much_later).0.sequences[0].touches[1].due, Some(day("2027-05-03")));
    let (account, told) = recorded(&Reply { revisit: true, ..much_later });
    assert_eq!((account.revisit, told.held), (Some(day("2027-05-03")), 2));
    assert!(is_far(day("2027-05-03"), day(TODAY)) && !is_far(day("2026-12-14"), day(TODAY)));
}

#[test]
fn what_did_not_arrive_is_to_be_done_once_more_and_what_was_done_stays_on_record() {
    use Channel::{Call, Email, LinkedinMessage, Text, Video};
    // The channels of three touches to Dana that are done, the one that is named; then the one that strayed.
    let cases: [(Answer, [Channel; 3], usize, Option<usize>); 8] = [
        (Answer::Bounced, [Email, Call, Email], 2, Some(2)),
        (Answer::Bounced, [Email, Call, Email], 0, Some(0)),
        (Answer::Bounced, [Email, Call, LinkedinMessage], 2, Some(0)),
        (Answer::Bounced, [Call, Video, Call], 2, Some(1)),
        (Answer::Bounced, [Call, Call, Call], 2, None),
        (Answer::WrongNumber, [Call, Email, Email], 2, Some(0)),
        (Answer::WrongNumber, [Call, Text, Email], 2, Some(1)),
        (Answer::WrongNumber, [Email, Email, Email], 1, None),
    ];
    let setting = Setting::new(&[], &[]);
    for (answer, channels, named, strayed) in cases {
        let done_by = |(n, channel): (usize, &Channel)| Touch {
            channel: *channel,
            ..done(touch(&format!("t{n:03}"), n as u32, "dana-cole"), &format!("2026-11-1{}", 6 + n))
        };
        let touches = channels.iter().enumerate().map(done_by).chain([touch("last", 9, "dana-cole")]).collect();
        let mut account = account(vec![sequence("2026-11-16", touches)]);
        let before = account.sequences[0].touches.clone();
        let reply = Reply { touch: Some(when(0, named)), ..dana(answer) };
        let told = record(&mut account, &reply, &setting.on(TODAY)).unwrap();
        let touches = &account.sequences[0].touches;
        let kept: Vec<_> = touches.iter().filter(|touch| before.contains(touch)).cloned().collect();
        assert_eq!(kept, before, "{answer} {channels:?}: nothing that was there has changed");
        let person = &account.people[0];
        let bad = (person.emails[0].bad.is_some(), person.phones[0].bad.is_some());
        assert_eq!(bad, (answer == Answer::Bounced, answer == Answer::WrongNumber), "the address is bad either way");
        let again = strayed.map(|n| when(0, n + 1));
        assert_eq!((told.again, touches.len()), (again, 4 + usize::from(strayed.is_some())), "{answer} {channels:?}");
        let id = strayed.map(|n| before[n].id.clone());
        assert_eq!(account.log[0].touch, id, "{answer} {channels:?}");
        if let Some(n) = strayed {
            let again = &touches[n + 1];
            assert_eq!((again.channel, again.due, again.pinned), (channels[n], Some(day(TODAY)), true));
            assert!(again.is_open() && again.id != before[n].id && again.result.is_none());
        }
    }
}

#[test]
fn replies_follow_the_mail_that_will_arrive() {
    let mut account = primo();
    account.sequences[0].touches[1].thread = Some("aaaa".into());
    record(&mut account, &dana(Answer::Bounced), &Setting::new(&[], &[]).on(TODAY)).unwrap();
    let touches = &account.sequences[0].touches;
    assert_eq!(touches[2].thread.as_ref(), Some(&touches[1].id));
}

#[test]
fn a_call_that_said_so_itself_is_not_to_be_done_twice() {
    let mut account = primo();
    account.sequences[0].touches[1].channel = Channel::Call;
    work::complete(&mut account, when(0, 1), Outcome::WrongNumber, moment(TODAY), "", &Settings::default()).unwrap();
    assert_eq!(account.sequences[0].touches.len(), 5);
    let reply = Reply { touch: Some(when(0, 1)), ..dana(Answer::WrongNumber) };
    let told = record(&mut account, &reply, &Setting::new(&[], &[]).on(TODAY)).unwrap();
    assert_eq!((told.again, account.sequences[0].touches.len()), (None, 5));
    assert!(account.people[0].phones[1].bad.is_none(), "the other number may be good");
}

#[test]
fn what_goes_to_whom_we_were_sent_is_the_open_rest() {
    let (account, told) = recorded(&Reply { retarget: true, ..to_ana() });
    let people: Vec<_> = account.sequences[0].touches.iter().map(|touch| touch.person.as_deref().unwrap()).collect();
    // The referral stands first of what is open.
    assert_eq!(people, ["dana-cole", "ana-diaz", "ana-diaz", "lee-ray", "ana-diaz"]);
    assert_eq!((told.retargeted, told.cancelled), (2, 0));
}

#[test]
fn what_is_agreed_is_with_whoever_said_so_and_wants_a_date() {
    let step = |by: Option<&str>| NextStep { what: "Send the case".into(), by: by.map(day), ..NextStep::default() };
    let (account, told) = recorded(&Reply { step: Some(step(None)), by: Some("sam".into()), ..dana(Answer::Replied) });
    let agreed = &account.next_steps[0];
    assert_eq!((agreed.person.as_deref(), agreed.owner.as_deref()), (Some("dana-cole"), Some("sam")));
    assert_eq!((told.asks_date_of, told.asks_next_step), (Some(0), false));
    let (_, told) = recorded(&Reply { step: Some(step(Some("2026-11-27"))), ..dana(Answer::Replied) });
    assert_eq!((told.asks_date_of, told.asks_next_step), (None, false));
    let at = chrono::NaiveTime::from_hms_opt(14, 30, 0);
    let call =
        Reply { until: Some(day("2026-11-26")), time: at, text: "the Q4 numbers".into(), ..dana(Answer::CallBack) };
    assert_eq!(recorded(&call).0.next_steps[0].what, "Call back at 14:30: the Q4 numbers");
}

#[test]
fn whoever_answers_and_is_new_here_is_added() {
    let newcomer = Some(person("", "Ana Diaz"));
    let (account, told) = recorded(&Reply { newcomer, person: None, touch: None, ..dana(Answer::Replied) });
    assert_eq!((told.added.as_deref(), account.log[0].person.as_deref()), (Some("Ana Diaz"), Some("ana-diaz")));
    assert!(account.person("ana-diaz").is_some());
}

#[test]
fn what_is_held_or_cancelled_was_not_done_on_any_day() {
    for answer in [Answer::Replied, Answer::NotInterested] {
        let (account, _) = recorded(&dana(answer));
        let waiting = account.sequences[0].touches.iter().filter(|touch| touch.status != Status::Done);
        assert!(waiting.into_iter().all(|touch| touch.closed.is_none()), "{answer}");
    }
}

#[test]
fn a_gatekeeper_is_on_record_as_one() {
    let mut account = primo();
    account.sequences[0].touches[1].channel = Channel::Call;
    gatekeeper(&mut account, when(0, 1), moment(TODAY), None, &Settings::default()).unwrap();
    assert_eq!(account.sequences[0].touches[1].result, Some(Outcome::Connected));
    let entry = &account.log[0];
    assert_eq!((entry.kind, entry.touch.as_deref()), (LogKind::Call, Some("bbbb")));
    assert!(entry.text.contains("gatekeeper"));
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
fn a_role_that_nobody_fills_is_nobody_who_is_left() {
    let mut account = primo();
    account.sequences[0].touches[2].person = None;
    let told = record(&mut account, &dana(Answer::NotInterested), &Setting::new(&[], &[]).on(TODAY)).unwrap();
    assert_eq!((account.stage, told.cancelled, told.asks_revisit), (Stage::Nurture, 3, true));
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

/// What Dana's answer did at Primo where the plan says otherwise.
fn otherwise(reply: &Reply, own: AnswerOverride) -> (Account, Recorded) {
    let mut setting = Setting::new(&[], &[]);
    setting.settings.answers.insert(reply.answer.word().into(), own);
    let mut account = primo();
    let told = record(&mut account, reply, &setting.on(TODAY)).unwrap();
    (account, told)
}

#[test]
fn the_plan_may_say_otherwise_of_every_column() {
    use Status::{Cancelled, Done, Held, Planned};
    let usual = AnswerOverride::default;
    let stage = |stage| AnswerOverride { stage: Some(stage), ..usual() };
    let stops = |stops| AnswerOverride { stops: Some(stops), ..usual() };
    let reopens = |reopens| AnswerOverride { reopens: Some(reopens), ..usual() };
    let all_held = vec![Done, Held, Held, Held];
    let open = vec![Done, Planned, Planned, Planned];
    let danas_cancelled = vec![Done, Cancelled, Planned, Cancelled];
    let until = |reply: Reply| Reply { until: Some(day("2026-12-02")), ..reply };
    let cases = vec![
        (dana(Answer::Replied), usual(), Stage::Engaged, all_held.clone()),
        (dana(Answer::Replied), stage(Brings(Some(Stage::Opportunity))), Stage::Opportunity, all_held.clone()),
        (dana(Answer::Replied), stage(Brings(None)), Stage::InSequence, all_held.clone()),
        (dana(Answer::Replied), stage(Brings(Some(Stage::Target))), Stage::InSequence, all_held.clone()),
        (dana(Answer::Replied), stops(Stops::Nothing), Stage::Engaged, open.clone()),
        (dana(Answer::Replied), stops(Stops::Cancel), Stage::Engaged, danas_cancelled.clone()),
        (Reply { person: None, ..dana(Answer::Replied) }, stops(Stops::Cancel), Stage::Engaged, open.clone()),
        (dana(Answer::Accepted), stage(Brings(Some(Stage::Engaged))), Stage::Engaged, open.clone()),
        (until(dana(Answer::OutOfOffice)), stops(Stops::Hold), Stage::InSequence, all_held.clone()),
        (dana(Answer::NotInterested), stops(Stops::Nothing), Stage::InSequence, open.clone()),
        (dana(Answer::NotInterested), stage(Brings(Some(Stage::Lost))), Stage::Lost, danas_cancelled.clone()),
        (dana(Answer::Unsubscribed), stops(Stops::Hold), Stage::InSequence, all_held),
        (dana(Answer::Bounced), reopens(false), Stage::InSequence, open),
        (
            dana(Answer::Bounced),
            stops(Stops::Cancel),
            Stage::InSequence,
            vec![Done, Planned, Cancelled, Planned, Cancelled],
        ),
        (dana(Answer::Replied), reopens(true), Stage::Engaged, vec![Done, Planned, Held, Held, Held]),
    ];
    for (reply, own, stage, want) in cases {
        let (account, told) = otherwise(&reply, own.clone());
        assert_eq!((account.stage, statuses(&account)), (stage, want), "{} {own:?}", reply.answer);
        let is_reopened = account.sequences[0].touches.len() > 4;
        assert_eq!(told.again.is_some(), is_reopened, "{} {own:?}", reply.answer);
    }
}

#[test]
fn the_touch_to_whom_we_were_sent_is_not_what_a_referral_stops() {
    let (account, told) =
        otherwise(&to_ana(), AnswerOverride { stops: Some(Stops::Hold), ..AnswerOverride::default() });
    let to_ana: Vec<_> =
        account.touches().map(|(_, touch)| touch).filter(|touch| touch.channel == Channel::Referral).collect();
    assert_eq!((told.held, to_ana.len(), to_ana[0].status), (3, 1, Status::Planned));
}

#[test]
fn what_is_still_open_is_not_opened_again() {
    let reply = Reply { touch: Some(when(0, 1)), ..dana(Answer::Replied) };
    let own = AnswerOverride { reopens: Some(true), stops: Some(Stops::Nothing), ..AnswerOverride::default() };
    let (account, told) = otherwise(&reply, own);
    assert_eq!((account.sequences[0].touches.len(), told.again), (4, None));
}
