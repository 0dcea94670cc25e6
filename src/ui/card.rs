//! The card of the review: all that is needed to do the piece of work under the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, panel};
use super::names::first_name_of;
use super::rows;
use super::text::{self, Row};
use crate::app::model::Pane;
use crate::app::today::View;
use crate::domain::account::{Account, LogEntry};
use crate::domain::agenda::{self, Item, Kind, Subject};
use crate::domain::dates;
use crate::domain::draft;
use crate::domain::fields::{self, Place};
use crate::domain::goals;
use crate::domain::people::Person;
use crate::domain::reach::{self, Address, Obstacle};
use crate::domain::schedule::{self, Due};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::{Status, Touch};
use crate::domain::wire::Moment;
use crate::domain::words::{Vocabulary, capitalised};

pub(super) fn draw(scene: Scene, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let active = model.pane == Pane::Detail;
    let (title, note) = title(scene);
    let block = panel(scene, &title, &note, active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let lines = lines(scene, columns(inner));
    let height = usize::from(inner.height);
    let first = model.today.line.min(lines.len().saturating_sub(height));
    let key = if active { String::new() } else { model.keymap.key("pane").unwrap_or_default() };
    lists::more(scene, frame, area, first, lines.len().saturating_sub(first + height), &key);
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
}

/// By how many lines the card is longer than its place.
pub(super) fn below(scene: Scene, area: Rect) -> usize {
    let inner = panel(scene, "", "", true, area.width).inner(area);
    lines(scene, columns(inner)).len().saturating_sub(usize::from(inner.height))
}

/// The piece of work under the cursor, and its account.
fn item(scene: Scene<'_>) -> Option<(&Item, &Account)> {
    let item = scene.model.derived.queue.get(scene.model.today.at)?;
    Some((item, scene.model.plan.account(&item.account)?))
}

/// What the card is of, and the stage of its account.
pub(super) fn title(scene: Scene) -> (String, String) {
    match item(scene) {
        None => ("Nothing due".to_owned(), String::new()),
        Some((item, account)) => {
            let title = match item.subject {
                Subject::Touch(at) => {
                    format!("{}{}touch {}", scene.model.called(account), scene.look.glyphs.dot, at.touch + 1)
                }
                _ => scene.model.called(account).to_string(),
            };
            (title, account.stage.label())
        }
    }
}

/// All of it, in lines of at most so many columns.
pub(super) fn lines(scene: Scene, wide: usize) -> Vec<Line<'static>> {
    match item(scene) {
        None => {
            let parts = text::wrap(&nothing_due(scene), wide);
            parts.into_iter().map(|part| Line::styled(part, scene.look.theme.dim)).collect()
        }
        Some((item, account)) => match item.subject {
            Subject::Touch(at) => {
                let asked = looked_through(scene, account, item, at);
                let asked = asked.iter().flat_map(|told| text::wrap(told, wide));
                let asked = asked.map(|part| Row::new().put(&part, scene.look.theme.warn).line());
                asked.chain(touch(scene, account, at, wide)).collect()
            }
            _ => other(scene, account, item, wide),
        },
    }
}

fn nothing_due(scene: Scene) -> String {
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    let today = &scene.model.today;
    if !today.filter_text.is_empty() {
        return format!("Nothing here has these words. {} shows all of it again.", key("back"));
    }
    match today.view {
        View::CatchUp => {
            return format!("Nothing is left to look through. {} goes back to what is due.", key("back"));
        }
        View::Calls => {
            let waiting = match scene.model.calls_that_wait() {
                0 => "No call is due.".to_owned(),
                1 => "One call waits for a decent hour.".to_owned(),
                n => format!("{n} calls wait for a decent hour."),
            };
            return format!("Nobody is to be called now. {waiting} {} goes back to all that is due.", key("back"));
        }
        View::Due | View::Ahead => {}
    }
    let next = scene.model.derived.next_day();
    let then = next.map_or_else(
        || {
            let (there, begin) = (key("screen.accounts"), key("sequence.begin"));
            format!("Nothing is planned ahead either: go to an account ({there}), and {begin} begins a sequence there.")
        },
        |day| format!("The next work is on {}.", dates::echo(day, scene.today(), &scene.model.plan.calendar)),
    );
    format!(
        "Nothing is due. {then}\n\n{} shows the next days, {} goes to the accounts.",
        key("today.ahead"),
        key("screen.accounts")
    )
}

