//! What comes back and what follows from it, key by key, over small plans.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that can't go on shall say where")]

mod common;

use common::Story;

/// Primo with Dana and Lee, on Monday 23 November; `more` follows.
fn primo(more: &str) -> Story {
    let people = "[[people]]\nid = \"dana-cole\"\nname = \"Dana Cole\"\nemails = [{ value = \"dana@primo.example\" }]\n\
                  phones = [{ value = \"+1 312 555 0100\" }]\n[[people]]\nid = \"lee-ray\"\nname = \"Lee Ray\"\n";
    let text = format!("format = 1\nname = \"Primo\"\nstage = \"in-sequence\"\n{people}{more}");
    Story::with(&[("primo", &text)])
}

/// A sequence from last Monday, of touches to Dana by channel, day and what more there is to say.
fn sequence(touches: &[(&str, u32, &str)]) -> String {
    let touches = touches.iter().enumerate().map(|(n, (channel, day, more))| {
        let to = if more.contains("person") { "" } else { "person = \"dana-cole\"\n" };
        format!("[[sequences.touches]]\nid = \"t{n:03}\"\nchannel = \"{channel}\"\nday = {day}\n{to}{more}")
    });
    format!("[[sequences]]\nid = \"s3a1\"\nstart = 2026-11-16\n{}", touches.collect::<String>())
}

const SENT: &str = "status = \"done\"\nclosed = 2026-11-16\nresult = \"sent\"\n";
const CALLED: &str = "status = \"done\"\nclosed = 2026-11-18\nresult = \"no-answer\"\n";

fn file(story: &Story) -> String {
    story.file("accounts/primo.toml")
}

#[test]
fn a_bounce_is_about_the_last_mail_whatever_was_done_since() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 2, CALLED), ("letter", 9, "")]));
    let before = file(&story);
    story.press("ru");
    assert!(file(&story) == before && story.shows("1 touch moves: #"), "it says what moves first: {}", story.screen());
    story.press("u");
    let after = file(&story);
    assert!(after.contains(SENT) && after.contains(CALLED), "what was done stays on record\n{after}");
    assert_eq!(after.matches("channel = \"email\"").count(), 2, "{after}");
    assert!(after.contains("due = 2026-11-23\npinned = true") && after.contains("bad = 2026-11-23"), "{after}");
    assert!(after.contains("touch = \"t000\"\noutcome = \"bounced\""), "{after}");
    // Her only address is bad: the card says so, and the key for done offers what would do.
    story.press("T");
    assert!(story.shows("no good address of Dana is left: d offers another channel"), "{}", story.screen());
    story.press("dc");
    assert!(file(&story).contains("channel = \"call\"\nday = 0\n"), "{}", file(&story));
    story.press("uu");
    assert_eq!(file(&story), before);
}

#[test]
fn without_a_call_on_record_a_wrong_number_only_marks_it() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 9, "")])).keys("rw");
    let after = file(&story);
    assert!(after.contains("bad = 2026-11-23") && after.matches("[[sequences.touches]]").count() == 2, "{after}");
    story.press("<Enter>G");
    assert!(story.shows("bad number"), "the later call to that number says so\n{}", story.screen());
}

#[test]
fn a_wrong_number_dialled_is_to_be_dialled_again() {
    let mut story = primo(&sequence(&[("call", 5, "")])).keys("Tdw");
    assert!(file(&story).contains("result = \"wrong-number\"\n"), "{}", file(&story));
    assert!(file(&story).contains("due = 2026-11-23\npinned = true"), "{}", file(&story));
    assert!(story.shows("no good number of Dana is left"), "{}", story.screen());
}

#[test]
fn the_plan_says_which_results_are_offered_and_which_the_key_takes_again() {
    let called = |results: &str, keys: &str| {
        let mut story = primo(&sequence(&[("call", 5, "")]));
        let plan = story.file("plan.toml") + "\n[results]\ncall = " + results + "\n";
        std::fs::write(story.path("plan.toml"), plan).unwrap();
        story.load();
        story.press(keys);
        story
    };
    let mut story = called("[\"left-voicemail\", \"no-answer\"]", "Td");
    assert!(story.shows("left voicemail") && !story.shows("wrong number"), "{}", story.screen());
    story.press("d");
    assert!(file(&story).contains("result = \"left-voicemail\"\n"), "{}", file(&story));
    // The only one needs no question, unless it is one itself.
    assert!(file(&called("[\"no-answer\"]", "Td")).contains("result = \"no-answer\"\n"));
    let mut story = called("[\"connected\"]", "Tdc");
    assert!(!file(&story).contains("result"), "{}", file(&story));
    assert!(story.shows("gatekeeper"), "how it went is asked\n{}", story.screen());
}

