//! `inroad insights`: what the touches have brought, as tables, as CSV, or as JSON. The same figures as on the screen.

use serde_json::{Map, Value as Json, json};

use super::{Desk, Failure, complete, out};
use crate::domain::away;
use crate::domain::dates::{self, Reading};
use crate::domain::fields::Invalid;
use crate::domain::insights::{Group, Insights, Lens, Measure, Picture, Tally};
use crate::domain::rates::{ENOUGH, Link, Period, Rate, percent};
use crate::domain::words::Vocabulary as _;
use crate::exchange::export::json as exported;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad insights
  inroad insights --since \"jan 1\" --mine
  inroad insights --csv > insights.csv")]
pub(super) struct Args {
    /// Comma-separated, with headings: one rate a row.
    #[arg(long)]
    csv: bool,
    /// Only what was done, or came, since that day.
    #[arg(long, value_name = "DATE", add = complete::days())]
    since: Option<String>,
    /// Only what is mine to do.
    #[arg(long)]
    mine: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if args.csv && desk.json {
        return Err(Failure::usage("--csv and --json are two forms of the same; say one of them"));
    }
    let open = desk.open()?;
    let world = open.world();
    let reading = Reading { today: world.today, calendar: world.calendar, current: None };
    let since = args.since.as_deref().map(|text| dates::parse_past(text, &reading)).transpose();
    let since = since.map_err(|error| Invalid(error.to_string()))?;
    let member = if args.mine { Some(away::myself(&open.plan.settings, open.config.me.as_deref())?) } else { None };
    let period = since.map_or(Period::ALL, Period::since);
    let insights = Insights::of_plan(&open.plan, &Lens { today: world.today, period, member });
    if desk.json {
        let mut told = json!({
            "format": 1,
            "date": world.today,
            "since": since,
            "member": member.map(|member| &member.id),
        });
        if let Some(told) = told.as_object_mut() {
            told.extend(as_json(&insights));
            told.insert("problems".into(), exported::problems(&open.plan));
        }
        return out::json(&told);
    }
    open.tell_flawed_accounts();
    if args.csv {
        return out::csv(&HEADINGS, &rates(&insights));
    }
    if out::is_table() { tables(&insights) } else { out::table(&HEADINGS, &rates(&insights)) }
}

/// Pictures that compare touches or sequences.
const COMPARED: [Picture; 6] =
    [Picture::Number, Picture::Channel, Picture::Purpose, Picture::Weekday, Picture::Hour, Picture::Playbooks];

const HEADINGS: [&str; 9] = ["table", "key", "measure", "hits", "n", "rate", "low", "high", "few"];

/// Every rate in a row of its own, which any program can group and draw.
fn rates(insights: &Insights) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for picture in COMPARED {
        for group in insights.groups(picture) {
            rows.extend(measures(picture.word(), &group.key, group.tally));
        }
    }
    for line in &insights.playbooks {
        rows.extend(measures("playbook-touches", &line.begun.key, line.touches));
    }
    for week in &insights.weeks {
        rows.extend(measures(Picture::Weeks.word(), &week.iso(), week.tally));
    }
    let accounts = insights.funnel.accounts;
    for step in &insights.funnel.steps {
        for (measure, count) in [("came", step.came), ("now", step.now)] {
            rows.push(row(Picture::Funnel.word(), step.stage.word(), measure, Rate::new(count, accounts)));
        }
    }
    rows.extend(Link::WAY.map(|link| {
        let rate = insights.rates.link(link);
        spelled(["rates", word(link), "rate"], rate, link.interval(rate))
    }));
    rows
}

fn measures(table: &str, key: &str, tally: Tally) -> impl Iterator<Item = Vec<String>> {
    let key = key.to_owned();
    Measure::ALL.iter().map(move |measure| row(table, &key, measure.word(), tally.rate(*measure)))
}

fn row(table: &str, key: &str, measure: &str, rate: Rate) -> Vec<String> {
    spelled([table, key, measure], rate, rate.interval())
}

fn spelled(names: [&str; 3], rate: Rate, interval: Option<(f64, f64)>) -> Vec<String> {
    let part = |part: Option<f64>| part.map(|part| format!("{part:.4}")).unwrap_or_default();
    let (low, high) = interval.unzip();
    let names = names.map(str::to_owned);
    let counts = [rate.hits.to_string(), rate.n.to_string()];
    let few = if rate.is_few() { "few" } else { "" };
    names.into_iter().chain(counts).chain([part(rate.value()), part(low), part(high), few.to_owned()]).collect()
}

fn word(link: Link) -> &'static str {
    match link {
        Link::Answer => "answer",
        Link::Meeting => "meeting",
        Link::Opportunity => "opportunity",
        Link::Client => "client",
        Link::Held => "held",
    }
}

