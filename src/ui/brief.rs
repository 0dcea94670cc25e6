//! The page before a meeting, filling the screen: who, what we know, and the meeting part by part with its minutes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, panel};
use super::text::{self, Row};
use crate::app::conversation::BriefView;
use crate::domain::brief::{self, Brief};

/// Columns of the clock before each part.
const CLOCK: usize = 7;

pub(super) fn draw(scene: Scene, view: &BriefView, frame: &mut Frame, area: Rect) {
    let brief = scene.model.brief(view, scene.today());
    let title = brief.as_ref().map_or("Gone", |brief| brief.account.as_str());
    let note = brief.as_ref().map(|brief| brief.when(scene.today())).unwrap_or_default();
    let note =
        if usize::from(area.width) > text::width(&note) + text::width(title) + 12 { note } else { String::new() };
    let block = panel(scene, title, &note, true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let lines = lines(scene, brief.as_ref(), columns(inner), note.is_empty());
    let height = usize::from(inner.height);
    let first = view.line.min(lines.len().saturating_sub(height));
    lists::more(scene, frame, area, first, lines.len().saturating_sub(first + height), "");
    frame.render_widget(Paragraph::new(lines.into_iter().skip(first).take(height).collect::<Vec<_>>()), inner);
}

/// By how many lines the page is longer than its place.
pub(super) fn below(scene: Scene, view: &BriefView, body: Rect) -> usize {
    let brief = scene.model.brief(view, scene.today());
    let inner = panel(scene, "", "", true, body.width).inner(body);
    // Without the time in the frame it takes a line more; who scrolls may always come that far.
    lines(scene, brief.as_ref(), columns(inner), true).len().saturating_sub(usize::from(inner.height))
}

fn lines(scene: Scene, brief: Option<&Brief>, wide: usize, tells_when: bool) -> Vec<Line<'static>> {
    let (theme, dot) = (&scene.look.theme, scene.look.glyphs.dot);
    let Some(brief) = brief else {
        return vec![Line::styled("This meeting is not in the plan any more.", theme.bad)];
    };
    let mut page = Page { scene, wide, lines: Vec::new() };
    let objective = if brief.objective.is_empty() { "No objective yet" } else { &brief.objective };
    page.text(objective, theme.heading, 0);
    let when = if tells_when { brief.when(scene.today()) } else { String::new() };
    let facts = [when, brief.length(), brief.place.clone()];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    page.text(&facts.join(dot), theme.text, 0);
    if !brief.missing.is_empty() {
        page.text(&format!("Not yet: {}.", brief.missing.join(", ")), theme.warn, 0);
    }
    page.heading("Who", "");
    for line in &brief.who {
        page.line(line, 2, theme.shadow);
    }
    if brief.who.is_empty() {
        page.text("Nobody yet.", theme.warn, 2);
    }
    page.heading("What we know", "");
    for line in &brief.known {
        page.line(line, 2, theme.accent);
    }
    match (brief.known.len(), brief.left_out) {
        (0, _) => page.text("Nothing is written down yet.", theme.warn, 2),
        (_, 0) => {}
        (_, n) => page.text(&format!("and {n} more"), theme.dim, 2),
    }
    page.heading("What we ask, and what we want agreed", &brief.length());
    for part in &brief.parts {
        page.part(&brief.clock(part.from), part);
    }
    if !brief.open.is_empty() {
        page.heading("Open between us", "");
        for line in &brief.open {
            page.line(line, 2, theme.text);
        }
    }
    if !brief.why.is_empty() {
        page.heading("Why", "");
        page.text(&brief.why, theme.text, 2);
    }
    page.lines
}

struct Page<'a> {
    scene: Scene<'a>,
    wide: usize,
    lines: Vec<Line<'static>>,
}

impl Page<'_> {
    fn heading(&mut self, heading: &str, note: &str) {
        let theme = &self.scene.look.theme;
        self.lines.push(Line::default());
        self.lines.push(Row::new().put(heading, theme.heading).right(note, self.wide, theme.dim).line());
    }

    fn text(&mut self, told: &str, style: Style, indent: usize) {
        for part in text::wrap(told, self.wide.saturating_sub(indent)) {
            self.lines.push(Row::new().put(&" ".repeat(indent), style).put(&part, style).line());
        }
    }

    /// Label and text, wrapped beneath itself, and where it comes from: beside it if there is room, else beneath.
    fn line(&mut self, line: &brief::Line, indent: usize, style: Style) {
        let theme = &self.scene.look.theme;
        let label = text::shown(&line.label).into_owned();
        let gap = if label.is_empty() || line.text.is_empty() { "" } else { "  " };
        let parts = text::wrap(&format!("{label}{gap}{}", line.text), self.wide.saturating_sub(indent + 2));
        let last = parts.len().saturating_sub(1);
        let mut beneath = !line.aside.is_empty();
        for (i, part) in parts.iter().enumerate() {
            // Beneath a label the text stands in; without one it goes on where it began.
            let margin = " ".repeat(if i == 0 || label.is_empty() { indent } else { indent + 2 });
            let mut row = Row::new().put(&margin, theme.text);
            row = match part.strip_prefix(label.as_str()).filter(|_| i == 0) {
                Some(rest) => row.put(&label, style).put(rest, theme.text),
                None => row.put(part, theme.text),
            };
            if i == last && row.used() + text::width(&line.aside) + 2 <= self.wide {
                row = row.right(&line.aside, self.wide, theme.dim);
                beneath = false;
            }
            self.lines.push(row.line());
        }
        if beneath {
            self.text(&line.aside, theme.dim, indent + 2);
        }
    }

    fn part(&mut self, clock: &str, part: &brief::Part) {
        let theme = &self.scene.look.theme;
        let minutes = format!("{} min", part.minutes);
        let head = Row::new().column(clock, CLOCK, theme.accent, "").put(part.title, theme.shadow);
        self.lines.push(head.right(&minutes, self.wide, theme.dim).line());
        let indent = if self.wide >= 60 { CLOCK } else { 2 };
        for line in &part.lines {
            self.line(line, indent, theme.accent);
        }
    }
}
