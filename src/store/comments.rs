//! Whose a comment is. toml_edit hangs all that stands before a header on that header; what stands right under an
//! item's last line, with a blank line after it, is that item's and must come and go with it.

use toml_edit::{Decor, DocumentMut, Item, RawString, Table, TableLike, Value};

/// Hang the comments under each table on it. The text stays the same.
pub(super) fn hang(document: &mut DocumentMut) {
    let mut before: Vec<(isize, String)> = Vec::new();
    visit(document.as_table_mut(), &mut |table| {
        before.push((table.position().unwrap_or(isize::MAX), prefix(table.decor()).to_owned()));
    });
    let mut order: Vec<usize> = (0..before.len()).collect();
    order.sort_by_key(|at| before[*at].0);
    // What stands under each table, and first of all under the keys before any header.
    let mut under = vec![String::new(); before.len()];
    let mut last = None;
    for at in order {
        if let Some((head, rest)) = split(&before[at].1) {
            let (head, rest) = (head.to_owned(), rest.to_owned());
            if hang_under(document, &mut under, last, head) {
                before[at].1 = rest;
            }
        }
        last = Some(at);
    }
    if let Some((head, rest)) = at_the_end(document.trailing().as_str().unwrap_or_default()) {
        let (head, rest) = (head.to_owned(), rest.to_owned());
        if hang_under(document, &mut under, last, head) {
            document.set_trailing(rest);
        }
    }
    let mut all = before.into_iter().zip(under);
    visit(document.as_table_mut(), &mut |table| {
        let Some(((_, prefix), under)) = all.next() else { return };
        table.decor_mut().set_prefix(prefix);
        hang_on(table, &under, false);
    });
}

/// Keep a comment for the end of the table it stands behind, or hang it on where there is none before. Says whether it
/// has found its place.
fn hang_under(document: &mut DocumentMut, under: &mut [String], last: Option<usize>, head: String) -> bool {
    match last.and_then(|last| under.get_mut(last)) {
        Some(slot) => {
            *slot = head;
            true
        }
        None => hang_on(document.as_table_mut(), &head, true),
    }
}

/// All tables that have a header of their own.
fn visit(table: &mut Table, each: &mut impl FnMut(&mut Table)) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => {
                if !table.is_dotted() && !table.is_implicit() {
                    each(table);
                }
                visit(table, each);
            }
            Item::ArrayOfTables(blocks) => {
                for table in blocks.iter_mut() {
                    each(table);
                    visit(table, each);
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

/// What belongs to the lines above, and the rest with its blank line.
fn split(prefix: &str) -> Option<(&str, &str)> {
    if !prefix.trim_start_matches([' ', '\t']).starts_with('#') {
        return None;
    }
    let mut end = 0;
    for line in prefix.split_inclusive('\n') {
        if line.trim().is_empty() && line.ends_with('\n') {
            return Some((prefix[..end].trim_end_matches('\n'), &prefix[end..]));
        }
        end += line.len();
    }
    None
}

/// The same of what stands behind the last line: the end is as good as a blank line.
fn at_the_end(trailing: &str) -> Option<(&str, &str)> {
    let is_comment = trailing.trim_start_matches([' ', '\t']).starts_with('#');
    split(trailing).or_else(|| is_comment.then(|| (trailing.trim_end_matches('\n'), "")))
}

/// Put comment lines under the last key of a table, or under its header. False if there is neither.
fn hang_on(table: &mut Table, lines: &str, root: bool) -> bool {
    if lines.is_empty() {
        return true;
    }
    let decor = match last_value(table) {
        Some(value) => value.decor_mut(),
        None if root => return false,
        None => table.decor_mut(),
    };
    append(decor, lines);
    true
}

fn append(decor: &mut Decor, lines: &str) {
    let suffix = decor.suffix().and_then(RawString::as_str).unwrap_or_default();
    decor.set_suffix(format!("{suffix}\n{lines}"));
}

fn last_value(table: &mut Table) -> Option<&mut Value> {
    let mut last = None;
    for (_, item) in table.iter_mut() {
        match item {
            Item::Value(value) => last = Some(value),
            Item::Table(inner) if inner.is_dotted() => last = last_value(inner).or(last),
            _ => {}
        }
    }
    last
}

fn prefix(decor: &Decor) -> &str {
    decor.prefix().and_then(RawString::as_str).unwrap_or_default()
}

/// Take a key out. Comment lines above and under it stay with its neighbours; one beside it goes with it.
pub(super) fn take_out(table: &mut dyn TableLike, key: &str) {
    let mut kept = String::new();
    if let (Some(name), Some(Item::Value(value))) = (table.key(key), table.get(key)) {
        let above = prefix(name.leaf_decor());
        let suffix = value.decor().suffix().and_then(RawString::as_str).unwrap_or_default();
        let under = suffix.split_once('\n').map_or(String::new(), |(_, lines)| format!("{lines}\n"));
        for lines in [above, &under].into_iter().filter(|lines| lines.contains('#')) {
            kept.push_str(lines);
        }
    }
    let values: Vec<String> = table.iter().filter(|(_, item)| item.is_value()).map(|(key, _)| key.to_owned()).collect();
    table.remove(key);
    let Some(at) = values.iter().position(|each| each == key).filter(|_| !kept.is_empty()) else { return };
    if let Some(mut next) = values.get(at + 1).and_then(|next| table.key_mut(next)) {
        let decor = next.leaf_decor_mut();
        let own = prefix(decor).to_owned();
        decor.set_prefix(format!("{kept}{own}"));
    } else if let Some(Item::Value(value)) = at.checked_sub(1).and_then(|at| table.get_mut(&values[at])) {
        append(value.decor_mut(), kept.trim_end_matches('\n'));
    }
}
