//! One line of the detail pane for each row of the outline, and what it unfolds to.

use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::Line;

use super::detail::{first_name_of, name_of};
use super::text::{self, Row as Pieces};
use super::{Scene, strip};
use crate::app::outline::{Row, RowKind, Section};
use crate::domain::account::{Account, Candidate, LogEntry, NextStep, Opportunity, OpportunityStatus};
use crate::domain::fields::{self, Place};
use crate::domain::line::Addable;
use crate::domain::meeting::{Meeting, MeetingStatus};
use crate::domain::people::{Influence, Person, Support};
use crate::domain::plan::Entry;
use crate::domain::range::{Away, Stretch};
use crate::domain::research::Finding;
use crate::domain::schedule::{self, Due};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Status;
use crate::domain::wire::Moment;
use crate::domain::words::Vocabulary as _;
use crate::domain::{dates, draft};

const LABEL: usize = 8;
const INDENT: &str = "  ";

/// The row in one line.
pub(super) fn line(scene: Scene, entry: &Entry, row: Row, wide: usize) -> Line<'static> {
    let account = entry.account.as_ref();
    match row.kind {
        RowKind::Field => field(scene, account, row, wide),
        RowKind::Facts => facts(scene, account, wide),
        RowKind::About => about(scene, account, wide),
        RowKind::Entry => entry_point(scene, account, wide),
        RowKind::Hint => hint(scene, row, wide),
        RowKind::Problem(i) => problem(scene, entry, i, wide),
        RowKind::Item => item(scene, account, row, wide),
    }
}

fn item(scene: Scene, account: &Account, row: Row, wide: usize) -> Line<'static> {
    let drawn = match row.id.place {
        Place::Candidate(i) => account.entry_point.candidates.get(i).map(|c| candidate(scene, account, c, wide)),
        Place::Person(i) => account.people.get(i).map(|person| self::person(scene, person, wide)),
        Place::Finding(i) => account.research.get(i).map(|finding| self::finding(scene, i, finding, wide)),
        Place::Sequence(i) => sequence(scene, account, i, wide),
        Place::Touch(at) => touch(scene, account, at, wide),
        Place::Meeting(i) => account.meetings.get(i).map(|meeting| self::meeting(scene, account, meeting, wide)),
        Place::NextStep(i) => account.next_steps.get(i).map(|step| next_step(scene, account, step, wide)),
        Place::Opportunity(i) => account.opportunities.get(i).map(|deal| opportunity(scene, deal, wide)),
        Place::Log(i) => account.log.get(i).map(|entry| log(scene, account, entry, wide)),
        Place::Account | Place::StageChange(_) => None,
    };
    drawn.unwrap_or_default()
}

fn field(scene: Scene, account: &Account, row: Row, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let context = scene.model.context(account, &crate::app::Ctx { now: scene.now, page: 0 });
    let value = fields::get(account, row.id.place, row.id.key, &context).unwrap_or_default();
    let spec = fields::specs(account, row.id.place).into_iter().find(|spec| spec.key == row.id.key);
    let (label, hint) = spec.map_or(("", ""), |spec| (spec.label, spec.hint));
    let indent = if row.section == Section::Overview { "" } else { INDENT };
    let pieces = Pieces::new().put(indent, theme.text).column(label, LABEL, theme.dim, more);
    if value.is_empty() {
        return pieces.rest(hint, wide, theme.dim, more).line();
    }
    let value = match row.id.key {
        "revisit" => account.revisit.map(|day| dated(scene, day)).unwrap_or_default(),
        _ => value,
    };
    let goals =
        if row.id.key == "why" && !account.goals.is_empty() { goals(scene, account) } else { String::default() };
    let room = if goals.is_empty() { wide } else { wide.saturating_sub(text::width(&goals) + 2) };
    if room > LABEL + 24 {
        return pieces.rest(&value, room, theme.text, more).right(&goals, wide, theme.dim).line();
    }
    pieces.rest(&value, wide, theme.text, more).line()
}

fn goals(scene: Scene, account: &Account) -> String {
    let titles = account.goals.iter().map(|id| {
        let goal = scene.model.plan.settings.goals.iter().find(|goal| goal.id == *id);
        goal.map_or(id.as_str(), |goal| goal.title.as_str())
    });
    format!("{} {}", scene.look.glyphs.arrow, titles.collect::<Vec<_>>().join(", "))
}

