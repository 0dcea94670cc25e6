//! Getting accounts and people in on the screen: a file + keys -> what is seen before, and the files after.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use std::fmt::Write as _;
use std::path::PathBuf;

use common::Story;
use inroad::app::{Effect, Msg};
use inroad::ui::glyphs::Glyphs;
use inroad::ui::theme::Theme;
use ratatui::style::Color;

/// A file beside the plan.
fn beside(story: &Story, name: &str, text: &str) -> PathBuf {
    let path = story.path("..").join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn open(story: &mut Story, path: &std::path::Path) {
    story.press(":import<Enter>");
    story.tell(Msg::Paste(path.display().to_string()));
    story.press("<Enter>");
}

const HEADER: &str = "Notes:\n\"When exporting your connection data…\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n";

fn connection(first: &str, last: &str, company: &str, title: &str) -> String {
    let slug = format!("{first}{last}").to_lowercase();
    format!("{first},{last},https://www.linkedin.com/in/{slug},,{company},{title},15 Jun 2026\n")
}

/// So many connections at a hundred companies, twelve of which have a head of marketing.
fn connections(count: usize) -> String {
    let mut text = HEADER.to_owned();
    for n in 0..count {
        let company = n % 100;
        let title = match n {
            ..12 => "Head of Marketing",
            100 => "CEO",
            _ => "Analyst",
        };
        text.push_str(&connection(&format!("First{n}"), &format!("Last{n}"), &format!("Company {company:02}"), title));
    }
    text
}

const PRIMO: &str = "name = \"Primo\"\nwebsite = \"primo.example\"\n\n[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\n\
                     title = \"VP Marketing\"\nlinkedin = \"https://www.linkedin.com/in/danacole\"\n";

/// In a table of companies nobody is anywhere: what makes something of it is said.
#[test]
fn companies_alone_say_which_key_makes_accounts_of_them() {
    let mut story = Story::empty();
    let text = "Record ID,Company name,Company Domain Name\n9001,Primo,primo.example\n9002,Globex,globex.example\n";
    let path = beside(&story, "companies.csv", text);
    open(&mut story, &path);
    assert!(story.shows("Nobody in it is new; v marks a company that becomes an account."), "{}", story.screen());
    story.press("i");
    assert!(story.shows("mark what becomes an account first (v)"), "{}", story.screen());
    story.press("Vi");
    assert!(story.file("accounts/primo.toml").contains("9001"), "{}", story.screen());
    open(&mut story, &path);
    assert!(story.shows("Nothing of it is new."), "{}", story.screen());
}

#[test]
fn three_hundred_connections_become_twelve_accounts_with_a_few_keys_and_one_undo_takes_them_back() {
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &connections(300));
    // The path is pasted, completed, or typed behind the command.
    story.press(&format!(":import {}<Enter><Enter>", path.display()));
    let screen = story.screen();
    assert!(screen.contains("300 people, 100 companies"), "{screen}");
    assert!(screen.contains("i brings in: 300 to contacts.toml. v marks a company"), "{screen}");
    story.press("/head<Enter>V");
    assert!(story.shows("i brings in: 12 accounts, 36 people; 264 to contacts.toml."), "{}", story.screen());
    let line = story.screen().lines().find(|line| line.contains("Company 00")).map(str::to_owned).unwrap();
    assert!(line.contains("Head of Marketing"), "who was looked for is shown, not who stands highest: {line}");
    story.press("i");
    assert!(
        story.shows("Brought in: 12 accounts, 36 people; 264 to contacts.toml. u takes all of it back."),
        "{}",
        story.screen()
    );
    assert_eq!(story.model.plan.accounts.len(), 12);
    let file = story.file("accounts/company-00.toml");
    assert!(file.contains("First0 Last0") && file.contains("stage = \"target\""), "{file}");
    assert_eq!(story.file("contacts.toml").matches("[[people]]").count(), 264);
    let written = |story: &Story| std::fs::metadata(story.disk.folder.state().unwrap().path("journal")).unwrap().len();
    let before = written(&story);
    story.press("u");
    assert!(written(&story) < 3 * before, "each file is taken back once, not once for each of the others");
    assert_eq!(story.model.plan.accounts.len(), 0);
    assert!(!story.path("contacts.toml").exists() && !story.path("accounts/company-00.toml").exists());
    story.press("U");
    assert_eq!(story.file("accounts/company-00.toml"), file);
    // The same again changes nothing.
    open(&mut story, &path);
    assert!(story.shows("Nothing of it is new."), "{}", story.screen());
    story.press("i");
    assert!(story.shows("Nothing in it is new; nothing was changed."), "{}", story.screen());
}

