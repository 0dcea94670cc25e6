//! What rows say of a company that is no account, its website and its trade, is kept with the contacts there: with those who
//! name it so, letter for letter. Who works at one that is only called alike keeps what is said of them alone, since
//! Delta and Delta GmbH may be two; and nothing that a contact says is replaced.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::companies::{Companies, CompanyId};
use super::fill::{self, Told};
use super::found::{Company, Learns, Named, Was, Whom};
use super::subject::{Home, Settled};
use super::{Employer, Incoming, keys};
use crate::domain::contacts::{Contact, Contacts};

/// A row or somebody who says where they work: by which name, and whether they say more of it.
#[derive(PartialEq, Eq, Hash)]
struct Source<'s> {
    name: &'s str,
    has_website: bool,
    has_industry: bool,
}

impl<'s> Source<'s> {
    fn of(name: &'s str, website: &str, industry: &str) -> Self {
        Self { name, has_website: !website.is_empty(), has_industry: !industry.is_empty() }
    }

    /// Somebody whom rows name, as they will be.
    fn named(named: &'s Named, contact: Option<&'s Contact>) -> Self {
        let Named { website, industry, .. } = named;
        let of_rows = Self::of(stands_there_as(named, contact), website, industry);
        let own = contact.map(|contact| Self::of(of_rows.name, &contact.website, &contact.industry));
        let has = |of: fn(&Self) -> bool| of(&of_rows) || own.as_ref().is_some_and(of);
        Self { has_website: has(|of| of.has_website), has_industry: has(|of| of.has_industry), ..of_rows }
    }
}

/// What somebody's company is called where they are kept: as a contact says, and as rows do of who is new or worked nowhere.
fn stands_there_as<'s>(named: &'s Named, contact: Option<&'s Contact>) -> &'s str {
    let own = contact.filter(|contact| !contact.is_of_nobody());
    own.map_or(named.company.as_str(), |contact| &contact.company)
}

/// What is said of a company, and by which names, as they are compared letter for letter.
struct Agreed {
    all: Employer,
    with_website: HashSet<String>,
    with_industry: HashSet<String>,
}

impl Agreed {
    fn of<'s>(all: Employer, sources: impl Iterator<Item = Source<'s>>) -> Self {
        // Many people of one company say the same of it.
        let sources: HashSet<Source> = sources.collect();
        let names = |has: fn(&Source) -> bool| {
            sources.iter().filter(|source| has(source)).map(|source| keys::fold(source.name)).collect()
        };
        Self {
            all,
            with_website: names(|source| source.has_website),
            with_industry: names(|source| source.has_industry),
        }
    }

    /// What of it holds for whoever calls it so.
    fn holds(&self, name: &str) -> Employer {
        let name = keys::fold(name);
        let held = |said: &HashSet<String>, text: &String| {
            if said.contains(&name) { text.clone() } else { String::new() }
        };
        Employer {
            website: held(&self.with_website, &self.all.website),
            industry: held(&self.with_industry, &self.all.industry),
            ..Employer::default()
        }
    }
}

