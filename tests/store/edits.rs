//! Any edits in any order: the text says exactly what was meant, and what is its owner's stays with its item.

use inroad::domain::account::{Account, LogEntry, NextStep};
use inroad::domain::fields::{Place, get, ids_of, set, specs};
use inroad::domain::items::{remove, shift};
use inroad::domain::meeting::Meeting;
use inroad::domain::people::Person;
use inroad::domain::research::Finding;
use inroad::domain::sequence::Sequence;
use inroad::domain::step::Way;
use inroad::domain::touch::Touch;
use proptest::prelude::*;
use toml::{Table, Value};

use crate::disk::{Desk, Disk, complete, patched, read};
use crate::fields::{another, places};

/// One thing a person does; numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Edit {
    Set(usize, usize),
    Write(usize, String),
    Remove(usize),
    Shift(usize, bool),
    Add(usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let text = prop_oneof!["[a-z \"'\\\\#\n\\[\\]={}]{0,20}", any::<String>()];
    prop_oneof![
        4 => (any::<usize>(), any::<usize>()).prop_map(|(item, field)| Edit::Set(item, field)),
        2 => (any::<usize>(), text).prop_map(|(item, text)| Edit::Write(item, text)),
        2 => any::<usize>().prop_map(Edit::Remove),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(item, down)| Edit::Shift(item, down)),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(list, at)| Edit::Add(list, at)),
    ]
}

fn insert<T>(items: &mut Vec<T>, at: usize, item: T) {
    let at = at % (items.len() + 1);
    items.insert(at, item);
}

fn apply(account: &mut Account, edit: &Edit, id: String, desk: &Desk) {
    let all = places(account);
    let before = account.clone();
    let context = desk.context(&before);
    match edit {
        Edit::Set(item, field) => {
            let place = all[item % all.len()];
            let specs = specs(account, place);
            let spec = specs[field % specs.len()];
            let now = get(account, place, spec.key, &context).unwrap();
            // What is no valid value any more, after the edits before, changes nothing.
            if set(account, place, spec.key, &another(place, spec, &now), &context).is_err() {
                *account = before;
            }
        }
        Edit::Write(item, text) => match item % 4 {
            0 => account.why.clone_from(text),
            1 => account.log.iter_mut().for_each(|entry| entry.text.clone_from(text)),
            2 => account.tags.push(text.clone()),
            _ => account.people.iter_mut().take(1).for_each(|person| person.notes.clone_from(text)),
        },
        Edit::Remove(item) => _ = remove(account, all[item % all.len()]),
        Edit::Shift(item, down) => _ = shift(account, all[item % all.len()], *down),
        Edit::Add(list, at) => match list % 7 {
            0 => insert(&mut account.people, *at, Person { id, name: "New".into(), ..Person::default() }),
            1 => insert(&mut account.research, *at, Finding { id, ..Finding::default() }),
            2 => insert(&mut account.meetings, *at, Meeting { id, ..Meeting::default() }),
            3 => insert(&mut account.next_steps, *at, NextStep { id, ..NextStep::default() }),
            4 => insert(&mut account.log, *at, LogEntry { id, ..LogEntry::default() }),
            5 => {
                let touches = vec![Touch { id: format!("{id}t"), ..Touch::default() }];
                insert(&mut account.sequences, *at, Sequence { id, touches, ..Sequence::default() });
            }
            _ => {
                if let Some(sequence) = account.sequences.first_mut() {
                    insert(&mut sequence.touches, *at, Touch { id, ..Touch::default() });
                }
            }
        },
    }
}

/// The example with more items of each kind, in odd places, and in each a key and a comment of its owner's.
fn owned() -> String {
    let more = "
[[people]]
id = \"kim-lo\"
name = \"Kim Lo\"

[[research]]
id = \"r2d9\"

[[entry_point.candidates]]
id = \"e8x2\"
unit = \"Sales\"

[[log]]
id = \"m3y0\"
text = \"Called.\"

[[next_steps]]
id = \"n9s3\"

[weather]
wind = 3 # knots

[[sequences.touches]]
id = \"x3nb\"
channel = \"letter\"

[[meetings]]
id = \"g6u1\"

[[research]]
id = \"r3e0\"
";
    let mut text = String::from("# head\n\n");
    for line in format!("{}{more}", complete()).lines() {
        text.push_str(line);
        text.push('\n');
        if let Some(id) = line.strip_prefix("id = \"").and_then(|rest| rest.split('"').next()) {
            for part in ["# inside ", id, "\nown = \"", id, "\" # of ", id, "\n"] {
                text.push_str(part);
            }
        }
    }
    text
}

