//! The table of rules, in the order in which their gaps are best filled: why, where, who, what is known, the touches,
//! the meeting, what is next, and the drafts last.

use super::{Rule, drafts, sequences, worked_out};

/// A row: id, weight, sentence, source, what finds it; then what it comes after, that it is asked of each item by itself,
/// or that it is asked later too.
macro_rules! rule {
    ($id:literal, $weight:literal, $sentence:literal, $source:literal, $find:path $(, after $after:literal)? $(, each $each:literal)? $(, later $later:literal)?) => {
        Rule {
            id: $id,
            row: concat!("?", $id),
            weight: $weight,
            sentence: $sentence,
            source: $source,
            each: false $(|| $each)?,
            later: false $(|| $later)?,
            after: &[$($after)?],
            find: $find,
        }
    };
}

/// Every rule.
pub static RULES: &[Rule] = &[
    rule!(
        "why",
        8,
        "No why yet. What makes this account worth ten touches?",
        "The why comes first: it is what is left when nobody answers",
        worked_out::why
    ),
    rule!(
        "why-beyond-money",
        4,
        "The why names only money. What else would be better with them as a client?",
        "A number is a goal; a why is what carries through the fourth unanswered touch",
        worked_out::why_beyond_money,
        after "why"
    ),
    rule!(
        "unit",
        6,
        "No business unit yet. Which part of the company feels it first?",
        "Account entry: one entry point, a business unit first",
        worked_out::unit
    ),
    rule!(
        "function",
        5,
        "No function yet. Which team in that unit lives with the problem?",
        "Account entry: one entry point, then the function in it",
        worked_out::function
    ),
    rule!(
        "rationale",
        5,
        "No reason for this way in yet. Why there first?",
        "Account entry: an entry point is chosen by pain, access and timing, not by who picks up",
        worked_out::rationale
    ),
    rule!(
        "decision-maker",
        10,
        "Nobody is named yet. Who sits at the table when this is decided?",
        "Miller Heiman, Strategic Selling: find the buying influences",
        worked_out::decision_maker
    ),
    rule!(
        "two-people",
        6,
        "You know one person here. Who else has a say, should they leave or say no?",
        "The Challenger Customer: it takes more than one person to buy",
        worked_out::two_people,
        after "decision-maker"
    ),
    rule!(
        "influence",
        5,
        "Nobody's influence is known. What can {} decide?",
        "Miller Heiman, Strategic Selling: economic, user, technical, coach",
        worked_out::influence,
        after "decision-maker"
    ),
    rule!(
        "economic",
        8,
        "Nobody here can sign. Who owns the budget?",
        "Miller Heiman, Strategic Selling: only the economic buyer gives the final yes",
        worked_out::economic,
        after "influence"
    ),
    rule!(
        "reachable",
        8,
        "Nobody can be reached. Which address, number or profile has {}?",
        "A touch needs somewhere to go",
        worked_out::reachable,
        after "decision-maker"
    ),
    rule!(
        "direction",
        5,
        "Where does the company want to go? A line of its report or an interview will do.",
        "Account entry: speak to where they are going",
        worked_out::direction
    ),
    rule!(
        "challenge",
        6,
        "What stands in its way? Their own words are best.",
        "SPIN Selling: a sale begins with a problem, and it is theirs",
        worked_out::challenge
    ),
    rule!(
        "issue",
        5,
        "Whom does it hurt, and how? A unit or a person will do.",
        "SPIN Selling: a problem grows with what it leads to for somebody",
        worked_out::issue
    ),
    rule!(
        "source",
        3,
        "{} has no source. Where would you look it up again?",
        "What is quoted must bear being asked about",
        worked_out::source,
        each true
    ),
    rule!(
        "fresh",
        4,
        "Nothing is newer than 90 days. What has happened there since?",
        "Trigger events open doors while they are news",
        worked_out::fresh
    ),
    rule!(
        "sequence",
        10,
        "No sequence yet. Which playbook fits?",
        "Account entry: the touches are planned before the first one goes out",
        sequences::begun
    ),
    rule!(
        "eight-touches",
        5,
        "Only {} touches. Eight to ten earn a meeting: which one is missing?",
        "Account entry: eight to ten touches, since hardly anybody answers the first",
        sequences::eight,
        after "sequence"
    ),
    rule!(
        "ten-touches",
        3,
        "{} is beyond ten. Which of them would you leave out?",
        "Account entry: eight to ten touches; after that, rest and a new angle",
        sequences::ten,
        after "sequence"
    ),
    rule!(
        "two-channels",
        4,
        "All touches of a sequence go by one channel. How else could they meet you?",
        "Account entry: who never opens mail may answer the phone",
        sequences::two_channels,
        after "sequence"
    ),
    rule!(
        "channel-mix",
        3,
        "{} is the third in a row by the same channel. Which other way is there?",
        "Account entry: channels take turns",
        sequences::channel_mix,
        after "sequence",
        each true
    ),
    rule!(
        "one-a-day",
        2,
        "{} is the second that day to the same person by the same channel. Which can wait?",
        "Twice on a day is once too often",
        sequences::one_a_day,
        after "sequence",
        each true
    ),
    rule!(
        "roles",
        5,
        "Nobody fills {} yet. Who should hear from you there?",
        "A playbook is written for people, and each role is one",
        sequences::roles,
        after "sequence"
    ),
    rule!(
        "address",
        2,
        "No {} is known, and a touch needs it. Where would you find it?",
        "A touch needs somewhere to go; what is looked up at nine in the morning is left for tomorrow",
        sequences::address,
        after "reachable",
        each true
    ),
    rule!(
        "single-threaded",
        3,
        "Every touch goes to one person. Whom else would you write to?",
        "The Challenger Customer: a deal on one thread hangs on it",
        sequences::single_threaded,
        after "two-people"
    ),
    rule!(
        "purpose",
        3,
        "{} has no purpose yet. What should they think or do after it?",
        "Account entry: curiosity, credibility, then the meeting",
        sequences::purpose,
        after "sequence",
        each true
    ),
    rule!(
        "purpose-order",
        4,
        "{} asks for a meeting before anybody is curious. What would make them want one?",
        "Account entry: curiosity, credibility, then the meeting",
        sequences::purpose_order,
        after "sequence"
    ),
    rule!(
        "objective",
        6,
        "{} has no objective. What should come out of it?",
        "SPIN Selling: plan the call by what it is to end with",
        worked_out::objective,
        each true,
        later true
    ),
    rule!(
        "advance",
        5,
        "{} has no advance. Which event with a date would move it on?",
        "SPIN Selling: an advance moves the sale, a continuation doesn't",
        worked_out::advance,
        each true,
        later true
    ),
    rule!(
        "fallback",
        3,
        "{} has no fallback. What would you settle for?",
        "Miller Heiman, Strategic Selling: a best action and a least one",
        worked_out::fallback,
        each true,
        later true
    ),
    rule!(
        "meeting-result",
        6,
        "{} has passed. What came of it?",
        "SPIN Selling: order, advance, continuation or no sale",
        worked_out::meeting_result,
        each true,
        later true
    ),
    rule!(
        "next-step",
        8,
        "Nothing has a date here. What happens next, and when?",
        "Hope is not a strategy: what has no date does not happen",
        worked_out::next_step,
        later true
    ),
    rule!(
        "cites-research",
        5,
        "No touch cites what you found out. Which finding opens the door?",
        "Account entry: relevance is what is quoted back to them",
        drafts::cites_research,
        after "sequence"
    ),
    rule!(
        "draft",
        8,
        "{} has no draft. What would you say?",
        "What is not written is made up at nine in the morning",
        drafts::draft,
        after "sequence",
        each true
    ),
    rule!(
        "draft-gaps",
        5,
        "{} still has gaps. What belongs there?",
        "A gap never goes out as nothing",
        drafts::draft_gaps,
        after "sequence",
        each true
    ),
    rule!(
        "something-new",
        4,
        "{} just checks in. What does it bring them?",
        "Every touch is worth opening on its own",
        drafts::something_new,
        after "sequence",
        each true
    ),
];
