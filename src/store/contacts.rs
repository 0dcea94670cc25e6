//! contacts.toml, person by person. It may hold fifty thousand of them, so it is never one document: the text is cut in
//! front of each `[[people]]`, each piece is read by itself, and a change writes the pieces that it concerns. What was
//! not understood, and every comment, stays where it is, since nobody else's piece is touched.
//!
//! A file that can't be cut so (its people in one inline list) is one piece. Nothing here may write a text that does not
//! read back.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table as Tree, Value as Leaf};

use super::merge::{self, Clash};
use super::plain;
use super::read::{self, Found, Read};
use super::text::{self, Text};
use super::{patch, read::place};
use crate::domain::account::Account;
use crate::domain::contacts::{Beside, Contact, Contacts};
use crate::domain::people::Person;
use crate::domain::wire::Format;
use crate::domain::{fields, id};

/// The most that the file may hold.
pub(super) const MOST: u64 = 32 << 20;

/// So many people at a time are read or written side by side, so that what is made on the way is never there of all.
const SOME: usize = 2_048;

/// What begins each person.
const HEADER: &str = "[[people]]";

/// A piece of the file as it is read: one person, or all where it can't be cut.
#[derive(Debug, Default, Deserialize)]
#[serde(default, bound(deserialize = "T: DeserializeOwned + Default"))]
struct People<T> {
    people: Vec<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Head {
    format: Format,
}

/// Read the file's text.
pub(super) fn read(raw: &str) -> Read<Contacts> {
    let clothes = Text::new(raw);
    let text: &str = &clothes.plain;
    let (head, blocks) = cut(text);
    let Read { value: Head { format }, mut found, mut intact } = read::read::<Head>(&text[head]);
    let mut people = Vec::with_capacity(blocks.len());
    let shared = Shared::default();
    for some in blocks.chunks(SOME) {
        let pieces: Vec<(Vec<Contact>, Vec<Found>, bool)> =
            some.par_iter().map(|at| piece(text, at, &shared)).collect();
        for (contacts, of_it, whole) in pieces {
            people.extend(contacts);
            found.extend(of_it);
            intact &= whole;
        }
    }
    found.extend(name(&mut people, |n| blocks.get(n).map_or(0, |at| place(text, at.start).0)));
    Read { value: Contacts { format, people }, found, intact }
}

/// Whether the file says these, person by person, and nothing is wrong with it. Each is looked at and let go of. Not where all
/// stand in one list, or somebody has no id.
pub(super) fn says(raw: &str, contacts: &Contacts) -> bool {
    let clothes = Text::new(raw);
    let text: &str = &clothes.plain;
    let (head, blocks) = cut(text);
    let is_head = read::read::<Head>(&text[head]).value.format == contacts.format;
    let is_it = |(at, contact): (&Range<usize>, &Contact)| {
        let is_said = |person: &Person, beside: &Beside| *person == *contact.person && *beside == contact.beside();
        sound(&text[at.clone()]).is_ok_and(|said| match (&*said.0, &*said.1) {
            ([person], [beside]) => is_said(person, beside),
            _ => false,
        })
    };
    let are_as_many = !blocks.is_empty() && blocks.len() == contacts.people.len();
    is_head && are_as_many && blocks.par_iter().zip(&contacts.people).all(is_it)
}

/// Who stands in the file, by id.
pub fn ids(raw: &str) -> BTreeSet<String> {
    read(raw).value.people.iter().map(|contact| contact.person.id.clone()).collect()
}

/// The file as it stands, everybody with the id that they go by.
pub(super) fn raw(raw: &str) -> Option<Tree> {
    let mut tree = text::tree(raw).ok()?;
    let people = read(raw).value.people;
    if let Some(Leaf::Array(said)) =
        tree.get_mut("people").filter(|said| said.as_array().map(Vec::len) == Some(people.len()))
    {
        for (said, contact) in said.iter_mut().zip(people) {
            said.as_table_mut().map(|said| said.insert("id".to_owned(), Leaf::String(contact.person.id.clone())));
        }
    }
    Some(tree)
}

/// Everybody in one piece, and what is wrong with it by the lines of the whole.
fn piece(text: &str, at: &Range<usize>, shared: &Shared) -> (Vec<Contact>, Vec<Found>, bool) {
    let block = &text[at.clone()];
    if let Ok((people, beside)) = sound(block) {
        return (joined(&people, &beside, shared), Vec::new(), true);
    }
    let people = read::read::<People<Person>>(block);
    let beside = read::read::<People<Beside>>(block);
    let whole = people.intact && beside.intact && people.value.people.len() == beside.value.people.len();
    let mut found = people.found;
    let mut account = Account { people: people.value.people, ..Account::default() };
    for Found { path, written, line, .. } in &found {
        if let Some(written) = written {
            fields::note_unread(&mut account, path, written, *line);
        }
    }
    let known = |other: &Found| found.iter().any(|each| (each.line, each.column) == (other.line, other.column));
    let more: Vec<Found> = beside.found.into_iter().filter(|other| !known(other)).collect();
    found.extend(more);
    let lines = place(text, at.start).0 - 1;
    for found in &mut found {
        found.line += lines;
    }
    (joined(&account.people, &beside.value.people, shared), found, whole)
}

/// Everybody in a piece with which nothing is wrong: both halves of one parsing.
fn sound(block: &str) -> Result<(Vec<Person>, Vec<Beside>), toml::de::Error> {
    let mut table = DeTable::parse(block)?;
    let mut halves = Vec::new();
    if let Some(DeValue::Array(said)) = table.get_mut().get_mut("people").map(Spanned::get_mut) {
        for said in said.iter_mut() {
            if let DeValue::Table(said) = said.get_mut() {
                halves.push(beside(said)?);
            }
        }
    }
    let people = People::<Person>::deserialize(toml::de::Deserializer::from(table))?;
    Ok((people.people, halves))
}

/// What is said beside a person, taken out of what is said of both.
fn beside(said: &mut DeTable) -> Result<Beside, toml::de::Error> {
    let taken = |key: &&'static str| Some((Spanned::new(0..0, Cow::Borrowed(*key)), said.remove(*key)?));
    let own: DeTable = Beside::KEYS.iter().filter_map(taken).collect();
    Beside::deserialize(toml::de::Deserializer::from(Spanned::new(0..0, own)))
}

/// Texts that many contacts have, each once.
#[derive(Default)]
struct Shared(Mutex<HashSet<Arc<str>>>);

impl Shared {
    fn text(&self, text: &str) -> Arc<str> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = held.get(text) {
            return Arc::clone(text);
        }
        let text: Arc<str> = text.into();
        held.insert(Arc::clone(&text));
        text
    }
}

