//! How it looks and handles: what is typed is seen, what is long can be read, what a key does is said.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fs;

use common::Story;
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;
use ratatui::style::Modifier;

/// The demo plan's Primo: its people, its fourth touch.
const DANA: &str = "<Enter>jjjjjjj";
const FOURTH_TOUCH: &str = "<Enter>Gkkkkkkkkkkkkkkkk";
/// The call to Dana, among what is due today.
const CALL: &str = "Tjjj";

fn line_with<'s>(screen: &'s str, text: &str) -> &'s str {
    screen.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("no “{text}” on\n{screen}"))
}

#[test]
fn a_line_that_gets_shorter_is_seen_whole_again() {
    let long =
        "a very long line that goes on and on and on and on, until it fits no place there is on any screen at all";
    for size in [(110, 32), (80, 24), (40, 12)] {
        let mut story = Story::demo().size(size.0, size.1).keys(&format!("L{long}"));
        assert!(story.shows("screen at all"), "{}", story.screen());
        story.press("<Ctrl-U>short");
        assert!(story.shows("│short") || story.shows("│ short"), "{}", story.screen());
        let mut story = Story::demo().size(size.0, size.1).keys(&format!("{DANA}e<Ctrl-U>{long}"));
        story.screen();
        story.press("<Ctrl-U>Dana");
        assert!(line_with(&story.screen(), "▸ Name").contains("Dana"), "{}", story.screen());
    }
}

#[test]
fn a_text_that_gets_shorter_fills_its_place() {
    let mut story = Story::demo().size(80, 24).keys(FOURTH_TOUCH).keys("e");
    assert!(story.shows("16 above"), "{}", story.screen());
    for _ in 0..6 {
        story.press("<Ctrl-U><Ctrl-U>");
    }
    assert!(story.shows("▸ Message        Hi {{ person.first_name"), "{}", story.screen());
    let mut story = Story::demo().size(40, 12).keys(FOURTH_TOUCH).keys("e");
    story.screen();
    story = story.size(110, 32);
    assert!(story.shows("Hi {{ person.first_name }},") && !story.shows("above"), "{}", story.screen());
}

#[test]
fn the_cursor_walks_a_text_as_it_is_seen_and_leaves_it_at_its_ends() {
    let mut story = Story::demo().size(80, 24).keys(&format!("{DANA}e")).keys("<Up>").keys("<Ctrl-U>");
    story.press("one two three four five six seven eight nine ten eleven twelve<Up>X");
    let screen = story.screen();
    assert!(screen.contains('X'), "{screen}");
    assert!(!screen.contains("twelveX"), "{screen}");
    story.press("<Up><Up><Up>");
    assert!(!story.shows("▸ Notes"), "{}", story.screen());
}

#[test]
fn no_row_of_a_wrapped_text_begins_with_a_space() {
    let mut story = Story::demo().size(80, 24).keys(FOURTH_TOUCH).keys("e");
    let screen = story.screen();
    let text = screen.lines().skip_while(|line| !line.contains("▸ Message")).skip(1).take(10);
    for line in text {
        let field: String = line.chars().skip(55).collect();
        assert!(!field.starts_with(' ') || field.trim_matches(['│', ' ']).is_empty(), "{line}");
    }
}

#[test]
fn the_card_is_read_to_its_end_wherever_it_stands() {
    for size in [(110, 16), (80, 24), (40, 12)] {
        let mut story = Story::demo().size(size.0, size.1).keys(CALL);
        assert!(story.shows("more: Tab"), "{}", story.screen());
        story.press("<Tab>G");
        assert!(story.shows("night shift") && story.shows("above"), "{}", story.screen());
        // Never further than its end: one key up is one line up.
        story.press("jjjk");
        assert!(story.shows("1 more"), "{}", story.screen());
        story.press("h");
        assert!(story.shows("Today ─"), "{}", story.screen());
        story.press("zg");
        assert!(!story.shows("Today ─") && story.shows("Dana Cole, VP Marketing"), "{}", story.screen());
        story.press("<Esc>");
        assert!(story.shows("Today ─"), "{}", story.screen());
    }
}

#[test]
fn the_next_card_is_shown_from_its_top() {
    let mut story = Story::demo().size(40, 12).keys(CALL).keys("zGdd");
    assert!(story.shows("Émilie Gagnon"), "{}", story.screen());
}

