//! Which companies are the same. It depends on what is written alone, never on the order in which rows stand.

mod keyed;

use std::collections::{BTreeSet, HashMap};

use super::{Incoming, Own, keys};
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::Contacts;
use crate::domain::id;
use crate::domain::ids::{self, Id};
pub(super) use keyed::AtOdds;

/// A company, whoever names it; 0 is none.
pub(super) type CompanyId = usize;

/// Companies by what names them: the host of their website where one is known, else the id of an account in another system,
/// else the name. An account is not meant by its name where a row has another id of the same system: that is another company,
/// as far as anybody can say.
///
/// A name without a website is looked for as it is written, then without its legal form: Gamma Ltd is not Gamma where both
/// are known. What it is called by means one company where all that is called so is one: one account, or one host. Else it is
/// the account that is called so, those without a website first, and a company of its own where there is none.
///
/// An account in the archive is meant by what it is called letter for letter, where the plan has another that is called alike.
///
/// What contacts say of a name goes before what rows do, so that it means the same whatever file comes; but not where an
/// account is called so: they may be on it after the import, and what they said is gone.
#[derive(Debug, Default)]
pub(super) struct Companies {
    accounts: Vec<Home>,
    by_id: HashMap<String, usize>,
    by_key: HashMap<Id, usize>,
    /// What ids mean that rows say; nothing, where they say several websites of one.
    said: HashMap<Id, Option<Meant>>,
    /// The ids that rows say of a website.
    keys_at: HashMap<String, BTreeSet<Id>>,
    /// Those of one website, and those that are called so, the first of them first.
    by_host: HashMap<String, Vec<usize>>,
    called: HashMap<String, Vec<usize>>,
    /// The hosts that they and rows know under a name.
    hosts: HashMap<String, BTreeSet<String>>,
    /// The hosts under which contacts know a name.
    aside: HashMap<String, BTreeSet<String>>,
    /// Those that are no account.
    ids: HashMap<Meant, CompanyId>,
    /// Those of them that have another id than the account which is called so.
    rivals: BTreeSet<CompanyId>,
}

/// An account, or what was one in the plan that our own tables are of and may become one here, or one in the archive.
#[derive(Debug)]
struct Home {
    /// Nothing of those that are not in this plan, or in its archive.
    id: Option<AccountId>,
    name: Called,
    /// Its own, or the one that rows know for it.
    host: String,
    keys: BTreeSet<Id>,
}

/// What a name is looked for by.
#[derive(Debug)]
struct Called {
    /// No folded name begins with this one's mark.
    as_written: String,
    without_form: String,
}

/// What is meant by a name or a website.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Meant {
    Account(usize),
    Host(String),
    Name(String),
    /// By an id that the account which is called so has not.
    Key(Id),
    /// In the archive, where the plan has another that is called so or has its website.
    Archived(AccountId),
}

impl Called {
    fn of(name: &str) -> Self {
        let folded = keys::fold(name);
        let without_form = keys::without_form(&folded);
        Self { as_written: format!("={folded}"), without_form }
    }

    fn each(&self) -> [&str; 2] {
        [&self.as_written, &self.without_form]
    }
}

impl Companies {
    /// Of all names and websites that there are; of accounts, those that were first come first.
    pub(super) fn of(accounts: &[&Account], archive: &[&Account], rows: &[Incoming], contacts: &Contacts) -> Self {
        let mut companies = Self::default();
        for account in accounts {
            let n = companies.open(Some(&account.id), &account.id, &account.name, &account.website);
            companies.know(n, account);
        }
        for row in rows.iter().filter(|row| !row.company.ids.is_empty()) {
            let host = keys::host(&row.company.website);
            if !host.is_empty() {
                companies.keys_at.entry(host).or_default().extend(ids::each(&row.company.ids));
            }
        }
        let keys: BTreeSet<Id> = rows.iter().flat_map(|row| ids::each(&row.company.ids)).collect();
        for account in archive {
            companies.heed(account, &keys);
        }
        let of_plan = accounts.iter().map(|account| (account.name.as_str(), account.website.as_str()));
        let of_rows = rows.iter().map(|row| (row.company.name.as_str(), row.company.website.as_str()));
        companies.hosts = hosts(of_plan.chain(of_rows));
        let of_contacts = contacts.people.iter().map(|each| (&*each.company, each.website.as_str()));
        companies.aside = hosts(of_contacts);
        companies.open_own(rows);
        companies.take_hosts_by_ids(rows);
        companies.call_by_ids(rows);
        for n in 0..companies.accounts.len() {
            if let Some(host) = companies.host_to_take(n) {
                companies.accounts[n].host.clone_from(&host);
                companies.by_host.insert(host, vec![n]);
            }
        }
        companies.hear_ids(rows);
        companies
    }

