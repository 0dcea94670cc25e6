//! Two say the same field: what is empty is filled, what differs is told in words.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::domain::ids;
use crate::domain::people::{Email, Phone};
use crate::domain::unread::Unread;
use crate::domain::words::Vocabulary;

/// What is put together, field by field.
pub(super) struct Both<'u> {
    /// What could not be understood of the one that stays: it is there, whatever its value says.
    unread: &'u Unread,
    differs: Vec<String>,
}

impl<'u> Both<'u> {
    pub(super) fn new(unread: &'u Unread) -> Self {
        Self { unread, differs: Vec::new() }
    }

    /// What could not be put beside what is there: `title “CMO”`.
    pub(super) fn differs(self) -> Vec<String> {
        self.differs
    }

    /// A field that holds one value.
    pub(super) fn one<T: Clone + Default + PartialEq>(
        &mut self,
        key: &str,
        here: &mut T,
        there: &T,
        say: impl Fn(&T) -> String,
    ) {
        if *there == T::default() || here == there {
            return;
        }
        if *here == T::default() && self.unread.of(key).is_none() {
            here.clone_from(there);
        } else {
            self.differs.push(format!("{} “{}”", key.replace('_', " "), say(there)));
        }
    }

    /// One that may be without a value.
    pub(super) fn maybe<T: Clone + PartialEq + ToString>(
        &mut self,
        key: &str,
        here: &mut Option<T>,
        there: Option<&T>,
    ) {
        self.one(key, here, &there.cloned(), |value| value.as_ref().map(T::to_string).unwrap_or_default());
    }

    pub(super) fn text(&mut self, key: &str, here: &mut String, there: &str) {
        self.one(key, here, &there.to_owned(), String::clone);
    }

    pub(super) fn word<T: Vocabulary + Copy + Default + PartialEq>(&mut self, key: &str, here: &mut T, there: T) {
        self.one(key, here, &there, |word| word.word().to_owned());
    }

    /// Ids in other systems.
    pub(super) fn ids(&mut self, here: &mut BTreeMap<String, String>, there: &BTreeMap<String, String>) {
        if self.unread.of("ids").is_none() {
            return ids::add(here, there);
        }
        let new = ids::more(here, there).into_iter().map(|(system, id)| format!("ids.{system} {id}"));
        self.differs.extend(new);
    }

    /// Addresses of both; what bounced has bounced.
    pub(super) fn emails(&mut self, here: &mut Vec<Email>, there: &[Email]) {
        for email in there {
            match here.iter_mut().find(|each| each.value.eq_ignore_ascii_case(&email.value)) {
                None => here.push(email.clone()),
                Some(each) => {
                    self.spelled(&each.value, &email.value);
                    self.maybe(&format!("{} bad since", email.value), &mut each.bad, email.bad.as_ref());
                }
            }
        }
    }

    /// Numbers of both, however they are spaced.
    pub(super) fn phones(&mut self, here: &mut Vec<Phone>, there: &[Phone]) {
        let digits = |phone: &Phone| phone.value.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        for phone in there {
            match here.iter_mut().find(|each| digits(each) == digits(phone)) {
                None => here.push(phone.clone()),
                Some(each) => {
                    self.spelled(&each.value, &phone.value);
                    self.word(&format!("{} is", phone.value), &mut each.kind, phone.kind);
                    self.maybe(&format!("{} bad since", phone.value), &mut each.bad, phone.bad.as_ref());
                }
            }
        }
    }

    fn spelled(&mut self, here: &str, there: &str) {
        if here != there {
            self.differs.push(format!("written “{there}”"));
        }
    }
}

/// Items of both, each once.
pub(super) fn add<T: Clone + PartialEq>(here: &mut (impl Deref<Target = [T]> + Extend<T>), there: &[T]) {
    for item in there {
        if !here.contains(item) {
            here.extend([item.clone()]);
        }
    }
}

/// A text beneath what is there, unless that says it already.
pub(super) fn add_line(here: &mut String, there: &str) {
    if there.trim().is_empty() || here.contains(there) {
        return;
    }
    if !here.is_empty() && !here.ends_with('\n') {
        here.push('\n');
    }
    here.push_str(there);
}
