//! How a goal stands, in words: the same on the screen, in the weekly review and on the command line.

use super::chain::{Part, Source};
use super::practice::Practice;
use super::standing::{Course, Standing};
use super::{real, whole, whose};
use crate::domain::dates;
use crate::domain::load;
use crate::domain::schedule::World;
use crate::domain::settings::{Goal, Metric, Per, Settings};
use crate::domain::words::counted;

/// How something is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// As it is.
    Plain,
    /// As it should be.
    Good,
    /// Not as it should be.
    Short,
    /// To be taken with care.
    Faint,
}

/// Something said of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In a word.
    pub label: &'static str,
    /// In a sentence.
    pub text: String,
    /// How it is meant.
    pub mood: Mood,
}

pub(super) fn say(label: &'static str, text: impl Into<String>, mood: Mood) -> Told {
    Told { label, text: text.into(), mood }
}

/// `12`, `$141,000`
fn amount(goal: &Goal, settings: &Settings, count: u64) -> String {
    if goal.metric == Some(Metric::Revenue) { settings.money(count) } else { count.to_string() }
}

/// The same of what is not whole: `0.3`, `12`, `$1,240`.
pub(super) fn part(goal: &Goal, settings: &Settings, count: f64) -> String {
    if goal.metric == Some(Metric::Revenue) { settings.money(whole(count)) } else { rounded(count) }
}

/// With one place where that says more than none: `0.3`, `9.5`, `12`.
pub(super) fn rounded(count: f64) -> String {
    if count > 0.0 && count < 0.05 {
        return "less than 0.1".to_owned();
    }
    let told = if count < 9.95 { format!("{count:.1}") } else { format!("{count:.0}") };
    told.strip_suffix(".0").unwrap_or(&told).to_owned()
}

/// What the target counts, in words; nothing for money.
fn unit(goal: &Goal) -> &str {
    match (goal.unit.as_str(), goal.metric) {
        ("", Some(Metric::Touches)) => "touches",
        ("", Some(Metric::Answers)) => "answers",
        ("", Some(Metric::Meetings)) => "meetings held",
        ("", Some(Metric::Opportunities)) => "opportunities",
        ("", Some(Metric::Clients)) => "clients",
        ("", Some(Metric::Revenue) | None) => "",
        (own, _) => own,
    }
}

/// Why it matters, if anybody has said it.
pub fn why(goal: &Goal) -> Option<Told> {
    (!goal.why.is_empty()).then(|| say("Why", goal.why.clone(), Mood::Plain))
}

/// What counts as practice.
pub fn counted_as(goal: &Goal, is_named: bool) -> Vec<Told> {
    let counted = match goal.metric {
        Some(_) => format!("{}, as the plan records them, and what is noted", unit(goal)),
        None if is_named => {
            "what is noted, and every closed touch that says what it taught at an account that names this goal"
                .to_owned()
        }
        None => "what is noted; an account that names this goal adds each touch that says what it taught".to_owned(),
    };
    vec![say("Counted", counted, Mood::Plain)]
}

/// `3 of 6`; without a target `3`.
pub fn headline(goal: &Goal, settings: &Settings, done: u64) -> String {
    let done = amount(goal, settings, done);
    goal.target.map_or_else(|| done.clone(), |target| format!("{done} of {}", amount(goal, settings, target)))
}

/// `this week`
fn this(per: Option<Per>) -> &'static str {
    match per {
        Some(Per::Week) => " this week",
        Some(Per::Month) => " this month",
        Some(Per::Quarter) => " this quarter",
        None => "",
    }
}

fn spaced(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {text}") }
}

