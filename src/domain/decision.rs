//! Fields that say one thing only together: that a touch is done, with which result and when. Half of one side's and half
//! of the other's would be a decision that nobody has made, so whoever puts two sides together takes such fields whole.

use chrono::NaiveDate;
use toml::value::Datetime;
use toml::{Table, Value};

use super::stage::Stage;
use super::words::Vocabulary as _;
use super::{dates, keypath};

/// Fields of one place that are decided at once.
#[derive(Debug)]
pub struct Decision {
    /// The keys that lead there; `*` is any item of a list.
    place: &'static [&'static str],
    /// In the order in which they are told.
    pub fields: &'static [&'static str],
    /// What it decides, behind the name of the item.
    pub label: &'static str,
    /// What is decided where none of the fields is there.
    nothing: &'static str,
}

const TOUCH: &[&str] = &["sequences", "*", "touches", "*"];
const SEQUENCE: &[&str] = &["sequences", "*"];
const GOAL: &[&str] = &["goals", "*"];

/// All of them, of whatever file of a plan. A field stands in one row at most.
static DECISIONS: &[Decision] = &[
    Decision { place: TOUCH, fields: &["status", "result", "closed"], label: "what became of it", nothing: "planned" },
    Decision { place: TOUCH, fields: &["due", "pinned"], label: "date", nothing: "no date set by hand" },
    Decision { place: &[], fields: &["stage", "stages"], label: "stage", nothing: "no stage" },
    Decision { place: SEQUENCE, fields: &["pauses"], label: "pauses", nothing: "no pause" },
    Decision { place: SEQUENCE, fields: &["ended"], label: "end", nothing: "it goes on" },
    Decision {
        place: &["meetings", "*"],
        fields: &["status", "result", "at", "moved_from"],
        label: "when, and what came of it",
        nothing: "planned, no time",
    },
    Decision { place: &["opportunities", "*"], fields: &["status", "on"], label: "status", nothing: "open" },
    Decision {
        place: &["entry_point"],
        fields: &["unit", "function", "rationale", "candidate"],
        label: "entry point",
        nothing: "no entry point",
    },
    Decision { place: &["log", "*"], fields: &["kind", "outcome"], label: "kind", nothing: "note" },
    Decision { place: GOAL, fields: &["metric", "target", "per", "unit"], label: "target", nothing: "no target" },
    Decision { place: GOAL, fields: &["from", "to"], label: "from and to", nothing: "at any time" },
];

/// Those that are made at a place.
pub fn at(place: &[String]) -> impl Iterator<Item = &'static Decision> {
    DECISIONS.iter().filter(move |decision| {
        let fits = |(known, key): (&&str, &String)| *known == "*" || *known == key.as_str();
        decision.place.len() == place.len() && decision.place.iter().zip(place).all(fits)
    })
}

/// The one that a path means.
pub fn of(path: &str) -> Option<&'static Decision> {
    let keys = keypath::keys(path);
    let (last, place) = keys.split_last()?;
    let fields = keypath::apart(path).map_or_else(|| vec![last.as_str()], |(_, fields)| fields);
    at(place).find(|decision| decision.fields == fields)
}

/// How much of a decision is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Telling {
    /// What a person asks for: `done, sent, 24 Nov`.
    Short,
    /// All of it, where two decisions would read alike.
    Exact,
}

/// Ids that tell a person nothing, and what having one means; that is told where one side alone has it.
const SILENT: &[(&str, &str)] = &[("candidate", "from the candidates")];

/// Fields whose name belongs to what they say, of days at least: a stage that was come `to` says itself.
const NAMED: &[&str] = &["from", "to", "moved_from", "per"];

/// A day is enough, though there be a time.
const DAYS: &[&str] = &["closed"];

/// Whether two have decided the same, each at another hour of one day.
pub fn is_one(one: Option<&Value>, other: Option<&Value>) -> bool {
    let by_days = |value: &Value| {
        let mut value = value.clone();
        for key in DAYS {
            if let Some(Value::Datetime(at)) = value.get_mut(*key) {
                *at = Datetime { time: None, offset: None, ..*at };
            }
        }
        value
    };
    one.is_some() && one.map(by_days) == other.map(by_days)
}