fn facts(scene: Scene, account: &Account, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let mut parts = Vec::new();
    if let Some(value) = account.worth() {
        let by = account.close_by.map(|day| format!(" by {}", dates::day_month(day))).unwrap_or_default();
        parts.push(format!("{}{by}", scene.model.plan.settings.money(value)));
    } else if let Some(day) = account.close_by {
        parts.push(format!("by {}", dates::day_month(day)));
    }
    if let Some(tier) = account.tier {
        parts.push(format!("tier {tier}"));
    }
    parts.extend(account.tags.iter().map(|tag| format!("#{tag}")));
    Pieces::new()
        .column("Stage", LABEL, theme.dim, "")
        .put(&account.stage.label(), theme.accent)
        .put("   ", theme.text)
        .rest(&parts.join("   "), wide, theme.text, scene.look.glyphs.more)
        .line()
}

fn about(scene: Scene, account: &Account, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let owner = account.owner.as_deref().map(|id| {
        let member = scene.model.plan.settings.member(id);
        member.map_or_else(|| id.to_owned(), |member| member.name.clone())
    });
    let parts = [Some(account.website.clone()), Some(account.industry.clone()), owner];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let pieces = Pieces::new().column("About", LABEL, theme.dim, "");
    if parts.is_empty() {
        return pieces.rest("website, industry, owner", wide, theme.dim, scene.look.glyphs.more).line();
    }
    pieces.rest(&parts.join(scene.look.glyphs.dot), wide, theme.text, scene.look.glyphs.more).line()
}

fn entry_point(scene: Scene, account: &Account, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let path = account.entry_point.path(scene.look.glyphs.into);
    let pieces = Pieces::new().put(INDENT, theme.text).rest(&path, wide, theme.shadow, more);
    match account.entry_point.rationale.as_str() {
        "" => pieces.rest("  why there first?", wide, theme.dim, more).line(),
        why => pieces.rest(&format!("  {why}"), wide, theme.text, more).line(),
    }
}

fn hint(scene: Scene, row: Row, wide: usize) -> Line<'static> {
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    let adds = |addable: Addable| format!("{}  {}", key("detail.add"), addable.example());
    let sentence = match row.section {
        Section::EntryPoint => {
            format!("{}  which unit or function first, and why? {} weighs several", key("edit"), key("detail.add"))
        }
        Section::People => adds(Addable::Person),
        Section::Research => adds(Addable::Finding),
        Section::Meetings => adds(Addable::Meeting),
        Section::NextSteps => adds(Addable::NextStep),
        Section::Opportunities => adds(Addable::Opportunity),
        Section::Log => format!("{}  nothing has happened yet", key("account.log")),
        Section::Sequence(_) => format!("{}  no sequence yet: begin one from a playbook", key("sequence.begin")),
        Section::Overview | Section::Problems | Section::Offer => String::new(),
    };
    let theme = &scene.look.theme;
    Pieces::new().put(INDENT, theme.text).rest(&sentence, wide, theme.dim, scene.look.glyphs.more).line()
}

fn problem(scene: Scene, entry: &Entry, i: usize, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let Some(problem) = entry.problems.get(i) else { return Line::default() };
    let place = if problem.line > 0 { format!("line {}", problem.line) } else { String::new() };
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&place, 9, theme.bad, "")
        .rest(&problem.message, wide, theme.text, scene.look.glyphs.more)
        .line()
}

fn candidate(scene: Scene, account: &Account, candidate: &Candidate, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let chosen = account.entry_point.candidate.as_deref() == Some(candidate.id.as_str()) && !candidate.id.is_empty();
    let name = [candidate.unit.as_str(), candidate.function.as_str()];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(scene.look.glyphs.into);
    let weight = |name: &str, weight: Option<u8>| weight.map_or_else(|| format!("{name} ?"), |w| format!("{name} {w}"));
    let weights =
        [weight("pain", candidate.pain), weight("access", candidate.access), weight("timing", candidate.timing)];
    let name_columns = wide.saturating_sub(36).clamp(10, 34);
    Pieces::new()
        .put(if chosen { "  = " } else { "    " }, theme.accent)
        .column(&name, name_columns, theme.dim, scene.look.glyphs.more)
        .put(" ", theme.text)
        .rest(&weights.join("  "), wide.saturating_sub(2), theme.dim, scene.look.glyphs.more)
        .right(&format!(" {}", candidate.weight()), wide, theme.dim)
        .line()
}

