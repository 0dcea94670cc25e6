//! What was looked at is done: accounts that are changed or new, and who goes to the contacts, as changes of one step.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::Employer;
use super::fill::{self, Told};
use super::found::{Company, Named, Preview, Whom};
use super::meet::settle;
use crate::domain::account::{Account, AccountId, Candidate, StageChange};
use crate::domain::contacts::{Book, Contact, Contacts};
use crate::domain::fields::Invalid;
use crate::domain::id;
use crate::domain::people::Person;
use crate::domain::plan::{FileKey, Plan, Value};
use crate::domain::step::Change;

/// The most people that one account takes: its file has to stay one that a person reads.
const MOST_PEOPLE: usize = 1_000;

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    /// What changes; all of it is one step.
    pub changes: Vec<Change>,
    /// Accounts that are new.
    pub new_accounts: Vec<AccountId>,
    /// Accounts that we had and that change.
    pub changed_accounts: usize,
    /// Accounts that we had and of which more is known.
    pub accounts_with_more: usize,
    /// People who are new on an account, of those who were contacts before too.
    pub to_accounts: usize,
    /// People who are new among the contacts.
    pub to_contacts: usize,
    /// People we had of whom something is known that was not.
    pub filled: usize,
    /// Companies that nobody works for and that were not chosen: there is no place for them.
    pub left: Vec<String>,
}

/// Everything that changes, while it is put together.
struct Desk<'a> {
    plan: &'a Plan,
    today: NaiveDate,
    owner: Option<&'a str>,
    accounts: BTreeMap<AccountId, Account>,
    contacts: Option<Contacts>,
    book: &'a Book,
    ids: Ids<'a>,
    places: HashMap<&'a str, usize>,
    /// Who of the contacts goes onto an account, by their places.
    gone: HashSet<usize>,
    done: Applied,
}

/// Ids that are taken, and where to go on counting.
#[derive(Default)]
struct Ids<'a> {
    taken: HashSet<Cow<'a, str>>,
    next: HashMap<String, usize>,
}

impl<'a> Ids<'a> {
    /// These are taken.
    fn take(&mut self, ids: impl Iterator<Item = &'a str>) {
        self.taken.extend(ids.map(Cow::Borrowed));
    }

    fn fresh(&mut self, name: &str) -> String {
        let base = id::slug(name, |_| false);
        let next = self.next.entry(base.clone()).or_insert(1);
        loop {
            let id = if *next == 1 { base.clone() } else { format!("{base}-{next}") };
            *next += 1;
            if self.taken.insert(Cow::Owned(id.clone())) {
                return id;
            }
        }
    }
}

/// Do what a preview showed. `is_chosen` says which companies that are no account become one; everybody whose company is
/// an account goes there, the others to the contacts. Whoever was left among the contacts of an account stays there unless
/// it is chosen too.
///
/// # Errors
///
/// Contacts or an account can't be changed, or the account is not as it was looked at.
pub fn apply(
    preview: Preview,
    is_chosen: impl Fn(&Company) -> bool,
    plan: &Plan,
    book: &Book,
    today: NaiveDate,
    owner: Option<&str>,
) -> Result<Applied, Invalid> {
    let goes = |company: &Company, named: &Named| company.brings(named, is_chosen(company));
    apply_those(preview, &is_chosen, goes, plan, book, today, owner)
}

