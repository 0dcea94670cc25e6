//! What both sides changed: listed, read out, settled, taken back, in lines as on the screen.

use crate::desk::{Desk, Outcome};

const PRIMO: &str = "format = 1\nname = \"Primo\"\nstage = \"in-sequence\"\ntier = 1\n\n[[people]]\nid = \"dana\"\nname = \
                     \"Dana Cole\"\n\n[[sequences]]\nid = \"s3a1\"\nstart = 2026-11-23\n\n[[sequences.touches]]\nid = \
                     \"k7qd\"\nchannel = \"email\"\nperson = \"dana\"\n";
const PATH: &str = "accounts/primo.toml";

/// Put a text in the place of another one, as an editor does.
#[track_caller]
fn edit(desk: &Desk, from: &str, to: &str) {
    let text = desk.file(PATH);
    assert!(text.contains(from), "{text}");
    std::fs::write(desk.path(PATH), text.replacen(from, to, 1)).unwrap();
}

/// A step is taken back whose field somebody has changed since: what the file says stands, the other side is kept.
#[track_caller]
fn clash(desk: &Desk, does: &[&str], from: &str, to: &str) {
    desk.does(does);
    edit(desk, from, to);
    let undone = desk.run("undo");
    assert!(undone.code == 4 && undone.err.contains("`inroad conflicts` shows both"), "{}{}", undone.out, undone.err);
}

fn about_tier() -> Desk {
    let desk = Desk::with(&[("primo", PRIMO)]);
    clash(&desk, &["set", "primo", "tier", "2"], "tier = 2", "tier = 3");
    desk
}

#[test]
fn they_are_listed_and_read_out() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let none = desk.run("conflicts");
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("nothing waits"), "{}", none.err);
    desk.refuses(&["conflicts", "1", "--take", "kept"], 1, "nothing waits");

    let desk = about_tier();
    let listed = desk.run("conflicts");
    assert_eq!(listed.code, 3, "something was found");
    assert!(listed.out.starts_with("1\tPrimo\ttier\t3\t1\t2026-"), "{}", listed.out);
    let json = desk.run("conflicts --json").json();
    let first = &json["conflicts"][0];
    assert_eq!((&first["n"], &first["name"], &first["about"]), (&1.into(), &"Primo".into(), &"tier".into()));
    assert_eq!((&first["in_file"]["toml"], &first["kept"]["told"]), (&"3".into(), &"1".into()));
    let shown = desk.run("conflicts 1");
    assert_eq!((shown.code, shown.out.as_str()), (0, "Primo: tier\nIn the file: 3\nKept beside it: 1\n"));
    desk.refuses(&["conflicts", "2"], 2, "there is no conflict 2: 1 waits");
    desk.refuses(&["conflicts", "0"], 2, "there is no conflict 0");
    desk.refuses(&["conflicts", "--take", "kept"], 2, "<NUMBER>");
    desk.refuses(&["conflicts", "1", "--take", "mine"], 2, "file, kept");
    let doctor = desk.run("doctor");
    assert!(format!("{}{}", doctor.out, doctor.err).contains("`inroad conflicts`"), "{}{}", doctor.out, doctor.err);
}

#[test]
fn what_this_machine_keeps_and_cannot_read_is_told_and_not_taken_for_nothing() {
    let desk = about_tier();
    let plans = desk.home().join("state/inroad/plans");
    let state = std::fs::read_dir(plans).unwrap().next().unwrap().unwrap().path();
    let damage = |name: &str, text: &str| {
        std::fs::create_dir_all(state.join(name).parent().unwrap()).unwrap();
        std::fs::write(state.join(name), text).unwrap();
    };
    damage("conflicts.json", "[{ \"at\": ");
    damage("exports.toml", "given = 7\n");
    damage("typed/1a-7.json", "{");
    desk.refuses(&["conflicts"], 1, "conflicts.json: EOF while parsing a value at line 1 column 9");
    desk.refuses(&["conflicts", "1", "--take", "kept"], 1, "what waits for a choice stands in it");
    let to = desk.home().join("tasks.csv");
    let export = ["export", "csv", "--as", "salesforce-tasks", "--since", "last", "--out", to.to_str().unwrap()];
    desk.refuses(&export, 1, "exports.toml");
    assert!(!to.exists());
    let found = desk.run("doctor --json").json()["findings"].to_string();
    for name in ["conflicts.json", "exports.toml", "typed/1a-7.json"] {
        assert!(found.contains(name), "{found}");
    }
}

