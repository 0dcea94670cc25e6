//! One line of the detail pane for each row of the outline, and what it unfolds to.

mod deals;
mod known;
mod touches;

use ratatui::text::Line;

use crate::app::Ctx;
use crate::app::outline::{Row, RowKind, Section};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::fields::{self, Place};
use crate::domain::goals;
use crate::domain::line::Addable;
use crate::domain::plan::Entry;
use crate::domain::readiness::Gap;
use crate::ui::Scene;
use crate::ui::text::{self, Row as Pieces};

pub(super) use touches::{draft_of, drafted};

const LABEL: usize = 8;
const INDENT: &str = "  ";

/// The row in one line.
pub(super) fn line(scene: Scene, entry: &Entry, row: Row, wide: usize) -> Line<'static> {
    let account = entry.account.as_ref();
    match row.kind {
        RowKind::Field => field(scene, account, row, wide),
        RowKind::Facts => facts(scene, entry, wide),
        RowKind::About => about(scene, account, wide),
        RowKind::Entry => entry_point(scene, account, wide),
        RowKind::Hint => hint(scene, row, wide),
        RowKind::Problem(i) => problem(scene, entry, i, wide),
        RowKind::Missing(i) => {
            let gap = scene.model.gaps(&account.id).get(i);
            gap.and_then(|gap| missing(scene, account, gap, wide).into_iter().next()).unwrap_or_default()
        }
        RowKind::Item => item(scene, account, row, wide),
    }
}

fn item(scene: Scene, account: &Account, row: Row, wide: usize) -> Line<'static> {
    let drawn = match row.id.place {
        Place::Candidate(i) => account.entry_point.candidates.get(i).map(|c| known::candidate(scene, account, c, wide)),
        Place::Person(i) => account.people.get(i).map(|person| known::person(scene, account, person, wide)),
        Place::Finding(i) => account.research.get(i).map(|finding| known::finding(scene, i, finding, wide)),
        Place::Sequence(i) => touches::sequence(scene, account, i, wide),
        Place::Touch(at) => touches::touch(scene, account, at, wide),
        Place::Meeting(i) => account.meetings.get(i).map(|meeting| deals::meeting(scene, account, meeting, wide)),
        Place::Question(at) => deals::question(scene, account, at, wide),
        Place::Objection(at) => deals::objection(scene, account, at, wide),
        Place::NextStep(i) => account.next_steps.get(i).map(|step| deals::next_step(scene, account, step, wide)),
        Place::Opportunity(i) => account.opportunities.get(i).map(|deal| deals::opportunity(scene, deal, wide)),
        Place::Log(i) => account.log.get(i).map(|entry| deals::log(scene, account, entry, wide)),
        Place::StageChange(i) => account.stages.get(i).map(|change| deals::stage_change(scene, change, wide)),
        Place::Account => None,
    };
    drawn.unwrap_or_default()
}

fn field(scene: Scene, account: &Account, row: Row, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let more = scene.look.glyphs.more;
    let context = scene.model.context(account, &Ctx::at(scene.now));
    let value = fields::get(account, row.id.place, row.id.key, &context).unwrap_or_default();
    let spec = fields::specs(account, row.id.place).into_iter().find(|spec| spec.key == row.id.key);
    let (label, hint) = spec.map_or(("", ""), |spec| (spec.label, spec.hint));
    let indent = if row.section == Section::Overview { "" } else { INDENT };
    let pieces = Pieces::new().put(indent, theme.text).column(label, LABEL, theme.dim, more);
    if value.is_empty() {
        return pieces.rest(&text::example(hint), wide, theme.dim, more).line();
    }
    let value = match row.id.key {
        "revisit" => account.revisit.map(|day| touches::dated(scene, day)).unwrap_or_default(),
        _ => value,
    };
    let goals =
        if row.id.key == "why" && !account.goals.is_empty() { titles(scene, account) } else { String::default() };
    // A long title doesn't take the line from the why.
    let goals = scene.cut(&goals, wide.saturating_sub(LABEL) / 3);
    let room = if goals.is_empty() { wide } else { wide.saturating_sub(text::width(&goals) + 2) };
    // Where effort fades, the why stands out.
    let fades = row.id.key == "why" && goals::unanswered(account) >= goals::FADES;
    let style = if fades { theme.accent } else { theme.text };
    if room > LABEL + 24 {
        return pieces.rest(&value, room, style, more).right(&goals, wide, theme.dim).line();
    }
    pieces.rest(&value, wide, style, more).line()
}

