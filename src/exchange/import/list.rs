//! One list of a table: the rows under one header. A row that can't be one is told with its line.

use std::sync::Arc;

use csv::StringRecord;

use super::Sheet;
use super::beside::{Beside, is_header};
use super::cells::{example_of, shortened};
use super::days::Days;
use super::head::Head;
use super::joined::Beginning;
use super::rivals::{Outcome, Rivals};
use super::top::nameless;
use super::turning::Turning;
use crate::domain::import::{At, Column, Draft, Field, Incoming, Own, Skipped};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::csv::unguarded;

/// A column that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// As it stands in the header; without one its number.
    pub name: String,
    /// What it was taken for.
    pub field: Field,
}

/// A list that is being read.
pub(super) struct List {
    head: Head,
    columns: Vec<Column>,
    beside: Beside,
    rivals: Rivals,
    days: Days,
    turning: Turning,
    ours: Ours,
    /// Where rows come from that don't say it.
    source: Arc<str>,
}

impl List {
    /// That begins there in a text, and ends before that byte.
    pub(super) fn of(beginning: Beginning, text: &str, until: usize) -> Self {
        let Beginning { head, at } = beginning;
        let rows = text.get(at..until).unwrap_or_default();
        let days = Days::of(rows, &head);
        let named = head.names.iter().zip(&head.fields);
        let columns = named.map(|(name, field)| Column { name: name.clone(), example: String::new(), guess: *field });
        let ours = Ours::of(&head);
        // Of our own export nothing is made up.
        let source = if ours.is_told() { Arc::default() } else { Arc::clone(&head.label) };
        let turning = if ours.is_told() { Turning::default() } else { Turning::of(rows, &head) };
        Self {
            columns: columns.collect(),
            beside: if head.is_headed { Beside::below(&head.names) } else { Beside::default() },
            rivals: Rivals::of(&head.fields),
            days,
            turning,
            ours,
            source,
            head,
        }
    }

    /// Whether a record says so much that it may be one of its rows.
    pub(super) fn resembles(&self, record: &StringRecord) -> bool {
        let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
        filled > 1 && filled * 2 > self.head.names.len()
    }

    /// Whether a record is its header once more.
    pub(super) fn is_header(&self, record: &StringRecord) -> bool {
        self.head.is_headed && is_header(record, &self.head.names)
    }

    /// Whether it is our own export.
    pub(super) fn is_ours(&self) -> bool {
        self.ours.is_told()
    }

    /// What a column is called.
    pub(super) fn name_of(&self, column: usize) -> &str {
        self.head.names.get(column).map_or("a field", String::as_str)
    }

    /// One record into the sheet, or why it is no row.
    pub(super) fn take(&mut self, record: &StringRecord, at: At, sheet: &mut Sheet) {
        if let Some(why) = self.beside.why(record) {
            sheet.skipped.push(Skipped { at, why: why.to_owned(), is_row: true });
            return;
        }
        self.row(record, at, sheet);
    }

    fn row(&mut self, record: &StringRecord, at: At, sheet: &mut Sheet) {
        let Self { head, columns, rivals, days, turning, ours, source, .. } = self;
        let mut skip = |why: String, is_row| sheet.skipped.push(Skipped { at, why, is_row });
        if let Some(more) = record.iter().skip(head.names.len()).find(|cell| !cell.trim().is_empty()) {
            let beginning: String = more.trim().chars().take(20).collect();
            skip(format!("it has more cells than there are columns; left out from “{beginning}” on"), false);
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return skip("it is empty".into(), true);
        }
        for (cell, column) in record.iter().zip(columns).filter(|(_, column)| column.example.is_empty()) {
            column.example = example_of(cell);
        }
        let mut draft = Draft::default();
        rivals.row();
        for n in head.order.iter().copied() {
            let (Some(cell), Some(field)) = (record.get(n), head.fields[n]) else { continue };
            let mut cell = unguarded(cell.trim());
            let others = several(head, field, cell).filter(|_| !ours.is_told());
            if field == Field::Hubspot && head.lists_companies && others.is_some() && !names_as_many(head, record, cell)
            {
                let why = "several, and none is said to be the primary company's";
                skip(format!("{}: “{}” left out; {why}", field.word(), shortened(cell)), false);
                continue;
            }
            if let Some((first, others)) = others {
                skip(format!("{}: “{}” left out; the first counts", field.word(), shortened(others)), false);
                cell = first;
            }
            if cell.is_empty() || rivals.is_beaten(n, field, &head.names[n], cell, at) {
                continue;
            }
            let read = turning.read(n, days.read(n, cell), at);
            match field.put(&mut draft, &read) {
                Ok(()) => {
                    rivals.counts(n, field, cell);
                    days.counts(n, cell, at);
                }
                Err(why) => {
                    // As the file has it, not as it was read.
                    let why = why.to_string().replace(read.as_ref(), &shortened(cell));
                    skip(format!("{}: {why}; left out", field.word()), false);
                }
            }
        }
        let done = if ours.is_told() { draft.ours(at, source) } else { draft.done(at, source) };
        match done {
            Ok(incoming) => sheet.rows.push(Incoming { own: ours.told(record), ..incoming }),
            Err(why) => skip(why, true),
        }
    }

