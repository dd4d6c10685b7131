//! The log, in memory.

use std::{io, path::Path};

use interleave_protocol::log::{Layout, header};

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

    pub fn has_asked_for_processors(&self) -> io::Result<bool> {
        let word = header::ASKED_FOR_PROCESSORS;
        Ok(self.file.words(word..word + 1)? != [0])
    }
}
