//! Rates, worked from what the plan itself records: how many touches bring an answer, answers a meeting, meetings an
//! opportunity, opportunities a client, and what a client is worth. Each knows on how many cases it rests.
//!
//! Nothing here is stored, and nothing is assumed: where there are too few cases a rate says so, and whoever needs a
//! number all the same has to say where it comes from.
//!
//! ```text
//! touches done ─answer→ answers ─meeting→ meetings held ─opportunity→ opportunities ─client→ clients, each worth …
//! ```

use std::ops::AddAssign;

use chrono::NaiveDate;

use super::account::Account;
use super::credit::{self, Credited};
use super::load;
use super::meeting::{Meeting, MeetingStatus};
use super::reached;
use super::sequence::TouchAt;
use super::settings::{Member, Metric};
use super::stage::Stage;
use super::touch::{Status, Touch};

/// On fewer cases than these a rate says nothing yet.
pub const ENOUGH: u32 = 10;

/// The normal deviate of a two-sided interval of 90 %.
const Z: f64 = 1.644_853_626_951_472_2;

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// How often it came true. Of a mean ([`Link::is_share`]) how many there were, which may be more than `n`.
    pub hits: u32,
    /// How many cases there were.
    pub n: u32,
}

impl Rate {
    /// So many of so many.
    pub const fn new(hits: u32, n: u32) -> Self {
        Self { hits, n }
    }

    /// The rate itself, 0.25 for one of four; none without a case. Above 1 where cases brought several.
    pub fn value(self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.hits) / f64::from(self.n))
    }

    /// Between which rates the true one lies with 90 %, by Wilson's score; none without a case, and none where cases
    /// brought several, since then it is no share.
    pub fn interval(self) -> Option<(f64, f64)> {
        let share = self.value().filter(|share| *share <= 1.0)?;
        let n = f64::from(self.n);
        let squared = Z * Z / n;
        let centre = share + squared / 2.0;
        let half = Z * (share * (1.0 - share) / n + squared / (4.0 * n)).sqrt();
        let end = |at: f64| (at / (1.0 + squared)).clamp(0.0, 1.0);
        // Rounding must not say that what always or never happened might not.
        let low = if self.hits == 0 { 0.0 } else { end(centre - half) };
        let high = if self.hits == self.n { 1.0 } else { end(centre + half) };
        Some((low, high))
    }

    /// It rests on fewer than ten cases: to be greyed, and not to be planned with.
    pub fn is_few(self) -> bool {
        self.n < ENOUGH
    }

    /// The rate, if it rests on enough cases to plan with.
    pub fn known(self) -> Option<f64> {
        self.value().filter(|_| !self.is_few())
    }

    /// `3 of 41: 7 % (3–17 %)`; `1 of 4: too few`.
    pub fn told(self) -> String {
        let Self { hits, n } = self;
        match (self.known(), self.interval()) {
            (Some(value), Some((low, high))) => {
                format!("{hits} of {n}: {} ({:.0}–{})", percent(value), (low * 100.0).round(), percent(high))
            }
            (Some(value), None) => format!("{hits} of {n}: {}", percent(value)),
            _ => format!("{hits} of {n}: too few"),
        }
    }
}

impl AddAssign for Rate {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.n += other.n;
    }
}

/// `7 %`
pub fn percent(value: f64) -> String {
    // A half is rounded up, as people do; formatting alone would take the even neighbour.
    format!("{:.0} %", (value * 100.0).round())
}

/// From a day to a day, both included; without an end where none is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// The whole time.
    pub const ALL: Self = Self { from: None, to: None };

    /// From that day on.
    pub const fn since(day: NaiveDate) -> Self {
        Self { from: Some(day), to: None }
    }

    /// Whether the day lies in it. What has no day lies only in the whole time.
    pub fn holds(self, day: Option<NaiveDate>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to),
            None => self == Self::ALL,
        }
    }
}

/// A step of the way from a touch to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Touches that draw an answer.
    Answer,
    /// Meetings held to an answer.
    Meeting,
    /// Opportunities to a meeting held.
    Opportunity,
    /// Clients to an opportunity.
    Client,
    /// Beside the way: meetings held of those that were booked and whose day has come.
    Held,
}

impl Link {
    /// The steps of the way, in their order.
    pub const WAY: [Self; 4] = [Self::Answer, Self::Meeting, Self::Opportunity, Self::Client];

