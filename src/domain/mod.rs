//! The field itself: accounts, people, research, touches, the calendar and its rules.
//!
//! Everything here is a value or a pure function of values. No file, no clock, no terminal: `today` and `now` are
//! arguments. What can be computed (a due date, a score, a rate) is computed, never stored.

pub mod account;
pub mod agenda;
pub mod answer;
pub mod away;
pub mod bookmark;
pub mod brief;
pub mod calendar;
pub mod compose;
pub mod conflict;
pub mod contact;
pub mod credit;
pub mod dates;
pub mod deed;
pub mod differ;
pub mod draft;
pub mod fields;
pub mod filter;
mod follow;
pub mod goals;
pub mod hours;
pub mod id;
pub mod insights;
pub mod items;
pub mod level;
pub mod line;
pub mod link;
pub mod load;
pub mod map;
pub mod meeting;
pub mod message_id;
pub mod outgoing;
pub mod overrides;
pub mod people;
pub mod plan;
pub mod playbook;
pub mod problem;
pub mod range;
pub mod rates;
pub mod reach;
pub mod readiness;
pub mod reply;
pub mod research;
pub mod rest;
pub mod review;
pub mod scaffold;
pub mod schedule;
pub mod search;
pub mod sense;
pub mod sequence;
pub mod settings;
pub mod stage;
pub mod start;
pub mod step;
pub mod synced;
#[cfg(test)]
pub(crate) mod testing;
pub mod touch;
pub mod twins;
pub mod typed;
pub mod unread;
pub mod weigh;
pub mod wire;
pub mod words;
pub mod work;