/// Tables in braces, dotted keys and a header that comes late, as somebody would write who likes it short.
const SHORT: &str = "# head
name = 'Primo'
people = [{ id = \"dana\", own = \"dana\", name = \"Dana\" }, {id = \"lee\", own = \"lee\"},
  { name = \"Kim\", id = \"kim\", own = \"kim\", emails = [{value = \"kim@primo.example\", verified = true}] }, # boss
]
research = [ { id = \"r1\", own = \"r1\", people = [\"dana\"] } ]
entry_point.unit = \"Marketing\"
entry_point.candidates = [{ id = \"e1\", own = \"e1\" }, { id = \"e2\", own = \"e2\", pain = 3 }]
sequences = [{ id = \"s1\", own = \"s1\", to.first = \"dana\", touches = [{ id = \"t1\", own = \"t1\" }, { id = \"t2\", own = \"t2\" }] }]
[weather]
wind = 3 # knots
[[log]]
id = \"m1\"
own = \"m1\"
[[log]]
own = \"m2\"
id = \"m2\"
[[stages]]
to = \"target\"
";

/// Every table with an id and a key of its owner's.
fn owned_by(table: &Table, found: &mut Vec<(String, String)>) {
    if let (Some(id), Some(own)) = (table.get("id").and_then(Value::as_str), table.get("own").and_then(Value::as_str)) {
        found.push((id.to_owned(), own.to_owned()));
    }
    for value in table.values() {
        match value {
            Value::Table(inner) => owned_by(inner, found),
            Value::Array(items) => items.iter().filter_map(Value::as_table).for_each(|inner| owned_by(inner, found)),
            _ => {}
        }
    }
}

/// More of them where the figures of the promises are to be reached: `cargo nextest run --profile faults`.
fn config() -> ProptestConfig {
    let is_full = std::env::var("NEXTEST_PROFILE").is_ok_and(|profile| profile == "faults");
    let cases = if is_full { 2000 } else { 128 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_text_says_what_was_meant_and_keeps_what_is_its_owners(
        edits in prop::collection::vec(edit(), 1..12),
        short in any::<bool>(),
    ) {
        let desk = Desk::new();
        let mut text = if short { SHORT.to_owned() } else { owned() };
        let mut account = read(&text);
        for (n, edit) in edits.iter().enumerate() {
            let old = account.clone();
            apply(&mut account, edit, format!("new{n}"), &desk);
            text = patched(&text, &old, &account);
        }
        let mut found = Vec::new();
        owned_by(&text.parse::<Table>().unwrap(), &mut found);
        for (_, _, id) in ids_of(&account).iter().filter(|(_, _, id)| !id.starts_with("new")) {
            prop_assert!(found.iter().any(|(item, own)| item == id && own == id), "{id} lost its own key:\n{text}");
            for comment in [format!("# inside {id}\n"), format!("# of {id}\n")] {
                prop_assert!(short || text.contains(&comment), "{comment} is gone:\n{text}");
            }
        }
        prop_assert!(text.starts_with("# head\n") && text.contains("[weather]\nwind = 3 # knots\n"), "{text}");
    }

    #[test]
    fn everything_can_be_taken_back_to_the_last_byte(edits in prop::collection::vec(edit(), 1..12)) {
        let desk = Desk::new();
        let original = owned();
        let mut disk = Disk::with(&original);
        for (n, edit) in edits.iter().enumerate() {
            let mut account = disk.account();
            apply(&mut account, edit, format!("new{n}"), &desk);
            if account != disk.account() {
                disk.save(&account).unwrap();
            }
        }
        let last = disk.text();
        let mut undone = Vec::new();
        while !disk.steps.is_empty() {
            undone.push(disk.undo());
        }
        prop_assert_eq!(disk.text(), original);
        for id in undone.into_iter().rev() {
            disk.turn(Way::Redo(id)).unwrap();
        }
        prop_assert_eq!(disk.text(), last);
    }
}

#[test]
fn the_texts_to_begin_with_are_read_whole() {
    let problems = Disk::with(SHORT).problems();
    assert!(problems.iter().all(|problem| problem.starts_with("plan.toml")), "{problems:?}");
    let account = read(&owned());
    assert_eq!(places(&account).len(), ids_of(&account).len() + 2);
    assert!(ids_of(&account).iter().any(|(_, place, _)| matches!(place, Place::Touch(at) if at.touch == 2)));
}
