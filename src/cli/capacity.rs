//! `inroad plan`: how the touches lie against what the days hold, and levelling. The same moves as on the screen.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, did, out};
use crate::domain::account::Account;
use crate::domain::dates;
use crate::domain::level::{Levelled, level};
use crate::domain::load::{self, DayLoad, Load};
use crate::domain::plan::{FileKey, Value};
use crate::domain::schedule::{self, Move};
use crate::domain::step::Change;
use crate::domain::words::counted;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad plan forecast
  inroad plan level --dry-run")]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Move touches to later days until no day holds more than it can.
    Level(LevelArgs),
    /// Show how many touches lie on each working day.
    Forecast(ForecastArgs),
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad plan level --dry-run
  inroad plan level")]
struct LevelArgs {
    /// Say what would move, and move nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad plan forecast
  inroad plan forecast --weeks 2 --json")]
struct ForecastArgs {
    /// How many weeks, this one included.
    #[arg(long, value_name = "N", default_value_t = load::WEEKS, value_parser = clap::value_parser!(u32).range(1..=52))]
    weeks: u32,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    match &args.what {
        What::Level(args) => level_days(desk, args),
        What::Forecast(args) => forecast(desk, args),
    }
}

fn forecast(desk: &Desk, args: &ForecastArgs) -> Result<(), Failure> {
    let open = desk.open()?;
    open.tell_flawed_accounts();
    let (world, me) = (open.world(), open.plan.settings.me(open.config.me.as_deref()));
    let (_, last) = load::weeks(world.today, world.calendar, args.weeks);
    let days = load::forecast(&Load::of_plan(open.plan.all(), &world, me), &world, me, last);
    if desk.json {
        let day = |held: &DayLoad| {
            json!({
                "date": held.day,
                "touches": held.touches,
                "per_day": held.per_day,
                "free": held.free(),
                "over": held.over(),
            })
        };
        let days: Vec<Json> = days.iter().map(day).collect();
        return out::json(&json!({ "format": 1, "per_day": load::per_day(me), "days": days }));
    }
    let row = |held: &DayLoad| {
        let numbers = [held.touches, held.per_day, held.free(), held.over()];
        std::iter::once(held.day.to_string()).chain(numbers.map(|number| number.to_string())).collect()
    };
    let rows: Vec<Vec<String>> = days.iter().map(row).collect();
    out::table(&["date", "touches", "per day", "free", "over"], &rows)
}

fn level_days(desk: &Desk, args: &LevelArgs) -> Result<(), Failure> {
    let mut open = desk.open()?;
    open.tell_flawed_accounts();
    let (world, me) = (open.world(), open.plan.settings.me(open.config.me.as_deref()));
    let (_, last) = load::weeks(world.today, world.calendar, load::WEEKS);
    let (levelled, per_day) = (level(open.plan.all(), &world, me, last), load::per_day(me));
    let moves_of = |(was, is): &(Arc<Account>, Arc<Account>)| {
        let moves = schedule::ripple(was, is, &world).into_iter();
        moves.map(|moved| (Arc::clone(is), moved)).collect::<Vec<_>>()
    };
    let moves: Vec<(Arc<Account>, Move)> = levelled.changed.iter().flat_map(moves_of).collect();
    let (touches, accounts) = (moves.len(), levelled.changed.len());
    let told = format!("{} of {}", counted(touches, "touch", "touches"), counted(accounts, "account", "accounts"));
    let excess = levelled.excess.clone();
    let is_done = !args.dry_run && !levelled.changed.is_empty();
    if is_done {
        apply(&mut open, levelled, &told)?;
    }
    print(desk, &moves, &excess, is_done)?;
    out::note(&match (touches, is_done) {
        (0, _) if excess.is_empty() => {
            format!("nothing moves: no day of these {} weeks holds more than {per_day}", load::WEEKS)
        }
        (0, _) => "nothing moves".to_owned(),
        (_, true) => format!("levelled: {told} moved"),
        (_, false) => format!("{told} would move"),
    });
    let today = open.world().today;
    for (day, by) in excess {
        out::note(&format!(
            "{} holds {by} too many: overdue or pinned, or without room within these weeks",
            dates::short(day, today)
        ));
    }
    Ok(())
}

/// All of it or, where a file may not be written, nothing.
fn apply(open: &mut Open, levelled: Levelled, told: &str) -> Result<(), Failure> {
    for (_, is) in &levelled.changed {
        let Some(entry) = open.plan.accounts.get(&is.id) else { continue };
        let change = |account: &mut Account| {
            account.clone_from(is);
            Ok(())
        };
        entry.changed(change).map_err(Failure::failed)?;
    }
    let changes = levelled.changed.into_iter().map(|(was, is)| Change {
        key: FileKey::Account(is.id.clone()),
        before: Some(Value::Account(was)),
        after: Some(Value::Account(is)),
    });
    open.save_all(format!("levelled: {told} moved"), changes.collect())
}

fn print(
    desk: &Desk,
    moves: &[(Arc<Account>, Move)],
    excess: &[(chrono::NaiveDate, u32)],
    is_done: bool,
) -> Result<(), Failure> {
    if desk.json {
        let moves: Vec<Json> = moves.iter().map(|(account, moved)| did::moved_touch(account, moved)).collect();
        let excess: Vec<Json> = excess.iter().map(|(day, over)| json!({ "date": day, "over": over })).collect();
        return out::json(&json!({ "format": 1, "applied": is_done, "moves": moves, "excess": excess }));
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |(account, moved): &(Arc<Account>, Move)| {
        let touch = format!("{}:{}", moved.at.sequence + 1, moved.n());
        vec![account.id.to_string(), touch, day(moved.from), day(moved.to)]
    };
    let rows: Vec<Vec<String>> = moves.iter().map(row).collect();
    if rows.is_empty() { Ok(()) } else { out::table(&["account", "touch", "from", "to"], &rows) }
}
