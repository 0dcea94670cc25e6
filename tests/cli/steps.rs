//! Taking steps back, the archive, and what turns out to be the same.

use crate::desk::Desk;

const PRIMO: &str = "format = 1 # mine\nname = \"Primo\"\nindustry = \"Beverages\"\nfoo = \"bar\"\n\n[[people]]\nid = \"dana-cole\"\n\
                     name = \"Dana Cole\"\n\n[[people]]\nid = \"d-cole\"\nname = \"D. Cole\"\ntitle = \"CMO\"\nreports_to = \"dana-cole\"\n\n\
                     [[sequences]]\nid = \"s3a1\"\nto = { first = \"d-cole\" }\n[[sequences.touches]]\nid = \"k7qd\"\nperson = \"d-cole\"\n";

const INC: &str = "format = 1\nname = \"Primo Inc.\"\nindustry = \"Drinks\"\nstage = \"engaged\"\nfoo = \"old\"\n\n[[people]]\n\
                   id = \"dana-cole\"\nname = \"Dana Cole\"\nlinkedin = \"https://www.linkedin.com/in/danacole\"\n\n[[log]]\nid = \"m2x9\"\n\
                   person = \"dana-cole\"\ntext = \"Met at the fair.\"\n";

#[test]
fn what_a_later_step_has_written_anew_stays_though_it_is_the_same() {
    let desk = Desk::demo();
    let sets = |field: &str, values: &[&str]| {
        let first = |desk: &Desk| desk.run("history --json").json()["steps"][0]["step"].as_str().unwrap().to_owned();
        let steps: Vec<String> = values
            .iter()
            .map(|value| {
                desk.does(&["set", "cascara-cycles", field, value]);
                first(&desk)
            })
            .collect();
        (steps[0].clone(), steps[steps.len() - 1].clone())
    };
    for (field, values) in [
        ("tags", ["", "x", "", "x"]),
        ("tags", ["a, b", "a, c", "", "a, b, c"]),
        ("tags", ["b", "a", "", "a, b"]),
        ("industry", ["Old", "New", "Old again", "New"]),
        ("ids", ["", "hubspot=1", "hubspot=2", "hubspot=1"]),
        ("ids", ["", "hubspot=1", "", "hubspot=1, salesforce=2"]),
    ] {
        desk.does(&["set", "cascara-cycles", field, values[0]]);
        let (step, last) = sets(field, &values[1..]);
        let before = desk.file("accounts/cascara-cycles.toml");
        let said = desk.args(&["undo", &step]);
        let told = format!("nothing was changed. Take that back first: inroad undo {last}");
        assert!(said.code == 4 && said.err.contains(&told), "{field}: {}", said.err);
        assert_eq!(desk.file("accounts/cascara-cycles.toml"), before, "{field}");
    }
    // What others stand beside goes alone.
    desk.does(&["set", "cascara-cycles", "tags", ""]);
    let (step, _) = sets("tags", &["a", "a, b"]);
    desk.does(&["undo", &step]);
    assert!(desk.file("accounts/cascara-cycles.toml").contains("tags = [\"b\"]"));
}

#[test]
fn the_last_step_is_taken_back_and_done_again_and_the_files_are_named() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let before = desk.tree();
    desk.does(&["set", "primo", "why", "First beverage logo"]);
    let after = desk.tree();
    assert_eq!(desk.does(&["undo"]), "Primo: why set\taccounts/primo.toml\n");
    assert_eq!(desk.tree(), before, "byte for byte");
    let history = desk.does(&["history"]);
    assert!(history.contains("\tPrimo: why set\taccounts/primo.toml\ttaken back\n"), "{history}");
    assert_eq!(desk.does(&["redo"]), "Primo: why set\taccounts/primo.toml\n");
    assert_eq!(desk.tree(), after);
    desk.refuses(&["redo"], 1, "nothing to redo");
}