    /// The steps from a touch to what the metric counts. Revenue is clients times [`Rates::value_per_client`].
    pub fn up_to(metric: Metric) -> &'static [Self] {
        const WAY: &[Link] = &Link::WAY;
        match metric {
            Metric::Touches => &[],
            Metric::Answers => &WAY[..1],
            Metric::Meetings => &WAY[..2],
            Metric::Opportunities => &WAY[..3],
            Metric::Clients | Metric::Revenue => WAY,
        }
    }

    /// `answers per touch`
    pub fn label(self) -> &'static str {
        match self {
            Self::Answer => "answers per touch",
            Self::Meeting => "meetings held per answer",
            Self::Opportunity => "opportunities per meeting held",
            Self::Client => "clients per opportunity",
            Self::Held => "meetings held per booked",
        }
    }

    /// What there is none of yet, while nothing can be said: `no touch is done yet`.
    pub fn nothing(self) -> &'static str {
        match self {
            Self::Answer => "no touch is done yet",
            Self::Meeting => "no answer yet",
            Self::Opportunity => "no meeting held yet",
            Self::Client => "no opportunity yet",
            Self::Held => "no meeting booked has come to its day yet",
        }
    }

    /// Of a rate of which not one case came true: `none of 50 touches brought an answer: at most 5 %`.
    pub fn never(self, rate: Rate) -> String {
        let (cases, came) = match self {
            Self::Answer => ("touches", "brought an answer"),
            Self::Meeting => ("answers", "led to a meeting held"),
            Self::Opportunity => ("meetings held", "came to an opportunity"),
            Self::Client => ("opportunities", "made a client"),
            Self::Held => ("booked meetings", "took place"),
        };
        let most = self.interval(rate).map(|(_, high)| format!(": at most {}", percent(high))).unwrap_or_default();
        format!("none of {} {cases} {came}{most}", rate.n)
    }

    /// Whether it tells how many of the cases came true. The others are means: an answer may lead to three meetings and a
    /// meeting to two opportunities, so they may be more than one, and have no interval.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Answer | Self::Client | Self::Held)
    }

    /// Between which rates the true one lies with 90 %; none where it is a mean, unless no case came true at all.
    pub fn interval(self, rate: Rate) -> Option<(f64, f64)> {
        rate.interval().filter(|_| self.is_share() || rate.hits == 0)
    }

    /// `3 of 41: 7 % (3–17 %)`; of a mean `7 from 13: 0.54 each`; `no answer yet`.
    pub fn told(self, rate: Rate) -> String {
        let Rate { hits, n } = rate;
        match rate.known() {
            _ if n == 0 && hits == 0 => self.nothing().to_owned(),
            _ if n == 0 => format!("{hits}, and {}", self.nothing()),
            _ if self.is_share() || hits == 0 => rate.told(),
            Some(mean) => format!("{hits} from {n}: {mean:.2} each"),
            None => format!("{hits} from {n}: too few"),
        }
    }
}

/// What was done and what came of it, within a period, by one member or everybody. Sums add up: over accounts
/// ([`Rates::of_account`]), and over what a caller filters before.
///
/// A touch counts on the day it was done, whenever its answer came; everything else on its own day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// Touches done.
    pub touches: u32,
    /// Of these, the ones that drew an answer by a person, then or later.
    pub answered: u32,
    /// Answers by a person that came. Several about one touch are one, or a meeting that was booked in the third letter
    /// would seem to take three answers; what no touch led up to counts one by one.
    pub answers: u32,
    /// Meetings that were given a time, whatever became of them.
    pub booked: u32,
    /// Meetings held, with their result.
    pub held: u32,
    /// Meetings that were booked and did not take place: nobody came, or somebody called it off.
    pub missed: u32,
    /// Of those held, the ones that came to an advance or an order.
    pub advances: u32,
    /// Opportunities, won and lost ones too; an account that came to that stage without one counts as one.
    pub opportunities: u32,
    /// Accounts that became clients, on the day that [`reached::client`] knows.
    pub clients: u32,
    /// What the opportunities won are worth, in the plan's currency; without one, what the client was estimated at.
    pub value: u64,
}

