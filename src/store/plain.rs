//! A value's fields as lines of TOML, `key = value` each, without those that say nothing. For what is written fresh and
//! in great number; what stands in a file already is patched.

use std::fmt::Display;

use serde::ser::{Impossible, SerializeStruct, Serializer};
use serde::{Serialize, ser};
use toml::ser::ValueSerializer;

/// Write the fields of a struct behind a text.
///
/// # Errors
///
/// It is no struct, or a field has a value that TOML has not.
pub(super) fn fields(text: &mut String, value: &impl Serialize) -> Result<(), String> {
    value.serialize(Lines(text)).map_err(|error| error.0)
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

struct Lines<'a>(&'a mut String);

impl SerializeStruct for Lines<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        let start = self.0.len();
        self.0.push_str(key);
        self.0.push_str(" = ");
        let from = self.0.len();
        // An absent value is an error there, and nothing here.
        let written = value.serialize(ValueSerializer::new(self.0)).is_ok();
        if !written || matches!(&self.0[from..], "\"\"" | "[]" | "{}" | "false" | "") {
            self.0.truncate(start);
        } else {
            self.0.push('\n');
        }
        Ok(())
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}

/// Everything but a struct is refused.
macro_rules! refused {
    ($($name:ident($($type:ty),*);)+) => {
        $(fn $name(self, $(_: $type),*) -> Result<(), Refused> { Err(Refused("only fields can be written".into())) })+
    };
}

impl<'a> Serializer for Lines<'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Impossible<(), Refused>;
    type SerializeTuple = Impossible<(), Refused>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Impossible<(), Refused>;
    type SerializeStruct = Lines<'a>;
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

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        Err(Refused("only fields can be written".into()))
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

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Lines<'a>, Refused> {
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
