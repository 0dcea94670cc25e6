//! Every screen as it looks, at the three sizes that it is made for. The pictures under `tests/snapshots` were read
//! before they were accepted; `cargo insta review` shows what a change does to them.
#![allow(missing_docs, reason = "a test's name says what it shows")]

mod common;

use common::Story;
use inroad::app::Msg;
use inroad::domain::typed::{Left, TypedField, TypedForm};
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;
use ratatui::style::Color;

const SIZES: [(u16, u16); 3] = [(110, 32), (80, 24), (40, 12)];

/// Each screen by the keys that lead to it from the demo plan.
const SCREENS: [(&str, &str); 38] = [
    ("goals", "3"),
    ("goals_worked_out", "3w<Tab>"),
    ("goal_of_practice", "3jjj<Enter>"),
    ("weekly_review", "WGd<Esc>"),
    ("forecast", "4ll"),
    ("insights", "5"),
    ("insights_numbers", "5jtc"),
    ("insights_funnel", "5jjjjjj"),
    ("insights_weeks", "5G"),
    ("accounts", ""),
    ("accounts_sorted", "O"),
    ("accounts_filtered", "/stage:in<Enter>"),
    ("filter_typed", "/nor"),
    ("detail", "<Enter>jjjjjjj"),
    ("detail_person_open", "<Enter>jjjjjjj<Enter>"),
    ("detail_touch_open", "<Enter>Gkkkkkkkkkkkkkkkk<Enter>"),
    ("detail_end", "<Enter>G"),
    ("detail_zoomed", "<Enter>z"),
    ("today", "Tjjj"),
    ("today_meeting", "T"),
    ("today_done", "Tjjjd<Enter>"),
    ("call_results", "Tjjjd"),
    ("postpone", "p+3bd"),
    ("answer", "<Enter>r"),
    ("add_person", "<Enter>jjjjjjjaAna Diaz, Head of Demand Generation, user, ana@primo"),
    ("form", "<Enter>Gkkkkkkkkkkkkkkkke"),
    ("playbooks", "b"),
    ("meeting_open", "<Enter>Gkkkkkkkkk<Enter>jjj"),
    ("brief", "B"),
    ("brief_end", "BG"),
    ("people_map", "Pj"),
    ("people_map_asks", "PjrLee"),
    ("weigh", "w"),
    ("weigh_asks", "wj<Enter>"),
    ("palette", ":pla"),
    ("help", "?"),
    ("walk", "m"),
    ("walk_line", "Gkm<Ctrl-T><Ctrl-T><Ctrl-T><Ctrl-T>"),
];

#[test]
fn every_screen_at_every_size() {
    for (name, keys) in SCREENS {
        for (width, height) in SIZES {
            let screen = Story::demo().size(width, height).keys(keys).screen();
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), screen);
        }
    }
}

#[test]
fn an_empty_plan_at_every_size() {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("empty_{width}x{height}"), Story::empty().size(width, height).screen());
    }
}

#[test]
fn a_file_with_mistakes_at_every_size() {
    let broken = "format = 1\nname = \"Primo\"\nvalue = \"lots\"\nstage = \"somewhere\"\nclose_by = 2026-02-31\n";
    for (width, height) in SIZES {
        let story = || Story::with(&[("primo", broken), ("torn", "name = \"To")]).size(width, height);
        insta::assert_snapshot!(format!("mistakes_{width}x{height}"), story().screen());
        insta::assert_snapshot!(format!("problems_{width}x{height}"), story().keys("!").screen());
    }
}

/// What a run that was cut off had typed: a draft's first lines, a title that has changed meanwhile, a line, and the title
/// of somebody who is gone.
fn typed_and_not_saved() -> Story {
    let mut story = Story::demo().keys("<Enter>Gkkkkkkkkkkkkkkke");
    let message = "Lee, at Nordic Springs the same two people got to 28 % less per lead.\n\nWorth fifteen minutes?";
    story.tell(inroad::app::Msg::Edited(Ok(message.to_owned())));
    story.press(
        "<Esc>jjjjjjjjjjjjjjjjjjjjjjjjLMet Dana at the fair; she asked how we count leads, and who would do it<Esc>",
    );
    let mut typed = story.model.typed();
    let field = |before: &str, text: &str| TypedField {
        key: "title".into(),
        label: "Title".into(),
        before: before.into(),
        text: text.into(),
    };
    for (item, title, before, text) in [
        ("people.dana-cole", "Dana Cole", "VP Growth", "Vice President, Marketing"),
        ("people.al-fonso", "Al Fonso", "", "Head of nothing any more"),
    ] {
        let fields = vec![field(before, text)];
        typed.keep_form(TypedForm { account: Some("primo".into()), item: item.into(), title: title.into(), fields });
    }
    let at = Some(common::now().to_utc() - chrono::Duration::minutes(42));
    let mut story = Story::demo();
    story.model.loading = true;
    story.tell(Msg::Left(vec![Left { run: "one".into(), at, typed }]));
    story.tell(Msg::AllLoaded);
    story
}

