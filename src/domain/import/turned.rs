//! Names that are written with the last one first, `Cole, Dana`, as Outlook and many a report write them. By one alone nobody
//! can say it (`Dana Cole, Buyer`), so whoever reads a list asks for most of a column.

use super::{keys, title};

/// What stands behind a name without being one.
const BEHIND: [&str; 9] = ["jr", "sr", "jun", "sen", "junior", "senior", "ii", "iii", "iv"];

/// `Dana Cole` of `Cole, Dana`; nothing, where what stands behind the comma is a title, a degree or a legal form.
pub fn turned(name: &str) -> Option<String> {
    /// So many words a last and a first name have at most: `van der Berg, Jan Willem`.
    const MOST: [usize; 2] = [4, 3];
    let mut parts = name.splitn(3, ',').map(str::trim);
    let (last, first) = (parts.next()?, parts.next()?);
    let rest = parts.next().unwrap_or_default();
    let is_name = |part: &str, most: usize| {
        let is_of_name = |c: char| c.is_alphabetic() || c.is_whitespace() || ".'’-".contains(c);
        part.chars().all(is_of_name) && (1..=most).contains(&part.split_whitespace().count())
    };
    let is_behind = |part: &str| {
        let is_degree = keys::without_degrees(&format!("{last}, {part}")) == last;
        is_degree || BEHIND.contains(&keys::fold(part).as_str())
    };
    let is_form = keys::company(&format!("{last}, {first}")) == keys::company(last);
    let is_title = title::height(first) > 0 || title::function(first).is_some();
    let are_names = is_name(last, MOST[0]) && is_name(first, MOST[1]);
    if !are_names || is_behind(first) || is_form || is_title || !(rest.is_empty() || is_behind(rest)) {
        return None;
    }
    let behind = if rest.is_empty() { String::new() } else { format!(", {rest}") };
    Some(format!("{first} {last}{behind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_comma_is_a_first_name_unless_it_is_something_else() {
        for (name, want) in [
            ("Cole, Dana", Some("Dana Cole")),
            ("van der Berg, Jan Willem", Some("Jan Willem van der Berg")),
            ("García López, Ana", Some("Ana García López")),
            ("O'Neill, Mary-Ann", Some("Mary-Ann O'Neill")),
            ("Roe, Bob, Jr.", Some("Bob Roe, Jr.")),
            ("Cole, Dana, PhD", Some("Dana Cole, PhD")),
            ("Dana Cole, PhD", None),
            ("Dana Cole, Ph.D., MBA", None),
            ("John Smith, Jr.", None),
            ("Dana Cole, CMO", None),
            ("Dana Cole, Marketing", None),
            ("Nordic Springs, Inc.", None),
            ("Dana Cole, Room 5", None),
            ("Dana Cole", None),
            ("Cole,", None),
            (", Dana", None),
        ] {
            assert_eq!(turned(name).as_deref(), want, "{name}");
        }
    }
}
