//! The merge by example, and what may never happen.

use proptest::prelude::*;
use toml::{Table, Value};

use super::{Merged, get, merge, set};

fn tree(text: &str) -> Table {
    text.parse().unwrap()
}

fn merged(base: &str, ours: &str, theirs: &str) -> (Table, Vec<String>) {
    let Merged { tree: result, clashes } = merge(&tree(base), &tree(ours), &tree(theirs));
    (result, clashes.into_iter().map(|clash| clash.path).collect())
}

#[test]
fn where_somebody_came_from_is_no_choice() {
    let person = |origin: &str| format!("[[people]]\nid = \"a\"\nname = \"Ann\"\n{origin}");
    let early = person("source = \"vCard\"\nimported = 2026-11-24\n");
    for (late, source) in [
        ("source = \"LinkedIn connections\"\nimported = 2026-11-25\n", "vCard, LinkedIn connections"),
        ("source = \"vCard\"\nimported = 2026-12-01\n", "vCard"),
        ("source = \"other.csv\"\n", "vCard, other.csv"),
        ("source = \"xyz.csv\"\nimported = 2026-11-24\n", "vCard, xyz.csv"),
        ("source = \"vCard, xyz.csv\"\nimported = 2026-11-24\n", "vCard, xyz.csv"),
        ("imported = 2026-11-30\n", "vCard"),
    ] {
        let late = person(late);
        let want = person(&format!("source = \"{source}\"\nimported = 2026-11-24\n"));
        for (ours, theirs) in [(&early, &late), (&late, &early)] {
            assert_eq!(merged("", ours, theirs), (tree(&want), Vec::new()), "{late}");
        }
    }
    // Anything else of them is one, and so is this where both knew it, or where it is no person's.
    let titled = |title: &str, day: u8| person(&format!("title = \"{title}\"\nimported = 2026-11-{day}\n"));
    assert_eq!(
        merged("", &titled("CEO", 24), &titled("CFO", 25)),
        (tree(&titled("CFO", 24)), vec!["people.a.title".to_owned()])
    );
    assert_eq!(merged(&early, &titled("CEO", 25), &titled("CEO", 26)).1, ["people.a.imported"]);
    assert_eq!(merged("", "source = 1", "source = 2").1, ["source"]);
}

