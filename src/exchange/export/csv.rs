//! Tables as comma-separated text (RFC 4180, UTF-8): accounts, people, touches, contacts. One table of columns each; the headings are
//! the words that the files and our own import use. None of them is what a service calls a column of its own: whoever reads
//! files by their headings would take these for that service's. So an id of the plan is `id`, and `belongs_to` where it is
//! the account's.
//!
//! No field is ever a formula: what a spreadsheet would take for one is marked as text ([`guarded`]), and whoever reads
//! such a file takes the mark off again ([`unguarded`]).

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Selection, plain};
use crate::domain::account::Account;
use crate::domain::contacts::Contact;
use crate::domain::draft::{self, Draft};
use crate::domain::filter::Filter;
use crate::domain::import::cell;
use crate::domain::judge::Judge;
use crate::domain::link;
use crate::domain::people::{Person, Phone, PhoneKind};
use crate::domain::readiness::Readiness;
use crate::domain::schedule::{self, Due};
use crate::domain::sequence::TouchAt;
use crate::domain::touch::Touch;
use crate::domain::words::Vocabulary as _;

/// What stands before a text that a spreadsheet would run.
const MARK: char = '\'';

/// What a formula begins with, and what spreadsheets skip before one.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// A text that no spreadsheet takes for a formula. A mark that was there already gets another, so that taking one off
/// always gives back what was.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches(MARK).starts_with(FORMULA) {
        return Cow::Owned(format!("{MARK}{text}"));
    }
    Cow::Borrowed(text)
}

/// The text before it was [`guarded`].
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix(MARK).filter(|rest| rest.trim_start_matches(MARK).starts_with(FORMULA)).unwrap_or(text)
}