/// Whether it is the stage at which any account begins, and it has never had another.
pub fn is_to_begin_with(value: Option<&Value>) -> bool {
    let stage = |value: &Value| value.as_str() == Some(Stage::default().word());
    let Some(table) = value.and_then(Value::as_table) else { return false };
    let had = table.get("stages").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    table.get("stage").is_some_and(stage) && had.iter().all(|each| each.get("to").is_some_and(stage))
}

impl Decision {
    /// The fields of it that a table has, as one value; a single field is that value itself. Nothing: it has none.
    pub fn in_table(&self, table: &Table) -> Option<Value> {
        part(table, self.fields)
    }

    /// What two sides have decided, in words: short, unless both would read alike.
    pub fn both(&self, sides: [Option<&Value>; 2]) -> [String; 2] {
        let told = |telling| sides.map(|side| self.told(side, telling));
        let mut short = told(Telling::Short);
        for (key, means) in SILENT.iter().filter(|(key, _)| self.fields.contains(key)) {
            let has = sides.map(|side| side.is_some_and(|side| side.get(*key).is_some()));
            if has[0] != has[1] && sides.iter().all(Option::is_some) {
                short[usize::from(has[1])].extend([", ", *means]);
            }
        }
        if short[0] == short[1] { told(Telling::Exact) } else { short }
    }

    fn told(&self, value: Option<&Value>, telling: Telling) -> String {
        let mut parts = Vec::new();
        match value {
            Some(Value::Table(table)) if self.fields.len() > 1 => {
                for key in self.fields {
                    table.get(*key).into_iter().for_each(|value| say(key, value, telling, &mut parts));
                }
            }
            Some(value) => say(self.fields.first().unwrap_or(&""), value, telling, &mut parts),
            None => {}
        }
        if parts.is_empty() { self.nothing.to_owned() } else { parts.join(", ") }
    }
}

/// Those fields of a table as one value.
pub fn part(table: &Table, fields: &[&str]) -> Option<Value> {
    if let [field] = fields {
        return table.get(*field).cloned();
    }
    let part: Table = fields.iter().filter_map(|key| Some(((*key).to_owned(), table.get(*key)?.clone()))).collect();
    (!part.is_empty()).then_some(Value::Table(part))
}

/// What a field says goes behind what others have said; nothing is said twice.
fn say(key: &str, value: &Value, telling: Telling, parts: &mut Vec<String>) {
    let is_short = telling == Telling::Short;
    let told = match value {
        _ if is_short && SILENT.iter().any(|(silent, _)| *silent == key) => return,
        Value::Table(table) => return table.iter().for_each(|(key, value)| say(key, value, telling, parts)),
        Value::Array(items) => {
            // Of a history the last is what holds now.
            let from = if is_short && key == "stages" { items.len().saturating_sub(1) } else { 0 };
            return items.iter().skip(from).for_each(|item| say("", item, telling, parts));
        }
        Value::Boolean(false) => return,
        Value::Boolean(true) => key.to_owned(),
        Value::String(text) if text.trim().is_empty() => return,
        Value::String(text) => text.trim().to_owned(),
        Value::Datetime(at) => moment(at, DAYS.contains(&key), telling),
        number => format!("{key} {number}"),
    };
    let is_named = NAMED.contains(&key) && (value.is_datetime() || key == "per");
    let told = if is_named { format!("{} {told}", key.replace('_', " ")) } else { told };
    if telling == Telling::Exact || !parts.contains(&told) {
        parts.push(told);
    }
}