    /// All of its rows were read: what its columns were taken for, and what is to be told of them.
    pub(super) fn end(self, sheet: &mut Sheet) {
        let Self { head, mut columns, mut rivals, days, turning, ours, .. } = self;
        let (mut mapped, mut unused) = (Vec::new(), Vec::new());
        for (n, column) in columns.iter_mut().enumerate() {
            // Where a row ends in separators nothing goes unused.
            if column.name.trim().is_empty() && !column.example.is_empty() {
                column.name = nameless(n);
            }
            match rivals.told(n) {
                Outcome::Used(mut left) => sheet.skipped.append(&mut left),
                Outcome::Unused => column.guess = None,
            }
            match column.guess {
                Some(field) => mapped.push(Mapped { name: column.name.clone(), field }),
                None if ours.holds(n) => {}
                None if !head.is_headed && column.example.is_empty() => {}
                None if column.name.trim().is_empty() => {}
                None => unused.push(column.name.clone()),
            }
        }
        // Lists that were joined may have columns of one name.
        mapped.retain(|column| !sheet.mapped.contains(column));
        unused.retain(|name| !sheet.unused.contains(name));
        sheet.mapped.append(&mut mapped);
        sheet.unused.append(&mut unused);
        sheet.remarks.append(&mut days.told(&head.fields));
        sheet.remarks.extend(turning.told());
        if sheet.source.is_empty() {
            sheet.source = head.label;
            sheet.is_headless = !head.is_headed;
            // Who says what columns are says it of the first list; a column of that name in another is that too.
            columns.retain(|column| !column.name.trim().is_empty());
            sheet.columns = columns;
        } else if !sheet.source.split(", ").any(|label| *label == *head.label) {
            sheet.source = format!("{}, {}", sheet.source, head.label).into();
        }
    }
}

/// Whether a row names a company for each of several ids: then the first of both counts. Otherwise nobody can say whose id is
/// which.
fn names_as_many(head: &Head, record: &StringRecord, ids: &str) -> bool {
    let mut names = record.iter().zip(&head.fields).filter(|(_, field)| **field == Some(Field::Company));
    names.any(|(cell, _)| cell.split(';').count() == ids.split(';').count())
}

/// The first of several companies, or of several ids, in one cell, and the others.
fn several<'c>(head: &Head, field: Field, cell: &'c str) -> Option<(&'c str, &'c str)> {
    let are_ids =
        matches!(field, Field::Hubspot | Field::Salesforce | Field::HubspotContact | Field::SalesforceContact);
    let may_be_several = are_ids || (head.lists_companies && field == Field::Company);
    let (first, others) = cell.split_once(';').filter(|_| may_be_several)?;
    let (first, others) = (first.trim(), others.trim());
    (!first.is_empty() && !others.is_empty()).then_some((first, others))
}

/// The columns by which our own export says who each row is.
#[derive(Debug, Clone, Copy, Default)]
struct Ours {
    account: Option<usize>,
    id: Option<usize>,
}

impl Ours {
    /// People have both; contacts have no account, but the day on which they came; accounts themselves are known by what
    /// nobody else tells of one.
    fn of(head: &Head) -> Self {
        let at = |name: &str| {
            let is_it = |(n, each): (usize, &String)| each == name && head.fields.get(n).is_some_and(Option::is_none);
            head.names.iter().enumerate().position(is_it)
        };
        match (at("belongs_to"), at("imported"), at("id")) {
            (account @ Some(_), _, id @ Some(_)) => Self { account, id },
            (None, Some(_), id @ Some(_)) => Self { account: None, id },
            (None, None, account @ Some(_)) if at("next_touch").is_some() && at("ready").is_some() => {
                Self { account, id: None }
            }
            _ => Self::default(),
        }
    }

    /// It is our own export.
    fn is_told(self) -> bool {
        self.account.is_some() || self.id.is_some()
    }

    fn holds(self, column: usize) -> bool {
        [self.account, self.id].contains(&Some(column))
    }

    fn told(self, record: &StringRecord) -> Option<Box<Own>> {
        let cell = |at: usize| record.get(at).map(|cell| unguarded(cell.trim()).to_owned());
        let [account, id] = [self.account, self.id].map(|at| at.and_then(cell).unwrap_or_default());
        let is_told = if self.id.is_some() { !id.is_empty() } else { !account.is_empty() };
        is_told.then(|| Box::new(Own { account, id }))
    }
}
