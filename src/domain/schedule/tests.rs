//! The chain by example. In November 2026 the 2nd, 9th, 16th, 23rd and 30th are Mondays.

use super::{Due, due, next_touch, ripple, schedule, told};
use crate::domain::account::Account;
use crate::domain::calendar::Calendar;
use crate::domain::range::Pause;
use crate::domain::sequence::{Ended, GapsFrom};
use crate::domain::settings::{Day, WorkingCalendar};
use crate::domain::testing::{Setting, absence, account, closed, day, done, sequence, touch, when};
use crate::domain::touch::{Status, Touch};
use crate::domain::wire::Moment;

const DANA: &str = "dana-cole";
const LEE: &str = "lee-ray";

fn chain(touches: Vec<Touch>) -> Account {
    account(vec![sequence("2026-11-16", touches)])
}

/// The dates of the first sequence: a day, `paused`, or `-`.
fn dates(account: &Account, setting: &Setting, today: &str) -> Vec<String> {
    let told = |due| match due {
        Due::On(day) => day.format("%m-%d").to_string(),
        Due::Paused => "paused".to_owned(),
        Due::Never => "-".to_owned(),
    };
    schedule(account, &account.sequences[0], &setting.on(today)).into_iter().map(told).collect()
}

fn plain() -> Setting {
    Setting::new(&[], &[])
}

fn three() -> Vec<Touch> {
    vec![touch("aaaa", 0, DANA), touch("bbbb", 3, DANA), touch("cccc", 5, LEE)]
}

#[test]
fn untouched_it_follows_the_plan_from_its_start() {
    assert_eq!(dates(&chain(three()), &plain(), "2026-11-10"), ["11-16", "11-19", "11-23"]);
}

#[test]
fn what_follows_an_overdue_touch_is_forecast_from_today() {
    assert_eq!(dates(&chain(three()), &plain(), "2026-11-18"), ["11-16", "11-23", "11-25"]);
}

#[test]
fn late_pushes_the_rest_and_early_pulls_it_forward() {
    let with_first_done = |on: &str| {
        let mut touches = three();
        touches[0] = done(touches[0].clone(), on);
        dates(&chain(touches), &plain(), "2026-11-18")
    };
    assert_eq!(with_first_done("2026-11-16"), ["-", "11-19", "11-23"]);
    assert_eq!(with_first_done("2026-11-18"), ["-", "11-23", "11-25"]);
    assert_eq!(with_first_done("2026-11-13"), ["-", "11-19", "11-23"], "before the start nothing is counted");
    let mut touches = three();
    touches[0] = done(touches[0].clone(), "2026-11-16");
    touches[1] = done(touches[1].clone(), "2026-11-17");
    assert_eq!(dates(&chain(touches), &plain(), "2026-11-18"), ["-", "-", "11-19"]);
}

#[test]
fn done_out_of_order_never_runs_the_cursor_back() {
    let mut touches = three();
    touches[1] = done(touches[1].clone(), "2026-11-12");
    assert_eq!(dates(&chain(touches), &plain(), "2026-11-18"), ["11-16", "-", "11-20"]);
}

#[test]
fn done_by_hand_without_a_day_counts_as_done_on_its_own() {
    let mut touches = three();
    touches[0] = Touch { status: Status::Done, ..touches[0].clone() };
    assert_eq!(dates(&chain(touches.clone()), &plain(), "2026-11-18"), ["-", "11-19", "11-23"]);
    touches[1] = Touch { status: Status::Done, ..touches[1].clone() };
    assert_eq!(dates(&chain(touches), &plain(), "2026-11-18"), ["-", "-", "11-20"], "not done in the future");
}

#[test]
fn skipping_counts_from_its_date_or_from_the_day_it_was_skipped() {
    let skipped = |on: &str| {
        let mut touches = three();
        touches[0] = closed(touches[0].clone(), Status::Skipped, on);
        dates(&chain(touches), &plain(), on)
    };
    assert_eq!(skipped("2026-11-12"), ["-", "11-19", "11-23"]);
    assert_eq!(skipped("2026-11-18"), ["-", "11-23", "11-25"]);
}