#[test]
fn who_works_elsewhere_by_the_file_is_seen_at_once_and_found_by_the_filter() {
    let mut story = Story::with(&[("primo", PRIMO)]);
    let mut text = HEADER.to_owned();
    text.push_str("Dana,Cole,https://www.linkedin.com/in/danacole,,Globex,CMO,15 Jun 2026\n");
    text.push_str(&connection("Ann", "Bee", "Initech", "Head of HR"));
    let path = beside(&story, "Connections.csv", &text);
    open(&mut story, &path);
    assert!(story.shows("1 works elsewhere by the file"), "{}", story.screen());
    story.press("g<Enter>");
    assert!(story.shows("Dana Cole stays at Primo, there it is Globex"), "{}", story.screen());
    story.press("<Enter>/stays<Enter>");
    let screen = story.screen();
    assert!(screen.contains("Primo") && !screen.contains("Initech"), "{screen}");
}

#[test]
fn what_is_known_what_differs_and_what_was_left_out_is_seen_before() {
    let mut story = Story::with(&[("primo", PRIMO)]);
    let mut text = HEADER.to_owned();
    text.push_str("Dana,Cole,https://www.linkedin.com/in/danacole,dana@primo.example,Primo,CMO,15 Jun 2026\n");
    text.push_str(&connection("Lee", "Ray", "Primo", "CEO"));
    text.push_str(&connection("Ann", "Bee", "Globex", "Head of HR"));
    text.push_str("Cy,Dee,,not an address,Globex,Analyst,some day\n");
    let path = beside(&story, "Connections.csv", &text);
    open(&mut story, &path);
    let screen = story.screen();
    assert!(screen.contains("Primo") && screen.contains("account") && screen.contains("1 new, 1 known"), "{screen}");
    assert!(screen.contains("2 fields left out"), "{screen}");
    story.press("<Enter>");
    let screen = story.screen();
    assert!(screen.contains("+ emails dana@primo.example"), "{screen}");
    assert!(screen.contains("title stays VP Marketing; the file says CMO"), "{screen}");
    assert!(screen.contains("on primo") && screen.contains("Lee Ray"), "{screen}");
    story.press("g<Enter>");
    assert!(story.shows("“some day” is no date"), "{}", story.screen());
    story.press("i");
    assert!(story.shows("Brought in: 1 person; 2 to contacts.toml; more is known of 1."), "{}", story.screen());
    let file = story.file("accounts/primo.toml");
    assert!(
        file.contains("title = \"VP Marketing\"") && file.contains("dana@primo.example") && file.contains("Lee Ray"),
        "{file}"
    );
    story.press("u");
    assert_eq!(story.file("accounts/primo.toml"), PRIMO);
}

#[test]
fn what_the_last_line_says_is_what_comes_of_it() {
    // Some of one company, all but one, nobody of one that is an account, and one of those who were left there before.
    let people = ["<Enter>jv", "j<Enter>jv", "jv<Enter>kkv", "j<Enter>jvjv", "Vj<Enter>jv", "v<Enter>jv"];
    let companies = ["", "v", "vv", "jv", "V", "VV", "/analyst<Enter>V", "/!head<Enter>V<Esc>"];
    for marks in companies.into_iter().chain(people) {
        let mut story = Story::with(&[("company-05", "name = \"Company 05\"\n")]);
        let path = beside(&story, "Connections.csv", &connections(130));
        open(&mut story, &path);
        story.press(marks);
        let told = story.model.found().unwrap().sums();
        story.press("i");
        let accounts = story.model.plan.accounts.len() - 1;
        let people: usize = story.model.plan.all().map(|account| account.people.len()).sum();
        let aside = story.model.plan.contacts.as_ref().map_or(0, |contacts| contacts.people.len());
        assert_eq!((told.accounts, told.people, told.aside), (accounts, people, aside), "{marks}");
        assert_eq!(people + aside, 130, "{marks}");
    }
}

