//! What contacts.toml says once somebody is changed: the pieces that the change concerns are written, and all others stay as
//! they stand.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;
use toml::de::DeTable;
use toml::{Table as Tree, Value as Leaf};

use super::cut::cut;
use super::{HEADER, SOME, read};
use crate::domain::contacts::{Contact, Contacts};
use crate::store::merge::{self, Clash};
use crate::store::text::{self, Text};
use crate::store::{patch, plain};

/// A person as the file would say them.
fn tree(contact: &Contact) -> Result<Tree, String> {
    let mut tree = patch::tree(contact.person.as_ref())?;
    tree.extend(patch::tree(&contact.beside())?);
    Ok(tree)
}

/// The whole file as a tree.
pub(in crate::store) fn whole_tree(contacts: &Contacts) -> Result<Tree, String> {
    let people: Result<Vec<Leaf>, String> =
        contacts.people.iter().map(|contact| tree(contact).map(Leaf::Table)).collect();
    let mut whole = Tree::new();
    whole.insert("format".into(), Leaf::Integer(contacts.format.0.into()));
    whole.insert("people".into(), Leaf::Array(people?));
    Ok(whole)
}

/// One person, alone in a file.
fn alone(person: Option<Tree>) -> Tree {
    let people = person.map(Leaf::Table).into_iter().collect::<Vec<_>>();
    Tree::from_iter([("people".to_owned(), Leaf::Array(people))])
}

/// A file that says nothing but this.
pub(in crate::store) fn whole(contacts: &Contacts) -> Result<String, String> {
    let mut text = format!("format = {}\n", contacts.format.0);
    append(&mut text, &contacts.people.iter().collect::<Vec<_>>())?;
    Ok(text)
}

fn append(text: &mut String, people: &[&Contact]) -> Result<(), String> {
    let fresh = |contact: &&Contact| -> Result<String, String> {
        let mut block = format!("\n{HEADER}\n");
        plain::fields(&mut block, contact.person.as_ref())?;
        plain::fields(&mut block, &contact.beside())?;
        DeTable::parse(&block).map_err(|error| unwritable(error.message()))?;
        Ok(block)
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for some in people.chunks(SOME) {
        let blocks: Vec<String> = some.par_iter().map(fresh).collect::<Result<_, String>>()?;
        text.extend(blocks);
    }
    Ok(())
}

pub(super) fn unwritable(why: &str) -> String {
    format!("the change can't be written down so that it reads back ({why}); nothing was written")
}

/// The file with our change in it, from one value to another, whatever it says by now; and what both sides have changed,
/// of which the file keeps what it says.
pub(in crate::store) fn changed(
    disk: &str,
    before: &Contacts,
    after: &Contacts,
) -> Result<(String, Vec<Clash>), String> {
    Pieces::of(disk).changed(&read(disk).value.people, before, after)
}

/// The same where the file is known to say what it said before: then it need not be read for that.
pub(in crate::store) fn changed_alone(disk: &str, before: &Contacts, after: &Contacts) -> Result<String, String> {
    let pieces = Pieces::of(disk);
    // A new file says nothing, though there may have been somebody.
    if pieces.blocks.len() != before.people.len() {
        return changed(disk, before, after).map(|(text, _)| text);
    }
    pieces.changed(&before.people, before, after).map(|(text, _)| text)
}

/// The text of the file, cut.
struct Pieces<'a> {
    disk: &'a str,
    clothes: Text<'a>,
    head: Range<usize>,
    blocks: Vec<Range<usize>>,
}

impl<'a> Pieces<'a> {
    fn of(disk: &'a str) -> Self {
        let clothes = Text::new(disk);
        let (head, blocks) = cut(&clothes.plain);
        Self { disk, clothes, head, blocks }
    }

