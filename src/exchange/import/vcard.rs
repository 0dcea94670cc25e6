//! Address books: vCard 2.1, 3.0 and 4.0, card by card, so that each knows its line. What a card says is read by calcard;
//! what of it is a person and what a company is decided here.

use std::collections::BTreeSet;
use std::sync::Arc;

use calcard::vcard::{
    VCard, VCardEntry, VCardKind, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue,
};
use calcard::{Entry, Parser};

use super::cells::shortened;
use super::printable::{Lettered, broken_code, is_printable, lettered};
use super::rivals::{holds_one, left};
use super::{MOST_FIELD, MOST_ROWS, Progress, Refused, Request, Sheet};
use crate::domain::import::{At, Draft, Field, Incoming, Remark, Skipped, keys};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::vcf::{CONNECTED_ON, DO_NOT_CONTACT, INDUSTRY, OWN_UID, SOURCE, of_uid};

/// Where cards come from that don't say it.
const VCARD: &str = "vCard";

const BEGIN: &str = "BEGIN:VCARD";
const END: &str = "END:VCARD";

/// Those that are read.
const VERSIONS: [&str; 3] = ["2.1", "3.0", "4.0"];

const READ: &str = "2.1, 3.0 and 4.0 are read: export it as one of these";

/// Whether a text is one.
pub(super) fn is_one(text: &str) -> bool {
    is_line(text.trim_start().lines().next().unwrap_or_default(), BEGIN)
}

/// A file without a card, as `export vcf` writes it of nobody: no reason to leave out the files beside it.
pub(super) fn nobody(request: &Request) -> Sheet {
    let at = At { file: request.file, line: 1 };
    let remark = Remark { at, what: "it is empty: no cards".to_owned() };
    Sheet { source: VCARD.into(), remarks: vec![remark], ..Sheet::default() }
}

fn is_line(line: &str, mark: &str) -> bool {
    line.trim_end().eq_ignore_ascii_case(mark)
}

pub(super) fn read(text: &str, request: &Request, progress: Progress) -> Result<Sheet, Refused> {
    let mut sheet = Sheet { source: VCARD.into(), ..Sheet::default() };
    let mut unused = BTreeSet::new();
    let mut has_read = false;
    for (n, (line, card)) in cards(text)?.into_iter().enumerate() {
        if n == MOST_ROWS {
            let why = format!("it has more than {MOST_ROWS} cards; import it in parts");
            return Err(Refused::Broken { line, column: 1, why });
        }
        if n % 100 == 0 && !progress(n) {
            return Err(Refused::Cancelled);
        }
        let at = At { file: request.file, line };
        match version(card) {
            Some((_, version)) if VERSIONS.contains(&version) => {}
            Some((n, version)) => {
                let at = At { line: line + n, ..at };
                let why = format!("there is no vCard {}; {READ}", said_version(version));
                sheet.skipped.push(Skipped { at, why, is_row: true });
                continue;
            }
            None => {
                let why = "this card says no VERSION; it is read as 3.0".to_owned();
                sheet.skipped.push(Skipped { at, why, is_row: false });
            }
        }
        has_read = true;
        no_property(card, at, &mut sheet.skipped);
        let Lettered { card: readable, guessed, unreadable } = lettered(card);
        if let (Some((n, what)), true) = (guessed, sheet.remarks.is_empty()) {
            sheet.remarks.push(Remark { at: At { line: line + n, ..at }, what });
        }
        for (n, name) in &unreadable {
            let why = format!("{name}: its letters are neither UTF-8 nor Windows-1252; left out");
            sheet.skipped.push(Skipped { at: At { line: line + n, ..at }, why, is_row: false });
        }
        match Parser::new(&readable).entry() {
            Entry::VCard(read) => {
                if read.entries.iter().any(is_long) {
                    is_in_bounds(card, line)?;
                }
                let has_lost = |name: &str| unreadable.iter().any(|(_, lost)| lost == name);
                one(&read, at, has_lost, &mut sheet, &mut unused);
            }
            _ => {
                let why = "this card can't be read".to_owned();
                return Err(Refused::Broken { line, column: 1, why });
            }
        }
    }
    match sheet.skipped.first() {
        None if sheet.rows.is_empty() => return Err(Refused::whole("it has no cards")),
        Some(Skipped { at, why, .. }) if !has_read => {
            return Err(Refused::Broken { line: at.line, column: 1, why: why.clone() });
        }
        _ => {}
    }
    sheet.unused = unused.into_iter().collect();
    Ok(sheet)
}

