//! The name that was nearly typed: offered, never taken. What is similar enough is decided here for every kind of name.

/// So long a beginning of a name tells which is meant.
const TELLING: usize = 5;

/// The nearest of the names, if at most a letter in three is another. Somebody may have typed no more than its beginning,
/// which is worth a slip more.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let letters = typed.chars().count();
    let beginning = |name: &&str| {
        let begun: String = name.chars().take(letters).collect();
        (letters >= TELLING && begun.len() < name.len()).then(|| 1 + strsim::damerau_levenshtein(&begun, typed))
    };
    let slips = |name: &&str| {
        let whole = strsim::damerau_levenshtein(name, typed);
        beginning(name).map_or(whole, |beginning| whole.min(beginning))
    };
    let known = names.into_iter().filter(|name| !name.is_empty()).map(|name| (slips(&name), name));
    let nearest = known.min_by_key(|near| near.0);
    nearest
        .filter(|(slips, _)| *slips <= typed.chars().count() / 3 + usize::from(typed.chars().count() > 1))
        .map(|(_, name)| name)
}

/// `; did you mean primo?`, or nothing.
pub fn meant<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(typed, names).map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_offered_and_another_word_is_not() {
        let names = ["primo", "globex"];
        for (typed, want) in [
            ("primo", Some("primo")),
            ("pirmo", Some("primo")),
            ("globx", Some("globex")),
            ("xy", None),
            ("umbrella", None),
        ] {
            assert_eq!(nearest(typed, names), want, "{typed}");
        }
        let long = ["old-harbor-coffee", "globex"];
        assert_eq!(nearest("old-harbour", long), Some("old-harbor-coffee"), "a beginning is a name too");
        assert_eq!(nearest("old", ["oldest-harbor"]), None);
        assert_eq!(nearest("primo", []), None);
        // A number is no slip of an id.
        assert_eq!(nearest("0", ["k7", ""]), None);
        assert_eq!(meant("pirmo", names), "; did you mean primo?");
    }
}
