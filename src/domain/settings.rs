//! plan.toml: what holds for the whole plan. The why, who works from it, the working calendar, the goals.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::overrides::AnswerOverride;
use super::range::Away;
use super::touch::{Channel, Outcome};
use super::wire;
use super::wire::Format;
use super::words::{Vocabulary as _, words};

words! {
    /// A day of the week as plan.toml spells it.
    pub enum Day {
        Mon = "mon",
        Tue = "tue",
        Wed = "wed",
        Thu = "thu",
        Fri = "fri",
        Sat = "sat",
        Sun = "sun",
    }
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Mon => Self::Mon,
            Day::Tue => Self::Tue,
            Day::Wed => Self::Wed,
            Day::Thu => Self::Thu,
            Day::Fri => Self::Fri,
            Day::Sat => Self::Sat,
            Day::Sun => Self::Sun,
        }
    }
}

words! {
    /// What a goal is about.
    #[derive(Default)]
    pub enum GoalKind {
        /// A result to reach.
        #[default] Performance = "performance",
        /// A skill to practise.
        GettingBetter = "getting-better",
    }
}

words! {
    /// What a performance goal counts.
    pub enum Metric {
        Touches = "touches",
        Answers = "answers",
        Meetings = "meetings",
        Opportunities = "opportunities",
        Clients = "clients",
        Revenue = "revenue",
    }
}

words! {
    /// How often a getting-better goal starts anew.
    pub enum Per {
        Week = "week",
        Month = "month",
        Quarter = "quarter",
    }
}

/// Which days are worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkingCalendar {
    /// The days of the week that are worked.
    pub working_days: Vec<Day>,
    /// The day a week begins with.
    pub week_starts: Day,
    /// Days that are not worked.
    #[serde(with = "wire::days")]
    pub holidays: Vec<NaiveDate>,
    /// iCalendar files beside plan.toml.
    pub holiday_files: Vec<String>,
}

impl Default for WorkingCalendar {
    fn default() -> Self {
        Self {
            working_days: vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri],
            week_starts: Day::Mon,
            holidays: Vec::new(),
            holiday_files: Vec::new(),
        }
    }
}

/// Someone who works from this plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// A slug.
    pub id: String,
    /// As they sign.
    pub name: String,
    /// Their title.
    pub title: String,
    /// An IANA zone.
    pub timezone: String,
    /// Where others pick a time.
    pub booking_link: String,
    /// Touches a working day can hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// When they are away.
    pub away: Vec<Away>,
}

/// What was done towards a goal outside the plan's own records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Four characters.
    pub id: String,
    /// The day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// What it taught.
    pub learned: String,
}

/// A goal with its why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goal {
    /// A slug.
    pub id: String,
    /// A result to reach or a skill to practise.
    pub kind: GoalKind,
    /// The id of the member whose goal it is.
    pub owner: Option<String>,
    /// What it is called.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// For getting better: what is practised.
    pub skill: String,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<u64>,
    /// How often it starts anew; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// What the target counts, in words.
    pub unit: String,
    /// The first day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(with = "wire::day", skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// What came from outside the plan.
    pub progress: Vec<Progress>,
}

/// Which readiness rules hold in this plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadinessSettings {
    /// Ids of rules that are switched off.
    pub off: Vec<String>,
}

/// plan.toml.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The version of the file.
    pub format: Format,
    /// Why all this; shared with whoever shares the plan.
    pub why: String,
    /// ISO 4217, `USD`.
    pub currency: String,
    /// Which days are worked.
    pub calendar: WorkingCalendar,
    /// Who works from this plan.
    pub members: Vec<Member>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// What follows from answers, where it is not the usual.
    pub answers: BTreeMap<String, AnswerOverride>,
    /// The results that doing a touch offers, by its channel, where they are not the usual ones.
    pub results: BTreeMap<String, Vec<Outcome>>,
    /// Which readiness rules hold.
    pub readiness: ReadinessSettings,
}

impl Settings {
    /// The member with that id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The goal with that id.
    pub fn goal(&self, id: &str) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.id == id)
    }

    /// Whether both say the same of everything but the goals.
    pub fn differs_in_goals_alone(&self, other: &Self) -> bool {
        let bare = |settings: &Self| Self { goals: Vec::new(), ..settings.clone() };
        bare(self) == bare(other)
    }

    /// Who `me` is: the member named, else the only one.
    pub fn me(&self, me: Option<&str>) -> Option<&Member> {
        match (me, self.members.as_slice()) {
            (Some(id), _) => self.member(id),
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    /// The results that are offered when a touch has been done, the usual one first. What the channel can't have is not
    /// among them, whatever the plan says; it is told as a problem.
    pub fn outcomes(&self, channel: Channel) -> Vec<Outcome> {
        let usual = channel.outcomes();
        let mut own: Vec<Outcome> = Vec::new();
        for outcome in self.results.get(channel.word()).into_iter().flatten() {
            if usual.contains(outcome) && !own.contains(outcome) {
                own.push(*outcome);
            }
        }
        if own.is_empty() { usual.to_vec() } else { own }
    }

    /// `$120,000` in the plan's currency; unknown currencies stand before the amount by their code.
    pub fn money(&self, amount: u64) -> String {
        let sign = match self.currency.as_str() {
            "" | "USD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            code => format!("{code} "),
        };
        format!("{sign}{}", grouped(amount))
    }
}

/// `120,000`
fn grouped(amount: u64) -> String {
    let digits = amount.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped_and_carries_its_sign() {
        let plan = |currency: &str| Settings { currency: currency.into(), ..Settings::default() };
        let cases =
            [("USD", 0, "$0"), ("USD", 999, "$999"), ("EUR", 120_000, "€120,000"), ("CHF", 1_234_567, "CHF 1,234,567")];
        for (currency, amount, want) in cases {
            assert_eq!(plan(currency).money(amount), want);
        }
    }

    #[test]
    fn the_plan_says_which_results_are_offered_and_which_comes_first() {
        use Outcome::{Connected, LeftVoicemail, NoAnswer, Sent};
        let plan = |own: &[Outcome]| {
            let results = BTreeMap::from([("call".to_owned(), own.to_vec())]);
            Settings { results, ..Settings::default() }
        };
        for (own, want) in [
            (&[LeftVoicemail, NoAnswer, Connected][..], &[LeftVoicemail, NoAnswer, Connected][..]),
            (&[Connected, Connected], &[Connected]),
            (&[Sent, NoAnswer], &[NoAnswer]),
            (&[Sent], Channel::Call.outcomes()),
            (&[], Channel::Call.outcomes()),
        ] {
            assert_eq!(plan(own).outcomes(Channel::Call), want);
            assert_eq!(plan(own).outcomes(Channel::Email), Channel::Email.outcomes());
        }
    }

    #[test]
    fn i_am_the_member_named_or_the_only_one() {
        let mut plan =
            Settings { members: vec![Member { id: "sam".into(), ..Member::default() }], ..Settings::default() };
        assert_eq!(plan.me(None).map(|m| m.id.as_str()), Some("sam"));
        plan.members.push(Member { id: "kim".into(), ..Member::default() });
        assert_eq!(plan.me(None), None);
        assert_eq!(plan.me(Some("kim")).map(|m| m.id.as_str()), Some("kim"));
        assert_eq!(plan.me(Some("lee")), None);
    }
}
