//! Companies of which an id in another system says one account, and the name or the website another. A website goes before
//! the id, and that before the name (`companies.rs`); whoever reads the list has to know which one was meant.

use std::collections::{BTreeSet, HashSet};

use super::companies::{AtOdds, Companies};
use super::{Incoming, Remark};
use crate::domain::plan::Plan;

/// A remark for each pair of accounts, where it is first said.
pub(super) fn told(rows: &[Incoming], companies: &Companies, plan: &Plan) -> Vec<Remark> {
    let mut seen = BTreeSet::new();
    let mut told = Vec::new();
    let mut looked_at: HashSet<(&str, &str)> = HashSet::new();
    for row in rows.iter().filter(|row| !(row.company.ids.is_empty() && row.company.website.is_empty())) {
        // Many people of one company say the same of it.
        if row.company.ids.is_empty() && !looked_at.insert((&row.company.name, &row.company.website)) {
            continue;
        }
        let Some(odds) = companies.at_odds(row) else { continue };
        // Of what is no account the name is all that there is.
        let called = &row.company.name;
        let is_new = seen.insert((odds, matches!(odds, AtOdds::Elsewhere { .. }).then_some(called)));
        told.extend(is_new.then(|| in_words(odds, called, plan)).flatten().map(|what| Remark { at: row.at, what }));
    }
    told
}

fn in_words(odds: AtOdds, called: &str, plan: &Plan) -> Option<String> {
    let name = |id| plan.account(id).map(|account| account.name.as_str());
    let one = |other, into| format!("if they are one: `inroad merge {other} into {into}`");
    Some(match odds {
        AtOdds::Id { is, called: other } => format!(
            "“{called}” is {} by its id there, and not {other}, which is called so; {}",
            name(is)?,
            one(other, is)
        ),
        AtOdds::Website { is, with_id } => {
            format!("“{called}” is {is} by its website, and {} by its id there; {}", name(with_id)?, one(is, with_id))
        }
        AtOdds::Elsewhere { with_id } => format!(
            "“{called}” has the id of {} there and another website, so it is not taken for {with_id}",
            name(with_id)?
        ),
        AtOdds::Name { is, called: other } => format!(
            "“{called}” is {} by its website, and not {other}, which is called so; {}",
            name(is)?,
            one(other, is)
        ),
    })
}
