//! The tests of the scheduler, in one program: they mostly wait for other programs, so they wait
//! together.

mod hostile;
mod interleaved;
mod next_steps;
mod orders;
#[cfg(unix)]
mod our_end;
mod rest;
mod shared;
mod worker_side;
