//! How it is found what rows would make of the plan (`found.rs`), company by company, before anything is changed.
//!
//! Rows that are one person are put together first; whom they mean stands in `whom.rs`. What they add is shown, never taken
//! from what there is.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::companies::{Companies, CompanyId};
use super::crossed::Everybody;
use super::digest::{Places, Runs};
use super::fill::{self, Take as _, Told};
use super::found::{Company, Named, Preview, Was, Whom};
use super::groups;
use super::known::Known;
use super::standing::Stand;
use super::subject::{Home, Settled};
use super::taken::Taken;
use super::whom::settle;
use super::{
    At, Employer, Incoming, Own, Skipped, by_id, crossed, kept, keys, odds, of_plan, otherwise, standing, taken, title,
    waiting,
};
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::{Contact, Contacts};
use crate::domain::people::Person;
use crate::domain::plan::Plan;

/// Look at rows, with what the plan knows and what lies in its archive.
pub fn preview(
    mut rows: Vec<Incoming>,
    mut skipped: Vec<Skipped>,
    plan: &Plan,
    contacts: &Contacts,
    archive: &[&Account],
) -> Preview {
    let mut remarks = of_plan::owners(&mut rows, &mut skipped, plan);
    of_plan::currencies(&mut rows, &mut skipped, plan);
    by_id::name(&mut rows, &mut skipped, plan, archive);
    let waiting = waiting::leave_out(&mut rows, &mut skipped, &mut remarks, plan);
    let accounts = || {
        let readable = plan.accounts.values().filter(|entry| entry.unreadable.is_none());
        readable.map(|entry| entry.account.as_ref())
    };
    let mut first: Vec<&Account> = accounts().collect();
    // One that nobody has dated was written by hand; one that came with its stage came from a list.
    let since = |account: &Account| account.stages.first().map(|change| (change.on.is_none(), change.on));
    first.sort_by_key(|account| (since(account), &account.id));
    let mut companies = Companies::of(&first, archive, &rows, contacts);
    // Only our own export says who they are.
    let says_who = rows.iter().any(|row| row.own.is_some());
    let mut known = Known::of_plan(plan, contacts, archive, &mut companies, says_who);
    let at: Vec<CompanyId> = rows.iter().map(|row| companies.of_row(row)).collect();
    remarks.extend(odds::told(&rows, &companies, plan));
    let may_join = |group: &[usize], there| standing::may_join(&known, &rows, &at, &companies, group, there);
    let groups = groups::same(&rows, &at, |name, company| known.profiles(name, company), may_join);
    let meant = settle(&mut known, &rows, &at, &companies, &groups);
    let rivals: HashMap<CompanyId, AccountId> =
        rows.iter().zip(&at).filter_map(|(row, at)| Some((*at, companies.rival_of(row)?.clone()))).collect();
    let namesakes = known.namesakes();
    let crossed = known.crossed();
    let pairs = known.without_company();
    let mut subjects = known.settled();
    let everybody =
        Everybody { plan, contacts, archive, subjects: &subjects, rows: &rows, groups: &groups, meant: &meant };
    remarks.extend(crossed::told(&crossed, &everybody));
    remarks.extend(crossed::namesakes(&pairs, &everybody));
    rows.iter_mut().zip(&at).for_each(|(row, at)| companies.keep_ids(row, *at));
    nobody(
        &mut rows,
        &mut skipped,
        groups.iter().zip(&meant).filter(|(_, n)| n.is_none()).flat_map(|(group, _)| group),
    );
    skipped.sort();

    let mut sections: BTreeMap<CompanyId, Company> = BTreeMap::new();
    let (mut said, mut alone): (HashMap<CompanyId, Vec<usize>>, HashMap<CompanyId, Vec<usize>>) = Default::default();
    for (n, row) in rows.iter().enumerate().filter(|(n, _)| at[*n] != 0) {
        said.entry(at[n]).or_default().push(n);
        if row.person.is_none() || companies.account(at[n]).is_some() {
            sections.entry(at[n]).or_default();
        }
        if row.person.is_none() {
            sections.entry(at[n]).or_default().at.push(row.at);
            alone.entry(at[n]).or_default().push(n);
        }
    }
    // Where somebody would have gone who is known elsewhere and stays there: it may become an account without them.
    for (group, n) in groups.iter().zip(&meant).filter_map(|(group, n)| Some((group, (*n)?))) {
        let elsewhere = group.iter().map(|row| at[*row]).filter(|id| *id != 0 && *id != subjects[n].company);
        elsewhere.for_each(|id| _ = sections.entry(id).or_default());
    }
    // Groups that no key joins may mean the same person.
    let meant = groups.iter().zip(&meant).filter_map(|(group, n)| Some((group, (*n)?)));
    let of_each = Runs::of(meant.flat_map(|(group, n)| group.iter().map(move |row| (n, *row))));
    drop(groups);
    let stands = stands(&of_each, &subjects, contacts, &companies, &rows, &at);
    let mut sizes: HashMap<CompanyId, usize> = HashMap::new();
    for stand in &stands {
        *sizes.entry(stand.at).or_default() += 1;
    }
    let mut is_named = vec![false; subjects.len()];
    let mut others = Vec::new();
    for ((n, group), Stand { at: id, comes }) in of_each.each().zip(stands) {
        is_named[n] = true;
        let company = sections.entry(id).or_default();
        if company.people.is_empty() {
            company.people.reserve_exact(sizes.get(&id).copied().unwrap_or_default());
        }
        let subject = &mut subjects[n];
        company.own = company.own.take().or_else(|| own_employer(&subject.home, contacts, archive));
        let group: Vec<usize> = group.collect();
        let named = told(subject, id, &mut rows, (&group, &at), &companies, (plan, contacts, archive), &mut others);
        company.people.push(Named { has_namesake: namesakes.contains(&n), comes, ..named });
    }
    remarks.extend(taken::told(others));
    for (id, company) in &mut sections {
        if let Some(account) = companies.account(*id).and_then(|id| plan.accounts.get(id)) {
            company.account = Some(account.account.id.clone());
            company.locked.clone_from(&account.read_only);
        }
        company.is_told = said.contains_key(id);
        company.rival = rivals.get(id).cloned();
        together(company, employers(&rows, said.get(id), company.account.is_some()), plan);
        was_there(company, said.get(id).into_iter().flatten().map(|n| rows[*n].own.as_deref()));
    }
    kept::with_contacts(&mut sections, (&rows, &alone), (&subjects, &is_named), contacts, &companies);
    let companies = in_order(sections.into_values().collect(), accounts());
    let mut preview = Preview { companies, skipped, remarks, waiting, in_archive: Vec::new() };
    preview.heed_archive(archive, plan);
    preview
}

