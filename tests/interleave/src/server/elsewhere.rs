//! A stand-in for systems without the runtime.

use std::{io, time::Duration};

use interleave_protocol::plan::Plan;

use super::Subject;
use crate::run::Run;

/// There is no server.
pub enum Server {}

impl Server {
    pub fn start(_: &Subject, _: usize, _: usize) -> io::Result<Self> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "interleavings can be explored on Linux only",
        ))
    }

    pub fn id(&self) -> u32 {
        match *self {}
    }

    pub fn run(&mut self, _: &Plan) -> io::Result<Run> {
        match *self {}
    }
}

pub fn processor_time_of_thread() -> Duration {
    Duration::ZERO
}
