//! A company as rows tell it, and what several of them tell together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Field;
use crate::domain::ids;
use crate::domain::stage::Stage;
use crate::domain::words::Vocabulary as _;

/// A company as a row tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Employer {
    /// Its name.
    pub name: String,
    /// Its website.
    pub website: String,
    /// The trade it is in.
    pub industry: String,
    /// Its ids in other systems.
    pub ids: BTreeMap<String, String>,
    /// What only a list of accounts says.
    pub more: Option<Box<More>>,
}

/// What only a list of accounts says of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct More {
    /// From 1 to 3.
    pub tier: Option<u8>,
    /// In the plan's currency, unless another is named.
    pub value: Option<u64>,
    /// The code of the currency that the value names.
    pub currency: Option<String>,
    /// The business unit to go after.
    pub unit: String,
    /// The function in it.
    pub function: String,
    /// Why this account.
    pub why: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The stage it stands in.
    pub stage: Option<Stage>,
    /// The member whose account it is: an id, or as the file calls them.
    pub owner: Option<String>,
    /// The day by which it is to be closed.
    pub close_by: Option<NaiveDate>,
}

impl Employer {
    /// Take what another row says of it, where nothing is said yet.
    pub(super) fn take(&mut self, other: &Self) {
        for (ours, theirs) in
            [(&mut self.name, &other.name), (&mut self.website, &other.website), (&mut self.industry, &other.industry)]
        {
            take(ours, theirs);
        }
        ids::add(&mut self.ids, &other.ids);
        match (&mut self.more, &other.more) {
            (Some(ours), Some(theirs)) => ours.take(theirs),
            (ours @ None, theirs) => ours.clone_from(theirs),
            (Some(_), None) => {}
        }
    }

    /// What of it only an account has a place for, by the words of columns.
    pub fn only_for_accounts(&self) -> Vec<&'static str> {
        let more = self.more.as_deref().cloned().unwrap_or_default();
        let told = [
            (more.tier.is_some(), Field::Tier),
            (more.value.is_some(), Field::Value),
            (!more.unit.is_empty(), Field::Unit),
            (!more.function.is_empty(), Field::Function),
            (!more.why.is_empty(), Field::Why),
            (!more.tags.is_empty(), Field::Tags),
            (more.stage.is_some(), Field::Stage),
            (more.owner.is_some(), Field::Owner),
            (more.close_by.is_some(), Field::CloseBy),
            (self.ids.contains_key("salesforce"), Field::Salesforce),
            (self.ids.contains_key("hubspot"), Field::Hubspot),
        ];
        told.into_iter().filter(|(is_told, _)| *is_told).map(|(_, field)| field.word()).collect()
    }
}

impl More {
    fn take(&mut self, other: &Self) {
        self.tier = self.tier.or(other.tier);
        if self.value.is_none() {
            self.value = other.value;
            self.currency.clone_from(&other.currency);
        }
        for (ours, theirs) in
            [(&mut self.unit, &other.unit), (&mut self.function, &other.function), (&mut self.why, &other.why)]
        {
            take(ours, theirs);
        }
        self.tags.extend(other.tags.iter().filter(|tag| !self.tags.contains(tag)).cloned().collect::<Vec<_>>());
        self.stage = self.stage.or(other.stage);
        self.owner = self.owner.take().or_else(|| other.owner.clone());
        self.close_by = self.close_by.or(other.close_by);
    }
}

fn take(ours: &mut String, theirs: &String) {
    if ours.is_empty() {
        ours.clone_from(theirs);
    }
}
