//! Playbooks: sequences as templates. Five are built in; the owner's own stand in the plan's `playbooks` folder.

use serde::{Deserialize, Serialize};

use super::touch::{Channel, Purpose};
use super::wire::Format;

/// One touch of a playbook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaybookTouch {
    /// A short word for `thread` to refer to.
    pub key: String,
    /// How.
    pub channel: Channel,
    /// Working days after the start.
    pub day: u32,
    /// The role it goes to.
    pub to: String,
    /// What for.
    #[serde(skip_serializing_if = "Purpose::is_unknown")]
    pub purpose: Purpose,
    /// The key of the touch whose thread this replies in.
    pub thread: Option<String>,
    /// The subject line, a template.
    pub subject: String,
    /// The text, a template.
    pub message: String,
    /// One line of advice.
    pub hint: String,
}

/// A sequence to start from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Playbook {
    /// The version of the file.
    pub format: Format,
    /// A slug; the file's stem where the file does not say.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// One sentence on when to use it.
    pub use_when: String,
    /// Who the touches go to.
    pub roles: Vec<String>,
    /// The touches in their order.
    pub touches: Vec<PlaybookTouch>,
}

impl Playbook {
    /// Working days from the first touch to the last.
    pub fn days(&self) -> u32 {
        self.touches.iter().map(|touch| touch.day).max().unwrap_or(0)
    }
}
