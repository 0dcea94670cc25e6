//! `inroad away`: whoever works from the plan notes when they are not there.

use std::sync::Arc;

use serde_json::json;

use super::{Desk, Failure, complete, out};
use crate::domain::away;
use crate::domain::dates::Reading;
use crate::domain::plan::{FileKey, Value};
use crate::domain::range::Away;
use crate::domain::schedule::World;
use crate::domain::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad away \"28 dec\" \"1 jan\" ski
  inroad away fri fri dentist
  inroad away mon fri")]
pub(super) struct Args {
    /// The first day, in date words.
    #[arg(add = complete::days())]
    from: String,
    /// The last day, in date words, read from the first on.
    #[arg(add = complete::days())]
    to: String,
    /// What for.
    #[arg(num_args = 0..)]
    note: Vec<String>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    // Of a file that can't be read nobody knows who works from the plan.
    let me = away::myself(&open.plan.settings, open.config.me.as_deref())
        .map_err(|why| open.plan.flaw(&FileKey::Settings).map_or_else(|| why.into(), Failure::failed))?;
    let me = me.id.clone();
    let world = open.world();
    let reading = Reading { today: world.today, calendar: world.calendar, current: None };
    let days = away::between(&args.from, &args.to, &reading)?;
    let mut settings = Settings::clone(&open.plan.settings);
    let noted = Away { from: Some(days.from), to: days.to, note: args.note.join(" ") };
    let noted = away::add(&mut settings, &me, noted)?;
    let (touches, accounts) = away::moved(open.plan.all(), &world, &World { settings: &settings, ..world });
    let told = away::told(&noted, world.today);
    let before = Value::Settings(Arc::clone(&open.plan.settings));
    open.save(format!("away {told}"), FileKey::Settings, Some(before), Value::Settings(settings.into()))?;
    if desk.json {
        return out::json(&json!({
            "format": 1,
            "member": me,
            "away": { "from": noted.from, "to": noted.to, "note": noted.note },
            "moved": { "touches": touches, "accounts": accounts },
        }));
    }
    out::note(&format!("away {told}"));
    out::note(&away::told_moved(touches, accounts));
    Ok(())
}