#[test]
fn a_number_and_the_time_there_never_run_together() {
    for width in 40..120 {
        for glyphs in [&Glyphs::UNICODE, &Glyphs::ASCII] {
            let mut story = Story::demo().size(width, 30).look(Theme::PLAIN, glyphs).keys(CALL).keys("z");
            let screen = story.screen();
            let line = line_with(&screen, "+1 312 555 0100").to_owned();
            let (_, behind) = line.split_once("0100").unwrap();
            assert!(
                behind.starts_with("  ") || behind.trim_start_matches(' ').starts_with(['│', '|']),
                "{width} {line}"
            );
        }
    }
}

#[test]
fn what_is_asked_takes_whole_lines_from_edge_to_edge() {
    for (keys, title) in
        [("Tjjjd", "What came of it?"), ("b", "Begin which"), ("p", "Postpone"), ("/", "Filter"), (":", "Comm")]
    {
        for (width, height) in [(110, 32), (80, 24), (40, 12)] {
            let screen = Story::demo().size(width, height).keys(keys).screen();
            let mut rows = screen.lines().skip_while(|line| !line.starts_with(&format!("╭ {title}")));
            let count = rows.by_ref().take_while(|line| !line.starts_with('╰')).map(|line| {
                assert_eq!(line.chars().count(), usize::from(width), "{screen}");
                assert!(line.ends_with(['╮', '│']), "{screen}");
            });
            assert!(count.count() > 1, "{screen}");
        }
    }
}

#[test]
fn without_colour_no_blank_is_underlined() {
    let mut story = Story::demo().look(Theme::PLAIN, &Glyphs::UNICODE).keys(DANA).keys("e");
    let buffer = story.buffer();
    let blank = |cell: &ratatui::buffer::Cell| cell.modifier.contains(Modifier::UNDERLINED) && cell.symbol() == " ";
    assert!(!buffer.content().windows(2).any(|pair| pair.iter().all(blank)), "{}", story.screen());
}

#[test]
fn an_empty_field_begins_where_its_text_will() {
    let mut story = Story::demo().keys("L");
    let column = |screen: &str, text: &str| line_with(screen, text).find(text);
    let before = column(&story.screen(), "(Met Dana");
    story.press("Met");
    assert_eq!(column(&story.screen(), "Met"), before, "{}", story.screen());
}

#[test]
fn leaving_says_what_is_not_saved_and_why_and_so_does_the_list() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = Story::demo().size(width, height);
        std::fs::write(story.path("accounts/primo.toml"), "<<<<<<< HEAD\n").unwrap();
        story.press("<Enter>eMine<Enter>hq");
        let told = story.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            told.contains(
                "Primo is not saved. q again leaves, and it waits for you. (accounts/primo.toml:1:1: a conflict"
            ),
            "{told}"
        );
        assert_eq!(told.to_lowercase().matches("not saved").count(), 1, "{told}");
        story.press("!");
        let told = story.screen().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("Not saved: accounts/primo.toml:1:1: a conflict"), "{told}");
    }
}

#[test]
fn mistakes_in_the_settings_are_listed() {
    let mut story = Story::demo();
    story.model.complaints = vec!["config.toml:2: frobnicate is no setting".to_owned(), "config.toml:3: no".to_owned()];
    story.press("!");
    assert!(story.shows("config.toml:2") && story.shows("frobnicate is no setting"), "{}", story.screen());
    let mut story = Story::demo().keys("!");
    assert!(story.shows("All files are well"), "{}", story.screen());
}

#[test]
fn alt_and_a_letter_is_not_the_letter() {
    let mut story = Story::demo().keys("<Alt-x><Alt-q>");
    assert_eq!(story.model.plan.accounts.len(), 12);
    assert!(!story.quit);
    // In a text it is what readline makes of it.
    story.press("Lone two<Alt-b>X<Enter>");
    assert!(story.file("accounts/primo.toml").contains("text = \"one Xtwo\""), "{}", story.screen());
}

#[test]
fn a_kept_line_comes_back_chosen() {
    let mut story = Story::demo().keys("LMet Dana<Esc>L");
    assert!(story.shows("kept from before"), "{}", story.screen());
    story.press("Called Lee<Enter>");
    let file = story.file("accounts/primo.toml");
    assert!(file.contains("text = \"Called Lee\"") && !file.contains("Met Dana"), "{file}");
    story.press("LMet Dana<Esc>L<End> again<Enter>");
    assert!(story.file("accounts/primo.toml").contains("text = \"Met Dana again\""));
}

