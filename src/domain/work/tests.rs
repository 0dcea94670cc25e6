//! What is done with touches and meetings, by example.

use super::{complete, end, go_by, meeting_held, meeting_missed, move_touch, pin, postpone, reopen, shift, skip, won};
use crate::domain::account::{Account, Opportunity, OpportunityStatus};
use crate::domain::meeting::{Meeting, MeetingResult, MeetingStatus};
use crate::domain::overrides::{AnswerOverride, Brings, Stops};
use crate::domain::rest::{pause, resume};
use crate::domain::schedule;
use crate::domain::settings::Settings;
use crate::domain::stage::Stage;
use crate::domain::testing::{Setting, account, at, closed, day, done, moment, sequence, touch, when};
use crate::domain::touch::{Channel, Outcome, Status};
use crate::domain::words::Vocabulary as _;

const TODAY: &str = "2026-11-23";

fn primo() -> Account {
    let touches = vec![
        done(touch("aaaa", 0, "dana-cole"), "2026-11-23"),
        touch("bbbb", 2, "dana-cole"),
        touch("cccc", 4, "lee-ray"),
    ];
    account(vec![sequence(TODAY, touches)])
}

fn dues(account: &Account) -> Vec<Option<String>> {
    let setting = Setting::new(&[], &[]);
    let dues = schedule::schedule(account, &account.sequences[0], &setting.on(TODAY));
    dues.into_iter().map(|due| due.day().map(|day| day.to_string())).collect()
}

fn on(days: [&str; 2]) -> Vec<Option<String>> {
    vec![None, Some(days[0].to_owned()), Some(days[1].to_owned())]
}

#[test]
fn each_channel_has_its_results_the_usual_one_first() {
    use Channel::*;
    use Outcome::{Connected, LeftMessage, LeftVoicemail, NoAnswer, Sent, WrongNumber};
    let rows: [(&[Channel], &[Outcome]); 3] = [
        (&[Email, Text, Video, LinkedinMessage, LinkedinInmail, LinkedinConnect], &[Sent]),
        (&[Call], &[NoAnswer, LeftVoicemail, LeftMessage, WrongNumber, Connected]),
        (&[Letter, Gift, Event, Referral, LinkedinEngage, Task], &[Outcome::Done]),
    ];
    let all: Vec<Channel> = rows.iter().flat_map(|(channels, _)| *channels).copied().collect();
    assert!(Channel::ALL.iter().all(|channel| all.contains(channel)), "every row");
    for (channels, results) in rows {
        for channel in channels {
            assert_eq!(channel.outcomes(), results, "{channel}");
            for outcome in Outcome::ALL {
                let mut primo = primo();
                primo.sequences[0].touches[1].channel = *channel;
                let did = complete(&mut primo, when(0, 1), *outcome, moment(TODAY), "", &Settings::default());
                let touch = &primo.sequences[0].touches[1];
                let want = if results.contains(outcome) { Status::Done } else { Status::Planned };
                assert_eq!((did.is_ok(), touch.status), (want == Status::Done, want), "{channel} {outcome}");
                assert_eq!(did.is_ok_and(|again| again.is_some()), *outcome == WrongNumber && *channel == Call);
            }
        }
    }
}

#[test]
fn a_touch_closes_once_with_a_result_of_its_channel() {
    let mut primo = primo();
    complete(&mut primo, when(0, 1), Outcome::Sent, moment(TODAY), " The number worked. ", &Settings::default())
        .unwrap();
    let touch = &primo.sequences[0].touches[1];
    assert_eq!(
        (touch.status, touch.result, touch.learned.as_str()),
        (Status::Done, Some(Outcome::Sent), "The number worked.")
    );
    assert!(
        complete(&mut primo, when(0, 1), Outcome::Sent, moment(TODAY), "", &Settings::default()).is_err(),
        "it is closed"
    );
    assert!(
        complete(&mut primo, when(0, 2), Outcome::LeftVoicemail, moment(TODAY), "", &Settings::default()).is_err(),
        "no call"
    );
    assert!(
        complete(&mut primo, when(0, 9), Outcome::Sent, moment(TODAY), "", &Settings::default()).is_err(),
        "no such touch"
    );
    reopen(&mut primo, when(0, 1)).unwrap();
    assert_eq!((primo.sequences[0].touches[1].status, primo.sequences[0].touches[1].result), (Status::Planned, None));
}

