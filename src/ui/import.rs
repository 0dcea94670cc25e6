//! Before importing: what a file would bring, company by company; what its columns are, where nobody knows; how far it is
//! read.

mod rows;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, panel};
use super::text::{self, Row};
use crate::app::import::{self, ColumnsView, FoundView, ImportView, Stage};
use crate::domain::words::Vocabulary as _;
use crate::domain::words::{capitalised, counted};
use rows::of_row;

/// What is said of a table whose first row is no header.
const HEADLESS: &str = "No header, so the first row counts too. ";

/// From here on a company's title stands beside it.
const BESIDE: usize = 64;

pub(super) fn draw(scene: Scene, view: &ImportView, frame: &mut Frame, area: Rect) {
    match &view.stage {
        Stage::Reading(0) => draw_wait(scene, view, "Reading", frame, area),
        Stage::Reading(rows) => {
            draw_wait(scene, view, &format!("Reading: {}", counted(*rows, "row", "rows")), frame, area);
        }
        Stage::Taking(_) => draw_wait(scene, view, "Bringing it in", frame, area),
        Stage::Columns(columns) => draw_columns(scene, view, columns, frame, area),
        Stage::Found(found) => draw_found(scene, view, found, frame, area),
    }
}

fn title(view: &ImportView) -> String {
    format!("Import {}", view.name())
}

fn draw_wait(scene: Scene, view: &ImportView, doing: &str, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let block = panel(scene, &title(view), "", true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let lines = vec![Line::default(), Line::styled(format!("{doing} {}", scene.look.glyphs.more), theme.text)];
    frame.render_widget(Paragraph::new(lines), inner);
}

/// Rows beneath the cursor's that are seen with it, where there are any.
const AHEAD: usize = 2;

/// The rows that are seen, the cursor's among them, and beneath them what stands at the foot. A row may take several lines.
fn draw_list(
    scene: Scene,
    frame: &mut Frame,
    (area, inner): (Rect, Rect),
    (at, count): (usize, usize),
    foot: Vec<Line<'static>>,
    row: impl Fn(usize) -> Vec<Line<'static>>,
) {
    let wide = columns(inner);
    let mut foot = foot;
    foot.truncate(usize::from(inner.height).saturating_sub(3));
    let height = usize::from(inner.height).saturating_sub(foot.len()).max(1);
    let first = first_seen((at, count), height, |i| row(i).len());
    let mut lines: Vec<Line> = Vec::new();
    let mut below = count.saturating_sub(first);
    for i in first..count {
        let of_row = row(i);
        if lines.len() + of_row.len() > height && i != at {
            break;
        }
        below -= 1;
        let under_cursor = |line: Line<'static>| text::under_cursor(&line, wide, scene.look.theme.cursor);
        lines.extend(of_row.into_iter().map(|line| if i == at { under_cursor(line) } else { line }));
    }
    lines.resize(height, Line::default());
    lists::more(scene, frame, area, first, below, "");
    lines.extend(foot);
    frame.render_widget(Paragraph::new(lines), inner);
}

/// The first row that is seen: as few as there need to be above it for the cursor's row, and a few more, to be seen whole.
fn first_seen((at, count): (usize, usize), height: usize, tall: impl Fn(usize) -> usize) -> usize {
    if count == 0 {
        return 0;
    }
    let mut used = tall(at);
    let ahead = (at + 1..count.min(at + 1 + AHEAD)).map(&tall);
    used += ahead.sum::<usize>().min(height.saturating_sub(used));
    let mut first = at;
    while first > 0 && used + tall(first - 1) <= height {
        first -= 1;
        used += tall(first);
    }
    first
}

fn wrapped(told: &str, wide: usize, style: Style) -> Vec<Line<'static>> {
    text::wrap(told, wide).into_iter().map(|part| Line::styled(part, style)).collect()
}