    /// One more account.
    fn open(&mut self, id: Option<&AccountId>, own: &str, name: &str, website: &str) -> usize {
        let (n, name, host) = (self.accounts.len(), Called::of(name), keys::host(website));
        for called in name.each().into_iter().filter(|_| !name.without_form.is_empty()) {
            self.called.entry(called.to_owned()).or_default().push(n);
        }
        if !host.is_empty() {
            self.by_host.entry(host.clone()).or_default().push(n);
        }
        self.by_id.insert(own.to_owned(), n);
        self.accounts.push(Home { id: id.cloned(), name, host, keys: BTreeSet::new() });
        n
    }

    /// One in the archive, where rows have its id, or where the plan has another that is called alike and none that is called so
    /// or has that website: there its own name means it.
    fn heed(&mut self, archived: &Account, ids: &BTreeSet<Id>) {
        let (name, host) = (Called::of(&archived.name), keys::host(&archived.website));
        let is_free = |called: &String| self.accounts_of(called).is_empty();
        let [nobody_is_alike, nobody_is_so] = [&name.without_form, &name.as_written].map(is_free);
        let has_id = ids::each(&archived.ids).any(|key| ids.contains(&key) && !self.by_key.contains_key(&key));
        if !(has_id || (!nobody_is_alike && nobody_is_so)) || self.by_host.contains_key(&host) {
            return;
        }
        let n = self.accounts.len();
        if nobody_is_so {
            self.called.insert(name.as_written.clone(), vec![n]);
        }
        if nobody_is_alike && has_id {
            self.called.insert(name.without_form.clone(), vec![n]);
        }
        if !host.is_empty() {
            self.by_host.insert(host.clone(), vec![n]);
        }
        self.by_id.entry(archived.id.to_string()).or_insert(n);
        self.accounts.push(Home { id: None, name, host, keys: BTreeSet::new() });
        self.know(n, archived);
    }

    /// Our own tables say which of their accounts is which, also of those that nothing but their name tells apart.
    fn open_own(&mut self, rows: &[Incoming]) {
        let of_plan = self.accounts.len();
        for row in rows {
            let (Some(Own { account, .. }), company) = (row.own.as_deref(), &row.company) else { continue };
            if account.is_empty() || company.name.is_empty() || self.by_id.contains_key(account) {
                continue;
            }
            let is_of_plan = |known: Option<&Vec<usize>>| known.is_some_and(|known| known.iter().any(|n| *n < of_plan));
            let is_called_so = is_of_plan(self.called.get(&Called::of(&company.name).as_written));
            if !is_called_so && !is_of_plan(self.by_host.get(&keys::host(&company.website))) {
                self.open(None, account, &company.name, &company.website);
            }
        }
    }

    /// The host that rows know of an account which says none, where it can be no other's.
    fn host_to_take(&self, n: usize) -> Option<String> {
        let Home { name, host, .. } = &self.accounts[n];
        if !host.is_empty() {
            return None;
        }
        let open =
            |called: &str| self.accounts_of(called).iter().filter(|n| self.accounts[**n].host.is_empty()).count();
        let is_rivals = |host: &String| self.keys_at.get(host).is_some_and(|said| self.has_other(n, said));
        let only = |called: &str| {
            let hosts = self.hosts.get(called).filter(|hosts| hosts.len() == 1)?;
            hosts.first().filter(|host| !self.by_host.contains_key(*host) && !is_rivals(host))
        };
        let as_written = || only(&name.as_written).filter(|_| open(&name.as_written) == 1);
        let without_form = || only(&name.without_form).filter(|_| self.accounts_of(&name.without_form) == [n]);
        as_written().or_else(without_form).cloned()
    }

    fn accounts_of(&self, called: &str) -> &[usize] {
        self.called.get(called).map_or(&[], Vec::as_slice)
    }

