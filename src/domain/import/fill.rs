//! What a row adds to what we have: empty fields are filled, addresses and numbers added, and what says something else is
//! told. Nothing that we have is ever changed or taken away.

use super::{Employer, keys};
use crate::domain::account::Account;
use crate::domain::contacts::Contact;
use crate::domain::ids;
use crate::domain::people::{Email, Influence, Person, Support};
use crate::domain::words::Vocabulary as _;

/// A field that had nothing in it, or a list that has one more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// As in the file.
    pub field: &'static str,
    /// What comes into it.
    pub value: String,
}

/// A field that says something else; ours stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// As in the file.
    pub field: &'static str,
    /// What we have.
    pub ours: String,
    /// What the row says.
    pub theirs: String,
}

impl Differs {
    /// Whether the field is one thing or several, as a sentence says it.
    pub fn verb(&self) -> &'static str {
        if self.field == "ids" { "are" } else { "is" }
    }
}

/// A field that is one text.
struct Text<T> {
    key: &'static str,
    get: fn(&T) -> &String,
    get_mut: fn(&mut T) -> &mut String,
    /// By what two values are the same.
    same: fn(&str) -> String,
}

macro_rules! text {
    ($key:literal, $($field:ident).+, $same:expr) => {
        Text { key: $key, get: |item| &item.$($field).+, get_mut: |item| &mut item.$($field).+, same: $same }
    };
}

const PERSON: &[Text<Person>] = &[
    text!("name", name, keys::person),
    text!("title", title, keys::fold),
    text!("department", department, keys::fold),
    text!("linkedin", linkedin, keys::profile),
    text!("timezone", timezone, keys::fold),
    text!("notes", notes, keys::fold),
];

/// What is done with what a row says.
pub(super) trait Take {
    fn fill(&mut self, field: &'static str, value: &str);
    fn differs(&mut self, _field: &'static str, _ours: &str, _theirs: &str) {}
}

/// How much would be added.
#[derive(Default)]
struct Count(usize);

impl Take for Count {
    fn fill(&mut self, _: &'static str, _: &str) {
        self.0 += 1;
    }
}

/// Everything, to be shown.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) filled: Vec<Filled>,
    pub(super) differs: Vec<Differs>,
}

impl Take for Told {
    fn fill(&mut self, field: &'static str, value: &str) {
        self.filled.push(Filled { field, value: value.to_owned() });
    }

    fn differs(&mut self, field: &'static str, ours: &str, theirs: &str) {
        let differs = Differs { field, ours: ours.to_owned(), theirs: theirs.to_owned() };
        if !self.differs.contains(&differs) {
            self.differs.push(differs);
        }
    }
}

/// Whether two values are the same by what is made of them. Most are as they stand, and that is much cheaper.
fn is_same(ours: &str, theirs: &str, by: fn(&str) -> String) -> bool {
    ours == theirs || by(ours) == by(theirs)
}

/// Whether somebody has that address.
fn has_email(have: &Person, email: &Email) -> bool {
    have.emails.iter().any(|known| is_same(&known.value, &email.value, keys::email))
}

/// How much a row would add to somebody.
pub(super) fn adds(have: &Person, row: &Person) -> usize {
    let mut count = Count::default();
    compare(have, row, &mut count);
    count.0
}

/// What a row says of somebody, told and not done.
pub(super) fn compare(have: &Person, row: &Person, take: &mut impl Take) {
    let is_free = |key: &str| have.unread.of(key).is_none();
    for Text { key, get, same, .. } in PERSON {
        match (get(have), get(row)) {
            (_, theirs) if theirs.is_empty() => {}
            (ours, theirs) if ours.is_empty() && is_free(key) => take.fill(key, theirs),
            (ours, theirs) if !ours.is_empty() && !is_same(ours, theirs, *same) => take.differs(key, ours, theirs),
            _ => {}
        }
    }
    match (have.connected_on, row.connected_on) {
        (None, Some(day)) if is_free("connected_on") => take.fill("connected_on", &day.to_string()),
        (Some(ours), Some(theirs)) if ours != theirs => {
            take.differs("connected_on", &ours.to_string(), &theirs.to_string());
        }
        _ => {}
    }
    match (have.influence, row.influence) {
        (_, Influence::Unknown) => {}
        (Influence::Unknown, theirs) if is_free("influence") => take.fill("influence", theirs.word()),
        (ours, theirs) if ours != theirs => take.differs("influence", ours.word(), theirs.word()),
        _ => {}
    }
    match (have.support, row.support) {
        (_, Support::Unknown) => {}
        (Support::Unknown, theirs) if is_free("support") => take.fill("support", theirs.word()),
        (ours, theirs) if ours != theirs => take.differs("support", ours.word(), theirs.word()),
        _ => {}
    }
    if row.do_not_contact && !have.do_not_contact && is_free("do_not_contact") {
        take.fill("do_not_contact", "yes");
    }
    for email in row.emails.iter().filter(|_| is_free("emails")) {
        if !has_email(have, email) {
            take.fill("emails", &email.value);
        }
    }
    for phone in row.phones.iter().filter(|_| is_free("phones")) {
        if !have.phones.iter().any(|known| keys::is_same_number(&known.value, &phone.value)) {
            take.fill("phones", &phone.value);
        }
    }
    if is_free("ids") {
        for (system, id) in ids::more(&have.ids, &row.ids) {
            take.fill("ids", &format!("{system} {id}"));
        }
    }
}

/// Take what a row adds.
pub(super) fn fill(have: &mut Person, row: &Person) {
    let is_free = |have: &Person, key: &str| have.unread.of(key).is_none();
    for Text { key, get, get_mut, .. } in PERSON {
        if get(have).is_empty() && is_free(have, key) {
            get_mut(have).clone_from(get(row));
        }
    }
    if is_free(have, "connected_on") {
        have.connected_on = have.connected_on.or(row.connected_on);
    }
    if have.influence == Influence::Unknown && is_free(have, "influence") {
        have.influence = row.influence;
    }
    if have.support == Support::Unknown && is_free(have, "support") {
        have.support = row.support;
    }
    if is_free(have, "do_not_contact") {
        have.do_not_contact |= row.do_not_contact;
    }
    for email in row.emails.iter().filter(|_| have.unread.of("emails").is_none()) {
        if !has_email(have, email) {
            have.emails.push(email.clone());
        }
    }
    for phone in row.phones.iter().filter(|_| have.unread.of("phones").is_none()) {
        if !have.phones.iter().any(|known| keys::is_same_number(&known.value, &phone.value)) {
            have.phones.push(phone.clone());
        }
    }
    if is_free(have, "ids") {
        ids::add(&mut have.ids, &row.ids);
    }
}

const CONTACT: &[Text<Contact>] = &[text!("website", website, keys::host), text!("industry", industry, keys::fold)];

/// What rows say of the company that a contact works for, told and not done.
pub(super) fn learn(have: &Contact, row: &Employer, take: &mut impl Take) {
    for (Text { key, get, same, .. }, theirs) in CONTACT.iter().zip([&row.website, &row.industry]) {
        let ours = get(have);
        if ours.is_empty() && !theirs.is_empty() && have.person.unread.of(key).is_none() {
            take.fill(key, theirs);
        } else if !ours.is_empty() && !theirs.is_empty() && !is_same(ours, theirs, *same) {
            take.differs(key, ours, theirs);
        }
    }
}

/// Take what was told so.
pub(super) fn fill_contact<'f>(have: &mut Contact, filled: impl Fn(&str) -> Option<&'f Filled>) {
    for Text { key, get, get_mut, .. } in CONTACT {
        let new = filled(key);
        if let (Some(Filled { value, .. }), true) = (new, get(have).is_empty()) {
            get_mut(have).clone_from(value);
        }
    }
}

