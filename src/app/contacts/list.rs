//! The list of contacts: who is seen, and who is marked. It is never the file: that is followed.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::contacts::{Contact, Contacts};

/// The list of contacts.
#[derive(Debug, Clone)]
pub struct ContactsView {
    /// All of them.
    pub contacts: Arc<Contacts>,
    /// Those that are seen, by their place.
    pub rows: Vec<usize>,
    /// The row under the cursor.
    pub at: usize,
    /// As typed.
    pub filter: String,
    /// Those that are marked, by id.
    marked: BTreeSet<String>,
}

impl ContactsView {
    pub(super) fn of(contacts: Arc<Contacts>) -> Self {
        let mut view = Self { contacts, rows: Vec::new(), at: 0, filter: String::new(), marked: BTreeSet::new() };
        view.arrange();
        view
    }

    pub(super) fn follow(&mut self, now: Arc<Contacts>) {
        let there: BTreeSet<&str> = now.people.iter().map(|contact| contact.person.id.as_str()).collect();
        self.marked.retain(|id| there.contains(id.as_str()));
        self.contacts = now;
        self.arrange();
    }

    /// Whether the contact is marked.
    pub fn is_marked(&self, contact: &Contact) -> bool {
        self.marked.contains(&contact.person.id)
    }

    /// How many are marked, those that the filter hides among them.
    pub fn count_marked(&self) -> usize {
        self.marked.len()
    }

    pub(super) fn mark(&mut self) {
        let Some(id) = self.here().map(|contact| contact.person.id.clone()) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
    }

    pub(super) fn mark_all(&mut self) {
        let shown = self.rows.iter().filter_map(|n| self.contacts.people.get(*n));
        let shown: BTreeSet<String> = shown.map(|contact| contact.person.id.clone()).collect();
        if shown.is_subset(&self.marked) {
            self.marked.retain(|id| !shown.contains(id));
        } else {
            self.marked.extend(shown);
        }
    }

    /// Who is meant: all that are marked, else the one under the cursor.
    pub(super) fn meant(&self) -> Vec<&Contact> {
        if self.marked.is_empty() {
            return self.here().into_iter().collect();
        }
        self.contacts.people.iter().filter(|contact| self.is_marked(contact)).collect()
    }

    pub(super) fn arrange(&mut self) {
        let filter = self.filter.to_lowercase();
        let words: Vec<&str> = filter.split_whitespace().collect();
        let passes = |contact: &Contact| {
            let Contact { person, company, .. } = contact;
            let said = format!("{} {} {} {company}", person.name, person.title, person.department).to_lowercase();
            words.iter().all(|word| match word.strip_prefix('!') {
                Some(without) => without.is_empty() || !said.contains(without),
                None => said.contains(word),
            })
        };
        self.rows = (0..self.contacts.people.len()).filter(|n| passes(&self.contacts.people[*n])).collect();
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    /// The contact under the cursor.
    pub fn here(&self) -> Option<&Contact> {
        self.contacts.people.get(*self.rows.get(self.at)?)
    }
}