#[test]
fn held_and_cancelled_touches_keep_their_place() {
    for status in [Status::Held, Status::Cancelled] {
        let mut touches = three();
        touches[0] = done(touches[0].clone(), "2026-11-16");
        touches[1] = closed(touches[1].clone(), status, "2026-11-17");
        assert_eq!(dates(&chain(touches), &plain(), "2026-11-27"), ["-", "-", "11-23"], "{status}");
    }
}

#[test]
fn whoever_may_not_be_contacted_is_never_due_and_keeps_their_place() {
    let mut account = chain(three());
    account.people[0].do_not_contact = true;
    assert_eq!(dates(&account, &plain(), "2026-11-27"), ["-", "-", "11-23"]);
}

#[test]
fn a_date_set_by_hand_is_a_floor_and_a_pinned_one_is_exact() {
    let by_hand = |due: &str, pinned: bool| {
        let mut touches = three();
        (touches[1].due, touches[1].pinned) = (Some(day(due)), pinned);
        dates(&chain(touches), &plain(), "2026-11-16")
    };
    assert_eq!(by_hand("2026-11-17", false), ["11-16", "11-19", "11-23"], "a floor under its turn changes nothing");
    assert_eq!(by_hand("2026-11-24", false), ["11-16", "11-24", "11-26"]);
    assert_eq!(by_hand("2026-11-28", false), ["11-16", "11-30", "12-02"], "a floor rolls off a Saturday");
    assert_eq!(by_hand("2026-11-22", true), ["11-16", "11-22", "11-25"], "pinned to a Sunday");
    assert_eq!(by_hand("2026-11-17", true), ["11-16", "11-17", "11-19"], "pinned early pulls what follows");
}

#[test]
fn holidays_and_the_doers_absence_are_not_worked() {
    let two_in_a_row = Setting::new(&["2026-11-19", "2026-11-20"], &[]);
    assert_eq!(dates(&chain(three()), &two_in_a_row, "2026-11-10"), ["11-16", "11-23", "11-25"]);
    let away = Setting::new(&[], &[("2026-11-17", "2026-11-24")]);
    assert_eq!(dates(&chain(three()), &away, "2026-11-10"), ["11-16", "11-27", "12-01"]);
}

#[test]
fn a_touch_of_another_member_goes_by_their_absence() {
    let mut setting = Setting::new(&[], &[("2026-11-17", "2026-11-24")]);
    setting.settings.members.push(crate::domain::settings::Member { id: "kim".into(), ..Default::default() });
    let mut account = chain(three());
    account.owner = Some("sam".into());
    account.sequences[0].touches[1].owner = Some("kim".into());
    assert_eq!(dates(&account, &setting, "2026-11-10"), ["11-16", "11-19", "11-27"]);
}

#[test]
fn a_touch_to_someone_away_waits_and_others_go_on() {
    let mut account = chain(vec![touch("aaaa", 0, DANA), touch("bbbb", 1, LEE), touch("cccc", 2, DANA)]);
    account.people[0].away = vec![absence("2026-11-16", "2026-11-19")].into();
    assert_eq!(dates(&account, &plain(), "2026-11-16"), ["11-20", "11-17", "11-24"], "her gap is kept");
    account.people[0].away = vec![absence("2026-11-16", "")].into();
    assert_eq!(dates(&account, &plain(), "2026-11-16"), ["paused", "11-17", "paused"]);
}