/// What rows say of a company that is no account is kept with the contacts there, whom rows name and whom they don't; what the
/// contacts there say of it goes for whoever is new there, and for the account that it may become. So it doesn't matter in
/// which order files come in. Where not all say the same, each keeps what is said of them alone. `alone` are the rows that
/// name a company and nobody; `subjects` says of each whether rows name them.
pub(super) fn with_contacts(
    sections: &mut BTreeMap<CompanyId, Company>,
    (rows, alone): (&[Incoming], &HashMap<CompanyId, Vec<usize>>),
    (subjects, is_named): (&[Settled], &[bool]),
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
    // There may be many, and most files say nothing of a company but its name.
    let is_said = |id: &CompanyId, company: &Company| {
        let Employer { website, industry, .. } = &company.told;
        company.is_told
            && company.account.is_none()
            // What is said of where contacts of our own tables work is said of these alone.
            && company.was != Was::NoAccount
            && (there.contains_key(id) || !(website.is_empty() && industry.is_empty()))
    };
    let is_looked_up = |(id, company): (&CompanyId, &Company)| {
        is_said(id, company) || company.people.iter().any(|each| each.was_contact)
    };
    let looked_up = if sections.iter().any(is_looked_up) { &contacts.people[..] } else { &[] };
    let places: HashMap<&str, usize> = looked_up.iter().map(|contact| contact.person.id.as_str()).zip(0..).collect();
    let known = |whom: &Whom| match whom {
        Whom::Contact(id) => places.get(id.as_str()).map(|n| &contacts.people[*n]),
        _ => None,
    };
    let mut agreed: HashMap<CompanyId, Agreed> = HashMap::new();
    for (id, company) in sections.iter_mut().filter(|(id, company)| is_said(id, company)) {
        let there = there.get(id).map_or(&[][..], Vec::as_slice);
        // What rows say of somebody's company is said under the name that they are kept with: no other is known next time.
        let alone = alone.get(id).into_iter().flatten().map(|n| &rows[*n].company);
        let of_rows = alone.map(|row| Source::of(&row.name, &row.website, &row.industry));
        let of_contacts = there.iter().map(|each| Source::of(&each.company, &each.website, &each.industry));
        let of_people = company.people.iter().map(|named| Source::named(named, known(&named.whom)));
        let all = agreed_of(&company.told, there, companies);
        let all = Agreed::of(all, of_rows.chain(of_contacts).chain(of_people));
        let held = all.holds(&company.told.name);
        for (ours, theirs) in [(&mut company.told.website, &held.website), (&mut company.told.industry, &held.industry)]
        {
            if company.is_told && ours.is_empty() {
                ours.clone_from(theirs);
            }
        }
        agreed.insert(*id, all);
    }
    for (id, company) in sections.iter_mut() {
        let all = agreed.get(id);
        if all.is_none() && company.account.is_some() {
            continue;
        }
        for named in &mut company.people {
            let contact = known(&named.whom);
            // What our own tables say of where a contact works is all that is known of it.
            let all = all.filter(|_| !named.was_contact);
            if all.is_none() && !named.was_contact {
                continue;
            }
            let held = all.map(|all| all.holds(stands_there_as(named, contact))).unwrap_or_default();
            for (ours, theirs) in [(&mut named.website, held.website), (&mut named.industry, held.industry)] {
                if ours.is_empty() {
                    *ours = theirs;
                }
            }
            // Who is on another website yet learns nothing of this one as long as they stay there.
            let is_there = |contact: &&Contact| !keys::is_elsewhere(&contact.website, &company.told.website);
            let Some(contact) = contact.filter(is_there) else { continue };
            let (website, industry) = (named.website.clone(), named.industry.clone());
            let said = Employer { website, industry, ..Employer::default() };
            let mut learnt =
                Told { filled: std::mem::take(&mut named.filled), differs: std::mem::take(&mut named.differs) };
            fill::learn(contact, &said, &mut learnt);
            Told { filled: named.filled, differs: named.differs } = learnt;
        }
    }
    for (_, subject) in is_named.iter().zip(subjects).filter(|(is_named, _)| !**is_named) {
        let (Home::Contact(at), Some(company)) = (&subject.home, sections.get_mut(&subject.company)) else { continue };
        if subject.company == 0 {
            continue;
        }
        let Some(all) = agreed.get(&subject.company) else {
            company.has_contacts = true;
            continue;
        };
        let contact = &contacts.people[*at];
        let held = all.holds(&contact.company);
        company.has_contacts |= !contact.website.is_empty() || held != Employer::default();
        let mut learnt = Told::default();
        fill::learn(contact, &held, &mut learnt);
        if !learnt.filled.is_empty() {
            let fields = learnt.filled.iter().map(|new| new.field).collect();
            company.learn.push(Learns { id: contact.person.id.clone(), fields });
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
