//! The map of people, filling the screen: the tree, all of whoever stands under the cursor beneath it, and what is
//! missing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, first_row, panel};
use super::text::{self, Row};
use crate::app::map::MapView;
use crate::domain::account::Account;
use crate::domain::contact::Contact;
use crate::domain::map::{self, Boss, Node};
use crate::domain::people::{Influence, Person, Support};
use crate::domain::words::Vocabulary as _;
use crate::domain::words::counted;

/// Columns of the words, and of how far we are with somebody.
const INFLUENCE: usize = 12;
const SUPPORT: usize = 11;
const TOLD: usize = 40;
/// From here on words are written out.
const WIDE: usize = 70;

pub(super) fn draw(scene: Scene, view: &MapView, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let account = scene.model.plan.account(&view.account);
    let name = account.map_or("Gone", |account| account.name.as_str());
    let count = account.map_or(0, |account| account.people.len());
    let title = format!("People at {name}");
    let block = panel(scene, &title, &counted(count, "person", "people"), true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let Some(account) = account else { return };
    let wide = columns(inner);
    let tree = map::forest(&account.people);
    let at = view.at.min(tree.len().saturating_sub(1));
    let head = usize::from(wide >= WIDE && inner.height > 12);
    let height = usize::from(inner.height).saturating_sub(head);
    let mut foot = tree.get(at).map(|node| person(scene, account, node, wide)).unwrap_or_default();
    let missing = missing(scene, account, wide);
    // The tree keeps at least a third of the place. Beneath it what is missing is never crowded out by one person.
    let beneath = height.saturating_sub(tree.len().min((height / 3).max(3)) + 1);
    if foot.len() + missing.len() < beneath && !missing.is_empty() {
        foot.push(Line::default());
    }
    foot.truncate(beneath.saturating_sub(missing.len().min(2)));
    foot.extend(missing);
    foot.truncate(beneath);
    if head > 0 && foot.len() + 2 <= beneath {
        foot.push(Line::default());
        foot.push(legend(scene));
    }
    let room = height.saturating_sub(foot.len() + 1).max(1);
    let first = first_row(0, at, tree.len(), room);
    let mut lines = if head > 0 { vec![heading(scene, wide)] } else { Vec::new() };
    let rows = tree.iter().enumerate().skip(first).take(room).map(|(i, node)| {
        let line = row(scene, account, node, wide);
        if i == at { text::under_cursor(&line, wide, theme.cursor) } else { line }
    });
    lines.extend(rows);
    lists::more(scene, frame, area, first, tree.len().saturating_sub(first + room), "");
    lines.push(Line::default());
    lines.extend(foot);
    frame.render_widget(Paragraph::new(lines), inner);
}

fn heading(scene: Scene, wide: usize) -> Line<'static> {
    let theme = &scene.look.theme;
    let row = Row::new().column("", name_columns(wide), theme.dim, "");
    let row = row.column("influence", INFLUENCE, theme.dim, "").column("support", SUPPORT, theme.dim, "");
    row.rest(if wide < 100 { "reach" } else { "reach, touches planned" }, wide, theme.dim, scene.look.glyphs.more)
        .line()
}

fn legend(scene: Scene) -> Line<'static> {
    let glyphs = scene.look.glyphs;
    let marks = [
        (glyphs.done, "spoke to us"),
        (glyphs.due, "was written to"),
        (glyphs.planned, "will be"),
        (glyphs.cancelled, "nothing planned"),
    ];
    let told = marks.iter().map(|(mark, what)| format!("{mark} {what}")).collect::<Vec<_>>().join("   ");
    Line::styled(told, scene.look.theme.dim)
}

/// The columns of the tree with its names.
fn name_columns(wide: usize) -> usize {
    let told = if wide < 100 { 0 } else { TOLD };
    let words = if wide < WIDE { 6 + 3 + 5 } else { INFLUENCE + SUPPORT + 6 };
    wide.saturating_sub(words + told)
}

/// The lines of the tree before somebody's name.
fn branches(scene: Scene, node: &Node) -> String {
    let [branch, last, through, nothing] = scene.look.glyphs.tree;
    let Some((own, above)) = node.lasts.split_last() else { return String::new() };
    let above: String = above.iter().map(|last| if *last { nothing } else { through }).collect();
    format!("{above}{}", if *own { last } else { branch })
}

/// How they stand to us, so that no colour is needed: two letters beside the word where there is no room for it.
fn short_support(support: Support) -> &'static str {
    match support {
        Support::Champion => "++",
        Support::Supporter => "+",
        Support::Neutral => "0",
        Support::Sceptic => "-",
        Support::Blocker => "--",
        Support::Unknown => "?",
    }
}

fn short_influence(influence: Influence) -> &'static str {
    match influence {
        Influence::Economic => "econ",
        Influence::User => "user",
        Influence::Technical => "tech",
        Influence::Coach => "coach",
        Influence::Gatekeeper => "gate",
        Influence::Unknown => "?",
    }
}