/// For eyes: a table for each picture, and the sentence that it comes to.
fn tables(insights: &Insights) -> Result<(), Failure> {
    for picture in COMPARED {
        let groups = insights.groups(picture);
        let n = if picture == Picture::Playbooks { "begun" } else { "touches" };
        out::table(
            &[&picture.label(), n, "answers", "90 %", "meetings", "90 %", "advances", "90 %"],
            &compared(&groups),
        )?;
        out::line(&insights.says(picture, Measure::Answers))?;
        out::line("")?;
    }
    let steps = insights.funnel.steps.iter().map(|step| {
        let further = insights.funnel.further(step.stage).filter(|rate| rate.n > 0);
        let told = further.map(Rate::told).unwrap_or_default();
        vec![step.stage.label(), step.came.to_string(), step.now.to_string(), told]
    });
    out::table(&["stage", "came", "now", "of these to the next"], &steps.collect::<Vec<_>>())?;
    out::line(&insights.says(Picture::Funnel, Measure::Answers))?;
    out::line("")?;
    let links = Link::WAY.map(|link| vec![link.label().to_owned(), link.told(insights.rates.link(link))]);
    out::table(&["rate", ""], &links)?;
    out::line("")?;
    let weeks = insights.weeks.iter().map(|week| {
        let told = [week.tally.n, week.tally.answered, week.tally.met, week.tally.advanced];
        [week.iso(), week.monday.to_string()].into_iter().chain(told.map(|count| count.to_string())).collect()
    });
    out::table(&["week", "from", "touches", "answers", "meetings", "advances"], &weeks.collect::<Vec<Vec<_>>>())?;
    out::line(&insights.says(Picture::Weeks, Measure::Answers))
}

fn compared(groups: &[&Group]) -> Vec<Vec<String>> {
    let cells = |group: &&Group| {
        let measured = Measure::ALL.iter().flat_map(|measure| {
            let rate = group.tally.rate(*measure);
            let interval = rate.interval().filter(|_| !rate.is_few()).map(|(low, high)| {
                format!("{} ({:.0}–{})", percent(rate.value().unwrap_or(0.0)), (low * 100.0).round(), percent(high))
            });
            let few = if rate.n > 0 { "too few" } else { "" };
            [rate.hits.to_string(), interval.unwrap_or_else(|| few.to_owned())]
        });
        [group.label.clone(), group.tally.n.to_string()].into_iter().chain(measured).collect()
    };
    groups.iter().map(cells).collect()
}

fn of_rate(rate: Rate) -> Json {
    with_interval(rate, rate.interval())
}

fn with_interval(rate: Rate, interval: Option<(f64, f64)>) -> Json {
    let (low, high) = interval.unzip();
    json!({ "hits": rate.hits, "n": rate.n, "rate": rate.value(), "low": low, "high": high, "few": rate.is_few() })
}

fn of_tally(tally: Tally) -> Map<String, Json> {
    Measure::ALL.iter().map(|measure| (measure.word().to_owned(), of_rate(tally.rate(*measure)))).collect()
}

fn of_group(group: &Group) -> Json {
    let mut told = Map::new();
    told.insert("key".into(), json!(group.key));
    told.insert("label".into(), json!(group.label));
    told.insert("n".into(), json!(group.tally.n));
    told.extend(of_tally(group.tally));
    Json::Object(told)
}

fn as_json(insights: &Insights) -> Map<String, Json> {
    let mut told = Map::new();
    let rates = &insights.rates;
    let links = Link::WAY.map(|link| {
        let rate = rates.link(link);
        (word(link).to_owned(), with_interval(rate, link.interval(rate)))
    });
    told.insert("rates".into(), Json::Object(links.into_iter().collect()));
    told.insert(
        "value_per_client".into(),
        json!(
            rates
                .value_per_client()
                .map(|value| { json!({ "value": value, "clients": rates.clients, "few": rates.clients < ENOUGH }) })
        ),
    );
    for picture in COMPARED {
        let groups: Vec<Json> = insights.groups(picture).into_iter().map(of_group).collect();
        told.insert(picture.word().replace('-', "_"), Json::Array(groups));
    }
    let touches = insights.playbooks.iter().map(|line| of_group(&Group { tally: line.touches, ..line.begun.clone() }));
    told.insert("playbook_touches".into(), touches.collect());
    let steps = insights.funnel.steps.iter().map(|step| {
        let further = insights.funnel.further(step.stage).map(of_rate);
        json!({ "stage": step.stage.word(), "came": step.came, "now": step.now, "further": further })
    });
    told.insert("funnel".into(), steps.collect());
    let weeks = insights.weeks.iter().map(|week| {
        let tally = week.tally;
        json!({
            "week": week.iso(),
            "monday": week.monday,
            "touches": tally.n,
            "answers": tally.answered,
            "meetings": tally.met,
            "advances": tally.advanced,
        })
    });
    told.insert("weeks".into(), weeks.collect());
    let says = Picture::ALL
        .iter()
        .map(|picture| (picture.word().replace('-', "_"), json!(insights.says(*picture, Measure::Answers))));
    told.insert("says".into(), Json::Object(says.collect()));
    told
}
