//! Questions to begin a conversation plan with: one of each kind that is missing, made of what was found out. They are
//! a beginning to be written over, never more: nothing adds them unasked.

use super::account::Account;
use super::meeting::{Meeting, Question, QuestionKind};
use super::research::{Finding, FindingKind};
use super::words::Vocabulary as _;

/// Longer quotations are cut between words.
const QUOTED: usize = 90;

/// For each kind of which the meeting has no question, one.
pub fn questions(account: &Account, meeting: &Meeting) -> Vec<Question> {
    let missing = QuestionKind::ALL.iter().filter(|kind| meeting.questions_of(**kind).next().is_none());
    missing.map(|kind| question(account, meeting, *kind)).collect()
}

/// Which findings such a question comes from, the better ones first.
fn sources(kind: QuestionKind) -> &'static [FindingKind] {
    match kind {
        QuestionKind::Situation => &[FindingKind::StatusQuo, FindingKind::Trigger, FindingKind::Initiative],
        QuestionKind::Problem => &[FindingKind::Issue, FindingKind::Challenge],
        QuestionKind::Implication => &[FindingKind::Challenge, FindingKind::Issue],
        QuestionKind::NeedPayoff => &[FindingKind::Direction, FindingKind::Initiative],
    }
}

fn question(account: &Account, meeting: &Meeting, kind: QuestionKind) -> Question {
    let of_kind = |wanted: FindingKind| account.research.iter().filter(move |finding| finding.kind == wanted);
    let known = || sources(kind).iter().flat_map(|wanted| of_kind(*wanted)).filter(|finding| !finding.text.is_empty());
    // What concerns somebody in the room comes first.
    let theirs = |finding: &&Finding| finding.people.iter().any(|id| meeting.with.contains(id));
    let Some(finding) = known().find(theirs).or_else(|| known().next()) else {
        return Question { kind, text: unfounded(account, kind), ..Question::default() };
    };
    let says = quoted(&finding.text);
    let text = match kind {
        QuestionKind::Situation => format!("“{says}”: how did it come to that?"),
        QuestionKind::Problem => format!("“{says}”: where does that hurt most?"),
        QuestionKind::Implication => format!("If it stays like this, “{says}”, what can't you do next year?"),
        QuestionKind::NeedPayoff => format!("“{says}”: if the rest were solved, how much nearer would that be?"),
    };
    let research = Some(finding.id.clone()).filter(|id| !id.is_empty()).into_iter().collect();
    Question { kind, text, research, ..Question::default() }
}

fn unfounded(account: &Account, kind: QuestionKind) -> String {
    let point = &account.entry_point;
    let whose = [&point.function, &point.unit].into_iter().find(|name| !name.is_empty());
    match kind {
        QuestionKind::Situation => {
            format!("How is it done in {} today, from beginning to end?", whose.map_or("your team", String::as_str))
        }
        QuestionKind::Problem => "What about it takes more time or money than it should?".to_owned(),
        QuestionKind::Implication => "If that stays as it is, what does it cost, and whom else?".to_owned(),
        QuestionKind::NeedPayoff => "If that were solved, what would you do first?".to_owned(),
    }
}

/// The first sentence, without its full stop and never longer than a breath.
fn quoted(text: &str) -> String {
    let first = text.lines().next().unwrap_or("").trim();
    let sentence = first.split_inclusive(". ").next().unwrap_or(first).trim().trim_end_matches('.');
    if sentence.chars().count() <= QUOTED {
        return sentence.to_owned();
    }
    let short: String = sentence.chars().take(QUOTED).collect();
    let short = short.rsplit_once(' ').map_or(short.as_str(), |(words, _)| words);
    format!("{short}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_missing_kind_gets_a_question_from_what_is_known_of_who_is_there() {
        let finding = |id: &str, kind, text: &str, people: &[&str]| Finding {
            id: id.into(),
            kind,
            text: text.into(),
            people: people.iter().map(|id| (*id).to_owned()).collect(),
            ..Finding::default()
        };
        let research = vec![
            finding("aaaa", FindingKind::Challenge, "Churn is up. It was down before.", &[]),
            finding("bbbb", FindingKind::Challenge, "Cost per lead up 40 %.", &["dana"]),
        ];
        let account = Account { research, ..Account::default() };
        let asked = Question { kind: QuestionKind::Situation, text: "How?".into(), ..Question::default() };
        let meeting = Meeting { with: vec!["dana".into()], questions: vec![asked], ..Meeting::default() };
        let made = questions(&account, &meeting);
        let kinds: Vec<_> = made.iter().map(|question| question.kind).collect();
        assert_eq!(kinds, [QuestionKind::Problem, QuestionKind::Implication, QuestionKind::NeedPayoff]);
        assert_eq!(made[0].text, "“Cost per lead up 40 %”: where does that hurt most?");
        assert_eq!((made[0].research.as_slice(), made[2].research.len()), (&["bbbb".to_owned()][..], 0));
        assert_eq!(questions(&account, &Meeting { questions: made, ..Meeting::default() }).len(), 1);
        assert_eq!(quoted("Churn is up. It was down before."), "Churn is up");
        assert!(quoted(&"word ".repeat(60)).chars().count() <= QUOTED + 1);
    }
}
