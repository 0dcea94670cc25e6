//! The review in lines, as far as it needs no lines: what a line asks for, which choice an answer takes, and by which
//! numbers the pieces of work are called. It never reads or says anything, and decides nothing that a key does not.

pub mod answers;
pub mod numbers;
pub mod words;

pub use numbers::Numbers;
