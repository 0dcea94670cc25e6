//! How a goal stands, in words: the same on the screen, in the weekly review and on the command line.

use super::chain::{Chain, Step};
use super::practice::Practice;
use super::standing::Standing;
use super::{real, whole, whose};
use crate::domain::dates;
use crate::domain::load;
use crate::domain::rates::ENOUGH;
use crate::domain::schedule::World;
use crate::domain::settings::{Goal, Metric, Per, Settings};

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

fn say(label: &'static str, text: impl Into<String>, mood: Mood) -> Told {
    Told { label, text: text.into(), mood }
}

/// `12`, `$141,000`
fn amount(goal: &Goal, settings: &Settings, count: u64) -> String {
    if goal.metric == Some(Metric::Revenue) { settings.money(count) } else { count.to_string() }
}

/// The same of what is not whole: `0.3`, `12`, `$1,240`.
fn part(goal: &Goal, settings: &Settings, count: f64) -> String {
    if goal.metric == Some(Metric::Revenue) { settings.money(whole(count)) } else { rounded(count) }
}

/// With one place where that says more than none: `0.3`, `9.5`, `12`.
fn rounded(count: f64) -> String {
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
    if goal.metric == Some(Metric::Meetings) && stands.booked > 0 {
        let are = if stands.booked == 1 { "1 more is booked" } else { &format!("{} more are booked", stands.booked) };
        said.push(say("Booked", format!("{are}; it counts when its result is recorded"), Mood::Plain));
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
    match (stands.is_on_pace(), stands.expected()) {
        (Some(true), Some(expected)) => {
            let expected = part(goal, world.settings, expected);
            say("Pace", format!("on pace: {expected} by today would do; {gone}"), Mood::Good)
        }
        (Some(false), Some(expected)) => {
            let expected = part(goal, world.settings, expected);
            say("Pace", format!("behind: on pace would be {expected} by today; {gone}"), Mood::Short)
        }
        _ => say("Pace", "none of its days is worked", Mood::Faint),
    }
}

/// `until Thu 31 Dec`
fn until(goal: &Goal, world: &World) -> String {
    goal.to.map_or_else(String::new, |to| format!(" until {}", dates::short(to, world.today)))
}

fn forecast(goal: &Goal, stands: &Standing, world: &World) -> Option<Told> {
    if goal.to.is_some_and(|to| to < world.today) {
        return None;
    }
    let (brings, forecast) = (stands.brings()?, stands.forecast()?);
    let touches = if stands.open == 1 { "1 open touch".to_owned() } else { format!("{} open touches", stands.open) };
    let until = until(goal, world);
    let whole = part(goal, world.settings, forecast);
    let of = goal.target.map_or_else(String::new, |target| format!(" of {}", amount(goal, world.settings, target)));
    let enough = goal.target.is_none_or(|target| forecast >= real(target));
    let text = if stands.open == 0 {
        format!("no touch is open{until}: it stays at {whole}{of}")
    } else {
        let brings = part(goal, world.settings, brings);
        format!("{touches}{until} can still bring {brings}: {whole}{of}")
    };
    Some(say("Forecast", text, if enough { Mood::Good } else { Mood::Short }))
}

fn needed(goal: &Goal, stands: &Standing, world: &World) -> Option<Told> {
    let a_day = stands.a_day().filter(|_| !stands.is_reached())?;
    let (missing, left) = (amount(goal, world.settings, stands.missing()), stands.pace?.left);
    let a_day = part(goal, world.settings, a_day);
    let days = if left == 1 { "1 working day".to_owned() } else { format!("{left} working days") };
    let mut text = format!("{missing} in {days}: {a_day} a day");
    let mut mood = Mood::Plain;
    if let Some(touches) = stands.touches_a_day().filter(|_| goal.metric != Some(Metric::Touches)) {
        let holds = load::per_day(whose(goal, world.settings));
        text = format!("{text}, which takes {} touches a day", rounded(touches));
        if touches > f64::from(holds) {
            text = format!("{text}; a day holds {holds}");
            mood = Mood::Short;
        }
        if stands.chain.is_assumed() {
            text.push_str(" (partly assumed)");
        }
    }
    Some(say("Needed", text, mood))
}

/// Which rates it rests on, from how many cases, and what is assumed.
pub fn worked_out(goal: &Goal, chain: &Chain, settings: &Settings) -> Vec<Told> {
    let mut said: Vec<Told> = chain.steps.iter().map(step).collect();
    if goal.metric == Some(Metric::Revenue) {
        said.push(match chain.value {
            Some(value) => match value.clients {
                Some(clients) => {
                    let text = format!("{} per client, from {clients} clients", settings.money(value.amount));
                    say("", text, Mood::Plain)
                }
                None => {
                    let worth = settings.money(value.amount);
                    let text = format!(
                        "value per client: fewer than {ENOUGH} clients; assumed {worth}, what the accounts are thought \
                         to be worth on the average"
                    );
                    say("", text, Mood::Faint)
                }
            },
            None => say("", "value per client: no client yet, and no account says what it could be worth", Mood::Faint),
        });
    }
    if let Some(per_touch) = chain.per_touch.filter(|per_touch| *per_touch > 0.0 && !chain.steps.is_empty()) {
        said.push(say(
            "",
            if goal.metric == Some(Metric::Revenue) {
                format!("so a touch brings {}", settings.money(whole(per_touch)))
            } else {
                let (one, _) = metric_words(goal);
                format!("so {one} takes {} touches", rounded(1.0 / per_touch))
            },
            Mood::Plain,
        ));
    }
    if said.is_empty() {
        let text = match goal.metric {
            Some(Metric::Touches) => "touches are counted as they are done",
            _ => "nothing is counted by the plan: a metric in the form says what; until then notes count",
        };
        said.push(say("", text, Mood::Faint));
    }
    if let Some(first) = said.first_mut() {
        first.label = "Reckoned";
    }
    said
}

fn metric_words(goal: &Goal) -> (&'static str, &'static str) {
    match goal.metric {
        Some(Metric::Answers) => ("an answer", "answers"),
        Some(Metric::Meetings) => ("a meeting held", "meetings held"),
        Some(Metric::Opportunities) => ("an opportunity", "opportunities"),
        Some(Metric::Clients) => ("a client", "clients"),
        Some(Metric::Touches | Metric::Revenue) | None => ("it", ""),
    }
}

fn step(step: &Step) -> Told {
    let label = step.link.label();
    match step.assumed {
        None => say("", format!("{label}: {}", step.rate.told()), Mood::Plain),
        Some(assumed) => {
            let why = if step.rate.hits > step.rate.n || step.rate.n == 0 {
                // What was counted had no such beginning: a meeting without an answer before it.
                format!("too little is known, {} so far", step.rate.n)
            } else if step.rate.is_few() {
                format!("{} of {}, fewer than {ENOUGH} cases", step.rate.hits, step.rate.n)
            } else {
                format!("none of {}", step.rate.n)
            };
            let text = format!("{label}: {why}; assumed 1 in {}: {}", assumed.one_in, assumed.reason);
            say("", text, Mood::Faint)
        }
    }
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