/// Where somebody works of whom rows may not say it.
fn own_employer(home: &Home, contacts: &Contacts, archive: &[&Account]) -> Option<Employer> {
    let (name, website) = match home {
        Home::Contact(n) => (contacts.people[*n].company.to_string(), &contacts.people[*n].website),
        Home::Archived(n, _) => (archive[*n].name.clone(), &archive[*n].website),
        Home::Account(..) | Home::New => return None,
    };
    Some(Employer { name, website: website.clone(), ..Employer::default() })
}

/// What rows of our own say that a company was, and in which order its people come.
fn was_there<'r>(company: &mut Company, own: impl Iterator<Item = Option<&'r Own>> + Clone) {
    let is_own = own.clone().any(|own| own.is_some());
    let of_account = own.clone().flatten().find(|own| !own.is_contact());
    company.own_id = of_account.map_or_else(String::new, |own| own.account.clone());
    company.was = if is_own { Was::of(own) } else { Was::Unsaid };
    company.is_own = is_own;
    company.people.sort_by_cached_key(|named| {
        let height = if is_own { 0 } else { title::height(&named.person.title) };
        (std::cmp::Reverse(height), named.at.first().copied())
    });
}

/// Accounts first, then by how many people are named there; with the account that is called as a company is that is none.
fn in_order<'p>(mut companies: Vec<Company>, accounts: impl Iterator<Item = &'p Account>) -> Vec<Company> {
    let called: HashMap<String, &AccountId> =
        accounts.map(|account| (keys::company(&account.name), &account.id)).collect();
    for company in companies.iter_mut().filter(|company| company.can_be_chosen()) {
        company.namesake = called.get(&keys::company(&company.name)).map(|id| (*id).clone());
    }
    companies.sort_by_cached_key(|company| {
        let size = std::cmp::Reverse(company.people.len());
        (company.name.is_empty(), company.account.is_none(), size, company.name.to_lowercase())
    });
    companies
}

/// Where everybody stands whom rows mean.
fn stands(
    of_each: &Runs<usize>,
    subjects: &[Settled],
    contacts: &Contacts,
    companies: &Companies,
    rows: &[Incoming],
    at: &[CompanyId],
) -> Vec<Stand> {
    let stand = |n: usize, group: &[usize]| {
        let Settled { home, company, .. } = &subjects[n];
        match home {
            Home::Contact(contact) => {
                let company = (*company, companies.account(*company).is_some());
                Stand::of(&contacts.people[*contact], company, rows, at, group)
            }
            _ => Stand { at: *company, comes: true },
        }
    };
    of_each.each().map(|(n, group)| stand(n, &group.collect::<Places>())).collect()
}

