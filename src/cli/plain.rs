//! `inroad --plain`: the daily review in plain lines. What is read is what somebody types, or what was named; a pipe that
//! happens to be there is neither, and then nothing is asked.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _};
use std::path::Path;

use super::{Desk, Failure};
use crate::shell;
use crate::store::refusal;

/// A terminal that can't do more than write lines.
pub(super) fn has_only_lines() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

pub(super) fn run(desk: &Desk, input: Option<&str>) -> Result<(), Failure> {
    if desk.json {
        return Err(Failure::usage("the review in lines has no JSON; `inroad today --json` says what is due"));
    }
    let lines = lines(desk, input)?;
    let is_typed = input.is_none();
    let start = desk.start(desk.folder()?);
    for complaint in &start.complaints {
        super::out::note(complaint);
    }
    let told = shell::plain::run(shell::Start { complaints: Vec::new(), ..start }, lines, !is_typed);
    match told {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::failed("not everything is saved; it is kept, and the next start tries again")),
        // Ended by the reader, not by us.
        Err(report) if is_broken_pipe(&report) => Ok(()),
        Err(report) => match report.downcast::<io::Error>() {
            Ok(error) => Err(error.into()),
            Err(report) => Err(Failure::failed(report)),
        },
    }
}

fn lines(desk: &Desk, input: Option<&str>) -> Result<Option<Box<dyn BufRead>>, Failure> {
    match input {
        _ if desk.no_input => Ok(None),
        Some("-") => Ok(Some(Box::new(io::stdin().lock()))),
        Some(path) => {
            let refused = |error| Failure::failed(refusal::told(Path::new(path), &error));
            let file = File::open(path).map_err(refused)?;
            // A folder can be opened, and gives nothing.
            if file.metadata().map_err(refused)?.is_dir() {
                return Err(refused(io::ErrorKind::IsADirectory.into()));
            }
            Ok(Some(Box::new(BufReader::new(file))))
        }
        None if io::stdin().is_terminal() => Ok(Some(Box::new(io::stdin().lock()))),
        None => Ok(None),
    }
}

fn is_broken_pipe(report: &color_eyre::eyre::Report) -> bool {
    report.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