impl Rates {
    /// Of these accounts. Without a member everybody's count.
    pub fn of<'a>(accounts: impl IntoIterator<Item = &'a Account>, period: Period, member: Option<&Member>) -> Self {
        let mut rates = Self::default();
        for account in accounts {
            rates += Self::of_account(account, &Credited::of(account), period, member);
        }
        rates
    }

    /// Of one account, whose answers and meetings are credited already.
    ///
    /// A touch is whose it is to do, and so is its answer; the rest is the account's owner's. What nobody owns is
    /// everybody's, as in the forecast.
    pub fn of_account(account: &Account, credited: &Credited, period: Period, member: Option<&Member>) -> Self {
        let mut rates = Self::default();
        for (at, _) in account.touches().filter(|(_, touch)| counts(account, touch, period, member)) {
            rates.touches += 1;
            rates.answered += u32::from(credited.is_answered(at));
        }
        rates.answers = answers(account, credited, period, member);
        if !load::is_account_mine(account, member) {
            return rates;
        }
        let booked = account.meetings.iter().filter(|meeting| {
            let day = meeting.at.map(|at| at.day());
            meeting.status != MeetingStatus::Planned && day.is_some() && period.holds(day)
        });
        rates.booked = booked.clone().count() as u32;
        let missed = |meeting: &&Meeting| matches!(meeting.status, MeetingStatus::NoShow | MeetingStatus::Cancelled);
        rates.missed = booked.filter(missed).count() as u32;
        for held in credited.meetings.iter().map(|credit| credit.what) {
            let is_in = period.holds(held.at.map(|at| at.day()));
            rates.held += u32::from(is_in);
            rates.advances += u32::from(is_in && credit::is_an_advance(held));
        }
        rates.count_deals(account, period);
        rates
    }

    fn count_deals(&mut self, account: &Account, period: Period) {
        let deals = account.opportunities.iter();
        self.opportunities = deals.clone().filter(|deal| period.holds(deal.on)).count() as u32;
        let is_in = |came: Option<Option<NaiveDate>>| came.is_some_and(|day| period.holds(day));
        if account.opportunities.is_empty() {
            let came = reached::first(account, |stage| matches!(stage, Stage::Opportunity | Stage::Won));
            self.opportunities = u32::from(is_in(came));
        }
        let is_new = is_in(reached::client(account));
        self.clients = u32::from(is_new);
        let won = deals.filter(|deal| reached::is_won(deal));
        let value = won.clone().filter(|deal| period.holds(deal.on)).filter_map(|deal| deal.value);
        self.value = value.fold(0, u64::saturating_add);
        if is_new && won.count() == 0 {
            self.value = account.value.unwrap_or(0);
        }
    }

    /// The rate of that step.
    pub fn link(&self, link: Link) -> Rate {
        match link {
            Link::Answer => Rate::new(self.answered, self.touches),
            Link::Meeting => Rate::new(self.held, self.answers),
            Link::Opportunity => Rate::new(self.opportunities, self.held),
            Link::Client => Rate::new(self.clients, self.opportunities),
            Link::Held => Rate::new(self.held, self.held + self.missed),
        }
    }

    /// Meetings booked to an answer, held or not.
    pub fn booking(&self) -> Rate {
        Rate::new(self.booked, self.answers)
    }

    /// What a client is worth on the average, in the plan's currency; none without a client. It rests on `clients`
    /// cases: below [`ENOUGH`] of them it is no more than a hint.
    pub fn value_per_client(&self) -> Option<u64> {
        self.value.checked_div(self.clients.into())
    }

    /// How many of what the metric counts there were.
    pub fn count(&self, metric: Metric) -> u64 {
        match metric {
            Metric::Touches => self.touches.into(),
            Metric::Answers => self.answers.into(),
            Metric::Meetings => self.held.into(),
            Metric::Opportunities => self.opportunities.into(),
            Metric::Clients => self.clients.into(),
            Metric::Revenue => self.value,
        }
    }
}

impl AddAssign for Rates {
    fn add_assign(&mut self, other: Self) {
        self.touches += other.touches;
        self.answered += other.answered;
        self.answers += other.answers;
        self.booked += other.booked;
        self.held += other.held;
        self.missed += other.missed;
        self.advances += other.advances;
        self.opportunities += other.opportunities;
        self.clients += other.clients;
        self.value = self.value.saturating_add(other.value);
    }
}

/// Whether the touch was done within the period, by that member.
pub fn counts(account: &Account, touch: &Touch, period: Period, member: Option<&Member>) -> bool {
    touch.status == Status::Done
        && period.holds(touch.closed.map(|closed| closed.day()))
        && load::is_mine(account, touch, member)
}

/// Answers that came within the period to what that member did.
fn answers(account: &Account, credited: &Credited, period: Period, member: Option<&Member>) -> u32 {
    let came = credited.answers.iter().filter(|credit| period.holds(credit.what.at.map(|at| at.day())));
    let mut seen: Vec<TouchAt> = Vec::new();
    let mut count = 0;
    for credit in came {
        let is_new = match credit.touch.and_then(|at| Some((at, account.touch(at)?))) {
            Some((at, touch)) => {
                let is_new = !seen.contains(&at) && load::is_mine(account, touch, member);
                seen.push(at);
                is_new
            }
            None => load::is_account_mine(account, member),
        };
        count += u32::from(is_new);
    }
    count
}

#[cfg(test)]
mod tests;