/// Why a touch is looked at after an absence, and what can be done about it.
fn looked_through(scene: Scene, account: &Account, item: &Item, at: TouchAt) -> Option<String> {
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    let touch = account.touch(at)?;
    let today = scene.today();
    match item.kind {
        Kind::Unanswered => {
            let name = first_name_of(account, touch.person.as_deref());
            let (records, nothing) = (key("touch.answer"), key("touch.done"));
            Some(format!("Did {name} answer? {records} records it, {nothing} says that nothing came."))
        }
        Kind::DatePassed => {
            let day = dates::short(touch.due?, today);
            let (moves, frees) = (key("touch.postpone"), key("touch.pin"));
            let frees = if touch.pinned { format!(", {frees} lets it go") } else { String::new() };
            Some(format!("The day set by hand, {day}, has passed: {moves} gives it another{frees}."))
        }
        Kind::OldResearch => {
            let day = agenda::oldest(account, touch, today)?;
            let (days, edits, opens) = ((today - day).num_days(), key("today.edit"), key("today.open"));
            Some(format!(
                "It cites research that is {days} days old: {edits} edits the draft, {opens} opens the account."
            ))
        }
        _ => None,
    }
}

fn touch(scene: Scene, account: &Account, at: TouchAt, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let Some(touch) = account.touch(at) else {
        return Vec::new();
    };
    let today = scene.today();
    let due = schedule::due(account, at, &scene.model.world(today));
    let (when, style) = match due {
        Due::On(day) if day < today => (dates::overdue(day, today), theme.bad),
        Due::On(day) if day == today => ("today".to_owned(), theme.warn),
        Due::On(day) => (dates::short(day, today), theme.text),
        Due::Paused => ("paused".to_owned(), theme.dim),
        Due::Never => (String::new(), theme.dim),
    };
    let head = Row::new()
        .put(&touch.channel_label(), theme.heading)
        .put(&format!("  {}", touch.purpose_label()), theme.text)
        .right(&when, wide, style);
    let mut lines = vec![head.line()];
    lines.extend(remember(scene, account, wide));
    match account.person_of(touch.person.as_deref()) {
        Some(person) => lines.extend(who(scene, touch, person, wide)),
        None => {
            let role = touch.to.as_deref().unwrap_or("this touch");
            let sentence = format!("Nobody fills {role} yet: e names a person.");
            lines.push(Row::new().rest(&sentence, wide, theme.warn, more).line());
        }
    }
    if !touch.hint.is_empty() {
        lines.extend(labelled(scene, "Hint", &touch.hint, wide));
    }
    lines.push(Line::default());
    let draft = rows::draft_of(scene, account, at);
    let drafted = rows::drafted(scene, &draft, wide, 0);
    if drafted.is_empty() && touch.channel.has_draft() {
        lines.push(Row::new().put("No draft yet: e writes one.", theme.dim).line());
    }
    lines.extend(drafted);
    let gaps = draft.gaps();
    if gaps > 0 {
        let key = scene.model.keymap.key("edit").unwrap_or_default();
        let things = if gaps == 1 { "1 gap".to_owned() } else { format!("{gaps} gaps") };
        lines.push(
            Row::new().rest(&format!("{things} to fill before it goes out: {key}"), wide, theme.warn, more).line(),
        );
    }
    lines.push(Line::default());
    for id in &touch.research {
        if let Some(finding) = account.research.iter().find(|finding| finding.id == *id) {
            let source = if finding.source.is_empty() { "no source" } else { finding.source.as_str() };
            let told = format!("{} ({source})", finding.text);
            lines.extend(labelled(scene, "Cites", &told, wide));
        }
    }
    lines.extend(so_far(scene, account, touch.person.as_deref(), 4, wide));
    lines.extend(why(scene, account, wide));
    lines
}

