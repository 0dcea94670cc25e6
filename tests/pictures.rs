//! The README's pictures are the program's own screens. `INROAD_PICTURES=write cargo test --test pictures` draws them
//! anew; without it the test says which one is no longer true.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::path::Path;

use common::{Story, svg::svg};

fn picture(name: &str, mut story: Story) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures").join(format!("{name}.svg"));
    let drawn = svg(&story.buffer());
    if std::env::var_os("INROAD_PICTURES").is_some_and(|value| value == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "{name}.svg is not what the program shows; INROAD_PICTURES=write draws it anew");
}

#[test]
fn the_accounts_screen_is_what_the_readme_shows() {
    picture("accounts", Story::demo());
}

#[test]
fn the_review_is_what_the_readme_shows() {
    picture("today", Story::demo().keys("Tjjj"));
}

#[test]
fn a_person_added_in_one_line_is_what_the_readme_shows() {
    picture(
        "person",
        Story::demo().keys("<Enter>jjjjjjjaAna Diaz, Head of Demand Generation, user, ana@primo.example"),
    );
}

#[test]
fn the_form_is_what_the_readme_shows() {
    picture("form", Story::demo().keys("<Enter>Gkkkkkkkkkkkkkkkke"));
}

#[test]
fn the_insights_are_what_the_readme_shows() {
    picture("insights", Story::demo().keys("5jj"));
}

#[test]
fn the_goals_are_what_the_readme_shows() {
    picture("goals", Story::demo().keys("3w"));
}

#[test]
fn the_forecast_is_what_the_readme_shows() {
    picture("forecast", Story::demo().keys("4l"));
}

#[test]
fn the_brief_is_what_the_readme_shows() {
    picture("brief", Story::demo().keys("B"));
}

#[test]
fn the_people_map_is_what_the_readme_shows() {
    picture("people", Story::demo().keys("Pj"));
}

#[test]
fn the_weighing_of_entry_points_is_what_the_readme_shows() {
    picture("weigh", Story::demo().keys("wl"));
}
