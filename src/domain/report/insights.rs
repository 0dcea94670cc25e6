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
    Chart { title: picture.title(measure), says: insights.says(picture, measure), headings, bars }
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
