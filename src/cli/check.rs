//! `inroad check`: what the accounts still lack, and the rules behind it.

use serde_json::{Value as Json, json};

use super::{Desk, Failure, Open, complete, out};
use crate::domain::account::Account;
use crate::domain::readiness::{self, Gap, RULES, Readiness};
use crate::domain::settings::Member;
use crate::exchange::export::json as exported;

#[derive(Debug, clap::Args)]
#[command(before_help = "Examples:
  inroad check
  inroad check primo globex --json
  inroad check --rules")]
pub(super) struct Args {
    /// The accounts; all of them where none is named.
    #[arg(value_name = "ACCOUNT", add = complete::accounts())]
    accounts: Vec<String>,
    /// List the rules instead, each with its weight, what it asks, and why.
    #[arg(long, conflicts_with = "accounts")]
    rules: bool,
}

pub(super) fn run(desk: &Desk, args: &Args) -> Result<(), Failure> {
    if args.rules {
        return rules(desk);
    }
    let mut open = desk.open()?;
    if args.accounts.is_empty() {
        out::problems(&open.read_contacts().problems);
    }
    let open = open;
    let named = args.accounts.iter().map(|name| open.to_read(name)).collect::<Result<Vec<_>, _>>()?;
    let accounts: Vec<&Account> = if named.is_empty() {
        open.plan.all().map(AsRef::as_ref).collect()
    } else {
        named.iter().map(AsRef::as_ref).collect()
    };
    let judged: Vec<(&Account, Readiness)> = accounts
        .iter()
        .map(|account| (*account, open.readiness(account)))
        .filter(|(_, it)| it.percent.is_some())
        .collect();
    for account in accounts.iter().filter(|account| !named.is_empty() && !readiness::is_judged(account)) {
        out::note(&format!("{} is {}, which is not judged", account.name, account.stage_label()));
    }
    let findings = || judged.iter().flat_map(|(account, it)| it.gaps.iter().map(move |gap| (*account, gap)));
    if desk.json {
        let findings: Vec<Json> =
            findings().map(|(account, gap)| exported::finding(account, gap, open.sender())).collect();
        let problems = exported::problems(&open.plan);
        out::json(&json!({ "format": 1, "findings": findings, "problems": problems }))?;
    } else {
        open.tell_flawed_accounts();
        print(&open, &judged)?;
    }
    if findings().next().is_some() {
        return Err(Failure::findings());
    }
    if !desk.json && !judged.is_empty() {
        out::note("nothing is missing");
    }
    Ok(())
}

impl Open {
    /// How ready an account is.
    pub(super) fn readiness(&self, account: &Account) -> Readiness {
        Readiness::of(account, &self.world(), self.sender())
    }

    /// Who signs the drafts.
    pub(super) fn sender(&self) -> Option<&Member> {
        self.plan.settings.me(self.config.me.as_deref())
    }
}

/// To a terminal account by account, to a pipe line by line.
fn print(open: &Open, judged: &[(&Account, Readiness)]) -> Result<(), Failure> {
    let lacking = judged.iter().filter(|(_, it)| !it.gaps.is_empty());
    if !out::is_table() {
        let row = |account: &Account, gap: &Gap| {
            let (id, rule) = (account.id.to_string(), gap.rule.id.to_owned());
            vec![id, rule, gap.rule.weight.to_string(), gap.sentence(account, open.sender()), gap.fill.key(account)]
        };
        let rows: Vec<Vec<String>> =
            lacking.flat_map(|(account, it)| it.gaps.iter().map(|gap| row(account, gap))).collect();
        return out::table(&["account", "rule", "weight", "message", "field"], &rows);
    }
    for (i, (account, it)) in lacking.enumerate() {
        if i > 0 {
            out::line("")?;
        }
        out::line(&format!("{}   ready {} %", account.name, it.percent.unwrap_or_default()))?;
        for gap in &it.gaps {
            out::line(&format!("  {:<18}{}", gap.rule.id, gap.sentence(account, open.sender())))?;
        }
    }
    Ok(())
}

fn rules(desk: &Desk) -> Result<(), Failure> {
    if desk.json {
        let one = |rule: &readiness::Rule| json!({ "id": rule.id, "weight": rule.weight, "message": rule.sentence, "source": rule.source, "later": rule.later });
        return out::json(&json!({ "format": 1, "rules": RULES.iter().map(one).collect::<Vec<_>>() }));
    }
    for rule in RULES {
        out::line(&format!("{:<18}{:>3}  {}", rule.id, rule.weight, rule.sentence.replace("{}", "…")))?;
        out::line(&format!("{:<18}     {}", "", rule.source))?;
    }
    Ok(())
}