/// Rows with an address and no name that mean nobody we know: of these only the company is taken.
fn nobody<'n>(rows: &mut [Incoming], skipped: &mut Vec<Skipped>, of: impl Iterator<Item = &'n usize>) {
    for row in of.copied() {
        let Incoming { at, person, company, .. } = &mut rows[row];
        let person = person.take().unwrap_or_default();
        let known_by = person.emails.first().map_or(person.linkedin.as_str(), |email| email.value.as_str());
        let is_row = company.name.is_empty();
        let rest = if is_row { "" } else { "; only its company is taken" };
        skipped.push(Skipped {
            at: *at,
            why: format!("it names nobody, and nobody we know is {known_by}{rest}"),
            is_row,
        });
    }
}

/// Somebody who stands at a company, with what the rows add and what they say otherwise; `others` takes names that have
/// nothing in common with theirs. The rows give up their people: there may be many.
fn told(
    subject: &mut Settled,
    stands_at: CompanyId,
    rows: &mut [Incoming],
    (group, at): (&[usize], &[CompanyId]),
    companies: &Companies,
    (plan, contacts, archive): (&Plan, &Contacts, &[&Account]),
    others: &mut Vec<Taken>,
) -> Named {
    // Who is new is called and titled as one of their rows says, so their company is that row's too.
    let first =
        (subject.home == Home::New).then(|| standing::anew(rows, at, companies, group)).flatten().map(|(n, _)| n);
    // Of contacts there may be many: as they were they are shared.
    let mut shared = None;
    let (whom, was) = match &subject.home {
        Home::New => (Whom::New, None),
        Home::Contact(n) => {
            let person = &contacts.people[*n].person;
            shared = Some(Arc::clone(person));
            (Whom::Contact(person.id.clone()), Some(person.as_ref()))
        }
        Home::Account(id, n) => {
            (Whom::Person(id.clone(), *n), plan.account(id).and_then(|account| account.people.get(*n)))
        }
        Home::Archived(at, n) => (Whom::Archived(archive[*at].id.clone()), archive[*at].people.get(*n)),
    };
    let people: Vec<(At, Arc<Person>)> =
        group.iter().filter_map(|n| Some((rows[*n].at, rows[*n].person.take()?))).collect();
    let is_plain = was.is_none() && subject.becomes.is_none() && people.len() == 1;
    let mut people = people.into_iter();
    let becomes = subject.becomes.take().map(Arc::from).or(shared);
    let mut person = becomes
        .or_else(|| was.cloned().map(Arc::new))
        .or_else(|| people.next().map(|(_, person)| person))
        .unwrap_or_default();
    let own_id = group.iter().find_map(|n| rows[*n].own.as_deref()).filter(|_| was.is_none());
    if let Some(Own { id, .. }) = own_id {
        Arc::make_mut(&mut person).id.clone_from(id);
    }
    let (mut told, mut said) = (Told::default(), Told::default());
    if let (Some(was), false) = (was, subject.is_locked) {
        fill::compare(was, &person, &mut told);
    }
    if !is_plain {
        for (at, row) in people {
            fill::compare(&person, &row, &mut said);
            others.extend(Taken::of(at, &row.name, &person.name));
        }
    }
    told.differs = said.differs;
    otherwise::said(subject, &person, group.iter().map(|n| &rows[*n]), contacts, &mut told);
    // Of somebody whom rows put at several companies, the one that counts; each row may say another part of it.
    let mut own: Vec<usize> = group.iter().copied().filter(|n| at[*n] == stands_at).collect();
    own.sort_by_key(|n| Some(*n) != first);
    let own: Vec<&Employer> = own.into_iter().map(|n| &rows[n].company).collect();
    let says = |part: fn(&Employer) -> &String| own.iter().map(|each| part(each)).find(|text| !text.is_empty());
    let elsewhere = || group.iter().map(|n| &rows[*n].company.name).find(|name| !name.is_empty());
    let company = says(|employer| &employer.name).or_else(elsewhere).cloned().unwrap_or_default();
    let website = says(|employer| &employer.website).cloned().unwrap_or_default();
    let industry = says(|employer| &employer.industry).cloned().unwrap_or_default();
    if let Home::Contact(n) = subject.home
        && !company.is_empty()
        && contacts.people[n].is_of_nobody()
    {
        told.fill("company", &company);
    }
    let named: Vec<&Incoming> = group.iter().map(|n| &rows[*n]).collect();
    let ours = match &subject.home {
        Home::Account(id, _) => plan.account(id).map(|account| (account.name.as_str(), account.website.as_str())),
        Home::Contact(n) => {
            let Contact { company, website, .. } = &contacts.people[*n];
            Some((&**company, website.as_str()))
        }
        Home::Archived(at, _) => Some((archive[*at].name.as_str(), archive[*at].website.as_str())),
        Home::New => Some((company.as_str(), website.as_str())),
    };
    let elsewhere = group.iter().filter(|n| at[**n] != subject.company).map(|n| &rows[*n].company);
    for theirs in elsewhere {
        otherwise::moved_on(ours.unwrap_or_default(), theirs, &mut told);
    }
    let mut places: Vec<At> = named.iter().map(|row| row.at).collect();
    places.sort_unstable();
    Named {
        at: places,
        whom,
        person,
        company,
        website,
        industry,
        source: named.first().map(|row| Arc::clone(&row.source)).unwrap_or_default(),
        has_namesake: false,
        comes: true,
        was_contact: was_contact(&named),
        filled: told.filled,
        differs: told.differs,
    }
}