#[test]
fn what_fell_into_an_absence_keeps_its_rhythm_from_their_return() {
    let days = |days: &[(u32, &str)]| {
        let touches = days.iter().enumerate().map(|(n, (day, id))| touch(&format!("t{n:03}"), *day, id));
        let mut account = chain(touches.collect());
        account.people[0].away = vec![absence("2026-11-17", "2026-11-27")].into();
        account
    };
    let dana = |all: &[u32]| days(&all.iter().map(|day| (*day, DANA)).collect::<Vec<_>>());
    let at = |account: &Account, today: &str| dates(account, &plain(), today);
    // She leaves on the day after the first and is back on Monday the 30th.
    let all_inside = dana(&[0, 2, 4, 7]);
    assert_eq!(at(&all_inside, "2026-11-16"), ["11-16", "11-30", "12-02", "12-07"]);
    let one_after = dana(&[0, 2, 20]);
    assert_eq!(at(&one_after, "2026-11-16"), ["11-16", "11-30", "12-24"], "the gap is the plan's, 18 days");
    let both = days(&[(0, DANA), (2, DANA), (4, LEE), (6, DANA), (8, LEE)]);
    assert_eq!(at(&both, "2026-11-16"), ["11-16", "11-30", "11-20", "12-04", "11-26"], "Lee's go on");
    let mut pinned = dana(&[0, 2, 4, 7]);
    let touch = &mut pinned.sequences[0].touches[2];
    (touch.due, touch.pinned) = (Some(day("2026-11-24")), true);
    assert_eq!(at(&pinned, "2026-11-16"), ["11-16", "11-30", "11-24", "12-07"], "pinned is pinned");
    let mut sent = dana(&[0, 2, 4, 7]);
    sent.sequences[0].touches[0] = done(sent.sequences[0].touches[0].clone(), "2026-11-16");
    sent.sequences[0].touches[1] = done(sent.sequences[0].touches[1].clone(), "2026-12-01");
    assert_eq!(at(&sent, "2026-12-01"), ["-", "-", "12-03", "12-08"], "once it is done the cursor tells");
    let mut late = all_inside;
    late.sequences[0].touches[0] = done(late.sequences[0].touches[0].clone(), "2026-11-16");
    assert_eq!(at(&late, "2026-12-02"), ["-", "11-30", "12-04", "12-09"], "overdue: the rest from today");
    let mut twice = dana(&[0, 2, 4]);
    twice.people[0].away.push(absence("2026-12-01", "2026-12-04"));
    assert_eq!(at(&twice, "2026-11-16"), ["11-16", "11-30", "12-07"]);
    let mut by_schedule = dana(&[0, 2, 4, 7]);
    by_schedule.sequences[0].gaps_from = GapsFrom::Schedule;
    assert_eq!(at(&by_schedule, "2026-11-16"), ["11-16", "11-30", "12-02", "12-07"]);
}

#[test]
fn what_was_overdue_when_somebody_left_waits_for_their_return() {
    let mut account = chain(three());
    account.people[0].away = vec![absence("2026-11-18", "2026-11-20")].into();
    assert_eq!(dates(&account, &plain(), "2026-11-17")[0], "11-16", "they are still there");
    assert_eq!(dates(&account, &plain(), "2026-11-19")[0], "11-23");
    assert_eq!(dates(&account, &plain(), "2026-11-25")[0], "11-23");
}

fn paused(from: &str, to: &str) -> Account {
    let mut account = chain(three());
    account.sequences[0].touches[0] = done(touch("aaaa", 0, DANA), "2026-11-16");
    let to = (!to.is_empty()).then(|| day(to));
    account.sequences[0].pauses = vec![Pause { from: Some(day(from)), to, why: "audit".into() }];
    account
}

#[test]
fn a_pause_waits_only_for_what_is_left_of_a_gap() {
    // One of three days has passed when it begins.
    assert_eq!(dates(&paused("2026-11-18", "2026-11-24"), &plain(), "2026-11-17"), ["-", "11-26", "11-30"]);
}

#[test]
fn what_was_due_before_a_pause_comes_on_the_first_working_day_after() {
    let account = paused("2026-11-20", "2026-11-28");
    assert_eq!(dates(&account, &plain(), "2026-11-19"), ["-", "11-19", "12-01"], "before it begins");
    for today in ["2026-11-20", "2026-11-27", "2026-11-29"] {
        assert_eq!(dates(&account, &plain(), today), ["-", "11-30", "12-02"], "{today}");
    }
    assert_eq!(dates(&account, &plain(), "2026-12-02"), ["-", "11-30", "12-04"]);
}

