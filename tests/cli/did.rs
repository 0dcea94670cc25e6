//! What a command that changes something says of it to scripts: the same keys everywhere.

use serde_json::{Value, json};

use crate::desk::Desk;

/// What every such command says.
const ALWAYS: [&str; 8] = ["format", "account", "name", "did", "stage", "moves", "made", "statuses"];

#[test]
fn every_change_is_told_as_json_in_one_shape() {
    let cases: [(&[&str], &str, &[&str]); 15] = [
        (&["done", "primo", "2"], "touch 2 done", &["touch"]),
        (&["skip", "primo", "3"], "touch 3 skipped", &["touch"]),
        (&["postpone", "primo", "3", "+5bd"], "touch 3 postponed", &["touch"]),
        (&["pause", "primo", "--until", "9 dec"], "sequence 1 paused", &["sequence"]),
        (&["set", "primo", "tier", "2"], "tier set", &["field", "value"]),
        (&["add", "primo", "person", "Kim Kaya"], "person added", &["id", "title"]),
        (&["next", "primo", "Send it", "--by", "fri"], "next step added", &["next_step"]),
        (&["log", "primo", "Met Dana"], "log", &["id"]),
        (
            &["answer", "primo", "replied", "--touch", "1"],
            "replied",
            &["id", "person", "touch", "held", "cancelled", "asks"],
        ),
        (&["meet", "primo", "--at", "thu 10:00"], "meeting booked", &["meeting"]),
        (&["held", "primo", "--result", "order", "--meeting", "1"], "meeting held: order", &["meeting"]),
        (&["cancelled", "primo", "--meeting", "1"], "meeting cancelled", &["meeting"]),
        (
            &["start", "primo", "--playbook", "tier-one-8"],
            "Tier-one eight begun",
            &["sequence", "playbook", "touches", "first", "open_roles"],
        ),
        (&["resume", "corvane", "1"], "sequence 1 resumed", &["sequence"]),
        (&["no-show", "primo", "--meeting", "1", "--rebook"], "meeting no show", &["meeting"]),
    ];
    for (args, did, more) in cases {
        let desk = Desk::demo();
        if args[0] == "resume" {
            desk.run("pause corvane 1");
        }
        let outcome = desk.args(&[args, &["--json"]].concat());
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
        let told = outcome.json();
        let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, [&ALWAYS[..], more].concat(), "{args:?}");
        assert_eq!(told["did"], *did, "{args:?}");
    }
    let desk = Desk::demo();
    let made = desk.args(&["add", "Nimbus", "--json"]).json();
    let none: [Value; 0] = [];
    assert_eq!(
        made,
        json!({
            "format": 1, "account": "nimbus", "name": "Nimbus", "did": "Nimbus added", "stage": "target",
            "moves": none, "made": none, "statuses": none,
        })
    );
}

#[test]
fn what_a_command_makes_beside_is_told_to_people_and_scripts() {
    let lists = |told: &Value| -> Vec<String> {
        let made = told["made"].as_array().unwrap();
        made.iter().map(|made| format!("{}: {}", made["list"], made["title"]).replace('"', "")).collect()
    };
    let count = |told: &Value, status: &str| {
        told["statuses"].as_array().unwrap().iter().filter(|touch| touch["status"] == status).count()
    };
    let desk = Desk::demo();
    let met = desk.args(&["meet", "primo", "--at", "thu 10:00", "--json"]).json();
    assert_eq!((met["stage"].as_str(), count(&met, "held")), (Some("meeting"), 9), "{met}");
    let again = desk.args(&["no-show", "solvanta", "--rebook", "--json"]).json();
    assert!(lists(&again).iter().any(|made| made.starts_with("touches: ")), "{again}");
    let desk = Desk::demo();
    let held = desk.args(&["held", "solvanta", "--advance", "Pilot by 15 dec", "--json"]);
    assert!(lists(&held.json()).contains(&"next_steps: Pilot".to_owned()), "{}", held.out);

    let desk = Desk::demo();
    let referred = desk.args(&["answer", "primo", "referred", "--touch", "1", "--to", "Ana Diaz, Head", "--json"]);
    assert!(lists(&referred.json()).iter().any(|made| made == "people: Ana Diaz"), "{}", referred.out);
    assert!(referred.err.contains("new: Ana Diaz (people.ana-diaz)"), "{}", referred.err);

    let desk = Desk::demo();
    let added = desk.args(&["add", "primo", "meeting", "thu 10:00, Dana, Zoom: agree a pilot"]);
    for told in ["9 touches held; stage meeting", "its objective was “", "mateusz-zielinski was to be there too"] {
        assert!(added.err.contains(told), "{told}: {}", added.err);
    }
    let dateless = desk.args(&["add", "primo", "next-step", "Send it"]);
    assert!(dateless.err.contains("it has no day yet"), "{}", dateless.err);
}

