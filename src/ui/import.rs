//! Before importing: what a file would bring, company by company; what its columns are, where nobody knows; how far it is
//! read.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::Scene;
use super::lists::{self, columns, panel};
use super::text::{self, Row};
use crate::app::import::{self, ColumnsView, Fold, FoundView, ImportView, Share, Stage};
use crate::domain::import::{Company, Differs, Filled, Named, Whom};
use crate::domain::words::Vocabulary as _;
use crate::domain::words::{capitalised, counted};

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

fn of_row(scene: Scene, found: &FoundView, i: usize, wide: usize) -> Vec<Line<'static>> {
    let theme = &scene.look.theme;
    let companies = &found.preview.companies;
    let cursor = if i == found.at { scene.look.glyphs.here } else { " " };
    let under = |told: &str, indent: usize, style: Style| beneath(scene, cursor, told, indent, wide, style);
    match found.rows[i] {
        import::Row::Company(n) => vec![of_company(scene, found, n, cursor, wide)],
        import::Row::Remark(n) => under(&found.remark(n), 6, theme.warn),
        import::Row::Person(n, p) => {
            let goes = found.marks.goes((n, p), &companies[n]);
            vec![of_person(scene, &companies[n].people[p], goes, cursor, wide)]
        }
        import::Row::Fills(n, f) => under(&added(&companies[n].filled[f]), 6, theme.good),
        import::Row::Differs(n, f) if companies[n].account.is_none() => {
            under(&disputed(&companies[n].differs[f]), 6, theme.warn)
        }
        import::Row::Differs(n, f) => under(&differing(&companies[n].differs[f]), 6, theme.warn),
        import::Row::PersonFills(n, p, f) => under(&added(&companies[n].people[p].filled[f]), 8, theme.good),
        import::Row::PersonDiffers(n, p, f) => {
            let differs = &companies[n].people[p].differs[f];
            // Whoever comes onto an account leaves the website that a contact has.
            let is_left = differs.field == "website" && found.marks.goes((n, p), &companies[n]);
            under(&if is_left { disputed(differs) } else { differing(differs) }, 8, theme.warn)
        }
        import::Row::Known(n) => under(&found.preview.remarks[n].what, 4, theme.warn),
        import::Row::Fold(fold) => vec![of_fold(scene, found, fold, cursor, wide)],
        import::Row::FoldLine(Fold::Skipped, n) => under(&skipped_line(found, n), 4, theme.dim),
        import::Row::FoldLine(Fold::Moved, n) => {
            let (company, person) = found.moved[n];
            let goes = found.marks.goes((company, person), &companies[company]);
            under(&companies[company].people[person].moved(goes).unwrap_or_default(), 4, theme.warn)
        }
    }
}

/// `▹ 12 rows, 3 fields left out`, `▹ 4 work elsewhere by the file`
fn of_fold(scene: Scene, found: &FoundView, fold: Fold, cursor: &str, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let told = match fold {
        Fold::Skipped => left_out(found),
        Fold::Moved => counted(found.moved.len(), "works elsewhere by the file", "work elsewhere by the file"),
    };
    let open = if found.unfolded.contains(&fold) { glyphs.open } else { glyphs.closed };
    let row = Row::new().put(cursor, theme.accent).put(" ", theme.text).put(open, theme.dim).put(" ", theme.text);
    row.rest(&told, wide, theme.warn, glyphs.more).line()
}

