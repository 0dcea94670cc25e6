//! The fields of plan.toml that concern the plan as a whole and the one who works from it.

use super::{Context, Field, Fields, Invalid, Kind, Spec, field, text};
use crate::domain::settings::{Day, Settings};
use crate::domain::words::Vocabulary as _;

impl Fields for Settings {
    const FIELDS: &'static [Field<Self>] = &[
        field!("why", "Why", line why, "What is all this for? Shared with whoever shares the plan"),
        field!("currency", "Currency", line currency, "USD"),
        Field {
            key: "calendar.working_days",
            label: "Working days",
            kind: Kind::List,
            hint: "mon, tue, wed, thu, fri",
            get: |plan, _| plan.calendar.working_days.iter().map(|day| day.word()).collect::<Vec<_>>().join(", "),
            set: |plan, text, _| {
                let days: Vec<Day> = text::list(text).iter().map(|day| day.parse()).collect::<Result<_, _>>()?;
                if days.is_empty() {
                    return Err(Invalid("some day must be worked".into()));
                }
                plan.calendar.working_days = days;
                Ok(())
            },
        },
        Field {
            key: "calendar.holidays",
            label: "Holidays",
            kind: Kind::List,
            hint: "2026-12-25, 1 jan",
            get: |plan, _| plan.calendar.holidays.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            set: |plan, text, context| {
                let days = text::list(text).into_iter().map(|day| text::date(&day, None, context));
                plan.calendar.holidays = days.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
                Ok(())
            },
        },
    ];
}

/// The fields of the settings, for a form.
pub fn setting_specs() -> Vec<Spec> {
    Settings::FIELDS.iter().map(Spec::of).collect()
}

/// The value of a setting as text.
pub fn get_setting(settings: &Settings, key: &str, context: &Context) -> Option<String> {
    Settings::FIELDS.iter().find(|field| field.key == key).map(|field| (field.get)(settings, context))
}

/// Set a setting from text.
pub fn set_setting(settings: &mut Settings, key: &str, text: &str, context: &Context) -> Result<(), Invalid> {
    let field = Settings::FIELDS.iter().find(|field| field.key == key);
    let field = field.ok_or_else(|| Invalid(format!("plan.toml has no field “{key}”")))?;
    (field.set)(settings, text, context)
}
