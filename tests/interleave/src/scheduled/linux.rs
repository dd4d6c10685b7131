//! The log, in memory.

use std::io;

use interleave_protocol::log::Layout;

use crate::{memory::MemoryFile, run};

#[derive(Debug)]
pub struct Log {
    file: MemoryFile,
    layout: Layout,
}

impl Log {
    pub fn new(steps: usize) -> io::Result<Self> {
        Ok(Self {
            file: MemoryFile::new()?,
            layout: Layout::for_steps(steps),
        })
    }

    pub fn name(&self) -> String {
        self.file.name()
    }

    pub fn read(&self) -> io::Result<run::Log> {
        if self.file.is_empty()? {
            return Ok(run::Log::default());
        }
        let words = |range| self.file.words(range);
        run::Log::read(&words, self.layout, true)
    }
}