#[test]
fn one_is_settled_as_a_step() {
    let desk = about_tier();
    let file = desk.file(PATH);
    assert_eq!(desk.does(&["conflicts", "1", "--take", "kept"]), "Primo: tier is as it was kept.\n");
    assert!(desk.file(PATH).contains("tier = 1\n"));
    assert_eq!(desk.run("conflicts").code, 0);
    desk.does(&["undo"]);
    assert_eq!((desk.file(PATH), desk.run("conflicts").code), (file.clone(), 3), "taken back, it is asked again");
    let said = desk.run("conflicts 1 --take file --json");
    assert_eq!((said.code, &said.json()["left"], &said.json()["settled"]["about"]), (0, &0.into(), &"tier".into()));
    assert_eq!((desk.file(PATH), desk.run("conflicts").code), (file, 0));
    let history = desk.run("history").out;
    assert!(history.contains("Primo: tier, as in the file"), "{history}");
}

#[test]
fn a_decision_is_one_of_them() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["done", "primo", "1"]);
    let done = desk.file(PATH);
    let skipped = PRIMO.to_owned() + "status = \"skipped\"\nclosed = 2026-11-20\n";
    std::fs::write(desk.path(PATH), &skipped).unwrap();
    // That it was planned is kept beside that it was skipped.
    assert_eq!(desk.run("undo").code, 4);
    assert_eq!(desk.file(PATH), skipped);
    let listed = desk.run("conflicts").out;
    assert!(listed.contains("\ttouch 1, what became of it\tskipped, 20 Nov\tplanned\t"), "{listed}");
    desk.does(&["conflicts", "1", "--take", "kept"]);
    assert_eq!(desk.file(PATH), PRIMO);
    assert!(done.contains("result = \"sent\""), "{done}");
}

#[test]
fn tab_offers_their_numbers() {
    let desk = about_tier();
    let mut program = desk.program();
    let offered = Outcome::of(program.env("INROAD_COMPLETE", "fish").args(["--", "inroad", "conflicts", ""]));
    assert!(offered.out.starts_with("1\taccounts/primo.toml tier"), "{}", offered.out);
}

#[test]
fn somebody_in_the_contacts_is_told_by_name_and_company() {
    let desk = Desk::with(&[]);
    let import = |name: &str, rows: &str| {
        std::fs::write(desk.home().join(name), format!("Name,Company,Email,Title\n{rows}\n")).unwrap();
        desk.does(&["import", desk.home().join(name).to_str().unwrap()]);
    };
    let edit = |from: &str, to: &str| {
        let text = desk.file("contacts.toml");
        assert!(text.contains(from), "{text}");
        std::fs::write(desk.path("contacts.toml"), text.replacen(from, to, 1)).unwrap();
    };
    import("one.csv", "John Smith,Globex,john@globex.example,");
    import("two.csv", "John Smith,Globex,john@globex.example,CFO");
    edit("\"CFO\"", "\"COO\"");
    assert_eq!(desk.run("undo").code, 4);
    let listed = desk.run("conflicts");
    assert!(listed.out.starts_with("1\tcontacts\tJohn Smith (Globex), title\tCOO\t"), "{}", listed.out);
    assert!(desk.run("conflicts 1").out.starts_with("contacts: John Smith (Globex), title\n"));
    let plain = Outcome::of(desk.program().args(["--plain", "--input", "-"]).write_stdin("conflicts\n.\n"));
    assert!(plain.out.contains("contacts: John Smith (Globex), title"), "{}{}", plain.out, plain.err);
    let took = desk.does(&["conflicts", "1", "--take", "file"]);
    assert_eq!(took, "contacts: John Smith (Globex), title stays as it is in the file.\n");
}
