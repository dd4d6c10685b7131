//! The tests of the scheduler, in one program: most of the time they wait, and so they wait together.

mod hostile;
mod next_steps;
mod orders;
#[cfg(unix)]
mod our_end;
mod rest;
mod shared;
mod worker_side;