/// The cards with the lines on which they begin.
fn cards(text: &str) -> Result<Vec<(usize, &str)>, Refused> {
    let broken = |line, why: &str| Err(Refused::Broken { line, column: 1, why: why.to_owned() });
    let mut cards = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let number = n + 1;
        let begins = at;
        at += line.len();
        match open {
            None if is_line(line, BEGIN) => open = Some((number, begins)),
            None if line.trim().is_empty() => {}
            None => return broken(number, "here a card should begin, with BEGIN:VCARD"),
            Some((first, _)) if is_line(line, BEGIN) => {
                return broken(number, &format!("a card begins here, and the one of line {first} has not ended"));
            }
            Some((first, start)) if is_line(line, END) => {
                cards.push((first, &text[start..at]));
                open = None;
            }
            Some(_) => {}
        }
    }
    match open {
        Some((first, _)) => broken(first, "this card never ends; END:VCARD is missing"),
        None => Ok(cards),
    }
}

/// Which version of the format a card says that it is, and on which of its lines, from 0.
fn version(card: &str) -> Option<(usize, &str)> {
    card.lines().enumerate().find_map(|(n, line)| {
        let (head, value) = line.split_once(':')?;
        let name = head.split(';').next().unwrap_or_default();
        name.eq_ignore_ascii_case("VERSION").then(|| (n, value.trim()))
    })
}

/// As much of it as fits into a message.
fn said_version(version: &str) -> String {
    if version.is_empty() { "without a number".to_owned() } else { version.chars().take(20).collect() }
}

/// Lines of a card that are no property and go on with none: `name:` or `name;how:` begins one.
fn no_property(card: &str, at: At, skipped: &mut Vec<Skipped>) {
    // In vCard 2.1, text with a `=` at its end goes on below, and so do pictures until an empty line.
    let (mut goes_on, mut is_picture) = (false, false);
    for (n, line) in card.lines().enumerate() {
        let text = line.trim_end();
        if is_printable(text, goes_on)
            && let Some(code) = broken_code(text)
        {
            let why = format!("“{code}” stands for no letter in quoted-printable; it is left as it is");
            skipped.push(Skipped { at: At { line: at.line + n, ..at }, why, is_row: false });
        }
        let is_part = goes_on || line.starts_with([' ', '\t']);
        if text.is_empty() {
            (goes_on, is_picture) = (false, false);
            continue;
        }
        let head = text.split_once(':').map(|(head, _)| head);
        let name = head.map(|head| head.split(';').next().unwrap_or_default());
        if is_part {
            goes_on &= text.ends_with('=');
        } else if let (Some(head), true) = (head, name.is_some_and(is_name)) {
            let head = head.to_uppercase();
            goes_on = head.contains("QUOTED-PRINTABLE") && text.ends_with('=');
            is_picture = head.contains("BASE64") || head.contains("ENCODING=B");
        } else if !is_picture {
            let beginning: String = text.chars().take(40).collect();
            let why = format!("“{beginning}” is no property of a card; left out");
            skipped.push(Skipped { at: At { line: at.line + n, ..at }, why, is_row: false });
        }
    }
}

/// What says something of the card itself, not of whom it is about; or is read with something else.
fn is_of_the_card(entry: &VCardEntry) -> bool {
    const OTHERS: [&str; 4] = ["X-ABSHOWAS", "X-ABLABEL", "X-ABADR", "X-ABUID"];
    match &entry.name {
        VCardProperty::Version
        | VCardProperty::Prodid
        | VCardProperty::Uid
        | VCardProperty::Rev
        | VCardProperty::Kind
        | VCardProperty::Begin
        | VCardProperty::End => true,
        VCardProperty::Other(name) => OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other)),
        _ => false,
    }
}

/// The first text of an entry.
fn text(entry: &VCardEntry) -> &str {
    entry.values.iter().find_map(VCardValue::as_text).unwrap_or_default().trim()
}

/// Whether an entry has one of these types, by word.
fn is_typed(entry: &VCardEntry, words: &[&str]) -> bool {
    let types = entry.params.iter().filter(|param| param.name == VCardParameterName::Type);
    let mut told = types.filter_map(|param| param.value.as_text());
    told.any(|told| told.split(',').any(|told| words.iter().any(|word| told.trim().eq_ignore_ascii_case(word))))
}

/// In which order what entries say is taken: the best address and the best number first, a role behind a title; what else is
/// no list stands as it is.
fn order(entry: &VCardEntry) -> u32 {
    match entry.name {
        VCardProperty::Email | VCardProperty::Tel => rank(entry),
        VCardProperty::Role => 1,
        _ => 0,
    }
}

/// Whether a card is called as its company is, and says in so many words that nobody's name is in it.
fn names_a_company(card: &VCard) -> bool {
    let folded = |property| card.property(&property).map(|entry| keys::fold(text(entry))).unwrap_or_default();
    let is_blank = |half: &VCardValue| half.as_text().is_none_or(|half| half.trim().is_empty());
    let name = folded(VCardProperty::Fn);
    let is_nobody = card.property(&VCardProperty::N).is_some_and(|entry| entry.values.iter().all(is_blank));
    is_nobody && !name.is_empty() && name == folded(VCardProperty::Org)
}

