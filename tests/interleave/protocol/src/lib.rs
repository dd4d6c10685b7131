//! What the two halves of the interleaver send to each other.
//!
//! For each run the explorer gives the runtime a [`plan`], as one line of text. Once, it also gives
//! what is known of the program's [`functions`]. The runtime leaves a [`log`] of each run. In a
//! scheduled run it talks with an outer scheduler over a [`control`] connection.

pub mod control;
pub mod functions;
pub mod log;
pub mod plan;

/// How many bytes of address space the runtime reserves for itself. They count if a system limits
/// the memory of a process, but only the few that are used take room.
pub const RESERVED_MEMORY: usize = 1 << 30;
