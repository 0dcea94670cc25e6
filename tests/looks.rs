//! The screens of why and how in every look a terminal may ask for: the sixteen colours, none (`NO_COLOR`), and ASCII.
//! Colours and attributes stand in the pictures as marks, `«cyan»Enter«»`, so that a change of either is seen.
#![allow(missing_docs, reason = "a test's name says what it shows")]

mod common;

use common::Story;
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

const SIZES: [(u16, u16); 3] = [(110, 32), (80, 24), (40, 12)];

/// Each screen by the keys that lead to it from the demo plan.
const SCREENS: [(&str, &str); 13] = [
    ("readiness", "m"),
    ("goals", "3"),
    ("goals_worked_out", "3w<Tab>"),
    ("goal_of_practice", "3jjj<Enter>"),
    ("weekly_review", "W"),
    ("insights", "5"),
    ("insights_numbers", "5jtc"),
    ("insights_funnel", "5jjjjjj"),
    ("insights_weeks", "5G"),
    ("conversation", "<Enter>Gkkkkkkkkk<Enter>jjj"),
    ("brief", "B"),
    ("people_map", "Pj"),
    ("weigh", "w"),
];

/// The colour and the attributes of a cell, in words.
fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on-{}", cell.bg.to_string().to_lowercase()));
    }
    words.extend(cell.modifier.iter_names().map(|(name, _)| name.to_lowercase()));
    words.join(" ")
}

fn marked(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut before = String::new();
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let cell = &buffer[(x, y)];
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            let now = style(cell);
            if now != before {
                line.extend(["«", &now, "»"]);
                before = now;
            }
            line.push_str(cell.symbol());
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn in_every_look_at_every_size() {
    let looks = [
        ("16_colours", Theme::TERMINAL, &Glyphs::UNICODE),
        ("no_color", Theme::PLAIN, &Glyphs::UNICODE),
        ("ascii", Theme::TERMINAL, &Glyphs::ASCII),
    ];
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/looks");
    settings.bind(|| {
        for (name, keys) in SCREENS {
            for (look, theme, glyphs) in looks {
                for (width, height) in SIZES {
                    let mut story = Story::demo().look(theme, glyphs).size(width, height).keys(keys);
                    let shown = if look == "ascii" { story.screen() } else { marked(&story.buffer()) };
                    insta::assert_snapshot!(format!("{name}_{look}_{width}x{height}"), shown);
                }
            }
        }
    });
}

#[test]
fn only_the_sixteen_colours_are_asked_for() {
    for (name, keys) in SCREENS {
        let buffer = Story::demo().keys(keys).buffer();
        let is_of_more = |color: Color| matches!(color, Color::Rgb(..) | Color::Indexed(_));
        assert!(!buffer.content().iter().any(|cell| is_of_more(cell.fg) || is_of_more(cell.bg)), "{name}");
    }
}