/// As [`apply`], where `goes` says of everybody whose company is an account whether they come onto it.
///
/// # Errors
///
/// As [`apply`].
pub fn apply_those(
    preview: Preview,
    is_chosen: impl Fn(&Company) -> bool,
    goes: impl Fn(&Company, &Named) -> bool,
    plan: &Plan,
    book: &Book,
    today: NaiveDate,
    owner: Option<&str>,
) -> Result<Applied, Invalid> {
    let contacts = || book.contacts.people.iter().map(|contact| contact.person.id.as_str());
    let mut desk = Desk {
        plan,
        today,
        owner,
        accounts: BTreeMap::new(),
        contacts: None,
        book,
        ids: Ids::default(),
        places: contacts().zip(0..).collect(),
        gone: HashSet::new(),
        done: Applied::default(),
    };
    let mut account_ids = Ids::default();
    account_ids.take(plan.accounts.keys().map(AsRef::as_ref));
    account_ids.take(preview.in_archive.iter().map(AsRef::as_ref));
    let mut companies = preview.companies;
    // New people stand in the order of the file, not of their company's size.
    companies.sort_by_key(|company| {
        company.people.iter().filter_map(|named| named.at.first()).chain(&company.at).min().copied()
    });
    let mut loose = Vec::new();
    for mut company in companies {
        let target = match &company.account {
            Some(id) if company.locked.is_none() => Some(id.clone()),
            None if company.can_be_chosen() && is_chosen(&company) => {
                let base = if company.own_id.is_empty() { &company.name } else { &company.own_id };
                let id: AccountId = account_ids.fresh(base).into();
                desk.found(&id, &company);
                Some(id)
            }
            _ => None,
        };
        if target.is_none() && company.account.is_none() {
            desk.learn(&company);
            // What lies in the archive could not have become one, and that is told.
            if company.people.is_empty() && !company.has_contacts && company.is_open() {
                desk.done.left.push(company.name.clone());
            }
        }
        if let (Some(id), false) = (&target, company.filled.is_empty()) {
            fill::fill_account(desk.account(id)?, &company.told, &mut Told::default());
            desk.done.accounts_with_more += usize::from(company.account.is_some());
        }
        let people = std::mem::take(&mut company.people);
        let arrives = |named: &&Named| !matches!(named.whom, Whom::Person(..)) && goes(&company, named);
        if let (Some(id), arriving @ 1..) = (&target, people.iter().filter(arrives).count()) {
            // There may be thousands of accounts: none takes more room than it needs.
            desk.account(id)?.people.reserve_exact(arriving);
        }
        for named in people {
            match &target {
                Some(id) if goes(&company, &named) => desk.onto(id, named)?,
                // Of most nothing comes where a list is imported again.
                _ if named.is_same() => {}
                _ => loose.push(named),
            }
        }
    }
    loose.sort_by_key(|named: &Named| named.at.first().copied());
    if loose.iter().any(|named| named.whom == Whom::New) {
        desk.ids.take(contacts());
        desk.contacts().people.reserve_exact(loose.len());
    }
    for named in loose {
        desk.aside(named)?;
    }
    desk.done()
}

/// What is known of a company comes onto the account that it is, and the way in that its people's titles suggest: to be
/// weighed where nothing is chosen or weighed yet.
pub(crate) fn furnish(account: &mut Account, told: &Employer, suggested: Option<(String, String)>) {
    fill::fill_account(account, told, &mut Told::default());
    let is_open = account.entry_point.path("").is_empty() && account.entry_point.candidates.is_empty();
    let is_read = ["entry_point", "entry_point.unit", "entry_point.function", "entry_point.candidates"];
    let is_read = is_read.iter().all(|key| account.unread.of(key).is_none());
    if let Some((unit, function)) = suggested.filter(|_| is_open && is_read) {
        // A hint is weighed, not chosen.
        let id = account.fresh_id("candidate");
        // Of thousands of accounts each has this one.
        account.entry_point.candidates.reserve_exact(1);
        account.entry_point.candidates.push(Candidate { id, unit, function, ..Candidate::default() });
    }
}

