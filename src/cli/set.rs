//! `inroad set`: one field.

use super::{Desk, Failure, find};
use crate::domain::fields;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad set primo stage engaged
  inroad set primo entry_point.unit Marketing
  inroad set primo people.dana-cole.influence economic
  inroad set primo touches.k7qd.due \"next week\"")]
pub(super) struct Args {
    /// The account.
    account: String,
    /// The field, as in the file; of an item by its id.
    key: String,
    /// What it shall say; nothing clears it.
    #[arg(allow_hyphen_values = true)]
    value: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let id = find::account(&open.plan, &args.account)?;
    open.edit(&id, &format!("{} set", args.key), |account, context| {
        let (place, key) = fields::locate(account, &args.key)?;
        fields::set(account, place, key, &args.value, context)
    })?;
    Ok(())
}