/// A field with its label and all of its text.
pub(super) fn whole(scene: Scene, account: &Account, row: Row, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let context = scene.model.context(account, &Ctx::at(scene.now));
    let value = fields::get(account, row.id.place, row.id.key, &context).unwrap_or_default();
    let label = fields::specs(account, row.id.place).into_iter().find(|spec| spec.key == row.id.key);
    let (label, indent) =
        (label.map_or("", |spec| spec.label), if row.section == Section::Overview { "" } else { INDENT });
    let value = if value.is_empty() { scene.look.glyphs.dash.to_owned() } else { value };
    let parts = text::wrap(&value, wide.saturating_sub(LABEL + indent.len()));
    let line = |(i, part): (usize, &String)| {
        let label = if i == 0 { label } else { "" };
        let pieces = Pieces::new().put(indent, theme.text).column(label, LABEL, theme.dim, scene.look.glyphs.more);
        pieces.put(part, theme.text).line()
    };
    parts.iter().enumerate().map(line).collect()
}

fn titles(scene: Scene, account: &Account) -> String {
    let titles = account.goals.iter().map(|id| {
        let goal = scene.model.plan.settings.goals.iter().find(|goal| goal.id == *id);
        goal.map_or(id.as_str(), |goal| goal.title.as_str())
    });
    format!("{} {}", scene.look.glyphs.arrow, titles.collect::<Vec<_>>().join(", "))
}

fn facts(scene: Scene, entry: &Entry, wide: usize) -> Line<'static> {
    let account = entry.account.as_ref();
    let theme = &scene.look.theme;
    if let Some(why) = &entry.unreadable {
        let told = format!("can't be read: {why}");
        return Pieces::new()
            .column("Stage", LABEL, theme.dim, "")
            .rest(&told, wide, theme.bad, scene.look.glyphs.more)
            .line();
    }
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
        .put(&account.stage_label(), theme.accent)
        .put("   ", theme.text)
        .rest(&parts.join("   "), wide, theme.text, scene.look.glyphs.more)
        .line()
}