#[test]
fn a_table_that_nobody_knows_asks_what_its_columns_are() {
    let mut story = Story::empty();
    let path = beside(&story, "fair.csv", "Wer,Wo,Geheim\nDana Cole,Primo,x\nLee Ray,Globex,y\n");
    open(&mut story, &path);
    let screen = story.screen();
    assert!(
        screen.contains("Nobody knows this table") && screen.contains("Dana Cole") && screen.contains("not used"),
        "{screen}"
    );
    story.press("i");
    assert!(story.shows("Which column has the name"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("“Wer” is") && story.shows("a person's whole name"), "{}", story.screen());
    story.press("<Down><Enter>");
    // On to the next column; what is typed searches among the fields.
    let company = story.screen();
    assert!(company.contains("name"), "{company}");
    story.press("<Enter>");
    story.press("company<Enter>");
    story.press("i");
    assert!(story.shows("2 people, 2 companies"), "{}", story.screen());
    story.press("Vi");
    assert!(story.file("accounts/primo.toml").contains("Dana Cole"));
    assert!(!story.file("accounts/primo.toml").contains('x') || !story.file("accounts/primo.toml").contains("Geheim"));
}

#[test]
fn where_nothing_says_where_they_work_the_columns_are_asked_for() {
    let mut story = Story::empty();
    let path = beside(&story, "fair.csv", "Name,Email,Store\nDana Cole,dana@primo.example,Primo\n");
    open(&mut story, &path);
    assert!(story.shows("No column that is known says where they work: "), "{}", story.screen());
    // The cursor is on what may say it.
    story.press("<Enter>company<Enter>i");
    assert!(story.shows("1 person, 1 company"), "{}", story.screen());
    // Who has no company says so by reading it as it is.
    let path = beside(&story, "again.csv", "Name,Email,Store\nLee Ray,lee@globex.example,Globex\n");
    story.press("<Esc>");
    open(&mut story, &path);
    story.press("i");
    assert!(story.shows("1 person, 0 companies"), "{}", story.screen());
}

#[test]
fn a_list_without_a_header_asks_what_its_columns_are_and_loses_nobody() {
    let mut story = Story::empty();
    let list = "Dana Cole,Primo,dana@primo.example\nLee Ray,Globex,lee@globex.example\n";
    let path = beside(&story, "fair.csv", list);
    open(&mut story, &path);
    let screen = story.screen();
    assert!(screen.contains("No header, so the first row counts too.") && screen.contains("Dana Cole"), "{screen}");
    story.press("<Enter><Down><Enter>");
    story.press("i");
    let screen = story.screen();
    assert!(screen.contains("2 people") && screen.contains("No header, so the first row counts too."), "{screen}");
    // Back to the columns it is said again.
    story.press("c");
    assert!(story.shows("No header, so the first row counts too. Enter says"), "{}", story.screen());
    story.press("ci");
    assert!(story.file("contacts.toml").contains("Dana Cole"));
}

#[test]
fn that_a_table_has_no_header_can_be_said_and_taken_back() {
    let mut story = Story::empty();
    let path = beside(&story, "fair.csv", "Dana Cole,Primo\nLee Ray,Globex\n");
    open(&mut story, &path);
    assert!(story.shows("Nobody knows this table") && story.shows("Lee Ray"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("No header, so the first row counts too.") && !story.shows("Lee Ray"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("Nobody knows this table") && story.shows("Lee Ray"), "{}", story.screen());
    story.press("n<Enter><Down><Enter>i");
    assert!(story.shows("2 people"), "{}", story.screen());
    story.press("i");
    assert!(story.file("contacts.toml").contains("Dana Cole") && story.file("contacts.toml").contains("Lee Ray"));
}

#[test]
fn a_header_is_one_after_all_or_none_whenever_that_is_said() {
    let mut story = Story::empty();
    let list = "Dana Cole,Primo,dana@primo.example\nLee Ray,Globex,lee@globex.example\n";
    let path = beside(&story, "fair.csv", list);
    open(&mut story, &path);
    assert!(story.shows("No header") && story.shows("where it is one, n"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("Nobody knows this table"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("No header"), "{}", story.screen());
    // Nothing is said of the columns yet: they are asked for again.
    story.press("<Esc>");
    open(&mut story, &path);
    assert!(story.shows("No header") && !story.shows("0 people"), "{}", story.screen());
    story.press("<Enter><Down><Enter>i");
    assert!(story.shows("2 people"), "{}", story.screen());
    story.press("cn");
    assert!(story.shows("Nobody knows this table"), "{}", story.screen());
    let known = beside(&story, "known.csv", "Name,Company\nDana Cole,Primo\n");
    story.press("<Esc>");
    open(&mut story, &known);
    assert!(story.shows("1 person, 1 company"), "{}", story.screen());
    story.press("cn");
    assert!(story.shows("No header"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("1 person, 1 company"), "{}", story.screen());
}

#[test]
fn what_was_said_of_columns_is_there_again_when_their_header_is() {
    let mut story = Story::empty();
    let path = beside(&story, "kunden.csv", "Kunde;Wer;Fax\nAcme;Anna Schmidt;123\nBeta;Bob Ray;456\n");
    open(&mut story, &path);
    // The first is the company, the second the name.
    story.press("<Enter>company<Enter><Enter>name<Enter>");
    let said = story.screen();
    story.press("n");
    assert!(story.shows("No header"), "{}", story.screen());
    story.press("n");
    assert!(story.shows("2 people, 2 companies"), "{said}\n{}", story.screen());
    story.press("cnn");
    assert!(story.shows("2 people, 2 companies"), "{}", story.screen());
}

#[test]
fn a_filter_that_nothing_passes_says_so() {
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &connections(30));
    open(&mut story, &path);
    story.press("/quax<Enter>");
    assert!(story.shows("Nothing has these words."), "{}", story.screen());
}

#[test]
fn a_field_that_is_one_is_taken_from_the_column_that_was_it() {
    let mut story = Story::empty();
    let path = beside(&story, "kunden.csv", "Firma;Vorname;Nachname;E-Mail\nPrimo;Dana;Cole;dana@primo.example\n");
    open(&mut story, &path);
    story.press("cgj<Enter>");
    assert!(story.shows("“Vorname” is"), "{}", story.screen());
    story.press("company<Enter>");
    let screen = story.screen();
    let of = |name: &str| screen.lines().find(|line| line.contains(name)).unwrap().to_owned();
    assert!(of("Firma").contains("not used") && of("Vorname").contains("company"), "{screen}");
    story.press("i");
    assert!(story.shows("1 column not used (c): Firma") && story.shows("1 person, 1 company"), "{}", story.screen());
}

#[test]
fn columns_that_are_not_used_are_told_and_can_be_said_of_any_table() {
    let table = "Firma;Vorname;Nachname;Kürzel;Leitung;E-Mail\nPrimo;Dana;Cole;dc;+49 40 555010;dana@primo.example\n\
                 Globex;Lee;Ray;lr;+49 40 555011;lee@globex.example\n";
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = Story::empty().size(width, height);
        let path = beside(&story, "kunden.csv", table);
        open(&mut story, &path);
        assert!(story.shows("2 columns not used (c): Kürzel"), "{}", story.screen());
        story.press("vc");
        // The cursor stands on the first that is not used.
        assert!(story.shows("c goes back") && story.shows("+49 40 555"), "{}", story.screen());
        story.press("j<Enter>");
        // Too many for letters that mean something: they search, and the last line says so.
        assert!(width < 80 || story.shows("letters search"), "{}", story.screen());
        story.press("pho");
        assert!(!story.shows("a person's whole name"), "{}", story.screen());
        story.press("<Enter>");
        assert!(story.shows("phone"), "{}", story.screen());
        // Back, and what was said of the column is still said.
        story.press("<Esc>");
        assert!(story.shows("2 columns not used (c)"), "{}", story.screen());
        story.press("ci");
        assert!(story.shows("1 column not used (c): Kürzel"), "{}", story.screen());
        assert_eq!(story.model.found().unwrap().marks.accounts.len(), 1, "marks stay");
        // The same after it was closed.
        story.press("<Esc>");
        open(&mut story, &path);
        assert!(story.shows("1 column not used (c): Kürzel"), "{}", story.screen());
        story.press("i");
        assert!(story.file("contacts.toml").contains("555010") || story.file("contacts.toml").contains("555011"));
    }
}

#[test]
fn below_a_company_a_mark_is_of_one_person_and_the_others_go_to_the_contacts() {
    let text = |extra: &str| {
        let mut text = HEADER.to_owned();
        for (first, title) in [("Ann", "CMO"), ("Bob", "Head of HR"), ("Cy", "Intern")] {
            text.push_str(&connection(first, "Bee", "Globex", title));
        }
        text + extra
    };
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &text(""));
    open(&mut story, &path);
    // Of a company that is none yet, one person alone; then all; then all but one.
    story.press("<Enter>jv");
    assert!(story.shows("i brings in: 1 account, 1 person; 2 to contacts.toml."), "{}", story.screen());
    assert!(story.shows("1 of 3 come"), "{}", story.screen());
    story.press("gv");
    assert!(story.shows("i brings in: 1 account, 3 people."), "{}", story.screen());
    story.press("gjjjv");
    assert!(story.shows("i brings in: 1 account, 2 people; 1 to contacts.toml."), "{}", story.screen());
    // It is remembered as it was marked.
    story.press("<Esc>");
    open(&mut story, &path);
    assert!(story.shows("i brings in: 1 account, 2 people; 1 to contacts.toml."), "{}", story.screen());
    story.press("i");
    let file = story.file("accounts/globex.toml");
    assert!(file.contains("Ann Bee") && file.contains("Bob Bee") && !file.contains("Cy Bee"), "{file}");
    assert!(story.file("contacts.toml").contains("Cy Bee"));
    // Who was left stays where they are when the same comes again.
    open(&mut story, &path);
    assert!(story.shows("Nothing of it is new."), "{}", story.screen());
    // Until somebody says otherwise; and an account leaves all who are new, or some of them.
    story.press("<Esc>");
    let more = connection("Dee", "Fox", "Globex", "Working student");
    let path = beside(&story, "more.csv", &text(&more));
    open(&mut story, &path);
    assert!(story.shows("i brings in: 1 person."), "{}", story.screen());
    story.press("<Enter>jv");
    assert!(story.shows("Ann Bee is on Globex already."), "{}", story.screen());
    story.press("gv");
    assert!(story.shows("i brings in: 2 people."), "all of it: {}", story.screen());
    story.press("gv");
    assert!(story.shows("i brings in: 1 to contacts.toml."), "none of it: {}", story.screen());
    story.press("i");
    assert!(!story.file("accounts/globex.toml").contains("Dee Fox"));
    assert!(story.file("contacts.toml").contains("Dee Fox"));
    story.press("u");
    assert!(!story.file("contacts.toml").contains("Dee Fox"));
}

#[test]
fn a_key_means_no_account_that_is_not_seen() {
    let mut story = Story::with(&[("primo", PRIMO)]);
    let path = beside(&story, "Connections.csv", &connections(3));
    open(&mut story, &path);
    let before = story.screen();
    for key in ["m", "b", "L"] {
        story.press(key);
        assert_eq!(story.screen(), before, "{key}");
    }
}

#[test]
fn a_company_in_the_archive_and_a_namesake_are_told_before_they_are_marked() {
    let mut story = Story::with(&[("primo", PRIMO)]);
    std::fs::create_dir_all(story.path("accounts/archive")).unwrap();
    std::fs::write(story.path("accounts/archive/globex.toml"), "name = \"Globex Inc.\"\n").unwrap();
    let text = "Name,Company,Website\nAnn Bee,Globex,\nBob Bee,Primo,primo.test\n";
    let path = beside(&story, "list.csv", text);
    open(&mut story, &path);
    let screen = story.screen();
    assert!(screen.contains("Globex Inc. is in the archive: “restore” (:) brings it back."), "{screen}");
    assert!(screen.contains("there is a Primo already at primo.example; this one is primo.test"), "{screen}");
    story.press("/globex<Enter>v");
    assert!(story.shows("Globex lies in the archive: its people go to the contacts."), "{}", story.screen());
    story.press("<Esc>Vi");
    assert!(story.shows("Brought in: 1 account, 1 person; 1 to contacts.toml."), "{}", story.screen());
    assert!(story.path("accounts/primo-2.toml").exists() && !story.path("accounts/globex.toml").exists());
}

#[test]
fn who_comes_alone_and_then_not_leaves_no_account() {
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &connections(130));
    open(&mut story, &path);
    story.press("<Enter>jvkv");
    assert!(story.shows("i brings in: 130 to contacts.toml."), "{}", story.screen());
    assert_eq!(story.model.found().unwrap().marks.accounts.len(), 0);
}

#[test]
fn what_only_one_column_can_be_is_taken_from_the_other() {
    let mut story = Story::empty();
    let path = beside(&story, "list.csv", "Name,Firma,Kunde\nAnn Bee,Globex,Initech\n");
    open(&mut story, &path);
    // Kunde is the company. Firma is not any more.
    story.press("c");
    assert!(
        story.screen().lines().any(|line| line.contains("Firma") && line.contains("company")),
        "{}",
        story.screen()
    );
    story.press("gjj<Enter>company<Enter>");
    let screen = story.screen();
    assert!(screen.lines().any(|line| line.contains("Kunde") && line.contains("company")), "{screen}");
    assert!(screen.lines().any(|line| line.contains("Firma") && line.contains("not used")), "{screen}");
    story.press("i");
    assert!(story.shows("1 person, 1 company") && story.shows("Initech"), "{}", story.screen());
}

#[test]
fn what_was_said_of_columns_stays_said_whatever_becomes_of_the_file() {
    let table = "Wer,Wo,Geheim\nDana Cole,Primo,x\nLee Ray,Globex,y\n";
    let mut story = Story::empty();
    let path = beside(&story, "fair.csv", table);
    open(&mut story, &path);
    assert!(story.shows("Nobody knows this table"), "{}", story.screen());
    story.press("<Enter><Down><Down><Up><Enter>");
    assert_eq!(story.model.overlays.len(), 1, "{}", story.screen());
    let said = story.screen();
    assert!(said.lines().any(|line| line.contains("Wer") && line.contains("name")), "{said}");
    story.press("<Esc>");
    open(&mut story, &path);
    assert!(
        story.shows("2 people") && story.shows("2 columns not used (c)"),
        "closed before it was read: {}",
        story.screen()
    );
    story.press("ckkk");
    let said = story.screen();
    assert!(said.lines().any(|line| line.contains("Wer") && line.contains("name")), "{said}");
    story.press("<Esc>");
    assert!(story.shows("2 people"), "{}", story.screen());
    story.press("i");
    assert!(story.file("contacts.toml").contains("Dana Cole"));
    open(&mut story, &path);
    assert!(story.shows("2 people") && story.shows("Nothing of it is new"), "{}", story.screen());
}

#[test]
fn esc_changes_nothing_and_marks_are_there_again() {
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &connections(30));
    open(&mut story, &path);
    story.press("vv");
    assert_eq!(story.model.found().unwrap().marks.accounts.len(), 2);
    story.press("<Esc>");
    assert!(story.shows("your marks are there when you import it again"), "{}", story.screen());
    open(&mut story, &path);
    assert_eq!(story.model.found().unwrap().marks.accounts.len(), 2);
    story.press("/company 07<Enter><Esc>");
    assert!(story.model.found().is_some(), "Esc takes the filter first");
    story.press("<Esc><Esc>");
    assert_eq!((story.model.plan.accounts.len(), story.path("contacts.toml").exists()), (0, false));
}

#[test]
fn reading_can_be_stopped_and_what_comes_after_means_nothing() {
    let mut story = Story::empty();
    let path = beside(&story, "Connections.csv", &connections(30));
    story.press(":import<Enter>");
    story.tell(Msg::Paste(path.display().to_string()));
    // What is read is held back, as a large file would be.
    let ctx = inroad::app::Ctx::at(story.now);
    let enter = inroad::app::keymap::parse("enter").unwrap();
    let effects = inroad::app::update(&mut story.model, Msg::Key(enter), &ctx);
    assert_eq!(effects, [Effect::ListArchive, Effect::ReadContacts]);
    let effects = inroad::app::update(&mut story.model, Msg::Contacts(Box::default()), &ctx);
    let [Effect::LookAt(asked)] = effects.as_slice() else { panic!("{effects:?}") };
    story.tell(Msg::Reading(asked.turn, 12_000));
    assert!(story.shows("Reading: 12000 rows"), "{}", story.screen());
    let esc = inroad::app::keymap::parse("esc").unwrap();
    assert_eq!(inroad::app::update(&mut story.model, Msg::Key(esc), &ctx), [Effect::CancelImport]);
    let mut said = Vec::new();
    inroad::shell::importing::look(*asked.clone(), &false.into(), &mut |msg| said.push(msg));
    for msg in said {
        story.tell(msg);
    }
    assert!(story.model.overlays.is_empty(), "{}", story.screen());
    let mut said = Vec::new();
    let long = beside(&story, "long.csv", &connections(3_000));
    let asked = inroad::app::import::Asked { path: long.display().to_string(), ..*asked.clone() };
    inroad::shell::importing::look(asked, &true.into(), &mut |msg| said.push(msg));
    assert!(!said.iter().any(|msg| matches!(msg, Msg::Looked(..))), "{said:?}");
}

#[test]
fn what_cant_be_read_says_where_and_why_and_the_path_can_be_mended() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = Story::empty().size(width, height);
        let torn = beside(&story, "torn.csv", &format!("{HEADER}\"Dana,Cole\n"));
        beside(&story, "torn.csw", &connections(3));
        open(&mut story, &torn);
        let said = story.screen().replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let why = "torn.csv: 5:1: a quote is opened here and never closed; nothing was changed";
        assert!(said.contains(why), "{width}x{height}: {}", story.screen());
        // What was typed is still there: a letter is put right, and it goes on.
        story.press("<Backspace>w<Enter>");
        assert!(story.shows("3 people"), "{}", story.screen());
        story.press("<Esc>");
        assert!(story.model.overlays.is_empty());
    }
    let mut story = Story::empty();
    open(&mut story, std::path::Path::new("/nowhere/at all.csv"));
    assert!(story.shows("at all.csv: there is no such file; nothing was changed"), "{}", story.screen());
    story.press("<Esc>");
    assert!(story.model.overlays.is_empty());
}

