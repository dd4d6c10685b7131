//! A stand-in for systems without the runtime.

use std::{io, path::Path};

use super::Asked;
use crate::run;

/// There is no log.
#[derive(Debug)]
pub enum Log {}

impl Log {
    pub fn new(_: Option<&Path>, _: usize) -> io::Result<Self> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "a program can be run with the interleaver on Linux only",
        ))
    }

    pub fn name(&self) -> String {
        match *self {}
    }

    pub fn read(&self) -> io::Result<run::Log> {
        match *self {}
    }

    pub fn steps(&self) -> io::Result<usize> {
        match *self {}
    }

    pub fn asked(&self) -> io::Result<Asked> {
        match *self {}
    }
}
