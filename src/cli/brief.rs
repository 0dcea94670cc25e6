//! `inroad brief`: the page before a meeting, as Markdown or JSON.

use serde_json::{Value as Json, json};

use super::{Desk, Failure, complete, find, out};
use crate::domain::brief::{self, Brief, Line};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad brief primo
  inroad brief primo --meeting 2 > brief.md
  inroad brief primo --json")]
pub(super) struct Args {
    /// The account.
    #[arg(add = complete::accounts())]
    account: String,
    /// Which meeting: its number or its id. Without it the next that is booked, else the planned one.
    #[arg(long, value_name = "N", add = complete::meetings())]
    meeting: Option<String>,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let open = desk.open()?;
    let account = &*open.to_read(&args.account)?;
    let today = open.world().today;
    let at = match &args.meeting {
        Some(named) => Some(find::meeting(account, named)?),
        None => brief::next(account, today),
    };
    let page = at.and_then(|at| Some((at, Brief::of(account, at, today)?)));
    let (at, page) = page.ok_or_else(|| {
        Failure::failed(format!("no meeting is booked or planned at {}; “meet” books one", account.name))
    })?;
    if desk.json {
        let meeting = account.meetings.get(at).map_or("", |meeting| meeting.id.as_str());
        return out::json(&as_json(&account.id, meeting, &page));
    }
    page.markdown(today).lines().try_for_each(out::line)
}

fn as_json(account: &str, meeting: &str, page: &Brief) -> Json {
    let lines = |lines: &[Line]| -> Json {
        lines.iter().map(|line| json!({ "label": line.label, "text": line.text, "aside": line.aside })).collect()
    };
    let parts = page.parts.iter().map(|part| {
        json!({
            "title": part.title,
            "from_minute": part.from,
            "minutes": part.minutes,
            "lines": lines(&part.lines),
        })
    });
    json!({
        "format": 1,
        "account": account,
        "meeting": meeting,
        "name": page.account,
        "objective": page.objective,
        "at": page.at.map(|at| at.iso()),
        "minutes": page.minutes,
        "minutes_assumed": page.is_assumed,
        "where": page.place,
        "why": page.why,
        "missing": page.missing,
        "who": lines(&page.who),
        "known": lines(&page.known),
        "left_out": page.left_out,
        "parts": parts.collect::<Json>(),
        "open": lines(&page.open),
    })
}