#[test]
fn a_step_of_the_history_is_taken_back_by_its_number_and_what_came_later_stays() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["set", "primo", "why", "First beverage logo"]);
    desk.does(&["set", "primo", "tier", "2"]);
    let steps = desk.run("history --json").json()["steps"].as_array().unwrap().clone();
    assert_eq!(
        steps.iter().map(|step| step["label"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Primo: tier set", "Primo: why set"]
    );
    assert_eq!(desk.run("history -n 1").out.lines().count(), 1);
    let step = steps[1]["step"].as_str().unwrap();
    let undone = desk.args(&["undo", step, "--json"]).json();
    assert_eq!((&undone["undone"]["label"], &undone["undone"]["undone"]), (&"Primo: why set".into(), &true.into()));
    let change = &undone["changes"][0];
    assert_eq!(
        (&change["path"], &change["was"], &change["is"]),
        (&"why".into(), &"\"First beverage logo\"".into(), &().into())
    );
    let file = desk.file("accounts/primo.toml");
    assert!(file.contains("tier = 2") && !file.contains("beverage logo"), "{file}");
    desk.refuses(&["undo", step], 1, "taken back already");
    desk.refuses(&["undo", "12"], 2, "no step 12");
    desk.refuses(&["redo", steps[0]["step"].as_str().unwrap()], 1, "it stands");
}

#[test]
fn of_a_file_that_came_or_went_as_a_whole_no_value_is_told() {
    let desk = Desk::with(&[]);
    desk.does(&["add", "Acme"]);
    for does in ["undo", "redo"] {
        let change = desk.args(&[does, "--json"]).json()["changes"][0].clone();
        let told = (&change["file"], &change["path"], &change["was"], &change["is"]);
        assert_eq!(told, (&"accounts/acme.toml".into(), &"".into(), &().into(), &().into()), "{does}");
    }
}

#[test]
fn what_somebody_changed_since_stands_and_the_other_side_is_kept() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["set", "primo", "industry", "Water"]);
    let theirs = desk.file("accounts/primo.toml").replace("Water", "Juice");
    std::fs::write(desk.path("accounts/primo.toml"), &theirs).unwrap();
    let outcome = desk.run("undo");
    assert_eq!(outcome.code, 4, "{}", outcome.err);
    let told = "nothing of “Primo: industry set” was undone";
    let stays = "industry in accounts/primo.toml (“Juice”, not “Beverages”)";
    for part in [told, stays, "lets you choose"] {
        assert!(outcome.err.contains(part), "{part}: {}", outcome.err);
    }
    assert_eq!(outcome.out, "", "what was not done is not said to be");
    assert_eq!(desk.file("accounts/primo.toml"), theirs);
}

#[test]
fn of_a_step_that_is_taken_back_in_part_it_is_said_what_stayed_and_why() {
    let call = "name = \"Acme\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n\n[[sequences]]\nid = \"s1\"\nstart = 2026-11-23\n\
                [[sequences.touches]]\nid = \"k7qd\"\nchannel = \"call\"\nperson = \"ann\"\n";
    let done = || {
        let desk = Desk::with(&[("acme", call)]);
        desk.does(&["done", "acme", "1", "--result", "no-answer", "--learned", "Try mornings."]);
        let theirs = desk.file("accounts/acme.toml").replace("\"no-answer\"", "\"left-message\"");
        std::fs::write(desk.path("accounts/acme.toml"), theirs).unwrap();
        desk
    };
    let desk = done();
    let outcome = desk.run("undo");
    assert_eq!(outcome.code, 4, "{}", outcome.err);
    assert!(outcome.out.ends_with("\taccounts/acme.toml\n"), "{}", outcome.out);
    let stays = "s1.touches.k7qd in accounts/acme.toml (“done, left-message, 23 Nov”, not “planned”)";
    assert!(outcome.err.contains("not all of “") && outcome.err.contains(stays), "{}", outcome.err);
    let file = desk.file("accounts/acme.toml");
    assert!(file.contains("left-message") && file.contains("\"done\""), "what was decided stays whole: {file}");
    assert!(!file.contains("mornings"), "the rest is taken back: {file}");
    let told = done().args(&["undo", "--json"]).json();
    let stayed = told["stayed"].as_array().unwrap();
    assert_eq!((stayed.len(), &stayed[0]["wanted"]), (1, &().into()), "{told}");
    assert!(stayed[0]["is"].as_str().unwrap().contains("left-message"), "{told}");
    let changes = told["changes"].as_array().unwrap();
    assert!(!changes.is_empty() && changes.iter().all(|change| change["path"] != stayed[0]["path"]), "{told}");
}

/// A list that was put in as one is taken back address by address: what went is told, though another stays.
#[test]
fn of_a_list_that_was_put_in_and_changed_since_it_is_said_what_went() {
    let ann = "name = \"Acme\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n";
    for (sets, then, stays) in [
        (
            ["people.ann.emails", "a@acme.example, b@acme.example"],
            &["answer", "acme", "bounced", "--person", "ann"][..],
            "a@",
        ),
        (["ids", "salesforce=1, hubspot=9"], &["set", "acme", "ids", "salesforce=1, hubspot=10"], "hubspot = \"10\""),
    ] {
        let desk = Desk::with(&[("acme", ann)]);
        desk.does(&["set", "acme", sets[0], sets[1]]);
        let steps = desk.run("history --json").json();
        let step = steps["steps"][0]["step"].as_str().unwrap().to_owned();
        desk.does(then);
        let undone = desk.args(&["undo", &step, "--json"]);
        assert_eq!(undone.code, 4, "{}", undone.err);
        let file = desk.file("accounts/acme.toml");
        assert!(file.contains(stays) && !file.contains("b@acme") && !file.contains("salesforce"), "{file}");
        assert!(undone.err.contains("not all of “"), "{}", undone.err);
        let changes = undone.json()["changes"].as_array().unwrap().clone();
        let [change] = changes.as_slice() else { panic!("{changes:?}") };
        assert!(change["is"].is_null() && change["was"].is_string(), "{change}");
    }
}