#[test]
fn a_pause_without_an_end_leaves_later_dates_unknown() {
    assert_eq!(dates(&paused("2026-11-18", ""), &plain(), "2026-11-17"), ["-", "paused", "paused"]);
    assert_eq!(dates(&paused("2026-11-20", ""), &plain(), "2026-11-19"), ["-", "11-19", "paused"]);
    assert_eq!(dates(&paused("2026-11-20", ""), &plain(), "2026-11-20"), ["-", "paused", "paused"]);
    let mut pinned = paused("2026-11-20", "");
    (pinned.sequences[0].touches[2].due, pinned.sequences[0].touches[2].pinned) = (Some(day("2026-11-25")), true);
    assert_eq!(dates(&pinned, &plain(), "2026-11-20")[2], "paused", "a pause is about the whole sequence");
    assert_eq!(dates(&pinned, &plain(), "2026-11-19")[2], "paused");
}

#[test]
fn a_muddled_pause_is_none() {
    assert_eq!(dates(&paused("2026-11-20", "2026-11-18"), &plain(), "2026-11-24"), ["-", "11-19", "11-26"]);
}

#[test]
fn an_ended_sequence_has_nothing_due() {
    let mut account = chain(three());
    account.sequences[0].ended = Some(Ended { on: Some(day("2026-11-16")), why: "no answer".into() });
    assert_eq!(dates(&account, &plain(), "2026-11-18"), ["-", "-", "-"]);
    assert_eq!(next_touch(&account, &plain().on("2026-11-18")), None);
}

#[test]
fn by_the_schedule_every_gap_counts_from_the_start() {
    let mut account = chain(three());
    account.sequences[0].gaps_from = GapsFrom::Schedule;
    account.sequences[0].touches[0] = done(touch("aaaa", 0, DANA), "2026-11-18");
    assert_eq!(dates(&account, &plain(), "2026-11-18"), ["-", "11-19", "11-23"]);
    account.sequences[0].touches[2].person = Some(DANA.into());
    account.sequences[0].touches[1].due = Some(day("2026-12-01"));
    assert_eq!(dates(&account, &plain(), "2026-11-18"), ["-", "12-01", "11-23"], "it moves alone");
}

#[test]
fn roles_that_nobody_fills_are_scheduled_as_usual() {
    let mut account = chain(three());
    for touch in &mut account.sequences[0].touches {
        (touch.person, touch.to) = (None, Some("first".into()));
    }
    assert_eq!(dates(&account, &plain(), "2026-11-10"), ["11-16", "11-19", "11-23"]);
}

#[test]
fn without_a_start_it_counts_from_what_was_done_first_else_from_today() {
    let mut account = chain(three());
    account.sequences[0].start = None;
    assert_eq!(dates(&account, &plain(), "2026-11-17"), ["11-17", "11-20", "11-24"]);
    account.sequences[0].touches[0] = done(touch("aaaa", 0, DANA), "2026-11-16");
    assert_eq!(dates(&account, &plain(), "2026-11-30"), ["-", "11-19", "12-02"]);
}

#[test]
fn the_next_touch_is_the_earliest_of_all_that_run() {
    let later = sequence("2026-11-18", vec![touch("dddd", 0, LEE)]);
    let mut first = sequence("2026-11-16", three());
    first.touches[0] = done(first.touches[0].clone(), "2026-11-16");
    let account = account(vec![first, later]);
    let setting = plain();
    let world = setting.on("2026-11-17");
    assert_eq!(next_touch(&account, &world), Some((when(1, 0), day("2026-11-18"))));
    assert_eq!(due(&account, when(0, 1), &world), Due::On(day("2026-11-19")));
    assert_eq!(due(&account, when(7, 7), &world), Due::Never);
}

#[test]
fn a_change_tells_what_it_moves() {
    let setting = plain();
    let world = setting.on("2026-11-18");
    let before = chain(three());
    let mut after = before.clone();
    assert_eq!(told(&ripple(&before, &after, &world), world.today), "");
    after.sequences[0].touches[0] = done(after.sequences[0].touches[0].clone(), "2026-11-16");
    let moves = ripple(&before, &after, &world);
    assert_eq!(moves.len(), 2);
    assert_eq!(told(&moves, world.today), "2 touches move: #2 Mon 23 Nov → Thu 19 Nov, #3 Wed 25 Nov → Mon 23 Nov");
    after.sequences[0].pauses = vec![Pause { from: Some(day("2026-11-18")), ..Pause::default() }];
    assert_eq!(ripple(&before, &after, &world)[0].to, None);
}

