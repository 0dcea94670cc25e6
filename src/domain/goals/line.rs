//! A goal in one line, and what was done towards it: `Twelve meetings [12 meetings by 31 dec] => Four deals carry the
//! first hire.`, `3, A 10-K quote beats a press release.`

use chrono::{Datelike as _, Days, Months, NaiveDate};

use crate::domain::dates;
use crate::domain::fields::{Context, Invalid, number, target};
use crate::domain::id;
use crate::domain::settings::{Goal, GoalKind, Metric, Per, Progress};

const EXAMPLE: &str = "Six new logos [6 clients by 31 dec] => Two hires depend on it.";

/// What people call what the plan counts. Of a call or a demo it counts none by itself: that is noted.
const WORDS: [(Metric, &[&str]); 6] = [
    (Metric::Touches, &["touch", "touches", "touchpoint", "touchpoints"]),
    (Metric::Answers, &["answer", "answers", "reply", "replies", "response", "responses"]),
    (
        Metric::Meetings,
        &["meeting", "meetings", "meeting held", "meetings held", "held meetings", "appointment", "appointments"],
    ),
    (Metric::Opportunities, &["opportunity", "opportunities", "opp", "opps", "deal", "deals", "open deals"]),
    (
        Metric::Clients,
        &[
            "client",
            "clients",
            "customer",
            "customers",
            "logo",
            "logos",
            "new clients",
            "new customers",
            "new logos",
            "deal won",
            "deals won",
            "won deals",
            "closed deals",
            "deals closed",
            "accounts won",
        ],
    ),
    (Metric::Revenue, &["revenue", "new revenue", "sales", "turnover", "new business", "in revenue", "in sales"]),
];

/// What of the plan's records a word of the field means.
fn meant(what: &str) -> Option<Metric> {
    let what = what.to_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&what.as_str())).map(|(metric, _)| *metric)
}

/// A new goal of whoever works here, from today on unless the line says otherwise. What is counted by the plan, or has a
/// last day, is a result to reach; what is counted in other words, or starts anew every week, is a skill to practise.
///
/// The target stands in brackets. Without them it is looked for in the whole line, `20 meetings this quarter`, and taken
/// only where all of it is understood.
///
/// # Errors
///
/// It has no title, or between the brackets stands what is no number, word or date.
pub fn read(text: &str, context: &Context) -> Result<Goal, Invalid> {
    let (head, why) = text.split_once("=>").unwrap_or((text, ""));
    let head = head.trim();
    let bracketed = head.strip_suffix(']').and_then(|head| head.rsplit_once('['));
    let title = bracketed.map_or(head, |(title, _)| title).trim();
    if title.is_empty() {
        return Err(Invalid(format!("a goal needs a title: {EXAMPLE}")));
    }
    let mut goal = Goal { title: title.to_owned(), why: why.trim().to_owned(), ..Goal::default() };
    goal.from = Some(context.today());
    goal.owner = context.settings.me(context.me).map(|me| me.id.clone());
    match bracketed {
        Some((_, inside)) => take_target(&mut goal, inside, context)?,
        None => {
            let mut bare = goal.clone();
            if take_target(&mut bare, head, context).is_ok() && bare.metric.is_some() {
                goal = bare;
            }
        }
    }
    let is_practice = goal.per.is_some() || (goal.metric.is_none() && !goal.unit.is_empty() && goal.to.is_none());
    goal.kind = if is_practice { GoalKind::GettingBetter } else { GoalKind::Performance };
    goal.id = id::slug(title, |id| context.settings.goals.iter().any(|goal| goal.id == id));
    Ok(goal)
}

/// `6 clients by 31 dec`, `5 first touches a week, from mon`, `12 meetings this quarter`
fn take_target(goal: &mut Goal, text: &str, context: &Context) -> Result<(), Invalid> {
    let day = |text: &str| dates::parse(text, &context.reading(None)).map_err(Invalid::from);
    let mut rest = text.trim();
    // From behind: the days, then how often, then how much of what.
    while let Some((before, word, after)) = last_of(rest, &["by", "from"]) {
        let slot = if word == "by" { &mut goal.to } else { &mut goal.from };
        *slot = Some(day(after)?);
        rest = before;
    }
    if let Some((before, "this", stretch)) = last_of(rest, &["this"])
        && let Some((first, last)) = this(stretch, context)
    {
        (goal.from, goal.to) = (Some(first), Some(last));
        rest = before;
    }
    if goal.to.is_some_and(|to| goal.from.is_some_and(|from| to < from)) {
        return Err(Invalid("the last day lies before the first".into()));
    }
    if let Some((before, _, per)) = last_of(rest, &["a", "per", "each", "every"]) {
        if matches!(per, "day" | "workday" | "working day") {
            return Err(Invalid("practice starts anew every week, month or quarter: [25 calls a week]".into()));
        }
        if let Ok(per) = per.parse::<Per>() {
            goal.per = Some(per);
            rest = before;
        }
    }
    if rest.is_empty() {
        return Ok(());
    }
    let (count, what) = rest.split_once(' ').unwrap_or((rest, ""));
    let bare = count.trim_start_matches(['$', '€', '£']);
    goal.target = target(bare)?;
    let what = what.trim();
    goal.metric = meant(what);
    if what.is_empty() && bare != count {
        goal.metric = Some(Metric::Revenue);
    }
    if goal.metric.is_none() {
        what.clone_into(&mut goal.unit);
    }
    Ok(())
}

