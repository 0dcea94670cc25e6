//! The schema of the JSON export, as far as the program itself goes by it: what a key of a file is called there, what is
//! computed, and what is a day, for which JSON has no word. One description serves whoever reads an export, and us.

use std::sync::LazyLock;

use serde_json::Value as Json;

/// The schema's text.
const SCHEMA: &str = include_str!("../../assets/export.schema.json");

/// Under this key stands what a file says beside what is known.
pub(super) const UNKNOWN: &str = "unknown";

/// A table with nothing but this holds a value as TOML writes it.
pub(super) const VERBATIM: &str = "toml";

static READ: LazyLock<Json> = LazyLock::new(|| serde_json::from_str(SCHEMA).unwrap_or_default());

/// What a value is, by the schema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    schema: &'static Json,
    /// Its text is a day or a moment, which TOML writes without quotes.
    pub(super) is_day: bool,
    /// No file says it.
    pub(super) is_computed: bool,
}

impl Shape {
    /// What has a name there: `settings`, `account`, `contact`, `playbook`.
    pub(super) fn of(name: &str) -> Self {
        Self { schema: &READ["$defs"][name], is_day: false, is_computed: false }
    }

    fn at(schema: &'static Json) -> Self {
        let is_computed = schema["readOnly"] == true;
        let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) else {
            return Self { schema, is_day: false, is_computed };
        };
        Self { is_computed, is_day: matches!(name, "day" | "moment"), ..Self::of(name) }
    }

    /// What a key of it is. Nothing: there is no such key.
    pub(super) fn key(self, key: &str) -> Option<Self> {
        self.named(key).or_else(|| self.any())
    }

    /// The same, if the key stands there by its name.
    pub(super) fn named(self, key: &str) -> Option<Self> {
        self.schema["properties"].get(key).map(Self::at)
    }

    /// What every key of it is, where they can be any.
    fn any(self) -> Option<Self> {
        Some(&self.schema["additionalProperties"]).filter(|any| any.is_object()).map(Self::at)
    }

    /// Whether it is a table of any keys.
    pub(super) fn has_any_key(self) -> bool {
        self.any().is_some()
    }

    /// What each item of it is.
    pub(super) fn items(self) -> Option<Self> {
        self.schema.get("items").map(Self::at)
    }

    /// Whether it is a table.
    pub(super) fn is_table(self) -> bool {
        self.schema["type"] == "object"
    }

    /// Whether a word is one of those that it can be.
    pub(super) fn has_word(self, word: &str) -> bool {
        self.schema["enum"].as_array().is_some_and(|words| words.iter().any(|each| each == word))
    }

    /// What a key of a file is called here. A date that was set by hand is `due` there.
    pub(super) fn here(self, key: &str) -> &str {
        if key == "due" && self.named("set_due").is_some() { "set_due" } else { key }
    }

    /// What a key is called in the file.
    pub(super) fn in_file(self, key: &str) -> &str {
        if key == "set_due" && self.named("set_due").is_some() { "due" } else { key }
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn a_key_is_what_the_schema_says() {
        let account = Shape::of("account");
        assert!(account.key("id").is_some_and(|id| id.is_computed));
        assert!(account.key("close_by").is_some_and(|day| day.is_day));
        assert!(account.key("stage").is_some_and(|stage| stage.has_word("won") && !stage.has_word("winning")));
        assert!(account.key("colour").is_none());
        assert!(account.key("ids").and_then(|ids| ids.key("salesforce")).is_some(), "any key");
        let touch = account.key("sequences").and_then(Shape::items).and_then(|each| each.key("touches"));
        let touch = touch.and_then(Shape::items).unwrap_or(account);
        assert_eq!((touch.here("due"), touch.in_file("set_due"), touch.here("day")), ("set_due", "due", "day"));
        assert!(touch.key("due").is_some_and(|due| due.is_computed));
        assert_eq!(Shape::of("opportunity").here("due"), "due");
    }
}
