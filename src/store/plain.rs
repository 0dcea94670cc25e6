//! A value as lines of TOML, `key = value` each, without those that say nothing; behind them its lists and tables that stand
//! in blocks, as [`patch`] has them. For what is written fresh and in great number; what stands in a file already is patched.
//!
//! What is said of a field that was not understood is not known here: whoever writes a text of this sees that it reads back.

use std::fmt::Display;

use serde::ser::{Impossible, SerializeSeq, SerializeStruct, Serializer};
use serde::{Serialize, ser};
use toml::Value as Leaf;
use toml::ser::ValueSerializer;

use super::patch;

/// Write the fields of a struct behind a text.
///
/// # Errors
///
/// It is no struct, or a field has a value that TOML has not.
pub(super) fn fields(text: &mut String, value: &impl Serialize) -> Result<(), String> {
    value.serialize(Lines::of(text, "")).map_err(|error| error.0)
}

/// Why it can't be written.
#[derive(Debug)]
struct Refused(String);

impl Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The fields of what stands at a key path.
struct Lines<'a> {
    text: &'a mut String,
    path: &'a str,
    /// What stands in blocks of its own, behind all lines.
    blocks: String,
}

impl<'a> Lines<'a> {
    fn of(text: &'a mut String, path: &'a str) -> Self {
        Self { text, path, blocks: String::new() }
    }

    fn line<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        let start = self.text.len();
        self.text.push_str(key);
        self.text.push_str(" = ");
        let from = self.text.len();
        // An absent value is an error there, and nothing here.
        let is_written = value.serialize(ValueSerializer::new(self.text)).is_ok();
        let says_nothing = |said: &str| matches!(said, "\"\"" | "[]" | "{}" | "false" | "");
        if let Some(pruned) = pruned(&self.text[from..]) {
            self.text.replace_range(from.., &pruned);
        }
        if !is_written || says_nothing(&self.text[from..]) {
            self.text.truncate(start);
        } else {
            self.text.push('\n');
        }
    }
}

/// A list or table without what says nothing in it; nothing, where all of it does.
fn pruned(said: &str) -> Option<String> {
    let may_hold = || [" = \"\"", " = []", " = {}", " = false"].iter().any(|nothing| said.contains(nothing));
    if !said.starts_with(['[', '{']) || !may_hold() {
        return None;
    }
    let mut leaf: Leaf = said.parse().ok()?;
    patch::prune_leaf(&mut leaf);
    Some(leaf.to_string())
}

/// That key below a path, if it is one of these. Of the fields of fifty thousand people none is, and most have another length.
fn known(paths: &[&'static str], path: &str, key: &str) -> Option<&'static str> {
    let length = path.len() + usize::from(!path.is_empty()) + key.len();
    let is_it = |each: &&&str| each.len() == length && each.ends_with(key) && each.starts_with(path);
    paths.iter().find(is_it).copied()
}

impl SerializeStruct for Lines<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        if let Some(path) = known(patch::BLOCKS, self.path, key) {
            let before = self.blocks.len();
            if value.serialize(Lines::of(&mut self.blocks, path)).is_ok() {
                return Ok(());
            }
            // Its items are no tables: a list as any other.
            self.blocks.truncate(before);
        } else if let Some(path) = known(patch::HEADERS, self.path, key) {
            let mut inner = String::new();
            value.serialize(Lines::of(&mut inner, path))?;
            if !inner.is_empty() {
                self.blocks.extend(["\n[", path, "]\n", &inner]);
            }
            return Ok(());
        }
        self.line(key, value);
        Ok(())
    }

    fn end(self) -> Result<(), Refused> {
        self.text.push_str(&self.blocks);
        Ok(())
    }
}

/// Each item of a list is a block.
impl SerializeSeq for Lines<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Refused> {
        self.text.extend(["\n[[", self.path, "]]\n"]);
        item.serialize(Lines::of(self.text, self.path))
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}

/// Everything but structs and lists of them is refused.
macro_rules! refused {
    ($($name:ident($($type:ty),*);)+) => {
        $(fn $name(self, $(_: $type),*) -> Result<(), Refused> { Err(Refused("only fields can be written".into())) })+
    };
}

impl Serializer for Lines<'_> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Self;
    type SerializeTuple = Impossible<(), Refused>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Impossible<(), Refused>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Refused>;

    refused! {
        serialize_bool(bool); serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_f32(f32);
        serialize_f64(f64); serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]); serialize_none();
        serialize_unit(); serialize_unit_struct(&'static str); serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Refused> {
        Err(Refused("only fields can be written".into()))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Refused> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        Err(Refused("only fields can be written".into()))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        Err(Refused("only fields can be written".into()))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        Err(Refused("only fields can be written".into()))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        Err(Refused("only fields can be written".into()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Refused> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        Err(Refused("only fields can be written".into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::account::Account;
    use crate::domain::people::{Person, Phone, PhoneKind};
    use crate::store::merge::tests as merged;

    const DEMO: &[(&str, &str)] = &include!("../../assets/demo/files.in");

    fn written(account: &Account) -> String {
        let mut text = String::new();
        fields(&mut text, account).unwrap();
        text
    }

    #[test]
    fn an_account_is_written_as_it_is_patched_into_nothing() {
        for (name, text) in DEMO.iter().filter(|(name, _)| name.starts_with("accounts/")) {
            let account: Account = toml::from_str(text).unwrap();
            assert_eq!(written(&account), patch::patch("", None, &account).unwrap(), "{name}");
        }
    }

    #[test]
    fn what_says_nothing_is_left_out_of_lists_and_tables_too() {
        let mut account = Account { name: "Primo".into(), tags: vec!["a = \"\"".into()], ..Account::default() };
        account.ids.insert("crm".into(), String::new());
        account.people.push(Person::default());
        account.people[0].phones.push(Phone { value: String::new(), kind: PhoneKind::Mobile, bad: None });
        let want = "format = 1\nname = \"Primo\"\nstage = \"target\"\ntags = ['a = \"\"']\n\n[[people]]\nphones = [{ kind = \"mobile\" }]\n";
        assert_eq!(written(&account), want);
        assert_eq!(patch::patch("", None, &account).unwrap(), want);
    }

    proptest! {
        #[test]
        fn whatever_an_account_holds_reads_back(tree in merged::account(), notes in "[a-z\"\\\\'#\\[\\]={} \n\t\u{1b}é]{0,12}") {
            let mut account: Account = toml::from_str(&tree.to_string()).unwrap_or_default();
            account.why.clone_from(&notes);
            account.people.iter_mut().for_each(|person| person.priorities = vec![notes.clone(), String::new()].into());
            let text = written(&account);
            prop_assert_eq!(&text, &patch::patch("", None, &account).unwrap());
            prop_assert_eq!(toml::from_str::<Account>(&text).unwrap(), account);
        }
    }
}