fn person(scene: Scene, person: &Person, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    // A narrow pane drops the title before it cuts a name.
    let room = wide.saturating_sub(2 + 11 + 10 + 6);
    let (name, title) = if wide < 60 { (room, 0) } else { (room * 2 / 5, room - room * 2 / 5) };
    let influence_style = if person.influence == Influence::Unknown { theme.dim } else { theme.text };
    let support_style = match person.support {
        Support::Champion | Support::Supporter => theme.good,
        Support::Sceptic => theme.warn,
        Support::Blocker => theme.bad,
        Support::Neutral => theme.text,
        Support::Unknown => theme.dim,
    };
    let (state, state_style) = match (person.do_not_contact, absence(person, scene.today())) {
        (true, _) => ("do not contact".to_owned(), theme.bad),
        (false, Some(days)) => {
            (days.to.map_or("away".to_owned(), |to| format!("away to {}", dates::day_month(to))), theme.warn)
        }
        (false, None) => match person.their_time(scene.now) {
            Some(their) if their.decent => (their.time.format("%H:%M").to_string(), theme.text),
            Some(their) => (their.time.format("%H:%M").to_string(), theme.dim),
            None => (String::new(), theme.dim),
        },
    };
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&person.name, name.saturating_sub(1), theme.shadow, more)
        .put(" ", theme.text)
        .column(&person.title, title.saturating_sub(1), theme.text, more)
        .put(if title > 0 { " " } else { "" }, theme.text)
        .column(&person.influence.label(), 11, influence_style, "")
        .column(&person.support.label(), 10, support_style, "")
        .rest(&state, wide, state_style, more)
        .line()
}

fn absence(person: &Person, today: NaiveDate) -> Option<Stretch> {
    person.away.iter().filter_map(Away::days).find(|days| days.holds(today))
}

fn finding(scene: Scene, i: usize, finding: &Finding, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let age = finding.on.map(|day| age(day, scene.today())).unwrap_or_default();
    let source_columns = if wide >= 60 { (wide / 5).clamp(8, 18) } else { 0 };
    let text_columns = wide.saturating_sub(4 + 11 + source_columns + 7);
    let source = if finding.source.is_empty() { "no source" } else { finding.source.as_str() };
    let mark = if finding.confirmed { scene.look.glyphs.tick } else { " " };
    let mut pieces = Pieces::new()
        .column(&format!("{:>2}", i + 1), 3, theme.dim, "")
        .column(mark, 1, theme.good, "")
        .column(&finding.kind.label(), 11, theme.accent, "")
        .column(finding.text.lines().next().unwrap_or(""), text_columns, theme.text, more);
    if source_columns > 0 {
        pieces = pieces.put(" ", theme.text).column(source, source_columns - 1, theme.dim, more);
    }
    pieces.right(&age, wide, if is_old(finding.on, scene.today()) { theme.warn } else { theme.dim }).line()
}

/// Research older than this is stale.
fn is_old(on: Option<NaiveDate>, today: NaiveDate) -> bool {
    on.is_some_and(|on| (today - on).num_days() > 90)
}

fn age(on: NaiveDate, today: NaiveDate) -> String {
    match (today - on).num_days() {
        i64::MIN..=-1 => dates::day_month(on),
        0 => "today".to_owned(),
        days @ 1..=59 => format!("{days} d"),
        days @ 60..=729 => format!("{} mo", days / 30),
        days => format!("{} y", days / 365),
    }
}

