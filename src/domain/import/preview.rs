//! How it is found what rows would make of the plan (`found.rs`), company by company, before anything is changed.
//!
//! Rows that are one person are put together first; whom they mean stands in `whom.rs`. What they add is shown, never taken
//! from what there is.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::companies::{Companies, CompanyId};
use super::digest::Runs;
use super::fill::{self, Take as _, Told};
use super::found::{Company, Named, Preview, Was, Whom};
use super::groups;
use super::known::{Home, Known, Settled};
use super::taken::Taken;
use super::whom::settle;
use super::{At, Employer, Incoming, Own, Skipped, by_id, keys, of_plan, standing, taken, title, waiting};
use crate::domain::account::{Account, AccountId};
use crate::domain::contacts::{Contact, Contacts};
use crate::domain::people::Person;
use crate::domain::plan::Plan;

/// Look at rows, with what the plan knows.
pub fn preview(mut rows: Vec<Incoming>, mut skipped: Vec<Skipped>, plan: &Plan, contacts: &Contacts) -> Preview {
    let mut remarks = of_plan::owners(&mut rows, &mut skipped, plan);
    of_plan::currencies(&mut rows, &mut skipped, plan);
    by_id::name(&mut rows, &mut skipped, plan);
    let waiting = waiting::leave_out(&mut rows, &mut skipped, &mut remarks, plan);
    let accounts = || {
        let readable = plan.accounts.values().filter(|entry| entry.unreadable.is_none());
        readable.map(|entry| entry.account.as_ref())
    };
    let mut first: Vec<&Account> = accounts().collect();
    // One that nobody has dated was written by hand; one that came with its stage came from a list.
    let since = |account: &Account| account.stages.first().map(|change| (change.on.is_none(), change.on));
    first.sort_by_key(|account| (since(account), &account.id));
    let mut companies = Companies::of(&first, &rows, contacts);
    // Only our own export says who they are.
    let says_who = rows.iter().any(|row| row.own.is_some());
    let mut known = Known::of_plan(plan, contacts, &mut companies, says_who);
    let at: Vec<CompanyId> = rows.iter().map(|row| companies.of_row(row)).collect();
    let may_join = |group: &[usize], there| standing::may_join(&known, &rows, &at, &companies, group, there);
    let groups = groups::same(&rows, &at, |name, company| known.profiles(name, company), may_join);
    let meant = settle(&mut known, &rows, &at, &companies, &groups);
    let namesakes = known.namesakes();
    let mut subjects = known.settled();
    nobody(
        &mut rows,
        &mut skipped,
        groups.iter().zip(&meant).filter(|(_, n)| n.is_none()).flat_map(|(group, _)| group),
    );
    skipped.sort();

    let mut sections: BTreeMap<CompanyId, Company> = BTreeMap::new();
    let mut said: HashMap<CompanyId, Vec<usize>> = HashMap::new();
    for (n, row) in rows.iter().enumerate().filter(|(n, _)| at[*n] != 0) {
        said.entry(at[n]).or_default().push(n);
        if row.person.is_none() || companies.account(at[n]).is_some() {
            sections.entry(at[n]).or_default();
        }
        if row.person.is_none() {
            sections.entry(at[n]).or_default().at.push(row.at);
        }
    }
    // Where somebody would have gone who is known elsewhere and stays there: it may become an account without them.
    for (group, n) in groups.iter().zip(&meant).filter_map(|(group, n)| Some((group, (*n)?))) {
        let elsewhere = group.iter().map(|row| at[*row]).filter(|id| *id != 0 && *id != subjects[n].company);
        elsewhere.for_each(|id| _ = sections.entry(id).or_default());
    }
    // Groups that no key joins may mean the same person.
    let meant = groups.iter().zip(&meant).filter_map(|(group, n)| Some((group, (*n)?)));
    let of_each = Runs::of(meant.flat_map(|(group, n)| {
        let company = subjects[n].company;
        group.iter().map(move |row| ((company, n), *row))
    }));
    drop(groups);
    let mut sizes: HashMap<CompanyId, usize> = HashMap::new();
    of_each.each().for_each(|((id, _), _)| *sizes.entry(id).or_default() += 1);
    let mut is_named = vec![false; subjects.len()];
    let mut others = Vec::new();
    for ((id, n), group) in of_each.each() {
        is_named[n] = true;
        let company = sections.entry(id).or_default();
        if company.people.is_empty() {
            company.people.reserve_exact(sizes.get(&id).copied().unwrap_or_default());
        }
        let subject = &mut subjects[n];
        if let (Home::Contact(n), true) = (&subject.home, company.own.is_none()) {
            let Contact { company: name, website, .. } = &contacts.people[*n];
            company.own = Some(Employer { name: name.to_string(), website: website.clone(), ..Employer::default() });
        }
        let group: Vec<usize> = group.collect();
        let named = told(subject, &mut rows, (&group, &at), contacts, plan, &mut others);
        company.people.push(Named { has_namesake: namesakes.contains(&n), ..named });
    }
    remarks.extend(taken::told(others));
    for (id, company) in &mut sections {
        if let Some(account) = companies.account(*id).and_then(|id| plan.accounts.get(id)) {
            company.account = Some(account.account.id.clone());
            company.locked.clone_from(&account.read_only);
        }
        company.is_told = said.contains_key(id);
        let employers = said.get(id).into_iter().flatten().map(|n| &rows[*n].company);
        together(company, employers, plan);
        let own = said.get(id).into_iter().flatten().map(|n| rows[*n].own.as_deref());
        let is_own = own.clone().any(|own| own.is_some());
        company.was = if is_own { Was::of(own) } else { Was::Unsaid };
        company.is_own = is_own;
        company.people.sort_by_cached_key(|named| {
            let height = if is_own { 0 } else { title::height(&named.person.title) };
            (std::cmp::Reverse(height), named.at.first().copied())
        });
    }
    kept_with_contacts(&mut sections, &subjects, &is_named, contacts, &companies);
    let mut companies: Vec<Company> = sections.into_values().collect();
    let called: HashMap<String, &AccountId> =
        accounts().map(|account| (keys::company(&account.name), &account.id)).collect();
    for company in companies.iter_mut().filter(|company| company.can_be_chosen()) {
        company.namesake = called.get(&keys::company(&company.name)).map(|id| (*id).clone());
    }
    companies.sort_by_cached_key(|company| {
        let size = std::cmp::Reverse(company.people.len());
        (company.name.is_empty(), company.account.is_none(), size, company.name.to_lowercase())
    });
    Preview { companies, skipped, remarks, waiting, in_archive: Vec::new() }
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

/// Somebody, with what the rows add and what they say otherwise; `others` takes names that have nothing in common with
/// theirs. The rows give up their people: there may be many.
fn told(
    subject: &mut Settled,
    rows: &mut [Incoming],
    (group, companies): (&[usize], &[CompanyId]),
    contacts: &Contacts,
    plan: &Plan,
    others: &mut Vec<Taken>,
) -> Named {
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
    };
    let people: Vec<(At, Arc<Person>)> =
        group.iter().filter_map(|n| Some((rows[*n].at, rows[*n].person.take()?))).collect();
    let is_plain = was.is_none() && subject.becomes.is_none() && people.len() == 1;
    let mut people = people.into_iter();
    let becomes = subject.becomes.take().map(Arc::from).or(shared);
    let person = becomes
        .or_else(|| was.cloned().map(Arc::new))
        .or_else(|| people.next().map(|(_, person)| person))
        .unwrap_or_default();
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
    // Of somebody whom rows put at several companies, the one that counts; each row may say another part of it.
    let own = group.iter().filter(|n| companies[**n] == subject.company);
    let mut employers: Vec<&Employer> = own.map(|n| &rows[*n].company).collect();
    if employers.is_empty() {
        employers.extend(group.iter().map(|n| &rows[*n].company).find(|employer| !employer.name.is_empty()));
    }
    let says = |part: fn(&Employer) -> &String| employers.iter().map(|each| part(each)).find(|text| !text.is_empty());
    let company = says(|employer| &employer.name).cloned().unwrap_or_default();
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
        Home::New => Some((company.as_str(), website.as_str())),
    };
    let elsewhere = group.iter().filter(|n| companies[**n] != subject.company).map(|n| &rows[*n].company);
    for theirs in elsewhere {
        moved_on(ours.unwrap_or_default(), theirs, &mut told);
    }
    let mut at: Vec<At> = named.iter().map(|row| row.at).collect();
    at.sort_unstable();
    Named {
        at,
        whom,
        person,
        company,
        website,
        industry,
        source: named.first().map(|row| Arc::clone(&row.source)).unwrap_or_default(),
        has_namesake: false,
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

/// What rows say of a company that is no account is kept with the contacts there, whom rows name and whom they don't; what the
/// contacts there say of it goes for whoever is new there, and for the account that it may become. So it doesn't matter in
/// which order files come in. Where not all say the same, each keeps what is said of them alone.
fn kept_with_contacts(
    sections: &mut BTreeMap<CompanyId, Company>,
    subjects: &[Settled],
    is_named: &[bool],
    contacts: &Contacts,
    companies: &Companies,
) {
    let mut there: HashMap<CompanyId, Vec<&Contact>> = HashMap::new();
    for subject in subjects.iter().filter(|subject| subject.company != 0) {
        let Home::Contact(at) = subject.home else { continue };
        let contact = &contacts.people[at];
        if !(contact.website.is_empty() && contact.industry.is_empty()) {
            there.entry(subject.company).or_default().push(contact);
        }
    }
    let mut agreed: HashMap<CompanyId, Employer> = HashMap::new();
    for (id, company) in sections.iter_mut().filter(|(_, company)| company.account.is_none()) {
        let all = agreed_of(&company.told, there.get(id).map_or(&[][..], Vec::as_slice), companies);
        for (ours, theirs) in [(&mut company.told.website, &all.website), (&mut company.told.industry, &all.industry)] {
            if company.is_told && ours.is_empty() {
                ours.clone_from(theirs);
            }
        }
        // There may be many, and most files say nothing of a company but its name.
        if !(company.told.website.is_empty() && company.told.industry.is_empty()) {
            agreed.insert(*id, all);
        }
    }
    let places: HashMap<&str, usize> = if agreed.is_empty() {
        HashMap::new()
    } else {
        contacts.people.iter().enumerate().map(|(n, contact)| (contact.person.id.as_str(), n)).collect()
    };
    for (id, company) in sections.iter_mut() {
        let Some(all) = agreed.get(id) else { continue };
        let Company { people, told, .. } = company;
        for named in people {
            let own =
                Employer { website: named.website.clone(), industry: named.industry.clone(), ..Employer::default() };
            for (ours, theirs) in [(&mut named.website, &all.website), (&mut named.industry, &all.industry)] {
                if ours.is_empty() {
                    ours.clone_from(theirs);
                }
            }
            let Whom::Contact(id) = &named.whom else { continue };
            let Some(contact) = places.get(id.as_str()).map(|n| &contacts.people[*n]) else { continue };
            let mut learnt =
                Told { filled: std::mem::take(&mut named.filled), differs: std::mem::take(&mut named.differs) };
            learn(contact, told, &[&own, all], &mut learnt);
            Told { filled: named.filled, differs: named.differs } = learnt;
        }
    }
    for (_, subject) in is_named.iter().zip(subjects).filter(|(is_named, _)| !**is_named) {
        let (Home::Contact(at), Some(company)) = (&subject.home, sections.get_mut(&subject.company)) else { continue };
        company.has_contacts = subject.company != 0;
        let Some(all) = agreed.get(&subject.company) else { continue };
        let mut learnt = Told::default();
        learn(&contacts.people[*at], &company.told, &[all], &mut learnt);
        if !learnt.filled.is_empty() {
            company.learn.push(contacts.people[*at].person.id.clone());
        }
        for new in learnt.filled {
            if !company.filled.contains(&new) {
                company.filled.push(new);
            }
        }
        for new in learnt.differs {
            if !company.differs.contains(&new) {
                company.differs.push(new);
            }
        }
    }
}

/// What those there say of a company, where they agree; what rows say, where nobody there says anything.
fn agreed_of(told: &Employer, there: &[&Contact], companies: &Companies) -> Employer {
    let one = |all: Vec<&String>, same: fn(&str) -> String, told: &String| {
        let mut all = all.into_iter().filter(|text| !text.is_empty());
        match all.next() {
            Some(first) if all.all(|other| same(other) == same(first)) => first.clone(),
            Some(_) => String::new(),
            None => told.clone(),
        }
    };
    let website = one(there.iter().map(|each| &each.website).collect(), keys::host, &told.website);
    Employer {
        website: if companies.is_sure(&told.name) { website } else { String::new() },
        industry: one(there.iter().map(|each| &each.industry).collect(), keys::fold, &told.industry),
        ..Employer::default()
    }
}

/// What a contact takes of what is told of their company: what is said of them, or of all there.
fn learn(contact: &Contact, told: &Employer, own: &[&Employer], learnt: &mut Told) {
    let had = learnt.filled.len();
    fill::learn(contact, told, learnt);
    let new = learnt.filled.split_off(had);
    let is_said = |field: &str, own: &Employer| match field {
        "website" => !own.website.is_empty(),
        _ => !own.industry.is_empty(),
    };
    learnt.filled.extend(new.into_iter().filter(|new| own.iter().any(|own| is_said(new.field, own))));
}

/// Rows that put somebody at another company, or theirs at another website, are told: where they are they stay.
fn moved_on((name, website): (&str, &str), theirs: &Employer, told: &mut Told) {
    let is_called_so = keys::company(name) == keys::company(&theirs.name);
    let is_same = is_called_so || keys::is_same_company(name, website, &theirs.name, &theirs.website);
    if !name.is_empty() && !theirs.name.is_empty() && !is_same {
        told.differs("company", name, &theirs.name);
    } else if is_called_so && keys::is_elsewhere(website, &theirs.website) {
        told.differs("website", website, &theirs.website);
    }
}

/// Names that are one company's only by the rule for names are told.
fn called_otherwise(ours: &str, theirs: &str, told: &mut Told) {
    if !theirs.is_empty() && keys::fold(ours) != keys::fold(theirs) {
        told.differs("name", ours, theirs);
    }
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
        company.told.take(employer);
        if account.is_none() {
            becomes.stage = company.told.more.as_ref().and_then(|more| more.stage).unwrap_or_default();
            called_otherwise(&company.told.name, &employer.name, &mut told);
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
