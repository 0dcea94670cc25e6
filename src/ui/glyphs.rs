//! The characters that are drawn: Unicode without private-use characters, or plain ASCII. Every mark differs in shape
//! from every other, so that colour is never needed to tell them apart.

use ratatui::symbols::border;

use crate::domain::touch::Status;

/// One set of characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyphs {
    /// Whether nothing but ASCII may be drawn, what the plan says included.
    pub ascii: bool,
    /// Frames.
    pub border: border::Set<'static>,
    /// Before the row under the cursor.
    pub here: &'static str,
    /// Between unit and function.
    pub into: &'static str,
    /// Between parts of a line.
    pub dot: &'static str,
    /// Behind what was cut.
    pub more: &'static str,
    /// Between words of a title.
    pub dash: &'static str,
    /// Serves; leads to.
    pub arrow: &'static str,
    /// A row that can be opened.
    pub closed: &'static str,
    /// A row that is open.
    pub open: &'static str,
    /// Something done.
    pub tick: &'static str,
    /// Something of it, and not all.
    pub part: &'static str,
    /// A touch that is done.
    pub done: char,
    /// A touch to come.
    pub planned: char,
    /// A touch due today.
    pub due: char,
    /// A touch that is overdue.
    pub overdue: char,
    /// A touch that was skipped.
    pub skipped: char,
    /// A touch that is held.
    pub held: char,
    /// A touch that was cancelled.
    pub cancelled: char,
    /// A touch of a paused sequence.
    pub paused: char,
    /// A next step.
    pub step: char,
    /// A gap in a draft.
    pub gap: (char, char),
    /// How full a day is, from hardly to full.
    pub heat: [&'static str; 8],
    /// The end of a bar, from an eighth of a column to a full one.
    pub bar: [&'static str; 8],
    /// An interval: its beginning, its length, its end, and an end that lies outside.
    pub whisker: [&'static str; 4],
    /// A branch of a tree, its last one, a trunk that goes on, and nothing.
    pub tree: [&'static str; 4],
    /// Of a bar what is done, what is missing, and where the pace would be.
    pub gauge: (char, char, char),
}

impl Glyphs {
    /// For terminals that can.
    pub const UNICODE: Self = Self {
        ascii: false,
        border: border::ROUNDED,
        here: "▸",
        into: " › ",
        dot: " · ",
        more: "…",
        dash: "─",
        arrow: "→",
        closed: "▹",
        open: "▾",
        tick: "✓",
        part: "~",
        done: '●',
        planned: '○',
        due: '◆',
        overdue: '!',
        skipped: '–',
        held: '‖',
        cancelled: '×',
        paused: '=',
        step: '→',
        gap: ('‹', '›'),
        heat: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
        bar: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
        whisker: ["├", "─", "┤", "→"],
        tree: ["├─ ", "└─ ", "│  ", "   "],
        gauge: ('█', '░', '|'),
    };

    /// For all others.
    pub const ASCII: Self = Self {
        ascii: true,
        border: border::Set {
            top_left: "+",
            top_right: "+",
            bottom_left: "+",
            bottom_right: "+",
            vertical_left: "|",
            vertical_right: "|",
            horizontal_top: "-",
            horizontal_bottom: "-",
        },
        here: ">",
        into: " > ",
        dot: " - ",
        more: "~",
        dash: "-",
        arrow: "->",
        closed: "+",
        open: "-",
        tick: "v",
        part: "~",
        done: '#',
        planned: '.',
        due: '*',
        overdue: '!',
        skipped: '-',
        held: 'h',
        cancelled: 'x',
        paused: '=',
        step: '>',
        gap: ('<', '>'),
        heat: [".", ".", ":", ":", "-", "=", "+", "#"],
        bar: ["#", "#", "#", "#", "#", "#", "#", "#"],
        whisker: ["[", "-", "]", ">"],
        tree: ["|- ", "`- ", "|  ", "   "],
        gauge: ('#', '.', '|'),
    };

    /// The mark of a touch that is not open.
    pub fn closed_mark(&self, status: Status) -> char {
        match status {
            Status::Done => self.done,
            Status::Skipped => self.skipped,
            Status::Held => self.held,
            Status::Cancelled => self.cancelled,
            Status::Planned => self.planned,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_marks_look_alike() {
        for set in [Glyphs::UNICODE, Glyphs::ASCII] {
            let marks = [set.done, set.planned, set.due, set.overdue, set.skipped, set.held, set.cancelled, set.paused];
            let marks = marks.into_iter().chain([set.step]).chain(set.tick.chars()).chain(set.more.chars());
            let mut seen: Vec<char> = marks.collect();
            let all = seen.len();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), all, "{seen:?}");
            assert!(!set.ascii || seen.iter().all(char::is_ascii));
        }
    }
}
