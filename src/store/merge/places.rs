//! One place of a tree by its path: what stands there, and something else put there. Items of lists are found by their id.
//! Nothing is merged here.

use toml::{Table as Tree, Value as Leaf};

use super::id_of;
use crate::domain::{decision, keypath};

/// What stands at a path, or that nothing does; several fields are one table. Nothing at all, if the path leads through an
/// item that no id names.
pub fn get(tree: &Tree, path: &str) -> Option<Option<Leaf>> {
    let Some((place, fields)) = keypath::apart(path) else { return Some(find(tree, path).ok()?.cloned()) };
    if place.is_empty() {
        return Some(decision::part(tree, &fields));
    }
    let table = find(tree, place).ok()?.and_then(Leaf::as_table);
    Some(table.and_then(|table| decision::part(table, &fields)))
}

/// A path leads through an item that no id names.
struct Nameless;

fn find<'a>(tree: &'a Tree, path: &str) -> Result<Option<&'a Leaf>, Nameless> {
    let (head, rest) = keypath::split(path);
    let (leaf, rest) = match (tree.get(&head), rest) {
        (Some(Leaf::Array(_)), Some(rest)) if rest.starts_with('(') => return Err(Nameless),
        (Some(Leaf::Array(items)), Some(rest)) => {
            let (id, rest) = keypath::split(rest);
            (items.iter().find(|item| id_of(item).is_some_and(|named| named == id)), rest)
        }
        other => other,
    };
    match (leaf, rest) {
        (Some(Leaf::Table(inner)), Some(rest)) => find(inner, rest),
        (leaf, None) => Ok(leaf),
        (_, Some(_)) => Ok(None),
    }
}

/// Put a value at a path, or take away what is there; of several fields all at once. False if there is no such place.
pub fn set(tree: &mut Tree, path: &str, value: Option<Leaf>) -> bool {
    let Some((place, fields)) = keypath::apart(path) else { return put(tree, path, value) };
    let mut says = match value {
        Some(Leaf::Table(table)) => table,
        Some(_) => return false,
        None => Tree::new(),
    };
    fields.iter().all(|field| put(tree, &keypath::joined(place, field), says.remove(*field)))
}

fn put(tree: &mut Tree, path: &str, value: Option<Leaf>) -> bool {
    let (head, rest) = keypath::split(path);
    match (rest, tree.get_mut(&head)) {
        (None, _) => {
            match value {
                Some(value) => _ = tree.insert(head, value),
                None => _ = tree.remove(&head),
            }
            true
        }
        (Some(rest), Some(Leaf::Table(inner))) => {
            let is_done = put(inner, rest, value);
            // An empty table or list says nothing.
            if inner.is_empty() {
                tree.remove(&head);
            }
            is_done
        }
        (Some(rest), Some(Leaf::Array(items))) => {
            let is_done = put_in(items, rest, value);
            if items.is_empty() {
                tree.remove(&head);
            }
            is_done
        }
        (Some(rest), None) if value.is_some() => {
            // The list or table went with its last item. What stood deeper has lost its place.
            if keypath::split(rest).1.is_some() {
                return false;
            }
            let is_item = value.as_ref().is_some_and(|value| id_of(value).is_some()) || rest.starts_with('(');
            let empty = if is_item { Leaf::Array(Vec::new()) } else { Leaf::Table(Tree::new()) };
            tree.insert(head, empty);
            put(tree, path, value)
        }
        // What was to go has gone with what it stood in.
        (Some(_), None) => true,
        _ => false,
    }
}

fn put_in(items: &mut Vec<Leaf>, path: &str, value: Option<Leaf>) -> bool {
    let (id, rest) = keypath::split(path);
    let at = items.iter().position(|item| id_of(item).is_some_and(|named| named == id));
    match (rest, at, value) {
        (Some(rest), Some(at), value) => items[at].as_table_mut().is_some_and(|item| put(item, rest, value)),
        (None, Some(at), Some(value)) => {
            items[at] = value;
            true
        }
        (None, Some(at), None) => {
            items.remove(at);
            true
        }
        (None, None, Some(value)) => {
            items.push(value);
            true
        }
        (_, None, None) => true,
        (Some(_), None, Some(_)) => false,
    }
}
