//! Deadlines of requests: clocks as data, working calendars, pauses. Pure: moments are handed in.
//!
//! Terms by default: Directive (EU) 2023/977, article 5(1). How days are counted: Regulation (EEC,
//! Euratom) No 1182/71, article 3. `docs/threads.md` says it in words and with examples.

mod calendar;
mod clocks;
mod due;
mod sentence;
mod standing;
mod term;

pub use calendar::Calendar;
pub use clocks::{BYTES_MAX, Clock, Clocks, HOLIDAYS_MAX, Source, Terms};
pub use due::{Pause, due};
pub use sentence::explain;
pub use standing::{Reply, Request, Running, Standing, State};
pub use term::{Count, Term, Unit};
