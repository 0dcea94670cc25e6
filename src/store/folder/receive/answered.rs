//! One answer that both sides of a sync have put down: the same of the same person, to the same touch, in the same words, on
//! the same day. It is one answer, and the one that the others have stays, since it may have been read there by now.

use toml::{Table as Tree, Value as Leaf};

/// What the disk says without the answers that the others have put down too; nothing, if there are none. `known` is what both
/// knew.
pub(super) fn once(known: &Tree, theirs: &Tree, disk: &Tree) -> Option<Tree> {
    let has = |tree: &Tree, entry: &Leaf| log(tree).iter().any(|each| each.get("id") == entry.get("id"));
    let came: Vec<Tree> =
        log(theirs).iter().filter(|entry| !has(known, entry) && !has(disk, entry)).filter_map(answer).collect();
    let is_twice = |entry: &Leaf| {
        let is_new = !has(known, entry) && !has(theirs, entry);
        is_new && answer(entry).is_some_and(|answer| came.contains(&answer))
    };
    if came.is_empty() || !log(disk).iter().any(is_twice) {
        return None;
    }
    let mut once = disk.clone();
    if let Some(Leaf::Array(entries)) = once.get_mut("log") {
        entries.retain(|entry| !is_twice(entry));
        if entries.is_empty() {
            once.remove("log");
        }
    }
    Some(once)
}

fn log(tree: &Tree) -> &[Leaf] {
    tree.get("log").and_then(Leaf::as_array).map_or(&[], Vec::as_slice)
}

/// What makes an answer the one that it is: all of it but who wrote it down, and at which hour.
fn answer(entry: &Leaf) -> Option<Tree> {
    let mut answer = entry.as_table().filter(|entry| entry.contains_key("outcome"))?.clone();
    for key in ["id", "by"] {
        answer.remove(key);
    }
    if let Some(Leaf::Datetime(at)) = answer.get_mut("at") {
        (at.time, at.offset) = (None, None);
    }
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_answer_on_the_same_day_is_one_and_another_is_another() {
        let tree = |entries: &[&str]| -> Tree {
            let entries: Vec<String> = entries.iter().map(|entry| format!("[[log]]\n{entry}\n")).collect();
            format!("name = \"Primo\"\n{}", entries.concat()).parse().unwrap()
        };
        let entry = |id: &str, at: &str, text: &str| {
            format!("id = \"{id}\"\nat = {at}\nperson = \"dana\"\noutcome = \"replied\"\ntext = \"{text}\"\n")
        };
        let hers = entry("a", "2026-11-24T09:00:00-06:00", "hello");
        let note = "id = \"n\"\nat = 2026-11-24\ntext = \"hello\"\n".to_owned();
        for (his, is_one) in [
            (entry("b", "2026-11-24T09:07:00-06:00", "hello"), true),
            (entry("b", "2026-11-24", "hello") + "by = \"bob\"\n", true),
            (entry("b", "2026-11-25T09:07:00-06:00", "hello"), false),
            (entry("b", "2026-11-24T09:07:00-06:00", "call me"), false),
            (entry("b", "2026-11-24T09:07:00-06:00", "hello") + "touch = \"t1\"\n", false),
        ] {
            let disk = tree(&[&note, &his]);
            let one = once(&tree(&[]), &tree(&[&hers]), &disk);
            assert_eq!(one.is_some(), is_one, "{his}");
            assert!(one.is_none_or(|one| one == tree(&[&note])), "the note stays: {his}");
            // Who has seen hers meant it so.
            assert_eq!(once(&tree(&[&hers]), &tree(&[&hers]), &tree(&[&hers, &his])), None, "{his}");
        }
        // A note in the same words is no answer.
        let other = note.replace("\"n\"", "\"m\"");
        assert_eq!(once(&tree(&[]), &tree(&[&note]), &tree(&[&other])), None);
    }
}
