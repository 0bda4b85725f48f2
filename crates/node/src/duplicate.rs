//! The same event reported twice: `screen` proposes, with reasons; this module hands it what a
//! reader may see, and tells the reasons in the reader's words. Nothing is ever merged by itself.

pub mod event;
pub mod reason;
pub mod search;
