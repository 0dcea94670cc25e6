//! The detail pane: the rows of the outline with headings between them, opened rows unfolded beneath themselves.

use chrono::{DateTime, FixedOffset};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::lists::{columns, cursor_style, first_row, panel};
use super::rows;
use super::text::{self, Row};
use super::{Look, Scene, Scroll};
use crate::app::model::{Model, Pane};
use crate::app::outline::{self, Opened, RowKind, Section};
use crate::domain::account::Account;
use crate::domain::plan::Entry;
use crate::domain::readiness;

pub(super) fn draw(scene: Scene, scroll: &mut Scroll, frame: &mut Frame, area: Rect) {
    let model = scene.model;
    let active = model.pane == Pane::Detail;
    let Some(entry) = model.current().and_then(|account| model.plan.accounts.get(&account.id)) else {
        frame.render_widget(panel(scene, "", "", active, area.width), area);
        return;
    };
    let account = entry.account.as_ref();
    let into = account.entry_point.path(scene.look.glyphs.into);
    let title = match into.as_str() {
        "" => scene.model.called(account).to_string(),
        into => format!("{} {} {into}", scene.model.called(account), scene.look.glyphs.dash),
    };
    let note = if entry.read_only.is_some() { "read only".to_owned() } else { ready(scene, account) };
    let block = panel(scene, &title, &note, active, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);

    let wide = columns(inner);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut cursor = (0, 0);
    let mut section = Section::Overview;
    let gaps = model.gaps(&account.id);
    for row in outline::rows_with(entry, gaps, &model.detail.unfolded) {
        if row.section != section {
            section = row.section;
            if let Some(heading) = heading(row, gaps.len()) {
                lines.push(Row::new().put(&heading, scene.look.theme.heading).line());
            }
        }
        let from = lines.len();
        let here = model.detail.at == Some(row.id) && active;
        let unfolded =
            !model.detail.unfolded.is_empty() && model.detail.unfolded.contains(&Opened::of(account, row.id));
        let line = rows::line(scene, entry, row, wide);
        lines.push(if here { text::under_cursor(&line, wide, cursor_style(scene, true)) } else { line });
        if let RowKind::Missing(i) = row.kind {
            lines.extend(gaps.get(i).map(|gap| rows::missing(scene, account, gap, wide)).into_iter().flatten().skip(1));
        }
        if unfolded {
            lines.extend(rows::unfolded(scene, account, row, wide));
        }
        if here {
            cursor = (from, lines.len());
        }
    }
    let height = usize::from(inner.height);
    // All of an opened row is seen if it fits, and its first line in any case.
    scroll.detail = first_row(scroll.detail, cursor.1.saturating_sub(1), lines.len(), height);
    scroll.detail = first_row(scroll.detail, cursor.0, lines.len(), height);
    if cursor.0 <= 1 {
        scroll.detail = 0;
    }
    let seen: Vec<Line> = lines.into_iter().skip(scroll.detail).take(height).collect();
    frame.render_widget(Paragraph::new(seen), inner);
}

/// How ready the account is, or that this is not judged.
fn ready(scene: Scene, account: &Account) -> String {
    let Some(digest) = scene.model.derived.digest(&account.id) else { return String::new() };
    match digest.readiness.percent {
        Some(percent) => format!("ready {percent} %"),
        None if readiness::is_yet_to_begin(account) => "not judged yet".to_owned(),
        None => "not judged".to_owned(),
    }
}

/// What stands above the section that begins with this row. A sequence says its own name, one that is not there can't.
fn heading(row: outline::Row, gaps: usize) -> Option<String> {
    let none_yet = row.kind == RowKind::Hint && matches!(row.section, Section::Sequence(_));
    let heading = row.section.heading().or(none_yet.then_some("Sequence"))?;
    Some(if row.section == Section::Missing { format!("{heading} ({gaps})") } else { heading.to_owned() })
}

/// Everything that the pane shows of an account, folded or not, as plain lines of at most so many columns.
pub fn as_text(model: &Model, look: &Look, now: DateTime<FixedOffset>, entry: &Entry, wide: usize) -> Vec<String> {
    let scene = Scene { model, look, now };
    let account = entry.account.as_ref();
    let plain =
        |line: Line| line.spans.iter().map(|span| span.content.as_ref()).collect::<String>().trim_end().to_owned();
    let mut lines = vec![account.name.clone()];
    let mut section = None;
    let mut overview = account.name.clone();
    let gaps = model.gaps(&account.id);
    let ready = ready(scene, account);
    lines.extend((!ready.is_empty()).then_some(ready));
    for row in outline::rows(entry, gaps) {
        if section != Some(row.section) {
            section = Some(row.section);
            lines.push(String::new());
            lines.extend(heading(row, gaps.len()));
        }
        let line = plain(rows::line(scene, entry, row, wide));
        match row.kind {
            RowKind::Hint => lines.push("  –".to_owned()),
            RowKind::Missing(i) => {
                let told = gaps.get(i).map(|gap| rows::missing(scene, account, gap, wide)).into_iter().flatten();
                lines.extend(told.map(plain));
            }
            RowKind::Problem(i) => lines.extend(entry.problems.get(i).map(|problem| format!("  {problem}"))),
            RowKind::Field => lines.extend(rows::whole(scene, account, row, wide).into_iter().map(plain)),
            RowKind::Facts => {
                overview.push_str(&line);
                lines.push(line);
            }
            RowKind::About => {
                overview.push_str(&line);
                overview.push_str(&account.why);
                let nothing = account.website.is_empty() && account.industry.is_empty() && account.owner.is_none();
                lines.extend((!nothing).then_some(line));
                lines.extend(rows::rest(scene, account, row, wide, &overview).into_iter().map(plain));
            }
            RowKind::Entry | RowKind::Item => {
                let rest = rows::rest(scene, account, row, wide, &line);
                lines.push(line);
                lines.extend(rest.into_iter().map(plain));
            }
        }
    }
    lines
}
