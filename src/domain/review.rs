//! The weekly review: what was done, what came back, what was learned, how the goals stand, what next week holds, and
//! which accounts are to be decided. Made of lines that the screen draws and Markdown spells, so that both say the same.

mod week;

pub use week::{first_of, named_week, week_of_review};

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

use super::account::{Account, AccountId};
use super::credit;
use super::dates;
use super::goals::{self, Ledger, Practice, Standing};
use super::load::{self, Load};
use super::markdown::inline;
use super::meeting::{Meeting, MeetingStatus};
use super::plan::Plan;
use super::schedule::World;
use super::settings::{Goal, GoalKind, Member};
use super::touch::{Channel, Status, Touch};
use super::wire::Moment;
use super::words::counted;
use super::words::{Vocabulary as _, capitalised};

/// A line of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What the lines under it are about.
    Heading(String),
    /// Something that was, and where.
    Item(String, Option<AccountId>),
    /// That there was nothing.
    Nothing(&'static str),
    /// That nothing was learned; whoever shows it can say how something is noted.
    Unlearned,
    /// A performance goal, and beside it one for getting better.
    Goals(Option<String>, Option<String>),
    /// An account with nothing dated ahead: it is decided here.
    Drifting(AccountId, String),
}

/// Nothing was learned, or nobody said so.
pub const UNLEARNED: &str = "Nothing was written down.";

/// The review of a week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// What it is called.
    pub title: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// All of it.
    pub lines: Vec<Line>,
}

/// What a review is made of.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The day.
    pub today: NaiveDate,
    /// Whose week; nobody: everybody's.
    pub me: Option<&'a Member>,
    /// What lies on the days ahead.
    pub load: &'a Load,
    /// What the accounts count towards the goals.
    pub ledger: &'a Ledger,
    /// The accounts that drift, and since when.
    pub drifting: &'a [(AccountId, Option<NaiveDate>)],
}

impl Review {
    /// Of the week that begins on that day.
    pub fn of(from: NaiveDate, sources: &Sources) -> Self {
        let to = from.checked_add_days(Days::new(6)).unwrap_or(from);
        let week = Week { from, to, sources };
        let told = |day| dates::short(day, sources.today);
        let title = format!("{} to {}", told(from), told(to));
        let sections = [
            week.done(),
            week.came_back(),
            week.met(),
            week.learned(),
            week.remains(),
            week.next(),
            week.goals(),
            week.drifts(),
        ];
        Self { title, from, to, lines: sections.concat() }
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# Week from {}\n", self.title);
        let mut before: Option<&Line> = None;
        for line in &self.lines {
            _ = match line {
                Line::Heading(text) => write!(out, "\n## {}\n\n", inline(text)),
                Line::Item(text, _) | Line::Drifting(_, text) => writeln!(out, "- {}", inline(text)),
                Line::Nothing(text) => writeln!(out, "{text}"),
                Line::Unlearned => writeln!(out, "{UNLEARNED}"),
                Line::Goals(left, right) => {
                    if !matches!(before, Some(Line::Goals(..))) {
                        out.push_str("| Performance | Getting better |\n| --- | --- |\n");
                    }
                    let cell = |goal: &Option<String>| inline(goal.as_deref().unwrap_or_default());
                    writeln!(out, "| {} | {} |", cell(left), cell(right))
                }
            };
            before = Some(line);
        }
        out
    }
}

struct Week<'a> {
    from: NaiveDate,
    to: NaiveDate,
    sources: &'a Sources<'a>,
}

impl<'a> Week<'a> {
    fn holds(&self, day: Option<NaiveDate>) -> bool {
        day.is_some_and(|day| self.from <= day && day <= self.to)
    }

