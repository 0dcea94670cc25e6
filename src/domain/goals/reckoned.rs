//! How a forecast is reckoned, in words: which rates it rests on, from how many cases, what is assumed, and which part of
//! what lies ahead brings what. Shown on demand; it computes nothing that the standing does not know.

use super::chain::{Part, Source, Step};
use super::standing::Standing;
use super::told::{Mood, Told, part, rounded, say, things};
use super::whole;
use crate::domain::rates::{ENOUGH, percent};
use crate::domain::settings::{Goal, Metric, Settings};

/// Which rates it rests on, from how many cases, and what is assumed; and which part of the forecast comes from where.
pub fn worked_out(goal: &Goal, stands: &Standing, settings: &Settings) -> Vec<Told> {
    let chain = &stands.chain;
    let held = chain.held.iter().filter(|_| stands.ahead.booked > 0);
    let mut said: Vec<Told> = chain.steps.iter().chain(held).map(step).collect();
    said.extend((goal.metric == Some(Metric::Revenue)).then(|| value(stands, settings)));
    if let Some(step) = chain.stops_at() {
        said.push(say("", format!("{}, so a touch brings nothing yet", step.link.never(step.rate)), Mood::Short));
    } else if let Some(per_touch) = chain.per_touch.filter(|_| !chain.steps.is_empty()) {
        let text = if goal.metric == Some(Metric::Revenue) {
            format!("so a touch brings {}", settings.money(whole(per_touch)))
        } else {
            format!("so {} takes {} touches", one_of(goal), rounded(1.0 / per_touch))
        };
        said.push(say("", text, Mood::Plain));
    }
    if said.is_empty() {
        let text = match goal.metric {
            Some(Metric::Touches) => "touches are counted as they are done",
            _ => "nothing is counted by the plan: a metric in the form says what; until then notes count",
        };
        said.push(say("", text, Mood::Faint));
    }
    if let Some(first) = said.first_mut() {
        first.label = "Reckoned";
    }
    said.extend(under_way(goal, stands, settings));
    said
}

/// Each part of what lies ahead, and what none of it counts.
fn under_way(goal: &Goal, stands: &Standing, settings: &Settings) -> Vec<Told> {
    let (chain, ahead) = (&stands.chain, &stands.ahead);
    let told = |each: &Part| {
        let brings = part(goal, settings, each.brings?);
        let (what, per) = (things(each), chain.per(each.source).unwrap_or_default());
        let of_each = if each.count == 1 { "" } else { " each" };
        Some(match (goal.metric?, each.source) {
            (Metric::Touches, _) => format!("{what}: {brings}"),
            (Metric::Revenue, Source::Deal) => {
                let worth = settings.money(ahead.worth);
                let unsaid = if ahead.unvalued > 0 {
                    format!(", {} of them of unsaid worth", ahead.unvalued)
                } else {
                    String::new()
                };
                format!("{what}, {worth} in all{unsaid}: {brings}")
            }
            (Metric::Revenue, _) => format!("{what}, {}{of_each}: {brings}", settings.money(whole(per))),
            _ => format!("{what}, {}{of_each}: {brings}", chance(per)),
        })
    };
    let mut said: Vec<Told> = stands.parts().iter().filter_map(told).map(|text| say("", text, Mood::Plain)).collect();
    if ahead.passed > 0 {
        let touches = if ahead.passed == 1 {
            "1 more open touch".to_owned()
        } else {
            format!("{} more open touches", ahead.passed)
        };
        let counts = if ahead.passed == 1 { "doesn't" } else { "don't" };
        let text = format!("{touches} {counts} count: at clients, or at accounts that stand further already");
        said.push(say("", text, Mood::Faint));
    }
    if let Some(first) = said.first_mut() {
        first.label = "Ahead";
    }
    said
}

/// `18 %`, `1.6 %`
fn chance(share: f64) -> String {
    if share >= 0.0995 || share <= 0.0 { percent(share) } else { format!("{} %", rounded(share * 100.0)) }
}

/// What a client is worth, and how that is known.
fn value(stands: &Standing, settings: &Settings) -> Told {
    match stands.chain.value {
        Some(value) => match value.clients {
            Some(clients) => {
                say("", format!("{} per client, from {clients} clients", settings.money(value.amount)), Mood::Plain)
            }
            None => {
                let worth = settings.money(value.amount);
                let text = format!(
                    "value per client: fewer than {ENOUGH} clients; assumed {worth}, what the accounts are thought to \
                     be worth on the average"
                );
                say("", text, Mood::Faint)
            }
        },
        None => say("", "value per client: no client yet, and no account says what it could be worth", Mood::Faint),
    }
}

fn one_of(goal: &Goal) -> &'static str {
    match goal.metric {
        Some(Metric::Answers) => "an answer",
        Some(Metric::Meetings) => "a meeting held",
        Some(Metric::Opportunities) => "an opportunity",
        Some(Metric::Clients) => "a client",
        Some(Metric::Touches | Metric::Revenue) | None => "it",
    }
}

fn step(step: &Step) -> Told {
    let (label, rate) = (step.link.label(), step.rate);
    let Some(assumed) = step.assumed else {
        return say("", format!("{label}: {}", step.link.told(rate)), Mood::Plain);
    };
    let known = match rate.n {
        0 => step.link.told(rate),
        n if step.link.is_share() => format!("{} of {n}, fewer than {ENOUGH} cases", rate.hits),
        n => format!("{} from {n}, fewer than {ENOUGH} cases", rate.hits),
    };
    let text = format!("{label}: {known}; assumed {} in {}: {}", assumed.hits, assumed.of, assumed.reason);
    say("", text, Mood::Faint)
}
