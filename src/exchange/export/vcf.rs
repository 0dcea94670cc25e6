//! People as vCard 4.0 (RFC 6350), one card each, for an address book. `calcard` writes: it escapes, folds at 75 octets
//! between characters, and ends lines with CRLF.
//!
//! An address or a number that turned out to be bad is in no card, and no link that could run something. Notes, influence and support are ours and stay here: an
//! address book is shown to others.

use calcard::vcard::{
    VCard, VCardEntry, VCardParameter, VCardParameterName, VCardParameterValue, VCardProperty, VCardType, VCardValue,
    VCardValueType, VCardVersion,
};

use super::{Selection, Uids, line, plain};
use crate::domain::contacts::Contact;
use crate::domain::import::Own;
use crate::domain::link;
use crate::domain::people::{Person, PhoneKind};

/// The property that says on which day they connected.
pub const CONNECTED_ON: &str = "X-INROAD-CONNECTED-ON";
/// The property that says that they asked not to be written to.
pub const DO_NOT_CONTACT: &str = "X-INROAD-DO-NOT-CONTACT";

/// The property that says in which trade their company is.
pub const INDUSTRY: &str = "X-INROAD-INDUSTRY";
/// The property that says where we have them from.
pub const SOURCE: &str = "X-INROAD-SOURCE";

/// How the UID of a card ends that we wrote.
pub const OWN_UID: &str = "@inroad.invalid";

/// Whom we wrote a card of, as its UID says it: somebody on an account, or a contact. One that could be read in two ways,
/// since an id in it holds a dot, says nothing.
pub fn of_uid(uid: &str) -> Option<Own> {
    let name = uid.strip_suffix(OWN_UID)?;
    let own = match name.strip_prefix("contact-") {
        Some(id) => Own { account: String::new(), id: id.to_owned() },
        None => {
            let mut parts = name.strip_prefix("person-")?.split('.');
            let (id, account, nth) = (parts.next()?, parts.next()?, parts.next());
            let is_nth = nth.is_none_or(|nth| nth.parse::<usize>().is_ok());
            let is_one = is_nth && parts.next().is_none() && !account.is_empty();
            is_one.then(|| Own { account: account.to_owned(), id: id.to_owned() })?
        }
    };
    (!own.id.is_empty()).then_some(own)
}

/// What a card says beside the person: where they work, and of somebody on no account where they come from.
#[derive(Clone, Copy)]
struct Beside<'a> {
    company: &'a str,
    website: &'a str,
    industry: &'a str,
    source: &'a str,
}

/// A card for each person of the accounts.
pub fn people(selection: &Selection) -> String {
    let mut uids = Uids::default();
    let mut text = String::new();
    for account in &selection.accounts {
        let beside = Beside { company: &account.name, website: &account.website, industry: "", source: "" };
        for person in &account.people {
            let uid = uids.of("person", &person.id, account);
            // Into a text nothing can go wrong.
            _ = card(person, beside, uid).write_to(&mut text, VCardVersion::V4_0);
        }
    }
    text
}

/// A card for each of those on no account.
pub fn contacts(selection: &Selection) -> String {
    let mut text = String::new();
    for contact in &selection.contacts {
        let Contact { person, company, website, industry, source, .. } = contact;
        let uid = format!("contact-{}{OWN_UID}", line(&person.id));
        _ = card(person, Beside { company, website, industry, source }, uid).write_to(&mut text, VCardVersion::V4_0);
    }
    text
}

fn card(person: &Person, beside: Beside, uid: String) -> VCard {
    let name = [&person.name, &person.id].into_iter().map(|name| line(name)).find(|name| !name.is_empty());
    let value_type = |value| VCardParameter::value(VCardParameterValue::ValueType(value));
    let mut entries = vec![
        entry(VCardProperty::Uid, [uid]).with_param(value_type(VCardValueType::Text)),
        entry(VCardProperty::Fn, [name.unwrap_or_else(|| "?".to_owned())]),
        entry(
            VCardProperty::N,
            [line(person.last_name()), line(person.first_name()), String::new(), String::new(), String::new()],
        ),
    ];
    let unit = Some(line(&person.department)).filter(|unit| !unit.is_empty());
    entries.push(entry(VCardProperty::Org, std::iter::once(line(beside.company)).chain(unit)));
    let mut some = |property: VCardProperty, text: &str| {
        let text = line(text);
        if !text.is_empty() {
            entries.push(entry(property, [text]));
        }
    };
    some(VCardProperty::Title, &person.title);
    some(VCardProperty::Url, link::followed(&line(&person.linkedin)));
    some(VCardProperty::Tz, &person.timezone);
    // What no property of vCard says, other programs leave alone, and our own import reads.
    let connected_on = person.connected_on.map(|day| day.to_string()).unwrap_or_default();
    some(VCardProperty::Other(CONNECTED_ON.to_owned()), &connected_on);
    some(VCardProperty::Other(DO_NOT_CONTACT.to_owned()), if person.do_not_contact { "yes" } else { "" });
    some(VCardProperty::Other(INDUSTRY.to_owned()), beside.industry);
    some(VCardProperty::Other(SOURCE.to_owned()), beside.source);
    let site = line(beside.website);
    let site = link::followed(&site);
    if !site.is_empty() {
        let site = if site.contains("://") || site.starts_with("mailto:") {
            site.to_owned()
        } else {
            format!("https://{site}")
        };
        entries.push(entry(VCardProperty::Url, [site]).with_param(VCardParameter::typ(VCardType::Work)));
    }
    let good = person.emails.iter().filter(|email| email.bad.is_none());
    entries.extend(preferred(good.map(|email| {
        entry(VCardProperty::Email, [line(&email.value)]).with_param(VCardParameter::typ(VCardType::Work))
    })));
    let good = person.phones.iter().filter(|phone| phone.bad.is_none());
    entries.extend(preferred(good.map(|phone| {
        let types: &[VCardType] = match phone.kind {
            PhoneKind::Direct => &[VCardType::Work, VCardType::Voice],
            PhoneKind::Mobile => &[VCardType::Cell],
            PhoneKind::Switchboard => &[VCardType::Work, VCardType::MainNumber],
        };
        let params = types.iter().map(|each| VCardParameter::typ(each.clone())).collect();
        entry(VCardProperty::Tel, [line(&phone.value)]).with_params(params)
    })));
    VCard { entries }
}

fn entry(property: VCardProperty, values: impl IntoIterator<Item = String>) -> VCardEntry {
    let values = values.into_iter().map(|value| VCardValue::Text(plain(&value).into_owned())).collect();
    VCardEntry::new(property).with_values(values)
}

/// Of several the best first, and said so.
fn preferred(entries: impl Iterator<Item = VCardEntry>) -> Vec<VCardEntry> {
    let mut entries: Vec<VCardEntry> = entries.collect();
    if entries.len() > 1 {
        for (entry, rank) in entries.iter_mut().zip(1..=100) {
            entry.add_param(VCardParameter::new(VCardParameterName::Pref, VCardParameterValue::Integer(rank)));
        }
    }
    entries
}
