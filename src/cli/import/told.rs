//! What an import would do, or has done: rows for a terminal and for scripts, and JSON.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::Chosen;
use crate::cli::table::WHOLE;
use crate::cli::{Failure, attach, out};
use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::import::{Applied, At, Company, Differs, Filled, Named, Preview, Whom};
use crate::domain::plan::{Plan, Value};
use crate::domain::words::Vocabulary as _;
use crate::domain::words::counted;
use crate::exchange::import::Sheet;

/// What can be told of an import.
pub(super) struct Told<'a> {
    pub(super) sheets: &'a [Sheet],
    pub(super) files: &'a [PathBuf],
    pub(super) plan: &'a Plan,
}

/// How many of what there are.
pub(super) struct Summary {
    people: usize,
    companies: usize,
    new: usize,
    more: usize,
    /// Who is named by no row and gets what rows say of their company.
    kept: usize,
    rows: usize,
    cells: usize,
}

impl Summary {
    pub(super) fn of(preview: &Preview, chosen: &Chosen) -> Self {
        let is_none = |company: &&Company| company.account.is_none() && goes_to(company, chosen) == CONTACTS;
        let more = preview.people().filter(|named| named.whom != Whom::New && !named.filled.is_empty()).count();
        let rows = preview.skipped.iter().filter(|skipped| skipped.is_row).count();
        Self {
            people: preview.people().count(),
            companies: preview.companies.iter().filter(|company| !company.name.is_empty()).count(),
            new: preview.people().filter(|named| named.whom == Whom::New).count(),
            more,
            kept: preview.companies.iter().filter(is_none).map(|company| company.learn.len()).sum(),
            rows,
            cells: preview.skipped.len() - rows,
        }
    }

    fn told(&self) -> String {
        let Self { people, companies, new, more, kept, .. } = self;
        let known = people - new - more;
        let more = more + kept;
        let who = counted(*people, "person", "people");
        let at = counted(*companies, "company", "companies");
        format!(
            "{who} at {at}: {new} new, {more} with more than we knew, {known} as we know them; {}",
            self.left_out().unwrap_or_else(|| "nothing skipped".to_owned())
        )
    }

    /// What was not taken; nothing, where all was.
    fn left_out(&self) -> Option<String> {
        let rows = (self.rows > 0).then(|| format!("{} skipped", counted(self.rows, "row", "rows")));
        let cells = (self.cells > 0).then(|| format!("{} left out", counted(self.cells, "cell", "cells")));
        let both: Vec<String> = rows.into_iter().chain(cells).collect();
        (!both.is_empty()).then(|| both.join(", "))
    }
}