/// `this quarter`: its first day and its last, so that what was done in it already counts.
fn this(stretch: &str, context: &Context) -> Option<(NaiveDate, NaiveDate)> {
    let today = context.today();
    let first = match stretch {
        "week" => today.week(context.calendar.week_starts).checked_first_day()?,
        "month" => today.with_day(1)?,
        "quarter" => today.with_day(1)?.with_month(today.month0() / 3 * 3 + 1)?,
        "year" => today.with_day(1)?.with_month(1)?,
        _ => return None,
    };
    let after = match stretch {
        "week" => first.checked_add_days(Days::new(7)),
        "month" => first.checked_add_months(Months::new(1)),
        "quarter" => first.checked_add_months(Months::new(3)),
        _ => first.checked_add_months(Months::new(12)),
    };
    Some((first, after?.pred_opt()?))
}

/// What a line leaves to be said, while it is being typed: that no target is understood, or that the plan won't count it.
pub fn unsaid(goal: &Goal) -> Option<String> {
    match (goal.target, goal.metric) {
        (None, _) => Some("no target yet: [12 meetings by 31 dec] says when it is reached".to_owned()),
        (Some(_), None) if goal.unit.is_empty() => {
            Some("of what? [12 meetings by 31 dec]; as it is, it counts what you note".to_owned())
        }
        (Some(_), None) => Some("counted by what you note".to_owned()),
        (Some(_), Some(_)) if goal.to.is_none() && goal.per.is_none() => {
            Some("by when? by 31 dec; without it there is no pace".to_owned())
        }
        _ => None,
    }
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

/// What a line says was done, and what it taught: `3, A quote beats a press release.` Without a number it is one.
fn noted(text: &str) -> Result<(u64, String), Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid("say how much, and what it taught: 3, A 10-K quote beats a press release.".into()));
    }
    let (first, rest) = text.split_once([',', ' ']).unwrap_or((text, ""));
    let counted = first.starts_with(|c: char| c.is_ascii_digit()).then(|| number(first.trim_end_matches('.')));
    Ok(match counted {
        Some(Ok(amount)) => (amount.unwrap_or(0), rest.trim_start_matches([',', ' ']).trim().to_owned()),
        _ => (1, text.to_owned()),
    })
}

fn told(amount: u64, learned: &str) -> String {
    if learned.is_empty() { amount.to_string() } else { format!("{amount}, {learned}") }
}

/// Note what was done towards a goal beside what the plan counts. Says how it is understood.
///
/// # Errors
///
/// It says nothing.
pub fn add_note(goal: &mut Goal, text: &str, on: NaiveDate, salt: &str) -> Result<String, Invalid> {
    let (amount, learned) = noted(text)?;
    let id = id::mint(&format!("{}/{salt}", goal.id), |id| goal.progress.iter().any(|each| each.id == id));
    let said = if learned.is_empty() { format!("{amount} more") } else { format!("{amount} more: {learned}") };
    goal.progress.push(Progress { id, on: Some(on), amount: Some(amount), learned });
    Ok(said)
}

/// Say a note anew; its day stays. Says how it is understood.
///
/// # Errors
///
/// It says nothing, or there is no such note any more.
pub fn edit_note(goal: &mut Goal, id: &str, text: &str) -> Result<String, Invalid> {
    let (amount, learned) = noted(text)?;
    let note = goal.progress.iter_mut().find(|note| note.id == id);
    let note = note.ok_or_else(|| Invalid("this note was deleted elsewhere".into()))?;
    let said = told(amount, &learned);
    (note.amount, note.learned) = (Some(amount), learned);
    Ok(said)
}

/// A note as the line that says it.
pub fn note_line(note: &Progress) -> String {
    told(note.amount.unwrap_or(0), &note.learned)
}

#[cfg(test)]
mod tests;
