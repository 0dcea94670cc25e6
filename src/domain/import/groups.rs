//! Which rows are the same person. It depends on what is written alone, never on the order in which it is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::companies::CompanyId;
use super::digest::{self, Digest, Places, Runs};
use super::{Incoming, Own, keys, strangers};
use crate::domain::people::Person;

/// Rows that are one person: by the profile, an id in another system, an address of their own, else by name and company. Those
/// of our own tables whose ids differ never are, whatever else they share. `profiles_of` says the profiles of those whom we
/// know by a name at a company, `may_join` whether rows that are one by other keys are found by a name there: only then it joins
/// them with more rows, since it would not when those come alone.
pub(super) fn same(
    rows: &[Incoming],
    companies: &[CompanyId],
    profiles_of: impl Fn(Digest, CompanyId) -> Vec<Digest>,
    may_join: impl Fn(&[usize], (Digest, CompanyId)) -> bool,
) -> Vec<Places> {
    let mut sets = Sets::of(rows);
    let people = || rows.iter().enumerate().filter_map(|(n, row)| Some((n, row.person.as_deref()?)));
    let with_profile = people().filter(|(_, person)| !person.linkedin.is_empty());
    let by_profile = Runs::of(with_profile.map(|(n, person)| (digest::profile(person), n)));
    by_profile.each().for_each(|(_, run)| sets.join_all(run));
    let by_id = Runs::of(people().flat_map(|(n, person)| digest::ids(person).map(move |id| (id, n))));
    by_id.each().for_each(|(_, run)| sets.join_all(run));
    drop(by_id);
    let emails = people().flat_map(|(n, person)| person.emails.iter().map(move |email| (email.value.as_str(), n)));
    let own = emails.filter(|(email, _)| keys::is_own(email));
    let by_email = Runs::of(own.map(|(email, n)| (Digest::of(&keys::email(email)), n)));
    by_email.each().for_each(|(_, run)| sets.join_those_who_may_share(run));
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
        // Those of all rows that are one with these already: nobody has two.
        let profiles: BTreeSet<Digest> =
            bucket.iter().flat_map(|n| by_root.get(joined[*n])).filter_map(|n| profile(&n)).collect();
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
        let own: HashSet<&Own> = bucket.iter().filter_map(|n| sets.own(*n)).collect();
        let are_several = profiles.len() > 1 || own.len() > 1 || are_rivals(&bucket, rows, &joined) || is_another();
        // They are several people then, and which of them a row with nothing but the name means nobody can say.
        let has_marks = |n: &usize| rows[*n].person.as_deref().is_some_and(|person| !marks(person).is_empty());
        let is_there = |n: &usize| may_join(&by_root.get(joined[*n]).collect::<Places>(), (name, company));
        let says_more: Vec<bool> = bucket.iter().map(|n| sets.own(*n).is_some() || has_marks(n)).collect();
        let alike = bucket.iter().zip(says_more).filter(|(n, says_more)| (!are_several || !says_more) && is_there(n));
        let alike: Vec<usize> = alike.map(|(n, _)| *n).collect();
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

/// Disjoint sets, none of which holds rows of two of our own.
struct Sets<'r> {
    rows: &'r [Incoming],
    parents: Vec<usize>,
    /// Of each row the next of its set, and of the last one the first.
    next: Vec<usize>,
    /// Of each root whom its rows are by the ids of a plan; empty where no row is of our own.
    own: Vec<Option<&'r Own>>,
}

impl<'r> Sets<'r> {
    fn of(rows: &'r [Incoming]) -> Self {
        let own = rows.iter().map(|row| row.own.as_deref());
        let has_own = rows.iter().any(|row| row.own.is_some());
        let each = || (0..rows.len()).collect();
        Self { rows, parents: each(), next: each(), own: own.filter(|_| has_own).collect() }
    }

    fn root(&mut self, mut n: usize) -> usize {
        while self.parents[n] != n {
            self.parents[n] = self.parents[self.parents[n]];
            n = self.parents[n];
        }
        n
    }

