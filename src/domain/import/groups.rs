//! Which companies are the same, and which rows are the same person. Both depend on what is written alone, never on the
//! order in which it is written.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::digest::{self, Digest, Places, Runs};
use super::{Incoming, Own, keys};
use crate::domain::people::Person;

/// A company, whoever names it; 0 is none.
pub(super) type CompanyId = usize;

/// Companies by what names them: the host of their website where one is known, else the name. A name under which one host
/// is known is that host's; one under which several are known is, without a website, the account that is called so, and a
/// company of its own where none is. What contacts say of a name goes before what rows do, so that it means the same whatever
/// file comes; but not where an account is called so: they may be on it after the import, and what they said is gone.
/// A name as it is written goes before the same without its legal form, where no account is called so: Gamma Ltd is not Gamma where both have a website.
#[derive(Debug, Default)]
pub(super) struct Companies {
    hosts: HashMap<String, BTreeSet<String>>,
    /// The host that a name means by itself: that of an account; empty where one without a website has the name.
    homes: HashMap<String, String>,
    /// The hosts under which contacts know a name.
    aside: HashMap<String, BTreeSet<String>>,
    ids: HashMap<String, CompanyId>,
}

impl Companies {
    /// Of all names and websites that there are; of accounts, those that were first come first.
    pub(super) fn of<'a>(
        accounts: impl Iterator<Item = (&'a str, &'a str)>,
        named: impl Iterator<Item = (&'a str, &'a str)>,
        contacts: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut companies = Self::default();
        for (name, website) in accounts.filter(|(name, _)| !name.is_empty()) {
            let host = keys::host(website);
            let is_without = host.is_empty();
            let home = companies.homes.entry(keys::company(name)).or_insert_with(|| host.clone());
            if is_without {
                home.clear();
            }
        }
        companies.hosts = hosts(named);
        companies.aside = hosts(contacts);
        companies
    }

    /// Whether a name is to be found at no more than one host.
    pub(super) fn is_sure(&self, name: &str) -> bool {
        let [as_written, without_form] = called(name);
        let several = |hosts: &BTreeSet<String>| hosts.len() > 1;
        self.only_as_written(&as_written, &without_form).is_some()
            || !self.hosts_of(&without_form, &without_form).is_some_and(several)
    }

    /// Where a name is to be found: contacts know that before any file does, unless an account is called so, in whatever
    /// legal form.
    fn hosts_of(&self, called: &str, without_form: &str) -> Option<&BTreeSet<String>> {
        let aside = self.aside.get(called).filter(|_| !self.homes.contains_key(without_form));
        aside.or_else(|| self.hosts.get(called))
    }

    /// At which host a name without a website is to be found; empty where that is open.
    fn host_of(&self, name: &str) -> String {
        let [as_written, without_form] = called(name);
        let hosts = || self.hosts_of(&without_form, &without_form);
        let only = || hosts().filter(|hosts| hosts.len() == 1)?.first();
        let home = || hosts().and_then(|_| self.homes.get(&without_form));
        let meant = self.only_as_written(&as_written, &without_form).or_else(only).or_else(home);
        meant.cloned().unwrap_or_default()
    }

    /// The host at which a name is to be found as it is written, if that is one. Under an account's name the form does not
    /// tell: an account that the import makes would be another one for the next.
    fn only_as_written(&self, as_written: &str, without_form: &str) -> Option<&String> {
        let hosts = self.hosts_of(as_written, without_form).filter(|_| !self.homes.contains_key(without_form))?;
        hosts.first().filter(|_| hosts.len() == 1)
    }

    /// Which one is meant.
    pub(super) fn id(&mut self, name: &str, website: &str) -> CompanyId {
        if name.is_empty() && website.is_empty() {
            return 0;
        }
        let mut host = keys::host(website);
        if host.is_empty() {
            host = self.host_of(name);
        }
        let name = keys::company(name);
        if host.is_empty() && name.is_empty() {
            return 0;
        }
        // A host holds no space.
        let key = if host.is_empty() { format!(" {name}") } else { host };
        let next = self.ids.len() + 1;
        *self.ids.entry(key).or_insert(next)
    }
}

/// What a name is looked for by: as it is written, then without its legal form. No folded name begins with that mark.
fn called(name: &str) -> [String; 2] {
    [format!("={}", keys::fold(name)), keys::company(name)]
}

/// Names with the hosts that are said of them.
fn hosts<'a>(named: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<String, BTreeSet<String>> {
    let mut hosts: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (name, website) in named.filter(|(name, website)| !name.is_empty() && !website.is_empty()) {
        let host = keys::host(website);
        if !host.is_empty() {
            for called in called(name) {
                hosts.entry(called).or_default().insert(host.clone());
            }
        }
    }
    hosts
}

