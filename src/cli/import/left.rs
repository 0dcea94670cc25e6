//! What of a file an import does not take, and why: beside the data, so that nothing is left out unseen.

use std::collections::{BTreeSet, HashSet};

use super::Chosen;
use super::told::{CONTACTS, Told, goes_to, is_of_nobody, person_goes_to, some};
use crate::cli::out;
use crate::domain::import::{Company, Field, Named, Preview, Whom};

/// So many lines of what was left out are printed one by one.
const LISTED: usize = 20;

/// So many are named of those of whom something goes nowhere.
const NAMED: usize = 4;

impl Told<'_> {
    /// Beside the data: what was not taken, and why.
    pub(super) fn left_out(&self, preview: &Preview, chosen: &Chosen) {
        for (file, sheet) in self.files.iter().zip(self.sheets) {
            if sheet.is_headless {
                let names = [Field::Name, Field::FirstName, Field::LastName, Field::Email];
                let is_of_people = sheet.mapped.iter().any(|mapped| names.contains(&mapped.field));
                let one = if is_of_people { "person" } else { "company" };
                out::note(&format!("{}: no header: the first row is taken for a {one}", file.display()));
            }
            if !sheet.unused.is_empty() {
                let what = if sheet.columns.is_empty() { "properties" } else { "columns" };
                out::note(&format!("{}: {what} not used: {}", file.display(), sheet.unused.join(", ")));
            }
        }
        for skipped in preview.skipped.iter().take(LISTED) {
            let end = if skipped.is_row { "; skipped" } else { "" };
            out::note(&format!("{}:{}: {}{end}", self.file(skipped.at), skipped.at.line, skipped.why));
        }
        if preview.skipped.len() > LISTED {
            out::note(&format!("and {} more; --json lists all", preview.skipped.len() - LISTED));
        }
        for remark in &preview.remarks {
            out::note(&format!("{}:{}: {}", self.file(remark.at), remark.at.line, remark.what));
        }
        for company in &preview.companies {
            let mut told: HashSet<(&str, &str)> = HashSet::new();
            for named in company.people.iter().filter(|named| named.has_namesake) {
                let name = &named.person.name;
                let why = if named.person.linkedin.is_empty() && named.person.emails.is_empty() {
                    "whom the file means by the name alone nobody can say, so that one is new"
                } else {
                    "the one with another profile or address is new"
                };
                // Of a pair that comes with one file each is the other's.
                if told.insert((name, why)) {
                    out::note(&format!("there is another {name} at {}; {why}", company.name));
                }
            }
            if let Some(remark) = company.remark(self.plan) {
                out::note(&remark);
            }
            if let Some(why) = &company.locked {
                out::note(&format!("{} can't be changed: {why}; who is new there goes to the contacts", company.name));
            }
        }
        not_kept(preview, chosen);
        self.sources_left(preview, chosen);
    }

    /// Where somebody comes from is kept of contacts alone: what a file says of it of those on accounts goes nowhere.
    fn sources_left(&self, preview: &Preview, chosen: &Chosen) {
        let is_label = |source: &str| {
            self.sheets
                .iter()
                .any(|sheet| *sheet.source == *source || sheet.source.split(", ").any(|each| each == source))
        };
        let mut told = Vec::new();
        for company in &preview.companies {
            let to = goes_to(company, chosen);
            let is_on_account = |named: &&Named| {
                matches!(named.whom, Whom::Person(..) | Whom::Archived(_))
                    || person_goes_to(company, named, &to, chosen) != CONTACTS
            };
            let says = |named: &&Named| !named.source.is_empty() && !is_label(&named.source);
            told.extend(
                company.people.iter().filter(says).filter(is_on_account).map(|named| named.person.name.as_str()),
            );
        }
        if !told.is_empty() {
            let of = some(&told, NAMED);
            out::note(&format!("only contacts keep their source; left out of those on accounts: {of}"));
        }
    }
}

/// What of companies that become no account goes nowhere, since the contacts have no place for it.
fn not_kept(preview: &Preview, chosen: &Chosen) {
    let is_none = |company: &&Company| {
        company.account.is_none() && !is_of_nobody(company) && goes_to(company, chosen) == CONTACTS
    };
    let told = preview.companies.iter().filter(is_none).map(|company| (company, company.told.only_for_accounts()));
    let told: Vec<_> = told.filter(|(_, fields)| !fields.is_empty()).collect();
    let fields: BTreeSet<&str> = told.iter().flat_map(|(_, fields)| fields.iter().copied()).collect();
    let names: Vec<&str> = told.iter().map(|(company, _)| company.name.as_str()).collect();
    if !fields.is_empty() {
        let fields: Vec<&str> = fields.into_iter().collect();
        let (fields, of) = (fields.join(", "), some(&names, NAMED));
        out::note(&format!("only accounts keep {fields}; left out of what becomes none: {of}"));
    }
}