#[test]
fn that_another_address_comes_first_is_a_change() {
    let ann = "name = \"Acme\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n";
    let desk = Desk::with(&[("acme", ann)]);
    for said in ["a@x.example, b@x.example", "b@x.example, a@x.example"] {
        desk.does(&["set", "acme", "people.ann.emails", said]);
    }
    let changes = desk.args(&["undo", "--json"]).json()["changes"].clone();
    assert_eq!((changes.as_array().unwrap().len(), &changes[0]["path"]), (1, &"people.ann.emails".into()), "{changes}");
}

/// Done again, a step brings back what its undoing took, and not what was taken out or written since.
#[test]
fn what_is_done_again_at_once_is_as_it_was() {
    let ann = "name = \"Acme\"\n\n[[people]]\nid = \"ann\"\nname = \"Ann\"\n";
    for (field, says) in [
        ("tags", &["a, b", "a, c"][..]),
        ("tags", &["a, b, c", "", "a, d"]),
        ("people.ann.emails", &["a@x.example, b@x.example", "", "a@x.example"]),
        ("ids", &["salesforce=1, hubspot=9", "salesforce=1"]),
        ("people.ann.ids", &["salesforce=1, hubspot=9", "salesforce=1"]),
    ] {
        let desk = Desk::with(&[("acme", ann)]);
        for said in says {
            desk.does(&["set", "acme", field, said]);
        }
        let before = desk.file("accounts/acme.toml");
        let steps = desk.run("history --json").json();
        let step = steps["steps"][1]["step"].as_str().unwrap();
        desk.args(&["undo", step]);
        assert_ne!(desk.file("accounts/acme.toml"), before, "{field} {says:?}");
        for way in ["redo", "undo", "redo"] {
            desk.args(&[way, step]);
        }
        assert_eq!(desk.file("accounts/acme.toml"), before, "{field} {says:?}");
    }
}

/// What comes back brings its comments along, though others were busy in the file since.
#[test]
fn a_step_that_is_taken_back_in_the_middle_brings_its_comments_back() {
    let text =
        "name = \"Acme\"\n\n# the plant in Oslo first\n[offer]\nproof = \"Nordahl\" # Oslo's customer, not ours\n";
    let desk = Desk::with(&[("acme", text)]);
    desk.does(&["set", "acme", "offer.proof", ""]);
    let step = desk.run("history --json").json()["steps"][0]["step"].as_str().unwrap().to_owned();
    desk.does(&["set", "acme", "why", "They grow"]);
    desk.does(&["undo", &step]);
    let file = desk.file("accounts/acme.toml");
    assert!(file.contains("proof = \"Nordahl\" # Oslo's customer, not ours\n"), "{file}");
    assert!(file.contains("# the plant in Oslo first") && file.contains("why = \"They grow\""), "{file}");
}

#[test]
fn who_is_planned_with_since_and_goes_with_an_undo_is_told() {
    let desk = Desk::with(&[("acme", "name = \"Acme\"\n")]);
    desk.does(&["add", "acme", "person", "Bo Lee, CFO, bo@acme.example"]);
    desk.does(&["start", "acme", "--playbook", "tier-one-8", "--to", "first=bo-lee"]);
    let steps = desk.run("history --json").json();
    let undone = desk.args(&["undo", steps["steps"][1]["step"].as_str().unwrap()]);
    let told = "saved, but Acme: Bo Lee is planned with since and no longer there; `inroad doctor` says where";
    assert!(undone.code == 0 && undone.err.contains(told), "{}", undone.err);
    // Together with what was planned nothing is left to tell.
    let last = desk.args(&["redo"]);
    assert_eq!((last.code, last.err.as_str()), (0, ""));
}

#[test]
fn where_nothing_was_done_there_is_nothing_to_undo() {
    let desk = Desk::empty();
    let before = desk.tree();
    desk.refuses(&["undo"], 1, "nothing to undo");
    assert_eq!(desk.does(&["history"]), "");
    assert_eq!(desk.run("history --json").json()["steps"], serde_json::json!([]));
    assert_eq!(desk.tree(), before);
}

#[test]
fn an_account_goes_to_the_archive_and_comes_back_as_it_was() {
    let desk = Desk::with(&[("primo", PRIMO), ("globex", "name = \"Globex\"\n")]);
    let before = desk.tree();
    desk.does(&["archive", "Primo"]);
    assert_eq!(desk.file("accounts/archive/primo.toml"), PRIMO);
    assert_eq!(desk.list("accounts").len(), 1);
    assert_eq!(desk.does(&["archive"]), "primo\tPrimo\ttarget\t2\n");
    assert_eq!(desk.run("archive --json").json()["archived"][0]["id"], "primo");
    assert_eq!(desk.does(&["restore", "prim"]), "primo\n");
    assert_eq!(desk.tree(), before);
    // Back into the archive with the step before, and back once more.
    desk.does(&["undo"]);
    assert!(!desk.path("accounts/primo.toml").exists());
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), before);
    desk.refuses(&["restore", "primo"], 2, "nothing in the archive called “primo”");
    desk.refuses(&["archive", "pirmo"], 2, "did you mean primo?");
}