/// What it is about; base, ours, theirs and the result; the conflicts.
type Case = (&'static str, String, String, String, String, &'static [&'static str]);

#[test]
fn who_changed_what_by_example() {
    let people = |names: &[(&str, &str)]| {
        let person = |(id, name): &(&str, &str)| format!("[[people]]\nid = \"{id}\"\nname = \"{name}\"\n");
        names.iter().map(person).collect::<Vec<_>>().concat()
    };
    let ann_bob = people(&[("a", "Ann"), ("b", "Bob")]);
    let cases: [Case; 19] = [
        (
            "each took another out of a table",
            "x = 1\nids = { a = '1', b = '2' }".into(),
            "x = 1\nids = { a = '1' }".into(),
            "x = 1\nids = { b = '2' }".into(),
            "x = 1".into(),
            &[],
        ),
        ("neither", "x = 1".into(), "x = 1".into(), "x = 1".into(), "x = 1".into(), &[]),
        ("we", "x = 1".into(), "x = 2".into(), "x = 1".into(), "x = 2".into(), &[]),
        ("they", "x = 1".into(), "x = 1".into(), "x = 2".into(), "x = 2".into(), &[]),
        ("both alike", "x = 1".into(), "x = 2".into(), "x = 2".into(), "x = 2".into(), &[]),
        ("both", "x = 1".into(), "x = 2".into(), "x = 3".into(), "x = 3".into(), &["x"]),
        ("different keys", String::new(), "x = 1".into(), "y = 2".into(), "y = 2\nx = 1".into(), &[]),
        ("we took it out", "x = 1\ny = 1".into(), "y = 1".into(), "x = 1\ny = 2".into(), "y = 2".into(), &[]),
        (
            "one word each",
            "x = ['a', 'b', 'c']".into(),
            "x = ['a', 'b']".into(),
            "x = ['b', 'c']".into(),
            "x = ['b']".into(),
            &[],
        ),
        (
            "all but one each",
            "x = ['a', 'b']".into(),
            "x = ['a']".into(),
            "x = ['b']".into(),
            "x = ['b']".into(),
            &["x"],
        ),
        ("out against changed", "x = 1".into(), String::new(), "x = 2".into(), "x = 2".into(), &["x"]),
        ("changed against out", "x = 1".into(), "x = 2".into(), String::new(), String::new(), &["x"]),
        (
            "in a table",
            "[t]\nx = 1".into(),
            "[t]\nx = 2".into(),
            "[t]\nx = 1\ny = 1".into(),
            "[t]\nx = 2\ny = 1".into(),
            &[],
        ),
        (
            "different items",
            ann_bob.clone(),
            people(&[("a", "Anna"), ("b", "Bob")]),
            people(&[("a", "Ann"), ("b", "Bobby")]),
            people(&[("a", "Anna"), ("b", "Bobby")]),
            &[],
        ),
        (
            "the same field of one item",
            ann_bob.clone(),
            people(&[("a", "Anna"), ("b", "Bob")]),
            people(&[("a", "Annie"), ("b", "Bob")]),
            people(&[("a", "Annie"), ("b", "Bob")]),
            &["people.a.name"],
        ),
        (
            "both added",
            ann_bob.clone(),
            people(&[("a", "Ann"), ("c", "Cy"), ("b", "Bob")]),
            people(&[("a", "Ann"), ("b", "Bob"), ("d", "Di")]),
            people(&[("a", "Ann"), ("c", "Cy"), ("b", "Bob"), ("d", "Di")]),
            &[],
        ),
        (
            "we removed, they moved",
            people(&[("a", "Ann"), ("b", "Bob"), ("c", "Cy")]),
            people(&[("a", "Ann"), ("c", "Cy")]),
            people(&[("c", "Cy"), ("a", "Ann"), ("b", "Bob")]),
            people(&[("c", "Cy"), ("a", "Ann")]),
            &[],
        ),
        (
            "removed against changed",
            ann_bob.clone(),
            people(&[("b", "Bob")]),
            people(&[("a", "Anna"), ("b", "Bob")]),
            people(&[("a", "Anna"), ("b", "Bob")]),
            &["people.a"],
        ),
        (
            "tags",
            "t = [\"a\", \"b\"]".into(),
            "t = [\"a\", \"c\"]".into(),
            "t = [\"b\", \"d\"]".into(),
            "t = [\"d\", \"c\"]".into(),
            &[],
        ),
    ];
    cases.into_iter().for_each(holds);
}

#[test]
fn items_without_an_id_are_known_by_what_names_them() {
    let number = |kind: &str| format!("phones = [{{ value = \"+1 503\"{kind} }}]");
    let cases: [Case; 4] = [
        (
            "a number is known by itself",
            number(", kind = 'mobile'"),
            number(", kind = 'direct'"),
            number(", kind = 'mobile', bad = 2026-11-24"),
            number(", kind = 'direct', bad = 2026-11-24"),
            &[],
        ),
        (
            "and so it is asked about",
            number(""),
            number(", bad = 2026-11-24"),
            number(", bad = 2026-11-25"),
            number(", bad = 2026-11-25"),
            &["phones.\"+1 503\".bad"],
        ),
        (
            "a touch of a playbook by its key",
            "[[touches]]\nkey = 'ring'\nday = 3\nchannel = 'call'".into(),
            "[[touches]]\nkey = 'ring'\nday = 4\nchannel = 'call'".into(),
            "[[touches]]\nkey = 'ring'\nday = 3\nchannel = 'letter'".into(),
            "[[touches]]\nkey = 'ring'\nday = 4\nchannel = 'letter'".into(),
            &[],
        ),
        (
            "an absence by its first day",
            "away = [{ from = 2026-12-28, to = 2027-01-01 }]".into(),
            "away = [{ from = 2026-12-28, to = 2027-01-08 }]".into(),
            "away = [{ from = 2026-12-28, to = 2027-01-03 }, { from = 2027-02-01, to = 2027-02-02 }]".into(),
            "away = [{ from = 2026-12-28, to = 2027-01-03 }, { from = 2027-02-01, to = 2027-02-02 }]".into(),
            &["away.2026-12-28.to"],
        ),
    ];
    cases.into_iter().for_each(holds);
}

#[test]
fn what_is_one_decision_is_taken_whole() {
    let touch = |says: &str| format!("[[sequences]]\nid = \"s\"\n[[sequences.touches]]\nid = \"t\"\n{says}");
    let paused = |says: &str| format!("[[sequences]]\nid = \"s\"\n{says}");
    let cases: [Case; 6] = [
        (
            "done against skipped is one decision, whole",
            touch("subject = \"x\"\n"),
            touch("subject = \"x\"\nstatus = \"done\"\nclosed = 2026-11-24\nresult = \"sent\"\nlearned = \"a\"\n"),
            touch("subject = \"y\"\nstatus = \"skipped\"\nclosed = 2026-11-23\n"),
            touch("subject = \"y\"\nstatus = \"skipped\"\nclosed = 2026-11-23\nlearned = \"a\"\n"),
            &["sequences.s.touches.t.status+result+closed"],
        ),
        (
            "what one side alone decided stands",
            touch("status = \"planned\"\n"),
            touch("status = \"done\"\nresult = \"sent\"\n"),
            touch("status = \"planned\"\ndue = 2026-11-27\n"),
            touch("status = \"done\"\ndue = 2026-11-27\nresult = \"sent\"\n"),
            &[],
        ),
        (
            "both have decided the same",
            touch(""),
            touch("status = \"done\"\nresult = \"sent\"\n"),
            touch("result = \"sent\"\nstatus = \"done\"\n"),
            touch("result = \"sent\"\nstatus = \"done\"\n"),
            &[],
        ),
        (
            "taken back against done otherwise",
            touch("status = \"done\"\nresult = \"no-answer\"\n"),
            touch(""),
            touch("status = \"done\"\nresult = \"connected\"\n"),
            touch("status = \"done\"\nresult = \"connected\"\n"),
            &["sequences.s.touches.t.status+result+closed"],
        ),
        (
            "a stage goes with its history",
            "stage = \"meeting\"\nstages = [{ to = \"meeting\" }]".into(),
            "stage = \"won\"\nstages = [{ to = \"meeting\" }, { to = \"won\", why = \"a\" }]".into(),
            "stage = \"lost\"\nstages = [{ to = \"meeting\" }, { to = \"lost\", why = \"b\" }]".into(),
            "stage = \"lost\"\nstages = [{ to = \"meeting\" }, { to = \"lost\", why = \"b\" }]".into(),
            &["stage+stages"],
        ),
        (
            "a pause without an end against one with an end",
            paused(""),
            paused("pauses = [{ from = 2026-11-24 }]\n"),
            paused("pauses = [{ from = 2026-11-24, to = 2026-12-01 }]\n"),
            paused("pauses = [{ from = 2026-11-24, to = 2026-12-01 }]\n"),
            &["sequences.s.pauses"],
        ),
    ];
    cases.into_iter().for_each(holds);
}

#[track_caller]
fn holds((what, base, ours, theirs, want, conflicts): Case) {
    let (result, paths) = merged(&base, &ours, &theirs);
    assert_eq!(result.to_string(), tree(&want).to_string(), "{what}");
    assert_eq!(paths, conflicts, "{what}");
}

#[test]
fn a_conflict_holds_all_three() {
    let conflicts = merge(&tree("x = 1"), &tree("x = 2"), &tree("x = 3")).clashes;
    let numbers: Vec<Option<i64>> =
        [&conflicts[0].base, &conflicts[0].ours, &conflicts[0].theirs].map(|leaf| leaf.as_ref()?.as_integer()).into();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_decision_is_read_and_written_as_one() {
    let path = "sequences.s.touches.t.status+result+closed";
    let done = "[[sequences]]\nid = \"s\"\n[[sequences.touches]]\nid = \"t\"\nstatus = \"done\"\nresult = \"sent\"\n";
    let mut there = tree(done);
    let says = get(&there, path).unwrap();
    assert_eq!(says.as_ref().unwrap().to_string(), "{ status = \"done\", result = \"sent\" }");
    assert!(set(&mut there, path, Some("{ status = \"skipped\" }".parse().unwrap())));
    assert_eq!(get(&there, path).unwrap().unwrap().to_string(), "{ status = \"skipped\" }");
    assert!(set(&mut there, path, None));
    assert_eq!(get(&there, path), Some(None));
    assert!(set(&mut there, path, says));
    assert_eq!(there, tree(done));
    let gone = "sequences.s.touches.u.status+result+closed";
    assert!(!set(&mut there, gone, Some("{ status = \"skipped\" }".parse().unwrap())), "there is no such touch");
    assert!(!set(&mut there, path, Some("\"skipped\"".parse().unwrap())), "that is no decision");
    assert_eq!(get(&tree("stage = \"won\""), "stage+stages").unwrap().unwrap().to_string(), "{ stage = \"won\" }");
}

#[test]
fn with_the_last_that_goes_its_table_or_list_goes() {
    for (text, path) in [("ids = { a = '1' }", "ids.a"), ("emails = [{ value = 'a@x' }]", "emails.\"a@x\"")] {
        let mut there = tree(text);
        assert!(set(&mut there, path, None) && there.is_empty(), "{there}");
    }
}

/// A small account: few keys, few ids, so that both sides meet often.
pub(in crate::store) fn account() -> impl Strategy<Value = Table> {
    let word = || prop::sample::select(vec!["one", "two", "three"]);
    let item = (prop::sample::select(vec!["a", "b", "c", "d", ""]), word(), prop::option::of(word()));
    let items = prop::collection::vec(item, 0..4);
    let tags = prop::collection::vec(word(), 0..3);
    let decision = (prop::option::of(word()), prop::option::of(word()), prop::option::of(word()));
    let touches = prop::collection::btree_map(prop::sample::select(vec!["t", "u"]), decision, 0..3);
    let stage = prop::option::of((word(), prop::collection::vec(word(), 0..3)));
    let phone = (prop::sample::select(vec!["+1", "+2", ""]), prop::option::of(word()), prop::option::of(word()));
    let phones = prop::collection::vec(phone, 0..3);
    let whole = (prop::option::of(word()), prop::option::of(word()), items, tags, touches, stage, phones);
    whole.prop_map(|(name, unit, people, tags, touches, stage, phones)| {
        let mut tree = Table::new();
        let mut put = |key: &str, value: Option<Value>| _ = value.map(|value| tree.insert(key.to_owned(), value));
        put("name", name.map(Value::from));
        put("entry_point", unit.map(|unit| table(&[("unit", Some(unit))])));
        put(
            "people",
            list(people.into_iter().map(|(id, name, title)| {
                table(&[("id", Some(id).filter(|id| !id.is_empty())), ("name", Some(name)), ("title", title)])
            })),
        );
        put("tags", list(tags.into_iter().map(Value::from)));
        put(
            "phones",
            list(
                phones
                    .into_iter()
                    .map(|(number, kind, bad)| table(&[("value", Some(number)), ("kind", kind), ("bad", bad)])),
            ),
        );
        let touches = list(touches.into_iter().map(|(id, (status, result, learned))| {
            table(&[("id", Some(id)), ("status", status), ("result", result), ("learned", learned)])
        }));
        put(
            "sequences",
            touches.map(|touches| {
                let mut sequence = Table::from_iter([("id".to_owned(), Value::from("s"))]);
                sequence.insert("touches".to_owned(), touches);
                vec![sequence].into()
            }),
        );
        if let Some((stage, history)) = stage {
            put("stage", Some(stage.into()));
            put("stages", list(history.into_iter().map(|to| table(&[("to", Some(to))]))));
        }
        tree
    })
}

fn table(says: &[(&str, Option<&str>)]) -> Value {
    Value::Table(says.iter().filter_map(|(key, value)| Some(((*key).to_owned(), Value::from((*value)?)))).collect())
}

fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    Some(items.collect::<Vec<_>>()).filter(|items| !items.is_empty()).map(Value::Array)
}

/// Every decision in a tree, by its path.
fn decisions(tree: &Table) -> Vec<(String, Option<Value>)> {
    let touches = ["t", "u"].map(|id| format!("sequences.s.touches.{id}.status+result+closed"));
    let paths = touches.into_iter().chain(["stage+stages".to_owned()]);
    paths.filter_map(|path| Some((path.clone(), get(tree, &path)?))).collect()
}

/// Every value with its key, wherever it stands.
pub(in crate::store) fn values(leaf: &Value, key: &str, all: &mut Vec<(String, String)>) {
    match leaf {
        Value::Table(table) => table.iter().for_each(|(key, leaf)| values(leaf, key, all)),
        Value::Array(items) => items.iter().for_each(|item| values(item, key, all)),
        leaf => all.push((key.to_owned(), leaf.to_string())),
    }
}

/// All of them, sorted.
pub(in crate::store) fn told(leaf: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    values(leaf, "", &mut all);
    all.sort();
    all
}

proptest! {
    #[test]
    fn one_side_alone_has_its_way(base in account(), other in account()) {
        prop_assert_eq!(merge(&base, &other, &base), Merged { tree: other.clone(), clashes: vec![] });
        prop_assert_eq!(merge(&base, &base, &other), Merged { tree: other.clone(), clashes: vec![] });
        prop_assert_eq!(merge(&base, &other, &other), Merged { tree: other.clone(), clashes: vec![] });
    }

    #[test]
    fn no_value_is_lost_without_a_conflict(base in account(), ours in account(), theirs in account()) {
        let Merged { tree, clashes } = merge(&base, &ours, &theirs);
        let mut kept = told(&Value::Table(tree));
        for conflict in &clashes {
            let last = conflict.path.rsplit('.').next().unwrap_or_default();
            for leaf in [&conflict.ours, &conflict.theirs].into_iter().flatten() {
                values(leaf, last, &mut kept);
            }
        }
        let known = told(&Value::Table(base.clone()));
        for side in [&ours, &theirs] {
            for value in told(&Value::Table(side.clone())) {
                prop_assert!(kept.contains(&value) || known.contains(&value), "{value:?} is nowhere");
            }
        }
    }

    #[test]
    fn no_decision_is_half_of_each_side(base in account(), ours in account(), theirs in account()) {
        let Merged { tree, clashes } = merge(&base, &ours, &theirs);
        for (path, decided) in decisions(&tree) {
            let sides = [&ours, &theirs].map(|side| get(side, &path).flatten());
            prop_assert!(sides.contains(&decided), "{path}: {decided:?} is neither of {sides:?}");
        }
        for clash in clashes.iter().filter(|clash| clash.path.contains('+')) {
            prop_assert_eq!(&clash.ours, &get(&ours, &clash.path).flatten(), "ours is whole");
            prop_assert_eq!(&clash.theirs, &get(&tree, &clash.path).flatten(), "theirs stands whole");
        }
    }

    #[test]
    fn a_conflict_is_where_both_changed_something(base in account(), ours in account(), theirs in account()) {
        for conflict in merge(&base, &ours, &theirs).clashes {
            prop_assert_ne!(&conflict.ours, &conflict.base);
            prop_assert_ne!(&conflict.theirs, &conflict.base);
            prop_assert_ne!(&conflict.ours, &conflict.theirs);
        }
    }
}
