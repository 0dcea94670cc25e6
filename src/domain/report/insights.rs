//! The figures as they are told: bars with the numbers they rest on, and the sentence that they come to.

use chrono::NaiveDate;

use crate::domain::dates;
use crate::domain::insights::{Group, Insights, Lens, Measure, Picture, Step, Week};
use crate::domain::plan::Plan;
use crate::domain::rates::{Period, Rate};
use crate::domain::words::{Vocabulary as _, capitalised};

/// What of the insights is told to others: how often, how, what for, how far, how much.
const TOLD: [Picture; 6] =
    [Picture::Funnel, Picture::Weeks, Picture::Number, Picture::Channel, Picture::Purpose, Picture::Playbooks];

/// A chart with its numbers.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What it comes to, in a sentence that says no more than the numbers do.
    pub says: String,
    /// The headings of the table: what the bars are of, then the numbers.
    pub headings: Vec<&'static str>,
    /// The bars.
    pub bars: Vec<Bar>,
    /// They follow each other in time, so that several with nothing in them can be told as one.
    pub is_over_time: bool,
}

/// So many bars with nothing in them that follow each other are one row of a table.
const EMPTY: usize = 3;

impl Chart {
    /// The rows of the table: the bars, but of a time in which nothing was done no more than from when to when.
    pub fn rows(&self) -> Vec<Bar> {
        let is_empty = |bar: &Bar| self.is_over_time && bar.value.is_none_or(|value| value <= 0.0);
        let stretches = self.bars.chunk_by(|one, next| is_empty(one) && is_empty(next));
        let row = |stretch: &[Bar]| match stretch {
            [first, .., last] if stretch.len() >= EMPTY => {
                vec![Bar { label: format!("{} to {}", first.label, last.label), ..first.clone() }]
            }
            few => few.to_vec(),
        };
        stretches.flat_map(row).collect()
    }
}

/// A bar and its row of numbers.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is; nothing where there is no case.
    pub value: Option<f64>,
    /// Between which values the true one lies with 90 %.
    pub interval: Option<(f64, f64)>,
    /// It rests on too few cases to be compared.
    pub is_few: bool,
    /// What stands at its end.
    pub told: String,
    /// Its numbers.
    pub cells: Vec<String>,
}

/// Of a plan on that day; what nothing is known of is left out.
pub(super) fn charts(plan: &Plan, today: NaiveDate) -> Vec<Chart> {
    let insights = Insights::of_plan(plan, &Lens { today, period: Period::ALL, member: None });
    let told = TOLD.into_iter().map(|picture| chart(&insights, picture, today));
    told.filter(|chart| chart.bars.iter().any(|bar| bar.value.is_some_and(|value| value > 0.0))).collect()
}

fn chart(insights: &Insights, picture: Picture, today: NaiveDate) -> Chart {
    let measure = Measure::Answers;
    let (headings, bars): (Vec<&'static str>, Vec<Bar>) = match picture {
        Picture::Funnel => (
            vec!["stage", "came to it", "are there now"],
            insights.funnel.steps.iter().filter(|step| step.came > 0 || step.now > 0).map(of_step).collect(),
        ),
        Picture::Weeks => {
            (vec!["week from", "touches", "answers"], insights.weeks.iter().map(|week| of_week(week, today)).collect())
        }
        _ => (
            vec![
                of(picture),
                if picture == Picture::Playbooks { "begun" } else { "done" },
                "answers",
                "meetings",
                "advances",
                "answered",
            ],
            insights.groups(picture).into_iter().filter(|group| group.tally.n > 0).map(of_group).collect(),
        ),
    };
    let is_over_time = picture == Picture::Weeks;
    Chart { title: picture.title(measure), says: insights.says(picture, measure), headings, bars, is_over_time }
}

fn of(picture: Picture) -> &'static str {
    match picture {
        Picture::Number => "touch",
        Picture::Playbooks => "playbook",
        other => other.word(),
    }
}

fn of_step(step: &Step) -> Bar {
    Bar {
        label: capitalised(&step.stage.label()),
        value: Some(f64::from(step.came)),
        told: step.came.to_string(),
        cells: vec![step.came.to_string(), step.now.to_string()],
        ..Bar::default()
    }
}

fn of_week(week: &Week, today: NaiveDate) -> Bar {
    Bar {
        label: dates::short(week.monday, today).split_once(' ').map_or_else(String::new, |(_, day)| day.to_owned()),
        value: Some(f64::from(week.tally.n)),
        told: week.tally.n.to_string(),
        cells: vec![week.tally.n.to_string(), week.tally.answered.to_string()],
        ..Bar::default()
    }
}

fn of_group(group: &Group) -> Bar {
    let tally = group.tally;
    let rate: Rate = tally.rate(Measure::Answers);
    let told = rate.told();
    let percent = told.split_once(": ").map_or("", |(_, percent)| percent).to_owned();
    Bar {
        label: capitalised(&group.label),
        value: rate.value(),
        interval: rate.interval(),
        is_few: rate.is_few(),
        told: percent.split_once(" (").map_or_else(|| percent.clone(), |(value, _)| value.to_owned()),
        cells: [tally.n, tally.answered, tally.met, tally.advanced]
            .map(|count| count.to_string())
            .into_iter()
            .chain([percent])
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_which_nothing_was_done_is_one_row() {
        let bars = |counts: &[u32]| {
            let bar = |(at, count): (usize, &u32)| Bar {
                label: format!("w{at}"),
                value: Some(f64::from(*count)),
                cells: vec![count.to_string()],
                ..Bar::default()
            };
            counts.iter().enumerate().map(bar).collect::<Vec<_>>()
        };
        let labels = |counts: &[u32], is_over_time| {
            let chart = Chart { bars: bars(counts), is_over_time, ..Chart::default() };
            chart.rows().iter().map(|row| format!("{} {}", row.label, row.cells.join(" "))).collect::<Vec<_>>()
        };
        for (counts, want) in [
            (&[0, 0, 0, 0, 2, 0, 0, 5][..], &["w0 to w3 0", "w4 2", "w5 0", "w6 0", "w7 5"][..]),
            (&[1, 0, 0, 0], &["w0 1", "w1 to w3 0"]),
            (&[1, 2], &["w0 1", "w1 2"]),
            (&[], &[]),
        ] {
            assert_eq!(labels(counts, true), want, "{counts:?}");
        }
        assert_eq!(labels(&[0, 0, 0], false).len(), 3);
    }
}