#[test]
fn what_lies_in_the_archive_is_named_so_whatever_was_asked_of_it() {
    let desk = Desk::with(&[
        ("old-harbor-coffee", &PRIMO.replace("Primo", "Old Harbor Coffee")),
        ("globex", "name = \"Globex\"\n"),
    ]);
    desk.does(&["archive", "old-harbor"]);
    let before = desk.tree();
    let told = "Old Harbor Coffee is archived; `inroad restore old-harbor-coffee` brings it back";
    for words in [
        &["archive", "old-harbor-coffee"][..],
        &["set", "Old Harbor Coffee", "why", "x"],
        &["log", "old-harbor", "x"],
        &["attach", "--all", "old-harbor-coffee"],
    ] {
        desk.refuses(words, 1, told);
    }
    let shown = desk.args(&["show", "old-harbor"]);
    assert!(shown.code == 0 && shown.err.contains(told), "{}", shown.err);
    assert!(shown.out.starts_with("Old Harbor Coffee\n") && shown.out.contains("Dana Cole"), "{}", shown.out);
    assert_eq!(desk.shows("old-harbor")["name"], "Old Harbor Coffee");
    desk.refuses(&["restore", "old-harbour"], 2, "did you mean old-harbor-coffee?");
    desk.refuses(&["show", "nowhere"], 2, "there is no account “nowhere”");
    assert_eq!(desk.tree(), before, "looked at, and nothing more");
    // In the plan under the same id by now: each is still shown.
    desk.does(&["add", "Old Harbor Coffee"]);
    assert!(!desk.args(&["show", "old-harbor-coffee"]).err.contains("archived"));
}

#[test]
fn who_comes_back_takes_nobodys_place() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["archive", "primo"]);
    // Whoever is new gets another, so only a hand can have taken it.
    assert_eq!(desk.does(&["add", "Primo"]), "primo-2\n");
    desk.does(&["archive", "primo-2"]);
    std::fs::write(desk.path("accounts/primo.toml"), "name = \"Primo\"\n").unwrap();
    let back = desk.run("restore primo");
    assert_eq!(back.out, "primo-2\n");
    assert!(back.err.contains("primo is taken by now; Primo is primo-2"), "{}", back.err);
    assert_eq!(desk.file("accounts/primo-2.toml"), PRIMO);
}

#[test]
fn a_file_that_cant_be_read_is_archived_and_brought_back_by_hand() {
    let desk = Desk::with(&[("odd", "= [\n"), ("primo", PRIMO)]);
    desk.refuses(&["archive", "odd"], 1, "can't be archived");
    assert!(desk.path("accounts/odd.toml").exists());
    desk.does(&["archive", "primo"]);
    for (text, why) in
        [("", "line 1, column 1: it is empty; bring it back"), ("= [\n", "line 1, column 4: this is not TOML")]
    {
        std::fs::write(desk.path("accounts/archive/primo.toml"), text).unwrap();
        let before = desk.tree();
        desk.refuses(&["restore", "primo"], 1, "accounts/archive/primo.toml: it can't be restored: ");
        desk.refuses(&["restore", "primo"], 1, why);
        assert_eq!(desk.tree(), before);
    }
}

#[test]
fn accounts_and_people_get_other_names_and_keep_their_ids() {
    let desk = Desk::with(&[("primo", PRIMO), ("globex", "name = \"Globex\"\n")]);
    desk.does(&["rename", "primo", "Primo Group"]);
    desk.does(&["rename", "primo", "Dana", "Dana Cole-Reyes"]);
    let file = desk.file("accounts/primo.toml");
    assert!(file.contains("name = \"Primo Group\"") && file.contains("name = \"Dana Cole-Reyes\""), "{file}");
    assert!(file.contains("id = \"dana-cole\"") && file.contains("# mine"), "{file}");
    let twin = desk.run("rename globex Primo Group");
    assert_eq!(twin.code, 2, "three words name a person: {}", twin.err);
    let twin = desk.args(&["rename", "globex", "primo group"]);
    assert!(twin.err.contains("there is another primo group"), "{}", twin.err);
    desk.refuses(&["rename", "primo", "Dana", " "], 2, "needs a name");
    assert!(desk.does(&["history"]).contains("Primo Group: Dana Cole renamed to Dana Cole-Reyes"));
}

#[test]
fn of_two_people_one_stays_with_all_that_both_had() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let before = desk.tree();
    let dry = desk.does(&["merge", "primo", "d-cole", "into", "dana-cole", "--dry-run"]);
    assert_eq!(dry, "D. Cole is Dana Cole now; in the notes, since it differs: name “D. Cole”\n");
    assert_eq!(desk.tree(), before);
    assert_eq!(desk.does(&["merge", "primo", "d-cole", "dana-cole"]), dry, "`into` may be left out");
    let primo = desk.shows("primo");
    let people = primo["people"].as_array().unwrap();
    assert_eq!(people.len(), 1);
    assert_eq!(
        (&people[0]["title"], &people[0]["notes"]),
        (&"CMO".into(), &"Merged with D. Cole (d-cole): name “D. Cole”.".into())
    );
    assert_eq!(primo["sequences"][0]["touches"][0]["person"], "dana-cole");
    assert_eq!(primo["sequences"][0]["to"]["first"], "dana-cole");
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), before);
    desk.refuses(&["merge", "primo", "d-cole", "into", "D. Cole"], 2, "one person already");
    desk.refuses(&["merge", "primo", "nobody", "into", "dana"], 2, "nobody");
}