fn sequence(scene: Scene, account: &Account, at: usize, wide: usize) -> Option<Line<'static>> {
    let sequence = account.sequences.get(at)?;
    let theme = &scene.look.theme;
    let playbook = scene.model.plan.playbook(&sequence.playbook);
    let name = playbook.map_or(sequence.playbook.as_str(), |playbook| playbook.name.as_str());
    let name = if name.is_empty() { "own" } else { name };
    let today = scene.today();
    let state = match &sequence.ended {
        Some(ended) => {
            let why = if ended.why.is_empty() { String::new() } else { format!(": {}", ended.why) };
            format!("ended {}{why}", ended.on.map(dates::day_month).unwrap_or_default())
        }
        None if sequence.is_paused(today) => "paused".to_owned(),
        None if sequence.cycle.unwrap_or(1) > 1 => format!("cycle {}", sequence.cycle.unwrap_or(1)),
        None => String::new(),
    };
    let done = format!("{} of {}", sequence.done(), sequence.touches.len());
    let line = Pieces::new()
        .put("Sequence ", theme.heading)
        .rest(
            &format!("  {name}   {done}"),
            wide.saturating_sub(text::width(&state) + 2),
            theme.dim,
            scene.look.glyphs.more,
        )
        .right(&state, wide, theme.warn);
    Some(line.line())
}

fn touch(scene: Scene, account: &Account, at: TouchAt, wide: usize) -> Option<Line<'static>> {
    let sequence = account.sequences.get(at.sequence)?;
    let touch = sequence.touches.get(at.touch)?;
    let (theme, glyphs) = (&scene.look.theme, &scene.look.glyphs);
    let today = scene.today();
    let due = schedule::due(account, at, &scene.model.world(today));
    let mark = strip::mark(scene, sequence, touch, due);
    let (when, state) = when(scene, touch, due);
    let style = match due {
        _ if !touch.is_open() => theme.dim,
        Due::On(day) if day < today => theme.bad,
        Due::On(day) if day == today => theme.warn,
        _ => theme.text,
    };
    let text_style = if touch.is_open() { theme.text } else { theme.dim };
    let who = match (&touch.person, &touch.to) {
        (Some(id), _) => first_name_of(account, Some(id)),
        (None, Some(role)) => format!("{role}?"),
        (None, None) => "nobody".to_owned(),
    };
    let pin = if touch.pinned { "=" } else { " " };
    let narrow = wide < 56;
    let mut pieces = Pieces::new()
        .put(&format!("  {mark} {:>2} ", at.touch + 1), style)
        .column(touch.channel.short(), 9, text_style, glyphs.more)
        .column(&who, if narrow { 8 } else { 10 }, text_style, glyphs.more);
    if !narrow {
        pieces = pieces.column(&touch.purpose.label(), 12, theme.dim, glyphs.more);
    }
    Some(pieces.put(pin, theme.accent).column(&when, 11, style, "").rest(&state, wide, style, glyphs.more).line())
}

/// The day of a touch, and what there is to say of it.
fn when(scene: Scene, touch: &crate::domain::touch::Touch, due: Due) -> (String, String) {
    let today = scene.today();
    let closed = touch.closed.map(|at| dates::short(at.day(), today)).unwrap_or_default();
    match (touch.status, due) {
        (Status::Planned, Due::On(day)) if day < today => (dates::short(day, today), dates::overdue(day, today)),
        (Status::Planned, Due::On(day)) if day == today => (dates::short(day, today), "today".to_owned()),
        (Status::Planned, Due::On(day)) => (dates::short(day, today), String::new()),
        (Status::Planned, Due::Paused) => (String::new(), "paused".to_owned()),
        (Status::Planned, Due::Never) => (String::new(), String::new()),
        (Status::Done, _) => {
            (closed, touch.result.map(super::super::domain::words::Vocabulary::label).unwrap_or_default())
        }
        (status, _) => (closed, status.label()),
    }
}

fn dated(scene: Scene, day: NaiveDate) -> String {
    let today = scene.today();
    if day < today {
        return format!("{}, {}", dates::short(day, today), dates::overdue(day, today));
    }
    format!("{}, {}", dates::short(day, today), dates::far(day, today))
}

fn at_time(at: &Moment, today: NaiveDate) -> String {
    let time = at.time().map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", dates::short(at.day(), today))
}

fn meeting(scene: Scene, account: &Account, meeting: &Meeting, wide: usize) -> Line<'static> {
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
        .column(&with, if wide >= 60 { 14 } else { 8 }, theme.text, scene.look.glyphs.more)
        .rest(what, wide.saturating_sub(text::width(&state) + 2), what_style, scene.look.glyphs.more)
        .right(&state, wide, style)
        .line()
}