/// Who they are and how they are reached by this channel.
fn who(scene: Scene, touch: &Touch, person: &Person, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let dot = scene.look.glyphs.dot;
    let title = if person.title.is_empty() { String::new() } else { format!(", {}", person.title) };
    let stand = [person.influence.label(), person.support.label()];
    let stand: Vec<String> = stand.into_iter().filter(|word| word != "unknown").collect();
    let mut lines = vec![
        Row::new()
            .put(&person.name, theme.shadow)
            .rest(&title, wide, theme.text, scene.look.glyphs.more)
            .right(&stand.join(dot), wide, theme.dim)
            .line(),
    ];
    let kind = touch.channel.address();
    let address = match (reach::address(person, touch.channel), last_bad(person, touch), kind) {
        (Some(address), Some(bad), _) => format!("{address} ({bad} is bad)"),
        (Some(address), None, _) => address.to_owned(),
        (None, Some(bad), _) => format!("{bad} is bad"),
        (None, None, Some(Address::Profile)) => "no profile known".to_owned(),
        (None, None, Some(address)) => {
            let what = if address == Address::Phone { "number" } else { "address" };
            let key = scene.model.keymap.key("touch.channel").unwrap_or_default();
            format!("no {what} known: {key} writes it down")
        }
        (None, None, None) => String::new(),
    };
    let clock = person.their_time(scene.now).map(|their| {
        let fine = if their.decent { "a decent hour" } else { "not a decent hour" };
        (format!("{} there{dot}{fine}", their.time.format("%H:%M")), if their.decent { theme.good } else { theme.warn })
    });
    let (clock, style) = clock.unwrap_or_default();
    let beside = text::width(&address) + text::width(&clock) + 2 <= wide;
    let reached = Row::new().rest(&address, wide, theme.text, scene.look.glyphs.more);
    if beside {
        lines.push(reached.right(&clock, wide, style).line());
    } else {
        lines.push(reached.line());
        lines.push(Row::new().rest(&clock, wide, style, scene.look.glyphs.more).line());
    }
    if let Some(obstacle) = reach::obstacle(person, touch.channel) {
        let key = scene.model.keymap.key("touch.done").unwrap_or_default();
        let offers = if obstacle == Obstacle::AlreadyConnected { "skips it" } else { "offers another channel" };
        for part in text::wrap(&format!("{}: {key} {offers}", obstacle.told(person)), wide) {
            lines.push(Row::new().put(&part, theme.warn).line());
        }
    }
    lines
}

/// The last address of the touch's kind that turned out to be bad.
fn last_bad<'p>(person: &'p Person, touch: &Touch) -> Option<&'p str> {
    let bad = match touch.channel.address()? {
        Address::Email => person.emails.iter().rfind(|email| email.bad.is_some()).map(|email| &email.value),
        Address::Phone => person.phones.iter().rfind(|phone| phone.bad.is_some()).map(|phone| &phone.value),
        Address::Profile => None,
    };
    bad.map(String::as_str)
}

/// What happened so far, newest first: with one person, or with everybody, who is named then.
fn so_far(scene: Scene, account: &Account, with: Option<&str>, most: usize, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let same = |person: Option<&str>| with.is_none() || person == with || person.is_none();
    let who = |person: Option<&str>| match (with, first_name_of(account, person)) {
        (None, name) if !name.is_empty() => format!(" {name}"),
        _ => String::new(),
    };
    let done = account.touches().map(|(_, touch)| touch).filter(|each| each.status == Status::Done);
    let done = done.filter(|each| same(each.person.as_deref())).filter_map(|each| {
        let result = each.result.map(Vocabulary::label).unwrap_or_default();
        let what = format!("{}{} {result}", each.channel_label(), who(each.person.as_deref()));
        Some((each.closed?, what, each.learned.clone()))
    });
    let told = |entry: &LogEntry| entry.outcome.map_or_else(|| entry.kind.label(), Vocabulary::label);
    let logged = account.log.iter().filter(|entry| same(entry.person.as_deref()));
    let logged = logged.filter_map(|entry| {
        Some((entry.at?, format!("{}{}", told(entry), who(entry.person.as_deref())), entry.text.clone()))
    });
    let met = account.meetings.iter().filter(|meeting| meeting.result.is_some() && with.is_none());
    let met = met.filter_map(|meeting| {
        let result = meeting.result.map(Vocabulary::label).unwrap_or_default();
        Some((meeting.at?, format!("meeting {result}"), meeting.objective.clone()))
    });
    let mut events: Vec<_> = done.chain(logged).chain(met).collect();
    events.sort_by_key(|(at, ..)| std::cmp::Reverse(at.sort_key()));
    let lines = events.into_iter().take(most).enumerate().map(|(i, (at, what, text))| {
        Row::new()
            .column(if i == 0 { "So far" } else { "" }, 8, theme.dim, "")
            .column(&dates::day_month(at.day()), 8, theme.dim, "")
            .put(&format!("{what}  "), theme.text)
            .rest(text.lines().next().unwrap_or(""), wide, theme.dim, scene.look.glyphs.more)
            .line()
    });
    lines.collect()
}