#[test]
fn what_was_typed_and_not_saved_at_every_size() {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("typed_{width}x{height}"), typed_and_not_saved().size(width, height).screen());
    }
    let mut ascii = typed_and_not_saved().look(Theme::PLAIN, &Glyphs::ASCII);
    assert!(ascii.screen().is_ascii(), "{}", ascii.screen());
    for width in [1, 39, 40, 41, 80, 400] {
        for height in [1, 12, 13, 120] {
            assert!(!typed_and_not_saved().keys("jjj").size(width, height).screen().is_empty());
        }
    }
}

#[test]
fn what_others_have_done_at_every_size() {
    for (width, height) in SIZES {
        let mut story = Story::demo().size(width, height).keys("<Enter>e By the pallet!");
        story.elsewhere("primo", |account| account.why = "They buy by the pallet.".into());
        insta::assert_snapshot!(format!("changed_elsewhere_{width}x{height}"), story.screen());
        let mut story = Story::demo().size(width, height);
        story.elsewhere_unseen("primo", |account| account.why = "They buy by the pallet.".into());
        story.press("<Enter>e<Ctrl-U>Rosa knows their night shift.<Enter>X");
        insta::assert_snapshot!(format!("conflict_{width}x{height}"), story.screen());
        story.press("2<Esc>H");
        insta::assert_snapshot!(format!("history_{width}x{height}"), story.screen());
        let mut story = Story::demo().size(width, height);
        let text = story.model.plan.account("primo").map(|account| account.why.clone());
        let text = text.unwrap_or_default();
        story.elsewhere_unseen("primo", |account| {
            account.why = format!("{text} They buy by the pallet, not by the can.");
        });
        story.press("<Enter>e They buy by the can, not by the pallet.<Enter>X");
        insta::assert_snapshot!(format!("conflict_long_{width}x{height}"), story.screen());
    }
}

#[test]
fn in_ascii_nothing_is_drawn_that_is_not_ascii() {
    for (name, keys) in SCREENS {
        let screen = Story::demo().look(Theme::PLAIN, &Glyphs::ASCII).keys(keys).screen();
        assert!(screen.is_ascii(), "{name}\n{screen}");
    }
    insta::assert_snapshot!("ascii_insights", Story::demo().look(Theme::PLAIN, &Glyphs::ASCII).keys("5jjj").screen());
    insta::assert_snapshot!("ascii_accounts", Story::demo().look(Theme::PLAIN, &Glyphs::ASCII).screen());
    insta::assert_snapshot!("ascii_today", Story::demo().look(Theme::PLAIN, &Glyphs::ASCII).keys("Tjjj").screen());
}

#[test]
fn without_colour_the_same_is_said_and_nothing_is_coloured() {
    for (name, keys) in SCREENS {
        let mut plain = Story::demo().look(Theme::PLAIN, &Glyphs::UNICODE).keys(keys);
        assert_eq!(plain.screen(), Story::demo().keys(keys).screen(), "{name}");
        let coloured = |color: Color| color != Color::Reset;
        let buffer = plain.buffer();
        assert!(!buffer.content().iter().any(|cell| coloured(cell.fg) || coloured(cell.bg)), "{name}");
    }
}

#[test]
fn every_size_is_drawn_without_a_panic() {
    for (_, keys) in SCREENS {
        let mut story = Story::demo().keys(keys);
        for width in [1, 2, 9, 10, 39, 40, 41, 57, 58, 79, 80, 81, 200, 400] {
            for height in [1, 2, 3, 11, 12, 13, 24, 120] {
                story = story.size(width, height);
                assert!(!story.screen().is_empty());
            }
        }
    }
}
