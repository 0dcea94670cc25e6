//! From what is still missing back to the touches that bring it: the plan's own rates, one after the other. Where a
//! rate rests on too few cases a stated assumption stands in for it, and whoever reads the result can see that.

use super::real;
use crate::domain::rates::{ENOUGH, Link, Rate, Rates};
use crate::domain::settings::Metric;

/// What is assumed until the plan itself knows better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// Of which step.
    pub link: Link,
    /// One in so many.
    pub one_in: u32,
    /// Why so many.
    pub reason: &'static str,
}

/// The assumptions: cautious round numbers, to be overtaken by the plan's own after ten cases.
pub const DEFAULTS: [Assumption; 4] = [
    Assumption {
        link: Link::Answer,
        one_in: 10,
        reason: "a sequence of eight to ten touches is made to earn one answer",
    },
    Assumption { link: Link::Meeting, one_in: 3, reason: "one who answers agrees, one puts it off, one declines" },
    Assumption { link: Link::Opportunity, one_in: 2, reason: "every other first meeting comes to an advance" },
    Assumption { link: Link::Client, one_in: 3, reason: "against doing nothing and one competitor" },
];

/// One step, with the number that is reckoned with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// From what to what.
    pub link: Link,
    /// What the plan's records say.
    pub rate: Rate,
    /// What is reckoned with.
    pub value: f64,
    /// What is assumed instead of the records, if it is.
    pub assumed: Option<Assumption>,
}

/// What a client brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// In the plan's currency.
    pub amount: u64,
    /// On how many clients it rests; else it is what the accounts are thought to be worth.
    pub clients: Option<u32>,
}

/// The way from a touch to what a goal counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chain {
    /// The steps, from the touch on.
    pub steps: Vec<Step>,
    /// For revenue: what a client brings.
    pub value: Option<Value>,
    /// How much of the metric a touch brings; none where it can't be told.
    pub per_touch: Option<f64>,
}

fn step(link: Link, rates: &Rates) -> Step {
    let rate = rates.link(link);
    let assumed = DEFAULTS.iter().find(|default| default.link == link).copied();
    // What never came true in ten cases is no number to divide by either.
    match rate.known().filter(|value| *value > 0.0) {
        Some(value) => Step { link, rate, value, assumed: None },
        None => Step { link, rate, value: assumed.map_or(0.0, |each| 1.0 / f64::from(each.one_in)), assumed },
    }
}

fn value(rates: &Rates, worth: Option<u64>) -> Option<Value> {
    let own = rates.value_per_client().filter(|amount| rates.clients >= ENOUGH && *amount > 0);
    let own = own.map(|amount| Value { amount, clients: Some(rates.clients) });
    own.or_else(|| worth.filter(|amount| *amount > 0).map(|amount| Value { amount, clients: None }))
}

impl Chain {
    /// The way to that metric by those rates; `worth` is what an account is thought to be worth.
    pub fn of(metric: Metric, rates: &Rates, worth: Option<u64>) -> Self {
        let steps: Vec<Step> = Link::up_to(metric).iter().map(|link| step(*link, rates)).collect();
        let product: f64 = steps.iter().map(|step| step.value).product();
        if metric != Metric::Revenue {
            return Self { steps, value: None, per_touch: Some(product) };
        }
        let value = value(rates, worth);
        Self { steps, value, per_touch: value.map(|value| product * real(value.amount)) }
    }

    /// Whether a step of it is assumed.
    pub fn is_assumed(&self) -> bool {
        self.steps.iter().any(|step| step.assumed.is_some()) || self.value.is_some_and(|each| each.clients.is_none())
    }
}