fn moment(at: &Datetime, is_day_enough: bool, telling: Telling) -> String {
    let day = at.date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
    let (Some(day), Telling::Short) = (day, telling) else { return at.to_string() };
    let time = at.time.filter(|_| !is_day_enough);
    let time = time.map(|t| format!(" {:02}:{:02}", t.hour, t.minute)).unwrap_or_default();
    format!("{}{time}", dates::day_month(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, value: &str) -> String {
        let value = value.parse::<Value>().ok();
        of(path).unwrap().told(value.as_ref(), Telling::Short)
    }

    #[test]
    fn a_decision_reads_as_a_person_would_say_it() {
        for (path, value, want) in [
            (
                "sequences.s3a1.touches.k7qd.status+result+closed",
                "{ status = \"done\", closed = 2026-11-24T09:12:00-06:00, result = \"sent\" }",
                "done, sent, 24 Nov",
            ),
            ("sequences.s3a1.touches.k7qd.status+result+closed", "{ status = \"skipped\" }", "skipped"),
            ("sequences.s3a1.touches.k7qd.status+result+closed", "", "planned"),
            ("sequences.s3a1.touches.k7qd.due+pinned", "{ due = 2026-11-27, pinned = true }", "27 Nov, pinned"),
            (
                "stage+stages",
                "{ stage = \"won\", stages = [{ to = \"engaged\", on = 2026-11-20 }, { to = \"won\", on = 2026-11-24, why = \
                 \"signed\" }] }",
                "won, 24 Nov, signed",
            ),
            ("sequences.s3a1.pauses", "[{ from = 2026-11-30, why = \"audit\" }]", "from 30 Nov, audit"),
            ("sequences.s3a1.pauses", "[{ from = 2026-11-30, to = 2026-12-02 }]", "from 30 Nov, to 2 Dec"),
            ("sequences.s3a1.ended", "{ on = 2026-12-29, why = \"no answer\" }", "29 Dec, no answer"),
            (
                "meetings.g5t0.status+result+at+moved_from",
                "{ status = \"held\", result = \"advance\", at = 2026-12-03T10:00:00-06:00, moved_from = 2026-12-01 }",
                "held, advance, 3 Dec 10:00, moved from 1 Dec",
            ),
            (
                "entry_point.unit+function+rationale+candidate",
                "{ unit = \"HR\", function = \"Talent\", candidate = \"e7w1\" }",
                "HR, Talent",
            ),
            ("goals.g1.metric+target+per+unit", "{ metric = \"meetings\", target = 6 }", "meetings, target 6"),
        ] {
            assert_eq!(told(path, value), want, "{path}");
        }
    }

    #[test]
    fn two_that_would_read_alike_are_told_to_the_letter() {
        let [nine, ten] =
            [9, 10].map(|hour| format!("{{ status = \"done\", closed = 2026-11-24T{hour:02}:12:00-06:00 }}"));
        let [nine, ten] = [nine, ten].map(|value| value.parse::<Value>().unwrap());
        let decision = of("sequences.s1.touches.t1.status+result+closed").unwrap();
        assert_eq!(
            decision.both([Some(&nine), Some(&ten)]),
            ["done, 2026-11-24T09:12:00-06:00", "done, 2026-11-24T10:12:00-06:00"]
        );
        assert_eq!(decision.both([Some(&nine), None]), ["done, 24 Nov", "planned"]);
    }

    #[test]
    fn that_an_entry_point_was_chosen_is_told_where_the_other_side_has_not_chosen() {
        let sides = ["{ unit = \"HR\", candidate = \"e7w1\" }", "{ unit = \"HR\", rationale = \"R\" }"];
        let [chosen, typed] = sides.map(|value| value.parse::<Value>().unwrap());
        let decision = of("entry_point.unit+function+rationale+candidate").unwrap();
        assert_eq!(decision.both([Some(&typed), Some(&chosen)]), ["HR, R", "HR, from the candidates"]);
        assert_eq!(decision.both([Some(&chosen), None]), ["HR", "no entry point"]);
    }

    #[test]
    fn each_is_found_by_its_path_and_no_field_stands_in_two() {
        for decision in DECISIONS {
            let place: Vec<&str> = decision.place.iter().map(|key| if *key == "*" { "a1b2" } else { key }).collect();
            let path = keypath::together(&keypath::of(&place), decision.fields);
            assert!(of(&path).is_some_and(|found| std::ptr::eq(found, decision)), "{path}");
            let keys: Vec<String> = place.iter().map(|key| (*key).to_owned()).collect();
            let others = at(&keys).filter(|other| !std::ptr::eq(*other, decision));
            for other in others {
                assert!(!decision.fields.iter().any(|field| other.fields.contains(field)), "{path}");
            }
        }
        for path in ["why", "people.dana-cole.title", "sequences.s1.touches.t1.status", "stage", ""] {
            assert!(of(path).is_none(), "{path}");
        }
    }
}
