//! The fields of a goal.

use super::{Context, Field, Fields, Invalid, Spec, field};
use crate::domain::settings::{Goal, GoalKind, Metric, Per};

impl Fields for Goal {
    const FIELDS: &'static [Field<Self>] = &[
        Field {
            key: "title",
            label: "Title",
            kind: super::Kind::Line,
            hint: "Six new logos",
            get: |goal, _| goal.title.clone(),
            set: |goal, text, _| {
                if text.trim().is_empty() {
                    return Err(Invalid("a goal needs a title".into()));
                }
                text.trim().clone_into(&mut goal.title);
                Ok(())
            },
        },
        field!("why", "Why", line why, "What depends on it?"),
        field!("kind", "Kind", word(GoalKind) kind, "A result to reach, or a skill to practise"),
        field!("metric", "Counts", word?(Metric) metric, "What the plan counts towards it; nothing: what is noted"),
        Field {
            key: "target",
            label: "Target",
            kind: super::Kind::Number,
            hint: "6, 300k",
            get: |goal, _| goal.target.map(|target| target.to_string()).unwrap_or_default(),
            set: |goal, text, _| {
                goal.target = target(text)?;
                Ok(())
            },
        },
        field!("from", "From", date from, "The first day that counts"),
        field!("to", "To", date to, "The last day: eoq, 31 dec"),
        field!("per", "Anew every", word?(Per) per, "For practice: week, month or quarter"),
        field!("unit", "Unit", line unit, "What the target counts, in words: first touches"),
        field!("skill", "Skill", line skill, "For practice: research before writing"),
        field!("owner", "Owner", member owner, "The member whose goal it is; nobody: everybody's"),
    ];
}

/// How much is aimed at. What is nothing is reached before it begins.
pub(crate) fn target(text: &str) -> Result<Option<u64>, Invalid> {
    match super::number(text)? {
        Some(0) => Err(Invalid("a target of 0 is reached before it begins; how much is it?".into())),
        target => Ok(target),
    }
}

/// The fields of a goal, for a form.
pub fn goal_specs() -> Vec<Spec> {
    Goal::FIELDS.iter().map(Spec::of).collect()
}

/// The value of a goal's field as text.
pub fn get_goal(goal: &Goal, key: &str, context: &Context) -> Option<String> {
    let field = Goal::FIELDS.iter().find(|field| field.key == key)?;
    Some((field.get)(goal, context))
}

/// Set a goal's field from text.
///
/// # Errors
///
/// The text can't be its value; there is no such field.
pub fn set_goal(goal: &mut Goal, key: &str, text: &str, context: &Context) -> Result<(), Invalid> {
    super::fits(text)?;
    let field = Goal::FIELDS.iter().find(|field| field.key == key);
    let field = field.ok_or_else(|| Invalid(format!("a goal has no field “{key}”")))?;
    (field.set)(goal, text, context)
}