#[test]
fn the_last_line_says_what_keys_do_here() {
    let foot = |story: &mut Story| story.screen().lines().last().unwrap_or_default().to_owned();
    let mut story = Story::demo();
    assert!(!foot(&mut story).contains("undo"));
    story.press("+<Enter>");
    story.press("j");
    assert!(foot(&mut story).contains("undo"), "{}", story.screen());
    for (keys, says) in [
        ("Tjjj", "e edit draft"),
        ("/", "Enter keep the filter"),
        ("b1", "Enter begin"),
        ("p", "Enter postpone"),
        ("<Enter>jjjjjjje<Tab><Tab><Tab>", "Left/Right choose"),
        ("T<Tab>", "j scroll"),
    ] {
        let mut story = Story::demo().keys(keys);
        assert!(foot(&mut story).contains(says), "{keys}\n{}", story.screen());
    }
    let mut story = Story::empty().keys("aPrimo<Enter>NSend it by today<Enter>T");
    assert!(foot(&mut story).contains("e edit step"), "{}", story.screen());
}

#[test]
fn an_example_is_told_in_full_and_an_unknown_kind_of_question_is_said() {
    let mut story = Story::empty().size(80, 24).keys("aPrimo<Enter>:meeting<Enter>agree a pilot scope<Enter>");
    story.press("e<Tab><Tab><Tab><Tab><Tab><Tab>");
    let told = story.screen().replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("need-payoff)"), "{}", story.screen());
    story.press("probem: What happens to leads?");
    assert!(story.shows("“probem” is none of"), "{}", story.screen());
}

#[test]
fn a_stage_is_added_by_coming_to_it_and_why_there_asks_for_the_reason() {
    let mut story = Story::demo().keys("<Enter>Ga");
    assert!(story.shows("▸ Stage"), "{}", story.screen());
    let mut story = Story::empty().keys("aPrimo<Enter>jjjeMarketing<Enter>");
    assert!(story.shows("why there first?"), "{}", story.screen());
    story.press("e");
    assert!(story.shows("▸ Entry reason"), "{}", story.screen());
}

#[test]
fn undo_brings_the_cursor_back_and_names_what_it_took_back() {
    let mut story = Story::demo().keys(DANA).keys("jx");
    assert!(!story.file("accounts/primo.toml").contains("name = \"Lee Ray\""), "{}", story.screen());
    story.press("gu");
    assert!(story.model.status.text.starts_with("Undone: Primo: Lee Ray"), "{}", story.model.status.text);
    let file = story.file("accounts/primo.toml");
    story.press("x");
    assert_ne!(story.file("accounts/primo.toml"), file);
    assert!(!story.file("accounts/primo.toml").contains("name = \"Lee Ray\""), "the cursor stood on it");

    let mut story = Story::demo().keys("Tjjjsju");
    assert_eq!(story.model.status.text, "Undone: Primo: touch 2 skipped");
    assert!(story.shows("▸! Primo"), "{}", story.screen());
    let mut story = Story::demo().keys("Tjjjp+3bd<Enter>u");
    assert!(
        story.model.status.text.starts_with("Undone: Primo: touch 2 postponed to Fri 27 Nov"),
        "{}",
        story.screen()
    );
    story.press("s");
    assert!(story.model.status.text.starts_with("Touch 2 skipped"), "{}", story.model.status.text);
}

#[test]
fn what_is_open_stays_open_wherever_it_stands() {
    let mut story = Story::demo().keys(DANA).keys("j<Enter>");
    let open = |story: &mut Story| {
        let screen = story.screen();
        let below = screen.lines().skip_while(|line| !line.contains("Lee Ray")).nth(1).unwrap_or_default().to_owned();
        assert!(below.contains("Name") && below.contains("Lee Ray"), "{screen}");
    };
    open(&mut story);
    story.press("K");
    open(&mut story);
    story.press("jx");
    open(&mut story);
}

#[test]
fn the_entry_point_is_called_what_its_candidate_is_called() {
    let mut story = Story::demo().keys("<Enter>jjjje<Ctrl-U>Growth<Enter>");
    assert!(story.shows("Growth › Demand generation"), "{}", story.screen());
    assert!(story.file("accounts/primo.toml").contains("\nunit = \"Growth\""), "{}", story.screen());
}

#[test]
fn tab_completes_names_and_words() {
    let mut story = Story::demo().keys("b2<Ctrl-U>mon, first=Le<Tab>, second=Ma<Tab>");
    assert!(story.shows("first=Lee Ray, second=Mateusz"), "{}", story.screen());
    let mut story = Story::demo().keys("/tag:mid<Tab>");
    assert!(story.shows("tag:midwest"), "{}", story.screen());
    let mut story = Story::demo().keys(DANA).keys("aAna Diaz, Head, eco<Tab>");
    assert!(story.shows("Ana Diaz, Head, economic"), "{}", story.screen());
}