#[test]
fn without_a_word_the_newest_download_is_looked_at_and_without_one_an_example_is_named() {
    let mut story = Story::empty();
    story.press(":import<Enter>");
    story.tell(Msg::Paths(String::new(), vec!["fair.csv".into(), "plan/".into()]));
    assert!(story.shows("Tab: fair.csv  plan/") && !story.shows("Connections"), "{}", story.screen());
    story.press("<Enter>");
    assert!(story.shows("say which file, such as ~/Downloads/Connections.csv"), "{}", story.screen());
    story.press("<Esc>:import<Enter>");
    story.tell(Msg::Paths(String::new(), vec!["~/Downloads/Kunden.csv".into(), "fair.csv".into()]));
    assert!(story.shows("Enter: ~/Downloads/Kunden.csv; Tab: fair.csv"), "{}", story.screen());
    // Tab goes through all of them, and back.
    story.press("<Tab><Tab>");
    assert_eq!(story.model.prompt().unwrap().text(), "fair.csv");
    story.press("<Backtab>");
    assert_eq!(story.model.prompt().unwrap().text(), "~/Downloads/Kunden.csv");
    let mut story = Story::empty();
    story.press(":import<Enter>");
    story.tell(Msg::Paths(String::new(), vec!["~/Downloads/nothing here.csv".into()]));
    story.press("<Enter>");
    assert!(story.shows("nothing here.csv: there is no such file; nothing was changed"), "{}", story.screen());
}