/// Whether rows of our own say that somebody was a contact, and none that they were on an account.
fn was_contact(named: &[&Incoming]) -> bool {
    let mut own = named.iter().filter_map(|row| row.own.as_deref()).peekable();
    own.peek().is_some() && own.all(Own::is_contact)
}

/// What rows say of a company, in the order in which it counts: what our own tables say of an account before all others. What
/// they say of where a contact works is said of the contact alone, wherever it is an account, or was one there.
fn employers<'r>(
    rows: &'r [Incoming],
    said: Option<&Vec<usize>>,
    is_account: bool,
) -> impl Iterator<Item = &'r Employer> + use<'r> {
    let own = |n: &usize| rows[*n].own.as_deref();
    let is_of_contact = |n: &usize| own(n).is_some_and(Own::is_contact);
    let is_of_account = |n: &usize| own(n).is_some_and(|own| !own.is_contact());
    let mut all: Vec<usize> = said.cloned().unwrap_or_default();
    if is_account || all.iter().any(is_of_account) {
        all.retain(|n| !is_of_contact(n));
    }
    all.sort_by_key(|n| !is_of_account(n));
    all.into_iter().map(|n| &rows[n].company)
}

/// What all rows say of a company, the first that says something first; and what of it the account has not.
fn together<'r>(company: &mut Company, employers: impl Iterator<Item = &'r Employer>, plan: &Plan) {
    let account = company.account.as_ref().and_then(|id| plan.account(id));
    let mut becomes = account.map_or_else(Account::default, |account| Account::clone(account));
    let mut told = Told::default();
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for employer in employers {
        // Many people of one company say the same of it.
        let is_plain = employer.ids.is_empty() && employer.more.is_none() && employer.industry.is_empty();
        if is_plain && !seen.insert((&employer.name, &employer.website)) {
            continue;
        }
        // Gamma Ltd is no other name of Gamma.
        let is_called_so = |ours: &Account| keys::company(&ours.name) == keys::company(&employer.name);
        if let Some(ours) = account.filter(|ours| !is_called_so(ours)) {
            otherwise::called(&ours.name, &employer.name, &mut told);
        }
        if account.is_none() {
            otherwise::other_ids(&company.told, employer, &mut told);
        }
        company.told.take(employer);
        if account.is_none() {
            becomes.stage = company.told.more.as_ref().and_then(|more| more.stage).unwrap_or_default();
            otherwise::called(&company.told.name, &employer.name, &mut told);
        }
        if company.locked.is_none() {
            fill::fill_account(&mut becomes, employer, &mut told);
        }
    }
    // Of one that is new only what rows say against each other is to be known.
    if account.is_none() {
        told.filled.clear();
    }
    // What rows say themselves is all that an account may be made of: the next import knows nothing else.
    if let (None, Some(own), false) = (account, &company.own, company.is_told) {
        for (ours, theirs) in [(&mut company.told.name, &own.name), (&mut company.told.website, &own.website)] {
            if ours.is_empty() {
                ours.clone_from(theirs);
            }
        }
    }
    company.name = account.map_or_else(|| company.told.name.clone(), |account| account.name.clone());
    if company.name.is_empty() {
        company.name = keys::host(&company.told.website);
    }
    (company.filled, company.differs) = (told.filled, told.differs);
}
