//! Comments of the other side. A merge by field knows nothing of them: what was taken over from the others gets its own,
//! above, beside and in it, and so does what both sides have. Values are never touched.

use std::collections::HashSet;

use toml_edit::{ArrayOfTables, Decor, DocumentMut, Item, RawString, Table, TableLike, Value};

use super::comments;
use super::text::Text;

/// A merged text with the comments that theirs has and the text that both knew had not.
pub(super) fn bring(merged: &str, base: &str, theirs: &str) -> Option<String> {
    if !theirs.contains('#') {
        return None;
    }
    let clothes = Text::new(merged);
    let [mut document, base, theirs] = [&clothes.plain, &Text::new(base).plain, &Text::new(theirs).plain].map(|text| {
        let mut document = text.parse::<DocumentMut>().ok();
        document.as_mut().into_iter().for_each(comments::hang);
        document
    });
    let (document, theirs) = (document.as_mut()?, theirs?);
    // What both knew may be nothing.
    let base = base.unwrap_or_default();
    let place = Place { known: all_in(&base), there: all_in(document) };
    place.table(document.as_table_mut(), Some(base.as_table()), theirs.as_table());
    let end = lines(raw(theirs.trailing()));
    let (known, here) = (lines(raw(base.trailing())), lines(raw(document.trailing())));
    let end: Vec<String> = end.into_iter().filter(|line| place.is_missing(line, &known, &here)).collect();
    if !end.is_empty() {
        let trailing = raw(document.trailing()).to_owned();
        let gap = if trailing.is_empty() { "\n" } else { "" };
        document.set_trailing(format!("{trailing}{gap}{}\n", end.join("\n")));
    }
    Some(clothes.dress(document.to_string()))
}

fn raw(raw: &RawString) -> &str {
    raw.as_str().unwrap_or_default()
}

fn prefix(decor: &Decor) -> &str {
    decor.prefix().map(raw).unwrap_or_default()
}

fn suffix(decor: &Decor) -> &str {
    decor.suffix().map(raw).unwrap_or_default()
}

/// The comments of what stands between values.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| line.starts_with('#')).map(str::to_owned).collect()
}

/// The comments that belong to a table itself and to its keys.
fn own(table: &dyn TableLike) -> Vec<String> {
    let mut all = Vec::new();
    for (key, item) in table.iter() {
        if let Item::Value(value) = item {
            all.extend(table.key(key).map(|key| lines(prefix(key.leaf_decor()))).unwrap_or_default());
            all.extend(lines(suffix(value.decor())));
            all.extend(within(value));
        }
    }
    all
}

fn around(table: &Table) -> Vec<String> {
    [lines(prefix(table.decor())), lines(suffix(table.decor())), own(table)].concat()
}

fn all_in(document: &DocumentMut) -> HashSet<String> {
    let mut all: HashSet<String> = own(document.as_table()).into_iter().collect();
    all.extend(lines(raw(document.trailing())));
    below(document.as_table(), &mut all);
    all
}