#[test]
fn what_was_changed_since_is_not_taken_back_and_what_stands_in_the_way_is_named() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let first = desk.tree();
    desk.does(&["rename", "primo", "P1"]);
    let second = desk.tree();
    desk.does(&["rename", "primo", "P2"]);
    let third = desk.tree();
    let steps = desk.run("history --json").json()["steps"].as_array().unwrap().clone();
    let step = |n: usize| steps[n]["step"].as_str().unwrap().to_owned();
    let told = desk.args(&["undo", &step(1)]);
    assert_eq!((told.code, told.out.as_str()), (4, ""));
    let want = format!("P1 renamed to P2”; nothing was changed. Take that back first: inroad undo {}", step(0));
    assert!(told.err.contains(&want), "{}", told.err);
    assert_eq!(desk.tree(), third);
    assert!(!desk.does(&["history"]).contains("taken back"));
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), second);
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), first);
    desk.refuses(&["redo", &step(0)], 4, &format!("Do that again first: inroad redo {}", step(1)));
    assert_eq!(desk.tree(), first);
    desk.does(&["redo"]);
    desk.does(&["redo"]);
    assert_eq!(desk.tree(), third);
}

#[test]
fn what_stands_beside_a_person_in_the_file_goes_along_and_so_do_their_ids() {
    let goes = "id = \"d-cole\"\nname = \"D. Cole\"\nids = { hubspot = \"777\", salesforce = \"003X\" }\nown = \"precious\"\n\
                emails = [{ value = \"dc@primo.example\", note = \"weekend\" }]\n";
    let stays = "id = \"dana-cole\"\nname = \"Dana Cole\"\nids = { salesforce = \"003Y\" }\nown = \"hers\"\n";
    let desk = Desk::with(&[("primo", &format!("name = \"Primo\"\n\n[[people]]\n{goes}\n[[people]]\n{stays}"))]);
    let before = desk.tree();
    desk.does(&["merge", "primo", "d-cole", "into", "dana-cole"]);
    let person = &desk.shows("primo")["people"][0];
    assert_eq!(person["ids"], serde_json::json!({ "hubspot": "777", "salesforce": "003Y; 003X" }));
    assert_eq!(person["notes"], "Merged with D. Cole (d-cole): name “D. Cole”.");
    let file = desk.file("accounts/primo.toml");
    for kept in ["own = \"hers\"\n", "own_of_d-cole = \"precious\"\n", "note = \"weekend\""] {
        assert!(file.contains(kept), "{kept} in {file}");
    }
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), before);
}

#[test]
fn who_is_on_both_accounts_keeps_their_ids() {
    let person = "[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\n";
    let with = |name: &str, ids: &str| format!("name = \"{name}\"\n\n{person}ids = {{ {ids} }}\n");
    let (primo, inc) = (with("Primo", "salesforce = \"1\""), with("Primo Inc.", "hubspot = \"55\""));
    let desk = Desk::with(&[("primo", &primo), ("primo-inc", &inc)]);
    desk.does(&["merge", "primo-inc", "into", "primo"]);
    let ids = desk.shows("primo")["people"][0]["ids"].clone();
    assert_eq!(ids, serde_json::json!({ "hubspot": "55", "salesforce": "1" }));
}

#[test]
fn of_two_accounts_one_stays_the_other_is_archived_and_one_undo_takes_it_back() {
    let desk = Desk::with(&[("primo", PRIMO), ("primo-inc", INC)]);
    let before = desk.tree();
    let told = desk.does(&["merge", "primo-inc", "into", "primo"]);
    assert_eq!(
        told,
        "Primo Inc. merged into Primo\n1 person and 1 log entry along with it\nDana Cole is Dana Cole now\n\
         in the log, since it differs: name “Primo Inc.”; industry “Drinks”\n"
    );
    assert_eq!(desk.file("accounts/archive/primo-inc.toml"), INC, "with all that we don't know of it");
    let file = desk.file("accounts/primo.toml");
    assert!(
        file.contains("# mine") && file.contains("foo = \"bar\"") && file.contains("Merged with Primo Inc."),
        "{file}"
    );
    let primo = desk.shows("primo");
    assert_eq!((&primo["stage"], &primo["industry"]), (&"engaged".into(), &"Beverages".into()));
    assert_eq!(primo["people"][0]["linkedin"], "https://www.linkedin.com/in/danacole");
    assert_eq!(
        (&primo["log"][0]["person"], &primo["log"][0]["text"]),
        (&"dana-cole".into(), &"Met at the fair.".into())
    );
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), before);
    desk.does(&["redo"]);
    assert_eq!(desk.file("accounts/primo.toml"), file);
    desk.refuses(&["merge", "primo", "into", "primo"], 2, "one account already");
}

