//! The log, in memory.

use std::{io, path::Path};

use interleave_protocol::log::{Layout, header};

use super::Asked;
use crate::{run, shared_file::SharedFile};

#[derive(Debug)]
pub struct Log {
    file: SharedFile,
    layout: Layout,
}

impl Log {
    pub fn new(folder: Option<&Path>, steps: usize) -> io::Result<Self> {
        let layout = Layout::for_steps(steps);
        let file = SharedFile::of_words(folder, "log", layout.words())?;
        Ok(Self { file, layout })
    }

    pub fn name(&self) -> String {
        self.file.name()
    }

    pub fn read(&self) -> io::Result<run::Log> {
        let words = |range| self.file.words(range);
        run::Log::read(&words, self.layout, true)
    }

    /// Also counts entries that tell what else a step has accessed.
    pub fn steps(&self) -> io::Result<usize> {
        let head = self.file.words(0..header::WORDS)?;
        Ok((head[header::ENTRIES] + head[header::LEFT_OUT]) as usize)
    }

    pub fn asked(&self) -> io::Result<Asked> {
        let head = self.file.words(0..header::WORDS)?;
        Ok(Asked {
            bytes: head[header::ASKED_FOR_BYTES] != 0,
            processors: head[header::ASKED_FOR_PROCESSORS] != 0,
        })
    }
}