fn below(table: &Table, all: &mut HashSet<String>) {
    for (_, item) in table {
        match item {
            Item::Table(table) => {
                all.extend(around(table));
                below(table, all);
            }
            Item::ArrayOfTables(blocks) => {
                for table in blocks {
                    all.extend(around(table));
                    below(table, all);
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

/// The comments within a list or a table that stands as a value.
fn within(value: &Value) -> Vec<String> {
    let each = |value: &Value| [lines(prefix(value.decor())), within(value), lines(suffix(value.decor()))].concat();
    match value {
        Value::Array(array) => {
            let mut all: Vec<String> = array.iter().flat_map(each).collect();
            all.extend(lines(raw(array.trailing())));
            all
        }
        Value::InlineTable(table) => {
            let mut all = own(table);
            all.extend(lines(raw(table.trailing())));
            all
        }
        _ => Vec::new(),
    }
}

/// What is known of comments wherever they stand.
struct Place {
    /// In what both knew.
    known: HashSet<String>,
    /// In what was merged.
    there: HashSet<String>,
}

impl Place {
    /// A comment of theirs that is new and has not come with the lines. One that both knew and that is gone here was
    /// taken out here.
    fn is_missing(&self, comment: &String, base: &[String], here: &[String]) -> bool {
        let has_moved = self.known.contains(comment) && self.there.contains(comment);
        !base.contains(comment) && !here.contains(comment) && !has_moved
    }

    fn table(&self, table: &mut Table, base: Option<&Table>, theirs: &Table) {
        let (known, here) = (base.map(around).unwrap_or_default(), around(table));
        let missing = |text: &str| {
            lines(text).into_iter().filter(|line| self.is_missing(line, &known, &here)).collect::<Vec<_>>()
        };
        for (name, item) in theirs {
            match (item, table.get_mut(name)) {
                (Item::Value(value), Some(Item::Value(own))) => {
                    let key = theirs.key(name).map(|key| prefix(key.leaf_decor())).unwrap_or_default();
                    let mut above = missing(key);
                    let inner: Vec<String> =
                        within(value).into_iter().filter(|line| self.is_missing(line, &known, &here)).collect();
                    if !inner.is_empty() {
                        above.extend(take_over(own, value, inner));
                    }
                    above.extend(put_around(own.decor_mut(), value.decor(), &missing));
                    if let Some(mut key) = table.key_mut(name).filter(|_| !above.is_empty()) {
                        put_above(key.leaf_decor_mut(), &above);
                    }
                }
                (Item::Table(theirs), Some(Item::Table(own))) => {
                    let base = base.and_then(|base| base.get(name)?.as_table());
                    self.one(own, base, theirs);
                }
                (Item::ArrayOfTables(theirs), Some(Item::ArrayOfTables(own))) => {
                    let base = base.and_then(|base| base.get(name)?.as_array_of_tables());
                    self.list(own, base, theirs);
                }
                _ => {}
            }
        }
    }

    /// A table with its header.
    fn one(&self, table: &mut Table, base: Option<&Table>, theirs: &Table) {
        let (known, here) = (base.map(around).unwrap_or_default(), around(table));
        let missing = |text: &str| {
            lines(text).into_iter().filter(|line| self.is_missing(line, &known, &here)).collect::<Vec<_>>()
        };
        let mut above = missing(prefix(theirs.decor()));
        let mut decor = table.decor().clone();
        above.extend(put_around(&mut decor, theirs.decor(), &missing));
        if !above.is_empty() {
            put_above(&mut decor, &above);
        }
        self.table(table, base, theirs);
        *table.decor_mut() = decor;
    }

    fn list(&self, blocks: &mut ArrayOfTables, base: Option<&ArrayOfTables>, theirs: &ArrayOfTables) {
        let known: Vec<&Table> = base.into_iter().flatten().collect();
        let mut taken = HashSet::new();
        for their in theirs {
            let now: Vec<&Table> = blocks.iter().collect();
            let Some(at) = same(&now, their, &taken) else { continue };
            taken.insert(at);
            let base = same(&known, their, &HashSet::new()).map(|at| known[at]);
            if let Some(table) = blocks.get_mut(at) {
                self.one(table, base, their);
            }
        }
    }
}

/// Which of them it is: by its id, or by all that it says.
fn same(tables: &[&Table], table: &Table, taken: &HashSet<usize>) -> Option<usize> {
    let id = |table: &Table| table.get("id").and_then(Item::as_str).filter(|id| !id.is_empty()).map(str::to_owned);
    let known = id(table);
    let is_same = |other: &Table| match &known {
        Some(known) => id(other).as_ref() == Some(known),
        None => says(other) == says(table),
    };
    (0..tables.len()).find(|at| !taken.contains(at) && is_same(tables[*at]))
}

fn says(table: &Table) -> Option<toml::Table> {
    let mut table = table.clone();
    table.decor_mut().clear();
    DocumentMut::from(table).to_string().parse().ok()
}

/// A list or a table that says the same looks as theirs does. Otherwise the comments in it, to be put above.
fn take_over(own: &mut Value, theirs: &Value, inner: Vec<String>) -> Vec<String> {
    let says = |value: &Value| {
        let mut value = value.clone();
        value.decor_mut().clear();
        value.to_string().parse::<toml::Value>().ok()
    };
    if !within(own).is_empty() || says(own) != says(theirs) {
        return inner;
    }
    let decor = own.decor().clone();
    *own = theirs.clone();
    *own.decor_mut() = decor;
    Vec::new()
}

/// Beside it and under it what is missing of theirs; what found no place, to be put above.
fn put_around(decor: &mut Decor, theirs: &Decor, missing: &dyn Fn(&str) -> Vec<String>) -> Option<String> {
    let (beside, under) = suffix(theirs).split_once('\n').unwrap_or((suffix(theirs), ""));
    let left = missing(beside).pop().and_then(|comment| put_beside(decor, beside, comment));
    let under = missing(under);
    if !under.is_empty() {
        let own = suffix(decor).to_owned();
        decor.set_suffix(format!("{own}\n{}", under.join("\n")));
    }
    left
}

/// Beside it, or if there is one already, to be put above.
fn put_beside(decor: &mut Decor, space: &str, comment: String) -> Option<String> {
    let suffix = suffix(decor).to_owned();
    let (beside, under) =
        suffix.split_once('\n').map_or((suffix.as_str(), None), |(beside, under)| (beside, Some(under)));
    if beside.contains('#') {
        return Some(comment);
    }
    let gap = space.split('#').next().filter(|gap| !gap.is_empty()).unwrap_or(" ");
    let under = under.map(|under| format!("\n{under}")).unwrap_or_default();
    decor.set_suffix(format!("{gap}{comment}{under}"));
    None
}

/// Above it, under what stands there.
fn put_above(decor: &mut Decor, comments: &[String]) {
    let prefix = prefix(decor).to_owned();
    let indent = prefix.rfind('\n').map_or(prefix.len(), |end| end + 1);
    let (above, indent) = if prefix.trim_end_matches([' ', '\t']).ends_with('\n') {
        prefix.split_at(indent)
    } else {
        ("", prefix.as_str())
    };
    let comments = comments.join(&format!("\n{indent}"));
    decor.set_prefix(format!("{above}{indent}{comments}\n{indent}"));
}

#[cfg(test)]
mod tests;