fn left_out(found: &FoundView) -> String {
    let rows = found.preview.skipped.iter().filter(|skipped| skipped.is_row).count();
    let cells = found.preview.skipped.len() - rows;
    let rows = (rows > 0).then(|| counted(rows, "row", "rows"));
    let cells = (cells > 0).then(|| counted(cells, "field", "fields"));
    format!("{} left out", [rows, cells].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What belongs to the row above, in as many lines as it takes.
fn beneath(scene: Scene, cursor: &str, told: &str, indent: usize, wide: usize, style: Style) -> Vec<Line<'static>> {
    let lines = text::wrap(told, wide.saturating_sub(indent)).into_iter().enumerate();
    let line = |(i, line): (usize, String)| {
        let row = Row::new().put(if i == 0 { cursor } else { " " }, scene.look.theme.accent);
        row.put(&format!("{}{line}", " ".repeat(indent - 1)), style).line()
    };
    lines.map(line).collect()
}

/// `▸ ✓ Primo   3 people  2 new, 1 known   CMO`
fn of_company(scene: Scene, found: &FoundView, n: usize, cursor: &str, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let company = &found.preview.companies[n];
    let is_marked = found.marks.accounts.contains(&n);
    let share = found.marks.share(n, company);
    let open = match (
        company.people.is_empty() && company.filled.is_empty() && company.differs.is_empty(),
        found.opened.contains(&n),
    ) {
        (true, _) => " ",
        (false, true) => glyphs.open,
        (false, false) => glyphs.closed,
    };
    let name = if company.name.is_empty() { "(no company)" } else { company.name.as_str() };
    let style = match (&company.account, is_marked) {
        (_, true) => theme.good,
        (Some(_), _) => theme.shadow,
        _ => theme.text,
    };
    let mark = match share {
        Share::All => glyphs.tick,
        Share::Part(..) => glyphs.part,
        Share::None => " ",
    };
    let (becomes, becomes_style) = becomes(company, is_marked);
    let becomes_style = becomes_style(theme);
    let row = Row::new().put(cursor, theme.accent).put(mark, theme.good).put(open, theme.dim).put(" ", theme.text);
    let count =
        if company.people.is_empty() { String::new() } else { counted(company.people.len(), "person", "people") };
    if wide < BESIDE {
        let count = match share {
            Share::Part(some, all) => format!("{some}/{all}"),
            _ => company.people.len().to_string(),
        };
        let right = format!("{count} {becomes}");
        let right = right.trim_end();
        let room = wide.saturating_sub(text::width(right) + 1);
        return row.rest(name, room, style, glyphs.more).right(right, wide, becomes_style).line();
    }
    let names = (wide.saturating_sub(44) / 2).clamp(18, 34);
    row.column(name, names, style, glyphs.more)
        .put(" ", theme.text)
        .column(becomes, 9, becomes_style, "")
        .column(&count, 11, theme.text, "")
        .column(&come_along(company, share), 17, theme.dim, glyphs.more)
        .put(" ", theme.text)
        .rest(found.title_of(n), wide, theme.text, glyphs.more)
        .line()
}

/// What the company is, or will be.
fn becomes(company: &Company, is_marked: bool) -> (&'static str, fn(&super::theme::Theme) -> Style) {
    match (&company.account, &company.locked) {
        (Some(_), Some(_)) => ("locked", |theme| theme.bad),
        (Some(_), None) => ("account", |theme| theme.dim),
        _ if company.archived.is_some() => ("archived", |theme| theme.dim),
        _ if company.rival.is_some() => ("other id", |theme| theme.dim),
        _ if is_marked => ("new", |theme| theme.good),
        _ => ("", |theme| theme.dim),
    }
}

/// `2 new, 1 known`; where not all come along, `3 of 12 come`.
fn come_along(company: &Company, share: Share) -> String {
    if let Share::Part(some, all) = share {
        return format!("{some} of {all} come");
    }
    let new = company.new_people();
    let known = company.people.len() - new;
    match (new, known) {
        (0, 0) => String::new(),
        (new, 0) => format!("{new} new"),
        (0, known) => format!("{known} known"),
        (new, known) => format!("{new} new, {known} known"),
    }
}

fn of_person(scene: Scene, named: &Named, goes: bool, cursor: &str, wide: usize) -> Line<'static> {
    let (theme, glyphs) = (&scene.look.theme, scene.look.glyphs);
    let whom = match &named.whom {
        Whom::New if named.has_namesake => "new, another of that name".to_owned(),
        Whom::New => "new".to_owned(),
        Whom::Person(account, _) => format!("on {account}"),
        Whom::Contact(_) => "in contacts".to_owned(),
        Whom::Archived(_) => "in the archive".to_owned(),
    };
    let state = if named.is_same() && named.differs.is_empty() { format!("{whom}, the same") } else { whom };
    let names = (wide / 3).clamp(12, 30);
    let mark = if goes { glyphs.tick } else { " " };
    let row = Row::new()
        .put(cursor, theme.accent)
        .put("  ", theme.text)
        .put(mark, theme.good)
        .put(" ", theme.text)
        .column(&named.person.name, names, theme.text, glyphs.more);
    let room = wide.saturating_sub(text::width(&state) + 1);
    row.put(" ", theme.text)
        .rest(&named.person.title, room, theme.dim, glyphs.more)
        .right(&state, wide, theme.dim)
        .line()
}

/// A field as a person reads it.
fn field(key: &str) -> String {
    key.replace(['_', '.'], " ")
}

fn added(filled: &Filled) -> String {
    format!("+ {} {}", field(filled.field), filled.value)
}

fn differing(differs: &Differs) -> String {
    format!("{} stays {}; the file says {}", field(differs.field), differs.ours, differs.theirs)
}

/// Of what is no account yet: nothing stands there that could stay.
fn disputed(differs: &Differs) -> String {
    format!("{} {} {} and {}", field(differs.field), differs.verb(), differs.ours, differs.theirs)
}

fn skipped_line(found: &FoundView, n: usize) -> String {
    let skipped = &found.preview.skipped[n];
    format!("line {}: {}", skipped.at.line, skipped.why)
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
