//! Everybody whom the plan knows, and whom a row means: by the LinkedIn address, else by an id in another system, else by an
//! e-mail, else by name and company. Where a key leads to several, the one is meant to whom nothing has to be added; so whatever
//! was taken once is found there again.

mod own;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::companies::{Companies, CompanyId};
use super::digest::{self, Digest, Index, Places, Runs, letters, name, profile};
use super::fill;
use super::strangers::{MOST, are_called_alike, are_strangers};
use super::subject::{Home, Now, Settled, Subject, Worker};
use super::{Own, keys};
use crate::domain::account::Account;
use crate::domain::contacts::Contacts;
use crate::domain::ids::{self, Id};
use crate::domain::people::Person;
use crate::domain::plan::Plan;

/// Everybody, by each of their keys.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) subjects: Vec<Subject<'a>>,
    by_profile: Index<Digest>,
    by_id: Index<Digest>,
    by_email: Index<Digest>,
    /// By name and company; some have another company since.
    by_name: Index<(Digest, CompanyId)>,
    /// Contacts who have a website, by name and what their company is called, letter for letter: a row that says no website
    /// means them, whatever else is called alike.
    by_letter: Runs<(Digest, Digest)>,
    by_own: HashMap<Own, Places>,
}

/// What rows say of somebody, and another has too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Crossed {
    /// Of whom it is said, by their place.
    pub(super) of: usize,
    /// Whose it is.
    pub(super) is: usize,
    pub(super) what: Both,
}

/// What two have who are two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Both {
    Email(String),
    Id(Id),
    /// Their name, and where they work.
    Name,
}

impl<'a> Known<'a> {
    /// Those who are there from the beginning.
    pub(super) fn of(subjects: Vec<Subject<'a>>) -> Self {
        let all = || subjects.iter().enumerate();
        Self {
            by_profile: Index::of(all().filter_map(|(n, subject)| Some((subject.profile()?, n)))),
            by_id: Index::of(all().flat_map(|(n, subject)| digest::ids(&subject.now).map(move |id| (id, n)))),
            by_email: Index::of(all().flat_map(|(n, subject)| subject.emails().map(move |email| (email, n)))),
            by_name: Index::of(all().flat_map(|(n, subject)| subject.names().map(move |name| (name, n)))),
            by_letter: Runs::of(std::iter::empty()),
            by_own: HashMap::new(),
            subjects,
        }
    }