#[test]
fn a_path_is_completed_and_pasted_as_file_managers_do() {
    let mut story = Story::empty();
    let path = beside(&story, "my list.csv", &connections(3));
    story.press(":import<Enter>");
    assert!(story.asked.contains(&Effect::ListPaths(String::new())));
    story.tell(Msg::Paths(String::new(), vec!["~/Downloads/Connections.csv".into(), "contacts.vcf".into()]));
    assert!(story.shows("Enter: ~/Downloads/Connections.csv; Tab: contacts.vcf"), "{}", story.screen());
    // What is said late of a folder that was left means nothing.
    story.press("~/D");
    story.tell(Msg::Paths("~/".into(), vec!["~/Downloads/".into(), "~/Dora/".into()]));
    story.tell(Msg::Paths(String::new(), vec!["other.csv".into()]));
    story.press("ow<Tab>");
    assert!(story.asked.contains(&Effect::ListPaths("~/Downloads/".into())));
    story.tell(Msg::Paths("~/Downloads/".into(), vec!["~/Downloads/Connections.csv".into()]));
    story.press("<Tab>");
    assert_eq!(story.model.prompt().unwrap().text(), "~/Downloads/Connections.csv");
    for pasted in [
        format!("'{}'", path.display()),
        path.display().to_string().replace(' ', "\\ "),
        format!("file://{}", path.display().to_string().replace(' ', "%20")),
    ] {
        let mut story = Story::empty();
        story.press(":import<Enter>");
        story.tell(Msg::Paste(pasted.clone()));
        story.press("<Enter>");
        assert!(story.shows("3 people"), "{pasted}: {}", story.screen());
    }
}