#[test]
fn what_comes_and_goes_is_told_in_the_same_shape() {
    let desk = Desk::demo();
    std::fs::write(desk.path("contacts.toml"), "format = 1\n\n[[people]]\nid = \"kim-kaya\"\nname = \"Kim Kaya\"\n")
        .unwrap();
    let cases: [(&[&str], &str, &[&str]); 6] = [
        (&["archive", "primo"], "archived", &[]),
        (&["restore", "primo"], "restored", &[]),
        (&["rename", "primo", "Primo Group"], "Primo renamed to Primo Group", &[]),
        (&["attach", "kim-kaya", "primo"], "attached", &["people", "person"]),
        (&["merge", "solvanta", "into", "primo", "--dry-run"], "merged into Primo Group", &["told", "dry_run"]),
        (&["merge", "solvanta", "into", "primo"], "merged into Primo Group", &["told", "dry_run"]),
    ];
    for (args, did, more) in cases {
        let outcome = desk.args(&[args, &["--json"]].concat());
        assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.err);
        let told = outcome.json();
        let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, [&ALWAYS[..], more].concat(), "{args:?}");
        assert_eq!(told["account"], "primo", "{args:?}");
        assert!(told["did"].as_str().unwrap().ends_with(did), "{args:?}: {}", told["did"]);
    }
}

#[test]
fn what_moves_is_told_with_both_days() {
    let desk = Desk::demo();
    let due = |n: usize| desk.shows("primo")["sequences"][0]["touches"][n - 1]["due"].clone();
    let before = due(4);
    let told = desk.args(&["postpone", "primo", "3", "+5bd", "--json"]).json();
    let fourth = told["moves"].as_array().unwrap().iter().find(|each| each["n"] == 4).unwrap().clone();
    assert_eq!((&fourth["from"], &fourth["to"]), (&before, &due(4)));
    assert_eq!((&told["touch"]["n"], &told["touch"]["due"]), (&json!(3), &due(3)));
}

#[test]
fn lists_are_narrowed_by_the_words_of_what_they_list() {
    let desk = Desk::demo();
    let all = |words: &str, key: &str| -> Vec<String> {
        desk.list(words).iter().map(|item: &Value| item[key].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(all("people dana", "id"), ["dana-cole"], "not everybody who works with her");
    assert!(all("people economic tier:1", "influence").iter().all(|influence| influence == "economic"));
    assert!(!all("people primo", "id").is_empty());
    let calls = all("touches call due:week", "channel");
    assert!(!calls.is_empty() && calls.iter().all(|channel| channel == "call"), "{calls:?}");
    assert!(all("touches !planned primo", "status").iter().all(|status| status != "planned"));
    assert_eq!(all("goals logos", "id").len(), 1);
    assert_eq!(all("goals zzz", "id"), [""; 0]);
    assert_eq!(all("playbooks sprint", "id"), ["trigger-sprint-9"]);
}

#[test]
fn what_was_nearly_named_is_offered() {
    let desk = Desk::demo();
    let before = desk.tree();
    let id = desk.shows("primo")["sequences"][0]["touches"][1]["id"].as_str().unwrap().to_owned();
    let slip: String = id.chars().rev().collect::<String>()[..3].chars().rev().collect();
    let cases: [(&[&str], &str); 9] = [
        (&["done", "primo", &slip], &format!("did you mean {id}?")),
        (&["start", "primo", "--playbook", "tier-one-9x"], "did you mean tier-one-"),
        (&["start", "primo", "--to", "frist=Dana"], "did you mean first?"),
        (&["start", "primo", "--to", "first=Dnaa"], "did you mean Dana Cole?"),
        (&["set", "primo", "teir", "1"], "did you mean tier?"),
        (&["set", "primo", "people.dana-col.influence", "user"], "did you mean dana-cole?"),
        (&["set", "primo", "people.dana-cole.influnce", "user"], "did you mean influence?"),
        (&["answer", "primo", "replid"], "did you mean replied?"),
        (&["add", "primo", "persn", "Kim Kaya"], "did you mean person?"),
    ];
    for (args, says) in cases {
        desk.refuses(args, 2, says);
    }
    assert_eq!(desk.tree(), before);
}

#[test]
fn verbose_says_what_is_used_and_written() {
    let desk = Desk::demo();
    let outcome = desk.run("set primo tier 2 -v");
    let plan = std::fs::canonicalize(desk.path("")).unwrap();
    assert!(outcome.err.contains(&format!("{}: 12 accounts", plan.display())), "{}", outcome.err);
    assert!(outcome.err.contains("saved accounts/primo.toml: Primo: tier set"), "{}", outcome.err);
    assert_eq!(desk.run("set primo tier 1").err, "");
}

#[test]
fn nothing_is_asked_where_nobody_is_to_be_asked() {
    let desk = Desk::bare();
    let made = desk.run("demo --no-input --json").json();
    assert_eq!(made["format"], 1);
    desk.refuses(&["--no-input"], 2, "the screen asks for keys");
}