/// `has_lost` says of a property whether it stands there and can't be read.
fn one(card: &VCard, at: At, has_lost: impl Fn(&str) -> bool, sheet: &mut Sheet, unused: &mut BTreeSet<String>) {
    let kind = card.property(&VCardProperty::Kind).and_then(|entry| entry.values.first());
    if matches!(
        kind,
        Some(VCardValue::Kind(VCardKind::Group | VCardKind::Location | VCardKind::Application | VCardKind::Device))
    ) {
        sheet.skipped.push(Skipped { at, why: "it is a group or a thing, not a person".into(), is_row: true });
        return;
    }
    let uid = card.property(&VCardProperty::Uid).map(text).unwrap_or_default();
    let is_ours = uid.ends_with(OWN_UID);
    let is_company = matches!(kind, Some(VCardValue::Kind(VCardKind::Org)))
        || other(card, "X-ABSHOWAS").is_some_and(|entry| text(entry).eq_ignore_ascii_case("company"))
        || (!is_ours && names_a_company(card));
    let mut draft = Draft::default();
    // What counts of the fields that have one value.
    let mut held: Vec<(Field, String)> = Vec::new();
    let mut entries: Vec<&VCardEntry> = card.entries.iter().collect();
    entries.sort_by_key(|entry| order(entry));
    for entry in entries {
        let said = said(entry, is_company);
        if said.is_empty() && !is_of_the_card(entry) {
            unused.insert(entry.name.as_str().to_owned());
        }
        let mut skip = |why: String| sheet.skipped.push(Skipped { at, why, is_row: false });
        let mut is_elsewhere = false;
        for (field, text) in said.into_iter().filter(|(_, text)| !text.is_empty()) {
            match (is_company, field) {
                (false, _) | (true, Field::Company | Field::Website) => {}
                // The rest of it is used.
                (true, Field::Department) => {
                    skip(format!("department: “{}” is a company's, not somebody's; left out", shortened(&text)));
                    continue;
                }
                (true, _) => {
                    unused.insert(entry.name.as_str().to_owned());
                    continue;
                }
            }
            if is_elsewhere {
                skip(format!("{} “{}” is left out with it ({})", field.word(), shortened(&text), entry.name.as_str()));
                continue;
            }
            if let Some((_, first)) = held.iter().find(|(one, _)| *one == field) {
                let why = left(field, first, &text, entry.name.as_str());
                // A department there is none here.
                is_elsewhere = why.is_some() && field == Field::Company;
                why.into_iter().for_each(&mut skip);
                continue;
            }
            match field.put(&mut draft, &text) {
                Ok(()) if holds_one(field) => held.push((field, text)),
                Ok(()) => {}
                Err(why) => skip(format!("{}: {why}; left out", field.word())),
            }
        }
    }
    // Of a card of our own nothing is made up.
    let done = if is_ours { draft.ours(at, &Arc::default()) } else { draft.done(at, &sheet.source) };
    match done {
        Ok(incoming) => sheet.rows.push(Incoming { own: of_uid(uid).map(Box::new), ..incoming }),
        Err(_) if has_lost("FN") || has_lost("N") => {
            let why = "the name in it can't be read".to_owned();
            sheet.skipped.push(Skipped { at, why, is_row: true });
        }
        Err(why) => sheet.skipped.push(Skipped { at, why, is_row: true }),
    }
}

fn is_long(entry: &VCardEntry) -> bool {
    entry.values.iter().filter_map(VCardValue::as_text).any(|text| text.len() > MOST_FIELD)
}

/// What may be as long as it is: nothing of it is kept.
const PICTURES: [&str; 4] = ["PHOTO", "LOGO", "SOUND", "KEY"];

/// Refuses what is too long in a card, by its name and the line on which it begins.
fn is_in_bounds(card: &str, first: usize) -> Result<(), Refused> {
    let mut open: Option<(usize, &str, usize)> = None;
    for (n, line) in card.lines().enumerate() {
        let head = line.split_once(':').map(|(head, _)| head).filter(|_| !line.starts_with([' ', '\t']));
        let is_new = |head: &str| head.split(';').next().is_some_and(is_name);
        open = match (head.filter(|head| is_new(head)), open) {
            (Some(head), _) => Some((first + n, head, line.len() - head.len() - 1)),
            (None, Some((at, head, length))) => Some((at, head, length + line.len())),
            (None, None) => None,
        };
        let Some((line, head, _)) = open.filter(|(.., length)| *length > MOST_FIELD) else { continue };
        let name = head.split(';').next().unwrap_or_default();
        if !PICTURES.iter().any(|picture| name.eq_ignore_ascii_case(picture)) {
            let why = format!("{name} is longer than {} KiB; shorten it", MOST_FIELD >> 10);
            return Err(Refused::Broken { line, column: 1, why });
        }
    }
    Ok(())
}