/// Rows under headings. Texts are made [`plain`] and [`guarded`].
pub fn table<'t>(headings: impl IntoIterator<Item = &'t str>, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).flexible(true).from_writer(vec![]);
    // In memory nothing can go wrong.
    _ = writer.write_record(headings);
    for row in rows {
        _ = writer.write_record(row.iter().map(|cell| guarded(&plain(cell)).into_owned()));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The same table with semicolons, for programs of countries that write 1,5.
pub fn with_semicolons(table: &str) -> String {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
    let mut writer = ::csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(::csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(vec![]);
    for row in reader.records().flatten() {
        _ = writer.write_record(&row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A heading, and what stands below it.
pub(super) type Column<Row> = (&'static str, fn(&Row) -> String);

/// The rows in these columns.
pub(super) fn columns<Row>(columns: &[Column<Row>], rows: impl IntoIterator<Item = Row>) -> String {
    let cells = |row: Row| columns.iter().map(|(_, cell)| cell(&row)).collect();
    table(columns.iter().map(|(heading, _)| *heading), rows.into_iter().map(cells))
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn listed<'t>(values: impl IntoIterator<Item = &'t str>) -> String {
    values.into_iter().collect::<Vec<_>>().join(", ")
}

/// Ids in other systems that have a column of their own.
fn id_in(ids: &BTreeMap<String, String>, system: &str) -> String {
    ids.get(system).cloned().unwrap_or_default()
}

type AccountColumns = [(&'static str, fn(&AccountRow<'_>) -> String)];

struct AccountRow<'a> {
    account: &'a Account,
    next: Option<NaiveDate>,
    ready: Option<u8>,
}

/// One account a row.
pub fn accounts(selection: &Selection) -> String {
    const COLUMNS: &AccountColumns = &[
        ("company", |row| row.account.name.clone()),
        ("website", |row| link::followed(&plain(&row.account.website)).to_owned()),
        ("industry", |row| row.account.industry.clone()),
        ("tier", |row| text(row.account.tier)),
        ("stage", |row| row.account.stage_word().to_owned()),
        ("owner", |row| text(row.account.owner.as_ref())),
        ("value", |row| text(row.account.worth())),
        ("close_by", |row| text(row.account.close_by)),
        ("unit", |row| row.account.entry_point.unit.clone()),
        ("function", |row| row.account.entry_point.function.clone()),
        ("why", |row| row.account.why.clone()),
        ("tags", |row| cell::join(row.account.tags.iter().map(String::as_str))),
        ("people", |row| row.account.people.len().to_string()),
        ("next_touch", |row| text(row.next)),
        ("ready", |row| text(row.ready)),
        ("salesforce", |row| id_in(&row.account.ids, "salesforce")),
        ("hubspot", |row| id_in(&row.account.ids, "hubspot")),
        ("id", |row| row.account.id.to_string()),
    ];
    let world = selection.world();
    let rows = selection.accounts.iter().map(|account| AccountRow {
        account,
        next: schedule::next_touch(account, &world).map(|(_, day)| day),
        ready: Readiness::of(account, &world, selection.sender).percent,
    });
    columns(COLUMNS, rows)
}

type PersonColumns = [(&'static str, fn(&PersonRow<'_>) -> String)];

/// A person, and where they work.
struct PersonRow<'a> {
    person: &'a Person,
    company: &'a str,
    website: &'a str,
    /// On which account; of a contact, none.
    account: &'a str,
    contact: Option<&'a Contact>,
}

impl PersonRow<'_> {
    /// Addresses that have not bounced, best first.
    fn emails(&self) -> impl Iterator<Item = &str> {
        self.person.emails.iter().filter(|each| each.bad.is_none()).map(|each| each.value.as_str())
    }

    fn phones(&self, kind: PhoneKind) -> impl Iterator<Item = &str> {
        let fits = move |phone: &&Phone| phone.bad.is_none() && phone.kind == kind;
        self.person.phones.iter().filter(fits).map(|each| each.value.as_str())
    }

    /// What only a contact says.
    fn of_contact(&self, says: fn(&Contact) -> String) -> String {
        self.contact.map(says).unwrap_or_default()
    }
}

/// What is said of everybody.
const PERSON: &PersonColumns = &[
    ("name", |row| row.person.name.clone()),
    ("given_name", |row| row.person.first_name().to_owned()),
    ("family_name", |row| row.person.last_name().to_owned()),
    ("title", |row| row.person.title.clone()),
    ("department", |row| row.person.department.clone()),
    ("company", |row| row.company.to_owned()),
    ("website", |row| link::followed(&plain(row.website)).to_owned()),
    ("email", |row| text(row.emails().next())),
    ("other_emails", |row| listed(row.emails().skip(1))),
    ("phone", |row| text(row.phones(PhoneKind::Direct).next())),
    ("mobile", |row| text(row.phones(PhoneKind::Mobile).next())),
    ("switchboard", |row| listed(row.phones(PhoneKind::Switchboard))),
    ("other_phones", |row| listed(row.phones(PhoneKind::Direct).skip(1))),
    ("other_mobiles", |row| listed(row.phones(PhoneKind::Mobile).skip(1))),
    ("linkedin", |row| link::followed(&plain(&row.person.linkedin)).to_owned()),
    ("connected_on", |row| text(row.person.connected_on)),
    ("timezone", |row| row.person.timezone.clone()),
    ("influence", |row| row.person.influence.word().to_owned()),
    ("support", |row| row.person.support.word().to_owned()),
    ("do_not_contact", |row| if row.person.do_not_contact { "yes" } else { "" }.to_owned()),
    ("notes", |row| row.person.notes.clone()),
    ("salesforce_contact", |row| id_in(&row.person.ids, "salesforce")),
    ("hubspot_contact", |row| id_in(&row.person.ids, "hubspot")),
];

/// One person a row. Addresses and numbers that turned out to be bad are left out.
pub fn people(selection: &Selection) -> String {
    const OF_ACCOUNT: &PersonColumns =
        &[("belongs_to", |row| row.account.to_owned()), ("id", |row| row.person.id.clone())];
    let rows = selection.accounts.iter().flat_map(|account| {
        let account: &Account = account;
        account.people.iter().map(move |person| PersonRow {
            person,
            company: &account.name,
            website: &account.website,
            account: &account.id,
            contact: None,
        })
    });
    columns(&[PERSON, OF_ACCOUNT].concat(), rows)
}

/// The same of those on no account, with what is known of where they work and where they come from.
pub fn contacts(selection: &Selection) -> String {
    const OF_CONTACT: &PersonColumns = &[
        ("industry", |row| row.of_contact(|contact| contact.industry.clone())),
        ("source", |row| row.of_contact(|contact| contact.source.to_string())),
        ("imported", |row| row.of_contact(|contact| text(contact.imported))),
        ("id", |row| row.person.id.clone()),
    ];
    let rows = selection.contacts.iter().map(|contact| PersonRow {
        person: &contact.person,
        company: &contact.company,
        website: &contact.website,
        account: "",
        contact: Some(contact),
    });
    columns(&[PERSON, OF_CONTACT].concat(), rows)
}

type TouchColumns = [(&'static str, fn(&TouchRow<'_>) -> String)];

