//! What the owner of a plan wants to follow instead of the usual. Only what is written counts; the rest is as ever.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::stage::Stage;
use super::words::{Vocabulary as _, words};

words! {
    /// Whose open touches an answer stops.
    pub enum Stops {
        /// Nobody's.
        Nothing = "nothing",
        /// Everybody's at the account, or the person's alone: they are held until somebody decides.
        Hold = "hold",
        /// The person's: they are cancelled.
        Cancel = "cancel",
    }
}

/// The stage an answer brings an account to, or none: `"none"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brings(pub Option<Stage>);

impl Serialize for Brings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.map_or("none", Stage::word))
    }
}

impl<'de> Deserialize<'de> for Brings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "none" => Ok(Self(None)),
            word => match word.parse() {
                Ok(stage) => Ok(Self(Some(stage))),
                Err(unknown) => Err(serde::de::Error::custom(format!("{unknown}, none"))),
            },
        }
    }
}

/// What follows from an answer, as far as it is not the usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerOverride {
    /// The stage the account comes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Brings>,
    /// What it stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stops: Option<Stops>,
    /// Whether what it answers is to be done once more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopens: Option<bool>,
}
