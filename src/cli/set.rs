//! `inroad set`: one field.

use super::did::Did;
use super::{Desk, Failure, complete, out};
use crate::domain::{fields, owners};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad set primo stage engaged
  inroad set primo entry_point.unit Marketing
  inroad set primo people.dana-cole.influence economic
  inroad set primo touches.k7qd.due \"next week\"")]
pub(super) struct Args {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// The field, as in the file; of an item by its id.
    #[arg(add = complete::keys())]
    key: String,
    /// What it shall say; nothing clears it.
    #[arg(allow_hyphen_values = true, add = complete::values())]
    value: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let mut open = desk.open()?;
    let before = open.to_change(&args.account)?;
    let label = format!("{} set", args.key);
    let ((place, key), after) = open.edit(&before.id, &label, |account, context| {
        let (place, key) = fields::locate(account, &args.key)?;
        fields::set(account, place, key, &args.value, context)?;
        Ok((place, key))
    })?;
    let value = fields::get(&after, place, key, &open.context(&after));
    if let ("owner", Some(told)) = (key, after.owner.as_deref().and_then(|owner| owners::stranger(owner, &open.plan))) {
        out::note(&told);
    }
    let short = match value.as_deref() {
        None | Some("") => format!("{} says nothing now", args.key),
        Some(value) => format!("{} is {value}", args.key),
    };
    let did = Did::new(&before, &after, label).shortly(short).with("field", args.key.as_str()).with("value", value);
    did.tell(desk, &open, &[])
}