impl Desk<'_> {
    /// An account, to be changed.
    fn account(&mut self, id: &AccountId) -> Result<&mut Account, Invalid> {
        if !self.accounts.contains_key(id) {
            let account =
                self.plan.account(id).ok_or_else(|| Invalid(format!("{id} is gone; look at the file again")))?;
            self.accounts.insert(id.clone(), Account::clone(account));
        }
        self.accounts.get_mut(id).ok_or_else(|| Invalid(format!("{id} is gone; look at the file again")))
    }

    fn contacts(&mut self) -> &mut Contacts {
        let book = self.book;
        self.contacts.get_or_insert_with(|| Contacts::clone(&book.contacts))
    }

    /// A company becomes an account.
    fn found(&mut self, id: &AccountId, company: &Company) {
        let mut account = Account::new(id, &company.name, self.today);
        let more = company.told.more.as_deref();
        account.owner = more.and_then(|more| more.owner.clone()).or_else(|| self.owner.map(str::to_owned));
        if let Some(stage) = more.and_then(|more| more.stage).filter(|stage| *stage != account.stage) {
            // It stood there before, nobody says since when: so it is no news that goals or rates would count.
            account.stage = stage;
            account.stages = vec![StageChange { to: stage, ..StageChange::default() }];
        }
        furnish(&mut account, &company.told, company.suggests());
        self.accounts.insert(id.clone(), account);
        self.done.new_accounts.push(id.clone());
    }

    /// Somebody whose company is an account.
    fn onto(&mut self, id: &AccountId, named: Named) -> Result<(), Invalid> {
        match &named.whom {
            Whom::Person(..) => return self.fill(&named),
            Whom::Contact(contact) => {
                if let Some(why) = named.person.unread.told(&named.person.name) {
                    return Err(Invalid(format!("contacts: {why}")));
                }
                self.gone.extend(self.places.get(contact.as_str()));
            }
            Whom::Archived(_) => return Ok(()),
            Whom::New => {}
        }
        let account = self.account(id)?;
        if account.people.len() >= MOST_PEOPLE {
            let why =
                format!("{} would have more than {MOST_PEOPLE} people; import it without that account", account.name);
            return Err(Invalid(why));
        }
        settle(account, Arc::unwrap_or_clone(named.person));
        self.done.to_accounts += 1;
        Ok(())
    }

    /// Somebody whose company is none.
    fn aside(&mut self, named: Named) -> Result<(), Invalid> {
        let n = match &named.whom {
            Whom::Person(..) => return self.fill(&named),
            Whom::New => {
                self.anew(named);
                return Ok(());
            }
            Whom::Contact(id) => self.places.get(id.as_str()).copied(),
            Whom::Archived(_) => None,
        };
        let Some(n) = n else { return Ok(()) };
        let contact = &mut self.contacts().people[n];
        let is_hired = contact.is_of_nobody() && !named.company.is_empty();
        fill::fill(Arc::make_mut(&mut contact.person), &named.person);
        if is_hired {
            (contact.company, contact.website) = (named.company.into(), named.website);
        }
        if let Some(source) = named.filled.iter().find(|new| new.field == "source") {
            contact.source = source.value.as_str().into();
        }
        fill::fill_contact(contact, |key| named.filled.iter().find(|new| new.field == key));
        self.done.filled += 1;
        Ok(())
    }

    /// Somebody new among the contacts.
    fn anew(&mut self, named: Named) {
        let Named { mut person, company, website, industry, source, .. } = named;
        let base = if person.id.is_empty() { &person.name } else { &person.id };
        let id = self.ids.fresh(base);
        Arc::make_mut(&mut person).id = id;
        let company = company.into();
        let imported = Some(self.today);
        self.contacts().people.push(Contact { person, company, website, industry, source, imported });
        self.done.to_contacts += 1;
    }

    /// What is told of a company that becomes no account goes to the contacts there.
    fn learn(&mut self, company: &Company) {
        for learns in &company.learn {
            let Some(&n) = self.places.get(learns.id.as_str()) else { continue };
            let filled = |key: &str| company.filled.iter().find(|new| new.field == key && learns.fields.contains(&key));
            fill::fill_contact(&mut self.contacts().people[n], filled);
            self.done.filled += 1;
        }
    }

    /// Somebody on an account of whom more is known now.
    fn fill(&mut self, named: &Named) -> Result<(), Invalid> {
        let Whom::Person(id, n) = &named.whom else { return Ok(()) };
        if named.filled.is_empty() {
            return Ok(());
        }
        let is_it = |person: &Person| {
            person.id == named.person.id && (!person.id.is_empty() || person.name == named.person.name)
        };
        let account = self.account(id)?;
        let at =
            account.people.get(*n).is_some_and(is_it).then_some(*n).or_else(|| account.people.iter().position(is_it));
        let Some(person) = at.and_then(|at| account.people.get_mut(at)) else {
            return Err(Invalid(format!(
                "{} is gone from {}; look at the file again",
                named.person.name, account.name
            )));
        };
        fill::fill(person, &named.person);
        self.done.filled += 1;
        Ok(())
    }

    fn done(self) -> Result<Applied, Invalid> {
        let Self { plan, accounts, contacts, book, gone, mut done, .. } = self;
        for (id, account) in accounts {
            let key = FileKey::Account(id.clone());
            let (before, after) = match plan.accounts.get(&id) {
                Some(entry) if *entry.account == account => continue,
                Some(entry) => {
                    let ((), after) = entry.changed(|changed| {
                        *changed = account;
                        Ok(())
                    })?;
                    done.changed_accounts += 1;
                    (Some(Value::Account(Arc::clone(&entry.account))), after)
                }
                None => (None, account),
            };
            done.changes.push(Change { key, before, after: Some(Value::Account(after.into())) });
        }
        let stays = |n: &usize| !gone.contains(n);
        let contacts = match contacts {
            // There may be fifty thousand of them: only those who stay are copied.
            None if !gone.is_empty() => {
                let people = book.contacts.people.iter().enumerate().filter(|(n, _)| stays(n));
                let people = people.map(|(_, contact)| contact.clone()).collect();
                Some(Contacts { format: book.contacts.format, people })
            }
            // Who is new stands behind them.
            contacts => contacts.map(|mut contacts| {
                let mut places = 0..;
                contacts.people.retain(|_| places.next().as_ref().is_none_or(stays));
                contacts
            }),
        };
        if let Some(contacts) = contacts {
            if let Some(why) = &book.read_only {
                return Err(Invalid(format!("contacts.toml can't be changed: {why}")));
            }
            let before = book.is_there.then(|| Value::Contacts(Arc::clone(&book.contacts)));
            let after = Some(Value::Contacts(contacts.into()));
            // First, so that whoever carries all of it out can let go of those who were there before.
            done.changes.insert(0, Change { key: FileKey::Contacts, before, after });
        }
        Ok(done)
    }
}
