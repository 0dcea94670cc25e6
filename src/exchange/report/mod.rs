//! The report as somebody gets it who has no inroad: as Markdown, and as one page of HTML that asks for nothing from anywhere.
//!
//! Both are made of `domain::report` and of nothing else; no text of a plan gets into either but as text. Writing them to a
//! file is not done here.

mod account;
mod charts;
mod map;
mod markdown;
mod markup;
mod page;
mod svg;
mod timeline;

pub use markdown::markdown;
pub use page::html;

#[cfg(test)]
mod tests;