fn support_style(scene: Scene, support: Support) -> Style {
    let theme = &scene.look.theme;
    match support {
        Support::Champion | Support::Supporter => theme.good,
        Support::Sceptic => theme.warn,
        Support::Blocker => theme.bad,
        Support::Neutral => theme.text,
        Support::Unknown => theme.dim,
    }
}

/// How far we are with somebody, in a mark and the touches to come: heard from, only written to, or nothing yet.
fn reached(scene: Scene, contact: &Contact) -> (String, Style) {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let (mark, style) = if contact.heard.is_some() || contact.met.is_some() {
        (glyphs.done, theme.good)
    } else if contact.is_begun() {
        (glyphs.due, theme.text)
    } else if contact.is_covered() {
        (glyphs.planned, theme.text)
    } else {
        (glyphs.cancelled, theme.warn)
    };
    (format!("{mark} {:>2}", contact.planned), style)
}

fn row(scene: Scene, account: &Account, node: &Node, wide: usize) -> Line<'static> {
    let (theme, more) = (&scene.look.theme, scene.look.glyphs.more);
    let Some(person) = account.people.get(node.person) else { return Line::default() };
    let contact = Contact::with(account, &person.id, scene.today());
    let (mark, mark_style) = reached(scene, &contact);
    let branches = branches(scene, node);
    // Whoever stands deep is still named: the branches give way first.
    let narrow = wide < WIDE;
    let room = name_columns(wide);
    let deep = text::width(&branches).min(room.saturating_sub(12));
    let branches: String = branches.chars().skip(text::width(&branches) - deep).collect();
    let odd = if matches!(node.boss, Boss::Unknown(_) | Boss::Circle(_)) { "!" } else { "" };
    let name = format!("{odd}{}", person.name);
    let title = if narrow || person.title.is_empty() { String::new() } else { format!("  {}", person.title) };
    let influence_style = if person.influence == Influence::Unknown { theme.dim } else { theme.text };
    let mut pieces = Row::new().put(&branches, theme.dim);
    let used = pieces.used();
    let name = text::cut(&name, room.saturating_sub(used + 1), more);
    pieces = pieces.put(&name, if odd.is_empty() { theme.shadow } else { theme.warn });
    let left = room.saturating_sub(pieces.used() + 1);
    pieces = pieces.column(&title, left, theme.dim, more).put(" ", theme.text);
    if narrow {
        return pieces
            .column(short_influence(person.influence), 6, influence_style, "")
            .column(short_support(person.support), 3, support_style(scene, person.support), "")
            .put(&mark, mark_style)
            .line();
    }
    let pieces = pieces
        .column(&person.influence.label(), INFLUENCE, influence_style, "")
        .column(&person.support.label(), SUPPORT, support_style(scene, person.support), "")
        .put(&mark, mark_style);
    if wide < 100 {
        return pieces.line();
    }
    let what = contact.told(scene.today(), scene.look.glyphs.dot);
    pieces.put("  ", theme.text).rest(&what, wide, theme.dim, more).line()
}

/// All there is to say of whoever stands under the cursor.
fn person(scene: Scene, account: &Account, node: &Node, wide: usize) -> Vec<Line<'static>> {
    let (theme, dot) = (&scene.look.theme, scene.look.glyphs.dot);
    let Some(person) = account.people.get(node.person) else { return Vec::new() };
    let contact = Contact::with(account, &person.id, scene.today());
    let mut lines = Vec::new();
    let mut put = |told: &str, style: Style| {
        lines.extend(text::wrap(told, wide).into_iter().map(|part| Row::new().put(&part, style).line()));
    };
    let title = if person.title.is_empty() { String::new() } else { format!(", {}", person.title) };
    put(&text::cut(&format!("{}{title}", person.name), wide, scene.look.glyphs.more), theme.shadow);
    if person.do_not_contact {
        put("Asked not to be contacted.", theme.bad);
    }
    put(&contact.told(scene.today(), dot), theme.text);
    match &node.boss {
        Boss::Unknown(id) => put(&format!("Reports to “{id}”, who is nobody here."), theme.warn),
        Boss::Circle(boss) => put(&format!("Reports to {boss}, who reports to them: a circle, cut here."), theme.warn),
        Boss::None | Boss::Above => {}
    }
    let stands = [format!("influence {}", person.influence.label()), format!("support {}", person.support.label())];
    put(&stands.join(dot), theme.text);
    put(&more_of(person), theme.dim);
    lines
}

fn more_of(person: &Person) -> String {
    let cares = person.priorities.join(", ");
    let cares = if cares.is_empty() { cares } else { format!("Cares about {cares}.") };
    [cares.as_str(), person.notes.lines().next().unwrap_or("")].join(" ").trim().to_owned()
}

fn missing(scene: Scene, account: &Account, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let gaps = map::gaps(account, scene.today());
    let mut lines = Vec::new();
    for gap in gaps {
        let parts = text::wrap(&gap, wide.saturating_sub(2)).into_iter().enumerate();
        lines.extend(parts.map(|(i, part)| {
            Row::new().put(if i == 0 { "! " } else { "  " }, theme.warn).put(&part, theme.warn).line()
        }));
    }
    lines
}