/// Copies: what a parser makes lies scattered among what it has let go of, and of fifty thousand people that keeps a sixth
/// more than they need.
fn joined(people: &[Person], beside: &[Beside], shared: &Shared) -> Vec<Contact> {
    let contact = |(person, beside): (&Person, &Beside)| {
        let Beside { company, website, industry, source, imported } = beside;
        let (website, industry) = (website.clone(), industry.clone());
        let (company, source) = (shared.text(company), shared.text(source));
        Contact { person: person.clone().into(), company, website, industry, source, imported: *imported }
    };
    people.iter().zip(beside).map(contact).collect()
}

/// Who has no id of their own gets one made of what is said of them, so that it names the same as long as nobody changes
/// it; it is written when they are changed.
fn name(people: &mut [Contact], line: impl Fn(usize) -> usize) -> Vec<Found> {
    let mut taken: HashSet<&str> = HashSet::with_capacity(people.len());
    let mut nameless = Vec::new();
    let mut found = Vec::new();
    for (n, contact) in people.iter().enumerate() {
        let id = contact.person.id.as_str();
        if id.is_empty() {
            nameless.push(n);
        } else if !taken.insert(id) {
            nameless.push(n);
            let message = format!("two people have the id “{id}”; give one of them another");
            found.push(Found { line: line(n), column: 1, path: format!("people.{n}.id"), message, written: None });
        }
    }
    if nameless.is_empty() {
        return found;
    }
    let mut taken: HashSet<String> = taken.into_iter().map(str::to_owned).collect();
    for n in nameless {
        let contact = &mut people[n];
        let salt = format!("{contact:?}");
        let slug = id::slug(&contact.person.name, |_| false);
        let own = (0..).map(|more| format!("{slug}-{}", id::mint(&format!("{salt}{more}"), |_| false)));
        Arc::make_mut(&mut contact.person).id = own.into_iter().find(|id| taken.insert(id.clone())).unwrap_or_default();
    }
    found
}