/// Where effort fades, the why stands on top.
fn remember(scene: Scene, account: &Account, wide: usize) -> Vec<Line<'static>> {
    let count = goals::unanswered(account);
    if count < goals::FADES || account.why.is_empty() {
        return Vec::new();
    }
    let told = format!("{count} touches without an answer. Why all the same: {}", account.why);
    text::wrap(&told, wide).into_iter().map(|part| Row::new().put(&part, scene.look.theme.accent).line()).collect()
}

fn why(scene: Scene, account: &Account, wide: usize) -> Vec<Line<'static>> {
    let plan = &scene.model.plan.settings.why;
    let whys = [account.why.as_str(), plan.as_str(), scene.model.personal.why.as_str()];
    let whys: Vec<String> = whys.into_iter().filter(|why| !why.is_empty()).map(draft::as_sentence).collect();
    let mut lines = if whys.is_empty() { Vec::new() } else { labelled(scene, "Why", &whys.join(" "), wide) };
    for (i, goal) in goals::named(account, &scene.model.plan.settings.goals).enumerate() {
        lines.extend(labelled(scene, if i == 0 { "Serves" } else { "" }, &goals::with_why(goal), wide));
    }
    lines
}

fn labelled(scene: Scene, label: &str, value: &str, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let parts = text::wrap(value, wide.saturating_sub(8));
    let lines = parts.iter().enumerate().map(|(i, part)| {
        Row::new().column(if i == 0 { label } else { "" }, 8, theme.dim, "").put(part, theme.text).line()
    });
    lines.collect()
}

/// A sequence that came to its end without an answer, and what to do about it.
fn unanswered(scene: Scene, account: &Account, item: &Item) -> Option<String> {
    if !matches!(item.kind, Kind::Drifting | Kind::Revisit) {
        return None;
    }
    let sequence = account.unanswered()?;
    let last = sequence.touches.iter().filter_map(|touch| touch.closed).max_by_key(Moment::sort_key);
    let last = last.map(|at| format!(", the last on {}", dates::short(at.day(), scene.today()))).unwrap_or_default();
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    Some(format!(
        "The sequence ended without an answer: {} touches done{last}. {} begins another cycle from another angle, {} \
         names a day to take the account up again.",
        sequence.done(),
        key("sequence.begin"),
        key("touch.postpone"),
    ))
}

/// A meeting, a next step, an account to be decided: its fields, then the account's.
fn other(scene: Scene, account: &Account, item: &Item, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let context = scene.model.context(account, &crate::app::Ctx::at(scene.now));
    let place = match item.subject {
        Subject::Meeting(i) => Some(Place::Meeting(i)),
        Subject::NextStep(i) => Some(Place::NextStep(i)),
        Subject::Log(i) => Some(Place::Log(i)),
        Subject::Touch(_) | Subject::Account => None,
    };
    let key = |id: &str| scene.model.keymap.key(id).unwrap_or_default();
    let label = item.kind.label();
    let done = key("touch.done");
    let says = match item.kind {
        _ if label.ends_with('?') => format!(" {done} says it"),
        Kind::MeetingToday => format!(": {done} says what came of it"),
        Kind::Answer | Kind::Drifting => format!(": {done} says what comes next"),
        _ => format!(": {done} when it is done"),
    };
    let because = if item.kind == Kind::Drifting { ", nothing is dated ahead" } else { "" };
    let asks = capitalised(&format!("{label}{because}{says}"));
    let mut lines = vec![Row::new().put(&asks, theme.heading).line(), Line::default()];
    for spec in place.map(|place| fields::specs(account, place)).unwrap_or_default() {
        let value = place.and_then(|place| fields::get(account, place, spec.key, &context)).unwrap_or_default();
        if value.is_empty() || value == "no" {
            continue;
        }
        let value = fields::meaning(&spec, &value, &context).unwrap_or(value);
        for (i, part) in text::wrap(&value, wide.saturating_sub(12)).iter().enumerate() {
            let label = if i == 0 { spec.label } else { "" };
            lines.push(Row::new().column(label, 12, theme.dim, "").put(part, theme.text).line());
        }
    }
    if let Some(told) = unanswered(scene, account, item) {
        lines.extend(text::wrap(&told, wide).into_iter().map(|part| Row::new().put(&part, theme.warn).line()));
    }
    lines.push(Line::default());
    lines.extend(so_far(scene, account, None, 6, wide));
    lines.extend(why(scene, account, wide));
    lines
}
