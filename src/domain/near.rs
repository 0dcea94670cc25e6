//! The name that was nearly typed: offered, never taken. What is similar enough is decided here for every kind of name.

/// The nearest of the names, if at most a letter in three is another.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let slips = |name: &&str| strsim::damerau_levenshtein(name, typed);
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
        assert_eq!(nearest("primo", []), None);
        // A number is no slip of an id.
        assert_eq!(nearest("0", ["k7", ""]), None);
        assert_eq!(meant("pirmo", names), "; did you mean primo?");
    }
}