impl Told<'_> {
    pub(super) fn names(&self) -> String {
        let names: Vec<String> = self.files.iter().map(|path| super::name_of(path)).collect();
        names.join(", ")
    }

    pub(super) fn file(&self, at: At) -> String {
        self.files.get(at.file).map(|path| path.display().to_string()).unwrap_or_default()
    }

    /// What would come of it.
    pub(super) fn preview(&self, is_json: bool, preview: &Preview, chosen: &Chosen) -> Result<(), Failure> {
        if is_json {
            return out::json(&self.json(preview, chosen));
        }
        let mut rows = Vec::new();
        for company in &preview.companies {
            let to = goes_to(company, chosen);
            let is_kept = !company.learn.is_empty() || !company.differs.is_empty();
            if company.account.is_some() || to == NEW_ACCOUNT || company.people.is_empty() || is_kept {
                rows.push(vec![
                    company.name.clone(),
                    String::new(),
                    company.best_title().to_owned(),
                    if is_of_nobody(company) && to == CONTACTS { "nowhere".to_owned() } else { to.clone() },
                    self.of_company(company, &to),
                ]);
            }
            for named in &company.people {
                let (whose, what) = of_person(named, person_goes_to(company, named, &to, chosen));
                rows.push(vec![
                    company.name.clone(),
                    named.person.name.clone(),
                    named.person.title.clone(),
                    whose,
                    what,
                ]);
            }
        }
        out::table(&["company", "person", "title", "goes to", WHOLE], &rows)?;
        self.left_out(preview, chosen);
        out::note(&format!("{}; nothing was changed", Summary::of(preview, chosen).told()));
        Ok(())
    }

    fn of_company(&self, company: &Company, to: &str) -> String {
        let mut parts = Vec::new();
        match (&company.account, to) {
            (Some(_), _) => parts.push("an account already".to_owned()),
            (None, NEW_ACCOUNT) => parts.push("becomes an account".to_owned()),
            _ if !company.learn.is_empty() => {
                parts.push(format!("kept with {} there", counted(company.learn.len(), "contact", "contacts")));
            }
            _ if !company.is_open() || !company.people.is_empty() => {}
            _ if company.has_contacts => parts.push("nothing that the contacts there don't say".to_owned()),
            _ => parts.push("nobody works for it; name it after --accounts, and it becomes one".to_owned()),
        }
        if let (Some((unit, function)), NEW_ACCOUNT) = (company.suggests(), to) {
            let way = [unit, function].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" > ");
            parts.push(format!("a way in to weigh: {way}"));
        }
        parts.extend(company.remark(self.plan));
        // Of one that becomes an account nothing is known yet.
        let filled = if to == NEW_ACCOUNT { &[][..] } else { &company.filled };
        parts.extend(match company.account {
            Some(_) => in_words(filled, &company.differs),
            None => in_words(filled, []).into_iter().chain(company.differs.iter().map(disputed)).collect(),
        });
        parts.join("; ")
    }

    pub(super) fn json(&self, preview: &Preview, chosen: &Chosen) -> Json {
        let lines =
            |at: &[At]| -> Json { at.iter().map(|at| json!({ "file": self.file(*at), "line": at.line })).collect() };
        let files = self.files.iter().zip(self.sheets).map(|(file, sheet)| {
            let columns =
                sheet.mapped.iter().map(|mapped| json!({ "name": mapped.name, "field": mapped.field.word() }));
            json!({
                "file": file.display().to_string(),
                "source": sheet.source.as_ref(),
                "header": !sheet.is_headless,
                "columns": columns.collect::<Vec<_>>(),
                "unused": sheet.unused,
            })
        });
        let companies = preview.companies.iter().map(|company| {
            let to = goes_to(company, chosen);
            let people = company.people.iter().map(|named| {
                let (goes_to, _) = of_person(named, person_goes_to(company, named, &to, chosen));
                json!({
                    "name": named.person.name,
                    "title": named.person.title,
                    "email": named.person.email(),
                    "linkedin": named.person.linkedin,
                    "known": match &named.whom {
                        Whom::New => Json::Null,
                        Whom::Person(..) | Whom::Contact(_) | Whom::Archived(_) => json!(named.person.id),
                    },
                    "goes_to": goes_to,
                    "namesake": named.has_namesake,
                    "filled": filled(&named.filled),
                    "differs": differs(&named.differs),
                    "rows": lines(&named.at),
                })
            });
            json!({
                "name": company.name,
                "account": company.account.as_deref(),
                "archived": company.archived.as_ref().map(|(id, _)| id.as_ref()),
                "namesake": company.namesake.as_deref(),
                "goes_to": to,
                "website": company.told.website,
                "industry": company.told.industry,
                "best_title": company.best_title(),
                "suggests": company.suggests().map(|(unit, function)| json!({ "unit": unit, "function": function })),
                "filled": filled(&company.filled),
                "differs": differs(&company.differs),
                "rows": lines(&company.at),
                "contacts_with_more": company.learn.iter().map(|learns| learns.id.as_str()).collect::<Vec<_>>(),
                "people": people.collect::<Vec<_>>(),
            })
        });
        let skipped = preview.skipped.iter().map(|skipped| {
            json!({ "file": self.file(skipped.at), "line": skipped.at.line, "why": skipped.why, "row": skipped.is_row })
        });
        let remarks = preview
            .remarks
            .iter()
            .map(|remark| json!({ "file": self.file(remark.at), "line": remark.at.line, "what": remark.what }));
        json!({
            "format": 1,
            "files": files.collect::<Vec<_>>(),
            "companies": companies.collect::<Vec<_>>(),
            "skipped": skipped.collect::<Vec<_>>(),
            "remarks": remarks.collect::<Vec<_>>(),
        })
    }
}

