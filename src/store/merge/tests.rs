//! The merge by example, and what may never happen.

use proptest::prelude::*;
use toml::{Table, Value};

use super::{Merged, merge};

fn tree(text: &str) -> Table {
    text.parse().unwrap()
}

fn merged(base: &str, ours: &str, theirs: &str) -> (Table, Vec<String>) {
    let Merged { tree: result, clashes } = merge(&tree(base), &tree(ours), &tree(theirs));
    (result, clashes.into_iter().map(|clash| clash.path).collect())
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
    let cases: [Case; 16] = [
        ("neither", "x = 1".into(), "x = 1".into(), "x = 1".into(), "x = 1".into(), &[]),
        ("we", "x = 1".into(), "x = 2".into(), "x = 1".into(), "x = 2".into(), &[]),
        ("they", "x = 1".into(), "x = 1".into(), "x = 2".into(), "x = 2".into(), &[]),
        ("both alike", "x = 1".into(), "x = 2".into(), "x = 2".into(), "x = 2".into(), &[]),
        ("both", "x = 1".into(), "x = 2".into(), "x = 3".into(), "x = 3".into(), &["x"]),
        ("different keys", String::new(), "x = 1".into(), "y = 2".into(), "y = 2\nx = 1".into(), &[]),
        ("we took it out", "x = 1\ny = 1".into(), "y = 1".into(), "x = 1\ny = 2".into(), "y = 2".into(), &[]),
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
    for (what, base, ours, theirs, want, conflicts) in cases {
        let (result, paths) = merged(&base, &ours, &theirs);
        assert_eq!(result.to_string(), tree(&want).to_string(), "{what}");
        assert_eq!(paths, conflicts, "{what}");
    }
}

#[test]
fn a_conflict_holds_all_three() {
    let conflicts = merge(&tree("x = 1"), &tree("x = 2"), &tree("x = 3")).clashes;
    let numbers: Vec<Option<i64>> =
        [&conflicts[0].base, &conflicts[0].ours, &conflicts[0].theirs].map(|leaf| leaf.as_ref()?.as_integer()).into();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
}

/// A small account: few keys, few ids, so that both sides meet often.
pub(in crate::store) fn account() -> impl Strategy<Value = Table> {
    let word = || prop::sample::select(vec!["one", "two", "three"]);
    let item = (prop::sample::select(vec!["a", "b", "c", "d", ""]), word(), prop::option::of(word()));
    let items = prop::collection::vec(item, 0..4);
    let tags = prop::collection::vec(word(), 0..3);
    (prop::option::of(word()), prop::option::of(word()), items, tags).prop_map(|(name, unit, people, tags)| {
        let mut tree = Table::new();
        if let Some(name) = name {
            tree.insert("name".into(), name.into());
        }
        if let Some(unit) = unit {
            let mut entry = Table::new();
            entry.insert("unit".into(), unit.into());
            tree.insert("entry_point".into(), entry.into());
        }
        let people: Vec<Value> = people
            .into_iter()
            .map(|(id, name, title)| {
                let mut person = Table::new();
                if !id.is_empty() {
                    person.insert("id".into(), id.into());
                }
                person.insert("name".into(), name.into());
                if let Some(title) = title {
                    person.insert("title".into(), title.into());
                }
                person.into()
            })
            .collect();
        if !people.is_empty() {
            tree.insert("people".into(), people.into());
        }
        if !tags.is_empty() {
            tree.insert("tags".into(), tags.into_iter().map(Value::from).collect::<Vec<_>>().into());
        }
        tree
    })
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
    fn a_conflict_is_where_both_changed_something(base in account(), ours in account(), theirs in account()) {
        for conflict in merge(&base, &ours, &theirs).clashes {
            prop_assert_ne!(&conflict.ours, &conflict.base);
            prop_assert_ne!(&conflict.theirs, &conflict.base);
            prop_assert_ne!(&conflict.ours, &conflict.theirs);
        }
    }
}