    /// Where a name is to be found: contacts know that before any file does, unless an account is called so, in whatever
    /// legal form.
    fn hosts_of(&self, called: &str, name: &Called) -> Option<&BTreeSet<String>> {
        let aside = self.aside.get(called).filter(|_| self.accounts_of(&name.without_form).is_empty());
        aside.or_else(|| self.hosts.get(called))
    }

    /// What a name without a website means.
    fn meant(&self, name: &Called) -> Meant {
        let meant = self.as_written(name).or_else(|| self.without_form(name));
        meant.unwrap_or_else(|| Meant::Name(name.without_form.clone()))
    }

    /// What it means as it is written, if all that is called so is one.
    fn as_written(&self, name: &Called) -> Option<Meant> {
        let hosts = self.hosts_of(&name.as_written, name);
        match (self.accounts_of(&name.as_written), hosts.map_or(0, BTreeSet::len)) {
            ([], 1) => Some(self.at(hosts?.first()?)),
            ([n], 0) => Some(Meant::Account(*n)),
            ([n], 1) if hosts?.first() == Some(&self.accounts[*n].host) => Some(Meant::Account(*n)),
            _ => None,
        }
    }

    fn without_form(&self, name: &Called) -> Option<Meant> {
        let accounts = self.accounts_of(&name.without_form);
        let Some(first) = accounts.first() else {
            let hosts = self.hosts_of(&name.without_form, name).filter(|hosts| hosts.len() == 1);
            return hosts.and_then(BTreeSet::first).map(|host| self.at(host));
        };
        let without_site = accounts.iter().find(|n| self.accounts[**n].host.is_empty());
        Some(Meant::Account(*without_site.unwrap_or(first)))
    }

    /// What a website means.
    fn at(&self, host: &str) -> Meant {
        let first = self.by_host.get(host).and_then(|accounts| accounts.first());
        first.map_or_else(|| Meant::Host(host.to_owned()), |n| Meant::Account(*n))
    }

    /// Whether a name is to be found at no more than one host, by what contacts say and by what these rows do.
    pub(super) fn is_sure(&self, name: &str) -> bool {
        let name = Called::of(name);
        let several = |hosts: &BTreeSet<String>| hosts.len() > 1;
        if self.hosts.get(&name.as_written).is_some_and(several) {
            return false;
        }
        self.as_written(&name).is_some() || !self.hosts_of(&name.without_form, &name).is_some_and(several)
    }

    /// What a name and a website mean; nothing, where they are empty.
    fn meant_by(&self, name: &str, website: &str) -> Option<Meant> {
        let (name, host) = (Called::of(name), keys::host(website));
        if host.is_empty() && name.without_form.is_empty() {
            return None;
        }
        Some(if host.is_empty() { self.meant(&name) } else { self.at(&host) })
    }

    /// The account that a company is.
    pub(super) fn account(&self, company: CompanyId) -> Option<&AccountId> {
        self.accounts.get(company.checked_sub(1)?)?.id.as_ref()
    }

    /// The company that an account of the plan is.
    pub(super) fn of_account(&self, id: &AccountId) -> CompanyId {
        self.by_id.get(id.as_ref()).map_or(0, |n| n + 1)
    }

    /// Whether it has another id than the account that is called so.
    pub(super) fn is_rival(&self, company: CompanyId) -> bool {
        self.rivals.contains(&company)
    }

    /// The company that an account of the archive is; one of its own, where an account of the plan is meant by its name or website
    /// by now.
    pub(super) fn of_archived(&mut self, archived: &Account) -> CompanyId {
        let company = self.id(&archived.name, &archived.website);
        let is_meant = company != 0 && self.account(company).is_none();
        if is_meant { company } else { self.numbered(Meant::Archived(archived.id.clone())) }
    }

    /// Which one a row means.
    pub(super) fn of_row(&mut self, row: &Incoming) -> CompanyId {
        if let Some(n) = self.own(row).or_else(|| self.by_key(row)) {
            return n + 1;
        }
        match self.by_said_id(row) {
            Some(meant) => {
                let is_rival = matches!(meant, Meant::Key(_));
                let company = self.numbered(meant);
                if is_rival {
                    self.rivals.insert(company);
                }
                company
            }
            None => self.id(&row.company.name, &row.company.website),
        }
    }

