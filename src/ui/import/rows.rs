//! The rows of what a file would bring: companies, people, what is added to them and what the file says otherwise.

use ratatui::style::Style;
use ratatui::text::Line;

use super::super::Scene;
use super::super::text::{self, Row};
use super::super::theme::Theme;
use super::BESIDE;
use crate::app::import::{self, Fold, FoundView, Share};
use crate::domain::import::{Company, Differs, Filled, Named, Whom};
use crate::domain::words::counted;

pub(super) fn of_row(scene: Scene, found: &FoundView, i: usize, wide: usize) -> Vec<Line<'static>> {
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
fn becomes(company: &Company, is_marked: bool) -> (&'static str, fn(&Theme) -> Style) {
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
