//! The weekly review from the command line.

use crate::desk::Desk;

fn desk() -> Desk {
    let touch = "[[sequences.touches]]\nid = \"aaaa\"\nstatus = \"done\"\nclosed = 2026-11-17\nresult = \"sent\"\n\
                 learned = \"A | B*\"\n";
    let account = format!("name = \"Acme\"\nstage = \"engaged\"\n[[sequences]]\nid = \"s3a1\"\n{touch}");
    let desk = Desk::with(&[("acme", &account)]);
    let goal = "\n[[goals]]\nid = \"go\"\ntitle = \"Ten touches\"\nmetric = \"touches\"\ntarget = 10\n\
                from = 2026-11-16\nto = 2026-11-27\n";
    std::fs::write(desk.path("plan.toml"), desk.file("plan.toml") + goal).unwrap();
    desk
}

#[test]
fn the_review_is_markdown_that_nothing_of_a_plan_can_break() {
    let review = desk().run("review");
    assert_eq!((review.code, review.err.as_str()), (0, ""));
    assert!(
        review.out.starts_with("# Week from Mon 16 Nov to Sun 22 Nov\n\n## Done: 1 touch\n\n- 1 email\n"),
        "{}",
        review.out
    );
    assert!(review.out.contains("- A \\| B\\* (Acme, email)\n"), "{}", review.out);
    assert!(review.out.contains("| --- | --- |\n| Ten touches: 1 of 10 touches; behind: on pace would be 5 by today"));
    assert!(
        review
            .out
            .contains("## To decide: 1 account drifts\n\n- Acme: engaged, nothing dated ahead since Tue 17 Nov\n")
    );
}

#[test]
fn a_week_is_named_by_any_of_its_days() {
    let desk = desk();
    for (week, begins) in [
        ("last", "Mon 16 Nov"),
        ("this", "Mon 23 Nov"),
        ("2026-11-19", "Mon 16 Nov"),
        ("fri", "Mon 16 Nov"),
        // As the insights print them.
        ("2026-W47", "Mon 16 Nov"),
        ("w46", "Mon 9 Nov"),
        ("2025-W01", "Mon 30 Dec"),
    ] {
        let review = desk.args(&["review", "--week", week]);
        assert!(review.out.starts_with(&format!("# Week from {begins} ")), "{week}: {}{}", review.out, review.err);
    }
    for wrong in ["whenever", "2026-W60", "W", "2026-W"] {
        let refused = desk.args(&["review", "--week", wrong]);
        assert_eq!(refused.code, 2, "{wrong}");
        assert!(refused.err.contains("is no week to look back on: this, last, 2026-W47"), "{}", refused.err);
    }
}

#[test]
fn goals_say_how_they_stand() {
    let goals = desk().run("list goals --json").json();
    let stands = &goals["goals"][0]["stands"];
    assert_eq!((&stands["done"], &stands["expected"], &stands["on_pace"]), (&1.into(), &5.0.into(), &false.into()));
    assert_eq!((&stands["working_days_left"], &stands["assumed"]), (&5.into(), &false.into()));
}

#[test]
fn as_json_it_has_sections() {
    let review = desk().run("review --json").json();
    assert_eq!(
        (&review["format"], &review["from"], &review["to"]),
        (&1.into(), &"2026-11-16".into(), &"2026-11-22".into())
    );
    let sections = review["sections"].as_array().unwrap();
    let learned = sections.iter().find(|section| section["title"] == "Learned").unwrap();
    assert_eq!(learned["lines"][0]["account"], "acme");
    let goals = sections.iter().find(|section| section["title"] == "Goals, as of today").unwrap();
    assert!(goals["lines"][0]["performance"].as_str().unwrap().starts_with("Ten touches: 1 of 10"), "{goals}");
    assert_eq!(sections.last().unwrap()["lines"][0]["account"], "acme");
}

#[test]
fn what_becomes_of_an_opportunity_says_which_stage_follows() {
    let desk = Desk::with(&[(
        "acme",
        "name = \"Acme\"\nstage = \"meeting\"\n[[opportunities]]\nid = \"d001\"\nname = \"Pilot\"\nstatus = \"lost\"\n",
    )]);
    let added = desk.args(&["add", "acme", "opportunity", "Second pilot, 84k"]);
    assert_eq!(added.code, 0, "{}", added.err);
    assert!(added.err.contains("Acme still stands at meeting: inroad set acme stage opportunity"), "{}", added.err);
    let set = desk.args(&["set", "acme", "opportunities.d001.status", "won"]);
    assert!(set.err.contains("Acme still stands at meeting: inroad set acme stage won"), "{}", set.err);
    // Whoever looks: the account became a client, once.
    let told = desk.run("insights --json").json();
    let won = told["funnel"].as_array().unwrap().iter().find(|step| step["stage"] == "won").unwrap();
    assert_eq!((&won["came"], &won["now"], &told["rates"]["client"]["hits"]), (&1.into(), &0.into(), &1.into()));
    assert_eq!(desk.args(&["set", "acme", "stage", "won"]).err, "");
}

#[test]
fn naming_the_first_goal_says_that_the_others_no_longer_count() {
    let desk = desk();
    desk.run("add Bolt");
    let named = desk.args(&["set", "acme", "goals", "go"]);
    assert_eq!(named.code, 0, "{}", named.err);
    assert!(
        named.err.contains("only linked accounts count for “Ten touches” then: the other one no longer does"),
        "{}",
        named.err
    );
    assert_eq!(desk.args(&["set", "bolt", "goals", "go"]).err, "");
    assert_eq!(desk.args(&["set", "acme", "goals", ""]).err, "");
    let last = desk.args(&["set", "bolt", "goals", ""]);
    assert!(last.err.contains("no account is linked to “Ten touches” then, so all of them count"), "{}", last.err);
}
