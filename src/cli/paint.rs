//! The colours of lists: headings, and what is overdue, as the screen shows them. Whether there are any is decided once for a
//! run, by `--color`, the environment and the terminal; no meaning rests on them. A pipe gets none, however they are asked
//! for.

use chrono::NaiveDate;
use ratatui::prelude::IntoCrossterm as _;
use ratatui::style::Style;

use super::ColorChoice;
use super::personal::without_colours;
use crate::ui::theme::Theme;

/// Columns of days on which something asks to be done.
const DUE: [&str; 2] = ["due", "next"];

/// How lists look.
#[derive(Debug, Clone, Default)]
pub(super) struct Paint {
    heading: Style,
    overdue: Style,
    today: NaiveDate,
}

impl Paint {
    /// None, where a list is to be plain text: where it is no table on a terminal, and by the same rule as on the screen.
    pub(super) fn chosen(color: ColorChoice, is_table: bool, theme: &Theme, today: NaiveDate) -> Option<Self> {
        let is_painted = is_table && !without_colours(color);
        // Decided here; crossterm would look at the environment once more.
        crossterm::style::force_color_output(is_painted);
        is_painted.then_some(Self { heading: theme.heading, overdue: theme.bad, today })
    }

    /// A heading.
    pub(super) fn heading(&self, text: &str) -> String {
        styled(text, self.heading)
    }

    /// What of a cell is shown, as the whole cell asks for.
    pub(super) fn cell(&self, heading: &str, cell: &str, text: &str) -> String {
        let is_past = |day: NaiveDate| day < self.today;
        let is_overdue =
            (DUE.contains(&heading) && cell.parse().is_ok_and(is_past)) || (heading, cell) == ("kind", "overdue");
        if is_overdue { styled(text, self.overdue) } else { text.to_owned() }
    }
}

/// The text between what begins a style and what ends it; the spaces behind it stay out.
fn styled(text: &str, style: Style) -> String {
    let told = text.trim_end();
    if told.is_empty() {
        return text.to_owned();
    }
    format!("{}{}", style.into_crossterm().apply(told), &text[told.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::day;

    #[test]
    fn what_is_overdue_stands_out_and_nothing_else() {
        crossterm::style::force_color_output(true);
        let paint = Paint { heading: Theme::TERMINAL.heading, overdue: Theme::TERMINAL.bad, today: day("2026-11-24") };
        for (heading, cell, is_painted) in [
            ("due", "2026-11-23", true),
            ("next", "2026-11-23", true),
            ("due", "2026-11-24", false),
            ("due", "", false),
            ("since", "2026-11-23", false),
            ("kind", "overdue", true),
            ("kind", "due", false),
            ("what", "overdue", false),
        ] {
            let painted = paint.cell(heading, cell, cell);
            assert_eq!(painted != cell, is_painted, "{heading} {cell}: {painted:?}");
            assert!(painted.contains(cell));
        }
        let heading = paint.heading("DUE   ");
        assert!(heading.starts_with('\u{1b}') && heading.ends_with("m   ") && heading.contains("DUE"), "{heading:?}");
    }
}