#[test]
fn an_absence_tells_what_it_moves_before_it_is_taken() {
    let mut story = primo(&sequence(&[("email", 5, ""), ("email", 8, "")])).keys("rp<Ctrl-U>Dana<Enter>o2 dec");
    assert!(
        story.shows("2 touches move: #1 Mon 23 Nov → Thu 3 Dec,") && story.shows("Nov → Tue 8 Dec"),
        "{}",
        story.screen()
    );
    story.press("<Enter>u");
    assert!(!file(&story).contains("away"), "{}", file(&story));
}

#[test]
fn what_lies_ahead_is_named_however_far_it_is() {
    for (item, day) in [
        ("[[meetings]]\nat = 2027-02-01T10:00:00Z\nstatus = \"booked\"\n", "Mon 1 Feb"),
        ("[[next_steps]]\nwhat = \"Call\"\nby = 2027-01-15\n", "Fri 15 Jan"),
    ] {
        let mut story = primo(item).keys("T");
        assert!(story.shows("The next work is on") && story.shows(day), "{}", story.screen());
    }
    let mut story =
        Story::with(&[("primo", "name = \"Primo\"\nstage = \"nurture\"\nrevisit = 2027-05-03\n")]).keys("T");
    assert!(story.shows("Mon 3 May"), "{}", story.screen());
}

