//! An account, or somebody of one, is called otherwise since a moment ago: others have sent somebody else under that name. It
//! is seen by what the files say, whichever run has received it. Whatever stands on them here goes along, so that nothing
//! that was meant for them is done to somebody else.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::form::FormOf;
use super::model::Model;
use super::overlay::Overlay;
use crate::domain::account::{Account, AccountId};
use crate::domain::fields::{self, Place};
use crate::domain::plan::Entry;
use crate::domain::{apart, same};

impl Model {
    /// Go along with those that these say have another name. Before they are taken in.
    pub(super) fn follow_renamed(&mut self, news: &[Entry]) {
        for entry in news {
            let is = entry.account.as_ref();
            let Some(was) = self.plan.account(&is.id).map(Arc::clone) else { continue };
            let all = news.iter().map(|other| other.account.as_ref()).chain(self.plan.all().map(AsRef::as_ref));
            if let Some(to) = apart::moved(&was, is, all).cloned() {
                self.follow_account(&was, &to);
                continue;
            }
            let people = apart::renamed(&was, is);
            if !people.is_empty() {
                self.follow_people(&was, &people);
            }
        }
    }

    fn follow_account(&mut self, was: &Account, to: &AccountId) {
        let from = &was.id;
        if let Some(entry) = self.plan.accounts.get(from).filter(|_| !self.plan.accounts.contains_key(to)) {
            let account = Arc::new(Account { id: to.clone(), ..was.clone() });
            let entry = Entry { account, ..entry.clone() };
            self.plan.accounts.insert(to.clone(), entry);
        }
        let go_along = |id: &mut AccountId| {
            if id == from {
                id.clone_from(to);
            }
        };
        self.accounts.rows.iter_mut().for_each(go_along);
        self.accounts.marked = std::mem::take(&mut self.accounts.marked)
            .into_iter()
            .map(|id| if id == *from { to.clone() } else { id })
            .collect();
        self.derived.queue.iter_mut().for_each(|item| go_along(&mut item.account));
        self.walk.iter_mut().for_each(|walk| go_along(&mut walk.account));
        for overlay in &mut self.overlays {
            match overlay {
                Overlay::Form(form) => {
                    if let FormOf::Item(id, _) = &mut form.of {
                        go_along(id);
                    }
                }
                Overlay::Prompt(prompt) => go_along(&mut prompt.target.account),
                Overlay::Menu(menu) => go_along(&mut menu.target.account),
                Overlay::Brief(view) => go_along(&mut view.account),
                Overlay::Map(view) => go_along(&mut view.account),
                Overlay::Weigh(view) => go_along(&mut view.account),
                _ => {}
            }
        }
        self.follow_typed(&|account, _| {
            if account.as_str() == from.as_ref() {
                *account = to.to_string();
            }
        });
    }

    fn follow_people(&mut self, was: &Account, ids: &BTreeMap<String, String>) {
        let mut renamed = was.clone();
        same::rename_people(&mut renamed, ids);
        let name = |account: &Account, at: usize| fields::name(account, Place::Person(at));
        let names: BTreeMap<String, String> = (0..was.people.len())
            .map(|at| (name(was, at), name(&renamed, at)))
            .filter(|(old, new)| old != new)
            .collect();
        for overlay in &mut self.overlays {
            if let Overlay::Form(form) = overlay
                && matches!(&form.of, FormOf::Item(id, _) if *id == was.id)
                && let Some(new) = names.get(&form.item)
            {
                form.item.clone_from(new);
            }
        }
        self.follow_typed(&|account, item| {
            if let Some(new) = names.get(item.as_str()).filter(|_| account.as_str() == was.id.as_ref()) {
                item.clone_from(new);
            }
        });
        if let Some(entry) = self.plan.accounts.get_mut(&was.id) {
            entry.account = Arc::new(renamed);
        }
    }

    /// What was typed and not saved, in this run and in earlier ones: the account and the item that it is about.
    fn follow_typed(&mut self, follow: &dyn Fn(&mut String, &mut String)) {
        let all = std::iter::once(&mut self.kept).chain(self.left.iter_mut().map(|left| &mut left.typed));
        all.for_each(|typed| typed.follow(follow));
    }
}