    /// Whether the website or an id of a row is that of another account of the plan, or another than this one's in a system: then
    /// it is another plan's row, where the same id means another.
    fn is_anothers(&self, n: usize, row: &Incoming, host: &str) -> bool {
        let Home { id: Some(_), host: ours, keys, .. } = &self.accounts[n] else { return false };
        let is_other = |m: usize| m != n && self.accounts[m].id.is_some();
        let has_host = || self.by_host.get(host).and_then(|all| all.first()).is_some_and(|m| is_other(*m));
        let said: Vec<Id> = ids::each(&row.company.ids).collect();
        let has_id = || !said.iter().any(|id| keys.contains(id)) && self.with_key(row).is_some_and(is_other);
        (host != ours && has_host()) || has_id() || self.has_other(n, &said)
    }

    /// The account that a row of our own tables is of: its id says that, if it is called so still, or nothing else is by now of
    /// whose name the id was made.
    pub(super) fn own(&self, row: &Incoming) -> Option<usize> {
        let own = row.own.as_deref()?;
        let n = *self.by_id.get(&own.account)?;
        let (name, host) = (Called::of(&row.company.name), keys::host(&row.company.website));
        if self.is_anothers(n, row, &host) {
            return None;
        }
        let Home { name: ours, host: at, .. } = &self.accounts[n];
        let is_it = ours.as_written == name.as_written || (!host.is_empty() && host == *at);
        let is_free = |called: &str| self.accounts_of(called).is_empty();
        let may_be = || ours.without_form == name.without_form && is_free(&name.as_written);
        let was_called_so = || id::is_of(&own.account, &row.company.name) && is_free(&name.without_form);
        let is_elsewhere = !host.is_empty() && !at.is_empty() && host != *at;
        ((is_it || may_be() || was_called_so()) && !is_elsewhere).then_some(n)
    }

    /// Which one is meant.
    pub(super) fn id(&mut self, name: &str, website: &str) -> CompanyId {
        self.meant_by(name, website).map_or(0, |meant| self.numbered(meant))
    }

    /// What a company would be without its website, where nothing but its name says which: 0 where an account or a website
    /// does.
    pub(super) fn by_name_alone(&mut self, name: &str) -> CompanyId {
        match self.meant(&Called::of(name)) {
            Meant::Name(name) if !name.is_empty() => self.numbered(Meant::Name(name)),
            _ => 0,
        }
    }

    fn numbered(&mut self, meant: Meant) -> CompanyId {
        let next = self.accounts.len() + self.ids.len() + 1;
        match meant {
            Meant::Account(n) => n + 1,
            other => *self.ids.entry(other).or_insert(next),
        }
    }

    /// The accounts one of which was meant by a row's name or website, as long as there was no other, and those that are called
    /// so letter for letter: their website may be another by now. Our own tables know.
    pub(super) fn kin(&self, row: &Incoming) -> impl Iterator<Item = CompanyId> {
        let host = keys::host(&row.company.website);
        let name = Called::of(&row.company.name);
        let is_sure = self.own(row).is_some_and(|n| self.accounts[n].id.is_some());
        let (there, called) =
            if host.is_empty() { (None, &name.without_form) } else { (self.by_host.get(&host), &name.as_written) };
        let kin = there.map_or(&[][..], Vec::as_slice).iter().chain(self.accounts_of(called)).map(|n| n + 1);
        // Who came with another file stands where its name or website put them.
        let without_id =
            if row.company.ids.is_empty() { None } else { self.meant_by(&row.company.name, &row.company.website) };
        let without_id = without_id.and_then(|meant| match meant {
            Meant::Account(n) => Some(n + 1),
            other => self.ids.get(&other).copied(),
        });
        kin.chain(without_id).filter(move |_| !is_sure)
    }
}

/// Names with the hosts that are said of them.
fn hosts<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<String, BTreeSet<String>> {
    let mut hosts: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (name, website) in named.filter(|(name, website)| !name.is_empty() && !website.is_empty()) {
        let host = keys::host(website);
        if !host.is_empty() {
            for called in Called::of(name).each() {
                hosts.entry(called.to_owned()).or_default().insert(host.clone());
            }
        }
    }
    hosts
}