fn next_step(scene: Scene, account: &Account, step: &NextStep, wide: usize) -> Line<'static> {
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

fn opportunity(scene: Scene, deal: &Opportunity, wide: usize) -> Line<'static> {
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

fn log(scene: Scene, account: &Account, entry: &LogEntry, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let when = entry.at.map(|at| dates::short(at.day(), scene.today())).unwrap_or_default();
    let kind = entry.outcome.map_or_else(|| entry.kind.label(), super::super::domain::words::Vocabulary::label);
    let who = first_name_of(account, entry.person.as_deref());
    Pieces::new()
        .put(INDENT, theme.text)
        .column(&when, 11, theme.dim, "")
        .column(&kind, 15, theme.accent, scene.look.glyphs.more)
        .column(&who, 9, theme.text, scene.look.glyphs.more)
        .rest(entry.text.lines().next().unwrap_or(""), wide, theme.text, scene.look.glyphs.more)
        .line()
}

/// All that a row holds: its fields with their values, a touch with its draft as it would be sent.
pub(super) fn unfolded(scene: Scene, account: &Account, row: Row, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let mut lines = Vec::new();
    if let Place::Touch(at) = row.id.place {
        lines.extend(drafted(scene, account, at, wide, 4));
    }
    let context = scene.model.context(account, &crate::app::Ctx { now: scene.now, page: 0 });
    let skip_text = matches!(row.id.place, Place::Touch(_));
    let labels = 17;
    for spec in fields::specs(account, row.id.place) {
        let value = fields::get(account, row.id.place, spec.key, &context).unwrap_or_default();
        let own = row.id.place != Place::Account
            || spec.key.starts_with("entry_point") == (row.section == Section::EntryPoint);
        if value.is_empty() || value == "no" || !own || (skip_text && matches!(spec.key, "subject" | "message")) {
            continue;
        }
        let wrapped = text::wrap(&value, wide.saturating_sub(labels + 4));
        for (i, part) in wrapped.iter().enumerate() {
            let label = if i == 0 { spec.label } else { "" };
            let pieces = Pieces::new().put("    ", theme.text).column(label, labels, theme.dim, "");
            lines.push(pieces.rest(part, wide, theme.text, scene.look.glyphs.more).line());
        }
    }
    lines
}

/// A touch's draft as it would be sent, gaps shown as gaps.
pub(super) fn drafted(scene: Scene, account: &Account, at: TouchAt, wide: usize, indent: usize) -> Vec<Line<'static>> {
    let me = scene.model.plan.settings.me(scene.model.personal.me.as_deref());
    let Some(draft) = draft::render(account, at, me) else { return Vec::new() };
    let theme = &scene.look.theme;
    let room = wide.saturating_sub(indent);
    let margin = " ".repeat(indent);
    let mut lines = Vec::new();
    let mut put = |rendered: &draft::Rendered, style: Style| {
        let (open, close) = scene.look.glyphs.gap;
        for part in text::wrap(&rendered.text_with(open, close), room) {
            lines.push(with_gaps(scene, &margin, &part, style));
        }
        if let Some(error) = &rendered.error {
            lines.push(
                Pieces::new().put(&margin, theme.text).rest(error, wide, theme.bad, scene.look.glyphs.more).line(),
            );
        }
    };
    if !draft.subject.is_empty() {
        put(&draft.subject, theme.shadow);
    }
    if !draft.message.is_empty() {
        put(&draft.message, theme.text);
    }
    lines
}

/// The line with its gaps standing out.
fn with_gaps(scene: Scene, margin: &str, line: &str, style: Style) -> Line<'static> {
    let (open, close) = scene.look.glyphs.gap;
    let theme = &scene.look.theme;
    let mut pieces = Pieces::new().put(margin, theme.text);
    let mut rest = line;
    while let Some(from) = rest.find(open) {
        let Some(to) = rest[from..].find(close).map(|at| from + at + close.len_utf8()) else { break };
        pieces = pieces.put(&rest[..from], style).put(&rest[from..to], theme.warn);
        rest = &rest[to..];
    }
    pieces.put(rest, style).line()
}