#[test]
fn what_cant_be_understood_is_not_merged() {
    let odd = "name = \"Odd\"\ntier = \"best\"\n";
    let desk = Desk::with(&[("primo", PRIMO), ("odd", odd), ("torn", "= [\n")]);
    let before = desk.tree();
    desk.refuses(&["merge", "odd", "into", "primo"], 2, "line 2");
    desk.refuses(&["merge", "torn", "into", "primo"], 1, "torn can't be changed: accounts/torn.toml:1:4");
    desk.refuses(&["merge", "primo", "into", "torn"], 1, "torn can't be changed: accounts/torn.toml:1:4");
    assert_eq!(desk.tree(), before);
}

#[test]
fn whom_we_know_at_a_new_account_is_told_or_taken_over_in_the_same_step() {
    const CONTACTS: &str = "format = 1\n\n[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ncompany = \"Primo, Inc.\"\n\n\
                            [[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\ncompany = \"Globex\"\n";
    let desk = Desk::empty();
    std::fs::write(desk.path("contacts.toml"), CONTACTS).unwrap();
    let told = desk.args(&["add", "Primo"]);
    assert_eq!((told.code, told.out.as_str()), (0, "primo\n"));
    assert!(told.err.contains("you know 1 person at Primo: Dana Cole"), "{}", told.err);
    assert!(told.err.contains("`inroad attach dana-cole primo`"), "{}", told.err);
    assert_eq!(desk.file("contacts.toml"), CONTACTS);
    // It is told whichever way an account comes.
    desk.does(&["archive", "primo"]);
    let told = desk.args(&["restore", "primo"]).err;
    assert!(told.contains("`inroad attach dana-cole primo`"), "{told}");
    desk.does(&["undo"]);
    desk.does(&["undo"]);
    // Who can't be read is not nobody.
    std::fs::write(desk.path("contacts.toml"), format!("{CONTACTS}x = [\n")).unwrap();
    for args in [["attach", "dana-cole", "primo"], ["attach", "--all", "primo"]] {
        desk.refuses(&args, 1, "contacts.toml:");
    }
    std::fs::write(desk.path("contacts.toml"), CONTACTS).unwrap();
    // What it says can be done.
    assert_eq!(desk.does(&["attach", "dana-cole", "primo"]), "dana-cole\tDana Cole\n");
    desk.does(&["undo"]);
    desk.does(&["undo"]);
    let before = desk.tree();
    let taken = desk.args(&["add", "Primo", "--with-contacts"]);
    assert!(taken.err.contains("taken over"), "{}", taken.err);
    assert!(
        desk.file("accounts/primo.toml").contains("Dana Cole") && !desk.file("contacts.toml").contains("Dana Cole")
    );
    desk.does(&["undo"]);
    let left = |tree: Vec<(std::path::PathBuf, Vec<u8>)>| {
        tree.into_iter().filter(|(path, _)| !path.starts_with("accounts/archive")).collect::<Vec<_>>()
    };
    assert_eq!(left(desk.tree()), left(before));
    assert_eq!(desk.args(&["add", "Initech", "--with-contacts"]).err, "");
    // A second of that name is nobody's wish who wants these people.
    desk.does(&["add", "Primo"]);
    let way = "there is a Primo already (primo); `inroad attach --all primo` takes over whom you know there";
    desk.refuses(&["add", "primo", "--with-contacts"], 2, way);
    let told = desk.args(&["add", "Globex", "--with-contacts", "--json"]).json();
    assert_eq!((&told["people"][0]["id"], &told["people"][0]["was_there"]), (&"ann-bee".into(), &false.into()));
}

#[test]
fn everybody_we_know_at_an_account_comes_onto_it_in_one_step_and_who_is_there_already_is_one_with_them() {
    const CONTACTS: &str = "format = 1\n\n[[people]]\nid = \"kim\"\nname = \"Kim Kaya\"\ntitle = \"Intern\"\ncompany = \"Primo\"\n\n\
                            [[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\ntitle = \"CMO\"\ncompany = \"Primo, Inc.\"\n\n\
                            [[people]]\nid = \"ann-bee\"\nname = \"Ann Bee\"\ncompany = \"Globex\"\n\n\
                            [[people]]\nid = \"dana-cole-2\"\nname = \"Dana Cole\"\ncompany = \"Globex\"\n";
    let desk = Desk::empty();
    std::fs::write(desk.path("contacts.toml"), CONTACTS).unwrap();
    let told = desk.args(&["add", "Primo"]).err;
    assert!(told.contains("you know 2 people at Primo: Dana Cole, Kim Kaya"), "the CMO first: {told}");
    assert!(told.contains("`inroad attach --all primo` takes all of them over"), "{told}");
    desk.does(&["add", "primo", "person", "Dana Cole, VP Marketing"]);
    let before = desk.tree();
    let all = desk.args(&["attach", "--all", "primo"]);
    assert_eq!(all.out, "dana-cole\tDana Cole\nkim\tKim Kaya\n");
    let said = "Dana Cole (dana-cole) was there already; in the notes, since it differs: title “CMO”";
    assert!(all.err.contains(said), "{}", all.err);
    let primo = desk.shows("primo");
    let people = primo["people"].as_array().unwrap();
    assert_eq!(
        (people.len(), &people[0]["title"], &people[0]["notes"]),
        (2, &"VP Marketing".into(), &"Among the contacts: title “CMO”.".into())
    );
    assert!(!desk.file("contacts.toml").contains("Kim") && desk.file("contacts.toml").contains("Ann Bee"));
    desk.does(&["undo"]);
    assert_eq!(desk.tree(), before, "one step");
    // Another of that name, who works elsewhere, is another.
    let other = desk.args(&["attach", "dana-cole-2", "ann-bee", "primo", "--json"]);
    assert_eq!(other.json()["people"][0]["namesake"], "dana-cole");
    assert!(other.err.contains("`inroad merge primo dana-cole-2 into dana-cole`"), "{}", other.err);
    desk.does(&["merge", "primo", "dana-cole-2", "into", "dana-cole"]);
    desk.does(&["attach", "--all", "primo"]);
    desk.refuses(&["attach", "--all", "primo"], 1, "you know nobody at Primo");
    desk.refuses(&["attach", "primo"], 2, "say who goes onto which account");
    desk.refuses(&["attach", "--all", "ann-bee", "primo"], 2, "the account alone");
}

