//! From what lies ahead to what it brings, and from what is still missing back to the touches that it takes: the plan's
//! own rates, one after the other. Where a rate rests on too few cases a stated assumption stands in for it, and whoever
//! reads the result can see that.
//!
//! A rate on enough cases is never replaced, and least of all one that is nothing: who did fifty touches without an answer
//! knows more than any assumption does.

use super::ahead::Ahead;
use super::real;
use crate::domain::rates::{ENOUGH, Link, Rate, Rates};
use crate::domain::settings::Metric;

/// What is assumed until the plan itself knows better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumption {
    /// Of which step.
    pub link: Link,
    /// So many.
    pub hits: u32,
    /// In so many.
    pub of: u32,
    /// Why so many.
    pub reason: &'static str,
}

/// The assumptions: cautious round numbers, to be overtaken by the plan's own after ten cases.
pub const DEFAULTS: [Assumption; 5] = [
    Assumption {
        link: Link::Answer,
        hits: 1,
        of: 10,
        reason: "a sequence of eight to ten touches is made to earn one answer",
    },
    Assumption { link: Link::Meeting, hits: 1, of: 3, reason: "one who answers agrees, one puts it off, one declines" },
    Assumption { link: Link::Opportunity, hits: 1, of: 2, reason: "every other first meeting comes to an advance" },
    Assumption { link: Link::Client, hits: 1, of: 3, reason: "against doing nothing and one competitor" },
    Assumption { link: Link::Held, hits: 4, of: 5, reason: "one in five is called off or forgotten" },
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

/// From where something sets out on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// An open touch.
    Touch,
    /// A meeting that is booked.
    Booked,
    /// A meeting that was held, and nothing yet came of it.
    Met,
    /// An open opportunity.
    Deal,
}

/// What one kind of what lies ahead can bring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// From where it sets out.
    pub source: Source,
    /// How many there are.
    pub count: u64,
    /// What they bring together; none where it can't be told.
    pub brings: Option<f64>,
}

/// The way from a touch to what a goal counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chain {
    /// The steps, from the touch on.
    pub steps: Vec<Step>,
    /// Of the meetings that are booked, how many are held; where meetings lie on the way.
    pub held: Option<Step>,
    /// For revenue: what a client brings.
    pub value: Option<Value>,
    /// How much of the metric a touch brings; none where it can't be told.
    pub per_touch: Option<f64>,
    /// How much of the metric one of what is at the end of the steps is; none where it can't be told.
    unit: Option<f64>,
    /// What is counted is money.
    is_money: bool,
}

fn step(link: Link, rates: &Rates) -> Step {
    let rate = rates.link(link);
    match rate.known() {
        Some(value) => Step { link, rate, value, assumed: None },
        None => {
            let assumed = DEFAULTS.iter().find(|default| default.link == link).copied();
            let value = assumed.map_or(0.0, |each| f64::from(each.hits) / f64::from(each.of));
            Step { link, rate, value, assumed }
        }
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
        let held = steps.iter().any(|each| each.link == Link::Meeting).then(|| step(Link::Held, rates));
        let value = if metric == Metric::Revenue { value(rates, worth) } else { None };
        let unit = if metric == Metric::Revenue { value.map(|value| real(value.amount)) } else { Some(1.0) };
        let mut chain = Self { steps, held, value, per_touch: None, unit, is_money: metric == Metric::Revenue };
        chain.per_touch = chain.per(Source::Touch);
        chain
    }

    /// How often one of these comes to what is at the end of the steps.
    fn comes_true(&self, source: Source) -> f64 {
        let (skipped, first) = match source {
            Source::Touch => (0, 1.0),
            Source::Booked => (2, self.held.map_or(1.0, |held| held.value)),
            Source::Met => (2, 1.0),
            Source::Deal => (3, 1.0),
        };
        self.steps.iter().skip(skipped).map(|step| step.value).fold(first, |so_far, step| so_far * step)
    }

    /// How much of the metric one of these brings; none where it can't be told.
    pub fn per(&self, source: Source) -> Option<f64> {
        Some(self.comes_true(source) * self.unit?)
    }

    /// What lies ahead, by where it sets out from, with what it brings. A deal that says what it is worth brings that.
    pub fn parts(&self, ahead: &Ahead) -> Vec<Part> {
        let many = |count: u64, source: Source| Some(real(count) * self.per(source)?);
        let deals = match self.is_money {
            true if ahead.unvalued == 0 => Some(0.0),
            true => many(ahead.unvalued, Source::Deal),
            false => many(ahead.deals, Source::Deal),
        };
        let worth = if self.is_money { real(ahead.worth) * self.comes_true(Source::Deal) } else { 0.0 };
        let parts = [
            (Source::Deal, ahead.deals, deals.map(|deals| deals + worth)),
            (Source::Met, ahead.met, many(ahead.met, Source::Met)),
            (Source::Booked, ahead.booked, many(ahead.booked, Source::Booked)),
            (Source::Touch, ahead.touches, many(ahead.touches, Source::Touch)),
        ];
        let parts = parts.into_iter().filter(|(_, count, _)| *count > 0);
        parts.map(|(source, count, brings)| Part { source, count, brings }).collect()
    }

    /// Whether the plan counts anything of it at all.
    pub fn is_counted(&self) -> bool {
        self.is_money || self.unit.is_some()
    }

    /// Whether a step of it is assumed.
    pub fn is_assumed(&self) -> bool {
        self.steps.iter().any(|step| step.assumed.is_some()) || self.value.is_some_and(|each| each.clients.is_none())
    }

    /// The first step that never came true in enough cases: beyond it lies nothing, however much is done.
    pub fn stops_at(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.value <= 0.0)
    }
}