#[test]
fn an_account_that_came_meanwhile_is_not_made_twice() {
    let mut story = Story::with(&[("primo", PRIMO)]);
    let path = beside(&story, "Connections.csv", &connections(3));
    open(&mut story, &path);
    story.press("jv");
    std::fs::write(story.path("accounts/company-00.toml"), "name = \"Company 00\"\n").unwrap();
    story.rescan();
    story.press("i");
    assert!(story.shows("The plan has changed meanwhile: look once more."), "{}", story.screen());
    let screen = story.screen();
    assert!(screen.contains("account"), "{screen}");
    story.press("i");
    assert_eq!(story.model.plan.all().filter(|account| account.name == "Company 00").count(), 1, "{}", story.screen());
    assert!(story.file("accounts/company-00.toml").contains("First0 Last0"));
}

/// Two companies of a list are marked and shall be brought in; what that changes is not worked out yet.
fn being_brought_in(story: &mut Story) -> (Effect, PathBuf) {
    let path = beside(story, "Connections.csv", &connections(3));
    open(story, &path);
    story.press("vv");
    let key = inroad::app::keymap::parse("i").unwrap();
    let mut effects = inroad::app::update(&mut story.model, Msg::Key(key), &inroad::app::Ctx::at(story.now));
    assert_eq!(effects.len(), 1, "{effects:?}");
    assert!(story.shows("Bringing it in") && story.shows("Esc stop"), "{}", story.screen());
    (effects.remove(0), path)
}

