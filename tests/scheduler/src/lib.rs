//! Runs a program and puts its workers into any order.
//!
//! ```no_run
//! use scheduler::{Launch, Patience, Session, Step};
//!
//! let mut session = Session::start(&Launch::new("target/debug/stage4-joined"))?;
//! for step in [Step::new("sort data", 0), Step::new("parse files", 0)] {
//!     session.until(Patience::TO_COME, |session| session.asks_for(&step))?;
//!     session.grant(&step);
//!     session.settle(Patience::NOW)?;
//! }
//! assert_eq!(session.stdout()?, b"Starting...\nsort data 0 complete\nparse files 0 complete\n");
//! # Ok::<_, std::io::Error>(())
//! ```
//!
//! The README of this package explains scheduling points, schedules and rest, and where the method
//! comes from.

mod answer_key;
mod connections;
mod order;
mod patience;
mod process;
mod protocol;
mod quiescence;
mod record;
mod session;
pub mod stages;
mod step;

pub use answer_key::read_answer_key;
pub use interleave_protocol::control;
pub use order::{Mismatch, PartialOrder, is_printed};
pub use patience::Patience;
pub use process::{Ending, Launch, Limits, MARK, Program, Reason, random_mark, sweep, watchdog_id};
pub use protocol::{Shared, WorkerState};
pub use quiescence::Quiescence;
pub use record::{Certainty, Event, Record, WaitOutcome, virtual_time};
pub use session::{AtLeaving, Session, ThreadState};
pub use step::Step;