fn draw_columns(scene: Scene, view: &ImportView, here: &ColumnsView, frame: &mut Frame, area: Rect) {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let note = counted(here.columns.len(), "column", "columns");
    let block = panel(scene, &title(view), &note, true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let (open, take) = (key(scene, "import.open"), key(scene, "import.take"));
    let begins = match (here.is_headless, here.behind.is_some()) {
        (true, _) => HEADLESS.to_owned(),
        (false, false) => here
            .lacks
            .map_or_else(|| "Nobody knows this table: ".to_owned(), |lacks| format!("{}: ", capitalised(lacks.told()))),
        (false, true) => String::new(),
    };
    let more = match (here.is_headless, here.behind.is_some()) {
        (_, true) => format!(", {} goes back", key(scene, "import.columns")),
        (false, false) => format!("; where its first row is no header, {}", key(scene, "import.header")),
        (true, false) => format!("; where it is one, {}", key(scene, "import.header")),
    };
    let told = format!("{begins}{open} says what a column is, {take} reads it so{more}.");
    let third = wide.saturating_sub(4) / 3;
    let row = |i: usize| {
        let (column, field) = &here.columns[i];
        let cursor = if i == here.at { glyphs.here } else { " " };
        let (word, style) = field.map_or(("not used", theme.dim), |field| (field.word(), theme.good));
        let row = Row::new()
            .put(cursor, theme.accent)
            .put(" ", theme.text)
            .column(&column.name, third, theme.text, glyphs.more)
            .put(" ", theme.text)
            .column(&column.example, third, theme.dim, glyphs.more)
            .put(" ", theme.text);
        vec![row.rest(word, wide, style, glyphs.more).line()]
    };
    draw_list(scene, frame, (area, inner), (here.at, here.columns.len()), wrapped(&told, wide, theme.dim), row);
}

fn draw_found(scene: Scene, view: &ImportView, found: &FoundView, frame: &mut Frame, area: Rect) {
    let theme = &scene.look.theme;
    let people = counted(found.preview.people().count(), "person", "people");
    let companies = found.preview.companies.iter().filter(|company| !company.name.is_empty()).count();
    let note = format!("{people}, {}", counted(companies, "company", "companies"));
    let filter = if found.filter.is_empty() { String::new() } else { format!("  /{}", found.filter) };
    // A table that no service is known for is called by its name.
    let source = if *found.source == *view.name() { String::new() } else { format!("{}: ", found.source) };
    let title = format!("Import {source}{}{filter}", view.name());
    let block = panel(scene, &title, &note, true, area.width);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    let wide = columns(inner);
    let row = |i: usize| of_row(scene, found, i, wide);
    let mut foot = match (found.rows.is_empty(), found.filter.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => wrapped("Nothing has these words.", wide, theme.dim),
        (false, _) => in_full(scene, found, wide),
    };
    let sums = wrapped(&sums(scene, found, wide), wide, theme.good);
    // What the last line says has its place before all else.
    if found.table.is_headless && foot.len() + sums.len() + 4 < usize::from(inner.height) {
        foot.extend(wrapped(HEADLESS.trim_end(), wide, theme.warn));
    }
    if !found.table.unused.is_empty() && foot.len() + sums.len() + 4 < usize::from(inner.height) {
        let told = unused(scene, found);
        foot.push(Row::new().rest(&told, wide, theme.warn, scene.look.glyphs.more).line());
    }
    foot.extend(sums);
    draw_list(scene, frame, (area, inner), (found.at, found.rows.len()), foot, row);
}

/// What of the file goes nowhere, and the key that says where it goes.
fn unused(scene: Scene, found: &FoundView) -> String {
    let names = found.table.unused.join(", ");
    if found.table.columns.is_empty() {
        return format!("Not used: {names}");
    }
    let count = counted(found.table.unused.len(), "column", "columns");
    format!("{count} not used ({}): {names}", key(scene, "import.columns"))
}

fn key(scene: Scene, id: &str) -> String {
    scene.model.keymap.key(id).unwrap_or_default()
}

/// The row under the cursor in full, where it is cut.
fn in_full(scene: Scene, found: &FoundView, wide: usize) -> Vec<Line<'static>> {
    let companies = &found.preview.companies;
    let beside = |name: &str, more: &str| if more.is_empty() { name.to_owned() } else { format!("{name}: {more}") };
    let told = match found.rows.get(found.at) {
        Some(&import::Row::Company(n)) => beside(&companies[n].name, found.title_of(n)),
        Some(&import::Row::Person(n, p)) => {
            let person = &companies[n].people[p].person;
            beside(&person.name, &person.title)
        }
        // The others are never cut.
        _ => return Vec::new(),
    };
    let lines = of_row(scene, found, found.at, wide);
    let mut spans = lines.iter().flat_map(|line| &line.spans);
    let is_cut = spans.any(|span| span.content.ends_with(scene.look.glyphs.more));
    if is_cut { wrapped(&told, wide, scene.look.theme.shadow) } else { Vec::new() }
}

/// What one key would do.
fn sums(scene: Scene, found: &FoundView, wide: usize) -> String {
    let sums = found.sums();
    if sums.is_nothing() && found.may_mark() {
        let (who, what) =
            if wide >= BESIDE { ("Nobody in it", "a company that becomes an account") } else { ("Nobody", "accounts") };
        return format!("{who} is new; {} marks {what}.", key(scene, "import.mark"));
    }
    if sums.is_nothing() {
        return "Nothing of it is new.".to_owned();
    }
    let marks = if sums.accounts == 0 && wide >= BESIDE {
        format!(" {} marks a company that becomes an account.", key(scene, "import.mark"))
    } else {
        String::new()
    };
    format!("{} brings in: {}.{marks}", key(scene, "import.take"), sums.told())
}

#[cfg(test)]
mod tests {
    use super::first_seen;

    #[test]
    fn the_cursors_row_is_seen_whole_and_a_few_after_it() {
        let tall = [1, 1, 3, 1, 2, 1, 1];
        for (at, height, want) in
            [(0, 4, 0), (2, 5, 2), (2, 7, 1), (2, 3, 2), (4, 4, 4), (6, 4, 4), (6, 20, 0), (4, 1, 4)]
        {
            assert_eq!(first_seen((at, tall.len()), height, |i| tall[i]), want, "{at} in {height}");
        }
        assert_eq!(first_seen((0, 0), 4, |_| 0), 0);
    }
}