/// What stands before the first person, and the person by person pieces. One piece with everything where people stand
/// otherwise.
fn cut(text: &str) -> (Range<usize>, Vec<Range<usize>>) {
    let Headers { mut starts, others } = headers(text);
    let first = starts.first().copied().unwrap_or(text.len());
    starts.push(text.len());
    let blocks: Vec<Range<usize>> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let is_one = |at: &Range<usize>| {
        let next = others.partition_point(|other| *other < at.start);
        if others.get(next).is_none_or(|other| *other >= at.end) {
            return true;
        }
        let table = DeTable::parse(&text[at.clone()]);
        // What can't be parsed is told when it is read.
        table.is_err() || table.is_ok_and(|table| table.get_ref().len() == 1)
    };
    let head = DeTable::parse(&text[..first]);
    if head.is_ok_and(|head| head.get_ref().contains_key("people")) || !blocks.par_iter().all(is_one) {
        return (0..text.len(), std::iter::once(0..text.len()).collect());
    }
    (0..first, blocks)
}

/// What begins with a bracket at the start of a line, in the order of the text.
#[derive(Default)]
struct Headers {
    /// Where a person begins: at the header, or at the comment right above it.
    starts: Vec<usize>,
    /// Any other, which may be a header too.
    others: Vec<usize>,
}

fn headers(text: &str) -> Headers {
    let bytes = text.as_bytes();
    let (mut found, mut at, mut floor) = (Headers::default(), 0, 0);
    let mut is_line_start = true;
    while at < bytes.len() {
        if is_line_start {
            let line = text[at..].trim_start_matches([' ', '\t']);
            if line.starts_with(HEADER) {
                found.starts.push(above(text, floor, at));
                at += text[at..].find(']').unwrap_or(0) + 2;
                floor = at;
                is_line_start = false;
                continue;
            }
            if line.starts_with('[') {
                found.others.push(at);
            }
        }
        is_line_start = bytes[at] == b'\n';
        match bytes[at] {
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
            b'"' | b'\'' => {
                at = behind_string(text, at);
                floor = at;
            }
            b' ' | b'\t' | b'\n' => at += 1,
            _ => {
                let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'#' | b'"' | b'\'');
                at += bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
                floor = at;
            }
        }
    }
    found
}

/// The comments and empty lines right above a header belong to it, as far as they lie behind the last value.
fn above(text: &str, floor: usize, header: usize) -> usize {
    let mut start = header;
    let mut in_comment = true;
    while start > floor {
        let before = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[before..start - 1].trim();
        if before < floor || !(line.is_empty() || (line.starts_with('#') && in_comment)) {
            break;
        }
        in_comment &= !line.is_empty();
        start = before;
    }
    start
}

/// The place behind a string that begins here, whatever kind it is; the end of its line if it never ends.
fn behind_string(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let (quote, long) = if bytes[at] == b'"' { ("\"", "\"\"\"") } else { ("'", "'''") };
    let (mark, is_long) = if text[at..].starts_with(long) { (long, true) } else { (quote, false) };
    let mut here = at + mark.len();
    while here < bytes.len() {
        // What else stands there is passed over at once.
        let plain = |byte: &u8| !matches!(byte, b'\\' | b'\n' | b'"' | b'\'');
        here += bytes[here..].iter().take_while(|byte| plain(byte)).count();
        let Some(byte) = bytes.get(here) else { break };
        match byte {
            b'\\' if quote == "\"" => here += 2,
            b'\n' if !is_long => return here,
            _ if bytes[here..].starts_with(mark.as_bytes()) => {
                here += mark.len();
                // Up to two more quotes may stand before the end of a long one.
                while is_long && bytes.get(here) == Some(&quote.as_bytes()[0]) {
                    here += 1;
                }
                return here;
            }
            _ => here += 1,
        }
    }
    // A backslash at the very end leads behind it.
    let mut end = here.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    end
}

/// A person as the file would say them.
fn tree(contact: &Contact) -> Result<Tree, String> {
    let mut tree = patch::tree(contact.person.as_ref())?;
    tree.extend(patch::tree(&contact.beside())?);
    Ok(tree)
}

/// The whole file as a tree.
pub(super) fn whole_tree(contacts: &Contacts) -> Result<Tree, String> {
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
pub(super) fn whole(contacts: &Contacts) -> Result<String, String> {
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

fn unwritable(why: &str) -> String {
    format!("the change can't be written down so that it reads back ({why}); nothing was written")
}

/// The file with our change in it, from one value to another, whatever it says by now; and what both sides have changed,
/// of which the file keeps what it says.
pub(super) fn changed(disk: &str, before: &Contacts, after: &Contacts) -> Result<(String, Vec<Clash>), String> {
    Pieces::of(disk).changed(&read(disk).value.people, before, after)
}

/// The same where the file is known to say what it said before: then it need not be read for that.
pub(super) fn changed_alone(disk: &str, before: &Contacts, after: &Contacts) -> Result<String, String> {
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

mod joined;
pub(super) use joined::{apart, side_by_side};

#[cfg(test)]
mod tests;