fn about(scene: Scene, account: &Account, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let owner = account.owner.as_deref().map(|id| {
        let member = scene.model.plan.settings.member(id);
        format!("owner {}", member.map_or(id, |member| member.name.as_str()))
    });
    let parts = [Some(account.website.clone()), Some(account.industry.clone()), owner];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let pieces = Pieces::new().column("About", LABEL, theme.dim, "");
    if parts.is_empty() {
        return pieces.rest("(website, industry, owner)", wide, theme.dim, scene.look.glyphs.more).line();
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
    let adds = |addable: Addable| format!("{}  {}", key("detail.add"), text::example(addable.example()));
    let sentence = match row.section {
        Section::EntryPoint => {
            format!("{}  which unit or function first, and why? {} weighs several", key("edit"), key("detail.add"))
        }
        Section::People => adds(Addable::Person),
        Section::Research => adds(Addable::Finding),
        Section::Meetings => match (row.id.place, row.id.key) {
            (Place::Meeting(i), "+questions") => {
                format!("  {} suggests questions, {}", key("meeting.suggest"), adds(Addable::Question(i)))
            }
            (Place::Meeting(i), "+objections") => format!("  {}", adds(Addable::Objection(i))),
            _ => adds(Addable::Meeting),
        },
        Section::NextSteps => adds(Addable::NextStep),
        Section::Opportunities => adds(Addable::Opportunity),
        Section::Log => format!("{}  nothing has happened yet", key("account.log")),
        Section::Sequence(_) => format!("{}  no sequence yet: begin one from a playbook", key("sequence.begin")),
        Section::Overview | Section::Problems | Section::Offer | Section::Missing | Section::Stages => String::new(),
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

/// What is missing, in as many lines as the question takes.
pub(super) fn missing(scene: Scene, account: &Account, gap: &Gap, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let parts = text::wrap(&gap.sentence(account, scene.model.me()), wide.saturating_sub(4));
    let line = |(i, part): (usize, &String)| {
        let lead = if i == 0 { "?" } else { " " };
        Pieces::new().put(INDENT, theme.text).put(lead, theme.warn).put(" ", theme.text).put(part, theme.text).line()
    };
    parts.iter().enumerate().map(line).collect()
}

/// What a row holds and its line doesn't show, for a reader who can't unfold it. `beside` is what is shown.
pub(super) fn rest(scene: Scene, account: &Account, row: Row, wide: usize, beside: &str) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let context = scene.model.context(account, &Ctx::at(scene.now));
    let mut lines = match row.id.place {
        Place::Touch(at) => drafted(scene, &draft_of(scene, account, at), wide, 6),
        _ => Vec::new(),
    };
    for spec in fields::specs(account, row.id.place) {
        let value = fields::get(account, row.id.place, spec.key, &context).unwrap_or_default();
        let elsewhere = match row.id.place {
            Place::Account => {
                matches!(spec.key, "owner" | "revisit" | "offer.value_proposition" | "offer.proof")
                    || spec.key.starts_with("entry_point.") != (row.section == Section::EntryPoint)
            }
            Place::Touch(_) => matches!(spec.key, "subject" | "message" | "person" | "status"),
            Place::Sequence(_) => spec.key == "playbook",
            _ => false,
        };
        if elsewhere || matches!(value.as_str(), "" | "no" | "unknown") || is_said(scene, &spec, &value, beside) {
            continue;
        }
        for (i, part) in text::wrap(&value, wide.saturating_sub(23)).iter().enumerate() {
            let label = if i == 0 { spec.label } else { "" };
            let pieces = Pieces::new().put("      ", theme.text).column(label, 17, theme.dim, scene.look.glyphs.more);
            lines.push(pieces.put(part, theme.text).line());
        }
    }
    lines
}

/// Whether the line says the value already, in its own words.
fn is_said(scene: Scene, spec: &fields::Spec, value: &str, beside: &str) -> bool {
    let nobody = Account::default();
    let context = scene.model.context(&nobody, &Ctx::at(scene.now));
    let as_drawn = match spec.kind {
        fields::Kind::Date => value.parse().ok().map(dates::day_month),
        fields::Kind::Number if spec.key != "value" => Some(format!("{} {value}", spec.label.to_lowercase())),
        _ => fields::meaning(spec, value, &context).or_else(|| Some(value.replace('-', " "))),
    };
    beside.contains(as_drawn.as_deref().unwrap_or(value)) || (value.len() > 2 && beside.contains(value))
}

/// All that a row holds: its fields with their values, a touch with its draft as it would be sent.
pub(super) fn unfolded(scene: Scene, account: &Account, row: Row, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let mut lines = Vec::new();
    if let Place::Touch(at) = row.id.place {
        lines.extend(drafted(scene, &draft_of(scene, account, at), wide, 4));
    }
    let context = scene.model.context(account, &Ctx::at(scene.now));
    let skip_text = matches!(row.id.place, Place::Touch(_));
    let labels = 17;
    for spec in fields::specs(account, row.id.place) {
        let value = fields::get(account, row.id.place, spec.key, &context).unwrap_or_default();
        let own = row.id.place != Place::Account
            || spec.key.starts_with("entry_point") == (row.section == Section::EntryPoint);
        let in_rows = matches!(row.id.place, Place::Meeting(_)) && matches!(spec.key, "questions" | "objections");
        let drafted = skip_text && matches!(spec.key, "subject" | "message");
        if value.is_empty() || value == "no" || !own || drafted || in_rows {
            continue;
        }
        let wrapped = text::wrap(&value, wide.saturating_sub(labels + 4));
        for (i, part) in wrapped.iter().enumerate() {
            let label = if i == 0 { spec.label } else { "" };
            let pieces = Pieces::new().put("    ", theme.text).column(label, labels, theme.dim, "");
            lines.push(pieces.rest(part, wide, theme.text, scene.look.glyphs.more).line());
        }
    }
    if skip_text {
        lines.extend(serves(scene, account, labels, wide));
    }
    lines
}

/// The goals that a touch serves through its account.
fn serves(scene: Scene, account: &Account, labels: usize, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let named = goals::named(account, &scene.model.plan.settings.goals).enumerate();
    let told = named.flat_map(|(i, goal)| {
        let parts = text::wrap(&goals::with_why(goal), wide.saturating_sub(labels + 4));
        parts.into_iter().enumerate().map(move |(n, part)| (if i + n == 0 { "Serves" } else { "" }, part))
    });
    let line = |(label, part): (&str, String)| {
        Pieces::new().put("    ", theme.text).column(label, labels, theme.dim, "").put(&part, theme.text).line()
    };
    told.map(line).collect()
}