/// Whether that can be what a property is called.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-._".contains(c))
}

fn other<'c>(card: &'c VCard, name: &str) -> Option<&'c VCardEntry> {
    let is_it =
        |entry: &&VCardEntry| matches!(&entry.name, VCardProperty::Other(other) if other.eq_ignore_ascii_case(name));
    card.entries.iter().find(is_it)
}

/// What an entry says, as fields.
fn said(entry: &VCardEntry, is_company: bool) -> Vec<(Field, String)> {
    let whole = match &entry.name {
        VCardProperty::Tel => number(text(entry)),
        _ => text(entry).to_owned(),
    };
    let part = |n: usize| entry.values.get(n).and_then(VCardValue::as_text).unwrap_or_default().trim().to_owned();
    match &entry.name {
        VCardProperty::Fn if is_company => vec![(Field::Company, whole)],
        VCardProperty::Fn => vec![(Field::Name, whole)],
        VCardProperty::N => vec![(Field::LastName, part(0)), (Field::FirstName, part(1))],
        VCardProperty::Org => vec![(Field::Company, part(0)), (Field::Department, part(1))],
        VCardProperty::Title | VCardProperty::Role => vec![(Field::Title, whole)],
        VCardProperty::Email => vec![(Field::Email, whole)],
        VCardProperty::Tel if is_typed(entry, &["fax", "pager", "modem"]) => Vec::new(),
        VCardProperty::Tel if is_typed(entry, &["cell", "iphone", "mobile"]) => vec![(Field::Mobile, whole)],
        VCardProperty::Tel if is_typed(entry, &["main", "main-number"]) => vec![(Field::Switchboard, whole)],
        VCardProperty::Tel => vec![(Field::Phone, whole)],
        VCardProperty::Note => vec![(Field::Notes, whole)],
        // An offset from UTC is no place; only a zone's name is kept.
        VCardProperty::Tz if whole.contains('/') => vec![(Field::Timezone, whole)],
        VCardProperty::Url | VCardProperty::Socialprofile => address(entry, whole, is_company),
        VCardProperty::Other(name) if name.eq_ignore_ascii_case(CONNECTED_ON) => vec![(Field::ConnectedOn, whole)],
        VCardProperty::Other(name) if name.eq_ignore_ascii_case(DO_NOT_CONTACT) => vec![(Field::DoNotContact, whole)],
        VCardProperty::Other(name) if name.eq_ignore_ascii_case(INDUSTRY) => vec![(Field::Industry, whole)],
        VCardProperty::Other(name) if name.eq_ignore_ascii_case(SOURCE) => vec![(Field::Source, whole)],
        VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-SOCIALPROFILE") => address(entry, whole, is_company),
        _ => Vec::new(),
    }
}

/// `+1-555-0100 x5` of `tel:+1-555-0100;ext=5` (RFC 3966); what else such an address says is for telephones.
fn number(uri: &str) -> String {
    let Some((_, rest)) = uri.split_once(':').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("tel")) else {
        return uri.to_owned();
    };
    let mut parts = rest.split(';');
    let number = parts.next().unwrap_or_default().trim();
    let extension = parts.filter_map(|part| part.split_once('=')).find(|(key, _)| key.eq_ignore_ascii_case("ext"));
    extension.map_or_else(|| number.to_owned(), |(_, extension)| format!("{number} x{}", extension.trim()))
}

/// From 1 for the one that is preferred; of what says nothing of it the order is that of the card.
fn rank(entry: &VCardEntry) -> u32 {
    let told = entry.params.iter().filter(|param| param.name == VCardParameterName::Pref);
    let told = told.filter_map(|param| match &param.value {
        VCardParameterValue::Integer(rank) => Some(*rank),
        other => other.as_text()?.trim().parse().ok(),
    });
    told.min().unwrap_or(if is_typed(entry, &["pref"]) { 1 } else { 101 })
}

/// A page on LinkedIn is somebody's profile; another counts as the company's where that is said.
fn address(entry: &VCardEntry, url: String, is_company: bool) -> Vec<(Field, String)> {
    let lower = url.to_lowercase();
    if lower.contains("linkedin.com/") && !lower.contains("/company/") {
        vec![(Field::Linkedin, url)]
    } else if is_company || is_typed(entry, &["work"]) {
        vec![(Field::Website, url)]
    } else {
        Vec::new()
    }
}