    fn world(&self) -> World<'a> {
        let plan = self.sources.plan;
        World { settings: &plan.settings, calendar: &plan.calendar, today: self.sources.today }
    }

    fn day(&self, day: NaiveDate) -> String {
        dates::short(day, self.sources.today)
    }

    fn accounts(&self) -> impl Iterator<Item = &'a Account> {
        self.sources.plan.all().map(AsRef::as_ref)
    }

    fn mine(&self) -> impl Iterator<Item = &'a Account> {
        let me = self.sources.me;
        self.accounts().filter(move |account| load::is_account_mine(account, me))
    }

    /// My touches that were closed in the week.
    fn closed(&self) -> impl Iterator<Item = (&'a Account, &'a Touch)> {
        let touches = self.accounts().flat_map(|account| account.touches().map(move |(_, touch)| (account, touch)));
        touches.filter(|(account, touch)| {
            self.holds(touch.closed.map(|at| at.day())) && load::is_mine(account, touch, self.sources.me)
        })
    }

    fn done(&self) -> Vec<Line> {
        let mut channels = vec![0usize; Channel::ALL.len()];
        let (mut done, mut skipped) = (0, 0);
        for (_, touch) in self.closed() {
            match touch.status {
                Status::Done => {
                    done += 1;
                    if let Some(at) = Channel::ALL.iter().position(|channel| *channel == touch.channel) {
                        channels[at] += 1;
                    }
                }
                Status::Skipped => skipped += 1,
                _ => {}
            }
        }
        let steps = self.mine().flat_map(|account| &account.next_steps).filter(|step| self.holds(step.done)).count();
        let mut used: Vec<(usize, Channel)> = channels.into_iter().zip(Channel::ALL.iter().copied()).collect();
        used.retain(|(count, _)| *count > 0);
        used.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let used: Vec<String> = used.iter().map(|(count, channel)| format!("{count} {}", channel.label())).collect();
        let mut lines = vec![Line::Heading(format!("Done: {}", counted(done, "touch", "touches")))];
        let item = |text: String| Line::Item(text, None);
        lines.extend((!used.is_empty()).then(|| item(used.join(", "))));
        lines.extend((steps > 0).then(|| item(format!("{} done", counted(steps, "next step", "next steps")))));
        lines.extend((skipped > 0).then(|| item(format!("{skipped} skipped"))));
        or_nothing(lines, "Nothing was done.")
    }

    fn came_back(&self) -> Vec<Line> {
        let mut items = Vec::new();
        for account in self.mine() {
            let answers = account.log.iter().filter(|entry| entry.outcome.is_some());
            for entry in answers.filter(|entry| self.holds(entry.at.map(|at| at.day()))) {
                let (Some(at), Some(answer)) = (entry.at, entry.outcome) else { continue };
                let who = account.person_of(entry.person.as_deref()).map(|person| format!(", {}", person.name));
                let text =
                    if entry.text.trim().is_empty() { String::new() } else { format!(": {}", first_line(&entry.text)) };
                let told = format!(
                    "{} {}{}: {}{text}",
                    self.day(at.day()),
                    account.name,
                    who.unwrap_or_default(),
                    answer.label()
                );
                items.push((at.sort_key(), Line::Item(told, Some(account.id.clone()))));
            }
        }
        section("What came back", items, "Nothing came back.")
    }

    /// My meetings of some days that have a time, in the order of time.
    fn meetings(&self, from: NaiveDate, to: NaiveDate) -> Vec<(Moment, &'a Account, &'a Meeting)> {
        let all = self.mine().flat_map(|account| account.meetings.iter().map(move |meeting| (account, meeting)));
        let booked = all.filter(|(_, meeting)| meeting.status != MeetingStatus::Planned);
        let timed = booked.filter_map(|(account, meeting)| Some((meeting.at?, account, meeting)));
        let mut meetings: Vec<_> = timed.filter(|(at, ..)| from <= at.day() && at.day() <= to).collect();
        meetings.sort_by_key(|(at, account, _)| (at.sort_key(), &account.name));
        meetings
    }

    /// What stands about a meeting: its result, or why it has none.
    fn came_of(&self, at: Moment, meeting: &Meeting) -> String {
        match (meeting.status, meeting.result) {
            (MeetingStatus::Held, Some(result)) => result.label(),
            (MeetingStatus::NoShow | MeetingStatus::Cancelled, _) => meeting.status.label(),
            _ if at.day() < self.sources.today => "no result recorded".to_owned(),
            _ => "booked".to_owned(),
        }
    }

    /// Every meeting that the number counts, and what came of it.
    fn met(&self) -> Vec<Line> {
        let meetings = self.meetings(self.from, self.to);
        let held = meetings.iter().filter(|(_, _, meeting)| credit::is_held(meeting)).count();
        let line = |(at, account, meeting): &(Moment, &Account, &Meeting), what: &str| {
            let what = if what.is_empty() { String::new() } else { format!(": {}", first_line(what)) };
            let told = format!("{} {}: {}{what}", self.day(at.day()), account.name, self.came_of(*at, meeting));
            Line::Item(told, Some(account.id.clone()))
        };
        let mut lines = vec![Line::Heading(format!("Meetings: {held} held of {} booked", meetings.len()))];
        // What a meeting was for says nothing where it did not take place.
        let aim = |meeting: &'a Meeting| match meeting.status {
            MeetingStatus::NoShow | MeetingStatus::Cancelled => "",
            _ => meeting.objective.as_str(),
        };
        lines.extend(meetings.iter().map(|each| line(each, aim(each.2))));
        let mut lines = or_nothing(lines, "No meeting was booked for this week.");
        let advances = meetings.iter().filter(|(_, _, meeting)| credit::is_an_advance(meeting));
        let head = std::iter::once(Line::Heading("Advances".to_owned()));
        let advances = head.chain(advances.map(|each| line(each, &each.2.advance))).collect();
        lines.extend(or_nothing(advances, "No advance: nothing with a date moved a sale."));
        lines
    }

    fn learned(&self) -> Vec<Line> {
        let touches = self.closed().filter(|(_, touch)| !touch.learned.trim().is_empty());
        let mut items: Vec<_> = touches
            .filter_map(|(account, touch)| {
                let told = format!("{} ({}, {})", first_line(&touch.learned), account.name, touch.channel_label());
                Some((touch.closed?.sort_key(), Line::Item(told, Some(account.id.clone()))))
            })
            .collect();
        for goal in self.sources.plan.settings.goals.iter().filter(|goal| self.is_my_goal(goal)) {
            for note in goal.progress.iter().filter(|note| self.holds(note.on) && !note.learned.trim().is_empty()) {
                let told = format!("{} ({})", first_line(&note.learned), goal.title);
                let Some(on) = note.on else { continue };
                items.push(((on, chrono::NaiveTime::MIN), Line::Item(told, None)));
            }
        }
        if items.is_empty() {
            return vec![Line::Heading("Learned".to_owned()), Line::Unlearned];
        }
        section("Learned", items, UNLEARNED)
    }

    fn is_my_goal(&self, goal: &Goal) -> bool {
        let owner = goals::owner(goal, &self.sources.plan.settings);
        owner.zip(self.sources.me).is_none_or(|(owner, me)| owner.id == me.id)
    }

    /// `Kim's: `, where the goal is another member's.
    fn whose(&self, goal: &Goal) -> String {
        let owner = goals::owner(goal, &self.sources.plan.settings).filter(|_| !self.is_my_goal(goal));
        owner.map(|owner| format!("{} — ", owner.name)).unwrap_or_default()
    }

    /// Of the running week, what is still to be done in it.
    fn remains(&self) -> Vec<Line> {
        if !self.holds(Some(self.sources.today)) {
            return Vec::new();
        }
        self.ahead("Still this week", self.sources.today, self.to, "Nothing is left of this week.")
    }

    fn next(&self) -> Vec<Line> {
        let Some(from) = self.to.succ_opt() else { return Vec::new() };
        let to = from.checked_add_days(Days::new(6)).unwrap_or(from);
        self.ahead("The week after", from, to, "Nothing is planned for it.")
    }

    /// The touches of each day beside what a day can hold, and the meetings, day by day.
    fn ahead(&self, title: &str, from: NaiveDate, to: NaiveDate, nothing: &'static str) -> Vec<Line> {
        let days = load::forecast(self.sources.load, &self.world(), self.sources.me, to);
        let days: Vec<_> = days.into_iter().filter(|held| from <= held.day && held.day <= to).collect();
        let all: u32 = days.iter().map(|held| held.touches).sum();
        let touches = |count: u32| counted(count as usize, "touch", "touches");
        let loads = days.iter().filter(|held| held.touches > 0 || held.per_day > 0).map(|held| {
            let over = if held.over() > 0 { format!(", {} too many", held.over()) } else { String::new() };
            let told = format!("{}: {}, a day holds {}{over}", self.day(held.day), touches(held.touches), held.per_day);
            (held.day, Line::Item(told, None))
        });
        let meetings = self.meetings(from, to).into_iter();
        let open = meetings.filter(|(_, _, each)| matches!(each.status, MeetingStatus::Booked | MeetingStatus::Held));
        let meetings = open.map(|(at, account, meeting)| {
            let came = self.came_of(at, meeting);
            let came = if came == "booked" { String::new() } else { format!(": {came}") };
            let told = format!("{}: meeting with {}{came}", self.day(at.day()), account.name);
            (at.day(), Line::Item(told, Some(account.id.clone())))
        });
        let mut items: Vec<(NaiveDate, Line)> = loads.chain(meetings).collect();
        items.sort_by_key(|(day, _)| *day);
        let head = std::iter::once(Line::Heading(format!("{title}: {}", touches(all))));
        or_nothing(head.chain(items.into_iter().map(|(_, line)| line)).collect(), nothing)
    }

    fn goals(&self) -> Vec<Line> {
        let (world, sums) = (self.world(), self.sources.ledger.sums());
        let (mut left, mut right) = (Vec::new(), Vec::new());
        // All that the goals' own screen shows: one's own first, the others' with their names.
        let mut all: Vec<(usize, &Goal)> = world.settings.goals.iter().enumerate().collect();
        all.sort_by_key(|(_, goal)| !self.is_my_goal(goal));
        for (at, goal) in all {
            let whose = self.whose(goal);
            match goal.kind {
                GoalKind::Performance => {
                    let stands = Standing::of(goal, at, &sums, &world);
                    left.push(format!("{whose}{}", goals::summary(goal, &stands, &world)));
                }
                GoalKind::GettingBetter => {
                    let practice = Practice::of(goal, at, &sums, &world);
                    right.push(format!("{whose}{}", goals::practice_summary(goal, &practice)));
                }
            }
        }
        let rows = left.len().max(right.len());
        let mut lines = vec![Line::Heading("Goals, as of today".to_owned())];
        lines.extend((0..rows).map(|i| Line::Goals(left.get(i).cloned(), right.get(i).cloned())));
        or_nothing(lines, "There is no goal yet.")
    }

    fn drifts(&self) -> Vec<Line> {
        let mut lines = vec![Line::Heading(format!(
            "To decide: {}",
            counted(self.sources.drifting.len(), "account drifts", "accounts drift")
        ))];
        for (id, since) in self.sources.drifting {
            let Some(account) = self.sources.plan.account(id) else { continue };
            let since = since.map(|day| format!(" since {}", self.day(day))).unwrap_or_default();
            let told = format!("{}: {}, nothing dated ahead{since}", account.name, account.stage_label());
            lines.push(Line::Drifting(id.clone(), told));
        }
        or_nothing(lines, "Every account has a next step with a date.")
    }
}

/// Of several lines the first says what it is about.
fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}

fn or_nothing(mut lines: Vec<Line>, nothing: &'static str) -> Vec<Line> {
    if lines.len() == 1 {
        lines.push(Line::Nothing(nothing));
    }
    lines
}

/// In the order of time.
fn section<K: Ord>(title: &str, mut items: Vec<(K, Line)>, nothing: &'static str) -> Vec<Line> {
    items.sort_by(|a, b| a.0.cmp(&b.0));
    let head = Line::Heading(capitalised(title));
    or_nothing(std::iter::once(head).chain(items.into_iter().map(|(_, line)| line)).collect(), nothing)
}