/// What has come of it.
pub(super) fn done(before: Option<Json>, summary: &Summary, applied: &Applied) -> Result<(), Failure> {
    if let Some(Json::Object(mut json)) = before {
        json.insert(
            "done".into(),
            json!({
                "new_accounts": applied.new_accounts.iter().map(AsRef::as_ref).collect::<Vec<&str>>(),
                "changed_accounts": applied.changed_accounts,
                "accounts_with_more": applied.accounts_with_more,
                "people_to_accounts": applied.to_accounts,
                "people_to_contacts": applied.to_contacts,
                "people_with_more": applied.filled,
                "left": applied.left,
            }),
        );
        return out::json(&Json::Object(json));
    }
    if !applied.left.is_empty() {
        let names = some(&applied.left, 6);
        out::note(&format!("companies that nobody works for go nowhere unless they become accounts: {names}"));
    }
    let count = |n, one, many| (n > 0).then(|| counted(n, one, many));
    let parts: Vec<String> = [
        count(applied.new_accounts.len(), "new account", "new accounts"),
        count(applied.to_accounts, "person onto accounts", "people onto accounts"),
        count(applied.to_contacts, "person to contacts", "people to contacts"),
        count(applied.filled, "person with more than we knew", "people with more than we knew"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let more = count(applied.accounts_with_more, "account", "accounts").map(|of| format!("more is known of {of}"));
    let done = Some(parts.join(", ")).filter(|parts| !parts.is_empty()).into_iter().chain(more).collect::<Vec<_>>();
    let done = match done.as_slice() {
        [] => format!("nothing new: {} known already", summary.people),
        done => done.join("; "),
    };
    out::line(&summary.left_out().map_or(done.clone(), |left| format!("{done}; {left}")))
}

/// Whom one knows at accounts that are new, and how they come there.
pub(super) fn offered(applied: &Applied, contacts: &Contacts, plan: &Plan) -> Vec<String> {
    /// So many accounts are told one by one.
    const MOST: usize = 6;
    let after = applied.changes.iter().find_map(|change| match &change.after {
        Some(Value::Contacts(contacts)) => Some(contacts.as_ref()),
        _ => None,
    });
    let accounts = applied.changes.iter().filter_map(|change| match &change.after {
        Some(Value::Account(account)) => Some(account.as_ref()),
        _ => None,
    });
    let new: BTreeSet<&str> = applied.new_accounts.iter().map(AsRef::as_ref).collect();
    let accounts: Vec<&Account> = accounts.filter(|account| new.contains(&*account.id)).collect();
    let known = after.unwrap_or(contacts).known_at_each(&accounts, &plan.each());
    let offers = accounts.iter().zip(&known).filter(|(_, known)| !known.is_empty());
    let mut told: Vec<String> = offers.map(|(account, known)| attach::offered(account, known)).collect();
    if told.len() > MOST {
        let more = told.len() - MOST;
        told.truncate(MOST);
        told.push(format!("and at {more} more of the new accounts; `inroad list contacts` has them"));
    }
    told
}

/// Who is somewhere else by the file, or whose company is, and stays where they are; and what rows of a company that becomes an account say
/// against each other, shortly.
pub(super) fn stays(preview: &Preview, chosen: &Chosen) {
    const MOST: usize = 6;
    let new = preview.companies.iter().filter(|company| goes_to(company, chosen) == NEW_ACCOUNT);
    let rivals = new
        .flat_map(|company| company.differs.iter().map(|differs| format!("{}: {}", company.name, disputed(differs))));
    let each = preview.companies.iter().flat_map(|company| company.people.iter().map(move |named| (company, named)));
    let moved = each.filter_map(|(company, named)| named.moved(goes_along(company, named, chosen)));
    for told in [moved.collect::<Vec<_>>(), rivals.collect()] {
        told.iter().take(MOST).for_each(|told| out::note(told));
        if told.len() > MOST {
            out::note(&format!("and {} more like these; --dry-run lists all", told.len() - MOST));
        }
    }
}

/// The first of some names.
pub(super) fn some(names: &[impl AsRef<str>], most: usize) -> String {
    let first: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    format!("{}{}", first.join(", "), if names.len() > most { ", …" } else { "" })
}

/// Whether nobody is there who could keep what is told of it.
pub(super) fn is_of_nobody(company: &Company) -> bool {
    company.people.is_empty() && !company.has_contacts
}

pub(super) const CONTACTS: &str = "contacts";
const NEW_ACCOUNT: &str = "a new account";

/// Where the people of a company go.
pub(super) fn goes_to(company: &Company, chosen: &Chosen) -> String {
    match &company.account {
        Some(id) if company.locked.is_none() => id.to_string(),
        None if company.can_be_chosen() && chosen.holds(company) => NEW_ACCOUNT.to_owned(),
        _ => CONTACTS.to_owned(),
    }
}

/// Where somebody of it goes: who was left among the contacts of an account stays there.
pub(super) fn person_goes_to<'t>(company: &Company, named: &Named, to: &'t str, chosen: &Chosen) -> &'t str {
    if company.brings(named, chosen.holds(company)) { to } else { CONTACTS }
}

