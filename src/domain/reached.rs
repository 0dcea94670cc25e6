//! When an account came to a stage: by its changes of stage, or by what its opportunities say. A deal is an opportunity
//! and a deal won makes a client, whether or not somebody moved the stage along. Rates, goals and the funnel all ask here,
//! so that none of them knows another number of clients.
//!
//! It only reads; the stage itself is moved by people alone.

use chrono::NaiveDate;

use super::account::{Account, Opportunity, OpportunityStatus};
use super::stage::Stage;

/// It is won.
pub fn is_won(deal: &Opportunity) -> bool {
    deal.status == OpportunityStatus::Won
}

/// When the account came to one of those stages for the first time; inside, none where nobody wrote the day. What was not
/// understood is no stage.
pub fn first(account: &Account, is_one: impl Fn(Stage) -> bool) -> Option<Option<NaiveDate>> {
    let changes = account.stages.iter().filter(|change| change.unread.of("to").is_none());
    let changes = changes.map(|change| (change.to, change.on));
    let deals = account.opportunities.iter();
    let deals = deals.map(|deal| (if is_won(deal) { Stage::Won } else { Stage::Opportunity }, deal.on));
    let first = changes.chain(deals).filter(|(stage, _)| is_one(*stage)).map(|(_, on)| on);
    let is_there = account.unread.of("stage").is_none() && is_one(account.stage);
    first.min_by_key(|on| (on.is_none(), *on)).or(is_there.then_some(None))
}

/// When it became a client.
pub fn client(account: &Account) -> Option<Option<NaiveDate>> {
    first(account, |stage| stage == Stage::Won)
}

/// The stage that follows from what has just become of its opportunities, where it does not stand there yet: a deal won
/// makes a client, the last one lost a lost account, a deal on the way to one an opportunity.
pub fn stage_that_follows(before: &Account, after: &Account) -> Option<Stage> {
    if after.unread.of("stage").is_some() || before.stage != after.stage {
        return None;
    }
    let stood =
        |deal: &Opportunity| before.opportunities.iter().find(|each| each.id == deal.id).map(|each| each.status);
    let is_new = |status: OpportunityStatus| {
        after.opportunities.iter().any(|deal| deal.status == status && stood(deal) != Some(status))
    };
    let is_over = after.opportunities.iter().all(|deal| deal.status == OpportunityStatus::Lost);
    let stage = if is_new(OpportunityStatus::Won) {
        Stage::Won
    } else if is_new(OpportunityStatus::Lost) && is_over && after.stage == Stage::Opportunity {
        Stage::Lost
    } else if is_new(OpportunityStatus::Open) && after.stage < Stage::Opportunity {
        Stage::Opportunity
    } else {
        return None;
    };
    (stage != after.stage).then_some(stage)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::StageChange;
    use crate::domain::testing::{account, day};

    fn deal(id: &str, status: OpportunityStatus, on: &str) -> Opportunity {
        Opportunity { id: id.into(), status, on: Some(day(on)), ..Opportunity::default() }
    }

    #[test]
    fn a_deal_won_makes_a_client_whatever_the_stage_says() {
        let mut primo = account(vec![]);
        assert_eq!(client(&primo), None);
        primo.opportunities = vec![deal("a", OpportunityStatus::Lost, "2026-10-01")];
        assert_eq!(
            (client(&primo), first(&primo, |stage| stage == Stage::Opportunity)),
            (None, Some(Some(day("2026-10-01"))))
        );
        primo.opportunities.push(deal("b", OpportunityStatus::Won, "2026-11-20"));
        assert_eq!(client(&primo), Some(Some(day("2026-11-20"))));
        // Whatever says it first.
        let on = |on: Option<&str>| StageChange { to: Stage::Won, on: on.map(day), ..StageChange::default() };
        primo.stages = vec![on(None), on(Some("2026-11-03"))];
        assert_eq!(client(&primo), Some(Some(day("2026-11-03"))));
        primo.opportunities.clear();
        primo.stages.clear();
        primo.stage = Stage::Won;
        assert_eq!(client(&primo), Some(None), "nobody wrote the day");
    }

    #[test]
    fn what_becomes_of_a_deal_says_where_the_account_stands() {
        use OpportunityStatus::{Lost, Open, Won};
        for (stage, before, after, want) in [
            (Stage::Meeting, &[][..], &[Open][..], Some(Stage::Opportunity)),
            (Stage::Opportunity, &[Open], &[Open, Open], None),
            (Stage::Opportunity, &[Open], &[Won], Some(Stage::Won)),
            (Stage::Opportunity, &[Open, Open], &[Won, Open], Some(Stage::Won)),
            (Stage::Opportunity, &[Open], &[Lost], Some(Stage::Lost)),
            (Stage::Opportunity, &[Open, Open], &[Lost, Open], None),
            (Stage::Meeting, &[], &[Lost], None),
            (Stage::Won, &[Open], &[Won], None),
            // One more from a client, and one that was lost long ago.
            (Stage::Won, &[Won], &[Won, Open], None),
            (Stage::Nurture, &[], &[Open], None),
            (Stage::Opportunity, &[Lost], &[Lost], None),
        ] {
            let with = |deals: &[OpportunityStatus]| {
                let named = deals.iter().enumerate().map(|(n, status)| deal(&format!("d{n}"), *status, "2026-11-20"));
                Account { stage, opportunities: named.collect(), ..account(vec![]) }
            };
            assert_eq!(stage_that_follows(&with(before), &with(after)), want, "{stage}: {before:?} to {after:?}");
        }
        let mut moved = account(vec![]);
        moved.opportunities.push(deal("a", Won, "2026-11-20"));
        let before = Account { stage: Stage::Meeting, ..moved.clone() };
        moved.stage = Stage::Engaged;
        assert_eq!(stage_that_follows(&before, &moved), None, "whoever says the stage has said it");
    }
}