struct TouchRow<'a> {
    account: &'a Account,
    touch: &'a Touch,
    at: TouchAt,
    due: Due,
    overdue: bool,
    draft: Draft,
}

/// One touch a row, open or closed, with its draft filled in; what is missing in it stands between `‹ ›`. Only those that
/// pass are in it.
pub fn touches(selection: &Selection, filter: &Filter) -> String {
    const COLUMNS: &TouchColumns = &[
        ("company", |row| row.account.name.clone()),
        ("touch", |row| format!("{}:{}", row.at.sequence + 1, row.at.touch + 1)),
        ("channel", |row| row.touch.channel_word().to_owned()),
        ("name", |row| {
            row.account.person_of(row.touch.person.as_deref()).map(|who| who.name.clone()).unwrap_or_default()
        }),
        ("purpose", |row| row.touch.purpose.word().to_owned()),
        ("status", |row| row.touch.status.word().to_owned()),
        ("due", |row| text(row.due.day())),
        ("overdue", |row| if row.overdue { "yes" } else { "" }.to_owned()),
        ("closed", |row| text(row.touch.closed.map(|at| at.iso()))),
        ("result", |row| row.touch.result.map_or("", |result| result.word()).to_owned()),
        ("subject", |row| row.draft.subject.text()),
        ("message", |row| row.draft.message.text()),
        ("learned", |row| row.touch.learned.clone()),
        ("owner", |row| text(row.touch.owner.as_ref().or(row.account.owner.as_ref()))),
        ("belongs_to", |row| row.account.id.to_string()),
        ("person", |row| text(row.touch.person.as_ref())),
        ("id", |row| row.touch.id.clone()),
    ];
    let world = selection.world();
    let mut rows = Vec::new();
    for account in &selection.accounts {
        let judge = Judge::new(filter, account, world, selection.sender);
        for (i, sequence) in account.sequences.iter().enumerate() {
            let dues = schedule::schedule(account, sequence, &world);
            for (j, (touch, due)) in sequence.touches.iter().zip(dues).enumerate() {
                let at = TouchAt { sequence: i, touch: j };
                if judge.passes_touch(touch, due.day()) {
                    let draft = draft::render(account, at, selection.sender).unwrap_or_default();
                    let overdue = due.day().is_some_and(|day| day < world.today);
                    rows.push(TouchRow { account, touch, at, due, overdue, draft });
                }
            }
        }
    }
    columns(COLUMNS, rows)
}

#[cfg(test)]
mod tests {
    use super::{guarded, unguarded};

    #[test]
    fn what_a_spreadsheet_would_run_is_marked_and_comes_back() {
        for (text, want) in [
            ("Primo", "Primo"),
            ("", ""),
            ("'", "'"),
            ("O'Neill", "O'Neill"),
            ("=1+1", "'=1+1"),
            ("+1 312 555 0100", "'+1 312 555 0100"),
            ("-rf", "'-rf"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1", "'\t=1"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'quoted'", "'quoted'"),
        ] {
            assert_eq!(guarded(text), want);
            assert_eq!(unguarded(want), text);
        }
        assert_eq!(unguarded("'=1"), "=1");
        assert_eq!(unguarded("'twas"), "'twas");
    }
}