/// Rows that are one person. `profiles_of` says the profiles of those whom we know by a name at a company, `may_join` whether
/// rows that are one by other keys are found by a name there: only then it joins them with more rows, since it would not
/// when those come alone.
pub(super) fn same(
    rows: &[Incoming],
    companies: &[CompanyId],
    profiles_of: impl Fn(Digest, CompanyId) -> Vec<Digest>,
    may_join: impl Fn(&[usize], (Digest, CompanyId)) -> bool,
) -> Vec<Places> {
    let mut sets = Sets((0..rows.len()).collect());
    let people = || rows.iter().enumerate().filter_map(|(n, row)| Some((n, row.person.as_deref()?)));
    let with_profile = people().filter(|(_, person)| !person.linkedin.is_empty());
    let by_profile = Runs::of(with_profile.map(|(n, person)| (digest::profile(person), n)));
    by_profile.each().for_each(|(_, run)| sets.join_all(run));
    let emails = people().flat_map(|(n, person)| person.emails.iter().map(move |email| (email.value.as_str(), n)));
    let own = emails.filter(|(email, _)| keys::is_own(email));
    let by_email = Runs::of(own.map(|(email, n)| (Digest::of(&keys::email(email)), n)));
    by_email.each().for_each(|(_, run)| sets.join_all(run));
    drop(by_email);
    let mut by_own: HashMap<(&Own, String), usize> = HashMap::new();
    for (n, person) in people() {
        if let Some(own) = &rows[n].own {
            sets.join(n, *by_own.entry((own, keys::person(&person.name))).or_insert(n));
        }
    }
    let named = people().filter(|(_, person)| !person.name.is_empty());
    let by_name = Runs::of(named.map(|(n, person)| ((digest::name(person), companies[n]), n)));
    let joined: Vec<usize> = (0..rows.len()).map(|n| sets.root(n)).collect();
    let by_root = Runs::of(joined.iter().enumerate().map(|(n, root)| (*root, n)));
    let profile = |n: &usize| {
        let person = rows[*n].person.as_deref();
        person.filter(|person| !person.linkedin.is_empty()).map(digest::profile)
    };
    let has_email =
        |n: &usize| rows[*n].person.iter().flat_map(|person| &person.emails).any(|email| keys::is_own(&email.value));
    for ((name, company), run) in by_name.each().filter(|(_, run)| run.len() > 1) {
        let bucket: Vec<usize> = run.collect();
        let profiles: BTreeSet<Digest> = bucket.iter().filter_map(profile).collect();
        // Nothing but their name joins these: where the one of that name whom we know there has a profile that the file
        // does not name, the row without one means them, and the row with another is somebody else.
        let is_another = || {
            let held = |each: &Digest| by_profile.get(*each).all(|n| bucket.contains(&n));
            company != 0
                && profiles.len() == 1
                && profiles.iter().all(held)
                && !bucket.iter().any(has_email)
                && profiles_of(name, company).iter().any(|known| by_profile.get(*known).next().is_none())
        };
        // Our own export says of each row who it is.
        let own: HashSet<&Own> = bucket.iter().filter_map(|n| rows[*n].own.as_deref()).collect();
        let are_several = profiles.len() > 1 || own.len() > 1 || are_rivals(&bucket, rows, &joined) || is_another();
        // They are several people then, and which of them a row with nothing but the name means nobody can say.
        let has_marks = |n: &usize| rows[*n].person.as_deref().is_some_and(|person| !marks(person).is_empty());
        let says_more = |n: &usize| rows[*n].own.is_some() || has_marks(n);
        let is_there = |n: &usize| may_join(&by_root.get(joined[*n]).collect::<Places>(), (name, company));
        let is_alike = |n: &usize| (!are_several || !says_more(n)) && is_there(n);
        let alike: Vec<usize> = bucket.iter().copied().filter(is_alike).collect();
        for pair in alike.windows(2) {
            sets.join(pair[0], pair[1]);
        }
    }
    let by_first = Runs::of(people().map(|(n, _)| (sets.root(n), n)));
    by_first.each().map(|(_, run)| run.collect()).collect()
}

/// What nobody has two of: a profile, and an address of their own at one domain. Two of one name who are not joined and have
/// the same mark are two people.
pub(super) fn marks(person: &Person) -> BTreeSet<String> {
    let profile = (!person.linkedin.is_empty()).then(String::new);
    let own = person.emails.iter().filter(|email| keys::is_own(&email.value));
    profile.into_iter().chain(own.map(|email| keys::domain(&email.value))).collect()
}

/// Whether two of these rows, of one name at one company, are two people.
fn are_rivals(bucket: &[usize], rows: &[Incoming], joined: &[usize]) -> bool {
    let mut held: HashMap<String, usize> = HashMap::new();
    bucket.iter().any(|n| {
        let marks = rows[*n].person.as_deref().map(marks).unwrap_or_default();
        marks.into_iter().any(|mark| *held.entry(mark).or_insert(joined[*n]) != joined[*n])
    })
}

/// Disjoint sets.
struct Sets(Vec<usize>);

impl Sets {
    fn root(&mut self, mut n: usize) -> usize {
        while self.0[n] != n {
            self.0[n] = self.0[self.0[n]];
            n = self.0[n];
        }
        n
    }

    /// All who have one key.
    fn join_all(&mut self, mut run: impl Iterator<Item = usize>) {
        if let Some(first) = run.next() {
            run.for_each(|n| self.join(n, first));
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
