//! Runs a program and puts its workers into any order.
//!
//! ```no_run
//! use scheduler::{Launch, Session, Step, stages};
//!
//! let mut session = Session::start(&Launch::new(stages::executable("stage4-joined")?))?;
//! let order = ["sort data 0", "parse files 0"].map(|step| step.parse::<Step>().expect("a step"));
//! session.play(&order)?.expect("stage 4 allows any order");
//! assert_eq!(session.stdout()?, b"Starting...\nsort data 0 complete\nparse files 0 complete\n");
//! # Ok::<_, std::io::Error>(())
//! ```
//!
//! What a scheduling point, a schedule and rest are, and where the method comes from, is told in the
//! README of this package.

mod answer_key;
mod connection;
mod exposing;
mod groups;
mod launch;
mod leftovers;
mod order;
mod patience;
mod program;
mod record;
mod rest;
mod session;
pub mod stages;
mod step;
mod system;
mod watchdog;
mod width;

pub use answer_key::read_answer_key;
pub use connection::{Event, NotShared, Shared, State};
pub use launch::{Launch, Limits};
pub use leftovers::{MARK, random_mark, sweep};
pub use order::{BadKey, Mismatch, PartialOrder};
pub use patience::{PATIENCE, Patience};
pub use program::{Ending, Program, Reason};
pub use record::{Halt, Moment, Record, Stuck};
pub use rest::{Rest, WaitsFor};
pub use session::Session;
pub use step::{NoStep, Step};