/// What that changes is worked out, and heard.
fn worked_out(story: &mut Story, effect: Effect) {
    let Effect::WorkOut(chosen) = effect else { panic!("{effect:?}") };
    story.tell(Msg::WorkedOut(chosen.turn, chosen.work_out().map(Box::new)));
}

#[test]
fn what_is_typed_while_it_is_brought_in_is_done_when_it_is_there() {
    let mut story = Story::empty();
    let (effect, _) = being_brought_in(&mut story);
    story.press("j");
    story.tell(Msg::Paste("Met at the fair".to_owned()));
    assert!(story.shows("Bringing it in") && story.model.plan.accounts.is_empty(), "{}", story.screen());
    worked_out(&mut story, effect);
    // The cursor is on the second account, and the text is a note of it.
    assert_eq!(story.model.plan.accounts.len(), 2);
    assert_eq!(story.model.prompt().unwrap().text(), "Met at the fair");
    assert_eq!(story.model.current().unwrap().name, "Company 01");
    story.press("<Esc>u");
    assert!(story.model.plan.accounts.is_empty(), "{}", story.screen());

    let mut story = Story::empty();
    let (effect, _) = being_brought_in(&mut story);
    story.press("q");
    assert!(!story.quit, "whoever leaves wants it to be there");
    worked_out(&mut story, effect);
    assert!(story.quit && story.file("accounts/company-01.toml").contains("First1 Last1"));
}

#[test]
fn bringing_in_can_be_stopped_and_what_comes_after_means_nothing() {
    for key in ["<Esc>", "<Ctrl-C>"] {
        let mut story = Story::empty();
        let (effect, path) = being_brought_in(&mut story);
        story.press("q");
        story.press(key);
        assert!(story.shows("your marks are there when you import it again"), "{}", story.screen());
        worked_out(&mut story, effect);
        assert_eq!((story.model.plan.accounts.len(), story.path("contacts.toml").exists()), (0, false));
        assert!(story.model.overlays.is_empty() && !story.quit, "{}", story.screen());
        open(&mut story, &path);
        assert_eq!(story.model.found().unwrap().marks.accounts.len(), 2);
        story.press("i");
        assert_eq!(story.model.plan.accounts.len(), 2, "{}", story.screen());
    }
}

#[test]
fn what_came_while_it_was_brought_in_is_not_made_twice() {
    let mut story = Story::empty();
    let (effect, _) = being_brought_in(&mut story);
    std::fs::write(story.path("accounts/company-00.toml"), "name = \"Company 00\"\n").unwrap();
    story.rescan();
    worked_out(&mut story, effect);
    assert!(story.shows("The plan has changed meanwhile: look once more."), "{}", story.screen());
    assert_eq!(story.model.plan.accounts.len(), 1);
    story.press("i");
    assert_eq!(story.model.plan.all().filter(|account| account.name == "Company 00").count(), 1, "{}", story.screen());
    assert!(story.file("accounts/company-00.toml").contains("First0 Last0"));
}

/// What is looked at in the pictures: known and new people, several titles, rows left out.
fn sample() -> String {
    let mut text = HEADER.to_owned();
    text.push_str("Dana,Cole,https://www.linkedin.com/in/danacole,dana@primo.example,Primo,CMO,15 Jun 2026\n");
    for (first, last, company, title) in [
        ("Lee", "Ray", "Primo", "Chief Executive Officer"),
        ("Ann", "Bee", "Globex", "Head of HR"),
        ("Bob", "Fox", "Globex", "Recruiter"),
        ("Cara", "Ito", "Globex", "VP People"),
        ("Emil", "Grau", "Nordwind Maschinenbau GmbH & Co. KG", "Leiter Einkauf"),
        ("Fay", "Ode", "", "Consultant"),
    ] {
        text.push_str(&connection(first, last, company, title));
    }
    text.push_str("Cy,Dee,,not an address,Initech,Analyst,some day\n");
    text
}

