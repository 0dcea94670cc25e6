//! Being away, pausing, levelling and the forecast from the command line.

use inroad::domain::step::{Note, Way};
use inroad::store::Folder;
use serde_json::{Value, json};

use crate::desk::Desk;

/// Accounts that begin on one day, more than it holds.
fn crowded() -> Desk {
    let account = |name: &str, tier: u8| {
        let touch = |id: &str, day: u32| format!("[[sequences.touches]]\nid = \"{id}\"\nday = {day}\n");
        let head = format!("# Mine\nname = \"{name}\"\ntier = {tier}\nstage = \"in-sequence\"\n");
        format!("{head}[[sequences]]\nid = \"s3a1\"\nstart = 2026-11-24\n{}{}", touch("aaaa", 0), touch("bbbb", 2))
    };
    let desk =
        Desk::with(&[("acme", &account("Acme", 3)), ("bolt", &account("Bolt", 1)), ("cork", &account("Cork", 2))]);
    let plan = desk.file("plan.toml") + "\n[[members]]\nid = \"sam\"\nper_day = 1\n";
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk
}

fn due(desk: &Desk, account: &str) -> Vec<Value> {
    let touches = desk.shows(account)["sequences"][0]["touches"].as_array().unwrap().clone();
    touches.into_iter().map(|touch| touch["due"].clone()).collect()
}

#[test]
fn an_absence_is_noted_and_says_how_much_it_moves() {
    let desk = crowded();
    let noted = desk.args(&["away", "tue", "thu", "the", "fair"]);
    assert_eq!((noted.code, noted.out.as_str()), (0, ""), "{}", noted.err);
    assert!(noted.err.contains("away Tue 24 Nov – Thu 26 Nov, the fair"), "{}", noted.err);
    assert!(noted.err.contains("6 touches of 3 accounts move"), "{}", noted.err);
    assert!(desk.file("plan.toml").contains("{ from = 2026-11-24, to = 2026-11-26, note = \"the fair\" }"));
    assert_eq!(due(&desk, "bolt"), ["2026-11-27", "2026-12-01"]);
    let more = desk.args(&["away", "28 dec", "1 jan", "--json"]).json();
    let want = json!({
        "format": 1,
        "member": "sam",
        "away": { "from": "2026-12-28", "to": "2027-01-01", "note": "" },
        "moved": { "touches": 0, "accounts": 0 },
    });
    assert_eq!(more, want);
}

#[test]
fn an_absence_that_is_none_is_refused_and_changes_nothing() {
    let desk = crowded();
    desk.does(&["away", "tue", "thu"]);
    let before = desk.tree();
    desk.refuses(&["away", "wed", "wed"], 2, "you are away then already: Tue 24 Nov – Thu 26 Nov");
    desk.refuses(&["away", "10 jan", "8 jan"], 2, "lies before the first");
    desk.refuses(&["away", "mon", "someday"], 2, "“someday” is no date");
    assert_eq!(desk.tree(), before);
}

#[test]
fn who_is_away_must_be_known() {
    let nobody = Desk::empty();
    nobody.refuses(&["away", "mon", "fri"], 2, "[[members]]");
    let desk = crowded();
    let plan = desk.file("plan.toml") + "\n[[members]]\nid = \"kim\"\n";
    std::fs::write(desk.path("plan.toml"), plan).unwrap();
    desk.refuses(&["away", "mon", "fri"], 2, "several people work from this plan (sam, kim); say which one you are");
    let config = |me: &str| {
        let path = desk.home().join("config/inroad");
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("config.toml"), format!("me = \"{me}\"\n")).unwrap();
    };
    config("lee");
    desk.refuses(&["away", "mon", "fri"], 2, "“lee”, and the plan knows sam, kim");
    config("kim");
    desk.does(&["away", "mon", "fri"]);
    assert!(desk.file("plan.toml").trim_end().ends_with(']'), "Kim is away, and nobody else");
    assert_eq!(desk.file("plan.toml").matches("away").count(), 1);
}

#[test]
fn a_sequence_rests_and_goes_on() {
    let desk = crowded();
    let rests = desk.args(&["pause", "acme", "--until", "27 nov", "--why", "audit"]);
    assert_eq!(rests.code, 0, "{}", rests.err);
    assert!(rests.err.contains("sequence 1 of Acme rests through Fri 27 Nov (in 4 working days)"), "{}", rests.err);
    assert!(rests.err.contains("2 touches move: #1 Tue 24 Nov → Mon 30 Nov"), "{}", rests.err);
    assert!(desk.file("accounts/acme.toml").contains("{ from = 2026-11-23, to = 2026-11-27, why = \"audit\" }"));
    desk.refuses(&["pause", "acme", "s3a1"], 2, "rests already");
    let goes_on = desk.args(&["resume", "acme", "1"]);
    assert!(goes_on.err.contains("#1 Mon 30 Nov → Tue 24 Nov"), "{}", goes_on.err);
    assert!(!desk.file("accounts/acme.toml").contains("pauses = [{"), "a pause that began today did not happen");
    desk.refuses(&["resume", "acme"], 2, "doesn't rest");
    desk.does(&["pause", "acme"]);
    assert_eq!(due(&desk, "acme"), [Value::Null, Value::Null], "until it is resumed nobody knows");
}

