//! Takes an unmodified program through its interleavings.
//!
//! From the bottom up: a program is [built](build) with the runtime in it. A [server] [runs](run)
//! it by a [plan](interleave_protocol::plan::Plan), and each run has an [end](ending). An
//! [exploration](explore) [samples](sampling) interleavings, and plays [all](complete) that differ.
//! It also looks for [the shortest](shortest) that leads to an end. At a [standstill] of a run,
//! nothing but prints can follow. A [report] shows the result, and the [lanes] show one run with its
//! [sources]. A run [in order](in_order) is a run as a person expects it, and a
//! [`lanes::Timeline`] shows what each of its threads does in virtual time.
//!
//! A program can also be [scheduled] from outside, step by step. Then the places of its threads can
//! be read at each rest.

pub mod build;
pub mod complete;
pub mod ending;
pub mod explore;
pub mod in_order;
pub mod lanes;
mod repetition;
pub mod report;
pub mod run;
pub mod sampling;
pub mod schedule;
pub mod scheduled;
pub mod server;
#[cfg(target_os = "linux")]
mod shared_file;
pub mod shortest;
pub mod sources;
pub mod standstill;

pub use interleave_protocol::plan;