#[test]
fn what_is_seen_before_importing_at_every_size() {
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let at = |name: &str, keys: &str, glyphs| {
            let mut story = Story::with(&[("primo", PRIMO)]).size(width, height).look(Theme::TERMINAL, glyphs);
            let path = beside(&story, "Connections.csv", &sample());
            open(&mut story, &path);
            story.press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), story.screen());
        };
        at("found", "jv", &Glyphs::UNICODE);
        at("found_open", "<Enter>jjj", &Glyphs::UNICODE);
        at("found_filtered", "/head", &Glyphs::UNICODE);
        at("found_left_out", "g<Enter>j", &Glyphs::UNICODE);
        at("found_ascii", "<Enter>", &Glyphs::ASCII);
        let mut story = Story::empty().size(width, height);
        let path = beside(&story, "fair.csv", "Name,Wo,Was\nDana Cole,Primo Getränke und Mineralwasser AG,x\n");
        open(&mut story, &path);
        insta::assert_snapshot!(format!("columns_{width}x{height}"), story.screen());
        story.press("<Enter>");
        insta::assert_snapshot!(format!("columns_asked_{width}x{height}"), story.screen());
    }
}

#[test]
fn what_differs_and_what_was_left_out_is_read_whole_however_narrow_it_is() {
    for width in [40, 60, 110] {
        let mut story = Story::with(&[("primo", PRIMO)]).size(width, 24);
        let mut text = HEADER.to_owned();
        let title = "Chief Marketing Officer for Northern Europe";
        writeln!(text, "Dana,Cole,https://www.linkedin.com/in/danacole,,Primo,{title},15 Jun 2026").unwrap();
        text.push_str("Cy,Dee,,not an address,Initech,Analyst,some day or other in June\n");
        let path = beside(&story, "Connections.csv", &text);
        open(&mut story, &path);
        story.press("<Enter>g<Enter>");
        let screen = story.screen().replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains(&format!("title stays VP Marketing; the file says {title}")), "{}", story.screen());
        assert!(screen.contains("“some day or other in June” is no date"), "{}", story.screen());
    }
}

#[test]
fn without_colour_the_marks_are_seen() {
    let mut story = Story::with(&[("primo", PRIMO)]).look(Theme::PLAIN, &Glyphs::UNICODE);
    let path = beside(&story, "Connections.csv", &sample());
    open(&mut story, &path);
    story.press("jv");
    assert!(story.buffer().content().iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    let line = story.screen().lines().find(|line| line.contains("Globex")).map(str::to_owned).unwrap();
    assert!(line.contains('✓') && line.contains("new"), "{line}");
}

#[test]
fn hostile_names_are_shown_as_text_on_every_size() {
    let mut text = HEADER.to_owned();
    for name in
        ["\u{1b}]52;c;aGk=\u{7}", "../../.ssh/x", "$(x)", "\u{202e}gpj", "=cmd|' /C calc'!A0", "{{ 7*7 }}", "北京公司"]
    {
        writeln!(text, "{name},{name},,,{name},{name},").unwrap();
    }
    for (width, height) in [(110, 32), (80, 24), (40, 12)] {
        let mut story = Story::empty().size(width, height);
        let path = beside(&story, "Connections.csv", &text);
        open(&mut story, &path);
        story.press("<Enter>V");
        let screen = story.screen();
        assert!(screen.chars().all(|c| c == '\n' || !c.is_control()), "{screen:?}");
        story.press("i");
        assert!(
            story.model.plan.accounts.values().all(|entry| entry
                .account
                .id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-'))
        );
    }
}

#[test]
fn the_cursor_is_seen_on_every_row_of_the_preview() {
    let mut story = Story::with(&[(
        "primo",
        "name = \"Primo\"\nwebsite = \"primo.example\"\n\n[[people]]\nid = \"dana\"\nname = \"Dana Cole\"\ntitle = \"VP\"\nemails = [{ value = \"dana@primo.example\" }]\n",
    )]);
    let list = "Name,Company,Email,Title,LinkedIn,Connected On\nDana Cole,Primo,dana@primo.example,CMO,linkedin.com/in/dana,03/04/2026\n";
    let path = beside(&story, "list.csv", list);
    open(&mut story, &path);
    // A notice stands first, then the company, which is opened.
    story.press("gj<Enter>g");
    let rows = story.model.found().unwrap().rows.len();
    assert!(rows > 3, "{}", story.screen());
    for row in 0..rows {
        assert_eq!(
            story.screen().lines().filter(|line| line.starts_with("│ ▸")).count(),
            1,
            "row {row}: {}",
            story.screen()
        );
        story.press("j");
    }
}