/// Whether a contact comes onto an account, whose website is what the file says then.
fn goes_along(company: &Company, named: &Named, chosen: &Chosen) -> bool {
    matches!(named.whom, Whom::Contact(_))
        && person_goes_to(company, named, &goes_to(company, chosen), chosen) != CONTACTS
}

/// Where somebody goes, and what is new about that.
fn of_person(named: &Named, to: &str) -> (String, String) {
    let mut parts = Vec::new();
    let is_contact = matches!(named.whom, Whom::Contact(_));
    let whose = match &named.whom {
        Whom::New => {
            parts.push("new".to_owned());
            if named.has_namesake {
                parts.push(format!("there is another {} there", named.person.name));
            }
            to.to_owned()
        }
        Whom::Person(id, _) => {
            parts.push("known".to_owned());
            id.to_string()
        }
        Whom::Archived(id) => {
            parts.push("known, in the archive".to_owned());
            id.to_string()
        }
        Whom::Contact(_) if to == CONTACTS => {
            parts.push("known".to_owned());
            to.to_owned()
        }
        Whom::Contact(_) => {
            parts.push("a contact until now".to_owned());
            to.to_owned()
        }
    };
    if named.at.len() > 1 {
        parts.push(format!("{} rows", named.at.len()));
    }
    // Whoever comes onto an account leaves the website that a contact has.
    let is_left = |differs: &&Differs| is_contact && to != CONTACTS && differs.field == "website";
    let (left, differs): (Vec<&Differs>, Vec<&Differs>) = named.differs.iter().partition(is_left);
    parts.extend(in_words(&named.filled, differs));
    parts.extend(left.into_iter().map(disputed));
    (whose, parts.join("; "))
}

fn in_words<'d>(filled: &[Filled], differs: impl IntoIterator<Item = &'d Differs>) -> Vec<String> {
    let filled = filled.iter().map(|Filled { field, value }| format!("adds {field} {value}"));
    let differs = differs
        .into_iter()
        .map(|Differs { field, ours, theirs }| format!("{field} stays “{ours}”, there it is “{theirs}”"));
    filled.chain(differs).collect()
}

/// Of what is no account yet: nothing stands there that could stay.
fn disputed(differs: &Differs) -> String {
    format!("{} {} “{}” and “{}”", differs.field, differs.verb(), differs.ours, differs.theirs)
}

fn filled(filled: &[Filled]) -> Json {
    filled.iter().map(|Filled { field, value }| json!({ "field": field, "value": value })).collect()
}

fn differs(differs: &[Differs]) -> Json {
    let each = |Differs { field, ours, theirs }: &Differs| json!({ "field": field, "ours": ours, "theirs": theirs });
    differs.iter().map(each).collect()
}
