//! What rows would make of the plan, company by company, as it is shown and chosen from. How that is found stands in
//! `preview.rs`; nothing here changes a plan.

use std::sync::Arc;

use smallvec::SmallVec;

use super::fill::{Differs, Filled};
use super::{At, Employer, Own, Remark, Skipped, keys, title};
use crate::domain::account::{Account, AccountId};
use crate::domain::archived;
use crate::domain::ids;
use crate::domain::people::Person;
use crate::domain::plan::Plan;
use crate::domain::same;

/// Whom a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Nobody we know.
    New,
    /// Somebody on an account, at that place among its people.
    Person(AccountId, usize),
    /// Somebody among the contacts, by id.
    Contact(String),
    /// Somebody on an account of the archive: they stay there as they are.
    Archived(AccountId),
}

/// Somebody whom rows name.
#[derive(Debug, Clone)]
pub struct Named {
    /// The rows.
    pub at: Vec<At>,
    /// Whom they mean.
    pub whom: Whom,
    /// As they would be.
    pub person: Arc<Person>,
    /// The company as the rows name it.
    pub company: String,
    /// Its website as the rows name it.
    pub website: String,
    /// Its trade as the rows name it.
    pub industry: String,
    /// Where the rows come from.
    pub source: Arc<str>,
    /// Somebody new, and there is another of that name.
    pub has_namesake: bool,
    /// Rows put them at that company, or nowhere: a contact whom they put elsewhere stays one.
    pub(super) comes: bool,
    /// Rows of our own say that they were a contact in the plan that these are of.
    pub(super) was_contact: bool,
    /// What would be added to what we have; nothing of somebody new.
    pub filled: Vec<Filled>,
    /// What the rows say otherwise.
    pub differs: Vec<Differs>,
}

impl Named {
    /// Whether they are known, and nothing would be added.
    pub fn is_same(&self) -> bool {
        self.whom != Whom::New && self.filled.is_empty()
    }

    /// That they work elsewhere by the rows, or that their company is at another website by now, in words; `comes`: they come
    /// onto the account that rows put them at.
    pub fn moved(&self, comes: bool) -> Option<String> {
        let name = &self.person.name;
        self.differs.iter().find_map(|Differs { field, ours, theirs }| match *field {
            "company" => Some(format!("{name} stays at {ours}, there it is {theirs}")),
            "website" if comes => Some(format!("{name} comes along from {} ({ours}), now {theirs}", self.company)),
            "website" => Some(format!("{name} stays at {} ({ours}), there it is {theirs}", self.company)),
            _ => None,
        })
    }
}

/// What a company was in the plan that rows of our own are of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Was {
    /// Nobody says it of all that is told of it.
    #[default]
    Unsaid,
    /// Contacts worked there, and it was no account.
    NoAccount,
    /// An account; those of its people who were contacts were left aside.
    Account,
}

impl Was {
    /// By all rows that name it.
    pub(super) fn of<'o>(rows: impl Iterator<Item = Option<&'o Own>>) -> Self {
        let mut was = Self::NoAccount;
        for own in rows {
            match own {
                Some(own) if !own.is_contact() => return Self::Account,
                Some(_) => {}
                None => was = Self::Unsaid,
            }
        }
        was
    }
}

/// A contact to whom something is added of what is told of their company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learns {
    /// Who.
    pub id: String,
    /// What of it, by the names of fields.
    pub(super) fields: SmallVec<[&'static str; 2]>,
}

/// A company that rows name.
#[derive(Debug, Clone, Default)]
pub struct Company {
    /// Rows of it are of our own tables: what is to be thought of its people stands there, and so does their order.
    pub is_own: bool,
    /// By which id they call it, where it was an account there: that becomes its id here.
    pub(super) own_id: String,
    /// What these say that it was.
    pub was: Was,
    /// What we call it, or the rows do. Empty for people without one.
    pub name: String,
    /// The account that it is.
    pub account: Option<AccountId>,
    /// Why that account can't be changed; who is new there goes to the contacts.
    pub locked: Option<String>,
    /// Another account of that name; the rows mean another website.
    pub namesake: Option<AccountId>,
    /// The account that is called so and has another id in a system: its people go to the contacts.
    pub rival: Option<AccountId>,
    /// What it is called in the archive and by which id, where it lies there: its people go to the contacts.
    pub archived: Option<(AccountId, String)>,
    /// The account into which that was merged.
    pub absorbed_by: Option<AccountId>,
    /// What all rows say of it together.
    pub told: Employer,
    /// Rows name it, not only somebody whom they mean.
    pub(super) is_told: bool,
    /// What a contact who is named says of it.
    pub(super) own: Option<Employer>,
    /// The rows that name it without a person.
    pub at: Vec<At>,
    /// Somebody among the contacts works there, whom no row names.
    pub has_contacts: bool,
    /// Those of them to whom something of what is told of it would be added, as long as it is no account.
    pub learn: Vec<Learns>,
    /// What would be added to the account; of one that is none, to contacts there.
    pub filled: Vec<Filled>,
    /// What the rows say otherwise.
    pub differs: Vec<Differs>,
    /// Who is named there, the highest title first.
    pub people: Vec<Named>,
}

