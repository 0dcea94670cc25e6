//! What a picture says, in one sentence that says no more than its numbers do.
//!
//! One group is called better than the others only if its interval of 90 % lies above that of all others together; else it
//! may be chance, and the sentence says that.

use super::{Group, Insights, LATE, Measure, Picture};
use crate::domain::rates::{ENOUGH, Rate, percent};
use crate::domain::words::{Vocabulary as _, capitalised};

/// Of all answers at least this share must come from late touches, for them to be worth it.
const WORTH: f64 = 0.1;

/// So many weeks are the last ones.
const LATELY: usize = 4;

impl Insights {
    /// What the picture says.
    pub fn says(&self, picture: Picture, measure: Measure) -> String {
        let noun = if picture == Picture::Playbooks { "sequences" } else { "touches" };
        match picture {
            Picture::Number => self.says_number(measure),
            Picture::Funnel => self.says_funnel(),
            Picture::Weeks => self.says_weeks(),
            Picture::Hour if self.hours.is_empty() && self.untimed > 0 => {
                format!("At which hour is not known: {} touches have a day and no time.", self.untimed)
            }
            _ => compare(&self.groups(picture), measure, noun),
        }
    }

    /// Is ten worth it?
    fn says_number(&self, measure: Measure) -> String {
        let (mut late, mut all) = (Rate::default(), Rate::default());
        for (at, group) in self.numbers.iter().enumerate() {
            let rate = group.tally.rate(measure);
            all += rate;
            if at + 1 >= LATE {
                late += rate;
            }
        }
        if all.hits == 0 {
            return nothing_yet(all, measure, "touches");
        }
        let things = things(measure);
        let share = Rate::new(late.hits, all.hits);
        let told = format!("Touch {LATE} and later bring {} of {} {things}", late.hits, all.hits);
        match share.interval() {
            Some((low, high)) if !share.is_few() && !late.is_few() => {
                let verdict = if low >= WORTH {
                    "ten is worth it"
                } else if high < WORTH {
                    "ten is hardly worth it"
                } else {
                    "not clear yet whether ten is worth it"
                };
                format!("{told}: {verdict}.")
            }
            _ => format!("{told}: too few to say whether ten is worth it."),
        }
    }

    fn says_funnel(&self) -> String {
        let way = self.funnel.way();
        if !self.funnel.is_whole {
            let furthest = way.iter().rev().find(|step| step.came > 0);
            return match furthest {
                Some(step) => {
                    let accounts = if step.came == 1 { "account" } else { "accounts" };
                    format!(
                        "The furthest that accounts came in this time: {}, {} {accounts}.",
                        step.stage.label(),
                        step.came
                    )
                }
                None => "In this time no account came to another stage.".to_owned(),
            };
        }
        let steps = way.windows(2).filter_map(|pair| Some((pair, self.funnel.further(pair[0].stage)?)));
        let known = steps.filter_map(|(pair, rate)| Some((pair, rate, rate.known()?)));
        match known.min_by(|a, b| a.2.total_cmp(&b.2)) {
            Some((pair, rate, value)) => format!(
                "Fewest get from {} to {}: {} of {} so far ({}).",
                pair[0].stage.label(),
                pair[1].stage.label(),
                rate.hits,
                rate.n,
                percent(value)
            ),
            None => format!("{} accounts: too few to say where most stop.", self.funnel.accounts),
        }
    }

    fn says_weeks(&self) -> String {
        let sum = |weeks: &[super::Week]| weeks.iter().map(|week| week.tally.n).sum::<u32>();
        // The week that runs is no whole one yet.
        let (running, whole) = self.weeks.split_last().map_or((0, &[][..]), |(last, whole)| (last.tally.n, whole));
        let (before, lately) = whole.split_at(whole.len().saturating_sub(LATELY));
        let (earlier, late) = (sum(before), sum(lately));
        if earlier + late + running == 0 {
            return format!("No touch was done in these {} weeks.", self.weeks.len());
        }
        let a_week = |count: u32, weeks: usize| f64::from(count) / f64::from(weeks.max(1) as u32);
        format!(
            "{late} in the four weeks before this one, {:.1} a week; {:.1} a week in the {} before. {running} so far this \
             week.",
            a_week(late, lately.len()),
            a_week(earlier, before.len()),
            before.len()
        )
    }
}

fn things(measure: Measure) -> &'static str {
    match measure {
        Measure::Answers => "answers",
        Measure::Meetings => "meetings held",
        Measure::Advances => "advances",
    }
}

fn led(measure: Measure) -> &'static str {
    match measure {
        Measure::Answers => "drew an answer",
        Measure::Meetings => "led to a meeting held",
        Measure::Advances => "led to an advance",
    }
}

fn nothing_yet(all: Rate, measure: Measure, noun: &str) -> String {
    match all.n {
        0 => format!("No {noun} were done in this time."),
        n => format!("None of {n} {noun} {} yet.", led(measure)),
    }
}

/// Which group stands out, if one does.
fn compare(groups: &[&Group], measure: Measure, noun: &str) -> String {
    let rate = |group: &Group| group.tally.rate(measure);
    let sum = |groups: &mut dyn Iterator<Item = Rate>| {
        let mut all = Rate::default();
        groups.for_each(|rate| all += rate);
        all
    };
    let all = sum(&mut groups.iter().map(|group| rate(group)));
    if all.hits == 0 {
        return nothing_yet(all, measure, noun);
    }
    let known: Vec<(&Group, f64)> = groups.iter().filter_map(|group| Some((*group, rate(group).known()?))).collect();
    let best = known.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(a.0.tally.n.cmp(&b.0.tally.n)));
    let Some((best, value)) = best.filter(|_| known.len() > 1) else {
        let which = known.first().map_or_else(|| "none".to_owned(), |(only, _)| format!("only {}", only.label));
        return format!("Too few to compare: {which} has {ENOUGH} {noun} or more.");
    };
    let mine = rate(best);
    let others = sum(&mut groups.iter().filter(|group| group.key != best.key).map(|group| rate(group)));
    if others.value().is_some_and(|others| others >= *value) {
        let (label, led) = (capitalised(&best.label), led(measure));
        let (hits, n, percents) = (others.hits, others.n, others.value().map(percent).unwrap_or_default());
        return format!(
            "None stands out. {label}: {} of {} {noun} {led} ({}), of the others {hits} of {n} ({percents}).",
            mine.hits,
            mine.n,
            percent(*value)
        );
    }
    let is_clear = mine.interval().zip(others.interval()).is_some_and(|((low, _), (_, high))| low > high);
    let verdict = if is_clear { "likely more than chance" } else { "it may be chance" };
    format!(
        "{}: {} of {} {noun} {} ({}), of the others {} of {} ({}); {verdict}.",
        capitalised(&best.label),
        mine.hits,
        mine.n,
        led(measure),
        percent(*value),
        others.hits,
        others.n,
        percent(others.value().unwrap_or_default())
    )
}