#[test]
fn another_date_is_a_floor_or_a_pin_or_nothing() {
    let setting = Setting::new(&[], &[]);
    for (to, due, pinned, days) in [
        ("2026-11-27", Some("2026-11-27"), false, ["2026-11-27", "2026-12-01"]),
        ("2026-11-24", Some("2026-11-24"), true, ["2026-11-24", "2026-11-26"]),
        ("2026-11-25", None, false, ["2026-11-25", "2026-11-27"]),
    ] {
        let mut primo = primo();
        postpone(&mut primo, when(0, 1), day(to), &setting.on(TODAY)).unwrap();
        let touch = &primo.sequences[0].touches[1];
        assert_eq!((touch.due, touch.pinned), (due.map(day), pinned), "{to}");
        assert_eq!(dues(&primo), on(days), "{to}");
    }
}

#[test]
fn a_touch_moves_by_working_days_and_can_be_pinned_and_let_go() {
    let setting = Setting::new(&[], &[]);
    let mut primo = primo();
    assert_eq!(shift(&mut primo, when(0, 1), 3, &setting.on(TODAY)), Ok(day("2026-11-30")), "over the weekend");
    assert_eq!(shift(&mut primo, when(0, 1), -3, &setting.on(TODAY)), Ok(day("2026-11-25")));
    assert_eq!(primo.sequences[0].touches[1].due, None, "its own turn is nothing to write down");
    assert_eq!(pin(&mut primo, when(0, 1), &setting.on(TODAY)), Ok(Some(day("2026-11-25"))));
    assert_eq!(pin(&mut primo, when(0, 1), &setting.on(TODAY)), Ok(None));
    skip(&mut primo, when(0, 1), moment(TODAY)).unwrap();
    assert!(shift(&mut primo, when(0, 1), 1, &setting.on(TODAY)).is_err(), "it is closed");
}

#[test]
fn contents_change_places_and_never_across_a_closed_touch() {
    let mut primo = primo();
    assert_eq!(move_touch(&mut primo, when(0, 1), true), Ok(2));
    let order: Vec<(&str, u32)> =
        primo.sequences[0].touches.iter().map(|touch| (touch.id.as_str(), touch.day)).collect();
    assert_eq!(order, [("aaaa", 0), ("cccc", 2), ("bbbb", 4)]);
    assert!(move_touch(&mut primo, when(0, 1), false).is_err(), "the one above is done");
    assert!(move_touch(&mut primo, when(0, 2), true).is_err(), "the last");
}

#[test]
fn what_follows_from_a_wrong_number_is_the_same_whoever_tells_it() {
    let own = |own: AnswerOverride| {
        let answers = std::collections::BTreeMap::from([("wrong-number".to_owned(), own)]);
        let mut primo = primo();
        primo.sequences[0].touches[1].channel = Channel::Call;
        let settings = Settings { answers, ..Settings::default() };
        let again = complete(&mut primo, when(0, 1), Outcome::WrongNumber, moment(TODAY), "", &settings).unwrap();
        let open = primo.sequences[0].touches.iter().filter(|touch| touch.is_open()).count();
        assert!(primo.people[0].phones[0].bad.is_some(), "the number is bad whatever follows");
        (again.is_some(), open, primo.stage)
    };
    let usual = AnswerOverride::default;
    let stage = Some(Brings(Some(Stage::Engaged)));
    assert_eq!(own(usual()), (true, 2, Stage::InSequence));
    assert_eq!(own(AnswerOverride { reopens: Some(false), ..usual() }), (false, 1, Stage::InSequence));
    assert_eq!(own(AnswerOverride { stops: Some(Stops::Hold), stage, ..usual() }), (true, 1, Stage::Engaged));
}