#[test]
fn a_hand_written_touch_is_the_same_after_it_got_its_id() {
    let setting = plain();
    let world = setting.on("2026-11-16");
    let mut before = chain(three());
    before.sequences[0].id = String::new();
    for touch in &mut before.sequences[0].touches {
        touch.id.clear();
    }
    let mut after = before.clone();
    after.sequences[0].id = "new1".into();
    (after.sequences[0].touches[1].id, after.sequences[0].touches[1].due) = ("newt".into(), Some(day("2026-11-24")));
    let moved: Vec<usize> = ripple(&before, &after, &world).iter().map(super::Move::n).collect();
    assert_eq!(moved, [2, 3]);
}

/// A week of those days, and days off.
fn week(days: &[Day], holidays: &[&str]) -> Setting {
    let working = WorkingCalendar { working_days: days.to_vec(), ..WorkingCalendar::default() };
    Setting { calendar: Calendar::new(&working, holidays.iter().map(|text| day(text))), ..plain() }
}

#[test]
fn the_calendar_s_odd_corners_are_days_like_any_other() {
    let weekdays = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
    let sunday_to_thursday = [Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu];
    for (what, setting, start, want) in [
        // 2028 is a leap year, and its 29th of February a Tuesday.
        ("leap day", week(&weekdays, &[]), "2028-02-28", ["02-28", "02-29", "03-01", "03-06"]),
        ("no leap day", week(&weekdays, &[]), "2026-02-26", ["02-26", "02-27", "03-02", "03-05"]),
        (
            "year end",
            week(&weekdays, &["2026-12-25", "2027-01-01"]),
            "2026-12-30",
            ["12-30", "12-31", "01-04", "01-07"],
        ),
        ("Sunday to Thursday", week(&sunday_to_thursday, &[]), "2026-11-25", ["11-25", "11-26", "11-29", "12-02"]),
        ("from a Friday off", week(&sunday_to_thursday, &[]), "2026-11-27", ["11-29", "11-30", "12-01", "12-06"]),
        (
            "two in a row",
            week(&weekdays, &["2026-11-26", "2026-11-27"]),
            "2026-11-24",
            ["11-24", "11-25", "11-30", "12-03"],
        ),
        (
            "around a weekend",
            week(&weekdays, &["2026-12-25", "2026-12-28"]),
            "2026-12-23",
            ["12-23", "12-24", "12-29", "01-01"],
        ),
        (
            "the first of two",
            week(&weekdays, &["2026-11-26", "2026-11-27"]),
            "2026-11-26",
            ["11-30", "12-01", "12-02", "12-07"],
        ),
    ] {
        let touches = [0, 1, 2, 5].map(|on| touch("", on, DANA)).to_vec();
        let account = account(vec![sequence(start, touches)]);
        assert_eq!(dates(&account, &setting, start), want, "{what}");
    }
}

#[test]
fn what_was_closed_counts_on_the_day_that_is_written_whatever_the_zone() {
    for (at, next) in [
        ("2026-11-17T23:30:00-10:00", "11-20"),
        ("2026-11-17T00:10:00+13:00", "11-20"),
        ("2026-11-17T12:00:00Z", "11-20"),
        ("2026-11-18T00:10:00+00:00", "11-23"),
        // The hour that comes twice in autumn, and the morning after the one that is left out in spring.
        ("2026-11-01T01:30:00-05:00", "11-19"),
        ("2026-11-01T01:30:00-06:00", "11-19"),
        ("2026-03-08T03:10:00-05:00", "11-19"),
    ] {
        let mut touches = three();
        touches[0].status = Status::Done;
        touches[0].closed = Some(Moment::At(chrono::DateTime::parse_from_rfc3339(at).unwrap()));
        assert_eq!(dates(&chain(touches), &plain(), "2026-11-18")[1], next, "{at}");
    }
}
