//! The fields of plan.toml that concern the plan as a whole and the one who works from it.

use super::{Context, Field, Fields, Invalid, Kind, Spec, field, lines, text};
use crate::domain::id;
use crate::domain::readiness;
use crate::domain::settings::{Day, Member, Settings};
use crate::domain::words::Vocabulary as _;

impl Fields for Settings {
    const FIELDS: &'static [Field<Self>] = &[
        field!("why", "Why", line why, "What is all this for? Shared with whoever shares the plan"),
        field!("currency", "Currency", checked(text::currency) currency, "USD"),
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
            key: "calendar.week_starts",
            label: "Week starts",
            kind: Kind::Choice(Day::WORDS),
            hint: "mon",
            get: |plan, _| plan.calendar.week_starts.word().to_owned(),
            set: |plan, text, _| {
                plan.calendar.week_starts = text.parse()?;
                Ok(())
            },
        },
        Field {
            key: "calendar.holidays",
            label: "Holidays",
            kind: Kind::List,
            hint: "2026-11-26, 24 dec..26 dec",
            get: |plan, _| plan.calendar.holidays.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            set: |plan, text, context| {
                plan.calendar.holidays = text::days(text, context)?;
                Ok(())
            },
        },
        Field {
            key: "calendar.holiday_files",
            label: "Holiday files",
            kind: Kind::List,
            hint: "us.ics; iCalendar files beside plan.toml",
            get: |plan, _| plan.calendar.holiday_files.join(", "),
            set: |plan, text, _| {
                let names = text::list(text);
                names.iter().try_for_each(|name| text::holiday_file(name))?;
                plan.calendar.holiday_files = names;
                Ok(())
            },
        },
        Field {
            key: "readiness.off",
            label: "Rules off",
            kind: Kind::List,
            hint: "Readiness rules that hold nowhere in this plan",
            get: |plan, _| plan.readiness.off.join(", "),
            set: |plan, text, _| {
                plan.readiness.off = text::rules(text, &plan.readiness.off, readiness::unknown)?;
                Ok(())
            },
        },
        Field {
            key: "members",
            label: "Members",
            kind: Kind::Text,
            hint: "One a line: kim: Kim Lee, Account Executive, Europe/Berlin, 20 a day",
            get: |plan, _| lines::told(&plan.members),
            set: |plan, text, _| {
                plan.members = lines::read(text, &plan.members)?;
                Ok(())
            },
        },
        Field {
            key: "goals",
            label: "Goals",
            kind: Kind::Text,
            hint: "One a line: logos-26: Six new logos [6] => Two hires depend on it.",
            get: |plan, _| lines::told(&plan.goals),
            set: |plan, text, _| {
                plan.goals = lines::read(text, &plan.goals)?;
                Ok(())
            },
        },
    ];
}

impl Fields for Member {
    const FIELDS: &'static [Field<Self>] = &[
        field!("me.name", "Your name", line name, "As you sign; drafts say it"),
        field!("me.title", "Your title", line title, "Account Executive"),
        field!("me.timezone", "Your time zone", checked(text::zone) timezone, "America/Chicago"),
        field!("me.booking_link", "Booking link", checked(text::url) booking_link, "https://cal.example/you"),
        field!("me.per_day", "Touches a day", number per_day, "How many a working day can hold"),
        Field {
            key: "me.away",
            label: "You are away",
            kind: Kind::List,
            hint: "2026-12-28..2027-01-01 ski",
            get: |me, _| text::told_away(&me.away),
            set: |me, text, context| {
                me.away = text::away(text, context)?;
                Ok(())
            },
        },
    ];
}

/// The fields of the settings, for a form: the plan's, then those of the member who edits.
pub fn setting_specs() -> Vec<Spec> {
    let mut specs: Vec<Spec> =
        Settings::FIELDS.iter().map(Spec::of).chain(Member::FIELDS.iter().map(Spec::of)).collect();
    // Lists of lines come last, and before them what is seldom said: what one says of oneself is nearer.
    specs.sort_by_key(|spec| (spec.kind == Kind::Text, spec.key == "readiness.off"));
    specs
}

/// The value of a setting as text.
pub fn get_setting(settings: &Settings, key: &str, context: &Context) -> Option<String> {
    if let Some(field) = Settings::FIELDS.iter().find(|field| field.key == key) {
        return Some((field.get)(settings, context));
    }
    let field = Member::FIELDS.iter().find(|field| field.key == key)?;
    Some(settings.me(context.me).map(|me| (field.get)(me, context)).unwrap_or_default())
}

/// Set a setting from text. The first thing that is said of oneself makes one a member.
pub fn set_setting(settings: &mut Settings, key: &str, text: &str, context: &Context) -> Result<(), Invalid> {
    super::fits(text)?;
    if let Some(field) = Settings::FIELDS.iter().find(|field| field.key == key) {
        return (field.set)(settings, text, context);
    }
    let field = Member::FIELDS.iter().find(|field| field.key == key);
    let field = field.ok_or_else(|| Invalid(format!("plan.toml has no field “{key}”")))?;
    let known = settings.me(context.me).map(|me| me.id.clone());
    let at = known.and_then(|id| settings.members.iter().position(|member| member.id == id));
    match at {
        Some(at) => (field.set)(&mut settings.members[at], text, context),
        None if text.trim().is_empty() => Ok(()),
        None if context.me.is_none() && !settings.members.is_empty() => {
            Err(Invalid("several people work from this plan; say which one you are: me = \"…\" in config.toml".into()))
        }
        None => {
            let mut me = Member::default();
            (field.set)(&mut me, text, context)?;
            // It is written into everything that is somebody's: the first name is enough, and keeps a slip short.
            let called = me.name.split_whitespace().next().unwrap_or("me");
            let slug = || id::slug(called, |id| settings.member(id).is_some());
            me.id = context.me.map_or_else(slug, str::to_owned);
            settings.members.push(me);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::Account;
    use crate::domain::calendar::Calendar;

    #[test]
    fn whoever_says_their_name_is_a_member() {
        let (account, calendar, mut settings) = (Account::default(), Calendar::default(), Settings::default());
        let before = settings.clone();
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-23T09:00:00Z").unwrap();
        let context = Context { settings: &before, calendar: &calendar, account: &account, now, me: None, touch: None };
        set_setting(&mut settings, "me.title", "", &context).unwrap();
        assert_eq!(settings, before, "saying nothing adds nobody");
        set_setting(&mut settings, "me.name", "Sam Reyes", &context).unwrap();
        set_setting(&mut settings, "me.away", "2026-12-28..2027-01-01 ski", &context).unwrap();
        assert_eq!((settings.members.len(), settings.members[0].id.as_str()), (1, "sam"));
        assert_eq!(get_setting(&settings, "me.away", &context).as_deref(), Some("2026-12-28..2027-01-01 ski"));
        settings.members.push(Member { id: "kim".into(), ..Member::default() });
        assert!(set_setting(&mut settings, "me.name", "Who?", &context).is_err());
    }
}