#[test]
fn every_piece_of_work_counts() {
    let steps = "[[next_steps]]\nwhat = \"Call\"\nby = 2026-11-23\n[[next_steps]]\nwhat = \"Send\"\nby = 2026-11-20\n";
    let mut story = primo(steps).keys("T");
    assert!(story.shows("Today 2") && story.shows("1 overdue · 1 due") && story.shows("0/2"), "{}", story.screen());
    story.press("dd");
    assert!(story.shows("1/2") && story.shows("Today 1"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("0/2"), "{}", story.screen());
    // A decision leaves no day in the file, and counts all the same.
    let mut story = primo("").keys("Tdu<Enter>");
    assert!(story.shows("1/1"), "{}", story.screen());
    story.press("u");
    assert!(story.shows("0/1"), "{}", story.screen());
}

#[test]
fn when_nobody_is_left_it_asks_when_to_come_back_and_undo_takes_both_back() {
    let mut story =
        primo(&sequence(&[("email", 0, SENT), ("call", 9, ""), ("call", 12, "person = \"\"\nto = \"second\"\n")]));
    let before = file(&story);
    story.press("rxWe renewed.<Enter>");
    assert!(story.shows("When to take it up again?") && story.shows("2 touches cancelled"), "{}", story.screen());
    story.press("+3m<Enter><Enter>");
    let after = file(&story);
    assert!(after.contains("revisit = 2027-02-23") && after.contains("stage = \"nurture\""), "{after}");
    assert_eq!(after.matches("status = \"cancelled\"").count(), 2, "{after}");
    story.press("u");
    assert_eq!(file(&story), before);
}

#[test]
fn much_later_offers_to_take_the_account_up_again() {
    let plan = sequence(&[("email", 0, SENT), ("call", 9, "")]);
    for (choice, has) in [("y", "revisit = 2027-02-01"), ("n", "due = 2027-02-01")] {
        let mut story = primo(&plan).keys("rl1 feb<Enter>");
        assert!(
            story.shows("working days): take the account up again then?") && !file(&story).contains("2027"),
            "{}",
            story.screen()
        );
        story.press(choice);
        assert!(file(&story).contains(has), "{choice}\n{}", file(&story));
    }
    let story = primo(&plan).keys("rl15 dec<Enter>");
    assert!(file(&story).contains("due = 2026-12-15"), "near by there is nothing to ask");
}

#[test]
fn a_meeting_that_did_not_take_place_offers_another_time() {
    let meeting = "[[meetings]]\nat = 2026-11-20T10:00:00Z\nstatus = \"booked\"\nwith = [\"dana-cole\"]\n";
    for (keys, status, touches) in [("Tdny", "no-show", 1), ("Tdnn", "no-show", 0), ("Tdky", "cancelled", 1)] {
        let story = primo(meeting).keys(keys);
        let after = file(&story);
        assert!(after.contains(&format!("status = \"{status}\"")), "{after}");
        assert_eq!(after.matches("[[sequences.touches]]").count(), touches, "{keys}\n{after}");
    }
}

#[test]
fn a_step_that_time_has_passed_over_is_decided_by_letter() {
    let step = "[[next_steps]]\nwhat = \"Send\"\nby = 2026-11-20\n";
    let held = sequence(&[("email", 0, SENT), ("call", 9, "status = \"held\"\n")]);
    for (keys, has) in [
        ("Tdd", "done = 2026-11-23"),
        ("Tdpfri<Enter>", "by = 2026-11-27"),
        ("Tdhy", "day = 9\nperson = \"dana-cole\"\ndue = 2026-11-23"),
        ("Tdu+3m<Enter>", "revisit = 2027-02-23"),
    ] {
        let story = primo(&format!("{step}{held}"));
        let before = file(&story);
        let mut story = story.keys(keys);
        assert!(file(&story).contains(has), "{keys}\n{}", file(&story));
        story.press("<Esc>u");
        assert_eq!(file(&story), before, "{keys}: one undo");
    }
    let mut story = primo(step).keys("Td");
    assert!(!story.shows("resume"), "nothing is held\n{}", story.screen());
    let story = primo("[[next_steps]]\nwhat = \"Send\"\nby = 2026-11-23\n").keys("Td");
    assert!(file(&story).contains("done = 2026-11-23"), "what is due today is simply done");
}

#[test]
fn a_next_step_wants_its_date_and_its_person() {
    let plan = sequence(&[("email", 0, SENT), ("call", 9, "")]);
    let story = primo(&plan);
    let before = file(&story);
    let mut story = story.keys("rrrHow? > Send the case<Enter>");
    assert!(story.shows("“Send the case”: by when?"), "{}", story.screen());
    story.press("fri<Enter><Enter>");
    let after = file(&story);
    let step = "what = \"Send the case\"\nby = 2026-11-27\nperson = \"dana-cole\"";
    assert!(after.contains(step) && after.contains("text = \"How?\""), "{after}");
    story.press("u");
    assert_eq!(file(&story), before);
    let mut story = primo(&plan).keys("rrrHow?<Enter>");
    assert!(story.shows("The next step, with its date"), "{}", story.screen());
    story.press("Send the case<Enter>");
    assert!(story.shows("say by when"), "{}", story.screen());
    story.press(" by fri<Enter>");
    assert!(file(&story).contains(step), "{}", file(&story));
}

#[test]
fn a_referral_cancels_the_rest_or_hands_it_on() {
    let plan = sequence(&[("email", 0, SENT), ("call", 9, ""), ("letter", 12, "")]);
    let mut story = primo(&plan).keys("rfAna Diaz, Head of Demand<Enter>");
    assert!(
        story.shows("2 touches to Dana are still to come. Hand them on to Ana?") && story.shows("2 touches handed on"),
        "{}",
        story.screen()
    );
    story.press("g");
    assert_eq!(file(&story).matches("person = \"ana-diaz\"").count(), 3, "{}", file(&story));
    let story = primo(&plan).keys("rfLee<Enter>c");
    let after = file(&story);
    assert!(after.contains("referred_by = \"dana-cole\"") && after.matches("\"cancelled\"").count() == 2, "{after}");
    assert_eq!(after.matches("[[people]]").count(), 2, "Lee is known\n{after}");
}

#[test]
fn a_gatekeeper_is_no_message() {
    let story = primo(&sequence(&[("call", 5, "")])).keys("Tdcg");
    let after = file(&story);
    assert!(
        after.contains("result = \"connected\"") && after.contains("The gatekeeper did not put us through"),
        "{after}"
    );
}

#[test]
fn linkedin_goes_by_who_is_connected() {
    let mut story = primo(&sequence(&[("linkedin-message", 5, "")])).keys("T");
    assert!(story.shows("Dana has not accepted on LinkedIn yet"), "{}", story.screen());
    story.press("di");
    assert!(file(&story).contains("channel = \"linkedin-inmail\""), "{}", file(&story));
    let connected = sequence(&[("linkedin-connect", 5, "")]);
    let mut story = primo(&format!("connected_on = 2026-06-15\n{connected}").replace("connected_on", "revisit"));
    story.press("T");
    assert!(!story.shows("connected already"), "Dana is not");
    let lee = "[[people]]\nid = \"ana\"\nname = \"Ana Diaz\"\nconnected_on = 2026-06-15\n";
    let connect = sequence(&[("linkedin-connect", 5, "person = \"ana\"\n")]);
    let mut story = primo(&format!("{lee}{connect}")).keys("T");
    assert!(story.shows("Ana is connected already: d skips it"), "{}", story.screen());
    story.press("dd");
    assert!(file(&story).contains("status = \"skipped\""), "{}", file(&story));
}

#[test]
fn another_person_may_have_answered_known_or_new() {
    let lees = format!("person = \"lee-ray\"\n{CALLED}");
    let plan = sequence(&[("email", 0, SENT), ("call", 2, &lees)]);
    let mut story = primo(&plan).keys("r");
    assert!(story.shows("What came back from Lee Ray, touch 2?"), "{}", story.screen());
    story.press("pDana<Enter>");
    assert!(story.shows("What came back from Dana Cole, touch 1?"), "{}", story.screen());
    story.press("pAna Diaz, Head of Demand");
    assert!(story.shows("Ana Diaz is new here and is added"), "{}", story.screen());
    story.press("<Enter>dn");
    let after = file(&story);
    assert!(after.contains("id = \"ana-diaz\"") && after.contains("do_not_contact = true"), "{after}");
    assert!(after.contains("person = \"ana-diaz\"\noutcome = \"unsubscribed\""), "{after}");
}

#[test]
fn nothing_is_postponed_into_the_past() {
    let mut story = primo(&sequence(&[("email", 0, ""), ("call", 2, "")])).keys("Tpyesterday<Enter>");
    assert!(story.shows("postpone goes forward"), "{}", story.screen());
    story.press("<Ctrl-U><Esc>+<Enter>");
    // It was due last Monday: a day later is tomorrow. The status names what moves.
    assert!(story.model.status.text.contains("#1 Mon 16 Nov → Tue 24 Nov, #2 "), "{}", story.model.status.text);
    story.press("1rbthu 14:30, the Q4 numbers<Enter>");
    assert!(
        file(&story).contains("what = \"Call back at 14:30: the Q4 numbers\"\nby = 2026-11-26"),
        "{}",
        file(&story)
    );
}

#[test]
fn an_order_can_be_won_and_only_what_is_held_resumed() {
    let plan = "[[meetings]]\nat = 2026-11-20T10:00:00Z\nstatus = \"booked\"\n\
                [[opportunities]]\nid = \"o1p9\"\nname = \"Pilot\"\non = 2026-11-02\n";
    let mut story = primo(plan).keys("Tdo").keys("d");
    assert!(story.shows("w  won") && !story.shows("h  resume"), "{}", story.screen());
    story.press("w");
    let after = file(&story);
    assert!(
        after.contains("stage = \"won\"") && after.contains("status = \"won\"") && after.contains("on = 2026-11-23"),
        "{after}"
    );
}

#[test]
fn what_is_held_pretends_no_day() {
    let mut story =
        primo(&sequence(&[("email", 0, SENT), ("call", 9, "")])).keys("rrrHow? > Call by fri<Enter><Enter>");
    assert!(
        file(&story).ends_with("status = \"held\"\n") || file(&story).contains("status = \"held\"\n\n"),
        "{}",
        file(&story)
    );
    story.press("<Enter>G");
    assert!(story.shows("held"), "{}", story.screen());
}

#[test]
fn what_drifts_says_what_happened_and_what_could_be_done() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 2, CALLED)])).keys("T");
    for part in ["The sequence ended without an answer: 2 touches done", "another angle", "call Dana no answer"] {
        assert!(story.shows(part), "{part}\n{}", story.screen());
    }
}