    /// Everybody on an account that can be read, the contacts, and those in the archive; `says_who` asks for their ids too.
    pub(super) fn of_plan(
        plan: &'a Plan,
        contacts: &'a Contacts,
        archive: &[&'a Account],
        companies: &mut Companies,
        says_who: bool,
    ) -> Self {
        let readable = || plan.accounts.iter().filter(|(_, entry)| entry.unreadable.is_none());
        let on_accounts: usize = readable().map(|(_, entry)| entry.account.people.len()).sum();
        let mut subjects = Vec::with_capacity(on_accounts + contacts.people.len());
        let mut ids: Vec<Own> = Vec::new();
        let mut note = |account: &str, person: &Person| {
            if says_who {
                ids.push(Own { account: account.to_owned(), id: person.id.clone() });
            }
        };
        for (id, entry) in readable() {
            let company = companies.of_account(id);
            let called = Some(letters(&entry.account.name));
            for (n, person) in entry.account.people.iter().enumerate() {
                let is_twin = entry.account.people.iter().filter(|other| other.id == person.id).count() > 1;
                let is_locked = entry.read_only.is_some() || is_twin;
                note(id, person);
                let home = Home::Account(id.clone(), n);
                let (now, is_on_account) = (Now::Is(person), true);
                subjects.push(Subject { home, now, company, by_name_alone: 0, called, is_locked, is_on_account });
            }
        }
        for (n, contact) in contacts.people.iter().enumerate() {
            let company = companies.id(&contact.company, &contact.website);
            note("", &contact.person);
            let alone = if contact.website.is_empty() { 0 } else { companies.by_name_alone(&contact.company) };
            let by_name_alone = if alone == company { 0 } else { alone };
            let (home, now) = (Home::Contact(n), Now::Is(contact.person.as_ref()));
            let called = (!contact.company.is_empty()).then(|| letters(&contact.company));
            let (is_locked, is_on_account) = (false, false);
            subjects.push(Subject { home, now, company, by_name_alone, called, is_locked, is_on_account });
        }
        let on_accounts = subjects.len() - contacts.people.len();
        for (k, account) in archive.iter().enumerate() {
            let (company, called) = (companies.of_archived(account), Some(letters(&account.name)));
            for (n, person) in account.people.iter().enumerate() {
                note(&account.id, person);
                let (home, now) = (Home::Archived(k, n), Now::Is(person));
                let (is_locked, is_on_account) = (true, false);
                subjects.push(Subject { home, now, company, by_name_alone: 0, called, is_locked, is_on_account });
            }
        }
        let mut known = Self::of(subjects);
        let with_site = contacts.people.iter().zip(on_accounts..).filter(|(contact, _)| !contact.website.is_empty());
        let by_letter =
            with_site.filter_map(|(contact, n)| Some(((name(&contact.person), known.subjects[n].called?), n)));
        known.by_letter = Runs::of(by_letter);
        ids.iter().enumerate().for_each(|(n, own)| known.is(n, own));
        known
    }

    /// What has become of everybody.
    pub(super) fn settled(self) -> Vec<Settled> {
        let settled = |Subject { home, now, company, is_locked, .. }: Subject| {
            let becomes = if let Now::Becomes(person) = now { Some(person) } else { None };
            Settled { home, becomes, company, is_locked }
        };
        self.subjects.into_iter().map(settled).collect()
    }

    /// One more; says their place.
    pub(super) fn add(&mut self, subject: Subject<'a>) -> usize {
        self.subjects.push(subject);
        let n = self.subjects.len() - 1;
        self.index(n);
        n
    }

    fn index(&mut self, n: usize) {
        let subject = &self.subjects[n];
        if let Some(profile) = subject.profile() {
            self.by_profile.add(profile, n);
        }
        for id in digest::ids(&subject.now) {
            self.by_id.add(id, n);
        }
        for email in subject.emails() {
            self.by_email.add(email, n);
        }
        for name in subject.names() {
            self.by_name.add(name, n);
        }
    }

    /// Who is called that at that company.
    fn named(&self, key: (Digest, CompanyId)) -> impl Iterator<Item = usize> {
        self.by_name.get(key).filter(move |n| self.subjects[*n].works_at(key.1))
    }

    /// The profiles of those who are called that at that company.
    pub(super) fn profiles(&self, name: Digest, company: CompanyId) -> Vec<Digest> {
        self.named((name, company)).filter_map(|n| self.subjects[n].profile()).collect()
    }

    /// Those who are new at a company where somebody else is called the same.
    pub(super) fn namesakes(&self) -> HashSet<usize> {
        let several = self.by_name.later().filter(|key| key.1 != 0 && self.named(*key).nth(1).is_some());
        several.flat_map(|key| self.named(key)).filter(|n| self.subjects[*n].home == Home::New).collect()
    }

    /// Those who are new, each with another who is called so, where one of the two says no company: with somebody whom we
    /// know, if there is one.
    pub(super) fn without_company(&self) -> Vec<(usize, usize)> {
        let is_new = |n: &usize| self.subjects[*n].home == Home::New;
        let new: Vec<usize> = (0..self.subjects.len()).filter(is_new).collect();
        let says_none = |n: usize| self.subjects[n].company == 0;
        let mut called: HashMap<Digest, usize> = HashMap::new();
        if new.iter().any(|n| says_none(*n)) {
            // The first of those whom we know stays.
            let known = (0..self.subjects.len()).filter(|n| !is_new(n)).rev();
            for n in new.iter().copied().filter(|n| !says_none(*n)).chain(known) {
                called.insert(name(&self.subjects[n].now), n);
            }
        }
        let another = |n: usize| {
            let name = name(&self.subjects[n].now);
            let alone = self.by_name.get((name, 0)).find(|other| !is_new(other));
            alone.or_else(|| called.get(&name).copied().filter(|_| says_none(n)))
        };
        new.into_iter()
            .filter(|n| !self.subjects[*n].now.name.is_empty())
            .filter_map(|n| Some((n, another(n)?)))
            .collect()
    }

    /// Take what rows add. Says whether they did.
    pub(super) fn take(&mut self, n: usize, rows: &[&Person]) -> bool {
        if self.subjects[n].is_locked {
            return false;
        }
        let mut has_changed = false;
        for row in rows {
            let subject = &mut self.subjects[n];
            // Who is new and more than one row is no row any more, whichever of them is looked at first.
            let is_another = matches!(subject.now, Now::Is(first) if !std::ptr::eq(first, *row));
            if subject.home == Home::New && is_another {
                subject.now.change(|_| {});
            }
            if fill::adds(&subject.now, row) > 0 {
                subject.now.change(|person| fill::fill(person, row));
                has_changed = true;
            }
        }
        if has_changed {
            self.index(n);
        }
        has_changed
    }

    /// What rows have said of somebody that another has too: an address, an id in another system, or their name at a company
    /// that nobody knew of one of them.
    pub(super) fn crossed(&self) -> BTreeSet<Crossed> {
        let mut all = BTreeSet::new();
        let email = |n: usize, key| {
            let emails = &self.subjects[n].now.emails;
            emails.iter().map(|each| keys::email(&each.value)).find(|email| Digest::of(email) == key).map(Both::Email)
        };
        let id = |n: usize, key| {
            let mut ids = ids::each(&self.subjects[n].now.ids);
            ids.find(|id| digest::id(id) == key).map(Both::Id)
        };
        for (index, what) in [(&self.by_email, &email as &dyn Fn(_, _) -> _), (&self.by_id, &id)] {
            for (key, n, is) in index.later_beside_others() {
                all.extend(what(n, key).map(|what| Crossed { of: n, is, what }));
            }
        }
        let have_one_profile = |one: usize, other: usize| {
            let [one, other] = [one, other].map(|n| self.subjects[n].profile());
            one.zip(other).is_none_or(|(one, other)| one == other)
        };
        for (key, n, is) in self.by_name.later_beside_others() {
            let is_employed = self.subjects[n].home != Home::New && self.subjects[is].works_at(key.1);
            if key.1 != 0 && is_employed && have_one_profile(n, is) && !self.subjects[n].now.name.is_empty() {
                all.insert(Crossed { of: n, is, what: Both::Name });
            }
        }
        all
    }

    /// They work where rows say, if nobody knew where: of most it is known, and then nobody asks. Says whether it is new.
    pub(super) fn employ(&mut self, n: usize, company: impl FnOnce() -> CompanyId) -> bool {
        let subject = &mut self.subjects[n];
        if subject.company != 0 || matches!(subject.home, Home::Account(..) | Home::Archived(..)) {
            return false;
        }
        subject.company = company();
        let is_new = subject.company != 0;
        if is_new {
            self.index(n);
        }
        is_new
    }

    /// Whom rows mean by their profile, else by an id in another system, else by an e-mail of somebody who is called like them, of
    /// those who may be meant.
    pub(super) fn by_key(&self, rows: &[Worker], may_be: impl Fn(usize) -> bool) -> Option<usize> {
        let may_be = |n: &usize| may_be(*n);
        let people = || rows.iter().map(|row| row.person);
        let with_profile = people().filter(|person| !person.linkedin.is_empty());
        let by_profile = with_profile.flat_map(|person| self.by_profile.get(profile(person)));
        let by_email = self.with_email(rows);
        let by_email = by_email.filter(|n| are_called_alike(people(), &std::iter::once(&*self.subjects[*n].now)));
        let by_id = people().flat_map(digest::ids).flat_map(|id| self.by_id.get(id));
        let best = self.best(rows, by_profile.filter(may_be)).or_else(|| self.best(rows, by_id.filter(may_be)));
        best.or_else(|| self.best(rows, by_email.filter(may_be)))
    }

    /// Those who have an e-mail of rows; nobody, where too many have it.
    fn with_email(&self, rows: &[Worker]) -> impl Iterator<Item = usize> {
        let emails = rows.iter().flat_map(|row| &row.person.emails).filter(|email| keys::is_own(&email.value));
        emails.flat_map(|email| {
            let all: Places = self.by_email.get(Digest::of(&keys::email(&email.value))).take(MOST + 1).collect();
            if all.len() > MOST { Places::new() } else { all }
        })
    }

    /// Whom rows mean by an e-mail though they are called otherwise, where nothing else says who they are.
    pub(super) fn by_email(&self, rows: &[Worker], may_be: impl Fn(usize) -> bool) -> Option<usize> {
        let people = || rows.iter().map(|row| row.person);
        let may_share = |n: &usize| !are_strangers(people(), &std::iter::once(&*self.subjects[*n].now));
        self.best(rows, self.with_email(rows).filter(may_share).filter(|n| may_be(*n)))
    }

    /// Whom rows mean by name and company, of those who may be meant; who was where a row of that name went, `kin`, if nobody
    /// is there to whom nothing has to be added: somebody else may be there only since.
    pub(super) fn by_name(&self, [there, kin]: [&[Worker]; 2], may_be: impl Fn(usize) -> bool) -> Option<usize> {
        let is_same = |n: &usize| self.cost(there, *n) == 0;
        let named = self.named_there(there, &may_be);
        if kin.is_empty() || named.as_ref().is_some_and(is_same) {
            return named;
        }
        // Who is new stays where we looked for them only if that is an account.
        let stays = |n: usize| self.subjects[n].home != Home::New || self.subjects[n].is_on_account;
        let by_kin = self.named_there(kin, |n| stays(n) && may_be(n));
        by_kin.filter(is_same).or(named).or(by_kin)
    }

    /// Whom rows mean by name and company: by what their company is called letter for letter,
    /// and by which it is. Both are asked at once: whom either took once needs nothing more and is found again.
    fn named_there(&self, rows: &[Worker], may_be: impl Fn(usize) -> bool) -> Option<usize> {
        let named = || rows.iter().filter(|row| !row.person.name.is_empty());
        let by_letter = named().filter(|row| row.has_no_site && !row.called.is_empty() && !self.by_letter.is_empty());
        let by_letter = by_letter.flat_map(|row| self.by_letter.get((name(row.person), letters(row.called))));
        let by_company = named().flat_map(|row| self.named((name(row.person), row.company)));
        // Two profiles are two people, whatever they are called.
        let has_profile = rows.iter().any(|row| !row.person.linkedin.is_empty());
        let fits = |n: &usize| (!has_profile || self.subjects[*n].now.linkedin.is_empty()) && may_be(*n);
        self.best(rows, by_letter.chain(by_company).filter(fits))
    }

    /// How much would be added to somebody.
    fn cost(&self, rows: &[Worker], n: usize) -> usize {
        let subject = &self.subjects[n];
        if subject.is_locked { 0 } else { rows.iter().map(|row| fill::adds(&subject.now, row.person)).sum() }
    }

    /// Of several the one to whom the least has to be added, those in the archive last; of these one whose company is called so letter for letter, and
    /// the first. Who needs nothing and is on an account already stays the one: they may have come there by such a row.
    fn best(&self, rows: &[Worker], candidates: impl Iterator<Item = usize>) -> Option<usize> {
        let all: Places = candidates.collect();
        if let [only] = *all {
            return Some(only);
        }
        let called: Vec<Digest> =
            rows.iter().filter(|row| !row.called.is_empty()).map(|row| letters(row.called)).collect();
        let is_called_so = |n: usize| self.subjects[n].called.is_some_and(|name| called.contains(&name));
        let is_archived = |n: usize| matches!(self.subjects[n].home, Home::Archived(..));
        all.into_iter().min_by_key(|n| {
            let cost = self.cost(rows, *n);
            (is_archived(*n), cost, !(is_called_so(*n) || (cost == 0 && self.subjects[*n].is_on_account)), *n)
        })
    }
}

/// Who is meant by which rows already: of two of one name who are two people, only one can be somebody we know.
#[derive(Debug, Default)]
pub(super) struct Claims(HashSet<(usize, String)>);

impl Claims {
    /// These rows mean them.
    pub(super) fn take(&mut self, n: usize, marks: &BTreeSet<String>) {
        self.0.extend(marks.iter().map(|mark| (n, mark.clone())));
    }

    /// Whether rows with these marks can mean them too.
    pub(super) fn leave(&self, n: usize, marks: &BTreeSet<String>) -> bool {
        marks.iter().all(|mark| !self.0.contains(&(n, mark.clone())))
    }
}
