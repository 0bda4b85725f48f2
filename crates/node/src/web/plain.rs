//! Pages without scripts: sign in, list, record, find, ask, for an old phone and a poor line.
//!
//! Language and purpose are in every address, so that a page can be kept and nothing else has to.

mod ask;
mod copy;
mod find;
mod frame;
mod list;
mod provider_page;
mod record_page;
mod sign_in_page;
mod thread;

pub use ask::{answer, ask};
pub use copy::{copy_answer, copy_form};
pub use find::find;
pub use frame::{Asked, not_found, refusal, style};
pub use list::list;
pub use provider_page::{go_on, landing, refused, ways_in};
pub use record_page::{file, show};
pub use sign_in_page::{redeem, sign_in, sign_out};
pub use thread::{thread, threads};