#[test]
fn not_interested_ends_what_a_reply_had_held_and_somebody_else_is_left() {
    let lees = "person = \"lee-ray\"\n";
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 9, ""), ("email", 12, lees)]));
    story.press("rremaybe > send the case by thu<Enter><Enter>");
    assert_eq!(file(&story).matches("status = \"held\"").count(), 2, "{}", file(&story));
    story.press("rx<Enter>");
    let after = file(&story);
    assert_eq!((after.matches("\"cancelled\"").count(), after.matches("\"held\"").count()), (1, 1), "{after}");
    assert!(!after.contains("stage = \"nurture\""), "Lee is left: {after}");
    // What goes on is said before, and is Lee's alone.
    story.now = "2026-11-27T09:00:00-06:00".parse().unwrap();
    story.press("<Esc><Esc>Tdh");
    assert!(story.shows("1 touch goes on, the first on Wed 2 Dec?"), "{}", story.screen());
    story.press("y");
    assert!(!file(&story).contains("\"held\"") && file(&story).contains("\"cancelled\""), "{}", file(&story));
}

#[test]
fn a_new_cycle_ends_the_one_that_was_done_to_its_end() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 2, CALLED)])).keys("b1");
    assert!(!story.shows("still runs"), "{}", story.screen());
    story.press("<Enter>");
    let after = file(&story);
    assert!(
        after.contains("ended = { on = 2026-11-18, why = \"no answer\" }") && after.contains("cycle = 2"),
        "{after}"
    );
    story.press("b1");
    assert!(story.shows("beside one that still runs"), "{}", story.screen());
}

