//! Files in memory. They have no names in any folder, so none is left behind, however this process ends.

use std::{
    fs::File,
    io,
    ops::Range,
    os::{fd::AsRawFd, unix::fs::FileExt},
    process::id,
};

use rustix::fs::{MemfdFlags, memfd_create};

/// A file in memory.
#[derive(Debug)]
pub struct MemoryFile(File);

impl MemoryFile {
    /// An empty file.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no room for another file.
    pub fn new() -> io::Result<Self> {
        Ok(Self(File::from(memfd_create(
            "interleave",
            MemfdFlags::CLOEXEC,
        )?)))
    }

    /// A name by which other processes can open it, as long as this one has it.
    pub fn name(&self) -> String {
        format!("/proc/{}/fd/{}", id(), self.0.as_raw_fd())
    }

    /// The same file once more, to be given to another process.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no room for another file.
    pub fn try_clone(&self) -> io::Result<File> {
        self.0.try_clone()
    }

    /// Whether nothing is in it yet.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not say.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.0.metadata()?.len() == 0)
    }

    /// All that is in it.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read.
    pub fn contents(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.0.metadata()?.len()).unwrap_or(0)];
        self.0.read_exact_at(&mut bytes, 0)?;
        Ok(bytes)
    }

    /// Some of its words, of 64 bits each.
    ///
    /// # Errors
    ///
    /// Returns an error if it has not so many, or cannot be read.
    pub fn words(&self, range: Range<usize>) -> io::Result<Vec<u64>> {
        const SIZE: usize = size_of::<u64>();
        let mut bytes = vec![0; range.len() * SIZE];
        self.0
            .read_exact_at(&mut bytes, (range.start * SIZE) as u64)?;
        let word =
            |bytes: &[u8]| u64::from_ne_bytes(bytes.try_into().expect("a chunk of one word"));
        Ok(bytes.chunks_exact(SIZE).map(word).collect())
    }
}