#[test]
fn help_is_cut_nowhere_and_names_the_keys_of_typing() {
    for (width, height) in [(110, 800), (80, 800), (40, 800)] {
        let screen = Story::demo().size(width, height).keys("?").screen();
        assert!(screen.contains(":save as playbook") && screen.contains("Ctrl-_"), "{screen}");
        assert!(!screen.contains('…'), "{screen}");
    }
}

#[test]
fn a_strip_says_that_it_goes_on_and_a_delay_is_told_in_what_fits() {
    let mut story = Story::demo().size(80, 24).keys("<Enter>G");
    assert!(!story.shows("overdu…") && !story.shows("ove…"), "{}", story.screen());
    let mut story = Story::demo().size(80, 24);
    assert!(line_with(&story.screen(), "▸ Primo").contains("●!○○○○○○○○ "), "all ten\n{}", story.screen());
    assert!(line_with(&story.screen(), "Corvane").contains("…–◆○○○●●=…"), "{}", story.screen());
    let mut story = Story::demo().size(40, 12);
    assert!(line_with(&story.screen(), " Accounts ").contains("3! 9◆"), "{}", story.screen());
}

#[test]
fn a_long_line_is_seen_whole_while_it_is_typed() {
    let long = "Rosa's team drives there at night to restart the line, and she would rather see her daughter awake";
    for keys in ["e", "ea"] {
        let mut story = Story::demo().size(80, 24).keys(keys).keys("<Ctrl-U>").keys(long);
        for word in long.split(' ') {
            assert!(story.shows(word), "{word}\n{}", story.screen());
        }
    }
    let mut story = Story::demo().size(40, 12).keys("a").keys(&long[..60]);
    for word in long[..60].split(' ') {
        assert!(story.shows(word), "{word}\n{}", story.screen());
    }
}

#[test]
fn help_begins_with_what_counts_here() {
    for (keys, first) in [
        ("", "Accounts"),
        ("3", "Goals"),
        ("5", "Insights"),
        ("w", "Weighing entry points"),
        ("P", "On the people map"),
    ] {
        let screen = Story::demo().keys(keys).keys("?").screen();
        let title = screen
            .lines()
            .skip(2)
            .map(|line| line.trim_matches(['│', ' ']))
            .find(|line| !line.is_empty() && !line.starts_with(':'));
        assert_eq!(title, Some(first), "{screen}");
    }
}

#[test]
fn beside_what_happened_stands_what_can_be_done_next() {
    let mut story = Story::demo().keys("Tjjjd<Esc>");
    story.press("n.<Enter>");
    let last = story.screen().lines().last().unwrap().to_owned();
    assert!(last.contains("d done") && last.contains("noted"), "{last}");
}

#[test]
fn in_a_choice_letters_take_at_once_or_search_and_the_last_line_says_which() {
    let mut story = Story::demo().keys("b");
    assert!(story.shows("number at once") && !story.shows("type to search"), "{}", story.screen());
    story.press("2");
    assert!(!story.shows("Begin which"), "{}", story.screen());
    // With more playbooks than there are digits none is taken by a slip.
    let mut story = Story::demo();
    std::fs::create_dir_all(story.path("playbooks")).unwrap();
    for n in 0..6 {
        let text = format!(
            "id = \"own-{n}\"\nname = \"Season {n}\"\nroles = [\"first\"]\n[[touches]]\nday = 0\nto = \"first\"\n"
        );
        std::fs::write(story.path(&format!("playbooks/own-{n}.toml")), text).unwrap();
    }
    story.rescan();
    story.press("b");
    assert!(story.shows("type to search") && story.shows("letters search"), "{}", story.screen());
    story.press("season 4");
    assert!(story.shows("Season 4") && !story.shows("Season 3"), "{}", story.screen());
    story.press("<Backspace>");
    assert!(story.shows("Season 3"), "{}", story.screen());
    // Where nothing fits there is nothing to take.
    story.press("xyz<Enter>");
    assert!(story.shows("Begin which"), "{}", story.screen());
    story.press("<Ctrl-U>season<Down><Enter>");
    assert!(story.shows("Season 1: when"), "{}", story.screen());
}

#[test]
fn an_account_called_like_one_in_the_archive_gets_another_file() {
    let mut story = Story::with(&[("primo", "name = \"Primo\"\n")]);
    fs::create_dir_all(story.path("accounts/archive")).unwrap();
    for name in ["beta", "beta-2"] {
        fs::write(story.path(&format!("accounts/archive/{name}.toml")), "name = \"Beta\"\n").unwrap();
    }
    story.press("aBeta<Enter>");
    assert!(story.file("accounts/beta-3.toml").contains("Beta"), "{}", story.screen());
    assert!(!story.path("accounts/beta.toml").exists() && story.shows("Beta"), "{}", story.screen());
}
