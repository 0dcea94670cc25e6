//! `inroad review`: the weekly review as Markdown; a file is written by redirection.

use serde_json::{Value as Json, json};

use super::{Desk, Failure, complete, out};
use crate::domain::account::Account;
use crate::domain::agenda::{self, Kind};
use crate::domain::goals::Ledger;
use crate::domain::load::Load;
use crate::domain::review::{Line, Review, Sources, named_week};

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad review
  inroad review --week last > review.md
  inroad review --week 2026-W47
  inroad review --week 2026-11-16")]
pub(super) struct Args {
    /// `this`, `last`, a week's number, or any day of the week meant. Without it this week, on its first working day the last.
    #[arg(long, value_name = "WEEK", default_value = "", add = complete::weeks())]
    week: String,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    let open = desk.open()?;
    let (world, nobody) = (open.world(), Account::default());
    let from = named_week(&args.week, &open.context(&nobody))?;
    let me = open.plan.settings.me(open.config.me.as_deref());
    let items = agenda::agenda(&open.plan, world.today, 0);
    let drifting = items.iter().filter(|item| item.kind == Kind::Drifting);
    let drifting: Vec<_> = drifting.map(|item| (item.account.clone(), item.on)).collect();
    let review = Review::of(
        from,
        &Sources {
            plan: &open.plan,
            today: world.today,
            me,
            load: &Load::of_plan(open.plan.all(), &world, me),
            ledger: &Ledger::of(open.plan.all().map(AsRef::as_ref), &world),
            drifting: &drifting,
        },
    );
    if desk.json {
        return out::json(&as_json(&review));
    }
    open.tell_flawed_accounts();
    review.markdown().lines().try_for_each(out::line)
}

fn as_json(review: &Review) -> Json {
    let mut sections: Vec<Json> = Vec::new();
    let mut lines: Vec<Json> = Vec::new();
    for line in review.lines.iter().rev() {
        match line {
            Line::Heading(title) => {
                lines.reverse();
                sections.push(json!({ "title": title, "lines": std::mem::take(&mut lines) }));
            }
            Line::Item(text, account) => lines.push(json!({ "text": text, "account": account.as_deref() })),
            Line::Drifting(account, text) => lines.push(json!({ "text": text, "account": account.as_ref() })),
            Line::Goals(left, right) => lines.push(json!({ "performance": left, "getting_better": right })),
            Line::Nothing(_) | Line::Unlearned => {}
        }
    }
    sections.reverse();
    json!({ "format": 1, "from": review.from, "to": review.to, "sections": sections })
}
