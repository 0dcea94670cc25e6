//! A goal in one line, and what was done towards it: `Twelve meetings [12 meetings by 31 dec] => Four deals carry the
//! first hire.`, `3, A 10-K quote beats a press release.`

use chrono::NaiveDate;

use crate::domain::dates;
use crate::domain::fields::{Context, Invalid, number};
use crate::domain::id;
use crate::domain::settings::{Goal, GoalKind, Metric, Per, Progress};

const EXAMPLE: &str = "Six new logos [6 clients by 31 dec] => Two hires depend on it.";

/// A new goal of whoever works here, from today on unless the line says otherwise. What is counted by the plan is a
/// result to reach; what is counted in other words, or starts anew every week, is a skill to practise.
///
/// # Errors
///
/// It has no title, or between the brackets stands what is no number, word or date.
pub fn read(text: &str, context: &Context) -> Result<Goal, Invalid> {
    let (head, why) = text.split_once("=>").unwrap_or((text, ""));
    let head = head.trim();
    let (title, target) = head.strip_suffix(']').and_then(|head| head.rsplit_once('[')).unwrap_or((head, ""));
    let title = title.trim();
    if title.is_empty() {
        return Err(Invalid(format!("a goal needs a title: {EXAMPLE}")));
    }
    let mut goal = Goal { title: title.to_owned(), why: why.trim().to_owned(), ..Goal::default() };
    goal.from = Some(context.today());
    goal.owner = context.settings.me(context.me).map(|me| me.id.clone());
    take_target(&mut goal, target, context)?;
    let is_practice = goal.per.is_some() || (goal.metric.is_none() && !goal.unit.is_empty());
    goal.kind = if is_practice { GoalKind::GettingBetter } else { GoalKind::Performance };
    goal.id = id::slug(title, |id| context.settings.goals.iter().any(|goal| goal.id == id));
    Ok(goal)
}

/// `6 clients by 31 dec`, `5 first touches a week, from mon`
fn take_target(goal: &mut Goal, text: &str, context: &Context) -> Result<(), Invalid> {
    let day = |text: &str| dates::parse(text, &context.reading(None)).map_err(Invalid::from);
    let mut rest = text.trim();
    // From behind: the days, then how often, then how much of what.
    while let Some((before, word, after)) = last_of(rest, &["by", "from"]) {
        let slot = if word == "by" { &mut goal.to } else { &mut goal.from };
        *slot = Some(day(after)?);
        rest = before;
    }
    if goal.to.is_some_and(|to| goal.from.is_some_and(|from| to < from)) {
        return Err(Invalid("the last day lies before the first".into()));
    }
    if let Some((before, _, per)) = last_of(rest, &["a", "per", "each", "every"])
        && let Ok(per) = per.parse::<Per>()
    {
        goal.per = Some(per);
        rest = before;
    }
    if rest.is_empty() {
        return Ok(());
    }
    let (count, what) = rest.split_once(' ').unwrap_or((rest, ""));
    let bare = count.trim_start_matches(['$', '€', '£']);
    goal.target = number(bare)?;
    let what = what.trim();
    match what.parse::<Metric>() {
        Ok(metric) => goal.metric = Some(metric),
        Err(_) if what.is_empty() && bare != count => goal.metric = Some(Metric::Revenue),
        Err(_) => {
            let held = what.strip_suffix(" held").and_then(|what| what.parse::<Metric>().ok());
            goal.metric = held;
            what.clone_into(&mut goal.unit);
        }
    }
    Ok(())
}

/// The text before the last of these words, the word, and the text after it.
fn last_of<'a>(text: &'a str, words: &[&'a str]) -> Option<(&'a str, &'a str, &'a str)> {
    let found = words.iter().filter_map(|word| {
        let at = text
            .rfind(&format!(" {word} "))
            .map(|at| at + 1)
            .or_else(|| text.starts_with(&format!("{word} ")).then_some(0))?;
        Some((at, *word))
    });
    let (at, word) = found.max()?;
    Some((text[..at].trim().trim_end_matches(','), word, text[at + word.len()..].trim()))
}

/// What was done towards a goal beside what the plan counts, and what it taught: `3, A quote beats a press release.`
/// Without a number it is one. Says how it is understood.
///
/// # Errors
///
/// It says nothing.
pub fn add_note(goal: &mut Goal, text: &str, on: NaiveDate, salt: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid("say how much, and what it taught: 3, A 10-K quote beats a press release.".into()));
    }
    let (first, rest) = text.split_once([',', ' ']).unwrap_or((text, ""));
    let counted = first.starts_with(|c: char| c.is_ascii_digit()).then(|| number(first.trim_end_matches('.')));
    let (amount, learned) = match counted {
        Some(Ok(amount)) => (amount, rest.trim_start_matches([',', ' ']).trim()),
        _ => (Some(1), text),
    };
    let id = id::mint(&format!("{}/{salt}", goal.id), |id| goal.progress.iter().any(|each| each.id == id));
    goal.progress.push(Progress { id, on: Some(on), amount, learned: learned.to_owned() });
    let amount = amount.unwrap_or(0);
    Ok(if learned.is_empty() { format!("{amount} more") } else { format!("{amount} more: {learned}") })
}
