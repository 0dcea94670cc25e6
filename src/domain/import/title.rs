//! What a title tells: how high somebody stands, and for which function they speak. Tables, not judgements: a title is
//! only ever a hint.

use smallvec::SmallVec;

use super::keys::fold;
use crate::domain::people::Person;

/// Words of a title with the height that they mean, the highest first: it counts.
const HEIGHTS: &[(&str, u8)] = &[
    ("founder", 6),
    ("owner", 6),
    ("ceo", 6),
    ("chief executive", 6),
    ("managing director", 6),
    ("geschaftsfuhrer", 6),
    ("geschaeftsfuehrer", 6),
    ("president", 6),
    ("chief", 5),
    ("cfo", 5),
    ("cmo", 5),
    ("cio", 5),
    ("cto", 5),
    ("coo", 5),
    ("cro", 5),
    ("cpo", 5),
    ("chro", 5),
    ("ciso", 5),
    ("partner", 5),
    ("vorstand", 5),
    ("evp", 4),
    ("svp", 4),
    ("vp", 4),
    ("vice president", 4),
    ("general manager", 4),
    ("head", 3),
    ("director", 3),
    ("leiter", 3),
    ("leiterin", 3),
    ("principal", 3),
    ("lead", 2),
    ("manager", 2),
    ("supervisor", 2),
    ("referent", 1),
];

/// Words of a title, or of a unit, with the function that they name. The first that fits counts.
const FUNCTIONS: &[(&str, &str)] = &[
    ("talent acquisition", "Talent acquisition"),
    ("recruiting", "Talent acquisition"),
    ("hr", "HR"),
    ("human resources", "HR"),
    ("people operations", "HR"),
    ("chro", "HR"),
    ("personal", "HR"),
    ("demand generation", "Demand generation"),
    ("demand gen", "Demand generation"),
    ("marketing", "Marketing"),
    ("cmo", "Marketing"),
    ("brand", "Marketing"),
    ("revenue operations", "Revenue operations"),
    ("sales", "Sales"),
    ("vertrieb", "Sales"),
    ("cro", "Sales"),
    ("revenue", "Sales"),
    ("customer success", "Customer success"),
    ("customer service", "Customer service"),
    ("supply chain", "Supply chain"),
    ("logistics", "Logistics"),
    ("procurement", "Procurement"),
    ("purchasing", "Procurement"),
    ("einkauf", "Procurement"),
    ("security", "Security"),
    ("ciso", "Security"),
    ("information technology", "IT"),
    ("it", "IT"),
    ("cio", "IT"),
    ("data", "Data"),
    ("engineering", "Engineering"),
    ("cto", "Engineering"),
    ("software", "Engineering"),
    ("product", "Product"),
    ("quality", "Quality"),
    ("manufacturing", "Manufacturing"),
    ("production", "Manufacturing"),
    ("operations", "Operations"),
    ("coo", "Operations"),
    ("finance", "Finance"),
    ("cfo", "Finance"),
    ("controlling", "Finance"),
    ("legal", "Legal"),
    ("research", "Research and development"),
];

/// A title by its words, or what begins with each of them: some thirty words are looked for in each of fifty thousand.
struct Title<'t>(SmallVec<[&'t str; 8]>);

impl<'t> Title<'t> {
    /// Of one that is folded.
    fn of(folded: &'t str) -> Self {
        let behind = folded.match_indices(' ').map(|(at, _)| &folded[at + 1..]);
        Self(std::iter::once(folded).chain(behind).collect())
    }

    /// Whether these words stand in it as a whole.
    fn has(&self, words: &str) -> bool {
        let first = words.as_bytes().first();
        let ends = |behind: &str| behind.is_empty() || behind.starts_with(' ');
        // Most begin with another letter, which is much sooner seen.
        let has_first = |here: &&&str| here.as_bytes().first() == first;
        self.0.iter().filter(has_first).any(|here| here.strip_prefix(words).is_some_and(ends))
    }
}

/// How high somebody stands, from 0 for a title that says nothing of it.
pub fn height(title: &str) -> u8 {
    let folded = fold(title);
    let title = Title::of(&folded);
    let highest = HEIGHTS.iter().find(|(word, _)| title.has(word)).map_or(0, |(_, height)| *height);
    // A vice president is none.
    if highest == 6 && title.has("vice president") { 4 } else { highest }
}

/// The function that a title speaks for; nothing for one that speaks for all.
pub fn function(title: &str) -> Option<&'static str> {
    let folded = fold(title);
    let title = Title::of(&folded);
    FUNCTIONS.iter().find(|(word, _)| title.has(word)).map(|(_, function)| *function)
}

/// The words by which somebody is found: title and department, and what these say in other words. Whoever leads a function
/// is its head, `VP Marketing` and `CMO` too.
pub fn words(person: &Person) -> String {
    let mut words = format!("{} {}", person.title, person.department);
    if let Some(function) = function(&person.title) {
        let head = if height(&person.title) > 2 { " head" } else { "" };
        words = format!("{words} {function}{head}");
    }
    words.to_lowercase()
}

/// The unit and function that people's titles suggest for the entry point, the highest title's first: of whoever speaks
/// for one.
pub fn suggested<'p>(people: impl Iterator<Item = &'p Person>) -> Option<(String, String)> {
    let of = |person: &Person| {
        let function = function(&person.title).or_else(|| function(&person.department));
        let unit = person.department.clone();
        (function.is_some() || !unit.is_empty()).then(|| (unit, function.unwrap_or_default().to_owned()))
    };
    people.into_iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_leads_a_function_is_found_as_its_head() {
        for (title, heads_marketing) in [
            ("VP Marketing", true),
            ("CMO", true),
            ("Head of Marketing", true),
            ("Chief Marketing Officer", true),
            ("Marketing Manager", false),
            ("Head of HR", false),
            ("CEO", false),
        ] {
            let words = words(&Person { title: title.into(), ..Person::default() });
            assert_eq!(words.contains("head") && words.contains("marketing"), heads_marketing, "{title}");
        }
    }

    #[test]
    fn the_highest_words_are_looked_for_first() {
        assert!(HEIGHTS.is_sorted_by(|(_, one), (_, next)| one >= next));
    }

    #[test]
    fn a_title_tells_how_high_and_for_what() {
        for (title, want, of) in [
            ("Chief Marketing Officer", 5, Some("Marketing")),
            ("VP Marketing", 4, Some("Marketing")),
            ("Vice President, Operations", 4, Some("Operations")),
            ("CEO", 6, None),
            ("Director, Demand Gen", 3, Some("Demand generation")),
            ("Head of HR", 3, Some("HR")),
            ("Geschäftsführer", 6, None),
            ("Unit lead", 2, None),
            ("Leadership Herder", 0, None),
            ("Overhead lead", 2, None),
            ("Headhunter and head of hrs", 3, None),
            ("Shrubber", 0, None),
            ("", 0, None),
        ] {
            assert_eq!((height(title), function(title)), (want, of), "{title}");
        }
    }
}
