//! Files that an explorer shares with the runs of a program: their logs and their output.
//!
//! Usually they lie in memory, and have no names in any folder. So none is left behind, however
//! this process ends. But a confined program can open only files in its own folder.

use std::{
    fs::File,
    io,
    ops::Range,
    os::{fd::AsRawFd, unix::fs::FileExt},
    path::Path,
    process::id,
};

use rustix::fs::{MemfdFlags, memfd_create};
use tempfile::TempPath;

/// A file.
#[derive(Debug)]
pub struct SharedFile {
    file: File,
    /// The path, if the file is not in memory.
    path: Option<TempPath>,
}

impl SharedFile {
    /// An empty file. It has a name in `folder` that begins with `name`, or lies in memory if there
    /// is no folder.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no room for another file.
    pub fn new(folder: Option<&Path>, name: &str) -> io::Result<Self> {
        let Some(folder) = folder else {
            let file = memfd_create("interleave", MemfdFlags::CLOEXEC)?;
            return Ok(Self {
                file: file.into(),
                path: None,
            });
        };
        let named = tempfile::Builder::new().prefix(name).tempfile_in(folder)?;
        let (file, path) = named.into_parts();
        Ok(Self {
            file,
            path: Some(path),
        })
    }

    /// The same with room for `words` words, all zero.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no room for it.
    pub fn of_words(folder: Option<&Path>, name: &str, words: usize) -> io::Result<Self> {
        let shared = Self::new(folder, name)?;
        shared.file.set_len((words * size_of::<u64>()) as u64)?;
        Ok(shared)
    }

    /// A name by which other processes can open the file, as long as this process has it open.
    pub fn name(&self) -> String {
        match &self.path {
            Some(path) => path.display().to_string(),
            None => format!("/proc/{}/fd/{}", id(), self.file.as_raw_fd()),
        }
    }

    /// Another handle to the same file, for another process.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no room for another file.
    pub fn try_clone(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// The whole contents.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read.
    pub fn contents(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.file.metadata()?.len()).unwrap_or(0)];
        self.file.read_exact_at(&mut bytes, 0)?;
        Ok(bytes)
    }

    /// Some of its words of 64 bits.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is too short, or cannot be read.
    pub fn words(&self, range: Range<usize>) -> io::Result<Vec<u64>> {
        const SIZE: usize = size_of::<u64>();
        let mut bytes = vec![0; range.len() * SIZE];
        self.file
            .read_exact_at(&mut bytes, (range.start * SIZE) as u64)?;
        let word =
            |bytes: &[u8]| u64::from_ne_bytes(bytes.try_into().expect("a chunk of one word"));
        Ok(bytes.chunks_exact(SIZE).map(word).collect())
    }
}