/// The number of the step that is called so.
fn step(desk: &Desk, label: &str) -> String {
    let history = desk.does(&["history"]);
    let line = history.lines().find(|line| line.contains(label)).unwrap_or_else(|| panic!("{label}: {history}"));
    line.split('\t').next().unwrap().to_owned()
}

#[test]
fn an_account_in_the_archive_is_not_there_twice_whatever_is_taken_back_and_done_again() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["add", "Zed"]);
    desk.does(&["archive", "zed"]);
    let archived = desk.tree();
    let added = step(&desk, "Zed added");
    desk.refuses(&["undo", &added], 4, "Take that back first: inroad undo");
    assert_eq!(desk.tree(), archived);
    // Nor do those of several accounts go without that one.
    let list = desk.home().join("list.csv");
    std::fs::write(&list, "Company,Name,Title\nAcme,Ann Lee,CEO\nBeta,Bo Day,CEO\n").unwrap();
    desk.does(&["import", list.to_str().unwrap(), "--accounts", "all"]);
    desk.does(&["archive", "acme"]);
    let whole = desk.tree();
    let imported = step(&desk, "list.csv");
    let first = format!("Take that back first: inroad undo {}", step(&desk, "Acme archived"));
    desk.refuses(&["undo", &imported], 4, &first);
    assert_eq!(desk.tree(), whole);
    desk.does(&["restore", "acme"]);
    desk.does(&["undo", &imported]);
    assert!(!desk.path("accounts/beta.toml").exists() && !desk.path("accounts/acme.toml").exists());
}

#[test]
fn who_came_from_the_contacts_onto_an_account_that_is_archived_by_now_is_not_among_them_too() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let list = desk.home().join("list.csv");
    std::fs::write(&list, "Company,Name\nQuark,Ann Lee\n").unwrap();
    desk.does(&["import", list.to_str().unwrap()]);
    desk.does(&["attach", "ann-lee", "primo"]);
    desk.does(&["archive", "primo"]);
    let archived = desk.tree();
    desk.refuses(&["undo", &step(&desk, "attached")], 4, "Take that back first: inroad undo");
    assert_eq!(desk.tree(), archived);
}

#[test]
fn who_came_from_the_contacts_and_was_changed_since_is_not_among_them_too() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let list = desk.home().join("list.csv");
    std::fs::write(&list, "Company,Name\nQuark,Ann Lee\n").unwrap();
    desk.does(&["import", list.to_str().unwrap()]);
    desk.does(&["attach", "ann-lee", "primo"]);
    desk.does(&["rename", "primo", "ann-lee", "Ann Lea"]);
    let renamed = desk.tree();
    let first = format!("Take that back first: inroad undo {}", step(&desk, "renamed to Ann Lea"));
    desk.refuses(&["undo", &step(&desk, "attached")], 4, &first);
    assert_eq!(desk.tree(), renamed);
    desk.does(&["undo"]);
    desk.does(&["undo"]);
    assert_eq!(desk.list("contacts").len(), 1);
    assert!(!desk.file("accounts/primo.toml").contains("Ann Le"));
}

#[test]
fn who_went_onto_an_account_is_no_contact_again_when_the_import_that_brought_them_is_done_again() {
    for others in [&["Company,Name\nGamma,Old One\n"][..], &[]] {
        let desk = Desk::with(&[("primo", PRIMO)]);
        let list = desk.home().join("list.csv");
        for text in others.iter().chain(&["Company,Name\nAcme,Ann Roe\nAcme,Bob Ray\nBeta,Ce Le\n"]) {
            std::fs::write(&list, text).unwrap();
            desk.does(&["import", list.to_str().unwrap()]);
        }
        desk.does(&["attach", "ann-roe", "primo"]);
        let attached = desk.tree();
        let imported = &step(&desk, "list.csv");
        for _ in 0..2 {
            desk.does(&["undo", imported]);
            let contacts: Vec<String> =
                desk.list("contacts").iter().map(|contact| contact["name"].as_str().unwrap().to_owned()).collect();
            assert_eq!(contacts, others.iter().map(|_| "Old One").collect::<Vec<_>>());
            desk.does(&["redo", imported]);
            assert_eq!(desk.tree(), attached, "{others:?}");
            assert_eq!(desk.does(&["conflicts"]), "");
        }
        // Where nobody has gone, everybody comes back.
        let attach = step(&desk, "ann-roe attached");
        desk.does(&["undo", &attach]);
        let imported_whole = desk.tree();
        desk.does(&["undo", imported]);
        desk.does(&["redo", imported]);
        assert_eq!(desk.tree(), imported_whole, "{others:?}");
    }
}

