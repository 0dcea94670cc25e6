//! `inroad answer`: record what came back, as somebody tells it or as a letter on stdin says it.

mod letter;
mod mail;
mod record;

use super::{Desk, Failure, complete};
use crate::domain::answer::Answer;
use crate::domain::fields::Invalid;
use record::{Heard, record};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad answer primo replied --touch 1 --text \"How do you get to 28 %?\"
  inroad answer primo out-of-office --person Dana --until \"2 dec\"
  inroad answer primo meeting-booked --at \"thu 10:00\"
  inroad answer primo referred --person Dana --to \"Ana Diaz, Head of Demand Generation\"
  inroad answer --mail - < message.eml")]
pub(super) struct Args {
    /// The account; with --mail whoever wrote is looked for in all.
    #[arg(required_unless_present = "mail", add = complete::accounts())]
    pub(super) account: Option<String>,
    /// replied, meeting-booked, call-back, send-something, accepted, referred, out-of-office, contact-later,
    /// not-interested, bounced, wrong-number, unsubscribed
    #[arg(required_unless_present = "mail", add = complete::answers())]
    answer: Option<String>,
    /// Read it from an email, `-` from stdin: who wrote, to which touch, and what it means.
    #[arg(long, value_name = "FILE")]
    pub(super) mail: Option<String>,
    /// What the email means, where that is more than a reply.
    #[arg(long = "as", value_name = "ANSWER", add = complete::answers(), requires = "mail", conflicts_with = "answer")]
    meaning: Option<String>,
    /// Whose answer; the touch's person if it isn't said. Whoever is new here is added.
    #[arg(long, value_name = "P", add = complete::people())]
    pub(super) person: Option<String>,
    /// The touch it answers: its number, SEQUENCE:NUMBER, or its id.
    #[arg(long, value_name = "T", add = complete::touches())]
    pub(super) touch: Option<String>,
    /// The day it came.
    #[arg(long, value_name = "DATE", add = complete::days())]
    pub(super) on: Option<String>,
    /// Back in the office, call again, send by: the day it names.
    #[arg(long, value_name = "DATE", add = complete::days())]
    pub(super) until: Option<String>,
    /// When the meeting is.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Who we were referred to, in one line.
    #[arg(long, value_name = "PERSON")]
    to: Option<String>,
    /// What was agreed, with its date: the next step.
    #[arg(long, value_name = "STEP")]
    next: Option<String>,
    /// Referred: what is open to whoever referred us goes to whom they named, instead of being cancelled.
    #[arg(long)]
    retarget: bool,
    /// Contact later: take the account up again on that day, instead of only waiting with the next touch.
    #[arg(long)]
    revisit: bool,
    /// Hold the touches to this person only, not to everybody.
    #[arg(long)]
    only: bool,
    /// In their words.
    #[arg(long, default_value = "")]
    text: String,
}

impl Args {
    /// What it is, if that was said.
    pub(super) fn answer(&self) -> Result<Option<Answer>, Failure> {
        let said = self.meaning.as_deref().or(self.answer.as_deref());
        said.map(str::parse).transpose().map_err(|unknown| Invalid::from(unknown).into())
    }
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if args.mail.is_some() {
        return letter::run(desk, args);
    }
    let mut open = desk.open()?;
    let account = open.to_change(args.account.as_deref().unwrap_or_default())?.id.clone();
    let Some(answer) = args.answer()? else { return Ok(()) };
    let (person, touch, at, until, address) = (None, None, None, None, None);
    record(desk, &mut open, args, Heard { account, answer, person, touch, at, until, address, text: String::new() })
}