#[test]
fn which_sequence_is_meant_is_asked_where_it_is_not_plain() {
    let two = "name = \"Acme\"\n[[sequences]]\nid = \"over\"\nended = { on = 2026-11-02 }\n\
               [[sequences]]\nid = \"aaaa\"\n[[sequences]]\nid = \"bbbb\"\n";
    let desk = Desk::with(&[("acme", two), ("bare", "name = \"Bare\"\n")]);
    let before = desk.tree();
    desk.refuses(&["pause", "acme"], 2, "several sequences run; say 2 or 3");
    desk.refuses(&["pause", "acme", "4"], 2, "Acme has no sequence “4”");
    desk.refuses(&["pause", "acme", "0"], 2, "Acme has no sequence “0”");
    desk.refuses(&["pause", "acme", "over"], 2, "sequence 1 has ended");
    desk.refuses(&["resume", "acme", "1"], 2, "sequence 1 has ended");
    desk.refuses(&["pause", "bare"], 2, "no sequence runs at Bare");
    desk.refuses(&["pause", "acme", "2", "--until", "2026-11-20"], 2, "can't end before it begins");
    assert_eq!(desk.tree(), before);
    desk.does(&["pause", "acme", "bbbb"]);
    desk.does(&["resume", "acme", "3"]);
}

#[test]
fn levelling_lists_what_moves_and_is_one_step() {
    let desk = crowded();
    let before = desk.tree();
    let dry = desk.run("plan level --dry-run");
    assert_eq!((dry.code, desk.tree()), (0, before.clone()), "{}", dry.err);
    let rows: Vec<Vec<&str>> = dry.out.lines().map(|line| line.split('\t').collect()).collect();
    // The lowest tier goes first, and what follows it follows.
    assert_eq!(rows[0], ["acme", "1:1", "2026-11-24", "2026-11-25"]);
    assert!(dry.err.contains(&format!("{} touches of 2 accounts would move", rows.len())), "{}", dry.err);
    let done = desk.run("plan level");
    assert_eq!((done.code, &done.out), (0, &dry.out), "what is shown is what is done");
    assert!(done.err.contains("of 2 accounts moved"), "{}", done.err);
    assert_ne!(desk.tree(), before);
    let again = desk.run("plan level");
    assert_eq!((again.code, again.out.as_str()), (0, ""));
    assert!(again.err.contains("nothing moves: no day of these 8 weeks holds more than 1"), "{}", again.err);
    let held = desk.run("plan forecast --json").json();
    assert!(held["days"].as_array().unwrap().iter().all(|day| day["over"] == 0), "{held}");

    let mut folder = Folder::open(&desk.path("")).unwrap();
    assert_eq!(folder.keep_state(&desk.home().join("state/inroad")), None);
    folder.load();
    let (steps, _) = folder.past();
    let [step] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(step.label.starts_with("levelled: "), "{}", step.label);
    folder.take_back(&Note { id: step.id + 1, way: Way::Undo(step.id), ..step.clone() }, &mut |_, _| true).unwrap();
    assert_eq!(desk.tree(), before, "every byte is back");
}

#[test]
fn what_can_not_be_levelled_is_told_and_a_file_that_may_not_be_written_stops_all_of_it() {
    let desk = crowded();
    let acme = desk.file("accounts/acme.toml");
    let pinned = acme.replace("day = 0\n", "day = 0\ndue = 2026-11-24\npinned = true\n");
    for name in ["acme", "bolt", "cork"] {
        std::fs::write(desk.path(&format!("accounts/{name}.toml")), &pinned).unwrap();
    }
    let json = desk.run("plan level --json").json();
    assert_eq!((&json["format"], &json["excess"]), (&json!(1), &json!([{ "date": "2026-11-24", "over": 2 }])));
    let other = crowded();
    let before = other.file("accounts/acme.toml");
    std::fs::write(other.path("accounts/acme.toml"), format!("format = 99\n{before}")).unwrap();
    let tree = other.tree();
    let refused = other.run("plan level");
    assert_eq!((refused.code, other.tree()), (1, tree), "{}", refused.err);
    assert!(refused.err.contains("Acme can't be changed"), "{}", refused.err);
}

#[test]
fn the_forecast_is_a_table_of_days() {
    let desk = crowded();
    desk.does(&["away", "fri", "fri"]);
    let out = desk.run("plan forecast --weeks 1").out;
    let want = "2026-11-23\t0\t1\t1\t0\n2026-11-24\t3\t1\t0\t2\n2026-11-25\t0\t1\t1\t0\n2026-11-26\t3\t1\t0\t2\n\
                2026-11-27\t0\t0\t0\t0\n";
    assert_eq!(out, want);
    let json = desk.run("plan forecast --weeks 1 --json").json();
    assert_eq!((&json["format"], &json["per_day"]), (&json!(1), &json!(1)));
    let tuesday = json!({ "date": "2026-11-24", "touches": 3, "per_day": 1, "free": 0, "over": 2 });
    assert_eq!(json["days"][1], tuesday);
    assert_eq!(desk.run("plan forecast").out.lines().count(), 8 * 5);
    desk.refuses(&["plan", "forecast", "--weeks", "0"], 2, "1..=52");
    desk.refuses(&["plan", "foresee"], 2, "foresee");
}