    /// With our change; `said` is who stands in the pieces.
    fn changed(&self, said: &[Contact], before: &Contacts, after: &Contacts) -> Result<(String, Vec<Clash>), String> {
        let Self { disk, clothes, head, blocks } = self;
        let text: &str = &clothes.plain;
        if matches!(blocks.as_slice(), [only] if only == head && !text.is_empty()) {
            return changed_whole(disk, before, after);
        }
        let (was, is) = (by_id(before), by_id(after));
        let mut clashes = Vec::new();
        // Whoever has gone onto accounts leaves no room behind: the text is held for as long as the step is.
        let stays = |now: &&Contact| is.contains_key(now.person.id.as_str());
        let room = blocks.iter().zip(said).filter(|(_, now)| stays(now)).map(|(at, _)| at.len());
        let mut out = String::with_capacity(head.len() + room.sum::<usize>());
        out.push_str(&text[head.clone()]);
        for (at, now) in blocks.iter().zip(said) {
            let block = &text[at.clone()];
            let id = now.person.id.as_str();
            match (was.get(id).copied(), is.get(id).copied()) {
                (b, a) if a == b || a == Some(now) => out.push_str(block),
                (Some(b), None) if b == now => {}
                (b, a) => out.push_str(&changed_block(block, b, a, now, &mut clashes)?),
            }
        }
        let there: HashSet<&str> = said.iter().map(|contact| contact.person.id.as_str()).collect();
        let is_new = |contact: &&Contact| {
            let id = contact.person.id.as_str();
            // Whom somebody else took away and we have not touched stays away.
            !there.contains(id) && was.get(id) != Some(contact)
        };
        append(&mut out, &after.people.iter().filter(is_new).collect::<Vec<_>>())?;
        if text::says_nothing(&out) {
            // Nobody is left, which is not to look like a file that was lost.
            out.push_str(&whole(&Contacts { format: after.format, ..Contacts::default() })?);
        }
        Ok((clothes.dress(out), clashes))
    }
}

fn by_id(contacts: &Contacts) -> HashMap<&str, &Contact> {
    contacts.people.iter().map(|contact| (contact.person.id.as_str(), contact)).collect()
}

/// One person, whom both sides may have changed.
fn changed_block(
    block: &str,
    before: Option<&Contact>,
    after: Option<&Contact>,
    now: &Contact,
    clashes: &mut Vec<Clash>,
) -> Result<String, String> {
    let told = |contact: Option<&Contact>| contact.map(tree).transpose();
    let is_ours_alone = before == Some(now);
    let (before, after, understood) = (told(before)?, told(after)?, tree(now)?);
    let raw = text::tree(block).map_err(|error| unwritable(error.message()))?;
    // The id that was made for them stands there from now on.
    let is_named = raw.get("people").and_then(|people| people.get(0)?.get("id")).is_some();
    let written = |mut from: Tree, to: Option<Tree>| {
        if !is_named {
            from.remove("id");
        }
        let text = patch::between(block, &alone(Some(from)), &alone(to))?;
        text::tree(&text).map_err(|error| unwritable(error.message()))?;
        Ok(text)
    };
    if is_ours_alone {
        return written(understood, after);
    }
    let first = raw.get("people").and_then(Leaf::as_array).and_then(|people| people.first()?.as_table().cloned());
    let theirs = merge::with_unknown(&understood, &first.unwrap_or_default());
    let merged = merge::merge(&alone(before), &alone(after), &alone(Some(theirs.clone())));
    clashes.extend(merged.clashes);
    let people = merged.tree.get("people").and_then(Leaf::as_array);
    let Some(Leaf::Table(wanted)) = people.and_then(|people| people.first()) else { return Ok(String::new()) };
    written(theirs, Some(wanted.clone()))
}

/// The same where the file can't be cut.
fn changed_whole(disk: &str, before: &Contacts, after: &Contacts) -> Result<(String, Vec<Clash>), String> {
    let raw = text::tree(disk).map_err(|_| "it is no TOML".to_owned())?;
    let theirs = merge::with_unknown(&whole_tree(&read(disk).value)?, &raw);
    let merged = merge::merge(&whole_tree(before)?, &whole_tree(after)?, &theirs);
    let text = patch::between(disk, &theirs, &merged.tree)?;
    text::tree(&text).map_err(|error| unwritable(error.message()))?;
    Ok((text, merged.clashes))
}