#[test]
fn what_is_asked_of_a_day_says_its_time_and_takes_the_day_last() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 9, "")])).keys("rsthe pilot outline by fri");
    assert!(story.shows("send something Fri 27 Nov"), "{}", story.screen());
    story.press("<Enter><Enter>rbthu 14:30");
    assert!(story.shows("at 14:30"), "{}", story.screen());
}

#[test]
fn a_meeting_that_is_booked_in_a_line_holds_the_rest_and_one_undo_takes_all_back() {
    let mut story = primo(&sequence(&[("email", 0, SENT), ("call", 5, ""), ("email", 9, "")]));
    let before = file(&story);
    story.press(":add meeting<Enter>thu 10:00 Dana, Zoom: agree a pilot<Enter>");
    assert!(story.shows("2 touches are held for it; stage meeting"), "{}", story.screen());
    let after = file(&story);
    assert!(
        after.matches("status = \"held\"").count() == 2 && after.contains("objective = \"agree a pilot\""),
        "{after}"
    );
    story.press("u");
    assert_eq!(file(&story), before);
    story.press(":add meeting<Enter>Dana: agree a pilot");
    assert!(story.shows("no time in it, so it is the one to aim at"), "{}", story.screen());
    story.press("<Enter>");
    assert!(!file(&story).contains("held"), "one that is aimed at holds nothing");
}

#[test]
fn nothing_came_of_a_meeting_before_its_day() {
    let meeting = "[[meetings]]\nat = 2026-11-26T10:00:00-06:00\nstatus = \"booked\"\nwith = [\"dana-cole\"]\n";
    let mut story = primo(meeting).keys("Bd");
    assert!(story.shows("The meeting is on Thu 26 Nov, still to come. What of it?"), "{}", story.screen());
    assert!(!story.shows("they did not come") && !story.shows("they buy"), "{}", story.screen());
    story.press("t<Ctrl-U>today 9:00<Enter>");
    assert!(file(&story).contains("at = 2026-11-23T09:00:00-06:00"), "{}", file(&story));
    story.press("<Esc>Bdo");
    assert!(file(&story).contains("result = \"order\""), "{}", file(&story));
}

#[test]
fn won_is_at_hand_after_an_order_and_after_no_kind_words() {
    let meeting = "[[meetings]]\nat = 2026-11-20T10:00:00Z\nstatus = \"booked\"\nwith = [\"dana-cole\"]\n";
    for (result, first, never) in [("c", "n  next step", "w  won"), ("o", "w  won", "x  disqualify")] {
        let mut story = primo(meeting).keys("Td").keys(result);
        let screen = story.screen();
        let title = screen.find("What next?").unwrap();
        let choice = screen[title..].lines().nth(1).unwrap();
        assert!(choice.contains(first) && !story.shows(never), "{screen}");
    }
}

#[test]
fn a_draft_with_a_gap_is_not_sent_by_one_key() {
    let draft = "message = \"Hi,\\n\\nit took [how long], and [who] did it.\"\n";
    let touches = sequence(&[("email", 5, draft)]);
    let mut story = primo(&touches).keys("Td");
    assert!(story.shows("The draft still leaves “how long” open. Sent all the same?"), "{}", story.screen());
    assert!(!file(&story).contains("result"));
    // The gap is chosen when the draft opens: what is typed fills it in.
    story.press("ea week<Ctrl-S>");
    assert!(file(&story).contains("it took a week, and [who] did it."), "{}", file(&story));
    story.press("dd");
    assert!(file(&story).contains("result = \"sent\""), "{}", file(&story));
    let mut story = primo(&sequence(&[("email", 5, "message = \"Hi.\"\n")])).keys("Td");
    assert!(file(&story).contains("result = \"sent\""), "{}", story.screen());
}
