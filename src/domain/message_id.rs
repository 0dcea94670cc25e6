//! The name of an email of a touch, from which the touch can be told again when an answer quotes it.
//!
//! `<k3f9.primo.1764000000@inroad.invalid>` names a message: touch, account, and when it was handed on, so that no two are
//! named alike (a server may drop the second of one name as a double). `<k3f9.primo@inroad.invalid>` names the touch
//! itself. No message has that name; it stands in `References` beside, since many mail programs give what they send a
//! name of their own but leave references as they are. Answers bring both back. Nothing has to be stored: what a name
//! says is looked up in the plan, and counts only if it is there. `invalid` is nobody's domain, now and for ever.

use chrono::{DateTime, FixedOffset};

use super::account::Account;
use super::sequence::TouchAt;
use super::touch::Status;

const HOST: &str = "inroad.invalid";

/// What a name tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The account's id.
    pub account: String,
    /// The touch's id.
    pub touch: String,
}

/// The name of a touch; none if it has no id that could be read again.
pub fn of_touch(account: &Account, touch: &str) -> Option<String> {
    (is_word(touch) && is_word(&account.id)).then(|| format!("{touch}.{}@{HOST}", account.id))
}

/// The name of a message of a touch that is handed on at that time. One of a touch without an id tells nothing.
pub fn of_message(account: &Account, touch: &str, at: DateTime<FixedOffset>) -> String {
    let (touch, account) =
        (if is_word(touch) { touch } else { "-" }, if is_word(&account.id) { &account.id } else { "-" });
    format!("{touch}.{account}.{}@{HOST}", at.timestamp())
}

/// What a name tells, if it is one of ours.
pub fn read(id: &str) -> Option<Named> {
    let (name, host) = id.trim().trim_matches(['<', '>']).rsplit_once('@')?;
    let mut parts = name.split('.');
    let (touch, account, at) = (parts.next()?, parts.next()?, parts.next());
    let is_time = at.is_none_or(|at| !at.is_empty() && at.bytes().all(|byte| byte.is_ascii_digit()));
    let is_ours = host.eq_ignore_ascii_case(HOST) && parts.next().is_none() && is_time;
    (is_ours && is_word(touch) && is_word(account))
        .then(|| Named { account: account.to_owned(), touch: touch.to_owned() })
}

impl Named {
    /// The touch of that account, if it is there and was done.
    pub fn touch(&self, account: &Account) -> Option<TouchAt> {
        let mut found = account.touches().filter(|(_, touch)| touch.id == self.touch);
        let (at, touch) = found.next().filter(|_| *self.account == *account.id)?;
        (found.next().is_none() && touch.status == Status::Done).then_some(at)
    }
}

/// What stands in a name as it is.
fn is_word(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (1..=64).contains(&text.len()) && text.chars().all(is_plain) && text != "-"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{account, at, done, sequence, touch, when};

    #[test]
    fn a_name_tells_its_touch_again_and_no_other_name_does() {
        let primo = account(vec![sequence(
            "2026-11-02",
            vec![done(touch("k3f9", 0, "dana-cole"), "2026-11-03"), touch("b2c4", 3, "dana-cole")],
        )]);
        let name = of_touch(&primo, "k3f9").unwrap();
        let message = of_message(&primo, "k3f9", at("2026-11-03"));
        assert_eq!(name, "k3f9.primo@inroad.invalid");
        assert_ne!(message, of_message(&primo, "k3f9", at("2026-11-04")));
        for id in [name.clone(), message, format!(" <{name}> "), name.replace("inroad", "INROAD")] {
            assert_eq!(read(&id).and_then(|named| named.touch(&primo)), Some(when(0, 0)), "{id}");
        }
        for id in [
            "k3f9.primo@inroad.example",
            "k3f9@inroad.invalid",
            "k3f9.primo.x@inroad.invalid",
            "",
            "@",
            "<>",
            ".primo@inroad.invalid",
            "k3f9.primo.1.2@inroad.invalid",
            "-.primo.1@inroad.invalid",
            "k3f9.pri mo@inroad.invalid",
        ] {
            assert_eq!(read(id), None, "{id}");
        }
        for id in ["b2c4.primo@inroad.invalid", "zzzz.primo@inroad.invalid", "k3f9.globex@inroad.invalid"] {
            assert_eq!(read(id).unwrap().touch(&primo), None, "not done, not there, not theirs: {id}");
        }
        assert_eq!((of_touch(&primo, ""), of_touch(&primo, "a b")), (None, None));
        assert_eq!(read(&of_message(&primo, "", at("2026-11-03"))), None);
    }
}