const ACCOUNT: &[Text<Account>] = &[
    text!("website", website, keys::host),
    text!("industry", industry, keys::fold),
    text!("why", why, keys::fold),
    text!("entry_point.unit", entry_point.unit, keys::fold),
    text!("entry_point.function", entry_point.function, keys::fold),
];

/// Take what rows add to a company that is an account; what they say otherwise is told.
pub(super) fn fill_account(account: &mut Account, row: &Employer, told: &mut Told) {
    let more = row.more.as_deref().cloned().unwrap_or_default();
    // What is being weighed is chosen by nobody but its owner.
    let is_weighed = !account.entry_point.candidates.is_empty();
    let theirs = [&row.website, &row.industry, &more.why, &more.unit, &more.function];
    for (Text { key, get, get_mut, same }, theirs) in ACCOUNT.iter().zip(theirs) {
        if theirs.is_empty() || (is_weighed && key.starts_with("entry_point")) {
            continue;
        }
        let ours = get(account);
        if ours.is_empty() && account.unread.of(key).is_none() {
            told.fill(key, theirs);
            get_mut(account).clone_from(theirs);
        } else if !ours.is_empty() && !is_same(ours, theirs, *same) {
            told.differs(key, ours, theirs);
        }
    }
    if account.unread.of("ids").is_none() {
        for (system, id) in ids::more(&account.ids, &row.ids) {
            told.fill("ids", &format!("{system} {id}"));
        }
        ids::add(&mut account.ids, &row.ids);
    }
    let number = |value: u64| value.to_string();
    match (account.tier, more.tier) {
        (None, Some(tier)) if account.unread.of("tier").is_none() => {
            told.fill("tier", &number(tier.into()));
            account.tier = Some(tier);
        }
        (Some(ours), Some(theirs)) if ours != theirs => {
            told.differs("tier", &number(ours.into()), &number(theirs.into()));
        }
        _ => {}
    }
    // What the deals are worth is what an account says of itself.
    match (account.worth(), more.value) {
        (None, Some(value)) if account.unread.of("value").is_none() => {
            told.fill("value", &number(value));
            account.value = Some(value);
        }
        (Some(ours), Some(theirs)) if ours != theirs => told.differs("value", &number(ours), &number(theirs)),
        _ => {}
    }
    match (account.close_by, more.close_by) {
        (None, Some(day)) if account.unread.of("close_by").is_none() => {
            told.fill("close_by", &day.to_string());
            account.close_by = Some(day);
        }
        (Some(ours), Some(theirs)) if ours != theirs => {
            told.differs("close_by", &ours.to_string(), &theirs.to_string());
        }
        _ => {}
    }
    match (&account.owner, more.owner) {
        (None, Some(owner)) if account.unread.of("owner").is_none() => {
            told.fill("owner", &owner);
            account.owner = Some(owner);
        }
        (Some(ours), Some(theirs)) if *ours != theirs => told.differs("owner", ours, &theirs),
        _ => {}
    }
    // Every account stands in some stage already, and only what happens moves it on.
    if let Some(theirs) = more.stage.filter(|stage| *stage != account.stage) {
        told.differs("stage", account.stage_word(), theirs.word());
    }
    for tag in more.tags {
        if !account.tags.contains(&tag) && account.unread.of("tags").is_none() {
            told.fill("tags", &tag);
            account.tags.push(tag);
        }
    }
}