    fn own(&mut self, n: usize) -> Option<&'r Own> {
        let root = self.root(n);
        self.own.get(root).copied().flatten()
    }

    /// All who have one key: those who are somebody of our own with each of these apart, the others with the first of them.
    fn join_all(&mut self, run: impl ExactSizeIterator<Item = usize>) {
        if run.len() == 1 {
            return;
        }
        let mut run: Places = run.collect();
        if !self.own.is_empty() {
            run.sort_by_key(|n| self.own(*n).map_or((true, None), |own| (false, Some(own))));
        }
        let mut heads = Places::new();
        for n in run {
            match heads.iter().find(|head| self.may_be_one(n, **head)) {
                Some(head) => self.join(n, *head),
                None => heads.push(n),
            }
        }
    }

    /// The people of all rows of a row's set.
    fn people(&self, of: usize) -> impl Iterator<Item = &'r Person> + Clone {
        let after = move |n: &usize| Some(self.next[*n]).filter(|next| *next != of);
        std::iter::successors(Some(of), after).filter_map(|n| self.rows[n].person.as_deref())
    }

    /// All who have one e-mail. Those are not joined who are two by more than that; a set that could be either of two goes
    /// with the one that is called like it. What they are decides who is looked at first, and not where they stand.
    fn join_those_who_may_share(&mut self, run: impl ExactSizeIterator<Item = usize>) {
        if run.len() == 1 {
            return;
        }
        let roots: BTreeSet<usize> = run.map(|n| self.root(n)).collect();
        let mut faces: BTreeMap<_, Places> = BTreeMap::new();
        for n in roots {
            faces.entry(self.face(n)).or_default().push(n);
        }
        for same in faces.values() {
            self.join_all(same.iter().copied());
        }
        if faces.len() > strangers::MOST {
            return;
        }
        let run: Places = faces.into_values().map(|same| same[0]).collect();
        let mut heads = Places::new();
        for n in run {
            let is_free = |sets: &mut Self, head| sets.may_be_one(n, head) && !sets.are_strangers(n, head);
            let free: Places = heads.iter().copied().filter(|head| is_free(self, *head)).collect();
            let alike = free.iter().find(|head| self.are_called_alike(n, **head));
            match alike.or(free.first().filter(|_| heads.len() == 1)) {
                Some(head) => self.join(n, *head),
                None => heads.push(n),
            }
        }
    }

    fn are_strangers(&self, one: usize, other: usize) -> bool {
        strangers::are_strangers(self.people(one), &self.people(other))
    }

    fn are_called_alike(&self, one: usize, other: usize) -> bool {
        strangers::are_called_alike(self.people(one), &self.people(other))
    }

    /// Who a set is, so that sets can be put in an order that doesn't depend on that of their rows: those of our own first,
    /// then those with a profile, then those with ids.
    fn face(&mut self, n: usize) -> impl Ord + use<'r> {
        let all = |of: fn(&Person) -> Option<Digest>| self.people(n).filter_map(of).collect::<BTreeSet<_>>();
        let profiles = all(|person| (!person.linkedin.is_empty()).then(|| digest::profile(person)));
        let names = all(|person| Some(digest::name(person)));
        let ids: BTreeSet<Digest> = self.people(n).flat_map(digest::ids).collect();
        let own = self.own(n);
        (own.is_none(), own, profiles.is_empty(), profiles, ids.is_empty(), ids, names)
    }

    fn may_be_one(&mut self, one: usize, other: usize) -> bool {
        self.own(one).zip(self.own(other)).is_none_or(|(one, other)| one == other)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let (first, last) = (one.min(other), one.max(other));
        if first == last || !self.may_be_one(first, last) {
            return;
        }
        self.parents[last] = first;
        self.next.swap(first, last);
        if let Some(own) = self.own.get(last).copied().flatten() {
            self.own[first] = Some(own);
        }
    }
}
