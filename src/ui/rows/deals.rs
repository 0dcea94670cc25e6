//! What comes of it: meetings, next steps, deals, and what happened.

use super::INDENT;
use super::touches::dated;
use chrono::NaiveDate;
use ratatui::text::Line;

use crate::domain::account::{Account, LogEntry, NextStep, Opportunity, OpportunityStatus, StageChange};
use crate::domain::dates;
use crate::domain::meeting::{Meeting, MeetingStatus, PartAt};
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary;
use crate::ui::Scene;
use crate::ui::names::{first_name_of, name_of};
use crate::ui::text::{self, Row as Pieces};

pub(super) fn meeting(scene: Scene, account: &Account, meeting: &Meeting, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let today = scene.today();
    let when = meeting.at.as_ref().map_or_else(|| "no time yet".to_owned(), |at| at_time(at, today));
    let with = meeting.with.iter().map(|id| first_name_of(account, Some(id))).collect::<Vec<_>>().join(", ");
    let unrecorded = meeting.status == MeetingStatus::Booked && meeting.at.is_some_and(|at| at.day() < today);
    let (state, style) = match (meeting.result, unrecorded) {
        (Some(result), _) => (result.label(), theme.text),
        (None, true) => ("what came of it?".to_owned(), theme.bad),
        (None, false) => (meeting.status.label(), theme.dim),
    };
    let what = if meeting.objective.is_empty() { "no objective yet" } else { meeting.objective.as_str() };
    let what_style = if meeting.objective.is_empty() { theme.dim } else { theme.text };
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&when, 17, theme.shadow, scene.look.glyphs.more)
        .column(&with, if wide >= 60 { 13 } else { 7 }, theme.text, scene.look.glyphs.more)
        .put(" ", theme.text)
        .rest(what, wide.saturating_sub(text::width(&state) + 2), what_style, scene.look.glyphs.more)
        .right(&state, wide, style)
        .line()
}

/// A question with its kind and the findings that it comes from.
pub(super) fn question(scene: Scene, account: &Account, at: PartAt, wide: usize) -> Option<Line<'static>> {
    let question = account.meetings.get(at.meeting)?.questions.get(at.part)?;
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let number = |id: &String| account.research.iter().position(|finding| finding.id == *id);
    let from =
        question.research.iter().map(|id| number(id).map_or_else(|| format!("{id}?"), |n| format!("#{}", n + 1)));
    let from = from.collect::<Vec<_>>().join(" ");
    let kind = question.unread.shown("kind").unwrap_or_else(|| question.kind.label());
    let line = Pieces::new()
        .put("    ", theme.text)
        .column(&kind, 13, theme.accent, more)
        .rest(&question.text, wide.saturating_sub(text::width(&from) + 1), theme.text, more)
        .right(&from, wide, theme.dim);
    Some(line.line())
}

/// What they may say, and what we answer.
pub(super) fn objection(scene: Scene, account: &Account, at: PartAt, wide: usize) -> Option<Line<'static>> {
    let objection = account.meetings.get(at.meeting)?.objections.get(at.part)?;
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let room = wide.saturating_sub(17);
    let says = text::cut(&objection.says, (room / 2).max(10), more);
    let answer = if objection.answer.is_empty() { "no answer yet" } else { objection.answer.as_str() };
    let style = if objection.answer.is_empty() { theme.warn } else { theme.dim };
    let line = Pieces::new()
        .put("    ", theme.text)
        .column("they may say", 13, theme.accent, more)
        .put(&says, theme.text)
        .put(&format!(" {} ", scene.look.glyphs.arrow), theme.dim)
        .rest(answer, wide, style, more);
    Some(line.line())
}

fn at_time(at: &Moment, today: NaiveDate) -> String {
    let time = at.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", dates::short(at.day(), today))
}

pub(super) fn next_step(scene: Scene, account: &Account, step: &NextStep, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let today = scene.today();
    let (when, style) = match (step.done, step.by) {
        (Some(day), _) => (format!("done {}", dates::day_month(day)), theme.dim),
        (None, Some(day)) if day < today => (dated(scene, day), theme.bad),
        (None, Some(day)) => (dated(scene, day), if day == today { theme.warn } else { theme.text }),
        (None, None) => ("by when?".to_owned(), theme.warn),
    };
    let who = name_of(account, step.person.as_deref());
    let what = if who.is_empty() { step.what.clone() } else { format!("{}{}{who}", step.what, scene.look.glyphs.dot) };
    let mark = if step.done.is_some() { scene.look.glyphs.tick } else { " " };
    Pieces::new()
        .put(&format!("{mark} "), theme.good)
        .rest(
            &what,
            wide.saturating_sub(text::width(&when) + 2),
            if step.done.is_some() { theme.dim } else { theme.text },
            scene.look.glyphs.more,
        )
        .right(&when, wide, style)
        .line()
}

pub(super) fn opportunity(scene: Scene, deal: &Opportunity, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let value = deal.value.map(|value| scene.model.plan.settings.money(value)).unwrap_or_default();
    let by = deal.close_by.map(|day| format!("by {}", dates::day_month(day))).unwrap_or_default();
    let style = match deal.status {
        OpportunityStatus::Open => theme.text,
        OpportunityStatus::Won => theme.good,
        OpportunityStatus::Lost => theme.dim,
    };
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&deal.name, wide.saturating_sub(36).clamp(12, 34), theme.text, scene.look.glyphs.more)
        .put(" ", theme.text)
        .column(&value, 12, theme.text, scene.look.glyphs.more)
        .rest(&by, wide, theme.dim, scene.look.glyphs.more)
        .right(&deal.status.label(), wide, style)
        .line()
}

pub(super) fn log(scene: Scene, account: &Account, entry: &LogEntry, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let when = entry.at.map(|at| dates::short(at.day(), scene.today())).unwrap_or_default();
    let kind = entry.outcome.map_or_else(|| entry.kind.label(), Vocabulary::label);
    let who = first_name_of(account, entry.person.as_deref());
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&when, 11, theme.dim, "")
        .column(&kind, 14, theme.accent, scene.look.glyphs.more)
        .put(" ", theme.text)
        .column(&who, 8, theme.text, scene.look.glyphs.more)
        .put(" ", theme.text)
        .rest(entry.text.lines().next().unwrap_or(""), wide, theme.text, scene.look.glyphs.more)
        .line()
}

pub(super) fn stage_change(scene: Scene, change: &StageChange, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let when = change.on.map(|day| dates::short(day, scene.today())).unwrap_or_default();
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&when, 11, theme.dim, "")
        .column(&change.to.label(), 15, theme.accent, scene.look.glyphs.more)
        .rest(&change.why, wide, theme.text, scene.look.glyphs.more)
        .line()
}