impl Company {
    /// Whether it can be chosen to become an account: rows name it, and it is none yet, in the archive neither.
    pub fn can_be_chosen(&self) -> bool {
        self.is_open() && self.is_told && !self.name.is_empty()
    }

    /// Whether it is no account, and nothing stands in the way of its becoming one.
    pub fn is_open(&self) -> bool {
        self.account.is_none() && self.archived.is_none() && self.rival.is_none()
    }

    /// What has to be known of it before it is chosen, in words.
    pub fn remark(&self, plan: &Plan) -> Option<String> {
        if let Some(rival) = self.rival.as_ref().and_then(|id| plan.account(id)) {
            return Some(self.other_id(rival));
        }
        if let Some((id, name)) = &self.archived {
            return Some(match self.absorbed_by.as_ref().and_then(|into| plan.account(into)) {
                Some(into) => format!(
                    "{name} was merged into {}; who is new there goes to the contacts, and `inroad attach NAME {}` brings them",
                    into.name, into.id
                ),
                None => archived::told(name, id),
            });
        }
        let twin = plan.account(self.namesake.as_ref()?)?;
        let site = keys::host(&twin.website);
        let at = if site.is_empty() { twin.id.to_string() } else { site };
        let website = &self.told.website;
        let this = if website.is_empty() { "is called so and says no website" } else { "is " };
        Some(format!("there is a {} already at {at}; this one {this}{website}", twin.name))
    }

    fn other_id(&self, rival: &Account) -> String {
        let systems = rival.ids.iter().filter(|(system, _)| self.told.ids.contains_key(*system));
        let ours = ids::told(&systems.map(|(system, id)| (system.clone(), id.clone())).collect());
        let mut both = rival.ids.clone();
        ids::add(&mut both, &self.told.ids);
        format!(
            "{} is {ours} here and {} there, so it is not taken for that account; if it is the same: \
             `inroad set {} ids \"{}\"`; if not, add one of that name and give it the id",
            rival.name,
            ids::told(&self.told.ids),
            rival.id,
            ids::told(&both)
        )
    }

    /// Whether somebody who is named there comes onto its account by itself, where it is one or becomes one. Who stands
    /// among the contacts of an account was left there, and stays: importing the same again changes nothing. So does who
    /// stood there in the plan that our own rows are of, and whom rows put at another company.
    pub fn takes(&self, named: &Named) -> bool {
        match named.whom {
            Whom::Person(..) | Whom::Archived(_) => false,
            _ if self.was_left(named) => false,
            Whom::New => self.account.is_none() || !named.was_contact,
            Whom::Contact(_) => named.comes && self.account.is_none(),
        }
    }

    /// Whether they come where all of it is asked for, too. What our own rows say of its account and of its contacts goes
    /// before that, and where rows put somebody.
    pub fn brings(&self, named: &Named, is_chosen: bool) -> bool {
        let is_there = matches!(named.whom, Whom::Archived(_));
        self.takes(named) || (is_chosen && named.comes && !is_there && !self.was_left(named))
    }

    fn was_left(&self, named: &Named) -> bool {
        named.was_contact && self.was == Was::Account
    }

    /// The highest title of those who are named there.
    pub fn best_title(&self) -> &str {
        self.people.first().map_or("", |named| named.person.title.as_str())
    }

    /// How many of its people nobody knows yet.
    pub fn new_people(&self) -> usize {
        self.people.iter().filter(|named| named.whom == Whom::New).count()
    }

    /// The unit and function that the titles there suggest for the entry point: the highest title's.
    pub fn suggests(&self) -> Option<(String, String)> {
        if self.is_own {
            return None;
        }
        title::suggested(self.people.iter().map(|named| named.person.as_ref()))
    }
}

/// What rows would make of the plan.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Accounts first, then by how many people are named there.
    pub companies: Vec<Company>,
    /// What was left out, in the order of the files.
    pub skipped: Vec<Skipped>,
    /// What was taken and should be known of.
    pub remarks: Vec<Remark>,
    /// What companies are called whose rows wait, since the file of their account can't be read.
    pub waiting: Vec<String>,
    /// The ids of accounts in the archive: no other account gets one of them.
    pub(super) in_archive: Vec<AccountId>,
}

impl Preview {
    /// Companies that are no account and lie in the archive are not made anew, and no other takes their ids.
    pub(super) fn heed_archive(&mut self, archive: &[&Account], plan: &Plan) {
        self.in_archive = archive.iter().map(|account| account.id.clone()).collect();
        for company in self.companies.iter_mut().filter(|company| company.account.is_none()) {
            let Company { name, told, .. } = &*company;
            let has_id = |account: &&&Account| {
                let is_elsewhere = keys::is_elsewhere(&account.website, &told.website);
                !is_elsewhere && ids::have_one_in_common(&account.ids, &told.ids)
            };
            let by_id = archive.iter().find(has_id).copied();
            let old = by_id.or_else(|| archived::of_company(archive.iter().copied(), name, &told.website));
            let into = old.and_then(|old| plan.all().find(|account| same::has_absorbed(account, &old.name, &old.id)));
            company.absorbed_by = into.map(|account| account.id.clone());
            company.archived = old.map(|account| (account.id.clone(), account.name.clone()));
        }
    }

    /// Everybody who is named.
    pub fn people(&self) -> impl Iterator<Item = &Named> {
        self.companies.iter().flat_map(|company| &company.people)
    }
}
