//! Takes an unmodified program through its interleavings.
//!
//! From the bottom up: a program is [built](build) with the runtime in it, [run](server) by a
//! [plan](interleave_protocol::plan::Plan), and [its runs](run) come to [ends](ending). An
//! [exploration](explore) [samples](sampling) interleavings and plays [all of them](complete) that
//! differ, and looks for [the shortest](shortest) that comes to an end. It is [reported](report),
//! and one run is shown in [lanes], with its [sources]. A run [in order](in_order) is one as a
//! person expects it, and [`lanes::Timeline`] says what each thread of it does in virtual time.
//!
//! A program can also be [scheduled] from outside, step by step, and be asked where it stands.

pub mod build;
pub mod complete;
pub mod ending;
pub mod explore;
pub mod in_order;
pub mod lanes;
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

pub use interleave_protocol::plan;