/// All that is said of a performance goal.
pub fn standing(goal: &Goal, stands: &Standing, world: &World) -> Vec<Told> {
    let settings = world.settings;
    let outside = match stands.outside {
        0 => String::new(),
        n => {
            let them = if goal.metric == Some(Metric::Revenue) { "it" } else { "them" };
            format!(", {} of {them} noted from outside the plan", amount(goal, settings, n))
        }
    };
    let mood = if stands.is_reached() { Mood::Good } else { Mood::Plain };
    let done = format!("{}{}{outside}", headline(goal, settings, stands.done), spaced(unit(goal)));
    let mut said = vec![say("Done", done, mood)];
    if stands.apart.done > 0 {
        let more = amount(goal, settings, stands.apart.done);
        let told = format!("{more} more at accounts that are not linked to it, which doesn't count");
        said.push(say("Elsewhere", told, Mood::Short));
    }
    if goal.metric == Some(Metric::Meetings) && stands.ahead.booked > 0 {
        let told = match stands.ahead.booked {
            1 => "1 more is booked; it counts when its result is recorded".to_owned(),
            n => format!("{n} more are booked; each counts when its result is recorded"),
        };
        said.push(say("Booked", told, Mood::Plain));
    }
    said.push(pace(goal, stands, world));
    said.extend(forecast(goal, stands, world));
    said.extend(needed(goal, stands, world));
    said
}

fn pace(goal: &Goal, stands: &Standing, world: &World) -> Told {
    if goal.target.is_none() {
        return say("Pace", "no pace without a target", Mood::Faint);
    }
    if stands.is_reached() {
        return say("Pace", "reached", Mood::Good);
    }
    let (Some(pace), Some(from), Some(to)) = (stands.pace, goal.from, goal.to) else {
        return say("Pace", "no pace without a first and a last day", Mood::Faint);
    };
    if to < world.today {
        let missing = part(goal, world.settings, real(stands.missing()));
        return say("Pace", format!("over since {}: {missing} missing", dates::short(to, world.today)), Mood::Short);
    }
    if world.today < from {
        return say("Pace", format!("begins {}", dates::echo(from, world.today, world.calendar)), Mood::Plain);
    }
    let gone = format!("{} of {} working days are gone", pace.gone, pace.days);
    let expected = stands.expected().map(|expected| part(goal, world.settings, expected)).unwrap_or_default();
    match stands.course() {
        Course::Begun => say("Pace", format!("begun: all of its {} are ahead", days(pace.days)), Mood::Plain),
        Course::OnPace => say("Pace", format!("on pace: {expected} by today would do; {gone}"), Mood::Good),
        Course::SoFar => say("Pace", format!("on pace so far: {expected} by today would do; {gone}"), Mood::Plain),
        Course::Behind => say("Pace", format!("behind: on pace would be {expected} by today; {gone}"), Mood::Short),
        _ => say("Pace", "none of its days is worked", Mood::Faint),
    }
}

/// `23 working days`
fn days(count: u64) -> String {
    if count == 1 { "1 working day".to_owned() } else { format!("{count} working days") }
}

/// ` by Thu 31 Dec`
fn by(goal: &Goal, world: &World) -> String {
    goal.to.map_or_else(String::new, |to| format!(" by {}", dates::short(to, world.today)))
}

/// `17 open touches`
pub(super) fn things(part: &Part) -> String {
    let (one, more) = match part.source {
        Source::Touch => ("open touch", "open touches"),
        Source::Booked => ("booked meeting", "booked meetings"),
        Source::Met => ("account that met you", "accounts that met you"),
        Source::Deal => ("open opportunity", "open opportunities"),
    };
    counted(part.count as usize, one, more)
}

/// `5.4 of 12 by Thu 31 Dec: 4 done, 0.8 from 1 booked meeting, 0.6 from 17 open touches`
fn forecast(goal: &Goal, stands: &Standing, world: &World) -> Option<Told> {
    if goal.to.is_some_and(|to| to < world.today) {
        return None;
    }
    let (settings, by) = (world.settings, by(goal, world));
    let parts = stands.parts();
    let mood = if stands.falls_short() { Mood::Short } else { Mood::Good };
    if parts.is_empty() && stands.chain.is_counted() {
        let text =
            format!("nothing that brings more is planned{by}: it stays at {}", headline(goal, settings, stands.done));
        return Some(say("Forecast", text, mood));
    }
    let whole = part(goal, settings, stands.forecast()?);
    let of = goal.target.map_or_else(String::new, |target| format!(" of {}", amount(goal, settings, target)));
    let from = parts
        .iter()
        .map(|each| format!("{} from {}", part(goal, settings, each.brings.unwrap_or_default()), things(each)));
    let done = std::iter::once(format!("{} done", amount(goal, settings, stands.done)));
    let told: Vec<String> = done.chain(from).collect();
    Some(say("Forecast", format!("{whole}{of}{by}: {}", told.join(", ")), mood))
}

