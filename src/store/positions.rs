//! The order in which tables are printed. toml_edit prints them by the position each had in the file; a table that is
//! new or has moved needs one that puts it where it belongs, and all others must keep their order.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

/// Sorts between its neighbours: `[5] < [5, 1] < [6]`.
type Key = Vec<isize>;

/// Give every table a position: those of the file keep their order, new ones stand behind what they follow, moved
/// items change places with each other.
pub(super) fn settle(document: &mut DocumentMut) {
    let mut keys = Vec::new();
    walk(document.as_table(), vec![-1], false, &mut keys);
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
    let mut positions = vec![0; keys.len()];
    for (position, index) in order.into_iter().enumerate() {
        positions[index] = position.cast_signed();
    }
    number(document.as_table_mut(), &mut positions.into_iter());
}

/// The key of every table below this one, in the order of the walk. Says the last one. Below an item that moved, old
/// positions mean nothing: all follow the item.
fn walk(table: &Table, own: Key, moved: bool, keys: &mut Vec<Key>) -> Key {
    let mut last = own;
    for (_, item) in table {
        match item {
            Item::Table(table) => last = one(table, table.position(), moved, last, keys),
            Item::ArrayOfTables(blocks) => last = list(blocks, moved, last, keys),
            Item::None | Item::Value(_) => {}
        }
    }
    last
}

fn one(table: &Table, position: Option<isize>, moved: bool, last: Key, keys: &mut Vec<Key>) -> Key {
    let key = match position {
        Some(position) if !moved => vec![position],
        _ => behind(&last),
    };
    keys.push(key.clone());
    let inner = walk(table, key, moved, keys);
    last.max(inner)
}

fn behind(last: &Key) -> Key {
    let mut key = last.clone();
    key.push(1);
    key
}

/// Items that are in the file's order keep their positions; those that changed places share the same positions among
/// themselves, and what belongs to an item follows it.
fn list(blocks: &ArrayOfTables, moved: bool, mut last: Key, keys: &mut Vec<Key>) -> Key {
    let positions: Vec<isize> = blocks.iter().filter_map(Table::position).collect();
    let changed_places = !positions.is_sorted();
    let mut slots = positions;
    slots.sort_unstable();
    let mut slots = slots.into_iter().peekable();
    for (at, table) in blocks.iter().enumerate() {
        let first = slots.peek().copied();
        let slot = table.position().and_then(|_| slots.next());
        let key = match (slot, first) {
            (Some(slot), _) if !moved => vec![slot],
            // Other lists may stand between: a new first item goes right before the one that was first.
            (None, Some(first)) if !moved && at == 0 => vec![first - 1, isize::MAX],
            _ => behind(&last),
        };
        keys.push(key.clone());
        let inner = walk(table, key.clone(), moved || changed_places || slot.is_none(), keys);
        last = key.max(inner);
    }
    last
}

fn number(table: &mut Table, positions: &mut impl Iterator<Item = isize>) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => {
                table.set_position(positions.next());
                number(table, positions);
            }
            Item::ArrayOfTables(blocks) => {
                for table in blocks.iter_mut() {
                    table.set_position(positions.next());
                    number(table, positions);
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}