#[test]
fn a_sequence_rests_and_goes_on_and_ends() {
    let mut primo = primo();
    pause(&mut primo, 0, day(TODAY), None, "audit").unwrap();
    assert_eq!(dues(&primo), [None, None, None]);
    assert!(pause(&mut primo, 0, day(TODAY), None, "").is_err(), "it rests already");
    resume(&mut primo, 0, day(TODAY)).unwrap();
    assert_eq!(dues(&primo), on(["2026-11-25", "2026-11-27"]));
    end(&mut primo, 0, day(TODAY), "no answer").unwrap();
    assert_eq!(dues(&primo), [None, None, None]);
    assert!(pause(&mut primo, 0, day(TODAY), None, "").is_err() && resume(&mut primo, 0, day(TODAY)).is_err());
}

#[test]
fn a_meeting_counts_with_its_result_and_a_missed_one_is_offered_again() {
    let booked = || {
        let mut primo = primo();
        primo.sequences[0].touches[1] = closed(touch("bbbb", 2, "dana-cole"), Status::Held, TODAY);
        let with = vec!["dana-cole".into()];
        primo.meetings =
            vec![Meeting { at: Some(moment(TODAY)), with, status: MeetingStatus::Booked, ..Meeting::default() }];
        primo
    };
    let mut held = booked();
    let advance = Some(("Working session".to_owned(), Some(day("2026-12-15"))));
    meeting_held(&mut held, 0, MeetingResult::Advance, advance, at(TODAY)).unwrap();
    assert_eq!((held.meetings[0].status, held.meetings[0].result), (MeetingStatus::Held, Some(MeetingResult::Advance)));
    assert_eq!((held.next_steps[0].what.as_str(), held.next_steps[0].by), ("Working session", Some(day("2026-12-15"))));
    assert_eq!(held.sequences[0].touches[1].status, Status::Cancelled);

    for status in [MeetingStatus::NoShow, MeetingStatus::Cancelled] {
        let mut missed = booked();
        meeting_missed(&mut missed, 0, status, true, at(TODAY)).unwrap();
        let touches = &missed.sequences[0].touches;
        assert_eq!((touches.len(), touches[1].due, touches[2].status), (4, Some(day(TODAY)), Status::Planned));
        let mut missed = booked();
        meeting_missed(&mut missed, 0, status, false, at(TODAY)).unwrap();
        let touches = &missed.sequences[0].touches;
        assert_eq!((touches.len(), touches[1].status, missed.meetings[0].status), (3, Status::Planned, status));
    }
}

#[test]
fn nothing_is_moved_into_the_past_and_what_is_late_moves_from_today() {
    let setting = Setting::new(&[], &[]);
    let mut primo = primo();
    // Touch 2 is due on the 25th.
    let later = setting.on("2026-11-27");
    assert!(postpone(&mut primo, when(0, 1), day("2026-11-26"), &later).is_err());
    assert!(shift(&mut primo, when(0, 1), -1, &later).is_err());
    assert_eq!(shift(&mut primo, when(0, 1), 1, &later), Ok(day("2026-11-30")));
    assert!(postpone(&mut primo, when(0, 1), day("2026-11-27"), &later).is_ok(), "today is not the past");
}

#[test]
fn another_channel_is_for_what_is_still_to_be_done() {
    let mut primo = primo();
    go_by(&mut primo, when(0, 1), Channel::Call).unwrap();
    assert_eq!(primo.sequences[0].touches[1].channel, Channel::Call);
    assert!(go_by(&mut primo, when(0, 0), Channel::Call).is_err(), "it is done");
}

#[test]
fn the_deal_is_won_with_the_account_where_it_is_the_only_one() {
    let deal = |status| Opportunity { status, on: Some(day("2026-11-02")), ..Opportunity::default() };
    let (open, lost) = (OpportunityStatus::Open, OpportunityStatus::Lost);
    for (deals, want) in [
        (vec![open, lost], vec![(OpportunityStatus::Won, TODAY), (lost, "2026-11-02")]),
        (vec![open, open], vec![(open, "2026-11-02"), (open, "2026-11-02")]),
    ] {
        let mut primo = primo();
        primo.opportunities = deals.into_iter().map(deal).collect();
        won(&mut primo, day(TODAY));
        assert_eq!(primo.stage, Stage::Won);
        let stand: Vec<_> = primo.opportunities.iter().map(|deal| (deal.status, deal.on)).collect();
        assert_eq!(stand, want.into_iter().map(|(status, on)| (status, Some(day(on)))).collect::<Vec<_>>());
    }
}
