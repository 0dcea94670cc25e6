//! The demo plan: invented accounts in every stage, as if it were an ordinary working week. Its files stand in
//! `assets/demo` with dates around a Monday; here they are moved to the day on which somebody tries it.

use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDate;
use toml_edit::{DocumentMut, Item, Table, Value};

use super::atomic;
use super::folder::{Folder, StoreError};
use super::generate;
use crate::domain::calendar::{Calendar, Workdays};
use crate::domain::wire;

/// The day that the files take for today.
const REFERENCE: (i32, u32, u32) = (2026, 11, 23);

/// Names within the plan, and texts.
const FILES: &[(&str, &str)] = &include!("../../assets/demo/files.in");

/// Write the demo plan into a folder that is empty or not there yet. With a number of accounts it is a generated one:
/// the same number, seed and day give the same bytes.
pub fn create(root: &Path, today: NaiveDate, generated: Option<(usize, u64)>) -> Result<Folder, StoreError> {
    if std::fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(StoreError::NotEmpty(root.to_owned()));
    }
    match generated {
        Some((accounts, seed)) => {
            put(root, "plan.toml", generate::PLAN)?;
            for (name, text) in generate::accounts(accounts, seed, today) {
                put(root, &name, &text)?;
            }
        }
        None => {
            for (name, text) in FILES {
                put(root, name, &moved(text, today))?;
            }
        }
    }
    Folder::open(root)
}

/// Demo files are many and can be made again: they are written plainly, without waiting for the disk.
fn put(root: &Path, name: &str, text: &str) -> Result<(), StoreError> {
    let path = root.join(name);
    let io = |error| StoreError::Io(path.clone(), error);
    if let Some(folder) = path.parent() {
        atomic::create_folder(folder).map_err(io)?;
    }
    let mut file = atomic::open_own(&path).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)
}

/// The text with every date moved so that the reference day is today. Working days stay working days: a date so many
/// working days away is as many away afterwards.
fn moved(text: &str, today: NaiveDate) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text.to_owned() };
    let calendar = Calendar::default();
    let workdays = Workdays::of(&calendar);
    let reference = NaiveDate::from_ymd_opt(REFERENCE.0, REFERENCE.1, REFERENCE.2).unwrap_or(today);
    // On a weekend the week that has just ended is shown.
    let anchor = if workdays.is_working(today) { Some(today) } else { workdays.back(today, 1) };
    let anchor = anchor.unwrap_or(today);
    let shift = |day: NaiveDate| -> NaiveDate {
        let plain = || day + (anchor - reference);
        if !workdays.is_working(day) {
            return plain();
        }
        let away = workdays.between(reference, day);
        let moved = match u32::try_from(away) {
            Ok(ahead) => workdays.add(anchor, ahead),
            Err(_) => workdays.back(anchor, away.unsigned_abs() as u32),
        };
        moved.unwrap_or_else(plain)
    };
    move_table(document.as_table_mut(), &shift);
    document.to_string()
}

fn move_table(table: &mut Table, shift: &dyn Fn(NaiveDate) -> NaiveDate) {
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => move_table(table, shift),
            Item::ArrayOfTables(blocks) => blocks.iter_mut().for_each(|table| move_table(table, shift)),
            Item::Value(value) => move_value(value, shift),
            Item::None => {}
        }
    }
}

fn move_value(value: &mut Value, shift: &dyn Fn(NaiveDate) -> NaiveDate) {
    match value {
        Value::Array(array) => array.iter_mut().for_each(|value| move_value(value, shift)),
        Value::InlineTable(table) => table.iter_mut().for_each(|(_, value)| move_value(value, shift)),
        Value::Datetime(at) => {
            let decor = at.decor().clone();
            if let Some(moved) = wire::moved(*at.value(), shift) {
                *value = Value::from(moved);
                *value.decor_mut() = decor;
            }
        }
        _ => {}
    }
}