#[test]
fn what_waits_since_it_could_not_be_taken_back_waits_no_more_once_it_is_done_again() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["add", "Zed"]);
    let path = desk.path("accounts/zed.toml");
    let named = "name = \"Zed\"\n";
    let edited = desk.file("accounts/zed.toml").replace(named, &format!("{named}why = \"by hand\"\n"));
    std::fs::write(&path, edited).unwrap();
    let added = step(&desk, "Zed added");
    assert_eq!(desk.args(&["undo", &added]).code, 4);
    assert_eq!(desk.run("conflicts").code, 3);
    desk.does(&["redo", &added]);
    assert_eq!(desk.does(&["conflicts"]), "");
    assert!(desk.file("accounts/zed.toml").contains("by hand"));
}

#[test]
fn an_account_whose_name_lies_in_the_archive_already_comes_back_by_the_name_that_is_told() {
    let desk = Desk::with(&[]);
    for unit in ["First", "Second"] {
        desk.does(&["add", "Acme", "--unit", unit]);
        desk.does(&["archive", "acme"]);
    }
    desk.does(&["undo"]);
    let said = desk.args(&["archive", "acme"]).err;
    assert!(said.contains("`inroad restore acme-2` brings it back"), "{said}");
    desk.does(&["restore", "acme-2"]);
    assert!(desk.file("accounts/acme-2.toml").contains("Second"));
}

#[test]
fn a_step_of_an_account_that_is_archived_by_now_brings_no_second_one() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    desk.does(&["set", "primo", "industry", "Foods"]);
    desk.does(&["archive", "primo"]);
    let archived = desk.tree();
    let edited = step(&desk, "industry");
    desk.refuses(&["undo", &edited], 4, "Take that back first: inroad undo");
    assert_eq!(desk.tree(), archived);
    // Nor does one that went there and back, and was changed since.
    desk.does(&["restore", "primo"]);
    desk.does(&["set", "primo", "why", "W"]);
    let there = desk.tree();
    let restored = step(&desk, "back from");
    desk.refuses(&["undo", &restored], 4, "Take that back first: inroad undo");
    assert_eq!(desk.tree(), there);
    desk.does(&["undo"]);
    desk.does(&["undo", &restored]);
    assert_eq!(desk.tree(), archived);
    // Where it has come back already there is nothing to be taken back.
    desk.does(&["restore", "primo"]);
    let back = desk.tree();
    desk.refuses(&["undo", &step(&desk, "Primo archived")], 4, "Take that back first: inroad undo");
    assert_eq!(desk.tree(), back);
}

#[test]
fn what_is_left_alone_when_a_step_of_many_is_taken_back_is_said() {
    let desk = Desk::with(&[("primo", PRIMO)]);
    let list = desk.home().join("list.csv");
    std::fs::write(&list, "Company,Name\nAcme,Ann Lee\nBeta,Bo Day\n").unwrap();
    desk.does(&["import", list.to_str().unwrap(), "--accounts", "all"]);
    std::fs::remove_file(desk.path("accounts/acme.toml")).unwrap();
    let undone = desk.args(&["undo", &step(&desk, "list.csv")]);
    assert!(undone.err.contains("acme: gone since, and left as it is"), "{}{}", undone.out, undone.err);
    assert!(!desk.path("accounts/beta.toml").exists());
}

#[test]
fn an_import_in_the_middle_is_taken_back_and_the_ids_of_others_stay() {
    let desk = Desk::empty();
    let import = |name: &str, text: &str| {
        let list = desk.home().join(name);
        std::fs::write(&list, text).unwrap();
        desk.does(&["import", list.to_str().unwrap()]);
    };
    import("a.csv", "Name,Company,Email\nDana Moss,Primo,dana@primo.example\n");
    import(
        "hub.csv",
        "Record ID,First Name,Last Name,Email,Associated Company\n511,Dana,Moss,dana@primo.example,Primo\n",
    );
    import(
        "sales.csv",
        "First Name,Last Name,Email,Account Name,Contact ID\nDana,Moss,dana@primo.example,Primo,003AA00000AAAAA\n",
    );
    desk.does(&["undo", &step(&desk, "hub.csv")]);
    let contacts = desk.file("contacts.toml");
    assert!(contacts.contains("003AA00000AAAAA") && !contacts.contains("511"), "{contacts}");
}
