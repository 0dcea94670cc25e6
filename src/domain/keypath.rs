//! Where something stands in a file, in one line: `people.dana-cole.title`, items of lists by their id. Several fields that
//! stand side by side are one place too: `touches.k7qd.status+result+closed`.

/// What stands between fields that are meant together.
const AND: char = '+';

/// A path of these keys and ids.
pub fn of(keys: &[&str]) -> String {
    keys.iter().fold(String::new(), |path, key| joined(&path, key))
}

/// A key or an id behind a path. One that could be read otherwise stands in quotes, as in TOML.
pub fn joined(path: &str, key: &str) -> String {
    let is_plain = !key.is_empty() && !key.contains(['.', '"', AND]);
    behind(path, &if is_plain { key.to_owned() } else { format!("{key:?}") })
}

/// Fields side by side at a place; one alone is a path like any other.
pub fn together(place: &str, fields: &[&str]) -> String {
    match fields {
        [field] => joined(place, field),
        fields => behind(place, &fields.join(&AND.to_string())),
    }
}

fn behind(path: &str, last: &str) -> String {
    if path.is_empty() { last.to_owned() } else { format!("{path}.{last}") }
}

/// The place and the fields, where a path means several.
pub fn apart(path: &str) -> Option<(&str, Vec<&str>)> {
    let (place, last) = path.rsplit_once('.').unwrap_or(("", path));
    // What ends in a quote may hold anything.
    let is_several = last.contains(AND) && !last.ends_with('"');
    is_several.then(|| (place, last.split(AND).collect()))
}

/// The paths of all fields that a path means.
pub fn each(path: &str) -> Vec<String> {
    match apart(path) {
        Some((place, fields)) => fields.into_iter().map(|field| joined(place, field)).collect(),
        None => vec![path.to_owned()],
    }
}

/// The first key of a path, and what follows.
pub fn split(path: &str) -> (String, Option<&str>) {
    let quoted = path.strip_prefix('"').and_then(|inner| {
        let mut escaped = false;
        let end = inner.find(|c| {
            let is_end = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            is_end
        })?;
        let key = path[..end + 2].parse::<toml::Value>().ok()?.as_str()?.to_owned();
        Some((key, path[end + 2..].strip_prefix('.')))
    });
    let plain = || path.split_once('.').map_or((path.to_owned(), None), |(key, rest)| (key.to_owned(), Some(rest)));
    quoted.unwrap_or_else(plain)
}

/// The keys and ids of a path; of several fields at its end the first.
pub fn keys(path: &str) -> Vec<String> {
    let first = apart(path).and_then(|(place, fields)| Some(joined(place, fields.first()?)));
    let path = first.as_deref().unwrap_or(path);
    let (mut all, mut rest) = (Vec::new(), Some(path));
    while let Some(path) = rest {
        let (key, behind) = split(path);
        all.push(key);
        rest = behind;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_its_keys_whatever_they_hold() {
        for each in
            [vec!["people", "dana-cole", "title"], vec!["ids", "a.b"], vec!["a\"b", "", "c"], vec!["x+y", "1+1"]]
        {
            assert_eq!(keys(&of(&each)), each);
            assert_eq!(apart(&of(&each)), None, "{each:?}");
        }
    }

    #[test]
    fn fields_that_are_meant_together_stand_at_the_end() {
        let path = together("touches.k7qd", &["status", "closed"]);
        assert_eq!(path, "touches.k7qd.status+closed");
        assert_eq!(apart(&path), Some(("touches.k7qd", vec!["status", "closed"])));
        assert_eq!(keys(&path), ["touches", "k7qd", "status"]);
        assert_eq!(apart(&together("", &["stage", "stages"])), Some(("", vec!["stage", "stages"])));
        assert_eq!(together("sequences.s1", &["pauses"]), "sequences.s1.pauses");
    }
}
