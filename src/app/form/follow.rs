//! What somebody else changes under an open form. It stays with its item wherever that goes, and what is typed stays as
//! it is; nothing is written over here.

use super::{Form, FormOf, FormRow, read_only};
use crate::app::change::gone;
use crate::app::model::{Ctx, Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::account::Account;
use crate::domain::fields;
use crate::domain::words::capitalised;

impl Model {
    /// The plan may say something else than before: fields that nobody typed into say what they say now, and beside the
    /// others stands what they say elsewhere. A form that can't be saved any more says so at once.
    pub(in crate::app) fn follow_forms(&mut self, ctx: &Ctx) {
        let mut overlays = std::mem::take(&mut self.overlays);
        let (mut told, mut back) = (None, None);
        for overlay in &mut overlays {
            if let Overlay::Form(form) = overlay {
                let was = form.obstacle.take();
                self.follow(form, ctx);
                match (&form.of, &form.obstacle) {
                    (_, Some(why)) if form.obstacle != was => told = Some(why.clone()),
                    (FormOf::Item(id, place), None) if was.is_some() => back = Some((id.clone(), *place)),
                    _ => {}
                }
            }
        }
        self.overlays = overlays;
        // The cursor had to leave an account that went.
        if let (Some((id, place)), Screen::Accounts) = (back, self.screen) {
            self.go_to_item(&id, place);
        }
        if let Some(why) = told {
            self.refuse(why);
        }
    }

    fn follow(&self, form: &mut Form, ctx: &Ctx) {
        let nobody = Account::default();
        let (id, place) = match &mut form.of {
            FormOf::Item(id, place) => (id, place),
            FormOf::Settings => {
                let context = self.context(&nobody, ctx);
                let says = |key: &str| fields::get_setting(&self.plan.settings, key, &context);
                return form.rows.iter_mut().for_each(|row| row.follow(says));
            }
            FormOf::Goal(id) => {
                let Some(goal) = self.plan.settings.goal(id) else {
                    form.obstacle = Some(format!("{} was deleted elsewhere; {KEPT}", form.title));
                    return;
                };
                form.obstacle = None;
                let context = self.context(&nobody, ctx);
                return form.rows.iter_mut().for_each(|row| row.follow(|key| fields::get_goal(goal, key, &context)));
            }
        };
        let Some(entry) = self.plan.accounts.get(id) else {
            form.obstacle = Some(capitalised(&gone().to_string()));
            return;
        };
        form.obstacle = read_only(entry);
        if form.obstacle.is_some() {
            return;
        }
        let account = &entry.account;
        let Some(now) = place.still(&form.item, account) else {
            form.obstacle = Some(format!("{} was deleted elsewhere; {KEPT}", form.title));
            return;
        };
        *place = now;
        form.item = fields::name(account, now);
        let context = self.context(account, ctx);
        form.rows.iter_mut().for_each(|row| row.follow(|key| fields::get(account, now, key, &context)));
    }
}

const KEPT: &str = "what is typed here is kept when you close it";

impl FormRow {
    fn follow(&mut self, says: impl Fn(&str) -> Option<String>) {
        let said = says(self.spec.key).unwrap_or_default();
        if self.is_changed() && self.text() != said {
            // The typing goes on from where it began, so that both sides are known when it is saved.
            self.elsewhere = Some(said).filter(|said| *said != self.before);
        } else if said != self.before {
            self.put(&said);
            self.before = said;
            self.elsewhere = None;
        }
    }
}