/// `0.8 a day`; of what is rare `one every 12 days`.
fn a_day(goal: &Goal, settings: &Settings, count: f64) -> String {
    if goal.metric != Some(Metric::Revenue) && count > 0.0 && count < 0.5 {
        return format!("one every {:.0} days", 1.0 / count);
    }
    format!("{} a day", part(goal, settings, count))
}

fn needed(goal: &Goal, stands: &Standing, world: &World) -> Option<Told> {
    stands.a_day().filter(|_| !stands.is_reached())?;
    let settings = world.settings;
    let (missing, left) = (amount(goal, settings, stands.missing()), stands.pace?.left);
    let (promised, rest) = (stands.promised(), stands.left_to_touches());
    let each = a_day(goal, settings, rest / real(left));
    let mut text = format!("{missing} in {}: {each}", days(left));
    if promised > 0.0 {
        let already = format!("{missing}, of which {} may come from what is under way", part(goal, settings, promised));
        if rest <= 0.0 {
            return Some(say("Needed", already, Mood::Plain));
        }
        text = format!("{already}; the rest in {}: {each}", days(left));
    }
    let mut mood = Mood::Plain;
    if let Some(step) = stands.chain.stops_at() {
        let never = step.link.never(step.rate);
        return Some(say("Needed", format!("{text}. But {never}, so more of the same won't do it"), Mood::Short));
    }
    if let Some(touches) = stands.touches_a_day().filter(|_| goal.metric != Some(Metric::Touches)) {
        let holds = load::per_day(whose(goal, settings));
        text = format!("{text}, which takes {} touches a day", rounded(touches));
        if touches > f64::from(holds) {
            text = format!("{text}; a day holds {holds}");
            mood = Mood::Short;
        }
        if stands.is_assumed() {
            text.push_str(" (partly assumed)");
        }
    }
    Some(say("Needed", text, mood))
}

/// All that is said of a skill.
pub fn practised(goal: &Goal, practice: &Practice) -> Vec<Told> {
    let mut said = Vec::new();
    if !goal.skill.is_empty() {
        said.push(say("Skill", goal.skill.clone(), Mood::Plain));
    }
    let mood = if practice.is_reached() { Mood::Good } else { Mood::Plain };
    said.push(say("Practised", now(goal, practice), mood));
    if let Some(kept) = before(goal, practice) {
        said.push(say("Before", kept, Mood::Plain));
    }
    said
}

/// `1 of 5 first touches this week`
fn now(goal: &Goal, practice: &Practice) -> String {
    let count = practice.now();
    let of = practice.target.map_or_else(|| count.to_string(), |target| format!("{count} of {target}"));
    format!("{of}{}{}", spaced(unit(goal)), this(goal.per))
}

/// `3 5 4 0 in the weeks before, the last one first; 1 of 4 reached it`
fn before(goal: &Goal, practice: &Practice) -> Option<String> {
    let per = goal.per?;
    let (kept, over) = practice.kept()?;
    let word = match (per, over) {
        (Per::Week, 1) => "week",
        (Per::Week, _) => "weeks",
        (Per::Month, 1) => "month",
        (Per::Month, _) => "months",
        (Per::Quarter, 1) => "quarter",
        (Per::Quarter, _) => "quarters",
    };
    let counts: Vec<String> = practice.periods.iter().skip(1).map(|(_, count)| count.to_string()).collect();
    let order = if over > 1 { ", the last one first" } else { "" };
    Some(format!("{} in the {word} before{order}; {kept} of {over} reached it", counts.join(", ")))
}

/// A performance goal in one sentence.
pub fn summary(goal: &Goal, stands: &Standing, world: &World) -> String {
    let done = format!("{}{}", headline(goal, world.settings, stands.done), spaced(unit(goal)));
    let pace = pace(goal, stands, world);
    let pace = if pace.mood == Mood::Faint { String::new() } else { format!("; {}", pace.text) };
    format!("{}: {done}{pace}", goal.title)
}

/// A skill in one sentence.
pub fn practice_summary(goal: &Goal, practice: &Practice) -> String {
    let before = before(goal, practice).map(|before| format!("; {before}")).unwrap_or_default();
    format!("{}: {}{before}", goal.title, now(goal, practice))
}
