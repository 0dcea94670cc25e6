//! What two sides have made of contacts.toml, put together person by person as the texts say it: what only one of them has
//! changed is taken as it stands there, comments, unknown keys and all; what both have changed is merged by field. Two whom
//! both have added under one id stay two.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use toml::{Table as Tree, Value as Leaf};

use super::changed::unwritable;
use super::cut::cut;
use crate::domain::keypath;
use crate::store::apart::{self, Renamed};
use crate::store::merge::{self, Clash};
use crate::store::{patch, remarks, text};

/// One person as a text has them.
struct Piece<'t> {
    text: &'t str,
    /// The id; of somebody who has none, all that is said of them.
    known: String,
    tree: Tree,
}

/// A text in its pieces.
struct Pieces<'t> {
    head: &'t str,
    people: Vec<Piece<'t>>,
    /// By what they are known.
    places: HashMap<String, usize>,
}

/// Put together: what both knew, theirs, what the disk says.
///
/// # Errors
///
/// One of them is no TOML, or what comes of it can't be written down.
pub(in crate::store) fn side_by_side(base: &str, theirs: &str, disk: &str) -> Result<(String, Vec<Clash>), String> {
    let renamed = apart(base, theirs, disk);
    let disk = renamed.as_ref().map_or(disk, |renamed| &renamed.text);
    let [Some(knew), Some(their), Some(own)] = [base, theirs, disk].map(|text| Pieces::of(text).transpose()) else {
        return merged([base, theirs, disk]);
    };
    let (knew, their, own) = (knew?, their?, own?);
    let (mut out, mut clashes) = merged([knew.head, their.head, own.head])?;
    let mut put = |piece: &str| {
        if !out.is_empty() && !piece.starts_with('\n') && !out.ends_with("\n\n") {
            out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
        }
        out.push_str(piece);
    };
    for here in &own.people {
        match (knew.get(&here.known), their.get(&here.known)) {
            (Some(base), Some(theirs)) if is_same(theirs.text, base.text) => put(here.text),
            (_, Some(theirs)) if is_same(theirs.text, here.text) => put(here.text),
            (Some(base), Some(theirs)) if is_same(base.text, here.text) => put(theirs.text),
            (base, Some(theirs)) => {
                let (text, more) = merged([base.map_or("", |base| base.text), theirs.text, here.text])?;
                put(&text);
                clashes.extend(more);
            }
            (Some(base), None) if is_same(base.text, here.text) => {}
            (Some(base), None) => {
                put(here.text);
                clashes.push(clash(Some(base), None, Some(here)));
            }
            (None, None) => put(here.text),
        }
    }
    for theirs in their.people.iter().filter(|theirs| own.get(&theirs.known).is_none()) {
        match knew.get(&theirs.known) {
            None => put(theirs.text),
            // Taken out here, and left as it was by them.
            Some(base) if is_same(base.text, theirs.text) => {}
            Some(base) => clashes.push(clash(Some(base), Some(theirs), None)),
        }
    }
    Ok((out, clashes))
}

/// What the disk says, where those whom others have added as somebody else have ids of their own. Nothing, if there are none.
pub(in crate::store) fn apart(base: &str, theirs: &str, disk: &str) -> Option<Renamed> {
    if theirs == base || disk == base || theirs == disk {
        return None;
    }
    let [knew, their, own] = [base, theirs, disk].map(|text| Pieces::of(text).ok().flatten());
    let (knew, their, own) = (knew?, their?, own?);
    let mut people = BTreeMap::new();
    let mut text = own.head.to_owned();
    for here in &own.people {
        let theirs = their.get(&here.known).filter(|theirs| !is_same(theirs.text, here.text));
        let is_two = |theirs: &Piece| apart::are_two_contacts(theirs.text, here.text);
        if knew.get(&here.known).is_some() || !theirs.is_some_and(is_two) {
            text.push_str(here.text);
            continue;
        }
        let is_known = |id: &str| [&knew, &their, &own].iter().any(|side| side.get(id).is_some());
        let given: HashSet<&String> = people.values().collect();
        let new = apart::free(&here.known, |id| is_known(id) || given.contains(&id.to_owned()));
        let ids = BTreeMap::from([(here.known.clone(), new)]);
        text.push_str(&apart::renamed(here.text, &ids)?);
        people.extend(ids);
    }
    (!people.is_empty()).then_some(Renamed { text, people })
}

fn is_same(one: &str, other: &str) -> bool {
    one.trim() == other.trim()
}

fn clash(base: Option<&Piece>, ours: Option<&Piece>, theirs: Option<&Piece>) -> Clash {
    let id = [ours, theirs].into_iter().flatten().map(|piece| piece.known.as_str()).next().unwrap_or_default();
    let leaf = |piece: Option<&Piece>| piece.and_then(|piece| piece.tree.get("people")?.get(0).cloned());
    Clash { path: keypath::of(&["people", id]), base: leaf(base), ours: leaf(ours), theirs: leaf(theirs) }
}

/// Pieces of the three, or all of them where one can't be cut.
fn merged([base, theirs, disk]: [&str; 3]) -> Result<(String, Vec<Clash>), String> {
    let tree = |text: &str| text::tree(text).map_err(|_| "one side of it is no TOML; mend it first".to_owned());
    let (known, their, own) = (tree(base)?, tree(theirs)?, tree(disk)?);
    let joined = merge::merge(&known, &their, &own);
    let text = patch::between(disk, &own, &joined.tree)?;
    let says = |text: &str| text::tree(text).map_err(|error| unwritable(error.message()));
    let said = says(&text)?;
    let with_theirs = remarks::bring(&text, base, theirs).filter(|text| says(text).is_ok_and(|tree| tree == said));
    Ok((with_theirs.unwrap_or(text), joined.clashes))
}

impl<'t> Pieces<'t> {
    /// Nothing, where the text can't be cut.
    fn of(text: &'t str) -> Result<Option<Self>, String> {
        let (head, blocks) = cut(text);
        if matches!(blocks.as_slice(), [only] if *only == head && !text.is_empty()) {
            return Ok(None);
        }
        let no_toml = |_| "one side of it is no TOML; mend it first".to_owned();
        let trees: Vec<Tree> =
            blocks.par_iter().map(|at| text::tree(&text[at.clone()]).map_err(no_toml)).collect::<Result<_, _>>()?;
        let mut pieces = Self { head: &text[head], people: Vec::with_capacity(blocks.len()), places: HashMap::new() };
        for (at, tree) in blocks.into_iter().zip(trees) {
            let person = tree.get("people").and_then(|people| people.get(0));
            let id = person.and_then(|person| person.get("id")).and_then(Leaf::as_str).filter(|id| !id.is_empty());
            let known = id.map_or_else(|| person.map(ToString::to_string).unwrap_or_default(), str::to_owned);
            // Whoever stands twice with one id is somebody else each time.
            let twins = (1..).map(|n| if n == 1 { known.clone() } else { format!("{known} ({n})") });
            let known = twins.into_iter().find(|known| !pieces.places.contains_key(known)).unwrap_or_default();
            pieces.places.insert(known.clone(), pieces.people.len());
            pieces.people.push(Piece { text: &text[at], known, tree });
        }
        Ok(Some(pieces))
    }

    fn get(&self, known: &str) -> Option<&Piece<'t>> {
        self.places.get(known).and_then(|at| self.people.get(*at))
    }
}

#[cfg(test)]
mod tests;
