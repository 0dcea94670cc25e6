//! The holiday files beside plan.toml: read when the plan is, and looked at when it is looked at. They are only ever
//! read, and only inside the plan's folder.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::reader::Reader;
use super::{Fingerprint, Folder};
use crate::domain::fields;
use crate::domain::plan::FileKey;
use crate::domain::problem::Problem;
use crate::store::atomic;
use crate::store::holidays::{self, Holidays};
use crate::store::read;
use crate::store::stamp::Stamp;
use crate::store::text::Text;

/// The most that a holiday file may hold, in bytes.
const MOST: u64 = 10 << 20;

/// A holiday file as it was last read.
#[derive(Debug)]
pub(super) struct HolidayFile {
    path: PathBuf,
    /// As it was before it was read; nothing if it was not there.
    stamp: Option<Stamp>,
    /// Of its bytes; nothing if they could not be read.
    print: Option<Fingerprint>,
    /// The days that it names.
    pub(super) days: Vec<NaiveDate>,
}

/// Where a holiday file lies, and what its bytes were.
pub(super) type HolidayPrint = (PathBuf, Option<Fingerprint>);

impl HolidayFile {
    /// Whether it can be taken to say what it said when it was read.
    fn is_still(&self) -> bool {
        match (self.stamp, Stamp::of(&self.path).ok()) {
            (Some(was), Some(is)) => was.is_still(&is),
            (was, is) => was.is_none() && is.is_none(),
        }
    }
}

impl Folder {
    /// Whether every holiday file can be taken to say what it said.
    pub(super) fn holidays_are_still(&self) -> bool {
        self.holiday_files.iter().all(HolidayFile::is_still)
    }

    /// What the holiday files said, to be compared.
    pub(super) fn holiday_prints(&self) -> Vec<HolidayPrint> {
        self.holiday_files.iter().map(|file| (file.path.clone(), file.print)).collect()
    }

    /// Whether these are the holiday files that were read.
    pub(super) fn has_read(&self, names: &[String]) -> bool {
        let root = self.root();
        self.holiday_files.iter().map(|file| file.path.clone()).eq(names.iter().map(|name| root.join(name)))
    }
}

impl Reader {
    /// Read the holiday file that plan.toml names at that place of its list. What is wrong with it is told; where there
    /// is no file to speak of, at the line that names it.
    pub(super) fn holidays(&self, at: usize, name: &str, problems: &mut Vec<Problem>) -> HolidayFile {
        let path = self.root.join(name);
        let mut file = HolidayFile { path, stamp: None, print: None, days: Vec::new() };
        // A name that leads elsewhere is a mistake in plan.toml, and told with its other mistakes.
        if fields::holiday_file(name).is_err() {
            return file;
        }
        file.stamp = Stamp::of(&file.path).ok();
        let bytes = match atomic::read(&file.path, MOST) {
            Ok(bytes) => bytes,
            Err(error) if file.stamp.is_none() => {
                problems.push(self.at_name(at, format!("{name} can't be read: {}", plainly(&error))));
                return file;
            }
            Err(error) => {
                problems.push(self.problem(&file.path, plainly(&error)));
                return file;
            }
        };
        file.print = Some(Fingerprint::of(&bytes));
        // The days are ASCII, whatever the names of the holidays are written in.
        let Holidays { days, complaints } = holidays::read(&String::from_utf8_lossy(&bytes));
        file.days = days.into_iter().collect();
        problems.extend(complaints.into_iter().map(|(line, message)| Problem {
            line,
            column: line.min(1),
            ..self.problem(&file.path, message)
        }));
        file
    }

    /// A problem at the name in plan.toml.
    fn at_name(&self, at: usize, message: String) -> Problem {
        let settings = self.root.join(FileKey::Settings.file());
        let key = format!("calendar.holiday_files.{at}");
        let text = atomic::read(&settings, super::MOST).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let (line, column) = text.ok().and_then(|raw| read::locate(&Text::new(&raw).plain, &key)).unwrap_or_default();
        Problem { line, column, path: key, ..self.problem(&settings, message) }
    }
}

/// The system's complaint without its number.
fn plainly(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file beside plan.toml".to_owned(),
        _ => error.to_string(),
    }
}
